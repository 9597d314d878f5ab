//! `convscope draw`: the picture of a network as a file: the row of volumes with what the parts cost, a block opened, or the
//! steps of a layer; with maps where a picture is given.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Common, Error, Result, input::Input, model::ModelArguments, output::Output, progress::Progress};
use crate::{
    anatomy::{Anatomy, Folding, Inside, Part, Pattern},
    figures::{Drawing, Figure, Look, Measures, Opened, Palette, Panel, Row, Scene, opened, part_title, volumes, with_maps},
    network::{Engine, Keep, NodeId},
    units::Maps,
    words::{Phrase, Words, anatomy as say},
    zoo::{self, Model},
};

/// What to draw.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["model", "architecture"]))]
pub struct Arguments {
    /// A model file (.onnx, .safetensors), or the name of a shipped model.
    #[arg(value_name = "MODEL")]
    model: Option<PathBuf>,
    /// A published architecture by its name (resnet152), which needs no weights.
    #[arg(long, value_name = "NAME")]
    architecture: Option<String>,
    /// The whole network, one block of it opened, or the steps of one layer.
    #[arg(long, value_name = "LEVEL", default_value = "network")]
    level: Level,
    /// The block or the layer: its name or any unambiguous end of it; the one with the most multiply-adds unless given.
    #[arg(long, value_name = "B")]
    block: Option<String>,
    /// A picture whose maps are drawn on the faces; a .npy is taken as preprocessed numbers.
    #[arg(long, value_name = "PICTURE", conflicts_with = "architecture")]
    input: Option<PathBuf>,
    /// Heights and depths in true proportion; small ones are drawn larger than they are otherwise.
    #[arg(long)]
    true_sizes: bool,
    /// Every block by itself; blocks that are alike are drawn once, with their number, where there are many.
    #[arg(long)]
    every: bool,
    /// The file.
    #[arg(short, long, value_name = "OUT.svg|OUT.png", value_parser = Output::figure)]
    output: Output,
}

/// How closely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Level {
    /// All parts in a row.
    Network,
    /// One block opened.
    Block,
    /// The steps of one layer.
    Layer,
}

/// How broad a drawing is, in points; many columns take more.
const WIDTH: f32 = 1040.0;

pub fn run(arguments: &Arguments, common: &Common) -> Result<()> {
    let model = match (&arguments.model, &arguments.architecture) {
        (_, Some(name)) => zoo::architecture(name)?,
        (Some(model), None) => ModelArguments { model: model.clone(), preprocess: String::new() }.open()?,
        (None, None) => return Err(Error::Impossible("name a model, or an architecture with --architecture".to_owned())),
    };
    let anatomy = Anatomy::of(&model.network);
    let has_maps = arguments.input.is_some();
    let words = common.words();
    let (title, scene) = match arguments.level {
        Level::Network => whole(&model, &anatomy, arguments, words)?,
        level => one(&model, part(&anatomy, arguments.block.as_deref(), level)?, has_maps, words),
    };
    let content = match &arguments.input {
        Some(file) => with_picture(&model, file, &scene, common)?,
        None => scene.drawing(|_| None),
    };
    let is_cut = anatomy.is_in_stages(folding(arguments));
    let notes = if is_cut && arguments.level == Level::Network { vec![say::in_stages(anatomy.parts.len())] } else { Vec::new() };
    arguments.output.write_figure(&Figure::of(title, Panel { notes, ..Panel::new(content) }), words)
}

fn folding(arguments: &Arguments) -> Folding {
    if arguments.every { Folding::Every } else { Folding::Fitting }
}

fn whole(model: &Model, anatomy: &Anatomy, arguments: &Arguments, words: Words) -> Result<(Phrase, Scene)> {
    let runs = anatomy.runs(folding(arguments));
    let selected = match &arguments.block {
        Some(name) => anatomy.part_of(part(anatomy, Some(name), Level::Block)?.node),
        None => None,
    };
    let row = Row {
        anatomy,
        runs: &runs,
        selected,
        measures: Measures::of(anatomy, &runs),
        is_true: arguments.true_sizes,
        is_flat: false,
        width: WIDTH,
        larger: 1.0,
        palette: Palette::PAPER,
        words,
    };
    let whole = &anatomy.whole;
    let title =
        say::figure_network(&model.name, words.brief(whole.weights), words.brief(whole.multiply_adds as usize), anatomy.depth);
    Ok((title, volumes(&row)))
}

fn one(model: &Model, part: &Part, has_maps: bool, words: Words) -> (Phrase, Scene) {
    let inside = Inside::of(&model.network, part);
    let scene = opened(&Opened {
        network: &model.network,
        inside: &inside,
        selected: None,
        has_maps,
        width: WIDTH,
        larger: 1.0,
        palette: Palette::PAPER,
        words,
    });
    let what = if part.is_block() { Pattern::of(&model.network, part).phrase() } else { part.kind.phrase() };
    (say::figure_part(&model.name, part_title(part), what), scene)
}

/// The part that is asked for; the one with the most multiply-adds of its kind if none is.
fn part<'a>(anatomy: &'a Anatomy, name: Option<&str>, level: Level) -> Result<&'a Part> {
    let all = anatomy.all();
    let fits = |part: &&Part| if level == Level::Block { part.is_block() } else { !part.is_block() };
    let costly = || all.iter().copied().filter(fits).max_by_key(|part| part.cost.multiply_adds);
    let Some(name) = name else {
        return costly().ok_or_else(|| {
            Error::Impossible(
                "this network has no blocks: draw it with --level network, or a layer with --level layer".to_owned(),
            )
        });
    };
    let exact = all.iter().copied().find(|part| part.title.name() == name);
    let behind = |part: &&&Part| part.title.name().ends_with(&format!(".{name}"));
    let ends: Vec<&Part> = all.iter().filter(behind).copied().collect();
    match (exact, ends.as_slice()) {
        (Some(part), _) => Ok(part),
        (None, [part]) => Ok(part),
        (None, []) => {
            let near: Vec<String> = all.iter().filter(|part| fits(part)).map(|part| part.title.name()).take(12).collect();
            Err(Error::Impossible(format!("there is no part {name:?}; there are {}", near.join(", "))))
        }
        (None, several) => {
            let names: Vec<String> = several.iter().map(|part| part.title.name()).collect();
            Err(Error::Impossible(format!("{name:?} may be {}: write one of them", names.join(" or "))))
        }
    }
}

/// The scene with the maps of everything that it shows.
fn with_picture(model: &Model, file: &Path, scene: &Scene, common: &Common) -> Result<Drawing> {
    let engine = Engine::new(model.network.clone(), &common.device.open()?)?;
    let network = engine.network();
    let mut shown: Vec<NodeId> = scene.faces.iter().map(|face| face.shows.node()).collect();
    shown.sort();
    shown.dedup();
    let input = Input::read_one(model, file)?;
    let progress = Progress::new(common.words());
    let kept = engine.forward(&input.tensor, &Keep::Only(shown), &progress.control())?;
    drop(progress);
    let entering = (network.input(), Arc::new(input.picture(model)?));
    let maps = |node: NodeId| Maps::of(network, &kept, node).ok().flatten();
    Ok(with_maps(scene, Some(&entering), &Look::default(), maps))
}
