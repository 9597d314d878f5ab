//! The ways in which published networks take their pictures, as candidates for a network of which nobody said how.
//!
//! torchvision and timm train on 0 to 1 less ImageNet's mean, divided by its deviation; TensorFlow's networks on -1 to 1; Caffe's
//! on blue, green, red from 0 to 255 less a mean colour; Keras calls the three `torch`, `tf` and `caffe`. Exporters often move
//! the normalisation into the graph: then the network takes 0 to 1 or 0 to 255 as it is. It must never know which one is right.

use crate::{
    picture::{ChannelOrder, Fit, Preprocessing},
    words::{Phrase, zoo},
};

/// A usual way to turn a picture's colours into numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convention {
    /// What the model came with, if it is none of the others.
    Own,
    /// Red, green, blue from 0 to 1, less ImageNet's mean, divided by its deviation.
    Imagenet,
    /// From -1 to 1.
    Signed,
    /// From 0 to 1.
    Unit,
    /// Blue, green, red from 0 to 255, less the mean colour of Caffe's networks.
    Caffe,
    /// From 0 to 255.
    Bytes,
    /// Grey from 0 to 1, less the mean of MNIST's digits, divided by their deviation.
    Mnist,
}

const COLOUR: [Convention; 5] =
    [Convention::Imagenet, Convention::Signed, Convention::Unit, Convention::Caffe, Convention::Bytes];
const GREY: [Convention; 4] = [Convention::Unit, Convention::Mnist, Convention::Signed, Convention::Bytes];

/// The smallest side of an input that anybody cuts out of a larger picture.
const SMALLEST_CUT: usize = 64;

/// A way to prepare pictures that is tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// What it does to colours.
    pub convention: Convention,
    /// All of it.
    pub preprocessing: Preprocessing,
}

impl Candidate {
    /// Every usual convention in the size and with the fit of `own`, and `own` itself.
    pub fn all(own: &Preprocessing) -> Vec<Self> {
        let conventions: &[Convention] = if own.order == ChannelOrder::Grey { &GREY } else { &COLOUR };
        let mut candidates: Vec<Self> = conventions.iter().map(|&convention| Self::of(convention, own)).collect();
        if candidates.iter().all(|candidate| candidate.preprocessing != *own) {
            candidates.insert(0, Self { convention: Convention::Own, preprocessing: own.clone() });
        }
        candidates
    }

    fn of(convention: Convention, like: &Preprocessing) -> Self {
        let grey = like.order == ChannelOrder::Grey;
        let order = match convention {
            _ if grey => ChannelOrder::Grey,
            Convention::Caffe => ChannelOrder::Bgr,
            _ => ChannelOrder::Rgb,
        };
        let (range, mean, std) = match convention {
            Convention::Own => (like.range, like.mean, like.std),
            Convention::Imagenet => (1.0, Preprocessing::imagenet().mean, Preprocessing::imagenet().std),
            Convention::Signed => (1.0, [0.5; 3], [0.5; 3]),
            Convention::Unit => (1.0, [0.0; 3], [1.0; 3]),
            Convention::Caffe => (255.0, [104.0, 117.0, 123.0], [1.0; 3]),
            Convention::Bytes => (255.0, [0.0; 3], [1.0; 3]),
            Convention::Mnist => (1.0, [0.1307; 3], [0.3081; 3]),
        };
        Self { convention, preprocessing: Preprocessing { order, range, mean, std, ..like.clone() } }
    }

    /// The same with the other fit: cut out of a larger picture where this one stretches it, stretched where it cuts. `None` for
    /// inputs that are too small to be cut out of anything.
    pub fn with_other_fit(&self) -> Option<Self> {
        let shorter = self.preprocessing.size[0].min(self.preprocessing.size[1]);
        let fit = match self.preprocessing.fit {
            Fit::Crop(_) => Fit::Stretch,
            // torchvision cuts 224 out of 256.
            Fit::Stretch => Fit::Crop(self.preprocessing.size[0].max(self.preprocessing.size[1]) * 8 / 7),
        };
        let preprocessing = Preprocessing { fit, ..self.preprocessing.clone() };
        (shorter >= SMALLEST_CUT).then_some(Self { preprocessing, ..self.clone() })
    }

    /// A word for programs, different for each candidate of a network: `caffe-stretch`.
    pub fn id(&self) -> String {
        let convention = match self.convention {
            Convention::Own => "own",
            Convention::Imagenet => "imagenet",
            Convention::Signed => "minus-one-to-one",
            Convention::Unit => "zero-to-one",
            Convention::Caffe => "caffe",
            Convention::Bytes => "zero-to-255",
            Convention::Mnist => "mnist",
        };
        let fit = if matches!(self.preprocessing.fit, Fit::Crop(_)) { "crop" } else { "stretch" };
        format!("{convention}-{fit}")
    }

    /// What it does to colours, in a few words.
    pub fn name(&self) -> Phrase {
        let is_grey = self.preprocessing.order == ChannelOrder::Grey;
        match self.convention {
            Convention::Own => zoo::CONVENTION_OWN,
            Convention::Imagenet => zoo::CONVENTION_IMAGENET,
            Convention::Signed if is_grey => zoo::CONVENTION_GREY_SIGNED,
            Convention::Signed => zoo::CONVENTION_SIGNED,
            Convention::Unit if is_grey => zoo::CONVENTION_GREY_UNIT,
            Convention::Unit => zoo::CONVENTION_UNIT,
            Convention::Caffe => zoo::CONVENTION_CAFFE,
            Convention::Bytes if is_grey => zoo::CONVENTION_GREY_BYTES,
            Convention::Bytes => zoo::CONVENTION_BYTES,
            Convention::Mnist => zoo::CONVENTION_MNIST,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn what_a_model_came_with_is_among_the_candidates_once() {
        let own = Preprocessing::imagenet();
        let candidates = Candidate::all(&own);
        assert_eq!(candidates.iter().filter(|candidate| candidate.preprocessing == own).count(), 1);
        assert_eq!((candidates.len(), candidates[0].convention), (5, Convention::Imagenet));
        let rare = own.with_overrides("mean=0.1,std=0.7,size=96,resize=stretch").unwrap();
        let candidates = Candidate::all(&rare);
        assert_eq!((candidates.len(), &candidates[0].preprocessing), (6, &rare));
        assert!(candidates.iter().all(|candidate| candidate.preprocessing.size == [96, 96]));
        let ids: HashSet<String> = candidates.iter().map(Candidate::id).collect();
        assert_eq!(ids.len(), candidates.len());
    }

    #[test]
    fn networks_for_grey_pictures_stay_grey() {
        let digits =
            Preprocessing::imagenet().with_overrides("order=grey,size=28,resize=stretch,mean=0.1307,std=0.3081").unwrap();
        let candidates = Candidate::all(&digits);
        assert!(candidates.iter().all(|candidate| candidate.preprocessing.channels() == 1));
        assert!(candidates.iter().any(|candidate| candidate.convention == Convention::Mnist));
        assert_eq!(candidates[0].with_other_fit(), None, "28 pixels are cut out of nothing");
    }

    #[test]
    fn the_other_fit_comes_back_after_two_turns() {
        let candidate = &Candidate::all(&Preprocessing::imagenet())[0];
        let other = candidate.with_other_fit().unwrap();
        assert_eq!(other.preprocessing.fit, Fit::Stretch);
        assert_eq!(other.with_other_fit().as_ref(), Some(candidate));
        assert_ne!(other.id(), candidate.id());
    }
}
