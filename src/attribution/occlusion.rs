//! Occlusion: Zeiler & Fergus 2013, "Visualizing and understanding convolutional networks", section 4.2.
//!
//! The score minus the score with a window covered, laid on the window's pixels and averaged over the windows that cover a
//! pixel. The engine is asked for many windows at once and told what each changes, so that it need not compute the rest again.
//! Windows
//! start at the upper left corner; the last ones are cut off at the border (Captum's definition).

use std::{borrow::Cow, ops::Range};

use super::{
    Choice, Compute, Cost, Domain, Error, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies,
    covering::{FILLS, Fill},
    shared::CAPTUM,
};
use crate::{
    control::Control,
    network::{Changes, Device, Tensor},
    words::trust,
};

const WINDOW: Parameter = Parameter { id: "window", domain: Domain::Whole([0, 512]), default: &Value::Whole(0), elsewhere: &[] };

const STRIDE: Parameter = Parameter { id: "stride", domain: Domain::Whole([0, 512]), default: &Value::Whole(0), elsewhere: &[] };

const BASELINE: Parameter =
    Parameter { id: "baseline", domain: Domain::Number([-255.0, 255.0]), default: &Value::Number(0.0), elsewhere: &[] };

/// The number that [`BASELINE`] gives.
const VALUE: &str = "value";

const FILL: Parameter = Parameter::choice("fill", &WITH_VALUE, &Value::Choice(Cow::Borrowed(VALUE)));

/// [`VALUE`] and the fills that there are.
const WITH_VALUE: [Choice; FILLS.len() + 1] = {
    let mut all = [Choice { id: VALUE }; FILLS.len() + 1];
    let (_, others) = all.split_at_mut(1);
    others.copy_from_slice(FILLS);
    all
};

/// Windows that are computed together: whole rows of windows where several fit.
const TOGETHER: usize = 64;
/// Numbers of the target's layer, of all windows that are computed together.
const MOST_NUMBERS: usize = 1 << 24;

pub const METHOD: Method = Method {
    id: "occlusion",
    name: "Occlusion",
    paper: "Zeiler & Fergus 2013",
    family: Family::Coverings,
    parameters: &[WINDOW, STRIDE, FILL, BASELINE],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::ManyPasses,
    conventions: &[PAPER, CAPTUM],
    signed: true,
    compute: Compute::Growing(compute),
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
            return Err(Error::Gaps { stride, size });
        }
        Ok(Self { size, stride, height, width })
    }

    /// Windows along a side of `length` pixels.
    fn along(&self, length: usize) -> usize {
        length.saturating_sub(self.size).div_ceil(self.stride) + 1
    }

    /// First and last-but-one pixel of window `index` along a side.
    fn span(&self, index: usize, length: usize) -> Range<usize> {
        let start = (index * self.stride).min(length);
        start..(start + self.size).min(length)
    }

    fn rows(&self) -> usize {
        self.along(self.height)
    }

    fn columns(&self) -> usize {
        self.along(self.width)
    }

    /// Inputs in which `windows`, counted row by row, are covered. The rectangles of windows that are cut off are as large as the
    /// others and show `input` (`C x H x W`) beside the window.
    fn cover(&self, windows: Range<usize>, input: &[f32], fill: &Fill) -> Result<Changes> {
        let (height, width) = (self.size.min(self.height), self.size.min(self.width));
        let channels = input.len() / (self.height * self.width);
        let (mut origins, mut values) = (Vec::new(), Vec::new());
        for window in windows.clone() {
            let rows = self.span(window / self.columns(), self.height);
            let columns = self.span(window % self.columns(), self.width);
            let [top, left] = [rows.start.min(self.height - height), columns.start.min(self.width - width)];
            origins.push([top, left]);
            let rectangle = [top..top + height, left..left + width];
            let covers = |y: usize, x: usize| rows.contains(&y) && columns.contains(&x);
            values.extend(fill.over(input, [self.height, self.width], &rectangle, covers));
        }
        let values = Tensor::from_vec(values, (windows.len(), channels, height, width), &Device::Cpu)?;
        Ok(Changes { origins, values })
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
            trust: vec![trust::windows(done, total)],
            done: done as f32 / total as f32,
            completeness: None,
            known: (!finished).then(|| (0..height * width).map(|index| index < known_pixels).collect()),
        }
    }
}

fn compute(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let [channels, height, width] = request.input_size()?;
    let windows = Windows::new(request, height, width)?;
    let input = request.pixels()?;
    let fill = match request.choice(&FILL).as_ref() {
        VALUE => Fill::Number(request.parameter(&BASELINE) as f32),
        id => Fill::of(request, id)?,
    };
    let network = request.network();
    let layer = request.target.layer(network);
    let base = request.forward(&control.silent())?;
    let score = request.target.read(&base.get(network, layer)?)?[0];
    let (rows, columns) = (windows.rows(), windows.columns());
    let together = TOGETHER.min(MOST_NUMBERS / network.node(layer).shape.iter().product::<usize>().max(1)).max(1);
    let together = if together > columns { together / columns * columns } else { together };
    let mut canvas = Canvas {
        windows,
        sums: vec![0.0; height * width],
        counts: vec![0; height * width],
        rows_done: 0,
        channels: if request.follows(CAPTUM.id) { channels } else { 1 },
    };
    for first in (0..rows * columns).step_by(together) {
        control.step(first, rows * columns, &trust::windows_so_far(first, rows * columns))?;
        let batch = first..(first + together).min(rows * columns);
        let changes = canvas.windows.cover(batch.clone(), &input, &fill)?;
        let covered = request.engine.forward_changed(&base, &changes, &[layer], &control.silent())?;
        for (window, covered_score) in batch.zip(request.target.read(&covered.get(network, layer)?)?) {
            canvas.add(window / columns, window % columns, score - covered_score);
            if (window + 1) % columns == 0 {
                control.check()?;
                canvas.rows_done += 1;
                if canvas.rows_done < rows {
                    observer(&canvas.map());
                }
            }
        }
    }
    Ok(canvas.map())
}
