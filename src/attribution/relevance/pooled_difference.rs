//! A max pool under DeepLIFT's rescale rule, for a batch of the picture and its baseline: each window's difference goes to where
//! the larger of both maxima is, and counts there per difference of the input; where an input does not differ, the derivative
//! passes. Captum writes what windows that overlap place instead of adding it up: the last window counts.
//!
//! One walk over each channel's planes, without a tensor for each step.

use candle_core::{DType, Result, Tensor, WithDType};
use rayon::prelude::*;

use crate::network::{Device, operation::Evaluated, ops::MaxPool, with_slices};

/// A difference this small has no quotient.
pub const SMALL: f64 = 1e-10;

/// What comes back to the pool's input.
pub fn pooled(pool: &MaxPool, at: &Evaluated<'_>, coming: &Tensor, is_written: bool) -> Result<Tensor> {
    let input = &at.inputs[0];
    match input.dtype() {
        DType::F64 => Windows::of(pool, at, is_written)?.back::<f64>([input, at.output, coming]),
        _ => Windows::of(pool, at, is_written)?.back::<f32>([input, at.output, coming]),
    }
}

struct Windows<'a> {
    pool: &'a MaxPool,
    /// Rows and columns of an input plane.
    size: [usize; 2],
    /// Rows and columns of an output plane.
    count: [usize; 2],
    is_written: bool,
}

/// For each window of a row the largest value so far and where it lies, counted from 1; 0 where it has seen none.
struct Best<T> {
    values: Vec<T>,
    places: Vec<u32>,
}

impl<'a> Windows<'a> {
    fn of(pool: &'a MaxPool, at: &Evaluated<'_>, is_written: bool) -> Result<Self> {
        let ((batch, _, height, width), (_, _, rows, columns)) = (at.inputs[0].dims4()?, at.output.dims4()?);
        debug_assert_eq!(batch, 2);
        Ok(Self { pool, size: [height, width], count: [rows, columns], is_written })
    }

    fn back<T: WithDType>(&self, [input, output, coming]: [&Tensor; 3]) -> Result<Tensor> {
        let (area, windows) = (self.size[0] * self.size[1], self.count[0] * self.count[1]);
        let half = input.elem_count() / 2;
        let numbers = with_slices([input, output, coming], |[input, output, coming]: [&[T]; 3]| {
            let mut passing = vec![T::zero(); input.len()];
            let (own, other) = passing.split_at_mut(half);
            let planes = own.par_chunks_mut(area.max(1)).zip(other.par_chunks_mut(area.max(1))).enumerate();
            planes.for_each(|(plane, passing)| {
                let of = |numbers: &'_ [T], length: usize, item: usize| {
                    let start = item * numbers.len() / 2 + plane * length;
                    start..start + length
                };
                let pair = |numbers, length| [0, 1].map(|item| of(numbers, length, item));
                let inputs = pair(input, area).map(|range| &input[range]);
                let outputs = pair(output, windows).map(|range| &output[range]);
                let coming = pair(coming, windows).map(|range| &coming[range]);
                self.plane(inputs, outputs, coming, [passing.0, passing.1]);
            });
            passing
        })?;
        Tensor::from_vec(numbers, input.shape(), &Device::Cpu)?.to_dtype(input.dtype())?.to_device(input.device())
    }

    /// One channel of both items. `passing` starts with zeros and gets the derivative first.
    fn plane<T: WithDType>(&self, inputs: [&[T]; 2], outputs: [&[T]; 2], coming: [&[T]; 2], passing: [&mut [T]; 2]) {
        let mut placed = [(); 2].map(|()| vec![T::zero(); inputs[0].len()]);
        let [own, other] = passing;
        for (item, passing) in [&mut *own, &mut *other].into_iter().enumerate() {
            let best = &mut Best { values: vec![T::zero(); self.count[1]], places: vec![0; self.count[1]] };
            for row in 0..self.count[0] {
                self.largest(inputs[item], row, best);
                for (column, &place) in best.places.iter().enumerate() {
                    let Some(place) = (place as usize).checked_sub(1) else { continue };
                    let window = row * self.count[1] + column;
                    let (picture, baseline) = (outputs[0][window], outputs[1][window]);
                    let larger = if picture > baseline { picture } else { baseline };
                    let difference = if item == 0 { larger - baseline } else { picture - larger };
                    let share = coming[item][window] * difference;
                    if self.is_written {
                        placed[item][place] = share;
                    } else {
                        placed[item][place] += share;
                    }
                    passing[place] += coming[item][window];
                }
            }
        }
        let places = placed[0].iter().zip(&placed[1]).zip(inputs[0].iter().zip(inputs[1]));
        for (((&a, &b), (&picture, &baseline)), (own, other)) in places.zip(own.iter_mut().zip(other.iter_mut())) {
            let before = picture - baseline;
            if before.to_f64().abs() >= SMALL {
                let quotient = (a + b) / before;
                (*own, *other) = (quotient, quotient);
            }
        }
    }

    /// Where the first maximum of each window of a row lies, 1 for the first place of the plane; 0 for a window that sees
    /// padding alone. Tap by tap, so that neighbouring windows are compared side by side.
    fn largest<T: WithDType>(&self, input: &[T], row: usize, best: &mut Best<T>) {
        let MaxPool { kernel, stride, dilation, pads, .. } = self.pool;
        let [height, width] = self.size;
        best.places.fill(0);
        for tap in 0..kernel[0] {
            let Some(y) = (row * stride[0] + tap * dilation[0]).checked_sub(pads.top).filter(|&y| y < height) else { continue };
            let line = &input[y * width..][..width];
            for tap in 0..kernel[1] {
                let offset = tap * dilation[1];
                // Windows whose tap lies inside.
                let first = pads.left.saturating_sub(offset).div_ceil(stride[1]);
                let end = (width + pads.left).saturating_sub(offset).div_ceil(stride[1]).min(self.count[1]);
                if first >= end {
                    continue;
                }
                let start = first * stride[1] + offset - pads.left;
                let windows = best.values[first..end].iter_mut().zip(&mut best.places[first..end]);
                let take = |(((value, place), &number), x): (((&mut T, &mut u32), &T), u32)| {
                    let is_larger = *place == 0 || number > *value;
                    *value = if is_larger { number } else { *value };
                    *place = if is_larger { x } else { *place };
                };
                let x = (y * width + start + 1) as u32;
                if stride[1] == 1 {
                    windows.zip(&line[start..]).zip(x..).for_each(take);
                } else {
                    let step = stride[1];
                    windows.zip(line[start..].iter().step_by(step)).zip((x..).step_by(step)).for_each(take);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::{
        operation::Operation as _,
        ops::{
            Pads,
            finite_difference::{Cases, flat},
        },
    };

    /// The rule, a tensor for each step.
    fn by_steps(pool: &MaxPool, at: &Evaluated<'_>, coming: &Tensor) -> Result<Tensor> {
        let halves = |value: &Tensor| Ok::<_, candle_core::Error>([value.narrow(0, 0, 1)?, value.narrow(0, 1, 1)?]);
        let twice = |value: Tensor| Tensor::cat(&[&value, &value], 0);
        let back = |coming: &Tensor| pool.gradient(at, coming, &[true])?.swap_remove(0).map_or_else(|| coming.zeros_like(), Ok);
        let ([own, other], [x, b]) = (halves(at.output)?, halves(&at.inputs[0])?);
        let larger = own.maximum(&other)?;
        let shares = (coming * Tensor::cat(&[(&larger - other)?, (own - &larger)?], 0)?)?;
        let [above, below] = halves(&back(&shares)?)?;
        let before = twice((x - b)?)?;
        let is_small = before.abs()?.lt(SMALL)?;
        let quotient = (twice((above + below)?)? / (&before + is_small.to_dtype(before.dtype())?)?)?;
        is_small.where_cond(&back(coming)?, &quotient)
    }

    #[test]
    fn one_walk_is_what_the_steps_make() -> Result<()> {
        let mut cases = Cases::new(8);
        for _ in 0..60 {
            let ([top, left], [bottom, right]) = (cases.pair(0, 1), cases.pair(0, 1));
            let (kernel, stride, dilation) = (cases.pair(2, 4), cases.pair(1, 3), cases.pair(1, 2));
            let pool = MaxPool { kernel, stride, dilation, pads: Pads { top, left, bottom, right }, ceil: cases.coin() };
            let dims = [2, cases.size(1, 3), cases.size(7, 10), cases.size(7, 10)];
            let mut numbers = flat(&cases.values(&dims));
            // Some inputs do not differ.
            let half = numbers.len() / 2;
            (0..half).step_by(3).for_each(|place| numbers[half + place] = numbers[place]);
            let x = Tensor::from_vec(numbers, &dims, &Device::Cpu)?;
            for x in [x.clone(), x.to_dtype(DType::F32)?] {
                let output = pool.forward(std::slice::from_ref(&x))?;
                let at = Evaluated { inputs: std::slice::from_ref(&x), output: &output };
                let coming = (output.sin()? + 0.3)?;
                let (found, expected) = (flat(&pooled(&pool, &at, &coming, false)?), flat(&by_steps(&pool, &at, &coming)?));
                let largest = expected.iter().fold(0.0f64, |largest, value| largest.max(value.abs()));
                let worst = found.iter().zip(&expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
                assert!(worst <= 2e-6 * largest, "{pool:?}: {worst} of {largest}");
            }
        }
        Ok(())
    }

    #[test]
    fn the_last_window_writes_and_all_add_up() -> Result<()> {
        let pool = MaxPool { kernel: [1, 2], stride: [1, 1], dilation: [1, 1], pads: Pads::all(0), ceil: false };
        let x = Tensor::new(&[0f64, 2.0, 0.0, 0.0, 1.0, 0.0], &Device::Cpu)?.reshape((2, 1, 1, 3))?;
        let output = pool.forward(std::slice::from_ref(&x))?;
        let at = Evaluated { inputs: std::slice::from_ref(&x), output: &output };
        let coming = Tensor::new(&[3f64, 5.0, 3.0, 5.0], &Device::Cpu)?.reshape((2, 1, 1, 2))?;
        assert_eq!(flat(&pooled(&pool, &at, &coming, false)?)[1], 8.0);
        assert_eq!(flat(&pooled(&pool, &at, &coming, true)?)[1], 5.0);
        Ok(())
    }
}
