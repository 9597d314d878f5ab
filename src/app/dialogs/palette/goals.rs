//! What the palette finds: everything that can be gone to, shown or set, fuzzily by its name or by the command that is written
//! for it. Knows nothing of how it is painted.

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{AtomKind, CaseMatching, Normalization, Pattern},
};

use crate::{
    app::{
        command::{ClassName, Command, Leads, forms},
        link::SCHEME,
        say::Say,
        view::View,
    },
    data::ItemId,
    network::{Channel, Class},
    units::Unit,
    words::{Phrase, frame},
};

/// Most matches shown.
const SHOWN: usize = 60;

/// Most pictures of a folder that are looked through.
const PICTURES: usize = 5000;

/// What is gone to. Where two match equally well, the earlier kind stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A command as it was typed, or a link.
    Written,
    /// A unit.
    Unit,
    /// A layer.
    Layer,
    /// A command of a menu.
    Command,
    /// A method.
    Method,
    /// A class.
    Class,
    /// A picture of the folder, or one that ships.
    Picture,
    /// Something that can be set of a method.
    Parameter,
    /// A model opened lately.
    RecentModel,
    /// A picture opened lately.
    RecentPicture,
    /// A command that is still to be typed to its end.
    Form,
}

impl Kind {
    /// What it is called.
    pub const fn name(self) -> Phrase {
        match self {
            Self::Written | Self::Form => frame::KIND_WRITTEN,
            Self::Unit => frame::KIND_UNIT,
            Self::Layer => frame::KIND_LAYER,
            Self::Command => frame::KIND_COMMAND,
            Self::Method => frame::KIND_METHOD,
            Self::Class => frame::KIND_CLASS,
            Self::Picture => frame::KIND_PICTURE,
            Self::Parameter => frame::KIND_PARAMETER,
            Self::RecentModel => frame::KIND_RECENT_MODEL,
            Self::RecentPicture => frame::KIND_RECENT_PICTURE,
        }
    }
}

/// Something to go to.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// What it is called.
    pub name: String,
    /// What it does, in a sentence; may be empty.
    pub about: String,
    /// What kind of thing it is.
    pub kind: Kind,
    /// The key that does the same; may be empty.
    pub key: String,
    /// What choosing it does.
    pub leads: Leads,
}

impl Goal {
    fn new(name: String, kind: Kind, command: Command) -> Self {
        Self { name, about: String::new(), kind, key: String::new(), leads: Leads::To(vec![command]) }
    }
}

/// Finds by typed text.
struct Search {
    pattern: Pattern,
    matcher: Matcher,
}

impl Search {
    fn new(text: &str) -> Self {
        let pattern = Pattern::new(text.trim(), CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
        Self { pattern, matcher: Matcher::new(Config::DEFAULT) }
    }

    /// How well a text matches, higher is better; `None` if it does not.
    fn score(&mut self, text: &str) -> Option<u32> {
        self.pattern.score(Utf32Str::new(text, &mut Vec::new()), &mut self.matcher)
    }

    /// How well a goal matches by its name, else by how it is written, else, word by word, by its sentence.
    fn rate(&mut self, goal: &Goal, text: &str) -> Option<u32> {
        let written = match &goal.leads {
            Leads::To(commands) => commands.last().map(ToString::to_string).unwrap_or_default(),
            Leads::On(text) => text.clone(),
        };
        let mentions = || text.split_whitespace().all(|word| goal.about.to_lowercase().contains(&word.to_lowercase()));
        let by_name = self.score(&goal.name).map(|score| 2 * score + 2);
        by_name.or_else(|| self.score(&written).map(|score| score + 1)).or_else(|| mentions().then_some(0))
    }
}

/// Everything that matches what is typed, the best first.
pub fn goals(view: &View<'_>, text: &str, ctx: &egui::Context) -> Vec<Goal> {
    let mut search = Search::new(text);
    let is_typed = !text.trim().is_empty();
    let mut found: Vec<(u32, Goal)> = exact(view, text, ctx).into_iter().map(|goal| (u32::MAX, goal)).collect();
    let others = commands(view, ctx).chain(layers(view)).chain(recent(view));
    // Thousands of classes and pictures are no list to read.
    let many = is_typed.then(|| suggested(view, ctx).chain(classes(view, ctx)).chain(pictures(view, ctx)).chain(written(ctx)));
    for goal in others.chain(many.into_iter().flatten()) {
        if let Some(score) = search.rate(&goal, text) {
            found.push((score, goal));
        }
    }
    found.sort_by_key(|(score, goal)| (std::cmp::Reverse(*score), goal.kind));
    found.truncate(SHOWN);
    found.into_iter().map(|(_, goal)| goal).collect()
}

/// What the text itself is: a command, a link, a unit.
fn exact(view: &View<'_>, text: &str, ctx: &egui::Context) -> Vec<Goal> {
    let typed = text.trim();
    let link = typed.starts_with(SCHEME).then(|| typed.parse().ok().map(Command::Follow)).flatten();
    // A word alone is found among the menus' commands, with its sentence.
    let command = || typed.parse::<Command>().ok().filter(|_| typed.contains(char::is_whitespace));
    let about = if link.is_some() { frame::FOLLOW_LINK } else { frame::DO_AS_WRITTEN };
    let itself = link
        .or_else(command)
        .map(|command| Goal { about: ctx.say(about), ..Goal::new(typed.to_owned(), Kind::Written, command) });
    itself.into_iter().chain(unit(view, typed)).collect()
}

fn commands(view: &View<'_>, ctx: &egui::Context) -> impl Iterator<Item = Goal> {
    view.entries.iter().map(|entry| Goal {
        about: ctx.say(&entry.about),
        key: entry.key_text(ctx),
        ..Goal::new(ctx.say(&entry.name), Kind::Command, entry.command.clone())
    })
}

fn layers(view: &View<'_>) -> impl Iterator<Item = Goal> {
    let loaded = view.state.model.as_ref();
    loaded.into_iter().flat_map(|loaded| {
        loaded.rows.iter().map(|row| {
            let about = row.shape.clone();
            let layer = Command::Layer(loaded.name(row.layer.node));
            Goal { about, ..Goal::new(row.layer.title.clone(), Kind::Layer, layer) }
        })
    })
}

fn recent(view: &View<'_>) -> impl Iterator<Item = Goal> {
    let settings = &view.state.settings;
    let lists = [(&settings.recent_models, Kind::RecentModel), (&settings.recent_pictures, Kind::RecentPicture)];
    lists.into_iter().flat_map(|(list, kind)| {
        list.iter().map(move |path| {
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            Goal { about: path.display().to_string(), ..Goal::new(name, kind, Command::Open(path.clone())) }
        })
    })
}

fn suggested(view: &View<'_>, ctx: &egui::Context) -> impl Iterator<Item = Goal> {
    view.suggestions.iter().map(|suggestion| Goal {
        name: ctx.say(&suggestion.name),
        about: ctx.say(&suggestion.about),
        kind: if suggestion.is_parameter { Kind::Parameter } else { Kind::Method },
        key: String::new(),
        leads: suggestion.leads.clone(),
    })
}

fn classes(view: &View<'_>, ctx: &egui::Context) -> impl Iterator<Item = Goal> {
    let loaded = view.state.model.as_ref();
    loaded.into_iter().flat_map(|loaded| {
        loaded
            .classes
            .iter()
            .enumerate()
            .map(|(class, name)| Goal::new(ctx.say(name), Kind::Class, Command::Class(ClassName::Number(Class(class)))))
    })
}

fn pictures(view: &View<'_>, ctx: &egui::Context) -> impl Iterator<Item = Goal> {
    let samples = view.state.samples;
    let shipped = (0..samples.count()).map(move |number| (samples.name(number), Command::Sample(number)));
    let folder = view.state.folder.as_ref();
    let of_folder = folder.into_iter().flat_map(|folder| {
        let items = (0..folder.dataset.len().min(PICTURES)).map(ItemId);
        items.filter_map(|item| Some((Phrase::verbatim(&folder.dataset.item(item)?.name), Command::Item(item, None))))
    });
    shipped.chain(of_folder).map(|(name, command)| Goal::new(ctx.say(&name), Kind::Picture, command))
}

/// The words of commands that take something.
fn written(ctx: &egui::Context) -> impl Iterator<Item = Goal> {
    let about = ctx.say(frame::TYPE_ON);
    forms().into_iter().filter(|form| !form.takes.is_empty() && form.takes != "[PATH]").map(move |form| Goal {
        name: format!("{} {}", form.word, form.takes),
        about: about.clone(),
        kind: Kind::Form,
        key: String::new(),
        leads: Leads::On(format!("{} ", form.word)),
    })
}

/// `conv3:114`, `conv3:114@5,20`, or `:114` and `114` in the selected layer.
fn unit(view: &View<'_>, text: &str) -> Option<Goal> {
    let loaded = view.state.model.as_ref()?;
    let (layer, rest) = match text.rsplit_once(':') {
        Some(("", rest)) => (view.state.selection.layer?, rest),
        Some((name, rest)) => (loaded.listed(loaded.engine.network().find(name.trim()).ok()?), rest),
        None => (view.state.selection.layer?, text),
    };
    let (channel, position) = rest.split_once('@').map_or((rest, None), |(channel, position)| (channel, Some(position)));
    let channel: usize = channel.trim().parse().ok()?;
    let position = match position {
        None => None,
        Some(position) => {
            let (y, x) = position.split_once(',')?;
            Some([y.trim().parse().ok()?, x.trim().parse().ok()?])
        }
    };
    let [channels, height, width] = loaded.map_shape(layer)?;
    let inside = channel < channels && position.is_none_or(|[y, x]: [usize; 2]| y < height && x < width);
    inside.then(|| {
        let command = Command::LayerUnit(loaded.name(layer), Unit { channel: Channel(channel), position });
        Goal::new(format!("{} : {rest}", loaded.title(layer)), Kind::Unit, command)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best<'a>(text: &str, names: &[&'a str]) -> Option<&'a str> {
        let mut search = Search::new(text);
        let goal = |name: &str| Goal::new(name.to_owned(), Kind::Layer, Command::Layer(name.to_owned().into()));
        let rated = names.iter().filter_map(|name| Some((search.rate(&goal(name), text)?, *name)));
        rated.max_by_key(|(score, _)| *score).map(|(_, name)| name)
    }

    #[test]
    fn letters_in_their_order_are_enough_and_whole_words_win() {
        let names = ["stage1.conv1", "stage2.conv1", "stage2.pool", "classifier"];
        assert_eq!(best("s2c1", &names), Some("stage2.conv1"));
        assert_eq!(best("pool", &names), Some("stage2.pool"));
        assert_eq!(best("conv stage1", &names), Some("stage1.conv1"));
        assert_eq!(best("clsf", &names), Some("classifier"));
        assert_eq!(best("xyz", &names), None);
        assert_eq!(best("layer pool", &names), Some("stage2.pool"), "as it is written");
    }
}
