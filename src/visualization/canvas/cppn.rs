//! A picture as a network from coordinates to colours (compositional pattern-producing network, Stanley 2007), as in Lucid and
//! Lucent: every pixel runs alone through dense layers.
//!
//! Between layers stand `atan(z) / 0.67` and `atan(z)^2 / 0.6`, one after the other, so that a layer has twice as many inputs as
//! the one before has outputs. Inputs are the row and the column, from `-sqrt 3` to `sqrt 3` along the longer side. A picture's
//! parameters are those of Lucent's module in its order: of each layer the weights, outputs x inputs, then the biases. It knows
//! no colours: the sigmoid comes after.

use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::{methods::normal, visualization::Planes};

/// Pixels that run through the layers together, so that all values of one stay in the cache.
const PIXELS: usize = 64;

/// Blocks of one task. A task adds up its own gradient, so that the order of sums does not depend on threads.
const BLOCKS: usize = 16;

/// Factors that bring both halves of the activation to a deviation of about 1.
const ODD: f32 = 1.0 / 0.67;
const EVEN: f32 = 1.0 / 0.6;

/// One value of every pixel of a block.
type Lanes = [f32; PIXELS];

/// The network of every picture.
pub struct Cppn {
    layers: Vec<Layer>,
    size: [usize; 2],
}

/// A dense layer.
#[derive(Clone, Copy)]
struct Layer {
    inputs: usize,
    outputs: usize,
    /// Where its weights begin.
    start: usize,
}

impl Layer {
    fn weights(self, parameters: &[f32]) -> &[f32] {
        &parameters[self.start..][..self.inputs * self.outputs]
    }

    fn biases(self, parameters: &[f32]) -> &[f32] {
        &parameters[self.start + self.inputs * self.outputs..][..self.outputs]
    }

    fn len(self) -> usize {
        (self.inputs + 1) * self.outputs
    }
}

/// What the layers saw of one block of pixels.
struct Run {
    /// The inputs of each layer.
    inputs: Vec<Vec<Lanes>>,
    /// What came out of each, before the activation.
    outputs: Vec<Vec<Lanes>>,
}

impl Cppn {
    /// A network of `layers` layers with `width` outputs each but the last, for pictures of `channels x height x width`.
    pub fn new(width: usize, layers: usize, [channels, rows, columns]: [usize; 3]) -> Self {
        let mut start = 0;
        let layer = |index: usize| {
            let inputs = if index == 0 { 2 } else { 2 * width };
            let outputs = if index + 1 == layers { channels } else { width };
            let layer = Layer { inputs, outputs, start };
            start += layer.len();
            layer
        };
        Self { layers: (0..layers).map(layer).collect(), size: [rows, columns] }
    }

    /// Parameters of a picture.
    pub fn len(&self) -> usize {
        self.layers.iter().map(|layer| layer.len()).sum()
    }

    /// Weights of deviation `1 / sqrt(inputs)`, biases of 0, and a last layer of 0: a grey picture.
    pub fn first(&self, random: &mut ChaCha8Rng) -> Vec<f32> {
        let mut parameters = vec![0.0; self.len()];
        for layer in &self.layers[..self.layers.len() - 1] {
            let deviation = 1.0 / (layer.inputs as f64).sqrt();
            for weight in &mut parameters[layer.start..][..layer.inputs * layer.outputs] {
                *weight = (deviation * normal(random)) as f32;
            }
        }
        parameters
    }

    /// Networks become pictures, before the sigmoid.
    pub fn decode(&self, parameters: &[f32], pictures: &mut Planes) {
        let area = pictures.area();
        for (picture, parameters) in pictures.items_mut().zip(parameters.chunks_exact(self.len())) {
            let run = |start: usize| {
                let mut run = self.scratch();
                self.run(parameters, start, &mut run);
                run.outputs.pop().unwrap_or_default()
            };
            let blocks: Vec<Vec<Lanes>> = (0..area.div_ceil(PIXELS)).into_par_iter().map(|block| run(block * PIXELS)).collect();
            for (channel, plane) in picture.chunks_exact_mut(area).enumerate() {
                for (pixels, block) in plane.chunks_mut(PIXELS).zip(&blocks) {
                    pixels.copy_from_slice(&block[channel][..pixels.len()]);
                }
            }
        }
    }

    /// The gradient at the networks of what has `gradient` at their outputs.
    pub fn pull_back(&self, parameters: &[f32], gradient: &Planes, result: &mut [f32]) {
        let pairs = parameters.chunks_exact(self.len()).zip(result.chunks_exact_mut(self.len()));
        for (gradient, (parameters, result)) in gradient.items().zip(pairs) {
            let transposed: Vec<Vec<f32>> = self.layers.iter().map(|layer| transposed(*layer, parameters)).collect();
            let blocks = (self.size[0] * self.size[1]).div_ceil(PIXELS);
            let task = |task: usize| {
                let mut sum = vec![0.0; self.len()];
                let mut run = self.scratch();
                for block in task * BLOCKS..((task + 1) * BLOCKS).min(blocks) {
                    self.run(parameters, block * PIXELS, &mut run);
                    self.back(&transposed, block * PIXELS, gradient, &run, &mut sum);
                }
                sum
            };
            let sums: Vec<Vec<f32>> = (0..blocks.div_ceil(BLOCKS)).into_par_iter().map(task).collect();
            for sum in sums {
                result.iter_mut().zip(sum).for_each(|(result, value)| *result += value);
            }
        }
    }

    fn scratch(&self) -> Run {
        let lanes = |count: fn(&Layer) -> usize| self.layers.iter().map(|layer| vec![[0.0; PIXELS]; count(layer)]).collect();
        Run { inputs: lanes(|layer| layer.inputs), outputs: lanes(|layer| layer.outputs) }
    }

    /// Runs the pixels from `start` on; beyond the last pixel they go on, and nobody looks.
    fn run(&self, parameters: &[f32], start: usize, run: &mut Run) {
        let [rows, columns] = self.size;
        let longest = (rows.max(columns) - 1).max(1) as f32;
        let place = |index: usize, side: usize| 3.0f32.sqrt() * (2.0 * index as f32 - (side - 1) as f32) / longest;
        for pixel in 0..PIXELS {
            run.inputs[0][0][pixel] = place((start + pixel) / columns, rows);
            run.inputs[0][1][pixel] = place((start + pixel) % columns, columns);
        }
        for (index, layer) in self.layers.iter().enumerate() {
            product(layer.weights(parameters), layer.biases(parameters), &run.inputs[index], &mut run.outputs[index]);
            if let Some(next) = run.inputs.get_mut(index + 1) {
                let (odd, even) = next.split_at_mut(layer.outputs);
                for ((odd, even), output) in odd.iter_mut().zip(even).zip(&run.outputs[index]) {
                    for ((odd, even), output) in odd.iter_mut().zip(even).zip(output) {
                        let angle = arctangent(*output);
                        *odd = angle * ODD;
                        *even = angle * angle * EVEN;
                    }
                }
            }
        }
    }

    /// Adds the gradient of the pixels from `start` on to `sum`.
    fn back(&self, transposed: &[Vec<f32>], start: usize, gradient: &[f32], run: &Run, sum: &mut [f32]) {
        let area = self.size[0] * self.size[1];
        let pixels = PIXELS.min(area - start);
        let mut outer: Vec<Lanes> = vec![[0.0; PIXELS]; gradient.len() / area];
        for (lanes, plane) in outer.iter_mut().zip(gradient.chunks_exact(area)) {
            lanes[..pixels].copy_from_slice(&plane[start..start + pixels]);
        }
        for (index, layer) in self.layers.iter().enumerate().rev() {
            let (weights, biases) = sum[layer.start..][..layer.len()].split_at_mut(layer.inputs * layer.outputs);
            add_outer_products(&outer, &run.inputs[index], weights);
            for (bias, lanes) in biases.iter_mut().zip(&outer) {
                *bias += lanes.iter().sum::<f32>();
            }
            let Some(before) = index.checked_sub(1) else { break };
            let mut inner = vec![[0.0; PIXELS]; layer.inputs];
            product(&transposed[index], &[], &outer, &mut inner);
            let (odd, even) = inner.split_at(layer.inputs / 2);
            let outputs = run.outputs[before].iter().zip(&run.inputs[index]);
            outer = outputs.zip(odd.iter().zip(even)).map(|((z, angle), (odd, even))| slopes(z, angle, odd, even)).collect();
        }
    }
}

/// The gradient before an activation, from what came in, what its odd half gave, and the gradients of both halves.
fn slopes(z: &Lanes, angle: &Lanes, odd: &Lanes, even: &Lanes) -> Lanes {
    std::array::from_fn(|pixel| {
        let of_angle = odd[pixel] * ODD + even[pixel] * angle[pixel] * (2.0 * EVEN / ODD);
        of_angle / (1.0 + z[pixel] * z[pixel])
    })
}

/// Weights as inputs x outputs.
fn transposed(layer: Layer, parameters: &[f32]) -> Vec<f32> {
    let weights = layer.weights(parameters);
    (0..weights.len()).map(|index| weights[index % layer.outputs * layer.inputs + index / layer.outputs]).collect()
}

/// `outputs = weights * inputs + biases` for every pixel; no biases are zeros.
fn product(weights: &[f32], biases: &[f32], inputs: &[Lanes], outputs: &mut [Lanes]) {
    const PART: usize = 16;
    for (pair, outputs) in outputs.chunks_mut(2).enumerate() {
        let row = |offset: usize| &weights[(2 * pair + offset.min(outputs.len() - 1)) * inputs.len()..][..inputs.len()];
        let rows = [row(0), row(1)];
        for part in (0..PIXELS).step_by(PART) {
            let mut sums = [[0.0; PART]; 2];
            for ((input, first), second) in inputs.iter().zip(rows[0]).zip(rows[1]) {
                let input: &[f32] = &input[part..part + PART];
                for (lane, input) in input.iter().enumerate() {
                    sums[0][lane] += first * input;
                    sums[1][lane] += second * input;
                }
            }
            for (offset, (output, sums)) in outputs.iter_mut().zip(sums).enumerate() {
                let bias = biases.get(2 * pair + offset).copied().unwrap_or(0.0);
                output[part..part + PART].iter_mut().zip(sums).for_each(|(output, sum)| *output = sum + bias);
            }
        }
    }
}

/// Adds the sums over pixels of `outer x inputs` to `weights`.
fn add_outer_products(outer: &[Lanes], inputs: &[Lanes], weights: &mut [f32]) {
    const PART: usize = 8;
    for (outer, weights) in outer.iter().zip(weights.chunks_exact_mut(inputs.len())) {
        for (weights, inputs) in weights.chunks_mut(4).zip(inputs.chunks(4)) {
            let mut sums = [[0.0; PART]; 4];
            let input = |index: usize| &inputs[index.min(inputs.len() - 1)];
            let inputs = [input(0), input(1), input(2), input(3)];
            for part in (0..PIXELS).step_by(PART) {
                for (sums, input) in sums.iter_mut().zip(inputs) {
                    for (sum, (outer, input)) in sums.iter_mut().zip(outer[part..part + PART].iter().zip(&input[part..])) {
                        *sum += outer * input;
                    }
                }
            }
            for (weight, sums) in weights.iter_mut().zip(&sums) {
                *weight += sums.iter().sum::<f32>();
            }
        }
    }
}

/// `atan(x)` without branches or calls, so that loops over it become vector code; within 3e-7 of the exact value.
///
/// The polynomial of Abramowitz & Stegun 4.4.49 below 1, and `pi / 2 - atan(1 / x)` above.
fn arctangent(x: f32) -> f32 {
    let size = x.abs();
    let inverse = size > 1.0;
    let t = if inverse { 1.0 / size } else { size };
    let square = t * t;
    let polynomial = 0.002_866_225_7;
    let polynomial = polynomial * square - 0.016_165_737;
    let polynomial = polynomial * square + 0.042_909_614;
    let polynomial = polynomial * square - 0.075_289_64;
    let polynomial = polynomial * square + 0.106_562_64;
    let polynomial = polynomial * square - 0.142_089;
    let polynomial = polynomial * square + 0.199_935_51;
    let polynomial = polynomial * square - 0.333_331_45;
    let angle = t + t * square * polynomial;
    let angle = if inverse { std::f32::consts::FRAC_PI_2 - angle } else { angle };
    angle.copysign(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arctangent_is_exact_to_the_last_digits() {
        for step in -4000..=4000i32 {
            let x = (step as f32 * 0.01).powi(3);
            let error = (f64::from(arctangent(x)) - f64::from(x).atan()).abs();
            assert!(error < 3e-7, "atan({x}) is off by {error}");
        }
        assert_eq!(arctangent(f32::INFINITY), std::f32::consts::FRAC_PI_2);
    }
}
