//! The one test that every operator's gradient must pass: central finite differences in f64 on random values.

use candle_core::{DType, Device, Result, Tensor};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::network::operation::{Evaluated, Operation};

/// Random sizes and values, the same in every run.
pub struct Cases(ChaCha8Rng);

impl Cases {
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A whole number from `low` to `high`, both included.
    pub fn size(&mut self, low: usize, high: usize) -> usize {
        self.0.random_range(low..=high)
    }

    pub fn coin(&mut self) -> bool {
        self.0.random()
    }

    /// Two numbers from `low` to `high`.
    pub fn pair(&mut self, low: usize, high: usize) -> [usize; 2] {
        [self.size(low, high), self.size(low, high)]
    }

    /// Values spread evenly between two bounds.
    pub fn between(&mut self, low: f64, high: f64, dims: &[usize]) -> Tensor {
        let numbers: Vec<f64> = (0..dims.iter().product()).map(|_| self.0.random_range(low..high)).collect();
        Tensor::from_vec(numbers, dims, &Device::Cpu).expect("as many numbers as the shape holds")
    }

    /// Values between -2 and 2.
    pub fn values(&mut self, dims: &[usize]) -> Tensor {
        self.between(-2.0, 2.0, dims)
    }

    /// Checks shape, gradients at all of `inputs`, what is computed for a single wanted input, and f32.
    pub fn check(&mut self, operation: &dyn Operation, inputs: &[Tensor]) {
        let shapes: Vec<&[usize]> = inputs.iter().map(Tensor::dims).collect();
        let shape = operation.shape(&shapes).expect("a shape for inputs that fit");
        let output = operation.forward(inputs).expect("forward");
        assert_eq!(output.dims(), shape, "{}: inferred shape", operation.name());
        let weights = self.values(&shape);
        let at = Evaluated { inputs, output: &output };
        let gradients = operation.gradient(&at, &weights, &vec![true; inputs.len()]).expect("gradient");
        assert_eq!(gradients.len(), inputs.len());
        for (index, gradient) in gradients.iter().enumerate() {
            let gradient = gradient.as_ref().expect("a gradient that was wanted");
            assert_eq!(gradient.dims(), inputs[index].dims(), "{}: gradient at input {index}", operation.name());
            self.compare(operation, inputs, index, &weights, gradient);
            let wanted: Vec<bool> = (0..inputs.len()).map(|other| other == index).collect();
            let alone = operation.gradient(&at, &weights, &wanted).expect("gradient");
            assert_eq!(alone.iter().map(Option::is_some).collect::<Vec<_>>(), wanted);
        }
        self.check_tangents(operation, &at, &weights, &gradients);
        let single: Vec<Tensor> = inputs.iter().map(|input| input.to_dtype(DType::F32).expect("f32")).collect();
        let single = operation.forward(&single).expect("forward in f32");
        assert_eq!(single.dtype(), DType::F32);
        let error = largest(&(single.to_dtype(DType::F64).expect("f64") - &output).expect("same shape"));
        assert!(error < 1e-4 * (1.0 + largest(&output)), "{}: f32 is off by {error}", operation.name());
    }

    /// `<weights, J v> = <J' weights, v>` for directions at each input by itself and at all at once.
    fn check_tangents(&mut self, operation: &dyn Operation, at: &Evaluated<'_>, weights: &Tensor, back: &[Option<Tensor>]) {
        let count = at.inputs.len();
        for moved in (0..count).map(|index| index..index + 1).chain((count > 1).then_some(0..count)) {
            let tangent = |index: usize| moved.contains(&index).then(|| self.values(at.inputs[index].dims()));
            let tangents: Vec<Option<Tensor>> = (0..count).map(tangent).collect();
            let forth = operation.tangent(at, &tangents).expect("tangent");
            assert_eq!(forth.dims(), at.output.dims(), "{}: the tangent's shape", operation.name());
            let inner = |a: &Tensor, b: &Tensor| flat(a).iter().zip(flat(b)).map(|(a, b)| a * b).sum::<f64>();
            let pairs = back.iter().zip(&tangents).filter_map(|(back, tangent)| Some(inner(back.as_ref()?, tangent.as_ref()?)));
            let (forth, back) = (inner(&forth, weights), pairs.sum::<f64>());
            let close = (forth - back).abs() < 1e-9 * (1.0 + forth.abs() + flat(weights).len() as f64);
            assert!(close, "{}: {forth} forwards, {back} backwards, moving inputs {moved:?}", operation.name());
        }
    }

    fn compare(&mut self, operation: &dyn Operation, inputs: &[Tensor], index: usize, weights: &Tensor, gradient: &Tensor) {
        const STEP: f64 = 1e-6;
        let numbers = flat(&inputs[index]);
        let analytic = flat(gradient);
        let score = |position: usize, change: f64| -> Result<f64> {
            let mut moved = numbers.clone();
            moved[position] += change;
            let mut inputs = inputs.to_vec();
            inputs[index] = Tensor::from_vec(moved, inputs[index].dims(), &Device::Cpu)?;
            (operation.forward(&inputs)? * weights)?.sum_all()?.to_scalar()
        };
        for _ in 0..numbers.len().min(20) {
            let position = self.size(0, numbers.len() - 1);
            let rise = score(position, STEP).expect("forward") - score(position, -STEP).expect("forward");
            let (numeric, analytic) = (rise / (2.0 * STEP), analytic[position]);
            assert!(
                (numeric - analytic).abs() < 1e-6 * (1.0 + numeric.abs() + largest(weights)),
                "{} {:?}: gradient at input {index}, position {position}: {analytic} instead of {numeric}",
                operation.name(),
                inputs.iter().map(Tensor::dims).collect::<Vec<_>>(),
            );
        }
    }
}

/// All numbers of a value in reading order.
pub fn flat(value: &Tensor) -> Vec<f64> {
    value.to_dtype(DType::F64).and_then(|value| value.flatten_all()?.to_vec1()).expect("numbers")
}

/// The largest magnitude.
pub fn largest(value: &Tensor) -> f64 {
    flat(value).into_iter().fold(0.0, |largest, number| largest.max(number.abs()))
}
