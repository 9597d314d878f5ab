//! Where maps can change: one rectangle per image, carried from an operator's input to its output and back.
//!
//! Rectangles of one value have one size, so that they are maps themselves: the largest that any image needs, moved inside the
//! map. Computing a little more than what changed is as exact as computing just that.

use std::ops::Range;

/// Rectangles of one size inside of maps, one per image. Rows before columns.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub size: [usize; 2],
    pub origins: Vec<[usize; 2]>,
}

/// Windows of one size on maps, one per image, that may reach outside.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Frame {
    pub size: [usize; 2],
    pub starts: Vec<[isize; 2]>,
}

/// How an operator's windows slide over its input; attributes per axis (vertical, horizontal).
#[derive(Clone, Copy, Debug)]
pub(super) struct Sliding {
    pub kernel: [usize; 2],
    pub stride: [usize; 2],
    pub dilation: [usize; 2],
    /// Padding above and left of the input.
    pub before: [usize; 2],
}

impl Part {
    /// Rectangles that hold what every image needs of maps of `map` rows and columns.
    fn covering(needed: &[[Range<usize>; 2]], map: [usize; 2]) -> Self {
        let size = [0, 1].map(|axis| needed.iter().map(|ranges| ranges[axis].len()).max().unwrap_or(0).clamp(1, map[axis]));
        let origin = |ranges: &[Range<usize>; 2]| [0, 1].map(|axis| ranges[axis].start.min(map[axis] - size[axis]));
        Self { size, origins: needed.iter().map(origin).collect() }
    }

    /// Rectangles that hold those of all `parts`, of maps of `map` rows and columns.
    pub fn union(parts: &[&Self], map: [usize; 2]) -> Self {
        let Some((first, others)) = parts.split_first() else { return Self { size: map, origins: Vec::new() } };
        if others.iter().all(|other| other == first) {
            return (*first).clone();
        }
        let range = |image: usize, axis: usize| {
            let starts = parts.iter().map(|part| part.origins[image][axis]);
            let ends = parts.iter().map(|part| part.origins[image][axis] + part.size[axis]);
            starts.min().unwrap_or(0)..ends.max().unwrap_or(0)
        };
        let needed: Vec<_> = (0..first.origins.len()).map(|image| [range(image, 0), range(image, 1)]).collect();
        Self::covering(&needed, map)
    }

    /// What changes in an output of `map` rows and columns when these rectangles of the input do.
    pub fn through(&self, sliding: &Sliding, map: [usize; 2]) -> Self {
        let range = |origin: &[usize; 2], axis: usize| {
            let (stride, first) = (sliding.stride[axis], origin[axis] + sliding.before[axis]);
            let reach = (sliding.kernel[axis].max(1) - 1) * sliding.dilation[axis];
            let start = first.saturating_sub(reach).div_ceil(stride).min(map[axis].saturating_sub(1));
            let end = ((first + self.size[axis] - 1) / stride + 1).min(map[axis]);
            start..end.max(start)
        };
        let needed: Vec<_> = self.origins.iter().map(|origin| [range(origin, 0), range(origin, 1)]).collect();
        Self::covering(&needed, map)
    }

    /// What windows read of the input to compute these rectangles of the output.
    pub fn seen(&self, sliding: &Sliding) -> Frame {
        let extent = |axis: usize| {
            (self.size[axis] - 1) * sliding.stride[axis] + (sliding.kernel[axis].max(1) - 1) * sliding.dilation[axis] + 1
        };
        let start = |origin: &[usize; 2]| {
            [0, 1].map(|axis| (origin[axis] * sliding.stride[axis]) as isize - sliding.before[axis] as isize)
        };
        Frame { size: [extent(0), extent(1)], starts: self.origins.iter().map(start).collect() }
    }

    /// The rectangles as windows.
    pub fn frame(&self) -> Frame {
        Frame { size: self.size, starts: self.origins.iter().map(|origin| origin.map(|at| at as isize)).collect() }
    }

    /// Positions of one rectangle.
    pub fn area(&self) -> usize {
        self.size[0] * self.size[1]
    }
}

impl Frame {
    /// One and the same window over the whole map for each of `images` images.
    pub fn whole(map: [usize; 2], images: usize) -> Self {
        Self { size: map, starts: vec![[0, 0]; images] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Positions of the output that read one of `changed`, found by trying every tap.
    fn reads(sliding: &Sliding, axis: usize, changed: &Range<usize>, output: usize) -> Vec<usize> {
        let reads = |&position: &usize| {
            (0..sliding.kernel[axis]).any(|tap| {
                let at = position * sliding.stride[axis] + tap * sliding.dilation[axis];
                at.checked_sub(sliding.before[axis]).is_some_and(|at| changed.contains(&at))
            })
        };
        (0..output).filter(reads).collect()
    }

    #[test]
    fn an_outputs_rectangle_holds_every_position_that_reads_a_change_and_is_no_larger_than_the_largest() {
        for (kernel, stride, dilation, before, after) in [
            (3, 1, 1, 1, 1),
            (7, 2, 1, 3, 3),
            (1, 2, 1, 0, 0),
            (3, 2, 2, 2, 1),
            (2, 3, 1, 0, 2),
            (5, 1, 3, 6, 6),
            (1, 1, 1, 2, 3),
        ] {
            let sliding = Sliding { kernel: [kernel; 2], stride: [stride; 2], dilation: [dilation; 2], before: [before; 2] };
            let input = 17;
            let output = (input + before + after - (kernel - 1) * dilation - 1) / stride + 1;
            for size in [1, 2, 5, 17] {
                let origins: Vec<[usize; 2]> = (0..=input - size).map(|at| [at, input - size - at]).collect();
                let part = Part { size: [size; 2], origins: origins.clone() };
                let result = part.through(&sliding, [output; 2]);
                let mut largest = 1;
                for (from, to) in origins.iter().zip(&result.origins) {
                    for axis in 0..2 {
                        let rectangle = to[axis]..to[axis] + result.size[axis];
                        assert!(rectangle.end <= output, "{rectangle:?} of {output}");
                        let needed = reads(&sliding, axis, &(from[axis]..from[axis] + size), output);
                        assert!(needed.iter().all(|at| rectangle.contains(at)), "{needed:?} in {rectangle:?}, kernel {kernel}");
                        largest = largest.max(needed.last().map_or(0, |last| last + 1 - needed[0]));
                    }
                }
                assert_eq!(result.size, [largest; 2], "kernel {kernel}, {size} changed");
            }
        }
    }

    #[test]
    fn what_is_seen_begins_at_the_first_tap_and_ends_at_the_last() {
        let sliding = Sliding { kernel: [3, 2], stride: [2, 1], dilation: [2, 1], before: [1, 0] };
        let part = Part { size: [2, 3], origins: vec![[0, 0], [3, 4]] };
        assert_eq!(part.seen(&sliding), Frame { size: [7, 4], starts: vec![[-1, 0], [5, 4]] });
    }

    #[test]
    fn a_union_holds_all_its_parts() {
        let (small, large) =
            (Part { size: [1, 2], origins: vec![[0, 0], [4, 3]] }, Part { size: [2, 2], origins: vec![[2, 0], [3, 1]] });
        let union = Part::union(&[&small, &large], [5, 5]);
        assert_eq!(union, Part { size: [4, 4], origins: vec![[0, 0], [1, 1]] });
        assert_eq!(Part::union(&[&small, &small], [5, 5]), small);
    }
}
