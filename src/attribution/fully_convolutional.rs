//! The classifier as a convolution: Long, Shelhamer & Darrell 2015, "Fully convolutional networks for semantic segmentation",
//! section 3.1; Sermanet et al. 2013, "OverFeat".
//!
//! The layers with maps run over a larger picture, and what follows the last maps slides over them like the kernel that it
//! is: one score for each place, as if the network had looked at every window of the picture, but most of the work is done
//! once. In a pyramid the picture comes in several sizes, and each place shows its highest score.

use std::sync::Arc;

use super::{
    Compute, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies, last_maps, reason::Reason,
    shared::Growth,
};
use crate::{
    control::Control,
    network::{Activations, DType, Device, Engine, Keep, NodeId, Tensor},
    picture::{Fit, Preprocessing, upsampled},
    words::trust,
};

const SCALE: Parameter = Parameter::number("scale", [1.0, 8.0], &Value::Number(2.0));

const PYRAMID: Parameter = Parameter::switch("pyramid", &Value::Switch(false));

/// The sizes of a pyramid as shares of its largest.
const PYRAMID_SHARES: [f64; 4] = [1.0, 0.75, 0.5, 0.375];

/// Windows whose scores are computed together.
const TOGETHER: usize = 16;

pub const METHOD: Method = Method {
    id: "fully-convolutional",
    name: "Fully convolutional",
    paper: "Long 2015",
    family: Family::Layers,
    parameters: &[SCALE, PYRAMID],
    looks_at_layer: false,
    applies: applies::with_maps,
    cost: Cost::ManyPasses,
    conventions: &[PAPER],
    signed: true,
    compute: Compute::Growing(compute),
};

fn compute(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let [_, height, width] = request.input_size()?;
    let maps = last_maps(request.network(), &request.target).ok_or(Reason::NoMapsOnTheWay)?;
    let largest = request.parameter(&SCALE);
    let scales: Vec<f64> = if request.is_on(&PYRAMID) {
        PYRAMID_SHARES.iter().map(|share| largest * share).filter(|&scale| scale >= 1.0).collect()
    } else {
        vec![largest]
    };
    let count = scales.len();
    let mut growth = Growth::new(control, observer, count, trust::steps_so_far);
    let mut best: Option<Vec<f32>> = None;
    let mut windows = 0;
    for (index, scale) in scales.into_iter().enumerate() {
        let found = slide(request, maps, scale, control)?;
        windows += found.size.iter().product::<usize>();
        let plane = found.over([height, width]);
        best = Some(match best {
            None => plane,
            Some(best) => best.iter().zip(plane).map(|(best, value)| best.max(value)).collect(),
        });
        let so_far = best.clone().unwrap_or_default();
        growth.reach(index + 1, || Ok(Map::whole(so_far, [1, height, width], true, Vec::new())))?;
    }
    Ok(Map::whole(best.unwrap_or_default(), [1, height, width], true, vec![trust::head_windows(windows, count)]))
}

/// Scores of windows, and where these lie in the picture.
struct Slid {
    scores: Vec<f32>,
    /// Rows and columns of windows.
    size: [usize; 2],
    /// The middle of the first and of the last window along each side, as a share of it.
    span: [[f64; 2]; 2],
}

impl Slid {
    /// A score for each pixel: between the middles of windows in a straight line, beyond the outermost ones theirs.
    fn over(&self, [height, width]: [usize; 2]) -> Vec<f32> {
        let place = |at: usize, length: usize, axis: usize| {
            let [first, last] = self.span[axis];
            let along = ((at as f64 + 0.5) / length as f64 - first) / (last - first).max(f64::MIN_POSITIVE);
            let place = along.clamp(0.0, 1.0) * (self.size[axis] - 1) as f64;
            let low = place.floor() as usize;
            (low, (low + 1).min(self.size[axis] - 1), place - low as f64)
        };
        let one = |index: usize| {
            let (top, bottom, down) = place(index / width, height, 0);
            let (left, right, across) = place(index % width, width, 1);
            let at = |row: usize, column: usize| f64::from(self.scores[row * self.size[1] + column]);
            let upper = at(top, left) * (1.0 - across) + at(top, right) * across;
            let lower = at(bottom, left) * (1.0 - across) + at(bottom, right) * across;
            (upper * (1.0 - down) + lower * down) as f32
        };
        (0..height * width).map(one).collect()
    }
}

/// The target's number for every window of the last maps of an enlarged picture.
fn slide(request: &Request<'_>, maps: NodeId, scale: f64, control: &Control) -> Result<Slid> {
    let [channels, height, width] = request.input_size()?;
    let network = request.network();
    let large = [height, width].map(|length| (length as f64 * scale).round() as usize);
    let cone = network.cone(&[maps], large)?;
    let Some(goal) = cone.id(maps) else { return Err(Reason::NoMapsOnTheWay.into()) };
    let engine: Engine = request.engine.like(Arc::clone(&cone.network), true)?;
    let input = Tensor::from_vec(enlarged(request, large)?, (1, channels, large[0], large[1]), &Device::Cpu)?;
    let kept = engine.forward(&input, &Keep::Only(vec![goal]), &control.silent())?;
    let value = kept.get(&cone.network, goal)?.to_device(&Device::Cpu)?;
    let (_, _, rows, columns) = value.dims4()?;
    let &[_, _, window_rows, window_columns] = network.node(maps).shape.as_slice() else {
        return Err(Reason::NoMapsOnTheWay.into());
    };
    let size = [rows.saturating_sub(window_rows) + 1, columns.saturating_sub(window_columns) + 1];
    let end = request.target.layer(network);
    let mut scores = Vec::with_capacity(size[0] * size[1]);
    let places: Vec<[usize; 2]> = (0..size[0] * size[1]).map(|index| [index / size[1], index % size[1]]).collect();
    for some in places.chunks(TOGETHER) {
        control.check()?;
        let cut = |&[row, column]: &[usize; 2]| value.narrow(2, row, window_rows)?.narrow(3, column, window_columns);
        let windows = some.iter().map(cut).collect::<candle_core::Result<Vec<_>>>()?;
        let mut known = Activations::default();
        known.insert(maps, Tensor::cat(&windows, 0)?.contiguous()?.to_dtype(DType::F32)?);
        let after = request.engine.forward_from(known, &Keep::Only(vec![end]), &control.silent())?;
        scores.extend(request.target.read(&after.get(network, end)?)?.into_iter().map(|score| score as f32));
    }
    let middle = |window: usize, all: usize, at: usize| (at as f64 + window as f64 / 2.0) / all as f64;
    let span = [
        [middle(window_rows, rows, 0), middle(window_rows, rows, size[0] - 1)],
        [middle(window_columns, columns, 0), middle(window_columns, columns, size[1] - 1)],
    ];
    Ok(Slid { scores, size, span })
}

/// The input of a larger size: the picture itself where it is at hand, else the input, enlarged.
fn enlarged(request: &Request<'_>, size: [usize; 2]) -> Result<Vec<f32>> {
    let [_, height, width] = request.input_size()?;
    if let (Some(picture), Some(preprocessing)) = (request.picture, request.preprocessing) {
        let fit = match preprocessing.fit {
            Fit::Stretch => Fit::Stretch,
            Fit::Crop(shorter) => Fit::Crop((shorter as f64 * size[0] as f64 / height as f64).round() as usize),
        };
        return Ok(Preprocessing { size, fit, ..preprocessing.clone() }.apply(picture));
    }
    let planes = request.pixels()?;
    Ok(planes.chunks_exact(height * width).flat_map(|plane| upsampled(plane, [height, width], size)).collect())
}
