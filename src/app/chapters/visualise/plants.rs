//! Which picture grows for what is wanted: the same one as long as goal, recipe and seed stay the same.

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use super::work::{Plant, Wanted};
use crate::{
    app::{
        ids::{ModelId, PictureId},
        open::Loaded,
        shelf::Shelf,
    },
    network::Device,
    picture::Preprocessing,
    visualization::{Lens, Source},
};

/// What a plant grows from.
#[derive(Clone, Debug, PartialEq)]
pub struct Soil {
    /// The network.
    pub model: ModelId,
    /// The recipe, by its id.
    pub recipe: &'static str,
    /// What is to become large.
    pub wanted: Wanted,
    /// What chance follows.
    pub seed: u64,
    /// Pictures that grow at once.
    pub count: usize,
    /// The open picture, if it is about that.
    pub picture: Option<PictureId>,
    /// The second picture, if it is about that.
    pub second: Option<PictureId>,
    /// How often it was begun again.
    pub turn: usize,
}

/// A plant in its soil.
#[derive(Clone)]
pub struct Rooted {
    /// What it grows from.
    pub soil: Soil,
    /// What grows.
    pub plant: Arc<Plant>,
    /// The plant from whose picture it starts.
    pub before: Option<Arc<Plant>>,
    /// When to rest.
    pub until: usize,
}

/// The plant in front and the one beside it, and the network through which they look.
#[derive(Default)]
pub struct Plants {
    /// In front, beside.
    pub rooted: [Option<Rooted>; 2],
    /// How often the person began again.
    pub turn: usize,
    lens: Option<(ModelId, Preprocessing, Arc<Lens>)>,
    drawers: Option<(ModelId, Drawer)>,
}

/// The generator of a network, opened by the first job that needs it, and the file where one that was trained here lies.
pub type Drawer = Arc<(OnceLock<Option<Arc<Source>>>, Option<PathBuf>)>;

impl Plants {
    /// A generator was trained: it is looked for again.
    pub fn look_again(&mut self) {
        self.drawers = None;
        self.turn += 1;
    }

    /// The generator of a network.
    pub fn drawer(&mut self, loaded: &Loaded, shelf: Option<&Shelf>) -> Drawer {
        match &self.drawers {
            Some((of, drawer)) if *of == loaded.id => Arc::clone(drawer),
            _ => {
                let drawer = Drawer::new((OnceLock::new(), shelf.map(|shelf| shelf.generator(loaded))));
                self.drawers = Some((loaded.id, Arc::clone(&drawer)));
                drawer
            }
        }
    }

    /// The network with the parts that are prepared already.
    pub fn lens(&mut self, loaded: &Loaded, preprocessing: &Preprocessing) -> Arc<Lens> {
        if let Some((model, prepared, lens)) = &self.lens
            && *model == loaded.id
            && prepared == preprocessing
        {
            return Arc::clone(lens);
        }
        let lens = Arc::new(Lens::new(loaded.model.network.clone(), preprocessing.clone(), Device::Cpu));
        self.lens = Some((loaded.id, preprocessing.clone(), Arc::clone(&lens)));
        lens
    }

    /// The plant for a soil: the one that is there, or a new one, which starts from the picture of the one before where it is to
    /// carry on.
    pub fn plant(&mut self, place: usize, soil: Soil, carries_on: bool) -> &mut Rooted {
        let slot = &mut self.rooted[place];
        let old = slot.take();
        let rooted = match old {
            Some(rooted) if rooted.soil == soil => rooted,
            old => {
                let carries = |old: &Rooted| {
                    let kept = |soil: &Soil| (soil.model, soil.recipe, soil.turn, soil.seed, soil.count);
                    carries_on && kept(&old.soil) == kept(&soil) && old.soil.wanted.layer() == soil.wanted.layer()
                };
                let before = old.filter(carries).map(|old| old.plant);
                Rooted { soil, plant: Arc::new(Plant::new()), before, until: usize::MAX }
            }
        };
        slot.insert(rooted)
    }
}
