//! The pictures of the open folder that excite a channel most, and what of them its strongest position sees.

use std::sync::Arc;

use crate::{
    app::{
        desk::{About, Answer, Conduct, Desk, Question, Reporter, Seat},
        ids::{FolderId, ModelId},
        open::{Folder, Loaded},
        sight::Sight,
        state::State,
        tiles::Tiles,
    },
    control::Cancelled,
    data::ItemId,
    figures::Sheet,
    methods::{Pass, PassError},
    network::NodeId,
    picture::{Picture, Preprocessing},
    units::{By, Excitation, Strongest, field_crop, strongest},
    words::{Phrase, frame},
};

/// Side of a cut-out in pixels.
const SIDE: usize = 112;
/// Strongest pictures that are shown.
const SHOWN: usize = 8;

/// Where a chapter asks about another layer than the selected one.
pub const ELSEWHERE: Seat = Seat::named("elsewhere");

/// Which pictures of a folder excite each channel of a layer most?
#[derive(Clone, Debug, PartialEq)]
pub struct StrongestIn {
    /// The network.
    pub model: ModelId,
    /// The folder.
    pub folder: FolderId,
    /// How its pictures are prepared.
    pub preprocessing: Preprocessing,
    /// The layer.
    pub layer: NodeId,
}

impl Question for StrongestIn {
    type Answer = Strongest;
    type Given = (Arc<Loaded>, Arc<Folder>);
    type Error = PassError;

    const CONDUCT: Conduct = Conduct::BACKGROUND;

    fn title(&self, (loaded, folder): &Self::Given) -> Phrase {
        frame::looking_for_strongest(folder.title.clone(), loaded.title(self.layer))
    }

    fn about(&self) -> About {
        About { model: Some(self.model), folder: Some(self.folder) }
    }

    fn work(&self, (loaded, folder): Self::Given, reporter: &Reporter<'_, Strongest>) -> Result<Strongest, PassError> {
        let pass = Pass { engine: &loaded.engine, preprocessing: &self.preprocessing, dataset: &folder.dataset };
        let mut observer = |found: &Strongest| reporter.partial(|| found.clone());
        strongest(pass, self.layer, reporter.control(), &mut observer)
    }

    fn bytes(answer: &Strongest) -> usize {
        answer.bytes()
    }
}

/// What do the strongest positions of a channel see?
#[derive(Clone, Debug, PartialEq)]
pub struct ExemplarsOf {
    /// Where they were found.
    pub of: StrongestIn,
    /// Pictures of the folder and positions: item, row, column.
    pub places: Vec<(ItemId, [usize; 2])>,
}

/// Cut-outs of the strongest pictures of one channel.
#[derive(Clone, Debug)]
pub struct Exemplars {
    /// One tile each.
    pub tiles: Tiles,
    /// Which pictures, how strong, where.
    pub excitations: Vec<Excitation>,
}

impl Question for ExemplarsOf {
    type Answer = Exemplars;
    type Given = (Arc<Loaded>, Arc<Folder>, Vec<Excitation>);
    type Error = Cancelled;

    fn title(&self, _: &Self::Given) -> Phrase {
        frame::CUTTING_OUT
    }

    fn about(&self) -> About {
        self.of.about()
    }

    fn rank(&self, _: &Self::Given) -> u32 {
        1
    }

    /// A picture that cannot be read is left out.
    fn work(
        &self,
        (loaded, folder, excitations): Self::Given,
        reporter: &Reporter<'_, Exemplars>,
    ) -> Result<Exemplars, Cancelled> {
        let (mut shown, mut crops) = (Vec::new(), Vec::new());
        for excitation in excitations {
            reporter.control().check()?;
            if let Ok(picture) = folder.dataset.picture(excitation.item) {
                let (network, position) = (loaded.engine.network(), excitation.position());
                let crop: Picture = field_crop(network, &self.of.preprocessing, &picture, self.of.layer, position);
                shown.push(excitation);
                crops.push(Some(crop));
            }
        }
        Ok(Exemplars { tiles: Tiles::new(&Sheet::of_pictures(&crops, SIDE)), excitations: shown })
    }
}

pub(super) fn ask(state: &State, desk: &mut Desk) {
    let layer = selected(state);
    // The pass waits until the picture in front of the person is answered.
    let answered = super::pass(desk).is_some();
    ask_strongest(state, desk, Seat::ONE, layer, answered);
    let unit = Sight { state, desk }.unit();
    let found = desk.fresh::<StrongestIn>(Seat::ONE).zip(unit).map(|(answer, unit)| {
        let excitations = answer.value.channel(unit.channel, By::Maximum);
        (answer.question.clone(), excitations.to_vec())
    });
    ask_exemplars(state, desk, Seat::ONE, found);
}

/// The selected layer, if it has maps: its strongest pictures are looked for wherever one is in the window.
fn selected(state: &State) -> Option<NodeId> {
    let (loaded, layer) = (state.model.as_ref()?, state.selection.layer?);
    loaded.map_shape(layer).map(|_| layer)
}

fn ask_strongest(state: &State, desk: &mut Desk, seat: Seat, layer: Option<NodeId>, starts: bool) {
    let question = || {
        let (loaded, folder) = (state.model.as_ref()?, state.folder.as_ref()?);
        let preprocessing = state.preprocessing.clone()?;
        Some(StrongestIn { model: loaded.id, folder: folder.id, preprocessing, layer: layer? })
    };
    let given = || {
        let (loaded, folder) = (state.model.clone()?, state.folder.clone()?);
        // The pictures that ship say nothing about a network that somebody brought along.
        (!folder.is_shipped() || loaded.path.is_none()).then_some((loaded, folder))
    };
    desk.ask(seat, question(), || given().filter(|_| starts));
}

/// For a chapter: the strongest pictures of a layer, by one more pass unless it is the selected one; it begins once `starts`.
pub fn ask_elsewhere(state: &State, desk: &mut Desk, layer: Option<NodeId>, starts: bool) {
    let layer = layer.filter(|_| layer != selected(state));
    ask_strongest(state, desk, ELSEWHERE, layer, starts);
}

/// The strongest pictures of a layer, where they are known by now.
pub fn strongest_of(desk: &Desk, layer: NodeId) -> Option<&Answer<StrongestIn>> {
    let answers = [Seat::ONE, ELSEWHERE].into_iter().filter_map(|seat| desk.fresh::<StrongestIn>(seat));
    answers.into_iter().find(|answer| answer.question.layer == layer)
}

/// Asks what the first few of these see.
pub fn ask_exemplars(state: &State, desk: &mut Desk, seat: Seat, found: Option<(StrongestIn, Vec<Excitation>)>) {
    let found = found.map(|(of, mut excitations)| {
        excitations.truncate(SHOWN);
        (of, excitations)
    });
    let question = found.as_ref().map(|(of, excitations)| ExemplarsOf {
        of: of.clone(),
        places: excitations.iter().map(|found| (found.item, found.position())).collect(),
    });
    desk.ask(seat, question, || Some((state.model.clone()?, state.folder.clone()?, found?.1)));
}
