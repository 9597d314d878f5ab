//! Which rule where: the tables that are in use, by the names that zennit gives them.

use super::{
    Ledger,
    rules::{Kind, Rule},
    structure::Structure,
    weighted::EXCITATION,
};
use crate::{
    attribution::{Choice, Request, Result},
    network::{BackwardRule, Operator, rules::Matcher},
};

/// A rule of the table, before its numbers are known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    Epsilon,
    Gamma,
    Positive,
    Alpha2Beta1,
    Box,
    Squares,
    Flat,
}

/// Rules at the layers that read the input (where they differ), at convolutions, at linear layers.
struct Row {
    id: &'static str,
    first: Option<Cell>,
    convolution: Cell,
    linear: Cell,
}

const fn row(id: &'static str, first: Option<Cell>, convolution: Cell, linear: Cell) -> Row {
    Row { id, first, convolution, linear }
}

const TABLE: &[Row] = &[
    row("epsilon-gamma-box", Some(Cell::Box), Cell::Gamma, Cell::Epsilon),
    row("epsilon-plus-flat", Some(Cell::Flat), Cell::Positive, Cell::Epsilon),
    row("epsilon-plus", None, Cell::Positive, Cell::Epsilon),
    row("epsilon-plus-w2", Some(Cell::Squares), Cell::Positive, Cell::Epsilon),
    row("epsilon-alpha2-beta1", None, Cell::Alpha2Beta1, Cell::Epsilon),
    row("epsilon-alpha2-beta1-flat", Some(Cell::Flat), Cell::Alpha2Beta1, Cell::Epsilon),
    row("deep-taylor", Some(Cell::Box), Cell::Positive, Cell::Positive),
    row("epsilon", None, Cell::Epsilon, Cell::Epsilon),
    row("gamma", None, Cell::Gamma, Cell::Gamma),
];

/// The table's names.
pub const CHOICES: &[Choice] = &[
    Choice { id: "epsilon-gamma-box" },
    Choice { id: "epsilon-plus-flat" },
    Choice { id: "epsilon-plus" },
    Choice { id: "epsilon-plus-w2" },
    Choice { id: "epsilon-alpha2-beta1" },
    Choice { id: "epsilon-alpha2-beta1-flat" },
    Choice { id: "deep-taylor" },
    Choice { id: "epsilon" },
    Choice { id: "gamma" },
];

/// The numbers of the rules.
pub struct Numbers {
    pub epsilon: f64,
    pub gamma: f64,
    /// Whether biases take their part.
    pub with_bias: bool,
    /// Whether a batch normalisation that is not merged hands on, as in zennit.
    pub norms_pass: bool,
}

/// Keeps denominators away from zero, as in zennit.
pub const STABILIZER: f64 = 1e-6;

/// A composite, ready to be asked.
pub struct Rules<'a> {
    first: Option<Rule<'a>>,
    convolution: Rule<'a>,
    linear: Rule<'a>,
    structure: Structure<'a>,
}

impl<'a> Rules<'a> {
    /// The composite of a name.
    pub fn new(request: &Request<'a>, id: &str, numbers: &Numbers, ledger: &'a Ledger) -> Result<Self> {
        let row = TABLE.iter().find(|row| row.id == id).unwrap_or(&TABLE[0]);
        let goal = request.target.layer(request.network());
        // Layers for another gamma are other layers, and none of them is needed any more.
        let has_gamma = row.first.into_iter().chain([row.convolution, row.linear]).any(|cell| cell == Cell::Gamma);
        let group = if has_gamma { format!("{} {}", row.id, numbers.gamma) } else { row.id.to_owned() };
        let rule = |cell: Cell| -> Result<Rule<'a>> {
            let kind = match cell {
                Cell::Epsilon => Kind::Epsilon(numbers.epsilon),
                Cell::Gamma => Kind::Gamma(numbers.gamma),
                Cell::Positive => Kind::AlphaBeta(1.0, 0.0),
                Cell::Alpha2Beta1 => Kind::AlphaBeta(2.0, 1.0),
                Cell::Box => {
                    let [low, high] = request.levels()?;
                    Kind::Box(low, high)
                }
                Cell::Squares => Kind::Squares,
                Cell::Flat => Kind::Flat,
            };
            Ok(Rule {
                engine: request.engine,
                group: group.clone(),
                kind,
                stabilizer: STABILIZER,
                with_bias: numbers.with_bias,
                ledger,
                goal,
            })
        };
        Ok(Self {
            first: row.first.map(rule).transpose()?,
            convolution: rule(row.convolution)?,
            linear: rule(row.linear)?,
            structure: Structure { stabilizer: STABILIZER, norms_pass: numbers.norms_pass, ledger },
        })
    }

    /// Proportions of positive terms everywhere, without biases: excitation backpropagation.
    pub fn of_excitation(request: &Request<'a>, ledger: &'a Ledger) -> Self {
        let rule = || Rule {
            engine: request.engine,
            group: EXCITATION.to_owned(),
            kind: Kind::AlphaBeta(1.0, 0.0),
            stabilizer: f64::from(f32::MIN_POSITIVE),
            with_bias: false,
            ledger,
            goal: request.target.layer(request.network()),
        };
        let structure = Structure { stabilizer: f64::from(f32::MIN_POSITIVE), norms_pass: true, ledger };
        Self { first: None, convolution: rule(), linear: rule(), structure }
    }
}

impl Rules<'_> {
    /// Which rule where: the rows of a [`crate::network::rules::Composite`].
    pub fn rows(&self) -> Vec<(Matcher, &dyn BackwardRule)> {
        let first = self.first.as_ref().map(|rule| (Matcher::First, rule as &dyn BackwardRule));
        let others: [(Matcher, &dyn BackwardRule); 3] = [
            (Matcher::Operator(|operator| matches!(operator, Operator::Convolution(_))), &self.convolution),
            (Matcher::Operator(|operator| matches!(operator, Operator::Linear(_))), &self.linear),
            (Matcher::Everywhere, &self.structure),
        ];
        first.into_iter().chain(others).collect()
    }
}
