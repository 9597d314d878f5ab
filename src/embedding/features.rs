//! Pictures to rows of numbers: a layer's activations over a data set, each map averaged over its positions.

use crate::{
    network::{Control, DType, NodeId, Result},
    units::{Pass, Unreadable},
};

/// One row for each picture that could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Features {
    /// `count x width` numbers, row by row.
    pub rows: Vec<f32>,
    /// Numbers in a row: the layer's channels.
    pub width: usize,
    /// The picture of each row, as its index in the data set.
    pub items: Vec<usize>,
    /// Pictures that could not be read.
    pub unreadable: Vec<Unreadable>,
}

/// Runs a network over a data set and keeps a layer's value (`N x C x H x W` averaged to `N x C`, or `N x C` as it is).
///
/// # Errors
/// When cancelled, when the pictures do not fit the network, or when none can be read.
pub fn features(pass: Pass<'_>, layer: NodeId, control: &Control) -> Result<Features> {
    let (mut rows, mut width, mut seen) = (Vec::new(), 0, Vec::new());
    let unreadable = pass.over(layer, control, |items, value| {
        width = value.dims()[1];
        let positions = value.elem_count() / (items.len() * width);
        let means = value.reshape((items.len(), width, positions))?.mean(2)?;
        rows.extend(means.flatten_all()?.to_dtype(DType::F32)?.to_vec1::<f32>()?);
        seen.extend_from_slice(items);
        Ok(())
    })?;
    Ok(Features { rows, width, items: seen, unreadable })
}
