//! The learned weights of a layer, and how they look as tiles.

use std::sync::Arc;

use crate::{
    app::{
        desk::{About, Conduct, Question, Reporter, Stamp},
        ids::ModelId,
        open::Loaded,
        tiles::Tiles,
    },
    control::Cancelled,
    figures::{FilterLook, filter_tiles},
    network::NodeId,
    picture::ColourMap,
    units::Filters,
    words::{Phrase, filters as say},
};

/// What are a layer's weights?
#[derive(Clone, Debug, PartialEq)]
pub struct WeightsOf {
    /// The network.
    pub model: ModelId,
    /// The layer.
    pub layer: NodeId,
}

impl Question for WeightsOf {
    type Answer = Filters;
    type Given = Arc<Loaded>;
    type Error = Phrase;

    fn title(&self, loaded: &Arc<Loaded>) -> Phrase {
        say::reading(loaded.title(self.layer))
    }

    fn about(&self) -> About {
        About { model: Some(self.model), folder: None }
    }

    fn work(&self, loaded: Arc<Loaded>, _: &Reporter<'_, Filters>) -> Result<Filters, Phrase> {
        let filters = loaded.filters(self.layer)?;
        filters.ok_or_else(|| say::layer_has_none(loaded.title(self.layer)))
    }
}

/// How do they look?
#[derive(Clone, Debug, PartialEq)]
pub struct WeightsPaint {
    /// The weights.
    pub weights: Stamp,
    /// How they become colours.
    pub look: FilterLook,
}

/// Weights with their paint.
#[derive(Clone, Debug)]
pub struct PaintedWeights {
    /// The layer of the list.
    pub layer: NodeId,
    /// The weights.
    pub filters: Arc<Filters>,
    /// One tile per filter; a tile holds the input channels side by side (one picture for colour filters).
    pub tiles: Tiles,
    /// Input channels drawn per filter: all of them unless there are very many.
    pub drawn: usize,
    /// The largest magnitude of each filter's scale.
    pub ends: Vec<f32>,
    /// The colour map.
    pub colours: ColourMap,
}

impl Question for WeightsPaint {
    type Answer = PaintedWeights;
    type Given = (NodeId, Arc<Filters>);
    type Error = Cancelled;

    const CONDUCT: Conduct = Conduct::PAINT;

    fn title(&self, _: &Self::Given) -> Phrase {
        say::PAINTING
    }

    fn about(&self) -> About {
        self.weights.about
    }

    fn work(&self, (layer, filters): Self::Given, reporter: &Reporter<'_, PaintedWeights>) -> Result<PaintedWeights, Cancelled> {
        let painted = filter_tiles(&filters, &self.look, reporter.control())?;
        Ok(PaintedWeights {
            layer,
            tiles: Tiles::new(&painted.sheet),
            drawn: painted.drawn,
            ends: painted.ends,
            colours: painted.colours,
            filters,
        })
    }
}
