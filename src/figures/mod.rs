//! Numbers become pictures, once: for the window, the command line, *Save picture* and whatever else shows them.
//!
//! * `look.rs`: values to colours, the way a person set it; `sheet.rs`: many tiles on few pages.
//! * `maps.rs`, `filters.rs`, `heatmap.rs`: a layer's maps, its weights, an attribution map.
//! * `scatter.rs`, `curves.rs`, `bars.rs`, `confusion.rs`, `table.rs`: plots, as [`Drawing`]s.
//! * `grown.rs`: a picture that was grown for a unit.
//! * `anatomy/`: a network as volumes with bars under them, and a part of it opened.
//! * `figure.rs`: any of them with its question, scale and trust, as PNG or SVG; `drawing.rs`, `svg.rs`, `raster.rs`,
//!   `letters.rs`: how; `provenance.rs`: the link in its metadata that leads back to the view it shows.
//!
//! It takes numbers and a [`Look`] and knows no window, no network that runs and no jobs.

mod anatomy;
mod bars;
mod confusion;
mod curves;
mod drawing;
mod figure;
mod filters;
mod grown;
mod heatmap;
mod letters;
mod look;
mod manner;
mod maps;
mod provenance;
mod raster;
mod scatter;
mod sheet;
mod svg;
mod table;

pub use anatomy::{
    Face, Link, Measures, Opened, Palette, Row, Scene, Shows, face_picture, opened, part_title, row as volumes, with_maps,
};
pub use bars::bars;
pub use confusion::confusion;
pub use curves::{Curve, Plot};
pub use drawing::{Anchor, Drawing, Face as Letters, Mark};
pub use figure::{Bar, Figure, FigureFile, Panel, WriteError};
pub use filters::{FilterLook, FilterTiles, filter_panel, filter_tiles};
pub use grown::grown_picture;
pub use heatmap::{Ground, Heatmap, heatmap, heatmap_over, heatmap_panel};
pub use look::{Look, ScaleBy, Table, averaged, averaged_size, gradient};
pub use manner::{DrawnAs, Manner, Sign};
pub use maps::{MapTiles, map_panel, map_tiles, unit_picture};
pub use provenance::link_of;
pub use scatter::{Cloud, scatter};
pub use sheet::{Place, Sheet};
pub use table::{Column, table};
