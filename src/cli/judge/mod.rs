//! `convscope judge`: how true the maps of a model are, method by method and measure by measure, on a data set.

use std::{fmt::Write as _, path::Path};

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
    judge::{
        Better, Journal, MEASURES, Measure, Record, Stages, Study, constants,
        ranking::{self, Agreement, Row},
    },
    methods::{Named as _, Registry},
    network::{Device, Engine, Tensor},
    words::{Value, Words, results},
    zoo::{self, Model, labels},
};

/// What to judge, and by what.
#[derive(Debug, clap::Args)]
#[command(after_long_help = measures_help())]
pub struct Arguments {
    #[command(flatten)]
    model: ModelArguments,
    /// A folder per class, with masks or without, an MNIST or CIFAR-10 folder, world:N; the part for testing unless #train stands
    /// behind it.
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
    let [found, found_again] = [Some(&own), again.as_ref()].map(|journal| journal.map(|journal| of_first(journal.done(), most)));
    let found = found.unwrap_or_default();
    let ids: Vec<&str> = methods.iter().map(|method| method.id).collect();
    let names: Vec<&str> = measures.iter().map(|measure| measure.id).collect();
    let rows = ranking::rows(&found, &ids, &names);
    let agreements: Vec<(&'static Measure, Agreement)> = measures
        .iter()
        .filter_map(|measure| Some((*measure, ranking::agreement(&found, measure.id, found_again.as_deref())?)))
        .collect();
    let table = match arguments.output.kind {
        Kind::Markdown => markdown(&rows, &methods, &measures, &agreements),
        _ => comma_separated(&rows, &agreements),
    };
    arguments.output.write_text(&table)?;
    let words = common.words();
    let problems = problems(&found);
    if !arguments.json {
        for (method, problem) in &problems {
            warn(&words.say(&results::not_judged(method.as_str(), problem.as_str())));
        }
    }
    let text = if arguments.json { None } else { Some(said(&rows, &agreements, &dataset, words)) };
    let count = found.iter().map(|record| record.item + 1).max().unwrap_or_default();
    own.finish();
    again.map(Journal::finish);
    let Some(text) = text else {
        let row = |row: &Row| {
            let ranking::Mean { mean, standard_error, count } = row.mean;
            json!({"method": row.method, "metric": row.measure, "mean": mean, "standard_error": standard_error, "count": count})
        };
        let order = |(measure, agreement): &(&Measure, Agreement)| {
            json!({
                "metric": measure.id,
                "tau_halves": agreement.halves,
                "tau_trainings": agreement.trainings,
                "separable": agreement.is_separable(),
            })
        };
        let problem = |(method, problem): &(String, String)| json!({"method": method, "problem": problem});
        return print_json(&json!({
            "pictures": count,
            "rows": rows.iter().map(row).collect::<Vec<_>>(),
            "orders": agreements.iter().map(order).collect::<Vec<_>>(),
            "not_judged": problems.iter().map(problem).collect::<Vec<_>>(),
        }));
    };
    print(&text)
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
        let needs_stages = self.measures.iter().any(|measure| measure.needs == crate::judge::Needs::Stages);
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

/// Methods without a map somewhere, and why, each reason once.
fn problems(records: &[Record]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for record in records {
        if let Some(problem) = &record.problem
            && !found.iter().any(|(method, _)| *method == record.method)
        {
            found.push((record.method.clone(), problem.clone()));
        }
    }
    found
}

fn comma_separated(rows: &[Row], agreements: &[(&'static Measure, Agreement)]) -> String {
    let mut text = "method,metric,mean,standard_error,count,tau_halves,tau_trainings,separable\n".to_owned();
    for Row { method, measure, mean } in rows {
        let agreement = agreements.iter().find(|(known, _)| known.id == measure).map(|(_, agreement)| *agreement);
        let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "{method},{measure},{},{},{},{},{},{}",
            mean.mean,
            mean.standard_error,
            mean.count,
            number(agreement.map(|agreement| agreement.halves)),
            number(agreement.and_then(|agreement| agreement.trainings)),
            agreement.map(|agreement| agreement.is_separable().to_string()).unwrap_or_default(),
        );
    }
    text
}

/// A row for each method, a column for each measure, and below how far each order can be trusted.
fn markdown(
    rows: &[Row],
    methods: &[&'static Method],
    measures: &[&'static Measure],
    agreements: &[(&'static Measure, Agreement)],
) -> String {
    let measures: Vec<_> = measures.iter().filter(|measure| rows.iter().any(|row| row.measure == measure.id)).collect();
    let arrow = |measure: &Measure| if measure.better == Better::Higher { "↑" } else { "↓" };
    let line = |first: &str, cells: Vec<String>| format!("| {first} | {} |\n", cells.join(" | "));
    let mut text = line("method", measures.iter().map(|measure| format!("{} {}", measure.id, arrow(measure))).collect());
    text += &line("---", vec!["---:".to_owned(); measures.len()]);
    for method in methods {
        let cell = |measure: &&&'static Measure| {
            let row = rows.iter().find(|row| row.method == method.id && row.measure == measure.id);
            row.map_or_else(String::new, |row| format!("{:.2} ± {:.2}", row.mean.mean, row.mean.standard_error))
        };
        let cells: Vec<String> = measures.iter().map(cell).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            text += &line(method.id, cells);
        }
    }
    let tau = |measure: &&&'static Measure| {
        let found = agreements.iter().find(|(known, _)| known.id == measure.id);
        found.map_or_else(String::new, |(_, agreement)| {
            let trainings = agreement.trainings.map(|tau| format!(", {tau:.2}")).unwrap_or_default();
            let verdict = if agreement.is_separable() { "" } else { ": not separable" };
            format!("{:.2}{trainings}{verdict}", agreement.halves)
        })
    };
    text + &line("Kendall's tau", measures.iter().map(tau).collect())
}

/// The best and the worst of each measure, for people.
fn said(rows: &[Row], agreements: &[(&'static Measure, Agreement)], dataset: &Dataset, words: Words) -> String {
    let mut text = String::new();
    for measure in &MEASURES {
        let ranked = ranking::ranked(rows, measure.id, measure.better);
        let (Some(first), Some(last)) = (ranked.first(), ranked.last()) else { continue };
        let value = |row: &Row| Value::Fixed(row.mean.mean, 3);
        let agreement = agreements.iter().find(|(known, _)| known.id == measure.id).map(|(_, agreement)| *agreement);
        let line = results::judged(measure.name, first.method.as_str(), value(first), last.method.as_str(), value(last));
        text += &words.say(&line);
        if let Some(agreement) = agreement {
            let tau = Value::Fixed(agreement.halves, 2);
            let verdict = if agreement.is_separable() { results::order_holds(tau) } else { results::not_separable(tau) };
            text += &format!("; {}", words.say(&verdict));
        }
        text.push('\n');
    }
    let count = rows.iter().map(|row| row.mean.count).max().unwrap_or_default();
    text + &words.say(&results::judged_on(count, dataset.name.as_str())) + "\n"
}
