//! Resizing pictures as Pillow's antialiased bilinear filter does; enlarging without a filter; cutting out.
//!
//! The filter is a triangle whose support grows with the factor of shrinking; weights are rounded to 22 fractional bits
//! and each of the two passes, first along rows and then along columns, rounds to 8 bits. Pictures that keep their aspect
//! come out equal to Pillow's; where the height shrinks much more than the width, Pillow 13 swaps the passes to save
//! time, and values differ by at most 1 of 255.

use std::ops::Range;

use rayon::prelude::*;

use super::Picture;

/// Fractional bits of the integer weights: 8 bits of pixel and 2 of headroom fit beside them.
const FRACTION_BITS: u32 = 22;

/// The input pixels that one output pixel is mixed from.
struct Window {
    start: usize,
    weights: Vec<i32>,
}

/// The windows of the output positions `wanted`, when `from` pixels become `to`.
fn windows(from: usize, to: usize, wanted: Range<usize>) -> Vec<Window> {
    if from == to {
        return wanted.map(|position| Window { start: position, weights: vec![1 << FRACTION_BITS] }).collect();
    }
    let scale = from as f64 / to as f64;
    let support = scale.max(1.0);
    let window = |position: usize| {
        let centre = (position as f64 + 0.5) * scale;
        let start = (centre - support + 0.5).max(0.0) as usize;
        let end = ((centre + support + 0.5) as usize).min(from);
        let triangle = |input: usize| (1.0 - ((input as f64 - centre + 0.5) * (1.0 / support)).abs()).max(0.0);
        let sum: f64 = (start..end).map(triangle).sum();
        let fixed = |input: usize| (triangle(input) / sum * f64::from(1 << FRACTION_BITS) + 0.5) as i32;
        Window { start, weights: (start..end).map(fixed).collect() }
    };
    wanted.map(window).collect()
}

/// What sums of weighted bytes begin with, so that they are rounded and not cut off.
const HALF: i32 = 1 << (FRACTION_BITS - 1);

/// A sum of weighted bytes as a byte.
fn rounded(sum: i32) -> u8 {
    (sum >> FRACTION_BITS).clamp(0, 255) as u8
}

impl Picture {
    /// Resizes with a triangle filter whose support grows when shrinking: Pillow's antialiased bilinear, within 1/255.
    pub fn resized(&self, width: usize, height: usize) -> Self {
        self.resized_part([width, height], 0, 0, width, height)
    }

    /// Resizes to `size` (columns, rows) and cuts a box out, as [`Self::resized`] and [`Self::cropped`] would, but computes
    /// only what is kept: of a strip one pixel wide little is, however long it becomes.
    pub fn resized_part(&self, size: [usize; 2], x: isize, y: isize, width: usize, height: usize) -> Self {
        let size = size.map(|side| side.max(1));
        let inside = |start: isize, length: usize, limit: usize| {
            let end = start.saturating_add_unsigned(length).clamp(0, limit as isize) as usize;
            (start.clamp(0, limit as isize) as usize).min(end)..end
        };
        let (columns, rows) = (inside(x, width, size[0]), inside(y, height, size[1]));
        let mut part = Self::filled(width, height, [0; 3]);
        if columns.is_empty() || rows.is_empty() {
            return part;
        }
        let corner = [columns.start as isize - x, rows.start as isize - y];
        let down = windows(self.height, size[1], rows);
        let first = down.first().map_or(0, |window| window.start);
        let last = down.iter().map(|window| window.start + window.weights.len()).max().unwrap_or(first);
        let across = self.mixed_across(&windows(self.width, size[0], columns), first..last);
        part.draw(&across.mixed_down(&down, first), corner[0], corner[1]);
        part
    }

    /// The pass along rows, for some of the rows.
    fn mixed_across(&self, windows: &[Window], rows: Range<usize>) -> Self {
        let row = self.width * 3;
        let mut pixels = vec![0; windows.len() * rows.len() * 3];
        let input = &self.pixels[rows.start * row..rows.end * row];
        pixels.par_chunks_exact_mut(windows.len() * 3).zip(input.par_chunks_exact(row)).for_each(|(to, from)| {
            let from = from.as_chunks::<3>().0;
            for (pixel, window) in to.as_chunks_mut::<3>().0.iter_mut().zip(windows) {
                let mut sums = [HALF; 3];
                for (weight, colour) in window.weights.iter().zip(&from[window.start..]) {
                    for (sum, byte) in sums.iter_mut().zip(colour) {
                        *sum += weight * i32::from(*byte);
                    }
                }
                *pixel = sums.map(rounded);
            }
        });
        Self { width: windows.len(), height: rows.len(), pixels }
    }

    /// The pass along columns; this picture's first row is row `first` of the windows.
    fn mixed_down(&self, windows: &[Window], first: usize) -> Self {
        let row = self.width * 3;
        let mut pixels = vec![0; row * windows.len()];
        // Whole rows are added up, so that neighbours share vector instructions.
        pixels.par_chunks_exact_mut(row).zip(windows).for_each_init(Vec::new, |sums: &mut Vec<i32>, (to, window)| {
            sums.clear();
            sums.resize(row, HALF);
            for (weight, from) in window.weights.iter().zip(self.pixels.chunks_exact(row).skip(window.start - first)) {
                for (sum, byte) in sums.iter_mut().zip(from) {
                    *sum += weight * i32::from(*byte);
                }
            }
            for (byte, sum) in to.iter_mut().zip(sums) {
                *byte = rounded(*sum);
            }
        });
        Self { width: self.width, height: windows.len(), pixels }
    }

    /// Every pixel as a block of `factor` x `factor` pixels.
    pub fn enlarged(&self, factor: usize) -> Self {
        let factor = factor.max(1);
        let mut pixels = Vec::with_capacity(self.pixels.len() * factor * factor);
        for row in self.pixels.chunks_exact(self.width * 3) {
            let wide: Vec<u8> = row.chunks_exact(3).flat_map(|pixel| pixel.repeat(factor)).collect();
            for _ in 0..factor {
                pixels.extend_from_slice(&wide);
            }
        }
        Self { width: self.width * factor, height: self.height * factor, pixels }
    }

    /// Cuts a box out; parts outside the picture are black.
    pub fn cropped(&self, x: isize, y: isize, width: usize, height: usize) -> Self {
        let mut cut = Self::filled(width, height, [0; 3]);
        cut.draw(self, -x, -y);
        cut
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(width: usize, height: usize) -> Picture {
        Picture { width, height, pixels: (0..width * height * 3).map(|index| (index * index * 31 % 251) as u8).collect() }
    }

    #[test]
    fn a_part_is_what_cropping_leaves() {
        let picture = noise(41, 29);
        for (size, x, y, width, height) in [
            ([20, 10], 3, 2, 9, 5),
            ([80, 29], -4, 7, 90, 40),
            ([41, 29], 5, 5, 7, 7),
            ([10, 50], 10, 0, 5, 5),
            ([9, 9], -20, 0, 5, 5),
        ] {
            let expected = picture.resized(size[0], size[1]).cropped(x, y, width, height);
            assert_eq!(picture.resized_part(size, x, y, width, height), expected, "{size:?}");
        }
    }

    #[test]
    fn a_strip_that_would_become_huge_costs_nothing() {
        let strip = noise(1, 60_000);
        let part = strip.resized_part([256, 256 * 60_000], 16, 7_679_888, 224, 224);
        assert_eq!((part.width, part.height), (224, 224));
    }

    #[test]
    fn the_same_size_is_the_same_picture() {
        let picture = noise(13, 7);
        assert_eq!(picture.resized(13, 7), picture);
        assert_eq!(picture.enlarged(3).resized(13, 7).width, 13);
    }
}
