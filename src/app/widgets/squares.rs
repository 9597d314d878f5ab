//! Small pictures, four in a row, and the line around the one that is pointed at.

use egui::{Rect, Sense, Stroke, Ui, vec2};

use crate::app::theme::{MAP_CORNER, Theme, WITHIN};

/// Pictures in a row.
const COLUMNS: usize = 4;

/// Makes room for `count` squares and says where each lies.
pub fn squares(ui: &mut Ui, count: usize) -> Vec<Rect> {
    let side = ((ui.available_width() - WITHIN * (COLUMNS - 1) as f32) / COLUMNS as f32).floor();
    let height = count.div_ceil(COLUMNS) as f32 * (side + WITHIN);
    let (area, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let corner = |place: usize| vec2((place % COLUMNS) as f32, (place / COLUMNS) as f32) * (side + WITHIN);
    (0..count).map(|place| Rect::from_min_size(area.min + corner(place), vec2(side, side))).collect()
}

/// Outlines a square that is pointed at.
pub fn outline(ui: &Ui, rect: Rect, emphasised: bool) {
    if emphasised {
        let stroke = Stroke::new(1.0, Theme::of(ui).text);
        ui.painter().rect_stroke(rect, f32::from(MAP_CORNER), stroke, egui::StrokeKind::Outside);
    }
}
