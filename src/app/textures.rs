//! The one place that loads textures: what is painted lives here under a name, uploaded when it changes and never in between.

#![expect(clippy::disallowed_methods, reason = "this is the file that the rule points to")]

use std::{collections::HashMap, sync::Arc};

use egui::{ColorImage, Context, TextureFilter, TextureHandle, TextureId, TextureOptions};

use super::work::gradient;
use crate::picture::ColourMap;

/// What a texture holds; pages count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// The open picture.
    Picture,
    /// Small pictures of layers.
    Thumbnails(usize),
    /// Maps of the selected layer.
    Maps(usize),
    /// Weights of the selected layer.
    Filters(usize),
    /// The selected unit's map.
    UnitMap,
    /// What the selected unit sees.
    UnitCrop,
    /// Cut-outs of a channel's strongest pictures.
    Exemplars(usize),
    /// The map of an attribution method, by its number in the registry.
    Attribution(usize),
    /// Small pictures of the folder.
    Gallery(usize),
    /// The first filters of the network that is trained.
    TrainedFilters(usize),
    /// Its maps for the example.
    TrainedValues(usize),
    /// Gradients at them.
    TrainedGradients(usize),
    /// The example.
    TrainedExample,
    /// Held-out pictures behind a cell of the confusion matrix.
    Mistakes(usize),
    /// The picture that the network answers because of its cue.
    ShortcutWith,
    /// The same without the cue.
    ShortcutWithout,
    /// Where the network looks.
    ShortcutLooks,
    /// A colour map from left to right, by its name.
    Gradient(&'static str),
}

/// Every colour map that may be shown.
pub const COLOUR_MAPS: [ColourMap; 7] = [
    ColourMap::Magma,
    ColourMap::Viridis,
    ColourMap::Cividis,
    ColourMap::Grey,
    ColourMap::SignedDark,
    ColourMap::SignedLight,
    ColourMap::Jet,
];

/// All textures by name.
#[derive(Default)]
pub struct Textures {
    handles: HashMap<Slot, TextureHandle>,
}

/// Values enlarged show as the squares that they are; shrunk ones are averaged.
const VALUES: TextureOptions =
    TextureOptions { magnification: TextureFilter::Nearest, minification: TextureFilter::Linear, ..TextureOptions::LINEAR };

/// A picture with no longer side than this has pixels that are worth seeing.
const SMALL_PICTURE: usize = 64;

impl Textures {
    /// The textures that are always there: a gradient per colour map.
    pub fn new(ctx: &Context) -> Self {
        let mut textures = Self::default();
        for map in COLOUR_MAPS {
            textures.set(ctx, Slot::Gradient(map.name()), &gradient(map));
        }
        textures
    }

    /// Uploads an image.
    pub fn set(&mut self, ctx: &Context, slot: Slot, image: &Arc<ColorImage>) {
        let options = match slot {
            Slot::Maps(_)
            | Slot::Filters(_)
            | Slot::Thumbnails(_)
            | Slot::UnitMap
            | Slot::TrainedFilters(_)
            | Slot::TrainedValues(_)
            | Slot::TrainedGradients(_) => VALUES,
            // A digit's few pixels are shown as the squares that the network sees.
            Slot::Picture if image.width().max(image.height()) <= SMALL_PICTURE => VALUES,
            Slot::TrainedExample
            | Slot::ShortcutWith
            | Slot::ShortcutWithout
            | Slot::ShortcutLooks
            | Slot::Mistakes(_)
            | Slot::Picture
            | Slot::UnitCrop
            | Slot::Exemplars(_)
            | Slot::Attribution(_)
            | Slot::Gallery(_)
            | Slot::Gradient(_) => TextureOptions::LINEAR,
        };
        let image = Arc::clone(image);
        if let Some(handle) = self.handles.get_mut(&slot) {
            handle.set(image, options);
        } else {
            self.handles.insert(slot, ctx.load_texture(format!("{slot:?}"), image, options));
        }
    }

    /// Uploads the pages of an atlas, and forgets pages that it no longer has.
    pub fn set_pages(&mut self, ctx: &Context, slot: fn(usize) -> Slot, pages: &[Arc<ColorImage>]) {
        for (index, page) in pages.iter().enumerate() {
            self.set(ctx, slot(index), page);
        }
        let mut old = pages.len();
        while self.handles.remove(&slot(old)).is_some() {
            old += 1;
        }
    }

    /// The texture of a name.
    pub fn get(&self, slot: Slot) -> Option<TextureId> {
        self.handles.get(&slot).map(TextureHandle::id)
    }

    /// The gradient of a colour map.
    pub fn gradient(&self, map: ColourMap) -> TextureId {
        self.get(Slot::Gradient(map.name())).unwrap_or_default()
    }
}
