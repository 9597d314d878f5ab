//! A network through which pictures are grown: only the part that is asked for is run, at any size that the graph allows.
//!
//! It keeps the last parts that it prepared, since packing weights takes longer than a step. It knows no recipe.

use std::sync::{Arc, Mutex, PoisonError};

use super::{
    Error, Planes, Reference, Result, Space, Unit,
    objective::{Values, to_planes},
};
use crate::{
    control::Control,
    network::{self, Activations, BackwardRule, Cone, DType, Device, Engine, Keep, Network, NodeId, Tensor},
    picture::Preprocessing,
};

/// Parts that are kept.
const PARTS: usize = 6;

/// A network, how pictures are prepared for it, and the parts of it that were prepared.
pub struct Lens {
    network: Arc<Network>,
    preprocessing: Preprocessing,
    device: Device,
    parts: Mutex<Vec<Arc<Part>>>,
}

/// A part of the network for some layers and a size of canvas, ready to run.
pub struct Part {
    layers: Vec<NodeId>,
    size: [usize; 2],
    leak: f64,
    cone: Cone,
    engine: Engine,
}

/// A forward pass of a part.
pub struct Seen {
    activations: Activations,
}

impl Lens {
    /// Of a network on a device.
    pub fn new(network: Arc<Network>, preprocessing: Preprocessing, device: Device) -> Self {
        Self { network, preprocessing, device, parts: Mutex::default() }
    }

    /// The whole network.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// How pictures are prepared.
    pub fn preprocessing(&self) -> &Preprocessing {
        &self.preprocessing
    }

    /// Rows and columns of the network's own input.
    pub fn own_size(&self) -> [usize; 2] {
        match *self.network.node(self.network.input()).shape {
            [_, _, rows, columns] => [rows, columns],
            _ => self.preprocessing.size,
        }
    }

    /// From canvases of a unit to the network's input.
    pub fn space(&self, unit: Unit) -> Space {
        Space::new(unit, &self.preprocessing)
    }

    /// What `layers` depend on, for a canvas of `size` rows and columns.
    ///
    /// # Errors
    /// [`Error::CanvasSize`] where the graph does not allow the size; it says which size would do.
    pub fn part(&self, layers: &[NodeId], size: [usize; 2]) -> Result<Arc<Part>> {
        self.leaky_part(layers, size, 0.0)
    }

    /// The same with rectifiers that let this share of what lies below 0 pass (Mahendran & Vedaldi 2016); 0 leaves them alone.
    ///
    /// # Errors
    /// As [`Self::part`].
    pub fn leaky_part(&self, layers: &[NodeId], size: [usize; 2], leak: f64) -> Result<Arc<Part>> {
        let parts = || self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        let found = parts().iter().position(|part| part.layers == layers && part.size == size && part.leak == leak);
        if let Some(index) = found {
            let mut parts = parts();
            if index < parts.len() {
                let part = parts.remove(index);
                parts.push(Arc::clone(&part));
                return Ok(part);
            }
        }
        let cone = self.network.cone(layers, size).map_err(|error| self.refused(layers, size, error))?;
        let network = if leak == 0.0 { Arc::clone(&cone.network) } else { Arc::new(cone.network.with_leak(leak)) };
        let engine = Engine::new(network, &self.device)?;
        let part = Arc::new(Part { layers: layers.to_vec(), size, leak, cone, engine });
        let mut parts = parts();
        if parts.len() == PARTS {
            parts.remove(0);
        }
        parts.push(Arc::clone(&part));
        Ok(part)
    }

    /// Whether the graph allows a canvas of this size for these layers.
    pub fn allows(&self, layers: &[NodeId], size: [usize; 2]) -> bool {
        self.network.cone(layers, size).is_ok()
    }

    /// Says which size would do.
    fn refused(&self, layers: &[NodeId], size: [usize; 2], error: network::Error) -> Error {
        let network::Error::Shape { layer, problem, .. } = error else { return error.into() };
        let [rows, columns] = self.own_size();
        let does = |side: usize| self.network.cone(layers, [side, side]).is_ok();
        let smallest = (1..=rows.max(columns)).find(|&side| side > size[0].min(size[1]) && does(side));
        let hint = match smallest {
            Some(side) if side < rows.min(columns) => format!("take at least {side}"),
            _ => format!("take the network's own {rows} x {columns}"),
        };
        Error::CanvasSize { size, layer, problem, hint }
    }

    /// The value of a layer for a picture: numbers of the network's input, one picture.
    ///
    /// # Errors
    /// The canvas does not do; the work was cancelled.
    pub fn reference(&self, layer: NodeId, input: &Planes, control: &Control) -> Result<Reference> {
        let part = self.part(&[layer], [input.height, input.width])?;
        let value = part.value(layer, input, control)?;
        Ok(Reference { layer, value: Arc::new(to_planes(&self.network, layer, &value)?) })
    }
}

impl Part {
    /// Rows and columns of the canvas.
    pub fn size(&self) -> [usize; 2] {
        self.size
    }

    /// Runs the part and keeps what a backward pass needs.
    ///
    /// # Errors
    /// Cancelled; the device is out of memory.
    pub fn see(&self, input: &Planes, control: &Control) -> Result<Seen> {
        let activations = self.engine.forward(&tensor(input)?, &Keep::All, control)?;
        Ok(Seen { activations })
    }

    /// The values of its layers, by the nodes of the whole network.
    ///
    /// # Errors
    /// A layer whose values fall into no channels.
    pub fn values<'a>(&self, whole: &'a Network, seen: &Seen, count: usize) -> Result<Values<'a>> {
        let values = self.layers.iter().map(|&layer| Ok((layer, seen.activations.get(&self.cone.network, self.id(layer)?)?)));
        Values::new(whole, count, values.collect::<Result<Vec<_>>>()?)
    }

    /// The gradient at the input, given those at its layers.
    ///
    /// # Errors
    /// Cancelled.
    pub fn pull_back(
        &self,
        seen: &Seen,
        gradients: &[(NodeId, Planes)],
        rule: &dyn BackwardRule,
        control: &Control,
    ) -> Result<Planes> {
        let mut seeds = Vec::with_capacity(gradients.len());
        for (layer, gradient) in gradients {
            let id = self.id(*layer)?;
            let dims = seen.activations.get(&self.cone.network, id)?.dims().to_vec();
            seeds.push((id, Tensor::from_slice(&gradient.values, dims, &Device::Cpu)?));
        }
        let at = self.cone.network.input();
        let found = self.engine.pull_back(&seen.activations, &seeds, &[at], rule, control)?;
        to_planes(&self.cone.network, at, found.get(&self.cone.network, at)?)
    }

    /// One layer's value for a batch, without what a backward pass would need.
    pub(super) fn value(&self, layer: NodeId, input: &Planes, control: &Control) -> Result<Tensor> {
        let id = self.id(layer)?;
        let kept = self.engine.forward(&tensor(input)?, &Keep::Only(vec![id]), control)?;
        Ok(kept.get(&self.cone.network, id)?)
    }

    fn id(&self, layer: NodeId) -> Result<NodeId> {
        self.cone.id(layer).ok_or_else(|| network::Error::NotKept { layer: format!("{layer:?}") }.into())
    }
}

fn tensor(planes: &Planes) -> Result<Tensor> {
    Ok(Tensor::from_slice(&planes.values, planes.dims().to_vec(), &Device::Cpu)?.to_dtype(DType::F32)?)
}
