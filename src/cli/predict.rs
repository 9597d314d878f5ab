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
    data::{BATCH, ReadAhead},
    network::{self, Control, Engine, Keep, Tensor},
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

struct Answer {
    file: String,
    scores: Vec<f32>,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<()> {
    let running = arguments.model.open_on_device(common)?;
    let answers = answer(arguments, &running)?;
    if let Some(output) = &arguments.scores {
        let classes = answers.first().map_or(0, |answer| answer.scores.len());
        let scores: Vec<f32> = answers.iter().flat_map(|answer| answer.scores.iter().copied()).collect();
        output.write_array(&[answers.len(), classes], &scores)?;
    }
    let model = &running.model;
    if model.assumes_preprocessing() && !arguments.images.iter().all(|file| Input::is_numbers(file)) {
        warn(&format!("preprocessing {} (--preprocess)", model.preprocessing_source));
    }
    let label = |class: usize| model.labels.get(class).cloned().unwrap_or_else(|| format!("class {class}"));
    if arguments.json {
        let top = |answer: &Answer| {
            let entry = |(class, score, probability): (usize, f32, f64)| json!({"class": class, "label": label(class), "score": score, "probability": probability});
            answer.top(arguments.top).into_iter().map(entry).collect::<Vec<_>>()
        };
        let pictures: Vec<_> = answers.iter().map(|answer| json!({"file": answer.file, "top": top(answer)})).collect();
        return print_json(&json!({ "pictures": pictures }));
    }
    let mut text = String::new();
    for answer in &answers {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{}", answer.file);
        for (class, score, probability) in answer.top(arguments.top) {
            let _ = writeln!(text, "{:7.1} %  {score:9.3}  {class:4}  {}", probability * 100.0, label(class));
        }
    }
    print(&text)
}

fn answer(arguments: &Arguments, Running { model, engine }: &Running) -> Result<Vec<Answer>> {
    let progress = Progress::new();
    let control = progress.control();
    let files = &arguments.images;
    let mut inputs = ReadAhead::new(files.len(), |index| Input::read(model, &files[index]));
    let mut answers = Vec::new();
    for first in (0..files.len()).step_by(BATCH) {
        control.step(first, files.len(), &files[first].display().to_string())?;
        if let Some(batch) = inputs.batch(|_, inputs| scores(engine, inputs, &control.silent())) {
            answers.extend(batch?);
        }
    }
    Ok(answers)
}

/// The scores of what some files hold, as many inputs at a time as there are files in a batch.
fn scores(engine: &Engine, inputs: Vec<Result<Vec<Input>>>, control: &Control) -> Result<Vec<Answer>> {
    let inputs: Vec<Input> = inputs.into_iter().collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    let mut answers = Vec::with_capacity(inputs.len());
    for inputs in inputs.chunks(BATCH) {
        let tensors: Vec<&Tensor> = inputs.iter().map(|input| &input.tensor).collect();
        let batch = Tensor::cat(&tensors, 0).map_err(network::Error::from)?;
        let scores = engine.scores(&engine.forward(&batch, &Keep::Scores, control)?)?;
        answers.extend(inputs.iter().zip(scores).map(|(input, scores)| Answer { file: input.name.clone(), scores }));
    }
    Ok(answers)
}

impl Answer {
    /// Class, score and probability of the strongest classes; of equal ones the first comes first.
    fn top(&self, count: usize) -> Vec<(usize, f32, f64)> {
        let largest = self.scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let power = |score: f32| f64::from(score - largest).exp();
        let sum: f64 = self.scores.iter().map(|&score| power(score)).sum();
        let mut classes: Vec<usize> = (0..self.scores.len()).collect();
        classes.sort_by(|&left, &right| self.scores[right].total_cmp(&self.scores[left]));
        classes.into_iter().take(count).map(|class| (class, self.scores[class], power(self.scores[class]) / sum)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_the_softmax() {
        let answer = Answer { file: String::new(), scores: vec![1.0, 3.0, 3.0, 1000.0f32.ln()] };
        let top = answer.top(3);
        assert_eq!(top.iter().map(|(class, _, _)| *class).collect::<Vec<_>>(), [3, 1, 2]);
        let sum = 1f64.exp() + 2.0 * 3f64.exp() + 1000.0;
        assert!((top[0].2 - 1000.0 / sum).abs() < 1e-6);
        assert_eq!(answer.top(9).len(), 4);
    }
}
