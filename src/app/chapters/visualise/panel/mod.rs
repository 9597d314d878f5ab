//! The chapter's panel: the question, what it aims at, the recipes; then one picture with its history, or all recipes.

mod around;
mod choices;
mod column;
mod curve;
mod parameters;
mod picture;
mod strip;
mod table;

use egui::{ScrollArea, Ui, vec2};

pub use column::column;

use super::{
    FRONT, OPEN_SECOND, Visualise,
    aim::{self, Aimed, Lack},
    command::{Grow, Settings, Shows},
    rivals::{Standing, standing},
    work::{GrowPicture, LearnGenerator, PlantView},
};
use crate::{
    app::{
        chapters::ChapterCommand,
        command::Command,
        desk::{Ending, Seat},
        open::{OPEN_MODEL, OPEN_PICTURE},
        say::Say,
        theme::{self, BETWEEN},
        view::View,
        widgets::{chip, empty, progress, trust},
    },
    visualization::{Needs, Preset},
    words::{frame, menu, visualise as say},
};

/// With less room than this, everything lies below the picture.
const TWO_COLUMNS: f32 = 500.0;

/// Height of what lies below the picture: its history and the curve.
const BELOW: f32 = 262.0;
/// No picture is smaller than this for their sake.
const LEAST: f32 = 280.0;

/// What the panel is shown from.
pub struct Scene<'a> {
    view: &'a View<'a>,
    chapter: &'a Visualise,
    /// What is to become large, or what is missing.
    aimed: Result<Aimed, Lack>,
    /// The recipe that is carried out.
    preset: &'static Preset,
}

impl<'a> Scene<'a> {
    /// Of this frame.
    pub fn new(view: &'a View<'a>, chapter: &'a Visualise) -> Self {
        let aimed = aim::aimed(&chapter.settings, view.sight());
        Self { view, chapter, aimed, preset: aim::preset(&chapter.settings) }
    }

    fn settings(&self) -> &Settings {
        &self.chapter.settings
    }

    fn send(&self, deed: Grow) {
        self.view.send(Command::Of(ChapterCommand::Visualise(deed)));
    }

    /// Changes settings.
    fn set(&self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.settings().clone();
        change(&mut settings);
        self.send(Grow::Like(settings));
    }

    /// What grows in front, as far as it has come, and whether that is what is asked for now.
    fn front(&self) -> Option<(&'a PlantView, bool)> {
        self.view.desk.answer::<GrowPicture>(FRONT).map(|answer| (answer.value.as_ref(), answer.is_fresh))
    }

    /// What the picture in front has to beat.
    fn standing(&self) -> Option<Standing<'a>> {
        standing(self.view.sight(), &self.aimed.as_ref().ok()?.wanted)
    }

    fn runs(&self) -> bool {
        self.view.desk.is_busy::<GrowPicture>(FRONT)
    }
}

/// Shows the chapter.
pub fn show(ui: &mut Ui, scene: &Scene<'_>) {
    choices::heading(ui, scene);
    ui.add_space(BETWEEN);
    choices::aims(ui, scene);
    choices::recipes(ui, scene);
    ui.add_space(BETWEEN);
    if let Err(lack) = scene.aimed {
        missing(ui, scene, lack);
        return;
    }
    let height = ui.available_height();
    ScrollArea::vertical().id_salt("visualise").auto_shrink(false).show(ui, |ui| {
        if scene.settings().shows == Shows::All {
            table::show(ui, scene);
            return;
        }
        if let Some(Ending::Failed(sentence)) = scene.view.desk.ending::<GrowPicture>(FRONT) {
            trust(ui, &ui.say(sentence), false);
            if chip(ui, &ui.say(say::ANOTHER_SEED), false).on_hover_text(ui.say(say::ANOTHER_SEED_ABOUT)).clicked() {
                scene.set(|settings| settings.seed += 1);
            }
            if scene.preset.needs == Needs::Generator {
                learn(ui, scene);
            }
            ui.add_space(BETWEEN);
        }
        let is_so_already = |front: &PlantView| front.is_finished() && front.steps[1] == 1;
        if scene.preset.needs == Needs::PictureAndClass
            && scene.front().is_some_and(|(front, fresh)| fresh && is_so_already(front))
        {
            trust(ui, &ui.say(say::IS_SO_ALREADY), false);
        }
        let room = ui.available_width();
        let magnified = theme::magnification(ui.style());
        // Not so large that the curve below it falls out of the window.
        let tallest = (height - BELOW * magnified).max(LEAST * magnified);
        if room < TWO_COLUMNS * magnified {
            picture::show(ui, scene, room.min(tallest));
            ui.add_space(BETWEEN);
            around::show(ui, scene);
            parameters::show(ui, scene);
            return;
        }
        let gap = 2.0 * BETWEEN;
        let left = match scene.settings().shows {
            Shows::Beside(_) => (room - gap) * 0.62,
            _ => ((room - gap) * 0.5).min(tallest),
        };
        let left = left.floor();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            ui.allocate_ui(vec2(left, 0.0), |ui| {
                ui.vertical(|ui| {
                    ui.set_width(left);
                    picture::show(ui, scene, left);
                });
            });
            ui.vertical(|ui| {
                ui.set_width(ui.available_width());
                around::show(ui, scene);
                parameters::show(ui, scene);
            });
        });
    });
}

/// Offers to train a generator where there is none, and shows how far one has come.
fn learn(ui: &mut Ui, scene: &Scene<'_>) {
    match scene.view.desk.status::<LearnGenerator>(Seat::ONE) {
        Some(job) => _ = progress(ui, &ui.say(&job.title), job.fraction.unwrap_or_default(), ui.available_width().min(320.0)),
        None if chip(ui, &ui.say(say::LEARN), false).on_hover_text(ui.say(say::LEARN_ABOUT)).clicked() => scene.send(Grow::Learn),
        None => {}
    }
}

/// What there is to do while something is missing.
fn missing(ui: &mut Ui, scene: &Scene<'_>, lack: Lack) {
    let (sentence, button) = match lack {
        Lack::Model => (say::NO_MODEL, Some((frame::OPEN_MODEL, Command::Ask(OPEN_MODEL)))),
        Lack::Picture => (say::NO_PICTURE, Some((menu::OPEN_PICTURE, Command::Ask(OPEN_PICTURE)))),
        Lack::Channels => (say::NO_CHANNELS, None),
        Lack::Class => (say::NO_CLASS, None),
        Lack::Second => (say::NO_SECOND, Some((say::CHOOSE_SECOND, Command::Ask(OPEN_SECOND)))),
    };
    let (words, command) = match button {
        Some((words, command)) => (Some(ui.say(words)), Some(command)),
        None => (None, None),
    };
    if empty(ui, &ui.say(sentence), words.as_deref())
        && let Some(command) = command
    {
        scene.view.send(command);
    }
}
