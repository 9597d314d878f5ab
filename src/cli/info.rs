//! `convscope info`: layers in order with operator, output shape, parameters, multiply-adds and receptive field.

use std::fmt::Write as _;

use serde_json::json;

use super::{
    Result,
    model::ModelArguments,
    output::{print, print_json},
};
use crate::{
    network::{Network, NodeId, Operator},
    picture::{ChannelOrder, Fit, Preprocessing},
    zoo::{Model, grouped},
};

/// What to list.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    model: ModelArguments,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
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

pub fn run(arguments: &Arguments) -> Result<()> {
    let model = arguments.model.open()?;
    let rows = rows(&model.network);
    if arguments.json { print_json(&document(&model, &rows)) } else { print(&table(&model, &rows)) }
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
        "about": model.about,
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
        "source": model.preprocessing_source,
    })
}

fn table(model: &Model, rows: &[Row<'_>]) -> String {
    let by = |sizes: &[usize]| sizes.iter().map(usize::to_string).collect::<Vec<_>>().join("×");
    let count = |number: u64| if number == 0 { String::new() } else { grouped(number) };
    let mut cells = vec![["layer", "operator", "output", "parameters", "multiply-adds", "sees"].map(str::to_owned)];
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
        Fit::Stretch => "stretched".to_owned(),
        Fit::Crop(shorter) => format!("cut out of {shorter}"),
    };
    let mut text = String::new();
    // Writing into a String cannot fail.
    let _ = writeln!(
        text,
        "{}: {}\ninput {}, {fit}, {} 0 to {}, mean {:?}, deviation {:?} ({})",
        model.name,
        model.about,
        by(&input[1..]),
        order(preprocessing).to_uppercase(),
        preprocessing.range,
        &preprocessing.mean[..preprocessing.channels()],
        &preprocessing.std[..preprocessing.channels()],
        model.preprocessing_source,
    );
    let multiply_adds = rows.iter().map(|row| row.multiply_adds).sum();
    let parameters = model.network.parameter_count() as u64;
    let classes = model.network.class_count();
    let _ = writeln!(text, "{} parameters, {} multiply-adds, {classes} classes\n", grouped(parameters), grouped(multiply_adds));
    for row in &cells {
        let [name, operator, shape, parameters, multiply_adds, sees] = row;
        let [a, b, c, d, e, f] = widths;
        let _ = writeln!(text, "{name:a$}  {operator:b$}  {shape:>c$}  {parameters:>d$}  {multiply_adds:>e$}  {sees:>f$}");
    }
    text
}
