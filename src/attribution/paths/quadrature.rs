//! Where along a path from 0 to 1 to look, and how much each place counts.

use std::{borrow::Cow, f64::consts::PI};

use crate::attribution::{Choice, Parameter, Value};

/// Where the path bends: see [`super::adaptive`].
pub const ADAPTIVE: &str = "adaptive";
pub const GAUSS: &str = "gauss-legendre";
pub const TRAPEZOID: &str = "trapezoid";
pub const LEFT: &str = "left";
pub const RIGHT: &str = "right";
pub const MIDDLE: &str = "middle";

/// The rules.
pub const RULES: &[Choice] = &[
    Choice { id: ADAPTIVE },
    Choice { id: GAUSS },
    Choice { id: TRAPEZOID },
    Choice { id: LEFT },
    Choice { id: RIGHT },
    Choice { id: MIDDLE },
];

/// Places in 0 to 1 in their order, with weights that sum to 1 (in Captum's trapezoid to `1 - 1 / count`: it halves both ends of
/// `count` points that lie `1 / count` apart in weight, though not in place).
pub fn places(rule: &str, count: usize, as_captum: bool) -> Vec<[f64; 2]> {
    let (all, step) = (0..count, 1.0 / count as f64);
    match rule {
        GAUSS => gauss_legendre(count),
        TRAPEZOID if count > 1 => {
            let gaps = (count - 1) as f64;
            let whole = if as_captum { step } else { 1.0 / gaps };
            let weight = |index: usize| if index == 0 || index + 1 == count { whole / 2.0 } else { whole };
            all.map(|index| [index as f64 / gaps, weight(index)]).collect()
        }
        LEFT => all.map(|index| [index as f64 * step, step]).collect(),
        RIGHT => all.map(|index| [(index + 1) as f64 * step, step]).collect(),
        _ => all.map(|index| [(index as f64 + 0.5) * step, step]).collect(),
    }
}

/// The zeros of Legendre's polynomial by Newton's method, moved to 0 to 1, with the weights that make polynomials exact.
fn gauss_legendre(count: usize) -> Vec<[f64; 2]> {
    let mut places = Vec::with_capacity(count);
    for index in 0..count {
        let mut zero = (PI * (index as f64 + 0.75) / (count as f64 + 0.5)).cos();
        let mut slope = 1.0;
        for _ in 0..100 {
            let (mut last, mut now) = (1.0, zero);
            for degree in 2..=count {
                let degree = degree as f64;
                (last, now) = (now, ((2.0 * degree - 1.0) * zero * now - (degree - 1.0) * last) / degree);
            }
            slope = count as f64 * (zero * now - last) / (zero * zero - 1.0);
            let step = now / slope;
            zero -= step;
            if step.abs() < 1e-15 {
                break;
            }
        }
        places.push([0.5 * (1.0 - zero), 1.0 / ((1.0 - zero * zero) * slope * slope)]);
    }
    places
}

/// The rule; Gauss and Legendre's in Captum.
pub const RULE: Parameter = Parameter::choice("rule", RULES, &Value::Choice(Cow::Borrowed(ADAPTIVE)))
    .elsewhere(&[("captum", &Value::Choice(Cow::Borrowed(GAUSS)))]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_integrates_and_gauss_integrates_polynomials_exactly() {
        for (rule, tolerance) in [(GAUSS, 1e-14), (TRAPEZOID, 4e-3), (LEFT, 0.06), (RIGHT, 0.06), (MIDDLE, 2e-3)] {
            let places = places(rule, 20, false);
            assert_eq!(places.len(), 20);
            assert!(places.is_sorted_by(|a, b| a[0] < b[0]), "{rule}");
            let weights: f64 = places.iter().map(|[_, weight]| weight).sum();
            assert!((weights - 1.0).abs() < 1e-12, "{rule}: {weights}");
            let integral: f64 = places.iter().map(|[at, weight]| weight * (at.powi(7) * 8.0)).sum();
            assert!((integral - 1.0).abs() < tolerance * 4.0, "{rule}: {integral}");
        }
        // numpy.polynomial.legendre.leggauss(3), moved.
        let three = places(GAUSS, 3, false);
        assert!((three[0][0] - 0.112_701_665_379_258).abs() < 1e-14 && (three[1][1] - 4.0 / 9.0).abs() < 1e-14, "{three:?}");
        let captum: f64 = places(TRAPEZOID, 50, true).iter().map(|[_, weight]| weight).sum();
        assert!((captum - 0.98).abs() < 1e-12);
    }
}
