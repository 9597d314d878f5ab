//! What really moves a layer's middle position, as a question to the desk: averaged over the pictures of the open folder, the sum
//! shown while it grows.

use std::sync::Arc;

use crate::{
    app::{
        desk::{About, Conduct, Question, Reporter},
        ids::{FolderId, ModelId, PictureId},
        open::{Folder, Loaded, Shown},
        tiles::pixels,
    },
    data::ItemId,
    figures::{Look, Table},
    network::{Device, Error, NodeId, Result, Tensor},
    picture::{Picture, Preprocessing, Scale},
    units::{EffectiveField, add_picture},
    words::{Phrase, anatomy as say},
};

/// Pictures that are averaged.
pub const PICTURES: usize = 16;

/// What moves the middle position of a layer?
#[derive(Clone, Debug, PartialEq)]
pub struct EffectiveOf {
    /// The network.
    pub model: ModelId,
    /// How pictures are prepared.
    pub preprocessing: Preprocessing,
    /// The layer.
    pub layer: NodeId,
    /// The folder whose pictures are averaged; the picture on screen alone where none is open.
    pub folder: Option<FolderId>,
    /// The picture on screen, where there is no folder.
    pub picture: Option<PictureId>,
    /// The colours.
    pub look: Look,
}

/// What moves it, and how that looks.
#[derive(Clone)]
pub struct Effective {
    /// The numbers; `None` where nothing was alive.
    pub field: Option<EffectiveField>,
    /// Their picture.
    pub image: Option<Arc<egui::ColorImage>>,
}

impl Question for EffectiveOf {
    type Answer = Effective;
    type Given = (Arc<Loaded>, Option<Arc<Folder>>, Option<Arc<Shown>>);
    type Error = Error;

    const CONDUCT: Conduct = Conduct { shows_failure: true, ..Conduct::ON_SCREEN };

    fn title(&self, (loaded, ..): &Self::Given) -> Phrase {
        say::measuring_effective(loaded.title(self.layer))
    }

    fn about(&self) -> About {
        About { model: Some(self.model), folder: self.folder }
    }

    fn work(&self, (loaded, folder, shown): Self::Given, reporter: &Reporter<'_, Effective>) -> Result<Effective> {
        let network = loaded.engine.network();
        let [height, width] = self.preprocessing.size;
        let mut sum = vec![0.0; height * width];
        let count = folder.as_ref().map_or(1, |folder| folder.dataset.len().min(PICTURES));
        let mut averaged = 0;
        for index in 0..count {
            reporter.control().step(index, count, &Phrase::verbatim(loaded.title(self.layer)))?;
            let picture = match (&folder, &shown) {
                // Spread over the folder: neighbours are often of one class.
                (Some(folder), _) => folder.dataset.picture(ItemId(index * folder.dataset.len() / count)).ok(),
                (None, Some(shown)) => Some(shown.picture.clone()),
                (None, None) => None,
            };
            // A picture that cannot be read is no reason to stop.
            let Some(picture) = picture else { continue };
            let input = self.input(&picture)?;
            averaged += usize::from(add_picture(&loaded.engine, &input, self.layer, &mut sum, reporter.control())?);
            reporter.partial(|| self.effective(network, &sum, averaged));
        }
        Ok(self.effective(network, &sum, averaged))
    }
}

impl EffectiveOf {
    fn input(&self, picture: &Picture) -> Result<Tensor> {
        let [height, width] = self.preprocessing.size;
        let shape = (1, self.preprocessing.channels(), height, width);
        Ok(Tensor::from_vec(self.preprocessing.apply(picture), shape, &Device::Cpu)?)
    }

    fn effective(&self, network: &crate::network::Network, sum: &[f32], pictures: usize) -> Effective {
        let field = EffectiveField::of(network, self.layer, sum, pictures);
        let image = field.as_ref().map(|field| {
            let scale = Scale::sequential(&field.values);
            let picture = Table::new(self.look.map(false)).picture(&scale, &field.values, field.size[1]);
            Arc::new(pixels(&picture))
        });
        Effective { field, image }
    }
}
