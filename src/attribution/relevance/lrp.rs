//! Layer-wise relevance propagation: Bach et al. 2015, "On pixel-wise explanations for non-linear classifier decisions by
//! layer-wise relevance propagation", with the composites of Montavon et al. 2019.
//!
//! What the score is made of is handed back to the pixels; nothing is lost on the way but what biases take, and how much that is
//! stands beside the map.

use std::borrow::Cow;

use super::{
    Ledger,
    composites::{CHOICES, Numbers, Rules},
    of_target,
};
use crate::{
    attribution::{
        Completeness, Compute, Convention, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies,
        shared::numbers,
    },
    control::Control,
    network::rules::Composite,
    words::trust,
};

pub const ZENNIT: Convention = Convention { id: "zennit" };

pub const COMPOSITE: Parameter = Parameter::choice("composite", CHOICES, &Value::Choice(Cow::Borrowed("epsilon-gamma-box")));

pub const EPSILON: Parameter = Parameter::number("epsilon", [1e-12, 10.0], &Value::Number(1e-6));

pub const GAMMA: Parameter = Parameter::number("gamma", [0.0, 100.0], &Value::Number(0.25));

pub const BIASES: Parameter = Parameter::switch("biases", &Value::Switch(true));

pub const METHOD: Method = Method {
    id: "lrp",
    name: "LRP",
    paper: "Bach 2015",
    family: Family::Relevance,
    parameters: &[COMPOSITE, EPSILON, GAMMA, BIASES],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::Pass,
    conventions: &[PAPER, ZENNIT],
    signed: true,
    compute: Compute::Whole(compute),
};

/// The numbers that a request sets.
pub fn rule_numbers(request: &Request<'_>) -> Numbers {
    Numbers {
        epsilon: request.parameter(&EPSILON),
        gamma: request.parameter(&GAMMA),
        with_bias: request.is_on(&BIASES),
        norms_pass: request.follows(ZENNIT.id),
    }
}

fn compute(request: &Request<'_>, control: &Control) -> Result<Map> {
    let ledger = Ledger::default();
    let rules = Rules::new(request, &request.choice(&COMPOSITE), &rule_numbers(request), &ledger)?;
    let rows = rules.rows();
    let rules = Composite { rows: &rows };
    let activations = request.forward_each(control)?;
    let (found, score) = of_target(request, &activations, request.network().input(), &rules, control)?;
    let values = numbers(&found)?;
    let sum: f64 = values.iter().map(|&value| f64::from(value)).sum();
    let taken = ledger.taken();
    let trust = vec![trust::relevance(sum as f32, taken as f32, score as f32)];
    let completeness = Some(Completeness { sum: sum + taken, expected: score });
    Ok(Map { completeness, ..Map::whole(values, request.input_size()?, true, trust) })
}
