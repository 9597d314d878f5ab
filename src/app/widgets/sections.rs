//! The heads of sections: a caption that folds its section to one line or opens a menu, with what qualifies it at the right end.

use egui::{Align, Layout, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{Direction, fit_to_width, triangle};
use crate::app::theme::{CHIP_CORNER, Theme, WITHIN, caption, magnification};

/// Height of a head at the usual text size, in points.
const HEIGHT: f32 = 24.0;

/// What a head's triangle says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// The section is open.
    Open,
    /// The section is folded to this line.
    Folded,
    /// Behind the caption is a menu.
    Menu,
}

/// Shows a caption in capitals with its triangle; `right` lays out what stands at the right end, from the right. `name` is what
/// screen readers say. The caption gives way to the right end, down to a third of the breadth.
pub fn head(ui: &mut Ui, title: &str, name: &str, head: Head, right: impl FnOnce(&mut Ui)) -> Response {
    let theme = Theme::of(ui);
    let magnified = magnification(ui.style());
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT * magnified), Sense::hover());
    let mark = 16.0 * magnified;
    let least = fit_to_width(ui, &title.to_uppercase(), &caption(), row.width() * 0.34).size().x + mark;
    let room = row.with_min_x(row.left() + least + WITHIN);
    let mut beside = ui.new_child(egui::UiBuilder::new().max_rect(room).layout(Layout::right_to_left(Align::Center)));
    beside.spacing_mut().item_spacing.x = 6.0;
    right(&mut beside);
    let taken = beside.min_rect();
    let free = if taken.width() > 1.0 { taken.left() - row.left() - WITHIN } else { row.width() };
    let text = fit_to_width(ui, &title.to_uppercase(), &caption(), free - mark);
    let rect = Rect::from_min_size(row.min, vec2(text.size().x + mark, row.height()));
    let response = ui.interact(rect, ui.scope_id().with(("head", title)), Sense::click());
    response.widget_info(|| match head {
        Head::Menu => WidgetInfo::labeled(Role::Button, true, name),
        Head::Open | Head::Folded => WidgetInfo::selected(Role::Button, true, head == Head::Open, name),
    });
    let emphasised = response.hovered() || response.has_focus();
    if emphasised {
        ui.painter().rect_filled(rect.expand2(vec2(4.0, -2.0)), CHIP_CORNER, theme.raised);
    }
    let colour = if emphasised { theme.text } else { theme.faint };
    let end = rect.left() + text.size().x;
    ui.painter().galley(pos2(rect.left(), rect.center().y - text.size().y / 2.0), text, colour);
    let direction = if head == Head::Folded { Direction::Right } else { Direction::Down };
    triangle(ui.painter(), pos2(end + 9.0 * magnified, rect.center().y), 6.0 * magnified, direction, colour);
    response
}
