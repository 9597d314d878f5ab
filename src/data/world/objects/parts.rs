//! Parts that several classes share.

use super::{
    super::{
        canvas::Paint,
        geometry::{Outline, Point, direction},
        names::{Colour, Part, Texture},
        palette::Shade,
    },
    Sketch,
};

pub(super) const GLASS: Shade = Shade::new(Colour::Blue, 0x9CC7DE);
pub(super) const LIT: Shade = Shade::new(Colour::Yellow, 0xFFE08A);
const RUBBER: Shade = Shade::new(Colour::Black, 0x2E3036);
const STEEL: Shade = Shade::new(Colour::Grey, 0xC3C9CE);

/// How the wheels of an object look.
#[derive(Clone, Copy)]
pub(super) struct WheelStyle {
    rim: Shade,
    spokes: usize,
}

impl Sketch<'_> {
    /// One style for all wheels of an object.
    pub(super) fn wheel_style(&mut self) -> WheelStyle {
        let rim = Shade::of(self.random, &[Colour::Grey, Colour::White, Colour::Grey, Colour::Red, Colour::Yellow]);
        WheelStyle { rim, spokes: self.random.pick(&[0, 4, 5, 6]) }
    }

    /// A wheel with its tyre.
    pub(super) fn wheel(&mut self, centre: Point, radius: f32, style: WheelStyle) {
        self.plain(Part::Wheel, Outline::circle(centre, radius), RUBBER);
        self.plain(Part::Wheel, Outline::circle(centre, radius * 0.62), style.rim);
        let first = self.random.unit();
        for spoke in 0..style.spokes {
            let [x, y] = direction(first + spoke as f32 / style.spokes as f32);
            let end = [centre[0] + x * radius * 0.52, centre[1] + y * radius * 0.52];
            self.plain(Part::Wheel, Outline::stroke(&[centre, end], radius * 0.13, radius * 0.13), RUBBER.mixed(style.rim, 0.35));
        }
        self.plain(Part::Wheel, Outline::circle(centre, radius * 0.2), RUBBER.mixed(STEEL, 0.4));
    }

    /// A spoked wheel that one can look through.
    pub(super) fn open_wheel(&mut self, centre: Point, radius: f32, spokes: usize, tyre: Shade) {
        let first = self.random.unit();
        for spoke in 0..spokes {
            let [x, y] = direction(first + spoke as f32 / spokes as f32);
            let end = [centre[0] + x * radius * 0.9, centre[1] + y * radius * 0.9];
            self.add(Part::Wheel, Outline::stroke(&[centre, end], 0.012, 0.012), Paint::plain(STEEL.lit(0.85)).flat());
        }
        self.plain(Part::Wheel, Outline::ring(centre, radius, radius * 0.8), tyre);
        self.plain(Part::Wheel, Outline::circle(centre, radius * 0.16), STEEL.lit(0.7));
    }

    /// A pane with a bright streak; some are lit from inside.
    pub(super) fn window(&mut self, outline: Outline, lit: bool) {
        let pane = if lit { LIT } else { GLASS };
        self.add(Part::Window, outline, Paint { glows: lit, relief: 0.35, ..Paint::plain(pane) });
    }

    /// A window with its frame and bars.
    pub(super) fn framed_window(&mut self, [left, bottom, right, top]: [f32; 4], frame: Shade, lit: bool) {
        let border = 0.16 * (right - left).min(top - bottom);
        self.plain(Part::Window, Outline::rectangle(left - border, bottom - border, right + border, top + border), frame);
        self.window(Outline::rectangle(left, bottom, right, top), lit);
        let (x, y) = ((left + right) * 0.5, (bottom + top) * 0.5);
        let bars = Outline::stroke(&[[x, bottom], [x, top]], border * 0.7, border * 0.7);
        let bars = bars.and(Outline::stroke(&[[left, y], [right, y]], border * 0.7, border * 0.7));
        self.add(Part::Window, bars, Paint::plain(frame).flat());
    }

    /// A door with its handle, hinged at the left.
    pub(super) fn door(&mut self, [left, bottom, right, top]: [f32; 4], paint: Paint, arched: bool) {
        let width = right - left;
        let outline = Outline::rectangle(left, bottom, right, top);
        let centre = [(left + right) * 0.5, top];
        let outline = if arched { outline.and(Outline::segment(centre, [width * 0.5, width * 0.4], 0.0, 0.5)) } else { outline };
        self.add(Part::Door, outline, paint);
        let at = [right - width * 0.2, bottom + (top - bottom) * 0.48];
        self.plain(Part::Handle, Outline::circle(at, width * 0.085), Shade::new(Colour::Yellow, 0xE8C15A));
    }

    /// A lamp at the front of a vehicle.
    pub(super) fn headlight(&mut self, centre: Point, radius: f32) {
        let paint = Paint { glows: true, ..Paint::plain(LIT.mixed(Shade::new(Colour::White, 0xFFFFFF), 0.4)) };
        self.add(Part::Headlight, Outline::ellipse(centre, [radius * 0.8, radius]), paint);
    }

    /// Puffs that rise from a chimney.
    pub(super) fn smoke(&mut self, from: Point, size: f32) {
        let drift = self.random.between(-0.5, -0.15);
        for puff in 0..self.random.count(2, 4) {
            let rise = 0.6 + puff as f32;
            let centre = [from[0] + drift * rise * size, from[1] + rise * size * 0.95];
            let outline = Outline::circle(centre, size * (0.42 + 0.13 * puff as f32));
            let paint = Paint { opacity: 0.85 - 0.1 * puff as f32, ..Paint::plain(Shade::new(Colour::White, 0xE9EAEC)) };
            self.add(Part::Smoke, outline, paint);
        }
    }

    /// A chimney with its rim.
    pub(super) fn chimney(&mut self, [left, bottom, right, top]: [f32; 4], paint: Paint) {
        let rim = 0.12 * (right - left);
        self.add(Part::Chimney, Outline::rectangle(left, bottom, right, top), paint);
        let first = paint.first.lit(0.72);
        self.plain(Part::Chimney, Outline::rectangle(left - rim, top - rim, right + rim, top + rim), first);
    }

    /// An eye with its pupil and a glint.
    pub(super) fn eye(&mut self, centre: Point, radius: f32) {
        let white = Shade::of(self.random, &[Colour::White, Colour::White, Colour::Yellow]);
        self.plain(Part::Eye, Outline::circle(centre, radius), white);
        let pupil = [centre[0] + radius * 0.2, centre[1]];
        self.add(Part::Eye, Outline::circle(pupil, radius * 0.62), Paint::plain(Shade::new(Colour::Black, 0x1F1F24)).flat());
        let glint = [centre[0] + radius * 0.4, centre[1] + radius * 0.25];
        self.add(Part::Eye, Outline::circle(glint, radius * 0.2), Paint::plain(Shade::new(Colour::White, 0xFFFFFF)).flat());
    }

    /// A pennant at the top of a mast.
    pub(super) fn flag(&mut self, foot: Point, length: f32) {
        let shade = Shade::of(self.random, &[Colour::Red, Colour::Blue, Colour::Yellow, Colour::Green, Colour::Orange]);
        let [x, y] = foot;
        let outline = Outline::polygon(&[[x, y], [x, y - length * 0.55], [x - length, y - length * 0.25]]);
        self.plain(Part::Flag, outline, shade);
    }
}

/// A cup: bowl, handle, often a saucer, a pattern on it.
pub(super) fn cup(sketch: &mut Sketch) {
    let first = Shade::any(sketch.random);
    let textures = [Texture::Plain, Texture::Stripes, Texture::Dots, Texture::Checks, Texture::Zigzag, Texture::Plain];
    let paint = sketch.surface(first, &textures, 0.2);
    let (top, foot) = (sketch.random.between(0.4, 0.52), sketch.random.between(0.22, 0.42));
    let height = sketch.random.between(0.72, 1.05);
    let lift = if sketch.random.chance(0.6) {
        let shade = if sketch.random.chance(0.5) {
            first
        } else {
            Shade::of(sketch.random, &[Colour::White, Colour::Grey, Colour::Blue])
        };
        sketch.plain(Part::Saucer, Outline::ellipse([0.0, 0.06], [top * 1.5, 0.075]), shade.lit(0.93));
        sketch.plain(Part::Saucer, Outline::ellipse([0.0, 0.085], [top * 1.05, 0.04]), shade.lit(0.78));
        0.08
    } else {
        0.0
    };
    let size = sketch.random.between(0.42, 0.56) * height;
    let middle = lift + height * 0.56;
    let handle = [
        [top * 0.8, middle + size * 0.5],
        [top + size * 0.5, middle + size * 0.42],
        [top + size * 0.52, middle - size * 0.2],
        [foot * 1.05, middle - size * 0.55],
    ];
    let width = sketch.random.between(0.07, 0.1);
    sketch.plain(Part::Handle, Outline::smooth_stroke(&handle, width, width), first.lit(0.9));
    let round = sketch.random.between(0.0, 0.12);
    let side = |sign: f32| {
        [
            [sign * foot, lift + 0.02],
            [sign * (foot + (top - foot) * 0.5 + round), lift + height * 0.4],
            [sign * top, lift + height],
        ]
    };
    let mut points: Vec<Point> = side(1.0).to_vec();
    points.extend(side(-1.0).into_iter().rev());
    let outline = Outline::polygon(&points).and(Outline::ellipse([0.0, lift + 0.02], [foot, 0.045]));
    sketch.add(Part::Bowl, outline, paint);
    sketch.plain(
        Part::Bowl,
        Outline::ellipse([0.0, lift + height], [top, 0.085]),
        first.lit(1.08).mixed(Shade::new(Colour::White, 0xFFFFFF), 0.25),
    );
    let inside = Shade::of(sketch.random, &[Colour::Brown, Colour::Brown, Colour::Orange, Colour::White]);
    sketch.plain(Part::Bowl, Outline::ellipse([0.0, lift + height - 0.012], [top * 0.87, 0.06]), inside.lit(0.85));
}
