//! The measures against the reference's table, numpy and the definition of the transform.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::*;
use crate::visualization::{Planes, projection::gaussian};

const SIDE: usize = 128;

/// A normally distributed number (Box & Muller 1958).
fn normal(random: &mut ChaCha8Rng) -> f64 {
    let (radius, angle) = (1.0 - random.random::<f64>(), random.random::<f64>());
    (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
}

/// A picture of one channel.
fn single([height, width]: [usize; 2], values: Vec<f32>) -> Planes {
    Planes { count: 1, channels: 1, height, width, values }
}

/// White noise in three channels.
fn white(seed: u64) -> Planes {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut white = Planes::zeros([1, 3, SIDE, SIDE]);
    white.values.iter_mut().for_each(|value| *value = normal(&mut random) as f32);
    white
}

/// White noise as scipy blurs it.
fn blurred(sigma: f64, seed: u64) -> Planes {
    let mut blurred = white(seed);
    gaussian(&mut blurred, sigma);
    blurred
}

/// Grey noise whose amplitudes are a function of frequency.
fn coloured(amplitude: impl Fn(f64) -> f64, seed: u64) -> Planes {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let cycles = |index: usize| index.min(SIDE - index) as f64 / SIDE as f64;
    let mut waves: Vec<Complex<f64>> = (0..SIDE * SIDE)
        .map(|index| {
            let size = if index == 0 { 0.0 } else { amplitude(cycles(index / SIDE).hypot(cycles(index % SIDE))) };
            Complex::new(normal(&mut random), normal(&mut random)) * size
        })
        .collect();
    let transform = FftPlanner::new().plan_fft_inverse(SIDE);
    for _ in 0..2 {
        transform.process(&mut waves);
        waves = (0..SIDE * SIDE).map(|index| waves[index % SIDE * SIDE + index / SIDE]).collect();
    }
    single([SIDE; 2], waves.iter().map(|value| value.re as f32).collect())
}

/// Grey noise with amplitudes of `1 / frequency^decay`.
fn falling(decay: f64, seed: u64) -> Planes {
    coloured(|frequency| frequency.powf(-decay), seed)
}

/// The means over six pictures of the shares above a quarter and an eighth, and of the total variation.
fn measured(picture: impl Fn(u64) -> Planes) -> [f64; 3] {
    let mut means = [0.0; 3];
    for seed in 0..6 {
        let picture = picture(seed);
        let spectrum = spectrum(&picture).unwrap();
        let found = [spectrum.high_frequency(QUARTER), spectrum.high_frequency(0.125), variation(&picture)];
        means.iter_mut().zip(found).for_each(|(mean, found)| *mean += found / 6.0);
    }
    means
}

/// The spectrum of a single picture.
fn spectrum(picture: &Planes) -> Option<Spectrum> {
    Spectrum::of(&picture.values, [picture.height, picture.width])
}

/// The total variation of a single picture.
fn variation(picture: &Planes) -> f64 {
    total_variation(&picture.values, [picture.height, picture.width])
}

fn assert_near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
}

/// The reference's table (numpy, 128²): white noise, blurred, and noise of falling amplitude.
///
/// Its rows for a sigma of 0.44 and 0.5 are those of a Gaussian in the frequencies; scipy.ndimage.gaussian_filter, whose weights
/// are samples, blurs less there: 0.713 and 1.042, 0.625 and 0.972 (means of 6, scipy 1.17.1, np.hanning windows).
#[test]
fn the_reference_is_reproduced() {
    let [quarter, eighth, variation] = measured(white);
    assert_near(quarter, 0.80, 0.01);
    assert_near(eighth, 0.95, 0.01);
    assert_near(variation, 1.13, 0.01);
    let sampled = [(0.44, 0.713, 1.042), (0.5, 0.625, 0.972), (0.78, 0.23, 0.65), (1.0, 0.09, 0.53), (2.5, 0.00, 0.22)];
    for (sigma, expected, expected_variation) in sampled {
        let [quarter, _, variation] = measured(|seed| blurred(sigma, seed));
        assert_near(quarter, expected, 0.012);
        assert_near(variation, expected_variation, 0.012);
    }
    for (sigma, expected, expected_variation) in [(0.44, 0.61, 0.92), (0.5, 0.51, 0.88)] {
        let exponent = -2.0 * (std::f64::consts::PI * sigma).powi(2);
        let [quarter, _, variation] = measured(|seed| coloured(|frequency| (exponent * frequency * frequency).exp(), seed));
        assert_near(quarter, expected, 0.03);
        assert_near(variation, expected_variation, 0.012);
    }
    let falls = [(1.0, 0.19, 0.35, 0.56), (1.5, 0.016, 0.045, 0.19), (2.0, 0.0, 0.002, 0.06)];
    for (decay, expected, expected_eighth, expected_variation) in falls {
        let [quarter, eighth, variation] = measured(|seed| falling(decay, seed));
        assert_near(quarter, expected, 0.02);
        assert_near(eighth, expected_eighth, 0.03);
        assert_near(variation, expected_variation, 0.04);
    }
}

#[test]
fn slopes_are_the_exponents_that_noise_was_made_with() {
    for decay in [0.0, 1.0, 1.5] {
        let slope = |seed| spectrum(&falling(decay, seed)).unwrap().slope([0.05, 0.5]).unwrap();
        assert_near((0..6).map(slope).sum::<f64>() / 6.0, -decay, 0.04);
    }
}

/// Power and frequency of every coefficient from the definition of the transform.
#[test]
fn the_transform_is_its_definition_for_any_sides() {
    for [height, width] in [[4, 4], [5, 8], [7, 5], [6, 11]] {
        let mut picture = Planes::zeros([1, 2, height, width]);
        picture.values.iter_mut().enumerate().for_each(|(index, value)| *value = (1.3 * index as f32).sin() + 2.0);
        let area = height * width;
        let at = |index: usize| f64::from(picture.values[index]);
        let grey: Vec<f64> = (0..area).map(|index| (at(index) + at(area + index)) / 2.0).collect();
        let mean = grey.iter().sum::<f64>() / area as f64;
        let hann = |position: usize, side: usize| (std::f64::consts::PI * position as f64 / (side - 1) as f64).sin().powi(2);
        let (mut total, mut high) = (0.0, 0.0);
        for wave in 0..area {
            let (down, across) = (wave / width, wave % width);
            let mut sum = Complex::new(0.0, 0.0);
            for (index, value) in grey.iter().enumerate() {
                let (row, column) = (index / width, index % width);
                let turns = (down * row) as f64 / height as f64 + (across * column) as f64 / width as f64;
                let windowed = (value - mean) * hann(row, height) * hann(column, width);
                sum += Complex::from_polar(windowed, -std::f64::consts::TAU * turns);
            }
            let cycles = |index: usize, side: usize| index.min(side - index) as f64 / side as f64;
            total += sum.norm_sqr();
            if cycles(down, height).hypot(cycles(across, width)) > 0.3 {
                high += sum.norm_sqr();
            }
        }
        assert_near(high_frequency(&picture.values, [height, width], 0.3), high / total, 1e-9);
    }
}

#[test]
fn a_wave_lies_in_its_ring_and_its_octave() {
    let wave = (0..64 * 96).map(|index| ((index / 96) as f32 * std::f32::consts::TAU / 8.0).sin()).collect();
    let spectrum = spectrum(&single([64, 96], wave)).unwrap();
    let strongest = spectrum.radial().into_iter().max_by(|one, other| one[1].total_cmp(&other[1])).unwrap();
    assert_near(strongest[0], 0.125, 0.01);
    assert!(spectrum.share([0.1, 0.2]) > 0.99);
}

#[test]
fn variation_is_counted_over_rows_and_columns() {
    // 0, 1, 3 over 1, 1, 1: differences 1, 2, 0, 0 and 1, 0, 2; numpy: np.std([0, 1, 3, 1, 1, 1]) = 0.8975274678557507
    let picture = single([2, 3], vec![0.0, 1.0, 3.0, 1.0, 1.0, 1.0]);
    assert_near(variation(&picture), 6.0 / 7.0 / 0.897_527_467_855_750_7, 1e-12);
}

#[test]
fn pictures_too_small_or_of_one_colour_have_none() {
    let grey = |size: [usize; 2]| Planes::filled([1, 3, size[0], size[1]], 0.5);
    for size in [[3, 4], [4, 3], [0, 9], [0, 0]] {
        let picture = grey(size);
        assert!(spectrum(&picture).is_none());
        assert_eq!([high_frequency(&picture.values, size, QUARTER), variation(&picture)], [0.0; 2]);
    }
    assert!(Spectrum::of(&[1.0; 15], [4, 4]).is_none());
    assert_eq!([high_frequency(&[0.5; 48], [4, 4], QUARTER), variation(&grey([1, 1]))], [0.0; 2]);
    assert_eq!(spectrum(&grey([4, 4])).unwrap().slope([0.0, 1.0]), None);
}
