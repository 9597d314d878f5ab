//! The chapter "Visualise": what would a unit love to see? Its picture grows before one's eyes, by any published recipe.
//!
//! `aim.rs` says what is to become large, `plants.rs` which picture grows for it, `asking.rs` what is asked of the desk,
//! `deeds.rs` what a person changes, `work/` grows on jobs' threads, `panel/` shows it.

mod aim;
mod asking;
mod command;
mod deeds;
mod figure;
mod panel;
mod paths;
mod plants;
mod rivals;
mod work;

use std::{path::Path, sync::Arc};

use egui::{Key, Ui};

pub use asking::{LAYER_BED, NEIGHBOUR_BED, RECIPE_BED};
pub use command::{Aim, Grow, Settings, Shows};
pub use paths::OPEN_SECOND;
pub use work::{Bed, BedView, GrowPicture, PlantView, Plot};

use crate::{
    app::{
        card::{Card, Group},
        chapter::{Asking, Chapter, Hands, read, written},
        chapters::ChapterCommand,
        command::{Command, Entry, Menu, NONE, entry},
        desk::{News, Seat},
        ids::{ErrandId, ModelId},
        open::{Numbers, PathRequest},
        sight::Sight,
        view::View,
    },
    figures::Figure,
    words::visualise as say,
};
use plants::Plants;
use work::LearnGenerator;

static CARD: Card = Card { id: "visualise", digit: 6, name: say::NAME, question: say::QUESTION, group: Group::Why };

/// The picture in front, and the one beside it.
pub const FRONT: Seat = Seat { name: "", number: 0 };
const BESIDE: Seat = Seat { name: "", number: 1 };

/// The chapter.
#[derive(Default)]
pub struct Visualise {
    settings: Settings,
    plants: Plants,
    /// The network for which a generator learns, and from which pictures.
    learning: Option<(ModelId, ErrandId, String)>,
    /// The step whose picture is shown; the newest if `None`.
    after: Option<usize>,
}

impl Visualise {
    /// What grows in front, as far as it has come.
    fn front<'a>(sight: Sight<'a>) -> Option<&'a PlantView> {
        sight.desk.answer::<GrowPicture>(FRONT).map(|answer| answer.value.as_ref())
    }
}

impl Chapter for Visualise {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn ask(&mut self, asking: &mut Asking<'_>) {
        asking::ask(self, asking);
    }

    fn ui(&self, ui: &mut Ui, view: &View<'_>) {
        panel::show(ui, &panel::Scene::new(view, self));
    }

    fn column(&self, ui: &mut Ui, view: &View<'_>) -> bool {
        panel::column(ui, &panel::Scene::new(view, self));
        true
    }

    fn act(&mut self, command: &ChapterCommand, hands: &mut Hands<'_>) {
        if let ChapterCommand::Visualise(command) = command {
            deeds::act(self, command, hands);
        }
    }

    fn receive(&mut self, news: &News, _: &mut Hands<'_>) {
        if news.answers::<LearnGenerator>() {
            self.learning = None;
            self.plants.look_again();
        }
    }

    fn use_path(&mut self, request: &PathRequest, path: &Path, _: &mut Hands<'_>) -> bool {
        if request.id != OPEN_SECOND.id {
            return false;
        }
        self.settings.second_picture = Some(path.to_owned());
        true
    }

    fn entries(&self) -> &'static [Entry] {
        ENTRIES
    }

    fn figure(&self, sight: Sight<'_>) -> Option<Figure> {
        figure::figure(self, sight)
    }

    fn numbers(&self, sight: Sight<'_>) -> Vec<Numbers> {
        let numbers = Self::front(sight).and_then(|front| {
            let input = front.input.as_ref()?;
            Some(Numbers::new(input.dims().to_vec(), Arc::new(input.values.clone())))
        });
        numbers.into_iter().collect()
    }

    fn file_name(&self, sight: Sight<'_>) -> String {
        let unit = sight.unit().map(|unit| format!("-{}", unit.channel)).unwrap_or_default();
        format!("{}{unit}-{}", sight.layer_name(), self.settings.recipe)
    }

    fn remembered(&self) -> String {
        written(&self.settings)
    }

    fn restore(&mut self, text: &str) {
        self.settings = read(text);
    }
}

static ENTRIES: &[Entry] = {
    const fn of(command: Grow) -> Command {
        Command::Of(ChapterCommand::Visualise(command))
    }
    &[
        entry(of(Grow::Pause), Menu::View, say::PAUSE_ENTRY, say::PAUSE_ENTRY_ABOUT).key(NONE, Key::F7),
        entry(of(Grow::Steps(1)), Menu::View, say::STEP_ENTRY, say::STEP_ENTRY_ABOUT),
        entry(of(Grow::Anew), Menu::View, say::ANEW_ENTRY, say::ANEW_ENTRY_ABOUT),
        entry(of(Grow::AsInput), Menu::View, say::AS_INPUT_ENTRY, say::AS_INPUT_ENTRY_ABOUT),
        entry(of(Grow::CopyCall), Menu::View, say::COPY_CALL_ENTRY, say::COPY_CALL_ENTRY_ABOUT),
    ]
};
