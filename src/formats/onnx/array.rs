//! Small arrays that are known while importing: shapes, axes, bounds, scales, and arithmetic on them with broadcasting.
//!
//! Numbers are kept as f64, which holds every size exactly; whether they are whole numbers decides how division rounds.

use candle_core::{DType, Device, Tensor};

use crate::formats::numbers::element_count;

/// Numbers in one folded array; more is no shape arithmetic.
pub const MOST_NUMBERS: usize = 1 << 20;

/// A small array.
#[derive(Clone, Debug, PartialEq)]
pub struct Array {
    /// Sizes of the axes.
    pub shape: Vec<usize>,
    /// The numbers, row-major.
    pub values: Vec<f64>,
    /// Whether they are integers (booleans are 0 and 1).
    pub whole: bool,
}

impl Array {
    /// The numbers of a tensor.
    pub fn of(tensor: &Tensor) -> candle_core::Result<Self> {
        let values = tensor.flatten_all()?.to_dtype(DType::F64)?.to_vec1()?;
        Ok(Self { shape: tensor.dims().to_vec(), values, whole: !tensor.dtype().is_float() })
    }

    /// A list of integers.
    pub fn list(values: impl IntoIterator<Item = i64>) -> Self {
        let values: Vec<f64> = values.into_iter().map(|value| value as f64).collect();
        Self { shape: vec![values.len()], values, whole: true }
    }

    /// The tensor that holds these numbers: i64 or f32.
    pub fn tensor(&self) -> candle_core::Result<Tensor> {
        if self.whole {
            Tensor::from_vec(self.integers(), self.shape.as_slice(), &Device::Cpu)
        } else {
            let values: Vec<f32> = self.values.iter().map(|&value| value as f32).collect();
            Tensor::from_vec(values, self.shape.as_slice(), &Device::Cpu)
        }
    }

    /// The numbers as integers (rounded towards 0, saturating).
    pub fn integers(&self) -> Vec<i64> {
        self.values.iter().map(|&value| value as i64).collect()
    }

    /// The number itself, if there is exactly one.
    pub fn single(&self) -> Option<f64> {
        match self.values.as_slice() {
            [value] => Some(*value),
            _ => None,
        }
    }

    /// A function of each number.
    pub fn map(&self, whole: bool, function: impl Fn(f64) -> f64) -> Self {
        Self { shape: self.shape.clone(), values: self.values.iter().map(|&value| function(value)).collect(), whole }
    }

    /// A function of each pair of numbers, broadcast; `None` if the shapes do not fit or the answer would be large.
    pub fn zip(&self, other: &Self, whole: bool, function: impl Fn(f64, f64) -> f64) -> Option<Self> {
        let shape = broadcast_shape(&self.shape, &other.shape)?;
        let (left, right) = (self.expand(&shape)?, other.expand(&shape)?);
        let values = left.values.iter().zip(&right.values).map(|(&left, &right)| function(left, right)).collect();
        Some(Self { shape, values, whole })
    }

    /// The same numbers broadcast to a shape; `None` if they do not fit or the answer would be large.
    pub fn expand(&self, shape: &[usize]) -> Option<Self> {
        let count = element_count(shape).filter(|&count| count <= MOST_NUMBERS)?;
        let lead = shape.len().checked_sub(self.shape.len())?;
        let mut strides = vec![0; shape.len()];
        let mut stride = 1;
        for (axis, &size) in self.shape.iter().enumerate().rev() {
            if size != 1 && size != shape[lead + axis] {
                return None;
            }
            strides[lead + axis] = if size == 1 { 0 } else { stride };
            stride *= size;
        }
        let source = |mut index: usize| {
            let axes = shape.iter().zip(&strides).rev();
            axes.fold(0, |at, (&size, &stride)| {
                let step = index % size;
                index /= size;
                at + step * stride
            })
        };
        let values = (0..count).map(|index| self.values[source(index)]).collect();
        Some(Self { shape: shape.to_vec(), values, whole: self.whole })
    }
}

/// The shape that two shapes broadcast to.
pub fn broadcast_shape(left: &[usize], right: &[usize]) -> Option<Vec<usize>> {
    let rank = left.len().max(right.len());
    let size_of = |shape: &[usize], axis: usize| (axis + shape.len()).checked_sub(rank).map_or(1, |axis| shape[axis]);
    (0..rank)
        .map(|axis| match (size_of(left, axis), size_of(right, axis)) {
            (left, right) if left == right => Some(left),
            (1, size) | (size, 1) => Some(size),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_broadcasts() {
        let column = Array { shape: vec![2, 1], values: vec![10.0, 20.0], whole: true };
        let row = Array::list([1, 2, 3]);
        let sum = column.zip(&row, true, |left, right| left + right).unwrap();
        assert_eq!(sum.shape, [2, 3]);
        assert_eq!(sum.integers(), [11, 12, 13, 21, 22, 23]);
        assert_eq!(Array::list([1, 2]).zip(&row, true, |left, _| left), None);
        assert_eq!(row.expand(&[1 << 20, 1 << 20, 3]), None);
    }

    #[test]
    fn tensors_keep_their_kind() {
        let list = Array::list([3, i64::MAX]);
        assert_eq!(list.tensor().unwrap().to_vec1::<i64>().unwrap(), [3, i64::MAX]);
        let half = list.map(false, |value| value / 2.0);
        assert_eq!(half.tensor().unwrap().dtype(), DType::F32);
        assert_eq!(Array::of(&half.tensor().unwrap()).unwrap().values[0], 1.5);
    }
}
