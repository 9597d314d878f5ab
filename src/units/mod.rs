//! The chapter "units": what a channel is made of and what excites it. A layer's maps and filters as numbers, the strongest
//! pictures of a data set, and the part of a picture that a position of a layer sees.
//!
//! As in the Deep Visualization Toolbox (Yosinski et al. 2015) each picture counts once for each channel, with the position
//! of its maximum. It knows no window.

mod effective;
mod field;
mod filters;
mod maps;
mod spread;
mod strongest;
mod unit;

/// The numbers of a value, in reading order.
pub use crate::network::numbers;
pub use effective::{EffectiveField, add_picture, middle};
pub use field::{field_box, field_crop};
pub use filters::Filters;
pub use maps::{ChannelStatistics, Maps, Sort, map_shape};
pub use spread::Spread;
pub use strongest::{By, Excitation, KEPT, Strongest, strongest};
pub use unit::{Unit, next_position};
