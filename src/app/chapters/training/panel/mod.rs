//! Training: a network learns while a person watches. First what is to be trained (`setup.rs`), then the training (`live.rs`).

mod live;
mod maps;
mod mistakes;
mod setup;
mod shortcut;

use egui::{Margin, Ui};

use super::{Training, TrainingCommand, TrainingView};
use crate::{
    app::{
        chapters::ChapterCommand,
        command::Command,
        say::Say,
        theme::{self, Theme},
        view::View,
    },
    zoo::class_phrases,
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

/// The classes in words.
fn class_names(ui: &Ui, classes: &[String]) -> Vec<String> {
    class_phrases(classes).iter().map(|class| ui.say(class)).collect()
}

/// A class in words.
fn class_name(ui: &Ui, training: &TrainingView, class: usize) -> String {
    class_names(ui, &training.classes).get(class).cloned().unwrap_or_default()
}
