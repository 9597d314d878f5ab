//! Arithmetic number by number over several tensors of one shape, in one walk on all threads: a tensor made for each step takes
//! longer than the sums. In double precision, rounded once.

use candle_core::{DType, Device, Error, Result, Tensor, WithDType};
use rayon::prelude::*;

use crate::network::with_slices;

/// Numbers that a thread walks through at a time.
pub const WALK: usize = 1 << 14;

/// What a function makes of the numbers of each place.
pub fn each<const N: usize>(tensors: [&Tensor; N], function: impl Fn([f64; N]) -> f64 + Sync) -> Result<Tensor> {
    match tensors.first().map(|tensor| tensor.dtype()) {
        Some(DType::F64) => made::<f64, N>(tensors, function),
        _ => made::<f32, N>(tensors, function),
    }
}

/// The sum of a value.
pub fn sum(value: &Tensor) -> Result<f64> {
    match value.dtype() {
        DType::F64 => with_slices([value], |[numbers]: [&[f64]; 1]| summed(numbers)),
        _ => with_slices([value], |[numbers]: [&[f32]; 1]| summed(numbers)),
    }
}

/// Whether any number of a value is below zero.
pub fn has_negative(value: &Tensor) -> Result<bool> {
    match value.dtype() {
        DType::F64 => with_slices([value], |[numbers]: [&[f64]; 1]| is_below(numbers)),
        _ => with_slices([value], |[numbers]: [&[f32]; 1]| is_below(numbers)),
    }
}

/// In the order of the numbers, however many threads there are.
fn summed<T: WithDType>(numbers: &[T]) -> f64 {
    let parts: Vec<f64> = numbers.par_chunks(WALK).map(|part| part.iter().map(|value| value.to_f64()).sum()).collect();
    parts.iter().sum()
}

fn is_below<T: WithDType>(numbers: &[T]) -> bool {
    numbers.par_chunks(WALK).any(|part| part.iter().fold(false, |found, &value| found | (value < T::zero())))
}

fn made<T: WithDType, const N: usize>(tensors: [&Tensor; N], function: impl Fn([f64; N]) -> f64 + Sync) -> Result<Tensor> {
    let like = tensors[0];
    if let Some(other) = tensors.iter().find(|tensor| tensor.dims() != like.dims()) {
        return Err(Error::ShapeMismatchBinaryOp { lhs: like.shape().clone(), rhs: other.shape().clone(), op: "walk" });
    }
    let numbers = with_slices(tensors, |slices: [&[T]; N]| {
        let mut made = vec![T::zero(); like.elem_count()];
        made.par_chunks_mut(WALK).enumerate().for_each(|(chunk, made)| {
            let parts = slices.map(|numbers| &numbers[chunk * WALK..][..made.len()]);
            for (place, made) in made.iter_mut().enumerate() {
                *made = T::from_f64(function(parts.map(|part| part[place].to_f64())));
            }
        });
        made
    })?;
    Tensor::from_vec(numbers, like.shape(), &Device::Cpu)?.to_dtype(like.dtype())?.to_device(like.device())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_is_what_the_steps_would_make() -> Result<()> {
        let count = 3 * WALK + 5;
        let a = Tensor::arange(0f32, count as f32, &Device::Cpu)?;
        let b = (&a * -0.5)?;
        let found = each([&a, &b], |[a, b]| a * a + b)?;
        let expected = (0..count).map(|value| value as f64).map(|value| (value * value - 0.5 * value) as f32);
        assert!(found.to_vec1::<f32>()?.into_iter().eq(expected));
        assert_eq!(sum(&b)?, -0.5 * (0..count).map(|value| value as f64).sum::<f64>());
        assert_eq!((has_negative(&a)?, has_negative(&b)?), (false, true));
        let turned = Tensor::arange(0f64, 6.0, &Device::Cpu)?.reshape((2, 3))?.t()?;
        assert_eq!(each([&turned], |[a]| 2.0 * a)?.to_vec2::<f64>()?, [[0.0, 6.0], [2.0, 8.0], [4.0, 10.0]]);
        assert!(each([&a, &turned], |[a, _]| a).is_err());
        Ok(())
    }
}
