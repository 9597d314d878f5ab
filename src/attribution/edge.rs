//! The control of Adebayo et al. 2018: an edge detector, which knows the picture and no network. Whoever finds a map
//! convincing should look at this one first.
//!
//! The length of Sobel's gradient of the input, averaged over its channels.

use super::{Compute, Cost, Family, Map, Method, PAPER, Request, Result, applies};
use crate::{control::Control, words::trust};

pub const METHOD: Method = Method {
    id: "edge",
    name: "Edges",
    paper: "control, Adebayo 2018",
    family: Family::Controls,
    parameters: &[],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::Pass,
    conventions: &[PAPER],
    signed: false,
    compute: Compute::Whole(compute),
};

fn compute(request: &Request<'_>, control: &Control) -> Result<Map> {
    control.check()?;
    let [channels, height, width] = request.input_size()?;
    let input = request.pixels()?;
    let area = height * width;
    let grey: Vec<f32> =
        (0..area).map(|at| (0..channels).map(|channel| input[channel * area + at]).sum::<f32>() / channels as f32).collect();
    let pixel = |y: isize, x: isize| {
        let (y, x) = (y.clamp(0, height as isize - 1), x.clamp(0, width as isize - 1));
        f64::from(grey[y as usize * width + x as usize])
    };
    let length = |index: usize| {
        let (y, x) = ((index / width) as isize, (index % width) as isize);
        let across = |dy: isize| pixel(y + dy, x + 1) - pixel(y + dy, x - 1);
        let down = |dx: isize| pixel(y + 1, x + dx) - pixel(y - 1, x + dx);
        (across(-1) + 2.0 * across(0) + across(1)).hypot(down(-1) + 2.0 * down(0) + down(1)) as f32
    };
    Ok(Map::whole((0..area).map(length).collect(), [1, height, width], false, vec![trust::EDGES]))
}
