//! Padding as a step of its own.

use std::ops::Range;

use candle_core::{Device, Result, Tensor};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::{
    common::{only, total},
    windows::fit,
};

/// Adds values around a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Pad {
    /// How many before and after, one pair per axis.
    pub amounts: Vec<[usize; 2]>,
    /// What is added.
    pub mode: PadMode,
}

/// What [`Pad`] adds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PadMode {
    /// This number.
    Constant(f64),
    /// The mirror image, without the border itself.
    Reflect,
    /// The border, repeated.
    Edge,
}

impl Pad {
    /// Axes that grow, with how many before and after.
    pub(crate) fn grown(&self) -> impl Iterator<Item = (usize, [usize; 2])> {
        self.amounts.iter().copied().enumerate().filter(|(_, amounts)| *amounts != [0, 0])
    }

    /// For every position of the padded axis, the position it repeats.
    pub(crate) fn sources(&self, size: usize, [before, after]: [usize; 2]) -> Vec<usize> {
        let last = size as isize - 1;
        let source = |position: usize| {
            let position = position as isize - before as isize;
            match self.mode {
                PadMode::Reflect if position < 0 => -position,
                PadMode::Reflect if position > last => 2 * last - position,
                _ => position.clamp(0, last),
            }
        };
        (0..before + size + after).map(|position| source(position) as usize).collect()
    }

    fn source_indices(&self, size: usize, amounts: [usize; 2], device: &Device) -> Result<Tensor> {
        let indices: Vec<u32> = self.sources(size, amounts).into_iter().map(|index| index as u32).collect();
        Tensor::new(indices, device)
    }
}

impl Operation for Pad {
    fn name(&self) -> &'static str {
        "Pad"
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        let shape = only(inputs)?;
        if self.amounts.len() != shape.len() {
            return Err(format!("amounts for {} axes are needed, not {}", shape.len(), self.amounts.len()));
        }
        let grow = |(&size, &[before, after]): (&usize, &[usize; 2])| {
            let too_far = match self.mode {
                PadMode::Constant(_) => false,
                PadMode::Edge => size == 0,
                PadMode::Reflect => before.max(after) >= size.max(1),
            };
            if too_far {
                return Err(format!("an axis of {size} cannot be continued by {before} and {after}"));
            }
            before.checked_add(after).and_then(|more| more.checked_add(size)).ok_or_else(|| "too much padding".to_owned())
        };
        shape.iter().zip(&self.amounts).map(grow).collect()
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        self.grown().try_fold(inputs[0].contiguous()?, |x, (axis, amounts)| match self.mode {
            PadMode::Constant(number) => fit(&x, axis, amounts[0] as isize, amounts[1] as isize, number),
            _ => x.contiguous()?.index_select(&self.source_indices(x.dim(axis)?, amounts, x.device())?, axis),
        })
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        if !wanted[0] {
            return Ok(vec![None]);
        }
        let mut to_input = gradient.contiguous()?;
        for (axis, amounts) in self.grown() {
            let size = at.inputs[0].dim(axis)?;
            to_input = match self.mode {
                PadMode::Constant(_) => to_input.narrow(axis, amounts[0], size)?.contiguous()?,
                _ => {
                    let mut dims = to_input.dims().to_vec();
                    dims[axis] = size;
                    let zeros = Tensor::zeros(dims, to_input.dtype(), to_input.device())?;
                    zeros.index_add(&self.source_indices(size, amounts, to_input.device())?, &to_input, axis)?
                }
            };
        }
        Ok(vec![Some(to_input)])
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        let mode = if let PadMode::Constant(_) = self.mode { PadMode::Constant(0.0) } else { self.mode };
        let linear = Self { amounts: self.amounts.clone(), mode };
        total(tangents, at.output, |(_, tangent)| linear.forward(std::slice::from_ref(tangent)))
    }

    fn sees(&self, _index: usize, region: &[Range<isize>], inputs: &[&[usize]], _output: &[usize]) -> Region {
        let axis = |(axis, own): (usize, &Range<isize>)| {
            let (size, amounts) = (inputs[0][axis], self.amounts[axis]);
            let before = amounts[0] as isize;
            if amounts == [0, 0] || matches!(self.mode, PadMode::Constant(_)) {
                return own.start - before..own.end - before;
            }
            let sources = self.sources(size, amounts);
            let last = sources.len() as isize - 1;
            let (first, last) = (own.start.clamp(0, last) as usize, (own.end - 1).clamp(0, last) as usize);
            let start = sources[first..=last].iter().min().copied().unwrap_or(0);
            let end = sources[first..=last].iter().max().map_or(size, |largest| largest + 1);
            start as isize..end as isize
        };
        region.iter().enumerate().map(axis).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::finite_difference::Cases, *};

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(19);
        for mode in [PadMode::Constant(0.0), PadMode::Constant(-1.5), PadMode::Reflect, PadMode::Edge] {
            for _ in 0..5 {
                let x = cases.values(&[2, 2, 4, 5]);
                let amounts = vec![[0, 0], cases.pair(0, 1), cases.pair(0, 3), cases.pair(0, 4)];
                cases.check(&Pad { amounts, mode }, &[x]);
            }
        }
    }

    #[test]
    fn reflection_leaves_the_border_out_and_cannot_go_beyond() -> Result<()> {
        let pad = |mode| Pad { amounts: vec![[2, 1]], mode };
        let x = Tensor::new(&[1f32, 2.0, 3.0], &Device::Cpu)?;
        assert_eq!(pad(PadMode::Reflect).forward(std::slice::from_ref(&x))?.to_vec1::<f32>()?, [3.0, 2.0, 1.0, 2.0, 3.0, 2.0]);
        assert_eq!(pad(PadMode::Edge).forward(&[x])?.to_vec1::<f32>()?, [1.0, 1.0, 1.0, 2.0, 3.0, 3.0]);
        assert!(pad(PadMode::Reflect).shape(&[&[2]]).is_err());
        Ok(())
    }
}
