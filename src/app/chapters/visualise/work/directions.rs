//! The pictures of the open folder that go furthest along a random direction of a layer; all of its channels share them.

use std::sync::Arc;

use crate::{
    app::{
        desk::{About, Conduct, Question, Reporter},
        open::{Folder, Loaded},
        questions::StrongestIn,
    },
    methods::{Pass, PassError},
    visualization::{Furthest, furthest, random_direction},
    words::{Phrase, frame},
};

/// Which pictures of a folder go furthest along a random direction?
#[derive(Clone, Debug, PartialEq)]
pub struct FurthestIn {
    /// Network, folder and layer.
    pub of: StrongestIn,
    /// What chance follows.
    pub seed: u64,
}

impl Question for FurthestIn {
    type Answer = Furthest;
    type Given = (Arc<Loaded>, Arc<Folder>);
    type Error = PassError;

    const CONDUCT: Conduct = Conduct::BACKGROUND;

    fn title(&self, (loaded, folder): &Self::Given) -> Phrase {
        frame::looking_for_strongest(folder.title.clone(), loaded.title(self.of.layer))
    }

    fn about(&self) -> About {
        self.of.about()
    }

    fn work(&self, (loaded, folder): Self::Given, reporter: &Reporter<'_, Furthest>) -> Result<Furthest, PassError> {
        let pass = Pass { engine: &loaded.engine, preprocessing: &self.of.preprocessing, dataset: &folder.dataset };
        let mut observer = |found: &Furthest| reporter.partial(|| found.clone());
        let channels = loaded.engine.network().node(self.of.layer).shape.get(1).copied().unwrap_or(1);
        furthest(pass, self.of.layer, &random_direction(channels, self.seed), reporter.control(), &mut observer)
    }
}
