//! What grows: tree, flower, mushroom and cactus. They share trunks, branches, stems, leaves and petals.

use super::{
    super::{
        canvas::Paint,
        geometry::{Outline, Point, direction},
        names::{Colour, Part, Texture},
        palette::Shade,
    },
    Sketch,
};

const BLOSSOMS: [Colour; 8] =
    [Colour::Red, Colour::Pink, Colour::Yellow, Colour::White, Colour::Purple, Colour::Blue, Colour::Orange, Colour::Pink];

pub(super) fn tree(sketch: &mut Sketch) {
    let bark = Shade::of(sketch.random, &[Colour::Brown, Colour::Brown, Colour::Grey]);
    let width = sketch.random.between(0.06, 0.1);
    let paint = sketch.surface(bark, &[Texture::Plain, Texture::Wood, Texture::Stripes], 0.12);
    let paint = Paint { second: bark.lit(0.7), ..paint };
    if sketch.random.chance(0.35) {
        return conifer(sketch, paint, width);
    }
    let fork = sketch.random.between(0.38, 0.5);
    let trunk = [
        [-width * 1.5, 0.0],
        [width * 1.5, 0.0],
        [width * 0.8, 0.14],
        [width * 0.6, fork + 0.15],
        [-width * 0.6, fork + 0.15],
        [-width * 0.8, 0.14],
    ];
    sketch.add(Part::Trunk, Outline::polygon(&trunk), paint);
    let leaves = Shade::of(
        sketch.random,
        &[Colour::Green, Colour::Green, Colour::Green, Colour::Orange, Colour::Yellow, Colour::Red, Colour::Pink],
    );
    let crown = [0.0, fork + 0.3];
    let radius = sketch.random.between(0.26, 0.36);
    let branches = sketch.random.count(2, 4);
    for branch in 0..branches {
        let [x, y] = direction(0.08 + 0.34 * (branch as f32 + sketch.random.unit()) / branches as f32);
        let tip = [crown[0] + x * radius * 0.9, fork + 0.08 + y * radius * 0.9];
        sketch.plain(Part::Branch, Outline::stroke(&[[0.0, fork - 0.04], tip], width * 0.8, width * 0.3), bark.lit(0.9));
    }
    let texture = sketch.random.pick(&[Texture::Plain, Texture::Spots, Texture::Grain, Texture::Plain]);
    let seed = sketch.random.seed();
    let leaf_paint = move |lightness: f32| Paint {
        relief: 0.8,
        ..Paint::textured(texture, leaves.lit(lightness), leaves.lit(lightness * 0.86), 0.13, seed)
    };
    let clumps = sketch.random.count(5, 8);
    let turn = sketch.random.unit();
    let stretch = sketch.random.between(0.85, 1.3);
    for clump in 0..clumps {
        let [x, y] = direction(turn + clump as f32 / clumps as f32);
        let reach = radius * sketch.random.between(0.55, 0.8);
        let centre = [crown[0] + x * reach * 1.15 * stretch, crown[1] + y * reach * 0.85];
        let size = radius * sketch.random.between(0.5, 0.68);
        sketch.add(Part::Crown, Outline::circle(centre, size), leaf_paint(0.86 + 0.1 * y));
    }
    sketch.add(Part::Crown, Outline::ellipse(crown, [radius * 0.8 * stretch, radius * 0.72]), leaf_paint(1.0));
    if sketch.random.chance(0.4) {
        let fruit =
            Shade::beside(sketch.random, leaves, &[Colour::Red, Colour::Orange, Colour::Yellow, Colour::Purple, Colour::White]);
        for _ in 0..sketch.random.count(4, 8) {
            let [x, y] = direction(sketch.random.unit());
            let reach = radius * sketch.random.between(0.2, 1.05);
            sketch.plain(
                Part::Fruit,
                Outline::circle([crown[0] + x * reach * stretch, crown[1] + y * reach * 0.9], 0.042),
                fruit,
            );
        }
    }
}

/// A tree of tiers that end in a point.
fn conifer(sketch: &mut Sketch, bark: Paint, width: f32) {
    sketch.add(Part::Trunk, Outline::rectangle(-width, 0.0, width, 0.3), bark);
    let needles = Shade::of(sketch.random, &[Colour::Green, Colour::Green, Colour::Blue, Colour::White]);
    let tiers = sketch.random.count(3, 5);
    let (half, top) = (sketch.random.between(0.3, 0.42), sketch.random.between(0.95, 1.2));
    let step = (top - 0.2) / tiers as f32;
    for tier in 0..tiers {
        let size = half * (1.0 - 0.72 * tier as f32 / tiers as f32);
        let foot = 0.18 + step * tier as f32;
        let droop = size * 0.12;
        let outline = [
            [-size, foot - droop],
            [-size * 0.4, foot + droop * 0.4],
            [0.0, foot - droop * 0.6],
            [size * 0.4, foot + droop * 0.4],
            [size, foot - droop],
            [0.0, foot + step * 1.55],
        ];
        let paint = Paint::textured(Texture::Grain, needles.lit(0.85 + 0.07 * tier as f32), needles.lit(0.65), 0.2, tier as u32);
        sketch.add(Part::Crown, Outline::polygon(&outline), paint);
    }
    if sketch.random.chance(0.35) {
        let fruit = Shade::of(sketch.random, &[Colour::Red, Colour::Yellow, Colour::Orange, Colour::Brown]);
        for tier in 0..tiers {
            let x = sketch.random.near(0.0, half * 0.4);
            sketch.plain(Part::Fruit, Outline::circle([x, 0.26 + step * tier as f32], 0.04), fruit);
        }
    }
}

/// A pointed leaf from its foot to its tip.
fn leaf(sketch: &mut Sketch, foot: Point, tip: Point, width: f32, shade: Shade) {
    let (dx, dy) = (tip[0] - foot[0], tip[1] - foot[1]);
    let side = |along: f32, off: f32| [foot[0] + dx * along - dy * off * width, foot[1] + dy * along + dx * off * width];
    let outline =
        [foot, side(0.25, 0.7), side(0.55, 1.0), side(0.85, 0.5), tip, side(0.85, -0.5), side(0.55, -1.0), side(0.25, -0.7)];
    sketch.plain(Part::Leaf, Outline::polygon(&outline), shade);
    sketch.add(Part::Leaf, Outline::stroke(&[foot, side(0.85, 0.0)], 0.018, 0.01), Paint::plain(shade.lit(0.75)).flat());
}

/// Petals around a centre.
fn blossom(sketch: &mut Sketch, centre: Point, radius: f32, flatten: f32) {
    let petals = sketch.random.count(5, 10);
    let shade = Shade::of(sketch.random, &BLOSSOMS);
    let texture = sketch.random.pick(&[Texture::Plain, Texture::Plain, Texture::Spots, Texture::Stripes]);
    let mut paint = Paint::textured(texture, shade, shade.lit(0.8), 0.1, sketch.random.seed());
    paint.relief = 0.9;
    let width = sketch.random.between(0.8, 1.25) * 2.4 / petals as f32;
    let pointed = sketch.random.chance(0.4);
    let turn = sketch.random.unit();
    for petal in 0..petals {
        let [x, y] = direction(turn + petal as f32 / petals as f32);
        let at = |along: f32, off: f32| {
            let (along, off) = (along * radius, off * width * radius * 0.5);
            [centre[0] + x * along - y * off, centre[1] + (y * along + x * off) * flatten]
        };
        let outline = if pointed {
            Outline::polygon(&[
                at(0.1, 0.3),
                at(0.5, 0.9),
                at(0.75, 0.7),
                at(1.05, 0.0),
                at(0.75, -0.7),
                at(0.5, -0.9),
                at(0.1, -0.3),
            ])
        } else {
            Outline::smooth(&[at(0.1, 0.3), at(0.6, 1.0), at(0.95, 0.6), at(0.95, -0.6), at(0.6, -1.0), at(0.1, -0.3)])
        };
        let lightness = 0.93 + 0.07 * (petal % 2) as f32;
        sketch.add(Part::Petal, outline, Paint { first: paint.first.lit(lightness), ..paint });
    }
    let middle = Shade::beside(sketch.random, shade, &[Colour::Yellow, Colour::Brown, Colour::Orange, Colour::Black]);
    let size = radius * sketch.random.between(0.27, 0.4);
    let dotted = Paint::textured(Texture::Dots, middle, middle.lit(0.75), 0.05, 1);
    sketch.add(Part::Centre, Outline::ellipse(centre, [size, size * flatten]), dotted);
}

pub(super) fn flower(sketch: &mut Sketch) {
    let green = Shade::of(sketch.random, &[Colour::Green]);
    let top = sketch.random.between(0.62, 0.85);
    let sway = sketch.random.near(0.0, 0.14);
    let head = [sway, top];
    let radius = sketch.random.between(0.27, 0.38);
    sketch.plain(Part::Stem, Outline::smooth_stroke(&[[0.0, 0.0], [-sway * 0.4, top * 0.5], head], 0.05, 0.045), green);
    for side in 0..sketch.random.count(1, 4) {
        let sign = if side % 2 == 0 { 1.0 } else { -1.0 };
        let foot = [-sway * 0.2, 0.06 + 0.08 * side as f32];
        let tip = [sign * sketch.random.between(0.24, 0.36), foot[1] + sketch.random.between(0.06, 0.2)];
        leaf(sketch, foot, tip, 0.26, green.lit(0.95));
    }
    let flatten = sketch.random.between(0.75, 1.0);
    blossom(sketch, head, radius, flatten);
}

pub(super) fn mushroom(sketch: &mut Sketch) {
    let stem_shade = Shade::of(sketch.random, &[Colour::White, Colour::White, Colour::Brown, Colour::Yellow]);
    let cap_shade = Shade::beside(
        sketch.random,
        stem_shade,
        &[
            Colour::Red,
            Colour::Red,
            Colour::Brown,
            Colour::Orange,
            Colour::Purple,
            Colour::White,
            Colour::Yellow,
            Colour::Blue,
            Colour::Grey,
        ],
    );
    let count = if sketch.random.chance(0.3) { 2 } else { 1 };
    let textures = [Texture::Dots, Texture::Dots, Texture::Plain, Texture::Spots, Texture::Plain];
    let texture = sketch.random.pick(&textures);
    for small in (0..count).rev() {
        let (size, shift) = if small == 1 { (0.55, sketch.random.sign() * 0.48) } else { (1.0, 0.0) };
        let width = sketch.random.between(0.1, 0.18) * size;
        let height = sketch.random.between(0.42, 0.62) * size;
        let place = |outline: Outline| outline.moved(|[x, y]| [x + shift, y]);
        let stem = [
            [-width * 1.3, 0.0],
            [width * 1.3, 0.0],
            [width, height * 0.4],
            [width * 0.9, height + 0.06],
            [-width * 0.9, height + 0.06],
            [-width, height * 0.4],
        ];
        sketch.plain(Part::Stem, place(Outline::polygon(&stem)), stem_shade);
        if sketch.random.chance(0.5) {
            let skirt = [
                [-width * 0.9, height * 0.75],
                [width * 0.9, height * 0.75],
                [width * 1.7, height * 0.58],
                [-width * 1.7, height * 0.58],
            ];
            sketch.plain(Part::Stem, place(Outline::polygon(&skirt)), stem_shade.lit(0.93));
        }
        let (half, dome) = (sketch.random.between(0.38, 0.5) * size, sketch.random.between(0.3, 0.5) * size);
        let gills = Paint::textured(Texture::Stripes, stem_shade.lit(0.85), stem_shade.lit(0.7), 0.06, 1);
        sketch.add(Part::Cap, place(Outline::ellipse([0.0, height], [half * 0.95, 0.07 * size])), gills);
        let second = Shade::beside(sketch.random, cap_shade, &[Colour::White, Colour::White, Colour::Yellow, Colour::Brown]);
        let mut paint = Paint::textured(texture, cap_shade, second, 0.21 * size, sketch.random.seed());
        paint.relief = 1.0;
        let cap = [
            [-half, height + 0.01],
            [-half * 0.93, height + dome * 0.42],
            [-half * 0.5, height + dome * 0.88],
            [0.0, height + dome],
            [half * 0.5, height + dome * 0.88],
            [half * 0.93, height + dome * 0.42],
            [half, height + 0.01],
            [0.0, height + 0.05],
        ];
        sketch.add(Part::Cap, place(Outline::smooth(&cap)), paint);
    }
}

pub(super) fn cactus(sketch: &mut Sketch) {
    let shade = Shade::of(sketch.random, &[Colour::Green, Colour::Green, Colour::Green, Colour::Blue]);
    let width = sketch.random.between(0.2, 0.28);
    let top = sketch.random.between(0.85, 1.08);
    let texture = sketch.random.pick(&[Texture::Stripes, Texture::Stripes, Texture::Dots, Texture::Plain]);
    let second = if texture == Texture::Dots { Shade::new(Colour::White, 0xE9EFD9) } else { shade.lit(0.8) };
    let mut paint = Paint::textured(texture, shade, second, 0.075, 1);
    paint.relief = 1.0;
    let potted = sketch.random.chance(0.4);
    let foot = if potted { 0.24 } else { 0.0 };
    let arms = sketch.random.count(1, 3);
    let first = sketch.random.sign();
    for arm in 0..arms {
        let sign = if arm % 2 == 0 { first } else { -first };
        let elbow = foot + sketch.random.between(0.2, 0.3) + 0.12 * arm as f32;
        let reach = width * 0.5 + sketch.random.between(0.13, 0.22);
        let tip = (elbow + sketch.random.between(0.22, 0.36)).min(top - 0.04);
        let line = [[0.0, elbow], [sign * reach * 0.8, elbow + 0.01], [sign * reach, elbow + 0.1], [sign * reach, tip]];
        sketch.add(Part::Branch, Outline::smooth_stroke(&line, width * 0.58, width * 0.54), paint);
        if sketch.random.chance(0.35) {
            blossom(sketch, [sign * reach, tip + width * 0.3], 0.09, 0.8);
        }
    }
    sketch.add(Part::Trunk, Outline::rounded(-width * 0.5, foot - 0.02, width * 0.5, top, width * 0.48), paint);
    if sketch.random.chance(0.45) {
        blossom(sketch, [0.0, top + 0.01], 0.11, 0.8);
    }
    if potted {
        let clay = Shade::of(sketch.random, &[Colour::Orange, Colour::Brown, Colour::White, Colour::Blue, Colour::Red]);
        let pot_paint = sketch.surface(clay, &[Texture::Plain, Texture::Zigzag, Texture::Stripes], 0.14);
        sketch.add(Part::Bowl, Outline::polygon(&[[-0.17, 0.0], [0.17, 0.0], [0.23, 0.22], [-0.23, 0.22]]), pot_paint);
        sketch.plain(Part::Bowl, Outline::rounded(-0.26, 0.2, 0.26, 0.28, 0.02), clay.lit(0.9));
    }
}
