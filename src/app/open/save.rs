//! Writing what is taken away: a figure with its numbers beside it, or numbers alone. Files appear complete or not at all.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    app::{
        desk::{Conduct, Question, Reporter},
        ids::ErrandId,
    },
    control::Control,
    figures::Figure,
    formats::{self, atomic, npy},
    words::{Phrase, Words},
};

/// Raw numbers with their shape.
#[derive(Clone, Debug)]
pub struct Numbers {
    /// What is added to the file's name where there are several.
    pub suffix: String,
    /// Their shape.
    pub shape: Vec<usize>,
    /// The numbers in reading order.
    pub values: Arc<Vec<f32>>,
    /// The same as a table with names, where they have any.
    pub table: Option<String>,
}

impl Numbers {
    /// An array of its own.
    pub fn new(shape: Vec<usize>, values: Arc<Vec<f32>>) -> Self {
        Self { suffix: String::new(), shape, values, table: None }
    }

    /// Names and counts that are a table alone.
    pub fn of_table(table: String) -> Self {
        Self { table: Some(table), ..Self::new(vec![0], Arc::default()) }
    }

    /// The file that these go to, beside `path`: with their suffix, and as CSV or NPY.
    fn path(&self, path: &Path, as_table: bool) -> PathBuf {
        let known = ["npy", "csv", "png", "svg"];
        let has_ending = path.extension().is_some_and(|ending| known.iter().any(|known| ending.eq_ignore_ascii_case(known)));
        let stem = if has_ending { path.file_stem() } else { path.file_name() }.unwrap_or_default().to_string_lossy();
        path.with_file_name(format!("{stem}{}.{}", self.suffix, if as_table { "csv" } else { "npy" }))
    }

    /// Rows of numbers: the last axis across, all others down.
    fn rows(&self) -> String {
        let across = self.shape.last().copied().unwrap_or(1).max(1);
        let mut text = String::new();
        for row in self.values.chunks(across) {
            let row: Vec<String> = row.iter().map(f32::to_string).collect();
            // Writing into a String cannot fail.
            let _ = writeln!(text, "{}", row.join(","));
        }
        text
    }

    fn write(&self, path: &Path, as_table: bool) -> Result<PathBuf, formats::Error> {
        let as_table = as_table || self.values.is_empty();
        let path = self.path(path, as_table);
        if as_table {
            let text = self.table.clone().unwrap_or_else(|| self.rows());
            atomic::write(&path, |file| file.write_all(text.as_bytes()))?;
        } else {
            npy::write(&path, &self.shape, &self.values)?;
        }
        Ok(path)
    }
}

/// Something that writes itself to a path.
pub type Write = dyn FnOnce(&Path, &Control) -> Result<(), Phrase> + Send;

/// What is written.
pub enum Saving {
    /// A figure with a link back to its view, and its numbers beside it: as a table where they have names, else as NPY.
    Figure(Box<Figure>, String, Vec<Numbers>),
    /// Numbers alone: CSV where the path says so, else NPY.
    Numbers(Vec<Numbers>),
    /// Something that writes itself to the path.
    Other(Box<Write>),
}

/// Writes a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Save {
    /// Different for every time.
    pub id: ErrandId,
    /// Where to.
    pub path: PathBuf,
    /// What is done, for people.
    pub title: Phrase,
    /// The language of what is written for people.
    pub words: Words,
}

impl Question for Save {
    /// The files that were written.
    type Answer = Vec<PathBuf>;
    type Given = Saving;
    type Error = Phrase;

    const CONDUCT: Conduct = Conduct::WAITING;

    fn title(&self, _: &Saving) -> Phrase {
        self.title.clone()
    }

    fn work(&self, saving: Saving, reporter: &Reporter<'_, Vec<PathBuf>>) -> Result<Vec<PathBuf>, Phrase> {
        let mut written = vec![];
        match saving {
            Saving::Figure(figure, link, numbers) => {
                figure.write(&self.path, self.words, Some(&link))?;
                written.push(self.path.clone());
                for numbers in numbers {
                    let path = numbers.write(&self.path, numbers.table.is_some());
                    written.push(path?);
                }
            }
            Saving::Numbers(numbers) => {
                let as_table = self.path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
                for numbers in numbers {
                    written.push(numbers.write(&self.path, as_table)?);
                }
            }
            Saving::Other(write) => {
                write(&self.path, reporter.control())?;
                written.push(self.path.clone());
            }
        }
        Ok(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(suffix: &str) -> Numbers {
        Numbers { suffix: suffix.to_owned(), ..Numbers::new(vec![2, 2], Arc::new(vec![1.0, 2.5, -3.0, 0.0])) }
    }

    #[test]
    fn several_files_differ_before_their_ending() {
        assert_eq!(numbers("-cam").path(Path::new("a/star.npy"), false), Path::new("a/star-cam.npy"));
        assert_eq!(numbers("").path(Path::new("a/features.3"), false), Path::new("a/features.3.npy"));
        assert_eq!(numbers("").path(Path::new("a/star.png"), true), Path::new("a/star.csv"));
    }

    #[test]
    fn numbers_are_written_as_an_array_or_as_rows() {
        let folder = tempfile::tempdir().unwrap();
        let path = numbers("").write(&folder.path().join("x.npy"), false).unwrap();
        assert_eq!(npy::read(&path).unwrap().values, [1.0, 2.5, -3.0, 0.0]);
        let path = numbers("").write(&folder.path().join("x.csv"), true).unwrap();
        assert_eq!(std::fs::read_to_string(path).unwrap(), "1,2.5\n-3,0\n");
        let named = Numbers { table: Some("file,x\na,1\n".to_owned()), ..numbers("") };
        let path = named.write(&folder.path().join("y.csv"), true).unwrap();
        assert_eq!(std::fs::read_to_string(path).unwrap(), "file,x\na,1\n");
    }
}
