//! What is drawn: twenty classes, each built of shared parts, every one different from the last.
//!
//! An object stands on y = 0 in a space of its own, y up, about 1 high, seen from its side and looking to the right.

use super::{
    canvas::{Layer, Paint},
    geometry::{Outline, direction},
    names::{Class, Colour, Part, Texture},
    palette::Shade,
    random::Random,
};

mod animals;
mod buildings;
mod craft;
mod insects;
mod parts;
mod plants;
mod vehicles;

/// An object in the making.
pub(super) struct Sketch<'a> {
    pub random: &'a mut Random,
    pub layers: Vec<Layer>,
    /// How much cats look like dogs and dogs like cats: 0 not at all, 1 hardly to be told apart.
    pub likeness: f32,
}

impl Sketch<'_> {
    fn add(&mut self, part: Part, outline: Outline, paint: Paint) {
        self.layers.push(Layer { outline, paint, part });
    }

    /// A part in one colour.
    fn plain(&mut self, part: Part, outline: Outline, shade: Shade) {
        self.add(part, outline, Paint::plain(shade));
    }

    /// A paint with one of these patterns, turned at random if the pattern has no up and down.
    fn surface(&mut self, first: Shade, textures: &[Texture], period: f32) -> Paint {
        let texture = self.random.pick(textures);
        let second = match texture {
            Texture::Wood | Texture::Scales | Texture::Tiles => first.lit(self.random.between(0.6, 0.78)),
            Texture::Bricks => Shade::new(Colour::Grey, 0xCFC6BA),
            _ => Shade::beside(
                self.random,
                first,
                &[Colour::White, first.name, Colour::Yellow, Colour::Black, Colour::Blue, Colour::Red],
            ),
        };
        let period = period * self.random.between(0.85, 1.25);
        let mut paint = Paint::textured(texture, first, second, period, self.random.seed());
        if matches!(texture, Texture::Stripes | Texture::Checks) {
            paint.turn = direction(self.random.pick(&[0.0, 0.0, 0.25, 0.25, 0.125, -0.125]));
        }
        paint
    }
}

/// Draws an object of a class. Its layers come from back to front.
pub(super) fn draw(class: Class, random: &mut Random, likeness: f32) -> Vec<Layer> {
    let mut sketch = Sketch { random, layers: Vec::new(), likeness };
    match class {
        Class::Balloon => craft::balloon(&mut sketch),
        Class::Bicycle => vehicles::bicycle(&mut sketch),
        Class::Bird => animals::bird(&mut sketch),
        Class::Bus => vehicles::bus(&mut sketch),
        Class::Butterfly => insects::butterfly(&mut sketch),
        Class::Cactus => plants::cactus(&mut sketch),
        Class::Car => vehicles::car(&mut sketch),
        Class::Cat => animals::four_legs(&mut sketch, false),
        Class::Cup => parts::cup(&mut sketch),
        Class::Dog => animals::four_legs(&mut sketch, true),
        Class::Fish => animals::fish(&mut sketch),
        Class::Flower => plants::flower(&mut sketch),
        Class::House => buildings::house(&mut sketch),
        Class::Lighthouse => buildings::lighthouse(&mut sketch),
        Class::Mushroom => plants::mushroom(&mut sketch),
        Class::Plane => craft::plane(&mut sketch),
        Class::Sailboat => craft::sailboat(&mut sketch),
        Class::Train => vehicles::train(&mut sketch),
        Class::Tree => plants::tree(&mut sketch),
        Class::Truck => vehicles::truck(&mut sketch),
    }
    sketch.layers
}
