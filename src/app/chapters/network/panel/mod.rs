//! The chapter's panel: one of its parts under one title line.

mod arithmetic;
mod behind;
mod boxes;
mod cells;
mod cursor;
mod path;
mod picture;
mod places;
mod playing;
mod sliding;
mod softmax;
mod space;
mod strip;
mod sums;
mod table;

use egui::Ui;

pub use places::place_name;
pub use sums::sum_columns;

use super::{
    Settings, Show,
    command::{Part, PictureSettings},
    summary,
    work::{ArithmeticOf, CostsOf},
};
use crate::{
    app::{
        chapters::ChapterCommand,
        command::Command,
        desk::Seat,
        open::{OPEN_MODEL, OPEN_PICTURE, OpenModel},
        say::Say,
        theme::BETWEEN,
        view::View,
        widgets::{choice, empty, option_groups, title_line},
    },
    words::{anatomy, frame, menu, network as say, space as in_space},
};

/// Shows the chapter.
pub fn show(ui: &mut Ui, view: &View<'_>, settings: &Settings) {
    let options = Options { view, settings };
    if settings.part == Part::Picture && (view.state.model.is_some() || settings.picture.published.is_some()) {
        return picture::show(ui, &options);
    }
    let Some(loaded) = &view.state.model else {
        let is_opening = view.desk.is_busy::<OpenModel>(Seat::ONE);
        if !is_opening && empty(ui, &ui.say(say::NO_MODEL), Some(&ui.say(frame::OPEN_MODEL))) {
            view.send(Command::Ask(OPEN_MODEL));
        }
        if settings.part == Part::Picture {
            picture::choices::show(ui, &options);
        }
        return;
    };
    match settings.part {
        Part::Picture => {}
        Part::Layers => {
            let costs = view.desk.fresh::<CostsOf>(Seat::ONE);
            let what = costs.map_or_else(String::new, |costs| ui.say(summary(&costs.value)));
            title_line(ui, &loaded.model.name, &what, 290.0, |ui| option_groups(ui, &options, &[part_group]));
            ui.add_space(BETWEEN);
            if let Some(costs) = costs {
                table::show(ui, view, loaded, &costs.value);
            }
        }
        Part::Sliding => {
            title_line(ui, ui.say(say::SLIDING_HOW), "", 290.0, |ui| option_groups(ui, &options, &[part_group]));
            ui.add_space(BETWEEN);
            let chosen = sliding::show(ui, view, loaded, settings.sliding);
            if chosen != settings.sliding {
                options.send(Settings { sliding: chosen, ..*settings });
            }
        }
        Part::Space => space::show(ui, view, loaded, settings),
        Part::Arithmetic => {
            let Some(answer) = view.desk.answer::<ArithmeticOf>(Seat::ONE) else {
                title_line(ui, ui.say(say::ARITHMETIC), "", 290.0, |ui| option_groups(ui, &options, &[part_group]));
                if view.state.selection.picture.is_none()
                    && empty(ui, &ui.say(say::NO_PICTURE), Some(&ui.say(menu::OPEN_PICTURE)))
                {
                    view.send(Command::Ask(OPEN_PICTURE));
                }
                return;
            };
            let (how, what) = arithmetic::title(loaded, answer);
            let width = if answer.value.sums.len() > super::work::SHOWN { 470.0 } else { 290.0 };
            title_line(ui, ui.say(how), &ui.say(what), width, |ui| {
                if answer.value.sums.len() > super::work::SHOWN {
                    option_groups(ui, &options, &[channels_group, part_group]);
                } else {
                    option_groups(ui, &options, &[part_group]);
                }
            });
            ui.add_space(BETWEEN);
            arithmetic::show(ui, view, settings, (loaded, answer));
        }
    }
}

/// What the options are shown from.
struct Options<'a> {
    view: &'a View<'a>,
    settings: &'a Settings,
}

impl Options<'_> {
    fn send(&self, settings: Settings) {
        self.view.send(Command::Of(ChapterCommand::Network(Show::Like(settings))));
    }

    fn send_picture(&self, picture: PictureSettings) {
        self.send(Settings { picture, ..*self.settings });
    }
}

fn part_group(ui: &mut Ui, options: &Options<'_>) {
    let names = [anatomy::PICTURE, say::LAYERS, in_space::NAME, say::ARITHMETIC, say::SLIDING].map(|name| ui.say(name));
    let kinds = [Part::Picture, Part::Layers, Part::Space, Part::Arithmetic, Part::Sliding];
    let parts: Vec<(Part, &str)> = kinds.into_iter().zip(names.iter().map(String::as_str)).collect();
    if let Some(part) = choice(ui, "", &parts, options.settings.part) {
        options.send(Settings { part, ..*options.settings });
    }
}

fn channels_group(ui: &mut Ui, options: &Options<'_>) {
    let [name, matter, all] = [say::CHANNELS, say::THAT_MATTER, say::ALL].map(|name| ui.say(name));
    if let Some(all) = choice(ui, &name, &[(false, matter.as_str()), (true, all.as_str())], options.settings.all) {
        options.send(Settings { all, ..*options.settings });
    }
}
