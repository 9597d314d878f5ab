//! Windows that slide along one axis, on candle's primitives: views of every tap, and the adjoint that adds them back.
//!
//! Pools and convolutions of every kind (padded, strided, dilated, ceil mode) are made of these; candle's own pools have
//! neither padding nor gradients for overlapping windows. Two-dimensional windows are one of these per axis.

use std::ops::Range;

use candle_core::{Result, Tensor};

use crate::network::operation::Checked;

/// A window that slides along one axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// Number of taps.
    pub kernel: usize,
    /// Distance from one window to the next.
    pub stride: usize,
    /// Distance between taps.
    pub dilation: usize,
    /// Padding before the first and after the last value.
    pub pads: [usize; 2],
    /// Whether a last window counts that hangs over the end (it must start inside the input or its leading padding).
    pub ceil: bool,
}

impl Window {
    /// Values that a window spans.
    pub fn extent(&self) -> usize {
        self.kernel.saturating_sub(1).saturating_mul(self.dilation).saturating_add(1)
    }

    /// How many windows fit on an axis of `size` values, by PyTorch's and ONNX's rule.
    pub fn count(&self, size: usize) -> Checked<usize> {
        if self.kernel == 0 || self.stride == 0 || self.dilation == 0 {
            return Err("kernel, stride and dilation must be at least 1".to_owned());
        }
        let [before, after] = self.pads;
        let padded = size.saturating_add(before).saturating_add(after);
        let Some(room) = padded.checked_sub(self.extent()) else {
            return Err(format!(
                "a window that spans {} values does not fit on an axis of {padded} (padding included)",
                self.extent()
            ));
        };
        let mut count = room / self.stride + 1;
        if self.ceil && !room.is_multiple_of(self.stride) && count.saturating_mul(self.stride) < size.saturating_add(before) {
            count += 1;
        }
        Ok(count)
    }

    /// The range of input positions that a range of windows covers.
    pub fn sees(&self, windows: &Range<isize>) -> Range<isize> {
        let [stride, before, extent] = [self.stride, self.pads[0], self.extent()].map(|number| number as isize);
        windows.start * stride - before..(windows.end - 1) * stride - before + extent
    }

    /// One view per tap: view k holds, for each of `count` windows, the value under tap k. Padding holds `fill`.
    pub fn taps(&self, x: &Tensor, axis: usize, count: usize, fill: f64) -> Result<Vec<Tensor>> {
        let before = self.pads[0] as isize;
        let end = ((count - 1) * self.stride + self.extent()) as isize;
        let padded = fit(x, axis, before, end - before - x.dim(axis)? as isize, fill)?;
        (0..self.kernel).map(|tap| strided(&padded, axis, tap * self.dilation, self.stride, count)).collect()
    }

    /// The adjoint of [`Self::taps`]: adds each tap's values to the positions they came from, on an axis of `size` values.
    pub fn add_taps(&self, parts: &[Tensor], axis: usize, size: usize) -> Result<Tensor> {
        let mut sum: Option<Tensor> = None;
        for (tap, part) in parts.iter().enumerate() {
            let part = spread(part, axis, self.stride)?;
            let before = (tap * self.dilation) as isize - self.pads[0] as isize;
            let after = size as isize - before - part.dim(axis)? as isize;
            let part = fit(&part, axis, before, after, 0.0)?;
            sum = Some(match sum {
                None => part,
                Some(sum) => (sum + part)?,
            });
        }
        sum.map_or_else(|| candle_core::bail!("a window without taps"), |sum| sum.contiguous())
    }
}

/// A view of `count` values along an axis: `start`, `start + step`, ...
pub(super) fn strided(x: &Tensor, axis: usize, start: usize, step: usize, count: usize) -> Result<Tensor> {
    if step == 1 || count == 1 {
        return x.narrow(axis, start, count);
    }
    x.narrow(axis, start, (count - 1) * step + 1)?.unfold(axis, 1, step)?.squeeze(x.rank())
}

/// The adjoint of a strided view: `step - 1` zeros between the values of an axis.
pub(super) fn spread(x: &Tensor, axis: usize, step: usize) -> Result<Tensor> {
    let count = x.dim(axis)?;
    if step == 1 || count == 1 {
        return Ok(x.clone());
    }
    let wide = x.unsqueeze(axis + 1)?.pad_with_zeros(axis + 1, 0, step - 1)?.flatten(axis, axis + 1)?;
    wide.narrow(axis, 0, (count - 1) * step + 1)
}

/// Adds `fill` before and after the values of an axis; negative amounts cut off.
pub(super) fn fit(x: &Tensor, axis: usize, before: isize, after: isize, fill: f64) -> Result<Tensor> {
    let size = x.dim(axis)?;
    let start = before.min(0).unsigned_abs();
    let end = size.saturating_sub(after.min(0).unsigned_abs());
    let x = if end - start == size { x.clone() } else { x.narrow(axis, start, end - start)? };
    let edge = |amount: isize| -> Result<Option<Tensor>> {
        if amount <= 0 {
            return Ok(None);
        }
        let mut dims = x.dims().to_vec();
        dims[axis] = amount as usize;
        Ok(Some(full(&dims, fill, &x)?))
    };
    let parts: Vec<Tensor> = [edge(before)?, Some(x.clone()), edge(after)?].into_iter().flatten().collect();
    if parts.len() == 1 { Ok(x) } else { Tensor::cat(&parts, axis) }
}

/// A value of one number throughout, on the device and in the type of `like`.
pub(super) fn full(dims: &[usize], number: f64, like: &Tensor) -> Result<Tensor> {
    if number == 0.0 {
        return Tensor::zeros(dims, like.dtype(), like.device());
    }
    Tensor::full(number as f32, dims, like.device())?.to_dtype(like.dtype())
}

#[cfg(test)]
mod tests {
    use candle_core::Device;

    use super::*;

    const PLAIN: Window = Window { kernel: 3, stride: 2, dilation: 1, pads: [0, 0], ceil: false };

    #[test]
    fn ceil_mode_adds_a_window_only_if_it_starts_inside() {
        assert_eq!(PLAIN.count(6), Ok(2));
        assert_eq!(Window { ceil: true, ..PLAIN }.count(6), Ok(3));
        // Kernel 2, stride 3, padding 1 on 4 values: the third window would start in the trailing padding.
        let padded = Window { kernel: 2, stride: 3, dilation: 1, pads: [1, 1], ceil: true };
        assert_eq!(padded.count(4), Ok(2));
        assert!(PLAIN.count(2).is_err());
        assert!(Window { stride: 0, ..PLAIN }.count(9).is_err());
        assert!(Window { dilation: usize::MAX, kernel: usize::MAX, ..PLAIN }.count(9).is_err());
    }

    #[test]
    fn adding_taps_back_is_the_adjoint_of_taking_them() -> Result<()> {
        let window = Window { kernel: 3, stride: 2, dilation: 2, pads: [3, 1], ceil: true };
        let x = Tensor::arange(1f64, 9.0, &Device::Cpu)?.reshape((1, 8))?;
        let count = window.count(8).expect("a window that fits");
        let taps = window.taps(&x, 1, count, 0.0)?;
        let weights = (0..3)
            .map(|tap| Tensor::arange(0f64, count as f64, &Device::Cpu)?.affine(1.5, tap as f64)?.reshape((1, count)))
            .collect::<Result<Vec<_>>>()?;
        let mut forward = 0.0;
        for (tap, weight) in taps.iter().zip(&weights) {
            forward += (tap * weight)?.sum_all()?.to_scalar::<f64>()?;
        }
        let back = (window.add_taps(&weights, 1, 8)? * &x)?.sum_all()?.to_scalar::<f64>()?;
        assert!((forward - back).abs() < 1e-12, "{forward} {back}");
        Ok(())
    }
}
