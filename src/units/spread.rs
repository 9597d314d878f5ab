//! How values are spread: range, mean, zeros, and a histogram.

/// Bars of the histogram.
const BINS: usize = 40;

/// How values are spread.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// The smallest and largest value.
    pub range: [f32; 2],
    /// Their mean.
    pub mean: f32,
    /// The fraction that is exactly 0.
    pub zeros: f32,
    /// How many values other than 0 lie in each of equal parts of the range.
    pub bins: Vec<usize>,
}

impl Spread {
    /// How these are spread.
    pub fn of(values: &[f32]) -> Self {
        let fold = |start: f32, pick: fn(f32, f32) -> f32| values.iter().copied().fold(start, pick);
        let range = [fold(f32::INFINITY, f32::min), fold(f32::NEG_INFINITY, f32::max)];
        let count = values.len().max(1) as f32;
        let mut bins = vec![0; BINS];
        let width = (range[1] - range[0]).max(f32::MIN_POSITIVE);
        for value in values.iter().filter(|value| **value != 0.0 && value.is_finite()) {
            bins[(((value - range[0]) / width * BINS as f32) as usize).min(BINS - 1)] += 1;
        }
        let zeros = values.iter().filter(|value| **value == 0.0).count() as f32 / count;
        Self { range, mean: values.iter().sum::<f32>() / count, zeros, bins }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_counts_zeros_apart() {
        let spread = Spread::of(&[0.0, 0.0, 1.0, 4.0]);
        assert_eq!((spread.range, spread.mean, spread.zeros), ([0.0, 4.0], 1.25, 0.5));
        assert_eq!(spread.bins.iter().sum::<usize>(), 2);
        assert_eq!((spread.bins[10], spread.bins[BINS - 1]), (1, 1));
    }

    #[test]
    fn a_constant_map_has_a_spread_too() {
        assert_eq!(Spread::of(&[3.0; 5]).bins[0], 5);
    }
}
