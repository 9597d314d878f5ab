//! The one place that loads textures: what is painted lives here under a name, uploaded when its pixels change and never in
//! between.
//!
//! Whoever paints hands in the pixels with their name; the same pixels again cost nothing. What was not painted for long is
//! freed.

#![expect(clippy::disallowed_methods, reason = "this is the file that the rule points to")]

use std::{cell::RefCell, collections::HashMap, sync::Arc};

use egui::{ColorImage, Context, Rect, TextureFilter, TextureHandle, TextureId, TextureOptions};

use super::tiles::{Tiles, pixels};
use crate::{figures::gradient, picture::ColourMap};

/// What a texture holds: a name of whoever paints it, perhaps which of several, and a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TextureName {
    /// What it is.
    pub what: &'static str,
    /// Which one: the id of a method, for example.
    pub which: &'static str,
    /// The page, counted from 0.
    pub page: usize,
}

impl From<&'static str> for TextureName {
    fn from(what: &'static str) -> Self {
        Self { what, which: "", page: 0 }
    }
}

impl From<(&'static str, &'static str)> for TextureName {
    fn from((what, which): (&'static str, &'static str)) -> Self {
        Self { what, which, page: 0 }
    }
}

/// How pixels look at another size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pixels {
    /// Values: enlarged they show as the squares that they are, shrunk they are averaged.
    Values,
    /// A picture: smooth.
    Smooth,
}

const VALUES: TextureOptions =
    TextureOptions { magnification: TextureFilter::Nearest, minification: TextureFilter::Linear, ..TextureOptions::LINEAR };

/// A picture with no longer side than this has pixels that are worth seeing.
const SMALL_PICTURE: usize = 64;

impl Pixels {
    /// A digit's few pixels are shown as the squares that the network sees, larger pictures smoothly.
    pub fn of_picture(image: &ColorImage) -> Self {
        if image.width().max(image.height()) <= SMALL_PICTURE { Self::Values } else { Self::Smooth }
    }
}

struct Texture {
    image: Arc<ColorImage>,
    handle: TextureHandle,
    /// The frame in which it was painted last.
    painted: u64,
}

/// Textures that were not painted for so many frames are freed.
const KEPT_FRAMES: u64 = 600;

/// All textures by name.
pub struct Textures {
    ctx: Context,
    all: RefCell<HashMap<TextureName, Texture>>,
    gradients: Vec<(ColourMap, Arc<ColorImage>)>,
}

impl Textures {
    /// No textures yet.
    pub fn new(ctx: &Context) -> Self {
        let gradients = ColourMap::ALL.map(|map| (map, Arc::new(pixels(&gradient(map))))).to_vec();
        Self { ctx: ctx.clone(), all: RefCell::default(), gradients }
    }

    /// The texture of these pixels, uploaded if they are new.
    pub fn of(&self, name: impl Into<TextureName>, image: &Arc<ColorImage>, look: Pixels) -> TextureId {
        let (name, painted) = (name.into(), self.ctx.cumulative_frame_nr());
        let options = if look == Pixels::Values { VALUES } else { TextureOptions::LINEAR };
        let mut all = self.all.borrow_mut();
        if let Some(texture) = all.get_mut(&name) {
            texture.painted = painted;
            if !Arc::ptr_eq(&texture.image, image) {
                texture.handle.set(Arc::clone(image), options);
                texture.image = Arc::clone(image);
            }
            return texture.handle.id();
        }
        let handle = self.ctx.load_texture(format!("{name:?}"), Arc::clone(image), options);
        let id = handle.id();
        all.insert(name, Texture { image: Arc::clone(image), handle, painted });
        id
    }

    /// The texture of a tile's page, and where the tile lies in it.
    pub fn tile(&self, what: &'static str, tiles: &Tiles, index: usize, look: Pixels) -> Option<(TextureId, Rect)> {
        let (page, uv) = tiles.place(index)?;
        Some((self.of(TextureName { what, which: "", page }, tiles.pages.get(page)?, look), uv))
    }

    /// The gradient of a colour map.
    pub fn gradient(&self, map: ColourMap) -> TextureId {
        let image = self.gradients.iter().find(|(known, _)| *known == map);
        image.map_or_else(TextureId::default, |(_, image)| self.of(("gradient", map.name()), image, Pixels::Smooth))
    }

    /// Frees what was not painted for long.
    pub fn free(&self) {
        let now = self.ctx.cumulative_frame_nr();
        self.all.borrow_mut().retain(|_, texture| now.saturating_sub(texture.painted) < KEPT_FRAMES);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_pixels_are_uploaded_once() {
        let ctx = Context::default();
        let textures = Textures::new(&ctx);
        let image = |value: u8| Arc::new(ColorImage::from_rgb([1, 1], &[value; 3]));
        let (first, second) = (image(1), image(2));
        let id = textures.of("map", &first, Pixels::Values);
        assert_eq!(textures.of("map", &first, Pixels::Values), id);
        let uploads = || {
            let mut delta = ctx.tex_manager().write().take_delta();
            let count = delta.set.len();
            delta.clear();
            count
        };
        uploads();
        textures.of("map", &first, Pixels::Values);
        assert_eq!(uploads(), 0);
        assert_eq!(textures.of("map", &second, Pixels::Values), id, "the name keeps its texture");
        assert_eq!(uploads(), 1);
        assert_ne!(textures.of(("map", "other"), &second, Pixels::Values), id);
    }
}
