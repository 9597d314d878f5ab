//! Batch normalisation from the batch, and its gradient, against plain loops in f64.

use super::{
    aligned::AlignedVec,
    batch_normalization::{Affine, Normalized, batch_statistics, normalization_gradient, normalize, slopes},
    layout::LANES,
    level::Level,
    maps::{Maps, MapsMut},
    reference::{Numbers, assert_close, blocked, plain},
};

/// Plain loops in f64: mean and variance per channel, output, input gradient.
struct Reference {
    output: Vec<f64>,
    gradient: Vec<f64>,
    scale: Vec<f64>,
    shift: Vec<f64>,
}

const EPSILON: f64 = 1e-5;

fn reference([batch, channels, pixels]: [usize; 3], x: &[f32], r: Option<&[f32]>, g: &[f32], w: &[f32], b: &[f32]) -> Reference {
    let mut result = Reference { output: vec![0.0; x.len()], gradient: vec![0.0; x.len()], scale: Vec::new(), shift: Vec::new() };
    for channel in 0..channels {
        let places: Vec<usize> =
            (0..batch).flat_map(|n| (0..pixels).map(move |p| (n * channels + channel) * pixels + p)).collect();
        let count = places.len() as f64;
        let mean = places.iter().map(|&at| f64::from(x[at])).sum::<f64>() / count;
        let variance = places.iter().map(|&at| (f64::from(x[at]) - mean).powi(2)).sum::<f64>() / count;
        let precision = 1.0 / (variance + EPSILON).sqrt();
        let mut slopes = Vec::new();
        for &at in &places {
            let normal = (f64::from(x[at]) - mean) * precision;
            let sum = normal * f64::from(w[channel]) + f64::from(b[channel]) + r.map_or(0.0, |r| f64::from(r[at]));
            result.output[at] = sum.max(0.0);
            slopes.push((if sum > 0.0 { f64::from(g[at]) } else { 0.0 }, normal));
        }
        let shift: f64 = slopes.iter().map(|slope| slope.0).sum();
        let scale: f64 = slopes.iter().map(|slope| slope.0 * slope.1).sum();
        for (&at, (slope, normal)) in places.iter().zip(slopes) {
            result.gradient[at] = f64::from(w[channel]) * precision * (slope - shift / count - normal * scale / count);
        }
        result.scale.push(scale);
        result.shift.push(shift);
    }
    result
}

#[test]
fn normalises_the_batch_and_passes_gradients_back() {
    let mut numbers = Numbers::new(77);
    for (dims, with_residual) in [([3, 20, 35], false), ([9, 16, 70], true), ([1, 5, 4], false), ([2, 33, 9], true)] {
        let [batch, channels, pixels] = dims;
        // Far from zero, so that careless sums of squares would show.
        let x: Vec<f32> = numbers.many(batch * channels * pixels).iter().map(|value| value + 30.0).collect();
        let (r, g) = (numbers.many(x.len()), numbers.many(x.len()));
        let (w, b) = (numbers.many(channels), numbers.many(channels));
        let expected = reference(dims, &x, with_residual.then_some(&r), &g, &w, &b);
        let [x, r, g] = [&x, &r, &g].map(|values| blocked(values, batch, channels, pixels));
        let blocks = channels.div_ceil(LANES);
        for level in Level::available() {
            let maps = |values| Maps::new(values, blocks, 0);
            let statistics = batch_statistics(batch, blocks, pixels, maps(&x), level);
            let precision: Vec<f64> = statistics.variance.iter().map(|variance| 1.0 / (variance + EPSILON).sqrt()).collect();
            let mut learned = vec![0.0; blocks * LANES];
            learned[..channels].copy_from_slice(&w);
            let mut affine =
                Affine { scale: AlignedVec::zeros(blocks * LANES), shift: AlignedVec::zeros(blocks * LANES), rectified: true };
            for channel in 0..channels {
                let factor = f64::from(w[channel]) * precision[channel];
                affine.scale[channel] = factor as f32;
                affine.shift[channel] = (f64::from(b[channel]) - statistics.mean[channel] * factor) as f32;
            }
            let mut output = vec![f32::NAN; x.len()];
            let residual = with_residual.then(|| maps(&r));
            normalize(&affine, [batch, blocks, pixels], maps(&x), residual, MapsMut::new(&mut output, blocks, 0), level);
            assert_close(&plain(&output, batch, channels, pixels), &expected.output, 1e-5, level.name());
            let normalized = Normalized {
                input: maps(&x),
                output: with_residual.then(|| maps(&output)),
                affine: &affine,
                statistics: &statistics,
            };
            let mut slope = g.clone();
            let dims = [batch, blocks, pixels];
            let sums = slopes(normalized, dims, &mut MapsMut::new(&mut slope, blocks, 0), level);
            let target = MapsMut::new(&mut slope, blocks, 0);
            let at = normalization_gradient(normalized, dims, &sums, &learned, &precision, target, level);
            assert_close(&plain(&slope, batch, channels, pixels), &expected.gradient, 1e-4, level.name());
            let narrow = |values: &[f64]| values[..channels].iter().map(|value| *value as f32).collect::<Vec<_>>();
            assert_close(&narrow(&at.scale), &expected.scale, 1e-4, level.name());
            assert_close(&narrow(&at.shift), &expected.shift, 1e-5, level.name());
        }
    }
}
