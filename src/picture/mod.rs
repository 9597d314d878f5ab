//! Pictures: decode, draw, resize, preprocess; and numbers made visible: colour maps, overlays, montages.
//!
//! The one place where values become colours. Knows no network.

mod blur;
mod class_mark;
mod colour;
mod decode;
mod digit;
mod error;
mod indexed;
mod inpaint;
mod montage;
mod overlay;
mod overrides;
mod preprocess;
mod resize;
mod stroke;

pub use blur::{Border, blurred, finely_blurred};
pub use class_mark::{CLASS_MARKS, ClassShape, class_colour, class_shape};
pub use colour::{ColourMap, Scale};
pub use decode::EXTENSIONS;
pub use error::{Error, Result};
pub use indexed::indexed_png;
pub use inpaint::inpainted;
pub use montage::{columns_for, montage};
pub use overlay::{overlay, painted, upsampled, upsampled_to_corners};
pub use preprocess::{ChannelOrder, Fit, Preprocessing};
pub use stroke::Stroke;

/// An RGB picture, 8 bits a channel, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `height * width * 3` bytes.
    pub pixels: Vec<u8>,
}

impl Picture {
    /// A picture of one colour.
    pub fn filled(width: usize, height: usize, colour: [u8; 3]) -> Self {
        Self { width, height, pixels: colour.repeat(width * height) }
    }

    /// White where a mask is true, row by row, black elsewhere.
    pub fn of_mask(width: usize, height: usize, mask: impl IntoIterator<Item = bool>) -> Self {
        let pixels = mask.into_iter().flat_map(|inside| [if inside { u8::MAX } else { 0 }; 3]).collect();
        Self { width, height, pixels }
    }

    /// The colour of a pixel.
    pub fn pixel(&self, x: usize, y: usize) -> [u8; 3] {
        let at = (y * self.width + x) * 3;
        [self.pixels[at], self.pixels[at + 1], self.pixels[at + 2]]
    }

    /// Left becomes right.
    pub fn mirrored(&self) -> Self {
        let mut mirrored = self.clone();
        for row in mirrored.pixels.chunks_exact_mut(self.width.max(1) * 3) {
            let pixels = row.as_chunks_mut::<3>().0;
            pixels.reverse();
        }
        mirrored
    }

    /// Lays a share (0 to 1) of a colour on a pixel.
    pub fn blend_pixel(&mut self, x: usize, y: usize, colour: [u8; 3], share: f32) {
        let mixed = colour::blend(self.pixel(x, y), colour, share);
        let at = (y * self.width + x) * 3;
        self.pixels[at..at + 3].copy_from_slice(&mixed);
    }

    /// Lays another picture on this one with its corner at `x`, `y`; what does not fit is cut off.
    pub fn draw(&mut self, other: &Self, x: isize, y: isize) {
        let span = |at: isize, length: usize, limit: usize| {
            let start = at.clamp(0, limit as isize);
            let end = at.saturating_add_unsigned(length).clamp(0, limit as isize);
            (start as usize, end as usize)
        };
        let (left, right) = span(x, other.width, self.width);
        let (top, bottom) = span(y, other.height, self.height);
        if left >= right {
            return;
        }
        for row in top..bottom {
            let from = ((row as isize - y) as usize * other.width + (left as isize - x) as usize) * 3;
            let to = (row * self.width + left) * 3;
            let length = (right - left) * 3;
            self.pixels[to..to + length].copy_from_slice(&other.pixels[from..from + length]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirrored_picture_reads_from_the_right_and_twice_is_the_picture() {
        let picture = Picture { width: 3, height: 2, pixels: (0..18).collect() };
        let mirrored = picture.mirrored();
        assert_eq!((mirrored.pixel(0, 0), mirrored.pixel(2, 1)), ([6, 7, 8], [9, 10, 11]));
        assert_eq!(mirrored.mirrored(), picture);
    }
}
