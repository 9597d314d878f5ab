//! How far numbers are from the expected ones, in its two meanings: [`l2`] over all of them, [`worst`] at the worst place.

use convscope::network::{DType, Tensor};

/// The L2 norm of the difference, as a share of the expected one's; the norm itself where all that is expected is 0.
pub fn l2<T: Copy + Into<f64>>(found: &[T], expected: &[T]) -> f64 {
    assert_eq!(found.len(), expected.len());
    let norm = |values: &mut dyn Iterator<Item = f64>| values.map(|value| value * value).sum::<f64>().sqrt();
    let difference = norm(&mut found.iter().zip(expected).map(|(&found, &expected)| found.into() - expected.into()));
    let size = norm(&mut expected.iter().map(|&value| value.into()));
    if size == 0.0 { difference } else { difference / size }
}

/// The largest difference, as a share of the largest expected number; infinite where a number is none.
pub fn worst<T: Copy + Into<f64>>(found: &[T], expected: &[T]) -> f64 {
    assert_eq!(found.len(), expected.len());
    let largest = expected.iter().fold(1e-12_f64, |largest, &value| largest.max(value.into().abs()));
    let distance = |(&found, &expected): (&T, &T)| {
        let distance: f64 = (found.into() - expected.into()).abs();
        if distance.is_nan() { f64::INFINITY } else { distance }
    };
    found.iter().zip(expected).map(distance).fold(0.0, f64::max) / largest
}

/// [`l2`] of two tensors of one shape.
pub fn l2_of(found: &Tensor, expected: &Tensor) -> f64 {
    assert_eq!(found.dims(), expected.dims());
    l2(&flat(found), &flat(expected))
}

/// [`worst`] of two tensors of one shape.
pub fn worst_of(found: &Tensor, expected: &Tensor) -> f64 {
    assert_eq!(found.dims(), expected.dims());
    worst(&flat(found), &flat(expected))
}

/// All numbers in 64 bits, in the order of the axes.
pub fn flat(tensor: &Tensor) -> Vec<f64> {
    tensor.to_dtype(DType::F64).and_then(|tensor| tensor.flatten_all()?.to_vec1()).expect("numbers")
}
