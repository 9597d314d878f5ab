//! Covering a region of an input: which positions are not to be seen, and what stands there instead.
//!
//! Zeiler & Fergus 2013, "Visualizing and understanding convolutional networks", cover with grey; Sturmfels, Lundberg & Lee 2020
//! (`baseline.rs`) say why there are other fills; Rong et al. 2022 (`picture/inpaint.rs`) grow what lies around into the hole.
//! A covered input differs from the known one inside one rectangle, so that an engine need not compute the rest again. Knows
//! neither who covers nor what is asked of the covered input.

use std::ops::Range;

use super::{
    Choice, Request, Result,
    baseline::{BLACK, BLUR, GREY, MEAN, NOISE, WHITE, baseline_of},
};
use crate::{
    network::{Changes, Device, Tensor},
    picture::inpainted,
};

const IN_PAINTED: &str = "in-painted";

/// What there is to cover with.
pub const FILLS: &[Choice] = &[
    Choice { id: MEAN },
    Choice { id: GREY },
    Choice { id: BLACK },
    Choice { id: WHITE },
    Choice { id: BLUR },
    Choice { id: NOISE },
    Choice { id: IN_PAINTED },
];

/// What stands where something is covered.
#[derive(Clone, Debug, PartialEq)]
pub enum Fill {
    /// A value in every channel.
    Number(f32),
    /// Another picture, `C * H * W`.
    Picture(Vec<f32>),
    /// What surrounds the region, grown into it.
    Surroundings,
}

impl Fill {
    /// The fill of one of the ids of [`FILLS`], for the input of a request.
    ///
    /// # Errors
    /// Black and white are not known; an input that is no picture.
    pub fn of(request: &Request<'_>, id: &str) -> Result<Self> {
        Ok(if id == IN_PAINTED { Self::Surroundings } else { Self::Picture(baseline_of(request, id)?) })
    }

    /// The numbers of a rectangle of `input` (`C x H x W`) with some of its positions, row and column, covered:
    /// `C x rows x columns`. Nothing beside the rectangle is covered.
    pub fn over(
        &self,
        input: &[f32],
        [height, width]: [usize; 2],
        [rows, columns]: &[Range<usize>; 2],
        covers: impl Fn(usize, usize) -> bool,
    ) -> Vec<f32> {
        let grown = matches!(self, Self::Surroundings).then(|| Grown::new(input, [height, width], [rows, columns], &covers));
        let mut values = Vec::with_capacity(input.len() / (height * width) * rows.len() * columns.len());
        for (channel, plane) in input.chunks_exact(height * width).enumerate() {
            for (y, x) in rows.clone().flat_map(|y| columns.clone().map(move |x| (y, x))) {
                let at = y * width + x;
                values.push(match (self, &grown) {
                    _ if !covers(y, x) => plane[at],
                    (Self::Picture(picture), _) => picture[channel * height * width + at],
                    (Self::Surroundings, Some(grown)) => grown.value(channel, y, x),
                    (Self::Number(number), _) => *number,
                    (Self::Surroundings, None) => 0.0,
                });
            }
        }
        values
    }
}

/// A rectangle and the pixels around it, with what is covered as the rest would have it.
struct Grown {
    corner: [usize; 2],
    size: [usize; 2],
    values: Vec<f32>,
}

impl Grown {
    fn new(
        input: &[f32],
        [height, width]: [usize; 2],
        [rows, columns]: [&Range<usize>; 2],
        covers: impl Fn(usize, usize) -> bool,
    ) -> Self {
        let corner = [rows.start.saturating_sub(1), columns.start.saturating_sub(1)];
        let [top, left] = corner;
        let size = [(rows.end + 1).min(height) - top, (columns.end + 1).min(width) - left];
        let mut around = Vec::new();
        for plane in input.chunks_exact(height * width) {
            for y in top..top + size[0] {
                around.extend_from_slice(&plane[y * width + left..][..size[1]]);
            }
        }
        let is_missing = |index: usize| {
            let (y, x) = (top + index / size[1], left + index % size[1]);
            rows.contains(&y) && columns.contains(&x) && covers(y, x)
        };
        let missing: Vec<bool> = (0..size[0] * size[1]).map(is_missing).collect();
        // Where all is covered nothing is left that could grow.
        let is_all = missing.iter().all(|missing| *missing);
        let values = if is_all { vec![0.0; around.len()] } else { inpainted(&around, size, &missing) };
        Self { corner, size, values }
    }

    fn value(&self, channel: usize, y: usize, x: usize) -> f32 {
        self.values[(channel * self.size[0] + y - self.corner[0]) * self.size[1] + x - self.corner[1]]
    }
}

/// Which positions of a picture or of a map are covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask {
    /// Rows and columns.
    pub size: [usize; 2],
    /// `rows * columns` flags, row by row.
    pub covered: Vec<bool>,
}

impl Mask {
    /// Nothing covered, of so many rows and columns.
    pub fn empty(size: [usize; 2]) -> Self {
        Self { size, covered: vec![false; size[0] * size[1]] }
    }

    /// Whether a position is covered.
    pub fn covers(&self, y: usize, x: usize) -> bool {
        y < self.size[0] && x < self.size[1] && self.covered[y * self.size[1] + x]
    }

    /// Covers a rectangle too, as far as it lies inside.
    pub fn add(&mut self, [rows, columns]: &[Range<usize>; 2]) {
        let [height, width] = self.size;
        for y in rows.start..rows.end.min(height) {
            for x in columns.start..columns.end.min(width) {
                self.covered[y * width + x] = true;
            }
        }
    }

    /// The share that is covered, 0 to 1.
    pub fn share(&self) -> f64 {
        self.covered.iter().filter(|covered| **covered).count() as f64 / self.covered.len().max(1) as f64
    }

    /// Rows and columns of the smallest rectangle that holds all that is covered; none if nothing is.
    pub fn bounds(&self) -> Option<[Range<usize>; 2]> {
        let [height, width] = self.size;
        let row = |y: &usize| self.covered[y * width..][..width].contains(&true);
        let column = |x: &usize| (0..height).any(|y| self.covered[y * width + x]);
        let span =
            |length: usize, is_in: &dyn Fn(&usize) -> bool| Some((0..length).find(is_in)?..(0..length).rev().find(is_in)? + 1);
        Some([span(height, &row)?, span(width, &column)?])
    }

    /// `input` (`C x H x W` of the mask's size) as it is with the region covered; none where nothing is.
    ///
    /// # Errors
    /// The tensor library refuses.
    pub fn changes(&self, input: &[f32], fill: &Fill) -> Result<Option<Changes>> {
        let Some(rectangle) = self.bounds() else { return Ok(None) };
        let values = fill.over(input, self.size, &rectangle, |y, x| self.covers(y, x));
        let channels = input.len() / self.covered.len();
        let values = Tensor::from_vec(values, (1, channels, rectangle[0].len(), rectangle[1].len()), &Device::Cpu)?;
        Ok(Some(Changes { origins: vec![[rectangle[0].start, rectangle[1].start]], values }))
    }

    /// Where covered and bare positions meet, and the covered border: straight lines `[y, x, y, x]` along the sides of positions.
    pub fn edges(&self) -> Vec<[usize; 4]> {
        let [height, width] = self.size;
        let at = |y: Option<usize>, x: Option<usize>| y.zip(x).is_some_and(|(y, x)| self.covers(y, x));
        let mut lines = Vec::new();
        for y in 0..=height {
            let meet = |x: usize| at(y.checked_sub(1), Some(x)) != at(Some(y), Some(x));
            lines.extend(runs(width, meet).into_iter().map(|run| [y, run.start, y, run.end]));
        }
        for x in 0..=width {
            let meet = |y: usize| at(Some(y), x.checked_sub(1)) != at(Some(y), Some(x));
            lines.extend(runs(height, meet).into_iter().map(|run| [run.start, x, run.end, x]));
        }
        lines
    }

    /// What is covered as rectangles `[y, x, y, x]` that do not overlap, one row each.
    pub fn rows(&self) -> Vec<[usize; 4]> {
        let of_row = |y: usize| runs(self.size[1], move |x| self.covers(y, x)).into_iter();
        (0..self.size[0]).flat_map(|y| of_row(y).map(move |run| [y, run.start, y + 1, run.end])).collect()
    }
}

/// The longest ranges below `length` in which something holds everywhere.
fn runs(length: usize, holds: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in (0..length).filter(|at| holds(*at)) {
        match found.last_mut().filter(|run| run.end == at) {
            Some(run) => run.end += 1,
            None => found.push(at..at + 1),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cross in a picture of 5 rows and 6 columns.
    fn cross() -> Mask {
        let mut mask = Mask::empty([5, 6]);
        mask.add(&[1..4, 2..3]);
        mask.add(&[2..3, 1..4]);
        mask
    }

    fn ramp() -> Vec<f32> {
        (0..60).map(|index| (index % 6) as f32 + 10.0 * (index / 30) as f32).collect()
    }

    /// The whole covered input, by brute force over what [`Mask::changes`] answers.
    fn whole(mask: &Mask, fill: &Fill) -> Vec<f32> {
        let changes = mask.changes(&ramp(), fill).unwrap().unwrap();
        let (_, channels, rows, columns) = changes.values.dims4().unwrap();
        let values: Vec<f32> = changes.values.flatten_all().unwrap().to_vec1().unwrap();
        let [top, left] = changes.origins[0];
        let mut input = ramp();
        for (index, value) in values.into_iter().enumerate() {
            let (channel, y, x) = (index / (rows * columns), index / columns % rows, index % columns);
            assert!(channel < channels);
            input[(channel * 5 + top + y) * 6 + left + x] = value;
        }
        input
    }

    #[test]
    fn only_what_is_covered_changes() {
        let mask = cross();
        assert_eq!((mask.bounds(), mask.share()), (Some([1..4, 1..4]), 5.0 / 30.0));
        let picture: Vec<f32> = (0..60).map(|index| -(index as f32)).collect();
        for (fill, of) in [(Fill::Number(7.0), None), (Fill::Picture(picture.clone()), Some(&picture))] {
            for (index, value) in whole(&mask, &fill).into_iter().enumerate() {
                let covering = of.map_or(7.0, |picture| picture[index]);
                let expected = if mask.covered[index % 30] { covering } else { ramp()[index] };
                assert_eq!(value, expected, "{index}");
            }
        }
        assert_eq!(Mask::empty([5, 6]).changes(&ramp(), &Fill::Number(0.0)).unwrap().map(|changes| changes.origins), None);
    }

    #[test]
    fn what_surrounds_a_region_grows_into_it_as_into_a_hole_of_the_whole_picture() {
        let mask = cross();
        let expected = inpainted(&ramp(), [5, 6], &mask.covered);
        for (value, expected) in whole(&mask, &Fill::Surroundings).into_iter().zip(expected) {
            assert!((value - expected).abs() < 1e-4, "{value} {expected}");
        }
        let mut all = Mask::empty([5, 6]);
        all.add(&[0..9, 0..9]);
        assert!(whole(&all, &Fill::Surroundings).iter().all(|value| *value == 0.0), "nothing is left that could grow");
    }

    #[test]
    fn edges_lie_around_a_region() {
        let mut patch = Mask::empty([5, 6]);
        patch.add(&[0..2, 3..9]);
        let mut edges = patch.edges();
        edges.sort_unstable();
        assert_eq!(edges, [[0, 3, 0, 6], [0, 3, 2, 3], [0, 6, 2, 6], [2, 3, 2, 6]]);
        // As long as the sides at which a covered position has a bare neighbour.
        let length: usize = cross().edges().iter().map(|[y, x, below, right]| below - y + right - x).sum();
        assert_eq!(length, 12);
        assert_eq!(cross().rows(), [[1, 2, 2, 3], [2, 1, 3, 4], [3, 2, 4, 3]]);
    }
}
