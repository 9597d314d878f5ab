//! What the chapter wants to know: for each tile where it looks, its map, what is taken from it, and its paint.

use std::sync::Arc;

use super::{
    Settings,
    elsewhere::{self, Elsewhere, There},
    tile::Tile,
    work::{Explanation, Given, Less, MapPaint, Paints},
};
use crate::{
    app::{
        chapter::Asking,
        desk::{Desk, Seat},
        open::{Loaded, Shown},
        questions::{Forward, ForwardPass, pass},
        sight::Sight,
        way::Way,
    },
    attribution::{METHODS, Map, Method, last_maps},
    figures::{Look, Manner},
    methods::Cost,
    network::{Class, Target},
    words::{Phrase, attribution as say},
};

/// Where a tile looks.
pub struct Seen {
    /// The network.
    pub loaded: Arc<Loaded>,
    /// The picture.
    pub shown: Arc<Shown>,
    /// What was asked of the network.
    pub forward: Forward,
    /// What it answered.
    pub pass: Arc<ForwardPass>,
}

impl Seen {
    /// Of a tile; `None` until the network has answered there.
    pub fn of(sight: Sight<'_>, tile: &Tile) -> Option<Self> {
        if tile.is_elsewhere() {
            let there: &There = &sight.desk.fresh::<Elsewhere>(tile.seat()?)?.value;
            let (loaded, shown) = (Arc::clone(&there.loaded), Arc::clone(&there.shown));
            return Some(Self { loaded, shown, forward: there.forward.clone(), pass: Arc::clone(&there.pass) });
        }
        let answer = pass(sight.desk)?;
        Some(Self {
            loaded: sight.state.model.clone()?,
            shown: sight.state.selection.picture.clone()?,
            forward: answer.question.clone(),
            pass: Arc::clone(&answer.value),
        })
    }
}

/// What is explained where nothing of its own is said: a class, or the selected unit.
pub fn selected(settings: &Settings, sight: Sight<'_>) -> Option<Target> {
    if settings.of_unit {
        return Some(sight.unit()?.target(sight.state.selection.layer?));
    }
    sight.class().map(Target::Class)
}

/// What a tile explains.
fn target(settings: &Settings, sight: Sight<'_>, tile: &Tile, place: &Seen) -> Result<Target, Phrase> {
    let none = || say::no_such_target(tile.target.as_deref().unwrap_or_default());
    if let Some(text) = &tile.target {
        return Ok(place.loaded.model.target(text)?);
    }
    if tile.model.is_none() {
        return selected(settings, sight).ok_or_else(none);
    }
    // Another network has the class under the same name, or says itself what it sees.
    let label = sight.class().and_then(|class| sight.state.model.as_ref()?.model.labels.get(class.index()));
    let labels = &place.loaded.model.labels;
    let alike = label.and_then(|label| labels.iter().position(|known| known.eq_ignore_ascii_case(label)));
    alike.map(Class).or_else(|| place.pass.answer.best()).map(Target::Class).ok_or_else(none)
}

/// The question to a tile's method.
pub fn question(settings: &Settings, sight: Sight<'_>, tile: &Tile, place: &Seen) -> Result<Explanation, Phrase> {
    let method = tile.method().ok_or_else(|| say::no_such_target(&tile.method))?;
    let target = target(settings, sight, tile, place)?;
    let network = place.loaded.engine.network();
    // A method that looks at no layer does not care which one is selected.
    let selected = || sight.state.selection.layer.filter(|_| settings.selected_layer && tile.model.is_none());
    let layer = match &tile.layer {
        Some(name) if method.looks_at_layer => Some(network.find(name)?),
        _ if method.looks_at_layer => selected().or_else(|| last_maps(network, &target)),
        _ => None,
    };
    let Way { convention, parameters } = tile.way.clone();
    Ok(Explanation { pass: place.forward.clone(), method: method.id, target, layer, convention, parameters })
}

/// What is explained, for people.
pub fn target_name(settings: &Settings, sight: Sight<'_>) -> Option<Phrase> {
    let unit = || sight.unit_name().map(Phrase::verbatim);
    if settings.of_unit { unit() } else { sight.class().map(|class| sight.class_name(class)) }
}

/// The map of a tile and its question: what is taken from it is taken.
pub fn map(desk: &Desk, tile: &Tile) -> Option<Arc<Map>> {
    let seat = tile.seat()?;
    let own = || desk.fresh::<Explanation>(seat).map(|answer| Arc::clone(&answer.value));
    if tile.less.is_some() { desk.fresh::<Less>(seat).map(|answer| Arc::clone(&answer.value)) } else { own() }
}

/// Quick methods first, each group in the order of the menu.
fn rank(place: usize, method: &Method) -> u32 {
    place as u32 + if method.cost == Cost::Pass { 0 } else { 1000 }
}

/// The seat of the tile that another one is compared with.
fn seat_of((method, number): &(String, usize)) -> Option<Seat> {
    Some(Seat { name: METHODS.iter().find(|known| known.id == method)?.id, number: *number })
}

/// Why tiles cannot be asked for.
pub type Refusals = Vec<(Seat, Phrase)>;

/// Asks for every tile; methods that are not shown keep what they know. Answers why some cannot be asked for.
pub fn ask(settings: &Settings, asking: &mut Asking<'_>) -> Refusals {
    let mut shown = settings.tiles();
    if settings.truth {
        let more: Vec<Tile> = settings.tested().into_iter().filter(|tile| !shown.contains(tile)).collect();
        shown.extend(more);
    }
    let high = settings.one_scale.then(|| highest(asking.desk, &shown)).flatten();
    let is_shown = |method: &&Method| shown.iter().any(|tile| tile.method == method.id && tile.number == 0);
    let hidden = METHODS.iter().filter(|method| !is_shown(method));
    let mut refusals = Refusals::new();
    let hidden: Vec<Tile> = hidden.map(|method| Tile::following(method, settings.ways.get(method.id))).collect();
    for (place, (tile, is_shown)) in
        shown.iter().map(|tile| (tile, true)).chain(hidden.iter().map(|tile| (tile, false))).enumerate()
    {
        let refused = ask_one(settings, asking, tile, (place, is_shown && asking.shown), high);
        refusals.extend(tile.seat().zip(refused.err()));
    }
    refusals
}

/// The largest end of all scales.
pub fn highest(desk: &Desk, tiles: &[Tile]) -> Option<f32> {
    let own = |tile: &Tile| desk.answer::<MapPaint>(tile.seat()?).map(|painted| painted.value.own_high);
    tiles.iter().filter(|tile| tile.less.is_none()).filter_map(own).reduce(f32::max)
}

fn ask_one(
    settings: &Settings,
    asking: &mut Asking<'_>,
    tile: &Tile,
    (order, is_shown): (usize, bool),
    high: Option<f32>,
) -> Result<(), Phrase> {
    let state = asking.state;
    let (Some(method), Some(seat)) = (tile.method(), tile.seat()) else { return Ok(()) };
    if tile.is_elsewhere() {
        let (open, picture) = (state.model.clone(), state.selection.picture.clone());
        let question =
            open.as_ref().zip(picture.as_ref()).zip(state.preprocessing.clone()).map(|((open, shown), preprocessing)| {
                Elsewhere {
                    model: tile.model.clone(),
                    picture: tile.picture.clone(),
                    open: open.id,
                    shown: shown.id,
                    preprocessing,
                }
            });
        let given = || Some(elsewhere::Given { loaded: open?, shown: picture?, folder: state.folder.clone() });
        asking.desk.ask(seat, question, || if is_shown { given() } else { None });
    }
    let sight = Sight { state, desk: asking.desk };
    let place = Seen::of(sight, tile);
    let asked = place.as_ref().map(|place| self::question(settings, sight, tile, place));
    let refused = asked.as_ref().and_then(|asked| asked.as_ref().err().cloned());
    let question = asked.and_then(Result::ok);
    let class = match question.as_ref().map(|question| &question.target) {
        Some(Target::Class(class)) => place.as_ref().and_then(|place| place.loaded.model.labels.get(class.index()).cloned()),
        _ => None,
    };
    let named = match (&tile.target, tile.model.is_some()) {
        (None, false) => target_name(settings, sight),
        _ => place
            .as_ref()
            .zip(question.as_ref())
            .map(|(place, question)| Phrase::verbatim(place.loaded.model.describe(&question.target))),
    };
    let target = named.unwrap_or(say::WHY_THIS_ANSWER);
    let given = || {
        let Seen { loaded, shown, pass, .. } = place.as_ref()?;
        let (loaded, shown, pass) = (Arc::clone(loaded), Arc::clone(shown), Arc::clone(pass));
        Some(Given { method, loaded, pass, shown, folder: state.folder.clone(), target, rank: rank(order, method) })
    };
    asking.desk.ask(seat, question, || if is_shown { given() } else { None });
    if asking.desk.is_busy::<Explanation>(seat) {
        asking.desk.attend::<Explanation>(seat, asking.shown);
    }
    let own = asking.desk.fresh::<Explanation>(seat);
    let own = own.map(|answer| (answer.stamp, answer.question.clone(), Arc::clone(&answer.value)));
    let size = place.as_ref().map(|place| place.forward.preprocessing.size);
    let mut stamp = own.as_ref().map(|(stamp, ..)| *stamp);
    let mut map = own.as_ref().map(|(.., map)| Arc::clone(map));
    if let Some(other) = &tile.less {
        let other = seat_of(other).and_then(|seat| asking.desk.fresh::<Explanation>(seat));
        let other = other.map(|answer| (answer.stamp, Arc::clone(&answer.value)));
        let less = stamp.zip(other.as_ref()).zip(size).map(|((own, (other, _)), size)| Less { own, other: *other, size });
        let both = map.take().zip(other).map(|(own, (_, other))| [own, other]);
        asking.desk.ask(seat, less, || both.filter(|_| is_shown));
        let answer = asking.desk.fresh::<Less>(seat);
        stamp = answer.map(|answer| answer.stamp);
        map = answer.map(|answer| Arc::clone(&answer.value));
    }
    let manner = Manner {
        look: Look::plain(state.settings.colours.map, state.dark),
        opaque: !settings.over_picture,
        sign: settings.sign,
        drawn_as: settings.drawn_as,
        high: high.filter(|_| tile.less.is_none()),
    };
    let paint = stamp.zip(size).map(|(map, size)| MapPaint { map, size, manner, boxes: settings.boxes });
    let paints = || {
        let (Seen { shown, pass, .. }, (_, answers, _)) = (place.as_ref()?, own?);
        let visible = Arc::clone(&pass.visible);
        let (shown, folder) = (Arc::clone(shown), state.folder.clone());
        Some(Paints { map: map?, answers, visible, shown, folder, class: class.unwrap_or_default() })
    };
    asking.desk.ask(seat, paint, || if is_shown { paints() } else { None });
    refused.map_or(Ok(()), Err)
}
