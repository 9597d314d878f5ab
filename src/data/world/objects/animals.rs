//! What walks, flies and swims: cat, dog, bird and fish. They share heads, eyes, legs, tails, ears, wings and fins.

use super::{
    super::{
        canvas::Paint,
        geometry::{Outline, Point},
        names::{Colour, Part, Texture},
        palette::Shade,
    },
    Sketch,
};

const FURS: [Colour; 7] =
    [Colour::Brown, Colour::Orange, Colour::Grey, Colour::White, Colour::Black, Colour::Yellow, Colour::Brown];
const NOSE: Shade = Shade::new(Colour::Black, 0x2A2629);

/// From the cat's shape (share 0) to the dog's (share 1).
fn between(cat: &[Point], dog: &[Point], share: f32) -> Vec<Point> {
    cat.iter().zip(dog).map(|(cat, dog)| [0, 1].map(|axis| cat[axis] + (dog[axis] - cat[axis]) * share)).collect()
}

/// Cat and dog: one plan, told apart by ears, muzzle, tail and neck.
pub(super) fn four_legs(sketch: &mut Sketch, dog: bool) {
    let likeness = sketch.likeness;
    let own = sketch.random.between(0.0, 0.12).max(likeness * sketch.random.between(0.3, 0.47));
    let share = if dog { 1.0 - own } else { own };
    let along = |cat: f32, dog: f32| cat + (dog - cat) * share;
    let fur = Shade::of(sketch.random, &FURS);
    let texture = sketch.random.pick(&[Texture::Plain, Texture::Plain, Texture::Stripes, Texture::Spots]);
    let second = if sketch.random.chance(0.5) {
        fur.lit(0.68)
    } else {
        Shade::beside(sketch.random, fur, &[Colour::White, Colour::Black, Colour::Brown])
    };
    let period = if texture == Texture::Stripes { 0.13 } else { 0.2 };
    let mut coat = Paint::textured(texture, fur, second, period, sketch.random.seed());
    coat.relief = 0.8;
    let height = sketch.random.between(0.24, 0.32) * along(0.92, 1.12);
    let length = sketch.random.between(0.3, 0.4);
    let girth = sketch.random.between(0.145, 0.185);
    let sitting = sketch.random.chance(0.3);
    let back = height + girth;
    let neck = [length * along(0.98, 0.94), back + along(0.14, 0.26)];
    let tail_foot: Point = if sitting { [-0.24, 0.1] } else { [-length * 0.95, back + girth * 0.35] };
    let swing = sketch.random.between(0.8, 1.25);
    let cat_tail = [[0.0, 0.0], [-0.2 * swing, 0.04], [-0.28, 0.24], [-0.17, 0.42 * swing]];
    let dog_tail = [[0.0, 0.0], [-0.1, 0.09], [-0.16, 0.18 * swing], [-0.15 * swing, 0.27]];
    let tail: Vec<Point> =
        between(&cat_tail, &dog_tail, share).iter().map(|[x, y]| [tail_foot[0] + x, tail_foot[1] + y]).collect();
    let tail_width = along(0.075, 0.085);
    sketch.add(Part::Tail, Outline::smooth_stroke(&tail, tail_width, tail_width * along(0.85, 0.55)), coat);
    let leg_width = along(0.085, 0.1);
    let head = if sitting { sitting_torso(sketch, coat, leg_width, along(0.68, 0.76)) } else { [neck[0] + 0.08, neck[1] + 0.06] };
    if !sitting {
        let stride = sketch.random.between(-0.07, 0.07);
        for (x, shift, near) in [(-0.72, -stride, false), (0.78, stride, false), (-0.88, stride, true), (0.62, -stride, true)] {
            let (top, foot) = ([x * length, height + 0.06], [x * length + shift, leg_width * 0.5]);
            let toe = [foot[0] + 0.045, foot[1] - 0.004];
            let shade = if near { 1.0 } else { 0.72 };
            let paint = Paint { first: coat.first.lit(shade), second: coat.second.lit(shade), ..coat };
            sketch.add(Part::Leg, Outline::stroke(&[top, foot, toe], leg_width * 1.25, leg_width), paint);
        }
        let torso = [
            [-length - 0.05, back - 0.02],
            [-length * 0.6, back + girth * 0.85],
            [0.0, back + girth * 0.7],
            [length * 0.7, back + girth * 0.95],
            [length + 0.06, back + 0.02],
            [length * 0.7, height - 0.0],
            [0.0, height + girth * 0.25],
            [-length * 0.7, height + 0.01],
        ];
        sketch.add(Part::Torso, Outline::smooth(&torso), coat);
        sketch.add(
            Part::Torso,
            Outline::stroke(&[[length * 0.75, back + 0.04], head], girth * 1.3, girth * 1.15),
            Paint { relief: 0.3, ..coat },
        );
    }
    draw_head(sketch, head, share, coat);
}

/// A torso that sits, with its legs; returns where the head goes.
fn sitting_torso(sketch: &mut Sketch, coat: Paint, leg_width: f32, top: f32) -> Point {
    let torso =
        [[-0.26, 0.0], [-0.3, 0.2], [-0.14, 0.46], [0.02, top - 0.06], [0.18, top - 0.12], [0.2, 0.34], [0.14, 0.06], [0.1, 0.0]];
    sketch.add(Part::Torso, Outline::smooth(&torso), coat);
    for (x, shade) in [(0.1, 0.85), (0.17, 1.0)] {
        let paint = Paint { first: coat.first.lit(shade), second: coat.second.lit(shade), ..coat };
        let line = [[x, 0.36], [x + 0.03, leg_width * 0.5], [x + 0.08, leg_width * 0.48]];
        sketch.add(Part::Leg, Outline::stroke(&line, leg_width * 1.3, leg_width), paint);
    }
    let thigh = Outline::ellipse([-0.12, 0.15], [0.17, 0.15]);
    let foot = Outline::stroke(&[[-0.1, leg_width * 0.5], [0.05, leg_width * 0.5]], leg_width, leg_width);
    sketch.add(Part::Leg, thigh, coat);
    sketch.add(Part::Leg, foot, coat);
    [0.13, top]
}

fn draw_head(sketch: &mut Sketch, [x, y]: Point, share: f32, coat: Paint) {
    let along = |cat: f32, dog: f32| cat + (dog - cat) * share;
    let size = sketch.random.between(0.185, 0.215) * along(1.05, 0.98);
    let at = |point: Point| [x + point[0] * size, y + point[1] * size];
    let paint = Paint { texture: if coat.texture == Texture::Stripes { Texture::Plain } else { coat.texture }, ..coat };
    let far_ear = [[-0.15, 0.6], [0.28, 1.66], [0.62, 0.6]];
    let far_dog = [[-0.15, 0.75], [0.3, 0.98], [0.5, 0.5]];
    let ear: Vec<Point> = between(&far_ear, &far_dog, share).into_iter().map(at).collect();
    let dark = Paint { first: coat.first.lit(0.78), texture: Texture::Plain, ..coat };
    sketch.add(Part::Ear, Outline::polygon(&ear), dark);
    let head = Outline::ellipse([x, y], [size * 1.02, size * along(0.95, 0.88)]);
    sketch.add(Part::Head, head, paint);
    // The muzzle: a cat's is a small cushion, a dog's reaches forward.
    let muzzle_shade =
        if sketch.random.chance(0.5) { coat.first } else { coat.first.mixed(Shade::new(Colour::White, 0xFFFFFF), 0.6) };
    let length = along(0.98, 1.75) * sketch.random.between(0.95, 1.08);
    let (low, high) = (along(-0.5, -0.62), along(0.08, 0.12));
    let muzzle = [
        at([0.25, low]),
        at([length * 0.86, low + 0.02]),
        at([length, (low + high) * 0.5]),
        at([length * 0.84, high]),
        at([0.3, high + 0.1]),
    ];
    sketch.plain(Part::Head, Outline::smooth(&muzzle), muzzle_shade);
    sketch.plain(
        Part::Nose,
        Outline::ellipse(at([length * 0.95, high - 0.14]), [size * along(0.11, 0.2), size * along(0.09, 0.16)]),
        NOSE,
    );
    let mouth = Outline::smooth_stroke(
        &[at([length * 0.9, low + 0.2]), at([length * 0.6, low + 0.16]), at([length * 0.45, low + 0.28])],
        size * 0.07,
        size * 0.05,
    );
    sketch.add(Part::Head, mouth, Paint::plain(coat.first.lit(0.4)).flat());
    let eye = if sketch.random.chance(0.5) { 0.2 } else { 0.17 };
    sketch.eye(at([0.4, 0.28]), size * eye);
    let near_cat = [[-0.85, 0.35], [-0.72, 1.1], [-0.52, 1.75], [-0.1, 1.2], [0.12, 0.72], [-0.3, 0.5]];
    let near_dog = [[-0.5, 0.85], [-0.95, 0.35], [-0.92, -0.55], [-0.55, -0.85], [-0.2, -0.3], [-0.1, 0.6]];
    let points: Vec<Point> = between(&near_cat, &near_dog, share).into_iter().map(at).collect();
    let ear_paint = Paint { first: coat.first.lit(along(0.95, 0.72)), texture: Texture::Plain, ..coat };
    let ear = if share < 0.5 { Outline::polygon(&points) } else { Outline::smooth(&points) };
    sketch.add(Part::Ear, ear, ear_paint);
    if share < 0.5 {
        let inner = [[-0.66, 0.62], [-0.52, 1.42], [-0.1, 0.74]].map(at);
        sketch.add(Part::Ear, Outline::polygon(&inner), Paint::plain(Shade::new(Colour::Pink, 0xE9A8A6)).flat());
        for tilt in [-0.22, 0.0, 0.2] {
            let whisker = Outline::stroke(
                &[at([length * 0.7, -0.3]), at([length * 0.7 + 0.85, -0.3 + tilt * 1.5])],
                size * 0.04,
                size * 0.03,
            );
            sketch.add(Part::Head, whisker, Paint { opacity: 0.8, ..Paint::plain(Shade::new(Colour::White, 0xF4F1EA)).flat() });
        }
    }
}

pub(super) fn bird(sketch: &mut Sketch) {
    let shade = Shade::any(sketch.random);
    let belly = Shade::beside(sketch.random, shade, &[Colour::White, Colour::Yellow, Colour::Orange, Colour::Red, Colour::Grey]);
    let texture = sketch.random.pick(&[Texture::Plain, Texture::Plain, Texture::Spots, Texture::Scales]);
    let mut plumage = Paint::textured(texture, shade, shade.lit(0.75), 0.11, sketch.random.seed());
    plumage.relief = 0.9;
    let legs = sketch.random.between(0.14, 0.36);
    let (half, girth) = (sketch.random.between(0.36, 0.46), sketch.random.between(0.22, 0.29));
    let centre = [0.0, legs + girth * 0.9];
    let orange = Shade::of(sketch.random, &[Colour::Orange, Colour::Yellow, Colour::Black, Colour::Red]);
    for (x, shift) in [(-0.05, 0.0), (0.08, 0.03)] {
        let foot = [x + shift, 0.015];
        sketch.plain(Part::Leg, Outline::stroke(&[[x, legs + 0.06], foot], 0.035, 0.03), orange);
        sketch.plain(Part::Leg, Outline::stroke(&[[foot[0] - 0.05, 0.015], [foot[0] + 0.1, 0.015]], 0.03, 0.03), orange);
    }
    let spread = sketch.random.between(0.05, 0.13);
    let (tail_x, lift) = (-half - sketch.random.between(0.24, 0.42), sketch.random.between(-0.08, 0.16));
    let tail = [
        [-half * 0.6, centre[1] + 0.1],
        [tail_x, centre[1] + lift + spread],
        [tail_x - 0.02, centre[1] + lift - spread],
        [-half * 0.6, centre[1] - 0.08],
    ];
    sketch.add(Part::Tail, Outline::polygon(&tail), Paint { first: shade.lit(0.8), ..plumage });
    let raised = sketch.random.chance(0.35);
    let wing_tip = sketch.random.between(0.42, 0.6);
    if raised {
        let far = [
            [-0.02, centre[1] + 0.1],
            [-0.1, centre[1] + wing_tip * 0.8],
            [-0.28, centre[1] + wing_tip * 1.1],
            [-0.3, centre[1] + 0.1],
        ];
        sketch.add(Part::Wing, Outline::smooth(&far), Paint { first: shade.lit(0.66), ..plumage });
    }
    let body = [
        [-half, centre[1] + 0.03],
        [-half * 0.5, centre[1] + girth * 0.75],
        [half * 0.35, centre[1] + girth * 0.95],
        [half * 0.95, centre[1] + girth * 0.3],
        [half * 0.65, centre[1] - girth * 0.72],
        [-half * 0.1, centre[1] - girth],
        [-half * 0.7, centre[1] - girth * 0.5],
    ];
    sketch.add(Part::Torso, Outline::smooth(&body), plumage);
    let under = Outline::ellipse([half * 0.22, centre[1] - girth * 0.4], [half * 0.5, girth * 0.48]);
    sketch.add(Part::Torso, under, Paint { relief: 0.3, ..Paint::plain(belly) });
    let size = sketch.random.between(0.17, 0.22);
    let head = [half * 0.78, centre[1] + girth * 0.72 + sketch.random.between(0.0, 0.16)];
    let beak = sketch.random.between(0.15, 0.32);
    let droop = sketch.random.between(-0.05, 0.02);
    let point = [head[0] + size * 0.8 + beak, head[1] + droop];
    let beak_shade = Shade::of(sketch.random, &[Colour::Orange, Colour::Yellow, Colour::Black, Colour::Red]);
    let outline = [[head[0] + size * 0.7, head[1] + 0.09], point, [head[0] + size * 0.7, head[1] - 0.085]];
    sketch.plain(Part::Beak, Outline::polygon(&outline), beak_shade);
    let crest = sketch.random.chance(0.3);
    if crest {
        for feather in 0..3 {
            let tip = [head[0] - 0.1 - 0.06 * feather as f32, head[1] + size * (1.5 - 0.25 * feather as f32)];
            sketch.plain(Part::Head, Outline::stroke(&[[head[0] - 0.02, head[1] + size * 0.7], tip], 0.06, 0.02), belly);
        }
    }
    let neck = Outline::stroke(&[[half * 0.5, centre[1] + girth * 0.2], head], girth * 1.1, size * 1.7);
    sketch.add(Part::Head, neck.and(Outline::circle(head, size)), plumage);
    sketch.eye([head[0] + size * 0.35, head[1] + size * 0.18], size * 0.27);
    let wing = Paint {
        first: shade.lit(0.82),
        second: shade.lit(0.62),
        texture: sketch.random.pick(&[Texture::Plain, Texture::Stripes, Texture::Scales]),
        period: 0.13,
        ..plumage
    };
    let outline = if raised {
        [
            [0.14, centre[1] + 0.05],
            [0.06, centre[1] + wing_tip * 0.75],
            [-0.2, centre[1] + wing_tip * 1.15],
            [-0.34, centre[1] + wing_tip * 0.9],
            [-0.26, centre[1] + 0.1],
        ]
    } else {
        [
            [0.16, centre[1] + 0.08],
            [-0.02, centre[1] + 0.16],
            [-half * 0.75, centre[1] + 0.1],
            [-half - 0.12, centre[1] - 0.06],
            [-0.08, centre[1] - 0.12],
        ]
    };
    sketch.add(Part::Wing, Outline::smooth(&outline), wing);
}

pub(super) fn fish(sketch: &mut Sketch) {
    let shade = Shade::any(sketch.random);
    let trim = Shade::beside(
        sketch.random,
        shade,
        &[Colour::Orange, Colour::Yellow, Colour::Blue, Colour::Red, Colour::White, Colour::Purple],
    );
    let (half, girth) = (sketch.random.between(0.5, 0.62), sketch.random.between(0.24, 0.38));
    let y = girth + 0.14;
    let texture =
        sketch.random.pick(&[Texture::Scales, Texture::Scales, Texture::Stripes, Texture::Plain, Texture::Dots, Texture::Spots]);
    let second = if texture == Texture::Scales { shade.lit(0.68) } else { trim };
    let mut skin = Paint::textured(texture, shade, second, sketch.random.between(0.14, 0.2), sketch.random.seed());
    skin.relief = 1.0;
    let fin = Paint::textured(Texture::Stripes, trim, trim.lit(0.8), 0.07, 1);
    let fork = sketch.random.between(0.22, 0.36);
    let notch = sketch.random.between(0.06, 0.2);
    let tail = [[-half * 0.75, y], [-half - 0.28, y + fork], [-half - 0.3 + notch, y], [-half - 0.28, y - fork]];
    sketch.add(Part::Tail, Outline::polygon(&tail), Paint { turn: [0.0, 1.0], ..fin });
    let peak = sketch.random.between(0.12, 0.26);
    let dorsal = [
        [half * 0.35, y + girth * 0.7],
        [half * 0.05, y + girth + peak],
        [-half * 0.45, y + girth * 0.7 + peak * 0.5],
        [-half * 0.4, y + girth * 0.5],
    ];
    sketch.add(Part::Fin, Outline::polygon(&dorsal), fin);
    let ventral = [[half * 0.1, y - girth * 0.75], [-half * 0.25, y - girth - peak * 0.7], [-half * 0.4, y - girth * 0.55]];
    sketch.add(Part::Fin, Outline::polygon(&ventral), fin);
    let body = [
        [-half * 0.9, y - 0.05],
        [-half * 0.9, y + 0.05],
        [-half * 0.3, y + girth * 0.85],
        [half * 0.3, y + girth * 0.98],
        [half * 0.85, y + girth * 0.45],
        [half * 1.05, y - 0.02],
        [half * 0.8, y - girth * 0.5],
        [half * 0.3, y - girth * 0.95],
        [-half * 0.3, y - girth * 0.85],
    ];
    sketch.add(Part::Torso, Outline::smooth(&body), skin);
    let cheek = Outline::smooth(&[
        [half * 0.42, y + girth * 0.8],
        [half * 0.85, y + girth * 0.42],
        [half * 1.03, y - 0.02],
        [half * 0.8, y - girth * 0.46],
        [half * 0.42, y - girth * 0.78],
        [half * 0.55, y],
    ]);
    sketch.add(Part::Head, cheek, Paint { relief: 0.5, ..Paint::plain(shade.lit(1.06)) });
    let mouth = Outline::smooth_stroke(&[[half * 1.0, y - 0.06], [half * 0.88, y - 0.1], [half * 0.82, y - 0.07]], 0.025, 0.02);
    sketch.add(Part::Head, mouth, Paint::plain(shade.lit(0.4)).flat());
    sketch.eye([half * 0.7, y + girth * 0.28], 0.075);
    let side = [
        [half * 0.3, y - girth * 0.05],
        [-half * 0.02, y - girth * 0.1],
        [-half * 0.12, y - girth * 0.5],
        [half * 0.2, y - girth * 0.35],
    ];
    sketch.add(Part::Fin, Outline::smooth(&side), fin);
}
