//! One number out of many along axes: global pools, means, sums.

use std::ops::Range;

use candle_core::{Result, Tensor};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::common::{from_numbers, only, total};

/// Reduces over axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Reduce {
    /// Which number.
    pub kind: ReduceKind,
    /// Over which axes.
    pub axes: Vec<usize>,
    /// Whether the axes stay, with size 1.
    pub keep: bool,
}

/// What [`Reduce`] computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReduceKind {
    /// The mean.
    Mean,
    /// The sum.
    Sum,
    /// The largest; the first one takes the gradient.
    Maximum,
    /// The smallest; the first one takes the gradient.
    Minimum,
    /// The square root of the sum of squares.
    EuclideanNorm,
}

impl Reduce {
    /// The shape with every reduced axis kept, of size 1.
    fn kept(&self, input: &[usize]) -> Vec<usize> {
        input.iter().enumerate().map(|(axis, &size)| if self.axes.contains(&axis) { 1 } else { size }).collect()
    }

    /// The largest (or smallest) number over the axes, which are kept.
    fn extreme(&self, x: &Tensor) -> Result<Tensor> {
        self.axes.iter().try_fold(x.clone(), |x, &axis| match self.kind {
            ReduceKind::Maximum => x.max_keepdim(axis),
            _ => x.min_keepdim(axis),
        })
    }

    /// 1 at the first position (in reading order) that holds the extreme number, 0 elsewhere.
    fn first_extreme(&self, x: &Tensor, extreme: &Tensor) -> Result<Tensor> {
        let mut order = Tensor::zeros(1, x.dtype(), x.device())?;
        let mut total = 1;
        for (axis, &size) in x.dims().iter().enumerate().rev().filter(|(axis, _)| self.axes.contains(axis)) {
            let mut dims = vec![1; x.rank()];
            dims[axis] = size;
            let numbers = (0..size).map(|index| (index * total) as f64).collect();
            order = order.broadcast_add(&from_numbers(numbers, &dims, x)?)?;
            total *= size;
        }
        let order = order.broadcast_as(x.shape())?.contiguous()?;
        let last = order.ones_like()?.affine(total as f64, 0.0)?;
        let candidates = x.broadcast_eq(extreme)?.where_cond(&order, &last)?;
        let first = self.axes.iter().try_fold(candidates.clone(), |order, &axis| order.min_keepdim(axis))?;
        candidates.broadcast_eq(&first)?.to_dtype(x.dtype())
    }
}

impl Operation for Reduce {
    fn name(&self) -> &'static str {
        match self.kind {
            ReduceKind::Mean => "Mean",
            ReduceKind::Sum => "Sum",
            ReduceKind::Maximum => "Maximum over axes",
            ReduceKind::Minimum => "Minimum over axes",
            ReduceKind::EuclideanNorm => "Euclidean norm",
        }
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        let shape = only(inputs)?;
        if let Some(axis) = self.axes.iter().find(|&&axis| axis >= shape.len()) {
            return Err(format!("axis {axis} does not exist"));
        }
        if self.keep {
            return Ok(self.kept(shape));
        }
        Ok(shape.iter().enumerate().filter(|(axis, _)| !self.axes.contains(axis)).map(|(_, &size)| size).collect())
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        let x = &inputs[0];
        let kept = match self.kind {
            ReduceKind::Mean => x.mean_keepdim(self.axes.clone())?,
            ReduceKind::Sum => x.sum_keepdim(self.axes.clone())?,
            ReduceKind::Maximum | ReduceKind::Minimum => self.extreme(x)?,
            ReduceKind::EuclideanNorm => x.sqr()?.sum_keepdim(self.axes.clone())?.sqrt()?,
        };
        let shape = self.shape(&[x.dims()]).map_err(candle_core::Error::msg)?;
        kept.reshape(shape)
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        if !wanted[0] {
            return Ok(vec![None]);
        }
        let x = &at.inputs[0];
        let kept = self.kept(x.dims());
        let gradient = gradient.contiguous()?.reshape(kept.clone())?.broadcast_as(x.shape())?;
        let output = at.output.reshape(kept)?;
        let to_input = match self.kind {
            ReduceKind::Sum => gradient.contiguous(),
            ReduceKind::Mean => gradient.affine(1.0 / (x.elem_count() / output.elem_count()) as f64, 0.0),
            ReduceKind::Maximum | ReduceKind::Minimum => gradient * self.first_extreme(x, &output)?,
            ReduceKind::EuclideanNorm => {
                // As in PyTorch, the gradient at a norm of 0 is 0.
                let zero = output.eq(0.0)?.to_dtype(x.dtype())?;
                gradient * x.broadcast_div(&(output + zero)?)?
            }
        };
        Ok(vec![Some(to_input?)])
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        let x = &at.inputs[0];
        let sum = |value: Tensor| value.sum_keepdim(self.axes.clone())?.reshape(at.output.shape());
        total(tangents, at.output, |(_, tangent)| match self.kind {
            ReduceKind::Sum | ReduceKind::Mean => self.forward(std::slice::from_ref(tangent)),
            ReduceKind::Maximum | ReduceKind::Minimum => {
                sum((tangent * self.first_extreme(x, &at.output.reshape(self.kept(x.dims()))?)?)?)
            }
            ReduceKind::EuclideanNorm => {
                let zero = at.output.eq(0.0)?.to_dtype(x.dtype())?;
                sum((tangent * x)?)? / (at.output + zero)?
            }
        })
    }

    fn sees(&self, _index: usize, region: &[Range<isize>], inputs: &[&[usize]], _output: &[usize]) -> Region {
        let mut others = region.iter();
        let axis = |(axis, &size): (usize, &usize)| {
            let reduced = self.axes.contains(&axis);
            let own = if reduced && !self.keep { None } else { others.next() };
            match own {
                Some(own) if !reduced => own.clone(),
                _ => 0..size as isize,
            }
        };
        inputs[0].iter().enumerate().map(axis).collect()
    }
}

#[cfg(test)]
mod tests {
    use candle_core::Device;

    use super::{
        super::finite_difference::{Cases, flat},
        *,
    };

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(17);
        let kinds = [ReduceKind::Mean, ReduceKind::Sum, ReduceKind::Maximum, ReduceKind::Minimum, ReduceKind::EuclideanNorm];
        for kind in kinds {
            for axes in [vec![2, 3], vec![1], vec![3, 1], vec![0, 1, 2, 3]] {
                let x = cases.values(&[2, 3, 4, 2]);
                let keep = cases.coin();
                cases.check(&Reduce { kind, axes, keep }, &[x]);
            }
        }
    }

    #[test]
    fn the_first_of_equal_maxima_takes_the_gradient() -> Result<()> {
        let reduce = Reduce { kind: ReduceKind::Maximum, axes: vec![2, 3], keep: false };
        let inputs = [Tensor::new(&[[[[1f32, 2.0], [2.0, 2.0]]]], &Device::Cpu)?];
        let output = reduce.forward(&inputs)?;
        let at = Evaluated { inputs: &inputs, output: &output };
        let gradient = reduce.gradient(&at, &output.ones_like()?, &[true])?.swap_remove(0).expect("a gradient");
        assert_eq!(flat(&gradient), [0.0, 1.0, 0.0, 0.0]);
        Ok(())
    }
}
