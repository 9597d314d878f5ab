//! Shared drawing: small things that several panels show. They read what they are given and answer with egui's responses.
//!
//! Nothing here knows the state, commands or jobs.

mod actions;
mod bars;
mod chips;
mod confusion;
mod curves;
mod drawing;
mod empty;
mod fold;
mod grid;
mod histogram;
mod icons;
mod maps;
mod numbers;
mod options;
mod parameters;
mod row;
mod sections;
mod shapes;
mod squares;
mod text;

pub use actions::{action, action_height, actions_width, icon_chip};
pub use bars::{class_bar, colour_bar, progress};
pub use chips::{chip, chip_if, choice, icon_button, primary_chip, swatch, warning_chip};
pub use confusion::Confusion;
pub use curves::{Curve, Curves};
pub use drawing::paint as paint_drawing;
pub use empty::empty;
pub use fold::fold;
pub use grid::{Grid, WHOLE, image, offset_to_show};
pub use histogram::histogram;
pub use icons::{Icon, icon, square};
pub use maps::{position_at, ring, tile, tile_number};
pub use numbers::{localised, localised_slider};
pub use options::option_groups;
pub use parameters::parameter_control;
pub use row::row_ground;
pub use sections::{Head, head};
pub use shapes::{Direction, boxed, class_mark, triangle};
pub use squares::{outline, squares};
pub use text::{caption_label, ends, fit_to_width, mono, section, title_line, trust, weak};
