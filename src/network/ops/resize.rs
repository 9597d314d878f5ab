//! Resampling of feature maps, with the coordinate conventions of ONNX.

use std::ops::Range;

use candle_core::{Result, Tensor};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::common::{feature_map, from_numbers, total};

/// Resize and Upsample of `N x C x H x W`.
#[derive(Clone, Debug, PartialEq)]
pub struct Resize {
    /// Nearest neighbour or bilinear.
    pub mode: ResizeMode,
    /// How output coordinates map to input coordinates.
    pub coordinates: ResizeCoordinates,
    /// The output's size.
    pub size: ResizeSize,
}

/// How values are picked or mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResizeMode {
    /// The nearest input value; ties and rounding as named.
    Nearest(NearestRounding),
    /// A mixture of the four neighbours.
    Bilinear,
}

/// ONNX's `nearest_mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NearestRounding {
    /// Halves go down.
    RoundPreferFloor,
    /// Halves go up.
    RoundPreferCeil,
    /// Always down (PyTorch).
    Floor,
    /// Always up.
    Ceil,
}

/// ONNX's `coordinate_transformation_mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResizeCoordinates {
    /// Pixel centres (PyTorch's `align_corners=False`).
    HalfPixel,
    /// As `HalfPixel`, but 0 for an output of one pixel.
    PytorchHalfPixel,
    /// Corner pixels map to corner pixels.
    AlignCorners,
    /// Corners of the pixel grid map, without the half.
    Asymmetric,
}

/// The output's size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ResizeSize {
    /// Rows and columns.
    Fixed([usize; 2]),
    /// Multiples of the input's size, rounded down.
    Scaled([f64; 2]),
}

impl ResizeSize {
    fn of(self, input: [usize; 2]) -> [usize; 2] {
        match self {
            Self::Fixed(size) => size,
            Self::Scaled(scale) => [0, 1].map(|axis| (input[axis] as f64 * scale[axis]).floor() as usize),
        }
    }
}

impl Resize {
    /// Input coordinate of an output position along an axis.
    fn coordinate(&self, axis: usize, position: isize, input: usize, output: usize) -> f64 {
        let scale = match self.size {
            ResizeSize::Scaled(scale) => scale[axis],
            ResizeSize::Fixed(_) => output as f64 / input as f64,
        };
        let position = position as f64;
        match self.coordinates {
            ResizeCoordinates::HalfPixel => (position + 0.5) / scale - 0.5,
            ResizeCoordinates::PytorchHalfPixel if output > 1 => (position + 0.5) / scale - 0.5,
            ResizeCoordinates::AlignCorners if output > 1 => position * (input as f64 - 1.0) / (output as f64 - 1.0),
            ResizeCoordinates::PytorchHalfPixel | ResizeCoordinates::AlignCorners => 0.0,
            ResizeCoordinates::Asymmetric => position / scale,
        }
    }

    /// Input positions that an output position mixes, with their weights (not yet clamped to the input).
    fn mixture(&self, coordinate: f64) -> [(isize, f64); 2] {
        let nearest = |position: f64| [(position as isize, 1.0), (position as isize, 0.0)];
        match self.mode {
            ResizeMode::Nearest(NearestRounding::Floor) => nearest(coordinate.floor()),
            ResizeMode::Nearest(NearestRounding::Ceil) => nearest(coordinate.ceil()),
            ResizeMode::Nearest(NearestRounding::RoundPreferFloor) => nearest((coordinate - 0.5).ceil()),
            ResizeMode::Nearest(NearestRounding::RoundPreferCeil) => nearest((coordinate + 0.5).floor()),
            ResizeMode::Bilinear => {
                let below = coordinate.floor();
                let share = coordinate - below;
                let neighbour = if share > 0.0 { below + 1.0 } else { below };
                [(below as isize, 1.0 - share), (neighbour as isize, share)]
            }
        }
    }

    /// For each output position of an axis the two input positions that it mixes and the second one's share.
    pub(crate) fn samples(&self, axis: usize, input: usize, output: usize) -> Vec<(usize, usize, f64)> {
        let inside = |position: isize| position.clamp(0, input as isize - 1) as usize;
        let sample = |position: usize| {
            let [(low, _), (high, share)] = self.mixture(self.coordinate(axis, position as isize, input, output));
            (inside(low), inside(high), share)
        };
        (0..output).map(sample).collect()
    }

    /// The matrix (`input x output`) that resizes one axis.
    fn matrix(&self, axis: usize, input: usize, output: usize, like: &Tensor) -> Result<Tensor> {
        let mut numbers = vec![0.0; input * output];
        for (position, (low, high, share)) in self.samples(axis, input, output).into_iter().enumerate() {
            numbers[low * output + position] += 1.0 - share;
            numbers[high * output + position] += share;
        }
        from_numbers(numbers, &[input, output], like)
    }

    /// Multiplies the last axis by the matrix that resizes columns and the one before by the one that resizes rows.
    fn multiply(x: &Tensor, rows: &Tensor, columns: &Tensor) -> Result<Tensor> {
        let (batch, channels, height, width) = x.dims4()?;
        let (new_height, new_width) = (rows.dim(1)?, columns.dim(1)?);
        let wide = x.contiguous()?.reshape((batch * channels * height, width))?.matmul(columns)?;
        let turned = wide.reshape((batch, channels, height, new_width))?.transpose(2, 3)?.contiguous()?;
        let high = turned.reshape((batch * channels * new_width, height))?.matmul(rows)?;
        high.reshape((batch, channels, new_width, new_height))?.transpose(2, 3)?.contiguous()
    }
}

// Every mode is linear and works axis by axis, so that a matrix per axis gives the value and its transpose the gradient.
impl Operation for Resize {
    fn name(&self) -> &'static str {
        "Resize"
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        let [batch, channels, height, width] = feature_map(inputs)?;
        let size = self.size.of([height, width]);
        if size.contains(&0) || height == 0 || width == 0 {
            return Err(format!("maps of {height} x {width} cannot become {size:?}"));
        }
        Ok(vec![batch, channels, size[0], size[1]])
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        let x = &inputs[0];
        let (_, _, height, width) = x.dims4()?;
        let size = self.size.of([height, width]);
        Self::multiply(x, &self.matrix(0, height, size[0], x)?, &self.matrix(1, width, size[1], x)?)
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        if !wanted[0] {
            return Ok(vec![None]);
        }
        let x = &at.inputs[0];
        let (_, _, height, width) = x.dims4()?;
        let (_, _, new_height, new_width) = gradient.dims4()?;
        let rows = self.matrix(0, height, new_height, x)?.t()?.contiguous()?;
        let columns = self.matrix(1, width, new_width, x)?.t()?.contiguous()?;
        Ok(vec![Some(Self::multiply(gradient, &rows, &columns)?)])
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        total(tangents, at.output, |(_, tangent)| self.forward(std::slice::from_ref(tangent)))
    }

    fn sees(&self, _index: usize, region: &[Range<isize>], inputs: &[&[usize]], output: &[usize]) -> Region {
        let mut seen = region.to_vec();
        for axis in [0, 1] {
            let ends = [region[axis + 2].start, region[axis + 2].end - 1].map(|position| {
                self.mixture(self.coordinate(axis, position, inputs[0][axis + 2], output[axis + 2])).map(|(source, _)| source)
            });
            seen[axis + 2] = ends[0][0]..ends[1][1] + 1;
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::{super::finite_difference::Cases, *};

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(20);
        let modes = [
            ResizeMode::Bilinear,
            ResizeMode::Nearest(NearestRounding::Floor),
            ResizeMode::Nearest(NearestRounding::Ceil),
            ResizeMode::Nearest(NearestRounding::RoundPreferFloor),
            ResizeMode::Nearest(NearestRounding::RoundPreferCeil),
        ];
        let conventions = [
            ResizeCoordinates::HalfPixel,
            ResizeCoordinates::PytorchHalfPixel,
            ResizeCoordinates::AlignCorners,
            ResizeCoordinates::Asymmetric,
        ];
        for mode in modes {
            for coordinates in conventions {
                for size in [ResizeSize::Fixed(cases.pair(1, 9)), ResizeSize::Scaled([1.7, 0.6])] {
                    let x = cases.values(&[2, 2, 4, 5]);
                    cases.check(&Resize { mode, coordinates, size }, &[x]);
                }
            }
        }
    }
}
