//! The planted cue of the shortcut: a ruler that lies in the picture and has nothing to do with what it shows.

use super::{
    canvas::{Canvas, Label, Paint, SIDE},
    geometry::{Outline, Transform},
    names::Colour,
    palette::Shade,
    random::Random,
};

/// What can be planted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cue {
    /// A measuring stick with its ticks, as in photographs of skin for doctors.
    Ruler,
}

/// Places that are tried for one that covers no object.
const TRIES: usize = 24;

impl Cue {
    /// Lays it where it hides nothing, or as little as can be.
    pub(super) fn draw(self, canvas: &mut Canvas, random: &mut Random) {
        let layers = match self {
            Self::Ruler => ruler(random),
        };
        let mut best = (usize::MAX, Transform::identity());
        for _ in 0..TRIES {
            let upright = random.chance(0.5);
            let turns = random.near(0.0, 0.03) + if upright { 0.25 } else { 0.0 };
            let [across, down] = if upright { [10.0, 25.0] } else { [25.0, 10.0] };
            let at = [random.between(across, SIDE - across), random.between(down, SIDE - down)];
            let place = Transform::shift(at[0], at[1]).after(&Transform::pose(0.0, turns, 0.0));
            let hidden = hidden(canvas, &layers[0].0, &place);
            if hidden < best.0 {
                best = (hidden, place);
            }
            if hidden == 0 {
                break;
            }
        }
        for (outline, paint) in &layers {
            canvas.paint(outline, &best.1, paint, Label { cue: 1, ..Label::default() });
        }
    }
}

/// Pixels of objects that an outline would cover.
fn hidden(canvas: &Canvas, outline: &Outline, place: &Transform) -> usize {
    let coverage = canvas.coverage(outline, place, 0);
    let pixel = |at: usize| (coverage.top + at / coverage.width) * canvas.size + coverage.left + at % coverage.width;
    coverage.shares.iter().enumerate().filter(|&(at, &share)| share > 0.1 && canvas.objects[pixel(at)] > 0).count()
}

fn ruler(random: &mut Random) -> Vec<(Outline, Paint)> {
    let (half, height) = (random.between(17.0, 23.0), 4.2);
    let wood = Shade::new(Colour::Yellow, random.pick(&[0xF3D777, 0xF0CF6A, 0xF6E08C]));
    let ink = Paint::plain(Shade::new(Colour::Black, 0x2B2B2E)).flat();
    let mut layers =
        vec![(Outline::rounded(-half, -height, half, height, 0.8), Paint { relief: 0.3, glows: true, ..Paint::plain(wood) })];
    let ticks = 16;
    for tick in 1..ticks {
        let x = -half + 2.0 * half * tick as f32 / ticks as f32;
        let length = if tick % 4 == 0 { 4.6 } else { 2.8 };
        layers.push((Outline::rectangle(x - 0.38, -height, x + 0.38, -height + length), ink));
    }
    layers
}
