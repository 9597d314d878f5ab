//! The list of all keys, made from the list of commands.

use egui::{RichText, Ui};

use super::dialog;
use crate::{
    app::{
        command::Menu,
        say::Say,
        theme::{BESIDE, BETWEEN, Theme},
        view::View,
        widgets::{mono, section},
    },
    words::{frame, menu},
};

/// Shows the list.
pub fn show(ui: &Ui, view: &View<'_>) {
    dialog(ui, view, &menu::KEYS, 720.0, |ui| {
        ui.spacing_mut().item_spacing.x = BESIDE * 2.0;
        ui.columns(2, |columns| {
            for menu in Menu::ALL {
                let ui = &mut columns[usize::from(matches!(menu, Menu::Go | Menu::Help))];
                section(ui, &ui.say(menu.name()), "");
                for entry in view.entries.iter().filter(|entry| entry.menu == menu && entry.key.is_some()) {
                    row(ui, &ui.say(&entry.about), &entry.key_text(ui.ctx()));
                }
                if menu == Menu::Go {
                    row(ui, &ui.say(frame::ESCAPE), "Esc");
                }
                ui.add_space(BETWEEN);
            }
        });
    });
}

fn row(ui: &mut Ui, about: &str, key: &str) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        // The key takes its room first, so that a long sentence is cut short and never runs under it.
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let text = mono(ui, key).color(theme.text);
            ui.add(egui::Label::new(text).selectable(false));
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(egui::Label::new(RichText::new(about).color(theme.weak)).truncate().selectable(false));
            });
        });
    });
}
