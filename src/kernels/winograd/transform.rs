//! The one-dimensional transforms of F(2, 3) and F(4, 3) with the points 0, 1, -1 (, 2, -2) and infinity.

use crate::kernels::lanes::Lanes;

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

/// `G w`: a row of a 3 x 3 kernel.
fn kernel<const A: usize>(w: [f64; 3]) -> [f64; A] {
    let (sum, middle) = (w[0] + w[2], w[1]);
    let rows: [f64; 6] = if A == 4 {
        [w[0], (sum + middle) / 2.0, (sum - middle) / 2.0, w[2], 0.0, 0.0]
    } else {
        let wide = w[0] / 24.0 + w[2] / 6.0;
        [w[0] / 4.0, -(sum + middle) / 6.0, -(sum - middle) / 6.0, wide + middle / 12.0, wide - middle / 12.0, w[2]]
    };
    std::array::from_fn(|row| rows[row])
}

/// `G w G^T`.
pub(super) fn kernel_tile<const A: usize>(w: [[f32; 3]; 3]) -> [[f64; A]; A] {
    let rows: [[f64; A]; 3] = w.map(|row| kernel(row.map(f64::from)));
    let columns: [[f64; A]; A] = std::array::from_fn(|column| kernel([rows[0][column], rows[1][column], rows[2][column]]));
    std::array::from_fn(|row| std::array::from_fn(|column| columns[column][row]))
}
