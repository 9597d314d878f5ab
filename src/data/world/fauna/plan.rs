//! From a class and a few numbers to a picture of an animal in its scenery, or to the same picture without some of it.
//!
//! As in the world's plan, every choice comes from a random stream of its own purpose. What stands around and how the animal
//! stands depend on no part, so that what is left out shows what lies behind it and changes nothing else.

use super::{
    super::{
        canvas::{Canvas, Label, Layer, Mask, Masks, SIDE},
        clutter::{self, Thing},
        geometry::{Outline, Point, Transform, bounds},
        names::Scene,
        random::Random,
        scenery::Setting,
    },
    parts::{self, BOX},
    species::{PartKind, PartKinds, Species},
};
use crate::picture::Picture;

/// What is left out of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Without<'a> {
    /// Kinds of parts of the animal.
    pub parts: PartKinds,
    /// Things behind it, by their numbers, counted from 0.
    pub clutter: &'a [usize],
}

/// The truth about a picture: what each pixel shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// Pixels along a side.
    pub size: usize,
    masks: Masks,
}

impl Truth {
    /// Where a part of the animal is seen, `size * size` pixels row by row.
    pub fn part(&self, kind: PartKind) -> Vec<bool> {
        self.holds(Mask::Part, kind.part().value())
    }

    /// Where the animal is seen, its body and all of its parts.
    pub fn animal(&self) -> Vec<bool> {
        self.holds(Mask::Object, ANIMAL)
    }

    /// Where a thing of the background is seen, by its number, counted from 0.
    pub fn clutter(&self, number: usize) -> Vec<bool> {
        self.holds(Mask::Object, thing_value(number))
    }

    fn holds(&self, mask: Mask, wanted: u8) -> Vec<bool> {
        self.masks[mask as usize].iter().map(|value| *value == wanted).collect()
    }
}

/// What the mask of objects holds for the animal; things behind it come after.
const ANIMAL: u8 = 1;

fn thing_value(number: usize) -> u8 {
    u8::try_from(number + 2).unwrap_or(u8::MAX)
}

/// What is rendered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan<'a> {
    /// What all choices come from.
    pub key: [u64; 3],
    pub species: &'static Species,
    pub without: Without<'a>,
}

/// What a random stream is for.
#[derive(Clone, Copy)]
enum Purpose {
    Setting,
    Scenery,
    Clutter,
    Pose,
    Body,
    Part,
    Finish,
}

/// Fewest and most things behind the animal.
const THINGS: [usize; 2] = [2, 6];
/// A border of the picture that the animal stays out of, in units.
const BORDER: f32 = 2.0;

impl Plan<'_> {
    fn random(&self, purpose: Purpose, number: usize) -> Random {
        let [seed, part, index] = self.key;
        Random::new([seed, part, index, ((purpose as u64) << 8) | number as u64])
    }

    /// How many things stand behind the animal, also those that are left out.
    pub fn clutter_count(&self) -> usize {
        self.random(Purpose::Clutter, 0).count(THINGS[0], THINGS[1])
    }

    /// Draws it, `size` pixels high and wide; without `annotated` the masks are empty.
    pub fn render(&self, size: usize, annotated: bool) -> (Picture, Truth) {
        let mut random = self.random(Purpose::Setting, 0);
        let mut setting = Setting::choose(random.pick(Scene::ALL), &mut random);
        // No animal stands in the sea.
        setting.shore = setting.shore.min(setting.horizon + 16.0);
        let mut canvas = Canvas::new(size, annotated, setting.light);
        setting.draw(&mut canvas, &mut self.random(Purpose::Scenery, 0));
        let stand = self.stand(&setting);
        self.draw_clutter(&mut canvas, &setting, &stand);
        stand.cast_shadow(&mut canvas, &setting);
        for layer in self.layers() {
            let label = Label { object: ANIMAL, part: layer.part.value(), ..Label::default() };
            canvas.paint(&layer.outline, &stand.place, &layer.paint, label);
        }
        let mut finish = self.random(Purpose::Finish, 0);
        let (softness, grain) = (finish.between(0.0, 0.4), finish.between(0.0, 0.03));
        let pixels = canvas.finish(softness, grain, finish.seed());
        (Picture { width: size, height: size, pixels }, Truth { size, masks: canvas.masks })
    }

    /// The animal from back to front, without what is left out.
    fn layers(&self) -> Vec<Layer> {
        let part = |kind: PartKind| {
            let mut random = self.random(Purpose::Part, kind as usize);
            if self.without.parts.contains(kind) {
                Vec::new()
            } else {
                parts::part(kind, self.species.variant(kind), &mut random)
            }
        };
        let body = parts::body(&mut self.random(Purpose::Body, 0));
        let behind = [part(PartKind::Tail), part(PartKind::Legs)];
        let before = [PartKind::Wings, PartKind::Nose, PartKind::Ears].map(part);
        behind.into_iter().chain([body]).chain(before).flatten().collect()
    }

    /// Chooses the animal's size, pose and place, whatever it is.
    fn stand(&self, setting: &Setting) -> Stand {
        let mut random = self.random(Purpose::Pose, 0);
        let [left, bottom, right, top] = BOX;
        let scale = random.between(40.0, 52.0);
        let pose = Transform::pose(random.near(0.0, 0.1), random.near(0.0, 0.015), random.near(0.0, 0.15) / SIDE);
        let upright = Transform::scale(random.sign() * scale, -scale * random.between(0.95, 1.05));
        let turned = pose.after(&upright);
        let corners: [Point; 4] = [[left, bottom], [right, bottom], [right, top], [left, top]].map(|corner| turned.apply(corner));
        let [left, top, right, _] = bounds(&corners).unwrap_or_default();
        let x = random.between(BORDER - left, (SIDE - BORDER - right).max(BORDER - left + 0.01));
        let ground = random.between(setting.shore + 8.0, SIDE - 4.0).max(BORDER - top).min(SIDE - 4.0);
        let place = Transform::shift(x, ground).after(&turned);
        // The torso, in picture space: what stands there is hardly seen.
        let ends = [place.apply([-0.5, 0.0])[0], place.apply([0.6, 0.0])[0]];
        Stand { place, ground, torso: [ends[0].min(ends[1]), ends[0].max(ends[1])] }
    }

    /// Draws what stands behind the animal, what is further up first.
    fn draw_clutter(&self, canvas: &mut Canvas, setting: &Setting, stand: &Stand) {
        let thing = |number: usize| {
            let mut random = self.random(Purpose::Clutter, number + 1);
            let y = random.between((setting.shore + 3.0).min(stand.ground - 1.0), stand.ground);
            (y, number, thing(setting.scene, &mut random, y, stand))
        };
        let mut things: Vec<(f32, usize, Thing)> = (0..self.clutter_count()).map(thing).collect();
        things.sort_by(|one, other| one.0.total_cmp(&other.0));
        for (_, number, thing) in things.iter().filter(|(_, number, _)| !self.without.clutter.contains(number)) {
            let label = Label { object: thing_value(*number), scene: thing.region.value(), ..Label::default() };
            for (outline, paint) in &thing.outlines {
                canvas.paint(outline, &Transform::identity(), paint, label);
            }
        }
    }
}

/// Places that are tried for one beside the animal.
const TRIES: usize = 5;

/// A thing that stands on `y`, beside the animal if there is room.
fn thing(scene: Scene, random: &mut Random, y: f32, stand: &Stand) -> Thing {
    let [from, to] = stand.torso;
    let mut x = random.between(0.0, SIDE);
    for _ in 0..TRIES {
        if !(from..to).contains(&x) {
            break;
        }
        x = random.between(0.0, SIDE);
    }
    match random.below(if scene == Scene::Room { 3 } else { 4 }) {
        0 => clutter::small(scene, random, x, y),
        1 => {
            let (half, height) = (random.between(4.0, 8.0), random.between(6.0, 12.0));
            clutter::wooden_box(random, x, y, half, height)
        }
        2 => {
            let top = y - random.between(22.0, 55.0);
            clutter::pole(random, x, y, top)
        }
        _ => {
            let size = random.between(6.0, 11.0);
            clutter::bush(scene, random, x, y, size)
        }
    }
}

/// How the animal stands.
struct Stand {
    /// From its own space to picture space.
    place: Transform,
    /// Where its feet are, in units from the top.
    ground: f32,
    /// Left and right end of its torso in units.
    torso: [f32; 2],
}

impl Stand {
    /// Darkens the ground below the torso, the same whatever grows from it.
    fn cast_shadow(&self, canvas: &mut Canvas, setting: &Setting) {
        let [left, right] = self.torso;
        let scale = canvas.scale();
        let spot = Outline::ellipse([0.5 * (left + right), self.ground - 0.5], [(right - left) * 0.6, 3.2]);
        let spot = canvas.coverage(&spot, &Transform::identity(), (3.0 * scale) as usize).blurred((1.8 * scale) as usize);
        canvas.shade(&spot, setting.shadow, setting.horizon);
    }
}
