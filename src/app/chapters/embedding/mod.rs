//! The chapter "Embedding": the open folder's pictures as points, by what a layer makes of them.

mod command;
mod panel;
mod work;

use std::{fmt::Write as _, sync::Arc};

use egui::Ui;

pub use command::{ALL, Embed, Settings};
pub use work::{Cloud, FeaturesOf, Gallery, GalleryOf, PointsOf};

use crate::{
    app::{
        card::{Card, Group},
        chapter::{Asking, Chapter, Hands, read, written},
        chapters::ChapterCommand,
        desk::Seat,
        open::Numbers,
        sight::Sight,
        view::View,
    },
    embedding::{METHODS, Method},
    figures::{self, Figure, Panel, scatter},
    formats::csv,
    words::embedding as say,
    zoo::class_phrases,
};
use work::sampled;

static CARD: Card = Card { id: "embedding", digit: 8, name: say::NAME, question: say::QUESTION, group: Group::Look };

/// The chapter.
#[derive(Default)]
pub struct Embedding {
    settings: Settings,
}

impl Embedding {
    /// The method; settings never hold one that does not exist.
    fn method(&self) -> &'static Method {
        METHODS.find(&self.settings.method).unwrap_or(&METHODS.all()[0])
    }

    fn gallery(&self, sight: Sight<'_>) -> Option<GalleryOf> {
        Some(GalleryOf { folder: sight.state.folder.as_ref()?.id, most: self.settings.most })
    }

    fn features(&self, sight: Sight<'_>) -> Option<FeaturesOf> {
        Some(FeaturesOf {
            model: sight.state.model.as_ref()?.id,
            preprocessing: sight.state.preprocessing.clone()?,
            layer: sight.looking_layer(self.settings.selected_layer)?,
            gallery: self.gallery(sight)?,
        })
    }
}

impl Chapter for Embedding {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn ask(&mut self, Asking { state, desk, shown }: &mut Asking<'_>) {
        let (state, shown) = (*state, *shown);
        let sight = Sight { state, desk };
        let (gallery, features) = (self.gallery(sight), self.features(sight));
        desk.ask(Seat::ONE, gallery, || state.folder.clone().filter(|_| shown));
        let given = || state.model.clone().zip(state.folder.clone()).filter(|_| shown);
        desk.ask(Seat::ONE, features.clone(), given);
        if desk.is_busy::<FeaturesOf>(Seat::ONE) {
            desk.attend::<FeaturesOf>(Seat::ONE, shown);
        }
        let method = self.method();
        let parameters = self.settings.parameters.get(method.id).cloned().unwrap_or_default();
        let points = features.map(|features| PointsOf { features, method: method.id, parameters });
        let rows = desk.fresh::<FeaturesOf>(Seat::ONE).map(|answer| Arc::clone(&answer.value));
        desk.ask(Seat::ONE, points, || rows.filter(|_| shown).map(|rows| (method, rows)));
        if desk.is_busy::<PointsOf>(Seat::ONE) {
            desk.attend::<PointsOf>(Seat::ONE, shown);
        }
    }

    fn ui(&self, ui: &mut Ui, view: &View<'_>) {
        panel::show(ui, &panel::Shown { view, settings: &self.settings, method: self.method() });
    }

    fn act(&mut self, command: &ChapterCommand, _: &mut Hands<'_>) {
        if let ChapterCommand::Embedding(Embed(settings)) = command {
            self.settings = settings.clone();
        }
    }

    fn figure(&self, sight: Sight<'_>) -> Option<Figure> {
        let (folder, loaded) = (sight.state.folder.as_ref()?, sight.state.model.as_ref()?);
        let answer = sight.desk.fresh::<PointsOf>(Seat::ONE)?;
        let dataset = &folder.dataset;
        let items = sampled(dataset, answer.question.features.gallery.most);
        let used = &answer.value.features.items;
        let item = |row: usize| used.get(row).and_then(|used| dataset.item(*items.get(used.index())?));
        let positions = &answer.value.points.positions;
        let classes: Vec<Option<usize>> = (0..positions.len()).map(|row| item(row).and_then(|item| item.class)).collect();
        let words = sight.state.words;
        let names: Vec<String> = class_phrases(&dataset.classes).iter().map(|class| words.say(class)).collect();
        let gallery = sight.desk.fresh::<GalleryOf>(Seat::ONE).filter(|_| self.settings.thumbnails);
        let tiles: Vec<usize> = used.iter().map(|item| item.index()).collect();
        let pictures = gallery.as_ref().map(|gallery| (&gallery.value.sheet, tiles.as_slice()));
        let cloud = figures::Cloud { positions, classes: &classes, names: &names, pictures };
        let layer = loaded.title(answer.question.features.layer);
        let (method, count) = (self.method().name, positions.len());
        let title = say::figure(method, folder.title.clone(), count, layer, &loaded.model.name);
        let panel = Panel { notes: answer.value.points.trust.clone(), ..Panel::new(scatter(&cloud)) };
        Some(Figure::of(title, panel))
    }

    fn numbers(&self, sight: Sight<'_>) -> Vec<Numbers> {
        let (Some(folder), Some(answer)) = (sight.state.folder.as_ref(), sight.desk.fresh::<PointsOf>(Seat::ONE)) else {
            return Vec::new();
        };
        let positions = &answer.value.points.positions;
        let items = sampled(&folder.dataset, answer.question.features.gallery.most);
        let mut table = "file,class,x,y\n".to_owned();
        for (used, [x, y]) in answer.value.features.items.iter().zip(positions) {
            let item = items.get(used.index()).and_then(|item| folder.dataset.item(*item));
            let class = item.and_then(|item| folder.dataset.classes.get(item.class?)).map_or("", String::as_str);
            let file = item.map_or("", |item| item.name.as_str());
            // Writing into a String cannot fail.
            let _ = writeln!(table, "{},{},{x},{y}", csv::field(file), csv::field(class));
        }
        let values = positions.iter().flatten().copied().collect();
        vec![Numbers { table: Some(table), ..Numbers::new(vec![positions.len(), 2], Arc::new(values)) }]
    }

    fn file_name(&self, _: Sight<'_>) -> String {
        format!("{}-embedding", self.method().id)
    }

    fn remembered(&self) -> String {
        written(&self.settings)
    }

    fn restore(&mut self, text: &str) {
        let settings: Settings = read(text);
        // A method that is gone takes its settings with it, and no other takes its place in silence.
        self.settings = if METHODS.find(&settings.method).is_ok() { settings } else { Settings::default() };
    }
}
