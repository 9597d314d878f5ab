//! What is done of a study, written down picture by picture, so that a study that was stopped goes on where it was: a line of
//! JSON for what is studied, then one for each picture and method. A line that was cut off by whatever stopped it is done
//! again.

use std::{
    collections::HashSet,
    fs::{File, OpenOptions},
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
};

use super::{Error, Result, funny_birds::Tried};

/// What is found of a picture and a method.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Record {
    /// The picture's number in the data set.
    pub item: usize,
    /// The method's id.
    pub method: String,
    /// A number for each measure that has one here.
    pub values: Vec<(String, Option<f64>)>,
    /// Why the method has no map, in a sentence.
    pub problem: Option<String>,
    /// What is known of the map by the animal's parts, where the picture is one of the fauna.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<Tried>,
}

impl Record {
    fn key(&self) -> (usize, String) {
        (self.item, self.method.clone())
    }
}

/// The file.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    done: Vec<Record>,
    known: HashSet<(usize, String)>,
}

impl Journal {
    /// Opens the journal of a study that is described by `study`, or begins one.
    ///
    /// # Errors
    /// [`Error::OtherJournal`] where another study's is; a file that cannot be read or written.
    pub fn open(path: &Path, study: &serde_json::Value) -> Result<Self> {
        let failed = |source| Error::Journal { path: path.to_owned(), source };
        let head = study.to_string();
        let mut done: Vec<Record> = Vec::new();
        let mut whole = 0;
        if path.exists() {
            let mut reader = BufReader::new(File::open(path).map_err(failed)?);
            let mut line = String::new();
            while reader.read_line(&mut line).map_err(failed)? > 0 {
                if !line.ends_with('\n') {
                    break;
                }
                if whole == 0 && line.trim_end() != head {
                    return Err(Error::OtherJournal { path: path.to_owned() });
                }
                if whole > 0 {
                    let Ok(record) = serde_json::from_str(&line) else { break };
                    done.push(record);
                }
                whole += line.len() as u64;
                line.clear();
            }
        }
        let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(failed)?;
        file.set_len(whole).map_err(failed)?;
        std::io::Seek::seek(&mut file, std::io::SeekFrom::End(0)).map_err(failed)?;
        if whole == 0 {
            file.write_all(format!("{head}\n").as_bytes()).map_err(failed)?;
        }
        let known = done.iter().map(Record::key).collect();
        Ok(Self { path: path.to_owned(), file, done, known })
    }

    /// What is done.
    pub fn done(&self) -> &[Record] {
        &self.done
    }

    /// Whether a picture and method are done.
    pub fn has(&self, item: usize, method: &str) -> bool {
        self.known.contains(&(item, method.to_owned()))
    }

    /// Writes down what was found.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn add(&mut self, record: Record) -> Result<()> {
        let line = serde_json::to_string(&record).unwrap_or_default() + "\n";
        let failed = |source| Error::Journal { path: self.path.clone(), source };
        self.file.write_all(line.as_bytes()).and_then(|()| self.file.flush()).map_err(failed)?;
        self.known.insert(record.key());
        self.done.push(record);
        Ok(())
    }

    /// All is done and told elsewhere: the journal goes.
    pub fn finish(self) -> Vec<Record> {
        // What stays behind after all is a file that the next study of the same kind reads.
        let _ = std::fs::remove_file(&self.path);
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_study_goes_on_where_it_was_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("table.csv.part");
        let study = serde_json::json!({"model": "world"});
        let values = vec![("road".to_owned(), Some(0.1))];
        let record = |item| Record { item, method: "gradient".to_owned(), values: values.clone(), problem: None, parts: None };
        let mut journal = Journal::open(&path, &study).unwrap();
        journal.add(record(0)).unwrap();
        journal.add(record(1)).unwrap();
        drop(journal);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, &text[..text.len() - 5]).unwrap();
        let mut journal = Journal::open(&path, &study).unwrap();
        assert!(journal.has(0, "gradient") && !journal.has(1, "gradient"));
        journal.add(record(1)).unwrap();
        drop(journal);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        assert!(matches!(Journal::open(&path, &serde_json::json!({"model": "shapes"})), Err(Error::OtherJournal { .. })));
        assert_eq!(Journal::open(&path, &study).unwrap().finish().len(), 2);
        assert!(!path.exists());
    }
}
