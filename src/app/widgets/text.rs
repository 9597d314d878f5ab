//! Text in the window's few sizes and strengths.

use egui::{Align, Layout, Response, RichText, Ui};

use crate::app::theme::{BETWEEN, Theme, caption};

/// A section's caption in capitals, with what qualifies it at the right end.
pub fn section(ui: &mut Ui, name: &str, right: &str) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.set_width(ui.available_width());
        let capitals = RichText::new(name.to_uppercase()).text_style(caption()).color(theme.faint).extra_letter_spacing(0.4);
        ui.add(egui::Label::new(capitals).selectable(false));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if !right.is_empty() {
                let text = RichText::new(right).text_style(caption()).color(theme.faint);
                ui.add(egui::Label::new(text).truncate().selectable(false));
            }
        });
    });
}

/// Secondary text in the caption's size.
pub fn weak(ui: &mut Ui, text: &str) -> Response {
    let colour = Theme::of(ui).faint;
    ui.add(egui::Label::new(RichText::new(text).text_style(caption()).color(colour)).wrap().selectable(false))
}

/// A short name beside what it names.
pub fn caption_label(ui: &mut Ui, text: &str) -> Response {
    let colour = Theme::of(ui).faint;
    ui.add(egui::Label::new(RichText::new(text).text_style(caption()).color(colour)).extend().selectable(false))
}

/// Numbers and names in the monospaced font.
pub fn mono(ui: &Ui, text: impl Into<String>) -> RichText {
    RichText::new(text).monospace().color(Theme::of(ui).weak)
}

/// One line that says how far to trust a result; `good` is reassuring, otherwise it warns.
pub fn trust(ui: &mut Ui, text: &str, good: bool) -> Response {
    let theme = Theme::of(ui);
    let colour = if good { theme.good } else { theme.warning };
    ui.add(egui::Label::new(RichText::new(text).text_style(caption()).color(colour)).wrap())
}

/// An empty state: one sentence that says what to do, and the button that does it. Answers whether it was pressed.
pub fn empty(ui: &mut Ui, sentence: &str, button: Option<&str>) -> bool {
    let theme = Theme::of(ui);
    ui.add_space(BETWEEN);
    ui.add(egui::Label::new(RichText::new(sentence).color(theme.weak)).wrap());
    ui.add_space(BETWEEN);
    button.is_some_and(|text| super::chip(ui, text, false).clicked())
}

/// The text cut at its end with `…` so that it fits `width`, in the given style; the file's end stays readable elsewhere.
pub fn fit_to_width(ui: &Ui, text: &str, style: &egui::TextStyle, width: f32) -> std::sync::Arc<egui::Galley> {
    let font = style.resolve(ui.style());
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, egui::Color32::PLACEHOLDER);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    ui.painter().layout_job(job)
}
