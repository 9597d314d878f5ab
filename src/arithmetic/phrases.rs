//! What happens at each step, in a sentence with its numbers: one for the window and the command line.

use super::{Act, Adding, Operand, Place, Step, Taking};
use crate::{
    network::ops::Arithmetic as Operation,
    words::{Phrase, Value, arithmetic as say},
};

impl Step {
    /// In a sentence; `name` says what a place is called.
    pub fn phrase(&self, name: &dyn Fn(Place) -> String) -> Phrase {
        let after = short(self.after);
        match &self.act {
            Act::Given { from } => say::given(name(*from), after),
            Act::Products(products) => {
                let count = products.terms.len();
                match products.adding {
                    Adding::Kernel | Adding::Weights if products.bias.is_some() => say::products_and_bias(count, after),
                    Adding::Kernel | Adding::Weights => say::products(count, after),
                    Adding::Mean => say::mean(count, after),
                    Adding::Sum => say::added(count, after),
                    Adding::Mixture => say::mixture(count, after),
                }
            }
            Act::Choice { taking: Taking::Largest, terms, .. } => say::largest_of(terms.len(), after),
            Act::Choice { taking: Taking::Smallest, terms, .. } => say::smallest_of(terms.len(), after),
            Act::Branch { branch, of, term } => {
                let from = term.from.map_or(Value::Phrase(say::PADDING), |from| Value::Text(name(from)));
                say::branch((branch + 1).to_string(), of.to_string(), from, after)
            }
            Act::Pair { operation, first, second } => say::pair(short(first.value), sign(*operation), operand(second), after),
            Act::Standardised { over, before, mean, variance, epsilon, scale, shift } => {
                let deviation = short((variance + epsilon).sqrt());
                let (before, mean, scale, shift) = (short(*before), added(-mean), short(*scale), added(*shift));
                match over {
                    None => say::batch_norm(before, mean, deviation, scale, shift, after),
                    Some(count) => say::norm_over(*count, before, mean, deviation, scale, shift, after),
                }
            }
            Act::LocalResponse { before, neighbours, bias, beta } => {
                let squares = neighbours.iter().map(|term| term.value * term.value * term.weight).sum();
                say::local_response(neighbours.len(), short(*before), short(*bias), added(squares), short(*beta), after)
            }
            Act::Length { before, length, over } => say::length(*over, short(*before), short(*length), after),
            Act::Share { terms, chosen, logarithm } => {
                let before = short(terms.get(*chosen).map_or(0.0, |term| term.value));
                if *logarithm { say::logarithm(before, terms.len(), after) } else { say::share(before, terms.len(), after) }
            }
            Act::Curve { name, before } => say::curve(*name, short(*before), after),
            Act::Other { name, reads } => say::other(*name, *reads, after),
        }
    }
}

fn short(number: f64) -> Value {
    Value::Short(number as f32)
}

fn added(number: f64) -> Value {
    Value::Added(number as f32)
}

/// In parentheses where its sign would follow another one.
fn operand(operand: &Operand) -> Value {
    if operand.value < 0.0 { Value::Phrase(say::in_parentheses(short(operand.value))) } else { short(operand.value) }
}

fn sign(operation: Operation) -> &'static str {
    match operation {
        Operation::Add => "+",
        Operation::Subtract => "−",
        Operation::Multiply => "×",
        Operation::Divide => "÷",
        Operation::Power => "^",
        Operation::Minimum => "∧",
        Operation::Maximum => "∨",
    }
}
