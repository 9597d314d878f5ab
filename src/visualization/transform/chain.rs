//! Linear maps of planes one after the other, and their adjoints in reverse.
//!
//! It knows no transformations.

use rayon::prelude::*;

use super::sampling::Sampling;
use crate::visualization::Planes;

/// One after the other; none is the identity.
pub struct Chain(pub Vec<Link>);

/// One map.
pub enum Link {
    Sample(Sampling),
    /// Moves planes down and right; what leaves comes in on the other side.
    Roll([i64; 2]),
}

impl Chain {
    /// The planes, after every map.
    pub fn apply(&self, planes: &Planes) -> Planes {
        through(self.0.iter(), planes, |link, planes| match link {
            Link::Sample(sampling) => sampling.apply(planes),
            Link::Roll(shift) => rolled(planes, *shift),
        })
    }

    /// The gradient at the planes, from one after every map.
    pub fn adjoint(&self, gradient: &Planes) -> Planes {
        through(self.0.iter().rev(), gradient, |link, gradient| match link {
            Link::Sample(sampling) => sampling.adjoint(gradient),
            Link::Roll(shift) => rolled(gradient, shift.map(|shift| -shift)),
        })
    }
}

fn through<'a>(mut links: impl Iterator<Item = &'a Link>, planes: &Planes, step: impl Fn(&Link, &Planes) -> Planes) -> Planes {
    let Some(first) = links.next() else { return planes.clone() };
    let first = step(first, planes);
    links.fold(first, |planes, link| step(link, &planes))
}

/// Planes moved down and right around the edges.
fn rolled(planes: &Planes, shift: [i64; 2]) -> Planes {
    let (height, width) = (planes.height, planes.width);
    let mut result = Planes::zeros(planes.dims());
    let [down, right] = [(shift[0], height), (shift[1], width)]
        .map(|(shift, length)| usize::try_from(shift.rem_euclid(i64::try_from(length).unwrap_or(i64::MAX))).unwrap_or(0));
    let pairs = result.values.par_chunks_exact_mut(planes.area()).zip(planes.values.par_chunks_exact(planes.area()));
    pairs.for_each(|(target, source)| {
        for (row, source) in source.chunks_exact(width).enumerate() {
            let target = &mut target[(row + down) % height * width..][..width];
            let (stays, leaves) = source.split_at(width - right);
            target[right..].copy_from_slice(stays);
            target[..right].copy_from_slice(leaves);
        }
    });
    result
}
