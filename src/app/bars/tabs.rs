//! The chapters' tabs, each with its digit.

use egui::{Rect, Role, Sense, Stroke, TextStyle, Ui, WidgetInfo, pos2, vec2};

use crate::app::{
    command::{Command, digit},
    say::Say,
    theme::{BESIDE, Theme, caption},
    view::View,
};

/// Shows the tabs and the hairline under them.
pub fn show(ui: &mut Ui, view: &View<'_>) {
    let theme = Theme::of(ui);
    let body = TextStyle::Body.resolve(ui.style());
    let small = caption().resolve(ui.style());
    let height = body.size + 24.0;
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    ui.painter().hline(row.x_range(), row.bottom(), theme.hairline());
    let mut x = row.left() + BESIDE - 8.0;
    for (index, card) in view.cards.iter().enumerate() {
        let chosen = view.state.shows(card.id);
        let key = digit(index).map_or_else(String::new, |key| key.name().to_owned());
        let digit = ui.painter().layout_no_wrap(key, small.clone(), theme.faint);
        let said = ui.say(&card.name);
        let name = ui.painter().layout_no_wrap(said.clone(), body.clone(), egui::Color32::PLACEHOLDER);
        let rect = Rect::from_min_size(pos2(x, row.top()), vec2(digit.size().x + name.size().x + 22.0, height));
        let response = ui.interact(rect, ui.scope_id().with(("tab", index)), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, &said));
        let emphasised = chosen || response.hovered() || response.has_focus();
        let painter = ui.painter();
        let (digit_size, name_size) = (digit.size(), name.size());
        painter.galley(pos2(rect.left() + 8.0, rect.center().y - digit_size.y / 2.0 + 1.0), digit, theme.faint);
        let at = pos2(rect.left() + 14.0 + digit_size.x, rect.center().y - name_size.y / 2.0);
        painter.galley(at, name, if emphasised { theme.text } else { theme.weak });
        if chosen {
            painter.hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(2.0, theme.accent));
        }
        if response.on_hover_text(ui.say(&card.question)).clicked() {
            view.send(Command::Chapter(card.id.into()));
        }
        x = rect.right() + 2.0;
    }
}
