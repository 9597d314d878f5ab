//! A drawing that leaves the program: lines, dots, text and pictures at places, measured in points from the upper left corner.
//!
//! One description for every kind of file: `svg.rs` writes it with real text and vector axes, `raster.rs` as pixels. It knows no
//! window; nothing here decides what is drawn.

use std::sync::Arc;

use crate::picture::Picture;

/// Red, green, blue.
pub type Colour = [u8; 3];

/// What is written on, and with.
pub const PAPER: Colour = [255; 3];
/// Text.
pub const INK: Colour = [0x1B, 0x1F, 0x24];
/// Secondary text.
pub const FAINT: Colour = [0x6D, 0x76, 0x81];
/// Axes and edges.
pub const HAIRLINE: Colour = [0xD0, 0xD5, 0xDB];

/// Which end of a text lies at its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    #[default]
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// The typeface of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Face {
    /// For words.
    #[default]
    Words,
    /// For numbers that stand below each other.
    Numbers,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// What is written.
    pub text: String,
    /// The place of the anchor on the base line.
    pub at: [f32; 2],
    /// Height of the letters in points.
    pub size: f32,
    /// Its colour.
    pub colour: Colour,
    /// Which end lies at the place.
    pub anchor: Anchor,
    /// The typeface.
    pub face: Face,
    /// Whether it runs upwards.
    pub upright: bool,
}

/// Something that is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A filled rectangle: left, top, width, height.
    Area {
        /// Where.
        at: [f32; 4],
        /// Its colour.
        colour: Colour,
        /// How strongly it covers, 0 to 1.
        opacity: f32,
    },
    /// The edge of a rectangle.
    Edge {
        /// Where: left, top, width, height.
        at: [f32; 4],
        /// Its colour.
        colour: Colour,
        /// Its breadth.
        width: f32,
    },
    /// A line from point to point.
    Line {
        /// Its points.
        points: Vec<[f32; 2]>,
        /// Its colour.
        colour: Colour,
        /// Its breadth.
        width: f32,
    },
    /// A filled polygon.
    Shape {
        /// Its corners.
        corners: Vec<[f32; 2]>,
        /// Its colour.
        colour: Colour,
    },
    /// A filled disc.
    Dot {
        /// Its centre.
        at: [f32; 2],
        /// Its radius.
        radius: f32,
        /// Its colour.
        colour: Colour,
    },
    /// A band from one upright line to another, bent like an S: its middles at both ends, and how broad it is there.
    Ribbon {
        /// The middle of its left end.
        from: [f32; 2],
        /// The middle of its right end.
        to: [f32; 2],
        /// How high it is at its two ends.
        breadth: [f32; 2],
        /// Its colour.
        colour: Colour,
    },
    /// Text.
    Text(Text),
    /// A picture on a parallelogram, pixels as parallelograms; drawn in its turn, over what comes before.
    Slanted {
        /// The corner of its first pixel.
        corner: [f32; 2],
        /// From there to the end of the first row.
        across: [f32; 2],
        /// From there to the beginning of the last row.
        down: [f32; 2],
        /// Its pixels.
        picture: Arc<Picture>,
    },
    /// A picture, whose pixels are enlarged as squares. Lies below all other marks.
    Picture {
        /// Where: left, top, width, height.
        at: [f32; 4],
        /// Its pixels.
        picture: Arc<Picture>,
    },
}

/// Marks on a sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// Width and height in points.
    pub size: [f32; 2],
    /// What is drawn, the first lowest.
    pub marks: Vec<Mark>,
}

impl Drawing {
    /// An empty sheet.
    pub fn new(width: f32, height: f32) -> Self {
        Self { size: [width, height], marks: Vec::new() }
    }

    /// A picture, every pixel `factor` points wide.
    pub fn of_picture(picture: impl Into<Arc<Picture>>, factor: f32) -> Self {
        let picture = picture.into();
        let size = [picture.width as f32 * factor, picture.height as f32 * factor];
        Self { size, marks: vec![Mark::Picture { at: [0.0, 0.0, size[0], size[1]], picture }] }
    }

    /// Adds a mark.
    pub fn add(&mut self, mark: Mark) {
        self.marks.push(mark);
    }

    /// Adds a line of text in ink at a size.
    pub fn write(&mut self, text: impl Into<String>, at: [f32; 2], size: f32, anchor: Anchor, colour: Colour) {
        self.add(Mark::Text(Text { text: text.into(), at, size, colour, anchor, face: Face::Words, upright: false }));
    }

    /// The same with numbers below each other in mind.
    pub fn write_number(&mut self, text: impl Into<String>, at: [f32; 2], size: f32, anchor: Anchor, colour: Colour) {
        self.add(Mark::Text(Text { text: text.into(), at, size, colour, anchor, face: Face::Numbers, upright: false }));
    }

    /// Lays another drawing on this one, with its corner at a place.
    pub fn lay(&mut self, other: &Self, [x, y]: [f32; 2]) {
        let moved = |[left, top]: [f32; 2]| [left + x, top + y];
        let moved_area = |[left, top, width, height]: [f32; 4]| [left + x, top + y, width, height];
        self.marks.extend(other.marks.iter().cloned().map(|mark| match mark {
            Mark::Area { at, colour, opacity } => Mark::Area { at: moved_area(at), colour, opacity },
            Mark::Edge { at, colour, width } => Mark::Edge { at: moved_area(at), colour, width },
            Mark::Line { points, colour, width } => Mark::Line { points: points.into_iter().map(moved).collect(), colour, width },
            Mark::Dot { at, radius, colour } => Mark::Dot { at: moved(at), radius, colour },
            Mark::Shape { corners, colour } => Mark::Shape { corners: corners.into_iter().map(moved).collect(), colour },
            Mark::Ribbon { from, to, breadth, colour } => Mark::Ribbon { from: moved(from), to: moved(to), breadth, colour },
            Mark::Text(text) => Mark::Text(Text { at: moved(text.at), ..text }),
            Mark::Slanted { corner, across, down, picture } => Mark::Slanted { corner: moved(corner), across, down, picture },
            Mark::Picture { at, picture } => Mark::Picture { at: moved_area(at), picture },
        }));
    }

    /// Whether anything but pictures is drawn with lines, dots or areas: then a file of vectors is worth more than one of pixels.
    pub fn is_plot(&self) -> bool {
        self.marks
            .iter()
            .any(|mark| matches!(mark, Mark::Line { .. } | Mark::Dot { .. } | Mark::Shape { .. } | Mark::Ribbon { .. }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_that_is_laid_on_another_moves_as_a_whole() {
        let mut inner = Drawing::new(10.0, 10.0);
        inner.add(Mark::Dot { at: [1.0, 2.0], radius: 3.0, colour: INK });
        inner.add(Mark::Line { points: vec![[0.0, 0.0], [4.0, 5.0]], colour: INK, width: 1.0 });
        let mut outer = Drawing::of_picture(Picture::filled(3, 2, [7; 3]), 10.0);
        assert!(!outer.is_plot());
        outer.lay(&inner, [100.0, 50.0]);
        assert_eq!(outer.size, [30.0, 20.0]);
        assert_eq!(outer.marks[1], Mark::Dot { at: [101.0, 52.0], radius: 3.0, colour: INK });
        assert!(outer.is_plot());
    }
}
