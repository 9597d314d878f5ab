//! The forward pass of the picture through the network, and a small picture of what each layer answers.

use std::{sync::Arc, time::Instant};

use super::{Atlas, Loaded, colouring::Table, maps::channel_values, model::map_shape};
use crate::{
    control::Control,
    network::{Activations, Device, Error, Keep, NodeId, Result, Tensor},
    picture::{ColourMap, Picture, Preprocessing, Scale},
};

/// What the network answers to a picture.
#[derive(Clone)]
pub struct Forward {
    /// Every value of the pass.
    pub activations: Arc<Activations>,
    /// The network's input, `1 x C x H x W`.
    pub input: Tensor,
    /// What the network sees, in the input's size.
    pub visible: Arc<Picture>,
    /// Class scores before softmax.
    pub scores: Arc<Vec<f32>>,
    /// Their softmax.
    pub probabilities: Arc<Vec<f32>>,
    /// Classes by falling score.
    pub ranking: Arc<Vec<usize>>,
    /// Seconds that the pass took.
    pub seconds: f64,
}

/// Prepares the picture and runs the network, keeping every value.
pub fn forward(loaded: &Loaded, picture: &Picture, preprocessing: &Preprocessing, control: &Control) -> Result<Forward> {
    let visible = preprocessing.visible(picture);
    let [height, width] = preprocessing.size;
    let input = Tensor::from_vec(preprocessing.apply(picture), (1, preprocessing.channels(), height, width), &Device::Cpu)?;
    let begin = Instant::now();
    let activations = loaded.engine.forward(&input, &Keep::All, control)?;
    let rows = loaded.engine.scores(&activations)?;
    let seconds = begin.elapsed().as_secs_f64();
    let scores = rows.into_iter().next().ok_or_else(|| Error::Target("the network answered nothing".to_owned()))?;
    let probabilities = softmax(&scores);
    let mut ranking: Vec<usize> = (0..scores.len()).collect();
    ranking.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
    Ok(Forward {
        activations: Arc::new(activations),
        input,
        visible: Arc::new(visible),
        scores: Arc::new(scores),
        probabilities: Arc::new(probabilities),
        ranking: Arc::new(ranking),
        seconds,
    })
}

fn softmax(scores: &[f32]) -> Vec<f32> {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = scores.iter().map(|score| (score - highest).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

/// Side of a thumbnail in pixels.
pub const THUMBNAIL: usize = 48;

/// A small picture of every layer: the mean of its maps, or the values of a vector in rows.
#[derive(Clone, Debug)]
pub struct Thumbnails {
    /// One tile a layer.
    pub atlas: Atlas,
    layers: Vec<NodeId>,
}

impl Thumbnails {
    /// The tile of a layer.
    pub fn index(&self, layer: NodeId) -> Option<usize> {
        self.layers.iter().position(|known| *known == layer)
    }
}

/// Paints the thumbnails of all rows of the layer list.
pub fn thumbnails(loaded: &Loaded, activations: &Activations, control: &Control) -> Result<Thumbnails> {
    let table = Table::new(ColourMap::Magma);
    let network = loaded.engine.network();
    let mut layers = Vec::new();
    let mut pictures: Vec<(Vec<f32>, [usize; 2])> = Vec::new();
    for (index, row) in loaded.rows.iter().enumerate() {
        control.step(index, loaded.rows.len(), &row.layer.title)?;
        let node = row.layer.node;
        if let Some(shape) = map_shape(&network.node(node).shape)
            && let Ok(values) = channel_values(network, activations, node)
        {
            layers.push(node);
            pictures.push(mean_map(&values, shape));
        }
    }
    let atlas = Atlas::paint(layers.len(), [THUMBNAIL, THUMBNAIL], |index, pixels| {
        let (values, size) = &pictures[index];
        let scale = Scale::sequential(values);
        for (at, pixel) in pixels.chunks_exact_mut(3).enumerate() {
            let y = at / THUMBNAIL * size[0] / THUMBNAIL;
            let x = at % THUMBNAIL * size[1] / THUMBNAIL;
            pixel.copy_from_slice(&table.colour(&scale, values.get(y * size[1] + x).copied().unwrap_or(0.0)));
        }
    });
    Ok(Thumbnails { atlas, layers })
}

/// The mean over channels, averaged down to the thumbnail's size; a vector becomes a square of its values.
fn mean_map(values: &[f32], [channels, height, width]: [usize; 3]) -> (Vec<f32>, [usize; 2]) {
    if height * width == 1 {
        let side = (channels as f64).sqrt().ceil() as usize;
        let mut square = values.to_vec();
        square.resize(side * side, 0.0);
        return super::colouring::averaged(&square, [side, side], THUMBNAIL);
    }
    let area = height * width;
    let mut mean = vec![0.0; area];
    for map in values.chunks_exact(area) {
        for (sum, value) in mean.iter_mut().zip(map) {
            *sum += value.abs() / channels as f32;
        }
    }
    super::colouring::averaged(&mean, [height, width], THUMBNAIL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn softmax_sums_to_one_and_keeps_the_order() {
        let probabilities = softmax(&[1000.0, 1001.0, 999.0]);
        assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!((probabilities[1] - 0.665_241).abs() < 1e-5);
    }

    #[test]
    fn a_vector_becomes_a_square() {
        let (values, size) = mean_map(&[1.0, 2.0, 3.0], [3, 1, 1]);
        assert_eq!((values, size), (vec![1.0, 2.0, 3.0, 0.0], [2, 2]));
    }
}
