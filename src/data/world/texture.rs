//! Patterns as functions of a place on a surface, smoothed to the size of a pixel there. Knows no outlines.

use super::{names::Texture, noise};

/// What a pattern does to a place: the share of the second colour (0 to 1), and a factor of brightness.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pattern {
    pub second: f32,
    pub brightness: f32,
}

/// The pattern at `u` (across), `v` (up), both in periods; a pixel is `footprint` periods wide.
pub(super) fn pattern(texture: Texture, u: f32, v: f32, footprint: f32, seed: u32) -> Pattern {
    let soft = footprint.clamp(0.01, 1.0);
    let of = |second: f32| Pattern { second, brightness: 1.0 };
    match texture {
        Texture::Plain => Pattern { second: 0.0, brightness: 0.985 + 0.03 * noise::value(u * 0.7, v * 0.7, seed) },
        Texture::Stripes => of(0.5 - 0.5 * square_wave(u, soft)),
        Texture::Checks => of(0.5 - 0.5 * square_wave(u, soft) * square_wave(v, soft)),
        Texture::Dots => {
            let row = v.floor();
            let shifted = u + 0.5 * (row * 0.5 - (row * 0.5).floor()) * 2.0;
            let (x, y) = (shifted - shifted.floor() - 0.5, v - row - 0.5);
            of(1.0 - edge((x * x + y * y).sqrt(), 0.31, soft))
        }
        Texture::Bricks => {
            let row = (v * 2.0).floor();
            let shifted = u + 0.5 * (row * 0.5 - (row * 0.5).floor()) * 2.0;
            let joint = |at: f32, half: f32, soft: f32| edge((at - at.floor() - 0.5).abs(), 0.5 - half, soft);
            let mortar = joint(shifted, 0.05, soft).max(joint(v * 2.0, 0.09, soft * 2.0));
            let tone = noise::hash(shifted.floor() as i32, row as i32, seed);
            Pattern { second: mortar * 0.9, brightness: 0.9 + 0.16 * tone }
        }
        Texture::Wood => {
            let board = (v * 0.9).floor();
            let bend = noise::value(u * 0.55, v * 1.4, seed) * 1.5;
            let grain = noise::value(u * 0.35 + board * 7.3, (v + bend * 0.22) * 5.0, seed ^ 7);
            let joint = edge((v * 0.9 - board - 0.5).abs(), 0.46, soft);
            Pattern { second: (0.75 * grain).max(joint), brightness: 0.95 + 0.1 * noise::hash(board as i32, 3, seed) }
        }
        Texture::Scales => {
            // Rows of discs, each row over the one behind it: the upper rim of the nearest disc is dark.
            let row = (v * 1.6).floor();
            let shifted = u * 1.2 + 0.5 * (row * 0.5 - (row * 0.5).floor()) * 2.0;
            let (x, y) = (shifted - shifted.floor() - 0.5, v * 1.6 - row);
            let rim = ((x * x + y * y * 0.55).sqrt() - 0.56).abs();
            Pattern { second: 1.0 - edge(rim, 0.1, soft), brightness: 0.92 + 0.14 * y }
        }
        Texture::Tiles => {
            let row = (v * 1.7).floor();
            let shifted = u * 1.1 + 0.5 * (row * 0.5 - (row * 0.5).floor()) * 2.0;
            let down = v * 1.7 - row;
            let gap = edge((shifted - shifted.floor() - 0.5).abs(), 0.45, soft);
            let tone = noise::hash(shifted.floor() as i32, row as i32, seed);
            Pattern { second: gap.max(1.0 - edge(down, 0.2, soft)), brightness: 0.88 + 0.14 * down + 0.08 * tone }
        }
        Texture::Spots => of(edge(noise::value(u * 1.25, v * 1.25, seed), 0.58, (soft * 0.4).max(0.04))),
        Texture::Zigzag => {
            let tooth = ((u - u.floor()) - 0.5).abs() * 1.2;
            of(0.5 - 0.5 * square_wave(v + tooth, soft))
        }
        Texture::Grass => {
            let blades = noise::value(u * 4.0, v * 0.9, seed) * 0.6 + noise::value(u * 1.1, v * 0.7, seed ^ 3) * 0.4;
            Pattern { second: blades * blades, brightness: 1.0 }
        }
        Texture::Grain => {
            let fine = noise::value(u * 5.0, v * 5.0, seed);
            Pattern { second: 0.35 * noise::value(u * 0.6, v, seed ^ 9) + 0.3 * fine * fine, brightness: 1.0 }
        }
        Texture::Ripples => {
            let bend = noise::value(u * 0.5, v * 0.4, seed) * 1.6;
            let crest = noise::value(u * 0.55, (v + bend * 0.25) * 2.2, seed ^ 5);
            Pattern { second: edge(crest, 0.62, (soft * 0.5).max(0.12)), brightness: 1.0 }
        }
    }
}

/// 1 in the first half of each period and -1 in the second, averaged over `width`.
fn square_wave(at: f32, width: f32) -> f32 {
    let rise = |at: f32| {
        let phase = at - at.floor();
        if phase < 0.5 { phase } else { 1.0 - phase }
    };
    (rise(at + 0.5 * width) - rise(at - 0.5 * width)) / width
}

/// 0 below a limit, 1 above, with a smooth step of about `width` between.
pub(super) fn edge(value: f32, limit: f32, width: f32) -> f32 {
    let t = ((value - limit) / width + 0.5).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
