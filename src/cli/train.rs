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
    training::{Evaluation, Examples, Recipe, SHIPPED_RECIPES, Trainer},
    words::{Phrase, Value, Words, results},
};

/// What to train.
#[derive(Debug, clap::Args)]
#[command(after_long_help = recipes_help())]
pub struct Arguments {
    /// A recipe's file, or the name of one that ships; --help lists them.
    #[arg(value_name = "RECIPE")]
    recipe: PathBuf,
    /// The data set, if not the one that the recipe names: a folder per class, an MNIST or CIFAR-10 folder, world:N.
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
    for (name, recipe) in SHIPPED_RECIPES {
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
    let mut diary = Diary::default();
    if checkpoint.exists() && !arguments.restart {
        trainer.resume(&checkpoint)?;
        diary.take_up(&fs::read_to_string(&table.path).unwrap_or_default(), trainer.steps_done() / trainer.steps_per_epoch());
        let file = checkpoint.display().to_string();
        say(&words.say(&results::going_on(trainer.steps_done(), trainer.steps_total(), file)));
    }
    let mut saver = Saver::new(&checkpoint, trainer.recipe().checkpoint_minutes);
    let mut evaluation = None;
    while !trainer.is_finished() {
        let measured = epoch(&mut trainer, &mut saver, &mut diary, words)?;
        table.write_text(&diary.table())?;
        evaluation = Some(measured);
    }
    let evaluation = match evaluation {
        Some(evaluation) => evaluation,
        None => trainer.evaluate(&Control::default())?,
    };
    trainer.finish(&arguments.output, &evaluation, &command(std::env::args()))?;
    saver.tidy()
}

/// Trains to the end of an epoch, measures, and says a line.
fn epoch(trainer: &mut Trainer, saver: &mut Saver, diary: &mut Diary, words: Words) -> Result<Evaluation> {
    let began = Instant::now();
    let progress = Progress::new(words);
    let control = progress.control();
    let (mut loss, mut correct, mut count, mut steps) = (0.0, 0, 0, 0);
    let number = trainer.steps_done() / trainer.steps_per_epoch();
    while trainer.steps_done() < (number + 1) * trainer.steps_per_epoch() {
        let report = trainer.step(&control.silent())?;
        (loss, correct, count, steps) = (loss + report.loss, correct + report.correct, count + report.count, steps + 1);
        let mean = loss / f64::from(steps);
        let right = Value::Percent(share(correct, count), 1);
        let step = results::epoch_so_far(number + 1, Value::Fixed(mean, 3), right);
        control.step(trainer.steps_done(), trainer.steps_total(), &step)?;
        saver.save_if_due(trainer)?;
    }
    let evaluation = trainer.evaluate(&control)?;
    drop(progress);
    let line = Line {
        epoch: number + 1,
        loss: loss / f64::from(steps.max(1)),
        train_accuracy: share(correct, count),
        held_out_loss: evaluation.loss,
        held_out_accuracy: evaluation.top1,
        seconds: began.elapsed().as_secs_f64(),
    };
    say(&words.say(&line.sentence(trainer.recipe().epochs)));
    diary.lines.push(line.row());
    Ok(evaluation)
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
struct Line {
    epoch: usize,
    loss: f64,
    train_accuracy: f64,
    held_out_loss: f64,
    held_out_accuracy: f64,
    seconds: f64,
}

impl Line {
    fn sentence(&self, epochs: usize) -> Phrase {
        let [loss, held_out_loss] = [self.loss, self.held_out_loss].map(|loss| Value::Fixed(loss, 4));
        let [right, held_out_right] = [self.train_accuracy, self.held_out_accuracy].map(|share| Value::Percent(share, 2));
        results::epoch(self.epoch, epochs, loss, right, held_out_loss, held_out_right, Value::Fixed(self.seconds, 1))
    }

    fn row(&self) -> String {
        let Self { epoch, loss, train_accuracy, held_out_loss, held_out_accuracy, seconds } = self;
        format!("{epoch},{loss:.6},{train_accuracy:.6},{held_out_loss:.6},{held_out_accuracy:.6},{seconds:.1}")
    }
}

/// The table of all epochs.
#[derive(Default)]
struct Diary {
    lines: Vec<String>,
}

impl Diary {
    const HEADER: &str = "epoch,loss,train_accuracy,held_out_loss,held_out_accuracy,seconds";

    /// Goes on with an earlier table after so many epochs.
    fn take_up(&mut self, table: &str, epochs: usize) {
        self.lines = table.lines().skip(1).take(epochs).map(str::to_owned).collect();
    }

    fn table(&self) -> String {
        format!("{}\n{}\n", Self::HEADER, self.lines.join("\n"))
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
        let mut diary = Diary::default();
        diary.take_up(&format!("{}\n1,a\n2,b\n3,c\n", Diary::HEADER), 2);
        diary.lines.push("3,d".to_owned());
        assert_eq!(diary.table(), format!("{}\n1,a\n2,b\n3,d\n", Diary::HEADER));
    }

    #[test]
    fn the_command_is_as_it_was_written() {
        let words = ["/usr/bin/convscope", "train", "my recipe.toml", "--restart", "-o", "x.safetensors"];
        assert_eq!(command(words.map(str::to_owned).into_iter()), "convscope train \"my recipe.toml\" -o x.safetensors");
    }
}
