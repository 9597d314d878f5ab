//! Commands that were written down: those of the command line and of script files, done one after the other as what they need
//! arrives.

use std::{collections::VecDeque, path::Path};

use super::{
    command::{Command, Misread, Request},
    desk::{Desk, Seat},
    open::{OpenFolder, OpenModel, OpenPicture},
    questions::{Forward, LayerMaps, UnitOf},
    scenes::OpenLecture,
    session::OpenSession,
    state::State,
};
use crate::words::{Phrase, Words, frame};

/// Why a script is not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read.
    #[error("cannot read the script {file:?}: {source}")]
    Unreadable {
        /// The file.
        file: std::path::PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line is no command; none of them was done.
    #[error("{}", Words::ENGLISH.say(&self.phrase()))]
    Line {
        /// The file.
        file: std::path::PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        problem: Misread,
    },
}

impl Error {
    /// In words.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Unreadable { .. } => Phrase::verbatim(self.to_string()),
            Self::Line { file, line, problem } => {
                frame::script_line(file.display().to_string(), line.to_string(), problem.phrase())
            }
        }
    }
}

/// Reads a script: a command a line; what follows `#` at a line's beginning is a remark.
///
/// # Errors
/// The file cannot be read, or a line is no command.
pub fn read(file: &Path) -> Result<Vec<Command>, Error> {
    let text = std::fs::read_to_string(file).map_err(|source| Error::Unreadable { file: file.to_owned(), source })?;
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    let commands = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let read = |(line, text): (usize, &str)| text.parse().map_err(|problem| Error::Line { file: file.to_owned(), line, problem });
    commands.map(read).collect()
}

/// Commands that wait for their turn.
#[derive(Debug, Default)]
pub struct Script {
    waiting: VecDeque<Request>,
    /// How many of them, from the first on, belong to the scene of a lecture.
    of_scene: usize,
}

impl Script {
    /// These commands.
    pub fn new(commands: impl IntoIterator<Item = Command>) -> Self {
        Self { waiting: commands.into_iter().map(Request::from).collect(), of_scene: 0 }
    }

    /// Adds what is done after all that waits.
    pub fn add(&mut self, requests: impl IntoIterator<Item = Request>) {
        self.waiting.extend(requests);
    }

    /// Does this before all that waits.
    pub fn begin_with(&mut self, requests: impl IntoIterator<Item = Request>) {
        let waiting = std::mem::take(&mut self.waiting);
        self.waiting = requests.into_iter().chain(waiting).collect();
    }

    /// Does a scene before all that waits, in place of one that was not done to its end.
    pub fn begin_scene(&mut self, requests: Vec<Request>) {
        self.waiting.drain(..self.of_scene.min(self.waiting.len()));
        self.of_scene = requests.len();
        self.begin_with(requests);
    }

    /// Whether nothing waits any more.
    pub fn is_done(&self) -> bool {
        self.waiting.is_empty()
    }

    /// The next one, if what is being opened or drawn for the one before has arrived.
    pub fn next(&mut self, state: &State, desk: &Desk) -> Option<Request> {
        let goes_on_drawing = matches!(self.waiting.front(), Some(Request::Do(Command::Draw(_) | Command::Brush(_))));
        let is_drawing = state.preprocessing.is_some() && state.pad.is_ahead() && !goes_on_drawing;
        let is_opening = desk.is_busy::<OpenModel>(Seat::ONE)
            || desk.is_busy::<OpenPicture>(Seat::ONE)
            || desk.is_busy::<OpenFolder>(Seat::ONE)
            || desk.is_busy::<OpenSession>(Seat::ONE)
            || desk.is_busy::<OpenLecture>(Seat::ONE);
        let walks_on = matches!(self.waiting.front(), Some(Request::Do(Command::NextPosition)));
        if is_opening || is_drawing || (walks_on && awaits_unit(state, desk)) {
            return None;
        }
        self.of_scene = self.of_scene.saturating_sub(1);
        self.waiting.pop_front()
    }
}

/// Whether the selected unit is still to be answered: what is next to its position is not known before.
fn awaits_unit(state: &State, desk: &Desk) -> bool {
    let has_unit =
        state.model.as_ref().zip(state.selection.layer).is_some_and(|(loaded, layer)| loaded.map_shape(layer).is_some());
    let Some(shown) = state.selection.picture.as_ref().filter(|_| has_unit && state.preprocessing.is_some()) else {
        return false;
    };
    // What failed or was stopped does not come any more.
    let has_ended = desk.ending::<Forward>(Seat::ONE).is_some()
        || desk.ending::<LayerMaps>(Seat::ONE).is_some()
        || desk.ending::<UnitOf>(Seat::ONE).is_some();
    let is_there = desk.fresh::<UnitOf>(Seat::ONE).is_some_and(|answer| {
        let UnitOf { pass, layer, unit } = &answer.question;
        let is_of_unit = state.selection.unit.is_none_or(|selected| selected == *unit);
        pass.picture == shown.id && Some(*layer) == state.selection.layer && is_of_unit
    });
    !is_there && !has_ended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_in_a_script_names_file_line_and_the_nearest_command() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("demo.script");
        std::fs::write(&file, "# a remark\nchapter filters\n\nlayr conv1\n").unwrap();
        let sentence = read(&file).unwrap_err().to_string();
        assert!(sentence.contains("demo.script") && sentence.contains('4') && sentence.contains("layer"), "{sentence}");
        std::fs::write(&file, "chapter filters\ntheme dark\n").unwrap();
        assert_eq!(read(&file).unwrap().len(), 2);
    }
}
