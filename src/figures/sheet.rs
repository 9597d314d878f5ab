//! Many tiles of one size packed onto few pages, so that a grid of maps is one draw call a page.

use std::sync::Arc;

use crate::picture::Picture;

/// The side that every graphics card takes.
const PAGE: usize = 2048;

/// Tiles of one size on pages.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The pages.
    pub pages: Vec<Arc<Picture>>,
    /// Columns and rows of pixels of a tile.
    pub tile: [usize; 2],
    /// How many tiles there are.
    pub count: usize,
    columns: usize,
    rows: usize,
}

/// Where a tile lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The page.
    pub page: usize,
    /// The column and the row of its first pixel there.
    pub corner: [usize; 2],
}

impl Sheet {
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
            pages.push(Arc::new(Picture { width: size[0], height: size[1], pixels }));
        }
        Self { pages, tile, count, columns, rows }
    }

    /// Packs pictures, each made as large as a tile of `side` x `side` pixels; what is missing is black.
    pub fn of_pictures(pictures: &[Option<Picture>], side: usize) -> Self {
        Self::paint(pictures.len(), [side, side], |index, pixels| match &pictures[index] {
            Some(picture) => pixels.copy_from_slice(&picture.resized(side, side).pixels),
            None => pixels.fill(0),
        })
    }

    /// Where a tile lies.
    pub fn place(&self, index: usize) -> Place {
        let slot = index % (self.columns * self.rows);
        let corner = [slot % self.columns * self.tile[0], slot / self.columns * self.tile[1]];
        Place { page: index / (self.columns * self.rows), corner }
    }

    /// A tile as a picture of its own.
    pub fn picture(&self, index: usize) -> Option<Picture> {
        let Place { page, corner: [x, y] } = self.place(index);
        let page = self.pages.get(page)?;
        let inside = index < self.count;
        inside.then(|| page.cropped(x as isize, y as isize, self.tile[0], self.tile[1]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_come_back_from_where_they_were_put() {
        let sheet = Sheet::paint(70, [500, 300], |index, pixels| pixels.fill(index as u8));
        assert_eq!(sheet.pages.len(), 3, "4 x 6 tiles fit a page");
        for index in [0, 3, 4, 23, 24, 69] {
            let Place { page, corner } = sheet.place(index);
            assert_eq!(sheet.pages[page].pixel(corner[0], corner[1])[0], index as u8);
            let tile = sheet.picture(index).unwrap();
            assert_eq!((tile.width, tile.height, tile.pixel(499, 299)), (500, 300, [index as u8; 3]));
        }
        assert_eq!(sheet.picture(70), None);
    }

    #[test]
    fn no_tiles_make_no_pages() {
        assert!(Sheet::paint(0, [7, 7], |_, _| ()).pages.is_empty());
    }
}
