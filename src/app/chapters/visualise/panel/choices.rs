//! The question with what is done to the picture, what it aims at, and the recipes by the year of their papers.

use egui::{Ui, vec2};

use super::Scene;
use crate::{
    app::{
        chapters::visualise::{
            aim::suits,
            command::{Aim, Grow, Shows},
        },
        say::Say,
        theme::{BETWEEN, Theme, title},
        widgets::{caption_label, chip, chip_if, primary_chip, title_line, weak},
    },
    methods::Named as _,
    visualization::{Needs, PRESETS, Preset},
    words::{Phrase, visualise as say},
};

/// Seeds that have a chip of their own.
const SEEDS: u64 = 4;
/// Steps more at a click.
const MORE: usize = 128;

/// The question and the buttons.
pub fn heading(ui: &mut Ui, scene: &Scene<'_>) {
    let theme = Theme::of(ui);
    let name = match &scene.aimed {
        Ok(aimed) => ui.say(&aimed.name),
        Err(_) => ui.say(say::A_UNIT),
    };
    let question = ui.say(question(scene.settings().aim, &name));
    let mut job = egui::text::LayoutJob::default();
    let font = title().resolve(ui.style());
    let mut add = |text: &str, colour| job.append(text, 0.0, egui::TextFormat::simple(font.clone(), colour));
    match question.split_once(&name) {
        Some((before, after)) => {
            add(before, theme.text);
            add(&name, theme.accent);
            add(after, theme.text);
        }
        None => add(&question, theme.text),
    }
    if scene.settings().shows == Shows::All {
        title_line(ui, job, "", 0.0, |_| ());
        return;
    }
    title_line(ui, job, "", 330.0, |ui| {
        let buttons: [fn(&mut Ui, &Scene<'_>); 4] = [go, one_step, more, another_seed];
        if ui.layout().prefer_right_to_left() {
            ui.spacing_mut().item_spacing.x = 6.0;
            buttons.iter().rev().for_each(|button| button(ui, scene));
        } else {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                buttons.iter().for_each(|button| button(ui, scene));
            });
        }
    });
}

fn question(aim: Aim, name: &str) -> Phrase {
    match aim {
        Aim::Dream => say::question_dream(name),
        Aim::Left => say::question_left(name),
        Aim::Caricature => say::question_caricature(name),
        Aim::Guide => say::question_guide(name),
        Aim::Style => say::question_style(name),
        Aim::Unit | Aim::Channel | Aim::Layer | Aim::Class | Aim::Direction | Aim::Pair | Aim::Between => say::question_for(name),
    }
}

fn go(ui: &mut Ui, scene: &Scene<'_>) {
    let finished = scene.front().is_some_and(|(front, is_fresh)| is_fresh && front.is_finished());
    if scene.runs() {
        if chip(ui, &ui.say(say::PAUSE), true).on_hover_text(ui.say(say::PAUSE_ABOUT)).clicked() {
            scene.send(Grow::Pause);
        }
    } else if finished {
        if chip(ui, &ui.say(say::ANEW), false).on_hover_text(ui.say(say::ANEW_ABOUT)).clicked() {
            scene.send(Grow::Anew);
        }
    } else if primary_chip(ui, &ui.say(say::GO_ON)).on_hover_text(ui.say(say::GO_ON_ABOUT)).clicked() {
        scene.send(Grow::Pause);
    }
}

fn one_step(ui: &mut Ui, scene: &Scene<'_>) {
    let enabled = !scene.runs() && scene.front().is_some_and(|(front, _)| !front.is_finished());
    ui.add_enabled_ui(enabled, |ui| {
        if chip(ui, &ui.say(say::STEP), false).on_hover_text(ui.say(say::STEP_ABOUT)).clicked() {
            scene.send(Grow::Steps(1));
        }
    });
}

fn more(ui: &mut Ui, scene: &Scene<'_>) {
    if chip(ui, &ui.say(say::more_steps(MORE)), false).on_hover_text(ui.say(say::MORE_ABOUT)).clicked() {
        scene.send(Grow::More(MORE));
    }
}

fn another_seed(ui: &mut Ui, scene: &Scene<'_>) {
    if chip(ui, &ui.say(say::ANOTHER_SEED), false).on_hover_text(ui.say(say::ANOTHER_SEED_ABOUT)).clicked() {
        scene.set(|settings| settings.seed = (settings.seed + 1) % SEEDS.max(settings.seed + 2));
    }
}

/// What is to become large, and the seeds.
pub fn aims(ui: &mut Ui, scene: &Scene<'_>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(5.0, 5.0);
        caption_label(ui, &ui.say(say::AIM));
        for aim in Aim::FIRST {
            let (name, about) = named(aim);
            let chosen = scene.settings().aim == aim;
            if chip(ui, &ui.say(name), chosen).on_hover_text(ui.say(about)).clicked() && !chosen {
                choose(scene, aim);
            }
        }
        more_aims(ui, scene);
        ui.add_space(BETWEEN);
        caption_label(ui, &ui.say(say::SEED));
        let four = scene.settings().shows == Shows::Seeds;
        for seed in 0..SEEDS {
            let chosen = scene.settings().seed == seed && !four;
            if chip(ui, &seed.to_string(), chosen).on_hover_text(ui.say(say::SEED_ABOUT)).clicked() {
                scene.set(|settings| {
                    settings.seed = seed;
                    if settings.shows == Shows::Seeds {
                        settings.shows = Shows::One;
                    }
                });
            }
        }
        if chip(ui, &ui.say(say::ALL_FOUR), four).on_hover_text(ui.say(say::ALL_FOUR_ABOUT)).clicked() {
            scene.set(|settings| settings.shows = if four { Shows::One } else { Shows::Seeds });
        }
    });
}

/// The aims that are chosen less often.
fn more_aims(ui: &mut Ui, scene: &Scene<'_>) {
    let chosen = Aim::MORE.into_iter().find(|aim| *aim == scene.settings().aim);
    let name = chosen.map_or(say::MORE_AIMS, |aim| named(aim).0);
    let response = chip(ui, &format!("{} …", ui.say(name)), chosen.is_some()).on_hover_text(ui.say(say::MORE_AIMS_ABOUT));
    egui::Popup::menu(&response).show(|ui| {
        for aim in Aim::MORE {
            let (name, about) = named(aim);
            if ui.selectable_label(chosen == Some(aim), ui.say(name)).on_hover_text(ui.say(about)).clicked() {
                choose(scene, aim);
            }
        }
    });
}

fn choose(scene: &Scene<'_>, aim: Aim) {
    scene.set(|settings| {
        settings.aim = aim;
        if settings.shows == Shows::All && (aim.needs_picture() || aim.needs_second()) {
            settings.shows = Shows::One;
        }
    });
}

fn named(aim: Aim) -> (Phrase, Phrase) {
    match aim {
        Aim::Unit => (say::AIM_UNIT, say::AIM_UNIT_ABOUT),
        Aim::Channel => (say::AIM_CHANNEL, say::AIM_CHANNEL_ABOUT),
        Aim::Layer => (say::AIM_LAYER, say::AIM_LAYER_ABOUT),
        Aim::Class => (say::AIM_CLASS, say::AIM_CLASS_ABOUT),
        Aim::Direction => (say::AIM_DIRECTION, say::AIM_DIRECTION_ABOUT),
        Aim::Pair => (say::AIM_PAIR, say::AIM_PAIR_ABOUT),
        Aim::Dream => (say::AIM_DREAM, say::AIM_DREAM_ABOUT),
        Aim::Left => (say::AIM_LEFT, say::AIM_LEFT_ABOUT),
        Aim::Between => (say::AIM_BETWEEN, say::AIM_BETWEEN_ABOUT),
        Aim::Caricature => (say::AIM_CARICATURE, say::AIM_CARICATURE_ABOUT),
        Aim::Guide => (say::AIM_GUIDE, say::AIM_GUIDE_ABOUT),
        Aim::Style => (say::AIM_STYLE, say::AIM_STYLE_ABOUT),
    }
}

/// The recipes.
pub fn recipes(ui: &mut Ui, scene: &Scene<'_>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(5.0, 5.0);
        caption_label(ui, &ui.say(say::RECIPE));
        let mut year = 0;
        for preset in &PRESETS {
            if preset.year != year {
                year = preset.year;
                weak(ui, &year.to_string());
            }
            recipe(ui, scene, preset);
        }
        ui.add_space(BETWEEN);
        let all = scene.settings().shows == Shows::All;
        if chip(ui, &ui.say(say::ALL_RECIPES), all).on_hover_text(ui.say(say::ALL_RECIPES_ABOUT)).clicked() {
            scene.set(|settings| settings.shows = if all { Shows::One } else { Shows::All });
        }
        beside(ui, scene);
    });
}

fn recipe(ui: &mut Ui, scene: &Scene<'_>, preset: &'static Preset) {
    let suits = suits(preset, scene.settings().aim);
    let chosen = scene.preset == preset && scene.settings().shows != Shows::All;
    let why = match preset.needs {
        Needs::Picture => say::NEEDS_PICTURE,
        Needs::Class | Needs::PictureAndClass => say::NEEDS_CLASS,
        Needs::Nothing | Needs::Generator => say::NEEDS_OTHER,
    };
    let response = chip_if(ui, preset.name, chosen, suits).on_hover_ui(|ui| {
        ui.label(preset.paper);
        ui.label(ui.say(preset.about()));
    });
    if response.on_disabled_hover_text(ui.say(why)).clicked() {
        scene.set(|settings| {
            preset.id().clone_into(&mut settings.recipe);
            if settings.shows == Shows::All {
                settings.shows = Shows::One;
            }
        });
    }
}

/// A second recipe beside the first.
fn beside(ui: &mut Ui, scene: &Scene<'_>) {
    let now = match &scene.settings().shows {
        Shows::Beside(id) => PRESETS.find(id).ok(),
        _ => None,
    };
    let name = match now {
        Some(preset) => ui.say(say::beside_recipe(preset.name)),
        None => ui.say(say::BESIDE),
    };
    let response = chip(ui, &name, now.is_some()).on_hover_text(ui.say(say::BESIDE_ABOUT));
    egui::Popup::menu(&response).show(|ui| {
        if now.is_some() && ui.button(ui.say(say::BESIDE_NOTHING)).clicked() {
            scene.set(|settings| settings.shows = Shows::One);
        }
        for preset in PRESETS.iter().filter(|preset| suits(preset, scene.settings().aim) && *preset != scene.preset) {
            if ui.button(format!("{} {}", preset.year, preset.name)).clicked() {
                scene.set(|settings| settings.shows = Shows::Beside(preset.id.to_owned()));
            }
        }
    });
}
