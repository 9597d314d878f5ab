//! Pictures to rows of numbers: a layer's activations over a data set, each map pooled over its positions.

use super::{Error, Result};
use crate::{
    control::Control,
    data::ItemId,
    methods::{Pass, Unreadable},
    network::{DType, NodeId},
};

/// What a map of the layer becomes in a picture's row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pool {
    /// Its mean: what is there, wherever it is.
    #[default]
    Mean,
    /// Its maximum: the strongest place counts.
    Max,
    /// All its values: place counts.
    None,
}

/// More numbers than this (2 GiB) do not fit beside everything else on a laptop.
const MOST_NUMBERS: usize = 1 << 29;

/// One row for each picture that could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Features {
    /// `count x width` numbers, row by row.
    pub rows: Vec<f32>,
    /// Numbers in a row: the layer's channels, or all its values.
    pub width: usize,
    /// The picture of each row, as its index in the data set.
    pub items: Vec<ItemId>,
    /// Pictures that could not be read.
    pub unreadable: Vec<Unreadable>,
}

/// Runs a network over a data set and keeps a layer's value (`N x C x H x W` pooled to `N x C`, or `N x C` as it is).
///
/// # Errors
/// When cancelled, when the pictures do not fit the network, when the rows would not fit into memory, or when no picture
/// can be read.
pub fn features(pass: Pass<'_>, layer: NodeId, pool: Pool, control: &Control) -> Result<Features> {
    let (mut rows, mut width, mut seen) = (Vec::new(), 0, Vec::new());
    let count = pass.dataset.len();
    let unreadable = pass.over(layer, control, |items, value| {
        let maps = value.reshape((items.len(), value.dims()[1], ()))?;
        let pooled = match pool {
            Pool::Mean => maps.mean(2)?,
            Pool::Max => maps.max(2)?,
            Pool::None => maps.flatten_from(1)?,
        };
        width = pooled.dim(1)?;
        if width.saturating_mul(count) > MOST_NUMBERS {
            return Err(Error::TooMany { width, count });
        }
        rows.extend(pooled.flatten_all()?.to_dtype(DType::F32)?.to_vec1::<f32>()?);
        seen.extend_from_slice(items);
        Ok(())
    })?;
    Ok(Features { rows, width, items: seen, unreadable })
}
