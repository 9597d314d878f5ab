//! The lecturer's own window: the scene's notes, what comes next, the clock. Where the system has no second window, it lies over
//! the first one.

use std::time::Duration;

use egui::{CentralPanel, Frame, Label, Margin, RichText, ScrollArea, Ui, ViewportBuilder, ViewportClass, ViewportId};

use super::{
    command::{self, Command, Switch},
    say::Say,
    scenes::Walk,
    theme::{AROUND, BESIDE, BETWEEN, Theme, caption},
    view::View,
};
use crate::words::{Value, scenes};

/// Notes are read from a lectern: this much larger than running text.
const NOTES: f32 = 1.7;

/// Shows the window, as long as the lecturer wants it.
pub fn show(ctx: &egui::Context, view: &View<'_>, walk: &Walk) {
    let title = format!("{} - Convscope", walk.lecture.title.say(ctx.words()));
    let builder = ViewportBuilder::default().with_title(title).with_app_id("convscope").with_inner_size([860.0, 620.0]);
    ctx.show_viewport_immediate(ViewportId::from_hash_of("presenter"), builder, |ui, class| {
        if class == ViewportClass::EmbeddedWindow {
            content(ui, walk);
            return;
        }
        let frame = Frame::new().fill(Theme::of(ui).panel).inner_margin(Margin::same(2 * AROUND as i8));
        CentralPanel::default().frame(frame).show(ui, |ui| content(ui, walk));
        if let Some(command) = command::listen(ui.ctx(), view.entries) {
            view.send(command);
        }
        if ui.input(|input| input.viewport().close_requested()) {
            view.send(Command::Presenter(Switch::Off));
        }
    });
    ctx.request_repaint_after(Duration::from_secs(1));
}

fn content(ui: &mut Ui, walk: &Walk) {
    let theme = Theme::of(ui);
    let words = ui.words();
    ui.horizontal(|ui| {
        let now = jiff::Zoned::now().strftime("%H:%M").to_string();
        ui.label(RichText::new(now).text_style(egui::TextStyle::Heading).color(theme.text));
        ui.add_space(BESIDE);
        let minutes = (walk.began.elapsed().as_secs() / 60) as usize;
        ui.label(RichText::new(ui.say(scenes::since(minutes))).color(theme.weak));
        ui.add_space(BESIDE);
        let place = scenes::of(walk.at + 1, walk.lecture.scenes.len());
        ui.label(RichText::new(ui.say(place)).color(theme.weak));
    });
    ui.separator();
    let Some(scene) = walk.scene() else { return };
    let size = egui::TextStyle::Body.resolve(ui.style()).size;
    ui.label(RichText::new(scene.title.say(words)).size(size * NOTES * 1.15).color(theme.text));
    ui.add_space(BETWEEN);
    let room = (ui.available_height() - 4.0 * size).max(80.0);
    ScrollArea::vertical().max_height(room).auto_shrink([false, false]).show(ui, |ui| {
        for line in scene.notes.say(words).lines() {
            let text = RichText::new(line).size(size * NOTES).color(theme.text);
            ui.add(Label::new(text).wrap());
            ui.add_space(BETWEEN);
        }
    });
    ui.separator();
    let next = match walk.next() {
        Some(next) => scenes::next_is(Value::from(next.title.say(words))),
        None => scenes::LAST,
    };
    ui.label(RichText::new(ui.say(next)).text_style(caption()).size(size * 1.2).color(theme.weak));
}
