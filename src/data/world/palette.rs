//! Colours that go together, by their names. Knows nothing of what is painted with them.

use super::{names::Colour, random::Random};

/// A colour and its name; red, green and blue from 0 to 1 as in a file (sRGB).
#[derive(Clone, Copy, Debug)]
pub(super) struct Shade {
    pub name: Colour,
    pub rgb: [f32; 3],
}

/// Shades that are used for objects and things around them.
const SHADES: [(Colour, u32); 33] = [
    (Colour::Black, 0x2B2D33),
    (Colour::Black, 0x33302E),
    (Colour::White, 0xF6F3EC),
    (Colour::White, 0xECEFF1),
    (Colour::White, 0xFFFDF8),
    (Colour::Grey, 0x8F979E),
    (Colour::Grey, 0xA8A39C),
    (Colour::Grey, 0x757C85),
    (Colour::Red, 0xD64545),
    (Colour::Red, 0xC0392B),
    (Colour::Red, 0xB5303A),
    (Colour::Orange, 0xE8833A),
    (Colour::Orange, 0xF0984A),
    (Colour::Orange, 0xDB7330),
    (Colour::Yellow, 0xF2C744),
    (Colour::Yellow, 0xF5D565),
    (Colour::Yellow, 0xE9B93A),
    (Colour::Green, 0x5E9E54),
    (Colour::Green, 0x3F8558),
    (Colour::Green, 0x7BAF4C),
    (Colour::Blue, 0x3F7CC4),
    (Colour::Blue, 0x2F5F9E),
    (Colour::Blue, 0x5BA3D0),
    (Colour::Blue, 0x2E8B9A),
    (Colour::Purple, 0x7E57A8),
    (Colour::Purple, 0x6A4C93),
    (Colour::Purple, 0x9A7BC0),
    (Colour::Pink, 0xE58FA8),
    (Colour::Pink, 0xF0A9B8),
    (Colour::Pink, 0xD97596),
    (Colour::Brown, 0x8A5A3B),
    (Colour::Brown, 0x6F4A33),
    (Colour::Brown, 0xA4754C),
];

impl Shade {
    /// A given colour, written as in a web page.
    pub const fn new(name: Colour, hex: u32) -> Self {
        let [_, red, green, blue] = hex.to_be_bytes();
        Self { name, rgb: [red as f32 / 255.0, green as f32 / 255.0, blue as f32 / 255.0] }
    }

    /// A shade of one of these colours.
    pub fn of(random: &mut Random, names: &[Colour]) -> Self {
        let name = random.pick(names);
        let mut fitting = SHADES.iter().filter(|(of, _)| *of == name);
        let chosen = random.below(fitting.clone().count().max(1));
        let (name, hex) = fitting.nth(chosen).copied().unwrap_or(SHADES[0]);
        let lightness = random.near(1.0, 0.08);
        Self::new(name, hex).lit(lightness)
    }

    /// A shade of any colour.
    pub fn any(random: &mut Random) -> Self {
        Self::of(random, Colour::ALL)
    }

    /// A shade that stands out from another one.
    pub fn beside(random: &mut Random, other: Self, names: &[Colour]) -> Self {
        let mut shade = Self::of(random, names);
        for _ in 0..6 {
            if shade.distance(other) > 0.35 {
                break;
            }
            shade = Self::of(random, names);
        }
        shade
    }

    /// Brighter (above 1) or darker (below).
    pub fn lit(self, factor: f32) -> Self {
        Self { rgb: self.rgb.map(|channel| (channel * factor).clamp(0.0, 1.0)), ..self }
    }

    /// A share of another shade mixed in; the name stays.
    pub fn mixed(self, other: Self, share: f32) -> Self {
        Self { rgb: mix(self.rgb, other.rgb, share), ..self }
    }

    /// How different two shades look: 0 to about 1.7.
    pub fn distance(self, other: Self) -> f32 {
        let square = |channel: usize| {
            let difference = self.rgb[channel] - other.rgb[channel];
            difference * difference
        };
        (square(0) + square(1) + square(2)).sqrt()
    }
}

/// From `first` (share 0) to `second` (share 1).
pub(super) fn mix(first: [f32; 3], second: [f32; 3], share: f32) -> [f32; 3] {
    [0, 1, 2].map(|channel| first[channel] + (second[channel] - first[channel]) * share)
}
