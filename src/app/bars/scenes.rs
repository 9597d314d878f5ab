//! The line of a lecture: the scene's title, a dot for each scene, the ways back and forward.

use egui::{Align, Label, Layout, RichText, Role, Sense, Ui, WidgetInfo, vec2};

use crate::{
    app::{
        command::{Command, Switch},
        say::Say,
        scenes::Walk,
        theme::{self, BETWEEN, Theme, caption},
        view::View,
        widgets::{Direction, chip, icon_button},
    },
    words::scenes,
};

/// Radius of a dot, and the room that each takes.
const DOT: f32 = 4.5;
const PITCH: [f32; 2] = [12.0, 24.0];

/// Shows the line.
pub fn show(ui: &mut Ui, view: &View<'_>, walk: &Walk) {
    let theme = Theme::of(ui);
    let magnified = theme::magnification(ui.style());
    let words = ui.words();
    ui.horizontal(|ui| {
        ui.set_height(28.0 * magnified.min(1.3));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = BETWEEN;
            if chip(ui, &ui.say(scenes::END), false).on_hover_text(ui.say(scenes::END_ABOUT)).clicked() {
                view.send(Command::EndScenes);
            }
            let notes = chip(ui, &ui.say(scenes::PRESENTER), walk.has_presenter);
            if notes.on_hover_text(ui.say(scenes::PRESENTER_ABOUT)).clicked() {
                view.send(Command::Presenter(Switch::Toggle));
            }
            if chip(ui, &ui.say(scenes::BLACK), walk.is_black).on_hover_text(ui.say(scenes::BLACK_ABOUT)).clicked() {
                view.send(Command::Black(Switch::Toggle));
            }
            let count = walk.lecture.scenes.len();
            let next = icon_button(ui, Direction::Right, &ui.say(scenes::NEXT), walk.at + 1 < count);
            if next.on_hover_text(ui.say(scenes::NEXT_ABOUT)).clicked() {
                view.send(Command::NextScene);
            }
            let previous = icon_button(ui, Direction::Left, &ui.say(scenes::PREVIOUS), walk.at > 0);
            if previous.on_hover_text(ui.say(scenes::PREVIOUS_ABOUT)).clicked() {
                view.send(Command::PreviousScene);
            }
            let place = RichText::new(ui.say(scenes::of(walk.at + 1, count))).text_style(caption()).color(theme.weak);
            ui.add(Label::new(place).selectable(false));
            dots(ui, view, walk);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let title = walk.scene().map_or("", |scene| scene.title.say(words));
                let text = RichText::new(title).text_style(theme::title()).color(theme.text);
                ui.add(Label::new(text).truncate().selectable(false));
            });
        });
    });
}

fn dots(ui: &mut Ui, view: &View<'_>, walk: &Walk) {
    let theme = Theme::of(ui);
    let (count, words) = (walk.lecture.scenes.len(), ui.words());
    // The title needs at least half the line.
    let pitch = (ui.available_width() * 0.5 / count.max(1) as f32).clamp(PITCH[0], PITCH[1]);
    if ui.available_width() < pitch * count as f32 + 120.0 {
        return;
    }
    // Right to left, the last one first.
    ui.spacing_mut().item_spacing.x = 0.0;
    for index in (0..count).rev() {
        let (rect, response) = ui.allocate_exact_size(vec2(pitch, 20.0), Sense::click());
        let title = walk.lecture.scenes[index].title.say(words);
        let name = ui.say(scenes::dot(index + 1, title));
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, index == walk.at, &name));
        let painter = ui.painter();
        let is_emphasised = response.hovered() || response.has_focus();
        if index == walk.at {
            painter.circle_filled(rect.center(), DOT + 1.5, theme.accent);
        } else if index < walk.at {
            painter.circle_filled(rect.center(), DOT, if is_emphasised { theme.text } else { theme.weak });
        } else {
            let colour = if is_emphasised { theme.text } else { theme.faint };
            painter.circle_stroke(rect.center(), DOT, egui::Stroke::new(1.0, colour));
        }
        if response.on_hover_text(name).clicked() {
            view.send(Command::Scene(index + 1));
        }
    }
    ui.spacing_mut().item_spacing.x = BETWEEN;
}
