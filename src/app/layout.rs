//! How the parts of the window lie around the chapter that is shown.

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use super::{
    bars::{bottom, tabs, top},
    chapter::Chapter,
    columns::{left, unit},
    command::{Command, Switch},
    dialogs, pad,
    say::Say,
    theme::{self, AROUND, BESIDE, Theme},
    view::View,
};
use crate::words::frame;

/// Lays out the window around a chapter.
pub fn show(ui: &mut Ui, view: &View<'_>, chapter: &dyn Chapter) {
    let theme = Theme::of(ui);
    let settings = &view.state.settings;
    let bar = Frame::new().fill(theme.panel).inner_margin(Margin::symmetric(AROUND as i8, 6));
    Panel::top("top").frame(bar).show(ui, |ui| top::show(ui, view));
    Panel::bottom("bottom").frame(bar).show(ui, |ui| bottom::show(ui, view));
    // On the stage the columns are wider, and each keeps the widths that it was given.
    let (left, right, wider) = if settings.stage { ("left-on-stage", "right-on-stage", 1.3) } else { ("left", "right", 1.0) };
    let left = Panel::left(left).default_size(272.0 * wider).size_range(220.0..=480.0);
    column(ui, left, settings.left_open, &Command::LeftColumn(Switch::Toggle), view, left::show);
    let right = Panel::right(right).default_size(308.0 * wider).size_range(240.0..=640.0);
    column(ui, right, settings.right_open, &Command::RightColumn(Switch::Toggle), view, unit::show);
    let centre = Frame::new().fill(theme.ground);
    CentralPanel::default().frame(centre).show(ui, |ui| {
        tabs::show(ui, view);
        Frame::new().inner_margin(Margin::symmetric(BESIDE as i8, AROUND as i8)).show(ui, |ui| {
            ui.take_available_space();
            chapter.ui(ui, view);
        });
    });
    if view.state.pad.open {
        pad::show(ui, view);
    }
    if ui.input(|input| !input.raw.hovered_files.is_empty()) {
        invite_to_drop(ui);
    }
    dialogs::show(ui, view);
}

/// Says, while a file hangs over the window, what may be dropped.
fn invite_to_drop(ui: &Ui) {
    let theme = Theme::of(ui);
    let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("invitation-to-drop"));
    let painter = ui.ctx().layer_painter(layer);
    let area = ui.ctx().content_rect();
    painter.rect_filled(area, 0.0, theme.ground.gamma_multiply(0.8));
    let inner = area.shrink(BESIDE);
    painter.rect_stroke(inner, theme::CARD_CORNER, egui::Stroke::new(2.0, theme.accent), egui::StrokeKind::Inside);
    let font = theme::title().resolve(ui.style());
    let text = ui.say(frame::DROP_HERE);
    painter.text(area.center(), egui::Align2::CENTER_CENTER, text, font, theme.text);
}

/// A side column that resizes and folds, by its edge or by a command.
fn column(ui: &mut Ui, panel: Panel, open: bool, fold: &Command, view: &View<'_>, show: fn(&mut Ui, &View<'_>)) {
    let mut still_open = open;
    let frame = theme::column_frame(Theme::of(ui));
    panel.frame(frame).show_collapsible(ui, &mut still_open, |ui| {
        ui.take_available_width();
        show(ui, view);
    });
    if still_open != open {
        view.send(fold.clone());
    }
}
