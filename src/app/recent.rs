//! Files opened lately, as a menu of their names: in the File menu and behind a chip of the left column.

use std::path::PathBuf;

use egui::{Popup, Ui};

use super::{command::Command, view::View, widgets::chip};

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
pub fn recent_chip(ui: &mut Ui, view: &View<'_>, about: &str, list: &[PathBuf]) {
    if !list.is_empty() {
        let button = chip(ui, "Recent", false).on_hover_text(about);
        Popup::menu(&button).show(|ui| entries(ui, view, list));
    }
}
