//! A gradient with all its scales made equally strong: the Laplacian pyramid normalisation of Mordvintsev 2016 (TensorFlow's
//! DeepDream tutorial).
//!
//! The gradient is split into bands of octaves (Burt & Adelson 1983), every band is divided by the root of its mean square, and
//! the bands are put together again. Halving is TensorFlow's convolution of stride 2 with `SAME` padding by zeros, doubling its
//! transpose times 4, so borders and odd sizes come out as published.

use rayon::prelude::*;

use super::Planes;

/// The binomial kernel, whose outer product with itself sums to 256.
const KERNEL: [f32; 5] = [1.0, 4.0, 6.0, 4.0, 1.0];

/// Bands weaker than this are not made stronger without end.
const LEAST: f64 = 1e-10;

/// The gradient, split `splits` times, every band and the rest divided by its root mean square over all channels of a picture,
/// and put together again; of the same shape. Without a split the whole is divided by its root mean square.
pub fn normalised(gradient: &Planes, splits: usize) -> Planes {
    let (mut bands, mut rest) = split(gradient, splits);
    equalise(&mut rest);
    while let Some(mut band) = bands.pop() {
        equalise(&mut band);
        band.add(&doubled(&rest, [band.height, band.width]));
        rest = band;
    }
    rest
}

/// The bands, finest first, and what is left below them.
fn split(x: &Planes, splits: usize) -> (Vec<Planes>, Planes) {
    let mut rest = x.clone();
    let band = |_| {
        let half = halved(&rest);
        let coarse = doubled(&half, [rest.height, rest.width]);
        let mut band = std::mem::replace(&mut rest, half);
        band.values.iter_mut().zip(&coarse.values).for_each(|(value, coarse)| *value -= coarse);
        band
    };
    let bands = (0..splits).map(band).collect();
    (bands, rest)
}

/// Divides every picture by the root of its mean square.
fn equalise(x: &mut Planes) {
    for picture in x.items_mut() {
        let squares: f64 = picture.iter().map(|&value| f64::from(value) * f64::from(value)).sum();
        let factor = (1.0 / (squares / picture.len() as f64).sqrt().max(LEAST)) as f32;
        picture.iter_mut().for_each(|value| *value *= factor);
    }
}

/// Zeros before the first number where TensorFlow pads a side for a kernel of 5 and a stride of 2.
fn padding(side: usize) -> usize {
    if side.is_multiple_of(2) { 1 } else { 2 }
}

/// The old positions and weights that a position of the halved side is made of.
fn taps(position: usize, side: usize) -> impl Iterator<Item = (usize, f32)> {
    let place = move |tap: usize| (2 * position + tap).checked_sub(padding(side)).filter(|place| *place < side);
    (0..5).filter_map(move |tap| Some((place(tap)?, KERNEL[tap] / 16.0)))
}

/// Blurred, and every second row and column.
fn halved(x: &Planes) -> Planes {
    let [height, width] = [x.height, x.width].map(|side| side.div_ceil(2));
    let mut halved = Planes::zeros([x.count, x.channels, height, width]);
    if x.area() == 0 {
        return halved;
    }
    let planes = halved.values.par_chunks_exact_mut(height * width).zip(x.values.par_chunks_exact(x.area()));
    planes.for_each_init(Vec::new, |row: &mut Vec<f32>, (to, from)| {
        for (position, to) in to.chunks_exact_mut(width).enumerate() {
            row.clear();
            row.resize(x.width, 0.0);
            for (place, weight) in taps(position, x.height) {
                add_row(row, weight, &from[place * x.width..]);
            }
            for (position, value) in to.iter_mut().enumerate() {
                *value = taps(position, x.width).map(|(place, weight)| weight * row[place]).sum();
            }
        }
    });
    halved
}

/// The transpose of [`halved`] times 4: of `size` (rows, columns), every number spread over its neighbours.
fn doubled(half: &Planes, [height, width]: [usize; 2]) -> Planes {
    let mut doubled = Planes::zeros([half.count, half.channels, height, width]);
    if doubled.area() == 0 || half.area() == 0 {
        return doubled;
    }
    let planes = doubled.values.par_chunks_exact_mut(height * width).zip(half.values.par_chunks_exact(half.area()));
    planes.for_each_init(Vec::new, |row: &mut Vec<f32>, (to, from)| {
        for (position, from) in from.chunks_exact(half.width).enumerate() {
            row.clear();
            row.resize(width, 0.0);
            for (position, value) in from.iter().enumerate() {
                taps(position, width).for_each(|(place, weight)| row[place] += 2.0 * weight * value);
            }
            for (place, weight) in taps(position, height) {
                add_row(&mut to[place * width..][..width], 2.0 * weight, row);
            }
        }
    });
    doubled
}

/// Adds a row times a weight.
fn add_row(sums: &mut [f32], weight: f32, row: &[f32]) {
    sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += weight * value);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `sin(1.3 i) + cos(0.11 i) / 2` for every number.
    fn waves(dims: [usize; 4]) -> Planes {
        let mut waves = Planes::zeros(dims);
        let wave = |index: usize| ((1.3 * index as f64).sin() + 0.5 * (0.11 * index as f64).cos()) as f32;
        waves.values.iter_mut().enumerate().for_each(|(index, value)| *value = wave(index));
        waves
    }

    /// The second channel of the second picture of 2 x 2 x 9 x 14, rows 0, 4, 8 and columns 0, 1, 6, 13, by torch 2.15 in f64:
    /// k = outer([1,4,6,4,1])/256; down = conv2d(pad(x), k, stride=2), pads of an even side (1, 2), of an odd one (2, 2);
    /// up = conv_transpose2d(lo, 4*k, stride=2) cut at the same pads; hi = x - up(down(x)), 4 or 1 times;
    /// level /= max(sqrt(mean(level²)), 1e-10) per picture; img = up(img) + hi from the coarsest on
    #[test]
    fn normalised_gradients_are_those_of_torch() {
        #[rustfmt::skip]
        let expected = [
            (0, [
                0.757_060_7, 0.222_280_3, 0.282_487_5, -0.397_980_9,
                -1.734_419_2, -0.457_143_6, 0.105_095_5, 0.409_914_1,
                0.299_536_7, -1.192_080_1, -1.143_058_6, 0.768_671_1,
            ]),
            (1, [
                1.115_213_5, 0.592_498_2, 0.624_543, -0.672_525_7,
                -1.966_174_3, -0.520_445_8, 0.109_864_2, 0.936_939_5,
                -0.124_934_9, -2.033_964_8, -1.758_155_1, 0.842_429_3,
            ]),
            (4, [
                1.575_338_8, 1.404_670_2, 1.688_584_6, -0.075_082_8,
                -1.931_127_8, -0.466_466_9, 0.122_212_3, 1.722_172_7,
                -0.769_33, -3.174_921_8, -3.017_238_4, 0.747_149_3,
            ]),
        ];
        for (splits, expected) in expected {
            let found = normalised(&waves([2, 2, 9, 14]), splits);
            assert_eq!(found.dims(), [2, 2, 9, 14]);
            let place = |index: usize| 3 * 126 + [0, 4, 8][index / 4] * 14 + [0, 1, 6, 13][index % 4];
            for (index, expected) in expected.into_iter().enumerate() {
                let value = found.values[place(index)];
                assert!((value - expected).abs() < 5e-6, "{splits} splits, number {index}: {value} is not {expected}");
            }
        }
    }

    #[test]
    fn the_bands_without_normalisation_add_up_to_the_gradient() {
        let x = waves([1, 3, 13, 6]);
        let (mut bands, mut rest) = split(&x, 3);
        assert_eq!([bands[1].height, bands[1].width, rest.height, rest.width], [7, 3, 2, 1]);
        while let Some(mut band) = bands.pop() {
            band.add(&doubled(&rest, [band.height, band.width]));
            rest = band;
        }
        assert!(rest.values.iter().zip(&x.values).all(|(one, other)| (one - other).abs() < 1e-6));
    }

    #[test]
    fn doubling_is_four_times_the_transpose_of_halving() {
        for [height, width] in [[5, 8], [1, 2], [6, 3]] {
            let (x, half) = (waves([1, 1, height, width]), waves([1, 1, height.div_ceil(2), width.div_ceil(2)]).map(|v| v * v));
            let dot = |one: &Planes, other: &Planes| one.values.iter().zip(&other.values).map(|(a, b)| a * b).sum::<f32>();
            let difference = 4.0 * dot(&halved(&x), &half) - dot(&x, &doubled(&half, [height, width]));
            assert!(difference.abs() < 1e-5);
        }
    }

    #[test]
    fn nothing_and_single_numbers_survive() {
        assert_eq!(normalised(&Planes::zeros([1, 3, 4, 4]), 4), Planes::zeros([1, 3, 4, 4]));
        assert!(normalised(&Planes::zeros([1, 3, 0, 4]), 2).values.is_empty());
        assert!(normalised(&Planes::filled([1, 1, 1, 1], -3.0), 4).values[0].is_finite());
    }
}
