//! Writing a preprocessing down beside a model's file, in its sidecar (`sidecar.rs` says what that is), so that it is read with
//! the model from then on.
//!
//! Nothing of an older sidecar is lost: other keys stay as they stand, to the letter, and what was said of the preprocessing
//! stays as remarks below the new table. It must never know who decides what is remembered.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    Error, Result,
    sidecar::{Sidecar, preprocessing_table},
};
use crate::{formats::atomic, picture::Preprocessing};

/// Where [`remember`] writes what belongs to a model file, whether it exists or not: `NAME.toml` beside it.
pub fn sidecar_path(model: &Path) -> PathBuf {
    Sidecar::path_beside(model)
}

/// Writes down how pictures are prepared for a model file; answers the sidecar's path. The file appears complete or stays as it
/// was.
///
/// # Errors
/// There is no such model file; the sidecar that is there cannot be read or understood; the folder cannot be written to.
pub fn remember(model: &Path, preprocessing: &Preprocessing) -> Result<PathBuf> {
    if !model.is_file() {
        return Err(wrong(model, "there is no such file, so nothing can be written beside it".to_owned()));
    }
    let path = sidecar_path(model);
    let before = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(failure) if failure.kind() == io::ErrorKind::NotFound => String::new(),
        Err(failure) => return Err(wrong(&path, failure.to_string())),
    };
    let after = merged(&before, preprocessing).map_err(|problem| wrong(&path, problem))?;
    atomic::write(&path, |file| file.write_all(after.as_bytes()))?;
    Ok(path)
}

fn wrong(path: &Path, problem: String) -> Error {
    Error::Open { path: path.to_owned(), problem }
}

/// A sidecar's text with this preprocessing in it.
fn merged(before: &str, preprocessing: &Preprocessing) -> Result<String, String> {
    let sidecar = Sidecar::parse(before)?;
    let says = |sidecar: &Sidecar| sidecar.preprocessing(&Preprocessing::imagenet()).and_then(Result::ok);
    let is_same = |text: &str| Sidecar::parse(text).ok().and_then(|sidecar| says(&sidecar)).as_ref() == Some(preprocessing);
    let lines: Vec<&str> = before.lines().collect();
    let after = match lines.iter().position(|line| is_header(line)) {
        Some(header) => {
            let rest = &lines[header + 1..];
            let end = rest.iter().position(|line| line.trim_start().starts_with('[')).unwrap_or(rest.len());
            let remarks = rest[..end].iter().map(|line| as_remark(line));
            let mut text = joined(lines[..header].iter().map(|line| (*line).to_owned()));
            text += &preprocessing_table(preprocessing);
            text += &joined(remarks.chain(rest[end..].iter().map(|line| (*line).to_owned())));
            text
        }
        None => {
            let apart = if before.trim().is_empty() { "" } else { "\n" };
            let line_end = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
            format!("{before}{line_end}{apart}{}", preprocessing_table(preprocessing))
        }
    };
    // A table within a table, a text that looks like a head: then nothing is written.
    let kept = |sidecar: Sidecar| (sidecar.name, sidecar.about, sidecar.labels);
    let is_kept = Sidecar::parse(&after).is_ok_and(|read| kept(read) == kept(sidecar));
    if is_kept && is_same(&after) {
        Ok(after)
    } else {
        Err(format!(
            "what it says of the preprocessing is not a table under a line [preprocessing], so it cannot be changed by itself; \
             write there: {}",
            preprocessing.to_overrides()
        ))
    }
}

/// Whether a line opens the table.
fn is_header(line: &str) -> bool {
    let code = line.split('#').next().unwrap_or_default().trim();
    code.strip_prefix('[').and_then(|code| code.strip_suffix(']')).is_some_and(|name| name.trim() == "preprocessing")
}

/// A line that says nothing any more, but is still there to be read.
fn as_remark(line: &str) -> String {
    let is_quiet = line.trim().is_empty() || line.trim_start().starts_with('#');
    if is_quiet { line.to_owned() } else { format!("# {line}") }
}

fn joined(lines: impl Iterator<Item = String>) -> String {
    lines.map(|line| line + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caffe() -> Preprocessing {
        Preprocessing::imagenet()
            .with_overrides("size=224x240,resize=stretch,order=bgr,range=255,mean=104:117:123,std=1")
            .unwrap()
    }

    #[test]
    fn it_is_written_where_nothing_was_and_read_with_the_model() {
        let text = merged("", &caffe()).unwrap();
        assert!(text.starts_with("[preprocessing]\nsize = [224, 240]\n"), "{text}");
        let read = Sidecar::parse(&text).unwrap().preprocessing(&Preprocessing::imagenet()).unwrap().unwrap();
        assert_eq!(read, caffe());
    }

    #[test]
    fn nothing_of_an_older_sidecar_is_lost() {
        let before = "# of the lecture\nname = 'GoogLeNet'   # its name\nlabels = [\n  'a',\n  'b',\n]\n\n[preprocessing] # \
                      guessed\nsize = 224\nmean = [\n  1, 2, 3\n]\n# a remark\n";
        let after = merged(before, &caffe()).unwrap();
        for line in before.lines().filter(|line| !line.starts_with("[pre")) {
            assert!(after.contains(line), "{line:?} is lost: {after}");
        }
        assert!(after.contains("# size = 224\n# mean = [\n#   1, 2, 3\n# ]\n# a remark\n"), "{after}");
        // Once more changes nothing but the order of nothing: remarks stay remarks.
        assert_eq!(merged(&after, &caffe()).unwrap().matches("# size = 224").count(), 1);
        let without = merged("about = 'a network'", &caffe()).unwrap();
        assert!(without.starts_with("about = 'a network'\n\n[preprocessing]\n"), "{without}");
    }

    #[test]
    fn what_cannot_be_changed_by_itself_stays_as_it_is() {
        for before in
            ["preprocessing = { size = 224 }", "preprocessing.size = 224", "nmae = 'x'", "name = '''\n[preprocessing]\n'''"]
        {
            assert!(merged(before, &caffe()).is_err(), "{before}");
        }
        let folder = tempfile::tempdir().unwrap();
        let model = folder.path().join("net.onnx");
        assert!(remember(&model, &caffe()).unwrap_err().to_string().contains("net.onnx"));
        fs::write(&model, "").unwrap();
        fs::write(folder.path().join("net.toml"), "name = ").unwrap();
        assert!(remember(&model, &caffe()).unwrap_err().to_string().contains("net.toml"));
        assert_eq!(fs::read_to_string(folder.path().join("net.toml")).unwrap(), "name = ");
        fs::remove_file(folder.path().join("net.toml")).unwrap();
        assert_eq!(remember(&model, &caffe()).unwrap(), folder.path().join("net.toml"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
