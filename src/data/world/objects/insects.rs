//! Butterfly, seen from above with its wings open.

use super::{
    super::{
        canvas::Paint,
        geometry::{Outline, Point},
        names::{Colour, Part, Texture},
        palette::Shade,
    },
    Sketch,
};

const BODY: Shade = Shade::new(Colour::Black, 0x37322F);

pub(super) fn butterfly(sketch: &mut Sketch) {
    let shade = Shade::of(
        sketch.random,
        &[Colour::Orange, Colour::Blue, Colour::Yellow, Colour::Purple, Colour::Red, Colour::White, Colour::Pink, Colour::Green],
    );
    let rim = Shade::beside(sketch.random, shade, &[Colour::Black, Colour::Brown, Colour::Blue, Colour::White]);
    let spot = Shade::beside(sketch.random, shade, &[Colour::White, Colour::Yellow, Colour::Black, Colour::Red, Colour::Blue]);
    let texture = sketch.random.pick(&[Texture::Plain, Texture::Plain, Texture::Spots, Texture::Stripes, Texture::Dots]);
    let mut paint = Paint::textured(texture, shade, rim.mixed(shade, 0.4), 0.17, sketch.random.seed());
    paint.relief = 0.5;
    let reach = sketch.random.between(0.48, 0.62);
    let height = sketch.random.between(0.3, 0.45);
    let hind = sketch.random.between(0.26, 0.42);
    let tailed = sketch.random.chance(0.3);
    let spots = sketch.random.count(0, 2);
    let y = 0.5;
    for sign in [-1.0, 1.0] {
        let lower = [
            [0.02, y],
            [reach * 0.5, y + 0.02],
            [reach * 0.78, y - 0.12],
            [reach * 0.62, y - hind],
            [reach * 0.28, y - hind * if tailed { 1.5 } else { 0.95 }],
            [0.03, y - 0.2],
        ];
        let upper = [
            [0.02, y + 0.03],
            [0.06, y + 0.2],
            [reach * 0.6, y + height],
            [reach, y + height * 0.95],
            [reach * 0.95, y + 0.1],
            [reach * 0.5, y - 0.06],
        ];
        for (points, centre, lightness) in
            [(lower, [reach * 0.42, y - hind * 0.4], 0.9), (upper, [reach * 0.56, y + height * 0.42], 1.0)]
        {
            let mirrored = |[x, y]: Point| [x * sign, y];
            let outline = Outline::smooth(&points).moved(mirrored);
            sketch.plain(Part::Wing, outline, rim);
            let inner = points.map(|[x, y]| [centre[0] + (x - centre[0]) * 0.8, centre[1] + (y - centre[1]) * 0.8]);
            let first = paint.first.lit(lightness);
            sketch.add(Part::Wing, Outline::smooth(&inner).moved(mirrored), Paint { first, ..paint });
            for number in 0..spots {
                let at = [centre[0] + 0.1 * number as f32 + 0.04, centre[1] + 0.02 - 0.07 * number as f32];
                sketch.add(Part::Wing, Outline::circle(mirrored(at), 0.055 - 0.012 * number as f32), Paint::plain(spot).flat());
            }
        }
    }
    for sign in [-1.0, 1.0] {
        let feeler = [[0.0, y + 0.2], [sign * 0.06, y + 0.34], [sign * 0.16, y + 0.44]];
        sketch.plain(Part::Antenna, Outline::smooth_stroke(&feeler, 0.025, 0.022), BODY);
        sketch.plain(Part::Antenna, Outline::circle([sign * 0.16, y + 0.44], 0.026), BODY);
    }
    sketch.plain(Part::Torso, Outline::ellipse([0.0, y - 0.04], [0.05, 0.25]), BODY);
    sketch.plain(Part::Head, Outline::circle([0.0, y + 0.22], 0.058), BODY);
}
