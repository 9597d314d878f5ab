//! Small things on the ground, and what stands in front of objects: bushes, poles, fences, tufts, boxes.

use super::{
    canvas::Paint,
    geometry::Outline,
    names::{Colour, Region, Scene, Texture},
    palette::Shade,
    random::Random,
};

/// A thing made of painted outlines in picture space.
pub(super) struct Thing {
    pub region: Region,
    pub outlines: Vec<(Outline, Paint)>,
}

/// A stone or a tuft, standing on `y`.
pub(super) fn small(scene: Scene, random: &mut Random, x: f32, y: f32) -> Thing {
    let size = random.between(2.0, 4.5);
    if matches!(scene, Scene::Meadow | Scene::Night | Scene::Desert | Scene::Beach) && random.chance(0.6) {
        return tuft(scene, random, x, y, size * 1.8);
    }
    let shade = match scene {
        Scene::Room => Shade::any(random),
        Scene::Snow => Shade::of(random, &[Colour::White, Colour::Grey]),
        _ => Shade::of(random, &[Colour::Grey, Colour::Brown, Colour::Grey]),
    };
    let points = [
        [x - size * 1.2, y],
        [x - size, y - size * 0.7],
        [x - size * 0.1, y - size],
        [x + size * 0.9, y - size * 0.65],
        [x + size * 1.2, y],
    ];
    Thing { region: Region::Stone, outlines: vec![(Outline::smooth(&points), Paint::plain(shade))] }
}

fn tuft(scene: Scene, random: &mut Random, x: f32, y: f32, size: f32) -> Thing {
    let dry = matches!(scene, Scene::Desert | Scene::Beach);
    let green = Shade::new(Colour::Green, if dry { 0x9A9A5E } else { 0x5C8A4A });
    let blade = |random: &mut Random| {
        let lean = random.between(-0.6, 0.6) * size;
        let height = size * random.between(0.6, 1.1);
        let foot = x + random.between(-0.4, 0.4) * size;
        let outline = Outline::smooth_stroke(
            &[[foot, y], [foot + lean * 0.3, y - height * 0.6], [foot + lean, y - height]],
            size * 0.16,
            size * 0.05,
        );
        (outline, Paint::plain(green.lit(random.between(0.8, 1.15))).flat())
    };
    Thing { region: Region::Tuft, outlines: (0..6).map(|_| blade(random)).collect() }
}

/// What may hide a bit of an object whose box is `left`, `top`, `right`, `bottom`; it stands on the ground, in units from the
/// top, as the object does unless it flies.
pub(super) fn in_front(scene: Scene, random: &mut Random, [left, top, right, bottom]: [f32; 4], ground: f32) -> Thing {
    let x = random.between(left, right);
    let below = ground + random.between(2.5, 7.0);
    let (width, height) = (right - left, bottom - top);
    let flies = bottom < ground - 0.5;
    let chosen = match scene {
        _ if flies => 0,
        Scene::Room => random.pick(&[0, 1]),
        _ => random.pick(&[0, 2, 3, 4]),
    };
    match chosen {
        0 => {
            let end = (top - random.between(4.0, 30.0)).max(-4.0);
            pole(random, x, below, end)
        }
        1 => {
            let (half, height) = (width * random.between(0.12, 0.2), height * random.between(0.2, 0.35));
            wooden_box(random, x, below, half, height)
        }
        2 => {
            let size = width * random.between(0.16, 0.26);
            bush(scene, random, x, below, size)
        }
        3 => {
            let height = height * random.between(0.2, 0.32);
            fence(random, [left, right], below, height)
        }
        _ => {
            let size = height * random.between(0.2, 0.36);
            tuft(scene, random, x, below, size)
        }
    }
}

/// A box with a lid, `half` of it on either side of `x`.
pub(super) fn wooden_box(random: &mut Random, x: f32, foot: f32, half: f32, height: f32) -> Thing {
    let shade = Shade::of(random, &[Colour::Brown, Colour::Orange, Colour::White, Colour::Blue]);
    let front = Paint::textured(Texture::Wood, shade, shade.lit(0.7), 7.0, random.seed());
    let lid = Outline::rectangle(x - half - 0.8, foot - height - 1.6, x + half + 0.8, foot - height);
    let outlines =
        vec![(Outline::rectangle(x - half, foot - height, x + half, foot), front), (lid, Paint::plain(shade.lit(0.85)))];
    Thing { region: Region::Box, outlines }
}

/// A bush about `size` high.
pub(super) fn bush(scene: Scene, random: &mut Random, x: f32, y: f32, size: f32) -> Thing {
    let green = match scene {
        Scene::Snow => Shade::new(Colour::White, 0xDCE6EC),
        Scene::Desert => Shade::new(Colour::Green, 0x8E9463),
        _ => Shade::of(random, &[Colour::Green]),
    };
    let seed = random.seed();
    let mut outlines = Vec::new();
    for clump in 0..5 {
        let centre = [x + (clump as f32 - 2.0) * size * 0.45, y - size * random.between(0.3, 0.85)];
        let shade = green.lit(random.between(0.85, 1.05));
        let paint = Paint::textured(Texture::Grain, shade, shade.lit(0.75), size * 0.4, seed);
        outlines.push((Outline::circle(centre, size * random.between(0.4, 0.55)), paint));
    }
    Thing { region: Region::Bush, outlines }
}

/// A pole from its foot up to `top`.
pub(super) fn pole(random: &mut Random, x: f32, foot: f32, top: f32) -> Thing {
    let shade = Shade::of(random, &[Colour::Grey, Colour::Brown, Colour::Black, Colour::White]);
    let width = random.between(2.2, 4.2);
    let texture = random.pick(&[Texture::Plain, Texture::Stripes, Texture::Plain]);
    let mut paint =
        Paint::textured(texture, shade, Shade::beside(random, shade, &[Colour::White, Colour::Red, Colour::Yellow]), 9.0, 1);
    paint.turn = [0.0, 1.0];
    let mut outlines = vec![(Outline::rectangle(x - width * 0.5, top, x + width * 0.5, foot), paint)];
    outlines.push((
        Outline::rounded(x - width, foot - width * 0.6, x + width, foot + width * 0.3, 1.0),
        Paint::plain(shade.lit(0.8)),
    ));
    Thing { region: Region::Pole, outlines }
}

fn fence(random: &mut Random, [left, right]: [f32; 2], foot: f32, height: f32) -> Thing {
    let shade = Shade::of(random, &[Colour::Brown, Colour::White, Colour::Grey, Colour::Brown]);
    let mut outlines = Vec::new();
    for level in [0.35, 0.75] {
        let y = foot - height * level;
        outlines.push((
            Outline::rectangle(left - 14.0, y - height * 0.07, right + 14.0, y + height * 0.07),
            Paint::plain(shade.lit(0.85)),
        ));
    }
    let gap = height.max(6.0) * random.between(0.75, 1.1);
    let mut x = left - 12.0;
    while x < right + 14.0 {
        let half = height * 0.1;
        let board = [
            [x - half, foot],
            [x + half, foot],
            [x + half, foot - height * 0.88],
            [x, foot - height],
            [x - half, foot - height * 0.88],
        ];
        outlines.push((Outline::polygon(&board), Paint::plain(shade)));
        x += gap;
    }
    Thing { region: Region::Fence, outlines }
}
