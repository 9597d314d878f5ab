//! A folder's pictures as points: which ones are used, how they look small, what a layer makes of them, and where a method lays
//! them.

use std::sync::Arc;

use rayon::prelude::*;

use crate::{
    app::{
        desk::{About, Question, Reporter},
        ids::{FolderId, ModelId},
        open::{Folder, Loaded},
        tiles::Tiles,
    },
    control::Cancelled,
    data::{Dataset, ItemId},
    embedding::{Error, Features, Method, Points, Pool, Request, Result, features},
    figures::Sheet,
    methods::{Parameters, Pass},
    network::NodeId,
    picture::{Picture, Preprocessing},
    words::{Phrase, embedding as say, trust},
};

/// Side of a small picture in pixels.
const SMALL: usize = 64;

/// At most `most` pictures of a folder, evenly spread over it.
pub fn sampled(folder: &Dataset, most: usize) -> Vec<ItemId> {
    let count = folder.len().min(most);
    (0..count).map(|index| ItemId(index * folder.len() / count.max(1))).collect()
}

/// How do a folder's pictures look in small?
#[derive(Clone, Debug, PartialEq)]
pub struct GalleryOf {
    /// The folder.
    pub folder: FolderId,
    /// How many pictures are used at most.
    pub most: usize,
}

/// Small pictures of a folder, one tile each, in the order of those used.
#[derive(Clone, Debug)]
pub struct Gallery {
    /// For the window.
    pub tiles: Tiles,
    /// For figures.
    pub sheet: Sheet,
}

impl Question for GalleryOf {
    type Answer = Gallery;
    type Given = Arc<Folder>;
    type Error = Cancelled;

    fn title(&self, folder: &Arc<Folder>) -> Phrase {
        say::reading(folder.title.clone())
    }

    fn about(&self) -> About {
        About { model: None, folder: Some(self.folder) }
    }

    /// What cannot be read is black.
    fn work(&self, folder: Arc<Folder>, reporter: &Reporter<'_, Gallery>) -> Result<Gallery, Cancelled> {
        let items = sampled(&folder.dataset, self.most);
        let mut small: Vec<Option<Picture>> = Vec::with_capacity(items.len());
        for chunk in items.chunks(32) {
            reporter.control().step(small.len(), items.len(), &trust::pictures(small.len(), items.len()))?;
            let read = |&item: &ItemId| folder.dataset.picture(item).ok().map(|picture| picture.resized(SMALL, SMALL));
            small.extend(chunk.par_iter().map(read).collect::<Vec<_>>());
        }
        let sheet = Sheet::of_pictures(&small, SMALL);
        Ok(Gallery { tiles: Tiles::new(&sheet), sheet })
    }
}

/// What does a layer make of a folder's pictures?
#[derive(Clone, Debug, PartialEq)]
pub struct FeaturesOf {
    /// The network.
    pub model: ModelId,
    /// How pictures are prepared.
    pub preprocessing: Preprocessing,
    /// The layer.
    pub layer: NodeId,
    /// The pictures.
    pub gallery: GalleryOf,
}

impl Question for FeaturesOf {
    type Answer = Features;
    type Given = (Arc<Loaded>, Arc<Folder>);
    type Error = Error;

    fn title(&self, (loaded, folder): &Self::Given) -> Phrase {
        say::through(folder.title.clone(), loaded.title(self.layer))
    }

    fn about(&self) -> About {
        About { model: Some(self.model), folder: Some(self.gallery.folder) }
    }

    fn work(&self, (loaded, folder): Self::Given, reporter: &Reporter<'_, Features>) -> Result<Features> {
        let items = sampled(&folder.dataset, self.gallery.most);
        let used = items.iter().filter_map(|&item| folder.dataset.item(item).cloned()).collect();
        let dataset = Dataset { items: used, ..folder.dataset.clone() };
        let pass = Pass { engine: &loaded.engine, preprocessing: &self.preprocessing, dataset: &dataset };
        features(pass, self.layer, Pool::default(), reporter.control())
    }

    fn bytes(answer: &Features) -> usize {
        size_of_val(answer.rows.as_slice())
    }
}

/// Where does a method lay them?
#[derive(Clone, Debug, PartialEq)]
pub struct PointsOf {
    /// The rows.
    pub features: FeaturesOf,
    /// The method, by its id.
    pub method: &'static str,
    /// Its parameters that were set.
    pub parameters: Parameters,
}

/// Points with what each one is.
#[derive(Clone, Debug)]
pub struct Cloud {
    /// Where they lie, and how far to trust that.
    pub points: Points,
    /// The rows behind them.
    pub features: Arc<Features>,
}

impl Question for PointsOf {
    type Answer = Cloud;
    type Given = (&'static Method, Arc<Features>);
    type Error = Error;

    fn title(&self, (method, features): &Self::Given) -> Phrase {
        say::method_of(method.name, features.items.len())
    }

    fn about(&self) -> About {
        self.features.about()
    }

    fn work(&self, (method, features): Self::Given, reporter: &Reporter<'_, Cloud>) -> Result<Cloud> {
        let request = Request { rows: &features.rows, width: features.width, parameters: self.parameters.clone(), seed: 0 };
        let cloud = |points: &Points| Cloud { points: points.clone(), features: Arc::clone(&features) };
        let points = method.run(&request, reporter.control(), &mut |moving| reporter.partial(|| cloud(moving)))?;
        Ok(Cloud { points, features: Arc::clone(&features) })
    }

    fn bytes(cloud: &Cloud) -> usize {
        size_of_val(cloud.points.positions.as_slice()) + 1
    }
}
