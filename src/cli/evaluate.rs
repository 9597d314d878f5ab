//! `convscope evaluate`: how good a model is on a data set.

use std::fmt::Write as _;

use serde_json::json;

use super::{
    Common, Error, Result,
    model::{ModelArguments, Running},
    output::{Output, print, print_json, warn},
    progress::Progress,
};
use crate::{
    data::{self, Dataset},
    formats::csv,
    methods::{Pass, PassError},
    network,
    training::Evaluation,
    words::{Value, results},
    zoo::{class_phrases, labels},
};

/// What to measure.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    model: ModelArguments,
    /// A folder per class, an MNIST or CIFAR-10 folder, world:N, fauna:N; the part for testing is taken unless #train stands
    /// behind it.
    #[arg(value_name = "DATASET")]
    dataset: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    /// Write the confusion matrix: how many pictures of each class (row) got which answer (column).
    #[arg(long, value_name = "OUT.csv", value_parser = Output::csv)]
    confusion: Option<Output>,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<()> {
    let Running { model, engine } = arguments.model.open_on_device(common)?;
    let dataset = part_to_test(&arguments.dataset, common.seed)?;
    let classes = labels::matched(&dataset.classes, &model.labels).map_err(|problem| {
        Error::Impossible(format!("{} cannot be measured on {:?}: {problem}", model.name, arguments.dataset))
    })?;
    let progress = Progress::new(common.words());
    let mut evaluation = Evaluation::new(model.labels.len());
    let pass = Pass { engine: &engine, preprocessing: &model.preprocessing, dataset: &dataset };
    let unreadable = pass.over(model.network.scores(), &progress.control(), |items, scores| {
        let scores: Vec<Vec<f32>> = scores.flatten_from(1).and_then(|scores| scores.to_vec2()).map_err(network::Error::from)?;
        for (&item, scores) in items.iter().zip(&scores) {
            if let Some(class) = dataset.items[item.index()].class {
                evaluation.add(item, classes[class], scores);
            }
        }
        Ok::<_, PassError>(())
    })?;
    drop(progress);
    let words = common.words();
    for picture in &unreadable {
        warn(&words.say(&results::left_out(picture.reason.to_string())));
    }
    if model.preprocessing_source.is_assumed() {
        warn(&words.say(&results::preprocessing(model.preprocessing_source.phrase())));
    }
    if let Some(output) = &arguments.confusion {
        output.write_text(&confusion(&evaluation, &model.labels))?;
    }
    let measured: Vec<(usize, f64, usize)> = (0..model.labels.len())
        .filter_map(|class| Some((class, evaluation.accuracy_of(class)?, evaluation.confusion[class].iter().sum())))
        .collect();
    let Evaluation { count, top1, top5, loss, .. } = evaluation;
    if arguments.json {
        let entry = |&(class, accuracy, count): &(usize, f64, usize)| {
            let label = &model.labels[class];
            json!({"class": class, "label": label, "count": count, "accuracy": accuracy})
        };
        let unreadable: Vec<_> = unreadable.iter().map(|picture| &dataset.items[picture.item.index()].name).collect();
        return print_json(&json!({
            "count": count,
            "top1": top1,
            "top5": top5,
            "loss": loss,
            "classes": measured.iter().map(entry).collect::<Vec<_>>(),
            "unreadable": unreadable,
        }));
    }
    let [right, among] = [top1, top5].map(|share| Value::Percent(share, 2));
    let measured_in_words = results::evaluated(count, &dataset.name, right, among, Value::Fixed(loss, 4));
    let mut text = format!("{}\n", words.say(&measured_in_words));
    let names = class_phrases(&model.labels);
    for (class, accuracy, count) in measured {
        // Writing into a String cannot fail.
        let share = words.say(&results::of_count(Value::Percent(accuracy, 2), count));
        let _ = writeln!(text, "{share:>18}  {}", words.say(&names[class]));
    }
    print(&text)
}

/// What a person means by a data set to measure on: its part for testing where it has parts and none is named.
pub(super) fn part_to_test(text: &str, seed: u64) -> Result<Dataset> {
    if text.ends_with("#train") || text.ends_with("#test") {
        return Ok(Dataset::parse_seeded(text, seed)?);
    }
    match Dataset::parse_seeded(&format!("{text}#test"), seed) {
        Err(data::Error::NoSuchPart { .. }) => Ok(Dataset::parse_seeded(text, seed)?),
        opened => Ok(opened?),
    }
}

/// A table with the classes' names at both edges.
fn confusion(evaluation: &Evaluation, labels: &[String]) -> String {
    let names: Vec<_> = labels.iter().map(|label| csv::field(label)).collect();
    let mut text = format!("class,{}\n", names.join(","));
    for (name, row) in names.iter().zip(&evaluation.confusion) {
        let counts: Vec<String> = row.iter().map(usize::to_string).collect();
        text += &format!("{name},{}\n", counts.join(","));
    }
    text
}
