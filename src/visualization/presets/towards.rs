//! What recipes make of a goal that their papers did not have: a whole layer is likeness to an open picture, and how large a
//! goal's numbers are is looked up on noise that has the colours and waves of photographs.

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use crate::{
    control::Control,
    methods::normal,
    network::{BackwardRule, NodeId, Plain, Redirected},
    visualization::{
        Error, Goal, Objective, Order, Planes, Result, Unit,
        canvas::{Canvas, DEVIATION, Parameterisation},
        resize,
    },
};

/// What shall grow, on a canvas of how many rows and columns: with a picture a whole layer becomes likeness to it.
pub(super) fn likeness(order: &Order) -> Result<(Goal, [usize; 2])> {
    let (Some(picture), [(weight, Objective::Layer(layer))]) = (&order.picture, order.goal.0.as_slice()) else {
        return Ok((order.goal.clone(), order.canvas()));
    };
    let size = order.size.unwrap_or([picture.height, picture.width]);
    let pixels = if size == [picture.height, picture.width] { (**picture).clone() } else { resize::zoomed(picture, size) };
    let input = order.lens.space(Unit::Pixel).input(&pixels);
    let reference = order.lens.reference(*layer, &input, &Control::default())?;
    Ok((Goal(vec![(*weight, Objective::Inversion(reference))]), size))
}

/// Whether the goal is likeness, whose numbers are shares of what is to be reached.
pub(super) fn is_likeness(goal: &Goal) -> bool {
    matches!(goal.0.as_slice(), [(_, Objective::Inversion(_))])
}

/// Pictures of noise that are looked at.
const LOOKS: usize = 4;
/// Mean and standard deviation of photographs' pixels.
const GREY: f64 = 0.45;
const CONTRAST: f64 = 0.22;
/// Numbers are never taken for smaller.
const LEAST: f64 = 1e-6;

/// What the goal comes to on noise like photographs, above 0: for a unit, a channel or a class the mean over its layer of what
/// each unit, channel or class comes to at most, since the one that is meant may be silent.
pub(super) fn typical(order: &Order, goal: &Goal, size: [usize; 2]) -> Result<f64> {
    let network = order.lens.network();
    let space = order.lens.space(Unit::Pixel);
    let input = space.input(&noise(size, space.channels())?);
    let of_layer = |layer: NodeId, at_most: fn(&[f32]) -> f64| -> Result<f64> {
        let value = order.lens.reference(layer, &input, &Control::default())?.value;
        let largest = |channel: usize| {
            let maps = value.planes().skip(channel).step_by(value.channels);
            maps.map(at_most).fold(0.0, f64::max)
        };
        Ok((0..value.channels).map(largest).sum::<f64>() / value.channels.max(1) as f64)
    };
    let found = match goal.0.as_slice() {
        [(_, Objective::Channel(layer, _))] => {
            of_layer(*layer, |map| (map.iter().map(|&value| f64::from(value)).sum::<f64>() / map.len().max(1) as f64).abs())?
        }
        [(_, Objective::Unit(layer, ..))] => of_layer(*layer, at_most)?,
        [(_, Objective::Class(_))] => of_layer(network.scores(), at_most)?,
        _ => {
            let part = order.lens.part(&goal.layers(network), size)?;
            let seen = part.see(&input, &Control::default())?;
            let (scores, _) = goal.evaluate(&part.values(network, &seen, input.count)?)?;
            scores.iter().fold(0.0, |largest, score| score.abs().max(largest))
        }
    };
    Ok(if found.is_finite() { found.max(LEAST) } else { 1.0 })
}

fn at_most(map: &[f32]) -> f64 {
    map.iter().fold(0.0, |largest, &value| f64::from(value).abs().max(largest))
}

/// How steep the goal is on grey noise of this standard deviation in Caffe's unit: the root mean square of its gradient's numbers
/// there. Where it is silent, dead rectifiers are redirected.
pub(super) fn slope(order: &Order, goal: &Goal, deviation: f32, size: [usize; 2]) -> Result<f64> {
    let network = order.lens.network();
    let space = order.lens.space(Unit::Centred);
    let mut random = ChaCha8Rng::seed_from_u64(0);
    let mut canvas = Planes::zeros([LOOKS, space.channels(), size[0], size[1]]);
    canvas.values.iter_mut().for_each(|value| *value = deviation * normal(&mut random) as f32);
    let part = order.lens.part(&goal.layers(network), size)?;
    let seen = part.see(&space.input(&canvas), &Control::default())?;
    let (_, gradients) = goal.evaluate(&part.values(network, &seen, LOOKS)?)?;
    let rules: [&dyn BackwardRule; 2] = [&Plain, &Redirected];
    for rule in rules {
        let at_input = part.pull_back(&seen, &gradients, rule, &Control::default())?;
        let gradient = space.pull_back(&at_input);
        let squares = gradient.values.iter().map(|&slope| f64::from(slope).powi(2)).sum::<f64>();
        if squares > 0.0 {
            return Ok((squares / gradient.values.len().max(1) as f64).sqrt());
        }
    }
    Ok(1.0)
}

/// Pixels of a few pictures of noise with the waves and colours of photographs; always the same.
fn noise(size: [usize; 2], channels: usize) -> Result<Planes> {
    let written = Parameterisation::Fourier { decay: 1.0, deviation: DEVIATION, decorrelate: true, squash: false };
    let canvas = Canvas::new(&written, [LOOKS, channels, size[0], size[1]]).map_err(Error::from)?;
    let mut pixels = canvas.decode(&canvas.first(&mut ChaCha8Rng::seed_from_u64(0)));
    for picture in pixels.items_mut() {
        let count = picture.len().max(1) as f64;
        let mean = picture.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
        let squares = picture.iter().map(|&value| (f64::from(value) - mean).powi(2)).sum::<f64>();
        let spread = (squares / count).sqrt().max(LEAST);
        let pixel = |value: f32| (GREY + CONTRAST * (f64::from(value) - mean) / spread).clamp(0.0, 1.0) as f32;
        picture.iter_mut().for_each(|value| *value = pixel(*value));
    }
    Ok(pixels)
}
