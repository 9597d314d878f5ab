//! Concept relevance propagation: Achtibat et al. 2023, "From attribution maps to human-understandable explanations through
//! concept relevance propagation": the relevance that reaches the target through one channel of a layer, handed on to the
//! pixels.
//!
//! With LRP's rules. Channel -1 is the one through which most comes.

use super::{
    Ledger,
    composites::Rules,
    lrp::{BIASES, COMPOSITE, EPSILON, GAMMA, ZENNIT, rule_numbers},
    of_target,
};
use crate::{
    attribution::{Compute, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies, shared::numbers},
    control::Control,
    network::{Channel, Device, Error, Tensor, rules::Composite},
    words::{Value as Said, trust},
};

const CHANNEL: Parameter = Parameter::whole("channel", [-1, 100_000], &Value::Whole(-1));

pub const METHOD: Method = Method {
    id: "crp",
    name: "Concept relevance",
    paper: "Achtibat 2023",
    family: Family::Relevance,
    parameters: &[CHANNEL, COMPOSITE, EPSILON, GAMMA, BIASES],
    looks_at_layer: true,
    applies: applies::with_maps,
    cost: Cost::Pass,
    conventions: &[PAPER, ZENNIT],
    signed: true,
    compute: Compute::Whole(compute),
};

fn compute(request: &Request<'_>, control: &Control) -> Result<Map> {
    let (network, layer) = (request.network(), request.layer()?);
    let ledger = Ledger::default();
    let rules = Rules::new(request, &request.choice(&COMPOSITE), &rule_numbers(request), &ledger)?;
    let rows = rules.rows();
    let rules = Composite { rows: &rows };
    let activations = request.forward_each(control)?;
    let (at_layer, _) = of_target(request, &activations, layer, &rules, control)?;
    let (_, channels, height, width) = at_layer.dims4()?;
    let mut relevance = numbers(&at_layer)?;
    let sums: Vec<f64> =
        relevance.chunks_exact(height * width).map(|map| map.iter().map(|&value| f64::from(value)).sum()).collect();
    let most = || sums.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(channel, _)| channel);
    let asked = request.parameter(&CHANNEL) as i64;
    let channel = usize::try_from(asked).unwrap_or_else(|_| most());
    if channel >= channels {
        let layer = network.node(layer).name.clone();
        return Err(Error::NoSuchChannel { layer, channel: Channel(channel), channels }.into());
    }
    for (other, map) in relevance.chunks_exact_mut(height * width).enumerate() {
        if other != channel {
            map.fill(0.0);
        }
    }
    let seed = Tensor::from_vec(relevance, (1, channels, height, width), &Device::Cpu)?;
    let input = network.input();
    let found = request.engine.pull_back(&activations, &[(layer, seed)], &[input], &rules, control)?;
    let values = numbers(found.get(network, input)?)?;
    let all: f64 = sums.iter().map(|sum| sum.abs()).sum();
    let share = Said::Percent(sums[channel].abs() / all.max(f64::MIN_POSITIVE), 1);
    let trust = vec![trust::through_channel(channel.to_string(), share)];
    Ok(Map::whole(values, request.input_size()?, true, trust))
}
