//! Training: a network learns while a person watches. First what is to be trained (`setup.rs`), then the training (`live.rs`).

mod live;
mod maps;
mod mistakes;
mod setup;
mod shortcut;

use egui::{Margin, Ui};

use super::View;
use crate::app::{
    command::Command,
    theme::{self, Theme},
    training::TrainingCommand,
    work::TrainingView,
};

/// Shows the chapter.
pub fn show(ui: &mut Ui, view: &View<'_>) {
    if view.state.training.begun {
        live::show(ui, view);
    } else {
        setup::show(ui, view);
    }
}

fn send(view: &View<'_>, command: TrainingCommand) {
    view.send(Command::Training(command));
}

/// A part of the chapter on a ground of its own.
fn card(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let theme = Theme::of(ui);
    let frame = egui::Frame::new().fill(theme.card).stroke(theme.hairline()).corner_radius(theme::CARD_CORNER);
    frame.inner_margin(Margin::same(10)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        content(ui);
    });
}

/// A class in words.
fn class_name(training: &TrainingView, class: usize) -> &str {
    training.classes.get(class).map_or("?", |name| crate::zoo::labels::of_folder(name))
}
