//! How the network looks at the canvas in one step: straight, through transformations, or at a window of it.
//!
//! It knows no network.

use super::{
    Planes,
    recipe::{Resampling, Stage},
    transform::{self, Draw, Separate, Transform, Warp},
};

/// How the network looks at the canvas in one step.
pub(super) enum Looking {
    /// At all of it as it is.
    Straight,
    /// At a part of it, as it is.
    Window(Window),
    /// Through one warp.
    Composed(Warp),
    /// Through one transformation after the other.
    Separate(Separate),
}

/// Whole pixels of a picture.
pub(super) struct Window {
    /// The first row and column.
    corner: [usize; 2],
    size: [usize; 2],
    /// Of the picture.
    whole: [usize; 2],
}

impl Looking {
    /// With what chance decided, for pictures of this size; windows are for plain numbers alone.
    pub(super) fn new(stage: &Stage, draws: &[Draw], size: [usize; 2], is_plain: bool) -> Self {
        let transforms = &stage.transforms;
        if transforms.is_empty() && stage.seen.is_none_or(|seen| seen == size) {
            return Self::Straight;
        }
        if stage.local
            && is_plain
            && let Some(seen) = stage.seen
            && let Some(corner) = transform::window(transforms, draws, size, seen)
        {
            return Self::Window(Window { corner, size: seen, whole: size });
        }
        match stage.resampling {
            Resampling::Composed => {
                let to = stage.seen.unwrap_or_else(|| Warp::frame(transforms, size, size));
                Self::Composed(Warp::compose(transforms, draws, size, to))
            }
            Resampling::Separate => {
                let to = stage.seen.unwrap_or_else(|| Separate::frame(transforms, draws, size, size));
                Self::Separate(Separate::compose(transforms, draws, size, to))
            }
        }
    }

    /// What the network sees.
    pub(super) fn apply(&self, picture: &Planes) -> Planes {
        match self {
            Self::Straight => picture.clone(),
            Self::Window(window) => window.cut(picture),
            Self::Composed(warp) => warp.apply(picture),
            Self::Separate(separate) => separate.apply(picture),
        }
    }

    /// A gradient at what it sees as one at the picture.
    pub(super) fn adjoint(&self, gradient: &Planes) -> Planes {
        match self {
            Self::Straight => gradient.clone(),
            Self::Window(window) => {
                let mut picture = Planes::zeros([gradient.count, gradient.channels, window.whole[0], window.whole[1]]);
                window.put_back(gradient, &mut picture);
                picture
            }
            Self::Composed(warp) => warp.adjoint(gradient),
            Self::Separate(separate) => separate.adjoint(gradient),
        }
    }

    /// Whether what it sees is a window, which is to change alone.
    pub(super) fn is_window(&self) -> bool {
        matches!(self, Self::Window(_))
    }

    /// Puts a window back to where it was cut out of the picture.
    pub(super) fn put_back(&self, window: &Planes, picture: &mut Planes) {
        if let Self::Window(place) = self {
            place.put_back(window, picture);
        }
    }
}

/// The middle of a picture that is larger than what is seen of it; else all of it.
pub(super) fn middle(picture: Planes, seen: Option<[usize; 2]>) -> Planes {
    let whole = [picture.height, picture.width];
    let Some(size) = seen.filter(|seen| *seen != whole) else { return picture };
    match transform::window(&[Transform::RandomCrop { deviation: 0.0 }], &[], whole, size) {
        Some(corner) => Window { corner, size, whole }.cut(&picture),
        None => picture,
    }
}

impl Window {
    fn cut(&self, picture: &Planes) -> Planes {
        let mut window = Planes::zeros([picture.count, picture.channels, self.size[0], self.size[1]]);
        for (to, from) in window.planes_mut().zip(picture.planes()) {
            for (to, from) in to.chunks_exact_mut(self.size[1]).zip(from.chunks_exact(self.whole[1]).skip(self.corner[0])) {
                to.copy_from_slice(&from[self.corner[1]..][..self.size[1]]);
            }
        }
        window
    }

    fn put_back(&self, window: &Planes, picture: &mut Planes) {
        for (to, from) in picture.planes_mut().zip(window.planes()) {
            let rows = to.chunks_exact_mut(self.whole[1]).skip(self.corner[0]);
            for (to, from) in rows.zip(from.chunks_exact(self.size[1])) {
                to[self.corner[1]..][..self.size[1]].copy_from_slice(from);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::visualization::step::StepRule;

    #[test]
    fn the_middle_of_a_picture_is_what_is_seen_of_it() {
        let picture = Planes { count: 1, channels: 1, height: 1, width: 5, values: vec![1.0, 2.0, 3.0, 4.0, 5.0] };
        assert_eq!(middle(picture.clone(), Some([1, 3])).values, [2.0, 3.0, 4.0]);
        for seen in [None, Some([1, 5]), Some([1, 9])] {
            assert_eq!(middle(picture.clone(), seen), picture);
        }
    }

    #[test]
    fn a_window_sees_what_a_warp_sees_and_changes_nothing_else() {
        let mut picture = Planes::zeros([2, 3, 6, 7]);
        picture.values.iter_mut().enumerate().for_each(|(index, value)| *value = (1.3 * index as f32).sin());
        let whole = Stage {
            seen: Some([4, 5]),
            transforms: vec![Transform::RandomCrop { deviation: 0.3 }],
            ..Stage::plain(1, StepRule::Plain, 1.0)
        };
        let stage = Stage { local: true, ..whole.clone() };
        for part in [[0.0, 0.0], [0.49, 0.75], [1.0, 1.0]] {
            let draws = [Draw::Part(part)];
            let looking = |stage: &Stage| Looking::new(stage, &draws, [6, 7], true);
            let (window, warp) = (looking(&stage), looking(&whole));
            assert!(window.is_window() && !warp.is_window());
            let seen = window.apply(&picture);
            assert_eq!(seen, warp.apply(&picture));
            assert_eq!(window.adjoint(&seen), warp.adjoint(&seen));
            let mut changed = picture.clone();
            window.put_back(&Planes::filled(seen.dims(), 9.0), &mut changed);
            assert_eq!(window.apply(&changed), Planes::filled(seen.dims(), 9.0));
            assert_eq!(changed.values.iter().zip(&picture.values).filter(|(one, other)| one != other).count(), 2 * 3 * 4 * 5);
        }
    }
}
