//! CAM: Zhou et al. 2016, "Learning deep features for discriminative localization".
//!
//! `M_c = sum_k w_ck A_k` for a network whose last maps are pooled over all positions and read by one linear layer. Where the
//! last maps are one per class already (SqueezeNet, network in network), `M_c` is the class's own map. Either way its mean,
//! plus the bias, is the score: the trust line says whether it is.

use super::{
    Compute, Cost, Family, Map, Method, PAPER, PooledHead, Request, Result, applies, pooled_head, reason::Reason, shared::numbers,
};
use crate::{
    control::Control,
    network::{Class, Error, Network, NodeId, Target},
    words::trust,
};

pub const METHOD: Method = Method {
    id: "cam",
    name: "CAM",
    paper: "Zhou 2016",
    family: Family::Layers,
    parameters: &[],
    looks_at_layer: false,
    applies: applies::with_pooled_head,
    cost: Cost::Pass,
    conventions: &[PAPER],
    signed: true,
    compute: Compute::Whole(compute),
};

fn compute(request: &Request<'_>, control: &Control) -> Result<Map> {
    let network = request.network();
    let Target::Class(class) = request.target else { return Err(Reason::ClassesAlone.into()) };
    let head = pooled_head(network).ok_or(Reason::NoPooledHead)?;
    let forward = request.forward_keeping(vec![head.maps, network.scores()], control)?;
    let maps = forward.get(network, head.maps)?;
    let (_, channels, height, width) = maps.dims4()?;
    let maps = numbers(&maps)?;
    let (weights, bias) = class_weights(network, &head, class, channels)?;
    let mut sum = vec![0.0; height * width];
    for (map, weight) in maps.chunks_exact(height * width).zip(weights) {
        for (sum, &value) in sum.iter_mut().zip(map) {
            *sum += f64::from(weight) * f64::from(value);
        }
    }
    let mean = sum.iter().sum::<f64>() / sum.len() as f64;
    let score = request.target.read(&forward.get(network, network.scores())?)?[0];
    let trust = match head.linear {
        Some(_) => trust::mean_bias_and_score(mean as f32, bias as f32, score as f32),
        None => trust::mean_and_score(mean as f32, score as f32),
    };
    let trust = vec![trust];
    let values = sum.into_iter().map(|value| value as f32).collect();
    Ok(Map { values, channels: 1, height, width, signed: true, trust, done: 1.0, known: None, completeness: None })
}

/// How a class weights each of the last maps, and its bias.
fn class_weights(network: &Network, head: &PooledHead, class: Class, channels: usize) -> Result<(Vec<f32>, f64)> {
    let Some((weight, bias)) = head.linear else {
        let own_map = (0..channels).map(|channel| if channel == class.index() { 1.0 } else { 0.0 }).collect();
        return Ok((own_map, 0.0));
    };
    let row = |id: NodeId| -> Result<Vec<f32>> {
        let value = network.constant(id).ok_or_else(|| Error::NotKept { layer: network.node(id).name.clone() })?;
        Ok(numbers(&value.get(class.index())?)?)
    };
    let bias = bias.map(row).transpose()?.and_then(|bias| bias.first().copied()).unwrap_or_default();
    Ok((row(weight)?, f64::from(bias)))
}
