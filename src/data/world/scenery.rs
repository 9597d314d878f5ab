//! Where it happens: sky and ground of seven scenes, and what stands far behind.

use super::{
    canvas::{Canvas, Label, Light, Paint, SIDE},
    geometry::{Outline, Transform},
    names::{Colour, Region, Scene, Texture},
    palette::Shade,
    random::Random,
};

/// What later steps need to know of a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    pub scene: Scene,
    /// Where the ground begins, in units from the top.
    pub horizon: f32,
    /// Where solid ground begins: the horizon, but at the sea.
    pub shore: f32,
    pub light: Light,
    /// How dark shadows are, 0 to 1.
    pub shadow: f32,
}

const AS_IT_IS: Transform = Transform::identity();

impl Setting {
    /// Chooses a place's light and horizon.
    pub fn choose(scene: Scene, random: &mut Random) -> Self {
        let side = random.between(0.35, 0.75) * random.sign();
        let from = [side, -(1.0 - side * side).max(0.0).sqrt()];
        let (low, high) = if scene == Scene::Room { (78.0, 96.0) } else { (54.0, 82.0) };
        let warmth = random.near(0.0, 0.05);
        let bright = random.between(0.92, 1.06);
        let tint = match scene {
            Scene::Night => [0.7, 0.73, 0.88],
            Scene::Snow => [0.97, 1.0, 1.04],
            Scene::Desert => [1.04, 0.99, 0.92],
            Scene::Room => [1.02, 0.98, 0.93],
            _ => [1.0; 3],
        };
        let colour = [tint[0] * bright * (1.0 + warmth), tint[1] * bright, tint[2] * bright * (1.0 - warmth)];
        let shadow = match scene {
            Scene::Night => random.between(0.3, 0.45),
            Scene::Room => random.between(0.22, 0.36),
            _ => random.between(0.26, 0.46),
        };
        let horizon = random.between(low, high);
        let shore = match scene {
            Scene::Beach if random.chance(0.25) => SIDE + 9.0,
            Scene::Beach => horizon + random.between(8.0, 30.0),
            _ => horizon,
        };
        Self { scene, horizon, shore, light: Light { from, colour }, shadow }
    }

    /// Paints the place.
    pub fn draw(&self, canvas: &mut Canvas, random: &mut Random) {
        match self.scene {
            Scene::Meadow => self.meadow(canvas, random),
            Scene::Street => self.street(canvas, random),
            Scene::Beach => self.beach(canvas, random),
            Scene::Snow => self.snow(canvas, random),
            Scene::Night => self.night(canvas, random),
            Scene::Room => self.room(canvas, random),
            Scene::Desert => self.desert(canvas, random),
        }
    }

    fn meadow(&self, canvas: &mut Canvas, random: &mut Random) {
        let sky = random.pick(&[(0x7FB7DE, 0xD6EAF2), (0x8EC0E4, 0xF1EFE2), (0x9DB9CF, 0xE0E6E8), (0x86B4E0, 0xF6DEC8)]);
        self.sky(canvas, Shade::new(Colour::Blue, sky.0), Shade::new(Colour::Blue, sky.1), false);
        self.sun_and_clouds(canvas, random);
        let green = random.pick(&[0x86B26A, 0x96B96F, 0x7CA77B, 0xA5B870]);
        for (hill, lift) in [22.0, 11.0].into_iter().enumerate() {
            let shade = Shade::new(Colour::Green, green).mixed(Shade::new(Colour::Blue, sky.1), 0.5 - 0.22 * hill as f32);
            self.hills(canvas, random, lift, shade);
        }
        let first = Shade::new(Colour::Green, random.pick(&[0x84B062, 0x92B85E, 0x7BA662, 0x9DB566]));
        let ground = Paint::textured(Texture::Grass, first, first.lit(0.8), 7.0, 0);
        self.ground(canvas, random, Region::Grass, ground);
        if random.chance(0.5) {
            let bloom = Shade::of(random, &[Colour::White, Colour::Yellow, Colour::Pink, Colour::Red, Colour::Purple]);
            for _ in 0..random.count(6, 22) {
                let y = random.between(self.horizon + 4.0, SIDE);
                let size = 0.5 + 0.9 * (y - self.horizon) / (SIDE - self.horizon);
                paint(canvas, &Outline::circle([random.between(0.0, SIDE), y], size), Paint::plain(bloom).flat(), Region::Grass);
            }
        }
    }

    fn street(&self, canvas: &mut Canvas, random: &mut Random) {
        let sky = random.pick(&[0xB9D2E4, 0xC9D3DB, 0xE7DCCF, 0xA9C8E2]);
        self.sky(canvas, Shade::new(Colour::Blue, sky).lit(0.92), Shade::new(Colour::White, 0xF0EEEA), false);
        let mut left = -random.between(0.0, 14.0);
        while left < SIDE {
            let width = random.between(18.0, 40.0);
            let height = random.between(0.45, 0.95) * self.horizon;
            self.building(canvas, random, left, width, height);
            left += width + random.pick(&[0.0, 0.0, 3.0]);
        }
        let stone = Shade::new(Colour::Grey, random.pick(&[0xC9C4BB, 0xBDBDBD, 0xD1C7B8]));
        let ground = Paint::textured(Texture::Tiles, stone, stone.lit(0.87), 9.0, 0);
        self.ground(canvas, random, Region::Pavement, ground);
        let edge = self.horizon + random.between(6.0, 16.0);
        let asphalt = Shade::new(Colour::Grey, random.pick(&[0x7D8289, 0x8A8B8E, 0x74787F]));
        let road = Outline::rectangle(0.0, edge, SIDE, SIDE);
        paint(
            canvas,
            &road,
            Paint { relief: 0.0, ..Paint::textured(Texture::Grain, asphalt, asphalt.lit(0.85), 6.0, random.seed()) },
            Region::Road,
        );
        paint(canvas, &Outline::rectangle(0.0, edge - 1.6, SIDE, edge), Paint::plain(stone.lit(0.75)).flat(), Region::Pavement);
        if random.chance(0.7) {
            let y = (edge + SIDE) * 0.5 + random.near(0.0, 6.0);
            let shift = random.between(0.0, 30.0);
            for dash in 0..6 {
                let x = dash as f32 * 30.0 - shift;
                let outline = Outline::polygon(&[[x, y], [x + 15.0, y], [x + 13.5, y + 2.6], [x - 1.5, y + 2.6]]);
                paint(canvas, &outline, Paint::plain(Shade::new(Colour::White, 0xE9E6DC)).flat(), Region::Road);
            }
        }
    }

    /// A front of a house far behind, hazy.
    fn building(&self, canvas: &mut Canvas, random: &mut Random, left: f32, width: f32, height: f32) {
        let haze = Shade::new(Colour::White, 0xE4E4E4);
        let wall = Shade::of(
            random,
            &[Colour::Red, Colour::Grey, Colour::Yellow, Colour::Brown, Colour::Pink, Colour::White, Colour::Blue],
        );
        let wall = wall.mixed(haze, 0.55);
        let texture = random.pick(&[Texture::Plain, Texture::Plain, Texture::Bricks]);
        let top = self.horizon - height;
        let front = Paint { relief: 0.15, ..Paint::textured(texture, wall, wall.lit(1.08), 6.0, random.seed()) };
        paint(canvas, &Outline::rectangle(left, top, left + width, self.horizon + 1.0), front, Region::Building);
        let columns = (width / random.between(8.0, 12.0)) as usize;
        let rows = (height / random.between(11.0, 15.0)) as usize;
        let pane = wall.mixed(Shade::new(Colour::Blue, 0x55708A), random.between(0.3, 0.55));
        for row in 0..rows {
            for column in 0..columns {
                let x = left + (column as f32 + 0.5) * width / columns as f32;
                let y = top + 4.0 + row as f32 * (height - 6.0) / rows.max(1) as f32;
                paint(
                    canvas,
                    &Outline::rectangle(x - 1.8, y, x + 1.8, y + 5.5),
                    Paint { relief: 0.0, ..Paint::plain(pane) },
                    Region::Building,
                );
            }
        }
    }

    fn beach(&self, canvas: &mut Canvas, random: &mut Random) {
        let sky = random.pick(&[(0x79BDE6, 0xE3F1F3), (0x8FC7EA, 0xFBE9D0), (0xA9C4DC, 0xF7D9C4)]);
        self.sky(canvas, Shade::new(Colour::Blue, sky.0), Shade::new(Colour::Blue, sky.1), false);
        self.sun_and_clouds(canvas, random);
        let water = Shade::new(Colour::Blue, random.pick(&[0x4C9DBB, 0x5AAFC4, 0x3F87B0, 0x6BB3B5]));
        let sea = Paint {
            relief: 0.0,
            ..Paint::textured(Texture::Ripples, water, water.mixed(Shade::new(Colour::White, 0xFFFFFF), 0.45), 7.0, random.seed())
        };
        paint(canvas, &Outline::rectangle(0.0, self.horizon, SIDE, SIDE), sea, Region::Water);
        let foam = wave(random, self.shore - 2.5, 2.5);
        paint(canvas, &foam, Paint::plain(Shade::new(Colour::White, 0xF3F7F4)).flat(), Region::Water);
        let sand = Shade::new(Colour::Yellow, random.pick(&[0xE6D3A3, 0xEAD9B5, 0xDDC394]));
        let paint_sand = Paint { relief: 0.0, ..Paint::textured(Texture::Grain, sand, sand.lit(0.86), 6.0, random.seed()) };
        paint(canvas, &wave(random, self.shore, 2.5), paint_sand, Region::Sand);
    }

    fn snow(&self, canvas: &mut Canvas, random: &mut Random) {
        let sky = random.pick(&[(0xA9C3DA, 0xE9EEF2), (0xBFCBD6, 0xF0EEF0), (0x9FB8D8, 0xF5E3DE)]);
        self.sky(canvas, Shade::new(Colour::Blue, sky.0), Shade::new(Colour::White, sky.1), false);
        for (range, lift) in [26.0, 12.0].into_iter().enumerate() {
            let shade = Shade::new(Colour::White, [0xC6D3E0, 0xD9E3EB][range]);
            self.hills(canvas, random, lift, shade);
        }
        for _ in 0..random.count(0, 7) {
            let (x, height) = (random.between(0.0, SIDE), random.between(7.0, 15.0));
            let foot = self.horizon + random.between(0.0, 3.0);
            let outline = Outline::polygon(&[[x - height * 0.3, foot], [x + height * 0.3, foot], [x, foot - height]]);
            let shade = Shade::new(Colour::Green, 0x6F8F86).mixed(Shade::new(Colour::White, 0xE9EEF2), random.between(0.2, 0.5));
            paint(canvas, &outline, Paint { relief: 0.4, ..Paint::plain(shade) }, Region::Hill);
        }
        let white = Shade::new(Colour::White, random.pick(&[0xEDF2F6, 0xE6EDF4, 0xF2F1F1]));
        let ground =
            Paint::textured(Texture::Grain, white, white.lit(0.9).mixed(Shade::new(Colour::Blue, 0xBBD0E4), 0.3), 14.0, 0);
        self.ground(canvas, random, Region::Snow, ground);
    }

    fn night(&self, canvas: &mut Canvas, random: &mut Random) {
        let sky = random.pick(&[(0x1B2547, 0x46527F), (0x20294A, 0x6A5B86), (0x16283F, 0x3D6077)]);
        let shine = |hex: u32, name: Colour| Paint { glows: true, relief: 0.0, ..Paint::plain(Shade::new(name, hex)) };
        self.sky(canvas, Shade::new(Colour::Blue, sky.0), Shade::new(Colour::Blue, sky.1), true);
        for _ in 0..random.count(12, 40) {
            let at = [random.between(0.0, SIDE), random.between(0.0, self.horizon * 0.9)];
            paint(canvas, &Outline::circle(at, random.between(0.35, 0.75)), shine(0xF3F0DA, Colour::White), Region::Star);
        }
        if random.chance(0.7) {
            let (at, size) = ([random.between(12.0, 116.0), random.between(10.0, 30.0)], random.between(5.0, 8.5));
            paint(canvas, &Outline::circle(at, size), shine(0xF4EBC8, Colour::Yellow), Region::Moon);
        }
        let green = Shade::new(Colour::Green, random.pick(&[0x40584F, 0x465866, 0x4D574A]));
        self.hills(canvas, random, 20.0, green.mixed(Shade::new(Colour::Blue, sky.1), 0.45));
        self.hills(canvas, random, 9.0, green.mixed(Shade::new(Colour::Blue, sky.1), 0.2));
        let grass = Shade::new(Colour::Green, random.pick(&[0x57754F, 0x5F735D, 0x527064]));
        let ground = Paint::textured(Texture::Grass, grass, grass.lit(0.78), 7.0, 0);
        self.ground(canvas, random, Region::Grass, ground);
    }

    fn room(&self, canvas: &mut Canvas, random: &mut Random) {
        let wall = Shade::of(
            random,
            &[Colour::White, Colour::Yellow, Colour::Blue, Colour::Green, Colour::Pink, Colour::Grey, Colour::Orange],
        );
        let wall = wall.mixed(Shade::new(Colour::White, 0xF2ECE2), random.between(0.55, 0.75));
        let texture =
            random.pick(&[Texture::Plain, Texture::Stripes, Texture::Dots, Texture::Plain, Texture::Zigzag, Texture::Checks]);
        let paper =
            Paint { relief: 0.2, ..Paint::textured(texture, wall, wall.lit(0.93), random.between(9.0, 16.0), random.seed()) };
        paint(canvas, &Outline::rectangle(0.0, 0.0, SIDE, self.horizon), paper, Region::Wall);
        if random.chance(0.6) {
            let (width, height) = (random.between(16.0, 30.0), random.between(14.0, 24.0));
            let (left, top) = (random.between(4.0, SIDE - 36.0), random.between(5.0, 22.0));
            let frame = Shade::of(random, &[Colour::Brown, Colour::Black, Colour::White, Colour::Yellow]);
            paint(
                canvas,
                &Outline::rectangle(left - 1.8, top - 1.8, left + width + 1.8, top + height + 1.8),
                Paint::plain(frame),
                Region::Picture,
            );
            let (far, near) = (Shade::any(random), Shade::any(random));
            paint(
                canvas,
                &Outline::rectangle(left, top, left + width, top + height),
                Paint::plain(far.mixed(wall, 0.5)).flat(),
                Region::Picture,
            );
            let level = top + height * random.between(0.45, 0.75);
            paint(
                canvas,
                &Outline::rectangle(left, level, left + width, top + height),
                Paint::plain(near.mixed(wall, 0.5)).flat(),
                Region::Picture,
            );
        }
        let wood =
            Shade::of(random, &[Colour::Brown, Colour::Brown, Colour::Grey, Colour::White, Colour::Orange]).mixed(wall, 0.25);
        let texture = random.pick(&[Texture::Wood, Texture::Wood, Texture::Checks, Texture::Plain]);
        let ground = Paint::textured(texture, wood, wood.lit(0.84), 9.0, 0);
        self.ground(canvas, random, Region::Floor, ground);
        paint(
            canvas,
            &Outline::rectangle(0.0, self.horizon - 2.6, SIDE, self.horizon),
            Paint::plain(wall.lit(1.08)),
            Region::Wall,
        );
    }

    fn desert(&self, canvas: &mut Canvas, random: &mut Random) {
        let sky = random.pick(&[(0x8EC3E0, 0xF7E3C4), (0xE9B98A, 0xF9E6C8), (0xB9C9D9, 0xF3D2B0)]);
        self.sky(canvas, Shade::new(Colour::Blue, sky.0), Shade::new(Colour::Yellow, sky.1), false);
        self.sun_and_clouds(canvas, random);
        let rock = Shade::new(Colour::Orange, random.pick(&[0xCB8C66, 0xC27B5B, 0xB98A70]))
            .mixed(Shade::new(Colour::Yellow, sky.1), 0.35);
        for _ in 0..random.count(0, 3) {
            let (x, width, height) = (random.between(0.0, SIDE), random.between(10.0, 26.0), random.between(8.0, 24.0));
            let (foot, top) = (self.horizon + 2.0, self.horizon - height);
            let outline =
                Outline::polygon(&[[x - width, foot], [x - width * 0.62, top], [x + width * 0.55, top + 1.5], [x + width, foot]]);
            let layers =
                Paint { turn: [0.0, 1.0], relief: 0.5, ..Paint::textured(Texture::Stripes, rock, rock.lit(0.92), 7.0, 1) };
            paint(canvas, &outline, layers, Region::Hill);
        }
        let sand = Shade::new(Colour::Orange, random.pick(&[0xE3B778, 0xE8C48F, 0xD9A66C]));
        self.hills(canvas, random, 7.0, sand.lit(0.93));
        let ground = Paint::textured(Texture::Ripples, sand, sand.lit(0.93), 12.0, 0);
        self.ground(canvas, random, Region::Sand, ground);
    }

    /// The sky in bands that are too fine to be seen.
    fn sky(&self, canvas: &mut Canvas, top: Shade, bottom: Shade, glows: bool) {
        let bands = 32;
        let height = (self.horizon + 1.0) / bands as f32;
        for band in 0..bands {
            let shade = top.mixed(bottom, band as f32 / (bands - 1) as f32);
            // A little into the next one, so that nothing shows between them.
            let outline = Outline::rectangle(0.0, band as f32 * height, SIDE, (band + 1) as f32 * height + 2.0);
            paint(canvas, &outline, Paint { glows, relief: 0.0, ..Paint::plain(shade) }, Region::Sky);
        }
    }

    fn sun_and_clouds(&self, canvas: &mut Canvas, random: &mut Random) {
        if random.chance(0.35) {
            let at = [random.between(8.0, 120.0), random.between(7.0, self.horizon * 0.5)];
            let shade = Shade::new(Colour::Yellow, random.pick(&[0xFFF3C9, 0xFFE9A8, 0xFFDFA0]));
            paint(
                canvas,
                &Outline::circle(at, random.between(4.5, 8.0)),
                Paint { glows: true, ..Paint::plain(shade).flat() },
                Region::Sun,
            );
        }
        for _ in 0..random.below(4) {
            let (x, y) = (random.between(0.0, SIDE), random.between(6.0, self.horizon * 0.7));
            let size = random.between(4.0, 8.0);
            let mut cloud = Outline::ellipse([x, y], [size * 2.2, size * 0.5]);
            for puff in 0..3 {
                let centre = [x + (puff as f32 - 1.0) * size * 0.95, y - size * random.between(0.2, 0.5)];
                cloud = cloud.and(Outline::circle(centre, size * random.between(0.55, 0.85)));
            }
            paint(
                canvas,
                &cloud,
                Paint { opacity: 0.85, relief: 0.35, ..Paint::plain(Shade::new(Colour::White, 0xFBFAF7)) },
                Region::Cloud,
            );
        }
    }

    /// A line of hills that rises up to `lift` units above the horizon.
    fn hills(&self, canvas: &mut Canvas, random: &mut Random, lift: f32, shade: Shade) {
        let mut points = vec![[-20.0, SIDE], [-20.0, self.horizon]];
        let mut x = -12.0;
        while x < SIDE + 12.0 {
            points.push([x, self.horizon - lift * random.between(0.15, 1.0)]);
            x += random.between(16.0, 34.0);
        }
        points.extend([[SIDE + 20.0, self.horizon], [SIDE + 20.0, SIDE]]);
        paint(canvas, &Outline::smooth(&points), Paint { relief: 0.3, ..Paint::plain(shade) }, Region::Hill);
    }

    /// The ground, a little uneven at the horizon outside of rooms and streets.
    fn ground(&self, canvas: &mut Canvas, random: &mut Random, region: Region, ground: Paint) {
        let swing = if matches!(region, Region::Floor | Region::Pavement) { 0.0 } else { 2.0 };
        let outline = wave(random, self.horizon, swing);
        paint(canvas, &outline, Paint { seed: random.seed(), relief: 0.0, ..ground }, region);
    }
}

/// Paints a thing of the scene, in picture space.
fn paint(canvas: &mut Canvas, outline: &Outline, paint: Paint, region: Region) {
    canvas.paint(outline, &AS_IT_IS, &paint, Label { scene: region.value(), ..Label::default() });
}

/// All below a wavy line.
fn wave(random: &mut Random, y: f32, swing: f32) -> Outline {
    let mut points = vec![[-30.0, SIDE + 60.0], [-30.0, y]];
    points.extend((0..5).map(|step| [step as f32 * 32.0, y + random.near(0.0, swing)]));
    points.extend([[SIDE + 30.0, y], [SIDE + 30.0, SIDE + 60.0]]);
    if swing > 0.0 { Outline::smooth(&points) } else { Outline::polygon(&points) }
}
