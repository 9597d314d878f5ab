//! The text of a lecture.
//!
//! ```text
//! convscope-scenes 1
//! title en From pixels to “flower”
//! title ca Dels píxels a «flor»
//! model world
//!
//! scene
//! title en A picture is numbers
//! notes en The network is given three numbers for each pixel.
//! notes en A line more.
//! sample 0
//! ```
//!
//! A word a line: `title` and `notes` with a language, `scene` alone for the next scene, else a command. Commands before the
//! first scene come before those of every scene, so that each one is the same wherever the lecturer comes from. `#` begins a
//! remark. What a language lacks is said in English.

use std::{
    fmt,
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use crate::{
    app::command::{self, Command},
    words::{Language, Phrase, Words, scenes},
};

const NAME: &str = "convscope-scenes";

/// The format that is read; later ones are refused.
const VERSION: u32 = 1;

/// A text in the languages that it was written in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts(Vec<(Language, String)>);

impl Texts {
    /// In this language, else in English, else as it was written.
    pub fn say(&self, words: Words) -> &str {
        let of = |language: Language| self.0.iter().find(|(known, _)| *known == language);
        of(words.0).or_else(|| of(Language::English)).or(self.0.first()).map_or("", |(_, text)| text)
    }

    /// The languages that it was written in.
    pub fn languages(&self) -> impl Iterator<Item = Language> {
        self.0.iter().map(|(language, _)| *language)
    }

    fn add(&mut self, language: Language, line: &str) {
        match self.0.iter_mut().find(|(known, _)| *known == language) {
            Some((_, text)) => {
                text.push('\n');
                text.push_str(line);
            }
            None => self.0.push((language, line.to_owned())),
        }
    }
}

/// A view with what is said to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Its title.
    pub title: Texts,
    /// What the lecturer says, a line a paragraph.
    pub notes: Texts,
    /// What is done.
    pub commands: Vec<Command>,
}

/// A lecture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lecture {
    /// Its title.
    pub title: Texts,
    /// What is done before every scene.
    pub beginning: Vec<Command>,
    /// Its scenes; never none.
    pub scenes: Vec<Scene>,
}

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It does not begin as lectures do.
    Other,
    /// A later version wrote it.
    Later(u32),
    /// It has no scene.
    Empty,
    /// A line makes no sense: its number from 1, and why.
    Line(usize, Option<command::Misread>),
}

/// Why a file is no lecture.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It cannot be read.
    #[error("cannot read {path:?}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Its text is none of a lecture's.
    #[error("{}", Words::ENGLISH.say(&self.phrase()))]
    Text {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: Problem,
    },
}

impl Error {
    /// In words.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Unreadable { .. } => Phrase::verbatim(self.to_string()),
            Self::Text { path, problem } => {
                let file = path.display().to_string();
                match problem {
                    Problem::Other => scenes::other(file),
                    Problem::Later(version) => scenes::later(file, version.to_string()),
                    Problem::Empty => scenes::empty(file),
                    Problem::Line(line, problem) => {
                        let problem = problem.as_ref().map_or(scenes::NO_LINE, command::Misread::phrase);
                        scenes::line(file, line.to_string(), problem)
                    }
                }
            }
        }
    }
}

/// Whether a file is a lecture, by its first bytes.
pub fn is_lecture(path: &Path) -> bool {
    let mut head = [0; NAME.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok() && head == *NAME.as_bytes()
}

impl Lecture {
    /// Reads a file.
    ///
    /// # Errors
    /// One sentence that names file and line.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
        Self::read(&text).map_err(|problem| Error::Text { path: path.to_owned(), problem })
    }

    /// Reads a text.
    ///
    /// # Errors
    /// It is no lecture, one of a later version, or a line is wrong.
    pub fn read(text: &str) -> Result<Self, Problem> {
        let mut lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
        let (_, first) = lines.next().ok_or(Problem::Other)?;
        let version = first.strip_prefix(NAME).and_then(|rest| rest.trim().parse().ok()).ok_or(Problem::Other)?;
        if version > VERSION {
            return Err(Problem::Later(version));
        }
        let mut lecture = Self::default();
        for (number, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let (scene, nothing) = (lecture.scenes.last_mut(), Problem::Line(number, None));
            match (word, scene) {
                ("scene", _) if rest.is_empty() => lecture.scenes.push(Scene::default()),
                ("title", None) => add(&mut lecture.title, rest).ok_or(nothing)?,
                ("title", Some(scene)) => add(&mut scene.title, rest).ok_or(nothing)?,
                ("notes", Some(scene)) => add(&mut scene.notes, rest).ok_or(nothing)?,
                (_, scene) => {
                    let command: Command = line.parse().map_err(|problem| Problem::Line(number, Some(problem)))?;
                    if !belongs(&command) {
                        return Err(nothing);
                    }
                    scene.map_or(&mut lecture.beginning, |scene| &mut scene.commands).push(command);
                }
            }
        }
        if lecture.scenes.is_empty() { Err(Problem::Empty) } else { Ok(lecture) }
    }
}

fn add(texts: &mut Texts, text: &str) -> Option<()> {
    let (language, text) = text.split_once(char::is_whitespace)?;
    texts.add(Language::of(language)?, text.trim());
    Some(())
}

/// Whether a scene may do this: walking, ending and asking are the lecturer's.
fn belongs(command: &Command) -> bool {
    use Command as C;
    let is_walk = matches!(command, C::Scenes(_) | C::Scene(_) | C::NextScene | C::PreviousScene | C::Black(_) | C::EndScenes);
    let is_step = matches!(command, C::Undo | C::Redo | C::Back | C::Forward | C::Follow(_) | C::TakeUp | C::StartAnew);
    !(is_walk || is_step || matches!(command, C::Quit | C::Ask(_) | C::Presenter(_)))
}

impl fmt::Display for Lecture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn texts(f: &mut fmt::Formatter<'_>, word: &str, Texts(texts): &Texts) -> fmt::Result {
            for (language, text) in texts {
                for line in text.split('\n') {
                    writeln!(f, "{word} {} {line}", language.code())?;
                }
            }
            Ok(())
        }
        writeln!(f, "{NAME} {VERSION}")?;
        texts(f, "title", &self.title)?;
        self.beginning.iter().try_for_each(|command| writeln!(f, "{command}"))?;
        for scene in &self.scenes {
            writeln!(f, "\nscene")?;
            texts(f, "title", &scene.title)?;
            texts(f, "notes", &scene.notes)?;
            scene.commands.iter().try_for_each(|command| writeln!(f, "{command}"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng as _, seq::IndexedRandom as _};
    use rand_chacha::ChaCha8Rng;

    use super::*;

    fn texts(random: &mut ChaCha8Rng, lines: usize) -> Texts {
        let words = ["flor", "la «xarxa»", "¿qué ve?", "pixels", "# 3", "scene", "title en x"];
        let mut texts = Texts::default();
        for language in Language::ALL {
            let count = if random.random() { lines } else { 0 };
            (0..count).for_each(|_| texts.add(language, words.choose(random).unwrap()));
        }
        texts
    }

    fn commands(random: &mut ChaCha8Rng) -> Vec<Command> {
        let all = ["layer conv1", "sample 3", "settings filters \"zoom = 2.0\\n\"", "class flower", "chapter maps"];
        (0..random.random_range(0..4)).map(|_| all.choose(random).unwrap().parse().unwrap()).collect()
    }

    #[test]
    fn a_thousand_random_lectures_come_back() {
        let random = &mut ChaCha8Rng::seed_from_u64(3);
        for _ in 0..1000 {
            let (title, beginning) = (texts(random, 1), commands(random));
            let scene =
                |random: &mut ChaCha8Rng| Scene { title: texts(random, 1), notes: texts(random, 3), commands: commands(random) };
            let scenes = (0..random.random_range(1..5)).map(|_| scene(random)).collect();
            let lecture = Lecture { title, beginning, scenes };
            assert_eq!(Lecture::read(&lecture.to_string()), Ok(lecture));
        }
    }

    #[test]
    fn what_is_no_lecture_is_refused_with_file_and_line() {
        assert_eq!(Lecture::read("chapter filters\n"), Err(Problem::Other));
        assert_eq!(Lecture::read("convscope-scenes 9\n"), Err(Problem::Later(9)));
        assert_eq!(Lecture::read("convscope-scenes 1\nmodel world\n"), Err(Problem::Empty));
        for line in ["notes xx hello", "title", "quit", "scene 3", "next-scene", "save-picture"] {
            assert_eq!(Lecture::read(&format!("convscope-scenes 1\nscene\n{line}")), Err(Problem::Line(3, None)), "{line}");
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.scenes");
        std::fs::write(&path, "convscope-scenes 1\nscene\nlayr conv1\n").unwrap();
        assert!(is_lecture(&path));
        let sentence = Lecture::open(&path).unwrap_err().to_string();
        for part in ["a.scenes", "3", "layr", "layer"] {
            assert!(sentence.contains(part), "{sentence}");
        }
    }

    #[test]
    fn what_a_language_lacks_is_said_in_english() {
        let lecture = Lecture::read("convscope-scenes 1\nscene\ntitle en Cat\ntitle ca Gat\nnotes es Un gato\n").unwrap();
        let scene = &lecture.scenes[0];
        let said = [Language::English, Language::Catalan, Language::Spanish].map(|language| scene.title.say(Words(language)));
        assert_eq!(said, ["Cat", "Gat", "Cat"]);
        assert_eq!(scene.notes.say(Words(Language::Catalan)), "Un gato");
    }
}
