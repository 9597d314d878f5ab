//! What to train, on what, and how: a TOML file, of which every part but `[network]` and `[preprocessing]` may be left out.
//!
//! ```toml
//! name = "Digits"
//! data = "folder/of/mnist"         # as on the command line; world:20000 or fauna:12000 renders as many pictures
//! epochs = 15
//! batch = 128
//! seed = 1
//! label_smoothing = 0.1             # Szegedy et al. 2016
//! shuffled_labels = true            # each picture gets the label of another one; false unless said
//! average = 0.999                   # exponential moving average of the weights; this is what is kept
//! sizes = [[0, 96], [12, 128]]      # from epoch 12 on at 128 x 128 pixels; [preprocessing] size unless said
//! stored_size = 160                 # pictures are held so large, and crops are cut out of that
//! zero_residual = true              # residual blocks begin by passing their input on
//! storage = "f16"                   # or "f32"
//! checkpoint_minutes = 2
//! [network]                         # see zoo::description
//! [preprocessing]                   # as in a model's sidecar
//! [optimizer]                       # see optimizer.rs
//! [schedule]                        # see schedule.rs
//! [augmentation]                    # see augmentation.rs
//! [generator]                     # see generator.rs; without it the network learns to tell classes apart
//! ```

use std::path::Path;

use serde::Deserialize;

use super::{AdversarySettings, Augmentation, Error, GeneratorSettings, OptimizerSettings, Result, Schedule};
use crate::{picture::Preprocessing, zoo::description::Description};

/// The recipes of the models that ship, by name.
pub const SHIPPED: [(&str, &str); 6] = [
    ("digits", include_str!("../../models/digits.recipe.toml")),
    ("cifar10", include_str!("../../models/cifar10.recipe.toml")),
    ("photos", include_str!("../../models/photos.recipe.toml")),
    ("world", include_str!("../../models/world.recipe.toml")),
    ("shortcut", include_str!("../../models/shortcut.recipe.toml")),
    ("fauna", include_str!("../../models/fauna.recipe.toml")),
];

/// The recipes of the generators that ship, by name.
pub const GENERATORS: [(&str, &str); 1] = [("generator-world", include_str!("../../models/generator-world.recipe.toml"))];

/// Networks that are trained to be compared with, by name.
pub const COMPARED: [(&str, &str); 1] = [("shuffled", include_str!("../../assets/recipes/shuffled.toml"))];

/// A recipe for lectures, small enough to be watched.
static SMALL: &str = include_str!("../../assets/recipes/small.toml");

/// The recipes that can be chosen by name: the small one first, then those of the models that ship.
pub fn recipes() -> impl Iterator<Item = (&'static str, &'static str)> {
    [("small", SMALL)].into_iter().chain(SHIPPED)
}

/// How weights are stored in the trained file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Storage {
    /// As they were trained.
    #[default]
    F32,
    /// Half as large; numbers too large for it stay f32.
    F16,
}

/// A recipe.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// What it makes.
    pub name: String,
    /// A sentence about it.
    pub about: String,
    /// The data set, if the recipe says.
    pub data: Option<String>,
    /// How often every picture is seen.
    pub epochs: usize,
    /// Pictures in a step.
    pub batch: usize,
    /// Of weights, order and augmentation.
    pub seed: u64,
    /// How much of the answer is spread over all classes, 0 to 1.
    pub label_smoothing: f64,
    /// Whether the pictures to learn from get each other's labels: what is learned then is learned by heart (Zhang et al. 2017).
    pub shuffled_labels: bool,
    /// How much of the averaged weights stays from step to step, 0 to 1; `None` for no average.
    pub average: Option<f64>,
    /// From which epoch on (counted from 0) at which side of the input; the first is epoch 0.
    pub sizes: Vec<(usize, usize)>,
    /// The side at which pictures are held.
    pub stored_size: usize,
    /// Whether residual blocks begin by passing their input on.
    pub zero_residual: bool,
    /// How the weights are stored.
    pub storage: Storage,
    /// Minutes from one checkpoint to the next.
    pub checkpoint_minutes: f64,
    /// The layers.
    pub network: Description,
    /// How pictures are prepared.
    pub preprocessing: Preprocessing,
    /// How weights follow gradients.
    pub optimizer: OptimizerSettings,
    /// How fast.
    pub schedule: Schedule,
    /// What is done to each picture.
    pub augmentation: Augmentation,
    /// What is drawn, instead of telling classes apart.
    pub generator: Option<GeneratorSettings>,
    /// Who tells drawings from pictures meanwhile.
    pub adversary: Option<AdversarySettings>,
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    #[serde(default)]
    about: String,
    data: Option<String>,
    #[serde(default = "ten")]
    epochs: usize,
    #[serde(default = "sixty_four")]
    batch: usize,
    #[serde(default)]
    seed: u64,
    #[serde(default)]
    label_smoothing: f64,
    #[serde(default)]
    shuffled_labels: bool,
    average: Option<f64>,
    #[serde(default)]
    sizes: Vec<(usize, usize)>,
    stored_size: Option<usize>,
    #[serde(default)]
    zero_residual: bool,
    #[serde(default)]
    storage: Storage,
    #[serde(default = "two")]
    checkpoint_minutes: f64,
    network: toml::Table,
    preprocessing: toml::Value,
    #[serde(default)]
    optimizer: OptimizerSettings,
    #[serde(default)]
    schedule: Schedule,
    #[serde(default)]
    augmentation: Augmentation,
    generator: Option<GeneratorSettings>,
    adversary: Option<toml::Table>,
}

fn ten() -> usize {
    10
}

fn sixty_four() -> usize {
    64
}

fn two() -> f64 {
    2.0
}

/// Larger inputs are slips of the finger.
const LARGEST_SIDE: usize = 2048;

impl Recipe {
    /// Reads a recipe.
    ///
    /// # Errors
    /// One sentence, with the line or the layer.
    ///
    /// ```
    /// use convscope::training::{Recipe, recipes};
    ///
    /// let (name, text) = recipes().next().ok_or("a recipe")?;
    /// assert_eq!((name, Recipe::parse(text)?.name.as_str()), ("small", "Small"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self> {
        let written: Written = toml::from_str(text).map_err(|failure| {
            let line = failure.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
            Error::Recipe(format!("line {line}: {}", failure.message().lines().next().unwrap_or_default()))
        })?;
        let network =
            Description::from_table(&written.network).map_err(|problem| Error::Recipe(format!("network: {problem}")))?;
        let plain = Preprocessing::imagenet()
            .with_overrides("resize=stretch,mean=0,std=1")
            .map_err(|failure| Error::Recipe(failure.to_string()))?;
        let said = crate::zoo::preprocessing_text(&written.preprocessing).map_err(Error::Recipe)?;
        let preprocessing = plain.with_overrides(&said).map_err(|failure| Error::Recipe(failure.to_string()))?;
        let largest = preprocessing.size[0].max(preprocessing.size[1]);
        let recipe = Self {
            name: written.name,
            about: written.about,
            data: written.data,
            epochs: written.epochs,
            batch: written.batch,
            seed: written.seed,
            label_smoothing: written.label_smoothing,
            shuffled_labels: written.shuffled_labels,
            average: written.average,
            stored_size: written.stored_size.unwrap_or(largest),
            sizes: written.sizes,
            zero_residual: written.zero_residual,
            storage: written.storage,
            checkpoint_minutes: written.checkpoint_minutes,
            network,
            preprocessing,
            optimizer: written.optimizer,
            schedule: written.schedule,
            augmentation: written.augmentation,
            generator: written.generator,
            adversary: written.adversary.map(AdversarySettings::from_table).transpose().map_err(Error::Recipe)?,
        };
        recipe.check().map_err(Error::Recipe)?;
        Ok(recipe)
    }

    /// Reads a recipe's file, or one that ships, by its name.
    ///
    /// # Errors
    /// One sentence.
    pub fn open(file_or_name: &Path) -> Result<Self> {
        let shipped = SHIPPED.iter().chain(&GENERATORS).chain(&COMPARED).find(|(name, _)| Path::new(name) == file_or_name);
        if let Some((_, text)) = shipped.filter(|_| !file_or_name.is_file()) {
            return Self::parse(text);
        }
        let text = std::fs::read_to_string(file_or_name).map_err(|failure| {
            let names: Vec<&str> = SHIPPED.iter().chain(&GENERATORS).chain(&COMPARED).map(|(name, _)| *name).collect();
            let names = names.join(", ");
            Error::Recipe(format!("cannot read {file_or_name:?}: {failure}; give a recipe's file, or one of {names}"))
        })?;
        Self::parse(&text).map_err(|failure| match failure {
            Error::Recipe(problem) => Error::Recipe(format!("{file_or_name:?}: {problem}")),
            other => other,
        })
    }

    fn check(&self) -> Result<(), String> {
        let within = |key: &str, value: f64, least: f64, most: f64| {
            if (least..=most).contains(&value) { Ok(()) } else { Err(format!("{key} = {value} is not from {least} to {most}")) }
        };
        within("epochs", self.epochs as f64, 1.0, 100_000.0)?;
        within("batch", self.batch as f64, 1.0, 65_536.0)?;
        within("label_smoothing", self.label_smoothing, 0.0, 0.99)?;
        within("average", self.average.unwrap_or(0.0), 0.0, 0.999_999)?;
        within("checkpoint_minutes", self.checkpoint_minutes, 0.0, 1e6)?;
        within("stored_size", self.stored_size as f64, 1.0, LARGEST_SIDE as f64)?;
        if self.preprocessing.size[0] != self.preprocessing.size[1] {
            return Err("preprocessing: size is one number; networks are trained on square inputs".to_owned());
        }
        if let Some((epoch, _)) = self.sizes.first().filter(|(epoch, _)| *epoch != 0) {
            return Err(format!("sizes begins with epoch {epoch}; the first is 0"));
        }
        if !self.sizes.is_sorted_by(|one, other| one.0 < other.0) {
            return Err("sizes are not in the order of their epochs".to_owned());
        }
        for (_, side) in &self.sizes {
            within("sizes", *side as f64, 1.0, LARGEST_SIDE as f64)?;
        }
        if let Some(generator) = &self.generator {
            generator.check()?;
            if !self.sizes.is_empty() {
                return Err("a generator draws pictures of one size; leave sizes away".to_owned());
            }
        }
        if self.adversary.is_some() && self.generator.is_none() {
            return Err("an adversary needs a [generator] whose drawings it tells from pictures".to_owned());
        }
        self.optimizer.check()?;
        self.schedule.check()?;
        self.augmentation.check()
    }

    /// The side of the input in an epoch, counted from 0.
    pub fn side(&self, epoch: usize) -> usize {
        let last = self.sizes.iter().rev().find(|(first, _)| *first <= epoch);
        last.map_or(self.preprocessing.size[0], |(_, side)| *side)
    }

    /// How pictures that are already cut are prepared for an input of another side.
    pub fn preprocessing_at(&self, side: usize) -> Preprocessing {
        Preprocessing { size: [side; 2], fit: crate::picture::Fit::Stretch, ..self.preprocessing.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str = "name = 'x'\n[network]\nlayers = [{ linear = 'classes' }]\n[preprocessing]\nsize = 8\norder = 'grey'\n";

    #[test]
    fn shipped_recipes_are_sound() {
        for (name, text) in SHIPPED.into_iter().chain(COMPARED) {
            let recipe = Recipe::parse(text).unwrap();
            assert!(recipe.data.is_some() && !recipe.about.is_empty(), "{name}");
            let initial = crate::zoo::description::InitialWeights { seed: 0, zero_residual: recipe.zero_residual };
            let channels = recipe.preprocessing.channels();
            for side in [recipe.side(0), recipe.side(recipe.epochs)] {
                recipe.network.initial_weights(&initial, channels, [side; 2], 10).unwrap();
            }
        }
    }

    #[test]
    fn what_is_not_said_has_a_default() {
        let recipe = Recipe::parse(LEAST).unwrap();
        assert_eq!((recipe.epochs, recipe.batch, recipe.stored_size, recipe.side(3)), (10, 64, 8, 8));
        assert_eq!((recipe.preprocessing.mean[0], recipe.preprocessing.std[0]), (0.0, 1.0));
        let sized = Recipe::parse(&format!("sizes = [[0, 4], [3, 6]]\n{LEAST}")).unwrap();
        assert_eq!([0, 2, 3, 9].map(|epoch| sized.side(epoch)), [4, 4, 6, 6]);
    }

    #[test]
    fn mistakes_are_sentences() {
        for (text, expected) in [
            ("epochs = 0", "epochs = 0 is not from 1 to"),
            ("epoch = 3", "line 1: unknown field `epoch`"),
            ("label_smoothing = 2", "label_smoothing = 2 is not from 0 to 0.99"),
            ("sizes = [[1, 8]]", "sizes begins with epoch 1"),
            ("sizes = [[0, 8], [0, 9]]", "not in the order"),
            ("storage = 'f8'", "line 1: unknown variant `f8`"),
            ("batch = ", "line 1"),
            ("optimizer.momentum = 1.5", "momentum = 1.5 is not"),
            ("schedule.shape = 'round'", "unknown variant `round`"),
            ("augmentation.scale = [2, 1]", "augmentation: scale"),
            ("generator.network = 'world'", "missing field `layer`"),
            ("generator = { network = 'world', layer = 'block7', pixels = 0 }", "nothing to learn"),
            ("sizes = [[0, 8]]\ngenerator = { network = 'world', layer = 'block7' }", "leave sizes away"),
        ] {
            let sentence = Recipe::parse(&format!("{text}\n{LEAST}")).unwrap_err().to_string();
            assert!(sentence.contains(expected) && !sentence.contains('\n'), "{text}: {sentence}");
        }
        let sentence = Recipe::parse(&LEAST.replace("linear", "linaer")).unwrap_err().to_string();
        assert!(sentence.contains("network: layer 1: it says not what it is"), "{sentence}");
        assert!(Recipe::open(Path::new("no-such")).unwrap_err().to_string().contains("one of digits, cifar10"));
    }
}
