//! Files opened lately, as a menu of their names: in the File menu and behind a chip of the left column.

use std::path::PathBuf;

use egui::{Popup, Ui};

use super::{command::Command, say::Say, view::View, widgets::chip};
use crate::words::{Phrase, frame};

/// The files as a menu's entries; a click opens one and closes the menu.
pub fn entries(ui: &mut Ui, view: &View<'_>, list: &[PathBuf]) {
    for path in list {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        if ui.button(name.as_ref()).on_hover_text(path.display().to_string()).clicked() {
            view.send(Command::Open(path.clone()));
            ui.close();
        }
    }
}

/// A chip that opens the menu; nothing while no file was opened.
pub fn recent_chip(ui: &mut Ui, view: &View<'_>, about: &Phrase, list: &[PathBuf]) {
    if !list.is_empty() {
        let button = chip(ui, &ui.say(frame::RECENT), false).on_hover_text(ui.say(about));
        Popup::menu(&button).show(|ui| entries(ui, view, list));
    }
}
