//! What rolls: car, truck, bus, train and bicycle. All share wheels; most share windows, doors, lamps.

use super::{
    super::{
        canvas::Paint,
        geometry::Outline,
        names::{Colour, Part, Texture},
        palette::Shade,
    },
    Sketch,
};

const PAINTS: [Colour; 9] = [
    Colour::Red,
    Colour::Blue,
    Colour::Yellow,
    Colour::Green,
    Colour::White,
    Colour::Grey,
    Colour::Orange,
    Colour::Purple,
    Colour::Black,
];
const DARK: Shade = Shade::new(Colour::Black, 0x3A3D44);

pub(super) fn car(sketch: &mut Sketch) {
    let shade = Shade::of(sketch.random, &PAINTS);
    let radius = sketch.random.between(0.155, 0.2);
    let (length, floor) = (sketch.random.between(0.84, 1.0), radius * 0.75);
    let waist = floor + sketch.random.between(0.24, 0.31);
    let roof = waist + sketch.random.between(0.24, 0.34);
    let (back, front) = (sketch.random.between(-0.75, -0.45) * length, sketch.random.between(0.2, 0.42) * length);
    let slope = sketch.random.between(0.12, 0.26);
    let cabin = [[back - 0.06, waist - 0.02], [front + slope, waist - 0.02], [front, roof], [back + slope * 0.55, roof]];
    sketch.plain(Part::Roof, Outline::polygon(&cabin), shade);
    let inner = |x: f32| x * 0.86 + (back + front) * 0.07;
    let middle = (back + front) * 0.5 + sketch.random.near(0.04, 0.05);
    let (sill, lintel) = (waist + 0.005, roof - 0.045);
    for (left, right, lean_left, lean_right) in
        [(inner(back), middle - 0.022, slope * 0.5, 0.0), (middle + 0.022, inner(front + slope), 0.0, -slope * 0.95)]
    {
        let pane = [[left, sill], [right, sill], [right + lean_right, lintel], [left + lean_left, lintel]];
        sketch.window(Outline::polygon(&pane), false);
    }
    let hood = waist - sketch.random.between(0.0, 0.06);
    let nose = hood - sketch.random.between(0.03, 0.09);
    let body = [
        [-length, floor + 0.04],
        [-length * 0.98, waist - 0.03],
        [back - 0.05, waist],
        [front + slope, waist],
        [length * 0.9, nose + 0.03],
        [length, nose - 0.06],
        [length, floor + 0.03],
        [length * 0.9, floor],
        [-length * 0.93, floor],
    ];
    let paint = if sketch.random.chance(0.2) {
        let second = Shade::beside(sketch.random, shade, &[Colour::White, Colour::Black, Colour::Yellow]);
        Paint::textured(Texture::Checks, shade, second, 0.3, 1)
    } else {
        Paint::plain(shade)
    };
    sketch.add(Part::Bodywork, Outline::polygon(&body), paint);
    sketch.plain(Part::Bumper, Outline::rounded(-length - 0.04, floor, length + 0.04, floor + 0.07, 0.035), DARK.lit(1.5));
    let seam = Outline::stroke(&[[middle, waist], [middle, floor + 0.06]], 0.014, 0.014);
    sketch.add(Part::Door, seam, Paint::plain(shade.lit(0.6)).flat());
    let handle = Outline::stroke(&[[middle - 0.16, waist - 0.07], [middle - 0.08, waist - 0.07]], 0.03, 0.03);
    sketch.plain(Part::Handle, handle, shade.lit(0.55));
    sketch.headlight([length * 0.95, nose - 0.06], 0.055);
    let style = sketch.wheel_style();
    let axle = length * sketch.random.between(0.56, 0.64);
    for x in [-axle, axle] {
        sketch.add(Part::Bodywork, Outline::circle([x, radius], radius * 1.2), Paint::plain(shade.lit(0.45)).flat());
        sketch.wheel([x, radius], radius, style);
    }
}

pub(super) fn truck(sketch: &mut Sketch) {
    let shade = Shade::of(sketch.random, &PAINTS);
    let radius = sketch.random.between(0.13, 0.17);
    let floor = radius * 1.25;
    let (length, cab) = (sketch.random.between(0.85, 1.05), sketch.random.between(0.42, 0.54));
    let top = floor + sketch.random.between(0.6, 0.85);
    let cab_top = floor + sketch.random.between(0.48, 0.62);
    let back_of_cab = length - cab;
    sketch.plain(Part::Frame, Outline::rectangle(-length, floor - 0.07, length - 0.03, floor + 0.03), DARK);
    let load = Shade::any(sketch.random);
    match sketch.random.below(4) {
        0 => {
            // An open bed with its load.
            for lump in 0..4 {
                let x = -length + 0.22 + lump as f32 * (length + back_of_cab - 0.4) / 3.0;
                let size = sketch.random.between(0.19, 0.27);
                let outline = Outline::circle([x, floor + 0.28], size);
                sketch.add(Part::Cargo, outline, Paint::textured(Texture::Grain, load, load.lit(0.7), 0.2, lump));
            }
            let bed = sketch.surface(shade, &[Texture::Wood, Texture::Plain, Texture::Stripes], 0.18);
            sketch.add(Part::Cargo, Outline::rectangle(-length - 0.02, floor, back_of_cab - 0.05, floor + 0.32), bed);
        }
        1 => {
            let tank = sketch.surface(load, &[Texture::Plain, Texture::Stripes, Texture::Plain], 0.4);
            sketch.add(Part::Cargo, Outline::rounded(-length, floor + 0.02, back_of_cab - 0.05, floor + 0.52, 0.25), tank);
        }
        _ => {
            let textures = [Texture::Plain, Texture::Stripes, Texture::Checks, Texture::Wood, Texture::Zigzag, Texture::Plain];
            let box_paint = sketch.surface(load, &textures, 0.28);
            sketch.add(Part::Cargo, Outline::rectangle(-length, floor + 0.02, back_of_cab - 0.05, top), box_paint);
        }
    }
    let lean = sketch.random.between(0.02, 0.14);
    let cab_points = [
        [back_of_cab, floor - 0.05],
        [length, floor - 0.05],
        [length, floor + 0.24],
        [length - lean, cab_top],
        [back_of_cab, cab_top],
    ];
    sketch.plain(Part::Cab, Outline::polygon(&cab_points), shade);
    let pane = [
        [back_of_cab + 0.12, floor + 0.26],
        [length - 0.045, floor + 0.26],
        [length - lean - 0.03, cab_top - 0.06],
        [back_of_cab + 0.12, cab_top - 0.06],
    ];
    sketch.window(Outline::polygon(&pane), false);
    let handle = Outline::stroke(&[[back_of_cab + 0.08, floor + 0.19], [back_of_cab + 0.16, floor + 0.19]], 0.03, 0.03);
    sketch.plain(Part::Handle, handle, shade.lit(0.55));
    sketch.headlight([length - 0.02, floor + 0.07], 0.05);
    sketch.plain(Part::Bumper, Outline::rounded(length - 0.14, floor - 0.1, length + 0.05, floor - 0.02, 0.03), DARK.lit(1.4));
    let style = sketch.wheel_style();
    let mut axles = vec![length - cab * 0.5, -length + radius * 1.35];
    if sketch.random.chance(0.6) {
        axles.push(-length + radius * 3.6);
    }
    for x in axles {
        sketch.wheel([x, radius], radius, style);
    }
}

pub(super) fn bus(sketch: &mut Sketch) {
    let shade = Shade::of(sketch.random, &PAINTS);
    let radius = sketch.random.between(0.12, 0.15);
    let (length, floor) = (sketch.random.between(0.95, 1.2), radius * 0.8);
    let double = sketch.random.chance(0.3);
    let top = floor + if double { sketch.random.between(0.95, 1.08) } else { sketch.random.between(0.62, 0.74) };
    let body = Outline::rounded(-length, floor, length, top, sketch.random.between(0.06, 0.16));
    sketch.plain(Part::Bodywork, body, shade);
    if sketch.random.chance(0.75) {
        let second =
            Shade::beside(sketch.random, shade, &[Colour::White, Colour::Yellow, Colour::Blue, Colour::Red, Colour::Grey]);
        let texture = sketch.random.pick(&[Texture::Plain, Texture::Stripes, Texture::Checks, Texture::Zigzag]);
        let band = Outline::rectangle(-length + 0.01, floor + 0.12, length - 0.01, floor + 0.24);
        sketch.add(Part::Bodywork, band, Paint { relief: 0.2, ..Paint::textured(texture, second, shade, 0.12, 1) });
    }
    let lit = sketch.random.chance(0.2);
    let decks = if double { vec![floor + 0.3, floor + 0.68] } else { vec![top - 0.34] };
    for (deck, sill) in decks.into_iter().enumerate() {
        let door = if deck == 0 { 0.3 } else { 0.0 };
        let count = sketch.random.count(4, 6);
        let (from, to) = (-length + 0.09, length - 0.07 - door);
        let pitch = (to - from) / count as f32;
        let height = if double { 0.23 } else { 0.25 };
        for pane in 0..count {
            let left = from + pane as f32 * pitch;
            sketch.window(Outline::rounded(left, sill, left + pitch * 0.83, sill + height, 0.03), lit);
        }
    }
    let door_top = floor + if double { 0.54 } else { 0.56 };
    let paint = Paint::plain(shade.lit(0.72));
    sketch.door([length - 0.32, floor + 0.03, length - 0.14, door_top], paint, false);
    sketch.window(Outline::rectangle(length - 0.29, floor + 0.22, length - 0.17, door_top - 0.04), lit);
    sketch.headlight([length - 0.04, floor + 0.1], 0.045);
    sketch.plain(Part::Bumper, Outline::rounded(-length - 0.03, floor - 0.02, length + 0.03, floor + 0.04, 0.03), DARK.lit(1.3));
    let style = sketch.wheel_style();
    for x in [-length * 0.62, length * sketch.random.between(0.45, 0.56)] {
        sketch.add(Part::Bodywork, Outline::circle([x, radius], radius * 1.2), Paint::plain(shade.lit(0.45)).flat());
        sketch.wheel([x, radius], radius, style);
    }
}

pub(super) fn train(sketch: &mut Sketch) {
    let shade = Shade::of(
        sketch.random,
        &[Colour::Green, Colour::Red, Colour::Blue, Colour::Black, Colour::Brown, Colour::Purple, Colour::Orange],
    );
    let trim = Shade::beside(sketch.random, shade, &[Colour::Red, Colour::Yellow, Colour::Grey, Colour::Black, Colour::White]);
    let radius = sketch.random.between(0.13, 0.16);
    let (length, floor) = (sketch.random.between(0.92, 1.1), radius * 1.5);
    let cab_width = sketch.random.between(0.45, 0.58);
    let boiler_top = floor + sketch.random.between(0.4, 0.48);
    let cab_top = floor + sketch.random.between(0.68, 0.8);
    let front = length - 0.12;
    let chimney = front - sketch.random.between(0.16, 0.24);
    let height = sketch.random.between(0.24, 0.36);
    if sketch.random.chance(0.65) {
        sketch.smoke([chimney, boiler_top + height], 0.2);
    }
    let flare = sketch.random.between(0.0, 0.06);
    let outline = [
        [chimney - 0.07, boiler_top - 0.03],
        [chimney + 0.07, boiler_top - 0.03],
        [chimney + 0.07 + flare, boiler_top + height],
        [chimney - 0.07 - flare, boiler_top + height],
    ];
    sketch.plain(Part::Chimney, Outline::polygon(&outline), DARK);
    let rim = Outline::rounded(
        chimney - 0.1 - flare,
        boiler_top + height - 0.02,
        chimney + 0.1 + flare,
        boiler_top + height + 0.05,
        0.02,
    );
    sketch.plain(Part::Chimney, rim, trim);
    for dome in 0..sketch.random.count(1, 2) {
        let x = chimney - 0.3 - 0.25 * dome as f32;
        if x > -length + cab_width + 0.1 {
            sketch.plain(Part::Boiler, Outline::ellipse([x, boiler_top - 0.01], [0.09, 0.13]), trim);
        }
    }
    let textures = [Texture::Plain, Texture::Plain, Texture::Stripes];
    let mut boiler = sketch.surface(shade, &textures, 0.4);
    boiler.turn = [1.0, 0.0];
    boiler.relief = 1.0;
    sketch.add(Part::Boiler, Outline::rounded(-length + cab_width - 0.1, floor, front, boiler_top, 0.07), boiler);
    let face = Outline::rounded(front - 0.06, floor - 0.01, front + 0.05, boiler_top + 0.01, 0.05);
    sketch.plain(Part::Boiler, face, DARK);
    sketch.headlight([front + 0.07, boiler_top - 0.1], 0.07);
    sketch.plain(Part::Cab, Outline::rectangle(-length, floor, -length + cab_width, cab_top), shade.lit(0.95));
    let roof = Outline::rounded(-length - 0.08, cab_top - 0.02, -length + cab_width + 0.08, cab_top + 0.07, 0.04);
    sketch.plain(Part::Roof, roof, trim);
    let lit = sketch.random.chance(0.3);
    let pane = [-length + 0.11, floor + 0.3, -length + cab_width - 0.11, cab_top - 0.09];
    sketch.framed_window(pane, trim, lit);
    sketch.plain(Part::Frame, Outline::rectangle(-length - 0.03, floor - 0.08, length - 0.06, floor + 0.03), trim.lit(0.9));
    let guard = [[front - 0.02, floor - 0.03], [length + 0.1, 0.02], [front - 0.06, 0.02]];
    let second = DARK.mixed(trim, 0.5);
    sketch.add(Part::Bumper, Outline::polygon(&guard), Paint::textured(Texture::Stripes, DARK, second, 0.08, 1));
    let style = sketch.wheel_style();
    let big = radius * sketch.random.between(1.1, 1.45);
    let first = -length + big + 0.04;
    let count = sketch.random.count(2, 3);
    for wheel in 0..count {
        sketch.wheel([first + wheel as f32 * big * 2.1, big], big, style);
    }
    let small = radius * 0.85;
    let behind = first + (count - 1) as f32 * big * 2.1 + big + small;
    if behind + 0.04 < front - small {
        sketch.wheel([(behind + front - small) * 0.5 + 0.04, small], small, style);
    }
    let rod = Outline::stroke(&[[first, big * 0.8], [first + (count - 1) as f32 * big * 2.1, big * 0.8]], 0.05, 0.05);
    sketch.plain(Part::Wheel, rod, Shade::new(Colour::Grey, 0xBFC4C8));
}

pub(super) fn bicycle(sketch: &mut Sketch) {
    let shade = Shade::of(
        sketch.random,
        &[Colour::Red, Colour::Blue, Colour::Yellow, Colour::Green, Colour::White, Colour::Orange, Colour::Purple, Colour::Pink],
    );
    let radius = sketch.random.between(0.34, 0.41);
    let front_radius = if sketch.random.chance(0.15) { radius * 1.3 } else { radius };
    let base = radius + sketch.random.between(0.2, 0.3);
    let (back, front) = ([-base, radius], [base, front_radius]);
    let spokes = sketch.random.pick(&[6, 8, 10, 12]);
    let tyre =
        if sketch.random.chance(0.8) { DARK } else { Shade::of(sketch.random, &[Colour::Brown, Colour::White, Colour::Grey]) };
    sketch.open_wheel(back, radius, spokes, tyre);
    sketch.open_wheel(front, front_radius, spokes, tyre);
    let pedal = [-0.08, radius * 0.85];
    let top = radius + sketch.random.between(0.42, 0.56);
    let seat = [-0.22, top - 0.02];
    let head = [base - 0.17, top + sketch.random.between(-0.04, 0.08)];
    let width = sketch.random.between(0.05, 0.075);
    let mut frame = vec![vec![back, pedal, head], vec![back, seat, pedal], vec![front, [base - 0.2, top + 0.14]]];
    if sketch.random.chance(0.7) {
        frame.push(vec![[seat[0] + 0.02, seat[1] - 0.04], [head[0], head[1] - 0.03]]);
    }
    for line in frame {
        sketch.plain(Part::Frame, Outline::stroke(&line, width, width), shade);
    }
    let post = [seat[0] - 0.05, seat[1] + 0.13];
    sketch.plain(Part::Frame, Outline::stroke(&[seat, post], width * 0.8, width * 0.8), DARK.lit(1.5));
    let leather = Shade::of(sketch.random, &[Colour::Black, Colour::Brown, Colour::Grey]);
    let saddle = Outline::smooth(&[
        [post[0] - 0.16, post[1] + 0.03],
        [post[0], post[1] + 0.05],
        [post[0] + 0.18, post[1] + 0.01],
        [post[0], post[1] - 0.03],
    ]);
    sketch.plain(Part::Saddle, saddle, leather);
    let bar = if sketch.random.chance(0.5) {
        [[base - 0.2, top + 0.14], [base - 0.05, top + 0.2], [base + 0.04, top + 0.1], [base - 0.03, top + 0.02]]
    } else {
        [[base - 0.2, top + 0.14], [base - 0.18, top + 0.24], [base - 0.28, top + 0.26], [base - 0.42, top + 0.22]]
    };
    sketch.plain(Part::Handle, Outline::smooth_stroke(&bar, 0.055, 0.055), leather);
    sketch.plain(Part::Wheel, Outline::ring(pedal, 0.1, 0.06), Shade::new(Colour::Grey, 0x9AA0A6));
    if sketch.random.chance(0.35) {
        let straw = Shade::of(sketch.random, &[Colour::Brown, Colour::Orange, Colour::Yellow]);
        let basket = [[base - 0.02, top + 0.12], [base + 0.32, top + 0.12], [base + 0.27, top - 0.12], [base + 0.02, top - 0.12]];
        sketch.add(Part::Basket, Outline::polygon(&basket), Paint::textured(Texture::Checks, straw, straw.lit(0.7), 0.09, 1));
    }
    if sketch.random.chance(0.4) {
        sketch.headlight([base + 0.02, top + 0.0], 0.06);
    }
}
