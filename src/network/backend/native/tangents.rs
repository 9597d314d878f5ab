//! A tangent pass: convolutions by kernel, without their bias; every other node by its operator, on plain tensors.

use std::collections::HashMap;

use candle_core::{DType, Device, Tensor};

use crate::{
    control::Control,
    kernels::{Algorithm, Direction, Epilogue, Maps, convolution},
    network::{
        NodeId, Operator, Result,
        backend::candle::compute_error,
        tangent::{self, Motion},
    },
};

use super::{
    prepared::Prepared,
    shapes,
    value::{FeatureMaps, Value, blocked_len, whole, with_slice},
};

/// The tangents that `motion` asks for.
pub(super) fn run(prepared: &Prepared, motion: &Motion<'_>, control: &Control) -> Result<HashMap<NodeId, Tensor>> {
    let plain = |(id, tangent): &(NodeId, Tensor)| Ok((*id, tangent.to_dtype(DType::F32)?.to_device(&Device::Cpu)?));
    let tangents = motion.tangents.iter().map(plain).collect::<Result<Vec<_>>>()?;
    let motion = Motion { tangents: &tangents, ..*motion };
    let constant = |id: NodeId| prepared.constant(id).cloned();
    tangent::run(&prepared.network, &motion, &constant, &|id, own| convolved(prepared, id, own), control)
}

/// The tangent of a convolution whose weights do not move.
fn convolved(prepared: &Prepared, id: NodeId, own: &[Option<Tensor>]) -> Result<Option<Tensor>> {
    let node = prepared.network.node(id);
    let (Operator::Convolution(operator), [Some(moved), others @ ..]) = (&node.operator, own) else { return Ok(None) };
    if others.iter().any(Option::is_some) || !prepared.has_constant_parameters(node) || moved.rank() != 4 {
        return Ok(None);
    }
    let error = compute_error(node);
    let input = moved.dims4()?;
    let [_, outputs, rows, columns] = node.shape[..] else { return Ok(None) };
    let batch = input.0;
    let dims = [batch, outputs, rows, columns];
    let shape = shapes::convolution(operator, input.into(), dims);
    let picture = Algorithm::of_picture(&shape, Direction::Forward);
    let algorithm = picture.unwrap_or_else(|| Algorithm::choose(&shape, Direction::Forward, batch, prepared.careful()));
    let weights = prepared.packed_without_bias(id, &shape, algorithm)?;
    let mut scratch = prepared.pool.take(weights.scratch_len(&shape, batch));
    let mut buffer = prepared.pool.take(blocked_len(dims));
    let mut run = |x: Maps<'_>| {
        convolution(&weights, &shape, batch, x, whole(&mut buffer, dims[1]), &mut scratch, Epilogue::NONE);
    };
    if picture.is_some() {
        with_slice(moved, |values| run(Maps::plain(values))).map_err(&error)?;
    } else {
        run(FeatureMaps::from_tensor(moved, &prepared.pool).map_err(&error)?.view());
    }
    Ok(Some(Value::Maps(FeatureMaps::new(buffer, dims)).to_tensor().map_err(&error)?))
}
