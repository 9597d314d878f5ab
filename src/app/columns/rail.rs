//! What the right column is in a narrow window: a rail with the selected unit's map; a click lays the column over the chapter.

use egui::{Align2, Area, Frame, Id, Order, Rect, Role, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::unit;
use crate::{
    app::{
        chapter::Chapter,
        command::{Command, Switch},
        desk::Seat,
        questions::UnitPaint,
        say::Say,
        textures::Pixels,
        theme::{self, CHIP_CORNER, MAP_CORNER, Theme, WITHIN},
        view::View,
        widgets::WHOLE,
    },
    words::frame,
};

/// Shows the rail's one button.
pub fn show(ui: &mut Ui, view: &View<'_>) {
    let theme = Theme::of(ui);
    let unit = view.sight().unit();
    let side = ui.available_width();
    let font = TextStyle::Monospace.resolve(ui.style());
    let (rect, response) = ui.allocate_exact_size(vec2(side, side + font.size + 3.0 * WITHIN), Sense::click());
    let name = ui.say(frame::UNIT);
    let over = view.state.right_over;
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, over, &name));
    if over || response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, CHIP_CORNER, if over { theme.accent_ground } else { theme.raised });
    }
    let map = Rect::from_min_size(rect.min, vec2(side, side)).shrink(WITHIN);
    match view.desk.answer::<UnitPaint>(Seat::ONE) {
        Some(paint) if unit.is_some() => {
            let texture = view.textures.of("unit", &paint.value.0, Pixels::Values);
            let shape = egui::epaint::RectShape::filled(map, MAP_CORNER, egui::Color32::WHITE);
            ui.painter().add(shape.with_texture(texture, WHOLE));
        }
        _ => _ = ui.painter().rect_filled(map, MAP_CORNER, theme.raised),
    }
    if let Some(unit) = unit {
        let at = pos2(rect.center().x, map.bottom() + 2.0);
        ui.painter().text(at, Align2::CENTER_TOP, unit.channel, font, theme.weak);
    }
    if response.on_hover_text(ui.say(frame::UNIT_OVER)).clicked() {
        view.send(Command::RightColumn(Switch::Toggle));
    }
}

/// Lays the column over the right end of `centre`, which is the chapter's room.
pub fn lay_over(ui: &Ui, (view, chapter): (&View<'_>, &dyn Chapter), centre: Rect, width: f32) {
    let theme = Theme::of(ui);
    let width = width.min(centre.width());
    let place = Rect::from_min_max(pos2(centre.right() - width, centre.top()), centre.max);
    let area = Area::new(Id::unique("right-column-over-chapter")).order(Order::Middle).fixed_pos(place.min);
    area.constrain(false).show(ui.ctx(), |ui| {
        let frame: Frame = theme::column_frame(theme).stroke(theme.hairline()).shadow(ui.visuals().window_shadow);
        let inner = place.size() - frame.total_margin().sum();
        frame.show(ui, |ui| {
            ui.set_min_size(inner);
            ui.set_max_size(inner);
            unit::show(ui, view, chapter);
        });
    });
}
