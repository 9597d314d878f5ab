//! What the pictures of a batch are to each other (Lucid, optvis/objectives.py): from one unit to another, unlike, or alike.

use super::{Gradients, Objective, Planes, Result, Values};

/// The first objective for the first picture, the second for the last, and linearly in between.
pub(super) fn interpolation(
    from: &Objective,
    to: &Objective,
    values: &Values<'_>,
    weight: f64,
    gradients: &mut Gradients<'_>,
) -> Result<Vec<f64>> {
    let last = values.count.saturating_sub(1).max(1) as f64;
    let mut sums = vec![0.0; values.count];
    for (objective, rises) in [(from, false), (to, true)] {
        let share = |item: usize| {
            let along = item as f64 / last;
            if rises { along } else { 1.0 - along }
        };
        let mut own = Gradients { values, planes: std::collections::BTreeMap::new() };
        let scores = objective.evaluate(values, weight, &mut own)?;
        for (item, (sum, score)) in sums.iter_mut().zip(scores).enumerate() {
            *sum += share(item) * score;
        }
        for (layer, planes) in own.planes {
            let pairs = gradients.at(layer).items_mut().zip(planes.items()).enumerate();
            for (item, (sum, part)) in pairs {
                let share = share(item) as f32;
                sum.iter_mut().zip(part).for_each(|(sum, part)| *sum += share * part);
            }
        }
    }
    Ok(sums)
}

/// Minus the mean cosine of the Gram matrix with those of the others.
pub(super) fn diversity(value: &Planes, weight: f64, gradient: &mut Planes) -> Result<Vec<f64>> {
    let (count, channels, area) = (value.count, value.channels, value.area());
    if count < 2 {
        return Ok(vec![0.0; count]);
    }
    let grams: Vec<Vec<f64>> = value.items().map(|item| gram(item, channels, area)).collect();
    let norms: Vec<f64> =
        grams.iter().map(|gram| gram.iter().map(|entry| entry * entry).sum::<f64>().sqrt().max(f64::MIN_POSITIVE)).collect();
    let cosine = |one: usize, other: usize| {
        grams[one].iter().zip(&grams[other]).map(|(one, other)| one * other).sum::<f64>() / norms[one] / norms[other]
    };
    let pairs = (count - 1) as f64;
    let scores: Vec<f64> = (0..count)
        .map(|one| -(0..count).filter(|&other| other != one).map(|other| cosine(one, other)).sum::<f64>() / pairs)
        .collect();
    for (one, (item, gradient)) in value.items().zip(gradient.items_mut()).enumerate() {
        // The sum of all pictures' numbers counts each pair twice.
        let mut slope = vec![0.0; channels * channels];
        for other in (0..count).filter(|&other| other != one) {
            let cosine = cosine(one, other);
            for ((slope, own), theirs) in slope.iter_mut().zip(&grams[one]).zip(&grams[other]) {
                *slope -= 2.0 * weight / pairs * (theirs / norms[other] - cosine * own / norms[one]) / norms[one];
            }
        }
        for to in 0..channels {
            for from in 0..channels {
                let factor = 2.0 * slope[to * channels + from];
                for position in 0..area {
                    gradient[to * area + position] += (factor * f64::from(item[from * area + position])) as f32;
                }
            }
        }
    }
    Ok(scores)
}

/// `channels x channels` products, summed over positions.
fn gram(item: &[f32], channels: usize, area: usize) -> Vec<f64> {
    let mut gram = vec![0.0; channels * channels];
    for one in 0..channels {
        for other in 0..channels {
            let (first, second) = (&item[one * area..][..area], &item[other * area..][..area]);
            gram[one * channels + other] = first.iter().zip(second).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum();
        }
    }
    gram
}

/// Neighbours that count, and how much less each further one does.
const NEIGHBOURS: usize = 4;

/// Minus the mean squared difference to the next pictures, half as much for each further one; a pair's number is shared by both.
pub(super) fn alignment(value: &Planes, weight: f64, gradient: &mut Planes) -> Result<Vec<f64>> {
    let (count, length) = (value.count, value.item_len());
    let mut scores = vec![0.0; count];
    for distance in 1..=NEIGHBOURS.min(count.saturating_sub(1)) {
        let share = 0.5_f64.powi(distance as i32) / length as f64 / (count - distance) as f64;
        for one in 0..count - distance {
            let other = one + distance;
            let mut sum = 0.0;
            for index in 0..length {
                let difference = f64::from(value.values[one * length + index] - value.values[other * length + index]);
                sum += difference * difference;
                let slope = (2.0 * weight * share * difference) as f32;
                gradient.values[one * length + index] -= slope;
                gradient.values[other * length + index] += slope;
            }
            scores[one] -= share * sum / 2.0;
            scores[other] -= share * sum / 2.0;
        }
    }
    Ok(scores)
}
