//! What transformations there are, and what chance decides for them.
//!
//! It knows not how they are carried out.

use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use crate::methods::normal;

/// What lies around a picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Fill {
    /// One value.
    Value(f32),
    /// A value for each channel; the last one for those beyond.
    Channels(Vec<f32>),
    /// The picture itself, mirrored at its outermost pixels, which are not repeated.
    Reflect,
}

/// A random transformation. Sizes are those of the picture at that point, in pixels.
#[derive(Clone, Debug, PartialEq)]
pub enum Transform {
    /// The picture gets a border.
    Pad {
        /// Pixels on each side.
        amount: usize,
        /// What the border shows. In a [`super::Warp`] it is also what shows wherever the picture ends; the first border counts.
        fill: Fill,
    },
    /// The picture moves down and right by 0 to that many pixels each, and as many rows and columns are cut off above and left
    /// (Lucid). [`super::Separate`] moves by fewer and cuts nothing (Lucent).
    Jitter(usize),
    /// The picture moves by up to that many pixels in each direction; what leaves comes in on the other side (DeepDream).
    Roll(usize),
    /// The picture grows by one of these factors around its centre. In a [`super::Warp`] the frame stays, and growing cuts off.
    Scale(Vec<f64>),
    /// The picture turns around its centre by one of these angles, in degrees, counter-clockwise. Lucent turns by degrees as they
    /// are; Lucid takes pi for 3.14, which makes 10 degrees 9.995.
    Rotate(Vec<f64>),
    /// Left becomes right in half of all draws.
    Flip,
    /// As much is cut out as the network sees, around a place near the centre (Oygard 2015).
    RandomCrop {
        /// Standard deviation of the place, as a share of what is cut off.
        deviation: f64,
    },
}

/// What chance decided for one transformation.
#[derive(Clone, Debug, PartialEq)]
pub enum Draw {
    /// Nothing.
    None,
    /// For [`Transform::Jitter`] and [`Transform::Roll`]: pixels down and right.
    Shift([i64; 2]),
    /// For [`Transform::Scale`]: how much the picture grows.
    Factor(f64),
    /// For [`Transform::Rotate`]: how far it turns, counter-clockwise.
    Degrees(f64),
    /// For [`Transform::Flip`]: whether left becomes right.
    Flipped(bool),
    /// For [`Transform::RandomCrop`]: where the cut begins, from 0 to 1 of what is cut off in rows and columns.
    Part([f64; 2]),
}

/// Lets chance decide, once for each transformation.
pub fn draw(transforms: &[Transform], random: &mut ChaCha8Rng) -> Vec<Draw> {
    transforms.iter().map(|transform| transform.draw(random)).collect()
}

impl Transform {
    pub(super) fn draw(&self, random: &mut ChaCha8Rng) -> Draw {
        match self {
            Self::Pad { .. } => Draw::None,
            Self::Jitter(most) => {
                let most = whole(*most);
                Draw::Shift([random.random_range(0..=most), random.random_range(0..=most)])
            }
            Self::Roll(most) => {
                let most = whole(*most);
                Draw::Shift([random.random_range(-most..=most), random.random_range(-most..=most)])
            }
            Self::Scale(factors) => Draw::Factor(one_of(factors, random).unwrap_or(1.0)),
            Self::Rotate(angles) => Draw::Degrees(one_of(angles, random).unwrap_or(0.0)),
            Self::Flip => Draw::Flipped(random.random()),
            Self::RandomCrop { deviation } => Draw::Part([0, 1].map(|_| (0.5 + deviation * normal(random)).clamp(0.0, 1.0))),
        }
    }
}

impl Draw {
    /// Pixels down and right; none if this is no shift.
    pub(super) fn shift(&self) -> [i64; 2] {
        if let Self::Shift(shift) = *self { shift } else { [0; 2] }
    }

    /// How much the picture grows; not at all if this is no factor.
    pub(super) fn factor(&self) -> f64 {
        if let Self::Factor(factor) = *self { factor } else { 1.0 }
    }

    /// How far the picture turns, in radians; not at all if this is no angle.
    pub(super) fn radians(&self) -> f64 {
        if let Self::Degrees(degrees) = *self { degrees.to_radians() } else { 0.0 }
    }

    /// Whether left becomes right; not if this says nothing of it.
    pub(super) fn flipped(&self) -> bool {
        *self == Self::Flipped(true)
    }

    /// Where the cut begins; in the middle if this is no part.
    pub(super) fn part(&self) -> [f64; 2] {
        if let Self::Part(part) = *self { part } else { [0.5; 2] }
    }
}

/// Where the window begins that nothing but a [`Transform::RandomCrop`] cuts out of a picture: rows from above, columns from the
/// left. `None` if there are other transformations, or more to see than there is.
pub fn window(transforms: &[Transform], draws: &[Draw], from: [usize; 2], to: [usize; 2]) -> Option<[usize; 2]> {
    let cut = [from[0].checked_sub(to[0])?, from[1].checked_sub(to[1])?];
    match transforms {
        [] if cut == [0, 0] => Some(cut),
        [Transform::RandomCrop { .. }] => {
            let part = draws.first().unwrap_or(&Draw::None).part();
            Some([0, 1].map(|axis| corner(part[axis], cut[axis])))
        }
        _ => None,
    }
}

/// The first row or column of a cut that begins at a part of what is cut off.
pub(super) fn corner(part: f64, cut: usize) -> usize {
    ((part * cut as f64) as usize).min(cut)
}

/// As a whole number with a sign.
pub(super) fn whole(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn one_of(choices: &[f64], random: &mut ChaCha8Rng) -> Option<f64> {
    if choices.is_empty() { None } else { choices.get(random.random_range(0..choices.len())).copied() }
}
