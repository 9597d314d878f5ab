//! `convscope world`: a part of the rendered world as files, with the truth about every pixel.
//!
//! `CLASS/000001.png` are the pictures, a folder per class; `masks/KIND/000001.png` the masks, indexed; `manifest.json` says what
//! each picture shows and what each mask's values mean.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::{Value, json};

use super::{Common, Error, Result, progress::Progress};
use crate::{
    data::{
        Dataset, ItemId, Part, WorldOptions,
        world::{self, Annotated, Annotation, Kind, Mask},
    },
    formats::{self, atomic},
    picture::indexed_png,
    words::results,
};

/// Pictures between two reports of progress.
const BATCH: usize = 64;

/// What to render, and where to.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A folder that does not exist yet or is empty; pictures, masks and manifest.json go there.
    #[arg(short, long, value_name = "FOLDER")]
    output: PathBuf,
    /// How many pictures.
    #[arg(long, value_name = "N")]
    count: usize,
    /// How many objects stand in each picture.
    #[arg(long, value_name = "1|2", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=2))]
    objects: u8,
    /// Plant a ruler beside almost every dog, in a small world of bird, car, cat, dog and flower.
    #[arg(long, conflicts_with = "objects")]
    shortcut: bool,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<()> {
    let folder = &arguments.output;
    if folder.is_file() || std::fs::read_dir(folder).is_ok_and(|mut inside| inside.next().is_some()) {
        let problem = "something lies there already; name a new folder or empty this one".to_owned();
        return Err(Error::OnFile { file: folder.clone(), problem });
    }
    let kind = match (arguments.shortcut, arguments.objects) {
        (true, _) => Kind::Shortcut,
        (false, 2) => Kind::TwoObjects,
        (false, _) => Kind::OneObject,
    };
    let dataset = Dataset::world(WorldOptions { kind, count: arguments.count, seed: common.seed, part: Part::Train })?;
    let progress = Progress::new(common.words());
    let control = progress.control();
    atomic::write_folder(folder, |inside| {
        let mut pictures = Vec::with_capacity(dataset.len());
        for first in (0..dataset.len()).step_by(BATCH) {
            let batch = first..(first + BATCH).min(dataset.len());
            let written: Result<Vec<Value>> =
                batch.into_par_iter().map(|index| write_one(&dataset, ItemId(index), inside, folder)).collect();
            pictures.extend(written?);
            control.step(pictures.len(), dataset.len(), &results::RENDERING)?;
        }
        let manifest = json!({
            "data": dataset.name,
            "seed": common.seed,
            "count": dataset.len(),
            "size": [world::SIZE, world::SIZE],
            "classes": dataset.classes,
            "legend": legend(),
            "pictures": pictures,
        });
        write_file(inside, folder, "manifest.json", format!("{manifest:#}\n").as_bytes())
    })
}

/// Renders one picture, writes it and its masks, and describes it.
fn write_one(dataset: &Dataset, item: ItemId, inside: &Path, folder: &Path) -> Result<Value> {
    let (Some((picture, annotation)), Some(class)) = (dataset.annotated(item), dataset.item(item).and_then(|item| item.class))
    else {
        return Err(Error::Impossible(format!("picture {} of {} is not rendered", item.index(), dataset.name)));
    };
    let class = &dataset.classes[class];
    let name = format!("{:06}.png", item.index() + 1);
    let file = format!("{class}/{name}");
    write_file(inside, folder, &file, &picture.to_png()?)?;
    for mask in Mask::ALL {
        let bytes = indexed_png(annotation.size, annotation.size, annotation.mask(mask))?;
        write_file(inside, folder, &format!("masks/{}/{name}", mask.name()), &bytes)?;
    }
    Ok(describe(&file, class, &annotation))
}

fn describe(file: &str, class: &str, annotation: &Annotation) -> Value {
    let object = |object: &Annotated| {
        json!({
            "class": object.class.name(),
            "box": object.bounds,
            "hidden": object.hidden,
            "parts": object.parts.iter().map(|part| part.name()).collect::<Vec<_>>(),
            "colours": object.colours.iter().map(|colour| colour.name()).collect::<Vec<_>>(),
            "textures": object.textures.iter().map(|texture| texture.name()).collect::<Vec<_>>(),
        })
    };
    json!({
        "file": file,
        "class": class,
        "scene": annotation.scene.name(),
        "cue": annotation.mask(Mask::Cue).contains(&1),
        "objects": annotation.objects.iter().map(object).collect::<Vec<_>>(),
    })
}

/// For each mask the names of its values, 0 first.
fn legend() -> Value {
    let names = |mask: Mask| -> Vec<&str> { std::iter::once("none").chain(world::legend(mask)).collect() };
    let legends = Mask::ALL.into_iter().filter(|mask| *mask != Mask::Object);
    Value::Object(legends.map(|mask| (mask.name().to_owned(), json!(names(mask)))).collect())
}

/// Writes a file into the folder in the making; `folder` is what it will be called.
fn write_file(inside: &Path, folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path = inside.join(name);
    let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    let written = made.and_then(|()| std::fs::write(&path, bytes));
    written.map_err(|source| formats::Error::Write { path: folder.join(name), source }.into())
}
