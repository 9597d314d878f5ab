//! Whether a recipe can be trained on a data set, while it is being written: what the network will be, or what is wrong in one
//! sentence.

use std::path::PathBuf;

use crate::{
    app::{
        desk::{Question, Reporter},
        ids::ErrandId,
    },
    data::Dataset,
    training::Recipe,
    words::{Phrase, training as say},
    zoo::description::InitialWeights,
};

/// What a data set is, for whoever writes a recipe for it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct DataSummary {
    pictures: usize,
    classes: usize,
}

/// Can a recipe be trained on a data set?
#[derive(Clone, Debug, PartialEq)]
pub struct CheckRecipe {
    /// The recipe's text.
    pub text: String,
    /// The data set as it is written.
    pub data: String,
}

/// What was found out.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// What will be trained, or what is wrong with the recipe.
    pub recipe: Result<Summary, Phrase>,
    /// What there is to learn from, in words, or what is wrong with it.
    pub pictures: Result<Phrase, Phrase>,
    data: String,
    found: Option<DataSummary>,
}

impl Question for CheckRecipe {
    type Answer = Checked;
    /// What was found out before: about the same data set it is not asked again.
    type Given = Option<std::sync::Arc<Checked>>;
    type Error = Phrase;

    fn title(&self, _: &Self::Given) -> Phrase {
        say::CHECKING
    }

    fn work(&self, before: Self::Given, _: &Reporter<'_, Checked>) -> Result<Checked, Phrase> {
        Ok(check(&self.text, &self.data, before.as_deref()))
    }
}

/// Reads a recipe's file.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadRecipe {
    /// Different for every time.
    pub id: ErrandId,
    /// The file.
    pub path: PathBuf,
}

impl Question for ReadRecipe {
    type Answer = String;
    type Given = ();
    type Error = Phrase;

    fn title(&self, (): &()) -> Phrase {
        say::OPENING_RECIPE
    }

    fn work(&self, (): (), _: &Reporter<'_, String>) -> Result<String, Phrase> {
        std::fs::read_to_string(&self.path)
            .map_err(|failure| say::cannot_read_recipe(self.path.display().to_string(), failure.to_string()))
    }
}

/// A network that can be trained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// What it is called.
    pub name: String,
    /// Numbers to learn.
    pub parameters: usize,
    /// Multiplications with an addition, for one picture.
    pub multiply_adds: u64,
    /// Channels, rows, columns of the input.
    pub input: [usize; 3],
    /// Classes that it tells apart.
    pub classes: usize,
}

/// Classes of a network whose data set is not known yet.
const CLASSES: usize = 10;

/// Checks a recipe; what `before` found out about the same data set is not asked again.
fn check(text: &str, data: &str, before: Option<&Checked>) -> Checked {
    let (pictures, found) = match before.filter(|before| before.data == data) {
        Some(before) => (before.pictures.clone(), before.found.clone()),
        None => open(data),
    };
    let recipe = summary(text, found.as_ref().map_or(CLASSES, |found| found.classes));
    Checked { recipe, pictures, data: data.to_owned(), found }
}

fn open(data: &str) -> (Result<Phrase, Phrase>, Option<DataSummary>) {
    // The part to train on, where there are parts.
    let opened = Dataset::parse(&format!("{}#train", data.trim_end_matches("#train"))).or_else(|_| Dataset::parse(data));
    match opened {
        Err(failure) => (Err(failure.into()), None),
        Ok(dataset) if dataset.classes.is_empty() => (Err(say::no_classes(data)), None),
        Ok(dataset) => {
            let found = DataSummary { pictures: dataset.len(), classes: dataset.classes.len() };
            (Ok(say::pictures_of_classes(found.pictures, found.classes)), Some(found))
        }
    }
}

fn summary(text: &str, classes: usize) -> Result<Summary, Phrase> {
    let recipe = Recipe::parse(text)?;
    if recipe.generator.is_some() {
        return Err(say::DRAWS);
    }
    let (channels, [rows, columns]) = (recipe.preprocessing.channels(), recipe.preprocessing.size);
    let initial = InitialWeights { seed: recipe.seed, zero_residual: recipe.zero_residual };
    let weights = recipe.network.initial_weights(&initial, channels, [rows, columns], classes).map_err(Phrase::verbatim)?;
    let network = recipe.network.network(&weights, channels, [rows, columns], classes).map_err(Phrase::verbatim)?;
    Ok(Summary {
        name: recipe.name,
        parameters: network.parameter_count(),
        multiply_adds: network.ids().map(|id| network.multiply_adds_of(id)).sum(),
        input: [channels, rows, columns],
        classes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;

    const RECIPE: &str = "name = 'x'\n[network]\n\
                          layers = [{ convolution = 4 }, { global_average = true }, { linear = 'classes' }]\n\
                          [preprocessing]\nsize = 8\norder = 'grey'\n";

    #[test]
    fn a_sound_recipe_is_summed_up_and_a_mistake_is_a_sentence() {
        let nowhere = "no-such-folder";
        let checked = check(RECIPE, nowhere, None);
        let summary = checked.recipe.clone().unwrap();
        assert_eq!((summary.input, summary.classes), ([1, 8, 8], CLASSES));
        // 4 filters of 3 x 3; scale, shift and two statistics; 10 x 4 weights and 10 biases.
        assert!((36 + 8 + 50..=36 + 16 + 50).contains(&summary.parameters), "{}", summary.parameters);
        assert!(summary.multiply_adds >= 64 * 36);
        assert!(Words::ENGLISH.say(&checked.pictures.clone().unwrap_err()).contains("no-such-folder"));
        let broken = check(&RECIPE.replace("linear", "linaer"), nowhere, Some(&checked));
        let sentence = Words::ENGLISH.say(&broken.recipe.unwrap_err());
        assert!(sentence.contains("layer 3") && !sentence.contains('\n'), "{sentence}");
    }
}
