//! Pictures: decode, resize, preprocess; and numbers made visible: colour maps, overlays, montages.
//!
//! The one place where values become colours. Knows no network.

mod colour;
mod error;
mod preprocess;

pub use colour::{ColourMap, Scale};
pub use error::{Error, Result};
pub use preprocess::{ChannelOrder, Fit, Preprocessing};

/// An RGB picture, 8 bits a channel, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `height * width * 3` bytes.
    pub pixels: Vec<u8>,
}

impl Picture {
    /// Reads a picture file (PNG, JPEG, WebP, GIF, BMP, TIFF), honouring EXIF orientation; transparency is laid on white.
    pub fn open(_path: &std::path::Path) -> Result<Self> {
        todo!()
    }

    /// Decodes a picture; `name` is for the error's sentence.
    pub fn decode(_bytes: &[u8], _name: &str) -> Result<Self> {
        todo!()
    }

    /// Resizes with a triangle filter whose support grows when shrinking: Pillow's antialiased bilinear, within 1/255.
    pub fn resized(&self, _width: usize, _height: usize) -> Self {
        todo!()
    }

    /// Cuts a box out; parts outside the picture are black.
    pub fn cropped(&self, _x: isize, _y: isize, _width: usize, _height: usize) -> Self {
        todo!()
    }
}
