//! From values to colours the way the person set it: colour map, contrast, gamma; through a table, so that large layers stay fast.

use std::sync::Arc;

use egui::ColorImage;

use crate::picture::{ColourMap, Scale};

/// How values become colours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colouring {
    /// For values without a sign.
    pub colours: ColourMap,
    /// Whether signed values lie on a dark ground.
    pub dark: bool,
    /// The scale's end is divided by this.
    pub contrast: f32,
    /// Bends the scale.
    pub gamma: f32,
    /// Longest side of a tile in pixels; larger maps are averaged down.
    pub longest: usize,
}

impl Colouring {
    /// The colour map for values with or without a sign.
    pub fn map(&self, signed: bool) -> ColourMap {
        match (signed, self.dark) {
            (false, _) => self.colours,
            (true, true) => ColourMap::SignedDark,
            (true, false) => ColourMap::SignedLight,
        }
    }

    /// The scale of these values under contrast and gamma.
    pub fn scale(&self, values: &[f32], signed: bool) -> Scale {
        let mut scale = if signed { Scale::signed(values, 100.0) } else { Scale::sequential(values) };
        scale.high /= self.contrast;
        if signed {
            scale.low /= self.contrast;
        }
        scale.gamma = self.gamma;
        scale
    }
}

/// A colour map as 256 colours.
pub struct Table([[u8; 3]; 256]);

impl Table {
    /// The colours of a map.
    pub fn new(map: ColourMap) -> Self {
        Self(std::array::from_fn(|index| map.colour(index as f32 / 255.0)))
    }

    /// The colour of a value on a scale.
    pub fn colour(&self, scale: &Scale, value: f32) -> [u8; 3] {
        self.0[(scale.position(value).clamp(0.0, 1.0) * 255.0 + 0.5) as usize & 255]
    }

    /// Colours values into RGB pixels.
    pub fn paint(&self, scale: &Scale, values: &[f32], pixels: &mut [u8]) {
        for (pixel, value) in pixels.chunks_exact_mut(3).zip(values) {
            pixel.copy_from_slice(&self.colour(scale, *value));
        }
    }
}

/// The colours of a map from left to right, for colour bars.
pub fn gradient(map: ColourMap) -> Arc<ColorImage> {
    let pixels: Vec<u8> = Table::new(map).0.into_iter().flatten().collect();
    Arc::new(ColorImage::from_rgb([256, 1], &pixels))
}

/// Averages a map of `size` (rows, columns) down so that its longer side is at most `longest`: whole blocks of equal size.
pub fn averaged(values: &[f32], size: [usize; 2], longest: usize) -> (Vec<f32>, [usize; 2]) {
    let block = size[0].max(size[1]).div_ceil(longest.max(1)).max(1);
    if block == 1 {
        return (values.to_vec(), size);
    }
    let small = [size[0].div_ceil(block), size[1].div_ceil(block)];
    let mut averages = Vec::with_capacity(small[0] * small[1]);
    for y in 0..small[0] {
        for x in 0..small[1] {
            let rows = y * block..((y + 1) * block).min(size[0]);
            let columns = x * block..((x + 1) * block).min(size[1]);
            let area = (rows.len() * columns.len()) as f32;
            let sum: f32 = rows.map(|row| values[row * size[1]..][columns.clone()].iter().sum::<f32>()).sum();
            averages.push(sum / area);
        }
    }
    (averages, small)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averaging_keeps_the_mean_of_blocks() {
        let values: Vec<f32> = (0..24).map(|value| value as f32).collect();
        let (small, size) = averaged(&values, [4, 6], 3);
        assert_eq!(size, [2, 3]);
        assert_eq!(small[0], (0.0 + 1.0 + 6.0 + 7.0) / 4.0);
        assert_eq!(averaged(&values, [4, 6], 6), (values, [4, 6]));
    }

    #[test]
    fn a_rest_at_the_edge_is_a_smaller_block() {
        let (small, size) = averaged(&[1.0, 3.0, 5.0], [1, 3], 2);
        assert_eq!((small, size), (vec![2.0, 5.0], [1, 2]));
    }
}
