//! How a layer's maps look as tiles; their values are the window's.

use std::sync::Arc;

use crate::{
    app::{
        desk::{About, Conduct, Question, Reporter, Stamp},
        tiles::Tiles,
    },
    control::Cancelled,
    figures::{Look, ScaleBy, map_tiles},
    units::Maps,
    words::{Phrase, feature_maps as say},
};

/// How do a layer's maps look?
#[derive(Clone, Debug, PartialEq)]
pub struct MapsPaint {
    /// The maps.
    pub maps: Stamp,
    /// The colours.
    pub look: Look,
    /// Each map or the whole layer.
    pub scale: ScaleBy,
    /// Longest side of a tile in pixels; larger maps are averaged down.
    pub longest: usize,
}

/// Maps with their paint.
#[derive(Clone, Debug)]
pub struct PaintedMaps {
    /// The maps.
    pub maps: Arc<Maps>,
    /// One tile per channel; none for vectors, which are shown as bars.
    pub tiles: Tiles,
}

impl Question for MapsPaint {
    type Answer = PaintedMaps;
    type Given = Arc<Maps>;
    type Error = Cancelled;

    const CONDUCT: Conduct = Conduct::PAINT;

    fn title(&self, _: &Arc<Maps>) -> Phrase {
        say::PAINTING
    }

    fn about(&self) -> About {
        self.maps.about
    }

    fn work(&self, maps: Arc<Maps>, reporter: &Reporter<'_, PaintedMaps>) -> Result<PaintedMaps, Cancelled> {
        let painted = map_tiles(&maps, &self.look, self.scale, self.longest, reporter.control())?;
        Ok(PaintedMaps { tiles: Tiles::new(&painted.sheet), maps })
    }
}
