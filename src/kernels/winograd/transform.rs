//! The one-dimensional transforms of F(2, 3) and F(4, 3) with the points 0, 1, -1 (, 2, -2) and infinity.

use crate::kernels::{lanes::Lanes, layout::LANES};

/// `B^T x`: a row of an input tile.
#[inline(always)]
pub(super) fn input<V: Lanes, const A: usize>(x: &[V; A]) -> [V; A] {
    let mut y = *x;
    if A == 4 {
        y[0] = x[0].subtract(x[2]);
        y[1] = x[1].add(x[2]);
        y[2] = x[2].subtract(x[1]);
        y[3] = x[1].subtract(x[3]);
    } else {
        let (minus_five, minus_four, two, four) = (V::splat(-5.0), V::splat(-4.0), V::splat(2.0), V::splat(4.0));
        let even = x[2].multiply_add(minus_four, x[4]);
        let odd = x[1].multiply_add(minus_four, x[3]);
        let wide_even = x[4].subtract(x[2]);
        let wide_odd = x[3].subtract(x[1]).multiply(two);
        y[0] = x[0].multiply_add(four, x[2].multiply_add(minus_five, x[4]));
        y[1] = even.add(odd);
        y[2] = even.subtract(odd);
        y[3] = wide_even.add(wide_odd);
        y[4] = wide_even.subtract(wide_odd);
        y[5] = x[1].multiply_add(four, x[3].multiply_add(minus_five, x[5]));
    }
    y
}

/// `A^T x`: a row of an output tile.
#[inline(always)]
pub(super) fn output<V: Lanes, const M: usize, const A: usize>(x: &[V; A]) -> [V; M] {
    let mut y = [x[0]; M];
    let (sum, difference) = (x[1].add(x[2]), x[1].subtract(x[2]));
    if A == 4 {
        y[0] = x[0].add(sum);
        y[1] = difference.subtract(x[3]);
    } else {
        let (wide_sum, wide_difference) = (x[3].add(x[4]), x[3].subtract(x[4]));
        y[0] = x[0].add(sum).add(wide_sum);
        y[1] = wide_difference.multiply_add(V::splat(2.0), difference);
        y[2] = wide_sum.multiply_add(V::splat(4.0), sum);
        y[3] = wide_difference.multiply_add(V::splat(8.0), difference).add(x[5]);
    }
    y
}

/// Sixteen kernels' values at one place.
pub(super) type Kernels = [f64; LANES];

/// `G w`: a row of a 3 x 3 kernel.
#[inline(always)]
fn kernel<const A: usize>(w: [&Kernels; 3]) -> [Kernels; A] {
    let mut rows = [[0.0; LANES]; A];
    for lane in 0..LANES {
        let [first, middle, last] = w.map(|w| w[lane]);
        let sum = first + last;
        rows[0][lane] = first;
        rows[A - 1][lane] = last;
        if A == 4 {
            rows[1][lane] = (sum + middle) * 0.5;
            rows[2][lane] = (sum - middle) * 0.5;
        } else {
            let wide = first * (1.0 / 24.0) + last * (1.0 / 6.0);
            rows[0][lane] = first * 0.25;
            rows[1][lane] = (sum + middle) * (-1.0 / 6.0);
            rows[2][lane] = (sum - middle) * (-1.0 / 6.0);
            rows[3][lane] = wide + middle * (1.0 / 12.0);
            rows[4][lane] = wide - middle * (1.0 / 12.0);
        }
    }
    rows
}

/// `G w G^T` of sixteen kernels; `store(position, values)` is given the `A x A` positions.
#[inline(always)]
pub(super) fn kernel_tiles<const A: usize>(w: &[[Kernels; 3]; 3], mut store: impl FnMut(usize, &Kernels)) {
    let rows: [[Kernels; A]; 3] = w.each_ref().map(|row| kernel(row.each_ref()));
    let [first, second, third] = &rows;
    for (column, ((first, second), third)) in first.iter().zip(second).zip(third).enumerate() {
        let transformed: [Kernels; A] = kernel([first, second, third]);
        for (row, values) in transformed.iter().enumerate() {
            store(row * A + column, values);
        }
    }
}
