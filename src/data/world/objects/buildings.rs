//! What is built: house and lighthouse. They share walls, roofs, windows and doors.

use super::{
    super::{
        canvas::Paint,
        geometry::Outline,
        names::{Colour, Part, Texture},
        palette::Shade,
    },
    Sketch,
};

const FRAMES: [Colour; 4] = [Colour::White, Colour::White, Colour::Brown, Colour::Blue];
const DOORS: [Colour; 6] = [Colour::Brown, Colour::Red, Colour::Green, Colour::Blue, Colour::Orange, Colour::Yellow];

pub(super) fn house(sketch: &mut Sketch) {
    let half = sketch.random.between(0.42, 0.68);
    let storeys = if half < 0.55 && sketch.random.chance(0.4) { 2 } else { 1 };
    let wall_top = if storeys == 2 { sketch.random.between(0.8, 0.92) } else { sketch.random.between(0.46, 0.58) };
    let peak = wall_top + sketch.random.between(0.3, 0.52);
    let wall = Shade::of(
        sketch.random,
        &[Colour::White, Colour::Red, Colour::Yellow, Colour::Orange, Colour::Pink, Colour::Grey, Colour::Blue, Colour::Brown],
    );
    let roof = Shade::beside(
        sketch.random,
        wall,
        &[Colour::Red, Colour::Brown, Colour::Grey, Colour::Black, Colour::Orange, Colour::Blue, Colour::Purple],
    );
    let stone = Shade::of(sketch.random, &[Colour::Red, Colour::Grey, Colour::Brown]);
    let eaves = sketch.random.between(0.06, 0.14);
    if sketch.random.chance(0.75) {
        let x = sketch.random.between(0.3, 0.55) * half * sketch.random.sign();
        let top = wall_top + (peak - wall_top) * sketch.random.between(0.9, 1.15);
        if sketch.random.chance(0.5) {
            sketch.smoke([x, top], 0.13);
        }
        let paint = sketch.surface(stone, &[Texture::Bricks, Texture::Plain], 0.12);
        sketch.chimney([x - 0.07, wall_top, x + 0.07, top], paint);
    }
    let textures = [Texture::Plain, Texture::Bricks, Texture::Wood, Texture::Plain, Texture::Bricks];
    let paint = sketch.surface(wall, &textures, 0.17);
    let ridge = half * if sketch.random.chance(0.6) { 0.0 } else { sketch.random.between(0.3, 0.6) };
    let wall_outline = Outline::rectangle(-half, 0.0, half, wall_top + 0.02);
    sketch.add(Part::Wall, wall_outline, paint);
    let roof_paint = sketch.surface(roof, &[Texture::Tiles, Texture::Tiles, Texture::Plain, Texture::Stripes], 0.15);
    let roof_outline = [[-half - eaves, wall_top - 0.03], [half + eaves, wall_top - 0.03], [ridge, peak], [-ridge, peak]];
    sketch.add(Part::Roof, Outline::polygon(&roof_outline), roof_paint);
    let frame = Shade::of(sketch.random, &FRAMES);
    let lit = sketch.random.chance(0.3);
    let door_shade = Shade::beside(sketch.random, wall, &DOORS);
    let door_paint = sketch.surface(door_shade, &[Texture::Plain, Texture::Wood], 0.2);
    let door_x = sketch.random.pick(&[-0.5, 0.0, 0.5]) * half;
    let arched = sketch.random.chance(0.35);
    sketch.door([door_x - 0.1, 0.0, door_x + 0.1, if arched { 0.27 } else { 0.33 }], door_paint, arched);
    let size = sketch.random.between(0.075, 0.095);
    for storey in 0..storeys {
        let sill = 0.2 + 0.36 * storey as f32;
        for x in [-0.5, 0.0, 0.5] {
            let x = x * half;
            if storey > 0 || (x - door_x).abs() > 0.2 {
                sketch.framed_window([x - size, sill, x + size, sill + size * 2.0], frame, lit);
            }
        }
    }
    if ridge == 0.0 && sketch.random.chance(0.5) {
        let centre = [0.0, wall_top + (peak - wall_top) * 0.33];
        sketch.plain(Part::Window, Outline::circle(centre, 0.075), frame);
        sketch.window(Outline::circle(centre, 0.055), lit);
    }
}

pub(super) fn lighthouse(sketch: &mut Sketch) {
    let first =
        Shade::of(sketch.random, &[Colour::White, Colour::White, Colour::Yellow, Colour::Grey, Colour::Blue, Colour::Red]);
    let second = Shade::beside(
        sketch.random,
        first,
        &[Colour::Red, Colour::Blue, Colour::Black, Colour::Green, Colour::Orange, Colour::White],
    );
    let (foot, neck) = (sketch.random.between(0.2, 0.26), sketch.random.between(0.12, 0.155));
    let top = sketch.random.between(0.92, 1.12);
    let stone = Shade::of(sketch.random, &[Colour::Grey, Colour::Brown, Colour::White]);
    let texture = sketch.random.pick(&[
        Texture::Stripes,
        Texture::Stripes,
        Texture::Bricks,
        Texture::Plain,
        Texture::Checks,
        Texture::Zigzag,
    ]);
    let mut paint = Paint::textured(texture, first, second, sketch.random.between(0.24, 0.4), sketch.random.seed());
    paint.relief = 0.9;
    match texture {
        Texture::Stripes => paint.turn = [0.0, 1.0],
        Texture::Bricks => (paint.second, paint.period) = (Shade::new(Colour::Grey, 0xCFC6BA), 0.13),
        _ => {}
    }
    sketch.add(Part::Wall, Outline::polygon(&[[-foot, 0.04], [foot, 0.04], [neck, top], [-neck, top]]), paint);
    let plinth = sketch.surface(stone, &[Texture::Bricks, Texture::Plain], 0.14);
    sketch.add(Part::Wall, Outline::rectangle(-foot - 0.06, 0.0, foot + 0.06, 0.09), plinth);
    let dark = Shade::of(sketch.random, &[Colour::Black, Colour::Red, Colour::Grey, Colour::Blue]);
    let arched = sketch.random.chance(0.5);
    let door = Shade::of(sketch.random, &DOORS);
    sketch.door([-0.065, 0.09, 0.065, 0.27], Paint::plain(door), arched);
    let frame = Shade::of(sketch.random, &FRAMES);
    for window in 0..sketch.random.count(1, 3) {
        let y = 0.42 + 0.2 * window as f32;
        sketch.framed_window([-0.036, y, 0.036, y + 0.085], frame, false);
    }
    sketch.plain(Part::Lantern, Outline::rectangle(-neck - 0.07, top - 0.01, neck + 0.07, top + 0.045), dark);
    let room = neck * 0.8;
    sketch.add(
        Part::Lantern,
        Outline::rectangle(-room, top + 0.04, room, top + 0.23),
        Paint { glows: true, ..Paint::plain(super::parts::LIT) },
    );
    for x in [-room, -room * 0.33, room * 0.33, room] {
        let bar = Outline::stroke(&[[x, top + 0.05], [x, top + 0.22]], 0.02, 0.02);
        sketch.add(Part::Lantern, bar, Paint::plain(dark).flat());
    }
    let roof = Shade::of(sketch.random, &[Colour::Red, Colour::Black, Colour::Green, Colour::Blue, Colour::Grey]);
    let height = sketch.random.between(0.1, 0.2);
    let outline = if sketch.random.chance(0.5) {
        Outline::segment([0.0, top + 0.22], [room + 0.05, height], 0.0, 0.5)
    } else {
        Outline::polygon(&[[-room - 0.06, top + 0.22], [room + 0.06, top + 0.22], [0.0, top + 0.25 + height]])
    };
    sketch.plain(Part::Roof, outline, roof);
}
