//! What a training leaves behind: the trained file, and its sidecar that says how it came about.

use std::{
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use super::{Evaluation, Reconstruction, Result, Trainer};
use crate::{control::Control, formats::atomic, words::Words, zoo::Record};

impl Trainer {
    /// Writes the model as it is kept (averaged, if the recipe says so) and `NAME.toml` beside it. `evaluation` is how good it is
    /// on the pictures held out, `command` what makes it again.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn finish(&self, path: &Path, evaluation: &Evaluation, command: &str) -> Result<()> {
        let trained = self.trained()?;
        trained.write(path)?;
        let (right, split) = (evaluation.top1 * 100.0, self.examples().split);
        let accuracy = format!("{right:.2}% of {} pictures held out ({split})", evaluation.count);
        let record = self.record(accuracy, command)?;
        write_record(path, &Record { labels: trained.labels, ..record })
    }

    /// Writes the generator as it is kept and `NAME.toml` beside it; `reconstruction` is how well it draws pictures held out,
    /// `command` what makes it again.
    ///
    /// # Errors
    /// A file cannot be written, or somebody asks to stop.
    pub fn finish_generator(&self, path: &Path, reconstruction: &Reconstruction, command: &str, control: &Control) -> Result<()> {
        let trained = self.trained_generator(control)?;
        trained.write(path)?;
        let record = self.record(reconstruction.sentence(self.examples().split), command)?;
        write_record(path, &Record { generator: Some(trained.origin), ..record })
    }

    /// How the present weights came about.
    fn record(&self, accuracy: String, command: &str) -> Result<Record> {
        let (recipe, examples) = (self.recipe(), self.examples());
        let epochs = self.steps_done() / self.steps_per_epoch();
        // The sidecar is a file: English whatever is spoken.
        let numbers = Words::ENGLISH.count(self.network()?.parameter_count());
        let about = format!("{} {numbers} weights trained by Convscope; {accuracy}.", recipe.about);
        Ok(Record {
            name: recipe.name.clone(),
            about: about.trim().to_owned(),
            recipe: format!("{epochs} epochs of batches of {}, {:?}", recipe.batch, recipe.optimizer.method),
            seed: recipe.seed,
            data: format!("{}, {} pictures to learn from", examples.source, examples.train.len()),
            accuracy,
            date: today(),
            command: command.to_owned(),
            labels: Vec::new(),
            preprocessing: recipe.preprocessing.clone(),
            generator: None,
        })
    }
}

/// Writes a model's sidecar beside it.
fn write_record(path: &Path, record: &Record) -> Result<()> {
    Ok(atomic::write(&path.with_extension("toml"), |file| file.write_all(record.to_toml().as_bytes()))?)
}

/// `YEAR-MONTH-DAY` in universal time.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    date(seconds / 86_400)
}

/// The date so many days after 1970-01-01, counted in years that begin in March, so that the leap day is the last one.
fn date(days: u64) -> String {
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day_of_month = day - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day_of_month:02}", era * 400 + year + carry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates() {
        for (days, expected) in [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_780, "2026-11-23")] {
            assert_eq!(date(days), expected);
        }
    }
}
