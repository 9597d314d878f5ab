//! The ground of a row in a list: chosen, under the pointer, or nothing.

use egui::{Response, Ui};

use crate::app::theme::{CHIP_CORNER, Theme};

/// Paints it, below whatever the row shows.
pub fn row_ground(ui: &Ui, response: &Response, chosen: bool) {
    let theme = Theme::of(ui);
    if chosen {
        ui.painter().rect_filled(response.rect, CHIP_CORNER, theme.accent_ground);
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(response.rect, CHIP_CORNER, theme.raised);
    }
}
