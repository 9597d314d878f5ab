//! The text of a session: a version, what it needs, then commands, a line each. `inside NAME` stands for a picture inside the
//! archive.
//!
//! ```text
//! convscope-session 1
//! needs model 9f86d081…  /home/me/googlenet.onnx
//! open-model /home/me/googlenet.onnx
//! inside "pasted picture"
//! chapter attribution
//! ```

use std::{fmt, path::PathBuf};

use super::needs::{Kind, Need};
use crate::app::{
    command::{self, Command},
    deed::{quoted, unquoted},
};

/// The first word of every session.
const NAME: &str = "convscope-session";

/// The format that is written; later ones are refused.
const VERSION: u32 = 1;

/// A line of a session.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Do it.
    Do(Command),
    /// Show the next picture of the archive, which is called so.
    Inside(String),
}

/// A session as text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// The files that it needs.
    pub needs: Vec<Need>,
    /// What brings the view back.
    pub deeds: Vec<Deed>,
}

/// Why a text is no session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misread {
    /// It does not begin as sessions do.
    Other,
    /// A later version wrote it.
    Later(u32),
    /// A line makes no sense: its number from 1, and why.
    Line(usize, Option<command::Misread>),
}

impl Text {
    /// Reads a session.
    ///
    /// # Errors
    /// It is none, or one of a later version, or a line is wrong.
    pub fn read(text: &str) -> Result<Self, Misread> {
        let mut lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
        let (_, first) = lines.next().ok_or(Misread::Other)?;
        let version = first.strip_prefix(NAME).and_then(|rest| rest.trim().parse().ok()).ok_or(Misread::Other)?;
        if version > VERSION {
            return Err(Misread::Later(version));
        }
        let mut session = Self::default();
        for (number, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            match word {
                "needs" => session.needs.push(need(rest).ok_or(Misread::Line(number, None))?),
                "inside" => session.deeds.push(Deed::Inside(unquoted(rest).ok_or(Misread::Line(number, None))?)),
                _ => {
                    let command = line.parse().map_err(|problem| Misread::Line(number, Some(problem)))?;
                    session.deeds.push(Deed::Do(command));
                }
            }
        }
        Ok(session)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{NAME} {VERSION}")?;
        for Need { kind, mark, path } in &self.needs {
            writeln!(f, "needs {} {mark} {}", kind.word(), quoted(&path.to_string_lossy()))?;
        }
        for deed in &self.deeds {
            match deed {
                Deed::Do(command) => writeln!(f, "{command}")?,
                Deed::Inside(name) => writeln!(f, "inside {}", quoted(name))?,
            }
        }
        Ok(())
    }
}

fn need(text: &str) -> Option<Need> {
    let (kind, rest) = text.split_once(' ')?;
    let (mark, path) = rest.split_once(' ')?;
    let kind = Kind::ALL.into_iter().find(|known| known.word() == kind)?;
    Some(Need { kind, mark: mark.to_owned(), path: PathBuf::from(unquoted(path)?) })
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng as _, seq::IndexedRandom as _};
    use rand_chacha::ChaCha8Rng;

    use super::*;

    fn word(random: &mut ChaCha8Rng) -> String {
        let letters = ['a', 'Z', '0', ' ', '"', '\\', '\n', '.', '/', ':', 'ç', '→', '#'];
        (0..random.random_range(1..12)).map(|_| *letters.choose(random).unwrap()).collect()
    }

    #[test]
    fn a_thousand_random_sessions_come_back() {
        let random = &mut ChaCha8Rng::seed_from_u64(5);
        for _ in 0..1000 {
            let need = |random: &mut ChaCha8Rng| Need {
                kind: *Kind::ALL.choose(random).unwrap(),
                mark: format!("{:x}", random.random::<u64>()),
                path: word(random).into(),
            };
            let deed = |random: &mut ChaCha8Rng| match random.random_range(0..4) {
                0 => Deed::Inside(word(random)),
                1 => Deed::Do(Command::Layer(word(random).into())),
                2 => Deed::Do(Command::Settings("filters".into(), word(random))),
                _ => Deed::Do(Command::Open(word(random).into())),
            };
            let session = Text {
                needs: (0..random.random_range(0..4)).map(|_| need(random)).collect(),
                deeds: (0..random.random_range(0..9)).map(|_| deed(random)).collect(),
            };
            let written = session.to_string();
            assert_eq!(Text::read(&written), Ok(session), "{written}");
        }
    }

    #[test]
    fn what_is_no_session_is_refused_with_its_line() {
        assert_eq!(Text::read("chapter filters"), Err(Misread::Other));
        assert_eq!(Text::read(""), Err(Misread::Other));
        assert_eq!(Text::read("convscope-session 2\n"), Err(Misread::Later(2)));
        assert_eq!(Text::read("convscope-session 1\nneeds love 1 x"), Err(Misread::Line(2, None)));
        assert!(matches!(Text::read("convscope-session 1\n\nlayr x"), Err(Misread::Line(3, Some(_)))));
    }
}
