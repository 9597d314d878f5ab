//! What the chapter asks of the desk: the picture in front, one beside it, many more, and the pictures that they have to beat.

use std::sync::Arc;

use super::{
    BESIDE, FRONT, Visualise,
    aim::{self, Aimed},
    command::{Aim, Shows},
    plants::Soil,
    rivals,
    work::{Bed, BedSoil, Given, GrowPicture, LearnGenerator, SecondPicture, Seedling, Turns, Wanted},
};
use crate::{
    app::{
        chapter::Asking,
        desk::{Desk, Seat},
        open::{Loaded, Shown},
        sight::Sight,
        state::State,
    },
    network::Channel,
    picture::Preprocessing,
    visualization::{Objective, PRESETS, Planes, Preset},
};

/// Neighbours that grow beside a unit.
pub const NEIGHBOURS: usize = 8;
/// Steps of each.
const NEIGHBOUR_STEPS: usize = 128;
/// Seeds that are shown at once.
pub const SEEDS: usize = 4;

/// Where the next channels grow.
pub const NEIGHBOUR_BED: Seat = Seat::named("neighbours");
/// All recipes.
pub const RECIPE_BED: Seat = Seat::named("recipes");
/// All layers.
pub const LAYER_BED: Seat = Seat::named("layers");

/// Asks for all of it.
pub fn ask(chapter: &mut Visualise, asking: &mut Asking<'_>) {
    let (state, shown) = (asking.state, asking.shown);
    let desk = &mut *asking.desk;
    let sight = Sight { state, desk };
    let aimed = aim::aimed(&chapter.settings, sight).ok();
    let loaded = state.model.clone();
    let preprocessing = state.preprocessing.clone();
    let Some(((aimed, loaded), preprocessing)) = aimed.zip(loaded).zip(preprocessing) else {
        for seat in [FRONT, BESIDE] {
            desk.ask::<GrowPicture>(seat, None, || None);
        }
        for seat in [NEIGHBOUR_BED, RECIPE_BED, LAYER_BED] {
            desk.ask::<Bed>(seat, None, || None);
        }
        desk.ask::<SecondPicture>(Seat::ONE, None, || None);
        rivals::ask(chapter, asking, None);
        return;
    };
    let path = chapter.settings.second_picture.clone().filter(|_| chapter.settings.aim.needs_second());
    desk.ask(Seat::ONE, path.map(|path| SecondPicture { path }), || shown.then_some(()));
    let mut front = Front { chapter, state, shown, loaded, preprocessing, aimed };
    front.picture(desk, 0, FRONT, aim::preset(&front.chapter.settings));
    let second = match &front.chapter.settings.shows {
        Shows::Beside(id) => PRESETS.find(id).ok(),
        _ => None,
    };
    match second.filter(|preset| aim::suits(preset, front.chapter.settings.aim)) {
        Some(second) => front.picture(desk, 1, BESIDE, second),
        None => desk.ask::<GrowPicture>(BESIDE, None, || None),
    }
    front.beds(desk);
    front.learning(desk);
    let Front { loaded, aimed, .. } = front;
    rivals::ask(chapter, asking, Some((&aimed, &loaded)));
}

struct Front<'a> {
    chapter: &'a mut Visualise,
    state: &'a State,
    shown: bool,
    loaded: Arc<Loaded>,
    preprocessing: Preprocessing,
    aimed: Aimed,
}

impl Front<'_> {
    fn open_picture(&self, is_needed: bool) -> Option<&Arc<Shown>> {
        self.state.selection.picture.as_ref().filter(|_| is_needed)
    }

    /// Whether the recipe of the picture in front, or one of many, looks at the open picture.
    fn needs_picture(&self, preset: &Preset) -> bool {
        aim::needs_picture(preset, self.chapter.settings.aim)
    }

    /// The open picture as the network sees it.
    fn pixels(&self, is_needed: bool) -> Option<Arc<Planes>> {
        Some(self.prepared(self.open_picture(is_needed)?))
    }

    fn prepared(&self, shown: &Shown) -> Arc<Planes> {
        Arc::new(Planes::of_picture(&self.preprocessing.visible(&shown.picture), self.preprocessing.channels()))
    }

    /// The second picture, once it is read.
    fn second(desk: &Desk) -> Option<Arc<Shown>> {
        desk.fresh::<SecondPicture>(Seat::ONE).map(|answer| Arc::clone(&answer.value))
    }

    fn picture(&mut self, desk: &mut Desk, place: usize, seat: Seat, preset: &'static Preset) {
        let settings = &self.chapter.settings;
        let several = settings.shows == Shows::Seeds || settings.aim == Aim::Between;
        let count = if several { SEEDS } else { 1 };
        let second = Self::second(desk).filter(|_| settings.aim.needs_second());
        let waits = settings.aim.needs_second() && second.is_none();
        let soil = Soil {
            model: self.loaded.id,
            recipe: preset.id,
            wanted: self.aimed.wanted.clone(),
            seed: settings.seed,
            count,
            picture: self.open_picture(self.needs_picture(preset)).map(|shown| shown.id),
            second: second.as_ref().map(|shown| shown.id),
            turn: self.chapter.plants.turn,
        };
        let (way, carries_on) = (settings.way(preset.id), settings.carries_on && place == 0);
        let is_shown = self.shown && settings.shows != Shows::All && !waits;
        let rooted = self.chapter.plants.plant(place, soil, carries_on);
        let question = GrowPicture { model: rooted.soil.model, plant: rooted.plant.id, way, until: rooted.until };
        let (soil, plant, before) = (rooted.soil.clone(), Arc::clone(&rooted.plant), rooted.before.clone());
        let lens = self.chapter.plants.lens(&self.loaded, &self.preprocessing);
        let drawer = self.chapter.plants.drawer(&self.loaded, self.state.shelf.as_deref());
        let given = || {
            let (loaded, picture, name) =
                (Arc::clone(&self.loaded), self.pixels(self.needs_picture(preset)), self.aimed.name.clone());
            let (shelf, second) = (self.state.shelf.clone(), second.map(|shown| self.prepared(&shown)));
            is_shown.then(|| Given { loaded, lens, preset, soil, plant, before, picture, second, drawer, shelf, name })
        };
        desk.ask(seat, Some(question), given);
        if desk.is_busy::<GrowPicture>(seat) {
            desk.attend::<GrowPicture>(seat, is_shown);
        }
    }

    /// What grows around the picture in front, once that rests.
    fn beds(&mut self, desk: &mut Desk) {
        let settings = &self.chapter.settings;
        let rests = desk.fresh::<GrowPicture>(FRONT).is_some_and(|answer| answer.is_whole);
        let neighbours =
            (settings.shows == Shows::One && matches!(settings.aim, Aim::Unit | Aim::Channel)).then(|| self.neighbours());
        let recipes = (settings.shows == Shows::All && !settings.aim.needs_second()).then(|| self.recipes());
        let layers = (settings.shows != Shows::All && settings.aim == Aim::Left).then(|| self.layers());
        let lens = self.chapter.plants.lens(&self.loaded, &self.preprocessing);
        let drawer = self.chapter.plants.drawer(&self.loaded, self.state.shelf.as_deref());
        for (seat, bed, wanted) in [
            (NEIGHBOUR_BED, neighbours, self.shown && rests),
            (RECIPE_BED, recipes, self.shown),
            (LAYER_BED, layers, self.shown && rests),
        ] {
            let is_needed = bed.as_ref().is_some_and(|bed| bed.picture.is_some());
            let soil = || BedSoil {
                loaded: Arc::clone(&self.loaded),
                lens: Arc::clone(&lens),
                picture: self.pixels(is_needed),
                drawer: Arc::clone(&drawer),
            };
            let given = || wanted.then(soil);
            desk.ask(seat, bed, given);
            if desk.is_busy::<Bed>(seat) {
                desk.attend::<Bed>(seat, self.shown && seat != NEIGHBOUR_BED);
            }
        }
    }

    /// A generator that learns, once a person asked for it.
    fn learning(&self, desk: &mut Desk) {
        let layer = Sight { state: self.state, desk }.looking_layer(false);
        let question = self.chapter.learning.clone().zip(layer).map(|((model, errand, data), layer)| {
            let is_here = model == self.loaded.id;
            is_here.then_some(LearnGenerator { model, layer, data, errand })
        });
        let shelf = self.state.shelf.as_ref();
        let given = || {
            let shelf = shelf?;
            shelf.make().ok()?;
            Some((Arc::clone(&self.loaded), shelf.generator(&self.loaded)))
        };
        desk.ask(Seat::ONE, question.flatten(), given);
    }

    fn bed(&self, seedlings: Vec<Seedling>, steps: Option<usize>, turns: Turns) -> Bed {
        let is_needed = seedlings.iter().any(|seedling| self.needs_picture(seedling.preset));
        Bed {
            model: self.loaded.id,
            seedlings,
            seed: self.chapter.settings.seed,
            steps,
            turns,
            picture: self.open_picture(is_needed).map(|shown| shown.id),
        }
    }

    /// The next channels of the layer.
    fn neighbours(&self) -> Bed {
        let settings = &self.chapter.settings;
        let preset = aim::preset(settings);
        let seedlings = neighbours(self.state, &self.loaded, &self.aimed.wanted).into_iter().map(|channel| Seedling {
            preset,
            wanted: Wanted::Goal(aim::single(&self.loaded, channel.0, channel.1, settings.aim).into()),
            way: settings.way(preset.id),
        });
        self.bed(seedlings.collect(), Some(NEIGHBOUR_STEPS), Turns::Round)
    }

    /// Every recipe for the same goal.
    fn recipes(&self) -> Bed {
        let settings = &self.chapter.settings;
        let seedlings =
            PRESETS.iter().map(|preset| Seedling { preset, wanted: self.aimed.wanted.clone(), way: settings.way(preset.id) });
        self.bed(seedlings.collect(), None, Turns::InOrder)
    }

    /// What is left of the picture, layer by layer.
    fn layers(&self) -> Bed {
        let settings = &self.chapter.settings;
        let preset = aim::preset(settings);
        let seedlings = layers(&self.loaded).into_iter().map(|layer| Seedling {
            preset,
            wanted: Wanted::Left(layer),
            way: settings.way(preset.id),
        });
        self.bed(seedlings.collect(), None, Turns::InOrder)
    }
}

/// The channels behind the selected one, from the first again behind the last.
pub fn neighbours(state: &State, loaded: &Loaded, wanted: &Wanted) -> Vec<(crate::network::NodeId, Channel)> {
    let Some(layer) = wanted.layer().or(state.selection.layer) else { return Vec::new() };
    let Some([channels, ..]) = loaded.map_shape(layer) else { return Vec::new() };
    let Wanted::Goal(goal) = wanted else { return Vec::new() };
    let selected = match goal.0.first() {
        Some((_, Objective::Channel(_, channel) | Objective::Unit(_, channel, _))) => channel.index(),
        Some((_, Objective::Class(class))) => class.index(),
        _ => return Vec::new(),
    };
    (1..=NEIGHBOURS.min(channels.saturating_sub(1))).map(|next| (layer, Channel((selected + next) % channels))).collect()
}

/// The layers of the list's first level from the first to the last with maps.
pub fn layers(loaded: &Loaded) -> Vec<crate::network::NodeId> {
    let rows = loaded.rows.iter().filter(|row| row.depth == 0 && !row.is_input());
    let with_maps = rows.filter(|row| loaded.map_shape(row.layer.node).is_some());
    with_maps.map(|row| row.layer.node).collect()
}
