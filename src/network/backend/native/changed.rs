//! A forward pass over inputs that differ from a known one inside one rectangle each.
//!
//! First every value's changed part, some images at a time, each step on windows cut out of the known values and of what has
//! changed in them; then, where a part becomes most of its map or a step has no rule for parts, whole maps through the ordinary
//! pass. Exact: every number that could differ is computed anew.

use std::{
    collections::{HashMap, hash_map::Entry},
    ops::Range,
    sync::Arc,
};

use candle_core::{Device, Tensor};

use crate::{
    control::Control,
    kernels::{
        Maps, MapsMut, WindowShape,
        average_pool::{Divisor, average_pool},
        block_count,
        max_pool::max_pool,
        regions::{ChangedMaps, Cut, cut_plain_windows, cut_windows},
    },
    network::{Activations, Changes, Error, Keep, NodeId, Result, backend::candle::compute_error},
};

use super::{
    forward,
    fusion::Group,
    kept::KeptValues,
    memory::Buffer,
    parts::{Frame, Part, Sliding},
    plan::Plans,
    prepared::Prepared,
    regions::{Regions, Rule, Step, WindowOperator},
    value::{FeatureMaps, Value, blocked_len, whole, with_slice},
};

/// Images whose parts are computed together, at most.
const TOGETHER: usize = 16;
/// Numbers of the largest whole value of all images that are computed together.
const MOST_NUMBERS: usize = 1 << 24;

/// The values `wanted` for every changed input, `N x ...`.
pub(super) fn run(
    prepared: &Arc<Prepared>,
    plans: &Plans,
    base: &Activations,
    changes: &Changes,
    wanted: &[NodeId],
    control: &Control,
) -> Result<HashMap<NodeId, Tensor>> {
    let (_, _, height, width) = changes.values.dims4()?;
    let mut together = TOGETHER;
    let (batches, regions, at_once) = loop {
        let batches = equal_ranges(changes.count(), together);
        let part = |images: &Range<usize>| Part { size: [height, width], origins: changes.origins[images.clone()].to_vec() };
        let inputs: Vec<Part> = batches.iter().map(part).collect();
        let regions = Regions::new(prepared, plans, &inputs, wanted);
        let at_once = (MOST_NUMBERS / regions.largest.max(1)).max(1);
        if at_once >= together {
            break (batches, regions, at_once / together);
        }
        together = at_once;
    };
    let known = known(prepared, base, &regions)?;
    let pass = Parts { prepared, regions: &regions, known: &known, changes, control };
    let mut found: HashMap<NodeId, Vec<Tensor>> = HashMap::new();
    for first in (0..batches.len()).step_by(at_once) {
        let frontier = pass.frontier(&batches, first..(first + at_once).min(batches.len()))?;
        let values = if regions.complete {
            frontier
        } else {
            let rest = forward::run(prepared, plans, frontier, &Keep::Only(wanted.to_vec()), control)?;
            wanted.iter().map(|&id| Ok((id, rest.value(id)?))).collect::<Result<_>>()?
        };
        for &id in wanted {
            let value = values.get(&id).ok_or_else(|| Error::NotKept { layer: prepared.network.node(id).name.clone() })?;
            found.entry(id).or_default().push(value.to_tensor()?);
        }
    }
    found.into_iter().map(|(id, tensors)| Ok((id, Tensor::cat(&tensors, 0)?))).collect()
}

/// As few ranges of at most `most` numbers as cover the numbers below `count`, all of about the same length.
fn equal_ranges(count: usize, most: usize) -> Vec<Range<usize>> {
    let ranges = count.div_ceil(most);
    (0..ranges).map(|index| index * count / ranges..(index + 1) * count / ranges).collect()
}

/// The unchanged values that windows are cut out of.
fn known(prepared: &Prepared, base: &Activations, regions: &Regions) -> Result<HashMap<NodeId, Value>> {
    let kept = base.lazy.as_ref().and_then(|lazy| lazy.as_any().downcast_ref::<KeptValues>());
    let value = |id: NodeId| match (base.values.get(&id), kept) {
        (Some(tensor), _) => Ok(Value::Plain(tensor.clone())),
        (None, Some(kept)) => kept.value(id),
        (None, None) => Err(Error::NotKept { layer: prepared.network.node(id).name.clone() }),
    };
    let read = regions.steps.iter().flat_map(|step| step.inputs(prepared)).chain(regions.frontier.iter().copied());
    let mut known = HashMap::new();
    for id in read {
        if let Entry::Vacant(missing) = known.entry(id) {
            missing.insert(value(id)?);
        }
    }
    Ok(known)
}

/// The part of the pass that computes parts.
struct Parts<'a> {
    prepared: &'a Arc<Prepared>,
    regions: &'a Regions,
    known: &'a HashMap<NodeId, Value>,
    changes: &'a Changes,
    control: &'a Control,
}

/// Whole maps of many images that are being put together.
enum Assembly {
    Maps(Buffer),
    Plain(Vec<f32>),
}

impl Parts<'_> {
    /// The values from which the ordinary pass goes on, for some of all batches.
    fn frontier(&self, batches: &[Range<usize>], some: Range<usize>) -> Result<HashMap<NodeId, Value>> {
        let prepared = self.prepared;
        let images = batches[some.start].start..batches[some.end - 1].end;
        let dims = |id: NodeId| -> Result<[usize; 4]> {
            let shape = &prepared.network.node(id).shape;
            let mut dims: [usize; 4] = shape.as_slice().try_into().map_err(|_| candle_core::Error::msg("maps are needed"))?;
            dims[0] = images.len();
            Ok(dims)
        };
        let mut assemblies = HashMap::new();
        for &id in &self.regions.frontier {
            let assembly = match &self.known[&id] {
                Value::Maps(_) => Assembly::Maps(prepared.pool.take(blocked_len(dims(id)?))),
                Value::Plain(_) => Assembly::Plain(vec![0.0; dims(id)?.iter().product()]),
            };
            assemblies.insert(id, assembly);
        }
        for index in some {
            let batch = Batch::run(self, index, batches[index].clone())?;
            let places = batches[index].start - images.start..batches[index].end - images.start;
            for (&id, assembly) in &mut assemblies {
                batch.assemble(id, assembly, places.clone())?;
            }
        }
        let finish = |(id, assembly)| {
            let value = match assembly {
                Assembly::Maps(buffer) => Value::Maps(FeatureMaps::new(buffer, dims(id)?)),
                Assembly::Plain(values) => Value::Plain(Tensor::from_vec(values, &dims(id)?, &Device::Cpu)?),
            };
            Ok((id, value))
        };
        assemblies.into_iter().map(finish).collect()
    }
}

/// Some images that go through all steps together.
struct Batch<'a> {
    pass: &'a Parts<'a>,
    parts: &'a HashMap<NodeId, Part>,
    values: HashMap<NodeId, Value>,
}

impl<'a> Batch<'a> {
    fn run(pass: &'a Parts<'a>, index: usize, images: Range<usize>) -> Result<Self> {
        let (prepared, regions) = (pass.prepared, pass.regions);
        let input = Value::Plain(pass.changes.some(images)?.values);
        let values = HashMap::from([(prepared.network.input(), input)]);
        let mut batch = Batch { pass, parts: &regions.parts[index], values };
        let mut uses: HashMap<NodeId, usize> = HashMap::new();
        for id in regions.steps.iter().flat_map(|step| step.inputs(prepared)).chain(regions.frontier.iter().copied()) {
            *uses.entry(id).or_default() += 1;
        }
        for step in &regions.steps {
            pass.control.check()?;
            let value = batch.step(step)?;
            batch.values.insert(step.group.tail, value);
            for id in step.inputs(prepared) {
                if let Some(left) = uses.get_mut(&id) {
                    *left -= 1;
                    if *left == 0 {
                        batch.values.remove(&id);
                    }
                }
            }
        }
        Ok(batch)
    }

    fn step(&self, step: &Step) -> Result<Value> {
        let node = self.pass.prepared.network.node(step.group.head);
        let value = match &step.rule {
            Rule::Positions if step.joins => self.concatenate(&step.group),
            Rule::Positions => self.positions(&step.group),
            Rule::Windows { sliding, outside, operator } => {
                let windows = self.cut(node.inputs[0], &self.part(step.group.tail)?.seen(sliding), *outside)?;
                self.windows(&step.group, windows, sliding, operator)
            }
        };
        value.map_err(|error| match error {
            Error::Tensor(source) => compute_error(node)(source),
            other => other,
        })
    }

    /// What is computed position by position.
    fn positions(&self, group: &Group) -> Result<Value> {
        let frame = self.part(group.tail)?.frame();
        let computed = self.pass.prepared.compute(group, &|id| self.cut(id, &frame, 0.0), None, self.pass.prepared.rounding)?;
        computed.ok_or_else(|| self.not_kept(group.tail))
    }

    /// What is computed from windows that have been cut out.
    fn windows(&self, group: &Group, windows: Value, sliding: &Sliding, operator: &WindowOperator) -> Result<Value> {
        let (prepared, part) = (self.pass.prepared, self.part(group.tail)?);
        let dims = self.dims(group.tail, part.size);
        let blocks = block_count(dims[1]);
        match operator {
            WindowOperator::Convolution(operator) => {
                let residual = group.residual.map(|id| self.cut(id, &part.frame(), 0.0)).transpose()?;
                let computed =
                    prepared.convolution(operator, group, &windows, residual.as_ref(), dims, (None, prepared.rounding))?;
                computed.ok_or_else(|| self.not_kept(group.tail))
            }
            WindowOperator::Maximum => self.pool(&windows, dims, sliding, |shape, x, output| {
                max_pool(shape, dims[0], blocks, x, output, prepared.level);
            }),
            WindowOperator::Mean => self.pool(&windows, dims, sliding, |shape, x, output| {
                average_pool(shape, Divisor::Inside, dims[0], blocks, x, output, prepared.level);
            }),
            WindowOperator::Nothing => Ok(windows),
        }
    }

    fn pool(
        &self,
        windows: &Value,
        dims: [usize; 4],
        sliding: &Sliding,
        kernel: impl FnOnce(&WindowShape, Maps<'_>, MapsMut<'_>),
    ) -> Result<Value> {
        let pool = &self.pass.prepared.pool;
        let x = windows.to_maps(pool)?;
        let shape = WindowShape {
            input: x.size(),
            output: [dims[2], dims[3]],
            kernel: sliding.kernel,
            stride: sliding.stride,
            dilation: sliding.dilation,
            padding: [0, 0],
        };
        let mut buffer = pool.take(blocked_len(dims));
        kernel(&shape, x.view(), whole(&mut buffer, dims[1]));
        Ok(Value::Maps(FeatureMaps::new(buffer, dims)))
    }

    /// Joins maps along their channels, each cut straight to its place.
    fn concatenate(&self, group: &Group) -> Result<Value> {
        let (prepared, part) = (self.pass.prepared, self.part(group.tail)?);
        let dims = self.dims(group.tail, part.size);
        let mut buffer = prepared.pool.take(blocked_len(dims));
        let mut first = 0;
        for &input in &prepared.network.node(group.head).inputs {
            self.cut_maps(input, &part.frame(), 0.0, MapsMut::new(&mut buffer, block_count(dims[1]), first))?;
            first += block_count(prepared.network.node(input).shape[1]);
        }
        Ok(Value::Maps(FeatureMaps::new(buffer, dims)))
    }

    /// Whole maps of a value into the places of these images.
    fn assemble(&self, id: NodeId, assembly: &mut Assembly, places: Range<usize>) -> Result<()> {
        let node = self.pass.prepared.network.node(id);
        let &[_, channels, height, width] = node.shape.as_slice() else { return Err(self.not_kept(id)) };
        let frame = Frame::whole([height, width], places.len());
        match assembly {
            Assembly::Maps(buffer) => {
                let one = blocked_len([1, channels, height, width]);
                let target = &mut buffer[places.start * one..places.end * one];
                self.cut_maps(id, &frame, 0.0, MapsMut::new(target, block_count(channels), 0))
            }
            Assembly::Plain(values) => {
                let one = channels * height * width;
                self.cut_plain(id, &frame, 0.0, &mut values[places.start * one..places.end * one])
            }
        }
    }

    /// Windows of a value; the value itself where they are just what has been computed of it.
    fn cut(&self, id: NodeId, frame: &Frame, outside: f32) -> Result<Value> {
        let value = self.value(id)?;
        if self.part(id)?.frame() == *frame {
            return Ok(value.clone());
        }
        let dims = self.dims(id, frame.size);
        if let (Value::Plain(_), Value::Plain(_)) = (&self.pass.known[&id], value) {
            let mut windows = vec![0.0; dims.iter().product()];
            self.cut_plain(id, frame, outside, &mut windows)?;
            return Ok(Value::Plain(Tensor::from_vec(windows, &dims, &Device::Cpu)?));
        }
        let mut windows = self.pass.prepared.pool.take(blocked_len(dims));
        self.cut_maps(id, frame, outside, whole(&mut windows, dims[1]))?;
        Ok(Value::Maps(FeatureMaps::new(windows, dims)))
    }

    fn cut_maps(&self, id: NodeId, frame: &Frame, outside: f32, output: MapsMut<'_>) -> Result<()> {
        let (part, pool) = (self.part(id)?, &self.pass.prepared.pool);
        let (base, changed) = (self.pass.known[&id].to_maps(pool)?, self.value(id)?.to_maps(pool)?);
        let maps = ChangedMaps {
            base: base.view(),
            size: base.size(),
            changed: changed.view(),
            part: part.size,
            origins: &part.origins,
        };
        cut_windows(&maps, base.used_blocks(), &Cut { size: frame.size, starts: &frame.starts, outside }, output);
        Ok(())
    }

    fn cut_plain(&self, id: NodeId, frame: &Frame, outside: f32, output: &mut [f32]) -> Result<()> {
        let (part, base, changed) = (self.part(id)?, self.pass.known[&id].to_tensor()?, self.value(id)?.to_tensor()?);
        let (_, channels, height, width) = base.dims4()?;
        let cut = Cut { size: frame.size, starts: &frame.starts, outside };
        with_slice(&base, |base| {
            with_slice(&changed, |changed| {
                let (base, changed) = (Maps::plain(base), Maps::plain(changed));
                let maps = ChangedMaps { base, size: [height, width], changed, part: part.size, origins: &part.origins };
                cut_plain_windows(&maps, channels, &cut, output);
            })
        })??;
        Ok(())
    }

    /// Dimensions of a value of these images on windows of `size`.
    fn dims(&self, id: NodeId, size: [usize; 2]) -> [usize; 4] {
        let images = self.parts.get(&id).map_or(0, |part| part.origins.len());
        [images, self.pass.prepared.network.node(id).shape[1], size[0], size[1]]
    }

    fn part(&self, id: NodeId) -> Result<&Part> {
        self.parts.get(&id).ok_or_else(|| self.not_kept(id))
    }

    fn value(&self, id: NodeId) -> Result<&Value> {
        self.values.get(&id).ok_or_else(|| self.not_kept(id))
    }

    fn not_kept(&self, id: NodeId) -> Error {
        Error::NotKept { layer: self.pass.prepared.network.node(id).name.clone() }
    }
}
