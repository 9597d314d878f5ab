//! `convscope embed`: the pictures of a data set as points, by what a layer makes of them.

use super::{
    Common, Result,
    model::{ModelArguments, Running},
    output::{Kind, Output, warn},
    parameters,
    progress::Progress,
};
use crate::{
    data::{Dataset, ItemId},
    embedding::{self, METHODS, Method, Points, Pool, Request},
    figures::{Cloud, Figure, Panel, scatter},
    formats::csv,
    methods::{Named as _, Pass},
    words::{Words, figures, results},
    zoo::class_phrases,
};

/// What to lay out, and how.
#[derive(Debug, clap::Args)]
#[command(after_long_help = methods_help())]
pub struct Arguments {
    #[command(flatten)]
    model: ModelArguments,
    /// A folder per class, a plain folder, an MNIST or CIFAR-10 folder, world:N, fauna:N; #train or #test behind it takes one
    /// part.
    #[arg(value_name = "DATASET")]
    dataset: String,
    /// The layer whose activations are compared.
    #[arg(long, value_name = "L")]
    layer: String,
    /// The method; --help lists them.
    #[arg(long, value_name = "M", value_parser = |id: &str| METHODS.find(id))]
    method: &'static Method,
    /// What each map of the layer becomes.
    #[arg(long, value_name = "mean|max|none", default_value = "mean", value_parser = pool)]
    pool: Pool,
    /// A parameter of the method.
    #[arg(long = "param", value_name = "K=V", value_parser = parameters::parse)]
    parameters: Vec<(String, String)>,
    /// A table (file, class, x, y), numbers (pictures x 2) or a picture.
    #[arg(short, long, value_name = "OUT.csv|OUT.npy|OUT.png|OUT.svg", value_parser = Output::csv_npy_or_figure)]
    output: Output,
}

fn methods_help() -> String {
    let mut text = "Methods:\n".to_owned();
    for method in &METHODS {
        text += &format!("  {}: {} ({}). {}\n", method.id, method.name, method.paper, Words::ENGLISH.say(&method.about()));
        text += &parameters::describe(method.id, method.parameters);
    }
    text
}

fn pool(text: &str) -> Result<Pool, String> {
    match text {
        "mean" => Ok(Pool::Mean),
        "max" => Ok(Pool::Max),
        "none" => Ok(Pool::None),
        _ => Err("choose mean, max or none".to_owned()),
    }
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<()> {
    let method = arguments.method;
    let parameters = parameters::collect(method.name, method.parameters, &arguments.parameters)?;
    let Running { model, engine } = arguments.model.open_on_device(common)?;
    let layer = model.network.find(&arguments.layer)?;
    let dataset = Dataset::parse_seeded(&arguments.dataset, common.seed)?;
    let progress = Progress::new(common.words());
    let control = progress.control();
    let pass = Pass { engine: &engine, preprocessing: &model.preprocessing, dataset: &dataset };
    let features = embedding::features(pass, layer, arguments.pool, &control)?;
    let request = Request { rows: &features.rows, width: features.width, parameters, seed: common.seed };
    let points = method.run(&request, &control, &mut |_| {})?;
    drop(progress);
    if let Some(first) = features.unreadable.first() {
        warn(&common.words().say(&results::pictures_left_out(features.unreadable.len(), first.reason.to_string())));
    }
    match arguments.output.kind {
        Kind::Npy => {
            let flat: Vec<f32> = points.positions.iter().flatten().copied().collect();
            arguments.output.write_array(&[points.positions.len(), 2], &flat)
        }
        Kind::Csv | Kind::Markdown => arguments.output.write_text(&table(&dataset, &features.items, &points)),
        Kind::Figure => {
            let classes: Vec<Option<usize>> = features.items.iter().map(|&item| dataset.items[item.index()].class).collect();
            let words = common.words();
            let names: Vec<String> = class_phrases(&dataset.classes).iter().map(|class| words.say(class)).collect();
            let cloud = Cloud { positions: &points.positions, classes: &classes, names: &names, pictures: None };
            let layer = &model.network.node(layer).name;
            let title = figures::pictures_by_layer(method.name, &dataset.name, classes.len(), layer);
            let panel = Panel { notes: points.trust, ..Panel::new(scatter(&cloud)) };
            arguments.output.write_figure(&Figure::of(title, panel), words)
        }
    }
}

fn table(dataset: &Dataset, items: &[ItemId], points: &Points) -> String {
    let mut text = "file,class,x,y\n".to_owned();
    for (&index, [x, y]) in items.iter().zip(&points.positions) {
        let item = &dataset.items[index.index()];
        let class = item.class.and_then(|class| dataset.classes.get(class)).map_or("", String::as_str);
        text += &format!("{},{},{x},{y}\n", csv::field(&item.name), csv::field(class));
    }
    text
}
