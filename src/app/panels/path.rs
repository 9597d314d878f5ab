//! A path to open or to save to, for systems without file dialogs and for people who type.

use std::path::PathBuf;

use egui::{Key, TextEdit, Ui};

use super::{View, dialog};
use crate::app::{
    command::Command,
    theme::BETWEEN,
    widgets::{chip, weak},
    work::Purpose,
};

/// Shows the field.
pub fn show(ui: &Ui, view: &View<'_>, purpose: Purpose) {
    let id = egui::Id::unique(("typed path", purpose.title()));
    let mut text = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_default();
    let verb = if purpose.extension().is_some() { "Save" } else { "Open" };
    let (hint, about) = match purpose {
        Purpose::OpenPicture | Purpose::OpenModel | Purpose::OpenFolder => {
            ("/home/me/picture.jpg", "A picture, a model (ONNX, safetensors), a folder of pictures, or world:2000")
        }
        Purpose::SavePicture | Purpose::SaveMap => ("/home/me/maps.png", "A PNG file"),
        Purpose::SaveNumbers => ("/home/me/maps.npy", "An NPY file with the raw values"),
        Purpose::OpenTrainingData => {
            ("/home/me/pictures", "A folder with a folder of pictures per class, or of MNIST or CIFAR-10 files")
        }
        Purpose::OpenRecipe => ("/home/me/recipe.toml", "A recipe in TOML"),
        Purpose::OpenCheckpoint => ("/home/me/network.checkpoint", "A checkpoint of the recipe and the data that are written"),
        Purpose::SaveCheckpoint => ("/home/me/network.checkpoint", "Everything that is needed to go on later"),
        Purpose::SaveTrained => {
            ("/home/me/network.safetensors", "The trained network; a TOML file beside it says how it came about")
        }
    };
    dialog(ui, view, purpose.title(), 560.0, |ui| {
        let response =
            ui.add(TextEdit::singleline(&mut text).hint_text(hint).desired_width(f32::INFINITY)).accessible_name("Path");
        if ui.memory(|memory| memory.focused().is_none()) && !response.lost_focus() {
            response.request_focus();
        }
        weak(ui, about);
        ui.add_space(BETWEEN);
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if (chip(ui, verb, true).clicked() || entered) && !text.trim().is_empty() {
            view.send(Command::UsePath(purpose, PathBuf::from(text.trim())));
        }
    });
    ui.data_mut(|data| data.insert_temp(id, text));
}
