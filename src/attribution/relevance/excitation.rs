//! Excitation backpropagation: Zhang et al. 2016, "Top-down neural attention by excitation backprop".
//!
//! A walk back from the target: at each layer a winner is drawn in the proportions of what excites (positive weights times
//! activations; biases take no part), and the map says how probably the walk passes a position of the chosen layer. Contrastive:
//! less the walk for everything but the class (the classifier's weights turned round). Both part where the classifier reads, the
//! difference walks on with its sign, and what is negative is cut off the map at the end: no input of the classifier is on both
//! ways, so that cut off any earlier the difference would be the walk of the class alone.

use super::{
    Ledger,
    composites::Rules,
    weighted::{Change, EXCITATION, Source, Weighted, weighted},
};
use crate::{
    attribution::{
        Compute, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies, reason::Reason, shared::numbers,
    },
    control::Control,
    network::{Activations, NodeId, Operator, Tensor, rules::Composite},
    words::trust,
};

const CONTRASTIVE: Parameter = Parameter::switch("contrastive", &Value::Switch(false));

pub const METHOD: Method = Method {
    id: "excitation-backprop",
    name: "Excitation backprop",
    paper: "Zhang 2016",
    family: Family::Relevance,
    parameters: &[CONTRASTIVE],
    looks_at_layer: true,
    applies: applies::with_maps,
    cost: Cost::Pass,
    conventions: &[PAPER],
    signed: false,
    compute: Compute::Whole(compute),
};

fn compute(request: &Request<'_>, control: &Control) -> Result<Map> {
    let (network, layer) = (request.network(), request.layer()?);
    // Where there is none, that is said before anything is computed.
    let classifier = request.is_on(&CONTRASTIVE).then(|| classifier(request)).transpose()?;
    let ledger = Ledger::default();
    let rules = Rules::of_excitation(request, &ledger);
    let rows = rules.rows();
    let rules = Composite { rows: &rows };
    let activations = request.forward_each(control)?;
    let goal = request.target.layer(network);
    let value = activations.get(network, goal)?;
    let start = request.target.seed(&value)?;
    let walk = |from: NodeId, seed: Tensor, to: NodeId| -> Result<Tensor> {
        let found = request.engine.pull_back(&activations, &[(from, seed)], &[to], &rules, control)?;
        Ok(found.get(network, to)?.clone())
    };
    let is_contrastive = classifier.is_some();
    let found = if let Some(classifier) = &classifier {
        let (below, against) = contrast(request, classifier, &activations, &start)?;
        let own = walk(goal, start, below)?;
        walk(below, (own - against)?, layer)?
    } else {
        walk(goal, start, layer)?
    };
    let (_, channels, height, width) = found.dims4()?;
    let found = numbers(&found)?;
    let area = height * width;
    let sum = |at: usize| (0..channels).map(|channel| found[channel * area + at]).sum::<f32>();
    let values = (0..area).map(|at| if is_contrastive { sum(at).max(0.0) } else { sum(at) }).collect();
    Ok(Map::whole(values, [1, height, width], false, vec![trust::bilinear(height, width)]))
}

/// The linear layer whose outputs are explained.
fn classifier(request: &Request<'_>) -> Result<(NodeId, Weighted)> {
    let network = request.network();
    let mut classifier = request.target.layer(network);
    while matches!(network.node(classifier).operator, Operator::Identity | Operator::Reshape(_)) {
        classifier = network.node(classifier).inputs[0];
    }
    match network.node(classifier).operator {
        Operator::Linear(_) => Ok((classifier, weighted(network, classifier, false)?.ok_or(Reason::NoClassifier)?)),
        _ => Err(Reason::NoClassifier.into()),
    }
}

/// What the classifier reads, and where the walk leads there when its weights are turned round.
fn contrast(
    request: &Request<'_>,
    (classifier, layer): &(NodeId, Weighted),
    activations: &Activations,
    start: &Tensor,
) -> Result<(NodeId, Tensor)> {
    let network = request.network();
    let below = network.node(*classifier).inputs[0];
    let input = activations.get(network, below)?.relu()?;
    let source = Source { engine: request.engine, group: EXCITATION };
    let turned = layer.with(&source, &input, Change::BelowTurned, false)?;
    let start = start.reshape(activations.get(network, *classifier)?.shape())?;
    let sum = turned.forward(&input)?;
    let share = (start / (sum + f64::from(f32::MIN_POSITIVE))?)?;
    let back = (&input * turned.back(&input, &share)?)?;
    Ok((below, back))
}
