//! A picture in the making: layers laid one over the other with soft shading, and beside each pixel what it shows.
//!
//! Places are given in units of 1/128 of the picture's side, so that one plan can be drawn at any size.

use super::{
    coverage::Coverage,
    geometry::{Outline, Point, Transform},
    names::{Part, Texture},
    noise,
    palette::{Shade, mix},
    texture::pattern,
};

/// Units along a side of a picture.
pub(super) const SIDE: f32 = 128.0;

/// What covers an area.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    pub first: Shade,
    /// The pattern's second colour.
    pub second: Shade,
    pub texture: Texture,
    /// Length of the pattern's period in the outline's own units.
    pub period: f32,
    /// How far the pattern is turned: cosine and sine.
    pub turn: Point,
    pub seed: u32,
    /// How round the surface looks, 0 (flat) to 1.
    pub relief: f32,
    /// Whether it shines by itself, whatever the light.
    pub glows: bool,
    /// 1 where nothing shines through.
    pub opacity: f32,
}

impl Paint {
    /// One colour.
    pub fn plain(shade: Shade) -> Self {
        let turn = [1.0, 0.0];
        Self {
            first: shade,
            second: shade,
            texture: Texture::Plain,
            period: 0.2,
            turn,
            seed: 1,
            relief: 0.6,
            glows: false,
            opacity: 1.0,
        }
    }

    /// A pattern of two colours.
    pub fn textured(texture: Texture, first: Shade, second: Shade, period: f32, seed: u32) -> Self {
        Self { texture, second, period, seed, ..Self::plain(first) }
    }

    /// The same without relief.
    pub fn flat(self) -> Self {
        Self { relief: 0.0, ..self }
    }
}

/// An area of an object, in the object's own space.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    pub outline: Outline,
    pub paint: Paint,
    pub part: Part,
}

/// The kinds of masks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mask {
    /// The class of the object.
    Class,
    /// Which of the picture's objects, counted from 1.
    Object,
    /// The object's part.
    Part,
    /// The pattern of the surface, of objects and of the scene.
    Texture,
    /// The colour that the surface was painted in, before light and shadow.
    Colour,
    /// What it is if it is no object.
    Scene,
    /// The planted cue of the shortcut.
    Cue,
}

impl Mask {
    /// All kinds.
    pub const ALL: [Self; 7] = [Self::Class, Self::Object, Self::Part, Self::Texture, Self::Colour, Self::Scene, Self::Cue];

    /// The word for it, also its file's ending.
    pub fn name(self) -> &'static str {
        ["class", "object", "part", "texture", "colour", "scene", "cue"][self as usize]
    }
}

/// A mask of each kind, by `Mask as usize`.
pub(super) type Masks = [Vec<u8>; 7];

/// What a pixel shows: the value of each mask; texture and colour come from the paint.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Label {
    pub class: u8,
    pub object: u8,
    pub part: u8,
    pub scene: u8,
    pub cue: u8,
}

/// Light that falls on everything.
#[derive(Clone, Copy, Debug)]
pub(super) struct Light {
    /// From where it comes, in picture space (y down), of length 1.
    pub from: Point,
    /// What colours are multiplied by.
    pub colour: [f32; 3],
}

/// The picture so far.
#[derive(Clone, Debug)]
pub(super) struct Canvas {
    /// Pixels along a side.
    pub size: usize,
    pub pixels: Vec<[f32; 3]>,
    /// Which object a pixel shows, 0 for none.
    pub objects: Vec<u8>,
    /// All masks; empty if they are not wanted.
    pub masks: Masks,
    pub light: Light,
}

impl Canvas {
    /// Black, `size` pixels high and wide.
    pub fn new(size: usize, annotated: bool, light: Light) -> Self {
        let area = size * size;
        let masks = std::array::from_fn(|_| vec![0; if annotated { area } else { 0 }]);
        Self { size, pixels: vec![[0.0; 3]; area], objects: vec![0; area], masks, light }
    }

    /// Pixels in a unit.
    pub fn scale(&self) -> f32 {
        self.size as f32 / SIDE
    }

    /// What an outline covers, with `margin` pixels around it.
    pub fn coverage(&self, outline: &Outline, place: &Transform, margin: usize) -> Coverage {
        let scale = self.scale();
        let to_pixel = |&point: &Point| place.apply(point).map(|along| along * scale);
        let contours: Vec<Vec<Point>> = outline.contours.iter().map(|contour| contour.iter().map(to_pixel).collect()).collect();
        Coverage::of(&contours, [self.size; 2], margin)
    }

    /// Paints an area. `place` maps the outline's own space to picture space.
    pub fn paint(&mut self, outline: &Outline, place: &Transform, paint: &Paint, label: Label) {
        let coverage = self.coverage(outline, place, 0);
        self.paint_covered(&coverage, place, paint, label);
    }

    /// Paints what is covered.
    pub fn paint_covered(&mut self, coverage: &Coverage, place: &Transform, paint: &Paint, label: Label) {
        if coverage.shares.is_empty() {
            return;
        }
        let scale = self.scale();
        let back = place.inverse();
        let half = [coverage.width, coverage.height].map(|side| 0.5 * side as f32);
        // Rounding is seen at the rim: the difference of the smoothed area a little towards and away from the light.
        let reach = (0.16 * half[0].min(half[1])).clamp(0.7 * scale, 3.0 * scale);
        let smooth = if paint.relief > 0.0 { coverage.blurred((reach + 0.5) as usize) } else { Coverage::default() };
        let step = self.light.from.map(|along| (along * (reach + 1.0) + 100.5) as isize - 100);
        let light = if paint.glows { [1.0; 3] } else { self.light.colour };
        for row in 0..coverage.height {
            for column in 0..coverage.width {
                let share = coverage.shares[row * coverage.width + column];
                if share < 0.004 {
                    continue;
                }
                let pixel = [(coverage.left + column) as f32 + 0.5, (coverage.top + row) as f32 + 0.5];
                let (second, mut brightness) = surface(paint, &back, pixel, scale);
                if paint.relief > 0.0 {
                    let (x, y) = (column as isize, row as isize);
                    let rim = smooth.at(x - step[0], y - step[1]) - smooth.at(x + step[0], y + step[1]);
                    let towards = (column as f32 + 0.5 - half[0]) / half[0] * self.light.from[0]
                        + (row as f32 + 0.5 - half[1]) / half[1] * self.light.from[1];
                    brightness *= 1.0 + paint.relief * (0.34 * rim + 0.13 * towards);
                }
                let colour = mix(paint.first.rgb, paint.second.rgb, second);
                let at = (coverage.top + row) * self.size + coverage.left + column;
                let lit = [0, 1, 2].map(|channel| colour[channel] * brightness * light[channel]);
                self.pixels[at] = mix(self.pixels[at], lit, share * paint.opacity);
                if share * paint.opacity >= 0.5 {
                    self.mark(at, label, paint, second);
                }
            }
        }
    }

    fn mark(&mut self, at: usize, label: Label, paint: &Paint, second: f32) {
        self.objects[at] = label.object;
        let colour = if second > 0.5 { paint.second.name } else { paint.first.name };
        let values = [label.class, label.object, label.part, paint.texture.value(), colour.value(), label.scene, label.cue];
        for (mask, value) in self.masks.iter_mut().zip(values) {
            if let Some(known) = mask.get_mut(at) {
                *known = value;
            }
        }
    }

    /// Darkens what is covered by a share of its light; what is nearer to the top than `horizon` (units) stays.
    pub fn shade(&mut self, coverage: &Coverage, strength: f32, horizon: f32) {
        let scale = self.scale();
        for row in 0..coverage.height {
            let y = (coverage.top + row) as f32;
            let fade = ((y - horizon * scale) / (2.0 * scale)).clamp(0.0, 1.0);
            for column in 0..coverage.width {
                let share = coverage.shares[row * coverage.width + column] * strength * fade;
                let at = (coverage.top + row) * self.size + coverage.left + column;
                // Shadows are a little blue: the sky still lights them.
                let kept = [1.0 - share, 1.0 - 0.95 * share, 1.0 - 0.82 * share];
                self.pixels[at] = [0, 1, 2].map(|channel| self.pixels[at][channel] * kept[channel]);
            }
        }
    }

    /// Softens (a share of 0 to 1 of a 3 x 3 mean), dims the corners, adds grain, and rounds to bytes.
    pub fn finish(&self, softness: f32, grain: f32, seed: u32) -> Vec<u8> {
        let size = self.size;
        let mut bytes = Vec::with_capacity(3 * size * size);
        for y in 0..size {
            let rows = [y.saturating_sub(1), y, (y + 1).min(size - 1)];
            for x in 0..size {
                let columns = [x.saturating_sub(1), x, (x + 1).min(size - 1)];
                let centre = self.pixels[y * size + x];
                let [dx, dy] = [x, y].map(|at| (at as f32 + 0.5) / size as f32 - 0.5);
                let corner = 1.0 - 0.28 * (dx * dx + dy * dy) * (dx * dx + dy * dy) * 4.0;
                let speck =
                    grain * (noise::hash(x as i32, y as i32, seed) + noise::hash(x as i32, y as i32, seed ^ 0xABCD) - 1.0);
                for (channel, sharp) in centre.into_iter().enumerate() {
                    let mut mean = 0.0;
                    for row in rows {
                        for column in columns {
                            mean += self.pixels[row * size + column][channel];
                        }
                    }
                    let value = sharp + (mean / 9.0 - sharp) * softness;
                    bytes.push(((value * corner + speck) * 255.0 + 0.5).clamp(0.0, 255.0) as u8);
                }
            }
        }
        bytes
    }
}

/// The pattern of a paint under a pixel: the second colour's share and the brightness.
fn surface(paint: &Paint, back: &Transform, pixel: Point, scale: f32) -> (f32, f32) {
    if matches!(paint.texture, Texture::Plain) {
        return (0.0, 1.0);
    }
    let on = |dx: f32| {
        let [x, y] = back.apply([(pixel[0] + dx) / scale, pixel[1] / scale]);
        let [cosine, sine] = paint.turn;
        [(x * cosine + y * sine) / paint.period, (y * cosine - x * sine) / paint.period]
    };
    let ([u, v], [beside_u, beside_v]) = (on(0.0), on(1.0));
    let (du, dv) = (beside_u - u, beside_v - v);
    let found = pattern(paint.texture, u, v, (du * du + dv * dv).sqrt(), paint.seed);
    (found.second, found.brightness)
}
