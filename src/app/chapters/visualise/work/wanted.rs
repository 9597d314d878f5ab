//! What is to become large, as a person says it: some of it becomes numbers only where the network has looked at the open picture.

use std::sync::Arc;

use crate::{
    control::Control,
    network::{Channel, NodeId},
    visualization::{Cosine, Error, Goal, Lens, Objective, Order, Planes, Result, Unit},
};

/// How strongly a direction counts for itself and not for its length: the square of the cosine (Carter et al. 2019).
const COSINE_POWER: f64 = 2.0;

/// What is to become large.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// This, whatever the picture.
    Goal(Goal),
    /// What a layer leaves of the open picture.
    Left(NodeId),
    /// The open picture's values at the position where a channel of a layer is strongest.
    Direction(NodeId, Channel),
}

impl Wanted {
    /// The layer that it is read from, if it is one.
    pub fn layer(&self) -> Option<NodeId> {
        match self {
            Self::Goal(goal) => match goal.0.first()? {
                (_, Objective::Channel(layer, _) | Objective::Unit(layer, ..) | Objective::Layer(layer)) => Some(*layer),
                _ => None,
            },
            Self::Left(layer) | Self::Direction(layer, _) => Some(*layer),
        }
    }

    /// The goal in numbers. The order holds the open picture.
    ///
    /// # Errors
    /// There is no picture; the layer has no channels; cancellation.
    pub fn goal(&self, order: &Order, control: &Control) -> Result<Goal> {
        match self {
            Self::Goal(goal) => Ok(goal.clone()),
            Self::Left(layer) => {
                let input = input(&order.lens, order)?;
                Ok(Objective::Inversion(order.lens.reference(*layer, &input, control)?).into())
            }
            Self::Direction(layer, channel) => {
                let value = order.lens.reference(*layer, &input(&order.lens, order)?, control)?.value;
                let direction = Arc::new(strongest_vector(&value, channel.index()));
                Ok(Objective::Direction { layer: *layer, direction, power: COSINE_POWER, cosine: Cosine::True }.into())
            }
        }
    }
}

/// The open picture as the network's input.
fn input(lens: &Lens, order: &Order) -> Result<Planes> {
    let pixels = order.picture.as_ref().ok_or(Error::NeedsPicture { recipe: "this" })?;
    Ok(lens.space(Unit::Pixel).input(pixels))
}

/// All channels at the position where one is strongest.
fn strongest_vector(value: &Planes, channel: usize) -> Vec<f32> {
    let area = value.area();
    let map = value.values.get(channel * area..(channel + 1) * area).unwrap_or_default();
    let best = (1..map.len()).fold(0, |best, index| if map[index] > map[best] { index } else { best });
    (0..value.channels).map(|channel| value.values[channel * area + best]).collect()
}
