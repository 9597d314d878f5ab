//! Resizing pictures as Pillow's antialiased bilinear filter does; enlarging without a filter; cutting out.
//!
//! The filter is a triangle whose support grows with the factor of shrinking; weights are rounded to 22 fractional bits
//! and each of the two passes, first along rows and then along columns, rounds to 8 bits. Pictures that keep their aspect
//! come out equal to Pillow's; where the height shrinks much more than the width, Pillow 13 swaps the passes to save
//! time, and values differ by at most 1 of 255.

use rayon::prelude::*;

use super::Picture;

/// Fractional bits of the integer weights: 8 bits of pixel and 2 of headroom fit beside them.
const FRACTION_BITS: u32 = 22;

/// The input pixels that one output pixel is mixed from.
struct Window {
    start: usize,
    weights: Vec<i32>,
}

fn windows(from: usize, to: usize) -> Vec<Window> {
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
    (0..to).map(window).collect()
}

/// Mixes pixels that lie `stride` bytes apart, beginning at `first`.
fn mix(bytes: &[u8], first: usize, stride: usize, weights: &[i32]) -> u8 {
    let mut sum = 1 << (FRACTION_BITS - 1);
    for (weight, byte) in weights.iter().zip(bytes[first..].iter().step_by(stride)) {
        sum += weight * i32::from(*byte);
    }
    (sum >> FRACTION_BITS).clamp(0, 255) as u8
}

impl Picture {
    /// Resizes with a triangle filter whose support grows when shrinking: Pillow's antialiased bilinear, within 1/255.
    pub fn resized(&self, width: usize, height: usize) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        let across = if width == self.width { self.clone() } else { self.resized_across(width) };
        if height == self.height { across } else { across.resized_down(height) }
    }

    fn resized_across(&self, width: usize) -> Self {
        let windows = windows(self.width, width);
        let mut pixels = vec![0; width * self.height * 3];
        pixels.par_chunks_exact_mut(width * 3).zip(self.pixels.par_chunks_exact(self.width * 3)).for_each(|(to, from)| {
            for (pixel, window) in to.chunks_exact_mut(3).zip(&windows) {
                for (channel, value) in pixel.iter_mut().enumerate() {
                    *value = mix(from, window.start * 3 + channel, 3, &window.weights);
                }
            }
        });
        Self { width, height: self.height, pixels }
    }

    fn resized_down(&self, height: usize) -> Self {
        let row = self.width * 3;
        let mut pixels = vec![0; row * height];
        pixels.par_chunks_exact_mut(row).zip(windows(self.height, height)).for_each(|(to, window)| {
            for (column, value) in to.iter_mut().enumerate() {
                *value = mix(&self.pixels, window.start * row + column, row, &window.weights);
            }
        });
        Self { width: self.width, height, pixels }
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
