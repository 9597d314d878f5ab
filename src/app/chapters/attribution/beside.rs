//! What some methods need beside the picture: the truth about a rendered scene, and other pictures to compare with.

use crate::{
    app::open::{ANIMALS, Folder, Loaded, Samples, Shown},
    data::world::{
        self, Annotation, Mask,
        fauna::{Fauna, SPECIES},
        legend,
    },
    network::{Device, Result, Tensor},
    picture::{Picture, Preprocessing},
};

/// How much of each pixel of the input is the object of a class, if somebody knows: the rendered world, or a folder with masks.
pub fn truth(shown: &Shown, folder: Option<&Folder>, class: &str, preprocessing: &Preprocessing) -> Option<Vec<f32>> {
    let mask = match annotation(shown, folder) {
        Some(annotation) => {
            let value = legend(Mask::Class).iter().position(|name| name.eq_ignore_ascii_case(class))? + 1;
            let mask = annotation.mask(Mask::Class).iter().map(|own| usize::from(*own) == value);
            Picture::of_mask(annotation.size, annotation.size, mask)
        }
        None if let Some((fauna, index)) = animal(shown, folder) => {
            let own = SPECIES[fauna.class(index)].name;
            own.eq_ignore_ascii_case(class).then(|| fauna.object(index))?
        }
        None => {
            let (id, item) = shown.item?;
            let dataset = &folder.filter(|folder| folder.id == id)?.dataset;
            let own = dataset.item(item)?.class.and_then(|class| dataset.classes.get(class));
            own.filter(|own| own.eq_ignore_ascii_case(class))?;
            dataset.object(item).ok()??
        }
    };
    let seen = preprocessing.visible(&mask);
    let shares: Vec<f32> = seen.pixels.chunks_exact(3).map(|pixel| f32::from(pixel[0]) / 255.0).collect();
    shares.iter().any(|share| *share > 0.0).then_some(shares)
}

/// Which animal of the fauna is shown, if it is one.
pub fn animal(shown: &Shown, folder: Option<&Folder>) -> Option<(Fauna, usize)> {
    if let Some((Samples::Animals, index)) = shown.sample {
        return Some((ANIMALS, index % Samples::Animals.count()));
    }
    let (id, item) = shown.item?;
    folder.filter(|folder| folder.id == id)?.dataset.animal(item)
}

fn annotation(shown: &Shown, folder: Option<&Folder>) -> Option<Annotation> {
    if let Some((Samples::World, index)) = shown.sample {
        return Some(world::SAMPLES[index % world::SAMPLES.len()].annotated().1);
    }
    let (id, item) = shown.item?;
    folder.filter(|folder| folder.id == id)?.dataset.annotation(item)
}

/// The pictures that come with the models that ship, as inputs of this network, `R x C x H x W`.
pub fn references(loaded: &Loaded, preprocessing: &Preprocessing) -> Result<Tensor> {
    let samples = Samples::of(loaded.shipped.unwrap_or_default());
    let [height, width] = preprocessing.size;
    let pictures = (0..samples.count()).filter_map(|index| samples.picture(index).ok());
    let values: Vec<f32> = pictures.flat_map(|picture| preprocessing.apply(&picture)).collect();
    let own = preprocessing.channels() * height * width;
    let count = values.len() / own.max(1);
    Ok(Tensor::from_vec(values, (count, preprocessing.channels(), height, width), &Device::Cpu)?)
}
