//! A direction in a layer's channels (Carter et al. 2019, "Activation atlas": the dot product times a power of the cosine).
//!
//! Each position counts for itself; the number is their mean.

use super::{Cosine, Planes, Result};
use crate::visualization::Error;

/// A cosine counts as at least this where it is a factor, so that a start that looks away still has a way.
const LEAST_COSINE: f64 = 0.1;
/// Lucid's guard against a norm of zero.
const LUCID_GUARD: f64 = 1e-4;

/// `dot * max(0.1, cosine)^power`, mean over positions.
pub(super) fn along(
    value: &Planes,
    direction: &[f32],
    power: f64,
    cosine: Cosine,
    weight: f64,
    gradient: &mut Planes,
) -> Result<Vec<f64>> {
    if direction.len() != value.channels {
        return Err(Error::Direction { numbers: direction.len(), channels: value.channels });
    }
    let (area, channels) = (value.area(), value.channels as f64);
    let direction: Vec<f64> = direction.iter().map(|&number| f64::from(number)).collect();
    let own_norm = direction.iter().map(|number| number * number).sum::<f64>().sqrt();
    let mut result = Vec::with_capacity(value.count);
    for (item, gradient) in value.items().zip(gradient.items_mut()) {
        let mut sum = 0.0;
        for position in 0..area {
            let at = |channel: usize| f64::from(item[channel * area + position]);
            let dot: f64 = direction.iter().enumerate().map(|(channel, number)| number * at(channel)).sum();
            let norm = (0..value.channels).map(|channel| at(channel).powi(2)).sum::<f64>().sqrt();
            // What the dot product is, and the two that the cosine is a ratio of.
            let (dot, above, below, slope) = match cosine {
                Cosine::True => (dot, dot, (norm * own_norm).max(f64::MIN_POSITIVE), own_norm),
                Cosine::Lucid => (dot / channels, dot / channels, norm + LUCID_GUARD, 1.0),
            };
            let ratio = above / below;
            let floored = ratio.max(LEAST_COSINE);
            let factor = floored.powf(power);
            sum += dot * factor;
            let share = weight / area as f64;
            let by_dot = factor + if ratio > LEAST_COSINE { power * dot * floored.powf(power - 1.0) / below } else { 0.0 };
            let by_norm = if ratio > LEAST_COSINE {
                -power * dot * floored.powf(power - 1.0) * above * slope / (below * below)
            } else {
                0.0
            };
            let per_channel = if cosine == Cosine::Lucid { channels } else { 1.0 };
            for (channel, number) in direction.iter().enumerate() {
                let along_norm = if norm > 0.0 { at(channel) / norm } else { 0.0 };
                gradient[channel * area + position] += (share * (by_dot * number / per_channel + by_norm * along_norm)) as f32;
            }
        }
        result.push(sum / area as f64);
    }
    Ok(result)
}
