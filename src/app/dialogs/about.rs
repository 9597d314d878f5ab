//! What Convscope is, and what the open model is and where it comes from.

use egui::Ui;

use super::dialog;
use crate::app::{
    theme::BETWEEN,
    view::View,
    widgets::{count, section, weak},
};

/// Shows both.
pub fn show(ui: &Ui, view: &View<'_>) {
    dialog(ui, view, "About", 520.0, |ui| {
        ui.label(concat!("Convscope ", env!("CARGO_PKG_VERSION"), ", a microscope for convolutional networks"));
        weak(ui, "Everything is computed on this machine; nothing is sent anywhere.");
        let Some(loaded) = &view.state.model else { return };
        ui.add_space(BETWEEN);
        section(ui, &loaded.model.name, &format!("{} weights", count(loaded.parameters)));
        ui.label(&loaded.model.about);
        weak(ui, &format!("Preprocessing: {}", loaded.model.preprocessing_source));
        if let Some(path) = &loaded.path {
            weak(ui, &path.display().to_string());
        }
    });
}
