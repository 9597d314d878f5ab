//! The confusion matrix of held-out pictures, and the pictures behind a cell.

use egui::{Color32, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::{Scene, card, class_name, class_names};
use crate::{
    app::{
        chapters::training::{Training, TrainingCommand, TrainingView},
        say::Say,
        theme::{self, BETWEEN, MAP_CORNER, Theme, WITHIN},
        widgets::{Confusion, chip, section, weak},
    },
    words::{Value, training as say},
};

/// Width of a small picture at the usual text size.
const SMALL: f32 = 52.0;

/// Shows both.
pub fn show(ui: &mut Ui, scene: &Scene<'_>, training: &TrainingView) {
    card(ui, |ui| match &training.evaluation {
        None => {
            section(ui, &ui.say(say::MISTAKES), "");
            weak(ui, &ui.say(say::AFTER_FIRST_EPOCH));
        }
        Some((step, evaluation)) => {
            let right = say::right_after_step(Value::Percent(evaluation.top1, 1), evaluation.count, *step);
            section(ui, &ui.say(say::MISTAKES), &ui.say(right));
            weak(ui, &ui.say(say::ROWS_AND_COLUMNS));
            ui.add_space(WITHIN);
            let names = class_names(ui, &training.classes);
            let selected = scene.training.cell;
            let matrix = Confusion { classes: &names, counts: &evaluation.confusion, selected };
            if let Some(cell) = matrix.show(ui) {
                scene.send(TrainingCommand::Cell((selected != Some(cell)).then_some(cell)));
            }
            pictures(ui, scene, training);
        }
    });
    ui.add_space(BETWEEN);
}

fn pictures(ui: &mut Ui, scene: &Scene<'_>, training: &TrainingView) {
    let Some([class, answer]) = scene.training.cell else { return };
    let found = Training::mistakes(scene.view.desk);
    ui.add_space(BETWEEN);
    let name = if class == answer {
        say::recognised(class_name(ui, training, class))
    } else {
        say::taken_for(class_name(ui, training, class), class_name(ui, training, answer))
    };
    let name = ui.say(name);
    section(ui, &name, &found.map_or_else(String::new, |found| ui.say(say::click_one(found.count))));
    let Some(found) = found else { return };
    let theme = Theme::of(ui);
    let side = SMALL * theme::magnification(ui.style());
    let columns = ((ui.available_width() + WITHIN) / (side + WITHIN)).floor().max(1.0) as usize;
    let rows = found.indices.len().div_ceil(columns);
    let (area, _) = ui.allocate_exact_size(vec2(ui.available_width(), rows as f32 * (side + WITHIN)), Sense::hover());
    for (place, &index) in found.indices.iter().enumerate() {
        let corner = vec2((place % columns) as f32, (place / columns) as f32) * (side + WITHIN);
        let rect = Rect::from_min_size(area.min + corner, vec2(side, side));
        if let Some((texture, uv)) = scene.view.small("mistakes", &found.tiles, place) {
            ui.painter().add(egui::epaint::RectShape::filled(rect, MAP_CORNER, Color32::WHITE).with_texture(texture, uv));
        }
        let response = ui.interact(rect, ui.scope_id().with(("mistake", place)), Sense::click());
        let words = ui.words();
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words.say(&say::held_out_picture(place + 1, &name))));
        if response.hovered() || response.has_focus() {
            ui.painter().rect_stroke(rect, f32::from(MAP_CORNER), Stroke::new(1.0, theme.text), StrokeKind::Outside);
        }
        if response.on_hover_text(ui.say(say::SHOW_THIS)).clicked() {
            scene.send(TrainingCommand::HeldOut(index));
        }
    }
    if chip(ui, &ui.say(say::CLOSE), false).clicked() {
        scene.send(TrainingCommand::Cell(None));
    }
}
