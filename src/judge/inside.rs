//! Whether a map points at the object, where somebody knows which pixels are the object: the pointing game (Zhang et al.
//! 2016, "Top-down neural attention by excitation backprop"), the energy inside (Wang et al. 2020, Score-CAM; relevance mass
//! accuracy of Arras et al. 2022), rank accuracy (Arras et al. 2022) and the overlap at the best threshold.
//!
//! It knows planes of numbers and masks, no network.

use super::Importance;

/// What is said about a map and a mask.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inside {
    /// 1 where the largest number lies inside, or no further from it than the margin; a share where several are the largest.
    pub pointing: f64,
    /// How much of all that speaks for the target lies inside.
    pub energy: f64,
    /// Of the as many largest numbers as the mask has pixels, how many lie inside.
    pub rank: f64,
    /// Intersection over union with the mask of all that is above the threshold at which it is highest.
    pub overlap: f64,
}

/// A pixel counts as inside where at least half of it is.
const HALF: f32 = 0.5;

/// A mask of rows and columns, each pixel grown by a margin in all directions.
pub(super) fn grown(mask: &[bool], [rows, columns]: [usize; 2], margin: usize) -> Vec<bool> {
    let spread = |mask: &[bool], length: usize, step: usize, lines: &dyn Fn(usize) -> usize, count: usize| {
        let mut wide = mask.to_vec();
        for line in 0..count {
            let start = lines(line);
            for at in 0..length {
                if mask[start + at * step] {
                    for near in at.saturating_sub(margin)..(at + margin + 1).min(length) {
                        wide[start + near * step] = true;
                    }
                }
            }
        }
        wide
    };
    let across = spread(mask, columns, 1, &|row| row * columns, rows);
    spread(&across, rows, columns, &|column| column, columns)
}

/// Judges a map by a mask (`rows * columns` shares of the object, 0 to 1); `margin` pixels beside the object still count as
/// pointing at it. `None` where the mask is empty or full.
pub fn inside(map: &Importance, mask: &[f32], margin: usize) -> Option<Inside> {
    let object: Vec<bool> = mask.iter().map(|&share| share >= HALF).collect();
    let size = object.iter().filter(|&&inside| inside).count();
    if size == 0 || size == object.len() || map.values.len() != object.len() {
        return None;
    }
    let near = grown(&object, map.size, margin);
    let largest = map.values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let top: Vec<usize> = (0..object.len()).filter(|&at| map.values[at] == largest).collect();
    let pointing = top.iter().filter(|&&at| near[at]).count() as f64 / top.len().max(1) as f64;
    let positive = |at: usize| f64::from(map.values[at].max(0.0));
    let all: f64 = (0..object.len()).map(positive).sum();
    let own: f64 = (0..object.len()).filter(|&at| object[at]).map(positive).sum();
    // A map that says nothing has its energy everywhere alike.
    let energy = if all > 0.0 { own / all } else { size as f64 / object.len() as f64 };
    let [rank, overlap] = by_rank(&map.values, &object, size);
    Some(Inside { pointing, energy, rank, overlap })
}

/// Rank accuracy and the best overlap; numbers that are equal count as one step, shared evenly.
fn by_rank(values: &[f32], object: &[bool], size: usize) -> [f64; 2] {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
    let (mut taken, mut hits) = (0.0, 0.0);
    let (mut rank, mut best) = (0.0, 0.0);
    let mut at = 0;
    while at < order.len() {
        let value = values[order[at]];
        let end = at + order[at..].iter().take_while(|&&other| values[other] == value).count();
        let found = order[at..end].iter().filter(|&&pixel| object[pixel]).count() as f64;
        let count = (end - at) as f64;
        if taken < size as f64 {
            let share = ((size as f64 - taken) / count).min(1.0);
            rank += found * share;
        }
        taken += count;
        hits += found;
        best = f64::max(best, hits / (taken + size as f64 - hits));
        at = end;
    }
    [rank / size as f64, best]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten by ten, the object in the upper left quarter.
    fn quarter() -> Vec<f32> {
        (0..100).map(|at| if at % 10 < 5 && at / 10 < 5 { 1.0 } else { 0.0 }).collect()
    }

    fn judge(values: Vec<f32>, margin: usize) -> Inside {
        inside(&Importance { values, size: [10, 10] }, &quarter(), margin).expect("an object")
    }

    #[test]
    fn the_mask_itself_is_best_and_its_opposite_worst() {
        let truth = judge(quarter(), 0);
        assert_eq!(truth, Inside { pointing: 1.0, energy: 1.0, rank: 1.0, overlap: 1.0 });
        let wrong = judge(quarter().iter().map(|share| 1.0 - share).collect(), 0);
        assert_eq!([wrong.pointing, wrong.energy, wrong.rank], [0.0; 3]);
        assert!((wrong.overlap - 0.25).abs() < 1e-12, "everything is the best threshold");
    }

    #[test]
    fn what_says_nothing_has_the_area() {
        let flat = judge(vec![0.0; 100], 0);
        assert_eq!([flat.pointing, flat.energy, flat.rank, flat.overlap], [0.25; 4]);
    }

    #[test]
    fn a_margin_forgives_and_an_empty_mask_judges_nothing() {
        let mut values = vec![0.0; 100];
        values[4 * 10 + 6] = 1.0;
        assert_eq!([judge(values.clone(), 0).pointing, judge(values, 2).pointing], [0.0, 1.0]);
        assert_eq!(inside(&Importance { values: vec![1.0; 100], size: [10, 10] }, &[0.0; 100], 0), None);
    }
}
