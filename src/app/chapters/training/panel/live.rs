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
        theme::{self, BETWEEN, Theme, WITHIN},
        widgets::{
            Curve, Curves, caption_label, chip, ends, histogram, mono, percent, primary_chip, progress, seconds, section,
            title_line, weak,
        },
    },
    picture::number,
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
        title_line(ui, "Training", "reading the pictures", 200.0, |ui| {
            if chip(ui, "Cancel", false).clicked() {
                scene.send(TrainingCommand::Leave);
            }
        });
        if let Some(job) = desk.status::<TrainingRun>(Seat::ONE) {
            ui.add_space(BETWEEN);
            progress(ui, &job.title, job.fraction.unwrap_or_default(), ui.available_width().min(480.0));
            weak(ui, &job.text);
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
        format!("on {}: done after {total} steps", training.data)
    } else {
        format!("on {}: epoch {epoch} of {}, step {step} of {total}", training.data, total.div_ceil(per_epoch.max(1)))
    };
    title_line(ui, training.name.clone(), &what, 330.0, |ui| {
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
    let (name, about) = if runs { ("Pause", "Rest after this step (F9)") } else { ("Continue", "Go on (F9)") };
    ui.add_enabled_ui(runs || !finished, |ui| {
        let response = if runs { chip(ui, name, true) } else { primary_chip(ui, name) };
        if response.on_hover_text(about).clicked() {
            scene.send(TrainingCommand::Go);
        }
    });
}

fn one_step(ui: &mut Ui, scene: &Scene<'_>, (runs, finished): (bool, bool)) {
    ui.add_enabled_ui(!runs && !finished, |ui| {
        if chip(ui, "One batch", false).on_hover_text("Train on one batch, then rest (F10)").clicked() {
            scene.send(TrainingCommand::Steps(1));
        }
    });
}

fn slowly(ui: &mut Ui, scene: &Scene<'_>, _: (bool, bool)) {
    let slow = scene.training.dials.setting().slow;
    if chip(ui, "Slow motion", slow).on_hover_text("Wait after every step, so that each is seen (F8)").clicked() {
        scene.send(TrainingCommand::Slowly);
    }
}

fn leave(ui: &mut Ui, scene: &Scene<'_>, _: (bool, bool)) {
    if chip(ui, "New…", false).on_hover_text("Leave this training and prepare another one").clicked() {
        scene.send(TrainingCommand::Leave);
    }
}

/// The learning rate, how long a step takes, and what can be taken away.
fn dials(ui: &mut Ui, scene: &Scene<'_>, training: &TrainingView) {
    let setting = scene.training.dials.setting();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        caption_label(ui, "Learning rate");
        let rate = mono(ui, number(training.learning_rate as f32));
        ui.label(rate).on_hover_text("Of the next step: the schedule's, times the factor");
        let mut factor = setting.learning_rate;
        let slider = Slider::new(&mut factor, FACTORS).logarithmic(true).prefix("× ").max_decimals(2);
        let response = ui.add(slider).accessible_name("Learning rate factor");
        if response.on_hover_text("Multiplies the schedule's learning rate from the next step on").changed() {
            scene.send(TrainingCommand::Turn(Setting { learning_rate: factor, ..setting.clone() }));
        }
        if training.seconds > 0.0 {
            caption_label(ui, &format!("{} a step", seconds(training.seconds)));
        }
        ui.add_space(BETWEEN);
        let explore = "Make the network as it is now the model of all chapters";
        if chip(ui, "Explore so far", false).on_hover_text(explore).clicked() {
            scene.send(TrainingCommand::Explore);
        }
        shortcut::offer(ui, scene);
        if chip(ui, "Save network…", false).on_hover_text("Measure it and write it as safetensors").clicked() {
            scene.view.send(Command::Ask(SAVE_NETWORK));
        }
        if chip(ui, "Save checkpoint…", false).on_hover_text("Write what is needed to go on later").clicked() {
            scene.view.send(Command::Ask(SAVE_CHECKPOINT));
        }
    });
}

fn curve<'a>(name: &'a str, points: &'a [Vec<[f64; 2]>; 2], index: usize, colour: egui::Color32) -> Curve<'a> {
    Curve { name, points: &points[index], colour }
}

fn curves(ui: &mut Ui, training: &TrainingView) {
    let theme = Theme::of(ui);
    let height = PLOT * theme::magnification(ui.style());
    let names = ["training", "held out"];
    let colours = [theme::class_colour(BLUE), theme::class_colour(ORANGE)];
    let (losses, accuracies) = (training.record.losses(), training.record.accuracies());
    let both = |points| [0, 1].map(|index: usize| curve(names[index], points, index, colours[index]));
    card(ui, |ui| {
        Curves { name: "Loss", time: "steps", written: number, ends: [0.0, 0.1], curves: &both(&losses) }.show(ui, height);
        ui.add_space(BETWEEN);
        let curves = &both(&accuracies);
        Curves { name: "Accuracy", time: "steps", written: percent, ends: [0.0, 1.0], curves }.show(ui, height);
        if training.steps[0] == 0 {
            ui.label(RichText::new("No step has been done yet.").color(theme.faint));
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
    section(ui, "Weights and their gradients", "heights by square root");
    let width = ui.available_width();
    for layer in spreads {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = BETWEEN;
            ui.allocate_ui(vec2(width * 0.24, 0.0), |ui| {
                ui.set_width(width * 0.24);
                ui.add(egui::Label::new(RichText::new(&layer.name).color(theme.text)).truncate()).on_hover_text(&layer.name);
            });
            let blue = theme::class_colour(BLUE);
            for (what, spread, colour) in
                [("weights", Some(&layer.weights), blue), ("gradients", layer.gradients.as_ref(), theme::class_colour(ORANGE))]
            {
                let room = width * 0.38 - BETWEEN;
                ui.allocate_ui(vec2(room, 0.0), |ui| {
                    ui.vertical(|ui| {
                        ui.set_width(room);
                        ui.spacing_mut().item_spacing.y = 1.0;
                        let Some(spread) = spread else {
                            weak(ui, "no gradient yet");
                            return;
                        };
                        let name = format!("Histogram of the {what} of {}", layer.name);
                        let [low, high] = spread.range.map(number);
                        histogram(ui, &name, &spread.bins, 22.0 * magnified, colour).on_hover_text(format!(
                            "{what} of {}: from {low} to {high}, mean {}",
                            layer.name,
                            number(spread.mean)
                        ));
                        ends(ui, &low, &high);
                    });
                });
            }
        });
        ui.add_space(WITHIN);
    }
}
