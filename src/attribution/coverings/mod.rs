//! Methods that cover parts of the picture and ask again: no derivative is needed, so that they work with any network and target.
//!
//! | file | what |
//! |---|---|
//! | `regions.rs`, `felzenszwalb.rs` | the parts: a grid, or superpixels |
//! | `least_squares.rs` | a linear model of what covering does |
//! | `feature_ablation.rs`, `lime.rs`, `kernel_shap.rs`, `xrai.rs` | methods on regions |
//! | `smooth_mask.rs` | masks that are smooth, and their gradient |
//! | `rise.rs`, `extremal.rs` | methods on masks |
//!
//! What they share is here: covered inputs, and regions as maps. The target's number for many of them comes from `rerun.rs`.

pub mod extremal;
pub mod feature_ablation;
mod felzenszwalb;
pub mod kernel_shap;
mod least_squares;
pub mod lime;
mod regions;
pub mod rise;
mod smooth_mask;
pub mod xrai;

use super::{Map, Request, Result};
use crate::words::Phrase;

/// `input` with `fill` where a region is off: `is_on` knows each region.
pub fn covered(input: &[f32], fill: &[f32], labels: &[usize], is_on: impl Fn(usize) -> bool) -> Vec<f32> {
    let pixel = |(index, (&own, &fill)): (usize, (&f32, &f32))| if is_on(labels[index % labels.len()]) { own } else { fill };
    input.iter().zip(fill).enumerate().map(pixel).collect()
}

/// A number for each region as a map of the input's rows and columns.
pub fn map_of_regions(request: &Request<'_>, labels: &[usize], values: &[f64], trust: Vec<Phrase>) -> Result<Map> {
    let [_, height, width] = request.input_size()?;
    let plane = labels.iter().map(|&label| values[label] as f32).collect();
    Ok(Map::whole(plane, [1, height, width], true, trust))
}
