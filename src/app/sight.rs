//! What can be read of the window without changing anything, and what follows from it: which class is explained, which unit is
//! looked at, what they are called.

use super::{
    desk::{Desk, Seat},
    questions::{LayerMaps, last_pass},
    state::State,
};
use crate::{
    attribution,
    network::{Class, NodeId, Target},
    units::Unit,
    words::{Phrase, frame},
};

/// The state and the desk.
#[derive(Clone, Copy)]
pub struct Sight<'a> {
    /// What the window knows.
    pub state: &'a State,
    /// Questions and answers.
    pub desk: &'a Desk,
}

impl Sight<'_> {
    /// The class that is explained: the chosen one, else the top one.
    pub fn class(&self) -> Option<Class> {
        self.state.selection.class.or_else(|| last_pass(self.desk)?.value.answer.best())
    }

    /// A class in words; its number where the model has no names.
    pub fn class_name(&self, class: Class) -> Phrase {
        let loaded = self.state.model.as_ref();
        loaded.map_or_else(|| frame::class_number(class.to_string()), |loaded| loaded.class_name(class))
    }

    /// The unit shown at the right: the selected one, else the channel that answers most strongly.
    pub fn unit(&self) -> Option<Unit> {
        self.state.selection.unit.or_else(|| {
            let maps = self.desk.answer::<LayerMaps>(Seat::ONE)?;
            let is_of_layer = Some(maps.question.layer) == self.state.selection.layer;
            maps.value.strongest().filter(|_| is_of_layer).map(Unit::channel)
        })
    }

    /// The selected unit's name: `conv3:114`, or `conv3:114@5,20` for a position.
    pub fn unit_name(&self) -> Option<String> {
        let (layer, unit) = (self.state.selection.layer?, self.unit()?);
        Some(format!("{}{unit}", self.state.model.as_ref()?.title(layer)))
    }

    /// What the picture is called.
    pub fn picture_name(&self) -> Phrase {
        self.state.selection.picture.as_ref().map_or_else(|| Phrase::verbatim(""), |shown| shown.name.clone())
    }

    /// What is selected is called this in files: the layer's title, or the program's name while there is none.
    pub fn layer_name(&self) -> String {
        let layer = self.state.model.as_ref().zip(self.state.selection.layer);
        layer.map_or_else(|| "convscope".to_owned(), |(loaded, layer)| loaded.title(layer).to_owned())
    }

    /// The layer at which class activation maps and embeddings look: the selected one if that is wanted, else the last maps.
    pub fn looking_layer(&self, selected: bool) -> Option<NodeId> {
        let loaded = self.state.model.as_ref()?;
        let last = || attribution::last_maps(loaded.engine.network(), &Target::Class(Class(0)));
        if selected { self.state.selection.layer } else { last() }
    }
}
