//! The file of a session: a zip archive (PKWARE's APPNOTE 6.3) of `session.txt` and the pictures that lie in no file. The same
//! view gives the same bytes: nothing is compressed, and no times are written.

use std::{
    fs::File,
    io::{Cursor, Read as _, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::text::{Deed, Misread, Text};
use crate::{
    app::{
        command::{self, Request, Signal},
        ids::PictureId,
        open::Shown,
    },
    picture::{self, Picture},
    words::{Phrase, Words, frame},
};

/// The first entry of the archive.
const TEXT: &str = "session.txt";

/// What a session's text and each of its pictures may take at most, in bytes: more is no session.
const MOST: u64 = 256 << 20;

/// Why a file is no session that can be taken up.
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
    /// It is no archive, or a part of it is missing.
    #[error("{path:?} is damaged: {problem}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the archive says.
        problem: String,
    },
    /// Its text is none of a session's.
    #[error("{}", Words::ENGLISH.say(&self.phrase()))]
    Text {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: Misread,
    },
}

impl Error {
    /// In words.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Unreadable { .. } => Phrase::verbatim(self.to_string()),
            Self::Damaged { path, problem } => frame::session_damaged(path.display().to_string(), problem),
            Self::Text { path, problem } => {
                let file = path.display().to_string();
                match problem {
                    Misread::Other => frame::session_other(file),
                    Misread::Later(version) => frame::session_later(file, version.to_string()),
                    Misread::Line(line, problem) => {
                        let problem = problem.as_ref().map_or(frame::SESSION_NO_LINE, command::Misread::phrase);
                        frame::script_line(file, line.to_string(), problem)
                    }
                }
            }
        }
    }
}

/// Whether a file is a session, by its first bytes.
pub fn is_session(path: &Path) -> bool {
    // The header of a zip archive's first entry: a signature, 26 bytes of numbers, the entry's name.
    let mut head = [0; 30 + TEXT.len()];
    let is_read = File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok();
    is_read && head.starts_with(b"PK\x03\x04") && head.ends_with(TEXT.as_bytes())
}

/// The file of a session.
///
/// # Errors
/// A picture could not be encoded.
pub fn bytes(text: &Text, pictures: &[Arc<Shown>]) -> Result<Vec<u8>, Phrase> {
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Stored).last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(TEXT, options)?;
    archive.write_all(text.to_string().as_bytes())?;
    for (index, shown) in pictures.iter().enumerate() {
        archive.start_file(name(index), options)?;
        archive.write_all(&shown.picture.to_png()?)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// A session's text, and what it asks for.
///
/// # Errors
/// One sentence that names the file.
pub fn read(path: &Path) -> Result<(Text, Vec<Request>), Error> {
    let damaged = |problem: String| Error::Damaged { path: path.to_owned(), problem };
    let unreadable = |source| Error::Unreadable { path: path.to_owned(), source };
    let mut archive = match ZipArchive::new(File::open(path).map_err(unreadable)?) {
        Ok(archive) => archive,
        Err(ZipError::Io(source)) => return Err(unreadable(source)),
        Err(problem) => return Err(damaged(problem.to_string())),
    };
    let mut entry = |name: &str| -> Result<Vec<u8>, Error> {
        let entry = archive.by_name(name).map_err(|problem| damaged(format!("{name}: {problem}")))?;
        let mut bytes = Vec::new();
        entry.take(MOST).read_to_end(&mut bytes).map_err(|problem| damaged(format!("{name}: {problem}")))?;
        Ok(bytes)
    };
    let text = String::from_utf8(entry(TEXT)?).map_err(|problem| damaged(problem.to_string()))?;
    let text = Text::read(&text).map_err(|problem| Error::Text { path: path.to_owned(), problem })?;
    let mut requests = Vec::new();
    let mut pictures = 0;
    for deed in &text.deeds {
        requests.push(match deed {
            Deed::Do(command) => command.clone().into(),
            Deed::Inside(called) => {
                let file = name(pictures);
                pictures += 1;
                let picture = Picture::decode(&entry(&file)?, &file);
                let picture = picture.map_err(|problem: picture::Error| damaged(problem.to_string()))?;
                let shown = Shown::new(PictureId::new(), Phrase::verbatim(called), picture);
                Signal::Show(Arc::new(shown)).into()
            }
        });
    }
    Ok((text, requests))
}

/// Where a picture stands in the archive.
fn name(index: usize) -> String {
    format!("pictures/{}.png", index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::command::Command;

    fn written() -> Vec<u8> {
        let shown = Shown::new(PictureId::new(), Phrase::verbatim("a \"pasted\" one"), Picture::filled(3, 2, [1, 2, 3]));
        let deeds = vec![Deed::Do(Command::Gallery), Deed::Inside("a \"pasted\" one".to_owned())];
        bytes(&Text { needs: Vec::new(), deeds }, &[Arc::new(shown)]).unwrap()
    }

    #[test]
    fn a_session_comes_back_with_its_pictures_and_gives_the_same_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        std::fs::write(&path, written()).unwrap();
        assert!(is_session(&path));
        let (text, requests) = read(&path).unwrap();
        assert_eq!(text.deeds.len(), 2);
        let [_, Request::Signal(Signal::Show(shown))] = requests.as_slice() else { panic!("{requests:?}") };
        assert_eq!(shown.picture.pixels, [1, 2, 3].repeat(6));
        assert_eq!(bytes(&text, &[Arc::clone(shown)]).unwrap(), written());
    }

    #[test]
    fn whatever_is_damaged_gives_a_sentence_and_never_a_panic() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        let whole = written();
        for length in 0..whole.len() {
            std::fs::write(&path, &whole[..length]).unwrap();
            assert!(read(&path).is_err(), "{length} of {}", whole.len());
        }
        for place in 0..whole.len() {
            let mut broken = whole.clone();
            broken[place] ^= 0x55;
            std::fs::write(&path, broken).unwrap();
            if let Err(problem) = read(&path) {
                assert!(!problem.to_string().contains('\n'), "{problem}");
            }
        }
        let other = bytes(&Text { needs: Vec::new(), deeds: vec![Deed::Inside("x".to_owned())] }, &[]).unwrap();
        std::fs::write(&path, other).unwrap();
        let sentence = read(&path).unwrap_err().to_string();
        assert!(sentence.contains("pictures/1.png"), "{sentence}");
    }
}
