//! Generation after generation: children of elites of chance are shown to the network in one batch, and those that it is surer
//! of stay.
//!
//! All classes are bred at once; the class of the goal is what is shown. Determined by the seed and the number of threads.

use std::sync::Arc;

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::{Archive, Genome, render};
use crate::{
    control::Control,
    network::{Answer, Class, NodeId, Tensor},
    visualization::{
        Error, Goal, Growing, Lens, Part, Planes, Recipe, Result, Space, StepReport, Unit,
        objective::{Values, to_planes},
    },
};

/// Children that the network sees together.
const TOGETHER: usize = 32;

/// What is bred, and how.
#[derive(Clone)]
pub struct Breeding {
    /// The network.
    pub lens: Arc<Lens>,
    /// The number to report: a class's score or its probability.
    pub goal: Goal,
    /// The class to show.
    pub class: Class,
    /// Rows and columns of a picture.
    pub size: [usize; 2],
    /// Generations.
    pub generations: usize,
    /// Children of each.
    pub children: usize,
    /// What chance follows.
    pub seed: u64,
}

/// Pictures being bred.
pub struct Evolution {
    breeding: Breeding,
    part: Arc<Part>,
    space: Space,
    scores: NodeId,
    archive: Archive,
    random: ChaCha8Rng,
    generation: usize,
    /// The goal's number for the elite that is shown, and the input that it was read from.
    shown: Option<(f64, Planes)>,
}

/// Children and what the network made of them.
struct Litter {
    genomes: Vec<Genome>,
    inputs: Vec<Planes>,
    /// Of each child, of each class.
    probabilities: Vec<Vec<f64>>,
    /// Of each child the goal's number.
    values: Vec<f64>,
}

impl Evolution {
    /// Begins with nothing.
    ///
    /// # Errors
    /// A canvas that the network does not take; a class that it does not have.
    pub fn new(breeding: Breeding) -> Result<Self> {
        let scores = breeding.lens.network().scores();
        let part = breeding.lens.part(&[scores], breeding.size)?;
        let classes = breeding.lens.network().node(scores).shape.get(1).copied().unwrap_or(0);
        if breeding.class.index() >= classes {
            return Err(Error::NoChannel { channel: breeding.class.index(), channels: classes });
        }
        Ok(Self {
            part,
            space: breeding.lens.space(Unit::Pixel),
            scores,
            archive: Archive::default(),
            random: ChaCha8Rng::seed_from_u64(breeding.seed),
            generation: 0,
            shown: None,
            breeding,
        })
    }

    /// The best of all classes.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    fn picture(&self, genomes: &[&Genome]) -> Planes {
        render(genomes, self.space.channels(), self.breeding.size)
    }

    /// The children of a generation, whom the network has not seen yet.
    fn children(&self, random: &mut ChaCha8Rng) -> Vec<Genome> {
        let child = |_| match self.archive.parent(random).cloned() {
            Some(mut child) => {
                child.mutate(random);
                child
            }
            None => Genome::first(random),
        };
        (0..self.breeding.children.max(1)).map(child).collect()
    }

    /// Shows children to the network.
    fn see(&self, genomes: Vec<Genome>, control: &Control) -> Result<Litter> {
        let mut litter = Litter { genomes, inputs: Vec::new(), probabilities: Vec::new(), values: Vec::new() };
        for some in litter.genomes.chunks(TOGETHER) {
            let some: Vec<&Genome> = some.iter().collect();
            let input = self.space.input(&self.picture(&some));
            let value = self.part.value(self.scores, &input, control)?;
            litter.values.extend(self.values(value.clone(), some.len())?);
            let scores = to_planes(self.breeding.lens.network(), self.scores, &value)?;
            litter.probabilities.extend(scores.items().map(|scores| Answer::new(scores.to_vec()).probabilities));
            litter.inputs.push(input);
        }
        Ok(litter)
    }

    /// The goal's numbers.
    fn values(&self, scores: Tensor, count: usize) -> Result<Vec<f64>> {
        let values = Values::new(self.breeding.lens.network(), count, [(self.scores, scores)])?;
        Ok(self.breeding.goal.evaluate(&values)?.0)
    }

    pub(super) fn report(&self, step: usize) -> StepReport {
        let scores = self.shown.iter().map(|(value, _)| *value).collect();
        StepReport { step, scores, redirected: false, finished: self.is_finished() }
    }
}

impl Growing for Evolution {
    fn step(&mut self, control: &Control) -> Result<StepReport> {
        if self.is_finished() {
            return Ok(self.report(self.generation));
        }
        // The next numbers of chance are taken only if the generation is not stopped.
        let mut random = self.random.clone();
        let litter = self.see(self.children(&mut random), control)?;
        self.random = random;
        let shown = self.breeding.class.index();
        let children = litter.genomes.into_iter().zip(litter.probabilities).zip(litter.values);
        for (index, ((genome, probabilities), value)) in children.enumerate() {
            if self.archive.offer(genome, &probabilities).contains(&shown) {
                self.shown = Some((value, litter.inputs[index / TOGETHER].item(index % TOGETHER)));
            }
        }
        self.generation += 1;
        Ok(self.report(self.generation - 1))
    }

    fn steps(&self) -> usize {
        self.breeding.generations
    }

    fn step_count(&self) -> usize {
        self.generation
    }

    /// The elite of the goal's class; grey before the first generation.
    fn pictures(&self) -> Planes {
        let [rows, columns] = self.breeding.size;
        match self.archive.elite(self.breeding.class.index()) {
            Some(elite) => self.picture(&[&elite.genome]),
            None => Planes::filled([1, self.space.channels(), rows, columns], 0.5),
        }
    }

    fn last_input(&self) -> Option<&Planes> {
        self.shown.as_ref().map(|(_, input)| input)
    }

    fn scores(&self, control: &Control) -> Result<Vec<f64>> {
        let input = self.space.input(&self.pictures());
        self.values(self.part.value(self.scores, &input, control)?, 1)
    }

    fn retune(&mut self, _: Recipe) -> Result<()> {
        Err(Error::Canvas("an evolution cannot change its recipe on the way; start anew".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{network::Device, visualization::Objective};

    fn begun(seed: u64, class: usize, generations: usize) -> Evolution {
        let model = crate::zoo::default_model().unwrap();
        let lens = Arc::new(Lens::new(model.network, model.preprocessing, Device::Cpu));
        let size = lens.own_size();
        let goal = Objective::Probability(Class(class)).into();
        Evolution::new(Breeding { lens, goal, class: Class(class), size, generations, children: 8, seed }).unwrap()
    }

    #[test]
    fn elites_never_get_worse_and_rise_above_chance() {
        let mut evolution = begun(1, 3, 12);
        let control = Control::default();
        let sure =
            |evolution: &Evolution| -> Vec<f64> { evolution.archive().elites().iter().map(|elite| elite.probability).collect() };
        let mut before = Vec::new();
        while !evolution.is_finished() {
            let report = evolution.step(&control).unwrap();
            let now = sure(&evolution);
            assert!(before.iter().zip(&now).all(|(before, now)| now >= before), "generation {}", report.step);
            assert!((report.scores[0] - now[3]).abs() < 1e-9);
            before = now;
        }
        let classes = before.len() as f64;
        let mean = before.iter().sum::<f64>() / classes;
        assert!(mean > 3.0 / classes, "{before:?}");
        // What is shown is what was counted.
        assert!((evolution.scores(&control).unwrap()[0] - before[3]).abs() < 1e-5);
        assert!(evolution.step(&control).unwrap().finished && evolution.step_count() == 12);
    }

    #[test]
    fn the_seed_decides() {
        let pictures = |seed: u64| {
            let mut evolution = begun(seed, 0, 2);
            while !evolution.is_finished() {
                evolution.step(&Control::default()).unwrap();
            }
            evolution.pictures()
        };
        assert_eq!(pictures(5), pictures(5));
        assert_ne!(pictures(5), pictures(6));
    }

    #[test]
    fn a_stopped_generation_has_not_been() {
        let mut evolution = begun(2, 0, 3);
        let cancel = crate::control::Cancel::default();
        let stopped = Control::new(cancel.clone(), |_, _| {});
        cancel.cancel();
        assert!(evolution.step(&stopped).unwrap_err().is_cancelled());
        let mut other = begun(2, 0, 3);
        let control = Control::default();
        evolution.step(&control).unwrap();
        other.step(&control).unwrap();
        assert_eq!(evolution.pictures(), other.pictures());
    }
}
