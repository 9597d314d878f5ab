//! What flies and sails: balloon, plane and sailboat. They share baskets, ropes, windows, wings, flags.

use super::{
    super::{
        canvas::Paint,
        geometry::{Outline, Point},
        names::{Colour, Part, Texture},
        palette::Shade,
    },
    Sketch,
};

pub(super) fn balloon(sketch: &mut Sketch) {
    let first = Shade::any(sketch.random);
    let second = Shade::beside(
        sketch.random,
        first,
        &[Colour::White, Colour::Yellow, Colour::Red, Colour::Blue, Colour::Orange, Colour::Purple],
    );
    let radius = sketch.random.between(0.36, 0.44);
    let centre = [0.0, 0.82];
    let neck = sketch.random.between(0.3, 0.36);
    let straw = Shade::of(sketch.random, &[Colour::Brown, Colour::Yellow, Colour::Orange]);
    let half = sketch.random.between(0.09, 0.13);
    for x in [-1.0, -0.35, 0.35, 1.0] {
        let rope = Outline::stroke(&[[x * half * 0.92, 0.18], [x * half * 1.1, neck + 0.08]], 0.014, 0.014);
        sketch.add(Part::Rope, rope, Paint::plain(Shade::new(Colour::Brown, 0x5F4A3A)).flat());
    }
    let envelope = [
        [-half, neck],
        [half, neck],
        [radius * 0.72, centre[1] - radius * 0.58],
        [radius, centre[1] + 0.02],
        [radius * 0.72, centre[1] + radius * 0.68],
        [0.0, centre[1] + radius * 0.98],
        [-radius * 0.72, centre[1] + radius * 0.68],
        [-radius, centre[1] + 0.02],
        [-radius * 0.72, centre[1] - radius * 0.58],
    ];
    let texture = sketch.random.pick(&[
        Texture::Plain,
        Texture::Stripes,
        Texture::Checks,
        Texture::Zigzag,
        Texture::Dots,
        Texture::Stripes,
    ]);
    let mut paint = Paint::textured(texture, first, second, sketch.random.between(0.18, 0.3), sketch.random.seed());
    paint.relief = 1.0;
    if texture == Texture::Stripes && sketch.random.chance(0.5) {
        paint.turn = [0.0, 1.0];
    }
    sketch.add(Part::Envelope, Outline::smooth(&envelope), paint);
    if texture == Texture::Plain {
        // Gores: ellipses of ever smaller width over one another.
        for (gore, share) in [0.72, 0.4, 0.14].into_iter().enumerate() {
            let shade = if gore % 2 == 0 { second } else { first };
            let points = envelope.map(|[x, y]| [x * share, y]);
            sketch.add(Part::Envelope, Outline::smooth(&points), Paint { relief: 0.35, ..Paint::plain(shade) });
        }
    }
    let collar = Outline::rounded(-half * 1.05, neck - 0.02, half * 1.05, neck + 0.05, 0.02);
    sketch.plain(Part::Envelope, collar, second.lit(0.8));
    let basket = Outline::polygon(&[[-half * 0.8, 0.0], [half * 0.8, 0.0], [half, 0.19], [-half, 0.19]]);
    sketch.add(Part::Basket, basket, Paint::textured(Texture::Checks, straw, straw.lit(0.72), 0.07, 1));
    sketch.plain(Part::Basket, Outline::rounded(-half * 1.12, 0.17, half * 1.12, 0.21, 0.02), straw.lit(0.6));
}

pub(super) fn plane(sketch: &mut Sketch) {
    let shade = Shade::of(
        sketch.random,
        &[Colour::White, Colour::White, Colour::Red, Colour::Yellow, Colour::Blue, Colour::Grey, Colour::Orange, Colour::Green],
    );
    let trim = Shade::beside(
        sketch.random,
        shade,
        &[Colour::Red, Colour::Blue, Colour::Yellow, Colour::Grey, Colour::Black, Colour::Green],
    );
    let half = sketch.random.between(0.75, 0.92);
    let girth = sketch.random.between(0.13, 0.19);
    let y = 0.42;
    let far = [[0.05, y + 0.05], [0.3, y + 0.05], [-0.02, y + 0.36], [-0.16, y + 0.36]];
    sketch.plain(Part::Wing, Outline::polygon(&far), trim.lit(0.7));
    let height = sketch.random.between(0.28, 0.4);
    let fin = [
        [-half * 0.62, y + girth * 0.5],
        [-half * 0.86, y + girth + height],
        [-half * 1.08, y + girth + height],
        [-half * 0.98, y + girth * 0.3],
    ];
    let paint = sketch.surface(trim, &[Texture::Plain, Texture::Stripes, Texture::Plain], 0.16);
    sketch.add(Part::Tail, Outline::polygon(&fin), paint);
    let body: [Point; 9] = [
        [-half, y + girth * 0.5],
        [-half * 0.3, y + girth],
        [half * 0.5, y + girth],
        [half * 0.86, y + girth * 0.55],
        [half, y - girth * 0.1],
        [half * 0.84, y - girth * 0.75],
        [half * 0.3, y - girth],
        [-half * 0.3, y - girth * 0.8],
        [-half * 0.98, y + girth * 0.2],
    ];
    sketch.add(Part::Fuselage, Outline::smooth(&body), Paint { relief: 1.0, ..Paint::plain(shade) });
    if sketch.random.chance(0.5) {
        let band = Outline::stroke(&[[-half * 0.75, y - 0.02], [half * 0.86, y - 0.06]], 0.045, 0.045);
        sketch.add(Part::Fuselage, band, Paint { relief: 0.2, ..Paint::plain(trim) });
    }
    let tail_wing = [[-half * 0.72, y + 0.04], [-half * 0.92, y + 0.05], [-half * 1.12, y - 0.08], [-half * 0.98, y - 0.08]];
    sketch.plain(Part::Wing, Outline::polygon(&tail_wing), trim.lit(0.85));
    let panes = sketch.random.count(3, 6);
    for pane in 0..panes {
        let x = -half * 0.5 + pane as f32 * half * 0.95 / panes as f32;
        sketch.window(Outline::rounded(x, y + girth * 0.22, x + 0.075, y + girth * 0.7, 0.02), false);
    }
    let cockpit = [
        [half * 0.58, y + girth * 0.88],
        [half * 0.8, y + girth * 0.62],
        [half * 0.88, y + girth * 0.24],
        [half * 0.6, y + girth * 0.24],
    ];
    sketch.window(Outline::polygon(&cockpit), false);
    let reach = sketch.random.between(0.3, 0.42);
    let near = [[-0.02, y - girth * 0.3], [0.36, y - girth * 0.3], [0.02, y - girth - reach], [-0.24, y - girth - reach]];
    let wing_paint = sketch.surface(trim, &[Texture::Plain, Texture::Plain, Texture::Stripes], 0.2);
    sketch.add(Part::Wing, Outline::polygon(&near), wing_paint);
    if sketch.random.chance(0.5) {
        let hub = [half + 0.02, y - girth * 0.1];
        let blade = sketch.random.between(0.2, 0.28);
        let outline = Outline::ellipse([hub[0], hub[1]], [0.028, blade]);
        sketch.plain(Part::Propeller, outline, Shade::new(Colour::Grey, 0x6E7379));
        sketch.plain(Part::Propeller, Outline::circle(hub, 0.06), trim.lit(0.8));
    } else {
        let engine = Outline::rounded(0.02, y - girth - 0.17, 0.26, y - girth - 0.03, 0.06);
        sketch.plain(Part::Propeller, engine, Shade::new(Colour::Grey, 0x9DA3A9));
    }
}

pub(super) fn sailboat(sketch: &mut Sketch) {
    let hull_shade = Shade::of(
        sketch.random,
        &[Colour::Brown, Colour::White, Colour::Red, Colour::Blue, Colour::Green, Colour::Black, Colour::Orange],
    );
    let hull_paint = sketch.surface(hull_shade, &[Texture::Wood, Texture::Plain, Texture::Stripes], 0.2);
    let hull_paint = Paint { turn: [1.0, 0.0], ..hull_paint };
    let half = sketch.random.between(0.48, 0.62);
    let deck = sketch.random.between(0.2, 0.28);
    let top = sketch.random.between(1.02, 1.25);
    let mast = sketch.random.near(0.02, 0.08);
    sketch.plain(
        Part::Mast,
        Outline::stroke(&[[mast, deck * 0.8], [mast, top]], 0.045, 0.03),
        Shade::new(Colour::Brown, 0x6B4C35),
    );
    let sail_shade = Shade::of(
        sketch.random,
        &[Colour::White, Colour::White, Colour::Red, Colour::Yellow, Colour::Orange, Colour::Blue, Colour::Pink],
    );
    let textures = [Texture::Plain, Texture::Plain, Texture::Stripes, Texture::Checks, Texture::Dots];
    let sail_paint = sketch.surface(sail_shade, &textures, 0.22);
    let foot = deck + sketch.random.between(0.06, 0.12);
    let swell = sketch.random.between(0.02, 0.1);
    let back = mast - half * sketch.random.between(0.7, 0.95);
    let main = [
        [mast - 0.035, foot],
        [mast - 0.035, top - 0.05],
        [(mast + back) * 0.5 - swell, foot + (top - foot) * 0.45],
        [back, foot],
    ];
    sketch.add(Part::Sail, Outline::polygon(&main), sail_paint);
    if sketch.random.chance(0.75) {
        let front = mast + half * sketch.random.between(0.65, 0.95);
        let jib_top = top - sketch.random.between(0.12, 0.3);
        let jib = [
            [mast + 0.035, foot + 0.02],
            [mast + 0.035, jib_top],
            [(mast + front) * 0.5 + swell * 0.8, foot + (jib_top - foot) * 0.45],
            [front, foot],
        ];
        let plain = Paint { first: sail_paint.first.lit(0.93), texture: Texture::Plain, ..sail_paint };
        sketch.add(Part::Sail, Outline::polygon(&jib), plain);
    }
    if sketch.random.chance(0.6) {
        sketch.flag([mast, top + 0.05], 0.17);
    }
    let keel = sketch.random.between(0.55, 0.78);
    let hull = [
        [-half, deck],
        [half * 1.08, deck + 0.03],
        [half * 0.9, deck * 0.4],
        [half * keel, 0.0],
        [-half * keel, 0.0],
        [-half * 0.9, deck * 0.4],
    ];
    sketch.add(Part::Hull, Outline::polygon(&hull), hull_paint);
    let rim = Outline::stroke(&[[-half, deck], [half * 1.08, deck + 0.03]], 0.045, 0.045);
    let rim_shade = Shade::beside(sketch.random, hull_shade, &[Colour::White, Colour::Brown, Colour::Yellow]);
    sketch.plain(Part::Hull, rim, rim_shade);
    if sketch.random.chance(0.4) {
        for port in 0..3 {
            let x = -half * 0.4 + port as f32 * half * 0.4;
            sketch.plain(Part::Window, Outline::circle([x, deck * 0.55], 0.05), Shade::new(Colour::Yellow, 0xD9B45A));
            sketch.window(Outline::circle([x, deck * 0.55], 0.034), false);
        }
    }
}
