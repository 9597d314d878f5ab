//! How large a picture is from octave to octave, and how steps are shared out among them.

use crate::visualization::Order;

/// Rows and columns from the smallest octave to the largest, each `scale` times the one before, cut down to whole pixels as
/// TensorFlow's tutorial does. What was asked for is the last one; else the canvas that the goal wants is the first. Octaves that
/// the network does not allow are left out.
pub(super) fn growing(order: &Order, scale: f64, count: usize) -> Vec<[usize; 2]> {
    let mut sizes = vec![order.canvas()];
    for _ in 1..count {
        match order.size {
            Some(_) => sizes.insert(0, sizes[0].map(|side| smaller(side, scale))),
            None => sizes.extend(sizes.last().copied().map(|size| size.map(|side| larger(side, scale)))),
        }
    }
    allowed(order, sizes)
}

/// Rows and columns from the smallest octave to the largest, which is given, each made from the next as SciPy's `zoom` rounds.
/// Octaves that the network does not allow are left out, but for the last one.
pub(super) fn shrinking(order: &Order, largest: [usize; 2], scale: f64, count: usize) -> Vec<[usize; 2]> {
    let mut sizes = vec![largest];
    for _ in 1..count {
        sizes.insert(0, sizes[0].map(|side| smaller(side, scale)));
    }
    allowed(order, sizes)
}

fn allowed(order: &Order, mut sizes: Vec<[usize; 2]>) -> Vec<[usize; 2]> {
    let layers = order.goal.layers(order.lens.network());
    let asked = order.canvas();
    sizes.dedup();
    let does: Vec<[usize; 2]> = sizes.iter().copied().filter(|&size| order.lens.allows(&layers, size)).collect();
    // What is refused then says what would do.
    if does.is_empty() { vec![sizes.last().copied().unwrap_or(asked)] } else { does }
}

/// A side of a canvas one octave up.
pub(super) fn larger(side: usize, scale: f64) -> usize {
    // As 32 bits, so that 1.4 times 40 is 56.
    (side as f32 * scale as f32) as usize
}

/// A side of a canvas one octave down.
pub(super) fn smaller(side: usize, scale: f64) -> usize {
    ((side as f64 / scale).round_ties_even() as usize).max(1)
}

/// So many steps, shared out as the published ones are.
pub(super) fn shared(steps: usize, published: &[usize]) -> Vec<usize> {
    let all = published.iter().sum::<usize>().max(1);
    let (mut before, mut so_far) = (0, 0);
    let share = |&part: &usize| {
        so_far += part;
        let until = (steps * so_far + all / 2) / all;
        let own = until - before;
        before = until;
        own
    };
    let mut shares: Vec<usize> = published.iter().map(share).collect();
    // What is left is of the last size, however few the steps are.
    if shares.last() == Some(&0)
        && let Some(earlier) = shares.iter().rposition(|&share| share > 0)
    {
        shares[earlier] -= 1;
        shares.last_mut().into_iter().for_each(|last| *last += 1);
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_steps_are_shared_out() {
        assert_eq!(shared(640, &[190, 450]), [190, 450]);
        assert_eq!(shared(10, &[190, 450]), [3, 7]);
        assert_eq!(shared(1, &[100, 200, 100]), [0, 0, 1]);
        assert_eq!(shared(2, &[10; 4]), [1, 0, 0, 1]);
        for steps in 0..50 {
            assert_eq!(shared(steps, &[10, 20, 3, 1]).iter().sum::<usize>(), steps);
        }
    }

    #[test]
    fn sides_are_those_of_the_tutorial_and_of_scipy() {
        assert_eq!([224, 313, 40].map(|side| larger(side, 1.4)), [313, 438, 56]);
        assert_eq!([32, 224, 160].map(|side| smaller(side, 1.4)), [23, 160, 114]);
    }
}
