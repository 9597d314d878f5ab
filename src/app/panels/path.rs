//! A path to open, for systems without file dialogs and for people who type.

use std::path::PathBuf;

use egui::{Key, TextEdit, Ui};

use super::{View, dialog};
use crate::app::{
    command::Command,
    theme::BETWEEN,
    widgets::{chip, weak},
};

/// Shows the field.
pub fn show(ui: &Ui, view: &View<'_>) {
    let id = egui::Id::unique("typed path");
    let mut text = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_default();
    dialog(ui, view, "Open path", 560.0, |ui| {
        let edit = TextEdit::singleline(&mut text).hint_text("/home/me/picture.jpg").desired_width(f32::INFINITY);
        let response = ui.add(edit).accessible_name("Path");
        if ui.memory(|memory| memory.focused().is_none()) && !response.lost_focus() {
            response.request_focus();
        }
        weak(ui, "A picture, a model (ONNX, safetensors) or a folder of pictures");
        ui.add_space(BETWEEN);
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if (chip(ui, "Open", true).clicked() || entered) && !text.trim().is_empty() {
            view.send(Command::Open(PathBuf::from(text.trim())));
        }
    });
    ui.data_mut(|data| data.insert_temp(id, text));
}
