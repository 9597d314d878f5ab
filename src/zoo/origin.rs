//! Whose codes a generator draws: another network's code means something else, and so does the same network's after more
//! training, which the fingerprint of its weights tells.

use serde::{Deserialize, Serialize};

use super::{Error, Model, Result};
use crate::network::{self, Network, NodeId, Operator};

/// The metadata by which a generator's file is known.
pub(super) const ORIGIN: &str = "convscope.generator";

/// Whose codes a generator draws.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The network's name.
    pub network: String,
    /// How many classes it has.
    pub classes: usize,
    /// The layer whose values are the code.
    pub layer: String,
    /// The code's channels, rows and columns.
    pub code: [usize; 3],
    /// Of the weights up to the layer, 16 hexadecimal digits.
    pub fingerprint: String,
}

impl Origin {
    /// A model's layer, by any name that it answers to.
    ///
    /// # Errors
    /// There is no such layer, or it has no maps.
    pub fn new(model: &Model, layer: &str) -> Result<Self> {
        let id = model.network.find(layer)?;
        let &[_, channels, rows, columns] = model.network.node(id).shape.as_slice() else {
            let problem = format!("its layer {layer:?} has no maps to draw from; choose one of the layers before");
            return Err(Error::Generator { network: model.name.clone(), problem });
        };
        Ok(Self {
            network: model.name.clone(),
            classes: model.network.class_count(),
            layer: layer.to_owned(),
            code: [channels, rows, columns],
            fingerprint: fingerprint(&model.network, id),
        })
    }

    /// The layer of this model that the generator draws from.
    ///
    /// # Errors
    /// One sentence, where the generator belongs to another network.
    pub fn layer_of(&self, model: &Model) -> Result<NodeId> {
        let found = Self::new(model, &self.layer);
        if found.as_ref().is_ok_and(|found| found.fingerprint == self.fingerprint && found.classes == self.classes) {
            return Ok(model.network.find(&self.layer)?);
        }
        let Self { network, classes, layer, .. } = self;
        let whose = if *network == model.name { format!("another {network}") } else { network.clone() };
        let problem = format!(
            "this generator draws what {layer} of {whose} ({classes} classes) says; open that network, or train a generator for \
             this one"
        );
        Err(Error::Generator { network: model.name.clone(), problem })
    }
}

/// A number of all weights up to a layer (FNV-1a by words of 32 bits).
pub fn fingerprint(network: &Network, layer: NodeId) -> String {
    let needed = network.leads_to(&[layer]);
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for id in network.ids().filter(|id| needed[id.index()]) {
        let Operator::Constant(tensor) = &network.node(id).operator else { continue };
        let numbers = tensor.to_dtype(network::DType::F32).and_then(|tensor| tensor.flatten_all()?.to_vec1::<f32>());
        for number in numbers.unwrap_or_default() {
            hash = (hash ^ u64::from(number.to_bits())).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}
