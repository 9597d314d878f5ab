//! Which part of the input a position of a layer can see, exactly, along every path of the graph
//! (the largest one where paths differ; Araujo et al. 2019, "Computing receptive fields of convolutional networks").
//!
//! Knows what operators see of their inputs, not their arithmetic.

use std::ops::Range;

use super::{Network, NodeId, operation::Region};

/// The box of input pixels that one position of a layer can see. Rows and columns may lie outside the input (padding).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceptiveField {
    /// First row and column seen.
    pub start: [isize; 2],
    /// First row and column no longer seen.
    pub end: [isize; 2],
}

impl ReceptiveField {
    /// Rows and columns.
    pub fn size(&self) -> [usize; 2] {
        [0, 1].map(|axis| (self.end[axis] - self.start[axis]).max(0) as usize)
    }

    /// The part inside an input of `height` x `width`.
    pub fn clipped(&self, height: usize, width: usize) -> Self {
        let limit = [height as isize, width as isize];
        Self {
            start: [0, 1].map(|axis| self.start[axis].clamp(0, limit[axis])),
            end: [0, 1].map(|axis| self.end[axis].clamp(0, limit[axis])),
        }
    }
}

impl Network {
    /// What position (`y`, `x`) of a layer's maps (`N x C x H x W`) sees of the input, in any of its channels; the whole
    /// input for layers without maps, nothing for values that do not depend on the input.
    ///
    /// The part inside the input is what can really change the unit (but for holes that dilation leaves at a border); where
    /// it touches a border, the box goes on outside as far as it would on an endless input.
    pub fn receptive_field(&self, layer: NodeId, y: usize, x: usize) -> ReceptiveField {
        let limit = self.input_side();
        if self.node(layer).shape.len() != 4 {
            return ReceptiveField { start: [0, 0], end: limit };
        }
        let inside = self.seen_from(layer, y, x, true);
        let endless = self.seen_from(layer, y, x, false);
        let start = |axis: usize| if inside.start[axis] == 0 { endless.start[axis].min(0) } else { inside.start[axis] };
        let end = |axis: usize| {
            if inside.end[axis] == limit[axis] { endless.end[axis].max(limit[axis]) } else { inside.end[axis] }
        };
        ReceptiveField { start: [start(0), start(1)], end: [end(0), end(1)] }
    }

    /// Rows and columns that a position of a layer would see on an endless input: the size that papers quote. The input's
    /// own size for layers without maps.
    pub fn receptive_field_size(&self, layer: NodeId) -> [usize; 2] {
        match self.node(layer).shape.as_slice() {
            &[_, _, height, width] => self.seen_from(layer, height / 2, width / 2, false).size(),
            _ => self.input_side().map(isize::unsigned_abs),
        }
    }

    /// Rows and columns of the input.
    fn input_side(&self) -> [isize; 2] {
        let shape = &self.node(self.input()).shape;
        [2, 3].map(|axis| shape.get(axis).map_or(1, |&size| size as isize))
    }

    /// Walks back over every path; `inside` drops what lies outside the maps on the way.
    fn seen_from(&self, layer: NodeId, y: usize, x: usize, inside: bool) -> ReceptiveField {
        let (y, x) = (y as isize, x as isize);
        let channels = self.node(layer).shape[1] as isize;
        let mut seen: Vec<Option<Region>> = vec![None; layer.index() + 1];
        seen[layer.index()] = Some(vec![0..1, 0..channels, y..y + 1, x..x + 1]);
        for id in self.ids().take(layer.index() + 1).rev() {
            let node = self.node(id);
            let Some(operation) = node.operator.operation() else { continue };
            let Some(region) = seen[id.index()].take() else { continue };
            let shapes: Vec<&[usize]> = node.inputs.iter().map(|&input| self.node(input).shape.as_slice()).collect();
            for (index, input) in node.inputs.iter().enumerate() {
                let mut part = operation.sees(index, &region, &shapes, &node.shape);
                if inside {
                    for (range, &size) in part.iter_mut().zip(shapes[index]) {
                        *range = range.start.max(0)..range.end.min(size as isize);
                    }
                }
                if part.iter().any(Range::is_empty) {
                    continue;
                }
                let known = &mut seen[input.index()];
                *known = Some(match known.take() {
                    None => part,
                    Some(earlier) => earlier.iter().zip(&part).map(|(a, b)| a.start.min(b.start)..a.end.max(b.end)).collect(),
                });
            }
        }
        match seen.get(self.input().index()) {
            Some(Some(region)) if region.len() == 4 => {
                ReceptiveField { start: [region[2].start, region[3].start], end: [region[2].end, region[3].end] }
            }
            _ => ReceptiveField { start: [0, 0], end: [0, 0] },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use candle_core::{DType, Device, Tensor};

    use super::*;
    use crate::{
        control::Control,
        network::{
            Engine, Keep, NetworkBuilder, Operator, Result,
            ops::{
                Arithmetic, AveragePool, Concatenate, Convolution, MaxPool, Pad, PadMode, Pads, Resize, ResizeCoordinates,
                ResizeMode, ResizeSize, Slice, SliceRange, Transpose, finite_difference::Cases,
            },
        },
    };

    const SIDE: usize = 13;

    /// Convolutions with positive weights only, so that no influence cancels and every raised pixel can become a maximum.
    struct Sketch {
        builder: NetworkBuilder,
        cases: Cases,
        input: NodeId,
    }

    impl Sketch {
        fn new(seed: u64) -> Self {
            let mut builder = NetworkBuilder::new();
            let input = builder.input("input", &[1, 2, SIDE, SIDE]);
            Self { builder, cases: Cases::new(seed), input }
        }

        fn convolution(
            &mut self,
            x: NodeId,
            kernel: [usize; 2],
            stride: [usize; 2],
            dilation: usize,
            pads: Pads,
        ) -> Result<NodeId> {
            let channels = self.builder.shape(x)[1];
            let weight = self.cases.between(0.1, 1.0, &[2, channels, kernel[0], kernel[1]]);
            let weight = self.builder.constant("weight", weight);
            let operator = Convolution { kernel, stride, dilation: [dilation; 2], pads, groups: 1 };
            self.builder.node("convolution", Operator::Convolution(operator), &[x, weight])
        }

        fn node(&mut self, operator: Operator, inputs: &[NodeId]) -> Result<NodeId> {
            self.builder.node("node", operator, inputs)
        }

        /// Raises every input pixel in turn and compares what changes at every position of `layer` with what the graph says.
        /// Holes between taps make the true region smaller than the box at borders; there it may only lie inside.
        fn check(self, layer: NodeId, holes: bool) -> Result<()> {
            let Self { builder, input, mut cases } = self;
            let network = builder.finish(input, &[layer])?;
            let engine = Engine::with_dtype(Arc::new(network), &Device::Cpu, DType::F64)?;
            let mut pixels = vec![Tensor::zeros((1, 2, SIDE, SIDE), DType::F64, &Device::Cpu)?];
            for pixel in 0..SIDE * SIDE {
                let mut raised = vec![0f64; 2 * SIDE * SIDE];
                raised[pixel] = 100.0;
                raised[SIDE * SIDE + pixel] = 100.0;
                pixels.push(Tensor::from_vec(raised, (1, 2, SIDE, SIDE), &Device::Cpu)?);
            }
            let pixels = (Tensor::cat(&pixels, 0)?.broadcast_add(&cases.between(0.0, 1.0, &[1, 2, SIDE, SIDE])))?;
            let network = engine.network();
            let layer = network.scores();
            let values = engine.forward(&pixels, &Keep::Scores, &Control::default())?;
            let values = values.get(network, layer)?.sum(1)?.to_vec3::<f64>()?;
            for y in 0..values[0].len() {
                for x in 0..values[0][0].len() {
                    let changed =
                        (1..values.len()).filter(|&index| values[index][y][x] != values[0][y][x]).map(|index| index - 1);
                    let positions: Vec<[isize; 2]> =
                        changed.map(|pixel| [(pixel / SIDE) as isize, (pixel % SIDE) as isize]).collect();
                    let bound = |axis: usize, last: bool| {
                        let along = positions.iter().map(|position| position[axis]);
                        if last { along.max().map_or(0, |end| end + 1) } else { along.min().unwrap_or(0) }
                    };
                    let found =
                        ReceptiveField { start: [bound(0, false), bound(1, false)], end: [bound(0, true), bound(1, true)] };
                    let field = network.receptive_field(layer, y, x);
                    let clipped = field.clipped(SIDE, SIDE);
                    if holes && field != clipped {
                        let inside =
                            |axis: usize| found.start[axis] >= clipped.start[axis] && found.end[axis] <= clipped.end[axis];
                        assert!(inside(0) && inside(1), "{found:?} is not inside {clipped:?} at {y},{x}");
                    } else {
                        assert_eq!(found, clipped, "at {y},{x}");
                    }
                }
            }
            Ok(())
        }
    }

    fn max_pool(ceil: bool, pads: Pads) -> Operator {
        Operator::MaxPool(MaxPool { kernel: [3, 2], stride: [2, 2], dilation: [1, 1], pads, ceil })
    }

    #[test]
    fn sees_exactly_the_pixels_that_change_a_unit() -> Result<()> {
        let mut sketch = Sketch::new(1);
        let value = sketch.convolution(sketch.input, [3, 5], [2, 1], 1, Pads { top: 1, left: 2, bottom: 0, right: 1 })?;
        let value = sketch.node(max_pool(true, Pads::default()), &[value])?;
        let value = sketch.convolution(value, [2, 3], [1, 1], 1, Pads::all(1))?;
        sketch.check(value, false)
    }

    #[test]
    fn takes_the_union_over_branches() -> Result<()> {
        let mut sketch = Sketch::new(2);
        let narrow = sketch.convolution(sketch.input, [1, 1], [1, 1], 1, Pads::default())?;
        let wide = sketch.convolution(sketch.input, [5, 1], [1, 1], 1, Pads::symmetric(2, 0))?;
        let wide = sketch.convolution(wide, [1, 3], [1, 1], 1, Pads::symmetric(0, 1))?;
        let joined = sketch.node(Operator::Concatenate(Concatenate { axis: 1 }), &[narrow, wide])?;
        let sum = sketch.node(Operator::Arithmetic(Arithmetic::Add), &[narrow, sketch.input])?;
        let joined = sketch.node(Operator::Concatenate(Concatenate { axis: 1 }), &[joined, sum])?;
        let pooled = AveragePool { kernel: [3, 3], stride: [2, 3], pads: Pads::all(1), ceil: true, count_padding: false };
        let value = sketch.node(Operator::AveragePool(pooled), &[joined])?;
        sketch.check(value, false)
    }

    #[test]
    fn dilation_spreads_the_box() -> Result<()> {
        let mut sketch = Sketch::new(3);
        let value = sketch.convolution(sketch.input, [3, 2], [1, 1], 2, Pads::all(2))?;
        let value = sketch.convolution(value, [2, 3], [1, 2], 1, Pads::all(1))?;
        sketch.check(value, true)
    }

    #[test]
    fn follows_transposes_slices_pads_and_resizing() -> Result<()> {
        let mut sketch = Sketch::new(4);
        let last = sketch.node(Operator::Transpose(Transpose { permutation: vec![0, 2, 3, 1] }), &[sketch.input])?;
        let cut = SliceRange { axis: 1, start: 2, end: -1, step: 2 };
        let value = sketch.node(Operator::Slice(Slice { ranges: vec![cut] }), &[last])?;
        let value = sketch.node(Operator::Transpose(Transpose { permutation: vec![0, 3, 1, 2] }), &[value])?;
        let amounts = vec![[0, 0], [0, 0], [1, 2], [2, 0]];
        let value = sketch.node(Operator::Pad(Pad { amounts, mode: PadMode::Reflect }), &[value])?;
        let resize = Resize {
            mode: ResizeMode::Bilinear,
            coordinates: ResizeCoordinates::HalfPixel,
            size: ResizeSize::Scaled([2.0, 1.5]),
        };
        let value = sketch.node(Operator::Resize(resize), &[value])?;
        let value = sketch.convolution(value, [2, 2], [2, 1], 1, Pads::default())?;
        sketch.check(value, true)
    }
}
