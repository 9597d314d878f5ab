//! A training as it stands: curves, filters, maps, histograms, mistakes; and what a person does to it.

use egui::{RichText, ScrollArea, Slider, Ui, vec2};

use super::{Scene, card, maps, mistakes, shortcut};
use crate::{
    app::{
        chapters::training::{
            LookPaint, PaintedLook, SAVE_CHECKPOINT, SAVE_NETWORK, Setting, Training, TrainingCommand, TrainingRun, TrainingView,
            work::LayerSpread,
        },
        command::Command,
        desk::Seat,
        say::Say,
        theme::{self, BETWEEN, Theme, WITHIN},
        widgets::{
            Curve, Curves, caption_label, chip, ends, histogram, localised_slider, mono, primary_chip, progress, section,
            title_line, weak,
        },
    },
    words::{Value, Words, training as say},
};

/// With less room than this, cards lie below each other.
const TWO_COLUMNS: f32 = 640.0;
/// Height of a plot at the usual text size.
const PLOT: f32 = 128.0;
/// The learning rate can be multiplied by this much.
const FACTORS: std::ops::RangeInclusive<f32> = 0.01..=10.0;

/// The colours of curves and histograms, by the number of the class that has the same: blue and orange.
const BLUE: usize = 0;
const ORANGE: usize = 1;

/// Shows the training.
pub fn show(ui: &mut Ui, scene: &Scene<'_>) {
    let desk = scene.view.desk;
    let runs = Training::runs(desk);
    let Some(training) = scene.training.shown(desk) else {
        title_line(ui, ui.say(say::NAME), &ui.say(say::READING_PICTURES), 200.0, |ui| {
            if chip(ui, &ui.say(say::CANCEL), false).clicked() {
                scene.send(TrainingCommand::Leave);
            }
        });
        if let Some(job) = desk.status::<TrainingRun>(Seat::ONE) {
            ui.add_space(BETWEEN);
            progress(ui, &ui.say(&job.title), job.fraction.unwrap_or_default(), ui.available_width().min(480.0));
            weak(ui, &job.step.as_ref().map(|step| ui.say(step)).unwrap_or_default());
        }
        return;
    };
    heading(ui, scene, training, runs);
    ui.add_space(WITHIN);
    dials(ui, scene, training);
    ui.add_space(BETWEEN);
    ScrollArea::vertical().id_salt("training").auto_shrink(false).show(ui, |ui| {
        shortcut::show(ui, scene);
        if ui.available_width() >= TWO_COLUMNS * theme::magnification(ui.style()) {
            ui.columns(2, |columns| {
                let [left, right] = columns else { return };
                curves(left, training);
                painted(left, scene, training);
                mistakes::show(right, scene, training);
                spreads(right, training);
            });
        } else {
            curves(ui, training);
            mistakes::show(ui, scene, training);
            painted(ui, scene, training);
            spreads(ui, training);
        }
    });
}

/// One of the title's buttons; it gets whether the training runs, and whether it is finished.
type Button = fn(&mut Ui, &Scene<'_>, (bool, bool));

fn heading(ui: &mut Ui, scene: &Scene<'_>, training: &TrainingView, runs: bool) {
    let [step, total, per_epoch] = training.steps;
    let epoch = (step / per_epoch.max(1) + 1).min(total.div_ceil(per_epoch.max(1)));
    let what = if training.is_finished() {
        say::done(&training.data, total)
    } else {
        say::under_way(&training.data, epoch, total.div_ceil(per_epoch.max(1)), step, total)
    };
    title_line(ui, training.name.clone(), &ui.say(what), 330.0, |ui| {
        // From the right: the last comes first, unless they lie under the title.
        let from_right = ui.layout().prefer_right_to_left();
        let buttons = |ui: &mut Ui| {
            let row: [Button; 4] = [go, one_step, slowly, leave];
            let state = (runs, training.is_finished());
            for place in 0..row.len() {
                row[if from_right { row.len() - 1 - place } else { place }](ui, scene, state);
            }
        };
        if from_right {
            buttons(ui);
        } else {
            ui.horizontal_wrapped(buttons);
        }
    });
}

fn go(ui: &mut Ui, scene: &Scene<'_>, (runs, finished): (bool, bool)) {
    let (name, about) = if runs { (say::PAUSE, say::PAUSE_ABOUT) } else { (say::CONTINUE, say::CONTINUE_ABOUT) };
    let (name, about) = (ui.say(name), ui.say(about));
    ui.add_enabled_ui(runs || !finished, |ui| {
        let response = if runs { chip(ui, &name, true) } else { primary_chip(ui, &name) };
        if response.on_hover_text(about).clicked() {
            scene.send(TrainingCommand::Go);
        }
    });
}

fn one_step(ui: &mut Ui, scene: &Scene<'_>, (runs, finished): (bool, bool)) {
    ui.add_enabled_ui(!runs && !finished, |ui| {
        if chip(ui, &ui.say(say::ONE_BATCH_CHIP), false).on_hover_text(ui.say(say::ONE_BATCH_CHIP_ABOUT)).clicked() {
            scene.send(TrainingCommand::Steps(1));
        }
    });
}

fn slowly(ui: &mut Ui, scene: &Scene<'_>, _: (bool, bool)) {
    let slow = scene.training.dials.setting().slow;
    if chip(ui, &ui.say(say::SLOW_CHIP), slow).on_hover_text(ui.say(say::SLOW_CHIP_ABOUT)).clicked() {
        scene.send(TrainingCommand::Slowly);
    }
}

fn leave(ui: &mut Ui, scene: &Scene<'_>, _: (bool, bool)) {
    if chip(ui, &ui.say(say::NEW), false).on_hover_text(ui.say(say::NEW_ABOUT)).clicked() {
        scene.send(TrainingCommand::Leave);
    }
}

/// The learning rate, how long a step takes, and what can be taken away.
fn dials(ui: &mut Ui, scene: &Scene<'_>, training: &TrainingView) {
    let setting = scene.training.dials.setting();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        caption_label(ui, &ui.say(say::LEARNING_RATE));
        let rate = mono(ui, ui.words().short(training.learning_rate as f32));
        let about = ui.say(say::LEARNING_RATE_ABOUT);
        ui.label(rate).on_hover_text(about);
        let mut factor = setting.learning_rate;
        let slider = Slider::new(&mut factor, FACTORS).logarithmic(true).prefix("× ").max_decimals(2);
        let slider = localised_slider(slider, ui.words());
        let response = ui.add(slider).accessible_name(ui.say(say::FACTOR));
        if response.on_hover_text(ui.say(say::FACTOR_ABOUT)).changed() {
            scene.send(TrainingCommand::Turn(Setting { learning_rate: factor, ..setting.clone() }));
        }
        if training.seconds > 0.0 {
            caption_label(ui, &ui.say(say::a_step(Value::Seconds(training.seconds))));
        }
        ui.add_space(BETWEEN);
        let explore = ui.say(say::EXPLORE_CHIP_ABOUT);
        if chip(ui, &ui.say(say::EXPLORE_CHIP), false).on_hover_text(explore).clicked() {
            scene.send(TrainingCommand::Explore);
        }
        shortcut::offer(ui, scene);
        if chip(ui, &ui.say(say::SAVE_NETWORK_CHIP), false).on_hover_text(ui.say(say::SAVE_NETWORK_CHIP_ABOUT)).clicked() {
            scene.view.send(Command::Ask(SAVE_NETWORK));
        }
        if chip(ui, &ui.say(say::SAVE_CHECKPOINT_CHIP), false).on_hover_text(ui.say(say::SAVE_CHECKPOINT_CHIP_ABOUT)).clicked() {
            scene.view.send(Command::Ask(SAVE_CHECKPOINT));
        }
    });
}

fn curve<'a>(name: &'a str, points: &'a [Vec<[f64; 2]>; 2], index: usize, colour: egui::Color32) -> Curve<'a> {
    Curve { name, points: &points[index], colour, value: None }
}

fn curves(ui: &mut Ui, training: &TrainingView) {
    let theme = Theme::of(ui);
    let height = PLOT * theme::magnification(ui.style());
    let names = [say::CURVE_TRAINING, say::CURVE_HELD_OUT].map(|name| ui.say(name));
    let [loss, accuracy, time] = [say::LOSS, say::ACCURACY, say::STEPS].map(|name| ui.say(name));
    let percent = |words: Words, value: f32| words.percent(f64::from(value), 1);
    let colours = [theme::class_colour(BLUE), theme::class_colour(ORANGE)];
    let (losses, accuracies) = (training.record.losses(), training.record.accuracies());
    let both = |points| [0, 1].map(|index: usize| curve(&names[index], points, index, colours[index]));
    card(ui, |ui| {
        let curves = &both(&losses);
        Curves { name: &loss, time: &time, written: Words::short, ends: [0.0, 0.1], curves }.show(ui, height);
        ui.add_space(BETWEEN);
        let curves = &both(&accuracies);
        Curves { name: &accuracy, time: &time, written: percent, ends: [0.0, 1.0], curves }.show(ui, height);
        if training.steps[0] == 0 {
            ui.label(RichText::new(ui.say(say::NO_STEP)).color(theme.faint));
        }
    });
    ui.add_space(BETWEEN);
}

/// The last look at the network that was painted.
fn looked<'a>(scene: &Scene<'a>) -> Option<&'a PaintedLook> {
    scene.view.desk.answer::<LookPaint>(Seat::ONE).map(|answer| answer.value.as_ref())
}

fn painted(ui: &mut Ui, scene: &Scene<'_>, training: &TrainingView) {
    let Some(painted) = looked(scene) else { return };
    card(ui, |ui| maps::filters(ui, scene.view, painted));
    ui.add_space(BETWEEN);
    card(ui, |ui| maps::of_example(ui, scene, training, painted));
    ui.add_space(BETWEEN);
}

/// How weights and gradients are spread, layer by layer.
fn spreads(ui: &mut Ui, training: &TrainingView) {
    if let Some(look) = &training.look {
        card(ui, |ui| spread_rows(ui, &look.spreads));
    }
}

fn spread_rows(ui: &mut Ui, spreads: &[LayerSpread]) {
    let theme = Theme::of(ui);
    let magnified = theme::magnification(ui.style());
    section(ui, &ui.say(say::SPREADS), &ui.say(say::BY_SQUARE_ROOT));
    let width = ui.available_width();
    for layer in spreads {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = BETWEEN;
            ui.allocate_ui(vec2(width * 0.24, 0.0), |ui| {
                ui.set_width(width * 0.24);
                ui.add(egui::Label::new(RichText::new(&layer.name).color(theme.text)).truncate()).on_hover_text(&layer.name);
            });
            let blue = theme::class_colour(BLUE);
            for (what, spread, colour) in [
                (say::WEIGHTS, Some(&layer.weights), blue),
                (say::GRADIENTS, layer.gradients.as_ref(), theme::class_colour(ORANGE)),
            ] {
                let room = width * 0.38 - BETWEEN;
                ui.allocate_ui(vec2(room, 0.0), |ui| {
                    ui.vertical(|ui| {
                        ui.set_width(room);
                        ui.spacing_mut().item_spacing.y = 1.0;
                        let Some(spread) = spread else {
                            weak(ui, &ui.say(say::NO_GRADIENT));
                            return;
                        };
                        let name = ui.say(say::histogram(what.clone(), &layer.name));
                        let [low, high] = spread.range;
                        let about = ui.say(say::spread(what, &layer.name, low, high, spread.mean));
                        histogram(ui, &name, &spread.bins, 22.0 * magnified, colour).on_hover_text(about);
                        let [low, high] = spread.range.map(|end| ui.words().short(end));
                        ends(ui, &low, &high);
                    });
                });
            }
        });
        ui.add_space(WITHIN);
    }
}
