//! Bilinear resampling of planes at given places, and its adjoint.
//!
//! Places are computed once and used for every channel. It knows no transformations.

use rayon::prelude::*;

use super::chance::Fill;
use crate::visualization::Planes;

/// From which pixels of a plane each pixel of another is mixed.
pub struct Sampling {
    from: [usize; 2],
    to: [usize; 2],
    fill: Fill,
    taps: Vec<Tap>,
}

/// A place between four neighbours of a plane that has a frame of one pixel around it.
#[derive(Clone, Copy)]
struct Tap {
    /// The upper left neighbour.
    start: u32,
    down: f32,
    right: f32,
}

impl Sampling {
    /// Resampling from one size to another; `place` says for each row and column which row and column (counted from 0, at the
    /// centres of pixels) of the source it shows, and `fill` what lies beyond the source. No side may be 0.
    pub fn new(from: [usize; 2], to: [usize; 2], fill: Fill, place: impl Fn(usize, usize) -> [f64; 2]) -> Self {
        let stride = from[1] + 2;
        let mirrored = fill == Fill::Reflect;
        let mut taps = Vec::with_capacity(to[0] * to[1]);
        for row in 0..to[0] {
            for column in 0..to[1] {
                let [row, column] = place(row, column);
                let (first, down) = split(row, from[0], mirrored);
                let (second, right) = split(column, from[1], mirrored);
                taps.push(Tap { start: (first * stride + second) as u32, down, right });
            }
        }
        Self { from, to, fill, taps }
    }

    /// Resamples every plane.
    pub fn apply(&self, planes: &Planes) -> Planes {
        let mut result = Planes::zeros([planes.count, planes.channels, self.to[0], self.to[1]]);
        let stride = self.from[1] + 2;
        let sources = planes.values.par_chunks_exact(planes.area());
        let pairs = result.values.par_chunks_exact_mut(self.to[0] * self.to[1]).zip(sources);
        pairs.enumerate().for_each_init(Vec::new, |framed: &mut Vec<f32>, (index, (target, source))| {
            framed.clear();
            framed.resize(self.framed_len(), self.fill_of(index % planes.channels));
            for (to, from) in framed[stride..].chunks_exact_mut(stride).zip(source.chunks_exact(self.from[1])) {
                to[1..=self.from[1]].copy_from_slice(from);
            }
            for (pixel, tap) in target.iter_mut().zip(&self.taps) {
                let above = &framed[tap.start as usize..][..stride + 2];
                let upper = (1.0 - tap.right) * above[0] + tap.right * above[1];
                let lower = (1.0 - tap.right) * above[stride] + tap.right * above[stride + 1];
                *pixel = (1.0 - tap.down) * upper + tap.down * lower;
            }
        });
        result
    }

    /// What each source pixel gets from a gradient at the result; what the fill gets is dropped.
    pub fn adjoint(&self, gradient: &Planes) -> Planes {
        let mut result = Planes::zeros([gradient.count, gradient.channels, self.from[0], self.from[1]]);
        let stride = self.from[1] + 2;
        let sources = gradient.values.par_chunks_exact(gradient.area());
        let pairs = result.values.par_chunks_exact_mut(self.from[0] * self.from[1]).zip(sources);
        pairs.for_each_init(Vec::new, |framed: &mut Vec<f32>, (target, source)| {
            framed.clear();
            framed.resize(self.framed_len(), 0.0);
            for (gradient, tap) in source.iter().zip(&self.taps) {
                let above = &mut framed[tap.start as usize..][..stride + 2];
                let (lower, upper) = (tap.down * gradient, (1.0 - tap.down) * gradient);
                above[0] += (1.0 - tap.right) * upper;
                above[1] += tap.right * upper;
                above[stride] += (1.0 - tap.right) * lower;
                above[stride + 1] += tap.right * lower;
            }
            for (to, from) in target.chunks_exact_mut(self.from[1]).zip(framed[stride..].chunks_exact(stride)) {
                to.copy_from_slice(&from[1..=self.from[1]]);
            }
        });
        result
    }

    fn framed_len(&self) -> usize {
        (self.from[0] + 2) * (self.from[1] + 2)
    }

    fn fill_of(&self, channel: usize) -> f32 {
        match &self.fill {
            Fill::Value(value) => *value,
            Fill::Channels(values) => values.get(channel).or(values.last()).copied().unwrap_or(0.0),
            // No place lies in the frame.
            Fill::Reflect => 0.0,
        }
    }
}

/// The neighbour before a place, counted from the frame on, and how far behind it the place lies.
fn split(place: f64, length: usize, mirrored: bool) -> (usize, f32) {
    let last = (length - 1) as f64;
    let place = if mirrored {
        // Up and down again, from the first pixel to the last.
        let around = place.rem_euclid((2.0 * last).max(1.0));
        if last == 0.0 { 0.0 } else { around.min(2.0 * last - around) }
    } else {
        place.clamp(-1.0, last + 1.0)
    };
    let place = place + 1.0;
    // Not negative any more: cutting digits off is rounding down, without a call.
    let first = (place as usize).min(length);
    (first, (place - first as f64) as f32)
}
