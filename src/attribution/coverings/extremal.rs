//! Extremal perturbation: Fong, Patrick & Vedaldi 2019, "Understanding deep networks via extremal perturbations and smooth
//! masks".
//!
//! The mask of a given area through which the score is highest (or without which it is lowest), sought by gradient ascent:
//! smooth, because each pixel takes a soft maximum of coarse parameters near it, and of that area, because its sorted values
//! are drawn towards zeros and ones. What is masked is blurred, in steps of a pyramid. The constants are those of the
//! authors' library (TorchRay).

use std::borrow::Cow;

use rayon::prelude::*;

use super::smooth_mask::{Generator, REACH};
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

const RATE: f64 = 0.01;
const MOMENTUM: f64 = 0.9;
/// How strongly the area is drawn to what is asked, and by how much more in each step.
const AREA_WEIGHT: f64 = 300.0;
const AREA_GROWTH: f64 = 1.0035;
/// Levels of the pyramid, and the deviation of the widest blur.
const LEVELS: usize = 8;
const WIDEST: f64 = 20.0;

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
        let mut picture = vec![0.0; self.levels[0].len()];
        picture.par_chunks_mut(self.area).enumerate().for_each(|(channel, picture)| {
            for (pixel, (value, &share)) in picture.iter_mut().zip(mask).enumerate() {
                let (low, high, share) = Self::place(share);
                let index = channel * self.area + pixel;
                *value = (1.0 - share) * self.levels[low][index] + share * self.levels[high][index];
            }
        });
        picture
    }

    /// The gradient at the mask, given that at the picture.
    fn back(&self, mask: &[f32], coming: &[f32]) -> Vec<f32> {
        let one = |(pixel, &share): (usize, &f32)| {
            let (low, high, _) = Self::place(share);
            let slope = |index: usize| coming[index] * (self.levels[high][index] - self.levels[low][index]);
            (pixel..coming.len()).step_by(self.area).map(slope).sum::<f32>() * (LEVELS - 1) as f32
        };
        mask.par_iter().enumerate().map(one).collect()
    }
}

fn compute(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let [channels, height, width] = request.input_size()?;
    let (network, engine, input) = (request.network(), request.engine.hasty(), request.pixels()?);
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
        let kept = engine.forward(&picture, &Keep::All, &quiet)?;
        let found = engine.gradient(&kept, &request.target, &[network.input()], &Plain, &quiet)?;
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
        if zeros < pixels {
            // Which ones are smallest is all that counts; of equal ones the first.
            order.select_nth_unstable_by(zeros, |&a, &b| mask[a].total_cmp(&mask[b]).then(a.cmp(&b)));
        }
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
