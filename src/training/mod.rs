//! A chapter: training a network on a data set, as a [`Recipe`] says.
//!
//! * [`Recipe`]: network, data, optimiser, schedule, augmentation; one TOML file.
//! * [`Examples`]: the pictures to train on and those held out, in memory.
//! * [`Trainer`]: batch after batch, until it is finished; it is watched and steered between two steps.
//! * [`Evaluation`]: how good a network is, for held-out pictures or any data set; [`Reconstruction`]: how well one draws.
//!
//! Weights and their order of batches follow from the recipe's seed alone; sums follow from the number of threads. Gradients come
//! from [`crate::network::training`]; this room knows no window and no command line.

mod adversary;
mod augmentation;
mod batches;
mod checkpoint;
mod decoder;
mod error;
mod evaluation;
mod examples;
mod finish;
mod generator;
mod loss;
mod objective;
mod optimizer;
mod recipe;
mod reconstruction;
mod resume;
mod schedule;
mod trainer;

pub use adversary::AdversarySettings;
pub use augmentation::Augmentation;
pub use decoder::generator_recipe;
pub use error::{Error, Result};
pub use evaluation::{Answer, Evaluation};
pub use examples::{Examples, Pictures};
pub use generator::GeneratorSettings;
pub use loss::CrossEntropy;
pub use optimizer::{Method, Optimizer, OptimizerSettings};
pub use recipe::{
    COMPARED as COMPARED_RECIPES, GENERATORS as GENERATOR_RECIPES, Recipe, SHIPPED as SHIPPED_RECIPES, Storage, recipes,
};
pub use reconstruction::Reconstruction;
pub use schedule::{Schedule, Shape};
pub use trainer::{StepReport, Trainer};
