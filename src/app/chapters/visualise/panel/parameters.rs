//! The few parameters that matter, changed while the picture grows; the second channel of a pair; carrying on from channel to
//! channel.

use egui::{Slider, Ui};

use super::Scene;
use crate::{
    app::{
        chapters::visualise::{
            OPEN_SECOND,
            command::{Aim, Grow},
        },
        command::Command,
        say::Say,
        theme::{BETWEEN, WITHIN, magnification},
        way::Way,
        widgets::{chip, choice, localised_slider, parameter_control, section},
    },
    words::visualise as say,
};

/// Parameters that are shown at once; the others are a click away.
const FIRST: usize = 8;
/// How long a slider and its number are, at the usual text size.
const SLIDER: f32 = 70.0;
const NUMBER: f32 = 52.0;

/// Shows them.
pub fn show(ui: &mut Ui, scene: &Scene<'_>) {
    let preset = scene.preset;
    let way = scene.settings().way(preset.id);
    let changed = way != Way::default();
    section(ui, &ui.say(say::PARAMETERS), &ui.say(if changed { say::CHANGED } else { say::AS_PUBLISHED }));
    let in_row = in_a_row(ui, scene);
    let memory = ui.scope_id().with("all-parameters");
    egui::Grid::new("grow-parameters").spacing([BETWEEN, WITHIN]).show(ui, |ui| {
        ui.spacing_mut().slider_width = SLIDER * magnification(ui.style());
        if scene.settings().aim.needs_second() {
            second_picture(ui, scene);
        }
        if scene.settings().aim.is_of_two() {
            pair(ui, scene, in_row);
        }
        let all = ui.data(|data| data.get_temp::<bool>(memory)).unwrap_or(false);
        let count = if all { preset.parameters.len() } else { FIRST.min(preset.parameters.len()) };
        for row in preset.parameters[..count].chunks(in_row) {
            for parameter in row {
                let now = way.parameters.value(parameter, way.convention.as_deref());
                if let Some(value) = parameter_control(ui, preset.id, parameter, &now) {
                    scene.send(Grow::Set(vec![(parameter.id.to_owned(), value.to_string())]));
                }
            }
            ui.end_row();
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        if preset.conventions.len() > 1 {
            let options: Vec<(&str, &str)> = preset.conventions.iter().map(|known| (known.id, known.id)).collect();
            let now = way.convention.as_deref().unwrap_or(preset.conventions[0].id);
            if let Some(id) = choice(ui, &ui.say(say::CONVENTION), &options, now) {
                scene.send(Grow::Set(vec![("convention".to_owned(), id.to_owned())]));
            }
        }
        if preset.parameters.len() > FIRST {
            let all = ui.data(|data| data.get_temp::<bool>(memory)).unwrap_or(false);
            if chip(ui, &ui.say(say::MORE_PARAMETERS), all).on_hover_text(ui.say(say::MORE_PARAMETERS_ABOUT)).clicked() {
                ui.data_mut(|data| data.insert_temp(memory, !all));
            }
        }
        if changed && chip(ui, &ui.say(say::AS_PUBLISHED_CHIP), false).clicked() {
            scene.send(Grow::Set(Vec::new()));
        }
        if matches!(scene.settings().aim, Aim::Unit | Aim::Channel) {
            let on = scene.settings().carries_on;
            if chip(ui, &ui.say(say::CARRY_ON), on).on_hover_text(ui.say(say::CARRY_ON_ABOUT)).clicked() {
                scene.set(|settings| settings.carries_on = !on);
            }
        }
    });
}

/// How many parameters fit into a row beside each other with their names.
fn in_a_row(ui: &Ui, scene: &Scene<'_>) -> usize {
    let font = egui::TextStyle::Body.resolve(ui.style());
    let breadth = |name: String| ui.painter().layout_no_wrap(name, font.clone(), egui::Color32::PLACEHOLDER).size().x;
    let names = scene.preset.parameters.iter().map(|parameter| breadth(ui.say(parameter.title(scene.preset.id))));
    let each = names.fold(0.0, f32::max) + (SLIDER + NUMBER) * magnification(ui.style()) + 3.0 * BETWEEN;
    if 2.0 * each <= ui.available_width() { 2 } else { 1 }
}

/// Which picture is the second one, in a row of its own.
fn second_picture(ui: &mut Ui, scene: &Scene<'_>) {
    ui.label(ui.say(say::SECOND_PICTURE));
    let name = scene.settings().second_picture.as_ref().and_then(|path| path.file_name());
    let name = name.map_or_else(|| ui.say(say::CHOOSE_SECOND), |name| name.to_string_lossy().into_owned());
    if chip(ui, &name, false).on_hover_text(ui.say(say::SECOND_PICTURE_ABOUT)).clicked() {
        scene.view.send(Command::Ask(OPEN_SECOND));
    }
    ui.end_row();
}

/// The second channel, and how much it counts, in rows of as many.
fn pair(ui: &mut Ui, scene: &Scene<'_>, in_row: usize) {
    let state = scene.view.state;
    let channels = state.model.as_ref().zip(state.selection.layer).and_then(|(loaded, layer)| loaded.map_shape(layer));
    let last = channels.map_or(0, |[channels, ..]| channels - 1);
    let (mut second, mut weight) = (scene.settings().second.min(last), scene.settings().weight);
    ui.label(ui.say(say::SECOND_CHANNEL));
    let slider = localised_slider(Slider::new(&mut second, 0..=last), ui.words());
    if ui.add(slider).accessible_name(ui.say(say::SECOND_CHANNEL)).changed() {
        scene.set(|settings| settings.second = second);
    }
    if scene.settings().aim != Aim::Between {
        if in_row == 1 {
            ui.end_row();
        }
        ui.label(ui.say(say::WEIGHT));
        let slider = localised_slider(Slider::new(&mut weight, -2.0..=2.0).max_decimals(2), ui.words());
        if ui.add(slider).accessible_name(ui.say(say::WEIGHT)).on_hover_text(ui.say(say::WEIGHT_ABOUT)).changed() {
            scene.set(|settings| settings.weight = weight);
        }
    }
    ui.end_row();
}
