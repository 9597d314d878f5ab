//! Following links: from the words of a [`Link`] to commands, as far as they are there.

use super::{
    App,
    command::{Command, Request, Signal},
    link::Link,
    open::{Loaded, OPEN_MODEL},
};
use crate::{words::frame, zoo::Shipped};

/// What a link may ask for, and when it is done: a link is followed without asking, so nothing in it writes a file or ends the
/// program.
const LEADS: [(&str, Place); 11] = [
    ("sample", Place::BeforeLayer),
    ("world", Place::BeforeLayer),
    ("gallery", Place::BeforeLayer),
    ("item", Place::BeforeLayer),
    ("picture", Place::BeforeLayer),
    ("preprocess", Place::BeforeLayer),
    ("class", Place::AfterLayer),
    ("colours", Place::AfterLayer),
    ("settings", Place::AfterLayer),
    ("show", Place::AfterLayer),
    ("chapter", Place::AfterLayer),
];

/// When a part of a link is done.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    BeforeLayer,
    Layer,
    AfterLayer,
}

/// The commands that lead where a link leads once its model is open, and the parts that no command is.
pub fn commands(link: &Link) -> (Vec<Command>, Vec<String>) {
    let mut known: Vec<(Place, Command)> = Vec::new();
    let mut unknown = Vec::new();
    for (word, rest) in &link.rest {
        let place = LEADS.iter().find(|(lead, _)| lead == word).map(|(_, place)| *place);
        match (place, format!("{word} {rest}").parse()) {
            (Some(place), Ok(command)) => known.push((place, command)),
            _ => unknown.push(if rest.is_empty() { word.clone() } else { format!("{word}={rest}") }),
        }
    }
    let layer = || link.layer.clone().into();
    match link.unit {
        _ if link.layer.is_empty() => (),
        Some(unit) => known.push((Place::Layer, Command::LayerUnit(layer(), unit))),
        None => known.push((Place::Layer, Command::Layer(layer()))),
    }
    known.sort_by_key(|(place, _)| *place);
    (known.into_iter().map(|(_, command)| command).collect(), unknown)
}

/// Whether a link means this model.
fn is_meant(link: &Link, loaded: &Loaded) -> bool {
    let of_file = loaded.path.as_ref().and_then(|path| path.file_name());
    let name = loaded.shipped.map_or_else(|| of_file.map(|name| name.to_string_lossy()), |name| Some(name.into()));
    name.is_some_and(|name| name == link.model) || loaded.model.name == link.model
}

impl App {
    /// Goes where a link leads, as far as it goes.
    pub(super) fn follow(&mut self, link: &Link) {
        let (commands, unknown) = commands(link);
        let is_open = self.state.model.as_ref().is_some_and(|loaded| is_meant(link, loaded));
        let called_so = |path: &&std::path::PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy() == link.model);
        let recent = self.state.settings.recent_models.iter().find(called_so);
        let model = match (Shipped::named(&link.model), recent) {
            _ if is_open || link.model.is_empty() => None,
            (Some(shipped), _) => Some(Command::Model(shipped.name.into())),
            (None, Some(path)) => Some(Command::UsePath(OPEN_MODEL, path.clone())),
            (None, None) => {
                self.state.say(frame::failed(frame::link_model(&link.model)), true);
                return;
            }
        };
        if self.script.is_done() {
            self.note_departure(model.is_some());
        }
        let ends = Signal::Followed(unknown, self.state.messages.len());
        let requests = model.into_iter().chain(commands).map(Request::from);
        self.script.begin_with(requests.chain([ends.into()]));
    }

    /// When a link has been followed: one sentence about what of it is not here.
    pub(super) fn say_how_far(&mut self, unknown: &[String], said: usize) {
        let (failed, others): (Vec<_>, Vec<_>) =
            self.state.messages.split_off(said.min(self.state.messages.len())).into_iter().partition(|message| message.is_error);
        self.state.messages.extend(others);
        let unknown = unknown.iter().map(frame::link_unknown);
        let problems = unknown.chain(failed.into_iter().map(|message| message.phrase)).reduce(frame::two_things);
        if let Some(problems) = problems {
            self.state.say(frame::link_partly(problems), true);
        }
    }

    /// Gives a chapter back what it remembers.
    pub(super) fn set_chapter(&mut self, name: &str, text: &str) {
        let Some(card) = self.known_chapter(name) else {
            self.state.say(frame::failed(frame::no_such_chapter(name)), true);
            return;
        };
        if let Some(chapter) = self.chapters.iter_mut().find(|chapter| chapter.card().id == card.id) {
            chapter.restore(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(link: &str) -> (Vec<String>, Vec<String>) {
        let (commands, unknown) = commands(&link.parse().unwrap());
        (commands.iter().map(ToString::to_string).collect(), unknown)
    }

    #[test]
    fn a_link_leads_to_its_picture_then_its_layer_then_the_rest() {
        let (commands, unknown) = read("convscope:googlenet/inception4c:447@7,7?chapter=maps&class=tabby&sample=3");
        assert_eq!(commands, ["sample 3", "unit inception4c:447@7,7", "chapter maps", "class tabby"]);
        assert_eq!(unknown, Vec::<String>::new());
    }

    #[test]
    fn what_would_do_more_than_lead_somewhere_is_not_done() {
        let (commands, unknown) = read("convscope:world?quit&save-picture=/tmp/x.png&chapter=filters&of-later=1");
        assert_eq!(commands, ["chapter filters"]);
        assert_eq!(unknown, ["quit", "save-picture=/tmp/x.png", "of-later=1"]);
    }
}
