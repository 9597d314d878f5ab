//! One ONNX node's view of the import: its attributes, its inputs, and how its counterpart joins the network.
//!
//! A node whose inputs are all known is computed at once, by the same operator that would run it later.

use candle_core::{DType, Tensor};
use rten_onnx::onnx::{AttributeProto, NodeProto, TensorProto};

use super::{
    array::Array,
    draft::{Draft, Known, LARGEST_SIZE, Value},
};
use crate::{
    formats::{Error, Result, numbers::element_count},
    network::Operator,
};

/// Numbers in one value at batch size 1; more only appear in damaged files.
const MOST_NUMBERS: usize = 1 << 30;

/// Largest number of elements that shape arithmetic works on; weights are larger and take another way.
const MOST_FOLDED: usize = 1 << 16;

/// One node being translated.
pub struct Step<'a, 'b> {
    draft: &'b mut Draft<'a>,
    node: &'a NodeProto,
    name: String,
}

impl<'a, 'b> Step<'a, 'b> {
    /// The step for a node; nameless nodes are called after their first output.
    pub fn new(draft: &'b mut Draft<'a>, node: &'a NodeProto) -> Self {
        let named = node.name.iter().chain(&node.output).find(|name| !name.is_empty());
        let name = named.cloned().unwrap_or_else(|| node.op_type.clone().unwrap_or_default());
        Self { draft, node, name }
    }

    /// The node's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Passes a value on under the node's name.
    pub fn pass(&mut self, value: &Value) -> Result<Value> {
        match value {
            Value::Known(_) => Ok(value.clone()),
            Value::Computed(_) => self.emit(Operator::Identity, std::slice::from_ref(value)),
        }
    }

    /// The ONNX operator, with its domain unless that is ONNX's own.
    pub fn operator(&self) -> String {
        let operator = self.node.op_type.as_deref().unwrap_or_default();
        match self.node.domain.as_deref() {
            None | Some("" | "ai.onnx") => operator.escape_debug().to_string(),
            Some(domain) => format!("{}.{}", domain.escape_debug(), operator.escape_debug()),
        }
    }

    /// The version of ONNX's own operators.
    pub fn opset(&self) -> i64 {
        self.draft.opset
    }

    /// The batch size that the file was exported with.
    pub fn file_batch(&self) -> usize {
        self.draft.file_batch
    }

    /// Whether this is the network's input, which the file lists channels last and the network takes channels first.
    pub fn is_turned_input(&self, value: &Value) -> bool {
        matches!((value, self.draft.channels_last), (Value::Computed(id), Some(input)) if *id == input)
    }

    /// The outputs' names.
    pub fn outputs(&self) -> &'a [String] {
        &self.node.output
    }

    /// An error about this node.
    pub fn problem(&self, problem: impl Into<String>) -> Error {
        Error::Node { node: self.name.clone(), operator: self.operator(), problem: problem.into() }
    }

    /// For candle's errors while computing known values.
    pub fn computed<T>(&self, result: candle_core::Result<T>) -> Result<T> {
        result.map_err(|failure| self.problem(failure.to_string()))
    }

    fn attribute(&self, name: &str) -> Option<&'a AttributeProto> {
        self.node.attribute.iter().find(|attribute| attribute.name.as_deref() == Some(name))
    }

    /// An integer attribute.
    pub fn integer(&self, name: &str) -> Option<i64> {
        self.attribute(name).and_then(|attribute| attribute.i)
    }

    /// An integer attribute that switches something on.
    pub fn flag(&self, name: &str) -> bool {
        self.integer(name).unwrap_or(0) != 0
    }

    /// A floating-point attribute.
    pub fn float(&self, name: &str, default: f64) -> f64 {
        self.attribute(name).and_then(|attribute| attribute.f).map_or(default, f64::from)
    }

    /// A list of integers; `None` where the attribute is missing.
    pub fn integers(&self, name: &str) -> Option<&'a [i64]> {
        self.attribute(name).map(|attribute| attribute.ints.as_slice())
    }

    /// A list of floats; `None` where the attribute is missing.
    pub fn floats(&self, name: &str) -> Option<&'a [f32]> {
        self.attribute(name).map(|attribute| attribute.floats.as_slice())
    }

    /// A text attribute.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.attribute(name).and_then(|attribute| attribute.s.as_deref())
    }

    /// A tensor attribute.
    pub fn tensor(&self, name: &str) -> Option<&'a TensorProto> {
        self.attribute(name).and_then(|attribute| attribute.t.as_ref())
    }

    /// How many inputs are listed.
    pub fn input_count(&self) -> usize {
        self.node.input.len()
    }

    /// An input that may be left out.
    pub fn optional(&mut self, index: usize) -> Result<Option<Value>> {
        match self.node.input.get(index) {
            Some(name) if !name.is_empty() => self.draft.value(name).map(Some),
            _ => Ok(None),
        }
    }

    /// An input that must be there.
    pub fn input(&mut self, index: usize) -> Result<Value> {
        self.optional(index)?.ok_or_else(|| self.problem(format!("its input {} is missing; export the model again", index + 1)))
    }

    /// All inputs, which must be there.
    pub fn inputs(&mut self) -> Result<Vec<Value>> {
        (0..self.input_count()).map(|index| self.input(index)).collect()
    }

    /// A small input that must be known while importing (a shape, axes, bounds).
    pub fn known(&mut self, index: usize) -> Result<Option<Array>> {
        match self.optional(index)? {
            None => Ok(None),
            Some(value) => match self.as_array(&value)? {
                Some(array) => Ok(Some(array)),
                None => Err(self.problem(format!(
                    "its input {} depends on the picture (or is too large); export the model with a fixed input size and \
                     simplify it",
                    index + 1
                ))),
            },
        }
    }

    /// The same as integers.
    pub fn known_integers(&mut self, index: usize) -> Result<Option<Vec<i64>>> {
        Ok(self.known(index)?.map(|array| array.integers()))
    }

    /// A list that was an attribute in older opsets and is an input in newer ones.
    pub fn list(&mut self, attribute: &str, index: usize) -> Result<Option<Vec<i64>>> {
        match self.integers(attribute) {
            Some(list) => Ok(Some(list.to_vec())),
            None => self.known_integers(index),
        }
    }

    /// The numbers of a value that is known and small.
    pub fn as_array(&self, value: &Value) -> Result<Option<Array>> {
        match value {
            Value::Known(known) if known.tensor.elem_count() <= MOST_FOLDED => self.computed(Array::of(&known.tensor)).map(Some),
            _ => Ok(None),
        }
    }

    /// A value's shape at batch size 1.
    pub fn shape(&self, value: &Value) -> Vec<usize> {
        match value {
            Value::Known(known) => known.tensor.dims().to_vec(),
            Value::Computed(id) => self.draft.builder.shape(*id).to_vec(),
        }
    }

    /// The operator behind a computed value, and what it reads.
    pub fn origin(&self, value: &Value) -> Option<(&Operator, Vec<Value>)> {
        let Value::Computed(id) = value else { return None };
        let node = self.draft.builder.peek(*id);
        Some((&node.operator, node.inputs.iter().map(|&input| Value::Computed(input)).collect()))
    }

    /// An axis of a value of this rank; negative ones count from the end.
    pub fn axis(&self, axis: i64, rank: usize) -> Result<usize> {
        let counted = if axis < 0 { axis.checked_add(rank as i64) } else { Some(axis) };
        counted
            .and_then(|axis| usize::try_from(axis).ok())
            .filter(|&axis| axis < rank)
            .ok_or_else(|| self.problem(format!("there is no axis {axis} among {rank} axes; export the model again")))
    }

    /// A size or count from the file, within sane bounds.
    pub fn size(&self, value: i64, what: &str) -> Result<usize> {
        usize::try_from(value).ok().filter(|&value| value <= LARGEST_SIZE).ok_or_else(|| {
            self.problem(format!("its {what} {value} makes no sense; the file is damaged or was exported wrongly"))
        })
    }

    /// As [`Self::size`], at least 1.
    pub fn positive(&self, value: i64, what: &str) -> Result<usize> {
        match self.size(value, what)? {
            0 => Err(self.problem(format!("its {what} is 0; the file is damaged or was exported wrongly"))),
            value => Ok(value),
        }
    }

    /// A known value that this node stands for.
    pub fn constant(&self, tensor: Tensor) -> Value {
        let name = self.node.output.first().map_or(self.name.as_str(), String::as_str);
        Value::Known(Known { name: name.into(), tensor })
    }

    /// A known value made of another one (a transposed weight), under the other's name.
    pub fn derived(&self, from: &Value, tensor: Tensor) -> Value {
        match from {
            Value::Known(known) => Value::Known(Known { name: known.name.clone(), tensor }),
            Value::Computed(_) => self.constant(tensor),
        }
    }

    /// Adds the node itself to the network, or computes it where everything is known.
    pub fn emit(&mut self, operator: Operator, inputs: &[Value]) -> Result<Value> {
        let name = self.name.clone();
        self.emit_as(&name, operator, inputs)
    }

    /// Adds a node on the way, called after the node itself and `part`.
    pub fn emit_part(&mut self, part: &str, operator: Operator, inputs: &[Value]) -> Result<Value> {
        let name = format!("{}.{part}", self.name);
        self.emit_as(&name, operator, inputs)
    }

    fn emit_as(&mut self, name: &str, operator: Operator, inputs: &[Value]) -> Result<Value> {
        let known: Option<Vec<Tensor>> = inputs
            .iter()
            .map(|value| match value {
                Value::Known(known) => Some(known.tensor.clone()),
                Value::Computed(_) => None,
            })
            .collect();
        if let Some(tensors) = known {
            return self.compute(&operator, &tensors);
        }
        let ids = inputs.iter().map(|value| self.draft.place(value)).collect::<Result<Vec<_>>>()?;
        let id = self.draft.builder.node(name, operator, &ids)?;
        let shape = self.draft.builder.shape(id);
        if shape.contains(&0) {
            return Err(self.problem(format!("its output would be empty ({shape:?}); the input is too small for this network")));
        }
        self.check_numbers(shape)?;
        Ok(Value::Computed(id))
    }

    fn check_numbers(&self, shape: &[usize]) -> Result<()> {
        match element_count(shape) {
            Some(count) if count <= MOST_NUMBERS => Ok(()),
            _ => Err(self.problem(format!("its output would be {shape:?}, which is larger than this program can hold"))),
        }
    }

    fn compute(&self, operator: &Operator, inputs: &[Tensor]) -> Result<Value> {
        let Some(operation) = operator.operation() else { return Err(self.problem("it cannot be computed")) };
        let shapes: Vec<&[usize]> = inputs.iter().map(Tensor::dims).collect();
        let shape = operation.shape(&shapes).map_err(|problem| self.problem(problem))?;
        self.check_numbers(&shape)?;
        // Whole numbers stay whole only where nothing is calculated with them; `fold.rs` does the rest.
        let moves_only = matches!(
            operator,
            Operator::Identity | Operator::Concatenate(_) | Operator::Slice(_) | Operator::Reshape(_) | Operator::Transpose(_)
        );
        let all_integers = inputs.iter().all(|tensor| !tensor.dtype().is_float());
        let inputs: candle_core::Result<Vec<Tensor>> = inputs
            .iter()
            .map(|tensor| if moves_only && all_integers { Ok(tensor.clone()) } else { tensor.to_dtype(DType::F32) })
            .collect();
        let inputs = self.computed(inputs)?;
        let tensor = self.computed(operation.forward(&inputs).and_then(|tensor| tensor.contiguous()))?;
        Ok(self.constant(tensor))
    }
}
