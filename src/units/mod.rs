//! The chapter "units": what excites a channel. The strongest pictures of a data set, and the part of a picture that a
//! position of a layer sees.
//!
//! As in the Deep Visualization Toolbox (Yosinski et al. 2015) each picture counts once for each channel, with the position
//! of its maximum. It knows no window.

mod dataset_pass;
mod field;
mod strongest;

pub use dataset_pass::{Pass, Unreadable};
pub use field::{field_box, field_crop};
pub use strongest::{Excitation, KEPT, Strongest, strongest};
