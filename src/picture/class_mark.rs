//! How classes are told apart: twelve colours, then the same with another shape.
//!
//! The first eight colours are Okabe and Ito's (2008), grey for their black, which a dark ground hides; the other four were
//! searched for so that they keep their distance from all others in every common kind of colour vision (the test measures it,
//! with the matrices of Machado, Oliveira and Fernandes 2009). Knows no window and no figure.

const COLOURS: [[u8; 3]; 12] = [
    [0x00, 0x72, 0xB2],
    [0xE6, 0x9F, 0x00],
    [0x00, 0x9E, 0x73],
    [0xCC, 0x79, 0xA7],
    [0x56, 0xB4, 0xE9],
    [0xD5, 0x5E, 0x00],
    [0xF0, 0xE4, 0x42],
    [0x7F, 0x7F, 0x7F],
    [0x71, 0x2F, 0xFF],
    [0x82, 0x5C, 0x2E],
    [0xBB, 0xDD, 0xAA],
    [0x00, 0xF7, 0xEF],
];

/// The shape of a class's points: where colours come again, shapes differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClassShape {
    /// The first twelve classes.
    Disc,
    /// The second twelve.
    Square,
    /// The third.
    Triangle,
    /// The fourth; after these shapes come again from the first.
    Diamond,
}

const SHAPES: [ClassShape; 4] = [ClassShape::Disc, ClassShape::Square, ClassShape::Triangle, ClassShape::Diamond];

/// How many classes have a mark of their own.
pub const CLASS_MARKS: usize = COLOURS.len() * SHAPES.len();

/// The colour of a class: twelve, then again from the first.
pub fn class_colour(class: usize) -> [u8; 3] {
    COLOURS[class % COLOURS.len()]
}

/// The shape of a class's points.
pub fn class_shape(class: usize) -> ClassShape {
    SHAPES[class / COLOURS.len() % SHAPES.len()]
}

impl ClassShape {
    /// Its corners around a place, about as large as a disc of this radius; none for the disc itself.
    pub fn corners(self, [x, y]: [f32; 2], radius: f32) -> Vec<[f32; 2]> {
        let (near, far) = (radius * 0.9, radius * 1.25);
        match self {
            Self::Disc => Vec::new(),
            Self::Square => vec![[x - near, y - near], [x + near, y - near], [x + near, y + near], [x - near, y + near]],
            Self::Triangle => vec![[x, y - far], [x + far * 0.95, y + far * 0.7], [x - far * 0.95, y + far * 0.7]],
            Self::Diamond => vec![[x, y - far], [x + far, y], [x, y + far], [x - far, y]],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Matrix = [[f64; 3]; 3];

    /// Machado, Oliveira and Fernandes (2009), severity 1: no red, no green, no blue cones; and all of them.
    const VISIONS: [Matrix; 4] = [
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    ];

    const TO_XYZ: Matrix =
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]];

    fn times(matrix: &Matrix, vector: [f64; 3]) -> [f64; 3] {
        matrix.map(|row| row.iter().zip(vector).map(|(factor, value)| factor * value).sum())
    }

    /// CIELAB (D65) of a colour as somebody sees it.
    fn lab(colour: [u8; 3], vision: &Matrix) -> [f64; 3] {
        let linear = colour.map(|value| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        let seen = times(vision, linear).map(|value| value.clamp(0.0, 1.0));
        let [x, y, z] = times(&TO_XYZ, seen);
        let bent = |value: f64| if value > 0.008856 { value.cbrt() } else { 7.787 * value + 16.0 / 116.0 };
        let [x, y, z] = [bent(x / 0.95047), bent(y), bent(z / 1.08883)];
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    #[test]
    fn twelve_colours_are_told_apart_by_every_common_kind_of_colour_vision() {
        for (kind, vision) in VISIONS.iter().enumerate() {
            for (one, colour) in COLOURS.iter().enumerate() {
                for (other, beside) in COLOURS[..one].iter().enumerate() {
                    let (a, b) = (lab(*colour, vision), lab(*beside, vision));
                    let distance = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
                    // A difference of 2.3 is just noticed (CIE 1976).
                    assert!(distance > 4.0 * 2.3, "vision {kind}: {one} and {other} are {distance:.1} apart");
                }
            }
        }
    }

    #[test]
    fn no_two_of_the_first_marks_are_the_same() {
        let marks: std::collections::HashSet<String> =
            (0..CLASS_MARKS).map(|class| format!("{:?} {:?}", class_colour(class), class_shape(class))).collect();
        assert_eq!(marks.len(), 48);
        assert_eq!(class_shape(11), ClassShape::Disc);
        assert_eq!(class_shape(12).corners([0.0; 2], 1.0).len(), 4);
    }
}
