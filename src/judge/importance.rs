//! A map as measures see it: one number for each pixel of the input, the larger, the more important.
//!
//! It knows maps, no network. What a number of a map means decides how channels become one: a share of the score keeps its
//! sign and adds up; how strongly the score answers to a pixel is the largest magnitude among its channels (Simonyan et al.
//! 2013).

use crate::{
    attribution::{Map, Method},
    picture::upsampled,
};

/// Methods whose numbers say how strongly the score answers to a pixel, whichever way: derivatives that nothing was
/// multiplied to.
const SENSITIVITIES: [&str; 5] = ["gradient", "guided-backpropagation", "deconvnet", "smooth-grad", "guided-grad-cam"];

/// Whether a method's numbers are strengths of an answer, not shares of a score.
pub fn is_sensitivity(method: &Method) -> bool {
    SENSITIVITIES.contains(&method.id)
}

/// How important each pixel of the input is.
#[derive(Clone, Debug, PartialEq)]
pub struct Importance {
    /// A number for each pixel, row by row; the larger, the more it speaks for the target.
    pub values: Vec<f32>,
    /// Rows and columns.
    pub size: [usize; 2],
}

impl Importance {
    /// A map at the input's size, enlarged where it is smaller (bilinear).
    pub fn of(method: &Method, map: &Map, size: [usize; 2]) -> Self {
        let plane = if is_sensitivity(method) { strongest(map) } else { map.plane() };
        let own = [map.height, map.width];
        Self { values: if own == size { plane } else { upsampled(&plane, own, size) }, size }
    }

    /// The same numbers, wide.
    pub fn wide(&self) -> Vec<f64> {
        self.values.iter().map(|&value| f64::from(value)).collect()
    }
}

/// The smallest and the largest of some numbers.
pub fn ends(values: impl IntoIterator<Item = f64>) -> [f64; 2] {
    values.into_iter().fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| [low.min(value), high.max(value)])
}

/// The largest magnitude among a pixel's channels.
fn strongest(map: &Map) -> Vec<f32> {
    let mut plane = vec![0.0f32; map.height * map.width];
    for channel in map.values.chunks_exact(plane.len().max(1)) {
        plane.iter_mut().zip(channel).for_each(|(most, value)| *most = most.max(value.abs()));
    }
    plane
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::METHODS;

    #[test]
    fn sensitivities_are_methods_and_lose_their_sign() {
        assert!(SENSITIVITIES.iter().all(|id| METHODS.iter().any(|method| method.id == *id)));
        let map = Map {
            values: vec![1.0, -2.0, 0.5, -3.0, 1.0, 0.25, 0.0, 0.0],
            channels: 2,
            height: 2,
            width: 2,
            signed: true,
            trust: Vec::new(),
            done: 1.0,
            known: None,
            completeness: None,
        };
        let of = |id: &str, size| Importance::of(METHODS.find(id).unwrap(), &map, size).values;
        assert_eq!(of("gradient", [2, 2]), [1.0, 2.0, 0.5, 3.0]);
        assert_eq!(of("lrp", [2, 2]), [2.0, -1.75, 0.5, -3.0]);
        assert_eq!(of("lrp", [4, 4]).len(), 16);
    }
}
