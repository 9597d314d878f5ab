//! Lucid's small blur and the two penalties made of it.
//!
//! The kernel is a square whose outermost ring weighs half; what falls outside the picture is left out and the rest weighs more
//! (convolution with zeros around, divided by that of ones).

/// The blur of channels of one size.
pub(super) struct Blur {
    radius: usize,
    width: usize,
    /// One over the kernel's weight within the picture, for every pixel.
    shares: Vec<f32>,
}

impl Blur {
    /// A blur of `2 radius + 1` pixels.
    pub(super) fn new(radius: usize, height: usize, width: usize) -> Self {
        let mut blur = Self { radius, width: width.max(1), shares: Vec::new() };
        blur.shares = blur.weighed(&vec![1.0; height * width]).into_iter().map(|weight| 1.0 / weight).collect();
        blur
    }

    /// `weight ½Σ(x - blur(x))²`; `weight (x - blur(x))` is added to the slopes.
    pub(super) fn distance(&self, plane: &[f32], slopes: &mut [f32], weight: f64) -> f64 {
        let mut sum = 0.0;
        for ((value, blurred), slope) in plane.iter().zip(self.blurred(plane)).zip(slopes) {
            let away = value - blurred;
            sum += f64::from(away) * f64::from(away);
            *slope += weight as f32 * away;
        }
        0.5 * weight * sum
    }

    /// `weight Σ((blur(x) - x)² + 0.8 (x - centre)²)` over the outermost `frame` pixels, with its gradient added.
    pub(super) fn frame(&self, plane: &[f32], slopes: &mut [f32], frame: usize, weight: f64, centre: f64) -> f64 {
        let (width, height) = (self.width, plane.len() / self.width);
        let framed = |index: usize| {
            let (row, column) = (index / width, index % width);
            row.min(height - 1 - row).min(column).min(width - 1 - column) < frame
        };
        let mut sum = 0.0;
        let (blurred, weight_here) = (self.blurred(plane), weight as f32);
        let mut pulls = vec![0.0; plane.len()];
        for (index, (value, blurred)) in plane.iter().zip(&blurred).enumerate().filter(|(index, _)| framed(*index)) {
            let (away, off) = (blurred - value, value - centre as f32);
            sum += f64::from(away) * f64::from(away) + 0.8 * f64::from(off) * f64::from(off);
            slopes[index] += 2.0 * weight_here * (0.8 * off - away);
            pulls[index] = 2.0 * weight_here * away * self.shares[index];
        }
        // The kernel is its own mirror image: spreading the pulls is weighing them.
        slopes.iter_mut().zip(self.weighed(&pulls)).for_each(|(slope, pull)| *slope += pull);
        weight * sum
    }

    fn blurred(&self, plane: &[f32]) -> Vec<f32> {
        self.weighed(plane).iter().zip(&self.shares).map(|(sum, share)| sum * share).collect()
    }

    /// The convolution with zeros around: half the sums over the whole square and half those without its outermost ring.
    fn weighed(&self, plane: &[f32]) -> Vec<f32> {
        let (outer, inner) = (self.summed(plane, self.radius), self.summed(plane, self.radius - 1));
        outer.iter().zip(inner).map(|(outer, inner)| 0.5 * (outer + inner)).collect()
    }

    /// The sums over a square of `2 radius + 1` pixels around each.
    fn summed(&self, plane: &[f32], radius: usize) -> Vec<f32> {
        let mut across = plane.to_vec();
        for (sums, row) in across.chunks_exact_mut(self.width).zip(plane.chunks_exact(self.width)) {
            for distance in 1..=radius {
                sums.iter_mut().skip(distance).zip(row).for_each(|(sum, value)| *sum += value);
                sums.iter_mut().zip(row.iter().skip(distance)).for_each(|(sum, value)| *sum += value);
            }
        }
        let mut sums = across.clone();
        for distance in (1..=radius).map(|rows| rows * self.width) {
            sums.iter_mut().skip(distance).zip(&across).for_each(|(sum, value)| *sum += value);
            sums.iter_mut().zip(across.iter().skip(distance)).for_each(|(sum, value)| *sum += value);
        }
        sums
    }
}
