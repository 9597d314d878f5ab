//! How a window slides along one side of a map: how many places it has, what it reads at each, and what is never read.
//!
//! The rule is PyTorch's and ONNX's without ceil mode: `floor((size + 2 padding - dilation (kernel - 1) - 1) / stride) + 1`.

use crate::network::{Network, NodeId, Operator};

/// A window on one side of a square map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Sliding {
    /// Cells of the map.
    pub size: usize,
    /// Taps of the window.
    pub kernel: usize,
    /// Cells from one place of the window to the next.
    pub stride: usize,
    /// Zeros at each end.
    pub padding: usize,
    /// Cells from one tap to the next.
    pub dilation: usize,
}

impl Default for Sliding {
    fn default() -> Self {
        Self { size: 6, kernel: 3, stride: 1, padding: 0, dilation: 1 }
    }
}

/// Why a window has no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// A size, a kernel, a stride or a dilation of 0.
    Nothing,
    /// It spans more cells than there are.
    TooWide {
        /// The window.
        spans: usize,
        /// The map with its padding.
        there: usize,
    },
}

impl Sliding {
    /// How the window of a convolution or a pool among these nodes slides down and to the right; `None` where there is none, or
    /// where its padding differs between two sides.
    pub fn of(network: &Network, members: &[NodeId]) -> Option<[Self; 2]> {
        members.iter().find_map(|&member| {
            let node = network.node(member);
            let (kernel, stride, pads, dilation) = match &node.operator {
                Operator::Convolution(of) => (of.kernel, of.stride, of.pads, of.dilation),
                Operator::MaxPool(of) if !of.ceil => (of.kernel, of.stride, of.pads, of.dilation),
                Operator::AveragePool(of) if !of.ceil => (of.kernel, of.stride, of.pads, [1, 1]),
                _ => return None,
            };
            let shape = &network.node(*node.inputs.first()?).shape;
            let along = |axis: usize| {
                let [before, after] = pads.along(axis);
                let (kernel, stride, dilation) = (kernel[axis], stride[axis], dilation[axis]);
                let size = shape.get(2 + axis).copied()?;
                (before == after).then_some(Self { size, kernel, stride, padding: before, dilation })
            };
            Some([along(0)?, along(1)?])
        })
    }

    /// The formulas of the size that these nodes make: of rows, and of columns where they differ.
    pub fn formulas(network: &Network, members: &[NodeId]) -> Vec<String> {
        let Some([down, right]) = Self::of(network, members) else { return Vec::new() };
        let differs = (right != down).then(|| right.formula().ok()).flatten();
        down.formula().ok().into_iter().chain(differs).collect()
    }

    /// Cells from its first tap to its last one.
    pub fn spans(self) -> usize {
        self.kernel.saturating_sub(1) * self.dilation + 1
    }

    /// The map with its padding.
    pub fn padded(self) -> usize {
        self.size + 2 * self.padding
    }

    /// How many places it has.
    ///
    /// # Errors
    /// It has none.
    pub fn output(self) -> Result<usize, Misfit> {
        if [self.size, self.kernel, self.stride, self.dilation].contains(&0) {
            return Err(Misfit::Nothing);
        }
        let (spans, there) = (self.spans(), self.padded());
        if spans > there { Err(Misfit::TooWide { spans, there }) } else { Ok((there - spans) / self.stride + 1) }
    }

    /// The size as it is calculated: `14 = (14 + 2·1 − 3) / 1 + 1`.
    ///
    /// # Errors
    /// It has no place.
    pub fn formula(self) -> Result<String, Misfit> {
        let Self { size, kernel, stride, padding, dilation } = self;
        let window = if dilation == 1 { format!("{kernel}") } else { format!("({dilation}·({kernel} − 1) + 1)") };
        Ok(format!("{} = ({size} + 2·{padding} − {window}) / {stride} + 1", self.output()?))
    }

    /// Cells at the far end that no window reaches, because the stride does not divide the way.
    pub fn left_over(self) -> usize {
        self.output().map_or(0, |_| (self.padded() - self.spans()) % self.stride)
    }

    /// How many of the map's own cells along the side are under no tap at any place: gaps between windows or taps, and what is
    /// left over.
    pub fn unread(self) -> usize {
        let read: std::collections::BTreeSet<isize> =
            (0..self.output().unwrap_or(0)).flat_map(|place| self.taps(place)).collect();
        (0..self.size as isize).filter(|cell| !read.contains(cell)).count()
    }

    /// The cells under its taps at a place, counted from the map's first cell: below 0 and from `size` on lies padding.
    pub fn taps(self, place: usize) -> impl Iterator<Item = isize> {
        let first = (place * self.stride) as isize - self.padding as isize;
        (0..self.kernel).map(move |tap| first + (tap * self.dilation) as isize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::{
        Operation,
        ops::{Convolution, Pads},
    };

    #[test]
    fn it_has_as_many_places_as_the_convolution_has_outputs() {
        let mut seen = 0;
        for size in 1..9 {
            for kernel in 1..6 {
                for stride in 1..5 {
                    for (padding, dilation) in (0..4).flat_map(|padding| (1..4).map(move |dilation| (padding, dilation))) {
                        let sliding = Sliding { size, kernel, stride, padding, dilation };
                        let operation = Convolution {
                            kernel: [kernel; 2],
                            stride: [stride; 2],
                            dilation: [dilation; 2],
                            pads: Pads::all(padding),
                            groups: 1,
                        };
                        let shape = operation.shape(&[&[1, 1, size, size], &[1, 1, kernel, kernel]]);
                        assert_eq!(sliding.output().ok(), shape.ok().map(|shape| shape[2]), "{sliding:?}");
                        if let Ok(output) = sliding.output() {
                            let last = sliding.taps(output - 1).last().unwrap();
                            assert_eq!(last, (size + padding) as isize - 1 - sliding.left_over() as isize, "{sliding:?}");
                            seen += 1;
                        }
                    }
                }
            }
        }
        assert!(seen > 1000, "{seen}");
    }

    #[test]
    fn the_formula_is_written_as_in_a_textbook() {
        let sliding = Sliding { size: 14, padding: 1, ..Sliding::default() };
        assert_eq!(sliding.formula().unwrap(), "14 = (14 + 2·1 − 3) / 1 + 1");
        let dilated = Sliding { size: 9, dilation: 2, stride: 2, ..Sliding::default() };
        assert_eq!(dilated.formula().unwrap(), "3 = (9 + 2·0 − (2·(3 − 1) + 1)) / 2 + 1");
    }

    #[test]
    fn cells_between_windows_and_behind_the_last_one_are_unread() {
        let sliding = Sliding { size: 6, kernel: 3, stride: 2, ..Sliding::default() };
        assert_eq!((sliding.output(), sliding.left_over(), sliding.unread()), (Ok(2), 1, 1));
        assert_eq!(Sliding { size: 7, ..sliding }.unread(), 0);
        // What is left over is padding here.
        let padded = Sliding { padding: 1, ..sliding };
        assert_eq!((padded.left_over(), padded.unread()), (1, 0));
        // One tap every three cells.
        assert_eq!(Sliding { size: 7, kernel: 1, stride: 3, ..sliding }.unread(), 4);
    }

    #[test]
    fn what_has_no_place_says_why() {
        let sliding = Sliding { size: 3, kernel: 3, dilation: 2, ..Sliding::default() };
        assert_eq!(sliding.output(), Err(Misfit::TooWide { spans: 5, there: 3 }));
        assert_eq!(Sliding { stride: 0, ..sliding }.output(), Err(Misfit::Nothing));
    }
}
