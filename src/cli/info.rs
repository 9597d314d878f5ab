//! `convscope info`: layers in order with operator, output shape, parameters, multiply-adds and receptive field; or which
//! preparation of pictures fits (`guess.rs`).

use std::fmt::Write as _;

use serde_json::json;

use super::{
    Common, Result, guess,
    model::ModelArguments,
    output::{print, print_json},
};
use crate::{
    network::{Network, NodeId, Operator},
    picture::{ChannelOrder, Fit, Preprocessing},
    words::{Words, results},
    zoo::{self, Model},
};

/// What to list.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    model: ModelArguments,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    /// MODEL is the name of a published architecture (resnet152), which needs no weights.
    #[arg(long, conflicts_with = "wanted")]
    architecture: bool,
    #[command(flatten)]
    guess: guess::Guessing,
}

struct Row<'a> {
    name: &'a str,
    operator: &'static str,
    shape: &'a [usize],
    parameters: usize,
    multiply_adds: u64,
    /// Rows and columns that a position sees, as papers quote it: on an endless input.
    receptive_field: [usize; 2],
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<()> {
    if arguments.guess.wanted {
        return guess::run(&arguments.guess, &arguments.model, arguments.json, common);
    }
    let model = if arguments.architecture {
        zoo::architecture(&arguments.model.model.to_string_lossy())?
    } else {
        arguments.model.open()?
    };
    let rows = rows(&model.network);
    if arguments.json { print_json(&document(&model, &rows)) } else { print(&table(&model, &rows, common.words())) }
}

fn rows(network: &Network) -> Vec<Row<'_>> {
    let computed = |id: &NodeId| !matches!(network.node(*id).operator, Operator::Constant(_) | Operator::Input);
    let row = |id: NodeId| {
        let node = network.node(id);
        Row {
            name: &node.name,
            operator: node.operator.name(),
            shape: &node.shape,
            parameters: network.parameters_of(id),
            multiply_adds: network.multiply_adds_of(id),
            receptive_field: network.receptive_field_size(id),
        }
    };
    network.ids().filter(computed).map(row).collect()
}

fn document(model: &Model, rows: &[Row<'_>]) -> serde_json::Value {
    let layers: Vec<_> = rows
        .iter()
        .map(|row| {
            json!({
                "name": row.name,
                "operator": row.operator,
                "shape": row.shape,
                "parameters": row.parameters,
                "multiply_adds": row.multiply_adds,
                "receptive_field": row.receptive_field,
            })
        })
        .collect();
    json!({
        "name": model.name,
        "about": Words::ENGLISH.say(&model.about),
        "input": model.network.node(model.network.input()).shape,
        "classes": model.network.class_count(),
        "preprocessing": preprocessing(model),
        "parameters": model.network.parameter_count(),
        "multiply_adds": rows.iter().map(|row| row.multiply_adds).sum::<u64>(),
        "layers": layers,
    })
}

fn order(preprocessing: &Preprocessing) -> &'static str {
    match preprocessing.order {
        ChannelOrder::Rgb => "rgb",
        ChannelOrder::Bgr => "bgr",
        ChannelOrder::Grey => "grey",
    }
}

fn preprocessing(model: &Model) -> serde_json::Value {
    let preprocessing = &model.preprocessing;
    let resize = match preprocessing.fit {
        Fit::Stretch => json!("stretch"),
        Fit::Crop(shorter) => json!(shorter),
    };
    let channels = preprocessing.channels();
    json!({
        "size": preprocessing.size,
        "resize": resize,
        "order": order(preprocessing),
        "range": preprocessing.range,
        "mean": preprocessing.mean[..channels],
        "std": preprocessing.std[..channels],
        "source": Words::ENGLISH.say(&model.preprocessing_source.phrase()),
    })
}

fn table(model: &Model, rows: &[Row<'_>], words: Words) -> String {
    let by = |sizes: &[usize]| sizes.iter().map(usize::to_string).collect::<Vec<_>>().join("×");
    let count = |number: u64| if number == 0 { String::new() } else { words.count(number as usize) };
    let head = [results::LAYER, results::OPERATOR, results::OUTPUT, results::PARAMETERS, results::MULTIPLY_ADDS, results::SEES];
    let mut cells = vec![head.map(|name| words.say(&name))];
    for row in rows {
        let shape = row.shape.split_first().map_or(row.shape, |(_, rest)| rest);
        cells.push([
            row.name.to_owned(),
            row.operator.to_owned(),
            by(shape),
            count(row.parameters as u64),
            count(row.multiply_adds),
            by(&row.receptive_field),
        ]);
    }
    let mut widths = [0; 6];
    for row in &cells {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let input = &model.network.node(model.network.input()).shape;
    let preprocessing = &model.preprocessing;
    let fit = match preprocessing.fit {
        Fit::Stretch => results::STRETCHED,
        Fit::Crop(shorter) => results::cut_out_of(shorter.to_string()),
    };
    let mut text = String::new();
    // Writing into a String cannot fail.
    let input = results::input(
        by(&input[1..]),
        fit,
        order(preprocessing).to_uppercase(),
        preprocessing.range.to_string(),
        format!("{:?}", &preprocessing.mean[..preprocessing.channels()]),
        format!("{:?}", &preprocessing.std[..preprocessing.channels()]),
        model.preprocessing_source.phrase(),
    );
    let _ = writeln!(text, "{}: {}\n{}", model.name, words.say(&model.about), words.say(&input));
    let multiply_adds: u64 = rows.iter().map(|row| row.multiply_adds).sum();
    let totals = results::totals(model.network.parameter_count(), multiply_adds as usize, model.network.class_count());
    let _ = writeln!(text, "{}\n", words.say(&totals));
    for row in &cells {
        let [name, operator, shape, parameters, multiply_adds, sees] = row;
        let [a, b, c, d, e, f] = widths;
        let _ = writeln!(text, "{name:a$}  {operator:b$}  {shape:>c$}  {parameters:>d$}  {multiply_adds:>e$}  {sees:>f$}");
    }
    text
}
