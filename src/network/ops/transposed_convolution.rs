//! Transposed convolution (Dumoulin and Visin 2016, "A guide to convolution arithmetic"): what a convolution does to gradients,
//! used as a layer that enlarges maps.
//!
//! Forward is the convolution's gradient at its input, the gradient is the convolution itself, and that at the weight is the
//! convolution's with the two maps in each other's place.

use std::ops::Range;

use candle_core::{Result, Tensor};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::{
    Convolution,
    common::{all_but_channels, feature_map, per_channel, total, whole},
};

/// Transposed convolution of `N x C x H x W` with a weight of `C x O / groups x rows x columns`.
#[derive(Clone, Debug, PartialEq)]
pub struct TransposedConvolution {
    /// The convolution that it turns round: from the output's maps to the input's.
    pub turned: Convolution,
    /// Rows and columns at the end that no window reaches; fewer than the stride.
    pub output_padding: [usize; 2],
}

impl TransposedConvolution {
    /// How many numbers one output is added up from at most, given the weight's shape.
    pub(crate) fn taps(&self, weight: &[usize]) -> usize {
        let Convolution { kernel, stride, groups, .. } = &self.turned;
        let reaching = |axis: usize| kernel[axis].div_ceil(stride[axis].max(1));
        weight.first().map_or(0, |channels| channels / groups.max(&1) * reaching(0) * reaching(1))
    }

    /// How long an axis becomes; what does not fit, in words.
    fn length(&self, axis: usize, input: usize) -> Checked<usize> {
        let Convolution { kernel, stride, dilation, pads, .. } = &self.turned;
        let [kernel, stride, dilation] = [kernel, stride, dilation].map(|pair| pair[axis]);
        if kernel == 0 || stride == 0 || dilation == 0 {
            return Err("kernel, stride and dilation must be at least 1".to_owned());
        }
        if self.output_padding[axis] >= stride {
            return Err(format!("an output padding of {} must be below the stride of {stride}", self.output_padding[axis]));
        }
        let spanned = input.saturating_sub(1).checked_mul(stride).and_then(|span| span.checked_add((kernel - 1) * dilation + 1));
        let whole = spanned.and_then(|span| span.checked_add(self.output_padding[axis]));
        let cut: usize = pads.along(axis).iter().sum();
        match whole.and_then(|whole| whole.checked_sub(cut)) {
            Some(length) if length > 0 && input > 0 => Ok(length),
            _ => Err(format!("nothing is left of {input} values when {cut} are cut away")),
        }
    }
}

impl Operation for TransposedConvolution {
    fn name(&self) -> &'static str {
        "Transposed convolution"
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        let [batch, channels, height, width] = feature_map(inputs)?;
        let weight: [usize; 4] = match inputs.get(1).map(|&weight| weight.try_into()) {
            Some(Ok(weight)) => weight,
            _ => return Err("a weight of C x O x rows x columns is needed".to_owned()),
        };
        let groups = self.turned.groups;
        if weight[2..] != self.turned.kernel {
            return Err(format!("the weight's kernel is {:?}, the attribute says {:?}", &weight[2..], self.turned.kernel));
        }
        if weight[0] != channels || groups == 0 || !channels.is_multiple_of(groups) || weight[1] == 0 {
            return Err(format!("the weight takes {} channels in {groups} groups, the input has {channels}", weight[0]));
        }
        let Some(outputs) = weight[1].checked_mul(groups) else { return Err("it has too many channels".to_owned()) };
        if inputs.len() > 3 || inputs.get(2).is_some_and(|&bias| bias != [outputs]) {
            return Err(format!("a bias of {outputs} numbers is needed"));
        }
        Ok(vec![batch, outputs, self.length(0, height)?, self.length(1, width)?])
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        let (x, weight) = (&inputs[0], &inputs[1]);
        let (_, _, height, width) = x.dims4()?;
        let fitting = |axis: usize, input: usize| self.length(axis, input).map_err(candle_core::Error::msg);
        let output = self.turned.at_input(x, weight, fitting(0, height)?, fitting(1, width)?)?;
        match inputs.get(2) {
            Some(bias) => output.broadcast_add(&per_channel(bias, 4)?),
            None => Ok(output),
        }
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        let (x, weight) = (&at.inputs[0], &at.inputs[1]);
        let one = |index: usize| match index {
            0 => self.turned.forward(&[gradient.clone(), weight.clone()]),
            1 => self.turned.at_weight(x, gradient, weight),
            _ => gradient.sum(all_but_channels(4)),
        };
        wanted.iter().enumerate().map(|(index, &wanted)| wanted.then(|| one(index)).transpose()).collect()
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        let (x, weight) = (&at.inputs[0], &at.inputs[1]);
        let part = |(index, tangent): (usize, &Tensor)| match index {
            0 => self.forward(&[tangent.clone(), weight.clone()]),
            1 => self.forward(&[x.clone(), tangent.clone()]),
            _ => per_channel(tangent, 4),
        };
        total(tangents, at.output, part)
    }

    fn multiply_adds(&self, inputs: &[&[usize]], _output: &[usize]) -> u64 {
        let per_value: usize = inputs[1][1..].iter().product();
        inputs[0].iter().product::<usize>() as u64 * per_value as u64
    }

    fn sees(&self, index: usize, region: &[Range<isize>], inputs: &[&[usize]], _output: &[usize]) -> Region {
        if index > 0 {
            return whole(inputs[index]);
        }
        let mut seen = region.to_vec();
        seen[1] = 0..inputs[0][1] as isize;
        for axis in [0, 1] {
            let Convolution { kernel, stride, dilation, pads, .. } = &self.turned;
            let [before, reach] = [pads.along(axis)[0], (kernel[axis] - 1) * dilation[axis]].map(|number| number as isize);
            let stride = stride[axis] as isize;
            let (first, last) = (region[axis + 2].start + before - reach, region[axis + 2].end - 1 + before);
            // The first window that reaches so far begins at the next whole stride.
            seen[axis + 2] = -(-first).div_euclid(stride)..last.div_euclid(stride) + 1;
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Pads, finite_difference::Cases},
        *,
    };

    /// Every input position adds its share to the positions under its window: the definition, number by number.
    fn by_definition(operation: &TransposedConvolution, x: &Tensor, weight: &Tensor, dims: &[usize]) -> Vec<f64> {
        let numbers = |tensor: &Tensor| tensor.flatten_all().unwrap().to_vec1::<f64>().unwrap();
        let ([batch, channels, height, width], values) = (<[usize; 4]>::try_from(x.dims()).unwrap(), numbers(x));
        let ([_, per_group, rows, columns], taps) = (<[usize; 4]>::try_from(weight.dims()).unwrap(), numbers(weight));
        let Convolution { stride, dilation, pads, groups, .. } = operation.turned;
        let mut sums = vec![0.0; dims.iter().product()];
        let places = |image: usize, channel: usize, y: usize, x: usize| ((image * dims[1] + channel) * dims[2] + y) * dims[3] + x;
        assert_eq!(values.len(), batch * channels * height * width);
        for (index, value) in values.iter().enumerate() {
            let (column, row) = (index % width, index / width % height);
            let (channel, image) = (index / width / height % channels, index / width / height / channels);
            for tap in 0..per_group * rows * columns {
                let (across, down, output) = (tap % columns, tap / columns % rows, tap / columns / rows);
                let y = (row * stride[0] + down * dilation[0]).checked_sub(pads.top).filter(|y| *y < dims[2]);
                let x = (column * stride[1] + across * dilation[1]).checked_sub(pads.left).filter(|x| *x < dims[3]);
                if let (Some(y), Some(x)) = (y, x) {
                    let output = channel / (channels / groups) * per_group + output;
                    sums[places(image, output, y, x)] += value * taps[channel * per_group * rows * columns + tap];
                }
            }
        }
        sums
    }

    #[test]
    fn values_are_the_definitions_and_gradients_match_finite_differences() {
        let mut cases = Cases::new(31);
        for round in 0..40 {
            let groups = [1, 1, 2, 3][round % 4];
            let (per_group, per_output) = (cases.size(1, 2), cases.size(1, 3));
            let (kernel, stride, dilation) = (cases.pair(2, 4), cases.pair(1, 3), cases.pair(1, 2));
            let pads = Pads { top: cases.size(0, 1), left: cases.size(0, 1), bottom: cases.size(0, 1), right: cases.size(0, 1) };
            let output_padding = stride.map(|stride| cases.size(0, stride - 1));
            let operation =
                TransposedConvolution { turned: Convolution { kernel, stride, dilation, pads, groups }, output_padding };
            let batch = cases.size(1, 2);
            let x = cases.values(&[batch, groups * per_group, 3, 2]);
            let weight = cases.values(&[groups * per_group, per_output, kernel[0], kernel[1]]);
            let bias = cases.values(&[groups * per_output]);
            let plain = operation.forward(&[x.clone(), weight.clone()]).unwrap();
            let expected = by_definition(&operation, &x, &weight, plain.dims());
            let found: Vec<f64> = plain.flatten_all().unwrap().to_vec1().unwrap();
            assert!(found.iter().zip(&expected).all(|(one, other)| (one - other).abs() < 1e-9), "{operation:?}");
            let count = 2 + usize::from(cases.coin());
            cases.check(&operation, &[x, weight, bias][..count]);
        }
    }

    #[test]
    fn what_does_not_fit_is_said() {
        let turned = Convolution { kernel: [4; 2], stride: [2; 2], dilation: [1; 2], pads: Pads::all(1), groups: 1 };
        let shape = |output_padding: [usize; 2], weight: &[usize]| {
            TransposedConvolution { turned: turned.clone(), output_padding }.shape(&[&[1, 3, 5, 6], weight])
        };
        assert_eq!(shape([0; 2], &[3, 7, 4, 4]).unwrap(), [1, 7, 10, 12]);
        assert!(shape([2, 0], &[3, 7, 4, 4]).unwrap_err().contains("below the stride of 2"));
        assert!(shape([0; 2], &[2, 7, 4, 4]).unwrap_err().contains("takes 2 channels"));
        assert!(shape([0; 2], &[3, 7, 3, 4]).unwrap_err().contains("kernel is [3, 4]"));
    }
}
