//! Resampling of maps along given coordinates (bilinear, or nearest with whole coordinates) and its adjoint.

use super::{
    lanes::Lanes,
    layout::LANES,
    level::{Kernel, Level},
    maps::{Maps, MapsMut},
};

/// One output coordinate of an axis: a mixture of two input coordinates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// The first input coordinate.
    pub low: usize,
    /// The second; equal to the first for nearest neighbour.
    pub high: usize,
    /// The second's share, 0 to 1.
    pub share: f32,
}

/// Resizes `blocks` blocks of maps of `size` rows and columns to as many rows and columns as there are samples.
///
/// # Panics
/// If a buffer is too short or a sample lies outside of the input.
pub fn resize(
    samples: [&[Sample]; 2],
    size: [usize; 2],
    batch: usize,
    blocks: usize,
    input: Maps<'_>,
    output: MapsMut<'_>,
    level: Level,
) {
    let pixels = size[0] * size[1];
    input.check(batch, blocks, pixels);
    output.each_block(batch, blocks, samples[0].len() * samples[1].len(), |image, block, output| {
        let input = input.block(image, block, pixels);
        for (output, row) in output.chunks_mut(samples[1].len().max(1)).zip(samples[0]) {
            level.run(Forward { row, columns: samples[1], width: size[1], input, output });
        }
    });
}

struct Forward<'a> {
    row: &'a Sample,
    columns: &'a [Sample],
    width: usize,
    input: &'a [[f32; LANES]],
    output: &'a mut [[f32; LANES]],
}

impl Kernel for Forward<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        let upper = &self.input[self.row.low * self.width..][..self.width];
        let lower = &self.input[self.row.high * self.width..][..self.width];
        let down = V::splat(self.row.share);
        for (output, column) in self.output.iter_mut().zip(self.columns) {
            let left = mix(&upper[column.low], &lower[column.low], down);
            let right = mix(&upper[column.high], &lower[column.high], down);
            let value = right.subtract(left).multiply_add(V::splat(column.share), left);
            // SAFETY: a pixel is 16 values.
            unsafe { value.store(output.as_mut_ptr()) };
        }
    }
}

/// `(1 - share) * first + share * second`.
#[inline(always)]
fn mix<V: Lanes>(first: &[f32; LANES], second: &[f32; LANES], share: V) -> V {
    // SAFETY: a pixel is 16 values.
    let (first, second) = unsafe { (V::load(first.as_ptr()), V::load(second.as_ptr())) };
    second.subtract(first).multiply_add(share, first)
}

/// The input's gradient, added to what `result` holds.
///
/// # Panics
/// As for [`resize`].
pub fn resize_gradient(
    samples: [&[Sample]; 2],
    size: [usize; 2],
    batch: usize,
    blocks: usize,
    gradient: Maps<'_>,
    result: MapsMut<'_>,
    level: Level,
) {
    let pixels = samples[0].len() * samples[1].len();
    gradient.check(batch, blocks, pixels);
    result.each_block(batch, blocks, size[0] * size[1], |image, block, result| {
        level.run(Backward { samples, width: size[1], gradient: gradient.block(image, block, pixels), result });
    });
}

struct Backward<'a> {
    samples: [&'a [Sample]; 2],
    width: usize,
    gradient: &'a [[f32; LANES]],
    result: &'a mut [[f32; LANES]],
}

impl Kernel for Backward<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        let [rows, columns] = self.samples;
        for (row, gradient) in rows.iter().zip(self.gradient.chunks(columns.len().max(1))) {
            for (column, gradient) in columns.iter().zip(gradient) {
                // SAFETY: a pixel is 16 values.
                let gradient = unsafe { V::load(gradient.as_ptr()) };
                for (y, down) in [(row.low, 1.0 - row.share), (row.high, row.share)] {
                    for (x, across) in [(column.low, 1.0 - column.share), (column.high, column.share)] {
                        let result = &mut self.result[y * self.width + x];
                        // SAFETY: a pixel is 16 values.
                        unsafe {
                            let sum = gradient.multiply_add(V::splat(down * across), V::load(result.as_ptr()));
                            sum.store(result.as_mut_ptr());
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::reference::{Numbers, blocked, plain};

    #[test]
    fn mixes_neighbours_and_gradient_is_the_adjoint() {
        // Two pixels to four with half-pixel centres.
        let samples =
            [(0, 0, 0.0), (0, 1, 0.25), (0, 1, 0.75), (1, 1, 0.0)].map(|(low, high, share)| Sample { low, high, share });
        let values = blocked(&[0.0, 1.0, 2.0, 3.0], 1, 1, 4);
        let mut numbers = Numbers::new(6);
        let (x, g) = (numbers.many(2 * 20 * 4), numbers.many(2 * 20 * 16));
        let (x, g) = (blocked(&x, 2, 20, 4), blocked(&g, 2, 20, 16));
        for level in Level::available() {
            let mut found = vec![f32::NAN; 16 * 16];
            let maps = MapsMut::new(&mut found, 1, 0);
            resize([&samples, &samples], [2, 2], 1, 1, Maps::new(&values, 1, 0), maps, level);
            let found = plain(&found, 1, 1, 16);
            assert_eq!(found[..8], [0.0, 0.25, 0.75, 1.0, 0.5, 0.75, 1.25, 1.5]);

            let (mut y, mut back) = (vec![0.0; g.len()], vec![0.0; x.len()]);
            resize([&samples, &samples], [2, 2], 2, 2, Maps::new(&x, 2, 0), MapsMut::new(&mut y, 2, 0), level);
            resize_gradient([&samples, &samples], [2, 2], 2, 2, Maps::new(&g, 2, 0), MapsMut::new(&mut back, 2, 0), level);
            let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| f64::from(a * b)).sum::<f64>();
            assert!((dot(&y, &g) - dot(&x, &back)).abs() < 1e-4);
        }
    }
}
