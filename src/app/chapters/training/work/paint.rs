//! How a look at the network so far is painted.

use std::sync::Arc;

use egui::ColorImage;

use super::look::Look;
use crate::{
    app::{
        desk::{Conduct, Question, Reporter},
        ids::ModelId,
        tiles::{Tiles, pixels},
    },
    control::Cancelled,
    figures::{self, FilterLook, ScaleBy, filter_tiles, map_tiles},
    picture::{ChannelOrder, ColourMap},
    units::Maps,
    words::{Phrase, training as say},
};

/// Longest side of a map's tile in pixels.
const TILE: usize = 64;

/// How does the network so far look?
#[derive(Clone, Debug, PartialEq)]
pub struct LookPaint {
    /// The look.
    pub look: ModelId,
    /// Whether signed values lie on a dark ground.
    pub dark: bool,
}

/// A look with its paint.
pub struct PaintedLook {
    /// The numbers.
    pub look: Arc<Look>,
    /// The first convolution's filters, the end of their one scale, their colours.
    pub filters: Option<(Tiles, f32, ColourMap)>,
    /// The layer's maps; none if it is a vector.
    pub values: Option<Tiles>,
    /// The gradients at them.
    pub gradients: Option<Tiles>,
    /// The example.
    pub example: Arc<ColorImage>,
}

impl Question for LookPaint {
    type Answer = PaintedLook;
    type Given = Arc<Look>;
    type Error = Cancelled;

    const CONDUCT: Conduct = Conduct::PAINT;

    fn title(&self, _: &Arc<Look>) -> Phrase {
        say::PAINTING
    }

    fn work(&self, look: Arc<Look>, reporter: &Reporter<'_, PaintedLook>) -> Result<PaintedLook, Cancelled> {
        let control = reporter.control();
        let colours = FilterLook { scale: ScaleBy::Layer, signed_colours: true, dark: self.dark, order: ChannelOrder::Rgb };
        let filters = look.filters.as_ref().map(|filters| filter_tiles(filters, &colours, control)).transpose()?;
        let of_maps = figures::Look::plain(ColourMap::Magma, self.dark);
        let maps = |maps: Option<&Maps>| {
            let painted = maps.map(|maps| map_tiles(maps, &of_maps, ScaleBy::Map, TILE, control)).transpose()?;
            Ok::<_, Cancelled>(painted.map(|painted| Tiles::new(&painted.sheet)))
        };
        Ok(PaintedLook {
            filters: filters.map(|painted| {
                let end = painted.ends.first().copied().unwrap_or_default();
                (Tiles::new(&painted.sheet), end, painted.colours)
            }),
            values: maps(look.values.as_ref())?,
            gradients: maps(look.gradients.as_ref())?,
            example: Arc::new(pixels(&look.example.picture)),
            look,
        })
    }
}
