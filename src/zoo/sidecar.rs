//! `NAME.toml` beside a model file: what the file itself cannot say.
//!
//! ```toml
//! name = "GoogLeNet"
//! about = "BVLC's Caffe model"
//! labels = "labels.txt"               # a file beside this one, or a list of names
//! [preprocessing]                     # every key may be left out
//! size = 224                          # or [rows, columns]
//! resize = 256                        # the shorter side before the centre is cut out, or "stretch"
//! order = "bgr"
//! range = 255
//! mean = [104, 117, 123]              # in the order of the channels
//! std = 1
//! ```
//!
//! `recipe`, `seed`, `data`, `accuracy`, `date` and `command` say how the weights came about, `[generator]` whose codes a
//! generator draws; they are for people and not read.
//! A [`Record`] is what training writes.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::origin::Origin;
use crate::picture::Preprocessing;

/// Keys of a sidecar that a program does something with.
const KEYS: [&str; 4] = ["name", "about", "labels", "preprocessing"];

/// Keys that are for people.
const RECORD: [&str; 7] = ["recipe", "seed", "data", "accuracy", "date", "command", "generator"];

/// What a sidecar says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sidecar {
    /// The name shown.
    pub name: Option<String>,
    /// What it is and where it comes from.
    pub about: Option<String>,
    /// What the classes are called.
    pub labels: Option<Labels>,
    /// `key=value,...` as on the command line; `None` without a `[preprocessing]` table.
    preprocessing: Option<String>,
}

/// Where the labels are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Labels {
    /// In a file beside the sidecar.
    File(PathBuf),
    /// Here.
    List(Vec<String>),
}

impl Sidecar {
    /// The sidecar's place beside a model file, whether it exists or not.
    pub fn path_beside(model: &Path) -> PathBuf {
        model.with_extension("toml")
    }

    /// Reads a sidecar's text; the error is a sentence that names the key.
    pub fn parse(text: &str) -> Result<Self, String> {
        let table = table(text)?;
        if let Some(key) = table.keys().find(|key| !KEYS.contains(&key.as_str()) && !RECORD.contains(&key.as_str())) {
            return Err(format!("there is no key {key:?}; there are {}, {}", KEYS.join(", "), RECORD.join(", ")));
        }
        let sentence = |key: &str| match table.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(format!("{key} is not a text")),
        };
        Ok(Self {
            name: sentence("name")?,
            about: sentence("about")?,
            labels: table.get("labels").map(labels).transpose()?,
            preprocessing: table.get("preprocessing").map(preprocessing_text).transpose()?,
        })
    }

    /// The preprocessing that this sidecar asks for where `otherwise` is what holds without it; `None` if it asks for nothing.
    pub fn preprocessing(&self, otherwise: &Preprocessing) -> Option<Result<Preprocessing, String>> {
        let text = self.preprocessing.as_deref()?;
        Some(otherwise.with_overrides(text).map_err(|failure| failure.to_string()))
    }
}

/// What training writes beside a model's file.
#[derive(Clone, Debug)]
pub struct Record {
    /// The name shown.
    pub name: String,
    /// What it is and how good it is, in a sentence or two.
    pub about: String,
    /// The recipe's name or file.
    pub recipe: String,
    /// The recipe's seed.
    pub seed: u64,
    /// What it was trained on.
    pub data: String,
    /// How much of which held-out pictures it gets right, or how well it draws them, in words.
    pub accuracy: String,
    /// `YEAR-MONTH-DAY`.
    pub date: String,
    /// The command that makes it again.
    pub command: String,
    /// What the classes are called; a generator has none.
    pub labels: Vec<String>,
    /// How pictures are prepared.
    pub preprocessing: Preprocessing,
    /// Whose codes a generator draws.
    pub generator: Option<Origin>,
}

impl Record {
    /// The sidecar's text, as it is read again.
    pub fn to_toml(&self) -> String {
        let quoted = |text: &str| Value::String(text.to_owned()).to_string();
        let labels: Vec<String> = self.labels.iter().map(|label| quoted(label)).collect();
        let mut text = String::new();
        for (key, value) in [
            ("name", &self.name),
            ("about", &self.about),
            ("recipe", &self.recipe),
            ("data", &self.data),
            ("accuracy", &self.accuracy),
            ("command", &self.command),
        ] {
            text += &format!("{key} = {}\n", quoted(value));
        }
        text += &format!("seed = {}\ndate = {}\n", self.seed, self.date);
        if self.generator.is_none() {
            text += &format!("labels = [{}]\n", labels.join(", "));
        }
        text += &format!("\n{}", preprocessing_table(&self.preprocessing));
        if let Some(Origin { network, classes, layer, code, fingerprint }) = &self.generator {
            text += &format!("\n[generator]\nnetwork = {}\nclasses = {classes}\n", quoted(network));
            text += &format!("layer = {}\ncode = {code:?}\nfingerprint = {}\n", quoted(layer), quoted(fingerprint));
        }
        text
    }
}

/// A preprocessing as a sidecar says it: the table `[preprocessing]` with every key, a line each.
pub fn preprocessing_table(preprocessing: &Preprocessing) -> String {
    let mut text = "[preprocessing]\n".to_owned();
    for (key, value) in preprocessing.overrides() {
        let value = match value.split([':', 'x']).map(str::parse::<f32>).collect::<Result<Vec<_>, _>>() {
            Ok(numbers) if numbers.len() == 1 => value,
            Ok(_) => format!("[{}]", value.replace([':', 'x'], ", ")),
            Err(_) => Value::String(value).to_string(),
        };
        text += &format!("{key} = {value}\n");
    }
    text
}

fn labels(value: &Value) -> Result<Labels, String> {
    let names = match value {
        Value::String(file) => return Ok(Labels::File(file.into())),
        Value::Array(names) => names.iter().map(|name| name.as_str().map(str::to_owned)).collect(),
        _ => None,
    };
    names.map(Labels::List).ok_or_else(|| "labels is neither a file's name nor a list of names".to_owned())
}

/// TOML as a table; the error is a sentence with the line.
pub(super) fn table(text: &str) -> Result<Table, String> {
    text.parse().map_err(|failure: toml::de::Error| {
        let line = failure.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
        format!("line {line} is not TOML: {}", failure.message().lines().next().unwrap_or_default())
    })
}

/// A `[preprocessing]` table as the command line's `key=value,...`, so that both have the same keys and the same checks.
///
/// # Errors
/// A sentence that names the key whose value is no number, text or list.
pub fn preprocessing_text(value: &Value) -> Result<String, String> {
    let Value::Table(table) = value else { return Err("preprocessing is not a table; write [preprocessing]".to_owned()) };
    let mut parts = Vec::new();
    for (key, value) in table {
        let separator = if key == "size" { "x" } else { ":" };
        let text = match value {
            Value::Array(values) => {
                values.iter().map(number_or_text).collect::<Option<Vec<_>>>().map(|texts| texts.join(separator))
            }
            single => number_or_text(single),
        };
        let Some(text) = text else { return Err(format!("preprocessing.{key} is neither a number, a text nor a list of them")) };
        parts.push(format!("{key}={text}"));
    }
    Ok(parts.join(","))
}

fn number_or_text(value: &Value) -> Option<String> {
    match value {
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{ChannelOrder, Fit};

    #[test]
    fn caffes_preparation_can_be_said() {
        let sidecar = Sidecar::parse(
            "name = 'GoogLeNet'\nlabels = 'labels.txt'\ndate = 2026-11-23\n[preprocessing]\nsize = [224, 240]\nresize = \
             'stretch'\n\
             order = 'bgr'\nrange = 255\nmean = [104, 117, 123]\nstd = 1",
        )
        .unwrap();
        assert_eq!(sidecar.name.as_deref(), Some("GoogLeNet"));
        assert_eq!(sidecar.labels, Some(Labels::File("labels.txt".into())));
        let preprocessing = sidecar.preprocessing(&Preprocessing::imagenet()).unwrap().unwrap();
        let expected = Preprocessing {
            size: [224, 240],
            fit: Fit::Stretch,
            order: ChannelOrder::Bgr,
            range: 255.0,
            mean: [104.0, 117.0, 123.0],
            std: [1.0; 3],
        };
        assert_eq!(preprocessing, expected);
    }

    #[test]
    fn what_training_writes_is_read() {
        let preprocessing = Preprocessing::imagenet().with_overrides("size=96x64,resize=stretch,mean=0.1:0.25:0.3").unwrap();
        let record = Record {
            name: "Tiny \"x\"".to_owned(),
            about: "A test.".to_owned(),
            recipe: "tiny".to_owned(),
            seed: 3,
            data: "nothing".to_owned(),
            accuracy: "99 % of none".to_owned(),
            date: "2026-11-23".to_owned(),
            command: "convscope train tiny -o tiny.safetensors".to_owned(),
            labels: vec!["a".to_owned(), "b\\c".to_owned()],
            preprocessing: preprocessing.clone(),
            generator: None,
        };
        let sidecar = Sidecar::parse(&record.to_toml()).unwrap();
        assert_eq!(sidecar.preprocessing(&Preprocessing::imagenet()).unwrap().unwrap(), preprocessing);
        assert_eq!((sidecar.name, sidecar.labels), (Some(record.name), Some(Labels::List(record.labels))));
    }

    #[test]
    fn without_a_table_nothing_is_asked_for() {
        let sidecar = Sidecar::parse("labels = ['a', 'b']").unwrap();
        assert_eq!(sidecar.labels, Some(Labels::List(vec!["a".into(), "b".into()])));
        assert!(sidecar.preprocessing(&Preprocessing::imagenet()).is_none());
    }

    #[test]
    fn mistakes_are_named() {
        let sentence = |text: &str| Sidecar::parse(text).unwrap_err();
        assert!(sentence("nmae = 'x'").contains("no key \"nmae\""));
        assert!(sentence("name = 3").contains("name is not a text"));
        assert!(sentence("labels = 3").contains("labels is neither"));
        assert!(sentence("preprocessing = 3").contains("[preprocessing]"));
        assert!(sentence("[preprocessing]\nmean = true").contains("preprocessing.mean"));
        let broken = sentence("name = 'x'\nabout = ");
        assert!(broken.starts_with("line 2 is not TOML") && !broken.contains('\n'), "{broken}");
        let unknown = Sidecar::parse("[preprocessing]\nsizes = 3").unwrap();
        assert!(unknown.preprocessing(&Preprocessing::imagenet()).unwrap().unwrap_err().contains("no key \"sizes\""));
    }
}
