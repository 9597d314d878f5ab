//! `convscope info MODEL --guess-preprocessing`: which usual preparation of pictures fits the model, with what it answers to
//! each; and writing it down in the model's sidecar. How it is told which one fits stands in `zoo/guess`.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use serde_json::json;

use super::{
    Common, Error, Result,
    model::{ModelArguments, Running},
    output::{print, print_json},
    progress::Progress,
};
use crate::{
    data::world,
    network::Class,
    picture::{Fit, Picture},
    words::{Phrase, Value, Words, results},
    zoo::{
        self, Model, class_phrases,
        guess::{Guess, Trial, Verdict, guess},
    },
};

/// Pictures whose answers stand side by side in the table.
const SIDE_BY_SIDE: usize = 3;

/// What to try, and what becomes of it.
#[derive(Debug, clap::Args)]
pub struct Guessing {
    /// Try the usual preparations of pictures and say which one fits.
    #[arg(long = "guess-preprocessing")]
    pub wanted: bool,
    /// A picture to try them on, beside those that ship; any number of times.
    #[arg(long, value_name = "PICTURE", requires = "wanted")]
    input: Vec<PathBuf>,
    /// Write the one that clearly fits into the sidecar beside the model's file; what stands there stays.
    #[arg(long, requires = "wanted")]
    remember: bool,
}

/// What was tried, on what.
struct Tried<'a> {
    model: &'a Model,
    guess: Guess,
    /// The pictures' names, those that were given first.
    names: Vec<String>,
    given: usize,
    verdict: Verdict,
    remembered: Option<PathBuf>,
}

pub fn run(arguments: &Guessing, of: &ModelArguments, as_json: bool, common: &Common) -> Result<()> {
    let Running { model, engine } = of.open_on_device(common)?;
    if arguments.remember && !of.model.is_file() {
        return Err(Error::Impossible(format!("{:?} ships with Convscope, there is nothing to be remembered", of.model)));
    }
    let mut pictures = Vec::new();
    for file in &arguments.input {
        pictures.push((file.display().to_string(), Picture::open(file)?));
    }
    pictures.extend(world::SAMPLES.iter().map(|scene| (scene.name.to_owned(), scene.picture())));
    let progress = Progress::new(common.words());
    let shown: Vec<&Picture> = pictures.iter().map(|(_, picture)| picture).collect();
    let found = guess(&engine, &model.preprocessing, &shown, &progress.control())?;
    drop(progress);
    let verdict = found.verdict(&model.preprocessing);
    let names = pictures.into_iter().map(|(name, _)| name).collect();
    let given = arguments.input.len();
    let mut tried = Tried { model: &model, guess: found, names, given, verdict, remembered: None };
    if arguments.remember {
        let Some(trial) = tried.decided() else {
            let problem = format!(
                "nothing clearly fits {:?} better than the rest, so nothing was remembered; give more pictures with --input, or \
                 say it with --preprocess",
                of.model
            );
            return Err(Error::Impossible(problem));
        };
        tried.remembered = Some(zoo::remember(&of.model, &trial.candidate.preprocessing)?);
    }
    if as_json { print_json(&tried.document()) } else { print(&tried.table(common.words())) }
}

impl Tried<'_> {
    /// What the verdict stands for, where there is one.
    fn decided(&self) -> Option<&Trial> {
        match self.verdict {
            Verdict::Better(index) => self.guess.trials.get(index),
            Verdict::Confirmed => self.in_use(),
            Verdict::Unclear => None,
        }
    }

    fn in_use(&self) -> Option<&Trial> {
        self.guess.in_use(&self.model.preprocessing).and_then(|index| self.guess.trials.get(index))
    }

    fn document(&self) -> serde_json::Value {
        let top = |(class, probability): &(Class, f64)| {
            let label = self.model.labels.get(class.index());
            json!({"class": class.index(), "label": label, "probability": probability})
        };
        let candidate = |trial: &Trial| {
            let answers = self.names.iter().zip(&trial.answers).zip(&trial.information);
            let pictures = answers.map(|((name, answer), information)| {
                json!({"picture": name, "information": information, "top": answer.iter().map(top).collect::<Vec<_>>()})
            });
            json!({
                "id": trial.candidate.id(),
                "name": Words::ENGLISH.say(&trial.candidate.name()),
                "preprocess": trial.candidate.preprocessing.to_overrides(),
                "information": trial.mean(),
                "fit": trial.fit(),
                "pictures": pictures.collect::<Vec<_>>(),
            })
        };
        let verdict = match self.verdict {
            Verdict::Better(_) => "better",
            Verdict::Confirmed => "confirmed",
            Verdict::Unclear => "unclear",
        };
        json!({
            "name": self.model.name,
            "in_use": self.in_use().map(|trial| trial.candidate.id()),
            "best": self.guess.best().candidate.id(),
            "verdict": verdict,
            "rival": self.guess.rival().map(|trial| trial.candidate.id()),
            "remembered": self.remembered,
            "candidates": self.guess.trials.iter().map(candidate).collect::<Vec<_>>(),
        })
    }

    fn table(&self, words: Words) -> String {
        let shown = self.given.clamp(1, SIDE_BY_SIDE).min(self.names.len());
        let mut rows = vec![self.head(shown, words)];
        rows.extend((0..self.guess.trials.len()).map(|index| self.row(index, shown, words)));
        let columns = rows.first().map_or(0, Vec::len);
        let widths: Vec<usize> =
            (0..columns).map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)).collect();
        let mut text = String::new();
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{}: {}", self.model.name, words.say(&self.model.preprocessing_source.phrase()));
        let _ = writeln!(text, "{}\n", words.say(&results::guess_tried(self.given, self.names.len() - self.given)));
        for row in &rows {
            let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, &width)| format!("{cell:width$}")).collect();
            let _ = writeln!(text, "{}", cells.join("  ").trim_end());
        }
        let _ = writeln!(text, "\n{}", words.say(&self.sentence()));
        if let Some(rival) = self.guess.rival().filter(|_| matches!(self.verdict, Verdict::Better(_))) {
            let _ = writeln!(text, "{}", words.say(&results::guess_rival(rival.candidate.name())));
        }
        if let Some(file) = &self.remembered {
            let _ = writeln!(text, "{}", words.say(&results::guess_remembered(file.display().to_string())));
        }
        text
    }

    fn head(&self, shown: usize, words: Words) -> Vec<String> {
        let own = [results::GUESS_PREPROCESSING, results::GUESS_SIZE, results::GUESS_FITS].map(|name| words.say(&name));
        let short =
            |name: &String| Path::new(name).file_name().map_or_else(|| name.clone(), |name| name.to_string_lossy().into_owned());
        let pictures = self.names.iter().take(shown).map(short);
        [String::new()].into_iter().chain(own).chain(pictures).collect()
    }

    fn row(&self, index: usize, shown: usize, words: Words) -> Vec<String> {
        let trial = &self.guess.trials[index];
        let is_used = trial.candidate.preprocessing == self.model.preprocessing;
        let mark = match (index == self.guess.best, is_used) {
            (true, true) => results::GUESS_BEST_IN_USE,
            (true, false) => results::GUESS_BEST,
            (false, true) => results::GUESS_IN_USE,
            (false, false) => Phrase::verbatim(""),
        };
        let fit = match trial.candidate.preprocessing.fit {
            Fit::Stretch => results::STRETCHED,
            Fit::Crop(shorter) => results::cut_out_of(shorter.to_string()),
        };
        let names = class_phrases(&self.model.labels);
        let answer = |answer: &Vec<(Class, f64)>| {
            let Some((class, probability)) = answer.first() else { return String::new() };
            let name = names.get(class.index()).map_or_else(|| class.to_string(), |name| words.say(name));
            format!("{name} {}", words.percent(*probability, 1))
        };
        let own = [words.say(&mark), words.say(&trial.candidate.name()), words.say(&fit), words.percent(trial.fit(), 0)];
        own.into_iter().chain(trial.answers.iter().take(shown).map(answer)).collect()
    }

    fn sentence(&self) -> Phrase {
        let used = self.in_use().map_or_else(|| Phrase::verbatim(""), |trial| trial.candidate.name());
        match self.decided() {
            Some(trial) if matches!(self.verdict, Verdict::Better(_)) => {
                let said = Value::Text(trial.candidate.preprocessing.to_overrides());
                results::guess_better(trial.candidate.name(), used, said)
            }
            Some(_) => results::guess_confirmed(used),
            None => results::guess_unclear(used),
        }
    }
}
