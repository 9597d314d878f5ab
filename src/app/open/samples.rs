//! The pictures that come with the models that ship.

use crate::{
    data::{
        self, Dataset, Part, SAMPLES, WorldOptions,
        world::{
            self,
            fauna::{Fauna, SPECIES, Without},
        },
    },
    picture::{self, Picture},
    words::{Phrase, frame},
    zoo::{self, Sees, Shipped, class_phrase},
};

/// Which pictures come with a model that ships.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Samples {
    /// Scenes of the rendered world.
    #[default]
    World,
    /// The drawings that Shapes knows.
    Shapes,
    /// Animals that Fauna knows.
    Animals,
}

/// The series that the animals come from: the first ones of those for testing.
pub const ANIMALS: Fauna = Fauna { seed: 0, test: true };

/// How many animals there are to start with.
const ANIMALS_COUNT: usize = 8;

/// Rendered pictures of the gallery.
const GALLERY: usize = 400;

impl Samples {
    /// Those of the model that ships by this name.
    pub fn of(shipped: &str) -> Self {
        match Shipped::named(shipped).map(|shipped| shipped.sees) {
            Some(Sees::Shapes) => Self::Shapes,
            Some(Sees::Animals) => Self::Animals,
            _ => Self::World,
        }
    }

    /// The name of a model that they come with.
    pub const fn model(self) -> &'static str {
        match self {
            Self::World => zoo::DEFAULT_MODEL,
            Self::Shapes => "shapes",
            Self::Animals => "fauna",
        }
    }

    /// How many pictures there are to start with.
    pub fn count(self) -> usize {
        match self {
            Self::World => world::SAMPLES.len(),
            Self::Shapes => SAMPLES.len(),
            Self::Animals => ANIMALS_COUNT,
        }
    }

    /// What one of them is called.
    pub fn name(self, index: usize) -> Phrase {
        match self {
            Self::World => both(world::SAMPLES[index % self.count()].classes.map(world::Class::name)),
            Self::Shapes => {
                let sample = &SAMPLES[index % self.count()];
                match *sample.classes {
                    [first, second] => both([first, second]),
                    _ => class_phrase(sample.name),
                }
            }
            Self::Animals => class_phrase(SPECIES[ANIMALS.class(index % ANIMALS_COUNT)].name),
        }
    }

    /// One of them; after the last comes the first.
    ///
    /// # Errors
    /// The picture cannot be read.
    pub fn picture(self, index: usize) -> Result<Picture, picture::Error> {
        match self {
            Self::World => Ok(world::SAMPLES[index % self.count()].picture()),
            Self::Shapes => SAMPLES[index % self.count()].picture(),
            Self::Animals => Ok(ANIMALS.picture(index % ANIMALS_COUNT, &Without::default())),
        }
    }

    /// What the data set to start with is called.
    pub const fn title(self) -> Phrase {
        match self {
            Self::World => frame::GALLERY,
            Self::Shapes => frame::GALLERY_OF_SHAPES,
            Self::Animals => frame::GALLERY_OF_ANIMALS,
        }
    }

    /// The data set to start with.
    pub fn gallery(self) -> Result<Dataset, data::Error> {
        match self {
            Self::World => {
                let options = WorldOptions { kind: world::Kind::OneObject, count: GALLERY, seed: 0, part: Part::Test };
                Dataset::world(options)
            }
            Self::Shapes => Dataset::gallery(),
            Self::Animals => Dataset::fauna(GALLERY, ANIMALS.seed, Part::Test),
        }
    }
}

/// What a picture of two things is called.
fn both([first, second]: [&str; 2]) -> Phrase {
    frame::two_things(class_phrase(first), class_phrase(second))
}
