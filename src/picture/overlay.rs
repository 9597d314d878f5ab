//! Maps of numbers made visible: painted with a colour map, enlarged smoothly, laid over a picture.

use super::{ColourMap, Picture, Scale, colour::blend};

/// Enlarges (or shrinks) a map of `from` rows and columns to `to`, bilinearly with half-pixel centres and without
/// antialiasing: torch's `interpolate(mode="bilinear", align_corners=False)`.
///
/// `values` holds `from[0] * from[1]` numbers row by row; the answer holds `to[0] * to[1]`.
pub fn upsampled(values: &[f32], from: [usize; 2], to: [usize; 2]) -> Vec<f32> {
    interpolated(values, from, to, |output, from, to| ((output as f32 + 0.5) * (from as f32 / to as f32) - 0.5).max(0.0))
}

/// As [`upsampled`], but corner numbers come to lie on corner pixels: torch's `UpsamplingBilinear2d` (`align_corners=True`).
pub fn upsampled_to_corners(values: &[f32], from: [usize; 2], to: [usize; 2]) -> Vec<f32> {
    interpolated(values, from, to, |output, from, to| output as f32 * ((from - 1) as f32 / to.saturating_sub(1).max(1) as f32))
}

/// Mixes neighbours; `position` tells where among `from` inputs an output of `to` lies.
fn interpolated(values: &[f32], from: [usize; 2], to: [usize; 2], position: impl Fn(usize, usize, usize) -> f32) -> Vec<f32> {
    if from == to || values.is_empty() {
        return values.to_vec();
    }
    // For each output the two inputs it lies between and the share of the second.
    let neighbours = |from: usize, to: usize| -> Vec<(usize, usize, f32)> {
        let neighbours = |output: usize| {
            let input = position(output, from, to);
            let first = (input as usize).min(from - 1);
            (first, (first + 1).min(from - 1), input - first as f32)
        };
        (0..to).map(neighbours).collect()
    };
    let (rows, columns) = (neighbours(from[0], to[0]), neighbours(from[1], to[1]));
    let mut enlarged = Vec::with_capacity(to[0] * to[1]);
    for (above, below, down) in &rows {
        let (upper, lower) = (&values[above * from[1]..][..from[1]], &values[below * from[1]..][..from[1]]);
        for (left, right, along) in &columns {
            let mix = |row: &[f32]| (1.0 - along) * row[*left] + along * row[*right];
            enlarged.push((1.0 - down) * mix(upper) + down * mix(lower));
        }
    }
    enlarged
}

/// A map as a picture, one pixel a number. `values` holds `height * width` numbers, row by row.
pub fn painted(values: &[f32], width: usize, height: usize, map: ColourMap, scale: &Scale) -> Picture {
    let mut pixels: Vec<u8> = values.iter().flat_map(|&value| map.colour(scale.position(value))).collect();
    pixels.resize(width * height * 3, 0);
    Picture { width, height, pixels }
}

/// A map laid over a picture. It covers with `opacity` (0 to 1) where it is strongest and fades to the bare picture
/// where it is low (or near zero, on a signed scale); where it is NaN nothing is laid.
///
/// `values` holds one number for each pixel of the picture, row by row ([`upsampled`] brings a map there).
pub fn overlay(picture: &Picture, values: &[f32], map: ColourMap, scale: &Scale, opacity: f32) -> Picture {
    let lay = |(under, &value): (&[u8], &f32)| {
        let under = [under[0], under[1], under[2]];
        let position = scale.position(value);
        let strength = if scale.is_signed() { (2.0 * position - 1.0).abs() } else { position };
        if strength.is_nan() { under } else { blend(under, map.colour(position), opacity.clamp(0.0, 1.0) * strength) }
    };
    let mut laid = picture.clone();
    let covered: Vec<u8> = picture.pixels.chunks_exact(3).zip(values).flat_map(lay).collect();
    laid.pixels[..covered.len()].copy_from_slice(&covered);
    laid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upsampling_is_torchs() {
        // torch.nn.functional.interpolate(torch.tensor([[[[0., 1.], [2., 4.]]]]), size=(4, 3), mode="bilinear")
        let expected = [0.0, 0.5, 1.0, 0.5, 1.125, 1.75, 1.5, 2.375, 3.25, 2.0, 3.0, 4.0];
        let enlarged = upsampled(&[0.0, 1.0, 2.0, 4.0], [2, 2], [4, 3]);
        for (value, expected) in enlarged.iter().zip(expected) {
            assert!((value - expected).abs() < 1e-6, "{enlarged:?}");
        }
    }

    #[test]
    fn upsampling_to_corners_is_torchs() {
        // torch.nn.UpsamplingBilinear2d(size=(3, 4))(torch.tensor([[[[0., 1.], [2., 4.]]]])), and to (1, 3)
        let expected = [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0, 1.0, 1.5, 2.0, 2.5, 2.0, 8.0 / 3.0, 10.0 / 3.0, 4.0];
        let enlarged = upsampled_to_corners(&[0.0, 1.0, 2.0, 4.0], [2, 2], [3, 4]);
        for (value, expected) in enlarged.iter().zip(expected) {
            assert!((value - expected).abs() < 1e-6, "{enlarged:?}");
        }
        assert_eq!(upsampled_to_corners(&[0.0, 1.0, 2.0, 4.0], [2, 2], [1, 3]), [0.0, 0.5, 1.0]);
    }

    #[test]
    fn overlay_shows_the_bare_picture_where_the_map_is_low() {
        let picture = Picture::filled(4, 1, [10, 200, 30]);
        let values = [0.0, 1.0, 2.0, f32::NAN];
        let laid = overlay(&picture, &values, ColourMap::Grey, &Scale::sequential(&values), 0.5);
        assert_eq!(laid.pixel(0, 0), [10, 200, 30]);
        assert_eq!(laid.pixel(2, 0), [133, 228, 143]);
        assert_eq!(laid.pixel(3, 0), [10, 200, 30]);
        let signed = overlay(&picture, &[-2.0, 0.0, 2.0, 0.0], ColourMap::SignedLight, &Scale::signed(&values, 100.0), 1.0);
        assert_eq!(signed.pixel(0, 0), ColourMap::SignedLight.colour(0.0));
        assert_eq!(signed.pixel(1, 0), [10, 200, 30]);
        assert_eq!(signed.pixel(2, 0), ColourMap::SignedLight.colour(1.0));
    }

    #[test]
    fn painting_is_row_by_row() {
        let values = [0.0, 1.0, 0.5, 0.0, 0.0, 0.0];
        let painted = painted(&values, 3, 2, ColourMap::Grey, &Scale::sequential(&values));
        assert_eq!((painted.pixel(1, 0), painted.pixel(2, 0), painted.pixel(0, 1)), ([255; 3], [128; 3], [0; 3]));
    }
}
