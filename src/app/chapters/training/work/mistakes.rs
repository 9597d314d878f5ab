//! The held-out pictures behind a cell of the confusion matrix.

use std::sync::Arc;

use crate::{
    app::{
        desk::{Question, Reporter},
        ids::SessionId,
        tiles::Tiles,
    },
    figures::Sheet,
    training::{Evaluation, Examples},
    words::{Phrase, training as say},
};

/// Side of a small picture in pixels.
const SMALL: usize = 72;
/// Pictures shown at most.
const MOST: usize = 60;

/// Which held-out pictures of a class were taken for a class?
#[derive(Clone, Debug, PartialEq)]
pub struct MistakesOf {
    /// The training.
    pub session: SessionId,
    /// After how many steps they were asked.
    pub step: usize,
    /// The class, and the answer.
    pub cell: [usize; 2],
}

/// Pictures of one class that were taken for one class.
#[derive(Clone, Debug)]
pub struct Mistakes {
    /// One tile each.
    pub tiles: Tiles,
    /// Their numbers among the pictures held out.
    pub indices: Vec<usize>,
    /// How many there are, shown or not.
    pub count: usize,
}

impl Question for MistakesOf {
    type Answer = Mistakes;
    type Given = (Arc<Examples>, Arc<Evaluation>);
    type Error = Phrase;

    fn title(&self, _: &Self::Given) -> Phrase {
        say::LOOKING_FOR_PICTURES
    }

    fn work(&self, (examples, evaluation): Self::Given, _: &Reporter<'_, Mistakes>) -> Result<Mistakes, Phrase> {
        let is_here = |index: &usize| {
            let answer = evaluation.answers.get(*index);
            answer.is_some_and(|answer| [answer.class, answer.answer] == self.cell)
        };
        let all: Vec<usize> = (0..examples.test.len()).filter(is_here).collect();
        let indices: Vec<usize> = all.iter().copied().take(MOST).collect();
        let pictures: Vec<_> = indices.iter().map(|index| Some(examples.test.picture(*index))).collect();
        Ok(Mistakes { tiles: Tiles::new(&Sheet::of_pictures(&pictures, SMALL)), indices, count: all.len() })
    }
}
