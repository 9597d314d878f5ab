//! One number of a layer: a channel's mean, a unit, a class, or the layer's own strength.

use super::{Planes, Result};
use crate::visualization::Error;

/// Errors when a layer does not have this channel.
fn check(value: &Planes, channel: usize) -> Result<()> {
    if channel < value.channels { Ok(()) } else { Err(Error::NoChannel { channel, channels: value.channels }) }
}

/// The mean of a channel's map.
pub(super) fn channel(value: &Planes, channel: usize, weight: f64, gradient: &mut Planes) -> Result<Vec<f64>> {
    check(value, channel)?;
    let area = value.area();
    let share = (weight / area as f64) as f32;
    for item in gradient.items_mut() {
        item[channel * area..][..area].iter_mut().for_each(|gradient| *gradient += share);
    }
    let mean = |item: &[f32]| item[channel * area..][..area].iter().map(|&value| f64::from(value)).sum::<f64>() / area as f64;
    Ok(value.items().map(mean).collect())
}

/// One position of a channel's map.
pub(super) fn unit(
    value: &Planes,
    channel: usize,
    at: Option<[usize; 2]>,
    weight: f64,
    gradient: &mut Planes,
) -> Result<Vec<f64>> {
    check(value, channel)?;
    let [y, x] = at.unwrap_or([value.height / 2, value.width / 2]);
    if y >= value.height || x >= value.width {
        return Err(Error::NoPosition { position: [y, x], maps: [value.height, value.width] });
    }
    let index = channel * value.area() + y * value.width + x;
    for item in gradient.items_mut() {
        item[index] += weight as f32;
    }
    Ok(value.items().map(|item| f64::from(item[index])).collect())
}

/// A class probability, from the scores.
pub(super) fn probability(value: &Planes, class: usize, weight: f64, gradient: &mut Planes) -> Result<Vec<f64>> {
    check(value, class)?;
    let mut result = Vec::with_capacity(value.count);
    for (scores, gradient) in value.items().zip(gradient.items_mut()) {
        let largest = scores.iter().fold(f32::NEG_INFINITY, |largest, &score| largest.max(score));
        let powers: Vec<f64> = scores.iter().map(|&score| f64::from(score - largest).exp()).collect();
        let sum: f64 = powers.iter().sum();
        let own = powers[class] / sum;
        for (index, (gradient, power)) in gradient.iter_mut().zip(&powers).enumerate() {
            let same = f64::from(u8::from(index == class));
            *gradient += (weight * own * (same - power / sum)) as f32;
        }
        result.push(own);
    }
    Ok(result)
}

/// Half the sum of squares.
pub(super) fn layer(value: &Planes, weight: f64, gradient: &mut Planes) -> Result<Vec<f64>> {
    for (gradient, value) in gradient.values.iter_mut().zip(&value.values) {
        *gradient += weight as f32 * value;
    }
    Ok(value.items().map(|item| item.iter().map(|&value| f64::from(value).powi(2)).sum::<f64>() / 2.0).collect())
}
