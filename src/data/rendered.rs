//! The rendered world as a data set: `world:N`, `world2:N` (two objects) and `shortcut:N`, each picture drawn when asked for.

use super::{
    Dataset, Error, Item, ItemId, Part, Result, Source,
    world::{Annotation, Collection, Kind},
};
use crate::picture::Picture;

/// What a person writes before the colon.
const KINDS: [(&str, Kind); 3] = [("world", Kind::OneObject), ("world2", Kind::TwoObjects), ("shortcut", Kind::Shortcut)];

/// More pictures than this make a list that is too long to be kept.
const MOST: usize = 1_000_000;

/// What a series of so many pictures is called; none or more than a million are refused.
pub(super) fn name_of(word: &str, count: usize, part: Part) -> Result<String> {
    let name = match part {
        Part::Train => format!("{word}:{count}"),
        Part::Test => format!("{word}:{count}#test"),
    };
    if (1..=MOST).contains(&count) {
        return Ok(name);
    }
    Err(Error::Rendered { name, problem: format!("ask for 1 to {MOST} pictures") })
}

/// Whether a word names pictures of the world.
pub(super) fn is_world(word: &str) -> bool {
    KINDS.iter().any(|(known, _)| *known == word)
}

/// The number behind a word and its colon, if the word is this one; what is no number is a mistake.
pub(super) fn count_of(text: &str, word: &str) -> Option<Result<usize>> {
    let count = text.strip_prefix(word)?.strip_prefix(':')?;
    let problem = || format!("{count:?} is no number of pictures; write {word}:2000");
    Some(count.parse().map_err(|_| Error::Rendered { name: text.to_owned(), problem: problem() }))
}

/// Which rendered pictures.
#[derive(Clone, Copy, Debug)]
pub struct WorldOptions {
    /// What they show.
    pub kind: Kind,
    /// How many.
    pub count: usize,
    /// Another seed gives other pictures.
    pub seed: u64,
    /// For training or for testing: no picture occurs in both.
    pub part: Part,
}

impl Dataset {
    /// Pictures of the rendered world.
    ///
    /// # Errors
    /// None or more than a million pictures are asked for.
    pub fn world(options: WorldOptions) -> Result<Self> {
        let WorldOptions { kind, count, seed, part } = options;
        let word = KINDS.into_iter().find(|(_, known)| *known == kind).map_or("world", |(word, _)| word);
        let name = name_of(word, count, part)?;
        let collection = Collection { kind, seed, test: part == Part::Test };
        let classes: Vec<String> = collection.classes().iter().map(|class| class.name().to_owned()).collect();
        let item = |index: usize| {
            let class = collection.class(index);
            Item {
                name: format!("{} {}", classes[class], index + 1),
                class: Some(class),
                also: Vec::new(),
                source: Source::Rendered { collection, index },
            }
        };
        Ok(Self { name, items: (0..count).map(item).collect(), classes, skipped: Vec::new() })
    }

    /// What `text` (without its part) asks for, if it names the rendered world.
    pub(super) fn parse_world(text: &str, part: Option<Part>, seed: u64) -> Option<Result<Self>> {
        let (kind, count) = KINDS.into_iter().find_map(|(word, kind)| Some((kind, count_of(text, word)?)))?;
        Some(count.and_then(|count| Self::world(WorldOptions { kind, count, seed, part: part.unwrap_or(Part::Train) })))
    }

    /// A rendered picture and the truth about it; `None` for all others.
    pub fn annotated(&self, item: ItemId) -> Option<(Picture, Annotation)> {
        let (collection, index) = self.rendered(item)?;
        Some(collection.annotated(index))
    }

    /// The truth about a rendered picture; `None` for all others.
    pub fn annotation(&self, item: ItemId) -> Option<Annotation> {
        self.annotated(item).map(|(_, annotation)| annotation)
    }

    /// A rendered picture without the cue that was planted in it; `None` if there is none.
    pub fn without_cue(&self, item: ItemId) -> Option<Picture> {
        let (collection, index) = self.rendered(item)?;
        collection.cue(index).map(|_| collection.without_cue(index))
    }

    fn rendered(&self, item: ItemId) -> Option<(Collection, usize)> {
        match self.item(item)?.source {
            Source::Rendered { collection, index } => Some((collection, index)),
            _ => None,
        }
    }
}
