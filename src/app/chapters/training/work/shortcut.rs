//! The shortcut: a picture that a network answers wrongly because of a cue that has nothing to do with what it shows, where the
//! network looks for its answer, and what it answers once the cue is painted out.

use std::sync::Arc;

use egui::ColorImage;

use crate::{
    app::{
        desk::{Question, Reporter},
        ids::{ErrandId, ModelId},
        open::Loaded,
        questions::ForwardPass,
        tiles::{heatmap_pixels, pixels},
    },
    attribution::{self, Request},
    control::Control,
    data::{Dataset, ItemId},
    figures::{Look, Manner, heatmap},
    network::{Class, Device, Target},
    picture::{ColourMap, Picture, upsampled},
    words::{Phrase, training as say},
    zoo::SHIPPED,
};

/// Fresh pictures, half of which have the cue.
const STORY_PICTURES: &str = "shortcut:60#test";

/// Looks for a picture that a network answers wrongly because of its cue.
#[derive(Clone, Debug, PartialEq)]
pub struct CatchShortcut {
    /// Different for every time.
    pub id: ErrandId,
    /// Whether signed values lie on a dark ground.
    pub dark: bool,
}

/// Who is suspected.
pub enum Suspect {
    /// The network that ships and learned a shortcut.
    Shipped,
    /// The network of a training, and the pictures held out.
    SoFar(Arc<Loaded>, Arc<Dataset>),
}

impl Question for CatchShortcut {
    type Answer = Shortcut;
    type Given = Suspect;
    type Error = Phrase;

    fn title(&self, suspect: &Suspect) -> Phrase {
        match suspect {
            Suspect::Shipped => say::OPENING_STORY,
            Suspect::SoFar(..) => say::LOOKING_FOR_SHORTCUT,
        }
    }

    fn work(&self, suspect: Suspect, reporter: &Reporter<'_, Shortcut>) -> Result<Shortcut, Phrase> {
        let (loaded, dataset) = match suspect {
            Suspect::SoFar(loaded, dataset) => (loaded, dataset),
            Suspect::Shipped => {
                let story = SHIPPED.iter().find(|shipped| shipped.learned_shortcut);
                let name = story.ok_or(say::NO_CUE)?.name;
                let dataset = Dataset::parse(STORY_PICTURES)?;
                (Arc::new(Loaded::shipped(ModelId::new(), name, &Device::Cpu)?), Arc::new(dataset))
            }
        };
        shortcut(&loaded, &dataset, self.dark, reporter.control())
    }
}

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
    /// Where the network looks for its answer (Grad-CAM), at the input's size; transparent where it does not look.
    pub looks: Arc<ColorImage>,
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
    pub answers: Vec<(Class, f32)>,
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
    answers: [ForwardPass; 2],
    /// How surely it changes.
    strength: f32,
}

/// Looks for the picture whose answer depends most on its cue.
///
/// # Errors
/// No picture has a cue, or no wrong answer depends on one; cancellation.
fn shortcut(loaded: &Arc<Loaded>, dataset: &Arc<Dataset>, dark: bool, control: &Control) -> Result<Shortcut, Phrase> {
    let preprocessing = &loaded.model.preprocessing;
    let count = dataset.len().min(TRIED);
    let (mut best, mut flipped): (Option<Found>, [usize; 2]) = (None, [0, 0]);
    for item in dataset.ids().take(count) {
        control.step(item.index(), count, &say::LOOKING_FOR_VICTIM)?;
        let class = dataset.items[item.index()].class;
        let (Some(class), Some(without), Ok(with)) = (class, dataset.without_cue(item), dataset.picture(item)) else { continue };
        let answer = |picture: &Picture| ForwardPass::of(loaded, picture, preprocessing, &control.silent());
        let answers = [answer(&with)?, answer(&without)?];
        let [first, second] = [0, 1].map(|place: usize| best_class(&answers[place]));
        flipped[1] += 1;
        if first == second {
            continue;
        }
        flipped[0] += 1;
        // The best story: surely wrong with the cue, surely right without it.
        let right = if second == class { 2.0 } else { 1.0 };
        let strength = right * probability(&answers[0]) * probability(&answers[1]);
        if first != class && best.as_ref().is_none_or(|found| found.strength < strength) {
            best = Some(Found { item, class, pictures: [with, without], answers, strength });
        }
    }
    let problem = match flipped {
        [_, 0] => say::NO_CUE,
        _ => say::NOT_CAUGHT,
    };
    let found = best.ok_or(problem)?;
    tell((loaded, dataset), &found, flipped, dark, control)
}

fn best_class(pass: &ForwardPass) -> usize {
    pass.answer.best().unwrap_or_default().index()
}

fn probability(pass: &ForwardPass) -> f32 {
    let best = pass.answer.best().and_then(|best| pass.answer.of(best));
    best.map_or(0.0, |(_, probability)| probability as f32)
}

fn tell(
    (loaded, dataset): (&Arc<Loaded>, &Arc<Dataset>),
    found: &Found,
    flipped: [usize; 2],
    dark: bool,
    control: &Control,
) -> Result<Shortcut, Phrase> {
    let [with, without] = &found.answers;
    let method = attribution::METHODS.find("grad-cam")?;
    let target = Target::Class(with.answer.best().unwrap_or_default());
    let request = Request { activations: Some(&with.activations), ..Request::new(&loaded.engine, &with.input, target) };
    let map = method.run(&request, control, &mut |_| ())?;
    let size = [with.visible.height, with.visible.width];
    let seen = |place: usize| {
        let answer = &found.answers[place].answer;
        let ranked = answer.ranking.iter().take(3);
        let answers = ranked.filter_map(|&class| Some((class, answer.of(class)?.1 as f32)));
        Seen { picture: Arc::new(pixels(&found.pictures[place])), answers: answers.collect() }
    };
    let plane = upsampled(&map.plane(), [map.height, map.width], size);
    Ok(Shortcut {
        loaded: Arc::clone(loaded),
        dataset: Arc::clone(dataset),
        item: found.item,
        class: found.class,
        with: seen(0),
        without: seen(1),
        on_cue: on_cue(&plane, &with.visible, &without.visible),
        looks: Arc::new(heatmap_pixels(&heatmap(&map, size, &Manner::plain(Look::plain(ColourMap::Magma, dark), false), None))),
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
