//! The bottom line: what is being computed, how far it is, a way to stop it; the latest message; memory.

use egui::{Align, Label, Layout, Link, RichText, Ui};

use crate::{
    app::{
        command::Signal,
        say::Say,
        theme::{Theme, caption},
        view::View,
        widgets::progress,
    },
    words::frame,
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
        let title = ui.say(&job.title);
        ui.label(RichText::new(&title).text_style(caption()).color(theme.weak));
        if let Some(fraction) = job.fraction {
            progress(ui, &title, fraction, 120.0);
        }
        if let Some(step) = &job.step {
            ui.label(RichText::new(ui.say(step)).text_style(caption()).color(theme.faint));
        }
        let name = ui.say(if job.stopping { frame::STOPPING } else { frame::CANCEL });
        let link = Link::new(RichText::new(name).text_style(caption()));
        let about = ui.say(frame::stop(&title));
        if ui.add(link).on_hover_text(about).clicked() {
            view.send(Signal::Cancel(job.job));
        }
        // What nobody waits for can make way for a while.
        if view.desk.can_pause(&job.key) {
            let (name, about) =
                if job.paused { (frame::RESUME, frame::go_on(title)) } else { (frame::PAUSE, frame::hold(title)) };
            let link = Link::new(RichText::new(ui.say(name)).text_style(caption()));
            let about = ui.say(about);
            if ui.add(link).on_hover_text(about).clicked() {
                view.send(Signal::Pause(job.job, !job.paused));
            }
        }
    }
}

fn message(ui: &mut Ui, view: &View<'_>) {
    let theme = Theme::of(ui);
    let Some(message) = view.state.messages.last() else { return };
    if message.is_error {
        let link = Link::new(RichText::new(ui.say(frame::DISMISS)).text_style(caption()));
        if ui.add(link).clicked() {
            view.send(Signal::Dismiss);
        }
    }
    let colour = if message.is_error { theme.warning } else { theme.weak };
    let said = ui.say(&message.phrase);
    let text = RichText::new(&said).text_style(caption()).color(colour);
    ui.add(Label::new(text).truncate()).on_hover_text(said);
}

fn summary(ui: &mut Ui, view: &View<'_>) {
    let theme = Theme::of(ui);
    let jobs = view.desk.running().len();
    let jobs = if jobs > 0 { format!("{} · ", ui.say(frame::jobs(jobs))) } else { String::new() };
    let memory = if view.state.memory > 0 { ui.words().bytes(view.state.memory) } else { String::new() };
    let text = RichText::new(format!("{jobs}{memory}")).text_style(caption()).color(theme.weak);
    let about = ui.say(frame::JOBS_AND_MEMORY);
    ui.add(Label::new(text).selectable(false)).on_hover_text(about);
}
