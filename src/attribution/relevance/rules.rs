//! Rules at layers with weights, as Montavon et al. 2019 ("Layer-wise relevance propagation: an overview") list them: epsilon and
//! alpha-beta (Bach et al. 2015), z+, z-box and w² (Montavon et al. 2017, "deep Taylor decomposition"), gamma (Montavon 2019;
//! for inputs of both signs Andéol et al. 2021), flat (Lapuschkin et al. 2019). The formulas are zennit's.
//!
//! `a` is what the layer read, `z` what it computed with its norm, `R` what comes back. Each rule splits the sum `z` in parts of
//! inputs and weights, and hands `R` back in the proportions of one part's terms.

use candle_core::{Result, Tensor};

use super::{
    Ledger,
    proportions::{shared, stabilized},
    weighted::{Weighted, weighted},
};
use crate::network::{
    BackwardRule, Engine, NodeId, Replacement,
    operation::Evaluated,
    rules::{CustomRule, Site},
};

/// How a layer hands back what it receives.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// In the proportions of all terms, with so much added to the magnitude of their sum.
    Epsilon(f64),
    /// Positive terms count so much more.
    Gamma(f64),
    /// Alpha times the proportions of positive terms less beta times those of negative ones.
    AlphaBeta(f64, f64),
    /// As if the input could have been anything from the first to the second, a number for each channel.
    Box(Vec<f32>, Vec<f32>),
    /// In the proportions of squared weights, whatever the input.
    Squares,
    /// Alike.
    Flat,
}

/// A rule and what it needs.
pub struct Rule<'a> {
    /// On whose backend layers with other weights run.
    pub engine: &'a Engine,
    pub kind: Kind,
    /// Added to the magnitude of denominators.
    pub stabilizer: f64,
    /// Whether biases take their part.
    pub with_bias: bool,
    pub ledger: &'a Ledger,
    /// The value that is explained, which has no norm behind it.
    pub goal: NodeId,
}

/// The parts of a value above and below zero.
fn parts(value: &Tensor) -> Result<[Tensor; 2]> {
    Ok([value.relu()?, value.minimum(0.0)?])
}

fn is_zero(value: &Tensor) -> Result<bool> {
    Ok(value.abs()?.flatten_all()?.max(0)?.to_dtype(candle_core::DType::F64)?.to_scalar::<f64>()? == 0.0)
}

/// An input, and the weights and bias that it meets.
struct Term {
    input: Tensor,
    weight: Tensor,
    bias: Option<Tensor>,
}

impl Rule<'_> {
    /// `sum over terms of input * W' (share of R)`, the share given the terms' outputs.
    fn shared(&self, layer: &Weighted, terms: Vec<Term>, share: impl Fn(&Tensor) -> Result<Tensor>) -> Result<Tensor> {
        let (mut layers, mut sum): (Vec<_>, Option<Tensor>) = (Vec::new(), None);
        for term in terms {
            let own = layer.with(self.engine, &term.input, &term.weight, term.bias.as_ref())?;
            // An input that is zero everywhere adds its bias alone.
            let output = own.forward(&term.input)?;
            sum = Some(match sum {
                Some(sum) => (sum + output)?,
                None => output,
            });
            layers.push((own, term.input));
        }
        // No rule is without terms.
        let Some(sum) = sum else { return layer.weight.zeros_like() };
        let coming = share(&sum)?;
        let mut found: Option<Tensor> = None;
        for (own, input) in layers {
            let part = (&input * own.back(&input, &coming)?)?;
            found = Some(match found {
                Some(found) => (found + part)?,
                None => part,
            });
        }
        found.map_or_else(|| coming.zeros_like(), Ok)
    }

    /// The terms of one sign: inputs above zero meet weights of this sign (and the bias), those below the others.
    fn terms_of_sign(&self, layer: &Weighted, a: &Tensor, up: bool, weights: &[Tensor; 2]) -> Result<Vec<Term>> {
        let [above, below] = parts(a)?;
        let (own, other) = if up { (0, 1) } else { (1, 0) };
        let bias = layer.bias.as_ref().filter(|_| self.with_bias);
        let bias = bias.map(|bias| Ok::<_, candle_core::Error>(parts(bias)?[own].clone())).transpose()?;
        let mut terms = vec![Term { input: above, weight: weights[own].clone(), bias }];
        if !is_zero(&below)? {
            terms.push(Term { input: below, weight: weights[other].clone(), bias: None });
        }
        Ok(terms)
    }

    fn relevance(&self, layer: &Weighted, a: &Tensor, output: &Tensor, coming: &Tensor) -> Result<Tensor> {
        let share = |sum: &Tensor| coming / stabilized(sum, self.stabilizer)?;
        let bias = layer.bias.as_ref().filter(|_| self.with_bias);
        match &self.kind {
            Kind::Epsilon(epsilon) => {
                let z = layer.normed(output)?;
                let z = match layer.bias_like(&z)? {
                    Some(bias) if !self.with_bias => z.broadcast_sub(&bias)?,
                    _ => z,
                };
                let own = layer.with(self.engine, a, &layer.weight, None)?;
                a * own.back(a, &(coming / stabilized(&z, *epsilon)?)?)?
            }
            Kind::AlphaBeta(alpha, beta) => {
                let weights = parts(&layer.weight)?;
                let up = self.shared(layer, self.terms_of_sign(layer, a, true, &weights)?, share)?;
                if *beta == 0.0 {
                    return up * *alpha;
                }
                let down = self.shared(layer, self.terms_of_sign(layer, a, false, &weights)?, share)?;
                (up * *alpha)? - (down * *beta)?
            }
            Kind::Gamma(gamma) => {
                let z = layer.normed(output)?;
                let [up, down] = parts(&layer.weight)?;
                let weights = [(&layer.weight + (up * *gamma)?)?, (&layer.weight + (down * *gamma)?)?];
                let of_sign = |positive: bool| -> Result<Tensor> {
                    let mut terms = self.terms_of_sign(layer, a, positive, &weights)?;
                    if let (Some(term), Some(bias)) = (terms.first_mut(), bias) {
                        let [above, below] = parts(bias)?;
                        term.bias = Some((bias + (if positive { above } else { below } * *gamma)?)?);
                    }
                    let side = if positive { z.gt(0.0)? } else { z.lt(0.0)? }.to_dtype(z.dtype())?;
                    self.shared(layer, terms, |sum| (coming / stabilized(sum, self.stabilizer)?)? * &side)
                };
                of_sign(true)? + of_sign(false)?
            }
            Kind::Box(low, high) => {
                let corner = |levels: &[f32]| -> Result<Tensor> {
                    let levels = Tensor::from_slice(levels, (1, levels.len(), 1, 1), a.device())?.to_dtype(a.dtype())?;
                    levels.broadcast_as(a.shape())?.contiguous()
                };
                let (low, high) = (corner(low)?, corner(high)?);
                let [up, down] = parts(&layer.weight)?;
                let biases = bias.map(parts).transpose()?;
                let side = |index: usize| biases.as_ref().map(|parts| parts[index].neg()).transpose();
                let terms = vec![
                    Term { input: a.clone(), weight: layer.weight.clone(), bias: bias.cloned() },
                    Term { input: low.neg()?, weight: up, bias: side(0)? },
                    Term { input: high.neg()?, weight: down, bias: side(1)? },
                ];
                self.shared(layer, terms, share)
            }
            Kind::Squares => {
                let bias = bias.map(Tensor::sqr).transpose()?;
                let terms = vec![Term { input: a.ones_like()?, weight: layer.weight.sqr()?, bias }];
                self.shared(layer, terms, share)
            }
            Kind::Flat => {
                let terms = vec![Term { input: a.ones_like()?, weight: layer.weight.ones_like()?, bias: None }];
                self.shared(layer, terms, share)
            }
        }
    }
}

impl BackwardRule for Rule<'_> {
    fn replacement(&self, at: &Site<'_>) -> Replacement<'_> {
        if at.operator().is_weighted_sum() { Replacement::Custom(self) } else { Replacement::Plain }
    }
}

impl CustomRule for Rule<'_> {
    fn gradient(&self, site: &Site<'_>, at: &Evaluated<'_>, coming: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        let mut handed = vec![None; wanted.len()];
        let Some(layer) = weighted(site.network, site.node, site.node != self.goal)? else {
            // No rule says how weights that are computed share: all that is added up shares in its proportions.
            let share = (coming / stabilized(at.output, self.stabilizer)?)?;
            let shared = match site.operator().operation() {
                Some(operation) => shared(operation, at, &share, wanted)?,
                None => handed,
            };
            self.ledger.enter(coming, &shared)?;
            return Ok(shared);
        };
        if wanted[0] {
            handed[0] = Some(self.relevance(&layer, &at.inputs[0], at.output, coming)?);
        }
        self.ledger.enter(coming, &handed)?;
        Ok(handed)
    }
}
