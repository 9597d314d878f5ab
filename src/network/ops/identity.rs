//! The value itself: Dropout while predicting, Identity, casts.

use std::ops::Range;

use candle_core::Tensor;

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::common::only;

/// Passes its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity;

impl Operation for Identity {
    fn name(&self) -> &'static str {
        "Identity"
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        Ok(only(inputs)?.to_vec())
    }

    fn forward(&self, inputs: &[Tensor]) -> candle_core::Result<Tensor> {
        Ok(inputs[0].clone())
    }

    fn gradient(&self, _at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> candle_core::Result<Vec<Option<Tensor>>> {
        Ok(vec![wanted[0].then(|| gradient.clone())])
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> candle_core::Result<Tensor> {
        tangents.first().cloned().flatten().map_or_else(|| at.output.zeros_like(), Ok)
    }

    fn sees(&self, _index: usize, region: &[Range<isize>], _inputs: &[&[usize]], _output: &[usize]) -> Region {
        region.to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::finite_difference::Cases, *};

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(21);
        let x = cases.values(&[2, 3]);
        cases.check(&Identity, &[x]);
    }
}
