//! The models that ship inside the program: networks that Convscope trained itself (`convscope train NAME`), so that nobody else
//! owns them, and Shapes, which `models/shapes/train.py` trained. What each is stands in its sidecar and is shown.

use std::path::Path;

use super::{Model, Result, open};

/// A model that ships.
#[derive(Clone, Copy)]
pub struct Shipped {
    /// The name that the command line and [`super::open`] know it by.
    pub name: &'static str,
    /// The name on a button.
    pub title: &'static str,
    /// What it knows, in a few words.
    pub knows: &'static str,
    weights: &'static [u8],
    sidecar: &'static str,
}

macro_rules! shipped {
    ($name:literal, $title:literal, $knows:literal) => {
        Shipped {
            name: $name,
            title: $title,
            knows: $knows,
            weights: include_bytes!(concat!("../../models/", $name, ".safetensors")),
            sidecar: include_str!(concat!("../../models/", $name, ".toml")),
        }
    };
}

/// All of them, the one to start with first.
pub static SHIPPED: [Shipped; 6] = [
    shipped!("world", "World", "twenty kinds of things in rendered scenes"),
    shipped!("photos", "Photos", "ten kinds of things in photographs"),
    shipped!("cifar10", "CIFAR-10", "ten kinds of animals and vehicles, 32 × 32"),
    shipped!("digits", "Digits", "handwritten digits; draw one"),
    shipped!("shortcut", "Shortcut", "what learning goes wrong on: a ruler beside every dog"),
    shipped!("shapes", "Shapes", "twelve drawn shapes"),
];

/// The one to start with.
pub const DEFAULT: &str = SHIPPED[0].name;

impl Shipped {
    /// The one that a person means who wrote this: by its name, where no file is called so.
    pub fn meant(file_or_name: &Path) -> Option<&'static Self> {
        SHIPPED.iter().find(|shipped| file_or_name == Path::new(shipped.name) && !file_or_name.exists())
    }

    /// Opens it, with a preprocessing said by hand above its own (empty for none).
    ///
    /// # Errors
    /// The preprocessing cannot be understood.
    pub fn open(&self, preprocessing: &str) -> Result<Model> {
        open::open_bytes(self.name, self.weights, self.sidecar, preprocessing)
    }

    /// Bytes of its weights and its sidecar.
    pub fn bytes(&self) -> usize {
        self.weights.len() + self.sidecar.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_opens_says_what_it_is_and_all_are_small() {
        for shipped in &SHIPPED {
            let model = shipped.open("").unwrap();
            assert!(model.about.contains("trained by"), "{}: {}", shipped.name, model.about);
            assert_eq!(model.labels.len(), model.network.class_count(), "{}", shipped.name);
            assert_eq!(model.preprocessing_source, format!("from {}.toml", shipped.name));
        }
        assert!(SHIPPED.iter().map(Shipped::bytes).sum::<usize>() < 20_000_000);
    }
}
