//! The files that a session needs: models and pictures by their SHA-256 (FIPS 180-4), folders by how many entries they have.
//! Whether they are still there and the same, and if they moved together with the session, where they are now.

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

use crate::{
    app::{
        command::Command,
        open::{OPEN_FOLDER, OPEN_MODEL, OPEN_PICTURE},
    },
    control::{Cancelled, Control},
};

/// In place of a mark where nobody looked: the file need only be there.
const UNMARKED: &str = "-";

/// What a file is to a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A model.
    Model,
    /// A picture.
    Picture,
    /// A folder of pictures.
    Folder,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Model, Self::Picture, Self::Folder];

    /// As a session writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Picture => "picture",
            Self::Folder => "folder",
        }
    }
}

/// A file that a session needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// What for.
    pub kind: Kind,
    /// What it was when the session was saved: a hash, or a number of entries.
    pub mark: String,
    /// Where it was.
    pub path: PathBuf,
}

/// What became of a file since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// It is there and the same.
    Same,
    /// It lies beside the session now.
    Beside(PathBuf),
    /// There is another file in its place.
    Changed,
    /// It is not there.
    Missing,
}

/// What these commands need, with marks if there is a `control` to stop looking at large files.
///
/// # Errors
/// A person stopped it.
pub fn needs<'a>(commands: impl Iterator<Item = &'a Command>, control: Option<&Control>) -> Result<Vec<Need>, Cancelled> {
    let mut found: Vec<Need> = Vec::new();
    for command in commands {
        let Command::UsePath(request, path) = command else { continue };
        let kind = match *request {
            OPEN_MODEL => Kind::Model,
            OPEN_PICTURE => Kind::Picture,
            // What is rendered lies nowhere.
            OPEN_FOLDER if path.exists() => Kind::Folder,
            _ => continue,
        };
        let mark = match control {
            Some(control) => mark(kind, path, control)?.unwrap_or_else(|| UNMARKED.to_owned()),
            None => UNMARKED.to_owned(),
        };
        found.push(Need { kind, mark, path: path.clone() });
    }
    Ok(found)
}

impl Need {
    /// Looks what became of it; `session` is the file that says it is needed.
    ///
    /// # Errors
    /// A person stopped it.
    pub fn look(&self, session: &Path, control: &Control) -> Result<Look, Cancelled> {
        if self.path.exists() {
            let is_same = self.mark == UNMARKED || mark(self.kind, &self.path, control)?.as_ref() == Some(&self.mark);
            return Ok(if is_same { Look::Same } else { Look::Changed });
        }
        let beside = session.parent().zip(self.path.file_name()).map(|(folder, name)| folder.join(name));
        match beside {
            Some(beside) if mark(self.kind, &beside, control)?.as_ref() == Some(&self.mark) => Ok(Look::Beside(beside)),
            _ => Ok(Look::Missing),
        }
    }

    /// The file's name.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy().into_owned()
    }
}

/// A hash of what lies there; `None` if it cannot be read.
fn mark(kind: Kind, path: &Path, control: &Control) -> Result<Option<String>, Cancelled> {
    if kind == Kind::Folder {
        return Ok(std::fs::read_dir(path).ok().map(|entries| entries.count().to_string()));
    }
    let Ok(mut file) = File::open(path) else { return Ok(None) };
    let (mut hash, mut block) = (Sha256::new(), vec![0; 1 << 20]);
    loop {
        control.check()?;
        match file.read(&mut block) {
            Ok(0) => break,
            Ok(count) => hash.update(&block[..count]),
            Err(_) => return Ok(None),
        }
    }
    Ok(Some(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_the_same_changed_missing_or_beside_the_session() {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let path = folder.path().join("cat.png");
        std::fs::write(&path, "abc").unwrap();
        let control = Control::default();
        let commands = [Command::UsePath(OPEN_PICTURE, path.clone()), Command::Gallery];
        let needs = needs(commands.iter(), Some(&control)).unwrap();
        // The example of FIPS 180-4.
        assert_eq!(needs[0].mark, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let session = other.path().join("a.convscope");
        let look = || needs[0].look(&session, &control).unwrap();
        assert_eq!(look(), Look::Same);
        std::fs::write(&path, "abd").unwrap();
        assert_eq!(look(), Look::Changed);
        std::fs::remove_file(&path).unwrap();
        assert_eq!(look(), Look::Missing);
        std::fs::write(other.path().join("cat.png"), "abc").unwrap();
        assert_eq!(look(), Look::Beside(other.path().join("cat.png")));
    }
}
