//! Embedding: pictures as points.

use egui::{RichText, Ui};

use super::View;
use crate::app::{
    command::Command,
    theme::{Theme, title},
    widgets::empty,
};

/// Shows the chapter.
pub fn show(ui: &mut Ui, view: &View<'_>) {
    let theme = Theme::of(ui);
    ui.label(RichText::new("Embedding").text_style(title()).color(theme.text));
    if view.state.folder.as_ref().is_none_or(|folder| folder.shipped)
        && empty(ui, "Open a folder of pictures to see them as points.", Some("Open folder…"))
    {
        view.send(Command::OpenFolder);
    }
}
