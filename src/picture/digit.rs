//! Ink as MNIST centres it: the ink's box is scaled to 20 x 20 with its aspect preserved, and its centre of mass moved to the
//! middle of 28 x 28 (LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", 1998, III.A).
//!
//! How the original rounds was read off the 10,000 official test pictures: 9,997 boxes have a longer side of exactly 20, and
//! every centre of mass, counted in whole pixel numbers, lies in [13.5, 14.5): it is moved by whole pixels to pixel 14. Knows no
//! strokes.

use super::Picture;

/// Pixels of the side of an MNIST picture, and of the box that holds the ink.
const FIELD: usize = 28;
const BOX: usize = 20;

impl Picture {
    /// Bright ink on black (the red channel is taken) as a picture of `side` x `side` that is centred and scaled as MNIST's are,
    /// where `side` is 28; fields of other sizes have a box in proportion. Ink that the centre of mass would push over the edge
    /// is kept inside. Without ink, the picture is black.
    pub fn centred_as_mnist(&self, side: usize) -> Self {
        let mut field = Self::filled(side, side, [0; 3]);
        let Some([left, top, width, height]) = self.ink_box() else { return field };
        let inner = (side * BOX / FIELD).max(1);
        let longer = width.max(height);
        let scaled = |length: usize| ((length * inner) as f64 / longer as f64).round().max(1.0) as usize;
        let small = self.cropped(left as isize, top as isize, width, height).resized(scaled(width), scaled(height));
        let [x, y] = small.centre_of_mass();
        let middle = (side / 2) as f64;
        let corner =
            |centre: f64, length: usize| ((middle - 0.5 - centre).ceil() as isize).clamp(0, (side - length.min(side)) as isize);
        field.draw(&small, corner(x, small.width), corner(y, small.height));
        field
    }

    /// Left, top, width and height of what is not black in the red channel.
    fn ink_box(&self) -> Option<[usize; 4]> {
        let is_ink = |x: usize, y: usize| self.pixel(x, y)[0] > 0;
        let rows: Vec<usize> = (0..self.height).filter(|&y| (0..self.width).any(|x| is_ink(x, y))).collect();
        let columns: Vec<usize> = (0..self.width).filter(|&x| (0..self.height).any(|y| is_ink(x, y))).collect();
        let (&top, &bottom, &left, &right) = (rows.first()?, rows.last()?, columns.first()?, columns.last()?);
        Some([left, top, right - left + 1, bottom - top + 1])
    }

    /// The mean column and row of the red channel's brightness, as pixel numbers from 0.
    fn centre_of_mass(&self) -> [f64; 2] {
        let (mut sum, mut weighted) = (0.0, [0.0; 2]);
        for (place, pixel) in self.pixels.as_chunks::<3>().0.iter().enumerate() {
            let ink = f64::from(pixel[0]);
            sum += ink;
            weighted[0] += ink * (place % self.width) as f64;
            weighted[1] += ink * (place / self.width) as f64;
        }
        // Scaling may round the faintest ink to nothing; then the box's middle stands for it.
        if sum > 0.0 {
            weighted.map(|total| total / sum)
        } else {
            [(self.width - 1) as f64 / 2.0, (self.height - 1) as f64 / 2.0]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_ink_is_a_black_picture() {
        assert_eq!(Picture::filled(50, 40, [0; 3]).centred_as_mnist(28), Picture::filled(28, 28, [0; 3]));
    }

    #[test]
    fn a_square_fills_the_box_in_the_middle() {
        let mut ink = Picture::filled(100, 100, [0; 3]);
        ink.draw(&Picture::filled(40, 40, [255; 3]), 5, 55);
        let digit = ink.centred_as_mnist(28);
        // The centre of 20 pixels that begin at 4 is 13.5, the least that MNIST has.
        assert_eq!(digit.ink_box(), Some([4, 4, 20, 20]));
        assert_eq!(digit.pixel(4, 23), [255; 3]);
    }

    #[test]
    fn the_aspect_is_kept_and_lonely_ink_stays_inside() {
        let mut ink = Picture::filled(100, 100, [0; 3]);
        ink.draw(&Picture::filled(2, 80, [255; 3]), 3, 10);
        ink.draw(&Picture::filled(50, 8, [255; 3]), 3, 82);
        let digit = ink.centred_as_mnist(28);
        let [_, top, width, height] = digit.ink_box().unwrap();
        assert_eq!((width, height), (13, 20));
        assert_eq!(top, 0, "the heavy foot pulls the rest up to the edge and not over it");
        assert_eq!(ink.centred_as_mnist(14).ink_box().map(|[_, _, _, height]| height), Some(10));
    }
}
