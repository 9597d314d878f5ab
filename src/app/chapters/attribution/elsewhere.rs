//! Another picture or another network for a tile of its own, opened and run in the background.

use std::{path::Path, sync::Arc};

use crate::{
    app::{
        desk::{About, Conduct, Question, Reporter},
        ids::{ModelId, PictureId},
        open::{Folder, Loaded, Samples, Shown},
        questions::{Forward, ForwardPass},
    },
    data::ItemId,
    network::Device,
    picture::Preprocessing,
    words::{Phrase, Words, attribution as say, frame},
    zoo::Shipped,
};

/// What does this network answer to this picture?
#[derive(Clone, Debug, PartialEq)]
pub struct Elsewhere {
    /// The network by its name or file; the open one if `None`.
    pub model: Option<String>,
    /// The picture by its name or file; the one that is shown if `None`.
    pub picture: Option<String>,
    /// The open network.
    pub open: ModelId,
    /// The picture that is shown.
    pub shown: PictureId,
    /// How pictures are prepared for the open network.
    pub preprocessing: Preprocessing,
}

/// What the work reads.
pub struct Given {
    /// The open network.
    pub loaded: Arc<Loaded>,
    /// The picture that is shown.
    pub shown: Arc<Shown>,
    /// The open folder.
    pub folder: Option<Arc<Folder>>,
}

/// A network and a picture, and what the one answers to the other.
pub struct There {
    /// The network.
    pub loaded: Arc<Loaded>,
    /// The picture.
    pub shown: Arc<Shown>,
    /// What was asked of the network.
    pub forward: Forward,
    /// What it answered.
    pub pass: Arc<ForwardPass>,
}

impl Question for Elsewhere {
    type Answer = There;
    type Given = Given;
    type Error = Phrase;

    const CONDUCT: Conduct = Conduct { shows_failure: true, ..Conduct::ON_SCREEN };

    fn title(&self, given: &Given) -> Phrase {
        frame::running(&given.loaded.model.name, given.shown.name.clone())
    }

    fn about(&self) -> About {
        About { model: Some(self.open), folder: None }
    }

    fn work(&self, given: Given, reporter: &Reporter<'_, There>) -> Result<There, Phrase> {
        let loaded = match &self.model {
            Some(name) => Arc::new(network(name)?),
            None => given.loaded,
        };
        let shown = match &self.picture {
            Some(name) => Arc::new(picture(name, &loaded, given.folder.as_deref())?),
            None => given.shown,
        };
        let preprocessing = if self.model.is_some() { loaded.model.preprocessing.clone() } else { self.preprocessing.clone() };
        let pass = Arc::new(ForwardPass::of(&loaded, &shown.picture, &preprocessing, reporter.control())?);
        Ok(There { forward: Forward { model: loaded.id, picture: shown.id, preprocessing }, loaded, shown, pass })
    }
}

/// Opens a network by the name that it ships by, or from a file.
fn network(name: &str) -> Result<Loaded, Phrase> {
    match Shipped::named(name) {
        Some(shipped) => Loaded::shipped(ModelId::new(), shipped.name, &Device::Cpu),
        None => Loaded::open(ModelId::new(), Path::new(name), &Device::Cpu),
    }
}

/// Opens a picture by its file, by its name in the folder, or among those that ship.
fn picture(name: &str, loaded: &Loaded, folder: Option<&Folder>) -> Result<Shown, Phrase> {
    let id = PictureId::new();
    if Path::new(name).is_file() {
        return Ok(Shown::open(id, Path::new(name))?);
    }
    let item = folder.and_then(|folder| {
        let dataset = &folder.dataset;
        let item = (0..dataset.len()).map(ItemId).find(|item| dataset.item(*item).is_some_and(|known| known.name == name))?;
        Some((folder, item))
    });
    if let Some((folder, item)) = item {
        return Ok(Shown { item: Some((folder.id, item)), ..Shown::of_item(id, &folder.dataset, item)? });
    }
    let own = Samples::of(loaded.shipped.unwrap_or_default());
    let others = [own, Samples::World, Samples::Shapes, Samples::Animals];
    for samples in others {
        if let Some(index) = (0..samples.count()).find(|index| sample_name(samples, *index) == name) {
            let shown = Shown::new(id, samples.name(index), samples.picture(index)?);
            return Ok(Shown { sample: Some((samples, index)), ..shown });
        }
    }
    Err(say::no_such_picture(name))
}

/// What a picture that ships is called in a tile: the same in every language.
pub fn sample_name(samples: Samples, index: usize) -> String {
    Words::ENGLISH.say(&samples.name(index))
}
