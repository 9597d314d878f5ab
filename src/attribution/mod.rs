//! The chapter "attribution": why this answer? One file per published method, one registry for all of them.
//!
//! A method takes a [`Request`], reports partial maps and returns a [`Map`] of raw numbers. It knows no window and no colours.

use std::collections::BTreeMap;

use crate::network::{Activations, Control, Engine, Error, NodeId, Result, Target, Tensor};

/// One parameter of a method: what it means and what it may be.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// The key on the command line.
    pub id: &'static str,
    /// The name on screen.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub about: &'static str,
    /// Smallest and largest value.
    pub range: [f64; 2],
    /// Its value unless set.
    pub default: f64,
    /// Whether only whole numbers make sense.
    pub whole: bool,
}

/// What a method needs beside an input and a target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// A layer with maps; the last one with maps unless chosen.
    pub layer: bool,
    /// Every value of the forward pass (for a backward pass).
    pub all_values: bool,
    /// Global average pooling and one linear layer behind the last maps (CAM).
    pub pooled_head: bool,
}

/// A named library's way of computing a method; the first one listed is the default, the paper's.
#[derive(Clone, Copy, Debug)]
pub struct Convention {
    /// The key on the command line: "paper", "captum", "pytorch-grad-cam".
    pub id: &'static str,
    /// What differs, in a sentence.
    pub about: &'static str,
}

/// One method as the registry knows it.
pub struct Method {
    /// The key on the command line: "grad-cam".
    pub id: &'static str,
    /// The name as published.
    pub name: &'static str,
    /// Author and year, short ("Selvaraju 2017").
    pub paper: &'static str,
    /// What it shows, in a sentence.
    pub about: &'static str,
    /// What can be set.
    pub parameters: &'static [Parameter],
    /// What it needs.
    pub needs: Needs,
    /// Its conventions; never empty.
    pub conventions: &'static [Convention],
    /// Whether the map has a sign.
    pub signed: bool,
    /// Runs it; the observer receives partial maps.
    pub run: fn(&Request<'_>, &Control, &mut dyn FnMut(&Map)) -> Result<Map>,
}

/// What is asked.
pub struct Request<'a> {
    /// The network.
    pub engine: &'a Engine,
    /// The preprocessed input, `1 x C x H x W`.
    pub input: &'a Tensor,
    /// A forward pass of this input that kept everything, if one is at hand (saves repeating it).
    pub activations: Option<&'a Activations>,
    /// What is explained.
    pub target: Target,
    /// The layer, for methods that need one.
    pub layer: Option<NodeId>,
    /// Values of parameters by id; missing ones take their defaults.
    pub parameters: BTreeMap<String, f64>,
    /// The convention's id; the first one of the method if `None`.
    pub convention: Option<String>,
}

/// An attribution map: raw numbers before any scaling for display.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// `channels * height * width` numbers, channel by channel, row by row.
    pub values: Vec<f32>,
    /// Channels (the input's for input-sized methods, 1 for class activation maps).
    pub channels: usize,
    /// Rows.
    pub height: usize,
    /// Columns.
    pub width: usize,
    /// Whether the sign means something.
    pub signed: bool,
    /// How far to trust it, in one line: "57 of 57 ReLUs guided", "387 of 625 windows, exact".
    pub trust: String,
    /// For a partial map: the fraction done, 0 to 1, and which rows of the map are complete. 1 when finished.
    pub done: f32,
    /// One flag per position (`height * width`): whether it is computed already. `None` when all are.
    pub known: Option<Vec<bool>>,
}

/// All methods, in the order of the menu.
pub fn registry() -> &'static [Method] {
    todo!()
}

/// The method with this id, or a sentence that lists them.
pub fn find(_id: &str) -> Result<&'static Method, String> {
    todo!()
}

impl Request<'_> {
    /// The value of a parameter: as set, else its default.
    pub fn parameter(&self, parameter: &Parameter) -> f64 {
        self.parameters.get(parameter.id).copied().unwrap_or(parameter.default)
    }

    /// The layer asked for, or the error that says one is needed.
    pub fn layer(&self) -> Result<NodeId> {
        self.layer.ok_or_else(|| Error::Target("this method needs a layer".to_owned()))
    }
}
