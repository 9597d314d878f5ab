//! Text in the window's few sizes and strengths.

use egui::{Align, Layout, Response, RichText, TextWrapMode, Ui, WidgetText};

use crate::app::theme::{self, BETWEEN, Theme, caption, title};

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

/// A chapter's one title line, its options at the right end, or under it where they do not fit.
///
/// `options_width` is about what the options take at the usual text size, in points. Beside the title they are laid out from
/// the right, under it from the top.
pub fn title_line(ui: &mut Ui, name: impl Into<WidgetText>, what: &str, options_width: f32, options: impl FnOnce(&mut Ui)) {
    let theme = Theme::of(ui);
    let name = match name.into() {
        WidgetText::Text(plain) => RichText::new(plain).text_style(title()).color(theme.text).into(),
        styled => styled,
    };
    let magnified = theme::magnification(ui.style());
    let name_width = name.clone().into_galley(ui, Some(TextWrapMode::Extend), f32::INFINITY, title()).size().x;
    let body_font = egui::TextStyle::Body.resolve(ui.style());
    let what_width = ui.painter().layout_no_wrap(what.to_owned(), body_font, theme.weak).size().x;
    let fits = name_width + what_width + BETWEEN * 3.0 + options_width * magnified <= ui.available_width();
    let heading = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.add(egui::Label::new(name).truncate());
        ui.add(egui::Label::new(RichText::new(what).color(theme.weak)).truncate());
    };
    if fits {
        ui.horizontal(|ui| {
            ui.set_min_height(24.0);
            heading(ui);
            ui.with_layout(Layout::right_to_left(Align::Center), options);
        });
    } else {
        ui.horizontal(heading);
        options(ui);
    }
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

/// Two numbers at the ends of a row.
pub fn ends(ui: &mut Ui, left: &str, right: &str) {
    ui.horizontal(|ui| {
        ui.add(egui::Label::new(mono(ui, left)).selectable(false));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add(egui::Label::new(mono(ui, right)).selectable(false));
        });
    });
}

/// One line that says how far to trust a result; `good` is reassuring, otherwise it warns.
pub fn trust(ui: &mut Ui, text: &str, good: bool) -> Response {
    let theme = Theme::of(ui);
    let colour = if good { theme.good } else { theme.warning };
    ui.add(egui::Label::new(RichText::new(text).text_style(caption()).color(colour)).wrap())
}

/// The text cut at its end with `…` so that it fits `width`, in the given style; the file's end stays readable elsewhere.
pub fn fit_to_width(ui: &Ui, text: &str, style: &egui::TextStyle, width: f32) -> std::sync::Arc<egui::Galley> {
    let font = style.resolve(ui.style());
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, egui::Color32::PLACEHOLDER);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    ui.painter().layout_job(job)
}
