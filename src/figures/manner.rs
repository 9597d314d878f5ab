//! How an attribution map is drawn: which sign of its numbers, as what, and on whose scale.

use super::look::Look;

/// What of a signed map is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Sign {
    /// What speaks for and what speaks against, in two colours.
    #[default]
    Both,
    /// How much each position matters, whichever way.
    Magnitude,
    /// What speaks for it alone.
    Positive,
}

/// As what a map is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum DrawnAs {
    /// A colour for each number.
    #[default]
    Heat,
    /// Lines at a quarter, half and three quarters of the scale.
    Contours,
    /// The picture where the map is strong, darkness elsewhere.
    Masked,
    /// The picture's outlines where the map is strong.
    Edges,
}

/// How a map is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Manner {
    /// The colours.
    pub look: Look,
    /// Whether pixel maps cover everything instead of lying over the picture.
    pub opaque: bool,
    /// What of a signed map is shown.
    pub sign: Sign,
    /// As what it is drawn.
    pub drawn_as: DrawnAs,
    /// The scale's upper end, where it is not the map's own.
    pub high: Option<f32>,
}

impl Manner {
    /// A colour for each number, on the map's own scale.
    pub const fn plain(look: Look, opaque: bool) -> Self {
        Self { look, opaque, sign: Sign::Both, drawn_as: DrawnAs::Heat, high: None }
    }
}

impl Sign {
    /// The numbers that are shown.
    pub fn of(self, plane: &mut [f32]) {
        match self {
            Self::Both => {}
            Self::Magnitude => plane.iter_mut().for_each(|value| *value = value.abs()),
            Self::Positive => plane.iter_mut().for_each(|value| *value = value.max(0.0)),
        }
    }
}

/// Parts of the scale at which lines run.
const LEVELS: [f32; 3] = [0.25, 0.5, 0.75];

/// Where lines of equal strength (0 to 1) run: the levels that lie between a pixel and its neighbours, as the highest of them.
pub(super) fn contours(strength: &[f32], [rows, columns]: [usize; 2]) -> Vec<Option<f32>> {
    let level = |value: f32| LEVELS.iter().filter(|level| value >= **level).count();
    let one = |at: usize| {
        let own = level(strength[at]);
        let right = (at % columns + 1 < columns).then(|| level(strength[at + 1]));
        let below = (at / columns + 1 < rows).then(|| level(strength[at + columns]));
        let other = right.into_iter().chain(below).find(|other| *other != own)?;
        LEVELS.get(own.max(other).checked_sub(1)?).copied()
    };
    (0..rows * columns).map(one).collect()
}

/// How strongly a grey picture (0 to 1) changes at each pixel (Sobel 1968), the strongest being 1.
pub(super) fn outlines(grey: &[f32], [rows, columns]: [usize; 2]) -> Vec<f32> {
    let at = |y: usize, x: usize, down: isize, across: isize| {
        let y = y.saturating_add_signed(down).min(rows - 1);
        let x = x.saturating_add_signed(across).min(columns - 1);
        grey[y * columns + x]
    };
    let one = |index: usize| {
        let (y, x) = (index / columns, index % columns);
        let side = |sign: isize| at(y, x, -1, sign) + 2.0 * at(y, x, 0, sign) + at(y, x, 1, sign);
        let end = |sign: isize| at(y, x, sign, -1) + 2.0 * at(y, x, sign, 0) + at(y, x, sign, 1);
        (side(1) - side(-1)).hypot(end(1) - end(-1))
    };
    let all: Vec<f32> = (0..rows * columns).map(one).collect();
    let most = all.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    all.into_iter().map(|value| value / most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_run_where_levels_are_crossed() {
        let strength = [0.0, 0.1, 0.6, 0.9];
        assert_eq!(contours(&strength, [1, 4]), [None, Some(0.5), Some(0.75), None]);
    }

    #[test]
    fn outlines_are_where_grey_changes() {
        let grey = [0.0, 0.0, 1.0, 1.0].repeat(4);
        let found = outlines(&grey, [4, 4]);
        assert_eq!(found[4..8], [0.0, 1.0, 1.0, 0.0]);
    }
}
