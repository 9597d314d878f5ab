//! A network taken apart, as a question to the desk: the one that is open, or a published architecture without weights.

use std::{collections::HashMap, sync::Arc};

use crate::{
    anatomy::{Anatomy, Part},
    app::{
        desk::{About, Question, Reporter, Seat},
        ids::ModelId,
        open::Loaded,
    },
    network::{Network, NodeId, ReceptiveField},
    units::middle,
    words::{Phrase, anatomy as say},
    zoo::{self, ArchitectureName},
};

/// Which network is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The one that is open.
    Open(ModelId),
    /// A published one.
    Published(ArchitectureName),
}

/// What is a network made of?
#[derive(Clone, Debug, PartialEq)]
pub struct AnatomyOf {
    /// Which one.
    pub whose: Whose,
}

/// Where it comes from.
pub enum Given {
    /// The model that is open.
    Open(Arc<Loaded>),
    /// The program's own list.
    Published(ArchitectureName),
}

/// Where the one that is compared is answered.
pub const BESIDE: Seat = Seat::named("beside");

/// A network taken apart.
pub struct Taken {
    /// What it is called.
    pub name: String,
    /// The network.
    pub network: Arc<Network>,
    /// Its parts.
    pub anatomy: Anatomy,
    /// What the middle position of each part sees, for those that have maps.
    pub fields: HashMap<NodeId, ReceptiveField>,
}

impl Question for AnatomyOf {
    type Answer = Taken;
    type Given = Given;
    type Error = zoo::Error;

    fn title(&self, _: &Given) -> Phrase {
        say::TAKING_APART
    }

    fn about(&self) -> About {
        match self.whose {
            Whose::Open(model) => About { model: Some(model), folder: None },
            Whose::Published(_) => About::default(),
        }
    }

    fn work(&self, given: Given, _: &Reporter<'_, Taken>) -> Result<Taken, zoo::Error> {
        let (name, network) = match given {
            Given::Open(loaded) => (loaded.model.name.clone(), loaded.engine.shared_network()),
            Given::Published(name) => {
                let model = zoo::architecture(name.name())?;
                (model.name, model.network)
            }
        };
        let anatomy = Anatomy::of(&network);
        let field = |part: &Part| {
            let [y, x] = middle(&network, part.node)?;
            Some((part.node, network.receptive_field(part.node, y, x)))
        };
        let fields = anatomy.all().into_iter().filter_map(field).collect();
        Ok(Taken { name, network, anatomy, fields })
    }
}
