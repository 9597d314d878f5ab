//! Files opened lately, as a menu of their names: in the File menu and in the left column.

use std::path::PathBuf;

use egui::Ui;

use super::{command::Command, view::View};

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
