//! What is done to a picture each time it is seen, so that no two epochs are alike.
//!
//! ```toml
//! [augmentation]                # nothing unless said
//! flip = true                   # left to right, every other time
//! crop = 4                      # moved by up to 4 pixels, edges mirrored
//! resized_crop = [0.35, 1]      # a rectangle of this share of the area, 3:4 to 4:3, as torchvision's RandomResizedCrop
//! rotation = 10                 # up to 10 degrees either way
//! shift = 0.1                   # up to this share of the side
//! scale = [0.9, 1.1]            # enlarged by a factor between these
//! brightness = 0.2              # times 0.8 to 1.2; contrast and saturation likewise, as torchvision's ColorJitter
//! contrast = 0.2
//! saturation = 0.2
//! cutout = 8                    # a square of this side becomes the mean colour (DeVries and Taylor 2017)
//! ```
//!
//! Every choice comes from the random numbers given: those of the picture and the epoch.

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

use crate::picture::{Picture, Preprocessing};

/// What is done to a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Augmentation {
    /// Left to right, every other time.
    pub flip: bool,
    /// Pixels of the input.
    pub crop: usize,
    /// The least and the largest share of the area.
    pub resized_crop: Option<[f64; 2]>,
    /// Degrees.
    pub rotation: f64,
    /// Share of the side.
    pub shift: f64,
    /// The least and the largest factor.
    pub scale: Option<[f64; 2]>,
    /// How far brightness goes from 1.
    pub brightness: f64,
    /// How far contrast goes from 1.
    pub contrast: f64,
    /// How far saturation goes from 1.
    pub saturation: f64,
    /// Pixels of the input.
    pub cutout: usize,
}

/// The narrowest and the widest rectangle of a resized crop, columns to rows.
const ASPECT: [f64; 2] = [0.75, 4.0 / 3.0];

impl Augmentation {
    pub(super) fn check(&self) -> Result<(), String> {
        let wrong = |key: &str, words: &str| Err(format!("augmentation: {key} {words}"));
        let pair = |pair: Option<[f64; 2]>, most: f64| pair.is_none_or(|[low, high]| 0.0 < low && low <= high && high <= most);
        if !pair(self.resized_crop, 1.0) {
            return wrong("resized_crop", "is two shares above 0 and up to 1, the smaller one first");
        }
        if !pair(self.scale, 10.0) {
            return wrong("scale", "is two factors above 0 and up to 10, the smaller one first");
        }
        let strengths = [("brightness", self.brightness), ("contrast", self.contrast), ("saturation", self.saturation)];
        for (key, value) in strengths.into_iter().chain([("shift", self.shift)]) {
            if !(0.0..=1.0).contains(&value) {
                return wrong(key, "is a number from 0 to 1");
            }
        }
        if (0.0..=180.0).contains(&self.rotation) { Ok(()) } else { wrong("rotation", "is a number of degrees from 0 to 180") }
    }

    /// A picture as input values (`C x H x W` of `preprocessing`, which does not cut), changed by `random`.
    pub fn apply(&self, picture: &Picture, preprocessing: &Preprocessing, random: &mut ChaCha8Rng) -> Vec<f32> {
        let [rows, columns] = preprocessing.size;
        let mut seen = match self.resized_crop {
            Some(area) => resized_crop(picture, area, random).resized(columns, rows),
            None => picture.resized(columns, rows),
        };
        let mirrored = self.flip && random.random::<bool>();
        if self.crop > 0 || mirrored {
            let mut offset = || random.random_range(0..=2 * self.crop) as isize - self.crop as isize;
            seen = moved(&seen, offset(), offset(), mirrored);
        }
        if self.rotation > 0.0 || self.shift > 0.0 || self.scale.is_some() {
            seen = self.turned(&seen, random);
        }
        if self.brightness > 0.0 || self.contrast > 0.0 || self.saturation > 0.0 {
            self.colour(&mut seen, random);
        }
        let mut values = preprocessing.apply(&seen);
        if self.cutout > 0 {
            // The mean colour is 0 once it is subtracted.
            let (top, left) = (random.random_range(0..rows) as isize, random.random_range(0..columns) as isize);
            let half = (self.cutout / 2) as isize;
            let span = |centre: isize, limit: usize| {
                let start = centre - half;
                (start.max(0) as usize)..((start + self.cutout as isize).clamp(0, limit as isize) as usize)
            };
            let (down, across) = (span(top, rows), span(left, columns));
            for plane in values.chunks_exact_mut(rows * columns) {
                for row in down.clone() {
                    plane[row * columns..][across.clone()].fill(0.0);
                }
            }
        }
        values
    }

    /// Turned, shifted and scaled about the middle, with straight lines between pixels; edges are drawn out.
    fn turned(&self, picture: &Picture, random: &mut ChaCha8Rng) -> Picture {
        let angle = (self.rotation * (2.0 * random.random::<f64>() - 1.0)).to_radians() as f32;
        let [low, high] = self.scale.unwrap_or([1.0; 2]);
        let factor = (low + (high - low) * random.random::<f64>()) as f32;
        let mut shift = |side: usize| (self.shift * (2.0 * random.random::<f64>() - 1.0)) as f32 * side as f32;
        let (right, down) = (shift(picture.width), shift(picture.height));
        let (sine, cosine) = (angle.sin() / factor, angle.cos() / factor);
        let middle = [(picture.width as f32 - 1.0) / 2.0, (picture.height as f32 - 1.0) / 2.0];
        let (last_x, last_y) = (picture.width - 1, picture.height - 1);
        let mut turned = Picture::filled(picture.width, picture.height, [0; 3]);
        for (index, pixel) in turned.pixels.as_chunks_mut::<3>().0.iter_mut().enumerate() {
            let x = (index % picture.width) as f32 - middle[0] - right;
            let y = (index / picture.width) as f32 - middle[1] - down;
            let from_x = (cosine * x + sine * y + middle[0]).clamp(0.0, last_x as f32);
            let from_y = (cosine * y - sine * x + middle[1]).clamp(0.0, last_y as f32);
            let (left, top) = (from_x as usize, from_y as usize);
            let (across, along) = (from_x - left as f32, from_y - top as f32);
            let (next_x, next_y) = ((left + 1).min(last_x), (top + 1).min(last_y));
            let corners = [(left, top), (next_x, top), (left, next_y), (next_x, next_y)].map(|(x, y)| picture.pixel(x, y));
            for (channel, byte) in pixel.iter_mut().enumerate() {
                let [a, b, c, d] = corners.map(|colour| f32::from(colour[channel]));
                let (above, below) = (a + (b - a) * across, c + (d - c) * across);
                *byte = (above + (below - above) * along).round() as u8;
            }
        }
        turned
    }

    /// Brightness, contrast and saturation in one go.
    fn colour(&self, picture: &mut Picture, random: &mut ChaCha8Rng) {
        let mut factor = |strength: f64| 1.0 + (strength * (2.0 * random.random::<f64>() - 1.0)) as f32;
        let (brightness, contrast, saturation) = (factor(self.brightness), factor(self.contrast), factor(self.saturation));
        let grey = |pixel: &[f32; 3]| 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
        let pixels = picture.pixels.as_chunks_mut::<3>().0;
        let count = pixels.len().max(1) as f32;
        let mean = pixels.iter().map(|pixel| grey(&pixel.map(f32::from))).sum::<f32>() / count * brightness;
        for pixel in pixels {
            let contrasted = pixel.map(|byte| (f32::from(byte) * brightness - mean) * contrast + mean);
            let luma = grey(&contrasted);
            *pixel = contrasted.map(|value| (luma + (value - luma) * saturation).round().clamp(0.0, 255.0) as u8);
        }
    }
}

/// Cuts a random rectangle out; the whole picture where ten tries find none that fits.
fn resized_crop(picture: &Picture, [low, high]: [f64; 2], random: &mut ChaCha8Rng) -> Picture {
    let area = (picture.width * picture.height) as f64;
    for _ in 0..10 {
        let wanted = area * (low + (high - low) * random.random::<f64>());
        let [narrow, wide] = ASPECT.map(f64::ln);
        let aspect = (narrow + (wide - narrow) * random.random::<f64>()).exp();
        let width = (wanted * aspect).sqrt().round() as usize;
        let height = (wanted / aspect).sqrt().round() as usize;
        if (1..=picture.width).contains(&width) && (1..=picture.height).contains(&height) {
            let left = random.random_range(0..=picture.width - width);
            let top = random.random_range(0..=picture.height - height);
            return picture.cropped(left as isize, top as isize, width, height);
        }
    }
    picture.clone()
}

/// Moved right and down; what comes in at the edges is mirrored. Then left to right, if `mirrored`.
fn moved(picture: &Picture, right: isize, down: isize, mirrored: bool) -> Picture {
    let within = |at: isize, length: usize| {
        let last = length as isize - 1;
        let inside = if at < 0 {
            -at
        } else if at > last {
            2 * last - at
        } else {
            at
        };
        inside.clamp(0, last) as usize
    };
    let mut pixels = Vec::with_capacity(picture.pixels.len());
    for y in 0..picture.height {
        let row = within(y as isize - down, picture.height);
        for x in 0..picture.width {
            let x = if mirrored { picture.width - 1 - x } else { x };
            pixels.extend(picture.pixel(within(x as isize - right, picture.width), row));
        }
    }
    Picture { width: picture.width, height: picture.height, pixels }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    fn picture() -> Picture {
        Picture { width: 12, height: 12, pixels: (0..12 * 12 * 3).map(|index| (index * 37 % 251) as u8).collect() }
    }

    fn plain() -> Preprocessing {
        Preprocessing::imagenet().with_overrides("size=12,resize=stretch,range=255,mean=0,std=1").unwrap()
    }

    fn several(augmentation: &Augmentation) -> Vec<Vec<f32>> {
        let one = |seed| augmentation.apply(&picture(), &plain(), &mut ChaCha8Rng::seed_from_u64(seed));
        (0..20).map(one).collect()
    }

    #[test]
    fn nothing_asked_nothing_done() {
        assert!(several(&Augmentation::default()).iter().all(|values| *values == plain().apply(&picture())));
    }

    #[test]
    fn a_flip_is_the_picture_or_its_mirror() {
        let mirror = plain().apply(&moved(&picture(), 0, 0, true));
        let seen = several(&Augmentation { flip: true, ..Augmentation::default() });
        assert!(seen.iter().all(|values| *values == mirror || *values == plain().apply(&picture())));
        assert!(seen.contains(&mirror) && seen.iter().any(|values| *values != mirror));
        assert_eq!(moved(&moved(&picture(), 0, 0, true), 0, 0, true), picture());
    }

    #[test]
    fn crops_mirror_their_edges() {
        let shifted = moved(&picture(), 2, -1, false);
        assert_eq!(shifted.pixel(2, 0), picture().pixel(0, 1));
        assert_eq!(shifted.pixel(1, 0), picture().pixel(1, 1));
        assert_eq!(shifted.pixel(5, 11), picture().pixel(3, 10));
    }

    #[test]
    fn every_kind_changes_the_picture_within_its_range() {
        let none = Augmentation::default();
        let kinds = [
            Augmentation { crop: 2, ..none },
            Augmentation { resized_crop: Some([0.3, 0.6]), ..none },
            Augmentation { rotation: 20.0, ..none },
            Augmentation { shift: 0.2, ..none },
            Augmentation { scale: Some([0.7, 1.3]), ..none },
            Augmentation { brightness: 0.3, ..none },
            Augmentation { contrast: 0.3, ..none },
            Augmentation { saturation: 0.5, ..none },
            Augmentation { cutout: 4, ..none },
        ];
        for kind in kinds {
            let seen = several(&kind);
            assert!(seen.iter().any(|values| *values != seen[0]), "{kind:?}");
            assert!(seen.iter().flatten().all(|value| (0.0..=255.0).contains(value)), "{kind:?}");
            assert_eq!(seen, several(&kind), "{kind:?}");
        }
    }

    #[test]
    fn no_turn_is_no_change() {
        let still = Augmentation { scale: Some([1.0, 1.0]), ..Augmentation::default() };
        assert_eq!(several(&still)[0], plain().apply(&picture()));
    }

    #[test]
    fn cutout_leaves_a_square_of_the_mean() {
        let values = several(&Augmentation { cutout: 5, ..Augmentation::default() });
        let changed =
            |values: &Vec<f32>| values.iter().zip(plain().apply(&picture())).filter(|(one, other)| **one != *other).count();
        assert!(values.iter().all(|values| changed(values) <= 3 * 25 && changed(values) > 0));
    }
}
