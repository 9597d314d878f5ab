//! Superpixels: Felzenszwalb & Huttenlocher 2004, "Efficient graph-based image segmentation", as scikit-image computes them.
//!
//! Neighbours (eight of them) join when the step between them is below what both segments are used to within, which coarseness
//! makes more of for small ones; in the end what is too small joins a neighbour.

use crate::picture::{Border, finely_blurred};

/// Segments that grow together.
struct Forest {
    parent: Vec<usize>,
    size: Vec<usize>,
    /// The largest step within.
    within: Vec<f64>,
}

impl Forest {
    fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// Joins two roots; the earlier pixel stays.
    fn join(&mut self, a: usize, b: usize, step: f64) {
        let (first, second) = (a.min(b), a.max(b));
        self.parent[second] = first;
        self.size[first] += self.size[second];
        self.within[first] = step;
    }
}

/// The segment of each pixel, counted from 0 in reading order. `colours` are planes of rows and columns, white being 1.
pub fn superpixels(
    colours: &[f64],
    [channels, height, width]: [usize; 3],
    coarseness: f64,
    blur: f64,
    smallest: usize,
) -> Vec<usize> {
    let area = height * width;
    let smooth = finely_blurred(colours, [height, width], blur, Border::Mirrored);
    let coarseness = coarseness / 255.0;
    let step = |a: usize, b: usize| {
        (0..channels).map(|channel| (smooth[channel * area + a] - smooth[channel * area + b]).powi(2)).sum::<f64>().sqrt()
    };
    // Right, down, down and right, up and right: scikit-image's order, which decides among equal steps.
    let mut edges = Vec::with_capacity(4 * area);
    let mut add = |from: &dyn Fn(usize, usize) -> Option<(usize, usize)>| {
        for y in 0..height {
            for x in 0..width {
                if let Some((a, b)) = from(y, x) {
                    edges.push((step(a, b), a, b));
                }
            }
        }
    };
    let at = |y: usize, x: usize| y * width + x;
    add(&|y, x| (x + 1 < width).then(|| (at(y, x + 1), at(y, x))));
    add(&|y, x| (y + 1 < height).then(|| (at(y + 1, x), at(y, x))));
    add(&|y, x| (y + 1 < height && x + 1 < width).then(|| (at(y + 1, x + 1), at(y, x))));
    add(&|y, x| (y + 1 < height && x + 1 < width).then(|| (at(y, x + 1), at(y + 1, x))));
    edges.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut forest = Forest { parent: (0..area).collect(), size: vec![1; area], within: vec![0.0; area] };
    for &(step, a, b) in &edges {
        let (a, b) = (forest.root(a), forest.root(b));
        let used_to = |root: usize| forest.within[root] + coarseness / forest.size[root] as f64;
        if a != b && step < used_to(a).min(used_to(b)) {
            forest.join(a, b, step);
        }
    }
    for &(step, a, b) in &edges {
        let (a, b) = (forest.root(a), forest.root(b));
        if a != b && (forest.size[a] < smallest || forest.size[b] < smallest) {
            forest.join(a, b, step);
        }
    }
    let mut numbers = vec![usize::MAX; area];
    let mut next = 0;
    (0..area)
        .map(|pixel| {
            let root = forest.root(pixel);
            if numbers[root] == usize::MAX {
                numbers[root] = next;
                next += 1;
            }
            numbers[root]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_halves_of_two_colours_are_two_segments() {
        let plane: Vec<f64> = (0..400).map(|index| if index % 20 < 12 { 0.2 } else { 0.9 }).collect();
        let labels = superpixels(&plane.repeat(3), [3, 20, 20], 100.0, 0.0, 10);
        assert_eq!(labels.iter().max(), Some(&1));
        assert!(labels.iter().enumerate().all(|(index, &label)| label == usize::from(index % 20 >= 12)));
    }

    #[test]
    fn nothing_smaller_than_asked_remains() {
        let noise: Vec<f64> = (0..900u64).map(|index| (index.wrapping_mul(2_654_435_761) % 997) as f64 / 997.0).collect();
        let labels = superpixels(&noise, [1, 30, 30], 1.0, 0.5, 40);
        let count = labels.iter().max().map_or(0, |label| label + 1);
        for label in 0..count {
            assert!(labels.iter().filter(|&&other| other == label).count() >= 40, "segment {label} of {count}");
        }
    }
}
