//! Parts in a row that are alike, drawn once with their number ("× 35"); where even so there are many, the blocks of one module
//! ("denseblock3", 24 of them); where there are too many, stages: all parts with maps of one size.

use super::{Anatomy, Part};

/// More columns than this cannot be told apart: parts of one map size are drawn as one stage.
pub const MOST_PARTS: usize = 64;
/// Up to so many columns every part has its own, unless a person wants them folded.
const FEW: usize = 20;
/// From so many on the blocks of one module are drawn as one column.
const MANY: usize = 30;

/// How parts that are alike are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Folding {
    /// Folded where there are many parts.
    #[default]
    Fitting,
    /// Folded wherever parts are alike.
    Folded,
    /// Every part by itself.
    Every,
}

/// Parts in a row that are drawn as one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The first of them.
    pub first: usize,
    /// How many.
    pub count: usize,
    /// What they have in common.
    pub bond: Bond,
}

/// What parts that are drawn as one column have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bond {
    /// They compute the same from the same sizes.
    Alike,
    /// They are blocks of one module.
    Module,
    /// Their maps have one size.
    Size,
}

impl Run {
    /// Which parts.
    pub fn range(self) -> std::ops::Range<usize> {
        self.first..self.first + self.count
    }
}

impl Anatomy {
    /// The columns of the picture.
    pub fn runs(&self, folding: Folding) -> Vec<Run> {
        let folds = match folding {
            Folding::Fitting => self.parts.len() > FEW,
            Folding::Folded => true,
            Folding::Every => false,
        };
        let alike = |one: &Part, two: &Part| folds && one.is_block() && one.is_like(two);
        let runs = runs_of(&self.parts, alike, Bond::Alike);
        if runs.len() <= MANY || folding == Folding::Every {
            return runs;
        }
        let kin =
            |one: &Part, two: &Part| one.is_block() && two.is_block() && one.module().is_some() && one.module() == two.module();
        let runs = runs_of(&self.parts, kin, Bond::Module);
        if runs.len() <= MOST_PARTS {
            return runs;
        }
        let is_input = |part: &Part| part.members.is_empty() || part.kind == crate::network::LayerKind::Input;
        let same = |one: &Part, two: &Part| !is_input(one) && one.volume[1..] == two.volume[1..];
        runs_of(&self.parts, same, Bond::Size)
    }

    /// Whether there are so many parts that they had to be drawn as stages.
    pub fn is_in_stages(&self, folding: Folding) -> bool {
        self.runs(folding).iter().any(|run| run.bond == Bond::Size)
    }

    /// What a run costs together, and what its last part sees.
    pub fn cost(&self, run: Run) -> super::Cost {
        let parts = &self.parts[run.range()];
        super::Cost {
            weights: parts.iter().map(|part| part.cost.weights).sum(),
            multiply_adds: parts.iter().map(|part| part.cost.multiply_adds).sum(),
            sees: parts.last().map_or([0, 0], |part| part.cost.sees),
        }
    }
}

fn runs_of(parts: &[Part], belongs: impl Fn(&Part, &Part) -> bool, bond: Bond) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if belongs(&parts[run.first], part) => run.count += 1,
            _ => runs.push(Run { first: index, count: 1, bond: Bond::Alike }),
        }
    }
    for run in &mut runs {
        run.bond = if run.count > 1 { bond } else { Bond::Alike };
    }
    runs
}
