//! How the animal is drawn: one body for all classes, and four variants of each kind of part, told apart by shape and colour.
//!
//! It stands on y = 0, y up, about 1.5 high, seen from its side and looking to the right. Every part is drawn around the place
//! where it grows from the body. Knows neither classes nor pictures.

use super::{
    super::{
        canvas::{Layer, Paint},
        geometry::{Outline, Point, Transform},
        names::{Colour, Part, Texture},
        palette::Shade,
        random::Random,
    },
    species::PartKind,
};

/// Left, bottom, right and top of a box around every animal.
pub(super) const BOX: [f32; 4] = [-1.16, -0.02, 1.12, 1.66];

const WHITE: Shade = Shade::new(Colour::White, 0xF7F4EE);
const INK: Shade = Shade::new(Colour::Black, 0x26242A);
const PINK: Shade = Shade::new(Colour::Pink, 0xEE8FB0);

/// Where heads are, and how large.
const HEAD: Point = [0.5, 0.92];
const HEAD_SIZE: f32 = 0.21;

impl PartKind {
    /// The word that masks have for it.
    pub(super) fn part(self) -> Part {
        match self {
            Self::Ears => Part::Ear,
            Self::Nose => Part::Nose,
            Self::Tail => Part::Tail,
            Self::Legs => Part::Leg,
            Self::Wings => Part::Wing,
        }
    }

    /// Where it grows from the body.
    fn root(self) -> Point {
        match self {
            Self::Ears => [0.46, 1.11],
            Self::Nose => [0.67, 0.88],
            Self::Tail => [-0.4, 0.64],
            Self::Legs => [0.0, 0.42],
            Self::Wings => [-0.04, 0.74],
        }
    }
}

/// A part in the making, around its root.
struct Sketch {
    part: Part,
    layers: Vec<Layer>,
}

impl Sketch {
    fn add(&mut self, outline: Outline, paint: Paint) {
        self.layers.push(Layer { outline, paint, part: self.part });
    }

    fn plain(&mut self, outline: Outline, shade: Shade) {
        self.add(outline, Paint::plain(shade));
    }

    fn line(&mut self, points: &[Point], width: f32, shade: Shade) {
        self.add(Outline::smooth_stroke(points, width, width * 0.7), Paint::plain(shade).flat());
    }
}

/// The layers of a part, from back to front; size, turn and lightness come from `random`.
pub(super) fn part(kind: PartKind, variant: usize, random: &mut Random) -> Vec<Layer> {
    let mut sketch = Sketch { part: kind.part(), layers: Vec::new() };
    match kind {
        PartKind::Ears => ears(&mut sketch, variant),
        PartKind::Nose => nose(&mut sketch, variant),
        PartKind::Tail => tail(&mut sketch, variant),
        PartKind::Legs => legs(&mut sketch, variant),
        PartKind::Wings => wings(&mut sketch, variant),
    }
    let (size, light) = (random.between(0.92, 1.06), random.between(0.93, 1.07));
    // Legs reach the ground whatever their size would be.
    let (size, turns) = if kind == PartKind::Legs { (1.0, 0.0) } else { (size, random.near(0.0, 0.02)) };
    let [x, y] = kind.root();
    let place = Transform::shift(x, y).after(&Transform::pose(0.0, turns, 0.0).after(&Transform::scale(size, size)));
    let lit = |paint: Paint| Paint { first: paint.first.lit(light), second: paint.second.lit(light), ..paint };
    let placed =
        |layer: Layer| Layer { outline: layer.outline.moved(|point| place.apply(point)), paint: lit(layer.paint), ..layer };
    sketch.layers.into_iter().map(placed).collect()
}

/// What all animals have: torso, neck, head and eye.
pub(super) fn body(random: &mut Random) -> Vec<Layer> {
    let hex = random.pick(&[0xC9A877, 0xA3A79E, 0xA97D58, 0xDCCBA6, 0x8E8B7A, 0xB89B8E, 0xC7C2B4]);
    let light = random.between(0.88, 1.1);
    let fur = Shade::new(Colour::Brown, hex).lit(light);
    let coat = Paint { relief: 0.9, ..Paint::plain(fur) };
    let [x, y] = HEAD;
    let layer = |part, outline, paint| Layer { outline, paint, part };
    let neck = Outline::stroke(&[[0.27, 0.64], [x - 0.03, y - 0.04]], 0.34, 0.27);
    let eye = [x + 0.05, y + 0.05];
    vec![
        layer(Part::Torso, Outline::ellipse([0.0, 0.57], [0.46, 0.25]), coat),
        layer(Part::Torso, Outline::ellipse([0.03, 0.46], [0.3, 0.11]), Paint::plain(fur.mixed(WHITE, 0.35)).flat()),
        layer(Part::Torso, neck, Paint { relief: 0.3, ..coat }),
        layer(Part::Head, Outline::circle(HEAD, HEAD_SIZE), coat),
        layer(Part::Eye, Outline::circle(eye, 0.066), Paint::plain(WHITE).flat()),
        layer(Part::Eye, Outline::circle([eye[0] + 0.015, eye[1]], 0.042), Paint::plain(INK).flat()),
    ]
}

fn ears(sketch: &mut Sketch, variant: usize) {
    match variant {
        0 => {
            for line in [[[0.07, -0.06], [0.08, 0.2], [0.16, 0.42]], [[-0.09, -0.07], [-0.14, 0.18], [-0.1, 0.42]]] {
                sketch.add(Outline::smooth_stroke(&line, 0.13, 0.11), Paint::plain(WHITE));
                sketch.line(&line.map(|[x, y]| [x, y * 0.9 + 0.02]), 0.06, PINK);
            }
        }
        1 => {
            for x in [0.2, -0.16] {
                sketch.plain(Outline::circle([x, 0.12], 0.17), INK);
            }
        }
        2 => {
            let brown = Shade::new(Colour::Brown, 0x6B3A1E);
            let near = [[0.0, 0.05], [-0.22, 0.04], [-0.36, -0.2], [-0.34, -0.46], [-0.2, -0.5], [-0.1, -0.3], [-0.02, -0.1]];
            sketch
                .plain(Outline::smooth(&[[0.0, 0.04], [0.12, 0.1], [0.24, 0.04], [0.22, -0.06], [0.06, -0.01]]), brown.lit(0.75));
            sketch.plain(Outline::smooth(&near), brown);
        }
        _ => {
            let green = Shade::new(Colour::Green, 0x4FA83D);
            for ear in [[[0.0, 0.0], [0.2, 0.34], [0.22, -0.09]], [[-0.22, -0.1], [-0.16, 0.34], [0.04, 0.02]]] {
                sketch.plain(Outline::polygon(&ear), green);
                let middle = [0, 1].map(|axis| (ear[0][axis] + ear[1][axis] + ear[2][axis]) / 3.0);
                let inner = ear.map(|point| [0, 1].map(|axis| middle[axis] + 0.5 * (point[axis] - middle[axis])));
                sketch.add(Outline::polygon(&inner), Paint::plain(Shade::new(Colour::Yellow, 0xF3E27A)).flat());
            }
        }
    }
}

fn nose(sketch: &mut Sketch, variant: usize) {
    match variant {
        0 => {
            sketch.plain(Outline::polygon(&[[-0.05, 0.13], [0.4, -0.02], [-0.03, -0.14]]), Shade::new(Colour::Red, 0xD8342B));
            sketch.line(&[[-0.02, -0.02], [0.18, -0.03], [0.37, -0.02]], 0.025, INK);
        }
        1 => {
            let yellow = Shade::new(Colour::Yellow, 0xF4C430);
            let lower = [[-0.04, -0.08], [0.2, -0.13], [0.34, -0.16], [0.32, -0.22], [0.1, -0.21], [-0.04, -0.15]];
            sketch.plain(Outline::smooth(&lower), yellow.lit(0.75));
            let upper = [[-0.05, 0.11], [0.1, 0.04], [0.3, 0.06], [0.4, 0.03], [0.38, -0.07], [0.2, -0.09], [-0.05, -0.09]];
            sketch.plain(Outline::smooth(&upper), yellow);
        }
        2 => {
            let violet = Shade::new(Colour::Purple, 0x8A5FC2);
            let line = [[-0.01, -0.04], [0.11, -0.03], [0.2, -0.18], [0.19, -0.42], [0.32, -0.52]];
            sketch.add(Outline::smooth_stroke(&line, 0.22, 0.1), Paint::plain(violet));
        }
        _ => {
            sketch.plain(Outline::rounded(-0.08, -0.14, 0.17, 0.12, 0.08), PINK);
            sketch.plain(Outline::ellipse([0.17, -0.01], [0.075, 0.14]), PINK.lit(0.85));
            for y in [0.05, -0.06] {
                sketch.add(Outline::ellipse([0.18, y], [0.025, 0.032]), Paint::plain(INK).flat());
            }
        }
    }
}

fn tail(sketch: &mut Sketch, variant: usize) {
    match variant {
        0 => {
            let brush = [[0.06, -0.06], [-0.24, -0.1], [-0.5, 0.04], [-0.6, 0.32], [-0.46, 0.42], [-0.3, 0.26], [-0.08, 0.08]];
            sketch.plain(Outline::smooth(&brush), Shade::new(Colour::Orange, 0xE5701E));
            let tip = [[-0.57, 0.17], [-0.6, 0.32], [-0.46, 0.42], [-0.37, 0.33], [-0.48, 0.28]];
            sketch.plain(Outline::smooth(&tip), WHITE);
        }
        1 => {
            let line: [Point; 6] = [[0.04, -0.02], [-0.16, -0.06], [-0.34, 0.06], [-0.36, 0.28], [-0.46, 0.46], [-0.6, 0.5]];
            sketch.plain(Outline::smooth_stroke(&line, 0.16, 0.13), WHITE);
            for pair in line.windows(2) {
                let ring = [0.5, 0.6].map(|share| [0, 1].map(|axis| pair[0][axis] + (pair[1][axis] - pair[0][axis]) * share));
                sketch.plain(Outline::stroke(&ring, 0.15, 0.15), INK);
            }
        }
        2 => {
            for (x, y) in [(-0.34, -0.2), (-0.52, -0.03), (-0.54, 0.18), (-0.42, 0.36), (-0.22, 0.46)] {
                sketch.plain(Outline::stroke(&[[0.02, 0.0], [x, y]], 0.07, 0.19), Shade::new(Colour::Green, 0x2FA06A));
                sketch.add(Outline::circle([x, y], 0.058), Paint::plain(Shade::new(Colour::Blue, 0x1F3FA8)).flat());
            }
        }
        _ => {
            let pink = Shade::new(Colour::Red, 0xD22C6A);
            sketch.plain(Outline::stroke(&[[0.05, 0.0], [-0.34, 0.06]], 0.2, 0.09), pink);
            let fluke = [[-0.28, 0.06], [-0.42, 0.3], [-0.64, 0.38], [-0.56, 0.16], [-0.5, 0.06], [-0.58, -0.06], [-0.62, -0.26]];
            let fluke = [&fluke[..], &[[-0.4, -0.16]]].concat();
            sketch.plain(Outline::smooth(&fluke), pink);
        }
    }
}

fn legs(sketch: &mut Sketch, variant: usize) {
    match variant {
        0 => {
            let yellow = Shade::new(Colour::Orange, 0xF08A1C);
            for (x, light) in [(0.2, 0.85), (-0.2, 1.0)] {
                let shade = yellow.lit(light);
                sketch.plain(Outline::stroke(&[[x, 0.0], [x, -0.36]], 0.075, 0.065), shade);
                sketch.plain(Outline::polygon(&[[x - 0.08, -0.42], [x + 0.26, -0.42], [x + 0.02, -0.29]]), shade);
            }
        }
        1 => {
            let slate = Shade::new(Colour::Grey, 0x46505E);
            for (x, light) in [(-0.12, 0.75), (0.16, 0.75), (-0.31, 1.0), (0.34, 1.0)] {
                sketch.plain(Outline::rectangle(x - 0.095, -0.42, x + 0.095, 0.06), slate.lit(light));
                for nail in [-0.055, 0.0, 0.055] {
                    sketch.add(Outline::ellipse([x + nail, -0.395], [0.022, 0.028]), Paint::plain(WHITE).flat());
                }
            }
        }
        2 => {
            let red = Shade::new(Colour::Red, 0xD9262E);
            for (x, light) in [(-0.12, 0.8), (0.17, 0.8), (-0.3, 1.0), (0.35, 1.0)] {
                let paint = Paint::textured(Texture::Stripes, red.lit(light), WHITE.lit(light), 0.14, 1);
                sketch.add(Outline::stroke(&[[x, 0.02], [x, -0.34]], 0.12, 0.11), Paint { turn: [0.0, 1.0], ..paint });
                sketch.plain(Outline::rounded(x - 0.07, -0.42, x + 0.14, -0.32, 0.05), INK);
            }
        }
        _ => {
            let teal = Shade::new(Colour::Blue, 0x14A3A8);
            for (x, light) in [(-0.22, 0.8), (0.2, 0.8), (-0.36, 1.0), (0.0, 1.0), (0.34, 1.0)] {
                let line = [[x * 0.9, 0.04], [x - 0.05, -0.14], [x + 0.04, -0.28], [x + 0.02, -0.38], [x + 0.15, -0.385]];
                sketch.add(Outline::smooth_stroke(&line, 0.13, 0.06), Paint::plain(teal.lit(light)));
            }
        }
    }
}

fn wings(sketch: &mut Sketch, variant: usize) {
    match variant {
        0 => {
            let blue = Shade::new(Colour::Blue, 0x2F7FE0);
            for (reach, light) in [([-0.5, 0.3], 0.8), ([-0.48, 0.5], 0.9), ([-0.34, 0.66], 1.0), ([-0.12, 0.7], 1.1)] {
                sketch.plain(
                    Outline::smooth_stroke(&[[0.06, 0.0], [reach[0] * 0.5, reach[1] * 0.62], reach], 0.2, 0.13),
                    blue.lit(light),
                );
            }
            sketch.add(Outline::ellipse([0.02, 0.08], [0.16, 0.14]), Paint::plain(blue.lit(1.25)));
        }
        1 => {
            let skin = [
                [0.16, -0.04],
                [0.12, 0.4],
                [0.06, 0.68],
                [-0.26, 0.62],
                [-0.58, 0.44],
                [-0.4, 0.36],
                [-0.46, 0.18],
                [-0.26, 0.16],
                [-0.24, -0.04],
            ];
            sketch.plain(Outline::polygon(&skin), Shade::new(Colour::Purple, 0x4A2B6B));
            for tip in [[-0.58, 0.44], [-0.46, 0.18], [-0.24, -0.04]] {
                sketch.line(&[[0.06, 0.66], [tip[0] * 0.4, tip[1] * 0.4 + 0.36], tip], 0.035, INK);
            }
            sketch.line(&[[0.14, -0.02], [0.12, 0.4], [0.06, 0.68]], 0.06, INK);
        }
        2 => {
            let upper = [[0.1, -0.04], [0.2, 0.4], [0.06, 0.7], [-0.26, 0.7], [-0.38, 0.44], [-0.16, 0.16]];
            let lower = [[0.04, -0.02], [-0.16, 0.22], [-0.42, 0.32], [-0.56, 0.14], [-0.42, -0.06], [-0.16, -0.08]];
            let dots = Paint::textured(Texture::Dots, Shade::new(Colour::Yellow, 0xFFB01F), INK, 0.2, 1);
            for lobe in [lower, upper] {
                sketch.plain(Outline::smooth(&lobe), INK);
                let middle = [0, 1].map(|axis| lobe.iter().map(|point| point[axis]).sum::<f32>() / lobe.len() as f32);
                let inner = lobe.map(|point| [0, 1].map(|axis| middle[axis] + 0.84 * (point[axis] - middle[axis])));
                sketch.add(Outline::smooth(&inner), dots);
            }
        }
        _ => {
            let glass =
                Paint::textured(Texture::Checks, Shade::new(Colour::White, 0xD9F6FA), Shade::new(Colour::Blue, 0xA8E3EE), 0.1, 1);
            let frame = Shade::new(Colour::Blue, 0x1E6F86);
            for tip in [[-0.6, 0.2], [-0.46, 0.46], [-0.14, 0.7], [0.16, 0.72]] {
                let line = [[0.06, -0.02], [tip[0] * 0.5, tip[1] * 0.55], tip];
                sketch.plain(Outline::smooth_stroke(&line, 0.06, 0.19), frame);
                sketch.add(Outline::smooth_stroke(&line, 0.02, 0.13), glass);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{super::geometry::bounds, species::VARIANTS},
        *,
    };

    #[test]
    fn every_animal_fits_into_the_box() {
        for seed in 0..20 {
            for (number, kind) in PartKind::ALL.into_iter().enumerate() {
                for variant in 0..VARIANTS {
                    let layers = part(kind, variant, &mut Random::new([seed, number as u64, variant as u64, 0]));
                    let [left, bottom, right, top] =
                        bounds(layers.iter().flat_map(|layer| layer.outline.contours.iter().flatten())).unwrap();
                    let inside = left >= BOX[0] && bottom >= BOX[1] && right <= BOX[2] && top <= BOX[3];
                    assert!(inside, "{kind:?} {variant}: {left} {bottom} {right} {top}");
                    assert!(layers.iter().all(|layer| layer.part == kind.part() && layer.paint.opacity == 1.0));
                }
            }
        }
    }
}
