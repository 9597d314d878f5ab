//! The best of every class (MAP-Elites, Mouret & Clune 2015, with the classes for a map): a child takes the place of every elite
//! whose class the network is surer of in the child.
//!
//! It knows neither networks nor pictures, only genomes and their probabilities.

use std::sync::Arc;

use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::genome::Genome;

/// The best of one class.
#[derive(Clone, Debug)]
pub struct Elite {
    /// What it is made from; elites of several classes may share it.
    pub genome: Arc<Genome>,
    /// The probability of its class, 0 to 1.
    pub probability: f64,
}

/// The best of all classes; empty before the first child, and full after it, since every picture has every probability.
#[derive(Clone, Debug, Default)]
pub struct Archive {
    elites: Vec<Elite>,
}

impl Archive {
    /// Whether nothing was offered yet.
    pub fn is_empty(&self) -> bool {
        self.elites.is_empty()
    }

    /// The best of a class.
    pub fn elite(&self, class: usize) -> Option<&Elite> {
        self.elites.get(class)
    }

    /// The best of every class.
    pub fn elites(&self) -> &[Elite] {
        &self.elites
    }

    /// Offers a child with its probability of every class; returns the classes that it is the best of now.
    pub fn offer(&mut self, genome: Genome, probabilities: &[f64]) -> Vec<usize> {
        let genome = Arc::new(genome);
        let new = |probability: f64| Elite { genome: Arc::clone(&genome), probability };
        if self.elites.is_empty() {
            self.elites = probabilities.iter().copied().map(new).collect();
            return (0..probabilities.len()).collect();
        }
        let mut taken = Vec::new();
        for (class, (elite, &probability)) in self.elites.iter_mut().zip(probabilities).enumerate() {
            if probability > elite.probability {
                *elite = new(probability);
                taken.push(class);
            }
        }
        taken
    }

    /// An elite of chance to have a child; each class as likely as any other.
    pub fn parent(&self, random: &mut ChaCha8Rng) -> Option<&Genome> {
        let last = self.elites.len().checked_sub(1)?;
        Some(&self.elites[random.random_range(0..=last)].genome)
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;

    use super::*;

    #[test]
    fn the_best_of_every_class_stays() {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let mut archive = Archive::default();
        assert!(archive.is_empty() && archive.parent(&mut random).is_none());
        let genomes: Vec<Genome> = (0..3).map(|_| Genome::first(&mut random)).collect();
        assert_eq!(archive.offer(genomes[0].clone(), &[0.2, 0.5, 0.3]), [0, 1, 2]);
        assert_eq!(archive.offer(genomes[1].clone(), &[0.3, 0.5, 0.2]), [0]);
        assert_eq!(archive.offer(genomes[2].clone(), &[0.1, 0.4, 0.5]), [2]);
        let kept: Vec<&Genome> = archive.elites().iter().map(|elite| &*elite.genome).collect();
        assert_eq!(kept, [&genomes[1], &genomes[0], &genomes[2]]);
        assert_eq!(archive.elite(2).unwrap().probability, 0.5);
        assert!((0..20).all(|_| archive.parent(&mut random).is_some()));
    }
}
