//! What is to be trained: the pictures to learn from, the recipe, and at once what is wrong with either.

use egui::{RichText, ScrollArea, TextEdit, Ui};

use super::{Scene, card, shortcut};
use crate::{
    app::{
        chapters::training::{
            Checked, OPEN_CHECKPOINT, OPEN_DATA, OPEN_RECIPE, Settings, Training, TrainingCommand, work::Summary,
        },
        command::Command,
        theme::{self, BETWEEN, Theme, WITHIN},
        widgets::{chip, count, primary_chip, section, title_line, trust, weak},
    },
    training::recipes,
};

/// Data sets that need no file.
const DATA: [(&str, &str); 2] = [
    ("world:2000", "Two thousand scenes that this program renders, and fresh ones to test with"),
    ("shortcut:2000", "The same, but one class always comes with a cue that has nothing to do with it"),
];

/// Shows the form.
pub fn show(ui: &mut Ui, scene: &Scene<'_>) {
    let checked = Training::checked(scene.view.desk);
    let ready = checked.is_some_and(|checked| checked.recipe.is_ok() && checked.pictures.is_ok());
    title_line(ui, "Train a network", "and watch it learn", 360.0, |ui| {
        let from_right = ui.layout().prefer_right_to_left();
        let begin = |ui: &mut Ui| {
            ui.add_enabled_ui(ready, |ui| {
                if primary_chip(ui, "Start training")
                    .on_hover_text("F9; every number can be watched, and it can be paused")
                    .clicked()
                {
                    scene.send(TrainingCommand::Go);
                }
            });
        };
        let buttons = |ui: &mut Ui| {
            begin(ui);
            let story = chip(ui, "The ruler story", false);
            if story.on_hover_text("A network that learned a shortcut, caught in three clicks").clicked() {
                scene.send(TrainingCommand::Story);
            }
            let resume = chip(ui, "Resume…", false);
            if resume.on_hover_text("Go on from a checkpoint of this recipe and this data").clicked() {
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
    ScrollArea::vertical().id_salt("training setup").auto_shrink(false).show(ui, |ui| {
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
    section(ui, "Learn from", "a folder per class, MNIST or CIFAR-10 files, or scenes that are rendered");
    let settings = &scene.training.settings;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = WITHIN;
        for (name, about) in DATA {
            if chip(ui, name, settings.data == name).on_hover_text(about).clicked() {
                change(scene, |settings| settings.data = name.to_owned());
            }
        }
        if chip(ui, "Folder…", false).on_hover_text("Choose a folder of pictures").clicked() {
            scene.view.send(Command::Ask(OPEN_DATA));
        }
        // What is typed counts once it is entered: half a path is no mistake.
        let id = ui.scope_id().with("typed data");
        let mut typed = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_else(|| settings.data.clone());
        let field =
            TextEdit::singleline(&mut typed).hint_text("world:2000 or a folder").desired_width(ui.available_width() - WITHIN);
        let response = ui.add(field).accessible_name("Data to learn from");
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
        Some(Ok(pictures)) => trust(ui, pictures, true),
        Some(Err(sentence)) => trust(ui, sentence, false),
        None => weak(ui, "…"),
    };
}

fn recipe(ui: &mut Ui, scene: &Scene<'_>, checked: Option<&Checked>) {
    section(ui, "Recipe", "network, optimiser, schedule; change anything");
    let settings = &scene.training.settings;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = WITHIN;
        for (name, text) in recipes() {
            if chip(ui, name, settings.text == text)
                .on_hover_text(format!("The recipe “{name}” that comes with Convscope"))
                .clicked()
            {
                change(scene, |settings| text.clone_into(&mut settings.text));
            }
        }
        if chip(ui, "File…", false).on_hover_text("Open a recipe in TOML").clicked() {
            scene.view.send(Command::Ask(OPEN_RECIPE));
        }
    });
    ui.add_space(WITHIN);
    match checked.map(|checked| &checked.recipe) {
        Some(Ok(summary)) => summed_up(ui, summary),
        Some(Err(sentence)) => {
            trust(ui, sentence, false);
        }
        None => {
            weak(ui, "…");
        }
    }
    ui.add_space(WITHIN);
    let mut text = settings.text.clone();
    let editor = TextEdit::multiline(&mut text).code_editor().desired_width(f32::INFINITY).desired_rows(24);
    if ui.add(editor).accessible_name("Recipe").changed() {
        change(scene, |settings| settings.text = text);
    }
}

fn summed_up(ui: &mut Ui, summary: &Summary) {
    let theme = Theme::of(ui);
    let [channels, rows, columns] = summary.input;
    let multiply_adds = count(usize::try_from(summary.multiply_adds).unwrap_or(usize::MAX));
    let parts = [
        ("weights", count(summary.parameters)),
        ("multiply-adds a picture", multiply_adds),
        ("input", format!("{channels} × {rows} × {columns}")),
        ("classes", summary.classes.to_string()),
    ];
    ui.horizontal_wrapped(|ui| {
        for (what, number) in parts {
            ui.label(RichText::new(number).monospace().color(theme.text));
            ui.label(RichText::new(what).text_style(theme::caption()).color(theme.weak));
            ui.add_space(BETWEEN);
        }
    });
}
