//! Attribution: why this answer?

use egui::{RichText, Ui};

use super::View;
use crate::app::{
    theme::{Theme, title},
    widgets::empty,
};

/// Shows the chapter.
pub fn show(ui: &mut Ui, view: &View<'_>) {
    let theme = Theme::of(ui);
    let name = view.state.class().map(|class| view.state.class_name(class)).unwrap_or_default();
    ui.label(RichText::new(format!("Why {name}?")).text_style(title()).color(theme.text));
    empty(ui, "Click a class of the answer at the left to choose what is explained.", None);
}
