//! The shortcut: a picture that a network answers wrongly because of a cue that has nothing to do with what it shows, where the
//! network looks for its answer, and what it answers once the cue is painted out.

use std::{collections::BTreeMap, sync::Arc};

use egui::ColorImage;

use crate::{
    app::work::{Colouring, Explain, Forward, Heatmap, Loaded, forward, heatmap},
    attribution,
    control::Control,
    data::{Dataset, ItemId},
    network::{Error, Result, Target},
    picture::{ColourMap, Picture, upsampled},
};

/// Pictures that are tried.
const TRIED: usize = 60;

/// The story of one picture.
#[derive(Clone)]
pub struct Shortcut {
    /// The network that it is about.
    pub loaded: Arc<Loaded>,
    /// Where the picture comes from.
    pub dataset: Arc<Dataset>,
    /// Its number there.
    pub item: ItemId,
    /// What it shows.
    pub class: usize,
    /// With the cue.
    pub with: Seen,
    /// The same picture, the cue painted out.
    pub without: Seen,
    /// Where the network looks for its answer (Grad-CAM).
    pub looks: Heatmap,
    /// The share of the map that lies on the cue, and the share of the picture that the cue covers.
    pub on_cue: [f32; 2],
    /// Of how many pictures with a cue the answer changed without it, and how many were tried.
    pub flipped: [usize; 2],
}

/// A picture and what it is taken for.
#[derive(Clone)]
pub struct Seen {
    /// As it is in its data set.
    pub picture: Arc<ColorImage>,
    /// Classes with their probabilities, the largest first.
    pub answers: Vec<(usize, f32)>,
}

/// Whether a cue is planted in any of the first pictures.
pub fn is_cued(dataset: &Dataset) -> bool {
    dataset.ids().take(TRIED).any(|item| dataset.without_cue(item).is_some())
}

/// One picture of which the answer changes.
struct Found {
    item: ItemId,
    class: usize,
    pictures: [Picture; 2],
    answers: [Forward; 2],
    /// How surely it changes.
    strength: f32,
}

/// Looks for the picture whose answer depends most on its cue.
///
/// # Errors
/// No picture has a cue, or no wrong answer depends on one; cancellation.
pub fn shortcut(loaded: &Arc<Loaded>, dataset: &Arc<Dataset>, dark: bool, control: &Control) -> Result<Shortcut> {
    let preprocessing = &loaded.model.preprocessing;
    let count = dataset.len().min(TRIED);
    let (mut best, mut flipped): (Option<Found>, [usize; 2]) = (None, [0, 0]);
    for item in dataset.ids().take(count) {
        control.step(item.index(), count, "looking for a picture that it falls for")?;
        let class = dataset.items[item.index()].class;
        let (Some(class), Some(without), Ok(with)) = (class, dataset.without_cue(item), dataset.picture(item)) else { continue };
        let answer = |picture: &Picture| forward(loaded, picture, preprocessing, &control.silent());
        let answers = [answer(&with)?, answer(&without)?];
        let [first, second] = [0, 1].map(|place: usize| best_class(&answers[place]));
        flipped[1] += 1;
        if first == second {
            continue;
        }
        flipped[0] += 1;
        // The best story: surely wrong with the cue, surely right without it.
        let right = if second == class { 2.0 } else { 1.0 };
        let strength = right * answers[0].probabilities[first] * answers[1].probabilities[second];
        if first != class && best.as_ref().is_none_or(|found| found.strength < strength) {
            best = Some(Found { item, class, pictures: [with, without], answers, strength });
        }
    }
    let problem = match flipped {
        [_, 0] => "no picture here has a cue planted; take shortcut:2000",
        _ => "no picture was found that the network answers wrongly because of the cue; train it longer",
    };
    let found = best.ok_or_else(|| Error::Target(problem.to_owned()))?;
    tell((loaded, dataset), &found, flipped, dark, control)
}

fn best_class(answer: &Forward) -> usize {
    answer.ranking.first().copied().unwrap_or_default()
}

fn tell(
    (loaded, dataset): (&Arc<Loaded>, &Arc<Dataset>),
    found: &Found,
    flipped: [usize; 2],
    dark: bool,
    control: &Control,
) -> Result<Shortcut> {
    let [with, without] = &found.answers;
    let method = attribution::registry().iter().position(|method| method.id == "grad-cam").unwrap_or_default();
    let explain = Explain { method, convention: None, parameters: BTreeMap::new(), opaque: false };
    let colouring = Colouring { colours: ColourMap::Magma, dark, contrast: 1.0, gamma: 1.0, longest: 0 };
    let target = Target::Class(crate::network::Class(best_class(with)));
    let looks = heatmap(loaded, with, (&target, None), (&explain, &colouring), None, control, &mut |_| ())?;
    let seen = |place: usize| {
        let (picture, answer) = (&found.pictures[place], &found.answers[place]);
        let ranked = answer.ranking.iter().take(3).map(|&class| (class, answer.probabilities[class]));
        Seen {
            picture: Arc::new(ColorImage::from_rgb([picture.width, picture.height], &picture.pixels)),
            answers: ranked.collect(),
        }
    };
    let plane = upsampled(&looks.plane, [looks.map.height, looks.map.width], [with.visible.height, with.visible.width]);
    Ok(Shortcut {
        loaded: Arc::clone(loaded),
        dataset: Arc::clone(dataset),
        item: found.item,
        class: found.class,
        with: seen(0),
        without: seen(1),
        on_cue: on_cue(&plane, &with.visible, &without.visible),
        looks,
        flipped,
    })
}

/// The share of a map that lies where two pictures differ, and the share of the picture that does.
fn on_cue(values: &[f32], with: &Picture, without: &Picture) -> [f32; 2] {
    let pixels = with.pixels.as_chunks::<3>().0.iter().zip(without.pixels.as_chunks::<3>().0);
    let differs: Vec<bool> =
        pixels.map(|(one, other)| one.iter().zip(other).any(|(one, other)| one.abs_diff(*other) > 8)).collect();
    let total: f32 = values.iter().map(|value| value.max(0.0)).sum();
    let there: f32 = values.iter().zip(&differs).filter(|(_, differs)| **differs).map(|(value, _)| value.max(0.0)).sum();
    let area = differs.iter().filter(|differs| **differs).count() as f32 / differs.len().max(1) as f32;
    [there / total.max(f32::MIN_POSITIVE), area]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_on_the_cue_is_where_the_pictures_differ() {
        let without = Picture::filled(4, 1, [100; 3]);
        let mut with = without.clone();
        with.blend_pixel(1, 0, [255; 3], 1.0);
        assert_eq!(on_cue(&[1.0, 6.0, -2.0, 1.0], &with, &without), [0.75, 0.25]);
    }
}
