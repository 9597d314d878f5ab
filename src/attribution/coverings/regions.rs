//! The parts of a picture that are covered as wholes: cells of a grid, or superpixels.

use std::borrow::Cow;

use super::felzenszwalb;
use crate::attribution::{Choice, Parameter, Request, Result, Value};

pub const GRID: &str = "grid";
pub const SUPERPIXELS: &str = "superpixels";

pub const REGIONS: Parameter =
    Parameter::choice("regions", &[Choice { id: SUPERPIXELS }, Choice { id: GRID }], &Value::Choice(Cow::Borrowed(SUPERPIXELS)))
        .elsewhere(&[("captum", &Value::Choice(Cow::Borrowed(GRID)))]);

pub const CELLS: Parameter = Parameter::whole("cells", [1, 64], &Value::Whole(8));

pub const COARSENESS: Parameter = Parameter::number("coarseness", [1.0, 10_000.0], &Value::Number(250.0));

/// A picture of the fewest pixels that a superpixel may have, as a share of all.
const SMALLEST: f64 = 1.0 / 200.0;

/// Deviation of the blur before superpixels are sought.
pub const BLUR: f64 = 0.8;

/// The input as a picture: channels from 0 (black) to 1 (white), each of rows and columns.
pub fn colours(request: &Request<'_>) -> Result<Vec<f64>> {
    let [channels, height, width] = request.input_size()?;
    let input = request.pixels()?;
    let area = height * width;
    let levels = match request.preprocessing {
        Some(_) => request.levels()?,
        None => {
            let low = input.iter().copied().fold(f32::INFINITY, f32::min);
            let high = input.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            [vec![low; channels], vec![high; channels]]
        }
    };
    let one = |(index, &value): (usize, &f32)| {
        let channel = index / area;
        let [black, white] = [levels[0][channel], levels[1][channel]].map(f64::from);
        if white == black { 0.0 } else { (f64::from(value) - black) / (white - black) }
    };
    Ok(input.iter().enumerate().map(one).collect())
}

/// The region of each pixel of the input, counted from 0, and how many there are.
pub fn regions(request: &Request<'_>) -> Result<(Vec<usize>, usize)> {
    let [channels, height, width] = request.input_size()?;
    if request.choice(&REGIONS) == GRID {
        let cells = request.count(&CELLS).min(height).min(width);
        let cell = |at: usize, length: usize| at * cells / length;
        let labels = (0..height * width).map(|index| cell(index / width, height) * cells + cell(index % width, width));
        return Ok((labels.collect(), cells * cells));
    }
    let smallest = ((height * width) as f64 * SMALLEST).round().max(1.0) as usize;
    let labels =
        felzenszwalb::superpixels(&colours(request)?, [channels, height, width], request.parameter(&COARSENESS), BLUR, smallest);
    let count = labels.iter().max().map_or(0, |label| label + 1);
    Ok((labels, count))
}
