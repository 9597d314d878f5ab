//! The chapter "Filters": the weights that the layer has learned.

mod command;
mod deep;
mod panel;
mod work;

use std::sync::Arc;

use egui::Ui;

pub use command::{Settings, Show};
pub use work::{PaintedWeights, WeightsOf, WeightsPaint};

use crate::{
    app::{
        card::{Card, Group},
        chapter::{Asking, Chapter, Hands, read, written},
        chapters::ChapterCommand,
        command::Command,
        desk::Seat,
        open::Numbers,
        sight::Sight,
        state::State,
        view::View,
    },
    figures::{Figure, FilterLook, filter_panel},
    picture::ChannelOrder,
    words::filters as say,
};

static CARD: Card = Card { id: "filters", digit: 2, name: say::NAME, question: say::QUESTION, group: Group::Look };

/// The chapter.
#[derive(Default)]
pub struct FiltersChapter {
    settings: Settings,
}

impl FiltersChapter {
    fn look(&self, state: &State) -> FilterLook {
        let order = state.preprocessing.as_ref().map_or(ChannelOrder::Rgb, |preprocessing| preprocessing.order);
        FilterLook { scale: self.settings.scale, signed_colours: self.settings.signed_colours, dark: state.dark, order }
    }
}

impl Chapter for FiltersChapter {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn ask(&mut self, Asking { state, desk, shown }: &mut Asking<'_>) {
        let with_weights = |loaded: &crate::app::open::Loaded| {
            state
                .selection
                .layer
                .filter(|layer| loaded.weight(*layer).is_some())
                .map(|layer| WeightsOf { model: loaded.id, layer })
        };
        let question = state.model.as_ref().and_then(|loaded| with_weights(loaded));
        desk.ask(Seat::ONE, question, || state.model.clone().filter(|_| *shown));
        let weights = desk.fresh::<WeightsOf>(Seat::ONE);
        let weights = weights.map(|answer| (answer.stamp, answer.question.layer, Arc::clone(&answer.value)));
        let paint = weights.as_ref().map(|(weights, ..)| WeightsPaint { weights: *weights, look: self.look(state) });
        desk.ask(Seat::ONE, paint, || weights.filter(|_| *shown).map(|(_, layer, filters)| (layer, filters)));
    }

    fn ui(&self, ui: &mut Ui, view: &View<'_>) {
        panel::show(ui, view, &self.settings);
    }

    fn act(&mut self, command: &ChapterCommand, _: &mut Hands<'_>) {
        if let ChapterCommand::Filters(Show(settings)) = command {
            self.settings = *settings;
        }
    }

    fn after(&mut self, command: &Command, hands: &mut Hands<'_>) {
        let factor = match command {
            Command::LargerTiles => 1.25,
            Command::SmallerTiles => 0.8,
            _ => return,
        };
        if hands.state.shows(CARD.id) {
            self.settings.zoom = (self.settings.zoom * factor).clamp(0.4, 8.0);
        }
    }

    fn figure(&self, sight: Sight<'_>) -> Option<Figure> {
        let (loaded, answer) = (sight.state.model.as_ref()?, sight.desk.fresh::<WeightsOf>(Seat::ONE)?);
        let sizes: Vec<String> = answer.value.stored[1..].iter().map(usize::to_string).collect();
        let layer = loaded.title(answer.question.layer);
        let panel = filter_panel(&answer.value, &self.look(sight.state));
        let title = say::figure(&loaded.model.name, layer, answer.value.shape[0], sizes.join(" × "));
        Some(Figure::of(title, panel))
    }

    fn numbers(&self, sight: Sight<'_>) -> Vec<Numbers> {
        let answer = sight.desk.fresh::<WeightsOf>(Seat::ONE);
        answer.map(|answer| Numbers::new(answer.value.stored.clone(), Arc::clone(&answer.value.values))).into_iter().collect()
    }

    fn file_name(&self, sight: Sight<'_>) -> String {
        format!("{}-filters", sight.layer_name())
    }

    fn remembered(&self) -> String {
        written(&self.settings)
    }

    fn restore(&mut self, text: &str) {
        self.settings = read(text);
    }
}
