//! What lies over the window, one at a time. Dialogs name no chapter; what they send is in [`Command`].

mod about;
mod fits;
mod keys;
mod palette;
mod path;
mod preprocessing;
mod session;

use egui::{Frame, Margin, Ui};

use super::{
    command::Command,
    say::Say,
    state::Dialog,
    theme::{BESIDE, BETWEEN},
    view::View,
    widgets::chip,
};
use crate::words::{Phrase, frame};

/// Shows the dialog that is open.
pub fn show(ui: &Ui, view: &View<'_>) {
    match &view.state.dialog {
        Dialog::None => (),
        Dialog::Keys => keys::show(ui, view),
        Dialog::Palette => palette::show(ui, view),
        Dialog::Preprocessing => preprocessing::show(ui, view),
        Dialog::Path(request) => path::show(ui, view, request),
        Dialog::About => about::show(ui, view),
        Dialog::Missing => session::missing(ui, view),
        Dialog::Recovered => session::recovered(ui, view),
    }
}

/// Whether a dialog stays open when a command is carried out; most commands are what it was opened for.
pub fn keeps_open(dialog: &Dialog, command: &Command) -> bool {
    *dialog == Dialog::Preprocessing && preprocessing::keeps_open(command)
}

/// A window over everything with a title and a way to close it; `content` may send commands.
fn dialog(ui: &Ui, view: &View<'_>, title: &Phrase, width: f32, content: impl FnOnce(&mut Ui)) {
    let frame = Frame::popup(ui.style()).inner_margin(Margin::same(BESIDE as i8));
    let modal = egui::Modal::new(egui::Id::unique("dialog")).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(width.min(ui.ctx().content_rect().width() - 64.0));
        ui.horizontal(|ui| {
            ui.heading(ui.say(title));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if chip(ui, &ui.say(frame::CLOSE), false).on_hover_text("Esc").clicked() {
                    view.send(Command::Escape);
                }
            });
        });
        ui.add_space(BETWEEN);
        content(ui);
    });
    if modal.backdrop_response.clicked() {
        view.send(Command::Escape);
    }
}
