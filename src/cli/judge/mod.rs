//! `convscope judge`: how true the maps of a model are, method by method and measure by measure, on a data set.

mod tables;

use std::path::Path;

use serde_json::json;

use super::{
    Common, Error, Result,
    evaluate::part_to_test,
    model::{ModelArguments, Running},
    output::{Kind, Output, print, print_json, warn},
    progress::Progress,
};
use crate::{
    attribution::{METHODS, Method},
    control::Control,
    data::{Dataset, ItemId},
    judge::{Better, Journal, MEASURES, Measure, Needs, Record, Stages, Study, constants},
    methods::{Named as _, Registry},
    network::{Device, Engine, Tensor},
    words::{Words, results},
    zoo::{self, Model, labels},
};
use tables::Found;

/// What to judge, and by what.
#[derive(Debug, clap::Args)]
#[command(after_long_help = measures_help())]
pub struct Arguments {
    #[command(flatten)]
    model: ModelArguments,
    /// A folder per class, with masks or without, an MNIST or CIFAR-10 folder, world:N, fauna:N; the part for testing unless
    /// #train stands behind it.
    #[arg(value_name = "DATASET")]
    dataset: String,
    /// Methods by their ids, or all; `convscope attribute --help` lists them.
    #[arg(long, value_name = "M,...", default_value = "all")]
    methods: String,
    /// Measures by their ids, or all; --help lists them.
    #[arg(long, value_name = "K,...", default_value = "all")]
    metrics: String,
    /// Pictures, from the first one on; all of them unless given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    count: Option<u32>,
    /// Pictures for measures that run the method again, on other pictures or networks.
    #[arg(long, value_name = "N", default_value_t = 10)]
    reruns: u32,
    /// Another training of the model: does it give the same order?
    #[arg(long, value_name = "MODEL")]
    other: Option<std::path::PathBuf>,
    /// A training of the model on shuffled labels, for shuffled-labels.
    #[arg(long, value_name = "MODEL")]
    shuffled: Option<std::path::PathBuf>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    /// The table: a row for each method and measure, or (.md) a row for each method. What is done is kept beside it until all is.
    #[arg(short, long, value_name = "TABLE.csv|TABLE.md", value_parser = Output::table)]
    output: Output,
}

fn measures_help() -> String {
    let line = |measure: &Measure| {
        let better = if measure.better == Better::Higher { "higher is better" } else { "lower is better" };
        let about = Words::ENGLISH.say(&measure.about());
        format!("  {}: {} ({}; {better}). {about}\n", measure.id, measure.name, measure.paper)
    };
    format!("Measures:\n{}", MEASURES.iter().map(line).collect::<String>())
}

/// Entries of a registry by a list of ids.
fn chosen<Entry: crate::methods::Named>(registry: &'static Registry<Entry>, list: &str) -> Result<Vec<&'static Entry>> {
    if list == "all" {
        return Ok(registry.iter().collect());
    }
    let find = |id: &str| registry.find(id.trim()).map_err(|unknown| Error::Usage(unknown.to_string()));
    list.split(',').map(find).collect()
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<()> {
    let (methods, measures) = (chosen(&METHODS, &arguments.methods)?, chosen(&MEASURES, &arguments.metrics)?);
    let running = arguments.model.open_on_device(common)?;
    let dataset = part_to_test(&arguments.dataset, common.seed)?;
    let shuffled = arguments.shuffled.as_deref().map(|file| beside(&running, file, "--shuffled")).transpose()?;
    let other = arguments.other.as_deref().map(|file| beside(&running, file, "--other")).transpose()?;
    let progress = Progress::new(common.words());
    let control = progress.control();
    let asked = Asked { arguments, seed: common.seed, dataset: &dataset, methods: &methods, measures: &measures };
    let own = asked.study(&running, shuffled.as_ref(), "part", &control)?;
    let again = other.as_ref().map(|other| asked.study(other, shuffled.as_ref(), "other.part", &control)).transpose()?;
    drop(progress);
    let most = arguments.count.map_or(usize::MAX, |count| count as usize);
    let records = of_first(own.done(), most);
    let others = again.as_ref().map(|journal| of_first(journal.done(), most));
    let found = Found::of(&records, others.as_deref(), &methods, &measures);
    let table = match arguments.output.kind {
        Kind::Markdown => found.markdown(),
        _ => found.comma_separated(),
    };
    arguments.output.write_text(&table)?;
    own.finish();
    again.map(Journal::finish);
    if arguments.json {
        return print_json(&found.json());
    }
    let words = common.words();
    for (method, problem) in &found.problems {
        warn(&words.say(&results::not_judged(method.as_str(), problem.as_str())));
    }
    if arguments.metrics != "all" {
        found.without_numbers().for_each(|reason| warn(&words.say(&reason)));
    }
    print(&found.said(&dataset, words))
}

/// A model like another one: the same input and classes.
fn beside(own: &Running, file: &Path, option: &str) -> Result<Running> {
    let model = zoo::open(file)?;
    let shape = |model: &Model| model.network.node(model.network.input()).shape.clone();
    if shape(&model) != shape(&own.model) || model.labels.len() != own.model.labels.len() {
        let name = &own.model.name;
        let problem = format!("it has another input or other classes than {name}; {option} takes another training of it");
        return Err(Error::OnFile { file: file.to_owned(), problem });
    }
    let engine = Engine::new(model.network.clone(), &Device::Cpu)?;
    Ok(Running { model, engine })
}

/// What is asked of each training.
struct Asked<'a> {
    arguments: &'a Arguments,
    seed: u64,
    dataset: &'a Dataset,
    methods: &'a [&'static Method],
    measures: &'a [&'static Measure],
}

/// Pictures of the data set that methods compare with: as many, the last ones.
const REFERENCES: usize = 8;

impl Asked<'_> {
    fn study(&self, running: &Running, shuffled: Option<&Running>, ending: &str, control: &Control) -> Result<Journal> {
        let Running { model, engine } = running;
        let Self { arguments, dataset, .. } = *self;
        let classes = if dataset.classes.is_empty() {
            Vec::new()
        } else {
            labels::matched(&dataset.classes, &model.labels).map_err(|problem| {
                Error::Impossible(format!("{} cannot be judged on {:?}: {problem}", model.name, arguments.dataset))
            })?
        };
        let needs_stages = self.measures.iter().any(|measure| measure.needs == Needs::Stages);
        let stages = needs_stages.then(|| Stages::new(&model.network, constants::STAGES, self.seed)).transpose()?;
        let study = Study {
            engine,
            preprocessing: &model.preprocessing,
            dataset,
            classes: &classes,
            methods: self.methods,
            measures: self.measures,
            count: arguments.count.map_or(dataset.len(), |count| count as usize),
            reruns: arguments.reruns as usize,
            stages,
            shuffled: shuffled.map(|running| &running.engine),
            references: references(model, dataset)?,
        };
        let methods: Vec<&str> = self.methods.iter().map(|method| method.id).collect();
        let measures: Vec<&str> = self.measures.iter().map(|measure| measure.id).collect();
        let head = json!({
            "model": zoo::fingerprint(&model.network, model.network.scores()),
            "preprocessing": format!("{:?}", model.preprocessing),
            "dataset": dataset.name,
            "seed": self.seed,
            "reruns": study.reruns,
            "methods": methods,
            "metrics": measures,
            "shuffled": shuffled.map(|running| zoo::fingerprint(&running.model.network, running.model.network.scores())),
            "version": env!("CARGO_PKG_VERSION"),
        });
        let path = arguments.output.path.with_extension(format!("{}.{ending}", ending_of(&arguments.output.path)));
        let mut journal = Journal::open(&path, &head)?;
        study.run(&mut journal, control)?;
        Ok(journal)
    }
}

fn ending_of(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Pictures to compare with, `R x C x H x W`; what cannot be read is left out.
fn references(model: &Model, dataset: &Dataset) -> Result<Option<Tensor>> {
    let [height, width] = model.preprocessing.size;
    let last = dataset.len().saturating_sub(REFERENCES)..dataset.len();
    let pictures = last.filter_map(|item| dataset.picture(ItemId(item)).ok());
    let inputs: Vec<Vec<f32>> = pictures.map(|picture| model.preprocessing.apply(&picture)).collect();
    if inputs.is_empty() {
        return Ok(None);
    }
    let dims = (inputs.len(), model.preprocessing.channels(), height, width);
    Ok(Some(Tensor::from_vec(inputs.concat(), dims, &Device::Cpu).map_err(crate::network::Error::from)?))
}

/// What was found of the first pictures: a journal may hold more of an earlier call.
fn of_first(records: &[Record], count: usize) -> Vec<Record> {
    records.iter().filter(|record| record.item < count).cloned().collect()
}
