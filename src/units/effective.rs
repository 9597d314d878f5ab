//! How much of what a position can see really moves it: the effective receptive field (Luo et al. 2016), the size of the
//! gradient of the middle position with respect to each pixel, averaged over pictures and over the channels that are alive there.

use super::numbers;
use crate::{
    control::Control,
    network::{Channel, Engine, Keep, Network, NodeId, Plain, Result, Target, Tensor},
};

/// Channels whose gradients are averaged: the strongest ones at the position.
const CHANNELS: usize = 8;
/// The share of the whole that the box holds.
const SHARE: f32 = 0.95;

/// The effective receptive field of a layer's middle position.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectiveField {
    /// Mean size of the gradient at each pixel, row by row; over the input's channels the largest counts. The whole sums to 1.
    pub values: Vec<f32>,
    /// Rows and columns of the input.
    pub size: [usize; 2],
    /// Row and column of the position in the layer's maps.
    pub position: [usize; 2],
    /// Rows and columns of the smallest box around the position's middle with 95 % of the whole.
    pub holds: [usize; 2],
    /// Pictures that were averaged.
    pub pictures: usize,
}

/// The middle position of a layer's maps; `None` for a layer without maps.
pub fn middle(network: &Network, layer: NodeId) -> Option<[usize; 2]> {
    match *network.node(layer).shape.as_slice() {
        [_, _, height, width] if height * width > 1 => Some([height / 2, width / 2]),
        _ => None,
    }
}

/// Adds one picture's gradients to a sum over pixels; answers whether any channel was alive there.
///
/// # Errors
/// The network cannot be run or differentiated; cancellation.
pub fn add_picture(engine: &Engine, input: &Tensor, layer: NodeId, sum: &mut [f32], control: &Control) -> Result<bool> {
    let network = engine.network();
    let Some([y, x]) = middle(network, layer) else { return Ok(false) };
    let activations = engine.forward(input, &Keep::All, control)?;
    let value = activations.get(network, layer)?;
    let alive = numbers(&value.narrow(2, y, 1)?.narrow(3, x, 1)?)?;
    let mut order: Vec<usize> = (0..alive.len()).filter(|&channel| alive[channel] != 0.0).collect();
    order.sort_by(|&one, &two| alive[two].abs().total_cmp(&alive[one].abs()));
    order.truncate(CHANNELS);
    let area = sum.len();
    let mut found = false;
    for channel in order {
        let target = Target::Position { layer, channel: Channel(channel), y, x };
        let gradients = engine.gradient(&activations, &target, &[network.input()], &Plain, control)?;
        let gradient = numbers(gradients.get(network, network.input())?)?;
        let strongest = |pixel: usize| gradient.iter().skip(pixel).step_by(area).map(|part| part.abs()).fold(0.0, f32::max);
        let sizes: Vec<f32> = (0..area).map(strongest).collect();
        let whole: f32 = sizes.iter().sum();
        // Every channel counts the same, however steep it is.
        if whole > 0.0 {
            found = true;
            for (sum, size) in sum.iter_mut().zip(sizes) {
                *sum += size / whole;
            }
        }
    }
    Ok(found)
}

impl EffectiveField {
    /// From the sum over `pictures` pictures; `None` for a layer without maps, or where nothing was alive.
    pub fn of(network: &Network, layer: NodeId, sum: &[f32], pictures: usize) -> Option<Self> {
        let position = middle(network, layer)?;
        let &[_, _, height, width] = network.node(network.input()).shape.as_slice() else { return None };
        let whole: f32 = sum.iter().sum();
        if whole <= 0.0 || sum.len() != height * width {
            return None;
        }
        let values: Vec<f32> = sum.iter().map(|part| part / whole).collect();
        let field = network.receptive_field(layer, position[0], position[1]);
        let centre = [0, 1].map(|axis| (field.start[axis] + field.end[axis]) as f32 / 2.0);
        let holds = holds(&values, [height, width], centre);
        Some(Self { values, size: [height, width], position, holds, pictures })
    }
}

/// Rows and columns of the smallest box around a centre with 95 % of the whole, as far as it lies inside.
fn holds(values: &[f32], [height, width]: [usize; 2], centre: [f32; 2]) -> [usize; 2] {
    let longest = height.max(width) * 2;
    for side in 1..=longest {
        let span = |axis: usize, limit: usize| {
            let start = (centre[axis] - side as f32 / 2.0).round().max(0.0) as usize;
            let end = ((centre[axis] + side as f32 / 2.0).round().max(0.0) as usize).min(limit);
            start.min(end)..end
        };
        let (rows, columns) = (span(0, height), span(1, width));
        let inside: f32 = rows.clone().map(|y| values[y * width..][columns.clone()].iter().sum::<f32>()).sum();
        if inside >= SHARE {
            return [rows.len(), columns.len()];
        }
    }
    [height, width]
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::network::{
        DType, Device, NetworkBuilder, Operator,
        ops::{Convolution, Pads},
    };

    /// A 3 x 3 convolution with these weights on 9 x 9 pixels, twice.
    fn engine(weights: [f32; 9]) -> (Engine, NodeId) {
        let mut builder = NetworkBuilder::new();
        let mut at = builder.input("input", &[1, 1, 9, 9]);
        let input = at;
        for name in ["one", "two"] {
            let weight = Tensor::from_vec(weights.to_vec(), (1, 1, 3, 3), &Device::Cpu).unwrap();
            let weight = builder.constant(&format!("{name}.weight"), weight);
            let operator = Convolution { kernel: [3, 3], stride: [1, 1], dilation: [1, 1], pads: Pads::all(1), groups: 1 };
            at = builder.node(name, Operator::Convolution(operator), &[at, weight]).unwrap();
        }
        let network = Arc::new(builder.finish(input, &[at]).unwrap());
        let layer = network.find("two").unwrap();
        (Engine::new(network, &Device::Cpu).unwrap(), layer)
    }

    fn field(weights: [f32; 9]) -> EffectiveField {
        let (engine, layer) = engine(weights);
        let input = Tensor::ones((1, 1, 9, 9), DType::F32, &Device::Cpu).unwrap();
        let mut sum = vec![0.0; 81];
        assert!(add_picture(&engine, &input, layer, &mut sum, &Control::default()).unwrap());
        EffectiveField::of(engine.network(), layer, &sum, 1).unwrap()
    }

    #[test]
    fn two_equal_windows_give_a_tent() {
        // The convolution of two boxes of 3: 1 2 3 2 1 along each side.
        let found = field([1.0; 9]);
        let tent = [1.0, 2.0, 3.0, 2.0, 1.0];
        for y in 0..9 {
            for x in 0..9 {
                let inside = (2..7).contains(&y) && (2..7).contains(&x);
                let expected = if inside { tent[y - 2] * tent[x - 2] / 81.0 } else { 0.0 };
                assert!((found.values[y * 9 + x] - expected).abs() < 1e-6, "{y} {x}");
            }
        }
        assert_eq!((found.position, found.size, found.holds), ([4, 4], [9, 9], [5, 5]));
    }

    #[test]
    fn what_moves_it_may_be_far_less_than_what_it_sees() {
        let mut weights = [0.001; 9];
        weights[4] = 1.0;
        assert_eq!(field(weights).holds, [1, 1]);
        let (engine, layer) = engine(weights);
        assert_eq!(engine.network().receptive_field(layer, 4, 4).size(), [5, 5]);
    }
}
