//! A unit: a channel of a layer, and perhaps one position of its map.

use crate::network::{Channel, NodeId, Target};

/// A channel of some layer, and optionally one position of its map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Unit {
    /// The channel.
    pub channel: Channel,
    /// Row and column in its map.
    pub position: Option<[usize; 2]>,
}

impl Unit {
    /// A whole channel.
    pub const fn channel(channel: Channel) -> Self {
        Self { channel, position: None }
    }

    /// The unit of a layer as what is explained: the mean of the channel's map, or the position's value.
    pub fn target(self, layer: NodeId) -> Target {
        match self.position {
            None => Target::Channel { layer, channel: self.channel },
            Some([y, x]) => Target::Position { layer, channel: self.channel, y, x },
        }
    }
}

/// The position behind this one in maps of these rows and columns, row by row; the first one behind the last.
pub fn next_position([y, x]: [usize; 2], [height, width]: [usize; 2]) -> [usize; 2] {
    let at = (y * width + x + 1) % (height * width).max(1);
    [at / width.max(1), at % width.max(1)]
}

/// As `:114` or `:114@5,20` behind the layer's name.
impl std::fmt::Display for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, ":{}", self.channel)?;
        match self.position {
            Some([y, x]) => write!(f, "@{y},{x}"),
            None => Ok(()),
        }
    }
}

/// Reads `:114` or `:114@5,20`.
impl std::str::FromStr for Unit {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let rest = text.trim().strip_prefix(':').ok_or(())?;
        let (channel, position) = rest.split_once('@').map_or((rest, None), |(channel, position)| (channel, Some(position)));
        let number = |text: &str| text.trim().parse::<usize>().map_err(|_| ());
        let position = match position {
            None => None,
            Some(position) => {
                let (y, x) = position.split_once(',').ok_or(())?;
                Some([number(y)?, number(x)?])
            }
        };
        Ok(Self { channel: Channel(number(channel)?), position })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_goes_on_row_by_row_and_begins_anew() {
        assert_eq!(next_position([0, 1], [2, 3]), [0, 2]);
        assert_eq!(next_position([0, 2], [2, 3]), [1, 0]);
        assert_eq!(next_position([1, 2], [2, 3]), [0, 0]);
    }
}
