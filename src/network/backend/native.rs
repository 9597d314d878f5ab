//! The CPU backend on our own kernels, in f32: values stay channel-blocked through the whole graph.
//!
//! * `prepared`: constants, folded batch normalisation, packed weights; `fusion`: which nodes run as one.
//! * `plan`: what a forward pass does and where its values lie; `forward`, `steps`: running it.
//! * `kept`: what a forward pass leaves behind, laid out when somebody looks.
//! * `changed`, `regions`, `parts`: running inputs that differ from a known one in a rectangle, on parts of the maps.
//! * `training`: passes that differentiate for weights; `backward`, `gradients`: differentiating for values; `tangents`: the
//!   other way; `value`, `memory`: blocked maps in buffers that are used again.
//!
//! An operator without a kernel runs by itself on plain tensors, forward and backward, as in the reference backend.

mod backward;
mod changed;
mod forward;
mod fusion;
mod gradients;
mod kept;
mod memory;
mod parts;
mod plan;
mod prepared;
mod regions;
mod shapes;
mod steps;
mod tangents;
mod training;
mod value;

use std::{collections::HashMap, sync::Arc};

use candle_core::{DType, Device, Tensor};

use crate::{
    control::Control,
    kernels::parallel,
    network::{Activations, Changes, Gradients, Keep, Network, NodeId, Result, gradient::Differentiation, tangent::Motion},
    words::Phrase,
};

use super::{Backend, CandleBackend};
use kept::KeptValues;
use memory::Pool;
use plan::Plans;
use prepared::Prepared;
use value::Value;

pub use training::TrainingEngine;

/// Our own kernels on the CPU.
pub struct NativeBackend {
    prepared: Arc<Prepared>,
    plans: Plans,
    /// For what concerns weights: replaced ones, and gradients at them.
    reference: CandleBackend,
}

impl NativeBackend {
    /// Prepares a network; `exact` leaves Winograd's convolutions out.
    pub fn new(network: Arc<Network>, exact: bool) -> Result<Self> {
        Self::with_pool(network, exact, Arc::default())
    }

    fn with_pool(network: Arc<Network>, exact: bool, pool: Arc<Pool>) -> Result<Self> {
        let reference = CandleBackend::new(&network, &Device::Cpu, DType::F32)?;
        Ok(Self { prepared: Arc::new(Prepared::new(network, exact, pool)?), plans: Plans::default(), reference })
    }

    fn concerns_constants(&self, mut ids: impl Iterator<Item = NodeId>) -> bool {
        ids.any(|id| self.prepared.constant(id).is_some())
    }
}

impl Backend for NativeBackend {
    fn describe(&self) -> Vec<Phrase> {
        let level = Phrase::verbatim(self.prepared.level.name());
        self.reference.describe().into_iter().chain([level]).collect()
    }

    fn like(&self, network: &Arc<Network>, exact: bool) -> Result<Arc<dyn Backend>> {
        // Layers made of a network's own share its memory: many of them are kept.
        Ok(Arc::new(Self::with_pool(Arc::clone(network), exact, Arc::clone(&self.prepared.pool))?))
    }

    fn prepare(&self, value: &Tensor) -> Result<Tensor> {
        Ok(value.to_dtype(DType::F32)?.to_device(&Device::Cpu)?)
    }

    fn forward(&self, network: &Network, known: Activations, keep: &Keep, control: &Control) -> Result<Activations> {
        if self.concerns_constants(known.values.keys().copied()) {
            return self.reference.forward(network, known, keep, control);
        }
        let mut values = HashMap::new();
        if let Some(kept) = known.lazy.as_ref().and_then(|lazy| lazy.as_any().downcast_ref::<KeptValues>()) {
            values.extend(kept.stored().map(|(id, value)| (id, value.clone())));
        }
        values.extend(known.values.into_iter().map(|(id, tensor)| (id, Value::Plain(tensor))));
        let kept = parallel::pass(|| forward::run(&self.prepared, &self.plans, values, keep, control))?;
        Ok(Activations { values: HashMap::new(), lazy: Some(Arc::new(kept)) })
    }

    fn forward_changed(
        &self,
        _network: &Network,
        base: &Activations,
        changes: &Changes,
        wanted: &[NodeId],
        control: &Control,
    ) -> Result<Activations> {
        let values = parallel::pass(|| changed::run(&self.prepared, &self.plans, base, changes, wanted, control))?;
        Ok(Activations { values, lazy: None })
    }

    fn push_forward(&self, _network: &Network, motion: &Motion<'_>, control: &Control) -> Result<HashMap<NodeId, Tensor>> {
        parallel::pass(|| tangents::run(&self.prepared, motion, control))
    }

    fn backward(&self, network: &Network, question: &Differentiation<'_>, control: &Control) -> Result<Gradients> {
        if self.concerns_constants(question.wanted.iter().copied()) {
            return self.reference.backward(network, question, control);
        }
        parallel::pass(|| backward::run(&self.prepared, question, control))
    }
}
