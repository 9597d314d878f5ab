//! A folder's pictures as points: which ones are used, how they look small, and where a method lays them.

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;

use super::Atlas;
use crate::{
    control::Control,
    data::{Dataset, ItemId},
    embedding::{Features, Points, Request, registry},
    network::{Error, Result},
};

/// Side of a small picture in pixels.
const SMALL: usize = 64;

/// How rows become points.
#[derive(Clone, Debug, PartialEq)]
pub struct Embed {
    /// The method's number in the registry.
    pub method: usize,
    /// Its parameters that were set.
    pub parameters: BTreeMap<String, f64>,
}

/// Small pictures of a folder, one tile an item.
#[derive(Clone, Debug)]
pub struct Gallery {
    /// The tiles, in the order of the items used.
    pub atlas: Atlas,
}

/// Points with what each one is.
#[derive(Clone, Debug)]
pub struct Cloud {
    /// Where they lie, and how far to trust that.
    pub points: Points,
    /// The rows behind them.
    pub features: Arc<Features>,
    /// Whether the method is done.
    pub finished: bool,
}

/// At most `most` pictures of a folder, evenly spread over it, as their numbers there.
pub fn sampled(folder: &Dataset, most: usize) -> Vec<usize> {
    let count = folder.len().min(most);
    (0..count).map(|index| index * folder.len() / count.max(1)).collect()
}

/// Reads the pictures and makes them small; what cannot be read is black.
///
/// # Errors
/// When cancelled.
pub fn gallery(folder: &Dataset, items: &[usize], control: &Control) -> Result<Gallery> {
    let mut small = Vec::with_capacity(items.len());
    for chunk in items.chunks(32) {
        control.step(small.len(), items.len(), &format!("{} of {} pictures", small.len(), items.len()))?;
        let read = |&item: &usize| folder.picture(ItemId(item)).ok().map(|picture| picture.resized(SMALL, SMALL));
        small.extend(chunk.par_iter().map(read).collect::<Vec<_>>());
    }
    let atlas = Atlas::paint(items.len(), [SMALL, SMALL], |index, pixels| match &small[index] {
        Some(picture) => pixels.copy_from_slice(&picture.pixels),
        None => pixels.fill(0),
    });
    Ok(Gallery { atlas })
}

/// Runs a method on the rows; the points are handed to `observer` as they move.
///
/// # Errors
/// What the method says, in one sentence; cancellation.
pub fn embed(
    features: &Arc<Features>,
    embed: &Embed,
    control: &Control,
    observer: &mut dyn FnMut(&dyn Fn() -> Cloud),
) -> Result<Cloud> {
    let Some(method) = registry().get(embed.method) else {
        return Err(Error::Target("there is no such method".to_owned()));
    };
    let request = Request { rows: &features.rows, width: features.width, parameters: embed.parameters.clone(), seed: 0 };
    let cloud = |points: &Points, finished: bool| Cloud { points: points.clone(), features: Arc::clone(features), finished };
    let points = method.run(&request, control, &mut |moving| observer(&|| cloud(moving, false)))?;
    Ok(cloud(&points, true))
}
