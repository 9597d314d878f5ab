//! Grown pictures as a figure, or the network's last inputs as numbers.

use super::grow::{Grown, summary};
use crate::{
    cli::{
        Error, Result,
        output::{Kind, Output},
    },
    figures::{Figure, Panel, grown_picture},
    visualization::{Planes, Spread},
    words::{Phrase, Words},
};

/// What stands in the file.
pub struct Page<'a> {
    pub title: Phrase,
    /// The picture that it began with, pixels of 0 to 1; shown before the others.
    pub before: Option<&'a Planes>,
    pub grown: &'a [Grown],
    /// The objective of a data set's strongest picture.
    pub strongest: Option<f64>,
}

/// Writes it.
pub fn write(output: &Output, page: Page<'_>, words: Words) -> Result<()> {
    if output.kind == Kind::Npy {
        return write_inputs(output, page.grown);
    }
    let panels = |pictures: &Planes, spread: Spread| -> Vec<Panel> {
        let size = [pictures.height, pictures.width];
        pictures.items().map(|item| Panel::of_picture(grown_picture(item, size, spread))).collect()
    };
    let mut all: Vec<Panel> = page.before.map(|picture| panels(picture, Spread::AsItIs)).unwrap_or_default();
    for grown in page.grown {
        let mut own = panels(&grown.growing.pictures(), grown.recipe.spread);
        if let Some(first) = own.first_mut() {
            first.notes = summary(grown, page.strongest);
        }
        all.extend(own);
    }
    output.write_figure(&Figure { title: page.title, panels: all }, words)
}

/// The inputs as they were last evaluated, one after the other.
fn write_inputs(output: &Output, all: &[Grown]) -> Result<()> {
    let inputs: Vec<&Planes> = all.iter().filter_map(|grown| grown.growing.last_input()).collect();
    let Some(first) = inputs.first() else {
        return Err(Error::Impossible("no step was taken; give more --steps".to_owned()));
    };
    let [_, channels, rows, columns] = first.dims();
    if inputs.iter().any(|input| input.dims()[1..] != first.dims()[1..]) {
        let problem = "the recipes have canvases of different sizes; write a .png, or one recipe at a time";
        return Err(Error::Impossible(problem.to_owned()));
    }
    let values: Vec<f32> = inputs.iter().flat_map(|input| input.values.iter().copied()).collect();
    output.write_array(&[inputs.iter().map(|input| input.count).sum(), channels, rows, columns], &values)
}
