//! Many pictures as one: tiles in a grid.

use super::Picture;

/// Tiles in rows of `columns`, `gap` pixels apart on `ground`; each cell is as large as the largest tile.
pub fn montage(tiles: &[Picture], columns: usize, gap: usize, ground: [u8; 3]) -> Picture {
    let largest = |side: fn(&Picture) -> usize| tiles.iter().map(side).max().unwrap_or(1);
    let (cell_width, cell_height) = (largest(|tile| tile.width), largest(|tile| tile.height));
    let columns = columns.clamp(1, tiles.len().max(1));
    let rows = tiles.len().div_ceil(columns).max(1);
    let mut sheet = Picture::filled(columns * (cell_width + gap) + gap, rows * (cell_height + gap) + gap, ground);
    for (index, tile) in tiles.iter().enumerate() {
        let x = gap + index % columns * (cell_width + gap);
        let y = gap + index / columns * (cell_height + gap);
        sheet.draw(tile, x as isize, y as isize);
    }
    sheet
}

/// How many columns make the sheet of `count` tiles about `aspect` times as wide as high.
pub fn columns_for(count: usize, tile_width: usize, tile_height: usize, aspect: f64) -> usize {
    let square = count as f64 * tile_height.max(1) as f64 / tile_width.max(1) as f64;
    ((square * aspect).sqrt().ceil() as usize).clamp(1, count.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_lie_in_rows() {
        let tiles: Vec<Picture> = (1..=5).map(|value| Picture::filled(4, 3, [value * 10; 3])).collect();
        let sheet = montage(&tiles, 3, 2, [255; 3]);
        assert_eq!((sheet.width, sheet.height), (20, 12));
        assert_eq!(sheet.pixel(0, 0), [255; 3]);
        assert_eq!(sheet.pixel(2, 2), [10; 3]);
        assert_eq!(sheet.pixel(17, 4), [30; 3]);
        assert_eq!(sheet.pixel(8, 9), [50; 3]);
        assert_eq!(sheet.pixel(14, 9), [255; 3]);
    }

    #[test]
    fn no_tiles_make_an_empty_sheet() {
        assert_eq!(montage(&[], 0, 1, [7; 3]).pixel(0, 0), [7; 3]);
    }

    #[test]
    fn columns_follow_the_aspect() {
        assert_eq!(columns_for(64, 10, 10, 1.0), 8);
        assert_eq!(columns_for(64, 10, 10, 4.0), 16);
        assert_eq!(columns_for(3, 10, 1000, 4.0), 3);
        assert_eq!(columns_for(0, 0, 0, 1.0), 1);
    }
}
