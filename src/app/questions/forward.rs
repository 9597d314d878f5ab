//! The forward pass of the picture through the network.

use std::{sync::Arc, time::Instant};

use crate::{
    app::{
        desk::{self, About, Desk, Question, Reporter, Seat},
        ids::{ModelId, PictureId},
        open::{Loaded, Shown},
        state::State,
    },
    network::{Activations, Answer, Device, Error, Keep, Result, Tensor},
    picture::{Picture, Preprocessing},
    words::{Phrase, frame},
};

/// What does the network answer?
#[derive(Clone, Debug, PartialEq)]
pub struct Forward {
    /// The network.
    pub model: ModelId,
    /// The picture.
    pub picture: PictureId,
    /// How it is prepared.
    pub preprocessing: Preprocessing,
}

/// What the network answers to a picture.
#[derive(Clone)]
pub struct ForwardPass {
    /// Every value of the pass.
    pub activations: Arc<Activations>,
    /// The network's input, `1 x C x H x W`.
    pub input: Tensor,
    /// What the network sees, in the input's size.
    pub visible: Arc<Picture>,
    /// Scores, probabilities and ranking.
    pub answer: Arc<Answer>,
    /// Seconds that the pass took.
    pub seconds: f64,
}

impl ForwardPass {
    /// Prepares a picture and runs the network, keeping every value.
    ///
    /// # Errors
    /// The picture does not fit the network; cancellation.
    pub fn of(
        loaded: &Loaded,
        picture: &Picture,
        preprocessing: &Preprocessing,
        control: &crate::control::Control,
    ) -> Result<Self> {
        let visible = preprocessing.visible(picture);
        let [height, width] = preprocessing.size;
        let values = preprocessing.apply(picture);
        let input = Tensor::from_vec(values, (1, preprocessing.channels(), height, width), &Device::Cpu)?;
        let begin = Instant::now();
        let activations = loaded.engine.forward(&input, &Keep::All, control)?;
        let rows = loaded.engine.scores(&activations)?;
        let seconds = begin.elapsed().as_secs_f64();
        let scores = rows.into_iter().next().unwrap_or_default();
        Ok(Self {
            activations: Arc::new(activations),
            input,
            visible: Arc::new(visible),
            answer: Arc::new(Answer::new(scores)),
            seconds,
        })
    }
}

impl Question for Forward {
    type Answer = ForwardPass;
    type Given = (Arc<Loaded>, Arc<Shown>);
    type Error = Error;

    fn title(&self, (loaded, shown): &Self::Given) -> Phrase {
        frame::running(&loaded.model.name, shown.name.clone())
    }

    fn about(&self) -> About {
        About { model: Some(self.model), folder: None }
    }

    fn work(&self, (loaded, shown): Self::Given, reporter: &Reporter<'_, ForwardPass>) -> Result<ForwardPass> {
        ForwardPass::of(&loaded, &shown.picture, &self.preprocessing, reporter.control())
    }
}

/// The answer of the forward pass to what is selected, once it is there.
pub fn pass(desk: &Desk) -> Option<&desk::Answer<Forward>> {
    desk.fresh::<Forward>(Seat::ONE)
}

/// The last answer, fresh or stale.
pub fn last_pass(desk: &Desk) -> Option<&desk::Answer<Forward>> {
    desk.answer::<Forward>(Seat::ONE)
}

pub(super) fn ask(state: &State, desk: &mut Desk) {
    let (loaded, shown) = (state.model.as_ref(), state.selection.picture.as_ref());
    let question = loaded.zip(shown).zip(state.preprocessing.clone()).map(|((loaded, shown), preprocessing)| Forward {
        model: loaded.id,
        picture: shown.id,
        preprocessing,
    });
    desk.ask(Seat::ONE, question, || Some((loaded.cloned()?, shown.cloned()?)));
}
