//! What a grown picture has to beat: the pictures of a data set that excite the same channel most, counted by the number that the
//! objective counts.
//!
//! It knows no recipe; `units` goes through the data set.

use super::Objective;
use crate::{
    network::{Channel, NodeId},
    units::{By, Excitation, Strongest},
};

/// The number of a data set's pictures that an objective is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contest {
    /// The layer that the pictures go to.
    pub layer: NodeId,
    /// Its channel; a class is a channel of the scores.
    pub channel: Channel,
    /// How its map becomes one number.
    pub by: By,
}

impl Contest {
    /// A channel's mean, a unit's largest value anywhere, a class's score; `None` for other objectives.
    pub fn of(objective: &Objective, scores: NodeId) -> Option<Self> {
        let (layer, channel, by) = match *objective {
            Objective::Channel(layer, channel) => (layer, channel, By::Mean),
            Objective::Unit(layer, channel, _) => (layer, channel, By::Maximum),
            Objective::Class(class) => (scores, Channel(class.0), By::Mean),
            _ => return None,
        };
        Some(Self { layer, channel, by })
    }

    /// The pictures to beat, the strongest first; none before the first is seen.
    pub fn rivals<'a>(&self, found: &'a Strongest) -> &'a [Excitation] {
        found.channel(self.channel, self.by)
    }

    /// The strongest picture's number; `None` before the first is seen.
    pub fn record(&self, found: &Strongest) -> Option<f32> {
        Some(self.rivals(found).first()?.value)
    }

    /// The middle picture's number; `None` before the first is seen.
    pub fn median(&self, found: &Strongest) -> Option<f32> {
        found.median(self.channel, self.by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Class;

    #[test]
    fn a_channel_counts_by_its_mean_and_a_unit_by_its_largest() {
        let (layer, scores, channel) = (NodeId(3), NodeId(9), Channel(2));
        let of = |objective| Contest::of(&objective, scores);
        assert_eq!(of(Objective::Channel(layer, channel)), Some(Contest { layer, channel, by: By::Mean }));
        assert_eq!(of(Objective::Unit(layer, channel, None)), Some(Contest { layer, channel, by: By::Maximum }));
        assert_eq!(of(Objective::Class(Class(2))), Some(Contest { layer: scores, channel, by: By::Mean }));
        assert_eq!(of(Objective::Layer(layer)), None);
    }
}
