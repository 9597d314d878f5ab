//! A small picture of what each layer answers.

use std::sync::Arc;

use super::{Forward, pass};
use crate::{
    app::{
        desk::{About, Desk, Question, Reporter, Seat},
        open::Loaded,
        state::State,
        tiles::Tiles,
    },
    figures::{Sheet, Table, averaged},
    network::{Activations, Error, NodeId, Result},
    picture::{ColourMap, Scale},
    units::{map_shape, numbers},
    words::{Phrase, frame},
};

/// Side of a thumbnail in pixels.
const SIDE: usize = 48;

/// What does each layer answer, in small?
#[derive(Clone, Debug, PartialEq)]
pub struct ThumbnailsOf {
    /// The pass.
    pub pass: Forward,
}

/// A small picture of every layer: the mean of its maps, or the values of a vector in rows.
#[derive(Clone, Debug)]
pub struct Thumbnails {
    /// One tile a layer.
    pub tiles: Tiles,
    layers: Vec<NodeId>,
}

impl Thumbnails {
    /// The tile of a layer.
    pub fn index(&self, layer: NodeId) -> Option<usize> {
        self.layers.iter().position(|known| *known == layer)
    }
}

impl Question for ThumbnailsOf {
    type Answer = Thumbnails;
    type Given = (Arc<Loaded>, Arc<Activations>);
    type Error = Error;

    fn title(&self, _: &Self::Given) -> Phrase {
        frame::PAINTING_LAYERS
    }

    fn about(&self) -> About {
        self.pass.about()
    }

    /// After what is looked at more closely.
    fn rank(&self, _: &Self::Given) -> u32 {
        1
    }

    fn work(&self, (loaded, activations): Self::Given, reporter: &Reporter<'_, Thumbnails>) -> Result<Thumbnails> {
        let table = Table::new(ColourMap::Magma);
        let network = loaded.engine.network();
        let mut layers = Vec::new();
        let mut pictures: Vec<(Vec<f32>, [usize; 2])> = Vec::new();
        for (index, row) in loaded.rows.iter().enumerate() {
            reporter.control().step(index, loaded.rows.len(), &Phrase::verbatim(&row.layer.title))?;
            let node = row.layer.node;
            if let Some(shape) = map_shape(&network.node(node).shape)
                && let Ok(values) = activations.get(network, node).and_then(|value| numbers(&value))
            {
                layers.push(node);
                pictures.push(mean_map(&values, shape));
            }
        }
        let sheet = Sheet::paint(layers.len(), [SIDE, SIDE], |index, pixels| {
            let (values, size) = &pictures[index];
            let scale = Scale::sequential(values);
            for (at, pixel) in pixels.chunks_exact_mut(3).enumerate() {
                let (y, x) = (at / SIDE * size[0] / SIDE, at % SIDE * size[1] / SIDE);
                pixel.copy_from_slice(&table.colour(&scale, values.get(y * size[1] + x).copied().unwrap_or(0.0)));
            }
        });
        Ok(Thumbnails { tiles: Tiles::new(&sheet), layers })
    }
}

/// The mean of magnitudes over channels, averaged down to the thumbnail's size; a vector becomes a square of its values.
fn mean_map(values: &[f32], [channels, height, width]: [usize; 3]) -> (Vec<f32>, [usize; 2]) {
    if height * width == 1 {
        let side = (channels as f64).sqrt().ceil() as usize;
        let mut square = values.to_vec();
        square.resize(side * side, 0.0);
        return averaged(&square, [side, side], SIDE);
    }
    let mut mean = vec![0.0; height * width];
    for map in values.chunks_exact(height * width) {
        for (sum, value) in mean.iter_mut().zip(map) {
            *sum += value.abs() / channels as f32;
        }
    }
    averaged(&mean, [height, width], SIDE)
}

pub(super) fn ask(state: &State, desk: &mut Desk) {
    let pass = pass(desk).map(|answer| (answer.question.clone(), Arc::clone(&answer.value.activations)));
    let question = pass.as_ref().map(|(pass, _)| ThumbnailsOf { pass: pass.clone() });
    desk.ask(Seat::ONE, question, || Some((state.model.clone()?, pass?.1)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_becomes_a_square() {
        let (values, size) = mean_map(&[1.0, 2.0, 3.0], [3, 1, 1]);
        assert_eq!((values, size), (vec![1.0, 2.0, 3.0, 0.0], [2, 2]));
    }
}
