//! The held-out pictures behind a cell of the confusion matrix.

use crate::{
    app::work::{Atlas, Shown, open_item},
    data::{self, Dataset, ItemId},
    training::{Evaluation, Examples},
};

/// Side of a small picture in pixels.
const SMALL: usize = 72;
/// Pictures shown at most.
const MOST: usize = 60;

/// Pictures of one class that were taken for one class.
#[derive(Clone, Debug)]
pub struct Mistakes {
    /// The class, and the answer.
    pub cell: [usize; 2],
    /// One tile each.
    pub atlas: Atlas,
    /// Their numbers among the pictures held out.
    pub indices: Vec<usize>,
    /// How many there are, shown or not.
    pub count: usize,
}

/// Makes the pictures of a cell small.
pub fn mistakes(examples: &Examples, evaluation: &Evaluation, cell: [usize; 2]) -> Mistakes {
    let is_here = |index: &usize| {
        let answer = evaluation.answers.get(*index);
        answer.is_some_and(|answer| [answer.class, answer.answer] == cell)
    };
    let all: Vec<usize> = (0..examples.test.len()).filter(is_here).collect();
    let indices: Vec<usize> = all.iter().copied().take(MOST).collect();
    let atlas = Atlas::paint(indices.len(), [SMALL, SMALL], |place, pixels| {
        pixels.copy_from_slice(&examples.test.picture(indices[place]).resized(SMALL, SMALL).pixels);
    });
    Mistakes { cell, atlas, indices, count: all.len() }
}

/// Opens a picture of a data set that is not the folder that is open.
pub fn held_out(id: u64, dataset: &Dataset, item: ItemId) -> Result<Shown, data::Error> {
    let shown = open_item(id, dataset, item)?;
    Ok(Shown { item: None, ..shown })
}
