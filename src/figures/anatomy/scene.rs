//! What is drawn of a network: what lies under the maps, where the maps lie, what lies over them, and what can be pointed at.

use std::{ops::Range, sync::Arc};

use crate::{
    figures::drawing::{Colour, Drawing, FAINT, HAIRLINE, INK, Mark, PAPER},
    network::NodeId,
    picture::Picture,
};

/// The colours of a scene.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Behind everything.
    pub paper: Colour,
    /// Boxes.
    pub card: Colour,
    /// Text.
    pub ink: Colour,
    /// Secondary text.
    pub faint: Colour,
    /// Edges.
    pub line: Colour,
    /// The side of a volume that counts its channels.
    pub slab: Colour,
    /// Its upper side.
    pub top: Colour,
    /// Bars.
    pub bar: Colour,
    /// What flows.
    pub ribbon: Colour,
    /// What is selected.
    pub accent: Colour,
    /// What flows through what is selected, and the ground of a selected box.
    pub accent_ground: Colour,
}

impl Palette {
    /// For files.
    pub const PAPER: Self = Self {
        paper: PAPER,
        card: PAPER,
        ink: INK,
        faint: FAINT,
        line: HAIRLINE,
        slab: [0xE1, 0xE6, 0xEC],
        top: [0xF0, 0xF3, 0xF6],
        bar: [0x9C, 0xA3, 0xAD],
        ribbon: [0xDB, 0xE1, 0xE8],
        accent: [0x1F, 0x6F, 0xEB],
        accent_ground: [0xDC, 0xEA, 0xFF],
    };
}

/// What lies on a face.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Shows {
    /// One of a value's strongest maps, the strongest first; of the input, the picture.
    Strongest {
        /// The value.
        node: NodeId,
        /// Which one, counted from 0.
        rank: usize,
    },
    /// Many maps of a value beside each other.
    Sheet {
        /// The value.
        node: NodeId,
        /// Which channels.
        channels: Range<usize>,
        /// How many beside each other.
        columns: usize,
    },
}

impl Shows {
    /// The value.
    pub fn node(&self) -> NodeId {
        match self {
            Self::Strongest { node, .. } | Self::Sheet { node, .. } => *node,
        }
    }
}

/// A parallelogram for a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    /// The corner of the map's first value.
    pub corner: [f32; 2],
    /// From there along the first row.
    pub across: [f32; 2],
    /// From there down the first column.
    pub down: [f32; 2],
    /// What lies there.
    pub shows: Shows,
}

impl Face {
    /// Upright, at left, top, width and height.
    pub fn upright([left, top, width, height]: [f32; 4], shows: Shows) -> Self {
        Self { corner: [left, top], across: [width, 0.0], down: [0.0, height], shows }
    }

    /// Its corners, around.
    pub fn corners(&self) -> [[f32; 2]; 4] {
        let Self { corner, across, down, .. } = self;
        let to = |a: f32, b: f32| [0, 1].map(|axis| corner[axis] + a * across[axis] + b * down[axis]);
        [to(0.0, 0.0), to(1.0, 0.0), to(1.0, 1.0), to(0.0, 1.0)]
    }
}

/// Something that can be pointed at.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Left, top, width, height.
    pub at: [f32; 4],
    /// The value that it stands for.
    pub node: NodeId,
    /// Whether a block lies behind it, to be opened.
    pub is_block: bool,
    /// In words, a line each.
    pub about: String,
}

/// A picture with places for maps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// What lies under the maps.
    pub under: Drawing,
    /// Where maps lie.
    pub faces: Vec<Face>,
    /// What lies over them; as large as everything.
    pub over: Drawing,
    /// What can be pointed at.
    pub links: Vec<Link>,
}

impl Scene {
    /// Nothing yet, of a size.
    pub fn new(width: f32, height: f32) -> Self {
        Self { under: Drawing::new(width, height), over: Drawing::new(width, height), ..Self::default() }
    }

    /// Width and height.
    pub fn size(&self) -> [f32; 2] {
        self.over.size
    }

    /// Everything in one, with the maps that there are.
    pub fn drawing(&self, mut map: impl FnMut(&Shows) -> Option<Arc<Picture>>) -> Drawing {
        let mut all = self.under.clone();
        all.size = self.over.size;
        for Face { corner, across, down, shows } in &self.faces {
            all.marks.extend(map(shows).map(|picture| Mark::Slanted { corner: *corner, across: *across, down: *down, picture }));
        }
        all.marks.extend(self.over.marks.iter().cloned());
        all
    }
}
