//! The numbers of tensors as slices, without a copy where they lie in order in the CPU's memory.

use candle_core::{Device, Error, Result, Storage, Tensor, WithDType};

/// Hands out the numbers of some tensors in reading order, converted and brought here where they must be.
///
/// # Errors
/// The device refuses.
pub fn with_slices<T: WithDType, R, const N: usize>(tensors: [&Tensor; N], function: impl FnOnce([&[T]; N]) -> R) -> Result<R> {
    let here = tensors.iter().map(|tensor| tensor.to_device(&Device::Cpu)?.to_dtype(T::DTYPE)?.contiguous());
    let here = here.collect::<Result<Vec<_>>>()?;
    let guards: Vec<_> = here.iter().map(Tensor::storage_and_layout).collect();
    let slices = guards.iter().map(|(storage, layout)| match (&**storage, layout.contiguous_offsets()) {
        (Storage::Cpu(storage), Some((start, end))) => Ok(&T::cpu_storage_as_slice(storage)?[start..end]),
        _ => Err(Error::msg("numbers in the CPU's memory are needed")),
    });
    let slices = slices.collect::<Result<Vec<_>>>()?;
    Ok(function(std::array::from_fn(|index| slices[index])))
}
