//! What is to be trained: the pictures to learn from, the recipe, and at once what is wrong with either.

use egui::{
    Label, ScrollArea, TextEdit, TextStyle, Ui,
    text::{LayoutJob, TextFormat},
};

use super::{Scene, card, shortcut};
use crate::{
    app::{
        chapters::training::{
            Checked, OPEN_CHECKPOINT, OPEN_DATA, OPEN_RECIPE, Settings, Training, TrainingCommand, work::Summary,
        },
        command::Command,
        say::Say,
        theme::{self, BETWEEN, Theme, WITHIN},
        widgets::{chip, primary_chip, section, title_line, trust, weak},
    },
    training::recipes,
    words::{Phrase, training as say},
};

/// Data sets that need no file.
const DATA: [(&str, Phrase); 2] = [("world:2000", say::WORLD_DATA), ("shortcut:2000", say::SHORTCUT_DATA)];

/// Shows the form.
pub fn show(ui: &mut Ui, scene: &Scene<'_>) {
    let checked = Training::checked(scene.view.desk);
    let ready = checked.is_some_and(|checked| checked.recipe.is_ok() && checked.pictures.is_ok());
    title_line(ui, ui.say(say::SETUP), &ui.say(say::WATCH), 360.0, |ui| {
        let from_right = ui.layout().prefer_right_to_left();
        let begin = |ui: &mut Ui| {
            ui.add_enabled_ui(ready, |ui| {
                if primary_chip(ui, &ui.say(say::START)).on_hover_text(ui.say(say::START_ABOUT)).clicked() {
                    scene.send(TrainingCommand::Go);
                }
            });
        };
        let buttons = |ui: &mut Ui| {
            begin(ui);
            let story = chip(ui, &ui.say(say::STORY_CHIP), false);
            if story.on_hover_text(ui.say(say::STORY_CHIP_ABOUT)).clicked() {
                scene.send(TrainingCommand::Story);
            }
            let resume = chip(ui, &ui.say(say::RESUME), false);
            if resume.on_hover_text(ui.say(say::RESUME_ABOUT)).clicked() {
                scene.view.send(Command::Ask(OPEN_CHECKPOINT));
            }
        };
        if from_right {
            buttons(ui);
        } else {
            ui.horizontal_wrapped(buttons);
        }
    });
    ui.add_space(BETWEEN);
    ScrollArea::vertical().id_salt("training-setup").auto_shrink(false).show(ui, |ui| {
        shortcut::show(ui, scene);
        card(ui, |ui| data(ui, scene, checked));
        ui.add_space(BETWEEN);
        card(ui, |ui| recipe(ui, scene, checked));
    });
}

fn change(scene: &Scene<'_>, change: impl FnOnce(&mut Settings)) {
    let mut settings = scene.training.settings.clone();
    change(&mut settings);
    scene.send(TrainingCommand::Prepare(settings));
}

fn data(ui: &mut Ui, scene: &Scene<'_>, checked: Option<&Checked>) {
    section(ui, &ui.say(say::LEARN_FROM), &ui.say(say::LEARN_FROM_WHAT));
    let settings = &scene.training.settings;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = WITHIN;
        for (name, about) in DATA {
            if chip(ui, name, settings.data == name).on_hover_text(ui.say(about)).clicked() {
                change(scene, |settings| settings.data = name.to_owned());
            }
        }
        if chip(ui, &ui.say(say::FOLDER), false).on_hover_text(ui.say(say::FOLDER_ABOUT)).clicked() {
            scene.view.send(Command::Ask(OPEN_DATA));
        }
        // What is typed counts once it is entered: half a path is no mistake.
        let id = ui.scope_id().with("typed-data");
        let mut typed = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_else(|| settings.data.clone());
        let field =
            TextEdit::singleline(&mut typed).hint_text(ui.say(say::DATA_HINT)).desired_width(ui.available_width() - WITHIN);
        let response = ui.add(field).accessible_name(ui.say(say::DATA_FIELD));
        if response.has_focus() {
            ui.data_mut(|data| data.insert_temp(id, typed));
        } else {
            ui.data_mut(|data| data.remove::<String>(id));
            if response.lost_focus() && typed != settings.data {
                change(scene, |settings| settings.data = typed);
            }
        }
    });
    match checked.map(|checked| &checked.pictures) {
        Some(Ok(pictures)) => trust(ui, &ui.say(pictures), true),
        Some(Err(sentence)) => trust(ui, &ui.say(sentence), false),
        None => weak(ui, "…"),
    };
}

fn recipe(ui: &mut Ui, scene: &Scene<'_>, checked: Option<&Checked>) {
    section(ui, &ui.say(say::RECIPE), &ui.say(say::RECIPE_WHAT));
    let settings = &scene.training.settings;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = WITHIN;
        for (name, text) in recipes() {
            let about = ui.say(say::shipped_recipe(name));
            if chip(ui, name, settings.text == text).on_hover_text(about).clicked() {
                change(scene, |settings| text.clone_into(&mut settings.text));
            }
        }
        if chip(ui, &ui.say(say::FILE), false).on_hover_text(ui.say(say::FILE_ABOUT)).clicked() {
            scene.view.send(Command::Ask(OPEN_RECIPE));
        }
    });
    ui.add_space(WITHIN);
    match checked.map(|checked| &checked.recipe) {
        Some(Ok(summary)) => summed_up(ui, summary),
        Some(Err(sentence)) => {
            trust(ui, &ui.say(sentence), false);
        }
        None => {
            weak(ui, "…");
        }
    }
    ui.add_space(WITHIN);
    let mut text = settings.text.clone();
    let editor = TextEdit::multiline(&mut text).code_editor().desired_width(f32::INFINITY).desired_rows(24);
    if ui.add(editor).accessible_name(ui.say(say::RECIPE)).changed() {
        change(scene, |settings| settings.text = text);
    }
}

fn summed_up(ui: &mut Ui, summary: &Summary) {
    let theme = Theme::of(ui);
    let [channels, rows, columns] = summary.input;
    let operations = usize::try_from(summary.multiply_adds).unwrap_or(usize::MAX);
    let parts = [
        (say::WEIGHTS, ui.words().compact(summary.parameters)),
        (say::OPERATIONS, ui.words().compact(operations)),
        (say::INPUT, format!("{channels} × {rows} × {columns}")),
        (say::CLASSES, summary.classes.to_string()),
    ];
    ui.horizontal_wrapped(|ui| {
        for (what, number) in parts {
            // A number and its word stay together where the line breaks.
            let mut job = LayoutJob::default();
            let format = |style: TextStyle, colour| TextFormat::simple(style.resolve(ui.style()), colour);
            job.append(&number, 0.0, format(TextStyle::Monospace, theme.text));
            job.append(&ui.say(what), BETWEEN, format(theme::caption(), theme.weak));
            ui.add(Label::new(job).extend());
            ui.add_space(BETWEEN);
        }
    });
}
