//! The paint of a network's picture: the strongest maps of its parts, and every map of what leaves the opened one.

use std::sync::Arc;

use crate::{
    app::{
        desk::{About, Conduct, Question, Reporter, Seat},
        open::Loaded,
        questions::Forward,
        tiles::Tiles,
    },
    control::Control,
    figures::{Look, ScaleBy, Sheet, Shows, face_picture, map_tiles},
    network::{Activations, Error, NodeId, Result},
    picture::Picture,
    units::{Maps, map_shape},
    words::{Phrase, anatomy as say},
};

/// Side of a face's tile in pixels.
const SIDE: usize = 128;
/// The longer side of a map on a sheet.
const ON_SHEET: usize = 32;
/// Strongest maps in a box.
pub const IN_BOX: usize = 4;

/// Where the faces of the row of volumes are answered.
pub const COLUMNS: Seat = Seat::named("columns");
/// Where those of the opened part are.
pub const BOXES: Seat = Seat::named("boxes");

/// How do the faces look?
#[derive(Clone, Debug, PartialEq)]
pub struct FacesPaint {
    /// The pass.
    pub pass: Forward,
    /// The values, and how many of the strongest maps of each.
    pub wanted: Vec<(NodeId, usize)>,
    /// The colours.
    pub look: Look,
}

/// Tiles for faces.
pub struct Faces {
    /// One tile a face.
    pub tiles: Tiles,
    places: Vec<(NodeId, usize)>,
}

impl Faces {
    /// The tile of a value's map of this rank.
    pub fn index(&self, node: NodeId, rank: usize) -> Option<usize> {
        self.places.iter().position(|place| *place == (node, rank))
    }
}

/// The maps of a value, if it can be seen as maps.
fn maps(loaded: &Loaded, activations: &Activations, node: NodeId) -> Result<Option<Maps>> {
    let network = loaded.engine.network();
    match map_shape(&network.node(node).shape) {
        Some([_, height, width]) if height * width > 1 => Maps::of(network, activations, node),
        _ => Ok(None),
    }
}

impl Question for FacesPaint {
    type Answer = Faces;
    type Given = (Arc<Loaded>, Arc<Activations>, Arc<Picture>);
    type Error = Error;

    const CONDUCT: Conduct = Conduct::PAINT;

    fn title(&self, _: &Self::Given) -> Phrase {
        say::PAINTING_MAPS
    }

    fn about(&self) -> About {
        self.pass.about()
    }

    fn work(&self, (loaded, activations, visible): Self::Given, reporter: &Reporter<'_, Faces>) -> Result<Faces> {
        let mut places = Vec::new();
        let mut pictures: Vec<Picture> = Vec::new();
        for &(node, count) in &self.wanted {
            reporter.control().check()?;
            if node == loaded.engine.network().input() {
                places.push((node, 0));
                pictures.push(visible.as_ref().clone());
                continue;
            }
            let Some(maps) = maps(&loaded, &activations, node)? else { continue };
            for rank in 0..count {
                if let Some(picture) = face_picture(&Shows::Strongest { node, rank }, &maps, &self.look) {
                    places.push((node, rank));
                    pictures.push(picture);
                }
            }
        }
        let sheet = Sheet::paint(pictures.len(), [SIDE, SIDE], |index, pixels| {
            let Picture { width, height, pixels: from } = &pictures[index];
            for (at, pixel) in pixels.chunks_exact_mut(3).enumerate() {
                let (y, x) = (at / SIDE * height / SIDE, at % SIDE * width / SIDE);
                pixel.copy_from_slice(&from[(y * width + x) * 3..][..3]);
            }
        });
        Ok(Faces { tiles: Tiles::new(&sheet), places })
    }
}

/// How do all maps of a value look?
#[derive(Clone, Debug, PartialEq)]
pub struct SheetPaint {
    /// The pass.
    pub pass: Forward,
    /// The value.
    pub node: NodeId,
    /// The colours.
    pub look: Look,
}

impl Question for SheetPaint {
    type Answer = Tiles;
    type Given = (Arc<Loaded>, Arc<Activations>);
    type Error = Error;

    const CONDUCT: Conduct = Conduct::PAINT;

    fn title(&self, _: &Self::Given) -> Phrase {
        say::PAINTING_MAPS
    }

    fn about(&self) -> About {
        self.pass.about()
    }

    fn work(&self, (loaded, activations): Self::Given, reporter: &Reporter<'_, Tiles>) -> Result<Tiles> {
        let control: &Control = reporter.control();
        let Some(maps) = maps(&loaded, &activations, self.node)? else {
            return Ok(Tiles::new(&Sheet::paint(0, [1, 1], |_, _| ())));
        };
        let tiles = map_tiles(&maps, &self.look, ScaleBy::Layer, ON_SHEET, control)?;
        Ok(Tiles::new(&tiles.sheet))
    }
}
