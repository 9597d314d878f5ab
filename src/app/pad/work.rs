//! The pad's drawing as a picture for the network: a digit centred as MNIST's are, or all colours at the input's size.

use super::{Ink, Stroke};
use crate::{
    app::{ids::PictureId, open::Shown},
    picture::{self, ChannelOrder, Fit, Picture, Preprocessing},
    words::frame,
};

/// Pixels that a digit is drawn with before it is scaled, for each pixel of the input.
const FINENESS: usize = 8;

const WHITE: [u8; 3] = [255; 3];
const BLACK: [u8; 3] = [0; 3];

/// Whether a network takes brightness alone: then ink is white on black and centred as MNIST's digits are.
pub fn draws_digits(preprocessing: &Preprocessing) -> bool {
    preprocessing.order == ChannelOrder::Grey
}

/// The strokes as a picture that the network sees as it is drawn.
pub fn drawn(id: PictureId, strokes: &[Stroke], preprocessing: &Preprocessing) -> Shown {
    let picture = if draws_digits(preprocessing) {
        let side = preprocessing.size[0].min(preprocessing.size[1]).max(1);
        let fine = side * FINENESS;
        on_sheet(strokes, [fine, fine], [0.0, 0.0, fine as f64, fine as f64], (BLACK, |_| WHITE)).centred_as_mnist(side)
    } else {
        let size = uncut(preprocessing);
        on_sheet(strokes, size, preprocessing.region(size[0], size[1]), (WHITE, |colour| colour))
    };
    Shown { drawn: true, ..Shown::new(id, frame::A_DRAWING, picture) }
}

/// Columns and rows of a picture of which the preprocessing cuts the input out without scaling.
fn uncut(preprocessing: &Preprocessing) -> [usize; 2] {
    let [height, width] = preprocessing.size.map(|side| side.max(1));
    match preprocessing.fit {
        Fit::Stretch => [width, height],
        Fit::Crop(shorter) => [width, height].map(|side| side + shorter.saturating_sub(width.min(height))),
    }
}

/// The colour of the paper, and what becomes of an ink's colour on it.
type Palette = ([u8; 3], fn([u8; 3]) -> [u8; 3]);

fn on_sheet(strokes: &[Stroke], size: [usize; 2], sheet: [f64; 4], (paper, ink): Palette) -> Picture {
    let mut picture = Picture::filled(size[0], size[1], paper);
    for stroke in strokes {
        let colour = match stroke.ink {
            Ink::Colour(colour) => ink(colour),
            Ink::Eraser => paper,
        };
        picture::Stroke { points: stroke.points.clone(), radius: stroke.width / 2.0, colour }.draw(&mut picture, sheet);
    }
    picture
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stroke(points: &[[f32; 2]], ink: Ink) -> Stroke {
        Stroke { points: points.to_vec(), width: 0.1, ink }
    }

    #[test]
    fn a_coloured_drawing_is_seen_as_it_is_drawn() {
        for (size, fit) in [([64, 64], Fit::Crop(73)), ([64, 64], Fit::Stretch), ([48, 64], Fit::Crop(50))] {
            let preprocessing = Preprocessing { size, fit, ..Preprocessing::imagenet() };
            let shown = drawn(PictureId::new(), &[stroke(&[[0.5, 0.5]], Ink::Colour([200, 0, 0]))], &preprocessing);
            let seen = preprocessing.visible(&shown.picture);
            assert_eq!((seen.width, seen.height), (size[1], size[0]));
            assert_eq!(seen.pixel(size[1] / 2, size[0] / 2), [200, 0, 0], "{size:?} {fit:?}");
            assert_eq!([seen.pixel(0, 0), seen.pixel(size[1] - 1, size[0] - 1)], [[255; 3]; 2]);
            // Nothing was scaled: only the stroke's edge has colours in between.
            let between = seen.pixels.as_chunks::<3>().0.iter().filter(|pixel| ![[255; 3], [200, 0, 0]].contains(pixel)).count();
            assert!(between < 40, "{between}");
        }
    }

    #[test]
    fn a_digit_is_white_on_black_in_the_middle_and_can_be_erased() {
        let preprocessing =
            Preprocessing { size: [28, 28], fit: Fit::Stretch, order: ChannelOrder::Grey, ..Preprocessing::imagenet() };
        let line = [[0.1, 0.1], [0.1, 0.4]];
        let shown = drawn(PictureId::new(), &[stroke(&line, Ink::Colour(BLACK))], &preprocessing);
        assert_eq!((shown.picture.width, shown.picture.height), (28, 28));
        assert_eq!(shown.picture.pixel(14, 14), WHITE);
        assert_eq!(shown.picture.pixel(2, 14), BLACK);
        let wiped = Stroke { width: 0.2, ..stroke(&line, Ink::Eraser) };
        let erased = drawn(PictureId::new(), &[stroke(&line, Ink::Colour(BLACK)), wiped], &preprocessing);
        assert_eq!(erased.picture, Picture::filled(28, 28, BLACK));
    }
}
