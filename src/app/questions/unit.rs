//! The selected unit: how its values are spread, what its position sees of the picture; and the paint of its map.

use std::sync::Arc;

use egui::ColorImage;

use super::{Forward, LayerMaps, pass};
use crate::{
    app::{
        desk::{About, Conduct, Desk, Question, Reporter, Seat, Stamp},
        open::{Loaded, Numbers},
        sight::Sight,
        state::State,
        tiles::pixels,
    },
    figures::{Bar, Figure, Look, Panel, unit_picture},
    network::{Channel, NodeId, ReceptiveField},
    picture::Picture,
    units::{Maps, Spread, Unit, field_box},
    words::{Phrase, frame},
};

/// What is known of a unit?
#[derive(Clone, Debug, PartialEq)]
pub struct UnitOf {
    /// The pass.
    pub pass: Forward,
    /// The layer.
    pub layer: NodeId,
    /// The unit.
    pub unit: Unit,
}

/// What is known of a unit.
#[derive(Clone, Debug)]
pub struct UnitView {
    /// The layer's maps.
    pub maps: Arc<Maps>,
    /// The position: the selected one, else the strongest.
    pub position: [usize; 2],
    /// Its value.
    pub value: f32,
    /// How the map's values are spread.
    pub spread: Spread,
    /// What the position sees, in the input's pixels; may lie outside.
    pub field: ReceptiveField,
    /// What it sees; black outside the input.
    pub crop: Arc<ColorImage>,
}

impl Question for UnitOf {
    type Answer = UnitView;
    type Given = (Arc<Loaded>, Arc<Picture>, Arc<Maps>);
    type Error = Phrase;

    fn title(&self, (loaded, ..): &Self::Given) -> Phrase {
        frame::reading(format!("{}{}", loaded.title(self.layer), self.unit))
    }

    fn about(&self) -> About {
        self.pass.about()
    }

    fn work(&self, (loaded, visible, maps): Self::Given, _: &Reporter<'_, UnitView>) -> Result<UnitView, Phrase> {
        let channel = self.unit.channel;
        let missing = || frame::no_such_channel(channel.to_string());
        let [_, height, width] = maps.shape;
        let values = maps.map(channel).ok_or_else(missing)?;
        let spread = Spread::of(values);
        let peak = maps.of_channel(channel).ok_or_else(missing)?.peak;
        let position = self.unit.position.filter(|[y, x]| *y < height && *x < width).unwrap_or(peak);
        let network = loaded.engine.network();
        let [left, top, columns, rows] = field_box(network, self.layer, position[0], position[1]);
        let crop = visible.cropped(left, top, columns.max(1) as usize, rows.max(1) as usize);
        Ok(UnitView {
            position,
            value: maps.value(channel, position).ok_or_else(missing)?,
            spread,
            field: network.receptive_field(self.layer, position[0], position[1]),
            crop: Arc::new(pixels(&crop)),
            maps,
        })
    }
}

/// How does its map look?
#[derive(Clone, Debug, PartialEq)]
pub struct UnitPaint {
    /// The layer's maps.
    pub maps: Stamp,
    /// The channel.
    pub channel: Channel,
    /// The colours.
    pub look: Look,
}

impl Question for UnitPaint {
    type Answer = (Arc<ColorImage>, Bar);
    type Given = Arc<Maps>;
    type Error = Phrase;

    const CONDUCT: Conduct = Conduct::PAINT;

    fn title(&self, _: &Arc<Maps>) -> Phrase {
        frame::PAINTING_UNIT
    }

    fn about(&self) -> About {
        self.maps.about
    }

    fn work(&self, maps: Arc<Maps>, _: &Reporter<'_, Self::Answer>) -> Result<Self::Answer, Phrase> {
        let painted = unit_picture(&maps, self.channel, &self.look);
        let (picture, bar) = painted.ok_or_else(|| frame::no_such_channel(self.channel.to_string()))?;
        Ok((Arc::new(pixels(&picture)), bar))
    }
}

/// The selected unit's map with its scale, as a figure, and its values.
pub fn unit_figure(sight: Sight<'_>) -> Option<(Figure, Numbers)> {
    let answer = sight.desk.fresh::<UnitOf>(Seat::ONE)?;
    let (maps, channel) = (&answer.value.maps, answer.question.unit.channel);
    let (picture, bar) = unit_picture(maps, channel, &sight.state.settings.colours.look(sight.state.dark))?;
    let title = frame::unit_of(sight.unit_name()?, &sight.state.model.as_ref()?.model.name, sight.picture_name());
    let notes = vec![frame::mean_of_map(answer.value.spread.mean)];
    let [_, height, width] = maps.shape;
    let numbers = Numbers::new(vec![height, width], Arc::new(maps.map(channel)?.to_vec()));
    Some((Figure::of(title, Panel { bar: Some(bar), notes, ..Panel::of_picture(picture) }), numbers))
}

pub(super) fn ask(state: &State, desk: &mut Desk) {
    let unit = Sight { state, desk }.unit();
    let maps = desk.fresh::<LayerMaps>(Seat::ONE);
    let maps = maps.map(|answer| (answer.question.clone(), answer.stamp, Arc::clone(&answer.value)));
    let visible = pass(desk).map(|answer| Arc::clone(&answer.value.visible));
    let question = maps.as_ref().zip(unit).map(|((of, ..), unit)| {
        let LayerMaps { pass, layer } = of.clone();
        UnitOf { pass, layer, unit }
    });
    let values = maps.as_ref().map(|(.., values)| Arc::clone(values));
    desk.ask(Seat::ONE, question, || Some((state.model.clone()?, visible?, values?)));
    let look = state.settings.colours.look(state.dark);
    let paint = maps.as_ref().zip(unit).map(|((_, maps, _), unit)| UnitPaint { maps: *maps, channel: unit.channel, look });
    desk.ask(Seat::ONE, paint, || maps.map(|(.., values)| values));
}
