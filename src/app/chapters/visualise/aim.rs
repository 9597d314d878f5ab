//! What is to become large, from what is selected and what the person aims at; which recipes can do that.

use super::{
    command::{Aim, Settings},
    work::Wanted,
};
use crate::{
    app::{open::Loaded, sight::Sight},
    network::{Channel, NodeId},
    visualization::{Goal, Needs, Objective, PRESETS, Preset},
    words::{Phrase, visualise as say},
};

/// Recipes for what is about the open picture, unless another one of their kind is chosen.
const DREAMS: [&str; 3] = ["deepdream", "laplacian", "lucid"];
const INVERSIONS: [&str; 3] = ["mahendran", "mahendran-2016", "lucid"];

/// What is to become large, and what it is called.
pub struct Aimed {
    /// In the network's terms.
    pub wanted: Wanted,
    /// For people: "block5 : 12", "flower".
    pub name: Phrase,
}

/// Why there is nothing to grow towards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// No network is open.
    Model,
    /// No layer is selected, or one without channels.
    Channels,
    /// No picture is open.
    Picture,
    /// The network has no class to speak of.
    Class,
    /// No second picture is chosen.
    Second,
}

/// What is to become large.
///
/// # Errors
/// What is missing.
pub fn aimed(settings: &Settings, sight: Sight<'_>) -> Result<Aimed, Lack> {
    let loaded = sight.state.model.as_ref().ok_or(Lack::Model)?;
    if settings.aim.needs_picture() && sight.state.selection.picture.is_none() {
        return Err(Lack::Picture);
    }
    if settings.aim.needs_second() && settings.second_picture.is_none() {
        return Err(Lack::Second);
    }
    if settings.aim == Aim::Class {
        let class = sight.class().ok_or(Lack::Class)?;
        return Ok(Aimed { wanted: Wanted::Goal(Objective::Class(class).into()), name: sight.class_name(class) });
    }
    let layer = sight.state.selection.layer.filter(|&layer| has_channels(loaded, layer)).ok_or(Lack::Channels)?;
    let title = loaded.title(layer).to_owned();
    let of_layer = match settings.aim {
        Aim::Layer | Aim::Dream => Some(Wanted::Goal(Objective::Layer(layer).into())),
        Aim::Left => Some(Wanted::Left(layer)),
        Aim::Caricature => Some(Wanted::Caricature(layer)),
        Aim::Guide => Some(Wanted::Guide(layer)),
        Aim::Style => Some(Wanted::Style(layer)),
        _ => None,
    };
    if let Some(wanted) = of_layer {
        return Ok(Aimed { wanted, name: Phrase::verbatim(title) });
    }
    let channel = sight.unit().map_or(Channel(0), |unit| unit.channel);
    let name = Phrase::verbatim(format!("{title} : {channel}"));
    if settings.aim == Aim::Direction {
        return Ok(Aimed { wanted: Wanted::Direction(layer, channel), name: say::direction_at(title) });
    }
    let one = |channel: Channel| single(loaded, layer, channel, settings.aim);
    if settings.aim.is_of_two() {
        let channels = loaded.map_shape(layer).map_or(1, |[channels, ..]| channels);
        let second = Channel(settings.second.min(channels - 1));
        let (goal, sign) = match settings.aim {
            Aim::Between => (Objective::Interpolation(Box::new(one(channel)), Box::new(one(second))).into(), ".."),
            _ => (Goal(vec![(1.0, one(channel)), (settings.weight, one(second))]), "+"),
        };
        let name = Phrase::verbatim(format!("{title} : {channel} {sign} {second}"));
        return Ok(Aimed { wanted: Wanted::Goal(goal), name });
    }
    let name = if loaded.is_scores(layer) { sight.class_name(crate::network::Class(channel.index())) } else { name };
    Ok(Aimed { wanted: Wanted::Goal(one(channel).into()), name })
}

/// One channel of a layer, or its unit in the middle.
pub fn single(loaded: &Loaded, layer: NodeId, channel: Channel, aim: Aim) -> Objective {
    let has_maps = loaded.map_shape(layer).is_some_and(|[_, rows, columns]| rows * columns > 1);
    match aim {
        _ if loaded.is_scores(layer) => Objective::Class(crate::network::Class(channel.index())),
        Aim::Unit if has_maps => Objective::Unit(layer, channel, None),
        _ => Objective::Channel(layer, channel),
    }
}

/// Whether a layer is something that pictures can excite.
fn has_channels(loaded: &Loaded, layer: NodeId) -> bool {
    let network = loaded.engine.network();
    layer != network.input() && matches!(network.node(layer).shape.len(), 2 | 4)
}

/// Whether a recipe can do what is aimed at.
pub fn suits(preset: &Preset, aim: Aim) -> bool {
    match preset.needs {
        Needs::Nothing => true,
        Needs::Picture => aim.needs_picture(),
        Needs::Class | Needs::PictureAndClass => aim == Aim::Class,
        Needs::Generator => !aim.needs_picture(),
    }
}

/// Whether a recipe looks at the open picture.
pub fn needs_picture(preset: &Preset, aim: Aim) -> bool {
    aim.needs_picture() || preset.needs == Needs::PictureAndClass
}

/// The recipe that is carried out: the chosen one, or where that cannot do what is aimed at, one that can.
pub fn preset(settings: &Settings) -> &'static Preset {
    let usual: &[&str] = match settings.aim {
        Aim::Dream | Aim::Guide => &DREAMS,
        Aim::Left => &INVERSIONS,
        _ => &["lucid"],
    };
    let chosen = PRESETS.find(&settings.recipe).ok().filter(|preset| suits(preset, settings.aim));
    let has_own = settings.aim.dreams() || settings.aim == Aim::Left;
    let chosen = chosen.filter(|preset| !has_own || usual.contains(&preset.id));
    let other = || usual.iter().find_map(|id| PRESETS.find(id).ok());
    chosen.or_else(other).unwrap_or(&PRESETS.all()[0])
}
