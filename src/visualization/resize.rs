//! Bilinear resizing of pictures that are numbers, by the three conventions that published programs use, and rolling.
//!
//! All three mix two neighbours without widening the filter when shrinking; they differ in where a new position lies among the
//! old ones. `zoomed`: scipy.ndimage.zoom of order 1, corners on corners (DeepDream's octaves). `half_pixel`: torch's
//! interpolate without align_corners. `top_left`: TensorFlow 1's resize_bilinear (Lucid's lowres, Mordvintsev 2016).

use rayon::prelude::*;

use super::Planes;

/// The two old positions that a new one mixes, and the share of the second.
#[derive(Clone, Copy)]
struct Mix {
    first: usize,
    second: usize,
    share: f32,
}

/// The mixes of `to` positions that lie at `place(position)` among `from`.
fn mixes(from: usize, to: usize, place: impl Fn(f64) -> f64) -> Vec<Mix> {
    let mix = |position: usize| {
        let place = place(position as f64).clamp(0.0, (from - 1) as f64);
        let first = place as usize;
        Mix { first, second: (first + 1).min(from - 1), share: (place - first as f64) as f32 }
    };
    (0..to).map(mix).collect()
}

/// Resizes to `size` (rows, columns) with the corners on the corners: `i (from - 1) / (to - 1)`, as scipy.ndimage.zoom of order
/// 1. A side of one new number takes the first old one. Of nothing zeros are made.
pub fn zoomed(x: &Planes, size: [usize; 2]) -> Planes {
    resized(x, size, |from, to, position| if to > 1 { position * (from - 1.0) / (to as f64 - 1.0) } else { 0.0 })
}

/// Resizes to `size` (rows, columns) with the borders on the borders: `(i + ½) from / to - ½`, as torch's
/// `interpolate(mode="bilinear", align_corners=False)`.
pub fn half_pixel(x: &Planes, size: [usize; 2]) -> Planes {
    resized(x, size, |from, to, position| (position + 0.5) * from / to as f64 - 0.5)
}

/// Resizes to `size` (rows, columns) with the first on the first: `i from / to`, as TensorFlow 1's `resize_bilinear`.
pub fn top_left(x: &Planes, size: [usize; 2]) -> Planes {
    resized(x, size, |from, to, position| position * from / to as f64)
}

/// Resizes with new positions at `place(from, to, position)`.
fn resized(x: &Planes, [height, width]: [usize; 2], place: impl Fn(f64, usize, f64) -> f64) -> Planes {
    let mut resized = Planes::zeros([x.count, x.channels, height, width]);
    if x.area() == 0 || resized.area() == 0 {
        return resized;
    }
    let rows = mixes(x.height, height, |position| place(x.height as f64, height, position));
    let columns = mixes(x.width, width, |position| place(x.width as f64, width, position));
    let area = resized.area();
    let planes = resized.values.par_chunks_exact_mut(area).zip(x.values.par_chunks_exact(x.area()));
    planes.for_each_init(Vec::new, |between: &mut Vec<f32>, (to, from)| {
        for (row, to) in rows.iter().zip(to.chunks_exact_mut(width)) {
            let [upper, lower] = [row.first, row.second].map(|row| &from[row * x.width..][..x.width]);
            between.clear();
            between.extend(upper.iter().zip(lower).map(|(upper, lower)| upper + row.share * (lower - upper)));
            for (value, column) in to.iter_mut().zip(&columns) {
                let (left, right) = (between[column.first], between[column.second]);
                *value = left + column.share * (right - left);
            }
        }
    });
    resized
}

/// Moves every picture `down` rows and `right` columns; what leaves at one border comes in at the other (`numpy.roll`).
pub fn rolled(x: &Planes, down: isize, right: isize) -> Planes {
    let mut rolled = x.clone();
    if x.area() == 0 {
        return rolled;
    }
    let down = down.rem_euclid(x.height as isize) as usize;
    let right = right.rem_euclid(x.width as isize) as usize;
    for plane in rolled.planes_mut() {
        plane.rotate_right(down * x.width);
        plane.chunks_exact_mut(x.width).for_each(|row| row.rotate_right(right));
    }
    rolled
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// `sin(1.3 i)` for every number.
    pub fn waves(dims: [usize; 4]) -> Planes {
        let mut waves = Planes::zeros(dims);
        waves.values.iter_mut().enumerate().for_each(|(index, value)| *value = (1.3 * index as f64).sin() as f32);
        waves
    }

    pub fn assert_near(found: &[f32], expected: &[f32]) {
        assert_eq!(found.len(), expected.len());
        for (one, other) in found.iter().zip(expected) {
            assert!((one - other).abs() < 1e-6, "{one} is not {other}");
        }
    }

    /// x = np.sin(1.3*np.arange(30)).reshape(2, 3, 5); scipy.ndimage.zoom(x[1], (5/3, 7/5), order=1)[[0, 1, 4]], scipy 1.17.1
    #[test]
    fn zooming_is_that_of_scipy() {
        let zoomed = zoomed(&waves([1, 2, 3, 5]), [5, 7]);
        let second = &zoomed.values[35..];
        #[rustfmt::skip]
        assert_near(&[&second[..14], &second[28..]].concat(), &[
            0.605_539_9, 0.821_043_4, 0.582_984_6, -0.108_636_6, -0.694_155_9, -0.797_730_7, -0.419_360_9,
            0.684_049_2, 0.813_390_8, 0.513_945, -0.214_288_3, -0.733_233, -0.767_405_8, -0.316_806_7,
            0.883_870_4, 0.752_704_2, 0.285_993_4, -0.516_262_2, -0.814_300_9, -0.641_917_4, 0.000_888_2,
        ]);
    }

    /// torch.nn.functional.interpolate(x[None], size=(5, 7), mode='bilinear', align_corners=False)[0, 1], rows 0 and 3;
    /// and size=(2, 3)
    #[test]
    fn half_pixels_are_those_of_torch() {
        let x = waves([1, 2, 3, 5]);
        let larger = half_pixel(&x, [5, 7]);
        #[rustfmt::skip]
        assert_near(&[&larger.values[35..42], &larger.values[56..63]].concat(), &[
            0.605_539_9, 0.790_257_2, 0.632_386, -0.108_636_6, -0.735_978_8, -0.743_677_8, -0.419_360_9,
            0.835_345_7, 0.782_693_1, 0.405_793_1, -0.437_733_4, -0.823_202_6, -0.595_009_2, -0.085_168_1,
        ]);
        assert_near(
            &half_pixel(&x, [2, 3]).values[6..],
            &[0.731_005_8, -0.161_462_4, -0.575_326_1, 0.809_752_6, -0.467_181_7, -0.359_302_8],
        );
    }

    #[test]
    fn the_first_stays_the_first_in_tensorflow() {
        // tf.compat.v1.image.resize_bilinear of [0, 2, 6] to six: positions 0, ½, 1, 1½, 2, 2½ and the last is repeated.
        let row = Planes { count: 1, channels: 1, height: 1, width: 3, values: vec![0.0, 2.0, 6.0] };
        assert_near(&top_left(&row, [1, 6]).values, &[0.0, 1.0, 2.0, 4.0, 6.0, 6.0]);
        assert_near(&top_left(&row, [2, 2]).values, &[0.0, 4.0, 0.0, 4.0]);
    }

    #[test]
    fn sizes_of_one_and_none_are_no_trouble() {
        let x = waves([2, 1, 3, 4]);
        for resize in [zoomed, half_pixel, top_left] {
            assert_near(&resize(&x, [3, 4]).values, &x.values);
            assert_eq!(resize(&x, [1, 1]).dims(), [2, 1, 1, 1]);
            assert!(resize(&x, [0, 7]).values.is_empty());
            assert_eq!(resize(&Planes::zeros([1, 1, 0, 2]), [1, 2]).values, [0.0, 0.0]);
            assert_near(&resize(&Planes::filled([1, 1, 1, 1], 0.7), [3, 2]).values, &[0.7; 6]);
        }
        assert_near(&zoomed(&x, [1, 1]).values, &[x.values[0], x.values[12]]);
    }

    #[test]
    fn rolling_moves_and_comes_back() {
        let x = Planes { count: 1, channels: 1, height: 2, width: 3, values: vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0] };
        // np.roll(np.arange(1, 7).reshape(2, 3), (1, -1), (0, 1))
        assert_eq!(rolled(&x, 1, -1).values, [5.0, 6.0, 4.0, 2.0, 3.0, 1.0]);
        let large = waves([2, 3, 5, 7]);
        assert_eq!(rolled(&rolled(&large, 13, -32), -13, 32), large);
    }
}
