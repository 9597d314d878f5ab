//! A path to open or to save to, for systems without file dialogs and for people who type.

use std::path::PathBuf;

use egui::{Key, TextEdit, Ui};

use super::dialog;
use crate::{
    app::{
        command::Command,
        open::PathRequest,
        say::Say,
        theme::BETWEEN,
        view::View,
        widgets::{chip, weak},
    },
    words::frame,
};

/// Shows the field.
pub fn show(ui: &Ui, view: &View<'_>, request: &PathRequest) {
    let id = egui::Id::unique(("typed-path", request.id));
    let mut text = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_default();
    let verb = if request.extension().is_some() { frame::SAVE } else { frame::OPEN };
    dialog(ui, view, &request.title(), 560.0, |ui| {
        let response = ui
            .add(TextEdit::singleline(&mut text).hint_text(request.hint).desired_width(f32::INFINITY))
            .accessible_name(ui.say(frame::PATH));
        if ui.memory(|memory| memory.focused().is_none()) && !response.lost_focus() {
            response.request_focus();
        }
        weak(ui, &ui.say(request.about()));
        ui.add_space(BETWEEN);
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if (chip(ui, &ui.say(verb), true).clicked() || entered) && !text.trim().is_empty() {
            view.send(Command::UsePath(*request, PathBuf::from(text.trim())));
        }
    });
    ui.data_mut(|data| data.insert_temp(id, text));
}
