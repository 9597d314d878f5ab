//! The chapter "attribution": why this answer? One file per published method, one registry for all of them.
//!
//! A method takes a [`Request`], reports partial maps and returns a [`Map`] of raw numbers. It knows no window and no colours.
//!
//! | file | method |
//! |---|---|
//! | `gradient.rs`, `input_x_gradient.rs` | the derivative of the score, and times the input |
//! | `guided_backpropagation.rs`, `deconvnet.rs` | derivatives with another rule at rectifiers |
//! | `grad_cam.rs`, `grad_cam_plus_plus.rs`, `hires_cam.rs`, `layer_cam.rs`, `xgrad_cam.rs` | a layer's maps, weighted by gradients |
//! | `cam.rs` | a layer's maps, weighted by the classifier itself |
//! | `ablation_cam.rs`, `score_cam.rs` | a layer's maps, weighted by what the score becomes without and through them |
//! | `occlusion.rs` | the score with a window covered |
//! | `random.rs` | the control: noise |
//!
//! What they share: `backward.rs` (gradients at the input), `layer_maps.rs` and `layer_gradients.rs` (maps and gradients of a
//! layer), `rerun.rs` (the score with a value replaced), `request.rs`, `reason.rs` (whether a method applies), `error.rs`.

mod ablation_cam;
mod applies;
mod backward;
mod cam;
mod deconvnet;
mod error;
mod grad_cam;
mod grad_cam_plus_plus;
mod gradient;
mod guided_backpropagation;
mod hires_cam;
mod input_x_gradient;
mod layer_cam;
mod layer_gradients;
mod layer_maps;
mod occlusion;
mod pooled_head;
mod random;
mod reason;
mod request;
mod rerun;
mod score_cam;
mod xgrad_cam;

pub use applies::Applies;
pub use error::{Error, Result};
pub use pooled_head::{PooledHead, pooled_head};
pub use reason::Reason;
pub use request::{Request, last_maps};

use crate::{
    control::Control,
    methods::{Choice, Convention, Cost, Domain, Named, PAPER, Parameter, Parameters, Registry, Value},
    words::Phrase,
};

/// Hands partial maps to an observer on its way.
type Growing = fn(&Request<'_>, &Control, &mut dyn FnMut(&Map)) -> Result<Map>;

/// How a method computes.
enum Compute {
    /// The map comes whole.
    Whole(fn(&Request<'_>, &Control) -> Result<Map>),
    /// The map grows, and is handed out meanwhile.
    Growing(Growing),
}

/// One method as the registry knows it.
pub struct Method {
    /// The key on the command line: "grad-cam".
    pub id: &'static str,
    /// The name as published.
    pub name: &'static str,
    /// Author and year, short ("Selvaraju 2017").
    pub paper: &'static str,
    /// What can be set.
    pub parameters: &'static [Parameter],
    /// Whether it looks at a layer, which can be chosen.
    pub looks_at_layer: bool,
    /// Whether it applies to a network and a target, or why not.
    pub applies: Applies,
    /// How long a person waits for it.
    pub cost: Cost,
    /// Its conventions; never empty.
    pub conventions: &'static [Convention],
    /// Whether the map has a sign.
    pub signed: bool,
    compute: Compute,
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
    /// How far to trust it: "57 of 57 ReLUs guided", "387 of 625 windows, exact".
    pub trust: Vec<Phrase>,
    /// The fraction done, 0 to 1; 1 when finished.
    pub done: f32,
    /// One flag per position (`height * width`): whether it is computed already. `None` when all are.
    pub known: Option<Vec<bool>>,
}

impl Map {
    /// Whether nothing of it is still to come.
    pub fn is_finished(&self) -> bool {
        self.done >= 1.0
    }

    /// One number for each position, `height * width`: the sum over channels, which keeps what the map adds up to.
    pub fn plane(&self) -> Vec<f32> {
        let mut plane = vec![0.0; self.height * self.width];
        for channel in self.values.chunks_exact(plane.len().max(1)) {
            for (sum, value) in plane.iter_mut().zip(channel) {
                *sum += value;
            }
        }
        plane
    }
}

/// All methods, in the order of the menu.
pub static METHODS: Registry<Method> = Registry::new(
    "attribution",
    &[
        gradient::METHOD,
        input_x_gradient::METHOD,
        guided_backpropagation::METHOD,
        deconvnet::METHOD,
        grad_cam::METHOD,
        cam::METHOD,
        occlusion::METHOD,
        grad_cam_plus_plus::METHOD,
        hires_cam::METHOD,
        layer_cam::METHOD,
        xgrad_cam::METHOD,
        ablation_cam::METHOD,
        score_cam::METHOD,
        random::METHOD,
    ],
);

impl Named for Method {
    fn id(&self) -> &'static str {
        self.id
    }
}

impl Method {
    /// Runs the method after checking the request; the observer receives partial maps as they grow.
    ///
    /// # Errors
    /// A target, layer, convention or parameter that does not exist or does not fit, each in one sentence; cancellation.
    ///
    /// ```
    /// use convscope::{
    ///     attribution::{METHODS, Request},
    ///     control::Control,
    ///     network::{Class, Device, Engine, Target, Tensor},
    /// };
    ///
    /// let model = convscope::zoo::default_model()?;
    /// let engine = Engine::new(model.network.clone(), &Device::Cpu)?;
    /// let picture = convscope::data::world::SAMPLES[0].picture();
    /// let [rows, columns] = model.preprocessing.size;
    /// let input = Tensor::from_vec(model.preprocessing.apply(&picture), (1, 3, rows, columns), &Device::Cpu)?;
    /// let request = Request::new(&engine, &input, Target::Class(Class(0)));
    /// let map = METHODS.find("grad-cam")?.run(&request, &Control::default(), &mut |_| ())?;
    /// assert_eq!((map.channels, map.values.len()), (1, map.height * map.width));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn run(&self, request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
        request.check(self)?;
        match self.compute {
            Compute::Whole(compute) => compute(request, control),
            Compute::Growing(compute) => compute(request, control, observer),
        }
    }
}

impl PartialEq for Method {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl std::fmt::Debug for Method {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Method").field("id", &self.id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
