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
        let name = match part {
            Part::Train => format!("{word}:{count}"),
            Part::Test => format!("{word}:{count}#test"),
        };
        if !(1..=MOST).contains(&count) {
            return Err(Error::Rendered { name, problem: format!("ask for 1 to {MOST} pictures") });
        }
        let collection = Collection { kind, seed, test: part == Part::Test };
        let classes: Vec<String> = collection.classes().iter().map(|class| class.name().to_owned()).collect();
        let item = |index: usize| {
            let class = collection.class(index);
            Item {
                name: format!("{} {}", classes[class], index + 1),
                class: Some(class),
                source: Source::Rendered { collection, index },
            }
        };
        Ok(Self { name, items: (0..count).map(item).collect(), classes, skipped: Vec::new() })
    }

    /// Whether a text asks for rendered pictures, by its first word: `world:2000#test`.
    pub fn is_rendered(text: &str) -> bool {
        text.split_once(':').is_some_and(|(word, _)| KINDS.iter().any(|(known, _)| *known == word))
    }

    /// What `text` (without its part) asks for, if it names the rendered world.
    pub(super) fn parse_world(text: &str, part: Option<Part>, seed: u64) -> Option<Result<Self>> {
        let (word, count) = text.split_once(':')?;
        let (_, kind) = KINDS.into_iter().find(|(known, _)| *known == word)?;
        let problem = || format!("{count:?} is no number of pictures; write {word}:2000");
        let count = count.parse().map_err(|_| Error::Rendered { name: text.to_owned(), problem: problem() });
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
