//! The ruler story: a picture that the network falls for, where it looks, and what it says once the cue is painted out.

use std::sync::Arc;

use egui::{Color32, ColorImage, Rect, RichText, Role, Sense, Ui, WidgetInfo, vec2};

use super::{Scene, card, class_names};
use crate::{
    app::{
        chapters::training::{CatchShortcut, Shortcut, Training, TrainingCommand, work::Seen},
        desk::Seat,
        say::Say,
        textures::Pixels,
        theme::{self, BETWEEN, MAP_CORNER, Theme, WITHIN},
        view::View,
        widgets::{WHOLE, chip, primary_chip, section, weak},
    },
    words::{Value, training as say},
};

/// Side of a picture at most, at the usual text size.
const LARGEST: f32 = 260.0;

/// The names of the textures.
const WITH: &str = "with-the-cue";
const WITHOUT: &str = "without-the-cue";
const LOOKS: &str = "looks-at-the-cue";

/// Shows the story as far as it is told, or while it is looked for.
pub fn show(ui: &mut Ui, scene: &Scene<'_>) {
    let desk = scene.view.desk;
    let (story, job) = (Training::story(desk), desk.status::<CatchShortcut>(Seat::ONE));
    if story.is_none() && job.is_none() {
        return;
    }
    card(ui, |ui| {
        section(ui, &ui.say(say::STORY), &ui.say(say::STORY_WHAT));
        let text = ui.say(say::STORY_TEXT);
        ui.label(RichText::new(text).color(Theme::of(ui).weak));
        ui.add_space(WITHIN);
        match (story, job) {
            (Some(shortcut), None) => tell(ui, scene, shortcut),
            (_, Some(job)) => {
                weak(ui, &job.step.as_ref().map(|step| ui.say(step)).unwrap_or_default());
            }
            (None, None) => (),
        }
    });
    ui.add_space(BETWEEN);
}

/// Offers to catch the network so far, where a cue is planted in its pictures.
pub fn offer(ui: &mut Ui, scene: &Scene<'_>) {
    if scene.training.shown(scene.view.desk).is_some_and(|training| training.is_cued) {
        let about = ui.say(say::CATCH_ABOUT);
        if chip(ui, &ui.say(say::CATCH), false).on_hover_text(about).clicked() {
            scene.send(TrainingCommand::Catch);
        }
    }
}

fn tell(ui: &mut Ui, scene: &Scene<'_>, shortcut: &Shortcut) {
    let (view, told) = (scene.view, scene.training.told);
    let side = ((ui.available_width() - 2.0 * BETWEEN) / 3.0).min(LARGEST * theme::magnification(ui.style()));
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = BETWEEN;
        column(ui, side, |ui| {
            picture(ui, view, &ui.say(say::WITH_RULER), side, &[(WITH, &shortcut.with.picture)]);
            answers(ui, shortcut, &shortcut.with);
        });
        column(ui, side, |ui| {
            if told >= 1 {
                looks(ui, view, shortcut, side);
            } else if primary_chip(ui, &ui.say(say::WHERE_IT_LOOKS)).on_hover_text(ui.say(say::WHERE_IT_LOOKS_ABOUT)).clicked() {
                scene.send(TrainingCommand::Tell);
            }
        });
        column(ui, side, |ui| {
            if told >= 2 {
                picture(ui, view, &ui.say(say::WITHOUT_RULER), side, &[(WITHOUT, &shortcut.without.picture)]);
                answers(ui, shortcut, &shortcut.without);
            } else if told == 1 && primary_chip(ui, &ui.say(say::PAINT_OUT)).on_hover_text(ui.say(say::PAINT_OUT_ABOUT)).clicked()
            {
                scene.send(TrainingCommand::Tell);
            }
        });
    });
    ui.add_space(WITHIN);
    if told >= 2 {
        let [flipped, tried] = shortcut.flipped;
        weak(ui, &ui.say(say::flipped(tried, flipped)));
    }
    ui.horizontal(|ui| {
        let about = ui.say(say::EXPLAIN_ABOUT);
        if chip(ui, &ui.say(say::EXPLAIN), false).on_hover_text(about).clicked() {
            scene.send(TrainingCommand::ExplainShortcut);
        }
        if chip(ui, &ui.say(say::CLOSE), false).clicked() {
            scene.send(TrainingCommand::EndStory);
        }
    });
}

fn looks(ui: &mut Ui, view: &View<'_>, shortcut: &Shortcut, side: f32) {
    let theme = Theme::of(ui);
    let layers = [(WITH, &shortcut.with.picture), (LOOKS, &shortcut.looks)];
    picture(ui, view, &ui.say(say::LOOKS_FOR_ANSWER), side, &layers);
    let answer = shortcut.with.answers.first().map_or(0, |(class, _)| class.index());
    let text = ui.say(say::why(name(ui, shortcut, answer)));
    ui.label(RichText::new(text).text_style(theme::title()).color(theme.text));
    let [share, area] = shortcut.on_cue;
    let times = share / area.max(f32::MIN_POSITIVE);
    let line = say::on_the_ruler(Value::Fixed(f64::from(times), 1), Value::Percent(f64::from(area), 1));
    weak(ui, &ui.say(line));
}

fn column(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui(vec2(width, 0.0), |ui| {
        ui.vertical(|ui| {
            ui.set_width(width);
            content(ui);
        });
    });
}

fn picture(ui: &mut Ui, view: &View<'_>, name: &str, side: f32, layers: &[(&'static str, &Arc<ColorImage>)]) {
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    for (name, image) in layers {
        let texture = view.textures.of(*name, image, Pixels::Smooth);
        ui.painter().add(egui::epaint::RectShape::filled(rect, MAP_CORNER, Color32::WHITE).with_texture(texture, WHOLE));
    }
}

fn name(ui: &Ui, shortcut: &Shortcut, class: usize) -> String {
    class_names(ui, &shortcut.dataset.classes).get(class).cloned().unwrap_or_default()
}

/// The best classes, the first with its bar.
fn answers(ui: &mut Ui, shortcut: &Shortcut, seen: &Seen) {
    let theme = Theme::of(ui);
    for (place, (answer, probability)) in seen.answers.iter().enumerate() {
        let share = ui.words().percent(f64::from(*probability), 1);
        let text = format!("{} {share}", name(ui, shortcut, answer.index()));
        if place > 0 {
            weak(ui, &text);
            continue;
        }
        let right = answer.index() == shortcut.class;
        let colour = if right { theme.good } else { theme.warning };
        ui.label(RichText::new(text).text_style(theme::title()).color(colour));
        let (track, _) = ui.allocate_exact_size(vec2(ui.available_width(), 6.0), Sense::hover());
        ui.painter().rect_filled(track, 2.0, theme.raised);
        let filled = Rect::from_min_size(track.min, vec2(track.width() * probability.clamp(0.0, 1.0), track.height()));
        ui.painter().rect_filled(filled, 2.0, colour);
        weak(ui, &ui.say(if right { say::RIGHT } else { say::wrong(name(ui, shortcut, shortcut.class)) }));
    }
}
