//! What Convscope is, and what the open model is and where it comes from.

use egui::Ui;

use super::dialog;
use crate::{
    app::{
        say::Say,
        theme::BETWEEN,
        view::View,
        widgets::{section, weak},
    },
    words::{Value, frame, menu},
};

/// Shows both.
pub fn show(ui: &Ui, view: &View<'_>) {
    dialog(ui, view, &menu::ABOUT, 520.0, |ui| {
        ui.label(ui.say(frame::about_title(env!("CARGO_PKG_VERSION"))));
        weak(ui, &ui.say(frame::ABOUT_OFFLINE));
        let Some(loaded) = &view.state.model else { return };
        ui.add_space(BETWEEN);
        section(ui, &loaded.model.name, &ui.say(frame::weights(Value::Compact(loaded.parameters))));
        ui.label(ui.say(&loaded.model.about));
        weak(ui, &ui.say(frame::preprocessing_source(loaded.model.preprocessing_source.phrase())));
        if let Some(path) = &loaded.path {
            weak(ui, &path.display().to_string());
        }
    });
}
