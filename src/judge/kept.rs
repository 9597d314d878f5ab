//! The picture through its own map: average drop and increase in confidence (Chattopadhay et al. 2018, "Grad-CAM++", section
//! 4.1).
//!
//! What a map calls important is kept, the rest dimmed; a true map keeps the class.

use super::{Importance, Result, importance::ends};
use crate::{
    attribution::{Request, Rerun},
    control::Control,
};

/// The class's probability for the picture and for the picture through its map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kept {
    /// For the whole picture.
    pub whole: f64,
    /// Through the map.
    pub through: f64,
}

impl Kept {
    /// Which share of the probability is lost, 0 to 1; the mean over pictures is the average drop.
    pub fn drop(self) -> f64 {
        (self.whole - self.through).max(0.0) / self.whole.max(f64::MIN_POSITIVE)
    }

    /// Whether it rose; the share of pictures is the increase in confidence.
    pub fn rises(self) -> bool {
        self.through > self.whole
    }
}

/// Looks at the input times its map, scaled to 0 to 1.
///
/// # Errors
/// Cancellation, and what the network refuses.
pub fn kept(request: &Request<'_>, importance: &Importance, control: &Control) -> Result<Kept> {
    let input = request.pixels()?;
    let [low, high] = ends(importance.values.iter().map(|&value| f64::from(value))).map(|end| end as f32);
    let span = (high - low).max(f32::MIN_POSITIVE);
    let area = importance.values.len().max(1);
    let dimmed: Vec<f32> =
        input.iter().enumerate().map(|(at, value)| value * (importance.values[at % area] - low) / span).collect();
    let scores = Rerun::of_input(request)?.by_probability().all(&[&input, &dimmed], control)?;
    Ok(Kept { whole: scores[0], through: scores[1] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drop_and_increase_are_grad_cam_plus_pluss() {
        let kept = Kept { whole: 0.8, through: 0.6 };
        assert!((kept.drop() - 0.25).abs() < 1e-12 && !kept.rises());
        let risen = Kept { whole: 0.4, through: 0.6 };
        assert!(risen.drop() == 0.0 && risen.rises());
    }
}
