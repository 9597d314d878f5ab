//! The triangle that opens and folds what lies inside a row.

use egui::{Id, Rect, Role, Sense, Ui, WidgetInfo};

use super::{Direction, triangle};
use crate::{
    app::{say::Say, theme::Theme},
    words::frame,
};

/// Shows it in the middle of `rect`; answers whether it was pressed. `title` is what the row is called.
pub fn fold(ui: &Ui, id: Id, rect: Rect, is_open: bool, title: &str) -> bool {
    let theme = Theme::of(ui);
    let response = ui.interact(rect, id, Sense::click());
    let name = ui.say(if is_open { frame::fold_named(title) } else { frame::open_named(title) });
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_open, &name));
    let colour = if response.hovered() || response.has_focus() { theme.text } else { theme.faint };
    triangle(ui.painter(), rect.center(), 8.0, if is_open { Direction::Down } else { Direction::Right }, colour);
    response.on_hover_text(name).clicked()
}
