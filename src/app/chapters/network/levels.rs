//! How deep a person is in the arithmetic, and what lies one level back: the number before, else where it was asked for.

use super::{CARD, Part};
use crate::app::command::Command;

/// Where the arithmetic was entered, and how many numbers it was followed through.
#[derive(Default)]
pub struct Levels {
    from: Option<(String, Part)>,
    depth: usize,
}

/// What lies one level back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Level {
    /// The number before.
    Number,
    /// Another chapter.
    Chapter(String),
    /// Another part of the chapter.
    Part(Part),
}

impl Levels {
    /// The arithmetic is entered from a chapter, while this one shows a part.
    pub fn enter(&mut self, chapter: &str, part: Part) {
        if chapter != CARD.id || part != Part::Arithmetic {
            *self = Self { from: Some((chapter.to_owned(), part)), depth: 0 };
        }
    }

    /// A command was carried out while it is shown.
    pub fn follow(&mut self, command: &Command) {
        match command {
            Command::LayerUnit(..) | Command::Unit(_) => self.depth += 1,
            Command::Back => self.depth = self.depth.saturating_sub(1),
            // The layer list is another way in.
            Command::Layer(_) => self.depth = 0,
            _ => {}
        }
    }

    /// Goes one level back. The step itself is heard of as a command.
    pub fn back(&self) -> Level {
        match &self.from {
            _ if self.depth > 0 => Level::Number,
            Some((chapter, _)) if chapter != CARD.id => Level::Chapter(chapter.clone()),
            Some((_, part)) if *part != Part::Arithmetic => Level::Part(*part),
            _ => Level::Part(Part::default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{network::Channel, units::Unit};

    #[test]
    fn it_leads_back_through_the_numbers_to_where_it_was_entered() {
        let mut levels = Levels::default();
        assert_eq!(levels.back(), Level::Part(Part::Picture));
        levels.enter("feature-maps", Part::Layers);
        levels.follow(&Command::LayerUnit("conv1".into(), Unit::channel(Channel(3))));
        assert_eq!(levels.back(), Level::Number);
        levels.follow(&Command::Back);
        assert_eq!(levels.back(), Level::Chapter("feature-maps".to_owned()));
        levels.enter(CARD.id, Part::Sliding);
        assert_eq!(levels.back(), Level::Part(Part::Sliding));
    }
}
