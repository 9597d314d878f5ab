//! Pictures on their way to the graphics card: pages of tiles as egui takes them, made on a job's thread so that a frame only
//! uploads them.

use std::sync::Arc;

use egui::{ColorImage, Rect, pos2};

use crate::{
    figures::{Heatmap, Place, Sheet},
    picture::Picture,
};

/// A picture's pixels as egui takes them.
pub fn pixels(picture: &Picture) -> ColorImage {
    ColorImage::from_rgb([picture.width, picture.height], &picture.pixels)
}

/// A heatmap's pixels, transparent where the picture should show.
pub fn heatmap_pixels(heatmap: &Heatmap) -> ColorImage {
    ColorImage::from_rgba_unmultiplied([heatmap.size[1], heatmap.size[0]], &heatmap.pixels)
}

/// A sheet of tiles, ready to be uploaded.
#[derive(Clone, Debug)]
pub struct Tiles {
    /// The pages' pixels.
    pub pages: Vec<Arc<ColorImage>>,
    /// Columns and rows of pixels of a tile.
    pub tile: [usize; 2],
    places: Vec<Place>,
}

impl Tiles {
    /// The pages of a sheet.
    pub fn new(sheet: &Sheet) -> Self {
        Self {
            pages: sheet.pages.iter().map(|page| Arc::new(pixels(page))).collect(),
            tile: sheet.tile,
            places: (0..sheet.count).map(|index| sheet.place(index)).collect(),
        }
    }

    /// The page of a tile and its texture coordinates there.
    pub fn place(&self, index: usize) -> Option<(usize, Rect)> {
        let Place { page, corner } = *self.places.get(index)?;
        let size = self.pages.get(page)?.size;
        let at = |x: usize, y: usize| pos2(x as f32 / size[0] as f32, y as f32 / size[1] as f32);
        let [x, y] = corner;
        Some((page, Rect::from_min_max(at(x, y), at(x + self.tile[0], y + self.tile[1]))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_come_back_from_where_they_were_put() {
        let tiles = Tiles::new(&Sheet::paint(70, [500, 300], |index, pixels| pixels.fill(index as u8)));
        assert_eq!(tiles.pages.len(), 3, "4 x 6 tiles fit a page");
        for index in [0, 3, 4, 23, 24, 69] {
            let (page, uv) = tiles.place(index).unwrap();
            let image = &tiles.pages[page];
            let centre = [(uv.center().x * image.size[0] as f32) as usize, (uv.center().y * image.size[1] as f32) as usize];
            assert_eq!(image.pixels[centre[1] * image.size[0] + centre[0]].r(), index as u8);
        }
        assert!(tiles.place(70).is_none());
    }
}
