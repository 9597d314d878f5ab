//! Optimisers, schedules and the loss against PyTorch's numbers (`fixtures/training/make.py`).

use convscope::{
    network::training::{Parameter, ParameterKind},
    training::{CrossEntropy, Method, Optimizer, OptimizerSettings, Schedule, Shape},
};
use serde_json::Value;

fn reference() -> Value {
    serde_json::from_str(include_str!("../fixtures/training/reference.json")).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn floats(value: &Value) -> Vec<f32> {
    numbers(value).into_iter().map(|number| number as f32).collect()
}

#[test]
fn optimisers_walk_as_pytorchs() {
    let reference = reference();
    let plain = OptimizerSettings { nesterov: false, weight_decay: 0.01, ..OptimizerSettings::default() };
    for (name, settings) in [
        ("sgd", plain),
        ("nesterov", OptimizerSettings { nesterov: true, ..plain }),
        ("adam", OptimizerSettings { method: Method::Adam, ..plain }),
        ("adamw", OptimizerSettings { method: Method::AdamW, ..plain }),
    ] {
        let values = floats(&reference["start"]);
        let parameter = |kind| Parameter {
            name: "w".to_owned(),
            shape: vec![values.len()],
            kind,
            values: values.clone(),
            gradient: Vec::new(),
        };
        let mut parameters = vec![parameter(ParameterKind::Weight), parameter(ParameterKind::RunningMean)];
        let mut optimizer = Optimizer::new(settings, &parameters);
        let rates = numbers(&reference["rates"]);
        for (step, rate) in rates.iter().enumerate() {
            parameters[0].gradient = floats(&reference["gradients"][step]);
            optimizer.apply(&mut parameters, *rate);
            for (value, expected) in parameters[0].values.iter().zip(floats(&reference["optimizers"][name][step])) {
                assert!((value - expected).abs() < 2e-6, "{name}, step {step}: {value} instead of {expected}");
            }
        }
        assert_eq!(parameters[1].values, values, "running statistics are measured, not learned");
    }
}

#[test]
fn weight_decay_leaves_all_but_weights_alone() {
    let kinds = [ParameterKind::Weight, ParameterKind::Bias, ParameterKind::Scale, ParameterKind::Shift];
    for method in [Method::Sgd, Method::Adam, Method::AdamW] {
        let one = |kind| Parameter { name: String::new(), shape: vec![1], kind, values: vec![2.0], gradient: vec![0.0] };
        let mut parameters = kinds.map(one).to_vec();
        let settings = OptimizerSettings { method, weight_decay: 0.1, ..OptimizerSettings::default() };
        Optimizer::new(settings, &parameters).apply(&mut parameters, 0.1);
        assert!(parameters[0].values[0] < 2.0, "{method:?}");
        assert!(parameters[1..].iter().all(|parameter| parameter.values == [2.0]), "{method:?}");
    }
}

#[test]
fn schedules_are_pytorchs() {
    let reference = reference();
    let schedule = Schedule::default();
    for (name, schedule) in [
        ("one-cycle", schedule),
        ("cosine", Schedule { shape: Shape::Cosine, ..schedule }),
        ("step", Schedule { shape: Shape::Step, every: 3, factor: 0.5, ..schedule }),
    ] {
        let expected = numbers(&reference["schedules"][name]);
        for (step, expected) in expected.iter().enumerate() {
            let rate = 0.4 * schedule.share(step, 20, 2);
            assert!((rate - expected).abs() < 1e-9, "{name}, step {step}: {rate} instead of {expected}");
        }
    }
}

#[test]
fn a_warm_up_rises_to_the_schedule() {
    let schedule = Schedule { shape: Shape::Cosine, warm_up: 2.0, ..Schedule::default() };
    let shares: Vec<f64> = (0..12).map(|step| schedule.share(step, 12, 2)).collect();
    assert_eq!(shares[..5], [0.25, 0.5, 0.75, 1.0, 1.0]);
    assert!(shares[4..].is_sorted_by(|one, other| one > other) && shares[11] < 0.1);
}

#[test]
fn the_smoothed_loss_and_its_gradient_are_pytorchs() {
    let reference = &reference()["loss"];
    let rows = |key: &str| reference[key].as_array().unwrap().iter().flat_map(floats).collect::<Vec<f32>>();
    let (scores, expected) = (rows("scores"), rows("gradient"));
    let classes: Vec<usize> = numbers(&reference["classes"]).iter().map(|class| *class as usize).collect();
    let mut gradient = vec![0.0; scores.len()];
    let answer = CrossEntropy::of(&scores, &classes, 0.1, &mut gradient);
    assert!((answer.loss - reference["value"].as_f64().unwrap()).abs() < 1e-6);
    for (value, expected) in gradient.iter().zip(expected) {
        assert!((value - expected).abs() < 1e-7, "{value} instead of {expected}");
    }
}
