//! Fully connected layers: `x W^T + b`.

use std::ops::Range;

use candle_core::{Result, Tensor};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::common::{sum_to, total, whole};

/// A fully connected layer over the last axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linear;

impl Operation for Linear {
    fn name(&self) -> &'static str {
        "Linear"
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        let [x, weight, bias @ ..] = inputs else {
            return Err("an input and a weight are needed".to_owned());
        };
        let &[outputs, features] = *weight else {
            return Err("a weight of outputs x inputs is needed".to_owned());
        };
        if x.len() < 2 || x.last() != Some(&features) {
            return Err(format!("the weight takes {features} numbers along the last axis"));
        }
        if bias.len() > 1 || bias.first().is_some_and(|&bias| bias != [outputs]) {
            return Err(format!("a bias of {outputs} numbers is needed"));
        }
        let mut shape = x[..x.len() - 1].to_vec();
        shape.push(outputs);
        Ok(shape)
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        let (x, weight) = (&inputs[0], &inputs[1]);
        let (outputs, features) = weight.dims2()?;
        let mut dims = x.dims().to_vec();
        dims[x.rank() - 1] = outputs;
        let product = x.contiguous()?.reshape(((), features))?.matmul(&weight.t()?)?.reshape(dims)?;
        match inputs.get(2) {
            Some(bias) => product.broadcast_add(bias),
            None => Ok(product),
        }
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        let (x, weight) = (&at.inputs[0], &at.inputs[1]);
        let (outputs, features) = weight.dims2()?;
        let rows = gradient.contiguous()?.reshape(((), outputs))?;
        let one = |index: usize| match index {
            0 => rows.matmul(&weight.contiguous()?)?.reshape(x.shape()),
            1 => rows.t()?.matmul(&x.contiguous()?.reshape(((), features))?),
            _ => sum_to(&rows, &[outputs]),
        };
        wanted.iter().enumerate().map(|(index, &wanted)| wanted.then(|| one(index)).transpose()).collect()
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        let (x, weight) = (&at.inputs[0], &at.inputs[1]);
        let part = |(index, tangent): (usize, &Tensor)| match index {
            0 => self.forward(&[tangent.clone(), weight.clone()]),
            1 => self.forward(&[x.clone(), tangent.clone()]),
            _ => Ok(tangent.clone()),
        };
        total(tangents, at.output, part)
    }

    fn multiply_adds(&self, inputs: &[&[usize]], output: &[usize]) -> u64 {
        output.iter().product::<usize>() as u64 * inputs[1][1] as u64
    }

    fn sees(&self, index: usize, region: &[Range<isize>], inputs: &[&[usize]], _output: &[usize]) -> Region {
        if index > 0 {
            return whole(inputs[index]);
        }
        let mut seen = region.to_vec();
        seen[region.len() - 1] = 0..inputs[1][1] as isize;
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::{super::finite_difference::Cases, *};

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(7);
        for dims in [&[3, 4][..], &[2, 3, 4], &[2, 2, 3, 4]] {
            let inputs = [cases.values(dims), cases.values(&[5, 4]), cases.values(&[5])];
            cases.check(&Linear, &inputs);
            cases.check(&Linear, &inputs[..2]);
        }
        assert!(Linear.shape(&[&[1, 3], &[5, 4]]).is_err());
        assert!(Linear.shape(&[&[1, 4], &[5, 4], &[4]]).is_err());
    }
}
