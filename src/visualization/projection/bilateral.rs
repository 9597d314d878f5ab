//! The bilateral filter of Tomasi & Manduchi 1998 on pictures of any number of channels: means by nearness and by likeness.
//!
//! Whole rows are compared with whole rows at every offset, so that neighbours share vector instructions.

use rayon::prelude::*;

use crate::visualization::Planes;

/// Standard deviations of nearness at which the square ends.
const REACH: f64 = 2.0;

/// Added and taken away it rounds an `f32` to whole numbers and leaves them in the lowest bits.
const ROUNDING: f32 = 12_582_912.0;

/// Smooths every picture; widths that are not above 0 change nothing.
pub(super) fn smooth(x: &mut Planes, space: f64, range: f64) {
    let (area, width, height) = (x.area(), x.width, x.height);
    if !(space > 0.0 && range > 0.0 && space.is_finite()) || x.item_len() == 0 {
        return;
    }
    let reach = ((REACH * space).ceil() as usize).min(height.max(width)) as isize;
    let per_square = |sigma: f64| (0.5 * std::f64::consts::LOG2_E / (sigma * sigma)).min(f64::from(f32::MAX)) as f32;
    let (nearness, likeness) = (per_square(space), per_square(range));
    for picture in x.items_mut() {
        let before = picture.to_vec();
        let smoothed: Vec<Vec<f32>> = (0..height as isize)
            .into_par_iter()
            .map_init(Vec::new, |weights, row| {
                let mut sums = vec![0.0; picture.len() / area * width];
                let mut total = vec![0.0; width];
                for below in (-reach).max(-row)..=reach.min(height as isize - 1 - row) {
                    for right in -reach.min(width as isize - 1)..=reach.min(width as isize - 1) {
                        // Columns from `first` on, `count` of them, have a neighbour `right` columns on.
                        let first = (-right).max(0) as usize;
                        let count = width - right.unsigned_abs();
                        let here = row as usize * width + first;
                        let there = (row + below) as usize * width + (first as isize + right) as usize;
                        weights.clear();
                        weights.resize(count, nearness * (below * below + right * right) as f32);
                        for plane in before.chunks_exact(area) {
                            for (weight, (one, other)) in weights.iter_mut().zip(plane[here..].iter().zip(&plane[there..])) {
                                *weight += likeness * (one - other) * (one - other);
                            }
                        }
                        for (weight, total) in weights.iter_mut().zip(&mut total[first..]) {
                            *weight = halved(*weight);
                            *total += *weight;
                        }
                        for (sums, plane) in sums.chunks_exact_mut(width).zip(before.chunks_exact(area)) {
                            for (sum, (weight, value)) in sums[first..].iter_mut().zip(weights.iter().zip(&plane[there..])) {
                                *sum += weight * value;
                            }
                        }
                    }
                }
                for sums in sums.chunks_exact_mut(width) {
                    sums.iter_mut().zip(&total).for_each(|(sum, total)| *sum /= total);
                }
                sums
            })
            .collect();
        for (row, sums) in smoothed.iter().enumerate() {
            for (plane, sums) in picture.chunks_exact_mut(area).zip(sums.chunks_exact(width)) {
                plane[row * width..][..width].copy_from_slice(sums);
            }
        }
    }
}

/// 1 halved `times` times, which need not be whole but not below 0; within 2e-7 of it, and never below 2^-126. Unlike the
/// library's, it is computed for several numbers at once.
fn halved(times: f32) -> f32 {
    let power = (-times).max(-126.0);
    let rounded = power + ROUNDING;
    let rest = power - (rounded - ROUNDING);
    let series = 0.009_618_129 + rest * (0.001_333_355_8 + rest * 0.000_154_035_3);
    let series = 1.0 + rest * (std::f32::consts::LN_2 + rest * (0.240_226_5 + rest * (0.055_504_11 + rest * series)));
    series * f32::from_bits(rounded.to_bits().wrapping_add(127) << 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halving_agrees_with_the_library() {
        for step in 0..10_000 {
            let times = step as f32 * 0.012_34;
            let expected = (-f64::from(times)).exp2();
            assert!((f64::from(halved(times)) / expected - 1.0).abs() < 3e-7, "{times}");
        }
        assert!(halved(f32::INFINITY) < 1e-37 && halved(0.0) == 1.0);
    }
}
