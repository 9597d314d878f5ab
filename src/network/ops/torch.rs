//! What PyTorch computes, number by number: conventions of ceil mode, padding, ties, resizing and activations.
//!
//! The cases and the script that made them lie in `tests/fixtures/operators`.

use candle_core::{Device, Tensor};
use serde_json::Value;

use super::{
    Activation, AveragePool, Convolution, GroupNormalization, LayerNormalization, LocalResponseNormalization, MaxPool,
    NearestRounding, Pads, Resize, ResizeCoordinates, ResizeMode, ResizeSize, finite_difference::largest,
};
use crate::network::operation::{Evaluated, Operation};

fn tensor(value: &Value) -> Tensor {
    let shape: Vec<usize> = serde_json::from_value(value["shape"].clone()).expect("a shape");
    let numbers: Vec<f64> = serde_json::from_value(value["numbers"].clone()).expect("numbers");
    Tensor::from_vec(numbers, shape, &Device::Cpu).expect("as many numbers as the shape holds")
}

fn pair(value: &Value) -> [usize; 2] {
    serde_json::from_value(value.clone()).expect("two numbers")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn whole(value: &Value) -> usize {
    value.as_u64().expect("a whole number") as usize
}

fn yes(value: &Value) -> bool {
    value.as_bool().expect("true or false")
}

fn symmetric(value: &Value) -> Pads {
    let [vertical, horizontal] = pair(value);
    Pads::symmetric(vertical, horizontal)
}

fn activation(name: &str) -> Activation {
    match name {
        "relu" => Activation::Relu,
        "leaky_relu" => Activation::LeakyRelu { slope: 0.1 },
        "relu6" => Activation::Clip { minimum: 0.0, maximum: 6.0 },
        "sigmoid" => Activation::Sigmoid,
        "tanh" => Activation::Tanh,
        "silu" => Activation::Silu,
        "hard_sigmoid" => Activation::HardSigmoid { slope: 1.0 / 6.0, offset: 0.5 },
        "hard_swish" => Activation::HardSwish,
        "gelu" => Activation::Gelu { tanh: false },
        "gelu_tanh" => Activation::Gelu { tanh: true },
        "elu" => Activation::Elu { alpha: 1.0 },
        "selu" => Activation::Selu { alpha: 1.673_263_242_354_377_2, scale: 1.050_700_987_355_480_5 },
        "softplus" => Activation::Softplus,
        "mish" => Activation::Mish,
        "softsign" => Activation::Softsign,
        other => panic!("unknown activation {other}"),
    }
}

fn resize(a: &Value) -> Resize {
    let (mode, coordinates) = match (a["mode"].as_str(), yes(&a["align_corners"])) {
        (Some("bilinear"), true) => (ResizeMode::Bilinear, ResizeCoordinates::AlignCorners),
        (Some("bilinear"), false) => (ResizeMode::Bilinear, ResizeCoordinates::HalfPixel),
        (Some("nearest"), _) => (ResizeMode::Nearest(NearestRounding::Floor), ResizeCoordinates::Asymmetric),
        _ => (ResizeMode::Nearest(NearestRounding::RoundPreferCeil), ResizeCoordinates::HalfPixel),
    };
    let size = match a["scale"].as_array() {
        Some(scale) => ResizeSize::Scaled([number(&scale[0]), number(&scale[1])]),
        None => ResizeSize::Fixed(pair(&a["size"])),
    };
    Resize { mode, coordinates, size }
}

fn operation(case: &Value) -> Box<dyn Operation> {
    let a = &case["attributes"];
    match case["operator"].as_str().expect("an operator") {
        "max_pool" => Box::new(MaxPool {
            kernel: pair(&a["kernel"]),
            stride: pair(&a["stride"]),
            dilation: pair(&a["dilation"]),
            pads: symmetric(&a["padding"]),
            ceil: yes(&a["ceil"]),
        }),
        "average_pool" => Box::new(AveragePool {
            kernel: pair(&a["kernel"]),
            stride: pair(&a["stride"]),
            pads: symmetric(&a["padding"]),
            ceil: yes(&a["ceil"]),
            count_padding: yes(&a["count_padding"]),
        }),
        "local_response" => Box::new(LocalResponseNormalization {
            size: whole(&a["size"]),
            alpha: number(&a["alpha"]),
            beta: number(&a["beta"]),
            bias: number(&a["bias"]),
        }),
        "activation" => Box::new(activation(a["name"].as_str().expect("a name"))),
        "resize" => Box::new(resize(a)),
        "convolution" => {
            let [top, left, bottom, right] = serde_json::from_value(a["pads"].clone()).expect("four numbers");
            Box::new(Convolution {
                kernel: pair(&a["kernel"]),
                stride: pair(&a["stride"]),
                dilation: pair(&a["dilation"]),
                pads: Pads { top, left, bottom, right },
                groups: whole(&a["groups"]),
            })
        }
        "layer_normalization" => Box::new(LayerNormalization { axes: whole(&a["axes"]), epsilon: number(&a["epsilon"]) }),
        "group_normalization" => Box::new(GroupNormalization { groups: whole(&a["groups"]), epsilon: number(&a["epsilon"]) }),
        other => panic!("unknown operator {other}"),
    }
}

fn assert_close(found: &Tensor, expected: &Value, case: &Value) {
    let expected = tensor(expected);
    let error =
        largest(&(found - &expected).unwrap_or_else(|error| panic!("{error}: {} {}", case["operator"], case["attributes"])));
    assert!(error < 1e-7 * (1.0 + largest(&expected)), "off by {error}: {} {}", case["operator"], case["attributes"]);
}

#[test]
fn outputs_and_gradients_are_those_of_pytorch() {
    let cases: Vec<Value> =
        serde_json::from_str(include_str!("../../../tests/fixtures/operators/operators.json")).expect("the fixture");
    for case in &cases {
        let operation = operation(case);
        let inputs: Vec<Tensor> = case["inputs"].as_array().expect("inputs").iter().map(tensor).collect();
        let output = operation.forward(&inputs).expect("forward");
        assert_close(&output, &case["output"], case);
        let at = Evaluated { inputs: &inputs, output: &output };
        let gradients = operation.gradient(&at, &tensor(&case["weights"]), &vec![true; inputs.len()]).expect("gradient");
        for (gradient, expected) in gradients.iter().zip(case["gradients"].as_array().expect("gradients")) {
            assert_close(gradient.as_ref().expect("a gradient"), expected, case);
        }
    }
    assert!(cases.len() > 60, "only {} cases", cases.len());
}
