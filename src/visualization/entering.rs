//! What becomes of a canvas when a stage begins: it is enlarged as the recipe's source enlarges, or its details alone are.
//!
//! It knows no network.

use super::{
    Planes, Space,
    recipe::{Enter, Recipe, Start},
    resize, spline,
};

/// The canvas with which a stage begins; `None` if it stays. `base` is what the start is at the size of now, where details are
/// enlarged.
pub(super) fn entered(
    recipe: &Recipe,
    stage: usize,
    picture: Planes,
    base: &mut Option<Planes>,
    space: &Space,
) -> Option<Planes> {
    match recipe.stages.get(stage)?.enter {
        Enter::Stay => None,
        Enter::Zoom(size) => Some(resize::zoomed(&picture, size)),
        Enter::Resize(size) => Some(resize::top_left(&picture, size)),
        Enter::Spline(size) => Some(spline::zoomed(&picture, size)),
        Enter::Detail(size) => {
            // Made smaller octave by octave, from the last one on.
            let sizes = recipe.stages.iter().skip(stage).rev().filter_map(|stage| match stage.enter {
                Enter::Detail(size) => Some(size),
                _ => None,
            });
            let one = match &recipe.start {
                Start::Picture(pixels) => sizes.fold(space.of_pixels(pixels), |picture, size| resize::zoomed(&picture, size)),
                _ => resize::zoomed(&picture, size).item(0),
            };
            let start = Planes { count: picture.count, values: one.values.repeat(picture.count), ..one };
            let mut sum = start.clone();
            if let Some(earlier) = base {
                let mut detail = picture;
                detail.values.iter_mut().zip(&earlier.values).for_each(|(detail, base)| *detail -= base);
                sum.add(&resize::zoomed(&detail, size));
            }
            *base = Some(start);
            Some(sum)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        picture::Preprocessing,
        visualization::{Unit, recipe::Stage, step::StepRule},
    };

    #[test]
    fn details_stay_on_the_picture_that_every_octave_makes_anew() {
        let mut pixels = Planes::zeros([1, 3, 8, 8]);
        pixels.values.iter_mut().enumerate().for_each(|(index, value)| *value = (index % 7) as f32 / 7.0);
        let pixels = Arc::new(pixels);
        let stage = |size| Stage { enter: Enter::Detail(size), ..Stage::plain(1, StepRule::Plain, 1.0) };
        let recipe = Recipe {
            stages: [[4, 4], [6, 6], [8, 8]].map(stage).to_vec(),
            ..Recipe::plain([4, 4], Unit::Pixel, Start::Picture(Arc::clone(&pixels)))
        };
        let space = Space::new(Unit::Pixel, &Preprocessing::imagenet());
        let half = resize::zoomed(&pixels, [6, 6]);
        let mut base = None;
        let first = entered(&recipe, 0, Planes::zeros([2, 3, 4, 4]), &mut base, &space).unwrap();
        assert_eq!(first.item(1), resize::zoomed(&half, [4, 4]));
        let second = entered(&recipe, 1, first.map(|value| value + 0.25), &mut base, &space).unwrap();
        for (found, base) in second.item(1).values.iter().zip(&half.values) {
            assert!((found - base - 0.25).abs() < 1e-6);
        }
        let last = entered(&recipe, 2, second, &mut base, &space).unwrap();
        for (found, base) in last.item(0).values.iter().zip(&pixels.values) {
            assert!((found - base - 0.25).abs() < 1e-6);
        }
    }
}
