//! `convscope predict`: the strongest classes of each picture, and the scores of all.

use std::{fmt::Write as _, path::PathBuf};

use serde_json::json;

use super::{
    Common, Result,
    input::Input,
    model::{ModelArguments, Running},
    output::{Output, print, print_json, warn},
    progress::Progress,
};
use crate::{
    control::Control,
    data::{BATCH, ReadAhead},
    network::{self, Answer, Class, Engine, Keep, Tensor},
    words::{Phrase, Words, results},
    zoo::class_phrases,
};

/// What to classify.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    model: ModelArguments,
    /// Pictures; a .npy is taken as preprocessed numbers, N x C x H x W or C x H x W.
    #[arg(value_name = "IMAGE", required = true)]
    images: Vec<PathBuf>,
    /// How many classes to print for each picture.
    #[arg(long, default_value_t = 5, value_name = "K")]
    top: usize,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    /// Write the scores of all classes before softmax, pictures x classes.
    #[arg(long, value_name = "OUT.npy", value_parser = Output::npy)]
    scores: Option<Output>,
}

struct Answered {
    file: String,
    answer: Answer,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<()> {
    let running = arguments.model.open_on_device(common)?;
    let answers = answer(arguments, &running, common.words())?;
    if let Some(output) = &arguments.scores {
        let classes = answers.first().map_or(0, |answered| answered.answer.scores.len());
        let scores: Vec<f32> = answers.iter().flat_map(|answered| answered.answer.scores.iter().copied()).collect();
        output.write_array(&[answers.len(), classes], &scores)?;
    }
    let model = &running.model;
    let (source, words) = (&model.preprocessing_source, common.words());
    if source.is_assumed() && !arguments.images.iter().all(|file| Input::is_numbers(file)) {
        warn(&words.say(&results::preprocessing(source.phrase())));
    }
    let label = |class: Class| model.labels.get(class.index()).cloned().unwrap_or_else(|| format!("class {class}"));
    if arguments.json {
        let entry = |(class, score, probability): (Class, f32, f64)| {
            let label = label(class);
            json!({"class": class.index(), "label": label, "score": score, "probability": probability})
        };
        let top = |answered: &Answered| answered.top(arguments.top).map(entry).collect::<Vec<_>>();
        let pictures: Vec<_> = answers.iter().map(|answered| json!({"file": answered.file, "top": top(answered)})).collect();
        return print_json(&json!({ "pictures": pictures }));
    }
    let names = class_phrases(&model.labels);
    let name = |class: Class| names.get(class.index()).map_or_else(|| label(class), |name| words.say(name));
    let mut text = String::new();
    for answered in &answers {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{}", answered.file);
        for (class, score, probability) in answered.top(arguments.top) {
            let (share, score) = (words.percent(probability, 1), words.fixed(f64::from(score), 3));
            let _ = writeln!(text, "{share:>9}  {score:>9}  {class:4}  {}", name(class));
        }
    }
    print(&text)
}

fn answer(arguments: &Arguments, Running { model, engine }: &Running, words: Words) -> Result<Vec<Answered>> {
    let progress = Progress::new(words);
    let control = progress.control();
    let files = &arguments.images;
    let mut inputs = ReadAhead::new(files.len(), |index| Input::read(model, &files[index]));
    let mut answers = Vec::new();
    for first in (0..files.len()).step_by(BATCH) {
        control.step(first, files.len(), &Phrase::verbatim(files[first].display().to_string()))?;
        if let Some(batch) = inputs.batch(|_, inputs| scores(engine, inputs, &control.silent())) {
            answers.extend(batch?);
        }
    }
    Ok(answers)
}

/// The scores of what some files hold, as many inputs at a time as there are files in a batch.
fn scores(engine: &Engine, inputs: Vec<Result<Vec<Input>>>, control: &Control) -> Result<Vec<Answered>> {
    let inputs: Vec<Input> = inputs.into_iter().collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    let mut answers = Vec::with_capacity(inputs.len());
    for inputs in inputs.chunks(BATCH) {
        let tensors: Vec<&Tensor> = inputs.iter().map(|input| &input.tensor).collect();
        let batch = Tensor::cat(&tensors, 0).map_err(network::Error::from)?;
        let scores = engine.scores(&engine.forward(&batch, &Keep::Scores, control)?)?;
        answers.extend(
            inputs.iter().zip(scores).map(|(input, scores)| Answered { file: input.name.clone(), answer: Answer::new(scores) }),
        );
    }
    Ok(answers)
}

impl Answered {
    /// Class, score and probability of the strongest classes.
    fn top(&self, count: usize) -> impl Iterator<Item = (Class, f32, f64)> {
        let best = self.answer.ranking.iter().take(count);
        best.filter_map(|&class| self.answer.of(class).map(|(score, probability)| (class, score, probability)))
    }
}
