//! Walks an ONNX graph: which nodes are needed, in which order, from which input to which outputs.
//!
//! Knows nothing of what single operators mean (`translate.rs`).

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    path::Path,
};

use rten_onnx::onnx::{DataType, GraphProto, NodeProto, TensorProto, ValueInfoProto};

use super::{
    draft::{CHANNELS_FIRST, Draft, LARGEST_SIZE, Value},
    step::Step,
    translate,
};
use crate::{
    formats::{Error, Result},
    network::Network,
};

/// Translates a whole graph. `size` is the input's rows and columns where the file leaves them open.
pub fn import(graph: &GraphProto, opset: i64, folder: Option<&Path>, size: [usize; 2]) -> Result<Network> {
    let initializers: HashMap<&str, &TensorProto> =
        graph.initializer.iter().map(|tensor| (tensor.name.as_deref().unwrap_or_default(), tensor)).collect();
    let input = find_input(graph, &initializers)?;
    let input_name = input.name.as_deref().unwrap_or_default();
    let channels_last = puts_channels_first(graph, input_name);
    let (shape, file_batch) = input_shape(input, channels_last, size)?;
    let mut draft = Draft::new(initializers, opset, file_batch, folder);
    let input_id = draft.builder.input(input_name, &shape);
    draft.channels_last = channels_last.then_some(input_id);
    draft.know(input_name, Value::Computed(input_id));

    for node in in_order(graph)? {
        let outputs = translate::translate(&mut Step::new(&mut draft, node))?;
        for (name, value) in node.output.iter().zip(outputs) {
            if let Value::Computed(id) = value {
                draft.builder.alias(id, name);
            }
            draft.know(name, value);
        }
    }
    let mut outputs = Vec::new();
    for output in &graph.output {
        if let Value::Computed(id) = draft.value(output.name.as_deref().unwrap_or_default())? {
            outputs.push(id);
        }
    }
    if outputs.is_empty() {
        return Err(Error::Graph("no output of the model depends on its input, so there is nothing to look at".to_owned()));
    }
    Ok(draft.builder.finish(input_id, &outputs)?)
}

/// The shape of the input (channels first, batch size 1) without translating anything; `size` as in [`import`].
pub fn shape_of_input(graph: &GraphProto, size: [usize; 2]) -> Result<Vec<usize>> {
    let initializers: HashMap<&str, &TensorProto> =
        graph.initializer.iter().map(|tensor| (tensor.name.as_deref().unwrap_or_default(), tensor)).collect();
    let input = find_input(graph, &initializers)?;
    let channels_last = puts_channels_first(graph, input.name.as_deref().unwrap_or_default());
    Ok(input_shape(input, channels_last, size)?.0)
}

/// The one input that is no initializer (files before 2019 list those too).
fn find_input<'a>(graph: &'a GraphProto, initializers: &HashMap<&str, &TensorProto>) -> Result<&'a ValueInfoProto> {
    let is_real = |input: &&ValueInfoProto| !initializers.contains_key(input.name.as_deref().unwrap_or_default());
    let inputs: Vec<&ValueInfoProto> = graph.input.iter().filter(is_real).collect();
    match inputs.as_slice() {
        [input] => Ok(input),
        [] => Err(Error::Graph("the model has no input; it is incomplete, export it again".to_owned())),
        several => {
            let names = several.iter().take(4).filter_map(|input| input.name.as_deref());
            let names: Vec<String> = names.map(|name| name.escape_debug().to_string()).collect();
            Err(Error::Graph(format!(
                "the model has {} inputs ({}); Convscope opens networks with one, a picture",
                several.len(),
                names.join(", ")
            )))
        }
    }
}

/// Whether everything that reads the input first turns it from channels last to channels first.
fn puts_channels_first(graph: &GraphProto, input: &str) -> bool {
    let mut readers = graph.node.iter().filter(|node| node.input.iter().any(|name| name == input)).peekable();
    let turns = |node: &NodeProto| {
        node.op_type.as_deref() == Some("Transpose")
            && node
                .attribute
                .iter()
                .any(|attribute| attribute.name.as_deref() == Some("perm") && attribute.ints == CHANNELS_FIRST)
    };
    readers.peek().is_some() && readers.all(turns)
}

/// The input's shape (channels first) at batch size 1, and the batch size in the file (1 where it is open).
fn input_shape(input: &ValueInfoProto, channels_last: bool, size: [usize; 2]) -> Result<(Vec<usize>, usize)> {
    let name = input.name.as_deref().unwrap_or_default();
    let Some(tensor) = input.r#type.as_ref().and_then(|r#type| r#type.tensor_type.as_ref()) else {
        return Err(Error::Graph(format!("the input {name:?} is no tensor; Convscope opens networks that take a picture")));
    };
    if let Some(element @ (DataType::STRING | DataType::BOOL | DataType::COMPLEX64 | DataType::COMPLEX128)) = tensor.elem_type {
        return Err(Error::Graph(format!("the input {name:?} takes {element}; Convscope opens networks that take a picture")));
    }
    let sizes: Vec<Option<usize>> =
        tensor.shape.iter().flat_map(|shape| &shape.dim).map(|dim| open_size(dim.dim_value)).collect();
    let &[batch, channels, height, width] = sizes.as_slice() else {
        return Err(Error::Graph(format!(
            "the input {name:?} has {} axes; Convscope opens networks that take a picture (batch, channels, height, width)",
            sizes.len()
        )));
    };
    let (channels, height, width) = if channels_last { (width, channels, height) } else { (channels, height, width) };
    let colours = |size: Option<usize>| matches!(size, Some(1 | 3 | 4));
    if !channels_last && colours(width) && !colours(channels) && height.is_none_or(|height| height > 4) {
        return Err(Error::Graph(format!(
            "the input {name:?} lists its channels last; export the model with channels first (tf2onnx: --inputs-as-nchw)"
        )));
    }
    let shape = vec![1, channels.unwrap_or(3), height.unwrap_or(size[0]), width.unwrap_or(size[1])];
    if shape.iter().any(|&size| size > LARGEST_SIZE) || shape.iter().product::<usize>() > LARGEST_SIZE * 16 {
        return Err(Error::Graph(format!("the input {name:?} would be {shape:?}, which is larger than any picture")));
    }
    Ok((shape, batch.unwrap_or(1)))
}

/// A size in the file; missing, 0 and negative ones are open.
fn open_size(value: Option<i64>) -> Option<usize> {
    value.and_then(|value| usize::try_from(value).ok()).filter(|&value| value > 0)
}

/// The nodes that the outputs need, each after those it reads from; the file's own order where that is free.
fn in_order(graph: &GraphProto) -> Result<Vec<&NodeProto>> {
    let mut producer: HashMap<&str, usize> = HashMap::new();
    for (index, node) in graph.node.iter().enumerate() {
        for output in node.output.iter().filter(|output| !output.is_empty()) {
            if producer.insert(output, index).is_some() {
                return Err(Error::Graph(format!("two nodes compute the value {output:?}; export the model again")));
            }
        }
    }
    let mut pending: Vec<usize> =
        graph.output.iter().filter_map(|output| producer.get(output.name.as_deref()?)).copied().collect();
    let mut needed: HashSet<usize> = HashSet::new();
    while let Some(index) = pending.pop() {
        if needed.insert(index) {
            pending.extend(graph.node[index].input.iter().filter_map(|input| producer.get(input.as_str())));
        }
    }
    let mut waiting_for: HashMap<usize, usize> = HashMap::new();
    let mut readers: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut ready: BTreeSet<usize> = BTreeSet::new();
    for &index in &needed {
        let sources: HashSet<usize> =
            graph.node[index].input.iter().filter_map(|input| producer.get(input.as_str())).copied().collect();
        for &source in &sources {
            readers.entry(source).or_default().push(index);
        }
        if sources.is_empty() {
            ready.insert(index);
        }
        waiting_for.insert(index, sources.len());
    }
    let mut order = Vec::with_capacity(needed.len());
    while let Some(index) = ready.pop_first() {
        order.push(&graph.node[index]);
        for reader in readers.remove(&index).unwrap_or_default() {
            if let Some(count) = waiting_for.get_mut(&reader) {
                *count -= 1;
                if *count == 0 {
                    ready.insert(reader);
                }
            }
        }
    }
    if order.len() < needed.len() {
        return Err(Error::Graph("some nodes of the model read from each other in a circle; export it again".to_owned()));
    }
    Ok(order)
}
