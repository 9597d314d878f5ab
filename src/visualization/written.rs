//! Goals as people write them: `flower`, `p(flower)`, `block4:17`, `block4:17@middle`, `block4`, `2 * conv3:1 - conv3:5`,
//! `conv3:1 .. conv3:5`.
//!
//! Signs stand between spaces, since labels hold hyphens. It knows models by their layers and classes.

use super::{Error, Goal, Objective, Result};
use crate::{
    network::{Channel, NodeId, Target},
    zoo::{self, Model},
};

/// The middle position, in writing.
const MIDDLE: &str = "@middle";

impl Goal {
    /// Reads a goal: targets as everywhere, a layer's name for all of it, `p(CLASS)` for a probability, `@middle` for the unit in
    /// the middle of a canvas; weights (`0.5 * ...`), sums and differences, or two with `..` between for a row of pictures from
    /// one to the other.
    ///
    /// # Errors
    /// What does not exist, in one sentence.
    ///
    /// ```
    /// use convscope::visualization::{Goal, Objective};
    ///
    /// let model = convscope::zoo::default_model()?;
    /// let goal = Goal::read("conv1:3 - 0.5 * conv1:7", &model)?;
    /// assert_eq!(goal.0.len(), 2);
    /// assert_eq!(goal.write(&model), "conv1:3 - 0.5 * conv1:7");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read(text: &str, model: &Model) -> Result<Self> {
        if let Some((from, to)) = text.split_once(" .. ") {
            let (from, to) = (objective(from, model)?, objective(to, model)?);
            return Ok(Objective::Interpolation(Box::new(from), Box::new(to)).into());
        }
        let mut terms = Vec::new();
        let mut rest = text.trim();
        let mut sign = 1.0;
        if let Some(negative) = rest.strip_prefix("- ").or_else(|| rest.strip_prefix('-').filter(|rest| !rest.starts_with(' '))) {
            (rest, sign) = (negative, -1.0);
        }
        loop {
            let next = [(" + ", 1.0), (" - ", -1.0)]
                .into_iter()
                .filter_map(|(mark, next)| Some((rest.find(mark)?, next)))
                .min_by_key(|(at, _)| *at);
            let (term, after) = match next {
                Some((at, next)) => (&rest[..at], Some((&rest[at + 3..], next))),
                None => (rest, None),
            };
            let (weight, name) = match term.split_once('*') {
                Some((weight, name)) if weight.trim().parse::<f64>().is_ok_and(f64::is_finite) => {
                    (weight.trim().parse().unwrap_or(1.0), name)
                }
                _ => (1.0, term),
            };
            terms.push((sign * weight, objective(name, model)?));
            match after {
                Some((after, next)) => (rest, sign) = (after, next),
                None => return Ok(Self(terms)),
            }
        }
    }

    /// Writes it so that [`Self::read`] reads it; what has no written form ("like a picture") is named by its layer.
    pub fn write(&self, model: &Model) -> String {
        let mut text = String::new();
        for (index, (weight, objective)) in self.0.iter().enumerate() {
            let size = weight.abs();
            match (index, *weight < 0.0) {
                (0, false) => {}
                (0, true) => text += "-",
                (_, false) => text += " + ",
                (_, true) => text += " - ",
            }
            if size != 1.0 {
                text += &format!("{size} * ");
            }
            text += &written(objective, model);
        }
        text
    }
}

fn written(objective: &Objective, model: &Model) -> String {
    let layer = |id: NodeId| model.network.node(id).name.clone();
    match objective {
        Objective::Channel(id, channel) => format!("{}:{channel}", layer(*id)),
        Objective::Unit(id, channel, None) => format!("{}:{channel}{MIDDLE}", layer(*id)),
        Objective::Unit(id, channel, Some([y, x])) => format!("{}:{channel}@{y},{x}", layer(*id)),
        Objective::Class(class) => model.describe(&Target::Class(*class)),
        Objective::Probability(class) => format!("p({})", model.describe(&Target::Class(*class))),
        Objective::Interpolation(from, to) => format!("{} .. {}", written(from, model), written(to, model)),
        Objective::Layer(id) | Objective::Diversity(id) | Objective::Alignment(id) | Objective::Direction { layer: id, .. } => {
            layer(*id)
        }
        Objective::Inversion(reference)
        | Objective::Caricature(reference, _)
        | Objective::Guide(reference)
        | Objective::Style(reference) => layer(reference.layer),
    }
}

fn no_such(text: &str) -> Error {
    zoo::Error::NoSuchTarget { text: text.to_owned() }.into()
}

/// One objective.
fn objective(text: &str, model: &Model) -> Result<Objective> {
    let text = text.trim();
    if let Some(class) = text.strip_prefix("p(").and_then(|rest| rest.strip_suffix(')')) {
        return Ok(Objective::Probability(model.class(class).or_else(|error| match model.target(class) {
            Ok(Target::Class(class)) => Ok(class),
            _ => Err(error),
        })?));
    }
    if let Some(unit) = text.strip_suffix(MIDDLE) {
        return match model.target(unit)? {
            Target::Channel { layer, channel } | Target::Position { layer, channel, .. } => {
                Ok(Objective::Unit(layer, channel, None))
            }
            Target::Class(class) => Ok(Objective::Class(class)),
            Target::Difference { .. } => Err(no_such(unit)),
        };
    }
    match model.target(text) {
        Ok(target) => {
            let layer = target.layer(&model.network);
            let values = model.network.node(layer).shape.len();
            if !matches!(values, 2 | 4) {
                let node = model.network.node(layer);
                return Err(Error::NoChannels { layer: node.name.clone(), shape: node.shape.clone() });
            }
            Ok(flat(&Objective::of(&target).ok_or_else(|| no_such(text))?, model))
        }
        Err(error) => match model.network.find(text) {
            Ok(layer) => Ok(Objective::Layer(layer)),
            Err(_) => Err(error.into()),
        },
    }
}

/// A channel of a layer without maps is its number, which a class score is too.
fn flat(objective: &Objective, model: &Model) -> Objective {
    match *objective {
        Objective::Channel(layer, Channel(channel)) if layer == model.network.scores() => {
            Objective::Class(crate::network::Class(channel))
        }
        _ => objective.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let model = crate::zoo::default_model().unwrap();
        for text in [
            "flower",
            "p(flower)",
            "conv1:3",
            "conv1:3@2,5",
            "conv1:3@middle",
            "block3.relu",
            "-conv1:3",
            "conv1:3 + conv1:4 - 0.25 * conv1:5",
            "conv1:3 .. conv1:4",
        ] {
            assert_eq!(Goal::read(text, &model).unwrap().write(&model), text, "{text}");
        }
        assert_eq!(Goal::read("2*conv1:3", &model).unwrap().0[0].0, 2.0);
    }

    #[test]
    fn what_does_not_exist_is_said() {
        let model = crate::zoo::default_model().unwrap();
        for (text, expected) in [
            ("no such thing", "no class is called"),
            ("conv1:900", "no channel 900"),
            ("p(nothing)", "no class is called"),
            ("conv1:3 + nowhere:1", "no layer"),
        ] {
            let sentence = Goal::read(text, &model).unwrap_err().to_string();
            assert!(sentence.contains(expected), "{text}: {sentence}");
        }
    }
}
