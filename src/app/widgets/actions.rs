//! A list of actions, icon and word, and a button that is an icon alone.

use egui::{Align2, Response, Role, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::icons::{Icon, icon, square};
use crate::app::theme::{CHIP_CORNER, Theme, magnification};

/// Side of an icon, its distance from the row's ends and from the word, in points at the usual text size.
const ICON: f32 = 14.0;
const INSET: f32 = 6.0;
const GAP: f32 = 7.0;
/// Height of a row at the usual text size, in points.
const HEIGHT: f32 = 25.0;

/// Height of an action's row, in points.
pub fn action_height(ui: &Ui) -> f32 {
    HEIGHT * magnification(ui.style())
}

/// Breadth that the widest of these words needs as an action, in points.
pub fn actions_width<'a>(ui: &Ui, words: impl IntoIterator<Item = &'a str>) -> f32 {
    let font = TextStyle::Body.resolve(ui.style());
    let colour = Theme::of(ui).weak;
    let breadth = |word: &str| ui.painter().layout_no_wrap(word.to_owned(), font.clone(), colour).size().x;
    let widest = words.into_iter().map(breadth).fold(0.0, f32::max);
    (widest + (ICON + 2.0 * INSET + GAP) * magnification(ui.style())).ceil()
}

/// A row of icon and word; on the accent's ground when chosen.
pub fn action(ui: &mut Ui, drawing: Icon, word: &str, chosen: bool) -> Response {
    let theme = Theme::of(ui);
    let magnified = magnification(ui.style());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), action_height(ui)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, word));
    let emphasised = response.hovered() || response.has_focus();
    let painter = ui.painter();
    if chosen || emphasised {
        painter.rect_filled(rect, CHIP_CORNER, if chosen { theme.accent_ground } else { theme.raised });
    }
    let colour = if chosen || emphasised { theme.text } else { theme.weak };
    let side = ICON * magnified;
    let left = rect.left() + INSET * magnified;
    icon(painter, square(pos2(left + side / 2.0, rect.center().y), side), drawing, colour);
    let font = TextStyle::Body.resolve(ui.style());
    painter.text(pos2(left + side + GAP * magnified, rect.center().y), Align2::LEFT_CENTER, word, font, colour);
    response
}

/// A button that is an icon alone; `name` is what screen readers say.
pub fn icon_chip(ui: &mut Ui, drawing: Icon, name: &str) -> Response {
    let theme = Theme::of(ui);
    let magnified = magnification(ui.style());
    let (rect, response) = ui.allocate_exact_size(vec2(26.0, 24.0) * magnified, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let emphasised = response.hovered() || response.has_focus();
    if emphasised {
        ui.painter().rect_filled(rect, CHIP_CORNER, theme.raised);
    }
    let colour = if emphasised { theme.text } else { theme.weak };
    icon(ui.painter(), square(rect.center(), 16.0 * magnified), drawing, colour);
    response
}
