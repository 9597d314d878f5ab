//! Training: a network learns while a person watches. First what is to be trained (`setup.rs`), then the training (`live.rs`).

mod live;
mod maps;
mod mistakes;
mod setup;
mod shortcut;

use egui::{Margin, Ui};

use super::{Training, TrainingCommand, TrainingView};
use crate::app::{
    chapters::ChapterCommand,
    command::Command,
    theme::{self, Theme},
    view::View,
};

/// What the parts of the panel look at.
pub struct Scene<'a> {
    /// The frame.
    pub view: &'a View<'a>,
    /// The chapter.
    pub training: &'a Training,
}

impl Scene<'_> {
    fn send(&self, command: TrainingCommand) {
        self.view.send(Command::Of(ChapterCommand::Training(command)));
    }
}

/// Shows the chapter.
pub fn show(ui: &mut Ui, scene: &Scene<'_>) {
    if scene.training.session.is_some() {
        live::show(ui, scene);
    } else {
        setup::show(ui, scene);
    }
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
