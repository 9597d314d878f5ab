//! What a person is asked about sessions: where a file is that is missed, and whether to go on where a crash ended.

use egui::{RichText, Ui};

use super::dialog;
use crate::{
    app::{
        command::Command,
        open::{FIND_FILE, FIND_FOLDER},
        say::Say,
        session::{Kind, Look},
        theme::{BETWEEN, Theme},
        view::View,
        widgets::{chip, weak},
    },
    words::frame,
};

const WIDTH: f32 = 520.0;

/// Asks about the file that a session needs and does not find.
pub fn missing(ui: &Ui, view: &View<'_>) {
    let Some((need, look)) = view.state.taking_up.as_ref().and_then(|taking_up| taking_up.open()) else { return };
    dialog(ui, view, &frame::session_where(need.name()), WIDTH, |ui| {
        let kind = match need.kind {
            Kind::Model => frame::A_MODEL,
            Kind::Picture => frame::A_PICTURE,
            Kind::Folder => frame::A_FOLDER,
        };
        let place = need.path.display().to_string();
        let is_changed = *look == Look::Changed;
        let about = if is_changed { frame::session_changed(kind, place) } else { frame::session_missing(kind, place) };
        ui.label(RichText::new(ui.say(about)).color(Theme::of(ui).text));
        ui.add_space(BETWEEN);
        ui.horizontal_wrapped(|ui| {
            let find = if need.kind == Kind::Folder { FIND_FOLDER } else { FIND_FILE };
            if chip(ui, &ui.say(frame::SESSION_FIND), true).on_hover_text(ui.say(frame::SESSION_FIND_ABOUT)).clicked() {
                view.send(Command::Ask(find));
            }
            if is_changed {
                let as_it_is = chip(ui, &ui.say(frame::SESSION_AS_IT_IS), false);
                if as_it_is.on_hover_text(ui.say(frame::SESSION_AS_IT_IS_ABOUT)).clicked() {
                    view.send(Command::TakeAsItIs);
                }
            }
            let without = chip(ui, &ui.say(frame::SESSION_WITHOUT), false);
            if without.on_hover_text(ui.say(frame::SESSION_WITHOUT_ABOUT)).clicked() {
                view.send(Command::LeaveOut);
            }
        });
    });
}

/// Asks whether to go on where a crash ended.
pub fn recovered(ui: &Ui, view: &View<'_>) {
    let Some(recovered) = &view.state.recovered else { return };
    dialog(ui, view, &frame::RECOVER, WIDTH, |ui| {
        let minutes = (recovered.age.as_secs() / 60) as usize;
        let age = match minutes {
            0..120 => frame::minutes_ago(minutes),
            120..2880 => frame::hours_ago(minutes / 60),
            _ => frame::days_ago(minutes / 1440),
        };
        ui.label(ui.say(frame::recover_about(age)));
        weak(ui, &ui.say(frame::RECOVER_WHAT));
        ui.add_space(BETWEEN);
        ui.horizontal_wrapped(|ui| {
            if chip(ui, &ui.say(frame::TAKE_UP), true).on_hover_text(ui.say(frame::TAKE_UP_ABOUT)).clicked() {
                view.send(Command::TakeUp);
            }
            if chip(ui, &ui.say(frame::START_ANEW), false).on_hover_text(ui.say(frame::START_ANEW_ABOUT)).clicked() {
                view.send(Command::StartAnew);
            }
        });
    });
}
