//! The pictures of a data set, decoded once and held in memory at one size: those to learn from and those held out.
//!
//! A picture that cannot be read is listed and left out; a class without any picture is refused.

use std::{
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
};

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::{Error, Recipe, Result};
use crate::{
    control::Control,
    data::{self, Dataset, ItemId},
    picture::{Fit, Picture, Preprocessing},
    words::trust,
};

/// Pictures of one size.
#[derive(Debug)]
pub struct Pictures {
    /// Where they come from.
    pub dataset: Dataset,
    /// Each one's number in the data set, and its class.
    items: Vec<(ItemId, usize)>,
    size: [usize; 2],
    pixels: Vec<u8>,
    is_shuffled: bool,
}

impl Pictures {
    /// How many.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// A picture's number in [`Self::dataset`].
    pub fn item(&self, index: usize) -> ItemId {
        self.items[index].0
    }

    /// A picture's class.
    pub fn class(&self, index: usize) -> usize {
        self.items[index].1
    }

    /// The classes that a picture may belong to as far as it shows: its own first, mostly no other.
    pub fn possible(&self, index: usize) -> Vec<usize> {
        let (item, class) = self.items[index];
        if self.is_shuffled {
            return vec![class];
        }
        let also = self.dataset.item(item).map(|item| item.also.as_slice()).unwrap_or_default();
        std::iter::once(class).chain(also.iter().copied()).collect()
    }

    /// A picture as the network would see it, or larger.
    pub fn picture(&self, index: usize) -> Picture {
        let [height, width] = self.size;
        let length = height * width * 3;
        Picture { width, height, pixels: self.pixels[index * length..][..length].to_vec() }
    }

    /// Each picture gets the class of another one, by the seed.
    fn shuffle(&mut self, seed: u64) {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        for last in (1..self.items.len()).rev() {
            let other = random.random_range(0..=last);
            let [a, b] = [self.items[last].1, self.items[other].1];
            (self.items[last].1, self.items[other].1) = (b, a);
        }
        self.is_shuffled = true;
    }

    /// Reads every picture whose class is known.
    fn load(
        dataset: Dataset,
        chosen: impl Fn(usize) -> bool,
        prepared: &Preprocessing,
        control: &Control,
    ) -> Result<(Self, Vec<String>)> {
        let classes = dataset.ids().zip(&dataset.items).filter_map(|(id, item)| Some((id, item.class?)));
        let mut items: Vec<(ItemId, usize)> = classes.filter(|(id, _)| chosen(id.index())).collect();
        let [height, width] = prepared.size;
        let length = height * width * 3;
        let mut pixels = vec![0u8; items.len() * length];
        let (done, total) = (AtomicUsize::new(0), items.len());
        let read = |((item, _), place): (&(ItemId, usize), &mut [u8])| -> Result<Option<String>> {
            let reason = match dataset.picture(*item) {
                Ok(picture) => {
                    place.copy_from_slice(&prepared.visible(&picture).pixels);
                    None
                }
                Err(failure) => Some(failure.to_string()),
            };
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            control.step(done, total, &trust::pictures_read(done, total))?;
            Ok(reason)
        };
        let reasons = items.par_iter().zip(pixels.par_chunks_exact_mut(length.max(1))).map(read).collect::<Result<Vec<_>>>()?;
        if reasons.iter().any(Option::is_some) {
            let mut kept = 0;
            for (index, reason) in reasons.iter().enumerate() {
                if reason.is_none() {
                    pixels.copy_within(index * length..(index + 1) * length, kept * length);
                    items[kept] = items[index];
                    kept += 1;
                }
            }
            items.truncate(kept);
            pixels.truncate(kept * length);
        }
        Ok((Self { dataset, items, size: prepared.size, pixels, is_shuffled: false }, reasons.into_iter().flatten().collect()))
    }
}

/// What a network is trained on and tested with.
#[derive(Debug)]
pub struct Examples {
    /// The data set as it was written.
    pub source: String,
    /// What the classes are called.
    pub classes: Vec<String>,
    /// The pictures to learn from, at the recipe's stored size.
    pub train: Pictures,
    /// The pictures held out, at the size of the network's input.
    pub test: Pictures,
    /// How the two were told apart, in words.
    pub split: &'static str,
    /// Why pictures were left out, a sentence each.
    pub unreadable: Vec<String>,
}

/// Where a data set has no parts, one picture in so many is held out.
const HELD_OUT: usize = 10;

/// Of rendered pictures, one fresh one for every [`HELD_OUT`] is tested with, but not more than this.
const MOST_FRESH: usize = 2000;

impl Examples {
    /// Reads the recipe's data set, or `data` in its place.
    ///
    /// # Errors
    /// The data set cannot be opened, has no classes, has an empty class, needs more than half of the free memory; or somebody
    /// asks to stop.
    pub fn load(recipe: &Recipe, data: Option<&str>, control: &Control) -> Result<Self> {
        let Some(source) = data.or(recipe.data.as_deref()) else {
            return Err(Error::Recipe("it names no data; add data = \"FOLDER\", or give --data".to_owned()));
        };
        let refuse = |problem: String| Error::Examples { data: source.to_owned(), problem };
        let parts = Parts::open(source)?;
        // What is drawn needs no class.
        let parts = if recipe.generator.is_some() { parts.of_one_class() } else { parts };
        let (train, test) = (&parts.train, parts.test.as_ref().unwrap_or(&parts.train));
        if train.classes.is_empty() {
            return Err(refuse("it has no classes; put the pictures of each class into a folder of its own".to_owned()));
        }
        if let Some(folder) = train.skipped.iter().find(|path| path.is_dir()) {
            return Err(refuse(format!("the folder {folder:?} of a class holds no picture; put some in or take it away")));
        }
        if let Some(class) = test.classes.iter().find(|class| !train.classes.contains(class)) {
            return Err(refuse(format!("class {class:?} has pictures to test with but none to learn from")));
        }
        let stored = stored(recipe);
        let needed = train.len() * stored.size[0] * stored.size[1] * 3;
        if let Some(problem) = free_memory().and_then(|free| too_much(needed, free)) {
            return Err(refuse(problem));
        }
        let Parts { train, test, split } = parts;
        let held_out = |dataset: &Dataset| {
            let mut seen = vec![0; dataset.classes.len()];
            let turn = |item: &data::Item| {
                let count = seen.get_mut(item.class?)?;
                *count += 1;
                Some((*count - 1) % HELD_OUT == HELD_OUT - 1)
            };
            dataset.items.iter().map(turn).map(Option::unwrap_or_default).collect::<Vec<bool>>()
        };
        let (test, is_held_out) = match test {
            Some(test) => (test, Vec::new()),
            None => (train.clone(), held_out(&train)),
        };
        let whole = is_held_out.is_empty();
        let classes = train.classes.clone();
        let test = with_classes(test, &classes);
        let (mut train, mut unreadable) = Pictures::load(train, |item| whole || !is_held_out[item], &stored, control)?;
        let (test, more) = Pictures::load(test, |item| whole || is_held_out[item], &recipe.preprocessing, control)?;
        unreadable.extend(more);
        for (class, name) in classes.iter().enumerate() {
            if !train.items.iter().any(|item| item.1 == class) {
                return Err(refuse(format!("class {name:?} has no picture to learn from that can be read")));
            }
        }
        if recipe.shuffled_labels {
            train.shuffle(recipe.seed);
        }
        if test.is_empty() {
            return Err(refuse("it has no pictures to test with; give every class at least ten".to_owned()));
        }
        Ok(Self { source: source.to_owned(), classes, train, test, split, unreadable })
    }
}

/// The two parts of a data set; without a second one it comes in one piece.
struct Parts {
    train: Dataset,
    test: Option<Dataset>,
    split: &'static str,
}

impl Parts {
    fn open(source: &str) -> Result<Self> {
        if source.ends_with("#test") {
            let problem = "training on the part for testing leaves nothing to test with; leave #test away".to_owned();
            return Err(Error::Examples { data: source.to_owned(), problem });
        }
        let whole = source.strip_suffix("#train").unwrap_or(source);
        let part = |text: String| match Dataset::parse(&text) {
            Err(data::Error::NoSuchPart { .. }) => Ok(None),
            opened => opened.map(Some),
        };
        if let Some((kind, count)) = rendered(whole) {
            let fresh = Dataset::parse(&format!("{kind}:{}#test", (count / HELD_OUT).clamp(1, MOST_FRESH)))?;
            return Ok(Self { train: Dataset::parse(source)?, test: Some(fresh), split: "fresh ones" });
        }
        match (part(format!("{whole}#train"))?, part(format!("{whole}#test"))?) {
            (Some(train), Some(test)) => Ok(Self { train, test: Some(test), split: "its part for testing" }),
            _ => Ok(Self { train: Dataset::parse(source)?, test: None, split: "every tenth picture of each class" }),
        }
    }
}

impl Parts {
    /// The same, all of one class where there are none.
    fn of_one_class(mut self) -> Self {
        for dataset in [Some(&mut self.train), self.test.as_mut()].into_iter().flatten().filter(|part| part.classes.is_empty()) {
            dataset.classes = vec!["picture".to_owned()];
            dataset.items.iter_mut().for_each(|item| item.class = Some(0));
        }
        self
    }
}

/// Of `world:20000` the kind of pictures and their number, unless a folder is called so.
fn rendered(text: &str) -> Option<(&str, usize)> {
    let (kind, count) = text.split_once(':').filter(|_| !Path::new(text).exists())?;
    Some((kind, count.parse().ok()?))
}

/// The same data set with its classes numbered as in `classes`, all of which it knows by name.
fn with_classes(mut dataset: Dataset, classes: &[String]) -> Dataset {
    let numbers: Vec<Option<usize>> = dataset.classes.iter().map(|name| classes.iter().position(|class| class == name)).collect();
    let renumbered = |class: usize| numbers.get(class).copied().flatten();
    for item in &mut dataset.items {
        item.class = item.class.and_then(renumbered);
        item.also = item.also.iter().copied().filter_map(renumbered).collect();
    }
    dataset.classes = classes.to_vec();
    dataset
}

/// How pictures are held: whole, or cut as the network's preprocessing cuts them, at the recipe's stored size.
fn stored(recipe: &Recipe) -> Preprocessing {
    let side = recipe.stored_size;
    let fit = match recipe.preprocessing.fit {
        Fit::Stretch => Fit::Stretch,
        Fit::Crop(_) => Fit::Crop(side),
    };
    Preprocessing { size: [side; 2], fit, ..recipe.preprocessing.clone() }
}

/// Why so many bytes are not held in memory of which `free` are left.
fn too_much(needed: usize, free: usize) -> Option<String> {
    let gigabytes = |bytes: usize| bytes as f64 / 1e9;
    (needed > free / 2).then(|| {
        format!(
            "its pictures need {:.1} GB, more than half of the {:.1} GB of memory that are free; lower stored_size in the \
             recipe, or take fewer pictures",
            gigabytes(needed),
            gigabytes(free)
        )
    })
}

/// Bytes of memory that programs may take, where the system tells it.
fn free_memory() -> Option<usize> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.split_whitespace().next()?.parse::<usize>().ok().map(|kilobytes| kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shuffled_labels_are_the_same_ones_on_other_pictures() {
        let recipe = Recipe::open(Path::new("shuffled")).unwrap();
        let plain = Recipe { shuffled_labels: false, ..recipe.clone() };
        let load = |recipe: &Recipe| Examples::load(recipe, Some("world:80"), &Control::default()).unwrap();
        let (shuffled, plain) = (load(&recipe), load(&plain));
        let classes = |pictures: &Pictures| (0..pictures.len()).map(|index| pictures.class(index)).collect::<Vec<_>>();
        let (mut a, mut b) = (classes(&shuffled.train), classes(&plain.train));
        assert!(a.iter().zip(&b).filter(|(a, b)| a == b).count() < a.len() / 4);
        assert_eq!(classes(&shuffled.test), classes(&plain.test), "what is tested keeps its own");
        a.sort_unstable();
        b.sort_unstable();
        assert_eq!(a, b);
        assert_eq!(shuffled.train.possible(0), [shuffled.train.class(0)]);
    }

    #[test]
    fn half_of_the_memory_is_enough() {
        assert_eq!(too_much(5, 10), None);
        assert!(too_much(6_000_000_000, 10_000_000_000).unwrap().contains("need 6.0 GB, more than half of the 10.0 GB"));
    }

    #[test]
    fn rendered_pictures_are_tested_with_fresh_ones() {
        let parts = Parts::open("world:60").unwrap();
        let test = parts.test.unwrap();
        assert_eq!((parts.train.len(), test.len(), parts.split), (60, 6, "fresh ones"));
        assert_eq!(test.classes, parts.train.classes);
        assert_ne!(parts.train.picture(ItemId(0)).unwrap(), test.picture(ItemId(0)).unwrap());
        assert!(Parts::open("world:many").is_err());
        let animals = Parts::open("fauna:50").unwrap();
        assert_eq!((animals.train.len(), animals.test.map(|test| test.name)), (50, Some("fauna:5#test".to_owned())));
    }

    #[test]
    fn classes_keep_their_names_when_they_are_numbered_anew() {
        let mut dataset = Dataset::gallery().unwrap();
        let mut classes = dataset.classes.clone();
        classes.reverse();
        dataset.items[0].class = None;
        let renumbered = with_classes(dataset.clone(), &classes);
        for (before, after) in dataset.items.iter().zip(&renumbered.items) {
            assert_eq!(before.class.map(|class| &dataset.classes[class]), after.class.map(|class| &renumbered.classes[class]));
        }
    }
}
