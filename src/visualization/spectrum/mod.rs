//! How coarse or fine a picture is: the power of its radial frequencies and its total variation, to say in numbers how feature
//! visualisations differ.
//!
//! Grey is the mean of the channels, without its mean, under a Hann window; the power of its two-dimensional Fourier transform is
//! taken over rings of equal frequency (Field 1987). Frequencies are in cycles per pixel: 0.5 along an axis at most, 0.71 along a
//! diagonal. Photographs have amplitudes of about 1/f, a slope of -1. Pictures are `channels x height x width` numbers.

use realfft::{RealFftPlanner, num_complex::Complex};
use rustfft::FftPlanner;

/// Shorter sides have no frequencies to speak of.
const LEAST_SIDE: usize = 4;

/// The frequency of the usual share of high frequencies.
pub const QUARTER: f64 = 0.25;

/// A coefficient of the transform, or two that mirror each other.
#[derive(Clone, Copy, Debug)]
struct Wave {
    /// Cycles per pixel.
    frequency: f64,
    /// The squared size of one.
    power: f64,
    /// How many it stands for.
    count: f64,
}

/// The power of a picture by frequency.
#[derive(Clone, Debug)]
pub struct Spectrum {
    waves: Vec<Wave>,
    /// Cycles per pixel of a wave as long as the shorter side.
    unit: f64,
}

impl Spectrum {
    /// The spectrum of a picture of any number of channels and `size` rows and columns; none where a side is shorter than four
    /// or there is no whole channel.
    pub fn of(picture: &[f32], size: [usize; 2]) -> Option<Self> {
        let [height, width] = size;
        if height.min(width) < LEAST_SIDE {
            return None;
        }
        let mut grey = grey(picture, height * width)?;
        let [down, across] = [height, width].map(window);
        for (row, down) in grey.chunks_exact_mut(width).zip(&down) {
            row.iter_mut().zip(&across).for_each(|(value, across)| *value *= down * across);
        }
        let rows = RealFftPlanner::<f64>::new().plan_fft_forward(width);
        let columns = width / 2 + 1;
        let mut transformed = vec![Complex::default(); height * columns];
        for (row, transformed) in grey.chunks_exact_mut(width).zip(transformed.chunks_exact_mut(columns)) {
            rows.process(row, transformed).ok()?;
        }
        let along = FftPlanner::<f64>::new().plan_fft_forward(height);
        let mut waves = Vec::with_capacity(transformed.len());
        for column in 0..columns {
            let mut line: Vec<Complex<f64>> = transformed.iter().skip(column).step_by(columns).copied().collect();
            along.process(&mut line);
            // The other half of the columns mirrors this one, but for the first and, of an even width, the last.
            let count = if column == 0 || 2 * column == width { 1.0 } else { 2.0 };
            let x = column as f64 / width as f64;
            waves.extend(line.iter().enumerate().map(|(row, value)| {
                let y = row.min(height - row) as f64 / height as f64;
                Wave { frequency: x.hypot(y), power: value.norm_sqr(), count }
            }));
        }
        Some(Self { waves, unit: 1.0 / height.min(width) as f64 })
    }

    /// The share of the energy at frequencies above one; 0 for a picture of one colour.
    pub fn high_frequency(&self, above: f64) -> f64 {
        self.share([above, f64::INFINITY])
    }

    /// The share of the energy at frequencies above the first and up to the second, say in an octave.
    pub fn share(&self, [above, to]: [f64; 2]) -> f64 {
        let energy = |waves: &mut dyn Iterator<Item = &Wave>| waves.map(|wave| wave.count * wave.power).sum::<f64>();
        let total = energy(&mut self.waves.iter());
        let within = energy(&mut self.waves.iter().filter(|wave| wave.frequency > above && wave.frequency <= to));
        if total > 0.0 { within / total } else { 0.0 }
    }

    /// Frequency and mean power of every ring, one cycle over the shorter side wide, from the slowest: the ring around one cycle.
    pub fn radial(&self) -> Vec<[f64; 2]> {
        let ring = |wave: &Wave| (wave.frequency / self.unit).round() as usize;
        let count = self.waves.iter().map(ring).max().unwrap_or(0) + 1;
        let mut sums = vec![[0.0; 3]; count];
        for wave in &self.waves {
            let sum = &mut sums[ring(wave)];
            let parts = [wave.count, wave.count * wave.frequency, wave.count * wave.power];
            sum.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
        }
        let mean = |[count, frequency, power]: [f64; 3]| [frequency / count, power / count];
        sums.into_iter().skip(1).filter(|sum| sum[0] > 0.0).map(mean).collect()
    }

    /// The exponent of frequency that the amplitude follows between two frequencies: the slope of the straight line through the
    /// logarithms of the rings, -1 for photographs, 0 for white noise. None where fewer than two rings have power.
    pub fn slope(&self, [low, high]: [f64; 2]) -> Option<f64> {
        let rings = self.radial();
        let within = rings.iter().filter(|[frequency, power]| (low..=high).contains(frequency) && *power > 0.0);
        let points: Vec<[f64; 2]> = within.map(|[frequency, power]| [frequency.ln(), 0.5 * power.ln()]).collect();
        let mean = |axis: usize| points.iter().map(|point| point[axis]).sum::<f64>() / points.len() as f64;
        let [x, y] = [mean(0), mean(1)];
        let along: f64 = points.iter().map(|point| (point[0] - x).powi(2)).sum();
        let product: f64 = points.iter().map(|point| (point[0] - x) * (point[1] - y)).sum();
        (along > 0.0).then(|| product / along)
    }
}

/// The share of a picture's energy at frequencies above one ([`Spectrum::high_frequency`]); 0 where there is no spectrum.
pub fn high_frequency(picture: &[f32], size: [usize; 2], above: f64) -> f64 {
    Spectrum::of(picture, size).map_or(0.0, |spectrum| spectrum.high_frequency(above))
}

/// The mean size of the differences between neighbours in a row or column of the grey picture of `size` rows and columns, in its
/// standard deviations; 0 for a picture of one colour. White noise has 1.13.
pub fn total_variation(picture: &[f32], size: [usize; 2]) -> f64 {
    let [height, width] = size;
    let Some(grey) = grey(picture, height * width) else { return 0.0 };
    let deviation = (grey.iter().map(|value| value * value).sum::<f64>() / grey.len() as f64).sqrt();
    let rows = grey.chunks_exact(width);
    let across: f64 = rows.flat_map(|row| row.windows(2)).map(|pair| (pair[1] - pair[0]).abs()).sum();
    let down: f64 = grey.iter().zip(&grey[width..]).map(|(value, below)| (below - value).abs()).sum();
    let count = height * (width - 1) + (height - 1) * width;
    if deviation > 0.0 && count > 0 { (across + down) / count as f64 / deviation } else { 0.0 }
}

/// The mean of the channels of `area` numbers, without its mean; none where there is no whole channel.
fn grey(picture: &[f32], area: usize) -> Option<Vec<f64>> {
    let channels = picture.len().checked_div(area).filter(|channels| *channels > 0)?;
    let mut grey = vec![0.0; area];
    for plane in picture.chunks_exact(area) {
        grey.iter_mut().zip(plane).for_each(|(sum, &value)| *sum += f64::from(value) / channels as f64);
    }
    let mean = grey.iter().sum::<f64>() / area as f64;
    grey.iter_mut().for_each(|value| *value -= mean);
    Some(grey)
}

/// The Hann window, 0 at both ends (`numpy.hanning`).
fn window(side: usize) -> Vec<f64> {
    let turn = std::f64::consts::TAU / (side as f64 - 1.0);
    (0..side).map(|position| 0.5 - 0.5 * (turn * position as f64).cos()).collect()
}

#[cfg(test)]
mod tests;
