//! The bottom line: what is being computed, how far it is, a way to stop it; the latest message; memory.

use egui::{Align, Label, Layout, Link, RichText, Ui};

use crate::app::{
    command::Command,
    theme::{Theme, caption},
    view::View,
    widgets::{bytes, progress},
};

/// Jobs that are over before a person could read about them are not shown.
const WORTH_SHOWING_SECONDS: f64 = 0.15;

/// Shows the line.
pub fn show(ui: &mut Ui, view: &View<'_>) {
    ui.horizontal(|ui| {
        ui.set_height(20.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            summary(ui, view);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                jobs(ui, view);
                message(ui, view);
            });
        });
    });
}

fn jobs(ui: &mut Ui, view: &View<'_>) {
    let theme = Theme::of(ui);
    for job in view.desk.running().iter().filter(|job| job.elapsed.as_secs_f64() > WORTH_SHOWING_SECONDS).take(2) {
        ui.label(RichText::new(&job.title).text_style(caption()).color(theme.weak));
        if let Some(fraction) = job.fraction {
            progress(ui, &job.title, fraction, 120.0);
        }
        if !job.text.is_empty() {
            ui.label(RichText::new(&job.text).text_style(caption()).color(theme.faint));
        }
        let name = if job.stopping { "Stopping" } else { "Cancel" };
        let link = Link::new(RichText::new(name).text_style(caption()));
        if ui.add(link).on_hover_text(format!("Stop: {}", job.title)).clicked() {
            view.send(Command::Cancel(job.job));
        }
        // What nobody waits for can make way for a while.
        if view.desk.can_pause(&job.key) {
            let (name, about) = if job.paused { ("Resume", "Go on with") } else { ("Pause", "Hold") };
            let link = Link::new(RichText::new(name).text_style(caption()));
            if ui.add(link).on_hover_text(format!("{about}: {}", job.title)).clicked() {
                view.send(Command::Pause(job.job, !job.paused));
            }
        }
    }
}

fn message(ui: &mut Ui, view: &View<'_>) {
    let theme = Theme::of(ui);
    let Some(message) = view.state.messages.last() else { return };
    if message.is_error {
        let link = Link::new(RichText::new("Dismiss").text_style(caption()));
        if ui.add(link).clicked() {
            view.send(Command::DismissMessage);
        }
    }
    let colour = if message.is_error { theme.warning } else { theme.weak };
    let text = RichText::new(&message.text).text_style(caption()).color(colour);
    ui.add(Label::new(text).truncate()).on_hover_text(&message.text);
}

fn summary(ui: &mut Ui, view: &View<'_>) {
    let theme = Theme::of(ui);
    let jobs = match view.desk.running().len() {
        0 => String::new(),
        1 => "1 job · ".to_owned(),
        several => format!("{several} jobs · "),
    };
    let memory = if view.state.memory > 0 { bytes(view.state.memory) } else { String::new() };
    let text = RichText::new(format!("{jobs}{memory}")).text_style(caption()).color(theme.weak);
    ui.add(Label::new(text).selectable(false)).on_hover_text("Work that is running, and the memory that the program holds");
}
