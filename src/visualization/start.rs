//! Where a picture starts: the recipe's own noise, another noise, a picture, or what an earlier picture ended with.
//!
//! It knows no network.

use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::{
    Error, Planes, Result, Space,
    canvas::Canvas,
    recipe::{Recipe, Start},
    resize,
};
use crate::methods::normal;

/// The first parameters.
pub(super) fn first(recipe: &Recipe, space: &Space, canvas: &Canvas, random: &mut ChaCha8Rng) -> Result<Vec<f32>> {
    let dims = canvas.dims();
    let mut picture = Planes::zeros(dims);
    match &recipe.start {
        Start::Own => return Ok(canvas.first(random)),
        Start::Parameters(parameters) if parameters.len() == canvas.parameter_count() => return Ok(parameters.to_vec()),
        Start::Parameters(_) => return Ok(canvas.first(random)),
        Start::Normal { mean, deviation } => {
            picture.values.iter_mut().for_each(|value| {
                *value = mean + deviation * normal(random) as f32;
            });
        }
        Start::Uniform { low, high } => {
            picture.values.iter_mut().for_each(|value| *value = low + (high - low) * random.random::<f32>());
        }
        Start::Norm(norm) => {
            picture.values.iter_mut().for_each(|value| *value = normal(random) as f32);
            for item in picture.items_mut() {
                let own = item.iter().map(|&value| f64::from(value).powi(2)).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
                item.iter_mut().for_each(|value| *value *= (norm / own) as f32);
            }
        }
        Start::Picture(pixels) => {
            let one = space.of_pixels(pixels);
            let size = [dims[2], dims[3]];
            let one = if [one.height, one.width] == size { one } else { resize::zoomed(&one, size) };
            if one.channels != dims[1] || one.values.is_empty() {
                return Err(Error::Reference { expected: dims, found: one.dims() });
            }
            picture.values = one.items().next().unwrap_or_default().repeat(dims[0]);
        }
    }
    canvas.encode(&picture).ok_or_else(|| Error::Canvas("a picture written in this way starts from its own noise".to_owned()))
}
