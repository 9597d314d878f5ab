//! RISE: Petsiuk, Das & Saenko 2018, "RISE: randomized input sampling for explanation of black-box models".
//!
//! The mean of random masks, each weighted by the class's probability for the picture seen through it, divided by how much a
//! mask keeps: a coarse grid of ones and zeros, enlarged smoothly and shifted by chance. What is masked becomes zero in the
//! preprocessed input.

use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use crate::{
    attribution::{
        Compute, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies,
        rerun::Rerun,
        shared::{Growth, SEED},
    },
    control::Control,
    picture::upsampled,
    words::trust,
};

const MASKS: Parameter = Parameter::whole("masks", [1, 100_000], &Value::Whole(4000));

const GRID: Parameter = Parameter::whole("grid", [1, 64], &Value::Whole(7));

const KEEP: Parameter = Parameter::number("keep", [0.01, 0.99], &Value::Number(0.5));

pub const METHOD: Method = Method {
    id: "rise",
    name: "RISE",
    paper: "Petsiuk 2018",
    family: Family::Coverings,
    parameters: &[MASKS, GRID, KEEP, SEED],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::ManyPasses,
    conventions: &[PAPER],
    signed: false,
    compute: Compute::Growing(compute),
};

/// A mask of the input's rows and columns.
fn mask(random: &mut ChaCha8Rng, grid: usize, keep: f64, [height, width]: [usize; 2]) -> Vec<f32> {
    let cells: Vec<f32> = (0..grid * grid).map(|_| if random.random::<f64>() < keep { 1.0 } else { 0.0 }).collect();
    let cell = [height.div_ceil(grid), width.div_ceil(grid)];
    let large = [(grid + 1) * cell[0], (grid + 1) * cell[1]];
    let enlarged = upsampled(&cells, [grid, grid], large);
    let shift = [0, 1].map(|axis| (random.random::<f64>() * cell[axis] as f64) as usize);
    (0..height * width).map(|index| enlarged[(shift[0] + index / width) * large[1] + shift[1] + index % width]).collect()
}

fn compute(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let [_, height, width] = request.input_size()?;
    let input = request.pixels()?;
    let rerun = Rerun::of_input(request)?.by_probability();
    let (count, grid, keep) = (request.count(&MASKS), request.count(&GRID), request.parameter(&KEEP));
    let mut random = request.chance();
    let mut growth = Growth::new(control, observer, count, trust::masks_so_far);
    let mut sums = vec![0.0f64; height * width];
    let map = |sums: &[f64], done: usize| {
        let values = sums.iter().map(|sum| (sum / (done as f64 * keep)) as f32).collect();
        Map::whole(values, [1, height, width], false, vec![trust::masks(done)])
    };
    for first in (0..count).step_by(rerun.batch()) {
        let done = (first + rerun.batch()).min(count);
        let masks: Vec<Vec<f32>> = (first..done).map(|_| mask(&mut random, grid, keep, [height, width])).collect();
        let mut inputs = Vec::with_capacity(masks.len() * input.len());
        for mask in &masks {
            for plane in input.chunks_exact(mask.len()) {
                inputs.extend(plane.iter().zip(mask).map(|(value, mask)| value * mask));
            }
        }
        for (mask, score) in masks.iter().zip(rerun.run(inputs, control)?) {
            sums.iter_mut().zip(mask).for_each(|(sum, &mask)| *sum += score * f64::from(mask));
        }
        growth.reach(done, || Ok(map(&sums, done)))?;
    }
    Ok(map(&sums, count))
}
