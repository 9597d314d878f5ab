//! What the chapter asks of the desk: the picture in front, one beside it, many more, and the pictures that they have to beat.

use std::sync::Arc;

use super::{
    BESIDE, FRONT, Visualise,
    aim::{self, Aimed},
    command::{Aim, Shows},
    plants::Soil,
    work::{Bed, Given, GrowPicture, Photographs, RivalCropsOf, RivalsIn, Seedling, SpectrumOf, Turns, Wanted},
};
use crate::{
    app::{
        chapter::Asking,
        desk::{Desk, Seat},
        open::{Loaded, Shown},
        sight::Sight,
        state::State,
    },
    methods::Named as _,
    network::Channel,
    picture::Preprocessing,
    visualization::{Objective, PRESETS, Planes, Preset, Standing},
};

/// Neighbours that grow beside a unit.
pub const NEIGHBOURS: usize = 8;
/// Steps of each.
const NEIGHBOUR_STEPS: usize = 128;
/// Seeds that are shown at once.
pub const SEEDS: usize = 4;

/// The beds, by name.
pub const NEIGHBOUR_BED: Seat = Seat::named("neighbours");
pub const RECIPE_BED: Seat = Seat::named("recipes");
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
        return;
    };
    let mut front = Front { chapter, state, shown, loaded, preprocessing, aimed };
    front.picture(desk, 0, FRONT, aim::preset(&front.chapter.settings));
    let second = match &front.chapter.settings.shows {
        Shows::Beside(id) => PRESETS.iter().find(|preset| preset.id() == *id),
        _ => None,
    };
    match second.filter(|preset| aim::suits(preset, front.chapter.settings.aim)) {
        Some(second) => front.picture(desk, 1, BESIDE, second),
        None => desk.ask::<GrowPicture>(BESIDE, None, || None),
    }
    front.beds(desk);
    front.rivals(desk);
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
    fn open_picture(&self) -> Option<&Arc<Shown>> {
        self.state.selection.picture.as_ref().filter(|_| self.chapter.settings.aim.needs_picture())
    }

    /// The open picture as the network sees it.
    fn pixels(&self) -> Option<Arc<Planes>> {
        let visible = self.preprocessing.visible(&self.open_picture()?.picture);
        Some(Arc::new(Planes::of_picture(&visible, self.preprocessing.channels())))
    }

    fn picture(&mut self, desk: &mut Desk, place: usize, seat: Seat, preset: &'static Preset) {
        let settings = &self.chapter.settings;
        let count = if settings.shows == Shows::Seeds { SEEDS } else { 1 };
        let soil = Soil {
            model: self.loaded.id,
            recipe: preset.id,
            wanted: self.aimed.wanted.clone(),
            seed: settings.seed,
            count,
            picture: self.open_picture().map(|shown| shown.id),
            turn: self.chapter.plants.turn,
        };
        let (way, carries_on) = (settings.way(preset.id), settings.carries_on && place == 0);
        let is_shown = self.shown && settings.shows != Shows::All;
        let rooted = self.chapter.plants.plant(place, soil, carries_on);
        let question = GrowPicture {
            model: rooted.soil.model,
            plant: rooted.plant.id,
            recipe: preset.id,
            wanted: rooted.soil.wanted.clone(),
            way,
            seed: rooted.soil.seed,
            count,
            picture: rooted.soil.picture,
            until: rooted.until,
        };
        let (plant, before) = (Arc::clone(&rooted.plant), rooted.before.clone());
        let lens = self.chapter.plants.lens(&self.loaded, &self.preprocessing);
        let given = || {
            let (loaded, picture, name) = (Arc::clone(&self.loaded), self.pixels(), self.aimed.name.clone());
            is_shown.then(|| Given { loaded, lens, preset, plant, before, picture, name })
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
        let recipes = (settings.shows == Shows::All).then(|| self.recipes());
        let layers = (settings.shows != Shows::All && settings.aim == Aim::Left).then(|| self.layers());
        let lens = self.chapter.plants.lens(&self.loaded, &self.preprocessing);
        for (seat, bed, wanted) in [
            (NEIGHBOUR_BED, neighbours, self.shown && rests),
            (RECIPE_BED, recipes, self.shown),
            (LAYER_BED, layers, self.shown && rests),
        ] {
            let given = || wanted.then(|| (Arc::clone(&lens), self.pixels()));
            desk.ask(seat, bed, given);
            if desk.is_busy::<Bed>(seat) {
                desk.attend::<Bed>(seat, self.shown && seat != NEIGHBOUR_BED);
            }
        }
    }

    fn bed(&self, seedlings: Vec<Seedling>, steps: Option<usize>, turns: Turns) -> Bed {
        Bed {
            model: self.loaded.id,
            seedlings,
            seed: self.chapter.settings.seed,
            steps,
            turns,
            picture: self.open_picture().map(|shown| shown.id),
        }
    }

    /// The next channels of the layer.
    fn neighbours(&self) -> Bed {
        let settings = &self.chapter.settings;
        let preset = aim::preset(settings);
        let seedlings = neighbours(self.state, &self.loaded, &self.aimed.wanted).into_iter().map(|channel| Seedling {
            recipe: preset.id,
            wanted: Wanted::Goal(aim::single(&self.loaded, channel.0, channel.1, settings.aim).into()),
            way: settings.way(preset.id),
        });
        self.bed(seedlings.collect(), Some(NEIGHBOUR_STEPS), Turns::Round)
    }

    /// Every recipe for the same goal.
    fn recipes(&self) -> Bed {
        let settings = &self.chapter.settings;
        let seedlings = PRESETS.iter().map(|preset| Seedling {
            recipe: preset.id,
            wanted: self.aimed.wanted.clone(),
            way: settings.way(preset.id),
        });
        self.bed(seedlings.collect(), None, Turns::InOrder)
    }

    /// What is left of the picture, layer by layer.
    fn layers(&self) -> Bed {
        let settings = &self.chapter.settings;
        let preset = aim::preset(settings);
        let seedlings = layers(&self.loaded).into_iter().map(|layer| Seedling {
            recipe: preset.id,
            wanted: Wanted::Left(layer),
            way: settings.way(preset.id),
        });
        self.bed(seedlings.collect(), None, Turns::InOrder)
    }

    /// The pictures of the open folder that have to be beaten.
    fn rivals(&self, desk: &mut Desk) {
        let objective = match &self.aimed.wanted {
            Wanted::Goal(goal) => goal.0.first().map(|(_, objective)| objective),
            Wanted::Left(_) | Wanted::Direction(..) => None,
        };
        let scores = self.loaded.engine.network().scores();
        let layer = objective.and_then(|objective| match objective {
            Objective::Class(_) => Some(scores),
            _ => self.aimed.wanted.layer(),
        });
        let folder = self.state.folder.as_ref();
        let question = layer.zip(folder).map(|(layer, folder)| RivalsIn {
            model: self.loaded.id,
            folder: folder.id,
            preprocessing: self.preprocessing.clone(),
            layer,
        });
        let fits = folder.is_some_and(|folder| !folder.is_shipped() || self.loaded.path.is_none());
        let given = || Some((Arc::clone(&self.loaded), folder.cloned()?));
        desk.ask(Seat::ONE, question, || if self.shown && fits { given() } else { None });
        let found = objective.and_then(|objective| {
            let answer = desk.fresh::<RivalsIn>(Seat::ONE)?;
            Some((answer.question.clone(), answer.value.of(objective, scores)?.strongest))
        });
        let crops = found.as_ref().map(|(of, rivals)| RivalCropsOf {
            of: of.clone(),
            places: rivals.iter().map(|rival| (rival.item, rival.at)).collect(),
        });
        desk.ask(Seat::ONE, crops, || Some((Arc::clone(&self.loaded), folder.cloned()?, found?.1)));
        let size = desk.answer::<GrowPicture>(FRONT).map(|answer| [answer.value.pictures.height, answer.value.pictures.width]);
        let spectrum = folder.zip(size).map(|(folder, size)| SpectrumOf { folder: folder.id, size });
        desk.ask(Seat::ONE, spectrum, || folder.cloned().filter(|_| self.shown));
    }
}

/// What the picture in front has to beat.
pub fn standing(sight: Sight<'_>, wanted: &Wanted) -> Option<Standing> {
    let Wanted::Goal(goal) = wanted else { return None };
    let [(_, objective)] = goal.0.as_slice() else { return None };
    let loaded = sight.state.model.as_ref()?;
    sight.desk.fresh::<RivalsIn>(Seat::ONE)?.value.of(objective, loaded.engine.network().scores())
}

/// The mean spectrum of the folder's pictures.
pub fn photographs(sight: Sight<'_>) -> Option<&Photographs> {
    sight.desk.answer::<SpectrumOf>(Seat::ONE).map(|answer| answer.value.as_ref())
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
