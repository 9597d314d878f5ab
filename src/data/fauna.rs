//! The fauna as a data set: `fauna:N`, animals drawn when asked for. Of those for training half lack parts, and then the classes
//! that they may belong to come with them; those for testing are whole.

use super::{
    Dataset, Item, ItemId, Part, Result, Source,
    rendered::{count_of, is_world, name_of},
    world::fauna::{Fauna, SPECIES, Without},
};
use crate::picture::Picture;

/// What a person writes before the colon.
const WORD: &str = "fauna";

impl Dataset {
    /// So many animals, all classes alike often. Another seed gives other pictures; no picture occurs in both parts.
    ///
    /// # Errors
    /// None or more than a million pictures are asked for.
    pub fn fauna(count: usize, seed: u64, part: Part) -> Result<Self> {
        let name = name_of(WORD, count, part)?;
        let fauna = Fauna { seed, test: part == Part::Test };
        let item = |index: usize| {
            let class = fauna.class(index);
            let possible = SPECIES[class].possible(fauna.missing(index).others());
            Item {
                name: format!("{} {}", SPECIES[class].name, index + 1),
                class: Some(class),
                also: possible.into_iter().filter(|other| *other != class).collect(),
                source: Source::Animal { fauna, index },
            }
        };
        let classes = SPECIES.iter().map(|species| species.name.to_owned()).collect();
        Ok(Self { name, items: (0..count).map(item).collect(), classes, skipped: Vec::new() })
    }

    /// What `text` (without its part) asks for, if it names the fauna.
    pub(super) fn parse_fauna(text: &str, part: Option<Part>, seed: u64) -> Option<Result<Self>> {
        let count = count_of(text, WORD)?;
        Some(count.and_then(|count| Self::fauna(count, seed, part.unwrap_or(Part::Train))))
    }

    /// Whether a text asks for rendered pictures, by its first word: `world:2000#test`.
    pub fn is_rendered(text: &str) -> bool {
        text.split_once(':').is_some_and(|(word, _)| word == WORD || is_world(word))
    }

    /// The series that an animal's picture belongs to, and its number there; `None` for all other pictures.
    pub fn animal(&self, item: ItemId) -> Option<(Fauna, usize)> {
        match self.item(item)?.source {
            Source::Animal { fauna, index } => Some((fauna, index)),
            _ => None,
        }
    }
}

/// A picture as it comes in the data set.
pub(super) fn picture(fauna: Fauna, index: usize) -> Picture {
    fauna.picture(index, &Without { parts: fauna.missing(index), clutter: &[] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::world::fauna::PartKind;

    #[test]
    fn animals_are_whole_for_testing_and_lack_parts_for_training() {
        let (train, test) = (Dataset::parse("fauna:400").unwrap(), Dataset::parse("fauna:48#test").unwrap());
        assert_eq!((train.len(), test.len(), train.classes.len()), (400, 48, 24));
        assert_eq!((train.name.as_str(), test.name.as_str()), ("fauna:400", "fauna:48#test"));
        assert_eq!(train.classes, test.classes);
        assert!(test.items.iter().all(|item| item.also.is_empty()));
        let unsure = train.items.iter().filter(|item| !item.also.is_empty()).count();
        assert!((60..200).contains(&unsure), "{unsure} of 400 may belong to several classes");
        for id in train.ids() {
            let (fauna, index) = train.animal(id).unwrap();
            let item = train.item(id).unwrap();
            let class = item.class.unwrap();
            let left: Vec<PartKind> = PartKind::ALL.into_iter().filter(|kind| !fauna.missing(index).contains(*kind)).collect();
            for (other, species) in SPECIES.iter().enumerate() {
                let alike = left.iter().all(|kind| species.variant(*kind) == SPECIES[class].variant(*kind));
                assert_eq!(alike, other == class || item.also.contains(&other), "{}", item.name);
            }
        }
    }

    #[test]
    fn pictures_are_those_of_the_series() {
        let test = Dataset::parse_seeded("fauna:8#test", 3).unwrap();
        let fauna = Fauna { seed: 3, test: true };
        assert_eq!(test.picture(ItemId(5)).unwrap(), fauna.picture(5, &Without::default()));
        assert_eq!((test.animal(ItemId(5)), test.item(ItemId(5)).unwrap().class), (Some((fauna, 5)), Some(fauna.class(5))));
        let train = Dataset::parse("fauna:60#train").unwrap();
        let lacking = train.ids().find(|id| !train.item(*id).unwrap().also.is_empty()).unwrap();
        let (fauna, index) = train.animal(lacking).unwrap();
        assert_ne!(train.picture(lacking).unwrap(), fauna.picture(index, &Without::default()));
        assert!(test.annotation(ItemId(0)).is_none() && Dataset::parse("world:2").unwrap().animal(ItemId(0)).is_none());
    }

    #[test]
    fn mistakes_are_sentences() {
        for (text, expected) in
            [("fauna:", "write fauna:2000"), ("fauna:few#test", "\"few\" is no number"), ("fauna:0", "ask for 1 to 1000000")]
        {
            let message = Dataset::parse(text).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        }
        assert!(Dataset::is_rendered("fauna:5") && Dataset::is_rendered("world2:5#test") && !Dataset::is_rendered("faunas:5"));
    }
}
