//! The published recipes, one file each: the ten rows of Olah 2017's table of regularisations, and Simonyan 2013 and Lucid beside
//! them.
//!
//! A recipe takes an [`Order`] and becomes something that grows. Constants are the papers' and their codes'; where a code has a
//! known fault, the file says what stands instead.

mod deepdream;
mod dgn;
mod elites;
mod erhan;
mod laplacian;
mod lucid;
mod mahendran;
mod mahendran_2016;
mod nguyen;
mod octaves;
mod oygard;
mod ppgn;
mod simonyan;
mod szegedy;
mod towards;
mod tyka;
mod yosinski;

use std::sync::Arc;

use super::{
    Error, Goal, Growing, Growth, Order, Recipe, Result,
    recipe::{Redirect, Start},
};
use crate::methods::{Convention, Named, Parameter, Registry, Value};

pub use deepdream::DeepDream;
pub use erhan::Erhan;
pub use laplacian::Laplacian;
pub use mahendran::Mahendran;
pub use mahendran_2016::Mahendran2016;
pub use nguyen::Nguyen;
pub use oygard::{Oygard, OygardOctave, Smoothing};
pub use simonyan::Simonyan;
pub use yosinski::Yosinski;

/// What a recipe needs besides a network and a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// A picture to start from.
    Picture,
    /// A class.
    Class,
    /// Both.
    PictureAndClass,
    /// A generator of the network.
    Generator,
}

/// How a picture's numbers become pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spread {
    /// 0 is black, 1 white, the rest is cut off.
    #[default]
    AsItIs,
    /// The mean is grey and a standard deviation a tenth of all there is (Mordvintsev 2016's way of showing).
    AroundGrey,
}

/// How a recipe begins.
enum Begin {
    /// It is a recipe of the common loop.
    Recipe(fn(&Order) -> Result<Recipe>),
    /// The same, and it makes another goal of the one that was ordered.
    Towards(fn(&Order) -> Result<(Goal, Recipe)>),
    /// It goes its own way.
    Other(fn(&Order) -> Result<Box<dyn Growing>>),
}

/// A published recipe as the registry knows it.
pub struct Preset {
    /// The key on the command line: "lucid".
    pub id: &'static str,
    /// The name on screen, the author's or the program's.
    pub name: &'static str,
    /// Authors and year.
    pub paper: &'static str,
    /// When it was published.
    pub year: u16,
    /// What can be set.
    pub parameters: &'static [Parameter],
    /// Its conventions; never empty.
    pub conventions: &'static [Convention],
    /// What it cannot do without.
    pub needs: Needs,
    /// How its numbers become pixels.
    pub spread: Spread,
    begin: Begin,
}

/// All recipes, by year.
pub static PRESETS: Registry<Preset> = Registry::new(
    "visualisation",
    &[
        erhan::PRESET,
        simonyan::PRESET,
        szegedy::PRESET,
        mahendran::PRESET,
        nguyen::PRESET,
        elites::PRESET,
        yosinski::PRESET,
        deepdream::PRESET,
        oygard::PRESET,
        mahendran_2016::PRESET,
        tyka::PRESET,
        laplacian::PRESET,
        dgn::PRESET,
        ppgn::PRESET,
        lucid::PRESET,
    ],
);

impl Named for Preset {
    fn id(&self) -> &'static str {
        self.id
    }
}

impl Preset {
    /// Whether it can do what was ordered.
    ///
    /// # Errors
    /// What is missing, in a sentence.
    pub fn applies(&self, order: &Order) -> Result<()> {
        match self.needs {
            Needs::Picture | Needs::PictureAndClass if order.picture.is_none() => Err(Error::NeedsPicture { recipe: self.name }),
            Needs::Class | Needs::PictureAndClass if order.class().is_none() => {
                Err(Error::Target { recipe: self.name, needs: "a class" })
            }
            _ => Ok(()),
        }
    }

    /// Begins to grow what was ordered.
    ///
    /// # Errors
    /// A parameter, convention, canvas or target that does not do; a picture or a generator that is missing.
    pub fn begin(&self, order: &Order) -> Result<Box<dyn Growing>> {
        Convention::find(self.name, self.conventions, order.convention.as_deref())?;
        order.parameters.check(self.name, self.parameters)?;
        self.applies(order)?;
        match self.begin {
            Begin::Recipe(recipe) => Ok(Box::new(Growth::new(order.lens.clone(), order.goal.clone(), recipe(order)?)?)),
            Begin::Towards(recipe) => {
                let (goal, recipe) = recipe(order)?;
                Ok(Box::new(Growth::new(order.lens.clone(), goal, recipe)?))
            }
            Begin::Other(begin) => begin(order),
        }
    }

    /// The recipe of the common loop that an order becomes; `None` for one that goes its own way.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub fn recipe(&self, order: &Order) -> Result<Option<Recipe>> {
        match self.begin {
            Begin::Recipe(recipe) => Ok(Some(recipe(order)?)),
            Begin::Towards(recipe) => Ok(Some(recipe(order)?.1)),
            Begin::Other(_) => Ok(None),
        }
    }
}

impl PartialEq for Preset {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl std::fmt::Debug for Preset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Preset").field("id", &self.id).finish_non_exhaustive()
    }
}

/// How many steps: every recipe has this one, with its own default.
const fn steps(default: &'static Value) -> Parameter {
    Parameter::whole("steps", [1, 100_000], default)
}

/// Whether dead rectifiers are redirected.
const REDIRECT: Parameter =
    Parameter { id: "redirect", domain: crate::methods::Domain::Switch, default: &Value::Switch(true), elsewhere: &[] };

/// A recipe of one picture made that of an order: how many, from which seed, from an earlier picture if it fits, and what becomes
/// of dead units. The order has [`REDIRECT`].
fn ordered(recipe: Recipe, order: &Order) -> Recipe {
    let numbers = order.count * order.lens.space(recipe.unit).channels() * recipe.size[0] * recipe.size[1];
    let earlier = order.start.as_ref().filter(|parameters| parameters.len() == numbers);
    Recipe {
        count: order.count,
        seed: order.seed,
        start: earlier.map_or(recipe.start, |parameters| Start::Parameters(Arc::clone(parameters))),
        redirect: if order.on(&REDIRECT) { Redirect::WhenDead } else { Redirect::Never },
        ..recipe
    }
}
