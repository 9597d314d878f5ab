//! Whether a map's numbers foretell what changes of the picture do, and whether the map stays itself meanwhile: infidelity
//! and maximum sensitivity (Yeh et al. 2019, "On the (in)fidelity and sensitivity of explanations").
//!
//! A change erases a square (the paper's square removal). Maps that share out a score foretell the sum of their numbers in
//! it; derivatives foretell themselves times what was taken away.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::{Importance, Result, is_sensitivity};
use crate::{
    attribution::{Map, Method, Request, Rerun},
    control::Control,
};

/// What a map foretold of each change, and what happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Foretold {
    /// By how much the map says that the target's number falls.
    pub foretold: Vec<f64>,
    /// By how much it fell.
    pub fell: Vec<f64>,
}

impl Foretold {
    /// The mean of what the map says too much or too little, squared.
    pub fn infidelity(&self) -> f64 {
        self.mean(|foretold, fell| (foretold - fell).powi(2))
    }

    /// The same with the map's numbers times the one factor that serves it best (Captum's `normalize=True`).
    pub fn scaled_infidelity(&self) -> f64 {
        let own = self.mean(|foretold, _| foretold * foretold);
        let factor = if own > 0.0 { self.mean(|foretold, fell| foretold * fell) / own } else { 1.0 };
        self.mean(|foretold, fell| (factor * foretold - fell).powi(2))
    }

    /// Which share of what happened was not foretold, whatever the map's scale: 0 for all of it, 1 for nothing.
    pub fn surprise(&self) -> f64 {
        let happened = self.mean(|_, fell| fell * fell);
        if happened > 0.0 { self.scaled_infidelity() / happened } else { 0.0 }
    }

    fn mean(&self, of: impl Fn(f64, f64) -> f64) -> f64 {
        self.foretold.iter().zip(&self.fell).map(|(&foretold, &fell)| of(foretold, fell)).sum::<f64>()
            / self.foretold.len().max(1) as f64
    }
}

/// Erases `count` squares, each a fifth to a half of the shorter side, one at a time, and compares.
///
/// # Errors
/// Cancellation, and what the network refuses.
pub fn foretold(
    request: &Request<'_>,
    method: &Method,
    map: &Map,
    importance: &Importance,
    count: usize,
    control: &Control,
) -> Result<Foretold> {
    let input = request.pixels()?;
    let [rows, columns] = importance.size;
    let area = rows * columns;
    // By how much the target's number falls, says the map, when a pixel is gone.
    let per_pixel: Vec<f64> = if is_sensitivity(method) && map.values.len() == input.len() {
        let product = |at: usize| f64::from(map.values[at]) * f64::from(input[at]);
        (0..area).map(|pixel| (pixel..input.len()).step_by(area).map(product).sum()).collect()
    } else {
        importance.wide()
    };
    let mut random = ChaCha8Rng::seed_from_u64(0);
    let shorter = rows.min(columns);
    let mut inputs = vec![input.clone()];
    let mut found = Foretold::default();
    for _ in 0..count {
        let side = random.random_range((shorter / 5).max(1)..=(shorter / 2).max(1));
        let [top, left] = [rows, columns].map(|length| random.random_range(0..=length - side));
        let inside =
            |pixel: usize| (top..top + side).contains(&(pixel / columns)) && (left..left + side).contains(&(pixel % columns));
        found.foretold.push((0..area).filter(|&pixel| inside(pixel)).map(|pixel| per_pixel[pixel]).sum());
        inputs.push(input.iter().enumerate().map(|(at, value)| if inside(at % area) { 0.0 } else { *value }).collect());
    }
    let all: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
    let scores = Rerun::of_input(request)?.all(&all, control)?;
    found.fell = scores[1..].iter().map(|score| scores[0] - score).collect();
    Ok(found)
}

/// By which share of its own length a map moves at most (L2) when the picture moves a little: maximum sensitivity.
pub fn most_changed<'a>(own: &[f32], others: impl IntoIterator<Item = &'a [f32]>) -> f64 {
    let length = own.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
    let moved = |other: &[f32]| {
        own.iter().zip(other).map(|(own, other)| (f64::from(*other) - f64::from(*own)).powi(2)).sum::<f64>().sqrt() / length
    };
    others.into_iter().map(moved).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_on_another_scale_still_foretells() {
        let fell = vec![1.0, -2.0, 0.5];
        let right = Foretold { foretold: vec![10.0, -20.0, 5.0], fell: fell.clone() };
        assert!(right.surprise() < 1e-12 && right.infidelity() > 1.0);
        let apart = Foretold { foretold: vec![2.0, 1.0, 0.0], fell };
        assert!((apart.surprise() - 1.0).abs() < 1e-12, "what stands across foretells nothing");
    }

    #[test]
    fn the_worst_change_counts() {
        let others = [vec![3.0, 4.5], vec![0.0, 4.0]];
        assert!((most_changed(&[3.0, 4.0], others.iter().map(Vec::as_slice)) - 0.6).abs() < 1e-12);
    }
}
