//! `convscope explain`: where one number of a layer comes from, term by term.

use std::{fmt::Write as _, path::PathBuf};

use serde_json::{Value as Json, json};

use super::{
    Common, Error, Result,
    input::Input,
    model::ModelArguments,
    output::{print, print_json},
    progress::Progress,
};
use crate::{
    arithmetic::{Act, Adding, Arithmetic, ChannelSum, Operand, Place, Products, Step, Taking, Term, explain},
    network::{Channel, Device, Engine, Keep, Network, Operation as _},
    words::{Words, arithmetic as say},
};

/// Which number.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    model: ModelArguments,
    /// A picture; a .npy is taken as preprocessed numbers.
    #[arg(value_name = "IMAGE")]
    image: PathBuf,
    /// The layer, with its norm and activation: its name or any unambiguous end of it.
    #[arg(long, value_name = "L")]
    layer: String,
    /// The channel, or the class of a last layer.
    #[arg(long, value_name = "C")]
    channel: usize,
    /// Row and column in its map; none for layers without maps.
    #[arg(long, value_name = "Y,X", value_parser = position)]
    position: Option<[usize; 2]>,
    /// How many channels are listed, those that add or take most; the others are one number. 0 lists all.
    #[arg(long, value_name = "K", default_value_t = 8)]
    top: usize,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

fn position(text: &str) -> Result<[usize; 2], String> {
    let wrong = || "row and column as Y,X, from 0: 3,4".to_owned();
    let (y, x) = text.split_once(',').ok_or_else(wrong)?;
    Ok([y.trim().parse().map_err(|_| wrong())?, x.trim().parse().map_err(|_| wrong())?])
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<()> {
    let model = arguments.model.open()?;
    let engine = match common.device.open()? {
        // Sums as they are written here, tap by tap.
        Device::Cpu => Engine::native(model.network.clone(), true)?,
        device => Engine::new(model.network.clone(), &device)?,
    };
    let network = engine.network();
    // With the norm and the activation that belong to it, as the window shows it.
    let layer = network.shown_for(network.find(&arguments.layer)?);
    let shape = &network.node(layer).shape;
    if shape.len() == 4 && arguments.position.is_none() && shape[2..] != [1, 1] {
        return Err(Error::Impossible(format!(
            "layer {:?} has maps of {} x {}: say which position with --position Y,X",
            network.node(layer).name,
            shape[2],
            shape[3]
        )));
    }
    let place = Place::new(network, layer, Channel(arguments.channel), arguments.position)?;
    let input = Input::read_one(&model, &arguments.image)?;
    let progress = Progress::new(common.words());
    let kept = engine.forward(&input.tensor, &Keep::All, &progress.control())?;
    drop(progress);
    let arithmetic = explain(network, &kept, place)?;
    let shown = Shown { network, arithmetic: &arithmetic, top: arguments.top };
    if arguments.json { print_json(&shown.document()) } else { print(&shown.text(common.words())) }
}

struct Shown<'a> {
    network: &'a Network,
    arithmetic: &'a Arithmetic,
    top: usize,
}

impl Shown<'_> {
    fn place(&self, place: Place) -> String {
        let name = &self.network.node(place.node).name;
        format!("{name}{}", place.unit(self.network))
    }

    /// What is added, the channels that are listed and the others.
    fn sums(&self) -> Option<(&Products, Vec<ChannelSum>, Vec<ChannelSum>)> {
        let products = self.arithmetic.products()?;
        let mut listed = products.channel_sums();
        let count = if self.top == 0 { listed.len() } else { self.top.min(listed.len()) };
        let others = listed.split_off(count);
        Some((products, listed, others))
    }

    fn document(&self) -> Json {
        let arithmetic = self.arithmetic;
        let sums = self.sums();
        let (terms, channel_sums, rest, bias) = match &sums {
            Some((products, listed, others)) => {
                let terms: Vec<Json> =
                    listed.iter().flat_map(|sum| &sum.terms).map(|&index| self.term(&products.terms[index])).collect();
                let sum = |sum: &ChannelSum| {
                    let products = sum.terms.len();
                    json!({ "branch": sum.branch, "channel": sum.channel, "sum": sum.sum, "products": products })
                };
                let sums: Vec<Json> = listed.iter().map(sum).collect();
                let rest = json!({
                    "channels": others.len(),
                    "products": others.iter().map(|sum| sum.terms.len()).sum::<usize>(),
                    "sum": others.iter().map(|sum| sum.sum).sum::<f64>(),
                });
                (terms, sums, rest, json!(products.bias.map_or(0.0, |(bias, _)| bias)))
            }
            None => (arithmetic.terms().iter().map(|term| self.term(term)).collect(), Vec::new(), Json::Null, Json::Null),
        };
        let found = |wanted: fn(&Act) -> bool| {
            let step = arithmetic.steps.iter().find(|step| wanted(&step.act));
            step.map_or(Json::Null, |step| self.step(step))
        };
        let [y, x] = arithmetic.place.position(self.network).unwrap_or_default();
        json!({
            "layer": self.network.node(arithmetic.place.node).name,
            "channel": arithmetic.place.channel(self.network).index(),
            "position": [y, x],
            "terms": terms,
            "channel_sums": channel_sums,
            "rest": rest,
            "bias": bias,
            "normalisation": found(Act::is_norm),
            "activation": found(|act| matches!(act, Act::Curve { .. })),
            "steps": arithmetic.steps.iter().map(|step| self.step(step)).collect::<Vec<_>>(),
            "value": arithmetic.value(),
            "layer_value": arithmetic.layer_value,
            "gap": arithmetic.gap(),
        })
    }

    fn term(&self, term: &Term) -> Json {
        let [y, x] = term.position;
        json!({
            "from": term.from.map(|from| self.network.node(from.node).name.clone()),
            "branch": term.branch,
            "channel": term.channel,
            "y": y,
            "x": x,
            "tap": term.tap,
            "value": term.value,
            "weight": term.weight,
            "product": term.product(),
        })
    }

    fn step(&self, step: &Step) -> Json {
        let mut facts = match &step.act {
            Act::Given { from } => json!({ "act": "given", "from": self.place(*from) }),
            Act::Products(products) => json!({
                "act": match products.adding {
                    Adding::Kernel => "kernel",
                    Adding::Weights => "weights",
                    Adding::Mean => "mean",
                    Adding::Sum => "sum",
                    Adding::Mixture => "mixture",
                },
                "products": products.terms.len(),
            }),
            Act::Choice { taking, terms, chosen } => json!({
                "act": if *taking == Taking::Largest { "largest" } else { "smallest" },
                "of": terms.len(),
                "from": terms.get(*chosen).and_then(|term| term.from).map(|from| self.place(from)),
            }),
            Act::Branch { branch, of, term } => {
                json!({ "act": "branch", "branch": branch, "of": of, "from": term.from.map(|from| self.place(from)) })
            }
            Act::Pair { operation, first, second } => {
                json!({ "act": operation.name().to_lowercase(), "first": self.operand(first), "second": self.operand(second) })
            }
            Act::Standardised { over, before, mean, variance, epsilon, scale, shift } => json!({
                "act": "norm", "over": over, "before": before, "mean": mean, "variance": variance, "epsilon": epsilon,
                "scale": scale, "shift": shift,
            }),
            Act::LocalResponse { before, neighbours, bias, beta } => json!({
                "act": "local response norm", "before": before, "neighbours": neighbours.len(), "bias": bias, "beta": beta,
            }),
            Act::Length { before, length, over } => {
                json!({ "act": "length norm", "before": before, "length": length, "over": over })
            }
            Act::Share { terms, chosen, logarithm } => {
                json!({ "act": "softmax", "before": terms[*chosen].value, "of": terms.len(), "logarithm": logarithm })
            }
            Act::Curve { name, before } => json!({ "act": "activation", "name": name, "before": before }),
            Act::Other { name, reads } => json!({ "act": "other", "name": name, "reads": reads }),
        };
        if let Some(facts) = facts.as_object_mut() {
            facts.insert("node".to_owned(), json!(self.network.node(step.node).name));
            facts.insert("after".to_owned(), json!(step.after));
        }
        facts
    }

    fn operand(&self, operand: &Operand) -> Json {
        json!({ "value": operand.value, "constant": operand.is_constant, "from": operand.from.map(|from| self.place(from)) })
    }

    fn text(&self, words: Words) -> String {
        let arithmetic = self.arithmetic;
        let number = |value: f64| words.short(value as f32);
        let mut text = String::new();
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{} = {}", self.place(arithmetic.place), number(arithmetic.layer_value));
        for step in &arithmetic.steps {
            if let Act::Products(_) = step.act
                && let Some((products, listed, others)) = self.sums()
            {
                text.push_str(&self.table(products, &listed, &others, words));
            }
            let _ = writeln!(text, "{}", words.say(&step.phrase(&|place| self.place(place))));
        }
        let gap = format!("{:.1e}", arithmetic.gap());
        let _ = writeln!(text, "{}", words.say(&say::gap(number(arithmetic.layer_value), gap)));
        text
    }

    /// A line for each channel that is listed, then the others, then the bias.
    fn table(&self, products: &Products, listed: &[ChannelSum], others: &[ChannelSum], words: Words) -> String {
        let signed = |value: f64| words.signed(value as f32);
        let number = |value: f64| words.short(value as f32);
        let mut total = 0.0;
        let mut rows = vec![[say::CHANNEL, say::SUM, say::TOTAL, say::LARGEST].map(|name| words.say(&name))];
        for sum in listed {
            total += sum.sum;
            let terms = sum.terms.iter().map(|&index| &products.terms[index]);
            let largest = terms.max_by(|a, b| a.product().abs().total_cmp(&b.product().abs()));
            let about = largest.map_or_else(String::new, |term| {
                let at = term.from.map_or_else(|| words.say(&say::PADDING), |from| self.place(from));
                format!("{at}: {} × {} = {}", number(term.value), number(term.weight), signed(term.product()))
            });
            rows.push([sum.channel.to_string(), signed(sum.sum), number(total), about]);
        }
        if !others.is_empty() {
            let sum: f64 = others.iter().map(|other| other.sum).sum();
            total += sum;
            rows.push([words.say(&say::others(others.len())), signed(sum), number(total), String::new()]);
        }
        if let Some((bias, _)) = products.bias {
            total += bias;
            rows.push([words.say(&say::BIAS), signed(bias), number(total), String::new()]);
        }
        let mut widths = [0; 3];
        for row in &rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let [a, b, c] = widths;
        let line = |[channel, sum, total, about]: &[String; 4]| {
            format!("  {channel:>a$}  {sum:>b$}  {total:>c$}  {about}").trim_end().to_owned() + "\n"
        };
        rows.iter().map(line).collect()
    }
}
