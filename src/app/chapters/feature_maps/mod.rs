//! The chapter "Feature maps": what every channel of the layer answers to the picture.
//!
//! The layer's values are the window's (`app/questions`), since the right column looks at them too; their tiles are painted here.

mod command;
mod panel;
mod vector;
mod work;

use std::sync::Arc;

use egui::Ui;

pub use command::{Settings, Show};

use crate::{
    app::{
        card::{Card, Group},
        chapter::{Asking, Chapter, Hands, read, written},
        chapters::ChapterCommand,
        command::Command,
        desk::Seat,
        open::Numbers,
        questions::LayerMaps,
        sight::Sight,
        view::View,
    },
    figures::{Figure, Panel, bars, map_panel},
    network::{Channel, Class},
    units::Maps,
    words::{Phrase, feature_maps as say},
};
use work::MapsPaint;

static CARD: Card = Card { id: "feature-maps", digit: 3, name: say::NAME, question: say::QUESTION, group: Group::Look };

/// Longest side of a tile in pixels, and when tiles are enlarged.
const TILE_PIXELS: [usize; 2] = [128, 256];

/// The chapter.
#[derive(Default)]
pub struct FeatureMaps {
    settings: Settings,
}

impl Chapter for FeatureMaps {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn ask(&mut self, asking: &mut Asking<'_>) {
        let maps = asking.desk.fresh::<LayerMaps>(Seat::ONE).map(|answer| (answer.stamp, Arc::clone(&answer.value)));
        let paint = maps.as_ref().map(|(maps, _)| MapsPaint {
            maps: *maps,
            look: asking.state.settings.colours.look(asking.state.dark),
            scale: self.settings.scale,
            longest: TILE_PIXELS[usize::from(self.settings.zoom > 1.5)],
        });
        let shown = asking.shown;
        asking.desk.ask(Seat::ONE, paint, || maps.filter(|_| shown).map(|(_, maps)| maps));
    }

    fn ui(&self, ui: &mut Ui, view: &View<'_>) {
        panel::show(ui, view, &self.settings);
    }

    fn act(&mut self, command: &ChapterCommand, _: &mut Hands<'_>) {
        if let ChapterCommand::FeatureMaps(Show(settings)) = command {
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
        let maps = &sight.desk.fresh::<LayerMaps>(Seat::ONE)?.value;
        let loaded = sight.state.model.as_ref()?;
        let [channels, height, width] = maps.shape;
        let title = |what: Phrase| say::figure(&loaded.model.name, loaded.title(maps.layer), what, sight.picture_name());
        let words = sight.state.words;
        let order = maps.sorted(self.settings.sort);
        if maps.is_vector() {
            let is_scores = loaded.is_scores(maps.layer);
            let class = |channel: Channel| words.say(&loaded.class_name(Class(channel.index())));
            let name = |channel: Channel| if is_scores { class(channel) } else { String::new() };
            let panel = Panel::new(bars(&rows(maps, &order, name), words));
            return Some(Figure::of(title(say::values(channels)), panel));
        }
        let look = sight.state.settings.colours.look(sight.state.dark);
        let panel = map_panel(maps, &order, &look, self.settings.scale);
        Some(Figure::of(title(say::maps(channels, height, width)), panel))
    }

    fn numbers(&self, sight: Sight<'_>) -> Vec<Numbers> {
        let maps = sight.desk.fresh::<LayerMaps>(Seat::ONE).map(|answer| Arc::clone(&answer.value));
        let numbers = maps.map(|maps| {
            let [channels, height, width] = maps.shape;
            Numbers::new(vec![1, channels, height, width], Arc::clone(&maps.values))
        });
        numbers.into_iter().collect()
    }

    fn file_name(&self, sight: Sight<'_>) -> String {
        format!("{}-maps", sight.layer_name())
    }

    fn remembered(&self) -> String {
        written(&self.settings)
    }

    fn restore(&mut self, text: &str) {
        self.settings = read(text);
    }
}

/// The values of a vector in an order, with their names.
fn rows(maps: &Maps, order: &[Channel], name: impl Fn(Channel) -> String) -> Vec<(Channel, String, f32)> {
    order.iter().filter_map(|&channel| Some((channel, name(channel), maps.value(channel, [0, 0])?))).collect()
}
