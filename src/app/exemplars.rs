//! Cut-outs of a folder's pictures that excite something most: a click opens the picture at that position.

use egui::{Color32, Rect, Role, Sense, Ui, WidgetInfo};

use super::{
    command::Command,
    desk::Seat,
    questions::ExemplarsOf,
    say::Say,
    theme::{self, MAP_CORNER},
    view::View,
    widgets::{outline, squares},
};
use crate::{units::Unit, words::frame};

/// Shows those of a seat; `mark` paints the number of each upon it.
pub fn exemplars(ui: &mut Ui, view: &View<'_>, seat: Seat, mark: impl Fn(&Ui, Rect, f32)) {
    let Some((folder, answer)) = view.state.folder.as_ref().zip(view.desk.answer::<ExemplarsOf>(seat)) else { return };
    let name = if seat == Seat::ONE { "exemplars" } else { seat.name };
    let rects = squares(ui, answer.value.excitations.len());
    for (place, (excitation, rect)) in answer.value.excitations.iter().zip(rects).enumerate() {
        let Some((texture, uv)) = view.small(name, &answer.value.tiles, place) else { continue };
        let tint = if answer.is_fresh { Color32::WHITE } else { Color32::WHITE.gamma_multiply(theme::STALE_OPACITY) };
        ui.painter().add(egui::epaint::RectShape::filled(rect, MAP_CORNER, tint).with_texture(texture, uv));
        mark(ui, rect, excitation.value);
        let response = ui.interact(rect, ui.scope_id().with((name, place)), Sense::click());
        let item = folder.dataset.item(excitation.item).map_or("", |item| item.name.as_str());
        let words = ui.words();
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words.say(&frame::strongest_picture(place + 1, item))));
        outline(ui, rect, response.hovered() || response.has_focus());
        let about = ui.say(frame::value_at(excitation.value, excitation.y.to_string(), excitation.x.to_string()));
        let about = format!("{item}\n{about}\n{}", ui.say(frame::CLICK_TO_OPEN));
        if response.on_hover_text(about).clicked() && answer.is_fresh {
            let position = Some(excitation.position());
            let unit = view.sight().unit().map(|unit| Unit { channel: unit.channel, position });
            view.send(Command::Item(excitation.item, unit));
        }
    }
}
