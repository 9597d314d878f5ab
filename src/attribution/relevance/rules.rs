//! Rules at layers with weights, as Montavon et al. 2019 ("Layer-wise relevance propagation: an overview") list them: epsilon and
//! alpha-beta (Bach et al. 2015), z+, z-box and w² (Montavon et al. 2017, "deep Taylor decomposition"), gamma (Montavon 2019;
//! for inputs of both signs Andéol et al. 2021), flat (Lapuschkin et al. 2019). The formulas are zennit's.
//!
//! `a` is what the layer read, `z` what it computed with its norm, `R` what comes back. Each rule splits the sum `z` in parts of
//! inputs and weights, and hands `R` back in the proportions of one part's terms.

use candle_core::{DType, Device, Result, Tensor};

use super::{
    Ledger,
    proportions::{share, shared, stabilized},
    walk,
    weighted::{Change, Source, Weighted, weighted},
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
    /// What those layers serve: they are kept until others of another name are needed.
    pub group: String,
    pub kind: Kind,
    /// Added to the magnitude of denominators.
    pub stabilizer: f64,
    /// Whether biases take their part.
    pub with_bias: bool,
    pub ledger: &'a Ledger,
    /// The value that is explained, which has no norm behind it.
    pub goal: NodeId,
}

/// An input, and what becomes of the weights and the bias that it meets.
struct Term {
    input: Tensor,
    change: Change,
    /// Whether the bias counts, where biases do.
    with_bias: bool,
}

impl Rule<'_> {
    /// `sum over terms of input * W' (share of R)`, the share given the terms' outputs.
    fn shared(&self, layer: &Weighted, terms: Vec<Term>, share: impl Fn(&Tensor) -> Result<Tensor>) -> Result<Tensor> {
        let source = Source { engine: self.engine, group: &self.group };
        let (mut layers, mut sum): (Vec<_>, Option<Tensor>) = (Vec::new(), None);
        for Term { input, change, with_bias } in terms {
            let own = layer.with(&source, &input, change, with_bias && self.with_bias)?;
            let output = own.forward(&input)?;
            sum = Some(match sum {
                Some(sum) => walk::each([&sum, &output], |[sum, output]| sum + output)?,
                None => output,
            });
            layers.push((own, input));
        }
        // No rule is without terms.
        let nothing = || Tensor::zeros(0, DType::F32, &Device::Cpu);
        let coming = share(&sum.map_or_else(nothing, Ok)?)?;
        let mut found: Option<Tensor> = None;
        for (own, input) in layers {
            let part = own.back(&input, &coming)?;
            found = Some(match found {
                Some(found) => walk::each([&found, &input, &part], |[found, input, part]| found + input * part)?,
                None => walk::each([&input, &part], |[input, part]| input * part)?,
            });
        }
        found.map_or_else(nothing, Ok)
    }

    /// The terms of one sign: inputs above zero meet weights that are changed so (and the bias), those below weights that are
    /// changed the other way.
    fn terms(a: &Tensor, above: Change, below: Change) -> Result<Vec<Term>> {
        if !walk::has_negative(a)? {
            return Ok(vec![Term { input: a.clone(), change: above, with_bias: true }]);
        }
        Ok(vec![
            Term { input: walk::each([a], |[a]| a.max(0.0))?, change: above, with_bias: true },
            Term { input: walk::each([a], |[a]| a.min(0.0))?, change: below, with_bias: false },
        ])
    }

    fn relevance(&self, layer: &Weighted, a: &Tensor, output: &Tensor, coming: &Tensor) -> Result<Tensor> {
        let by = self.stabilizer;
        match &self.kind {
            Kind::Epsilon(epsilon) => {
                let z = layer.normed(output)?;
                let z = match layer.bias_like(&z)? {
                    Some(bias) if !self.with_bias => z.broadcast_sub(&bias)?,
                    _ => z,
                };
                let source = Source { engine: self.engine, group: &self.group };
                let back = layer.with(&source, a, Change::None, false)?.back(a, &share(coming, &z, *epsilon)?)?;
                walk::each([a, &back], |[a, back]| a * back)
            }
            Kind::AlphaBeta(alpha, beta) => {
                let times = |factor: f64, terms: Vec<Term>| {
                    let share = |[coming, sum]: [f64; 2]| factor * coming / stabilized(sum, by);
                    self.shared(layer, terms, |sum| walk::each([coming, sum], share))
                };
                let up = times(*alpha, Self::terms(a, Change::Above, Change::Below)?)?;
                if *beta == 0.0 {
                    return Ok(up);
                }
                let down = times(*beta, Self::terms(a, Change::Below, Change::Above)?)?;
                walk::each([&up, &down], |[up, down]| up - down)
            }
            Kind::Gamma(gamma) => {
                let z = layer.normed(output)?;
                let (raised, lowered) = (Change::Raised(*gamma), Change::Lowered(*gamma));
                let up = |[coming, sum, z]: [f64; 3]| if z > 0.0 { coming / stabilized(sum, by) } else { 0.0 };
                let down = |[coming, sum, z]: [f64; 3]| if z < 0.0 { coming / stabilized(sum, by) } else { 0.0 };
                let terms = Self::terms(a, raised, lowered)?;
                let up = self.shared(layer, terms, |sum| walk::each([coming, sum, &z], up))?;
                let terms = Self::terms(a, lowered, raised)?;
                let down = self.shared(layer, terms, |sum| walk::each([coming, sum, &z], down))?;
                walk::each([&up, &down], |[up, down]| up + down)
            }
            Kind::Box(low, high) => {
                let corner = |levels: &[f32]| -> Result<Tensor> {
                    let levels = Tensor::from_slice(levels, (1, levels.len(), 1, 1), a.device())?.to_dtype(a.dtype())?;
                    levels.broadcast_as(a.shape())?.contiguous()
                };
                let terms = vec![
                    Term { input: a.clone(), change: Change::None, with_bias: true },
                    Term { input: corner(low)?, change: Change::AboveTurned, with_bias: true },
                    Term { input: corner(high)?, change: Change::BelowTurned, with_bias: true },
                ];
                self.shared(layer, terms, |sum| share(coming, sum, by))
            }
            Kind::Squares | Kind::Flat => {
                let is_flat = self.kind == Kind::Flat;
                let change = if is_flat { Change::Ones } else { Change::Squared };
                let terms = vec![Term { input: a.ones_like()?, change, with_bias: !is_flat }];
                self.shared(layer, terms, |sum| share(coming, sum, by))
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
            let share = share(coming, at.output, self.stabilizer)?;
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
