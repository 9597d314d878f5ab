//! Many tiles of one size packed into few textures, so that a grid of maps is one draw call a page.

use std::sync::Arc;

use egui::{ColorImage, Rect, pos2};

/// The side that every graphics card takes.
const PAGE: usize = 2048;

/// Tiles of one size on pages.
#[derive(Clone, Debug)]
pub struct Atlas {
    /// The pages' pixels.
    pub pages: Vec<Arc<ColorImage>>,
    /// Columns and rows of pixels of a tile.
    pub tile: [usize; 2],
    columns: usize,
    rows: usize,
}

impl Atlas {
    /// Packs `count` tiles of `tile` (width, height) pixels; `paint` writes a tile's RGB pixels row by row.
    /// Tiles larger than a page are cut.
    pub fn paint(count: usize, tile: [usize; 2], mut paint: impl FnMut(usize, &mut [u8])) -> Self {
        let tile = [tile[0].clamp(1, PAGE), tile[1].clamp(1, PAGE)];
        let (columns, rows) = ((PAGE / tile[0]).min(count.max(1)), PAGE / tile[1]);
        let per_page = columns * rows;
        let mut buffer = vec![0; tile[0] * tile[1] * 3];
        let mut pages = Vec::new();
        for first in (0..count).step_by(per_page) {
            let on_page = (count - first).min(per_page);
            let size = [columns * tile[0], on_page.div_ceil(columns) * tile[1]];
            let mut pixels = vec![0; size[0] * size[1] * 3];
            for slot in 0..on_page {
                paint(first + slot, &mut buffer);
                let corner = [slot % columns * tile[0], slot / columns * tile[1]];
                for (y, row) in buffer.chunks_exact(tile[0] * 3).enumerate() {
                    let start = ((corner[1] + y) * size[0] + corner[0]) * 3;
                    pixels[start..start + row.len()].copy_from_slice(row);
                }
            }
            pages.push(Arc::new(ColorImage::from_rgb(size, &pixels)));
        }
        Self { pages, tile, columns, rows }
    }

    /// The page of a tile and its texture coordinates there.
    pub fn place(&self, index: usize) -> (usize, Rect) {
        let page = index / (self.columns * self.rows);
        let slot = index % (self.columns * self.rows);
        let size = self.pages.get(page).map_or([1, 1], |image| image.size);
        let scale = [1.0 / size[0] as f32, 1.0 / size[1] as f32];
        let corner = [slot % self.columns * self.tile[0], slot / self.columns * self.tile[1]];
        let at = |x: usize, y: usize| pos2(x as f32 * scale[0], y as f32 * scale[1]);
        (page, Rect::from_min_max(at(corner[0], corner[1]), at(corner[0] + self.tile[0], corner[1] + self.tile[1])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_come_back_from_where_they_were_put() {
        let atlas = Atlas::paint(70, [500, 300], |index, pixels| pixels.fill(index as u8));
        assert_eq!(atlas.pages.len(), 3, "4 x 6 tiles fit a page");
        for index in [0, 3, 4, 23, 24, 69] {
            let (page, uv) = atlas.place(index);
            let image = &atlas.pages[page];
            let centre = [(uv.center().x * image.size[0] as f32) as usize, (uv.center().y * image.size[1] as f32) as usize];
            assert_eq!(image.pixels[centre[1] * image.size[0] + centre[0]].r(), index as u8);
        }
    }

    #[test]
    fn no_tiles_make_no_pages() {
        assert!(Atlas::paint(0, [7, 7], |_, _| ()).pages.is_empty());
    }
}
