//! What can happen to numbers at one position of one layer, as data: products that are added up, a choice, a norm, a curve.
//!
//! Knows no picture and no words.

use super::place::Place;
use crate::network::{NodeId, ops::Arithmetic};

/// A number that is read, and what it is multiplied by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// Where the number was made; `None` for padding.
    pub from: Option<Place>,
    /// Where the weight lies; `None` where nobody learned it (a mean's share).
    pub weight_at: Option<Place>,
    /// Which of the node's inputs it is read from.
    pub branch: usize,
    /// The channel of that input: with groups, counted through all of them; of a vector, its feature.
    pub channel: usize,
    /// Row and column of that input, outside of it for padding; zeros where it has no maps.
    pub position: [isize; 2],
    /// Row and column in the kernel or window; zeros where there is none.
    pub tap: [usize; 2],
    /// The number.
    pub value: f64,
    /// What it is multiplied by.
    pub weight: f64,
}

impl Term {
    /// Value by weight: what it adds.
    pub fn product(&self) -> f64 {
        self.value * self.weight
    }
}

/// What the products of one channel add together.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelSum {
    /// Which of the node's inputs.
    pub branch: usize,
    /// Its channel.
    pub channel: usize,
    /// What its products add.
    pub sum: f64,
    /// Which terms they are.
    pub terms: Vec<usize>,
}

/// Why products are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adding {
    /// A window under a learned kernel.
    Kernel,
    /// A row of learned weights, or of another value.
    Weights,
    /// The mean of a window, or of a whole map.
    Mean,
    /// Branches that come together, or all numbers of a map.
    Sum,
    /// Neighbours mixed where a map is resampled.
    Mixture,
}

/// Numbers, each multiplied by a weight, added up.
#[derive(Clone, Debug, PartialEq)]
pub struct Products {
    /// Why.
    pub adding: Adding,
    /// The products, in the order of the data.
    pub terms: Vec<Term>,
    /// What is added at the end, and where it lies.
    pub bias: Option<(f64, Place)>,
}

impl Products {
    /// The sum without the bias.
    pub fn sum(&self) -> f64 {
        self.terms.iter().map(Term::product).sum()
    }

    /// The sum of each channel, the one that adds or takes most first.
    pub fn channel_sums(&self) -> Vec<ChannelSum> {
        let mut sums: Vec<ChannelSum> = Vec::new();
        let mut places = std::collections::HashMap::new();
        for (index, term) in self.terms.iter().enumerate() {
            let place = *places.entry((term.branch, term.channel)).or_insert_with(|| {
                sums.push(ChannelSum { branch: term.branch, channel: term.channel, sum: 0.0, terms: Vec::new() });
                sums.len() - 1
            });
            sums[place].sum += term.product();
            sums[place].terms.push(index);
        }
        sums.sort_by(|a, b| b.sum.abs().total_cmp(&a.sum.abs()));
        sums
    }
}

/// Which of several numbers is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taking {
    /// The largest.
    Largest,
    /// The smallest.
    Smallest,
}

/// What happened at one node.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// A number that is there already: the picture's, or another layer's.
    Given {
        /// Where it was made.
        from: Place,
    },
    /// Products, added up.
    Products(Products),
    /// One of several numbers; the weights of `terms` are 1 for it and 0 for the others.
    Choice {
        /// Which one.
        taking: Taking,
        /// All of them.
        terms: Vec<Term>,
        /// The index of the one that was taken, the first of equals.
        chosen: usize,
    },
    /// A concatenation: the number comes from one of its branches.
    Branch {
        /// Which one.
        branch: usize,
        /// Of how many.
        of: usize,
        /// The number there.
        term: Term,
    },
    /// Two numbers, one from each branch (a gate scales a map: `Multiply`), or a number and a constant.
    Pair {
        /// What is done with them.
        operation: Arithmetic,
        /// The first.
        first: Operand,
        /// The second.
        second: Operand,
    },
    /// `(x - mean) / sqrt(variance + epsilon) * scale + shift`.
    Standardised {
        /// Over how many numbers mean and variance were taken here and now; `None` where training measured them.
        over: Option<usize>,
        /// x.
        before: f64,
        /// The mean.
        mean: f64,
        /// The variance.
        variance: f64,
        /// Added to the variance.
        epsilon: f64,
        /// Learned factor.
        scale: f64,
        /// Learned shift.
        shift: f64,
    },
    /// `x / (bias + alpha / size * sum of squares) ^ beta` over neighbouring channels.
    LocalResponse {
        /// x.
        before: f64,
        /// The neighbours, itself among them; their weight is alpha / size, and it is their squares that are added.
        neighbours: Vec<Term>,
        /// Added to the sum.
        bias: f64,
        /// Exponent.
        beta: f64,
    },
    /// `x / length`, the length along one axis.
    Length {
        /// x.
        before: f64,
        /// The length.
        length: f64,
        /// Of how many numbers.
        over: usize,
    },
    /// `exp(x) / sum of exp`: every score's part of the whole.
    Share {
        /// The scores; their weights are 1.
        terms: Vec<Term>,
        /// Which of them is this one.
        chosen: usize,
        /// Whether the logarithm of the share is meant.
        logarithm: bool,
    },
    /// A curve, by the name of its operator ("ReLU").
    Curve {
        /// The operator's name.
        name: &'static str,
        /// x.
        before: f64,
    },
    /// Something else: its operator's name, and how many numbers it reads.
    Other {
        /// The operator's name.
        name: &'static str,
        /// How many numbers it reads.
        reads: usize,
    },
}

/// One of a pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Operand {
    /// The number.
    pub value: f64,
    /// Where it was made; `None` for padding, and for what stands before it in the same chain.
    pub from: Option<Place>,
    /// Whether it is a constant of the network.
    pub is_constant: bool,
}

/// One act with its outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Whose act.
    pub node: NodeId,
    /// What was done.
    pub act: Act,
    /// What came out.
    pub after: f64,
}
