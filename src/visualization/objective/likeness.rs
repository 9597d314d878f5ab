//! Likeness to the values of another picture: inversion (Mahendran & Vedaldi 2015), caricature (Lucid, recipes/caricature.py),
//! DeepDream's guide, style (Gatys et al. 2015 as in Lucid, optvis/style.py).

use super::{Planes, Result};
use crate::visualization::Error;

/// A cosine counts as at least this where it is a factor.
const LEAST_COSINE: f64 = 0.1;

fn check(value: &Planes, reference: &Planes, whole: bool) -> Result<()> {
    let fits =
        value.channels == reference.channels && (!whole || (value.height, value.width) == (reference.height, reference.width));
    if fits { Ok(()) } else { Err(Error::Reference { expected: reference.dims(), found: value.dims() }) }
}

fn squares(values: &[f32]) -> f64 {
    values.iter().map(|&value| f64::from(value).powi(2)).sum()
}

fn dot(one: &[f32], other: &[f32]) -> f64 {
    one.iter().zip(other).map(|(&one, &other)| f64::from(one) * f64::from(other)).sum()
}

/// `-|value - reference|^2 / |reference|^2`.
pub(super) fn inversion(value: &Planes, reference: &Planes, weight: f64, gradient: &mut Planes) -> Result<Vec<f64>> {
    check(value, reference, true)?;
    let scale = squares(&reference.values).max(f64::MIN_POSITIVE);
    let mut result = Vec::with_capacity(value.count);
    for (item, gradient) in value.items().zip(gradient.items_mut()) {
        let mut sum = 0.0;
        for ((value, reference), gradient) in item.iter().zip(&reference.values).zip(gradient) {
            let difference = f64::from(value - reference);
            sum += difference * difference;
            *gradient -= (2.0 * weight * difference / scale) as f32;
        }
        result.push(-sum / scale);
    }
    Ok(result)
}

/// `<value, reference> * max(0.1, cosine)^power` over the whole layer.
pub(super) fn caricature(value: &Planes, reference: &Planes, power: f64, weight: f64, gradient: &mut Planes) -> Result<Vec<f64>> {
    check(value, reference, true)?;
    let own_norm = squares(&reference.values).sqrt();
    let mut result = Vec::with_capacity(value.count);
    for (item, gradient) in value.items().zip(gradient.items_mut()) {
        let (dot, norm) = (dot(item, &reference.values), squares(item).sqrt());
        let below = (norm * own_norm).max(f64::MIN_POSITIVE);
        let ratio = dot / below;
        let floored = ratio.max(LEAST_COSINE);
        let moves = ratio > LEAST_COSINE;
        let by_dot = floored.powf(power) + if moves { power * dot * floored.powf(power - 1.0) / below } else { 0.0 };
        let by_norm = if moves && norm > 0.0 { -power * dot * floored.powf(power - 1.0) * ratio / norm / norm } else { 0.0 };
        for ((value, reference), gradient) in item.iter().zip(&reference.values).zip(gradient) {
            *gradient += (weight * (by_dot * f64::from(*reference) + by_norm * f64::from(*value))) as f32;
        }
        result.push(dot * floored.powf(power));
    }
    Ok(result)
}

/// At each position the largest dot product with any of the guide's feature vectors; their sum.
pub(super) fn guide(value: &Planes, guide: &Planes, weight: f64, gradient: &mut Planes) -> Result<Vec<f64>> {
    check(value, guide, false)?;
    let (area, guide_area) = (value.area(), guide.area());
    let mut result = Vec::with_capacity(value.count);
    for (item, gradient) in value.items().zip(gradient.items_mut()) {
        // All dot products at once, a row of them for each position of the guide, channel by channel.
        let mut dots = vec![0.0_f32; area * guide_area];
        for (own, others) in item.chunks_exact(area).zip(guide.values.chunks_exact(guide_area)) {
            for (row, other) in dots.chunks_exact_mut(area).zip(others) {
                row.iter_mut().zip(own).for_each(|(dot, own)| *dot += own * other);
            }
        }
        let mut sum = 0.0;
        for position in 0..area {
            let at = |index: usize| dots[index * area + position];
            // The first of equals, as NumPy's argmax takes it.
            let best = (1..guide_area).fold(0, |best, index| if at(index) > at(best) { index } else { best });
            sum += f64::from(at(best));
            for channel in 0..value.channels {
                gradient[channel * area + position] += weight as f32 * guide.values[channel * guide_area + best];
            }
        }
        result.push(sum);
    }
    Ok(result)
}

/// `channels x channels` mean products over positions.
fn gram(item: &[f32], channels: usize, area: usize) -> Vec<f64> {
    let rows: Vec<&[f32]> = item.chunks_exact(area).collect();
    let mut gram = vec![0.0; channels * channels];
    for (one, first) in rows.iter().enumerate() {
        for (other, second) in rows.iter().enumerate().take(one + 1) {
            let mean = dot(first, second) / area as f64;
            gram[one * channels + other] = mean;
            gram[other * channels + one] = mean;
        }
    }
    gram
}

/// Minus the mean absolute difference of Gram matrices.
pub(super) fn style(value: &Planes, reference: &Planes, weight: f64, gradient: &mut Planes) -> Result<Vec<f64>> {
    check(value, reference, false)?;
    let (channels, area) = (value.channels, value.area());
    let wanted = gram(&reference.values, channels, reference.area());
    let entries = (channels * channels) as f64;
    let mut result = Vec::with_capacity(value.count);
    for (item, gradient) in value.items().zip(gradient.items_mut()) {
        let own = gram(item, channels, area);
        result.push(-own.iter().zip(&wanted).map(|(own, wanted)| (own - wanted).abs()).sum::<f64>() / entries);
        for one in 0..channels {
            for other in 0..channels {
                let difference = own[one * channels + other] - wanted[one * channels + other];
                if difference != 0.0 {
                    // Each product stands twice in the matrix, once for either order.
                    let slope = -2.0 * weight * difference.signum() / entries / area as f64;
                    let (to, from) = (one * area, other * area);
                    for position in 0..area {
                        gradient[to + position] += (slope * f64::from(item[from + position])) as f32;
                    }
                }
            }
        }
    }
    Ok(result)
}
