//! The kernels on layers of well-known networks, forward and as input gradient, in multiply-adds a second.
//!
//!     cargo bench -p convscope-benches --bench kernels [-- FILTER]
//!
//! Weights and maps are the same in every round, so that they lie in the cache: what a layer takes inside of a network is a
//! little more. `layers.rs` lists them.

use convscope::kernels::{Direction, Level, parallel};
use convscope_benches as layers;
use divan::{Bencher, counter::ItemsCount};

fn main() {
    divan::main();
}

#[divan::bench(args = layers::all())]
fn forward(bencher: Bencher<'_, '_>, case: &layers::Case) {
    bench(bencher, case, Direction::Forward);
}

#[divan::bench(args = layers::all())]
fn input_gradient(bencher: Bencher<'_, '_>, case: &layers::Case) {
    bench(bencher, case, Direction::InputGradient);
}

fn bench(bencher: Bencher<'_, '_>, case: &layers::Case, direction: Direction) {
    let mut layer = case.prepare(direction, Level::best());
    let bencher = bencher.counter(ItemsCount::new(case.multiply_adds()));
    parallel::pass(|| bencher.bench_local(|| layer.run()));
}
