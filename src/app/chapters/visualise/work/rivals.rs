//! The pictures of the open folder that a grown one has to beat, and what of them the channel sees.

use std::sync::Arc;

use crate::{
    app::{
        desk::{About, Conduct, Question, Reporter},
        ids::{FolderId, ModelId},
        open::{Folder, Loaded},
        tiles::Tiles,
    },
    control::Cancelled,
    data::ItemId,
    figures::Sheet,
    methods::{Pass, PassError},
    network::NodeId,
    picture::{Picture, Preprocessing},
    units::field_crop,
    visualization::{Rival, Rivals, rivals},
    words::{Phrase, frame},
};

/// Side of a cut-out in pixels.
const SIDE: usize = 112;

/// Which pictures of a folder excite each channel of a layer most, by mean and by maximum?
#[derive(Clone, Debug, PartialEq)]
pub struct RivalsIn {
    /// The network.
    pub model: ModelId,
    /// The folder.
    pub folder: FolderId,
    /// How its pictures are prepared.
    pub preprocessing: Preprocessing,
    /// The layer.
    pub layer: NodeId,
}

impl Question for RivalsIn {
    type Answer = Rivals;
    type Given = (Arc<Loaded>, Arc<Folder>);
    type Error = PassError;

    const CONDUCT: Conduct = Conduct::BACKGROUND;

    fn title(&self, (loaded, folder): &Self::Given) -> Phrase {
        frame::looking_for_strongest(folder.title.clone(), loaded.title(self.layer))
    }

    fn about(&self) -> About {
        About { model: Some(self.model), folder: Some(self.folder) }
    }

    fn work(&self, (loaded, folder): Self::Given, reporter: &Reporter<'_, Rivals>) -> Result<Rivals, PassError> {
        let pass = Pass { engine: &loaded.engine, preprocessing: &self.preprocessing, dataset: &folder.dataset };
        rivals(pass, self.layer, reporter.control(), &mut |found| reporter.partial(|| found.clone()))
    }

    fn bytes(answer: &Rivals) -> usize {
        answer.bytes()
    }
}

/// What do the strongest positions see?
#[derive(Clone, Debug, PartialEq)]
pub struct RivalCropsOf {
    /// Where they were found.
    pub of: RivalsIn,
    /// Pictures of the folder and positions.
    pub places: Vec<(ItemId, [usize; 2])>,
}

/// Cut-outs of the strongest pictures.
#[derive(Clone, Debug)]
pub struct RivalCrops {
    /// One tile each.
    pub tiles: Tiles,
    /// Which pictures, how strong, where.
    pub rivals: Vec<Rival>,
}

impl Question for RivalCropsOf {
    type Answer = RivalCrops;
    type Given = (Arc<Loaded>, Arc<Folder>, Vec<Rival>);
    type Error = Cancelled;

    fn title(&self, _: &Self::Given) -> Phrase {
        frame::CUTTING_OUT
    }

    fn about(&self) -> About {
        self.of.about()
    }

    fn rank(&self, _: &Self::Given) -> u32 {
        1
    }

    /// A picture that cannot be read is left out.
    fn work(&self, (loaded, folder, rivals): Self::Given, reporter: &Reporter<'_, RivalCrops>) -> Result<RivalCrops, Cancelled> {
        let (mut shown, mut crops) = (Vec::new(), Vec::new());
        let network = loaded.engine.network();
        let has_maps = loaded.map_shape(self.of.layer).is_some_and(|[_, rows, columns]| rows * columns > 1);
        for rival in rivals {
            reporter.control().check()?;
            if let Ok(picture) = folder.dataset.picture(rival.item) {
                let crop: Picture = match has_maps {
                    true => field_crop(network, &self.of.preprocessing, &picture, self.of.layer, rival.at),
                    false => self.of.preprocessing.visible(&picture),
                };
                shown.push(rival);
                crops.push(Some(crop));
            }
        }
        Ok(RivalCrops { tiles: Tiles::new(&Sheet::of_pictures(&crops, SIDE)), rivals: shown })
    }
}
