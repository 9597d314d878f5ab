//! Every ONNX operator that Convscope knows, and where it is translated.

use super::{convolutional, draft::Value, elementwise, fold, linear, normalization, resampling, selecting, shaping, step::Step};
use crate::{
    formats::{Error, Result},
    network::ops::{Activation, Arithmetic, ReduceKind},
};

/// The values of a node's outputs, in order; fewer than it lists where the others only matter in training.
pub fn translate(step: &mut Step<'_, '_>) -> Result<Vec<Value>> {
    let operator = step.operator();
    if let Some(value) = fold::fold(step, &operator)? {
        return Ok(vec![value]);
    }
    if operator == "Split" {
        return selecting::split(step);
    }
    translate_single(step, &operator).map(|value| vec![value])
}

fn translate_single(step: &mut Step<'_, '_>, operator: &str) -> Result<Value> {
    match operator {
        "Conv" => convolutional::convolution(step),
        "ConvTranspose" => convolutional::transposed_convolution(step),
        "MaxPool" => convolutional::max_pool(step),
        "AveragePool" => convolutional::average_pool(step),
        "GlobalAveragePool" => convolutional::global_pool(step, ReduceKind::Mean),
        "GlobalMaxPool" => convolutional::global_pool(step, ReduceKind::Maximum),

        "BatchNormalization" => normalization::batch(step),
        "InstanceNormalization" => normalization::instance(step),
        "GroupNormalization" => normalization::group(step),
        "LayerNormalization" => normalization::layer(step),
        "LRN" => normalization::local_response(step),
        "LpNormalization" => normalization::length(step),
        "Softmax" => normalization::softmax(step, false),
        "LogSoftmax" => normalization::softmax(step, true),

        "Gemm" => linear::gemm(step),
        "MatMul" => linear::matrix_product(step),

        "Relu" => elementwise::activation(step, Activation::Relu),
        "Sigmoid" => elementwise::activation(step, Activation::Sigmoid),
        "Tanh" => elementwise::activation(step, Activation::Tanh),
        "HardSwish" => elementwise::activation(step, Activation::HardSwish),
        "Softplus" => elementwise::activation(step, Activation::Softplus),
        "Softsign" => elementwise::activation(step, Activation::Softsign),
        "Mish" => elementwise::activation(step, Activation::Mish),
        "Erf" => elementwise::activation(step, Activation::Erf),
        "Exp" => elementwise::activation(step, Activation::Exp),
        "Log" => elementwise::activation(step, Activation::Log),
        "Sqrt" => elementwise::activation(step, Activation::Sqrt),
        "Abs" => elementwise::activation(step, Activation::Abs),
        "Neg" => elementwise::activation(step, Activation::Negate),
        "Reciprocal" => elementwise::activation(step, Activation::Reciprocal),
        "LeakyRelu" | "Elu" | "Selu" | "HardSigmoid" | "Gelu" => elementwise::with_attributes(step, operator),
        "Clip" => elementwise::clip(step),
        "PRelu" => elementwise::parametric_relu(step),

        "Add" => elementwise::arithmetic(step, Arithmetic::Add),
        "Sub" => elementwise::arithmetic(step, Arithmetic::Subtract),
        "Mul" => elementwise::multiply(step),
        "Div" => elementwise::arithmetic(step, Arithmetic::Divide),
        "Pow" => elementwise::arithmetic(step, Arithmetic::Power),
        "Sum" => elementwise::arithmetic(step, Arithmetic::Add),
        "Min" => elementwise::arithmetic(step, Arithmetic::Minimum),
        "Max" => elementwise::arithmetic(step, Arithmetic::Maximum),
        "Mean" => elementwise::mean(step),
        "Dropout" | "Identity" | "CastLike" => elementwise::identity(step),
        "Cast" => elementwise::cast(step),

        "ReduceMean" => shaping::reduce(step, ReduceKind::Mean),
        "ReduceSum" => shaping::reduce(step, ReduceKind::Sum),
        "ReduceMax" => shaping::reduce(step, ReduceKind::Maximum),
        "ReduceMin" => shaping::reduce(step, ReduceKind::Minimum),
        "ReduceL2" => shaping::reduce(step, ReduceKind::EuclideanNorm),
        "Reshape" => shaping::reshape(step),
        "Flatten" => shaping::flatten(step),
        "Squeeze" => shaping::squeeze(step),
        "Unsqueeze" => shaping::unsqueeze(step),
        "Expand" => shaping::expand(step),
        "Transpose" => shaping::transpose(step),
        "Concat" => selecting::concatenate(step),
        "Slice" => selecting::slice(step),
        "Gather" => selecting::gather(step),
        "Pad" => selecting::pad(step),
        "Resize" => resampling::resize(step),
        "Upsample" => resampling::upsample(step),

        "Shape" => fold::shape(step),
        "Size" => fold::size(step),
        "Constant" => fold::constant(step),
        "ConstantOfShape" => fold::constant_of_shape(step),
        "Range" => fold::range(step),
        _ => Err(unknown(step, operator)),
    }
}

fn unknown(step: &Step<'_, '_>, operator: &str) -> Error {
    let advice = if operator.contains("Quantize") || operator.starts_with("QLinear") || operator.ends_with("Integer") {
        "; open the model as it was before quantization"
    } else if matches!(operator, "If" | "Loop" | "Scan") {
        "; export the model with a fixed input size, so that nothing is left to decide while it runs"
    } else {
        ""
    };
    Error::UnknownOperator { node: step.name().to_owned(), operator: operator.to_owned(), advice }
}
