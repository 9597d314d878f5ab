//! XRAI: Kapishnikov et al. 2019, "XRAI: better attributions through regions".
//!
//! Integrated gradients from black and from white, averaged; superpixels of six coarsenesses, each grown by five pixels;
//! regions are taken one after the other, always the one whose new pixels have the highest mean, which becomes their value.
//! As in the authors' library (PAIR's `saliency`).

use super::{
    felzenszwalb::superpixels,
    regions::{BLUR, colours},
};
use crate::{
    attribution::{
        Compute, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies,
        baseline::{BLACK, WHITE},
        paths::integrated_gradients,
    },
    control::Control,
    methods::Parameters,
    words::trust,
};

const COARSENESSES: [f64; 6] = [50.0, 100.0, 150.0, 250.0, 500.0, 1200.0];
/// Pixels that a superpixel has at least, and by which it is grown.
const SMALLEST: usize = 150;
const GROWN: usize = 5;
/// A region that adds fewer new pixels is left out.
const NEW: usize = 50;

const STEPS: Parameter = Parameter::whole("steps", [1, 1000], &Value::Whole(50));

pub const METHOD: Method = Method {
    id: "xrai",
    name: "XRAI",
    paper: "Kapishnikov 2019",
    family: Family::Coverings,
    parameters: &[STEPS],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::ManyPasses,
    conventions: &[PAPER],
    signed: true,
    compute: Compute::Growing(compute),
};

fn compute(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let [channels, height, width] = request.input_size()?;
    let area = height * width;
    let mut sums = vec![0.0; channels * area];
    for baseline in [BLACK, WHITE] {
        let mut parameters = Parameters::default();
        parameters.set("baseline", Value::Choice(baseline.into()));
        parameters.set("steps", Value::Whole(request.count(&STEPS) as i64));
        let asked = Request { parameters, convention: None, target: request.target.clone(), ..*request };
        let map = integrated_gradients::METHOD.run(&asked, control, &mut |map| observer(map))?;
        sums.iter_mut().zip(&map.values).for_each(|(sum, &value)| *sum += f64::from(value) / 2.0);
    }
    let strongest = |at: usize| (0..channels).map(|channel| sums[channel * area + at]).fold(f64::NEG_INFINITY, f64::max);
    let pixels: Vec<f64> = (0..area).map(strongest).collect();
    // The library spreads the picture over -1 to 1.
    let picture = spread(colours(request)?);
    let mut masks: Vec<Vec<bool>> = Vec::new();
    for coarseness in COARSENESSES {
        control.check()?;
        let labels = superpixels(&picture, [channels, height, width], coarseness, BLUR, SMALLEST);
        let count = labels.iter().max().map_or(0, |label| label + 1);
        for segment in 0..count {
            masks.push(grown(&labels, segment, [height, width]));
        }
    }
    let regions = masks.len();
    let values = take_in_order(&pixels, masks, control)?;
    let values = values.into_iter().map(|value| value as f32).collect();
    Ok(Map::whole(values, [1, height, width], true, vec![trust::regions(regions)]))
}

/// Numbers from -1 to 1.
fn spread(values: Vec<f64>) -> Vec<f64> {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let span = (high - low).max(f64::MIN_POSITIVE);
    values.into_iter().map(|value| (value - low) / span * 2.0 - 1.0).collect()
}

/// A segment with a disk of [`GROWN`] pixels around each of its own.
fn grown(labels: &[usize], segment: usize, [height, width]: [usize; 2]) -> Vec<bool> {
    let reach = GROWN as isize;
    let disk: Vec<(isize, isize)> = (-reach..=reach)
        .flat_map(|dy| (-reach..=reach).map(move |dx| (dy, dx)))
        .filter(|(dy, dx)| dy * dy + dx * dx <= reach * reach)
        .collect();
    let mut mask = vec![false; height * width];
    let own = |y: isize, x: isize| {
        (0..height as isize).contains(&y)
            && (0..width as isize).contains(&x)
            && labels[y as usize * width + x as usize] == segment
    };
    for index in (0..labels.len()).filter(|&index| labels[index] == segment) {
        let (y, x) = ((index / width) as isize, (index % width) as isize);
        mask[index] = true;
        // Only from the rim does the disk reach anything new.
        let inside = own(y - 1, x) && own(y + 1, x) && own(y, x - 1) && own(y, x + 1);
        if inside {
            continue;
        }
        for (dy, dx) in &disk {
            let (y, x) = (y + dy, x + dx);
            if (0..height as isize).contains(&y) && (0..width as isize).contains(&x) {
                mask[y as usize * width + x as usize] = true;
            }
        }
    }
    mask
}

/// The value of each pixel: the mean over what its region added when it was taken.
fn take_in_order(pixels: &[f64], mut masks: Vec<Vec<bool>>, control: &Control) -> Result<Vec<f64>> {
    let mut values = vec![f64::NAN; pixels.len()];
    let mut taken = vec![false; pixels.len()];
    while taken.iter().any(|taken| !taken) {
        control.check()?;
        let gains: Vec<(f64, usize)> = masks
            .iter()
            .map(|mask| {
                let new = (0..pixels.len()).filter(|&at| mask[at] && !taken[at]);
                let (sum, count) = new.fold((0.0, 0), |(sum, count), at| (sum + pixels[at], count + 1));
                (sum / f64::max(count as f64, 1.0), count)
            })
            .collect();
        let best =
            (0..masks.len()).filter(|&at| gains[at].1 >= NEW).max_by(|&a, &b| gains[a].0.total_cmp(&gains[b].0).then(b.cmp(&a)));
        let Some(best) = best else { break };
        for at in 0..pixels.len() {
            if masks[best][at] && !taken[at] {
                values[at] = gains[best].0;
                taken[at] = true;
            }
        }
        let keep: Vec<bool> = (0..masks.len()).map(|at| at != best && gains[at].1 >= NEW).collect();
        let mut kept = keep.iter();
        masks.retain(|_| kept.next().copied().unwrap_or(false));
    }
    let rest: Vec<usize> = (0..pixels.len()).filter(|&at| !taken[at]).collect();
    let mean = rest.iter().map(|&at| pixels[at]).sum::<f64>() / rest.len().max(1) as f64;
    rest.into_iter().for_each(|at| values[at] = mean);
    Ok(values)
}
