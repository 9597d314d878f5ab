//! How spread out a map is, and how much more so it gets when the network is randomised: efficient MPRT (Hedström et al.
//! 2023, "Sanity checks revisited"), with the discrete entropy of a histogram.
//!
//! It knows numbers alone.

use super::importance::ends;

/// Bins of the histogram (Quantus' default).
const BINS: usize = 100;

/// The entropy of a map's histogram, in nats.
pub fn complexity(values: &[f64]) -> f64 {
    let [low, high] = ends(values.iter().copied());
    if high <= low {
        return 0.0;
    }
    let mut counts = [0usize; BINS];
    for value in values {
        counts[(((value - low) / (high - low) * BINS as f64) as usize).min(BINS - 1)] += 1;
    }
    let total = values.len() as f64;
    -counts.iter().filter(|&&count| count > 0).map(|&count| count as f64 / total).map(|share| share * share.ln()).sum::<f64>()
}

/// By which share a randomised network's map is more complex than that of the network itself; a map that says something of the
/// network has more to lose.
pub fn rise_of_complexity(own: &[f64], randomized: &[f64]) -> f64 {
    let (own, randomized) = (complexity(own), complexity(randomized));
    if own > 0.0 { (randomized - own) / own } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_more_complex_than_one_point() {
        let mut point = vec![0.0; 1000];
        point[17] = 1.0;
        let spread: Vec<f64> = (0..1000).map(f64::from).collect();
        assert!((complexity(&spread) - (BINS as f64).ln()).abs() < 1e-9);
        assert!(complexity(&point) < 0.01 && complexity(&[2.0; 9]) == 0.0);
        assert!(rise_of_complexity(&point, &spread) > 100.0);
    }
}
