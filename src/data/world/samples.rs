//! Scenes to start with: two objects each, chosen by eye.

use super::{
    annotation::Annotation,
    names::{Class, Scene},
    plan::Plan,
};
use crate::picture::Picture;

/// Rows and columns of a sample: larger than a network's input, so that it looks well in the window.
const SIZE: usize = 384;

/// The seed that all samples come from.
const SEED: u64 = 100;

/// A scene to start with, drawn when it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// What it shows: "cat and flower".
    pub name: &'static str,
    /// The classes of its two objects.
    pub classes: [Class; 2],
    scene: Scene,
    number: u64,
}

impl Sample {
    /// Draws it, 384 x 384.
    pub fn picture(&self) -> Picture {
        self.plan().picture(SIZE)
    }

    /// Draws it and says what every pixel shows.
    pub fn annotated(&self) -> (Picture, Annotation) {
        self.plan().annotated(SIZE)
    }

    fn plan(&self) -> Plan {
        Plan { key: [SEED, 0, self.number], classes: self.classes.to_vec(), scene: Some(self.scene), likeness: 0.0, cue: None }
    }
}

const fn sample(name: &'static str, classes: [Class; 2], scene: Scene, number: u64) -> Sample {
    Sample { name, classes, scene, number }
}

/// The scenes to start with.
pub const SAMPLES: [Sample; 8] = [
    sample("cat and flower", [Class::Cat, Class::Flower], Scene::Meadow, 3),
    sample("sailboat and lighthouse", [Class::Sailboat, Class::Lighthouse], Scene::Beach, 1),
    sample("bus and car", [Class::Bus, Class::Car], Scene::Street, 0),
    sample("balloon and plane", [Class::Balloon, Class::Plane], Scene::Desert, 1),
    sample("bird and tree", [Class::Tree, Class::Bird], Scene::Snow, 2),
    sample("cat and cup", [Class::Cup, Class::Cat], Scene::Room, 5),
    sample("train and cactus", [Class::Train, Class::Cactus], Scene::Desert, 3),
    sample("butterfly and mushroom", [Class::Butterfly, Class::Mushroom], Scene::Night, 4),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::world::Mask;

    #[test]
    fn every_sample_shows_both_of_its_objects() {
        for sample in SAMPLES {
            let (picture, annotation) = sample.annotated();
            assert_eq!((picture.width, picture.height), (SIZE, SIZE));
            assert_eq!(annotation.objects.iter().map(|object| object.class).collect::<Vec<_>>(), sample.classes);
            assert!(annotation.objects.iter().all(|object| object.hidden < 0.3), "{}", sample.name);
            for class in sample.classes {
                assert!(sample.name.contains(class.name()));
                let pixels = annotation.mask(Mask::Class).iter().filter(|&&value| value == class.value()).count();
                assert!(pixels > SIZE * SIZE / 60, "{}: {pixels} pixels of {}", sample.name, class.name());
            }
        }
    }
}
