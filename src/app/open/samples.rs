//! The pictures that come with the models that ship.

use super::Shown;
use crate::{
    app::ids::PictureId,
    data::{self, Dataset, Part, SAMPLES, WorldOptions, world},
    picture,
    zoo::{Sees, Shipped},
};

/// Which pictures come with a model that ships.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Samples {
    /// Scenes of the rendered world.
    #[default]
    World,
    /// The drawings that Shapes knows.
    Shapes,
}

/// Rendered pictures of the gallery.
const GALLERY: usize = 400;

impl Samples {
    /// Those of the model that ships by this name.
    pub fn of(shipped: &str) -> Self {
        let is_shapes = Shipped::named(shipped).is_some_and(|shipped| shipped.sees == Sees::Shapes);
        if is_shapes { Self::Shapes } else { Self::World }
    }

    /// How many pictures there are to start with.
    pub fn count(self) -> usize {
        match self {
            Self::World => world::SAMPLES.len(),
            Self::Shapes => SAMPLES.len(),
        }
    }

    /// Opens one of them; after the last comes the first.
    pub fn open(self, id: PictureId, index: usize) -> Result<Shown, picture::Error> {
        let index = index % self.count();
        let (name, picture) = match self {
            Self::World => (world::SAMPLES[index].name, world::SAMPLES[index].picture()),
            Self::Shapes => (SAMPLES[index].name, SAMPLES[index].picture()?),
        };
        Ok(Shown { sample: true, ..Shown::new(id, name.to_owned(), picture) })
    }

    /// The data set to start with.
    pub fn gallery(self) -> Result<Dataset, data::Error> {
        match self {
            Self::World => {
                let options = WorldOptions { kind: world::Kind::OneObject, count: GALLERY, seed: 0, part: Part::Test };
                Ok(Dataset { name: "rendered world".to_owned(), ..Dataset::world(options)? })
            }
            Self::Shapes => Dataset::gallery(),
        }
    }
}
