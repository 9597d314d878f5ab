//! Occlusion: Zeiler & Fergus 2013, "Visualizing and understanding convolutional networks", section 4.2.
//!
//! The score minus the score with a window covered, laid on the window's pixels and averaged over the windows that cover a
//! pixel. Windows start at the upper left corner; the last ones are cut off at the border (Captum's definition).

use super::{Convention, Map, Method, Needs, PAPER, Parameter, Request};
use crate::network::{Control, DType, Device, Error, Keep, Result, Tensor};

const WINDOW: Parameter = Parameter {
    id: "window",
    name: "Window",
    about: "Rows and columns of the window in pixels of the input; 0 takes a seventh of the shorter side.",
    range: [0.0, 512.0],
    default: 0.0,
    whole: true,
};

const STRIDE: Parameter = Parameter {
    id: "stride",
    name: "Stride",
    about: "Pixels from one window to the next, at most the window's size; 0 takes half of it.",
    range: [0.0, 512.0],
    default: 0.0,
    whole: true,
};

const BASELINE: Parameter = Parameter {
    id: "baseline",
    name: "Baseline",
    about: "The preprocessed value that covers the window in every channel; 0 is the mean colour of most training sets.",
    range: [-255.0, 255.0],
    default: 0.0,
    whole: false,
};

const CAPTUM: Convention = Convention { id: "captum", about: "The same numbers, repeated for each channel of the input." };

/// Pictures in one forward pass: enough to keep every core busy, little enough for the memory of a laptop.
const BATCH: usize = 16;

pub const METHOD: Method = Method {
    id: "occlusion",
    name: "Occlusion",
    paper: "Zeiler & Fergus 2013",
    about: "How far the score falls when a window of the picture is covered: slow, and needs no gradient at all.",
    parameters: &[WINDOW, STRIDE, BASELINE],
    needs: Needs { layer: false, all_values: false, pooled_head: false },
    conventions: &[PAPER, CAPTUM],
    signed: true,
    compute,
};

/// Where the windows lie.
struct Windows {
    size: usize,
    stride: usize,
    height: usize,
    width: usize,
}

impl Windows {
    fn new(request: &Request<'_>, height: usize, width: usize) -> Result<Self> {
        let chosen = |parameter: &Parameter| request.parameter(parameter) as usize;
        let shorter = height.min(width);
        let size = match chosen(&WINDOW) {
            0 => (shorter / 7).max(1),
            size => size.min(height.max(width)),
        };
        let stride = match chosen(&STRIDE) {
            0 => size.div_ceil(2),
            stride => stride,
        };
        if stride > size {
            return Err(Error::Target(format!(
                "a stride of {stride} leaves gaps between windows of {size}; choose a stride of at most {size}"
            )));
        }
        Ok(Self { size, stride, height, width })
    }

    /// Windows along a side of `length` pixels.
    fn along(&self, length: usize) -> usize {
        length.saturating_sub(self.size).div_ceil(self.stride) + 1
    }

    /// First and last-but-one pixel of window `index` along a side.
    fn span(&self, index: usize, length: usize) -> std::ops::Range<usize> {
        let start = (index * self.stride).min(length);
        start..(start + self.size).min(length)
    }

    fn rows(&self) -> usize {
        self.along(self.height)
    }

    fn columns(&self) -> usize {
        self.along(self.width)
    }
}

/// Score differences laid on pixels as windows are done, one row of windows after the other.
struct Canvas {
    windows: Windows,
    sums: Vec<f64>,
    counts: Vec<u32>,
    rows_done: usize,
    channels: usize,
}

impl Canvas {
    fn add(&mut self, row: usize, column: usize, difference: f64) {
        for y in self.windows.span(row, self.windows.height) {
            for x in self.windows.span(column, self.windows.width) {
                self.sums[y * self.windows.width + x] += difference;
                self.counts[y * self.windows.width + x] += 1;
            }
        }
    }

    /// The map so far: a pixel is known once every window that covers it is done.
    fn map(&self) -> Map {
        let Windows { height, width, stride, .. } = self.windows;
        let (done, total) = (self.rows_done * self.windows.columns(), self.windows.rows() * self.windows.columns());
        let finished = done == total;
        let known_pixels = if finished { height * width } else { (self.rows_done * stride).min(height) * width };
        let average = |(index, (&sum, &count)): (usize, (&f64, &u32))| {
            if index < known_pixels { (sum / f64::from(count.max(1))) as f32 } else { 0.0 }
        };
        let plane: Vec<f32> = self.sums.iter().zip(&self.counts).enumerate().map(average).collect();
        Map {
            values: plane.repeat(self.channels),
            channels: self.channels,
            height,
            width,
            signed: true,
            trust: format!("{done} of {total} windows, exact"),
            done: done as f32 / total as f32,
            known: (!finished).then(|| (0..height * width).map(|index| index < known_pixels).collect()),
        }
    }
}

fn compute(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let [channels, height, width] = request.input_size()?;
    let windows = Windows::new(request, height, width)?;
    let input: Vec<f32> = request.input.flatten_all()?.to_dtype(DType::F32)?.to_vec1()?;
    let baseline = request.parameter(&BASELINE) as f32;
    let (rows, columns) = (windows.rows(), windows.columns());
    let score = scores(request, input.clone(), 1, control)?[0];
    let mut canvas = Canvas {
        windows,
        sums: vec![0.0; height * width],
        counts: vec![0; height * width],
        rows_done: 0,
        channels: if request.follows(CAPTUM.id) { channels } else { 1 },
    };
    for row in 0..rows {
        for first in (0..columns).step_by(BATCH) {
            let batch = first..(first + BATCH).min(columns);
            control.step(
                row * columns + first,
                rows * columns,
                &format!("{} of {} windows", row * columns + first, rows * columns),
            )?;
            let mut covered = input.repeat(batch.len());
            for (picture, column) in covered.chunks_exact_mut(input.len()).zip(batch.clone()) {
                for plane in picture.chunks_exact_mut(height * width) {
                    for y in canvas.windows.span(row, height) {
                        for x in canvas.windows.span(column, width) {
                            plane[y * width + x] = baseline;
                        }
                    }
                }
            }
            let covered_scores = scores(request, covered, batch.len(), control)?;
            for (column, covered_score) in batch.zip(covered_scores) {
                canvas.add(row, column, score - covered_score);
            }
        }
        canvas.rows_done = row + 1;
        if canvas.rows_done < rows {
            observer(&canvas.map());
        }
    }
    Ok(canvas.map())
}

/// The target's number for each of `count` inputs.
fn scores(request: &Request<'_>, inputs: Vec<f32>, count: usize, control: &Control) -> Result<Vec<f64>> {
    let [channels, height, width] = request.input_size()?;
    let batch = Tensor::from_vec(inputs, (count, channels, height, width), &Device::Cpu)?;
    let layer = request.target.layer(request.network());
    let forward = request.engine.forward(&batch, &Keep::Only(vec![layer]), &control.silent())?;
    request.target.read(&forward.get(request.network(), layer)?)
}
