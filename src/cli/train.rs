//! `convscope train`: a network learns as a recipe says; killed, it goes on where its last checkpoint was written.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    Common, Error, Result,
    output::{Kind, Output, say, warn},
    progress::Progress,
};
use crate::{
    control::Control,
    training::{COMPARED_RECIPES, Evaluation, Examples, GENERATOR_RECIPES, Recipe, Reconstruction, SHIPPED_RECIPES, Trainer},
    words::{Phrase, Value, Words, results},
};

/// What to train.
#[derive(Debug, clap::Args)]
#[command(after_long_help = recipes_help())]
pub struct Arguments {
    /// A recipe's file, or the name of one that ships; --help lists them.
    #[arg(value_name = "RECIPE")]
    recipe: PathBuf,
    /// The data set, if not the one that the recipe names: a folder per class, an MNIST or CIFAR-10 folder, world:N, fauna:N.
    #[arg(long, value_name = "DATASET")]
    data: Option<String>,
    /// Epochs, if not as many as the recipe says.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    epochs: Option<u32>,
    /// Begin anew, even if there is a checkpoint (MODEL.checkpoint) to go on from.
    #[arg(long)]
    restart: bool,
    /// The trained model; MODEL.toml beside it says how it came about, MODEL.csv how every epoch went.
    #[arg(short, long, value_name = "MODEL.safetensors", value_parser = model)]
    output: PathBuf,
}

fn model(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    if path.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("safetensors")) {
        return Err("it must end in .safetensors".to_owned());
    }
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) if !folder.is_dir() => Err(format!("there is no folder {folder:?}")),
        _ => Ok(path),
    }
}

fn recipes_help() -> String {
    let mut text = "Recipes that ship:\n".to_owned();
    for (name, recipe) in SHIPPED_RECIPES.into_iter().chain(GENERATOR_RECIPES).chain(COMPARED_RECIPES) {
        if let Ok(recipe) = Recipe::parse(recipe) {
            text += &format!("  {name}: {} ({} epochs)\n", recipe.about, recipe.epochs);
        }
    }
    text
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<()> {
    if common.device.open()?.is_cpu() {
        let recipe = recipe(arguments, common.seed)?;
        let words = common.words();
        let examples = examples(&recipe, arguments.data.as_deref(), words)?;
        return train(arguments, Trainer::new(recipe, examples)?, words);
    }
    Err(Error::Impossible("networks are trained on the processor; leave --device away".to_owned()))
}

/// The recipe with what is said otherwise on the command line; a seed of 0 is the one that nobody gave.
fn recipe(arguments: &Arguments, seed: u64) -> Result<Recipe> {
    let mut recipe = Recipe::open(&arguments.recipe)?;
    if seed != 0 {
        recipe.seed = seed;
    }
    if let Some(epochs) = arguments.epochs {
        recipe.epochs = epochs as usize;
    }
    Ok(recipe)
}

fn examples(recipe: &Recipe, data: Option<&str>, words: Words) -> Result<Arc<Examples>> {
    let progress = Progress::new(words);
    let examples = Examples::load(recipe, data, &progress.control())?;
    drop(progress);
    for reason in &examples.unreadable {
        warn(&words.say(&results::left_out(reason)));
    }
    Ok(Arc::new(examples))
}

fn train(arguments: &Arguments, mut trainer: Trainer, words: Words) -> Result<()> {
    let beside = |ending: &str| arguments.output.with_extension(ending);
    let (checkpoint, table) = (beside("checkpoint"), Output { path: beside("csv"), kind: Kind::Csv });
    let mut diary = Diary::new(trainer.recipe());
    if checkpoint.exists() && !arguments.restart {
        trainer.resume(&checkpoint)?;
        diary.take_up(&fs::read_to_string(&table.path).unwrap_or_default(), trainer.steps_done() / trainer.steps_per_epoch());
        let file = checkpoint.display().to_string();
        say(&words.say(&results::going_on(trainer.steps_done(), trainer.steps_total(), file)));
    }
    let mut saver = Saver::new(&checkpoint, trainer.recipe().checkpoint_minutes);
    let mut held_out = None;
    while !trainer.is_finished() {
        let measured = epoch(&mut trainer, &mut saver, &mut diary, words)?;
        table.write_text(&diary.table())?;
        held_out = Some(measured);
    }
    let held_out = match held_out {
        Some(measured) => measured,
        None => HeldOut::measure(&trainer, &Control::default())?,
    };
    held_out.finish(&trainer, arguments, words)?;
    saver.tidy()
}

/// What the pictures held out say.
enum HeldOut {
    Answers(Evaluation),
    Drawings(Reconstruction),
}

impl HeldOut {
    fn measure(trainer: &Trainer, control: &Control) -> Result<Self> {
        Ok(match trainer.recipe().generator {
            None => Self::Answers(trainer.evaluate(control)?),
            Some(_) => Self::Drawings(trainer.reconstruct(control)?),
        })
    }

    /// Writes the model.
    fn finish(&self, trainer: &Trainer, arguments: &Arguments, words: Words) -> Result<()> {
        let (path, command) = (&arguments.output, command(std::env::args()));
        match self {
            Self::Answers(evaluation) => trainer.finish(path, evaluation, &command)?,
            Self::Drawings(drawn) => trainer.finish_generator(path, drawn, &command, &Progress::new(words).control())?,
        }
        Ok(())
    }
}

/// Trains to the end of an epoch, measures, and says a line.
fn epoch(trainer: &mut Trainer, saver: &mut Saver, diary: &mut Diary, words: Words) -> Result<HeldOut> {
    let began = Instant::now();
    let progress = Progress::new(words);
    let control = progress.control();
    let (mut loss, mut correct, mut count, mut steps) = (0.0, 0, 0, 0);
    let number = trainer.steps_done() / trainer.steps_per_epoch();
    while trainer.steps_done() < (number + 1) * trainer.steps_per_epoch() {
        let report = trainer.step(&control.silent())?;
        (loss, correct, count, steps) = (loss + report.loss, correct + report.correct, count + report.count, steps + 1);
        let mean = loss / f64::from(steps);
        let loss_so_far = Value::Fixed(mean, 3);
        let step = match trainer.recipe().generator {
            None => results::epoch_so_far(number + 1, loss_so_far, Value::Percent(share(correct, count), 1)),
            Some(_) => results::drawing_so_far(number + 1, loss_so_far),
        };
        control.step(trainer.steps_done(), trainer.steps_total(), &step)?;
        saver.save_if_due(trainer)?;
    }
    let held_out = HeldOut::measure(trainer, &control)?;
    drop(progress);
    let line = Line {
        epoch: number + 1,
        loss: loss / f64::from(steps.max(1)),
        train_accuracy: share(correct, count),
        held_out: &held_out,
        seconds: began.elapsed().as_secs_f64(),
    };
    say(&words.say(&line.sentence(trainer.recipe().epochs)));
    diary.lines.push(line.row());
    Ok(held_out)
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// Writes a checkpoint every so often.
struct Saver<'a> {
    path: &'a Path,
    interval: Duration,
    last: Instant,
}

impl<'a> Saver<'a> {
    fn new(path: &'a Path, minutes: f64) -> Self {
        Self { path, interval: Duration::from_secs_f64(minutes * 60.0), last: Instant::now() }
    }

    fn save_if_due(&mut self, trainer: &Trainer) -> Result<()> {
        if self.last.elapsed() >= self.interval {
            trainer.save_checkpoint(self.path)?;
            self.last = Instant::now();
        }
        Ok(())
    }

    /// A finished training needs none.
    fn tidy(&self) -> Result<()> {
        match fs::remove_file(self.path) {
            Err(failure) if failure.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::Impossible(format!("cannot take {:?} away: {failure}", self.path)))
            }
            _ => Ok(()),
        }
    }
}

/// How an epoch went.
struct Line<'a> {
    epoch: usize,
    loss: f64,
    train_accuracy: f64,
    held_out: &'a HeldOut,
    seconds: f64,
}

impl Line<'_> {
    fn sentence(&self, epochs: usize) -> Phrase {
        let (of, fixed) = (|share: f64| Value::Percent(share, 2), |number: f64| Value::Fixed(number, 4));
        let (loss, seconds) = (fixed(self.loss), Value::Fixed(self.seconds, 1));
        match self.held_out {
            HeldOut::Answers(measured) => {
                let (right, held_out_right) = (of(self.train_accuracy), of(measured.top1));
                results::epoch(self.epoch, epochs, loss, right, fixed(measured.loss), held_out_right, seconds)
            }
            HeldOut::Drawings(measured) => {
                let (held_out_loss, off, same) = (fixed(measured.loss), fixed(measured.error), of(measured.same_answer));
                results::drawing(self.epoch, epochs, loss, held_out_loss, off, same, seconds)
            }
        }
    }

    fn row(&self) -> String {
        let Self { epoch, loss, train_accuracy, held_out, seconds } = self;
        match held_out {
            HeldOut::Answers(Evaluation { loss: held_out_loss, top1, .. }) => {
                format!("{epoch},{loss:.6},{train_accuracy:.6},{held_out_loss:.6},{top1:.6},{seconds:.1}")
            }
            HeldOut::Drawings(Reconstruction { loss: held_out_loss, error, same_answer, .. }) => {
                format!("{epoch},{loss:.6},{held_out_loss:.6},{error:.6},{same_answer:.6},{seconds:.1}")
            }
        }
    }
}

/// The table of all epochs.
struct Diary {
    header: &'static str,
    lines: Vec<String>,
}

impl Diary {
    const OF_ANSWERS: &str = "epoch,loss,train_accuracy,held_out_loss,held_out_accuracy,seconds";
    const OF_DRAWINGS: &str = "epoch,loss,held_out_loss,held_out_error,held_out_same_answer,seconds";

    fn new(recipe: &Recipe) -> Self {
        let header = if recipe.generator.is_some() { Self::OF_DRAWINGS } else { Self::OF_ANSWERS };
        Self { header, lines: Vec::new() }
    }

    /// Goes on with an earlier table after so many epochs.
    fn take_up(&mut self, table: &str, epochs: usize) {
        self.lines = table.lines().skip(1).take(epochs).map(str::to_owned).collect();
    }

    fn table(&self) -> String {
        format!("{}\n{}\n", self.header, self.lines.join("\n"))
    }
}

/// The command that makes the model again, as it was written.
fn command(words: impl Iterator<Item = String>) -> String {
    let quoted = |word: String| if word.contains(char::is_whitespace) { format!("{word:?}") } else { word };
    let words: Vec<String> = words.skip(1).filter(|word| word != "--restart").map(quoted).collect();
    format!("convscope {}", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diary_is_taken_up_where_the_checkpoint_is() {
        let mut diary = Diary { header: Diary::OF_ANSWERS, lines: Vec::new() };
        diary.take_up(&format!("{}\n1,a\n2,b\n3,c\n", Diary::OF_ANSWERS), 2);
        diary.lines.push("3,d".to_owned());
        assert_eq!(diary.table(), format!("{}\n1,a\n2,b\n3,d\n", Diary::OF_ANSWERS));
    }

    #[test]
    fn the_command_is_as_it_was_written() {
        let words = ["/usr/bin/convscope", "train", "my recipe.toml", "--restart", "-o", "x.safetensors"];
        assert_eq!(command(words.map(str::to_owned).into_iter()), "convscope train \"my recipe.toml\" -o x.safetensors");
    }
}
