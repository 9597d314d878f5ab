//! What the hand's panels see of one frame: how it is covered, what is asked and what was answered last.

use super::{
    command::{Cover, Settings, Surface},
    work::{ByHand, Covered},
};
use crate::{
    app::{chapters::ChapterCommand, command::Command, desk::Seat, sight::Sight, view::View},
    network::NodeId,
};

/// The layer whose maps are covered: the selected one, if it has maps.
pub fn layer(sight: Sight<'_>) -> Option<(NodeId, [usize; 2])> {
    let (layer, loaded) = (sight.state.selection.layer?, sight.state.model.as_ref()?);
    let [_, height, width] = loaded.map_shape(layer)?;
    (height * width > 1).then_some((layer, [height, width]))
}

/// What is shown.
pub struct Scene<'a> {
    /// The window.
    pub view: &'a View<'a>,
    /// How it is covered.
    pub settings: &'a Settings,
    /// What is being asked.
    pub asked: Option<&'a ByHand>,
}

impl Scene<'_> {
    /// Asks for something of the hand.
    pub fn send(&self, asked: Cover) {
        self.view.send(Command::Of(ChapterCommand::Hand(asked)));
    }

    /// Covers otherwise.
    pub fn change(&self, change: impl FnOnce(&mut Settings)) {
        let mut changed = self.settings.clone();
        change(&mut changed);
        self.send(Cover::Like(changed));
    }

    /// The last answer with something covered, if it is about what is covered now.
    pub fn covered(&self) -> Option<&Covered> {
        let (asked, answer) = (self.asked?, self.view.desk.answer::<ByHand>(Seat::ONE)?);
        let is_of_now = answer.question.pass == asked.pass && answer.question.place == asked.place;
        is_of_now.then_some(answer.value.as_ref())
    }

    /// Rows and columns of what is covered.
    pub fn size(&self) -> Option<[usize; 2]> {
        match self.settings.surface {
            Surface::Picture => Some(self.view.state.preprocessing.as_ref()?.size),
            Surface::Channel | Surface::Layer => layer(self.view.sight()).map(|(_, size)| size),
        }
    }
}
