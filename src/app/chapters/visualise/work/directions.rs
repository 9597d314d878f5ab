//! The pictures of the open folder that go furthest along a random direction of a layer.

use std::sync::Arc;

use crate::{
    app::{
        desk::{About, Conduct, Question, Reporter},
        open::{Folder, Loaded},
        questions::StrongestIn,
    },
    methods::{Pass, PassError},
    network::Channel,
    visualization::directions,
    words::{Phrase, frame},
};

pub use crate::visualization::Directions;

/// Which pictures of a folder go furthest along a random direction, and which along a channel?
#[derive(Clone, Debug, PartialEq)]
pub struct DirectionsIn {
    /// Network, folder and layer.
    pub of: StrongestIn,
    /// The channel.
    pub channel: Channel,
    /// What chance follows.
    pub seed: u64,
}

impl Question for DirectionsIn {
    type Answer = Directions;
    type Given = (Arc<Loaded>, Arc<Folder>);
    type Error = PassError;

    const CONDUCT: Conduct = Conduct::BACKGROUND;

    fn title(&self, (loaded, folder): &Self::Given) -> Phrase {
        frame::looking_for_strongest(folder.title.clone(), loaded.title(self.of.layer))
    }

    fn about(&self) -> About {
        self.of.about()
    }

    fn work(&self, (loaded, folder): Self::Given, reporter: &Reporter<'_, Directions>) -> Result<Directions, PassError> {
        let pass = Pass { engine: &loaded.engine, preprocessing: &self.of.preprocessing, dataset: &folder.dataset };
        let mut observer = |found: &Directions| reporter.partial(|| found.clone());
        directions(pass, self.of.layer, self.channel, self.seed, reporter.control(), &mut observer)
    }
}
