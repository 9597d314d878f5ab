//! The models that ship inside the program: networks that Convscope trained itself (`convscope train NAME`), so that nobody else
//! owns them, and Shapes, which `models/shapes/train.py` trained. What each is stands in its sidecar and is shown.

use std::path::Path;

use super::{Error, Generator, Model, Result, TrainedGenerator, open};
use crate::{formats::safetensors, words::Phrase};

/// The pictures that a model learned from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// Scenes of the rendered world.
    Scenes,
    /// Invented animals.
    Animals,
    /// Drawings of shapes.
    Shapes,
    /// Photographs.
    Photographs,
    /// Photographs of 32 x 32 pixels.
    SmallPhotographs,
    /// Handwritten digits.
    Digits,
}

/// A model that ships.
#[derive(Clone, Copy)]
pub struct Shipped {
    /// The name that the command line and [`super::open`] know it by.
    pub name: &'static str,
    /// The name on a button.
    pub title: &'static str,
    /// What it was shown.
    pub sees: Sees,
    /// Whether it answers by a cue that has nothing to do with the classes.
    pub learned_shortcut: bool,
    weights: &'static [u8],
    sidecar: &'static str,
}

macro_rules! shipped {
    ($name:literal, $title:literal, $sees:ident) => {
        Shipped {
            name: $name,
            title: $title,
            sees: Sees::$sees,
            learned_shortcut: false,
            weights: include_bytes!(concat!("../../models/", $name, ".safetensors")),
            sidecar: include_str!(concat!("../../models/", $name, ".toml")),
        }
    };
}

/// All of them, the one to start with first.
pub static SHIPPED: [Shipped; 7] = [
    shipped!("world", "World", Scenes),
    shipped!("photos", "Photos", Photographs),
    shipped!("cifar10", "CIFAR-10", SmallPhotographs),
    shipped!("digits", "Digits", Digits),
    Shipped { learned_shortcut: true, ..shipped!("shortcut", "Shortcut", Scenes) },
    shipped!("fauna", "Fauna", Animals),
    shipped!("shapes", "Shapes", Shapes),
];

/// The one to start with.
pub const DEFAULT: &str = SHIPPED[0].name;

impl Shipped {
    /// The one of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        SHIPPED.iter().find(|shipped| shipped.name == name)
    }

    /// The first one that was shown such pictures.
    pub fn that_sees(sees: Sees) -> Option<&'static Self> {
        SHIPPED.iter().find(|shipped| shipped.sees == sees)
    }

    /// The one that a person means who wrote this: by its name, where no file is called so.
    pub fn meant(file_or_name: &Path) -> Option<&'static Self> {
        SHIPPED.iter().find(|shipped| file_or_name == Path::new(shipped.name) && !file_or_name.exists())
    }

    /// Opens it, with a preprocessing said by hand above its own (empty for none).
    ///
    /// # Errors
    /// The preprocessing cannot be understood.
    pub fn open(&self, preprocessing: &str) -> Result<Model> {
        let model = open::open_bytes(self.name, self.weights, self.sidecar, preprocessing)?;
        let weights = vec![("weights", model.network.parameter_count().into())];
        Ok(Model { about: Phrase::named_with(format!("model-{}.about", self.name), weights), ..model })
    }

    /// What it knows, in a few words.
    pub fn knows(&self) -> Phrase {
        Phrase::named(format!("model-{}", self.name))
    }

    /// Bytes of its weights and its sidecar.
    pub fn bytes(&self) -> usize {
        self.weights.len() + self.sidecar.len()
    }
}

/// A generator that ships.
#[derive(Clone, Copy)]
pub struct ShippedGenerator {
    /// The name that the command line knows it by.
    pub name: &'static str,
    weights: &'static [u8],
    sidecar: &'static str,
}

/// The generators that ship.
pub static SHIPPED_GENERATORS: [ShippedGenerator; 1] = [ShippedGenerator {
    name: "generator-world",
    weights: include_bytes!("../../models/generator-world.safetensors"),
    sidecar: include_str!("../../models/generator-world.toml"),
}];

impl ShippedGenerator {
    /// Opens it.
    ///
    /// # Errors
    /// The program is damaged.
    pub fn open(&self) -> Result<Generator> {
        let wrong = |problem: String| Error::Open { path: self.name.into(), problem };
        let file = safetensors::parse(self.weights).map_err(|failure| wrong(failure.to_string()))?;
        let trained = TrainedGenerator::recognise(file).map_err(wrong)?;
        let generator = trained.generator(self.name, self.sidecar).map_err(wrong)?;
        let weights = vec![("weights", generator.network.parameter_count().into())];
        Ok(Generator { about: Phrase::named_with(format!("model-{}.about", self.name), weights), ..generator })
    }

    /// What it draws, in a few words.
    pub fn draws(&self) -> Phrase {
        Phrase::named(format!("model-{}", self.name))
    }
}

impl Generator {
    /// The generator that ships for this model, if there is one.
    pub fn shipped_for(model: &Model) -> Option<Self> {
        let mut opened = SHIPPED_GENERATORS.iter().filter_map(|shipped| shipped.open().ok());
        opened.find(|generator| generator.layer_of(model).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        words::{Language, Words},
        zoo::PreprocessingSource,
    };

    #[test]
    fn every_model_opens_says_what_it_is_and_all_are_small() {
        for shipped in &SHIPPED {
            let model = shipped.open("").unwrap();
            assert_eq!(model.labels.len(), model.network.class_count(), "{}", shipped.name);
            assert_eq!(model.preprocessing_source, PreprocessingSource::Sidecar(format!("{}.toml", shipped.name)));
            let sidecar: toml::Table = shipped.sidecar.parse().unwrap();
            let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
            for language in Language::ALL {
                // What is said of it ends in the numbers that its sidecar measured, whatever the language's signs.
                let said = digits(&Words(language).find(&model.about).unwrap());
                let measured = sidecar.get("accuracy").map_or("99.8, 5000", |value| value.as_str().unwrap());
                assert!(said.ends_with(&digits(measured)), "{} in {language:?}: {said}", shipped.name);
                assert!(Words(language).find(&shipped.knows()).is_some());
            }
        }
        assert!(SHIPPED.iter().map(Shipped::bytes).sum::<usize>() < 20_000_000);
    }

    #[test]
    fn generators_belong_to_models_that_ship_and_are_small() {
        let world = super::super::default_model().unwrap();
        let generator = Generator::shipped_for(&world).unwrap();
        let layer = world.network.node(generator.layer_of(&world).unwrap());
        assert_eq!(generator.network.node(generator.network.input()).shape, layer.shape);
        let drawn = &generator.network.node(generator.network.scores()).shape;
        assert_eq!((drawn, &generator.preprocessing), (&world.network.node(world.network.input()).shape, &world.preprocessing));
        assert!(generator.codes.upper().iter().all(|bound| (0.0..100.0).contains(bound)));
        for shipped in &SHIPPED[1..] {
            assert!(Generator::shipped_for(&shipped.open("").unwrap()).is_none(), "{}", shipped.name);
        }
        for shipped in &SHIPPED_GENERATORS {
            assert!(shipped.weights.len() < 2_000_000, "{}", shipped.name);
            let sidecar: toml::Table = shipped.sidecar.parse().unwrap();
            let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
            let measured = digits(sidecar["accuracy"].as_str().unwrap());
            for language in Language::ALL {
                let said = digits(&Words(language).find(&shipped.open().unwrap().about).unwrap());
                assert!(said.ends_with(&measured), "{} in {language:?}: {said} and {measured}", shipped.name);
            }
        }
    }
}
