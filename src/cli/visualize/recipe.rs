//! Which recipe is meant and how it is set, for every subcommand that grows pictures.

use std::{path::PathBuf, sync::Arc};

use crate::{
    cli::{Error, Result, parameters},
    methods::{Convention, Named as _, Parameters, Value},
    visualization::{Needs, PRESETS, Preset, Source},
    words::Words,
    zoo::{Generator, Model},
};

/// A recipe and its settings.
#[derive(Debug, clap::Args)]
pub struct RecipeArguments {
    /// The recipe; --help lists them, and which one is usual.
    #[arg(long, value_name = "R", value_parser = |id: &str| PRESETS.find(id))]
    recipe: Option<&'static Preset>,
    /// Whose way of carrying it out; the paper's unless given.
    #[arg(long, value_name = "C")]
    convention: Option<String>,
    /// A parameter of the recipe.
    #[arg(long = "param", value_name = "K=V", value_parser = parameters::parse)]
    parameters: Vec<(String, String)>,
    /// A generator's file, for recipes that draw with one; the one that ships for the network unless given.
    #[arg(long, value_name = "GENERATOR.safetensors")]
    generator: Option<PathBuf>,
    /// How many steps; the recipe's own number unless given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    steps: Option<u32>,
}

/// The same, checked.
pub struct Chosen {
    pub recipe: &'static Preset,
    pub parameters: Parameters,
    pub convention: Option<String>,
}

impl Chosen {
    /// Whether the recipe draws with a generator.
    pub fn draws(&self) -> bool {
        self.recipe.needs == Needs::Generator
    }
}

impl RecipeArguments {
    /// The generator of a model: the one of the file, else the one that ships for it where a recipe draws with one (`draws`).
    pub fn source(&self, model: &Model, draws: bool) -> Result<Option<Arc<Source>>> {
        Ok(match &self.generator {
            Some(file) => Some(Arc::new(Source::of(&Generator::open(file)?, model)?)),
            None if draws => Source::shipped_for(model).map(Arc::new),
            None => None,
        })
    }

    /// What was chosen; a wrong call is one that the recipe does not take.
    pub fn settle(&self, usual: &str) -> Result<Chosen> {
        let recipe = match self.recipe {
            Some(recipe) => recipe,
            None => PRESETS.find(usual).map_err(|unknown| Error::Usage(unknown.to_string()))?,
        };
        let mut parameters = parameters::collect(recipe.name, recipe.parameters, &self.parameters)?;
        let convention = Convention::find(recipe.name, recipe.conventions, self.convention.as_deref());
        convention.map_err(|unknown| Error::Usage(unknown.to_string()))?;
        if let Some(steps) = self.steps {
            parameters.set("steps", Value::Whole(steps.into()));
        }
        Ok(Chosen { recipe, parameters, convention: self.convention.clone() })
    }
}

/// All recipes with what can be set, for `--help`.
pub fn recipes_help() -> String {
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
