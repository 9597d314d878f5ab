//! Running a network: forward with any intermediate values kept, re-running from any inner value, and backward.
//!
//! [`Engine`] is what every method takes. It knows no files and no windows, and which backend does the arithmetic is decided
//! once.

use std::sync::Arc;

use candle_core::{DType, Device, Tensor};

use super::{
    Activations, BackwardRule, Changes, Derived, Error, Gradients, Keep, Network, NodeId, Result, Target,
    backend::{Backend, CandleBackend, NativeBackend},
    gradient::Differentiation,
    tangent::Motion,
};
use crate::{
    control::Control,
    words::{Phrase, Words},
};

/// A network on a backend, ready to run; clones share everything.
#[derive(Clone)]
pub struct Engine {
    network: Arc<Network>,
    backend: Arc<dyn Backend>,
    derived: Arc<Derived>,
    hasty: bool,
}

impl Engine {
    /// Prepares a network on a device, in f32: a CPU runs our own kernels, other devices candle's.
    pub fn new(network: Arc<Network>, device: &Device) -> Result<Self> {
        match device {
            Device::Cpu => Self::native(network, false),
            Device::Cuda(_) | Device::Metal(_) => Self::with_dtype(network, device, DType::F32),
        }
    }

    /// Our own kernels on the CPU, in f32. `exact` sums every convolution tap by tap: slower than Winograd's, whose results
    /// differ by about 1e-5 of the largest.
    pub fn native(network: Arc<Network>, exact: bool) -> Result<Self> {
        let backend = Arc::new(NativeBackend::new(Arc::clone(&network), exact)?);
        Ok(Self { network, backend, derived: Arc::default(), hasty: false })
    }

    /// Candle's primitives on any device, in any floating-point type (f64 for reference results).
    pub fn with_dtype(network: Arc<Network>, device: &Device, dtype: DType) -> Result<Self> {
        let backend = Arc::new(CandleBackend::new(&network, device, dtype)?);
        Ok(Self { network, backend, derived: Arc::default(), hasty: false })
    }

    /// Another network on a backend of the same kind, the same device and floating-point type; `exact` sums convolutions tap by
    /// tap, for what divides by small numbers.
    pub fn like(&self, network: Arc<Network>, exact: bool) -> Result<Self> {
        Ok(Self { backend: self.backend.like(&network, exact)?, network, derived: Arc::default(), hasty: false })
    }

    /// The same engine, whose gradients may round as forward passes do, about 1e-5 of the largest, and are faster for it: for
    /// what is averaged over many, or found step by step. Which gates stand open is asked as carefully as ever.
    pub fn hasty(&self) -> Self {
        Self { hasty: true, ..self.clone() }
    }

    /// The network.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The network, to share.
    pub fn shared_network(&self) -> Arc<Network> {
        Arc::clone(&self.network)
    }

    /// What methods made of this network and find again.
    pub fn derived(&self) -> &Derived {
        &self.derived
    }

    /// Where it runs: "CPU", "2 threads", "AVX2".
    pub fn device(&self) -> Vec<Phrase> {
        self.backend.describe()
    }

    /// The floating-point type and device that inputs are moved to.
    pub fn prepare(&self, input: &Tensor) -> Result<Tensor> {
        self.backend.prepare(input)
    }

    /// Runs the network on `input` (`N x C x H x W`, any N) as far as `keep` asks.
    ///
    /// ```
    /// use convscope::{
    ///     control::Control,
    ///     network::{Device, Engine, Keep, Tensor},
    /// };
    ///
    /// let model = convscope::zoo::default_model()?;
    /// let engine = Engine::new(model.network.clone(), &Device::Cpu)?;
    /// let input = Tensor::zeros((1, 3, 128, 128), convscope::network::DType::F32, &Device::Cpu)?;
    /// let activations = engine.forward(&input, &Keep::All, &Control::default())?;
    /// assert_eq!(engine.scores(&activations)?[0].len(), 20);
    /// let maps = activations.get(&model.network, model.network.find("conv1")?)?;
    /// assert_eq!(maps.dims(), [1, 32, 64, 64]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn forward(&self, input: &Tensor, keep: &Keep, control: &Control) -> Result<Activations> {
        let expected = &self.network.node(self.network.input()).shape;
        let fits = input.rank() == expected.len() && input.dims().first() > Some(&0) && input.dims()[1..] == expected[1..];
        if !fits {
            return Err(Error::Input { expected: expected.clone(), found: input.dims().to_vec() });
        }
        let mut known = Activations::default();
        known.insert(self.network.input(), input.clone());
        self.forward_from(known, keep, control)
    }

    /// Runs only what is not known: `known` holds inner values (replaced ones, for example), and whatever `keep` needs beyond
    /// them is computed.
    ///
    /// # Errors
    /// [`Error::NotKept`] where a value that is asked for by name cannot be computed from what is known.
    pub fn forward_from(&self, mut known: Activations, keep: &Keep, control: &Control) -> Result<Activations> {
        for value in known.values.values_mut() {
            *value = self.backend.prepare(value)?;
        }
        self.backend.forward(&self.network, known, keep, control)
    }

    /// Runs the network on inputs that differ from a known one inside one rectangle each, as far as `wanted` asks: the values
    /// of `wanted`, one item for each changed input, are those of a whole pass over it (within rounding), however few of them
    /// the backend had to compute anew. `base` is a pass over the known input, one picture, that kept everything.
    ///
    /// # Errors
    /// [`Error::Rectangles`] if the rectangles do not lie inside the input, [`Error::NotKept`] if `base` lacks a value.
    pub fn forward_changed(
        &self,
        base: &Activations,
        changes: &Changes,
        wanted: &[NodeId],
        control: &Control,
    ) -> Result<Activations> {
        changes.check(&self.network.node(self.network.input()).shape)?;
        let changes = Changes { origins: changes.origins.clone(), values: self.backend.prepare(&changes.values)? };
        self.backend.forward_changed(&self.network, base, &changes, wanted, control)
    }

    /// The gradient of `target` with respect to each of `wanted`, stopping where it is no longer needed.
    /// `activations` must come from a forward pass that kept what lies between.
    ///
    /// ```
    /// use convscope::{
    ///     control::Control,
    ///     network::{Class, Device, Engine, Guided, Keep, Target, Tensor},
    /// };
    ///
    /// let model = convscope::zoo::default_model()?;
    /// let engine = Engine::new(model.network.clone(), &Device::Cpu)?;
    /// let input = Tensor::ones((1, 3, 128, 128), convscope::network::DType::F32, &Device::Cpu)?;
    /// let (control, at) = (Control::default(), model.network.input());
    /// let activations = engine.forward(&input, &Keep::All, &control)?;
    /// // With guided backpropagation's rule at every rectifier; `Plain` is the derivative itself.
    /// let gradients = engine.gradient(&activations, &Target::Class(Class(3)), &[at], &Guided, &control)?;
    /// assert_eq!(gradients.get(&model.network, at)?.dims(), [1, 3, 128, 128]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn gradient(
        &self,
        activations: &Activations,
        target: &Target,
        wanted: &[NodeId],
        rule: &dyn BackwardRule,
        control: &Control,
    ) -> Result<Gradients> {
        target.check(&self.network)?;
        let layer = target.layer(&self.network);
        let value = activations.get(&self.network, layer)?;
        let gradients = self.pull_back(activations, &[(layer, target.seed(&value)?)], wanted, rule, control)?;
        Ok(Gradients { score: target.read(&value)?, ..gradients })
    }

    /// The gradient with respect to each of `wanted` of a number whose gradient with respect to some later values is given:
    /// `seeds`, each of its value's shape (`N x ...`). `activations` must come from a forward pass that kept what lies between.
    ///
    /// # Errors
    /// [`Error::Seed`] where a seed has not the shape of its value, [`Error::NotKept`] where a value is missing.
    pub fn pull_back(
        &self,
        activations: &Activations,
        seeds: &[(NodeId, Tensor)],
        wanted: &[NodeId],
        rule: &dyn BackwardRule,
        control: &Control,
    ) -> Result<Gradients> {
        self.check_seeds(seeds)?;
        self.backend.backward(&self.network, &Differentiation { seeds, wanted, rule, hasty: self.hasty, activations }, control)
    }

    /// How the values `wanted` move when those of `tangents` do, each a direction of its value's shape (`N x ...`), with every
    /// gate, choice and statistic as `activations` has them: the derivative forwards, the adjoint of [`Self::pull_back`] under
    /// [`super::Plain`].
    ///
    /// # Errors
    /// [`Error::Seed`] where a tangent has not the shape of its value, [`Error::NotKept`] where a value is missing.
    pub fn push_forward(
        &self,
        activations: &Activations,
        tangents: &[(NodeId, Tensor)],
        wanted: &[NodeId],
        control: &Control,
    ) -> Result<Gradients> {
        self.check_seeds(tangents)?;
        let values = self.backend.push_forward(&self.network, &Motion { tangents, wanted, activations }, control)?;
        Ok(Gradients { values, ..Gradients::default() })
    }

    /// Whether each of these has the shape of its value.
    fn check_seeds(&self, seeds: &[(NodeId, Tensor)]) -> Result<()> {
        for (id, seed) in seeds {
            let node = self.network.node(*id);
            if seed.rank() != node.shape.len() || seed.dims()[1..] != node.shape[1..] {
                let (layer, expected) = (node.name.clone(), node.shape.clone());
                return Err(Error::Seed { layer, expected, found: seed.dims().to_vec() });
            }
        }
        Ok(())
    }

    /// The class scores before softmax of each batch item, `N x classes`.
    ///
    /// # Errors
    /// [`Error::NotKept`] after a pass that was not asked for them.
    pub fn scores(&self, activations: &Activations) -> Result<Vec<Vec<f32>>> {
        let scores = activations.get(&self.network, self.network.scores())?;
        Ok(scores.flatten_from(1)?.to_dtype(DType::F32)?.to_device(&Device::Cpu)?.to_vec2()?)
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine")
            .field("device", &Words::ENGLISH.line(&self.device()))
            .field("nodes", &self.network.nodes().len())
            .finish_non_exhaustive()
    }
}
