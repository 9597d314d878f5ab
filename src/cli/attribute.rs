//! `convscope attribute`: why this answer? An attribution map as raw numbers, or laid over the picture.

use std::path::{Path, PathBuf};

use super::{
    Common, Error, Result,
    input::Input,
    model::{ModelArguments, Running},
    output::{Kind, Output, print},
    parameters,
    progress::Progress,
};
use crate::{
    attribution::{self, METHODS, Method, Request},
    figures::{Figure, Ground, Look, Manner, heatmap_panel},
    methods::{Convention, Named as _},
    network::{self, Answer, Keep, NodeId, Target, Tensor},
    picture::Picture,
    words::{Words, results},
    zoo::Model,
};

/// What to explain, and how.
#[derive(Debug, clap::Args)]
#[command(after_long_help = methods_help())]
pub struct Arguments {
    #[command(flatten)]
    model: ModelArguments,
    /// A picture; a .npy is taken as preprocessed numbers.
    #[arg(value_name = "IMAGE")]
    image: PathBuf,
    /// The method; --help lists them.
    #[arg(long, value_name = "M", value_parser = |id: &str| METHODS.find(id))]
    method: &'static Method,
    /// A class by index or label, one minus another ("cat - dog"), LAYER:CHANNEL (the mean of its map) or LAYER:CHANNEL@Y,X;
    /// the top class unless given.
    #[arg(long, value_name = "T")]
    target: Option<String>,
    /// The layer, for methods that look at one; the last one with maps unless given.
    #[arg(long, value_name = "L")]
    layer: Option<String>,
    /// Whose way of computing the method; the paper's unless given.
    #[arg(long, value_name = "C")]
    convention: Option<String>,
    /// A parameter of the method.
    #[arg(long = "param", value_name = "K=V", value_parser = parameters::parse)]
    parameters: Vec<(String, String)>,
    /// Other pictures of the network's kind, for methods that compare with them; a .npy of preprocessed numbers holds several.
    #[arg(long, value_name = "IMAGE", num_args = 1..)]
    references: Vec<PathBuf>,
    /// A picture that is not black where the object of the target is.
    #[arg(long, value_name = "MASK")]
    truth: Option<PathBuf>,
    /// Raw numbers (1 x channels x rows x columns) or the map over the picture.
    #[arg(short, long, value_name = "OUT.png|OUT.svg|OUT.npy", value_parser = Output::figure_or_npy)]
    output: Output,
}

/// How strongly a map covers the picture where it is strongest.
const OPACITY: f32 = 0.85;

fn methods_help() -> String {
    let mut text = "Methods:\n".to_owned();
    for method in &METHODS {
        text += &format!("  {}: {} ({}). {}\n", method.id, method.name, method.paper, Words::ENGLISH.say(&method.about()));
        text += &parameters::describe(method.id, method.parameters);
        for convention in method.conventions {
            text += &format!("      --convention {}: {}\n", convention.id, Words::ENGLISH.say(&convention.about(method.id)));
        }
    }
    text
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<()> {
    let method = arguments.method;
    let parameters = parameters::collect(method.name, method.parameters, &arguments.parameters)?;
    let convention = Convention::find(method.name, method.conventions, arguments.convention.as_deref());
    convention.map_err(|unknown| Error::Usage(unknown.to_string()))?;
    if arguments.layer.is_some() && !method.looks_at_layer {
        return Err(Error::Usage(format!("{} looks at the whole network and takes no --layer", method.name)));
    }
    let Running { model, engine } = arguments.model.open_on_device(common)?;
    let layer = arguments.layer.as_deref().map(|name| model.network.find(name)).transpose()?;
    let target = arguments.target.as_deref().map(|text| model.target(text)).transpose()?;
    let input = Input::read_one(&model, &arguments.image)?;
    let progress = Progress::new(common.words());
    let control = progress.control();
    let activations = engine.forward(&input.tensor, &Keep::All, &control.silent())?;
    let target = match target {
        Some(target) => target,
        None => {
            Target::Class(Answer::new(engine.scores(&activations)?.into_iter().flatten().collect()).best().unwrap_or_default())
        }
    };
    let picture = (!Input::is_numbers(&arguments.image)).then(|| Picture::open(&arguments.image)).transpose()?;
    let references = references(&model, &arguments.references)?;
    let truth = arguments.truth.as_deref().map(|mask| truth(&model, mask)).transpose()?;
    let value = target.read(&activations.get(&model.network, target.layer(&model.network))?)?;
    let request = Request {
        activations: Some(&activations),
        preprocessing: Some(&model.preprocessing),
        picture: picture.as_ref(),
        references: Some(&|| references.clone()),
        truth: Some(&|| truth.clone()),
        layer,
        parameters,
        convention: arguments.convention.clone(),
        ..Request::new(&engine, &input.tensor, target.clone())
    };
    let map = method.run(&request, &control, &mut |_| {})?;
    drop(progress);
    let score = value.first().copied().unwrap_or(0.0) as f32;
    let mut title = results::figure_answer(method.name, model.describe(&target), score);
    let said = format!("{}: {}\n", common.words().say(&title), common.words().line(&map.trust));
    if arguments.output.kind == Kind::Npy {
        arguments.output.write_array(&[1, map.channels, map.height, map.width], &map.values)?;
        return print(&said);
    }
    if let Some(layer) = layer_shown(method, &request) {
        title = results::figure_what(title, &model.network.node(layer).name);
    }
    // Positive maps glow over the picture; signed ones lie on a pale one, where both signs can be told.
    let (ground, opacity) = if map.signed { (Ground::Pale, 1.0) } else { (Ground::Picture, OPACITY) };
    let panel = heatmap_panel(&map, &input.picture(&model)?, &Manner::plain(Look::default(), false), ground, opacity);
    arguments.output.write_figure(&Figure::of(title, panel), common.words())?;
    print(&said)
}

/// Other inputs as one value, `R x C x H x W`; none if no file is given.
fn references(model: &Model, files: &[PathBuf]) -> Result<Option<Tensor>> {
    let mut all = Vec::new();
    for file in files {
        all.extend(Input::read(model, file)?.into_iter().map(|input| input.tensor));
    }
    let joined = (!all.is_empty()).then(|| Tensor::cat(&all, 0).map_err(network::Error::from));
    Ok(joined.transpose()?)
}

/// How much of each pixel of the input is the object: all of it where the mask is not black.
fn truth(model: &Model, file: &Path) -> Result<Vec<f32>> {
    let mask = model.preprocessing.visible(&Picture::open(file)?);
    Ok(mask.pixels.chunks_exact(3).map(|pixel| if pixel.iter().any(|&byte| byte > 127) { 1.0 } else { 0.0 }).collect())
}

fn layer_shown(method: &Method, request: &Request<'_>) -> Option<NodeId> {
    method.looks_at_layer.then(|| request.layer.or_else(|| attribution::last_maps(request.network(), &request.target)))?
}
