//! Numbers of chance that are the same on every machine.

use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

/// A number of mean 0 and deviation 1, nearly normal: the sum of twelve uniform ones, which needs nothing but additions.
pub fn normal(random: &mut ChaCha8Rng) -> f64 {
    (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0
}
