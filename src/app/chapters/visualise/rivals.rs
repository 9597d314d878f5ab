//! What of the open folder the picture in front has to beat: its strongest pictures for the same channel, unit or class, and
//! beside them those furthest along a random direction (Szegedy et al. 2013), once a person asks for these.

use super::{
    FRONT, Visualise,
    aim::Aimed,
    work::{FurthestIn, GrowPicture, Photographs, SpectrumOf, Wanted},
};
use crate::{
    app::{
        chapter::Asking,
        desk::{Desk, Seat},
        open::Loaded,
        questions::{ask_elsewhere, ask_exemplars, strongest_of},
        sight::Sight,
        state::State,
    },
    network::NodeId,
    units::Strongest,
    visualization::{Contest, Furthest, Objective},
};

/// What the strongest pictures see.
pub const RIVALS: Seat = Seat::named("rivals");
/// What the pictures furthest along a random direction see.
pub const ALONG: Seat = Seat::named("along");

/// What the picture in front has to beat, as far as it is known.
pub struct Standing<'a> {
    contest: Contest,
    found: &'a Strongest,
}

impl Standing<'_> {
    /// The strongest picture's number.
    pub fn record(&self) -> Option<f64> {
        self.contest.record(self.found).map(f64::from)
    }

    /// The middle picture's number.
    pub fn median(&self) -> Option<f64> {
        self.contest.median(self.found).map(f64::from)
    }

    /// Pictures seen.
    pub fn seen(&self) -> usize {
        self.found.seen
    }
}

/// The objective that pictures of a folder can be compared by, where it is a single one.
fn contest(wanted: &Wanted, scores: NodeId) -> Option<Contest> {
    let Wanted::Goal(goal) = wanted else { return None };
    let [(_, objective)] = goal.0.as_slice() else { return None };
    Contest::of(objective, scores)
}

/// What the picture in front has to beat.
pub fn standing<'a>(sight: Sight<'a>, wanted: &Wanted) -> Option<Standing<'a>> {
    let scores = sight.state.model.as_ref()?.engine.network().scores();
    at(sight.desk, contest(wanted, scores)?)
}

/// What a picture of this objective would have to beat.
pub fn standing_of<'a>(sight: Sight<'a>, objective: &Objective) -> Option<Standing<'a>> {
    let scores = sight.state.model.as_ref()?.engine.network().scores();
    at(sight.desk, Contest::of(objective, scores)?)
}

fn at(desk: &Desk, contest: Contest) -> Option<Standing<'_>> {
    Some(Standing { contest, found: strongest_of(desk, contest.layer)?.value.as_ref() })
}

/// The mean spectrum of the folder's pictures.
pub fn photographs(sight: Sight<'_>) -> Option<&Photographs> {
    sight.desk.answer::<SpectrumOf>(Seat::ONE).map(|answer| answer.value.as_ref())
}

/// The pictures along a random direction, once they are asked for.
pub fn furthest(sight: Sight<'_>) -> Option<&Furthest> {
    sight.desk.fresh::<FurthestIn>(Seat::ONE).map(|answer| answer.value.as_ref())
}

/// Asks for all of it, or for nothing where nothing is aimed at.
pub fn ask(chapter: &Visualise, asking: &mut Asking<'_>, aimed: Option<(&Aimed, &Loaded)>) {
    let (state, shown) = (asking.state, asking.shown);
    let desk = &mut *asking.desk;
    let contest = aimed.and_then(|(aimed, loaded)| contest(&aimed.wanted, loaded.engine.network().scores()));
    ask_elsewhere(state, desk, contest.map(|contest| contest.layer), shown);
    let found = contest.and_then(|contest| {
        let answer = strongest_of(desk, contest.layer)?;
        Some((answer.question.clone(), contest.rivals(&answer.value).to_vec()))
    });
    ask_exemplars(state, desk, RIVALS, found);
    along(chapter, state, desk, contest.filter(|_| chapter.settings.along), shown);
    let size =
        aimed.and(desk.answer::<GrowPicture>(FRONT)).map(|answer| [answer.value.pictures.height, answer.value.pictures.width]);
    let folder = state.folder.as_ref();
    let spectrum = folder.zip(size).map(|(folder, size)| SpectrumOf { folder: folder.id, size });
    desk.ask(Seat::ONE, spectrum, || folder.cloned().filter(|_| shown));
}

/// Asks which pictures lie furthest along a random direction; another seed is another direction.
fn along(chapter: &Visualise, state: &State, desk: &mut Desk, contest: Option<Contest>, shown: bool) {
    let of = contest.and_then(|contest| Some(strongest_of(desk, contest.layer)?.question.clone()));
    let question = of.map(|of| FurthestIn { of, seed: chapter.settings.seed });
    desk.ask(Seat::ONE, question, || Some((state.model.clone()?, state.folder.clone()?)).filter(|_| shown));
    let found = desk.fresh::<FurthestIn>(Seat::ONE);
    let found = found.map(|answer| (answer.question.of.clone(), answer.value.kept.clone()));
    ask_exemplars(state, desk, ALONG, found);
}
