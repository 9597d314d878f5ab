//! What a panel says while it has nothing to show.

use egui::{RichText, Ui};

use super::chip;
use crate::app::theme::{BETWEEN, Theme};

/// An empty state: one sentence that says what to do, and the button that does it. Answers whether it was pressed.
pub fn empty(ui: &mut Ui, sentence: &str, button: Option<&str>) -> bool {
    let theme = Theme::of(ui);
    ui.add_space(BETWEEN);
    ui.add(egui::Label::new(RichText::new(sentence).color(theme.weak)).wrap());
    ui.add_space(BETWEEN);
    button.is_some_and(|text| chip(ui, text, false).clicked())
}
