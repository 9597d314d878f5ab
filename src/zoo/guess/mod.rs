//! Which preparation of pictures fits a network of which nobody said how it takes them.
//!
//! Every usual convention ([`Candidate`]) is tried on several pictures, each seen as it is, mirrored and in two parts; which one
//! fits is told by what these answers say of one another (`information.rs`), for nobody knows what the network ought to answer.
//! It takes pictures as they come, and must never know where they are from.

mod candidates;
mod information;

pub use candidates::{Candidate, Convention};

use crate::{
    control::Control,
    network::{Answer, Class, Engine, Keep, Result, Tensor},
    picture::{ChannelOrder, Picture, Preprocessing},
    words::zoo,
};

/// Classes that are kept of each answer.
const KEPT: usize = 5;

/// Views of a part leave away one in so many rows and columns.
const LEFT_AWAY: usize = 7;

/// A difference is clear if it is so many times its standard error ...
const CLEAR_ERRORS: f64 = 2.0;

/// ... and so many nats: what is smaller makes no difference to a person.
const CLEAR_NATS: f64 = 0.1;

/// Where even the best fit is less than this, the pictures are none that the network knows, and nothing is clear: networks for
/// digits, or of ten classes, answer to scenes with noise, of which one kind may happen to look better than another.
const TELLING: f64 = 0.4;

/// A candidate with what the network answered.
#[derive(Clone, Debug)]
pub struct Trial {
    /// What was tried.
    pub candidate: Candidate,
    /// For each picture the strongest classes with their probabilities.
    pub answers: Vec<Vec<(Class, f64)>>,
    /// For each picture how much its answers say of one another, in nats.
    pub information: Vec<f64>,
    /// The most nats that so many pictures and classes can give.
    most: f64,
}

/// What came out of trying.
#[derive(Clone, Debug)]
pub struct Guess {
    /// One for each candidate: every convention with the fit that the model came with, then the best one with the other fit.
    pub trials: Vec<Trial>,
    /// The number of the one that fits best.
    pub best: usize,
}

/// How what fits best compares with what is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Another one clearly fits better, the one of this number.
    Better(usize),
    /// What is in use clearly fits better than all other conventions.
    Confirmed,
    /// Nothing clearly fits better than what is in use.
    Unclear,
}

/// Tries the usual conventions, and what the model came with (`own`), on some pictures.
///
/// # Errors
/// The network refuses; cancellation.
pub fn guess(engine: &Engine, own: &Preprocessing, pictures: &[&Picture], control: &Control) -> Result<Guess> {
    guess_by(engine, own, pictures, control, &Preprocessing::apply)
}

/// The same where something else than the preprocessing makes the network's input of a picture.
fn guess_by(
    engine: &Engine,
    own: &Preprocessing,
    pictures: &[&Picture],
    control: &Control,
    input: &dyn Fn(&Preprocessing, &Picture) -> Vec<f32>,
) -> Result<Guess> {
    let candidates = Candidate::all(own);
    let views: Vec<Vec<Picture>> = pictures.iter().map(|picture| views(picture, own.order)).collect();
    // One more for the other fit.
    let total = (candidates.len() + 1) * pictures.len();
    let mut trials: Vec<Trial> = Vec::with_capacity(candidates.len() + 1);
    let attempt = |candidate: Candidate, trials: &mut Vec<Trial>| -> Result<()> {
        let mut scores = Vec::with_capacity(views.len());
        for views in &views {
            control.step(trials.len() * pictures.len() + scores.len(), total, &zoo::trying(candidate.name()))?;
            scores.push(scores_of(engine, &candidate.preprocessing, views, control, input)?);
        }
        trials.push(Trial::of(candidate, &scores));
        Ok(())
    };
    for candidate in candidates {
        attempt(candidate, &mut trials)?;
    }
    let mut best = strongest(&trials);
    if let Some(other) = trials[best].candidate.with_other_fit() {
        attempt(other, &mut trials)?;
        // What is seen of a picture matters less than what its colours mean: the model's own fit has the benefit of the doubt.
        if trials.last().is_some_and(|other| other.is_clearly_better(&trials[best])) {
            best = trials.len() - 1;
        }
    }
    Ok(Guess { trials, best })
}

/// A picture as it is, mirrored (in colour: what networks for grey pictures read is rarely its own mirror), and two parts of it.
fn views(picture: &Picture, order: ChannelOrder) -> Vec<Picture> {
    let (wide, high) = (picture.width - picture.width / LEFT_AWAY, picture.height - picture.height / LEFT_AWAY);
    let first = picture.cropped(0, 0, wide, high);
    let last = picture.cropped((picture.width - wide) as isize, (picture.height - high) as isize, wide, high);
    if order == ChannelOrder::Grey {
        vec![picture.clone(), first, last]
    } else {
        vec![picture.clone(), picture.mirrored(), first, last.mirrored()]
    }
}

fn scores_of(
    engine: &Engine,
    preprocessing: &Preprocessing,
    views: &[Picture],
    control: &Control,
    input: &dyn Fn(&Preprocessing, &Picture) -> Vec<f32>,
) -> Result<Vec<Vec<f32>>> {
    let [height, width] = preprocessing.size;
    let values: Vec<f32> = views.iter().flat_map(|view| input(preprocessing, view)).collect();
    let shape = (views.len(), preprocessing.channels(), height, width);
    let input = Tensor::from_vec(values, shape, &crate::network::Device::Cpu)?;
    engine.scores(&engine.forward(&input, &Keep::Scores, &control.silent())?)
}

/// The number of the trial whose answers say most; of equal ones the first.
fn strongest(trials: &[Trial]) -> usize {
    let better = |best: usize, index: usize| if trials[index].mean() > trials[best].mean() { index } else { best };
    (0..trials.len()).fold(0, better)
}

impl Trial {
    fn of(candidate: Candidate, scores: &[Vec<Vec<f32>>]) -> Self {
        let strongest = |views: &Vec<Vec<f32>>| {
            let answer = Answer::new(views.first().cloned().unwrap_or_default());
            let known = answer.ranking.iter().take(KEPT);
            known.filter_map(|&class| answer.of(class).map(|(_, probability)| (class, probability))).collect()
        };
        let classes = scores.iter().flatten().map(Vec::len).max().unwrap_or(0);
        let most = (scores.len().min(classes).max(1) as f64).ln();
        Self { candidate, answers: scores.iter().map(strongest).collect(), information: information::of_each(scores), most }
    }

    /// How much the answers say of one another in nats, the mean over pictures.
    pub fn mean(&self) -> f64 {
        self.information.iter().sum::<f64>() / self.information.len().max(1) as f64
    }

    /// The same as a share of the most that so many pictures and classes can give, 0 to 1.
    pub fn fit(&self) -> f64 {
        if self.most > 0.0 { (self.mean() / self.most).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Whether these answers clearly say more than the other's: a paired comparison over the pictures.
    pub fn is_clearly_better(&self, other: &Self) -> bool {
        let differences: Vec<f64> = self.information.iter().zip(&other.information).map(|(one, other)| one - other).collect();
        let count = differences.len() as f64;
        if count < 2.0 {
            return false;
        }
        let mean = differences.iter().sum::<f64>() / count;
        let variance = differences.iter().map(|difference| (difference - mean).powi(2)).sum::<f64>() / (count - 1.0);
        mean >= CLEAR_NATS && mean >= CLEAR_ERRORS * (variance / count).sqrt()
    }
}

impl Guess {
    /// The one that fits best.
    pub fn best(&self) -> &Trial {
        &self.trials[self.best]
    }

    /// The strongest of the other conventions that the best one does not clearly beat: the pictures cannot tell the two apart.
    pub fn rival(&self) -> Option<&Trial> {
        let best = self.best();
        let others = self.trials.iter().filter(|trial| trial.candidate.convention != best.candidate.convention);
        others.filter(|trial| !best.is_clearly_better(trial)).max_by(|one, other| one.mean().total_cmp(&other.mean()))
    }

    /// The number of the trial that is in use, if what is in use was tried.
    pub fn in_use(&self, preprocessing: &Preprocessing) -> Option<usize> {
        self.trials.iter().position(|trial| trial.candidate.preprocessing == *preprocessing)
    }

    /// Compares with what is in use. The other fit alone is never clearly better: it changes what is seen, not what it means.
    pub fn verdict(&self, in_use: &Preprocessing) -> Verdict {
        let used = self.in_use(in_use).map(|index| &self.trials[index]).filter(|_| self.best().fit() >= TELLING);
        let Some(used) = used else { return Verdict::Unclear };
        let others = |trial: &&Trial| trial.candidate.convention != used.candidate.convention;
        if self.best().candidate.convention != used.candidate.convention {
            let is_clear = self.best().is_clearly_better(used);
            return if is_clear { Verdict::Better(self.best) } else { Verdict::Unclear };
        }
        let is_clear = self.trials.iter().filter(others).all(|other| used.is_clearly_better(other));
        if is_clear { Verdict::Confirmed } else { Verdict::Unclear }
    }
}

#[cfg(test)]
mod tests;
