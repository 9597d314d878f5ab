//! How pictures are prepared for the network: every number can be changed, and the answer follows.

use egui::{DragValue, Grid, Ui};

use super::dialog;
use crate::{
    app::{
        command::Command,
        theme::BETWEEN,
        view::View,
        widgets::{caption_label, chip, choice, trust},
    },
    picture::{ChannelOrder, Fit, Preprocessing},
};

/// The editor stays open while numbers change: the answer follows behind it.
pub fn keeps_open(command: &Command) -> bool {
    matches!(command, Command::Preprocess(_))
}

/// Shows the editor.
pub fn show(ui: &Ui, view: &View<'_>) {
    let (Some(loaded), Some(now)) = (&view.state.model, &view.state.preprocessing) else { return };
    dialog(ui, view, "Preprocessing", 460.0, |ui| {
        trust(ui, &loaded.model.preprocessing_source, !loaded.model.assumes_preprocessing());
        ui.add_space(BETWEEN);
        let mut changed = now.clone();
        fields(ui, &mut changed);
        ui.add_space(BETWEEN);
        ui.horizontal(|ui| {
            if chip(ui, "As the model says", false).clicked() {
                changed = loaded.model.preprocessing.clone();
            }
            if chip(ui, "ImageNet, RGB", false).on_hover_text("torchvision: 0 to 1, mean and deviation of ImageNet").clicked() {
                changed = Preprocessing { size: now.size, fit: now.fit, ..Preprocessing::imagenet() };
            }
            if chip(ui, "Caffe, BGR", false).on_hover_text("0 to 255, minus 104, 117, 123").clicked() {
                changed = Preprocessing {
                    order: ChannelOrder::Bgr,
                    range: 255.0,
                    mean: [104.0, 117.0, 123.0],
                    std: [1.0; 3],
                    ..now.clone()
                };
            }
        });
        if changed != *now {
            view.send(Command::Preprocess(changed));
        }
    });
}

fn fields(ui: &mut Ui, preprocessing: &mut Preprocessing) {
    Grid::new("preprocessing").num_columns(2).spacing([16.0, 8.0]).show(ui, |ui| {
        caption_label(ui, "Size");
        ui.horizontal(|ui| {
            for (side, name) in preprocessing.size.iter_mut().zip(["Rows", "Columns"]) {
                ui.add(DragValue::new(side).range(1..=2048)).on_hover_text(name).accessible_name(name);
            }
        });
        ui.end_row();
        caption_label(ui, "Other aspect ratios");
        fit(ui, preprocessing);
        ui.end_row();
        caption_label(ui, "Order");
        let orders = [(ChannelOrder::Rgb, "RGB"), (ChannelOrder::Bgr, "BGR"), (ChannelOrder::Grey, "grey")];
        if let Some(order) = ui.horizontal(|ui| choice(ui, "", &orders, preprocessing.order)).inner {
            preprocessing.order = order;
        }
        ui.end_row();
        caption_label(ui, "White is");
        if let Some(range) = ui.horizontal(|ui| choice(ui, "", &[(1.0, "1"), (255.0, "255")], preprocessing.range)).inner {
            preprocessing.range = range;
        }
        ui.end_row();
        let channels = channels(preprocessing.order);
        numbers(ui, "Mean", &mut preprocessing.mean, channels);
        numbers(ui, "Standard deviation", &mut preprocessing.std, channels);
    });
}

/// The channels in the order of the input.
fn channels(order: ChannelOrder) -> &'static [&'static str] {
    match order {
        ChannelOrder::Rgb => &["red", "green", "blue"],
        ChannelOrder::Bgr => &["blue", "green", "red"],
        ChannelOrder::Grey => &["grey"],
    }
}

fn fit(ui: &mut Ui, preprocessing: &mut Preprocessing) {
    ui.horizontal(|ui| {
        let is_crop = matches!(preprocessing.fit, Fit::Crop(_));
        let shorter = preprocessing.size[0].min(preprocessing.size[1]);
        match choice(ui, "", &[(true, "crop"), (false, "stretch")], is_crop) {
            Some(true) => preprocessing.fit = Fit::Crop(shorter * 8 / 7),
            Some(false) => preprocessing.fit = Fit::Stretch,
            None => (),
        }
        if let Fit::Crop(resize) = &mut preprocessing.fit {
            caption_label(ui, "out of a shorter side of");
            ui.add(DragValue::new(resize).range(1..=4096)).accessible_name("Shorter side");
        }
    });
}

fn numbers(ui: &mut Ui, name: &str, values: &mut [f32; 3], channels: &[&str]) {
    caption_label(ui, name);
    ui.horizontal(|ui| {
        for (value, channel) in values.iter_mut().zip(channels) {
            let speed = if value.abs() > 2.0 { 0.5 } else { 0.005 };
            let said = format!("{name} of {channel}");
            ui.add(DragValue::new(value).speed(speed).max_decimals(4)).on_hover_text(&said).accessible_name(said);
        }
    });
    ui.end_row();
}
