//! The chapter "attribution": why this answer? One file per published method, one registry for all of them.
//!
//! A method takes a [`Request`], reports partial maps and returns a [`Map`] of raw numbers. It knows no window and no colours.
//!
//! | file | method |
//! |---|---|
//! | `gradient.rs`, `input_x_gradient.rs` | the derivative of the score, and times the input |
//! | `guided_backpropagation.rs`, `deconvnet.rs`, `guided_grad_cam.rs` | derivatives with another rule at rectifiers |
//! | `paths/` | derivatives at many inputs: along a path, around the picture |
//! | `full_grad.rs` | the derivative at the input and at every bias |
//! | `relevance/` | the score, or a difference of it, handed back by rules |
//! | `grad_cam.rs`, `grad_cam_plus_plus.rs`, `hires_cam.rs`, `layer_cam.rs`, `xgrad_cam.rs` | a layer's maps, weighted by gradients |
//! | `cam.rs`, `eigen_cam.rs` | a layer's maps, weighted by the classifier itself, or by what they have in common |
//! | `norm_grad.rs`, `layer_conductance.rs` | how much a layer's positions and units count |
//! | `fully_convolutional.rs` | the classifier, slid over a larger picture |
//! | `ablation_cam.rs`, `score_cam.rs` | a layer's maps, weighted by what the score becomes without and through them |
//! | `occlusion.rs` | the score with a window covered |
//! | `coverings/` | the score with regions covered, or seen through masks |
//! | `random.rs`, `edge.rs`, `area.rs`, `truth.rs` | the controls: noise, edges, every pixel alike, and where the object is |
//!
//! What they share: `backward.rs` (gradients at the input), `layer_maps.rs` and `layer_gradients.rs` (maps and gradients of a
//! layer), `rerun.rs` (the score with a value replaced), `baseline.rs` (what stands for nothing to see), `covering.rs` (a region
//! of the input covered with it), `shared.rs` (growing maps, chance), `request.rs`, `reason.rs` (whether a method applies),
//! `error.rs`.

mod ablation_cam;
mod applies;
mod area;
mod backward;
mod baseline;
mod cam;
mod covering;
mod coverings;
mod deconvnet;
mod edge;
mod eigen_cam;
mod error;
mod full_grad;
mod fully_convolutional;
mod grad_cam;
mod grad_cam_plus_plus;
mod gradient;
mod guided_backpropagation;
mod guided_grad_cam;
mod hires_cam;
mod input_x_gradient;
mod layer_cam;
mod layer_conductance;
mod layer_gradients;
mod layer_maps;
mod norm_grad;
mod occlusion;
mod paths;
mod pooled_head;
mod random;
mod reason;
mod relevance;
mod request;
mod rerun;
mod score_cam;
mod shared;
mod truth;
mod xgrad_cam;

pub use applies::Applies;
pub use covering::{FILLS, Fill, Mask};
pub use error::{Error, Result};
pub use pooled_head::{PooledHead, pooled_head};
pub use reason::Reason;
pub use request::{Request, last_maps};
pub use rerun::{Rerun, scores_with};

use crate::{
    control::Control,
    methods::{Choice, Convention, Cost, Domain, Named, PAPER, Parameter, Parameters, Registry, Value},
    words::{self, Phrase, trust},
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

/// What a method works with, as menus group them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Derivatives at the input.
    Gradients,
    /// The score handed back, layer by layer, by rules.
    Relevance,
    /// Maps of a layer.
    Layers,
    /// The picture, partly covered.
    Coverings,
    /// What has to be told apart from an explanation.
    Controls,
}

impl Family {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 5] = [Self::Gradients, Self::Relevance, Self::Layers, Self::Coverings, Self::Controls];
}

/// One method as the registry knows it.
pub struct Method {
    /// The key on the command line: "grad-cam".
    pub id: &'static str,
    /// The name as published.
    pub name: &'static str,
    /// Author and year, short ("Selvaraju 2017").
    pub paper: &'static str,
    /// What it works with.
    pub family: Family,
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
    /// What the numbers should sum to, where the method promises it.
    pub completeness: Option<Completeness>,
}

/// What a map sums to, and what it should.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Completeness {
    /// The sum of all its numbers.
    pub sum: f64,
    /// What was to be shared out: the score, or how it differs from that of the baseline.
    pub expected: f64,
}

impl Completeness {
    /// How far the sum is off, as a share of what was to be shared out.
    pub fn gap(&self) -> f64 {
        (self.sum - self.expected).abs() / self.expected.abs().max(f64::MIN_POSITIVE)
    }

    /// "sum 6.29 of 6.30, gap 0.1 %".
    pub fn phrase(&self) -> Phrase {
        trust::completeness(self.sum as f32, self.expected as f32, words::Value::Percent(self.gap().min(99.99), 2))
    }
}

impl Map {
    /// A finished map of `channels`, rows and columns.
    fn whole(values: Vec<f32>, [channels, height, width]: [usize; 3], signed: bool, trust: Vec<Phrase>) -> Self {
        Self { values, channels, height, width, signed, trust, done: 1.0, known: None, completeness: None }
    }

    /// The same with what its numbers should sum to, and how near they come said first.
    fn which_sums_to(mut self, expected: f64) -> Self {
        let completeness = Completeness { sum: self.values.iter().map(|&value| f64::from(value)).sum(), expected };
        self.trust.insert(0, completeness.phrase());
        self.completeness = Some(completeness);
        self
    }

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
        paths::smooth_grad::METHOD,
        paths::integrated_gradients::METHOD,
        paths::guided_ig::METHOD,
        paths::blur_ig::METHOD,
        paths::expected_gradients::METHOD,
        guided_grad_cam::METHOD,
        full_grad::METHOD,
        relevance::lrp::METHOD,
        relevance::crp::METHOD,
        relevance::deep_lift::METHOD,
        relevance::deep_lift::SHAP,
        relevance::excitation::METHOD,
        grad_cam::METHOD,
        cam::METHOD,
        grad_cam_plus_plus::METHOD,
        hires_cam::METHOD,
        layer_cam::METHOD,
        xgrad_cam::METHOD,
        ablation_cam::METHOD,
        score_cam::METHOD,
        eigen_cam::METHOD,
        norm_grad::METHOD,
        layer_conductance::METHOD,
        fully_convolutional::METHOD,
        occlusion::METHOD,
        coverings::rise::METHOD,
        coverings::lime::METHOD,
        coverings::kernel_shap::METHOD,
        coverings::feature_ablation::METHOD,
        coverings::xrai::METHOD,
        coverings::extremal::METHOD,
        random::METHOD,
        edge::METHOD,
        area::METHOD,
        truth::METHOD,
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
