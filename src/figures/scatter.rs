//! Points in the plane, coloured by class, with a legend; or small pictures in their place.

use std::sync::Arc;

use super::{
    drawing::{Anchor, Drawing, Face, HAIRLINE, INK, Mark},
    letters::shortened,
    sheet::Sheet,
};
use crate::picture::{ClassShape, class_colour, class_shape};

const SIDE: f32 = 720.0;
const MARGIN: f32 = 16.0;
const LEGEND: f32 = 200.0;
const RADIUS: f32 = 4.0;
const LETTERS: f32 = 13.0;
/// Side of a point that is a small picture.
const SMALL: f32 = 30.0;
/// Points without a class.
const FAINT: [u8; 3] = [0x6D, 0x76, 0x81];
/// More classes than this have no room in the legend.
const NAMED: usize = 34;

/// Points with what each one is.
pub struct Cloud<'a> {
    /// Where they lie.
    pub positions: &'a [[f32; 2]],
    /// The class of each.
    pub classes: &'a [Option<usize>],
    /// What the classes are called.
    pub names: &'a [String],
    /// A small picture of each, and its tile; none where points are dots.
    pub pictures: Option<(&'a Sheet, &'a [usize])>,
}

/// A point of a class.
fn mark(class: Option<usize>, at: [f32; 2]) -> Mark {
    let colour = class.map_or(FAINT, class_colour);
    let corners = class.map_or(ClassShape::Disc, class_shape).corners(at, RADIUS);
    if corners.is_empty() { Mark::Dot { at, radius: RADIUS, colour } } else { Mark::Shape { corners, colour } }
}

/// Draws the points; both axes have the same scale, because distances are what they are about.
pub fn scatter(cloud: &Cloud<'_>) -> Drawing {
    let legend = if cloud.names.is_empty() { 0.0 } else { LEGEND };
    let mut drawing = Drawing::new(SIDE + legend, SIDE);
    let span = |axis: usize| {
        let values = cloud.positions.iter().map(|position| position[axis]).filter(|value| value.is_finite());
        values.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
    };
    let (across, up) = (span(0), span(1));
    let extent = (across.1 - across.0).max(up.1 - up.0).max(f32::MIN_POSITIVE);
    let inner = SIDE - 2.0 * MARGIN - if cloud.pictures.is_some() { SMALL } else { 0.0 };
    let place = |value: f32, (low, high): (f32, f32)| SIDE / 2.0 + (value - (low + high) / 2.0) / extent * inner;
    for (index, (position, class)) in cloud.positions.iter().zip(cloud.classes).enumerate() {
        // Rows of a picture grow downwards, an axis upwards.
        let at = [place(position[0], across), SIDE - place(position[1], up)];
        if !(at[0].is_finite() && at[1].is_finite()) {
            continue;
        }
        let colour = class.map_or(FAINT, class_colour);
        let picture = cloud.pictures.and_then(|(sheet, tiles)| sheet.picture(*tiles.get(index)?));
        match picture {
            None => drawing.add(mark(*class, at)),
            Some(picture) => {
                let at = [at[0] - SMALL / 2.0, at[1] - SMALL / 2.0, SMALL, SMALL];
                drawing.add(Mark::Picture { at, picture: Arc::new(picture) });
                drawing.add(Mark::Edge { at, colour, width: 1.5 });
            }
        }
    }
    drawing.add(Mark::Edge { at: [0.5, 0.5, SIDE - 1.0, SIDE - 1.0], colour: HAIRLINE, width: 1.0 });
    for (index, name) in cloud.names.iter().take(NAMED).enumerate() {
        let y = MARGIN + index as f32 * (LETTERS + 7.0);
        drawing.add(mark(Some(index), [SIDE + 16.0, y + LETTERS / 2.0 - 0.5]));
        let name = shortened(name, LEGEND - 40.0, LETTERS, Face::Words);
        drawing.write(name, [SIDE + 28.0, y + LETTERS - 2.0], LETTERS, Anchor::Start, INK);
    }
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_keep_their_distances_and_their_classes_colours() {
        let positions = [[0.0, 0.0], [4.0, 0.0], [0.0, 1.0], [f32::NAN, 0.0]];
        let names = ["cat".to_owned(), "dog".to_owned()];
        let cloud = Cloud { positions: &positions, classes: &[Some(0), Some(1), None, None], names: &names, pictures: None };
        let drawing = scatter(&cloud);
        let dots: Vec<([f32; 2], [u8; 3])> = drawing
            .marks
            .iter()
            .filter_map(|mark| if let Mark::Dot { at, colour, .. } = mark { Some((*at, *colour)) } else { None })
            .collect();
        assert_eq!(dots.len(), 3 + 2, "three points and two of the legend");
        let [origin, right, above] = [dots[0].0, dots[1].0, dots[2].0];
        assert!((right[0] - origin[0] - 4.0 * (origin[1] - above[1])).abs() < 1e-3, "one scale for both axes");
        assert!(above[1] < origin[1], "upwards is up");
        assert_eq!([dots[0].1, dots[1].1, dots[2].1], [class_colour(0), class_colour(1), FAINT]);
        assert!(drawing.is_plot());
    }
}
