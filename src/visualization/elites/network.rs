//! A genome carried out: every pixel runs through its network, from where it lies to its colour.
//!
//! Across and down go from -1 at the first pixel to 1 at the last along the longer side, so that a picture is the same at every
//! size. (The authors' program hands over the pixel's plain numbers, and only the distance from the middle is scaled.) The
//! outputs' amounts are hue, lightness and saturation. It knows no evolution.

use rayon::prelude::*;

use super::genome::{Genome, INPUTS};
use crate::visualization::Planes;

/// Pixels that run through the network together.
const PIXELS: usize = 128;

/// The value of a node for some pixels.
type Lanes = [f32; PIXELS];

/// The pictures of genomes: pixels of 0 to 1, `N x channels x rows x columns`; three channels are red, green and blue, one is the
/// lightness.
pub fn render(genomes: &[&Genome], channels: usize, [rows, columns]: [usize; 2]) -> Planes {
    let mut planes = Planes::zeros([genomes.len(), channels, rows, columns]);
    let area = rows * columns;
    if area * channels == 0 {
        return planes;
    }
    planes.values.par_chunks_exact_mut(channels * area).zip(genomes).for_each(|(picture, genome)| {
        let network = Network::new(genome);
        let mut nodes = vec![[0.0; PIXELS]; genome.nodes()];
        for start in (0..area).step_by(PIXELS) {
            network.run(start, [rows, columns], &mut nodes);
            let count = PIXELS.min(area - start);
            for pixel in 0..count {
                let [hue, lightness, saturation] = [0, 1, 2].map(|output| nodes[INPUTS + output][pixel].abs().min(1.0));
                let colour = if channels == 1 { [lightness; 3] } else { colour(hue, lightness, saturation) };
                for channel in 0..channels {
                    picture[channel * area + start + pixel] = colour[channel.min(2)];
                }
            }
        }
    });
    planes
}

/// A genome in the order in which it is computed.
struct Network<'a> {
    genome: &'a Genome,
    order: Vec<usize>,
    /// Of each node in that order what flows in: from where, how much.
    inflows: Vec<Vec<(usize, f32)>>,
}

impl<'a> Network<'a> {
    fn new(genome: &'a Genome) -> Self {
        let order = genome.order();
        let inflow =
            |&node: &usize| genome.links.iter().filter(|link| link.to == node).map(|link| (link.from, link.weight())).collect();
        Self { genome, inflows: order.iter().map(inflow).collect(), order }
    }

    /// Runs the pixels from `start` on; beyond the last pixel they go on, and nobody looks.
    fn run(&self, start: usize, [rows, columns]: [usize; 2], nodes: &mut [Lanes]) {
        let longest = (rows.max(columns) - 1).max(1) as f32;
        let place = |index: usize, side: usize| (2.0 * index as f32 - (side - 1) as f32) / longest;
        let places: [[f32; 2]; PIXELS] = std::array::from_fn(|pixel| {
            let pixel = start + pixel;
            [place(pixel % columns, columns), place(pixel / columns, rows)]
        });
        nodes[0] = places.map(|[x, _]| x);
        nodes[1] = places.map(|[_, y]| y);
        nodes[2] = places.map(|[x, y]| x.hypot(y));
        nodes[3] = [1.0; PIXELS];
        for (&node, inflow) in self.order.iter().zip(&self.inflows) {
            let mut sum = [0.0; PIXELS];
            for &(from, weight) in inflow {
                sum.iter_mut().zip(&nodes[from]).for_each(|(sum, value)| *sum += weight * value);
            }
            let bend = self.genome.bends[node - INPUTS];
            nodes[node] = sum.map(|sum| bend.apply(sum));
        }
    }
}

/// Red, green and blue of hue, lightness and saturation, all from 0 to 1 (Joblove & Greenberg 1978).
fn colour(hue: f32, lightness: f32, saturation: f32) -> [f32; 3] {
    let strength = saturation * lightness.min(1.0 - lightness);
    [0.0, 8.0, 4.0].map(|offset| {
        let turn = (offset + 12.0 * hue) % 12.0;
        lightness - strength * (turn - 3.0).min(9.0 - turn).clamp(-1.0, 1.0)
    })
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    /// colorsys.hls_to_rgb of Python 3.13
    #[test]
    fn colours_are_those_of_python() {
        for ([hue, lightness, saturation], expected) in [
            ([0.0, 0.5, 1.0], [1.0, 0.0, 0.0]),
            ([0.58, 0.3, 0.4], [0.18, 0.3048, 0.42]),
            ([0.9, 0.75, 0.2], [0.8, 0.7, 0.76]),
            ([0.4, 0.1, 0.0], [0.1, 0.1, 0.1]),
        ] {
            for (found, expected) in colour(hue, lightness, saturation).into_iter().zip(expected) {
                assert!((found - expected).abs() < 1e-6, "{hue} {lightness} {saturation}: {found} for {expected}");
            }
        }
    }

    fn bred(seed: u64) -> Genome {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut genome = Genome::first(&mut random);
        for _ in 0..30 {
            genome.mutate(&mut random);
        }
        genome
    }

    #[test]
    fn a_picture_is_the_same_at_every_size() {
        let genome = bred(7);
        let (small, large) = (render(&[&genome], 3, [17, 17]), render(&[&genome], 3, [65, 65]));
        for channel in 0..3 {
            for row in 0..17 {
                for column in 0..17 {
                    let found = large.values[channel * 65 * 65 + 4 * row * 65 + 4 * column];
                    let expected = small.values[channel * 17 * 17 + row * 17 + column];
                    assert!((found - expected).abs() < 1e-4, "{channel} {row} {column}: {found} for {expected}");
                }
            }
        }
        assert!(small.values.iter().all(|value| (0.0..=1.0).contains(value)));
    }

    /// Node by node, by recursion from the outputs.
    #[test]
    fn pixels_are_what_the_links_say() {
        fn value(genome: &Genome, node: usize, inputs: [f32; INPUTS]) -> f32 {
            if node < INPUTS {
                return inputs[node];
            }
            let inflow = genome.links.iter().filter(|link| link.to == node);
            let sum: f32 = inflow.map(|link| link.weight() * value(genome, link.from, inputs)).sum();
            genome.bends[node - INPUTS].apply(sum)
        }
        let genomes: Vec<Genome> = (0..6).map(bred).collect();
        let all: Vec<&Genome> = genomes.iter().collect();
        // Wider than high, and one channel.
        let pictures = render(&all, 1, [5, 31]);
        for (genome, picture) in genomes.iter().zip(pictures.items()) {
            for (row, column) in [(0, 0), (2, 15), (4, 30), (3, 7)] {
                let (x, y) = ((2.0 * column as f32 - 30.0) / 30.0, (2.0 * row as f32 - 4.0) / 30.0);
                let expected = value(genome, INPUTS + 1, [x, y, x.hypot(y), 1.0]).abs();
                let found = picture[row * 31 + column];
                assert!((found - expected).abs() < 1e-4, "{row} {column}: {found} for {expected}");
            }
        }
    }
}
