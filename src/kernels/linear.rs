//! Fully connected layers, plain `N x I` to `N x O`, on weights as they lie in the model (`O x I`): they are bound by reading
//! the weights once, so that packing them would only double the memory.

use std::ops::Range;

use super::{
    lanes::Lanes,
    layout::LANES,
    level::{Kernel, Level},
    parallel,
    shared::Shared,
};

/// Output rows of one task.
const ROWS: usize = 64;
/// Input values whose weights and activations stay in the cache while rows and images meet.
const DEPTH: usize = 2048;

/// `output = weights * input + bias` for each image; `bias` may be empty.
///
/// # Panics
/// If the lengths do not fit together.
pub fn linear(weights: &[f32], bias: &[f32], batch: usize, input: &[f32], output: &mut [f32], level: Level) {
    if batch == 0 || output.is_empty() {
        return;
    }
    let (inputs, outputs) = (input.len() / batch, output.len() / batch);
    assert_eq!(weights.len(), inputs * outputs, "weights of {inputs} inputs and {outputs} outputs");
    assert!(bias.is_empty() || bias.len() == outputs, "a bias of {outputs} values");
    let rows = ROWS.min(outputs.div_ceil(4 * rayon::current_num_threads()).next_multiple_of(4));
    let output = Shared::new(output);
    parallel::each(outputs.div_ceil(rows), |task| {
        let rows = task * rows..((task + 1) * rows).min(outputs);
        level.run(Rows { weights, bias, batch, inputs, outputs, input, output, rows });
    });
}

struct Rows<'a> {
    weights: &'a [f32],
    bias: &'a [f32],
    batch: usize,
    inputs: usize,
    outputs: usize,
    input: &'a [f32],
    output: Shared<'a, f32>,
    rows: Range<usize>,
}

impl Kernel for Rows<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        for image in 0..self.batch {
            for row in self.rows.clone() {
                // SAFETY: rows are this task's alone, and inside of the output.
                unsafe { *self.at(image, row) = self.bias.get(row).copied().unwrap_or(0.0) };
            }
        }
        // One image is bound by memory: all of a row at once keeps the reads sequential.
        let depth = if self.batch == 1 { self.inputs } else { DEPTH };
        for start in (0..self.inputs).step_by(depth.max(1)) {
            let depth = start..(start + depth).min(self.inputs);
            let mut image = 0;
            while image < self.batch {
                if BLOCKS > 1 && image + 4 <= self.batch {
                    self.rows::<V, 4, 4>(image, &depth);
                    image += 4;
                } else if image + 2 <= self.batch {
                    self.rows::<V, 2, 2>(image, &depth);
                    image += 2;
                } else {
                    self.rows::<V, 4, 1>(image, &depth);
                    image += 1;
                }
            }
        }
    }
}

impl Rows<'_> {
    fn at(&self, image: usize, row: usize) -> *mut f32 {
        self.output.start().wrapping_add(image * self.outputs + row)
    }

    #[inline(always)]
    fn rows<V: Lanes, const MANY: usize, const IMAGES: usize>(&self, image: usize, depth: &Range<usize>) {
        let mut row = self.rows.start;
        while row + MANY <= self.rows.end {
            self.dots::<V, MANY, IMAGES>(row, image, depth);
            row += MANY;
        }
        for row in row..self.rows.end {
            self.dots::<V, 1, IMAGES>(row, image, depth);
        }
    }

    /// Adds the products of some rows and images over a range of inputs.
    #[inline(always)]
    fn dots<V: Lanes, const MANY: usize, const IMAGES: usize>(&self, row: usize, image: usize, depth: &Range<usize>) {
        let weights: [&[f32]; MANY] = std::array::from_fn(|index| &self.weights[(row + index) * self.inputs..][depth.clone()]);
        let inputs: [&[f32]; IMAGES] = std::array::from_fn(|index| &self.input[(image + index) * self.inputs..][depth.clone()]);
        let whole = depth.len() / LANES * LANES;
        let mut sums = [[V::splat(0.0); IMAGES]; MANY];
        for start in (0..whole).step_by(LANES) {
            // SAFETY: `whole` values of each slice are read, 16 at a time.
            let inputs: [V; IMAGES] = std::array::from_fn(|index| unsafe { V::load(inputs[index].as_ptr().add(start)) });
            for (sums, weights) in sums.iter_mut().zip(&weights) {
                // SAFETY: as above.
                let weight = unsafe { V::load(weights.as_ptr().add(start)) };
                for (sum, input) in sums.iter_mut().zip(inputs) {
                    *sum = input.multiply_add(weight, *sum);
                }
            }
        }
        for (down, sums) in sums.iter().enumerate() {
            for (across, sum) in sums.iter().enumerate() {
                let rest: f32 = weights[down][whole..].iter().zip(&inputs[across][whole..]).map(|(a, b)| a * b).sum();
                // SAFETY: rows are this task's alone, and inside of the output.
                unsafe { *self.at(image + across, row + down) += sum.sum() + rest };
            }
        }
    }
}

/// `result = weights^T * gradient` for each image.
///
/// Outputs whose gradient is 0 in every image are skipped: the gradient of one class reads one row.
///
/// # Panics
/// If the lengths do not fit together.
pub fn linear_input_gradient(weights: &[f32], batch: usize, gradient: &[f32], result: &mut [f32], level: Level) {
    if batch == 0 || result.is_empty() {
        return;
    }
    let (inputs, outputs) = (result.len() / batch, gradient.len() / batch);
    assert_eq!(weights.len(), inputs * outputs, "weights of {inputs} inputs and {outputs} outputs");
    let columns = inputs.div_ceil(4 * rayon::current_num_threads()).next_multiple_of(LANES).clamp(256, 4096);
    let result = Shared::new(result);
    parallel::each(inputs.div_ceil(columns), |task| {
        let columns = task * columns..((task + 1) * columns).min(inputs);
        level.run(Columns { weights, batch, inputs, outputs, gradient, result, columns });
    });
}

struct Columns<'a> {
    weights: &'a [f32],
    batch: usize,
    inputs: usize,
    outputs: usize,
    gradient: &'a [f32],
    result: Shared<'a, f32>,
    columns: Range<usize>,
}

impl Kernel for Columns<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        for image in 0..self.batch {
            self.part(image).fill(0.0);
        }
        let mut rows = [0; 4];
        let mut count = 0;
        for row in 0..self.outputs {
            if (0..self.batch).any(|image| self.gradient[image * self.outputs + row] != 0.0) {
                rows[count] = row;
                count += 1;
            }
            if count == rows.len() {
                self.add::<V, 4>(rows);
                count = 0;
            }
        }
        for row in &rows[..count] {
            self.add::<V, 1>([*row]);
        }
    }
}

impl Columns<'_> {
    #[expect(clippy::mut_from_ref, reason = "tasks differ in columns, and a task holds one part at a time")]
    fn part(&self, image: usize) -> &mut [f32] {
        let start = self.result.start().wrapping_add(image * self.inputs + self.columns.start);
        // SAFETY: inside of the result; the columns are this task's alone.
        unsafe { std::slice::from_raw_parts_mut(start, self.columns.len()) }
    }

    /// Adds some rows of weights, each times its gradient.
    #[inline(always)]
    fn add<V: Lanes, const ROWS: usize>(&self, rows: [usize; ROWS]) {
        let weights = rows.map(|row| &self.weights[row * self.inputs..][self.columns.clone()]);
        for image in 0..self.batch {
            let factors = rows.map(|row| self.gradient[image * self.outputs + row]);
            let result = self.part(image);
            let whole = result.len() / LANES * LANES;
            for start in (0..whole).step_by(LANES) {
                // SAFETY: `whole` values of each slice are read and written, 16 at a time.
                unsafe {
                    let mut sum = V::load(result.as_ptr().add(start));
                    for (weights, factor) in weights.iter().zip(factors) {
                        sum = V::load(weights.as_ptr().add(start)).multiply_add(V::splat(factor), sum);
                    }
                    sum.store(result.as_mut_ptr().add(start));
                }
            }
            for index in whole..result.len() {
                for (weights, factor) in weights.iter().zip(factors) {
                    result[index] += weights[index] * factor;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::reference::{Numbers, assert_close};

    #[test]
    fn products_and_their_adjoint() {
        let mut numbers = Numbers::new(2);
        for (batch, inputs, outputs) in [(1, 5, 3), (1, 4099, 70), (2, 64, 10), (3, 2050, 9), (7, 100, 33), (1, 16, 1)] {
            let (weights, bias) = (numbers.many(inputs * outputs), numbers.many(outputs));
            let (input, mut gradient) = (numbers.many(batch * inputs), numbers.many(batch * outputs));
            for row in (0..outputs).step_by(3) {
                (0..batch).for_each(|image| gradient[image * outputs + row] = 0.0);
            }
            let mut expected: Vec<f64> = (0..batch * outputs).map(|index| f64::from(bias[index % outputs])).collect();
            let mut expected_gradient = vec![0.0; batch * inputs];
            for image in 0..batch {
                for row in 0..outputs {
                    for column in 0..inputs {
                        let weight = f64::from(weights[row * inputs + column]);
                        expected[image * outputs + row] += weight * f64::from(input[image * inputs + column]);
                        expected_gradient[image * inputs + column] += weight * f64::from(gradient[image * outputs + row]);
                    }
                }
            }
            for level in Level::available() {
                let mut found = vec![f32::NAN; batch * outputs];
                linear(&weights, &bias, batch, &input, &mut found, level);
                assert_close(&found, &expected, 1e-5, level.name());
                let mut found = vec![f32::NAN; batch * inputs];
                linear_input_gradient(&weights, batch, &gradient, &mut found, level);
                assert_close(&found, &expected_gradient, 1e-5, level.name());
            }
        }
    }
}
