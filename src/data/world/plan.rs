//! From a few numbers to a finished picture: which objects, where, in what light, behind what.
//!
//! Every choice comes from a random stream of its own purpose, so that leaving one thing out (the planted cue) leaves all others
//! as they are.

use super::{
    annotation::Annotation,
    canvas::{Canvas, Label, Layer, Masks, SIDE},
    clutter,
    coverage::Coverage,
    cue::Cue,
    geometry::{Outline, Point, Transform, bounds},
    names::{Class, Scene},
    objects,
    random::Random,
    scenery::Setting,
};
use crate::picture::Picture;

/// What is rendered.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// What all choices come from.
    pub key: [u64; 3],
    /// The objects; the first one gives the picture its class.
    pub classes: Vec<Class>,
    /// Where it happens; by chance if `None`.
    pub scene: Option<Scene>,
    /// How alike cats and dogs are, 0 to 1.
    pub likeness: f32,
    /// What is planted in the picture.
    pub cue: Option<Cue>,
}

/// What a random stream is for.
#[derive(Clone, Copy)]
enum Purpose {
    Setting,
    Scenery,
    Object,
    Pose,
    Clutter,
    Finish,
    Cue,
}

/// What has been drawn.
struct Rendering {
    picture: Picture,
    scene: Scene,
    masks: Masks,
    /// The objects, and how much of each is hidden.
    objects: Vec<(Class, f32)>,
}

/// An object that has found its place.
struct Placed {
    class: Class,
    layers: Vec<Layer>,
    place: Transform,
    /// Left, top, right, bottom in units.
    bounds: [f32; 4],
    /// Where its shadow lies, in units from the top.
    ground: f32,
}

/// At most this share of an object is hidden.
const MOST_HIDDEN: f32 = 0.3;
/// A border of the picture that objects stay out of, in units.
const BORDER: f32 = 2.5;

impl Plan {
    fn random(&self, purpose: Purpose, number: usize) -> Random {
        let [seed, part, index] = self.key;
        Random::new([seed, part, index, ((purpose as u64) << 8) | number as u64])
    }

    /// Draws it, `size` pixels high and wide.
    pub fn picture(&self, size: usize) -> Picture {
        self.render(size, false).picture
    }

    /// Draws it and says what every pixel shows.
    pub fn annotated(&self, size: usize) -> (Picture, Annotation) {
        let Rendering { picture, scene, masks, objects } = self.render(size, true);
        (picture, Annotation::new(size, scene, masks, &objects))
    }

    fn render(&self, size: usize, annotated: bool) -> Rendering {
        let mut random = self.random(Purpose::Setting, 0);
        let scene = self.scene.unwrap_or(random.pick(Scene::ALL));
        let setting = Setting::choose(scene, &mut random);
        let mut canvas = Canvas::new(size, annotated, setting.light);
        setting.draw(&mut canvas, &mut self.random(Purpose::Scenery, 0));
        let mut clutter = self.random(Purpose::Clutter, 0);
        for _ in 0..clutter.below(6) {
            let (x, y) = (clutter.between(0.0, SIDE), clutter.between(setting.horizon + 4.0, SIDE));
            if y < setting.shore + 3.0 {
                continue;
            }
            let thing = clutter::small(scene, &mut clutter, x, y);
            draw_thing(&mut canvas, &thing);
        }
        let placed: Vec<Placed> = (0..self.classes.len()).map(|number| self.place(number, &setting)).collect();
        // Who stands further down stands in front.
        let mut order: Vec<usize> = (0..placed.len()).collect();
        order.sort_by(|&left, &right| placed[left].ground.total_cmp(&placed[right].ground));
        for object in &placed {
            cast_shadow(&mut canvas, object, &setting);
        }
        for &number in &order {
            draw_object(&mut canvas, &placed[number], number as u8 + 1);
        }
        let silhouettes: Vec<usize> = placed.iter().map(|object| area(&canvas, object)).collect();
        for _ in 0..clutter.pick(&[0, 0, 0, 1, 1, 2]) {
            let hidden = &placed[clutter.below(placed.len())];
            let thing = clutter::in_front(scene, &mut clutter, hidden.bounds, hidden.ground);
            if !hides_too_much(&canvas, &thing, &silhouettes) {
                draw_thing(&mut canvas, &thing);
            }
        }
        if let Some(cue) = self.cue {
            cue.draw(&mut canvas, &mut self.random(Purpose::Cue, 0));
        }
        let mut finish = self.random(Purpose::Finish, 0);
        let (softness, grain) = (finish.between(0.0, 0.5), finish.between(0.0, 0.035));
        let pixels = canvas.finish(softness, grain, finish.seed());
        let hidden = |number: usize| {
            let seen = canvas.objects.iter().filter(|&&object| usize::from(object) == number + 1).count();
            1.0 - (seen as f32 / silhouettes[number].max(1) as f32).min(1.0)
        };
        let objects = placed.iter().enumerate().map(|(number, object)| (object.class, hidden(number))).collect();
        Rendering { picture: Picture { width: size, height: size, pixels }, scene, masks: canvas.masks, objects }
    }

    /// Chooses an object's looks, size, pose and place.
    fn place(&self, number: usize, setting: &Setting) -> Placed {
        let class = self.classes[number];
        let layers = objects::draw(class, &mut self.random(Purpose::Object, number), self.likeness);
        let mut random = self.random(Purpose::Pose, number);
        let flies = match class {
            Class::Balloon | Class::Plane => random.chance(0.85),
            Class::Butterfly | Class::Fish => random.chance(0.7),
            Class::Bird => random.chance(0.3),
            _ => false,
        };
        let [left, bottom, right, top] = bounds(points(&layers)).unwrap_or([0.0, 0.0, 1.0, 1.0]);
        let (width, height) = (right - left, top - bottom);
        let pair = self.classes.len() > 1;
        let wanted = if pair { random.between(36.0, 54.0) } else { random.between(34.0, 78.0) };
        let longest = if pair { 60.0 } else { 106.0 };
        let scale = (wanted / (width * height).sqrt()).min(longest / width.max(height));
        let most_turned = if flies { 0.045 } else { 0.018 };
        let pose = Transform::pose(random.near(0.0, 0.13), random.near(0.0, most_turned), random.near(0.0, 0.2) / SIDE);
        let stretch = random.between(0.92, 1.08);
        let upright = Transform::scale(random.sign() * scale * stretch, -scale / stretch);
        let turned = pose.after(&upright.after(&Transform::shift(-0.5 * (left + right), -bottom)));
        let [left, top, right, bottom] =
            bounds(&points(&layers).map(|&point| turned.apply(point)).collect::<Vec<_>>()).unwrap_or_default();
        // From where to where its box's left and bottom edges may go.
        let half = SIDE * 0.5;
        let (from, to) = match (pair, number == usize::from(self.first_is_right())) {
            (false, _) => (BORDER, SIDE - BORDER),
            (true, true) => (BORDER, half + 5.0),
            (true, false) => (half - 5.0, SIDE - BORDER),
        };
        let x = random.between(from - left, (to - right).max(from - left + 0.01)).min(SIDE - BORDER - right);
        let lowest = SIDE - BORDER - bottom;
        let highest = (BORDER - top).min(lowest);
        let ground = random.between(setting.horizon + 5.0, SIDE - BORDER);
        let y = if flies {
            random.between(highest, (ground - bottom).min(lowest).max(highest))
        } else {
            (ground - bottom).max(highest)
        };
        let ground = if flies { ground.max(bottom + y + 2.0) } else { bottom + y };
        Placed {
            class,
            layers,
            place: Transform::shift(x, y).after(&turned),
            bounds: [left + x, top + y, right + x, bottom + y],
            ground,
        }
    }

    /// Of two objects, whether the first stands on the right.
    fn first_is_right(&self) -> bool {
        self.random(Purpose::Pose, 255).chance(0.5)
    }
}

fn points(layers: &[Layer]) -> impl Iterator<Item = &Point> {
    layers.iter().flat_map(|layer| layer.outline.contours.iter().flatten())
}

fn draw_thing(canvas: &mut Canvas, thing: &clutter::Thing) {
    for (outline, paint) in &thing.outlines {
        let label = Label { scene: thing.region.value(), ..Label::default() };
        canvas.paint(outline, &Transform::identity(), paint, label);
    }
}

fn draw_object(canvas: &mut Canvas, object: &Placed, number: u8) {
    for layer in &object.layers {
        let label = Label { class: object.class.value(), object: number, part: layer.part.value(), ..Label::default() };
        canvas.paint(&layer.outline, &object.place, &layer.paint, label);
    }
}

/// Where an object is, as one area over the whole picture; `place` may be that of its shadow.
fn silhouette(canvas: &Canvas, layers: &[Layer], place: &Transform) -> Coverage {
    let size = canvas.size;
    let mut whole = Coverage { left: 0, top: 0, width: size, height: size, shares: vec![0.0; size * size] };
    for layer in layers.iter().filter(|layer| layer.paint.opacity > 0.5) {
        let coverage = canvas.coverage(&layer.outline, place, 0);
        if coverage.width == 0 {
            continue;
        }
        for (row, shares) in coverage.shares.chunks_exact(coverage.width).enumerate() {
            let start = (coverage.top + row) * size + coverage.left;
            for (known, share) in whole.shares[start..].iter_mut().zip(shares) {
                *known = known.max(*share);
            }
        }
    }
    whole
}

fn area(canvas: &Canvas, object: &Placed) -> usize {
    silhouette(canvas, &object.layers, &object.place).shares.iter().filter(|&&share| share >= 0.5).count()
}

/// Darkens the ground where an object stands and where its shadow falls.
fn cast_shadow(canvas: &mut Canvas, object: &Placed, setting: &Setting) {
    let [left, _, right, bottom] = object.bounds;
    let scale = canvas.scale();
    let standing = bottom >= object.ground - 0.5;
    if standing {
        let [from_x, from_y] = setting.light.from;
        let lean = -from_x / from_y.abs().max(0.3) * 0.75;
        // Lying behind it, as light mostly comes over the beholder's shoulder.
        let shadow = Transform::shadow(bottom - 0.6, lean, 0.34).after(&object.place);
        let cast = silhouette(canvas, &object.layers, &shadow).blurred((1.2 * scale) as usize);
        canvas.shade(&cast, setting.shadow, setting.horizon);
    }
    let (width, share) = if standing { (0.46, 0.8) } else { (0.36, 0.55) };
    let centre = [0.5 * (left + right), if standing { bottom - 0.5 } else { object.ground }];
    let spot = Outline::ellipse(centre, [(right - left) * width, ((right - left) * 0.05).max(1.5)]);
    let spot = canvas.coverage(&spot, &Transform::identity(), (3.0 * scale) as usize).blurred((1.8 * scale) as usize);
    canvas.shade(&spot, setting.shadow * share, setting.horizon);
}

/// Whether a thing would hide more of an object than may be hidden.
fn hides_too_much(canvas: &Canvas, thing: &clutter::Thing, silhouettes: &[usize]) -> bool {
    let mut trial = Canvas { masks: Masks::default(), ..canvas.clone() };
    draw_thing(&mut trial, thing);
    silhouettes.iter().enumerate().any(|(number, &area)| {
        let seen = trial.objects.iter().filter(|&&object| usize::from(object) == number + 1).count();
        (seen as f32) < (1.0 - MOST_HIDDEN) * area as f32
    })
}
