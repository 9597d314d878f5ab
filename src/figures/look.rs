//! From values to colours the way a person set it: colour map, ground, contrast, gamma; through a table, so that large layers
//! stay fast.

use crate::picture::{ColourMap, Picture, Scale};

/// Over what the ends of the colour scale are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ScaleBy {
    /// Each map or filter has its own.
    #[default]
    Map,
    /// One for the whole layer.
    Layer,
}

/// How values become colours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// For values without a sign.
    pub colours: ColourMap,
    /// Whether signed values lie on a dark ground.
    pub dark: bool,
    /// The scale's end is divided by this.
    pub contrast: f32,
    /// Bends the scale.
    pub gamma: f32,
}

impl Default for Look {
    fn default() -> Self {
        Self::plain(ColourMap::Magma, false)
    }
}

impl Look {
    /// These colours without contrast or gamma.
    pub const fn plain(colours: ColourMap, dark: bool) -> Self {
        Self { colours, dark, contrast: 1.0, gamma: 1.0 }
    }

    /// The colour map for values with or without a sign.
    pub fn map(&self, signed: bool) -> ColourMap {
        if signed { ColourMap::signed(self.dark) } else { self.colours }
    }

    /// The scale of these values under contrast and gamma; `percentile` (0 to 100) of the magnitudes of signed values lie inside.
    pub fn scale(&self, values: &[f32], signed: bool, percentile: f32) -> Scale {
        let mut scale = if signed { Scale::signed(values, percentile) } else { Scale::sequential(values) };
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

    /// A map as a picture, one pixel a value.
    pub fn picture(&self, scale: &Scale, values: &[f32], width: usize) -> Picture {
        let height = values.len() / width.max(1);
        let mut pixels = vec![0; width * height * 3];
        self.paint(scale, values, &mut pixels);
        Picture { width, height, pixels }
    }
}

/// The colours of a map from left to right, 256 x 1 pixels, for colour bars.
pub fn gradient(map: ColourMap) -> Picture {
    Picture { width: 256, height: 1, pixels: Table::new(map).0.into_iter().flatten().collect() }
}

/// Averages a map of `size` (rows, columns) down so that its longer side is at most `longest`: whole blocks of equal size.
pub fn averaged(values: &[f32], size: [usize; 2], longest: usize) -> (Vec<f32>, [usize; 2]) {
    let block = block(size, longest);
    if block == 1 {
        return (values.to_vec(), size);
    }
    let small = averaged_size(size, longest);
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

/// Rows and columns that [`averaged`] makes of a map.
pub fn averaged_size(size: [usize; 2], longest: usize) -> [usize; 2] {
    size.map(|side| side.div_ceil(block(size, longest)))
}

fn block(size: [usize; 2], longest: usize) -> usize {
    size[0].max(size[1]).div_ceil(longest.max(1)).max(1)
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

    #[test]
    fn contrast_draws_the_ends_in() {
        let look = Look { contrast: 2.0, gamma: 0.5, ..Look::default() };
        let scale = look.scale(&[-4.0, 2.0], true, 100.0);
        assert_eq!((scale.low, scale.high, scale.gamma), (-2.0, 2.0, 0.5));
        let scale = look.scale(&[1.0, 4.0], false, 100.0);
        assert_eq!((scale.low, scale.high), (0.0, 2.0));
    }
}
