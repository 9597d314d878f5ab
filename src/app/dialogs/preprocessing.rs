//! How pictures are prepared for the network: every number can be changed, and the answer follows.

use egui::{DragValue, Grid, Ui};

use super::{dialog, fits};
use crate::{
    app::{
        command::Command,
        say::Say,
        theme::{BETWEEN, magnification},
        view::View,
        widgets::{caption_label, chip, choice, localised, trust},
    },
    picture::{ChannelOrder, Fit, Preprocessing},
    words::{Phrase, frame},
};

/// What the dialog's title, its margins and the window around it take of the height, in points.
const AROUND_THE_CONTENT: f32 = 140.0;

/// The editor stays open while numbers change: the answer follows behind it.
pub fn keeps_open(command: &Command) -> bool {
    matches!(command, Command::Preprocess(_) | Command::ComparePreprocessings)
}

/// Shows the editor.
pub fn show(ui: &Ui, view: &View<'_>) {
    let (Some(loaded), Some(now)) = (&view.state.model, &view.state.preprocessing) else { return };
    dialog(ui, view, &frame::PREPROCESSING, 520.0 * magnification(ui.style()), |ui| {
        // A small window, or large text: what does not fit is scrolled to.
        let room = ui.ctx().content_rect().height() - AROUND_THE_CONTENT;
        egui::ScrollArea::vertical().max_height(room).min_scrolled_height(room).show(ui, |ui| {
            trust(ui, &ui.say(loaded.model.preprocessing_source.phrase()), !loaded.model.preprocessing_source.is_assumed());
            ui.add_space(BETWEEN);
            let mut changed = now.clone();
            fields(ui, &mut changed);
            ui.add_space(BETWEEN);
            shortcuts(ui, &mut changed, &loaded.model.preprocessing);
            ui.add_space(BETWEEN);
            if changed != *now {
                view.send(Command::Preprocess(changed));
            }
            fits::show(ui, view, loaded, now);
        });
    });
}

/// Preparations that are a click away.
fn shortcuts(ui: &mut Ui, preprocessing: &mut Preprocessing, own: &Preprocessing) {
    ui.horizontal(|ui| {
        if chip(ui, &ui.say(frame::AS_THE_MODEL_SAYS), false).clicked() {
            *preprocessing = own.clone();
        }
        if chip(ui, &ui.say(frame::IMAGENET), false).on_hover_text(ui.say(frame::IMAGENET_ABOUT)).clicked() {
            *preprocessing = Preprocessing { size: preprocessing.size, fit: preprocessing.fit, ..Preprocessing::imagenet() };
        }
        if chip(ui, &ui.say(frame::CAFFE), false).on_hover_text(ui.say(frame::CAFFE_ABOUT)).clicked() {
            *preprocessing = Preprocessing {
                order: ChannelOrder::Bgr,
                range: 255.0,
                mean: [104.0, 117.0, 123.0],
                std: [1.0; 3],
                ..preprocessing.clone()
            };
        }
    });
}

fn fields(ui: &mut Ui, preprocessing: &mut Preprocessing) {
    Grid::new("preprocessing").num_columns(2).spacing([16.0, 8.0]).show(ui, |ui| {
        caption_label(ui, &ui.say(frame::SIZE));
        ui.horizontal(|ui| {
            for (side, name) in preprocessing.size.iter_mut().zip([frame::ROWS, frame::COLUMNS]) {
                let name = ui.say(name);
                ui.add(DragValue::new(side).range(1..=2048)).on_hover_text(&name).accessible_name(name);
            }
        });
        ui.end_row();
        caption_label(ui, &ui.say(frame::OTHER_ASPECT_RATIOS));
        fit(ui, preprocessing);
        ui.end_row();
        caption_label(ui, &ui.say(frame::ORDER));
        let grey = ui.say(frame::GREY);
        let orders = [(ChannelOrder::Rgb, "RGB"), (ChannelOrder::Bgr, "BGR"), (ChannelOrder::Grey, grey.as_str())];
        if let Some(order) = ui.horizontal(|ui| choice(ui, "", &orders, preprocessing.order)).inner {
            preprocessing.order = order;
        }
        ui.end_row();
        caption_label(ui, &ui.say(frame::WHITE_IS));
        if let Some(range) = ui.horizontal(|ui| choice(ui, "", &[(1.0, "1"), (255.0, "255")], preprocessing.range)).inner {
            preprocessing.range = range;
        }
        ui.end_row();
        let channels = channels(preprocessing.order);
        numbers(ui, &frame::MEAN, &mut preprocessing.mean, &channels);
        numbers(ui, &frame::DEVIATION, &mut preprocessing.std, &channels);
    });
}

/// The channels in the order of the input.
fn channels(order: ChannelOrder) -> Vec<Phrase> {
    match order {
        ChannelOrder::Rgb => vec![frame::RED, frame::GREEN, frame::BLUE],
        ChannelOrder::Bgr => vec![frame::BLUE, frame::GREEN, frame::RED],
        ChannelOrder::Grey => vec![frame::GREY],
    }
}

fn fit(ui: &mut Ui, preprocessing: &mut Preprocessing) {
    ui.horizontal(|ui| {
        let is_crop = matches!(preprocessing.fit, Fit::Crop(_));
        let shorter = preprocessing.size[0].min(preprocessing.size[1]);
        let [crop, stretch] = [frame::CROP, frame::STRETCH].map(|name| ui.say(name));
        match choice(ui, "", &[(true, &crop), (false, &stretch)], is_crop) {
            Some(true) => preprocessing.fit = Fit::Crop(shorter * 8 / 7),
            Some(false) => preprocessing.fit = Fit::Stretch,
            None => (),
        }
        if let Fit::Crop(resize) = &mut preprocessing.fit {
            caption_label(ui, &ui.say(frame::OUT_OF_A_SHORTER_SIDE));
            ui.add(DragValue::new(resize).range(1..=4096)).accessible_name(ui.say(frame::SHORTER_SIDE));
        }
    });
}

fn numbers(ui: &mut Ui, name: &Phrase, values: &mut [f32; 3], channels: &[Phrase]) {
    caption_label(ui, &ui.say(name));
    ui.horizontal(|ui| {
        for (value, channel) in values.iter_mut().zip(channels) {
            let speed = if value.abs() > 2.0 { 0.5 } else { 0.005 };
            let said = ui.say(frame::of_channel(name.clone(), channel.clone()));
            ui.add(localised(DragValue::new(value).speed(speed).max_decimals(4), ui.words()))
                .on_hover_text(&said)
                .accessible_name(said);
        }
    });
    ui.end_row();
}
