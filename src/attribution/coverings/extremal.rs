//! Extremal perturbation: Fong, Patrick & Vedaldi 2019, "Understanding deep networks via extremal perturbations and smooth
//! masks".
//!
//! The mask of a given area through which the score is highest (or without which it is lowest), sought by gradient ascent:
//! smooth, because each pixel takes a soft maximum of coarse parameters near it, and of that area, because its sorted values
//! are drawn towards zeros and ones. What is masked is blurred, in steps of a pyramid. The constants are those of the
//! authors' library (TorchRay).

use std::borrow::Cow;

use rayon::prelude::*;

use crate::{
    attribution::{
        Choice, Compute, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies,
        shared::{Growth, numbers},
    },
    control::Control,
    network::{Device, Keep, Plain, Tensor},
    picture::{Border, blurred},
    words::trust,
};

const PRESERVE: &str = "preserve";
const DELETE: &str = "delete";

const GAME: Parameter =
    Parameter::choice("game", &[Choice { id: PRESERVE }, Choice { id: DELETE }], &Value::Choice(Cow::Borrowed(PRESERVE)));

const AREA: Parameter = Parameter::number("area", [0.001, 0.999], &Value::Number(0.1));

const STEPS: Parameter = Parameter::whole("steps", [1, 10_000], &Value::Whole(800));

pub const METHOD: Method = Method {
    id: "extremal-perturbation",
    name: "Extremal perturbation",
    paper: "Fong 2019",
    family: Family::Coverings,
    parameters: &[GAME, AREA, STEPS],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::ManyPasses,
    conventions: &[PAPER],
    signed: false,
    compute: Compute::Growing(compute),
};

/// Pixels from one parameter of the mask to the next, and the width of what it reaches.
const STEP: usize = 7;
const REACH: usize = 21;
/// Parameters on each side of the nearest one that a pixel looks at.
const RADIUS: usize = 1 + REACH.div_ceil(STEP);
const PADDING: usize = 1 + (2 * REACH).div_ceil(STEP);
/// How hard the soft maximum is.
const COLDNESS: f32 = 20.0;
const RATE: f64 = 0.01;
const MOMENTUM: f64 = 0.9;
/// How strongly the area is drawn to what is asked, and by how much more in each step.
const AREA_WEIGHT: f64 = 300.0;
const AREA_GROWTH: f64 = 1.0035;
/// Levels of the pyramid, and the deviation of the widest blur.
const LEVELS: usize = 8;
const WIDEST: f64 = 20.0;

/// From coarse parameters to a smooth mask.
struct Generator {
    /// Rows and columns of the parameters and of the mask with its margin.
    coarse: [usize; 2],
    fine: [usize; 2],
    /// How far apart, in parameters, neighbouring pixels lie.
    inverse: [f32; 2],
    /// How much each of the parameters near it counts for a pixel, one pixel after the other.
    weights: Vec<f32>,
}

/// Rows of the mask that are worked on together.
const BAND: usize = 8;

/// Parameters that a pixel looks at.
const NEAR: usize = (2 * RADIUS + 1) * (2 * RADIUS + 1);

impl Generator {
    fn new(size: [usize; 2]) -> Self {
        let coarse = size.map(|length| length.div_ceil(STEP));
        let middle = coarse.map(|length| length + 2 * PADDING - (2 * RADIUS + 1) + 1);
        let fine = middle.map(|length| STEP * length - STEP + 1);
        let inverse = [0, 1].map(|axis| middle[axis] as f32 / (STEP * middle[axis]) as f32);
        let mut generator = Self { coarse, fine, inverse, weights: Vec::new() };
        let weights = (0..fine[0] * fine[1]).into_par_iter().flat_map_iter(|pixel| generator.weights_at(pixel));
        generator.weights = weights.collect();
        generator
    }

    /// The first row and column of parameters that a pixel looks at.
    #[inline]
    fn first(&self, pixel: usize) -> [isize; 2] {
        let at = [pixel / self.fine[1], pixel % self.fine[1]];
        [0, 1].map(|axis| (self.inverse[axis] * at[axis] as f32).floor() as isize - PADDING as isize)
    }

    fn weights_at(&self, pixel: usize) -> Vec<f32> {
        let (y, x) = (pixel / self.fine[1], pixel % self.fine[1]);
        let [top, left] = self.first(pixel);
        let away = |at: usize, parameter: isize| at as f32 - (REACH as f32 + STEP as f32 * parameter as f32);
        let one = |tap: usize| {
            let (down, across) = ((tap / (2 * RADIUS + 1)) as isize, (tap % (2 * RADIUS + 1)) as isize);
            let distance = away(y, top + down).hypot(away(x, left + across)) / REACH as f32;
            (-2.0 * (distance - 0.5).max(0.0).powi(2)).exp()
        };
        (0..NEAR).map(one).collect()
    }

    /// Calls `each(parameter, weight)` for all that a pixel looks at; `None` beyond the border.
    #[inline]
    fn near(&self, pixel: usize, mut each: impl FnMut(Option<usize>, f32)) {
        let [top, left] = self.first(pixel);
        let mut weights = self.weights[pixel * NEAR..][..NEAR].iter();
        for row in top..=top + 2 * RADIUS as isize {
            for column in left..=left + 2 * RADIUS as isize {
                let inside = (0..self.coarse[0] as isize).contains(&row) && (0..self.coarse[1] as isize).contains(&column);
                let weight = weights.next().copied().unwrap_or_default();
                each(inside.then(|| row as usize * self.coarse[1] + column as usize), weight);
            }
        }
    }

    /// The mask with its margin, before it is clamped.
    fn mask(&self, parameters: &[f32]) -> Vec<f32> {
        let one = |pixel: usize| {
            let (mut above, mut below) = (0.0, 0.0);
            self.near(pixel, |parameter, weight| {
                let value = weight * parameter.map_or(0.0, |at| parameters[at]);
                let share = (COLDNESS * (value - 1.0)).exp();
                above += value * share;
                below += share;
            });
            above / below
        };
        (0..self.fine[0] * self.fine[1]).into_par_iter().map(one).collect()
    }

    /// The gradient at the parameters, given that at the mask.
    fn back(&self, parameters: &[f32], mask: &[f32], coming: &[f32]) -> Vec<f32> {
        let count = parameters.len();
        let columns = self.fine[1];
        let row = |mut sums: Vec<f32>, row: usize| {
            for pixel in row * columns..(row + 1) * columns {
                if coming[pixel] == 0.0 {
                    continue;
                }
                let mut below = 0.0;
                self.near(pixel, |parameter, weight| {
                    below += (COLDNESS * (weight * parameter.map_or(0.0, |at| parameters[at]) - 1.0)).exp();
                });
                self.near(pixel, |parameter, weight| {
                    if let Some(at) = parameter {
                        let value = weight * parameters[at];
                        let share = (COLDNESS * (value - 1.0)).exp() / below;
                        sums[at] += coming[pixel] * weight * share * (1.0 + COLDNESS * (value - mask[pixel]));
                    }
                });
            }
            sums
        };
        let add = |mut a: Vec<f32>, b: Vec<f32>| {
            a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
            a
        };
        // Bands are added up in their order: how work is shared out must not show in the sums.
        let band = |first: usize| (first..(first + BAND).min(self.fine[0])).fold(vec![0.0; count], &row);
        let bands: Vec<Vec<f32>> = (0..self.fine[0].div_ceil(BAND)).into_par_iter().map(|index| band(index * BAND)).collect();
        bands.into_iter().fold(vec![0.0; count], add)
    }
}

/// The picture in steps from widely blurred to sharp.
struct Pyramid {
    levels: Vec<Vec<f32>>,
    area: usize,
}

impl Pyramid {
    /// Which levels a share of sharpness lies between, and how far it is.
    fn place(share: f32) -> (usize, usize, f32) {
        let at = share * (LEVELS - 1) as f32;
        let low = (at.floor() as usize).min(LEVELS - 1);
        (low, (low + 1).min(LEVELS - 1), at - low as f32)
    }

    fn apply(&self, mask: &[f32]) -> Vec<f32> {
        let value = |index: usize| {
            let (low, high, share) = Self::place(mask[index % self.area]);
            (1.0 - share) * self.levels[low][index] + share * self.levels[high][index]
        };
        (0..self.levels[0].len()).map(value).collect()
    }

    /// The gradient at the mask, given that at the picture.
    fn back(&self, mask: &[f32], coming: &[f32]) -> Vec<f32> {
        let mut sums = vec![0.0; self.area];
        for (index, coming) in coming.iter().enumerate() {
            let (low, high, _) = Self::place(mask[index % self.area]);
            sums[index % self.area] += coming * (self.levels[high][index] - self.levels[low][index]) * (LEVELS - 1) as f32;
        }
        sums
    }
}

fn compute(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let [channels, height, width] = request.input_size()?;
    let (network, input) = (request.network(), request.pixels()?);
    let deviation = |level: usize| (1.0 - level as f64 / (LEVELS - 1) as f64) * WIDEST;
    let levels = (0..LEVELS).map(|level| blurred(&input, [height, width], deviation(level), Border::Zero)).collect();
    let pyramid = Pyramid { levels, area: height * width };
    let generator = Generator::new([height, width]);
    let (steps, area) = (request.count(&STEPS), request.parameter(&AREA));
    let deletes = request.choice(&GAME) == DELETE;
    let pixels: usize = generator.fine.iter().product();
    let zeros = (pixels as f64 * (1.0 - area)) as usize;
    let mut parameters = vec![1.0f32; generator.coarse.iter().product()];
    let mut speed: Option<Vec<f64>> = None;
    let mut area_weight = AREA_WEIGHT;
    let crop = |mask: &[f32]| -> Vec<f32> {
        (0..height * width)
            .map(|index| mask[(REACH + index / width) * generator.fine[1] + REACH + index % width].clamp(0.0, 1.0))
            .collect()
    };
    let mut growth = Growth::new(control, observer, steps, trust::steps_so_far);
    let mut shown = vec![0.0; height * width];
    for step in 0..steps {
        let raw = generator.mask(&parameters);
        let mask: Vec<f32> = raw.iter().map(|value| value.clamp(0.0, 1.0)).collect();
        shown = crop(&raw);
        let seen: Vec<f32> = if deletes { shown.iter().map(|value| 1.0 - value).collect() } else { shown.clone() };
        let mut picture = pyramid.apply(&seen);
        // Every other step looks at the mirrored picture.
        let mirrored = step % 2 == 0;
        let mirror = |values: &mut [f32]| values.chunks_exact_mut(width).for_each(<[f32]>::reverse);
        if mirrored {
            mirror(&mut picture);
        }
        let picture = Tensor::from_vec(picture, (1, channels, height, width), &Device::Cpu)?;
        let quiet = control.silent();
        let kept = request.engine.forward(&picture, &Keep::All, &quiet)?;
        let found = request.engine.gradient(&kept, &request.target, &[network.input()], &Plain, &quiet)?;
        let mut gradient = numbers(found.get(network, network.input())?)?;
        if mirrored {
            mirror(&mut gradient);
        }
        let inner = pyramid.back(&seen, &gradient);
        // Descent on minus the score. Where it is to fall, what is seen falls as the mask grows: both signs cancel.
        let mut coming = vec![0.0f32; pixels];
        for (index, slope) in inner.iter().enumerate() {
            let at = (REACH + index / width) * generator.fine[1] + REACH + index % width;
            coming[at] = -slope;
        }
        let mut order: Vec<usize> = (0..pixels).collect();
        order.par_sort_by(|&a, &b| mask[a].total_cmp(&mask[b]));
        for (place, &at) in order.iter().enumerate() {
            let wanted = if place < zeros { 0.0 } else { 1.0 };
            coming[at] += (2.0 * area_weight / pixels as f64) as f32 * (mask[at] - wanted);
        }
        // Clamping passes nothing beyond its ends.
        coming.iter_mut().zip(&raw).filter(|(_, raw)| !(0.0..=1.0).contains(*raw)).for_each(|(coming, _)| *coming = 0.0);
        let slopes = generator.back(&parameters, &raw, &coming);
        let speed = speed.get_or_insert_with(|| slopes.iter().map(|&slope| f64::from(slope)).collect());
        for ((parameter, speed), slope) in parameters.iter_mut().zip(speed.iter_mut()).zip(slopes) {
            if step > 0 {
                *speed = MOMENTUM * *speed + (1.0 - MOMENTUM) * f64::from(slope);
            }
            *parameter = ((f64::from(*parameter) - RATE * *speed) as f32).clamp(0.0, 1.0);
        }
        area_weight *= AREA_GROWTH;
        growth.reach(step + 1, || Ok(Map::whole(shown.clone(), [1, height, width], false, Vec::new())))?;
    }
    let covered = shown.iter().map(|&value| f64::from(value)).sum::<f64>() / shown.len().max(1) as f64;
    let trust = vec![trust::steps(steps), trust::area_kept(crate::words::Value::Percent(covered, 1))];
    Ok(Map::whole(shown, [1, height, width], false, trust))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_masks_gradient_is_that_of_finite_differences() {
        let generator = Generator::new([15, 22]);
        let count: usize = generator.coarse.iter().product();
        let parameters: Vec<f32> = (0..count).map(|index| 0.2 + 0.6 * (index as f32 * 0.7).sin().abs()).collect();
        let weights: Vec<f32> = (0..generator.fine[0] * generator.fine[1]).map(|index| (index as f32 * 0.31).cos()).collect();
        let mask = generator.mask(&parameters);
        let slopes = generator.back(&parameters, &mask, &weights);
        let value = |parameters: &[f32]| -> f64 {
            generator.mask(parameters).iter().zip(&weights).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
        };
        for at in [0, 3, count - 1] {
            let moved = |by: f32| {
                let mut moved = parameters.clone();
                moved[at] += by;
                value(&moved)
            };
            let slope = (moved(1e-2) - moved(-1e-2)) / 2e-2;
            assert!((slope - f64::from(slopes[at])).abs() < 2e-2 * slope.abs().max(1.0), "{at}: {} and {slope}", slopes[at]);
        }
    }
}
