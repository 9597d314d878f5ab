//! The pictures of the open folder that excite a channel most, and what of them its strongest position sees.

use std::sync::Arc;

use super::{Atlas, Loaded, Output, Question};
use crate::{
    control::Control,
    data::Dataset,
    jobs::Reporter,
    network::{NodeId, Result},
    picture::Preprocessing,
    units::{self, Excitation, Pass, Strongest},
};

/// Side of a cut-out in pixels.
const SIDE: usize = 96;

/// A folder of pictures that is open.
#[derive(Debug)]
pub struct Folder {
    /// Different for every folder opened.
    pub id: u64,
    /// Its pictures.
    pub dataset: Dataset,
    /// Whether it came with Convscope.
    pub shipped: bool,
}

/// Cut-outs of the strongest pictures of one channel.
#[derive(Clone, Debug)]
pub struct Exemplars {
    /// One tile each.
    pub atlas: Atlas,
    /// Which pictures, how strong, where.
    pub excitations: Vec<Excitation>,
}

/// Finds the strongest pictures of every channel of a layer, handing out what is known after every batch.
pub fn strongest(
    loaded: &Loaded,
    folder: &Folder,
    preprocessing: &Preprocessing,
    layer: NodeId,
    (reporter, question): (&Reporter<Output>, &Question),
) -> Result<Arc<Strongest>> {
    let pass = Pass { engine: &loaded.engine, preprocessing, dataset: &folder.dataset };
    let mut observer = |found: &Strongest| {
        reporter.partial(|| Output::Strongest(question.clone(), Arc::new(found.clone())));
    };
    Ok(Arc::new(units::strongest(pass, layer, reporter.control(), &mut observer)?))
}

/// Cuts out what the strongest positions see. A picture that cannot be read is left out.
pub fn exemplars(
    loaded: &Loaded,
    folder: &Folder,
    preprocessing: &Preprocessing,
    (layer, excitations): (NodeId, &[Excitation]),
    control: &Control,
) -> Result<Exemplars> {
    let mut shown = Vec::new();
    let mut crops = Vec::new();
    for excitation in excitations {
        control.check()?;
        if let Ok(picture) = folder.dataset.picture(excitation.item) {
            let position = [excitation.y, excitation.x];
            let crop = units::field_crop(loaded.engine.network(), preprocessing, &picture, layer, position);
            shown.push(*excitation);
            crops.push(crop.resized(SIDE, SIDE));
        }
    }
    let atlas = Atlas::paint(crops.len(), [SIDE, SIDE], |index, pixels| pixels.copy_from_slice(&crops[index].pixels));
    Ok(Exemplars { atlas, excitations: shown })
}
