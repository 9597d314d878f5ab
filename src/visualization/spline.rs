//! Resizing by cubic splines, corners on corners, as scipy.ndimage.zoom of order 3 does it (Øygard 2015): the coefficients of
//! the spline that passes through all numbers (Unser 1999), then its values in between. Borders are mirrored at the outermost
//! number.

use rayon::prelude::*;

use super::Planes;

/// The pole of the cubic spline's filter.
const POLE: f64 = -0.267_949_192_431_122_7;

/// The four coefficients that a new position mixes.
type Mix = [(usize, f64); 4];

/// Resizes to `size` (rows, columns); position `i` of the new lies at `i (from - 1) / (to - 1)` of the old. A side of one new
/// number takes the first old one. Of nothing zeros are made.
pub fn zoomed(x: &Planes, size: [usize; 2]) -> Planes {
    let [height, width] = size;
    let mut zoomed = Planes::zeros([x.count, x.channels, height, width]);
    if x.area() == 0 || zoomed.area() == 0 {
        return zoomed;
    }
    let (rows, columns) = (mixes(x.height, height), mixes(x.width, width));
    let planes = zoomed.values.par_chunks_exact_mut(height * width).zip(x.values.par_chunks_exact(x.area()));
    planes.for_each(|(to, from)| {
        let mut spline: Vec<f64> = from.iter().map(|&value| f64::from(value)).collect();
        spline.chunks_exact_mut(x.width).for_each(filter);
        let mut column = vec![0.0; x.height];
        for left in 0..x.width {
            column.iter_mut().zip(spline[left..].iter().step_by(x.width)).for_each(|(to, from)| *to = *from);
            filter(&mut column);
            spline[left..].iter_mut().step_by(x.width).zip(&column).for_each(|(to, from)| *to = *from);
        }
        let mut between = vec![0.0; x.width];
        for (row, to) in rows.iter().zip(to.chunks_exact_mut(width)) {
            between.fill(0.0);
            for (place, weight) in row {
                let from = &spline[place * x.width..][..x.width];
                between.iter_mut().zip(from).for_each(|(sum, value)| *sum += weight * value);
            }
            for (value, column) in to.iter_mut().zip(&columns) {
                *value = column.iter().map(|(place, weight)| weight * between[*place]).sum::<f64>() as f32;
            }
        }
    });
    zoomed
}

/// Turns numbers into the coefficients of the spline through them.
fn filter(line: &mut [f64]) {
    let length = line.len();
    if length < 2 {
        return;
    }
    let gain = (1.0 - POLE) * (1.0 - 1.0 / POLE);
    line.iter_mut().for_each(|value| *value *= gain);
    let around = POLE.powi(length as i32 - 1);
    let mut first = line[0] + around * line[length - 1];
    let mut power = POLE;
    for index in 1..length - 1 {
        first += power * (line[index] + around * line[length - 1 - index]);
        power *= POLE;
    }
    line[0] = first / (1.0 - around * around);
    for index in 1..length {
        line[index] += POLE * line[index - 1];
    }
    line[length - 1] = POLE / (POLE * POLE - 1.0) * (POLE * line[length - 2] + line[length - 1]);
    for index in (0..length - 1).rev() {
        line[index] = POLE * (line[index + 1] - line[index]);
    }
}

/// The mixes of `to` positions among `from`.
fn mixes(from: usize, to: usize) -> Vec<Mix> {
    let last = from - 1;
    let mirrored = |place: isize| {
        let around = place.rem_euclid((2 * last).max(1) as isize) as usize;
        if last == 0 { 0 } else { around.min(2 * last - around) }
    };
    let mix = |position: usize| {
        let place = if to > 1 { position as f64 * last as f64 / (to - 1) as f64 } else { 0.0 };
        let place = place.min(last as f64);
        let first = place as usize;
        let share = place - first as f64;
        let rest = 1.0 - share;
        let weights = [
            rest * rest * rest / 6.0,
            (share * share * (share - 2.0) * 3.0 + 4.0) / 6.0,
            (rest * rest * (rest - 2.0) * 3.0 + 4.0) / 6.0,
            share * share * share / 6.0,
        ];
        let mut offset = first as isize - 1;
        weights.map(|weight| {
            offset += 1;
            (mirrored(offset - 1), weight)
        })
    };
    (0..to).map(mix).collect()
}

#[cfg(test)]
mod tests {
    use super::{
        super::resize::tests::{assert_near, waves},
        *,
    };

    /// x = np.sin(1.3*np.arange(30)).reshape(2, 3, 5); scipy.ndimage.zoom(x[1], (5/3, 7/5), order=3)[[0, 1, 4]];
    /// x = np.sin(1.3*np.arange(8)).reshape(2, 4); zoom(x, (4/2, 3/4), order=3); scipy 1.17.1
    #[test]
    fn zooming_is_that_of_scipy() {
        let found = zoomed(&waves([1, 2, 3, 5]), [5, 7]);
        let second = &found.values[35..];
        #[rustfmt::skip]
        assert_near(&[&second[..14], &second[28..]].concat(), &[
            0.605_54, 0.871_659, 0.738_525, -0.108_637, -0.882_735, -0.821_615, -0.419_361,
            0.657_956, 0.878_32, 0.685_27, -0.176_073, -0.919, -0.797_21, -0.356_205,
            0.883_87, 0.848_313, 0.355_724, -0.516_262, -1.041_039, -0.610_492, 0.000_888,
        ]);
        #[rustfmt::skip]
        assert_near(&zoomed(&waves([1, 1, 2, 4]), [4, 3]).values, &[
            0.0, 1.010_383, -0.687_766, -0.229_044, 0.963_38, -0.426_727,
            -0.654_411, 0.876_088, 0.058_059, -0.883_455, 0.829_084, 0.319_098,
        ]);
    }

    #[test]
    fn sizes_of_one_and_none_are_no_trouble() {
        let x = waves([2, 1, 3, 4]);
        assert_near(&zoomed(&x, [3, 4]).values, &x.values);
        assert_near(&zoomed(&x, [1, 1]).values, &[x.values[0], x.values[12]]);
        assert!(zoomed(&x, [0, 7]).values.is_empty());
        assert_near(&zoomed(&Planes::filled([1, 1, 1, 1], 0.7), [3, 2]).values, &[0.7; 6]);
        assert_eq!(zoomed(&Planes::zeros([1, 1, 0, 2]), [1, 2]).values, [0.0, 0.0]);
    }
}
