//! The few parameters that matter, changed while the picture grows; the second channel of a pair; carrying on from channel to
//! channel.

use egui::{Slider, Ui};

use super::Scene;
use crate::{
    app::{
        chapters::visualise::command::{Aim, Grow, Way},
        say::Say,
        theme::{BETWEEN, WITHIN},
        widgets::{caption_label, chip, choice, localised_slider, parameter_control, section},
    },
    words::visualise as say,
};

/// Shows them.
pub fn show(ui: &mut Ui, scene: &Scene<'_>) {
    let preset = scene.preset;
    let way = scene.settings().way(preset.id);
    let changed = way != Way::default();
    section(ui, &ui.say(say::PARAMETERS), &ui.say(if changed { say::CHANGED } else { say::AS_PUBLISHED }));
    if scene.settings().aim == Aim::Pair {
        pair(ui, scene);
    }
    egui::Grid::new("grow-parameters").num_columns(2).spacing([BETWEEN, WITHIN]).show(ui, |ui| {
        for parameter in preset.parameters {
            let now = way.parameters.value(parameter, way.convention.as_deref());
            if let Some(value) = parameter_control(ui, preset.id, parameter, &now) {
                scene.send(Grow::Set(vec![(parameter.id.to_owned(), value.to_string())]));
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

/// The second channel, and how much it counts.
fn pair(ui: &mut Ui, scene: &Scene<'_>) {
    let state = scene.view.state;
    let channels = state.model.as_ref().zip(state.selection.layer).and_then(|(loaded, layer)| loaded.map_shape(layer));
    let last = channels.map_or(0, |[channels, ..]| channels - 1);
    let (mut second, mut weight) = (scene.settings().second.min(last), scene.settings().weight);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        caption_label(ui, &ui.say(say::SECOND_CHANNEL));
        let slider = localised_slider(Slider::new(&mut second, 0..=last), ui.words());
        if ui.add(slider).accessible_name(ui.say(say::SECOND_CHANNEL)).changed() {
            scene.set(|settings| settings.second = second);
        }
        caption_label(ui, &ui.say(say::WEIGHT));
        let slider = localised_slider(Slider::new(&mut weight, -2.0..=2.0).max_decimals(2), ui.words());
        if ui.add(slider).accessible_name(ui.say(say::WEIGHT)).on_hover_text(ui.say(say::WEIGHT_ABOUT)).changed() {
            scene.set(|settings| settings.weight = weight);
        }
    });
}
