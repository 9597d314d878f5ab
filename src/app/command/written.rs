//! Commands as text: `layer block2.conv1`, `unit :17@3,4`, `set occlusion window=32`. A command is one line, a word and what it
//! takes; what [`Display`](fmt::Display) writes, [`FromStr`] reads as the same command.

use std::{fmt, path::Path, str::FromStr};

use super::{ClassName, Command, Switch};
use crate::{
    app::{
        card::Group,
        chapters::{ChapterCommand, REQUESTS as OF_CHAPTERS},
        deed::{Form, json, points, quoted, unquoted, written_points},
        open::{PathRequest, REQUESTS},
        settings::{Colours, ThemeChoice},
    },
    data::{ItemId, world},
    network::Class,
    picture::{ColourMap, Preprocessing},
    units::Unit,
    words::{Language, Phrase, Words, frame},
};

/// Why a line is no command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misread {
    /// There is no such word.
    Unknown {
        /// The word.
        word: String,
        /// The one that looks most like it.
        nearest: &'static str,
    },
    /// What stands behind the word makes no sense.
    Wrong {
        /// How it is written.
        form: Form,
        /// What was written behind the word.
        given: String,
    },
}

impl Misread {
    /// In words.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Unknown { word, nearest } => frame::no_such_command(word, *nearest),
            Self::Wrong { form, given } if form.takes.is_empty() => frame::command_takes_nothing(form.word, given),
            Self::Wrong { form, given } if given.is_empty() => frame::command_takes(form.word, form.takes),
            Self::Wrong { form, given } => frame::command_takes_not(form.word, form.takes, given),
        }
    }
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Words::ENGLISH.say(&self.phrase()))
    }
}

impl std::error::Error for Misread {}

/// Commands that are a word alone.
static PLAIN: [(&str, Command); 37] = [
    ("open-path", Command::OpenPath),
    ("paste", Command::PastePicture),
    ("clear-drawing", Command::ClearDrawing),
    ("gallery", Command::Gallery),
    ("next-picture", Command::NextPicture),
    ("previous-picture", Command::PreviousPicture),
    ("copy-map", Command::CopyPicture),
    ("copy-name", Command::CopyName),
    ("copy-link", Command::CopyLink),
    ("take-as-it-is", Command::TakeAsItIs),
    ("leave-out", Command::LeaveOut),
    ("take-up", Command::TakeUp),
    ("start-anew", Command::StartAnew),
    ("quit", Command::Quit),
    ("larger-tiles", Command::LargerTiles),
    ("smaller-tiles", Command::SmallerTiles),
    ("edit-preprocessing", Command::EditPreprocessing),
    ("compare-preprocessings", Command::ComparePreprocessings),
    ("undo", Command::Undo),
    ("redo", Command::Redo),
    ("back", Command::Back),
    ("forward", Command::Forward),
    ("home", Command::Home),
    ("next-scene", Command::NextScene),
    ("previous-scene", Command::PreviousScene),
    ("end-scenes", Command::EndScenes),
    ("previous-layer", Command::PreviousLayer),
    ("next-layer", Command::NextLayer),
    ("previous-channel", Command::PreviousChannel),
    ("next-channel", Command::NextChannel),
    ("next-position", Command::NextPosition),
    ("next-class", Command::NextClass),
    ("palette", Command::Palette),
    ("keys", Command::Keys),
    ("about", Command::About),
    ("escape", Command::Escape),
    ("cancel-all", Command::CancelAll),
];

const fn form(word: &'static str, takes: &'static str) -> Form {
    Form { word, takes }
}

const SWITCH: &str = "[on|off]";

/// The window's own commands that take something.
pub static SHELL_FORMS: [Form; 22] = [
    form("open", "PATH"),
    form("model", "NAME|PATH"),
    form("sample", "NUMBER"),
    form("picture", "NAME|PATH"),
    form("world", "one-object|two-objects|shortcut"),
    form("item", "NUMBER [:CHANNEL[@Y,X]]"),
    form("draw", "X,Y X,Y …"),
    form("brush", "{\"brush\":WIDTH,\"colour\":[R,G,B],…}"),
    form("copy", "TEXT"),
    form("link", "convscope:MODEL/LAYER:CHANNEL@Y,X?chapter=NAME&…"),
    form("theme", "dark|light|system"),
    form("language", "en|ca|es|system"),
    form("colours", "MAP [contrast=NUMBER] [gamma=NUMBER]"),
    form("preprocess", "size=224,resize=256,order=rgb,…"),
    form("chapter", "NAME|DIGIT"),
    form("group", "look|why|learn"),
    form("scenes", "NAME|PATH"),
    form("scene", "NUMBER"),
    form("layer", "NAME"),
    form("unit", "[LAYER]:CHANNEL[@Y,X]"),
    form("class", "LABEL|NUMBER"),
    form("settings", "CHAPTER \"TOML\""),
];

/// Folding a block is written beside the others, apart from them because its word is rarely wanted.
const BLOCK: Form = form("block", "NAME");

/// A word and what it switches.
type Switched = (&'static str, fn(Switch) -> Command);

/// Commands that are a word and a switch.
static SWITCHED: [Switched; 9] = [
    ("pad", Command::Pad),
    ("numbers-beside", Command::NumbersBeside),
    ("stage", Command::Stage),
    ("left-column", Command::LeftColumn),
    ("right-column", Command::RightColumn),
    ("picture-section", Command::PictureSection),
    ("answer-section", Command::AnswerSection),
    ("black", Command::Black),
    ("presenter", Command::Presenter),
];

fn path(path: &Path) -> String {
    quoted(&path.to_string_lossy())
}

/// What stands behind a word that switches something.
const SWITCHES: [(Switch, &str); 3] = [(Switch::Toggle, ""), (Switch::On, " on"), (Switch::Off, " off")];

fn switch(text: &str) -> Option<Switch> {
    match text {
        "" => Some(Switch::Toggle),
        "on" => Some(Switch::On),
        "off" => Some(Switch::Off),
        _ => None,
    }
}

const WORLDS: [(&str, world::Kind); 3] =
    [("one-object", world::Kind::OneObject), ("two-objects", world::Kind::TwoObjects), ("shortcut", world::Kind::Shortcut)];
const THEMES: [(&str, ThemeChoice); 3] =
    [("dark", ThemeChoice::Dark), ("light", ThemeChoice::Light), ("system", ThemeChoice::System)];
const GROUPS: [(&str, Group); 3] = [("look", Group::Look), ("why", Group::Why), ("learn", Group::Learn)];
const MAPS: [ColourMap; 5] = [ColourMap::Magma, ColourMap::Viridis, ColourMap::Cividis, ColourMap::Grey, ColourMap::Jet];

/// The name of one of several.
fn name<T: Copy + PartialEq>(table: &[(&'static str, T)], value: T) -> &'static str {
    table.iter().find(|(_, known)| *known == value).map_or("", |(name, _)| name)
}

/// The one of several that is called so.
fn named<T: Copy>(table: &[(&'static str, T)], name: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((word, _)) = PLAIN.iter().find(|(_, command)| command == self) {
            return f.write_str(word);
        }
        for (word, make) in &SWITCHED {
            if let Some((_, behind)) = SWITCHES.iter().find(|(switch, _)| make(*switch) == *self) {
                return write!(f, "{word}{behind}");
            }
        }
        match self {
            Self::Ask(request) => f.write_str(request.id),
            Self::UsePath(request, at) => write!(f, "{} {}", request.id, path(at)),
            Self::Open(at) => write!(f, "open {}", path(at)),
            Self::Model(name) => write!(f, "model {}", quoted(name)),
            Self::Sample(number) => write!(f, "sample {number}"),
            Self::PictureNamed(name) => write!(f, "picture {}", quoted(name)),
            Self::World(kind) => write!(f, "world {}", name(&WORLDS, *kind)),
            Self::Item(item, None) => write!(f, "item {}", item.index()),
            Self::Item(item, Some(unit)) => write!(f, "item {} {unit}", item.index()),
            Self::Draw(points) => write!(f, "draw {}", written_points(points)),
            Self::Brush(settings) => write!(f, "brush {}", json(settings)),
            Self::CopyText(text) => write!(f, "copy {}", quoted(text)),
            Self::Follow(link) => write!(f, "link {link}"),
            Self::Theme(choice) => write!(f, "theme {}", name(&THEMES, *choice)),
            Self::Language(language) => write!(f, "language {}", language.map_or("system", Language::code)),
            Self::Colours(Colours { map, contrast, gamma }) => {
                write!(f, "colours {} contrast={contrast} gamma={gamma}", map.name())
            }
            Self::Preprocess(preprocessing) => write!(f, "preprocess {}", preprocessing.to_overrides()),
            Self::Chapter(name) => write!(f, "chapter {}", quoted(name)),
            Self::Group(group) => write!(f, "group {}", name(&GROUPS, *group)),
            Self::Of(command) => f.write_str(&command.written()),
            Self::Settings(chapter, text) => write!(f, "settings {chapter} {}", json(text)),
            Self::Scenes(name) => write!(f, "scenes {}", quoted(name)),
            Self::Scene(number) => write!(f, "scene {number}"),
            Self::Layer(name) => write!(f, "layer {}", quoted(name)),
            Self::Unit(unit) => write!(f, "unit {unit}"),
            Self::LayerUnit(layer, unit) => write!(f, "unit {layer}{unit}"),
            Self::ToggleBlock(name) => write!(f, "{} {}", BLOCK.word, quoted(name)),
            Self::Class(ClassName::Number(class)) => write!(f, "class {class}"),
            Self::Class(ClassName::Label(label)) => write!(f, "class {}", quoted(label)),
            // Those that are a word alone, or one that switches something, are written above.
            _ => Ok(()),
        }
    }
}

/// `LAYER:CHANNEL@Y,X`; the layer may be missing.
fn unit(text: &str) -> Option<(&str, Unit)> {
    let (layer, rest) = text.rsplit_once(':')?;
    Some((layer.trim(), format!(":{rest}").parse().ok()?))
}

fn colours(text: &str) -> Option<Colours> {
    let mut words = text.split_whitespace();
    let name = words.next()?;
    let mut colours = Colours { map: MAPS.into_iter().find(|map| map.name() == name)?, ..Colours::default() };
    for word in words {
        let (key, value) = word.split_once('=')?;
        let value = value.parse::<f32>().ok().filter(|value| value.is_finite() && *value > 0.0)?;
        match key {
            "contrast" => colours.contrast = value,
            "gamma" => colours.gamma = value,
            _ => return None,
        }
    }
    Some(colours)
}

/// A command that a path is asked for or given with.
fn with_path(request: PathRequest, rest: &str) -> Option<Command> {
    match rest {
        "" => Some(Command::Ask(request)),
        _ => Some(Command::UsePath(request, unquoted(rest)?.into())),
    }
}

/// One of the window's own commands that take something.
fn of_shell(word: &str, rest: &str) -> Option<Command> {
    let text = || unquoted(rest);
    Some(match word {
        "open" => Command::Open(text()?.into()),
        "model" => Command::Model(text()?.into()),
        "sample" => Command::Sample(rest.parse().ok()?),
        "picture" => Command::PictureNamed(text()?.into()),
        "link" => Command::Follow(rest.parse().ok()?),
        "settings" => {
            let (chapter, text) = rest.split_once(char::is_whitespace).unwrap_or((rest, "\"\""));
            Command::Settings((!chapter.is_empty()).then(|| chapter.to_owned())?.into(), unquoted(text)?)
        }
        "world" => Command::World(named(&WORLDS, rest)?),
        "item" => {
            let (number, unit) = rest.split_once(' ').map_or((rest, None), |(number, unit)| (number, Some(unit)));
            let unit = unit.map(|unit| unit.trim().parse::<Unit>()).transpose().ok()?;
            Command::Item(ItemId(number.parse().ok()?), unit)
        }
        "draw" => Command::Draw(points(rest)?),
        "brush" => Command::Brush(serde_json::from_str(rest).ok()?),
        "copy" => Command::CopyText(text()?),
        "theme" => Command::Theme(named(&THEMES, rest)?),
        "language" if rest == "system" => Command::Language(None),
        "language" => Command::Language(Some(Language::of(rest)?)),
        "colours" => Command::Colours(colours(rest)?),
        "preprocess" => Command::Preprocess(Preprocessing::imagenet().with_overrides(rest).ok().filter(|_| !rest.is_empty())?),
        "chapter" => Command::Chapter(text()?.into()),
        "group" => Command::Group(named(&GROUPS, rest)?),
        "scenes" => Command::Scenes(text()?.into()),
        "scene" => Command::Scene(rest.parse().ok()?),
        "layer" => Command::Layer(text()?.into()),
        "unit" => match unit(rest)? {
            ("", unit) => Command::Unit(unit),
            (layer, unit) => Command::LayerUnit(layer.to_owned().into(), unit),
        },
        "class" => Command::Class(match rest.parse() {
            Ok(number) => ClassName::Number(Class(number)),
            Err(_) => ClassName::Label(text()?),
        }),
        "block" => Command::ToggleBlock(text()?.into()),
        _ => return None,
    })
}

/// All commands as they are written: the window's, those that a path is given with, and the chapters'.
pub fn forms() -> Vec<Form> {
    let plain = PLAIN.iter().map(|(word, _)| form(word, ""));
    let paths = REQUESTS.iter().chain(OF_CHAPTERS.iter().copied().flatten()).map(|request| form(request.id, "[PATH]"));
    let switched = SWITCHED.iter().map(|(word, _)| form(word, SWITCH));
    let own = SHELL_FORMS.iter().copied().chain([BLOCK]);
    own.chain(switched).chain(plain).chain(paths).chain(ChapterCommand::forms()).collect()
}

impl FromStr for Command {
    type Err = Misread;

    fn from_str(line: &str) -> Result<Self, Misread> {
        let line = line.trim();
        let (word, rest) = line.split_once(char::is_whitespace).map_or((line, ""), |(word, rest)| (word, rest.trim()));
        let all = forms();
        let Some(form) = all.iter().find(|form| form.word == word) else {
            let likeness = |form: &&Form| (strsim::normalized_damerau_levenshtein(word, form.word) * 1e6) as u64;
            let nearest = all.iter().max_by_key(likeness).map_or("", |form| form.word);
            return Err(Misread::Unknown { word: word.to_owned(), nearest });
        };
        let wrong = || Misread::Wrong { form: *form, given: rest.to_owned() };
        if let Some((_, command)) = PLAIN.iter().find(|(plain, _)| *plain == word) {
            return if rest.is_empty() { Ok(command.clone()) } else { Err(wrong()) };
        }
        if let Some((_, make)) = SWITCHED.iter().find(|(switched, _)| *switched == word) {
            return switch(rest).map(*make).ok_or_else(wrong);
        }
        if let Some(request) = REQUESTS.iter().chain(OF_CHAPTERS.iter().copied().flatten()).find(|request| request.id == word) {
            return with_path(*request, rest).ok_or_else(wrong);
        }
        let read = of_shell(word, rest).or_else(|| ChapterCommand::read(word, rest).map(Command::Of));
        read.ok_or_else(wrong)
    }
}

#[cfg(test)]
#[path = "written_tests.rs"]
mod tests;
