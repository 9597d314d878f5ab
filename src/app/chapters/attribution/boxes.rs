//! Where a map says that the object is: the box around the largest connected part above a threshold (Zhou et al. 2016,
//! "Learning deep features for discriminative localization", section 3), and how well it fits. Knows numbers alone.

/// A box of pixels: left, top, right, bottom, the last two one beyond.
pub type Pixels = [usize; 4];

/// A box and what is known of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Located {
    /// The box.
    pub pixels: Pixels,
    /// Which share of all that the map finds lies inside.
    pub inside: f32,
    /// Intersection over union with the object's own box, where somebody knows that.
    pub overlap: Option<f32>,
}

/// The box of a plane (`rows * columns`) above `share` of its largest number; `None` where nothing is above 0.
pub fn locate(plane: &[f32], [rows, columns]: [usize; 2], share: f32, truth: Option<&[f32]>) -> Option<Located> {
    let most = plane.iter().copied().fold(0.0, f32::max);
    if most <= 0.0 || plane.len() != rows * columns {
        return None;
    }
    let above: Vec<bool> = plane.iter().map(|&value| value >= share * most).collect();
    let mut seen = vec![false; plane.len()];
    let mut largest: (usize, Pixels) = (0, [0; 4]);
    for start in 0..plane.len() {
        if seen[start] || !above[start] {
            continue;
        }
        seen[start] = true;
        let (mut open, mut count, mut bounds) = (vec![start], 0, [columns, rows, 0, 0]);
        while let Some(at) = open.pop() {
            let (y, x) = (at / columns, at % columns);
            count += 1;
            bounds = [bounds[0].min(x), bounds[1].min(y), bounds[2].max(x + 1), bounds[3].max(y + 1)];
            let near = [
                (x > 0, at.wrapping_sub(1)),
                (x + 1 < columns, at + 1),
                (y > 0, at.wrapping_sub(columns)),
                (y + 1 < rows, at + columns),
            ];
            for (_, other) in near.into_iter().filter(|(is_there, _)| *is_there) {
                if above[other] && !seen[other] {
                    seen[other] = true;
                    open.push(other);
                }
            }
        }
        if count > largest.0 {
            largest = (count, bounds);
        }
    }
    let pixels = largest.1;
    let is_inside =
        |at: usize| (pixels[1]..pixels[3]).contains(&(at / columns)) && (pixels[0]..pixels[2]).contains(&(at % columns));
    let positive = |at: usize| plane[at].max(0.0);
    let all: f32 = (0..plane.len()).map(positive).sum();
    let own: f32 = (0..plane.len()).filter(|&at| is_inside(at)).map(positive).sum();
    Some(Located { pixels, inside: own / all, overlap: truth.and_then(|truth| Some(overlap(pixels, bounds(truth, columns)?))) })
}

/// The box around what is more than half the object.
fn bounds(truth: &[f32], columns: usize) -> Option<Pixels> {
    let inside = truth.iter().enumerate().filter(|(_, share)| **share >= 0.5).map(|(at, _)| (at % columns, at / columns));
    inside.fold(None, |found: Option<Pixels>, (x, y)| {
        let [left, top, right, bottom] = found.unwrap_or([x, y, x + 1, y + 1]);
        Some([left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1)])
    })
}

fn overlap(a: Pixels, b: Pixels) -> f32 {
    let area = |[left, top, right, bottom]: Pixels| right.saturating_sub(left) * bottom.saturating_sub(top);
    let both = area([a[0].max(b[0]), a[1].max(b[1]), a[2].min(b[2]), a[3].min(b[3])]);
    both as f32 / (area(a) + area(b) - both).max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_part_is_boxed() {
        let mut plane = vec![0.0; 60];
        for at in [11, 12, 21, 22, 32] {
            plane[at] = 1.0;
        }
        plane[58] = 1.0;
        let mut truth = vec![0.0; 60];
        [11, 12, 21, 22].into_iter().for_each(|at| truth[at] = 1.0);
        let found = locate(&plane, [6, 10], 0.2, Some(&truth)).unwrap();
        assert_eq!(found.pixels, [1, 1, 3, 4]);
        assert!((found.inside - 5.0 / 6.0).abs() < 1e-6 && (found.overlap.unwrap() - 4.0 / 6.0).abs() < 1e-6);
        assert_eq!(locate(&[0.0; 4], [2, 2], 0.2, None), None);
    }
}
