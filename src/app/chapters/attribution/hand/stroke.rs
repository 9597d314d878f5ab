//! Strokes that cover or bare parts of a picture or of a map, and the mask that they leave with a patch. Numbers only.

use crate::{
    app::deed::{points, written_points},
    attribution::Mask,
    picture,
};

/// One movement of the brush.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Stroke {
    /// Whether it bares what was covered, instead of covering.
    pub restores: bool,
    /// The brush's width as a fraction of the picture's.
    pub width: f32,
    /// Where it went, x and y as fractions of the picture's sides from its upper left corner.
    pub points: Vec<[f32; 2]>,
}

const RESTORES: &str = "+";
const ERASES: &str = "-";

impl From<Stroke> for String {
    fn from(Stroke { restores, width, points }: Stroke) -> Self {
        format!("{} {width} {}", if restores { RESTORES } else { ERASES }, written_points(&points))
    }
}

impl TryFrom<String> for Stroke {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let read = || {
            let (sign, rest) = text.split_once(' ')?;
            let (width, rest) = rest.split_once(' ')?;
            let restores = (sign == RESTORES).then_some(true).or_else(|| (sign == ERASES).then_some(false))?;
            Some(Self { restores, width: width.parse().ok()?, points: points(rest)? })
        };
        read().ok_or("stroke")
    }
}

/// Lays a stroke on others; one that goes on where the last one ended becomes a part of it.
pub fn lay(strokes: &mut Vec<Stroke>, stroke: Stroke) {
    let same = |last: &&mut Stroke| last.restores == stroke.restores && last.width == stroke.width;
    match strokes.last_mut().filter(same).filter(|last| last.points.last() == stroke.points.first()) {
        Some(last) => last.points.extend_from_slice(&stroke.points[1..]),
        None => strokes.push(stroke),
    }
}

/// What strokes, the first one lowest, leave covered of so many rows and columns: positions whose centre lies inside.
pub fn mask(strokes: &[Stroke], [height, width]: [usize; 2]) -> Mask {
    let mut mask = Mask::empty([height, width]);
    for stroke in strokes {
        let line = picture::Stroke { points: stroke.points.clone(), radius: stroke.width / 2.0, colour: [0; 3] };
        let coverage = line.coverage([width, height], [0.0, 0.0, width as f64, height as f64]);
        for (covered, share) in mask.covered.iter_mut().zip(coverage) {
            if share >= 0.5 {
                *covered = !stroke.restores;
            }
        }
    }
    mask
}

/// Top, left, rows and columns of a square patch of this size (a fraction of the shorter side) around a place, shifted so that it
/// lies inside `[height, width]`.
pub fn patch(size: f32, [x, y]: [f32; 2], [height, width]: [usize; 2]) -> [usize; 4] {
    let side = ((size * height.min(width) as f32).round() as usize).clamp(1, height.min(width).max(1));
    let along = |at: f32, length: usize| {
        let start = at * length as f32 - side as f32 / 2.0;
        (start.round().max(0.0) as usize).min(length.saturating_sub(side))
    };
    [along(y, height), along(x, width), side, side]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stroke(restores: bool, width: f32, points: &[[f32; 2]]) -> Stroke {
        Stroke { restores, width, points: points.to_vec() }
    }

    #[test]
    fn strokes_come_back_from_their_written_form() {
        for stroke in [stroke(true, 0.08, &[[0.1, 0.25]]), stroke(false, 0.3, &[[-0.5, 1.25], [0.333_3, 0.0]])] {
            assert_eq!(Stroke::try_from(String::from(stroke.clone())), Ok(stroke));
        }
        for wrong in ["", "+", "+ 0.1", "* 0.1 0,0", "- 0.1 0;0", "- wide 0,0", "- 0.1 NaN,0"] {
            assert!(Stroke::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_stroke_covers_the_positions_whose_centres_it_reaches_and_another_bares_them() {
        let line = [[0.2, 0.5], [0.8, 0.5]];
        let found = mask(&[stroke(false, 0.2, &line)], [40, 50]);
        for (index, &covered) in found.covered.iter().enumerate() {
            let (y, x) = ((index / 50) as f32 + 0.5, (index % 50) as f32 + 0.5);
            let distance = (x - x.clamp(10.0, 40.0)).hypot(y - 20.0);
            assert!(covered == (distance <= 5.0) || (distance - 5.0).abs() < 1e-3, "{y} {x}");
        }
        let both = mask(&[stroke(false, 0.2, &line), stroke(true, 0.1, &line)], [40, 50]);
        let inner = mask(&[stroke(false, 0.1, &line)], [40, 50]);
        for ((&left, &outer), &inner) in both.covered.iter().zip(&found.covered).zip(&inner.covered) {
            assert_eq!(left, outer && !inner);
        }
    }

    #[test]
    fn a_stroke_that_goes_on_is_one_stroke() {
        let mut strokes = Vec::new();
        lay(&mut strokes, stroke(false, 0.1, &[[0.1, 0.1]]));
        lay(&mut strokes, stroke(false, 0.1, &[[0.1, 0.1], [0.2, 0.1]]));
        lay(&mut strokes, stroke(true, 0.1, &[[0.2, 0.1], [0.3, 0.1]]));
        lay(&mut strokes, stroke(true, 0.1, &[[0.5, 0.1]]));
        assert_eq!(strokes.iter().map(|stroke| stroke.points.len()).collect::<Vec<_>>(), [2, 2, 1]);
    }

    #[test]
    fn a_patch_lies_inside() {
        assert_eq!(patch(0.25, [0.5, 0.5], [224, 224]), [84, 84, 56, 56]);
        assert_eq!(patch(0.25, [0.0, 1.0], [224, 224]), [168, 0, 56, 56]);
        assert_eq!(patch(0.25, [0.9, 0.1], [13, 13]), [0, 10, 3, 3]);
        assert_eq!(patch(0.01, [-3.0, 7.0], [6, 8]), [5, 0, 1, 1]);
        assert_eq!(patch(2.0, [0.5, 0.5], [6, 8]), [0, 1, 6, 6]);
    }
}
