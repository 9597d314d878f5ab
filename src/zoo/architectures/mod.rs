//! The architectures that are recognised from a file's keys: one table, one file per family.
//!
//! A family says which keys its files have, which published variant the shapes are, how it is built and how pictures are
//! prepared for it. Width, depth, groups and the number of classes come from the shapes, so that variants nobody published build
//! too.

mod alexnet;
mod convnext;
mod densenet;
mod efficientnet;
mod googlenet;
mod inception_v3;
mod inverted_residual;
mod mnasnet;
mod mobilenet_v2;
mod mobilenet_v3;
mod regnet;
mod resnet;
mod shapes;
mod shufflenet_v2;
mod squeezenet;
mod timm_mobile;
mod vgg;

use crate::{
    network::{Network, NodeId},
    picture::{ChannelOrder, Fit, Preprocessing},
};

use super::{
    assembly::{Assembly, Built, Mismatch},
    weights::Weights,
};

/// One family of architectures.
pub struct Architecture {
    /// The family as published: "ResNet".
    pub name: &'static str,
    /// Who published it.
    pub paper: &'static str,
    /// The variants that have a name of their own, as torchvision (or timm) calls them.
    pub variants: &'static [&'static str],
    /// Keys under which the first convolution's weight may lie.
    pub stems: &'static [&'static str],
    /// Keys that files of this family have.
    pub signature: &'static [&'static str],
    /// Module paths of parts that do not take part in prediction (auxiliary classifiers).
    pub ignored: &'static [&'static str],
    /// Which variant these weights are; `None` for one without a name.
    pub variant: fn(&Weights) -> Option<&'static str>,
    /// Builds the network up to the class scores.
    pub build: fn(&mut Assembly<'_>, NodeId) -> Built,
    /// How pictures are prepared for the published weights.
    pub preprocessing: fn(&Weights) -> Preprocessing,
}

/// All families.
pub const ARCHITECTURES: &[Architecture] = &[
    alexnet::ALEXNET,
    vgg::VGG,
    vgg::VGG_TIMM,
    resnet::RESNET,
    squeezenet::SQUEEZENET,
    googlenet::GOOGLENET,
    inception_v3::INCEPTION_V3,
    densenet::DENSENET,
    mobilenet_v2::MOBILENET_V2,
    mobilenet_v3::MOBILENET_V3,
    mnasnet::MNASNET,
    efficientnet::EFFICIENTNET,
    timm_mobile::TIMM_MOBILE,
    shufflenet_v2::SHUFFLENET_V2,
    regnet::REGNET,
    regnet::REGNET_TIMM,
    convnext::CONVNEXT,
    convnext::CONVNEXT_TIMM,
    shapes::SHAPES,
];

impl Architecture {
    /// The family whose signature these weights fulfil best; `None` if they fulfil none by half.
    pub fn nearest(weights: &Weights) -> Option<&'static Self> {
        let share = |architecture: &Self| {
            let hits = architecture.signature.iter().filter(|key| weights.has(key)).count();
            hits as f64 / architecture.signature.len() as f64
        };
        let mut best = (0.5, None);
        for architecture in ARCHITECTURES {
            if share(architecture) > best.0 {
                best = (share(architecture), Some(architecture));
            }
        }
        best.1
    }

    /// The variant's name, or the family's.
    pub fn title(&self, weights: &Weights) -> &'static str {
        (self.variant)(weights).unwrap_or(self.name)
    }

    /// How pictures are prepared, for as many channels as the first convolution takes.
    pub fn preprocessing_for(&self, weights: &Weights) -> Preprocessing {
        let published = (self.preprocessing)(weights);
        match self.channels(weights) {
            1 => Preprocessing { order: ChannelOrder::Grey, mean: [0.0; 3], std: [1.0; 3], ..published },
            _ => published,
        }
    }

    /// The network with these weights, for inputs of `size` (rows, columns).
    pub fn network(&self, weights: &Weights, size: [usize; 2]) -> Result<Network, Mismatch> {
        let mut assembly = Assembly::new(weights);
        let channels = self.channels(weights);
        if channels == 0 {
            return Err(Mismatch::Missing(self.stems[0].to_owned()));
        }
        let input = assembly.input(channels, size);
        let scores = (self.build)(&mut assembly, input)?;
        assembly.finish(input, scores, self.ignored)
    }

    fn channels(&self, weights: &Weights) -> usize {
        self.stems.iter().map(|key| weights.size(key, 1)).max().unwrap_or(0)
    }
}

/// torchvision's preparation at another size: the shorter side to `resize`, the middle `size` pixels cut out.
fn imagenet_at(size: usize, resize: usize) -> Preprocessing {
    Preprocessing { size: [size; 2], fit: Fit::Crop(resize), ..Preprocessing::imagenet() }
}

/// Pictures from -1 to 1, as TensorFlow's Inception networks take them.
fn inception_at(size: usize, resize: usize) -> Preprocessing {
    Preprocessing { mean: [0.5; 3], std: [0.5; 3], ..imagenet_at(size, resize) }
}
