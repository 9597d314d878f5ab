//! Several archives bred one beside the other, each from a chance of its own: what "four seeds at once" means for pictures that
//! are bred.

use super::{Breeding, Evolution};
use crate::{
    control::Control,
    visualization::{Growing, Planes, Recipe, Result, StepReport},
};

/// Evolutions that take turns, a generation each.
pub struct Several {
    each: Vec<Evolution>,
    inputs: Option<Planes>,
}

impl Several {
    /// As many as asked for; their seeds follow one another. Never none.
    ///
    /// # Errors
    /// As [`Evolution::new`].
    pub fn new(count: usize, breeding: &Breeding) -> Result<Self> {
        let one = |place: usize| Evolution::new(Breeding { seed: breeding.seed.wrapping_add(place as u64), ..breeding.clone() });
        Ok(Self { each: (0..count.max(1)).map(one).collect::<Result<_>>()?, inputs: None })
    }

    fn first(&self) -> &Evolution {
        &self.each[0]
    }
}

impl Growing for Several {
    /// One that is stopped on the way goes on with those that have not had their generation.
    fn step(&mut self, control: &Control) -> Result<StepReport> {
        let behind = self.step_count();
        for evolution in self.each.iter_mut().filter(|evolution| evolution.step_count() == behind) {
            evolution.step(control)?;
        }
        self.inputs = Planes::one_after_the_other(self.each.iter().filter_map(Evolution::last_input));
        let scores = self.each.iter().flat_map(|evolution| evolution.report(behind).scores).collect();
        Ok(StepReport { step: behind, scores, redirected: false, finished: self.is_finished() })
    }

    fn steps(&self) -> usize {
        self.first().steps()
    }

    fn step_count(&self) -> usize {
        self.each.iter().map(Evolution::step_count).min().unwrap_or(0)
    }

    fn pictures(&self) -> Planes {
        let pictures: Vec<Planes> = self.each.iter().map(Evolution::pictures).collect();
        Planes::one_after_the_other(&pictures).unwrap_or_default()
    }

    fn last_input(&self) -> Option<&Planes> {
        self.inputs.as_ref()
    }

    fn scores(&self, control: &Control) -> Result<Vec<f64>> {
        let each: Result<Vec<Vec<f64>>> = self.each.iter().map(|evolution| evolution.scores(control)).collect();
        Ok(each?.concat())
    }

    fn retune(&mut self, recipe: Recipe) -> Result<()> {
        self.each.iter_mut().try_for_each(|evolution| evolution.retune(recipe.clone()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        network::{Class, Device},
        visualization::{Lens, Objective},
    };

    #[test]
    fn each_is_what_it_would_be_alone() {
        let model = crate::zoo::default_model().unwrap();
        let lens = Arc::new(Lens::new(model.network, model.preprocessing, Device::Cpu));
        let (class, size) = (Class(2), lens.own_size());
        let goal = Objective::Probability(class).into();
        let breeding = Breeding { lens, goal, class, size, generations: 3, children: 4, seed: 7 };
        let control = Control::default();
        let mut several = Several::new(2, &breeding).unwrap();
        let mut last = None;
        while !several.is_finished() {
            last = Some(several.step(&control).unwrap());
        }
        let last = last.unwrap();
        assert!(last.finished && several.step_count() == 3 && last.scores.len() == 2);
        assert_eq!(several.last_input().unwrap().count, 2);
        for place in 0..2 {
            let mut alone = Evolution::new(Breeding { seed: 7 + place as u64, ..breeding.clone() }).unwrap();
            while !alone.is_finished() {
                alone.step(&control).unwrap();
            }
            assert_eq!(several.pictures().item(place), alone.pictures());
            assert_eq!(several.scores(&control).unwrap()[place], alone.scores(&control).unwrap()[0]);
        }
    }
}
