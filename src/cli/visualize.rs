//! `convscope visualize`: the picture that a unit, a channel, a layer or a class would love to see, by a published recipe or by all
//! of them.

use std::{path::PathBuf, sync::Arc, time::Instant};

use serde_json::{Value as Json, json};

use super::{
    Common, Error, Result,
    model::ModelArguments,
    output::{Kind, Output, print, print_json},
    parameters,
    progress::Progress,
};
use crate::{
    control::Control,
    data::Dataset,
    figures::{Figure, Panel, grown_picture},
    methods::{Convention, Named as _, Pass, Value},
    network::Engine,
    picture::Picture,
    visualization::{Goal, Growing, Lens, Objective, Order, PRESETS, Planes, Portrait, Preset, rivals},
    words::{Words, visualise as say},
    zoo::Model,
};

/// What to grow, and how.
#[derive(Debug, clap::Args)]
#[command(after_long_help = recipes_help())]
pub struct Arguments {
    #[command(flatten)]
    model: ModelArguments,
    /// A class by index or label, p(CLASS) for its probability, LAYER:CHANNEL, LAYER:CHANNEL@Y,X, LAYER:CHANNEL@middle, a whole
    /// LAYER; sums and differences ("A + 0.5 * B - C"), or "A .. B" for a row of pictures from one to the other.
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    target: String,
    /// The recipe; --help lists them.
    #[arg(long, value_name = "R", default_value = "lucid", value_parser = |id: &str| PRESETS.find(id))]
    recipe: &'static Preset,
    /// Every recipe that the target allows, side by side.
    #[arg(long, conflicts_with_all = ["recipe", "convention", "parameters"])]
    all_recipes: bool,
    /// Whose way of carrying it out; the paper's unless given.
    #[arg(long, value_name = "C")]
    convention: Option<String>,
    /// A parameter of the recipe.
    #[arg(long = "param", value_name = "K=V", value_parser = parameters::parse)]
    parameters: Vec<(String, String)>,
    /// How many steps; the recipe's own number unless given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    steps: Option<u32>,
    /// Side of the canvas in pixels; what the target wants unless given.
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u16).range(4..=2048))]
    size: Option<u16>,
    /// Pictures that grow at once, each from its own start.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=64))]
    count: u8,
    /// A data set whose strongest picture is to be beaten: a folder, an MNIST or CIFAR-10 folder, world:N.
    #[arg(long, value_name = "D")]
    dataset: Option<String>,
    /// A picture to start from, for recipes that do.
    #[arg(long, value_name = "PICTURE")]
    input: Option<PathBuf>,
    /// The picture, or the network's input as it was last evaluated (pictures x channels x rows x columns).
    #[arg(short, long, value_name = "OUT.png|OUT.svg|OUT.npy", value_parser = Output::figure_or_npy)]
    output: Output,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// The objective is written down at the first steps and then this often.
const RECORDED: usize = 10;

fn recipes_help() -> String {
    let mut text = "Recipes:\n".to_owned();
    for recipe in &PRESETS {
        text += &format!("  {}: {} ({}). {}\n", recipe.id, recipe.name, recipe.paper, Words::ENGLISH.say(&recipe.about()));
        text += &parameters::describe(recipe.id, recipe.parameters);
        for convention in recipe.conventions {
            text += &format!("      --convention {}: {}\n", convention.id, Words::ENGLISH.say(&convention.about(recipe.id)));
        }
    }
    text
}

/// What became of one recipe.
struct Grown {
    recipe: &'static Preset,
    growing: Box<dyn Growing>,
    /// Step and objective, the first picture's.
    objective: Vec<(usize, f64)>,
    /// Of the pictures as they are.
    scores: Vec<f64>,
    portraits: Vec<Portrait>,
    seconds: f64,
    redirected: usize,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<()> {
    let (recipe, words) = (arguments.recipe, common.words());
    let mut parameters = parameters::collect(recipe.name, recipe.parameters, &arguments.parameters)?;
    let convention = Convention::find(recipe.name, recipe.conventions, arguments.convention.as_deref());
    convention.map_err(|unknown| Error::Usage(unknown.to_string()))?;
    if let Some(steps) = arguments.steps {
        parameters.set("steps", Value::Whole(steps.into()));
    }
    let device = common.device.open()?;
    let model = arguments.model.open()?;
    let goal = Goal::read(&arguments.target, &model)?;
    let lens = Arc::new(Lens::new(model.network.clone(), model.preprocessing.clone(), device.clone()));
    let picture = arguments.input.as_deref().map(|file| pixels(&model, &Picture::open(file)?)).transpose()?;
    let order = Order {
        parameters,
        convention: arguments.convention.clone(),
        seed: common.seed,
        count: usize::from(arguments.count),
        size: arguments.size.map(|side| [usize::from(side); 2]),
        picture: picture.map(Arc::new),
        ..Order::new(lens, goal)
    };
    let progress = Progress::new(words);
    let control = progress.control();
    let strongest = match &arguments.dataset {
        Some(dataset) => {
            let engine = Engine::new(model.network.clone(), &device)?;
            strongest(&model, &engine, &Dataset::parse_seeded(dataset, common.seed)?, &order.goal, &control)?
        }
        None => None,
    };
    let recipes: Vec<&'static Preset> = if arguments.all_recipes {
        PRESETS.iter().filter(|recipe| recipe.applies(&order).is_ok()).collect()
    } else {
        vec![recipe]
    };
    let mut all = Vec::new();
    for recipe in recipes {
        all.push(grow(recipe, &order, &control)?);
    }
    drop(progress);
    write(&arguments.output, &model, &order, &all, strongest, words)?;
    let documents: Vec<Json> = all.iter().map(|grown| document(grown, strongest)).collect();
    match (arguments.json, arguments.all_recipes) {
        (true, true) => print_json(&json!({ "recipes": documents })),
        (true, false) => print_json(documents.first().unwrap_or(&Json::Null)),
        (false, _) => print(&all.iter().map(|grown| format!("{}\n", words.line(&summary(grown, strongest)))).collect::<String>()),
    }
}

/// What a picture is before the network's own numbers: pixels of 0 to 1 as the network would see them.
pub(super) fn pixels(model: &Model, picture: &Picture) -> Result<Planes> {
    Ok(Planes::of_picture(&model.preprocessing.visible(picture), model.preprocessing.channels()))
}

fn grow(recipe: &'static Preset, order: &Order, control: &Control) -> Result<Grown> {
    // What was set for one recipe is not meant for another.
    let order = Order { parameters: order.parameters.known_to(recipe.parameters), ..order.clone() };
    let start = Instant::now();
    let mut growing = recipe.begin(&order)?;
    let (mut objective, mut redirected) = (Vec::new(), 0);
    while !growing.is_finished() {
        let done = growing.step_count();
        control.step(done, growing.steps(), &say::growing(recipe.name, done, growing.steps()))?;
        let report = growing.step(&control.silent())?;
        redirected += usize::from(report.redirected);
        if report.step < RECORDED || report.step.is_multiple_of(RECORDED) {
            objective.push((report.step, report.scores.first().copied().unwrap_or(0.0)));
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let scores = growing.scores(&control.silent())?;
    objective.push((growing.step_count(), scores.first().copied().unwrap_or(0.0)));
    let portraits = Portrait::of(&growing.pictures());
    Ok(Grown { recipe, growing, objective, scores, portraits, seconds, redirected })
}

/// The objective of a data set's strongest picture; none where the goal is no channel, unit or class.
fn strongest(model: &Model, engine: &Engine, dataset: &Dataset, goal: &Goal, control: &Control) -> Result<Option<f64>> {
    let [(_, objective)] = goal.0.as_slice() else { return Ok(None) };
    if !matches!(objective, Objective::Channel(..) | Objective::Unit(..) | Objective::Class(_)) {
        return Ok(None);
    }
    let Some(&layer) = objective.layers(&model.network).first() else { return Ok(None) };
    let pass = Pass { engine, preprocessing: &model.preprocessing, dataset };
    let found = rivals(pass, layer, control, &mut |_| {})?;
    let standing = found.of(objective, model.network.scores());
    Ok(standing.and_then(|standing| Some(f64::from(standing.strongest.first()?.value))))
}

fn ratio(grown: &Grown, strongest: Option<f64>) -> Option<f64> {
    strongest.filter(|value| *value > 0.0).and_then(|value| Some(grown.scores.first()? / value))
}

fn document(grown: &Grown, strongest: Option<f64>) -> Json {
    let portrait = grown.portraits.first();
    let steps = grown.growing.step_count();
    json!({
        "recipe": grown.recipe.id,
        "steps": steps,
        "objective": grown.objective.iter().map(|(step, value)| json!([step, value])).collect::<Vec<_>>(),
        "scores": grown.scores,
        "strongest": strongest,
        "ratio": ratio(grown, strongest),
        "high_frequency": portrait.map(|portrait| portrait.high_frequency),
        "total_variation": portrait.map(|portrait| portrait.total_variation),
        "steps_per_second": steps as f64 / grown.seconds.max(f64::MIN_POSITIVE),
        "seconds": grown.seconds,
        "redirected_steps": grown.redirected,
    })
}

fn summary(grown: &Grown, strongest: Option<f64>) -> Vec<crate::words::Phrase> {
    let score = grown.scores.first().copied().unwrap_or(0.0) as f32;
    let mut parts = vec![say::reached(grown.recipe.name, score, grown.growing.step_count())];
    parts.extend(ratio(grown, strongest).map(|ratio| say::times_strongest(crate::words::Value::Fixed(ratio, 2))));
    if let Some(portrait) = grown.portraits.first() {
        parts.push(say::fine_share(crate::words::Value::Percent(portrait.high_frequency, 1)));
    }
    if grown.redirected > 0 {
        parts.push(say::redirected(grown.redirected));
    }
    parts
}

fn write(output: &Output, model: &Model, order: &Order, all: &[Grown], strongest: Option<f64>, words: Words) -> Result<()> {
    if output.kind == Kind::Npy {
        let inputs: Vec<&Planes> = all.iter().filter_map(|grown| grown.growing.last_input()).collect();
        let Some(first) = inputs.first() else {
            return Err(Error::Impossible("no step was taken; give more --steps".to_owned()));
        };
        let [_, channels, rows, columns] = first.dims();
        if inputs.iter().any(|input| input.dims()[1..] != first.dims()[1..]) {
            let problem = "the recipes have canvases of different sizes; write a .png, or one recipe at a time";
            return Err(Error::Impossible(problem.to_owned()));
        }
        let values: Vec<f32> = inputs.iter().flat_map(|input| input.values.iter().copied()).collect();
        return output.write_array(&[inputs.iter().map(|input| input.count).sum(), channels, rows, columns], &values);
    }
    let mut panels = Vec::new();
    for grown in all {
        let pictures = grown.growing.pictures();
        for (index, item) in pictures.items().enumerate() {
            let picture = grown_picture(item, [pictures.height, pictures.width], grown.recipe.spread);
            let notes = if index == 0 { summary(grown, strongest) } else { Vec::new() };
            panels.push(Panel { notes, ..Panel::of_picture(picture) });
        }
    }
    let title = say::figure(&model.name, order.goal.write(model));
    output.write_figure(&Figure { title, panels }, words)
}
