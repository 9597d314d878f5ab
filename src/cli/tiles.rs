//! Maps as a sheet of tiles, each with its index, all on one scale.

use crate::picture::{ColourMap, Picture, Scale, columns_for, line_height, montage, painted, text_width};

const GROUND: [u8; 3] = [255; 3];
const GAP: usize = 3;
/// Smaller maps are enlarged to about this many pixels.
const SMALLEST_TILE: usize = 56;

/// Values of either sign get a signed map and scale, others a sequential one.
pub fn colours(values: &[f32]) -> (ColourMap, Scale) {
    if values.iter().any(|value| *value < 0.0) {
        (ColourMap::SignedLight, Scale::signed(values, 99.5))
    } else {
        (ColourMap::Magma, Scale::sequential(values))
    }
}

/// One tile for each map of `height` x `width` numbers; `first` is the first one's index.
pub fn sheet(maps: &[f32], [height, width]: [usize; 2], map: ColourMap, scale: &Scale) -> Picture {
    let factor = SMALLEST_TILE.div_ceil(width.max(height)).max(1);
    let tiles: Vec<Picture> = maps
        .chunks_exact(width * height)
        .enumerate()
        .map(|(index, values)| {
            let mut tile = painted(values, width, height, map, scale).enlarged(factor);
            label(&mut tile, &index.to_string());
            tile
        })
        .collect();
    let columns = columns_for(tiles.len(), width, height, 1.6);
    montage(&tiles, columns, GAP, GROUND)
}

/// Writes a small index into the lower left corner, in black or white, whichever is read there.
fn label(tile: &mut Picture, text: &str) {
    let (width, height) = (text_width(text, 1) + 2, line_height(1));
    if width > tile.width || height > tile.height {
        return;
    }
    let top = tile.height - height;
    let below: u32 = (0..width).map(|x| u32::from(tile.pixel(x, top + height / 2)[1])).sum();
    let ink = if below / width as u32 > 128 { [0; 3] } else { [255; 3] };
    tile.write(text, 2, top, 1, ink);
}
