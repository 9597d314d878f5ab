//! Feature maps as tiles: painting one from an atlas, and which position of a map lies under the pointer.

use egui::{Color32, FontId, Painter, Pos2, Rect, Stroke, StrokeKind, TextureId, pos2, vec2};

use crate::app::theme::{MAP_CORNER, ON_PICTURE, SHADOW, TILE_NUMBER, Theme};

/// One tile, with an accent border when selected and a hairline when hovered.
pub fn tile(painter: &Painter, rect: Rect, texture: TextureId, uv: Rect, (selected, hovered): (bool, bool), theme: &Theme) {
    painter.image(texture, rect, uv, Color32::WHITE);
    if selected {
        painter.rect_stroke(rect.expand(0.5), f32::from(MAP_CORNER), Stroke::new(2.0, theme.accent), StrokeKind::Outside);
    } else if hovered {
        painter.rect_stroke(rect, f32::from(MAP_CORNER), Stroke::new(1.0, theme.weak), StrokeKind::Outside);
    }
}

/// A tile's number in its lower left corner.
pub fn tile_number(painter: &Painter, rect: Rect, number: &str, font: FontId) {
    let galley = painter.layout_no_wrap(number.to_owned(), font, TILE_NUMBER);
    let at = pos2(rect.left() + 3.0, rect.bottom() - 2.0 - galley.size().y);
    painter.rect_filled(Rect::from_min_size(at, galley.size()).expand2(vec2(2.0, 0.0)), 2.0, SHADOW);
    painter.galley(at, galley, TILE_NUMBER);
}

/// The row and column of a map of `height` x `width` that lies under `pointer` in `rect`.
pub fn position_at(rect: Rect, pointer: Pos2, height: usize, width: usize) -> Option<[usize; 2]> {
    if !rect.contains(pointer) || !rect.is_positive() {
        return None;
    }
    let y = (pointer.y - rect.top()) / rect.height() * height as f32;
    let x = (pointer.x - rect.left()) / rect.width() * width as f32;
    Some([(y as usize).min(height.saturating_sub(1)), (x as usize).min(width.saturating_sub(1))])
}

/// A ring around a position of a map of `size` (rows, columns) drawn in `rect`.
pub fn ring(painter: &Painter, rect: Rect, position: [usize; 2], size: [usize; 2]) {
    let cell = [rect.height() / size[0] as f32, rect.width() / size[1] as f32];
    let centre = pos2(rect.left() + (position[1] as f32 + 0.5) * cell[1], rect.top() + (position[0] as f32 + 0.5) * cell[0]);
    let radius = (cell[0].max(cell[1]) * 0.75).clamp(4.0, 20.0);
    painter.circle_stroke(centre, radius, Stroke::new(3.0, SHADOW));
    painter.circle_stroke(centre, radius, Stroke::new(1.5, ON_PICTURE));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pointer_finds_its_position() {
        let rect = Rect::from_min_max(pos2(10.0, 20.0), pos2(110.0, 120.0));
        assert_eq!(position_at(rect, pos2(10.0, 20.0), 7, 7), Some([0, 0]));
        assert_eq!(position_at(rect, pos2(109.9, 60.0), 10, 5), Some([4, 4]));
        assert_eq!(position_at(rect, pos2(110.0, 120.0), 7, 7), Some([6, 6]));
        assert_eq!(position_at(rect, pos2(9.0, 60.0), 7, 7), None);
    }
}
