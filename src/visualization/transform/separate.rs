//! The transformations one after the other, each with its own resampling: convention `lucid`, as Lucent 0.1.8 computes them with
//! the kornia 0.4.1 that it asks for.
//!
//! Kornia 0.4 samples with PyTorch's `align_corners=False` but normalises coordinates as if it were true, so that a shift of one
//! pixel is one of `side / (side - 1)`; later versions shift exactly. Turning is around the picture's middle and in true degrees.
//! Scaling enlarges corners upon corners to the size rounded up, and pads with 0 to what the picture was, if it has become
//! smaller; Lucent pads left by what the rows lack and below by what the columns lack, which differs only where height and width
//! do. What turning and shifting uncovers is 0.

use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::{
    chain::{Chain, Link},
    chance::{Draw, Fill, Transform, whole},
    sampling::Sampling,
};
use crate::visualization::Planes;

/// What is uncovered.
const NOTHING: Fill = Fill::Value(0.0);

/// Transformations as drawn, from pictures of one size to pictures of another.
pub struct Separate {
    chain: Chain,
}

impl Separate {
    /// Lets chance decide, once for each transformation: as [`super::draw`] does, but shifts stop one pixel earlier.
    pub fn draw(transforms: &[Transform], random: &mut ChaCha8Rng) -> Vec<Draw> {
        let draw = |transform: &Transform| match transform {
            Transform::Jitter(bound) => {
                let bound = whole(*bound).max(1);
                Draw::Shift([random.random_range(0..bound), random.random_range(0..bound)])
            }
            _ => transform.draw(random),
        };
        transforms.iter().map(draw).collect()
    }

    /// Prepares transformations of pictures of `from` rows and columns, in the order given, and the last enlarging to `to`,
    /// corners upon corners, that Lucent does for pictures of less than 224 pixels (after normalising colours, which makes no
    /// difference, as enlarging only mixes). Where `to` is [`Self::frame`] nothing is enlarged. No side may be 0.
    pub fn compose(transforms: &[Transform], draws: &[Draw], from: [usize; 2], to: [usize; 2]) -> Self {
        let mut links = Vec::new();
        let mut size = from;
        for (index, transform) in transforms.iter().enumerate() {
            let draw = draws.get(index).unwrap_or(&Draw::None);
            let after = left(transform, draw, size, to);
            links.extend(link(transform, draw, size, after));
            size = after;
        }
        if size != to {
            let place = |row: usize, column: usize| [corner(row, 0, size, to), corner(column, 1, size, to)];
            links.push(Link::Sample(Sampling::new(size, to, NOTHING, place)));
        }
        Self { chain: Chain(links) }
    }

    /// Rows and columns that the transformations leave of `from`, which depends on the draws.
    pub fn frame(transforms: &[Transform], draws: &[Draw], from: [usize; 2], to: [usize; 2]) -> [usize; 2] {
        let pairs = transforms.iter().enumerate();
        pairs.fold(from, |size, (index, transform)| left(transform, draws.get(index).unwrap_or(&Draw::None), size, to))
    }

    /// Transforms pictures of the size prepared for.
    pub fn apply(&self, pictures: &Planes) -> Planes {
        self.chain.apply(pictures)
    }

    /// The gradient at the pictures, from one at what [`Self::apply`] made; what the fill would get is dropped.
    pub fn adjoint(&self, gradient: &Planes) -> Planes {
        self.chain.adjoint(gradient)
    }
}

/// Rows and columns that a transformation leaves.
fn left(transform: &Transform, draw: &Draw, size: [usize; 2], to: [usize; 2]) -> [usize; 2] {
    match transform {
        Transform::Pad { amount, .. } => size.map(|side| side + 2 * amount),
        Transform::Scale(_) => {
            let grown = grown(size, draw);
            let padding: usize = padding(size, grown).iter().sum();
            grown.map(|side| side + padding)
        }
        Transform::RandomCrop { .. } => [size[0].min(to[0]), size[1].min(to[1])],
        Transform::Jitter(_) | Transform::Roll(_) | Transform::Rotate(_) | Transform::Flip => size,
    }
}

/// Rows and columns of a scaled picture.
fn grown(size: [usize; 2], draw: &Draw) -> [usize; 2] {
    size.map(|side| (draw.factor() * side as f64).ceil().max(1.0) as usize)
}

/// Rows that Lucent adds above, and columns that it adds on the right; left as above, and below as on the right.
fn padding(size: [usize; 2], grown: [usize; 2]) -> [usize; 2] {
    [0, 1].map(|axis| size[axis].saturating_sub(grown[axis]).div_ceil(2))
}

/// Which row or column of an enlarged picture's source one shows, if corners lie upon corners.
fn corner(index: usize, axis: usize, from: [usize; 2], to: [usize; 2]) -> f64 {
    let last = (from[axis] - 1) as f64;
    (index as f64 * last / (to[axis] - 1).max(1) as f64).min(last)
}

/// One transformation, if it does anything.
fn link(transform: &Transform, draw: &Draw, size: [usize; 2], after: [usize; 2]) -> Option<Link> {
    let sample = |fill: &Fill, place: &dyn Fn(f64, f64) -> [f64; 2]| {
        let place = |row: usize, column: usize| place(row as f64, column as f64);
        Some(Link::Sample(Sampling::new(size, after, fill.clone(), place)))
    };
    let last = size.map(|side| (side - 1) as f64);
    match transform {
        Transform::Pad { amount, fill } => sample(fill, &|row, column| [row - *amount as f64, column - *amount as f64]),
        Transform::Jitter(_) => {
            let shift = [0, 1].map(|axis| draw.shift()[axis] as f64 * size[axis] as f64 / last[axis].max(1.0));
            sample(&NOTHING, &|row, column| [row - shift[0], column - shift[1]])
        }
        Transform::Roll(_) => Some(Link::Roll(draw.shift())),
        Transform::Scale(_) => {
            let grown = grown(size, draw);
            let [above, right] = padding(size, grown);
            let inside = |index: usize, axis: usize| match index.checked_sub(above) {
                Some(index) if index < grown[axis] => corner(index, axis, size, grown),
                _ => -1.0,
            };
            debug_assert_eq!(after, grown.map(|side| side + above + right));
            sample(&NOTHING, &|row, column| [inside(row as usize, 0), inside(column as usize, 1)])
        }
        Transform::Rotate(_) => {
            let (sine, cosine) = draw.radians().sin_cos();
            // In kornia 0.4.1 pixels' edges, divided by the side, are scaled to the distance of the outermost centres.
            let shrink = [0, 1].map(|axis| last[axis].max(1.0) / size[axis] as f64);
            sample(&NOTHING, &|row, column| {
                let y = (row + 0.5) * shrink[0] - last[0] / 2.0;
                let x = (column + 0.5) * shrink[1] - last[1] / 2.0;
                let turned = [cosine * y + sine * x, cosine * x - sine * y];
                [0, 1].map(|axis| (turned[axis] + last[axis] / 2.0) / shrink[axis] - 0.5)
            })
        }
        Transform::Flip if draw.flipped() => sample(&NOTHING, &|row, column| [row, last[1] - column]),
        Transform::Flip => None,
        Transform::RandomCrop { .. } => {
            let start = [0, 1].map(|axis| (draw.part()[axis] * (size[axis] - after[axis]) as f64).floor());
            sample(&NOTHING, &|row, column| [row + start[0], column + start[1]])
        }
    }
}
