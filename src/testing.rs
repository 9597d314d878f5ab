//! Random numbers for tests, the same on every machine and in every run: a linear congruence in 64 bits with Knuth's factor
//! (The Art of Computer Programming, volume 2, 3.3.4), of which the upper bits are taken.
//!
//! The unit tests of `src` use it as a module, the tests of `tests/` through `tests/support`, which includes this file: so it may
//! name no room of the house.

use candle_core::{Device, Tensor};

/// Numbers that depend on the seed alone.
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// From -1 to 1, never 1 itself.
    pub fn next(&mut self) -> f32 {
        (self.step() >> 40) as f32 / (1 << 23) as f32 - 1.0
    }

    /// From 0 to `bound`, never `bound` itself.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.step() >> 33) as usize % bound
    }

    pub fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// As many numbers as asked for, each from -1 to 1.
    pub fn many(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| self.next()).collect()
    }

    /// Numbers from `middle - spread` to `middle + spread`.
    pub fn tensor(&mut self, dims: &[usize], middle: f32, spread: f32) -> Tensor {
        let numbers = (0..dims.iter().product()).map(|_| middle + spread * self.next()).collect();
        Tensor::from_vec(numbers, dims, &Device::Cpu).expect("as many numbers as the shape says")
    }

    fn step(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0
    }
}
