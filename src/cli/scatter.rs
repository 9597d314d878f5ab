//! Points in the plane as a picture, coloured by class, with a legend.

use crate::picture::{Picture, class_colour, line_height, shortened};

const SIDE: usize = 720;
const MARGIN: usize = 16;
const LEGEND: usize = 240;
const RADIUS: f32 = 4.0;
const GROUND: [u8; 3] = [255; 3];
const INK: [u8; 3] = [0x1B, 0x1F, 0x24];
/// Points without a class.
const FAINT: [u8; 3] = [0x6D, 0x76, 0x81];
/// More classes than this have no room in the legend.
const NAMED: usize = 24;

/// Draws the points; both axes have the same scale, because distances are what they are about.
pub fn draw(positions: &[[f32; 2]], classes: &[Option<usize>], names: &[String]) -> Picture {
    let legend = if names.is_empty() { 0 } else { LEGEND };
    let mut picture = Picture::filled(SIDE + legend, SIDE, GROUND);
    let span = |axis: usize| {
        let values = positions.iter().map(|position| position[axis]);
        values.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
    };
    let (across, up) = (span(0), span(1));
    let extent = (across.1 - across.0).max(up.1 - up.0).max(f32::MIN_POSITIVE);
    let place = |value: f32, (low, high): (f32, f32)| {
        let inner = (SIDE - 2 * MARGIN) as f32;
        SIDE as f32 / 2.0 + (value - (low + high) / 2.0) / extent * inner
    };
    for (position, class) in positions.iter().zip(classes) {
        // Rows of a picture grow downwards, an axis upwards.
        let (x, y) = (place(position[0], across), SIDE as f32 - place(position[1], up));
        dot(&mut picture, x, y, class.map_or(FAINT, class_colour));
    }
    for (index, name) in names.iter().take(NAMED).enumerate() {
        let y = MARGIN + index * (line_height(2) + 8);
        dot(&mut picture, (SIDE + 8) as f32, (y + 7) as f32, class_colour(index));
        picture.write(&shortened(name, LEGEND - 32, 2), SIDE + 24, y, 2, INK);
    }
    picture
}

fn dot(picture: &mut Picture, x: f32, y: f32, colour: [u8; 3]) {
    if !x.is_finite() || !y.is_finite() {
        return;
    }
    let reach = |centre: f32, limit: usize| {
        let low = (centre - RADIUS).floor().max(0.0) as usize;
        low..((centre + RADIUS).ceil().max(0.0) as usize + 1).min(limit)
    };
    for row in reach(y, picture.height) {
        for column in reach(x, picture.width) {
            let distance = (column as f32 - x).hypot(row as f32 - y);
            let share = (RADIUS + 0.5 - distance).clamp(0.0, 1.0);
            picture.blend_pixel(column, row, colour, share);
        }
    }
}
