//! Which preparation of pictures fits the model? Asked by itself where nobody said how it takes them, else when a person asks.
//!
//! Two questions: how the usual ways compare on pictures that ship and on the first one that the person brought along, in the
//! background and once for a model; and, while somebody looks, what each of them makes of the picture that is shown.

use std::sync::Arc;

use crate::{
    app::{
        desk::{About, Answer, Conduct, Desk, Question, Reporter, Seat},
        ids::{ModelId, PictureId},
        open::{Loaded, Shown},
        state::{Dialog, State},
    },
    data::world,
    network::{self, Class, Device, Error, Keep, Tensor},
    picture::{Picture, Preprocessing},
    words::{Phrase, frame},
    zoo::guess::{Guess, Trial, Verdict, guess},
};

/// Which of the usual preparations fits?
#[derive(Clone, Debug, PartialEq)]
pub struct FitsOf {
    /// The network.
    pub model: ModelId,
    /// How the model says that its pictures are prepared, or how that was assumed.
    pub own: Preprocessing,
    /// The picture of the person's that is looked at beside those that ship.
    pub picture: Option<PictureId>,
}

impl Question for FitsOf {
    type Answer = Guess;
    type Given = (Arc<Loaded>, Option<Arc<Shown>>);
    type Error = Error;

    const CONDUCT: Conduct = Conduct { shows_failure: true, ..Conduct::BACKGROUND };

    fn title(&self, (loaded, _): &Self::Given) -> Phrase {
        frame::comparing_preprocessings(&loaded.model.name)
    }

    fn about(&self) -> About {
        About { model: Some(self.model), folder: None }
    }

    fn work(&self, (loaded, shown): Self::Given, reporter: &Reporter<'_, Guess>) -> Result<Guess, Error> {
        let scenes: Vec<Picture> = world::SAMPLES.iter().map(world::Sample::picture).collect();
        let pictures: Vec<&Picture> = shown.iter().map(|shown| &shown.picture).chain(&scenes).collect();
        guess(&loaded.engine, &self.own, &pictures, reporter.control())
    }
}

/// What does the network answer to the picture that is shown, prepared in each of some ways?
#[derive(Clone, Debug, PartialEq)]
pub struct TriedOn {
    /// The network.
    pub model: ModelId,
    /// The picture.
    pub picture: PictureId,
    /// The ways.
    pub preprocessings: Vec<Preprocessing>,
}

impl Question for TriedOn {
    /// For each way the strongest class with its probability.
    type Answer = Vec<Option<(Class, f64)>>;
    type Given = (Arc<Loaded>, Arc<Shown>);
    type Error = Error;

    fn title(&self, (loaded, _): &Self::Given) -> Phrase {
        frame::comparing_preprocessings(&loaded.model.name)
    }

    fn about(&self) -> About {
        About { model: Some(self.model), folder: None }
    }

    fn work(&self, (loaded, shown): Self::Given, reporter: &Reporter<'_, Self::Answer>) -> Result<Self::Answer, Error> {
        let answer = |preprocessing: &Preprocessing| {
            let [height, width] = preprocessing.size;
            let values = preprocessing.apply(&shown.picture);
            let input = Tensor::from_vec(values, (1, preprocessing.channels(), height, width), &Device::Cpu)?;
            let scores = loaded.engine.scores(&loaded.engine.forward(&input, &Keep::Scores, reporter.control())?)?;
            let answer = network::Answer::new(scores.into_iter().next().unwrap_or_default());
            Ok(answer.best().and_then(|class| Some((class, answer.of(class)?.1))))
        };
        self.preprocessings.iter().map(answer).collect()
    }
}

/// How the usual preparations compare for the model, once that is known.
pub fn fits(desk: &Desk) -> Option<&Answer<FitsOf>> {
    desk.fresh::<FitsOf>(Seat::ONE)
}

/// What each of them makes of the picture that is shown, in their order; fresh or stale.
pub fn tried(desk: &Desk) -> Option<&Answer<TriedOn>> {
    desk.answer::<TriedOn>(Seat::ONE)
}

/// The preparation that clearly fits better than the one in use, if there is one, and the one in use.
pub fn better<'a>(state: &State, desk: &'a Desk) -> Option<(&'a Trial, &'a Trial)> {
    let guess = fits(desk)?.value.as_ref();
    let now = state.preprocessing.as_ref()?;
    let Verdict::Better(index) = guess.verdict(now) else { return None };
    guess.trials.get(index).zip(guess.trials.get(guess.in_use(now)?))
}

pub(super) fn ask(state: &State, desk: &mut Desk) {
    let question = question(state, desk);
    // It waits until the picture in front of the person is answered.
    let is_answered = super::pass(desk).is_some();
    let shown = question.as_ref().and_then(|question| question.picture).and(state.selection.picture.clone());
    desk.ask(Seat::ONE, question, || is_answered.then_some((state.model.clone()?, shown)));
    let tried = if state.dialog == Dialog::Preprocessing { tries(state, desk) } else { None };
    desk.ask(Seat::ONE, tried, || Some((state.model.clone()?, state.selection.picture.clone()?)));
}

/// Once it is answered with a picture of the person's, it stays: other pictures ask nothing anew.
fn question(state: &State, desk: &Desk) -> Option<FitsOf> {
    let loaded = state.model.as_ref()?;
    let is_wanted = loaded.model.preprocessing_source.is_assumed() || state.compared == Some(loaded.id);
    let brought = state.selection.picture.as_ref().filter(|shown| shown.sample.is_none() && !shown.drawn);
    let before = desk.answer::<FitsOf>(Seat::ONE).map(|answer| &answer.question);
    let before = before.filter(|before| before.model == loaded.id && (before.picture.is_some() || brought.is_none()));
    let new = || FitsOf { model: loaded.id, own: loaded.model.preprocessing.clone(), picture: brought.map(|shown| shown.id) };
    is_wanted.then(|| before.cloned().unwrap_or_else(new))
}

fn tries(state: &State, desk: &Desk) -> Option<TriedOn> {
    let answer = fits(desk)?;
    let preprocessings = answer.value.trials.iter().map(|trial| trial.candidate.preprocessing.clone()).collect();
    Some(TriedOn { model: answer.question.model, picture: state.selection.picture.as_ref()?.id, preprocessings })
}
