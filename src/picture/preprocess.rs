//! From a picture to what a network takes: size, fit, channel order, range, mean and standard deviation.
//!
//! The same description travels in a sidecar file, on the command line (`--preprocess`) and in the window.

use super::{Picture, Result};

/// Order of the colour channels in the network's input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChannelOrder {
    /// Red, green, blue.
    #[default]
    Rgb,
    /// Blue, green, red (Caffe).
    Bgr,
    /// One channel of luma.
    Grey,
}

/// How a picture of another aspect ratio is brought to size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Both sides are resized to the input's size.
    Stretch,
    /// The shorter side is resized to this many pixels, then the centre is cut out (torchvision).
    Crop(usize),
}

/// From a picture to a network's input.
#[derive(Clone, Debug, PartialEq)]
pub struct Preprocessing {
    /// Rows and columns of the input.
    pub size: [usize; 2],
    /// How other aspect ratios are treated.
    pub fit: Fit,
    /// Order of the channels.
    pub order: ChannelOrder,
    /// The value of white before mean and deviation: 1 or 255.
    pub range: f32,
    /// Subtracted, in the channel order above.
    pub mean: [f32; 3],
    /// Divided by, in the channel order above.
    pub std: [f32; 3],
}

impl Preprocessing {
    /// torchvision's: 224 out of 256, RGB, mean and deviation of ImageNet.
    pub fn imagenet() -> Self {
        Self {
            size: [224, 224],
            fit: Fit::Crop(256),
            order: ChannelOrder::Rgb,
            range: 1.0,
            mean: [0.485, 0.456, 0.406],
            std: [0.229, 0.224, 0.225],
        }
    }

    /// Applies `size=224,resize=256,order=bgr,range=255,mean=104:117:123,std=1:1:1`; keys not named stay.
    pub fn with_overrides(&self, _text: &str) -> Result<Self> {
        todo!()
    }

    /// The number of channels (1 or 3).
    pub fn channels(&self) -> usize {
        if self.order == ChannelOrder::Grey { 1 } else { 3 }
    }

    /// What the network sees, as a picture of the input's size.
    pub fn visible(&self, _picture: &Picture) -> Picture {
        todo!()
    }

    /// The input values, `C x H x W`.
    pub fn apply(&self, _picture: &Picture) -> Vec<f32> {
        todo!()
    }

    /// The picture behind input values (`C x H x W`), for inputs that came as numbers.
    pub fn invert(&self, _values: &[f32]) -> Picture {
        todo!()
    }

    /// Where the input's pixels lie in the original picture: left, top, width, height in the picture's pixels.
    pub fn region(&self, _picture_width: usize, _picture_height: usize) -> [f64; 4] {
        todo!()
    }
}
