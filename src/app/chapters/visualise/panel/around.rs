//! What stands beside the picture: the strongest pictures of the folder, neighbours that grow, or what each layer leaves.

use egui::{Color32, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use super::{
    Scene,
    picture::{label, label_right},
};
use crate::{
    app::{
        chapters::visualise::{
            aim,
            asking::{LAYER_BED, NEIGHBOUR_BED, layers, neighbours},
            command::{Aim, Shows},
            rivals::{ALONG, RIVALS, furthest, standing_of},
            work::{Bed, Plot},
        },
        command::Command,
        exemplars::exemplars,
        say::Say,
        textures::{Pixels, TextureName},
        theme::{BETWEEN, MAP_CORNER, Theme},
        widgets::{WHOLE, chip, outline, section, squares, weak},
    },
    units::Unit,
    words::{frame, visualise as say},
};

/// Shows it.
pub fn show(ui: &mut Ui, scene: &Scene<'_>) {
    if scene.settings().aim == Aim::Left {
        left(ui, scene);
        return;
    }
    strongest(ui, scene);
    beside(ui, scene);
}

/// The pictures of the folder that excite it most, and once asked for those furthest along a random direction.
fn strongest(ui: &mut Ui, scene: &Scene<'_>) {
    let state = scene.view.state;
    let (Some(folder), Some(standing)) = (&state.folder, scene.standing()) else { return };
    let number = |ui: &Ui, rect: Rect, value: f32| label(ui, rect, &ui.words().short(value));
    let seen = ui.say(frame::seen(standing.seen(), folder.dataset.len()));
    section(ui, &ui.say(frame::strongest_in(folder.title.clone())), &seen);
    exemplars(ui, scene.view, RIVALS, number);
    let along = scene.settings().along;
    if along {
        let seen = furthest(scene.view.sight()).map_or(0, |found| found.seen);
        section(ui, &ui.say(say::ALONG), &ui.say(frame::seen(seen, folder.dataset.len())));
        exemplars(ui, scene.view, ALONG, number);
    }
    if chip(ui, &ui.say(say::ALONG_CHIP), along).on_hover_text(ui.say(say::ALONG_ABOUT)).clicked() {
        scene.set(|settings| settings.along = !along);
    }
    ui.add_space(BETWEEN);
}

/// The next channels, which grow once the picture in front rests.
fn beside(ui: &mut Ui, scene: &Scene<'_>) {
    let (Some(loaded), Ok(aimed)) = (&scene.view.state.model, &scene.aimed) else { return };
    if scene.settings().shows != Shows::One || !matches!(scene.settings().aim, Aim::Unit | Aim::Channel) {
        return;
    }
    let channels = neighbours(scene.view.state, loaded, &aimed.wanted);
    if channels.is_empty() {
        return;
    }
    section(ui, &ui.say(say::GROWING_BESIDE), &ui.say(say::NEXT_CHANNELS));
    let answer = scene.view.desk.fresh::<Bed>(NEIGHBOUR_BED);
    let rects = squares(ui, channels.len());
    for (place, ((layer, channel), rect)) in channels.into_iter().zip(rects).enumerate() {
        let plot = answer.and_then(|answer| answer.value.plots.get(place));
        let name = format!("{} : {channel}", loaded.title(layer));
        if square(ui, scene, ("neighbour", place), rect, plot, &name) {
            scene.view.send(Command::Unit(Unit::channel(channel)));
        }
        label(ui, rect, &channel.to_string());
        let objective = aim::single(loaded, layer, channel, scene.settings().aim);
        let strongest = standing_of(scene.view.sight(), &objective).and_then(|standing| standing.record());
        if let Some((plot, strongest)) = plot.filter(|plot| plot.steps[0] > 0).zip(strongest.filter(|value| *value > 0.0)) {
            let ratio = ui.words().fixed(plot.score / strongest, 1);
            label_right(ui, rect, &format!("{ratio}×"));
        }
    }
    ui.add_space(BETWEEN);
}

/// What each layer leaves of the open picture.
fn left(ui: &mut Ui, scene: &Scene<'_>) {
    let Some(loaded) = &scene.view.state.model else { return };
    let layers = layers(loaded);
    section(ui, &ui.say(say::LEFT_BY_LAYER), &ui.say(say::LEFT_BY_LAYER_ABOUT));
    let answer = scene.view.desk.fresh::<Bed>(LAYER_BED);
    let rects = squares(ui, layers.len());
    for (place, (layer, rect)) in layers.into_iter().zip(rects).enumerate() {
        let plot = answer.and_then(|answer| answer.value.plots.get(place));
        let title = loaded.title(layer).to_owned();
        if square(ui, scene, ("layer-left", place), rect, plot, &title) {
            scene.view.send(Command::Layer(loaded.name(layer)));
        }
        label(ui, rect, &title);
    }
    ui.add_space(BETWEEN);
}

/// One small picture; answers whether it was clicked.
pub fn square(ui: &Ui, scene: &Scene<'_>, what: (&'static str, usize), rect: Rect, plot: Option<&Plot>, name: &str) -> bool {
    let theme = Theme::of(ui);
    ui.painter().rect_filled(rect, MAP_CORNER, theme.card);
    if let Some(image) = plot.and_then(|plot| plot.image.as_ref()) {
        let texture = scene.view.textures.of(TextureName { what: what.0, which: "", page: what.1 }, image, Pixels::Smooth);
        ui.painter().add(egui::epaint::RectShape::filled(rect, MAP_CORNER, Color32::WHITE).with_texture(texture, WHOLE));
    }
    if let Some(plot) = plot.filter(|plot| !plot.is_done() && plot.steps[1] > 0) {
        let share = plot.steps[0] as f32 / plot.steps[1] as f32;
        let bar = Rect::from_min_size(rect.left_bottom() - vec2(0.0, 2.0), vec2(rect.width() * share, 2.0));
        ui.painter().rect_filled(bar, 0.0, theme.accent);
    }
    let response = ui.interact(rect, ui.scope_id().with(what), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    outline(ui, rect, response.hovered() || response.has_focus());
    let failure = plot.and_then(|plot| plot.failure.as_ref()).map(|failure| ui.say(failure));
    let score = plot.filter(|plot| plot.failure.is_none()).map(|plot| ui.words().short(plot.score as f32));
    let response = response.on_hover_ui(|ui| {
        ui.label(name);
        for line in failure.iter().chain(&score) {
            weak(ui, line);
        }
    });
    response.clicked()
}
