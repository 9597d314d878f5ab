//! Inputs that differ from a known one inside one rectangle each: the question of occlusion, and of every method that covers or
//! replaces a part of the picture.
//!
//! Knows nothing of how a backend makes use of it.

use std::ops::Range;

use candle_core::{DType, Device, Tensor};

use super::{Error, Result};

/// Rectangles of one size, one for each of N inputs, and what stands in them.
#[derive(Clone, Debug)]
pub struct Changes {
    /// First row and column of each rectangle.
    pub origins: Vec<[usize; 2]>,
    /// What stands in the rectangles instead, `N x C x h x w`.
    pub values: Tensor,
}

impl Changes {
    /// Errors, in one sentence, when the rectangles do not lie inside an input of this shape (`1 x C x H x W`).
    pub fn check(&self, input: &[usize]) -> Result<()> {
        let inside = match (input, self.values.dims()) {
            (&[_, channels, height, width], &[count, own, rows, columns]) => {
                let inside = |&[y, x]: &[usize; 2]| y + rows <= height && x + columns <= width;
                let one_each = count == self.origins.len() && own == channels && self.values.elem_count() > 0;
                one_each && self.origins.iter().all(inside)
            }
            _ => false,
        };
        if inside { Ok(()) } else { Err(Error::Rectangles { expected: input.to_vec(), found: self.values.dims().to_vec() }) }
    }

    /// How many inputs there are.
    pub fn count(&self) -> usize {
        self.origins.len()
    }

    /// Some of them.
    pub fn some(&self, items: Range<usize>) -> Result<Self> {
        let values = self.values.narrow(0, items.start, items.len())?;
        Ok(Self { origins: self.origins[items].to_vec(), values })
    }

    /// The inputs as wholes, `N x C x H x W`, on the CPU in f64; `input` is the known one, `1 x C x H x W`.
    pub(crate) fn whole_inputs(&self, input: &Tensor) -> Result<Tensor> {
        let numbers = |tensor: &Tensor| tensor.to_device(&Device::Cpu)?.to_dtype(DType::F64)?.flatten_all()?.to_vec1::<f64>();
        let (_, channels, height, width) = input.dims4()?;
        let (_, _, rows, columns) = self.values.dims4()?;
        let mut inputs = numbers(input)?.repeat(self.count());
        let values = numbers(&self.values)?;
        let rectangles = values.chunks_exact(rows * columns);
        for (index, (plane, rectangle)) in inputs.chunks_exact_mut(height * width).zip(rectangles).enumerate() {
            let [y, x] = self.origins[index / channels];
            for (row, values) in rectangle.chunks_exact(columns).enumerate() {
                plane[(y + row) * width + x..][..columns].copy_from_slice(values);
            }
        }
        Ok(Tensor::from_vec(inputs, (self.count(), channels, height, width), &Device::Cpu)?)
    }
}
