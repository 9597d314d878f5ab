//! A grown picture as pixels, as it is or spread around grey.
//!
//! Recipes of Caffe's time let numbers run beyond black and white; what is beyond is cut off here and nowhere else.

use crate::{picture::Picture, visualization::Spread};

/// Standard deviation of what is spread around grey.
const DEVIATION: f32 = 0.1;
/// A picture of one number is not divided by zero.
const LEAST: f32 = 1e-4;

/// One picture: `channels x height x width` numbers of 0 to 1, three channels or one.
pub fn grown_picture(values: &[f32], [height, width]: [usize; 2], spread: Spread) -> Picture {
    let area = (height * width).max(1);
    let channels = (values.len() / area).max(1);
    let (scale, shift) = match spread {
        Spread::AsItIs => (1.0, 0.0),
        Spread::AroundGrey => {
            let count = values.len().max(1) as f32;
            let mean = values.iter().sum::<f32>() / count;
            let deviation = (values.iter().map(|value| (value - mean).powi(2)).sum::<f32>() / count).sqrt().max(LEAST);
            (DEVIATION / deviation, 0.5 - mean * DEVIATION / deviation)
        }
    };
    let byte = |value: f32| ((value * scale + shift).clamp(0.0, 1.0) * 255.0).round() as u8;
    let mut pixels = Vec::with_capacity(3 * area);
    for index in 0..area {
        for channel in 0..3 {
            pixels.push(byte(values.get(channel.min(channels - 1) * area + index).copied().unwrap_or(0.0)));
        }
    }
    Picture { width, height, pixels }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_beyond_black_and_white_is_cut_off() {
        let picture = grown_picture(&[-1.0, 0.5, 0.0, 0.2, 2.0, 1.0], [1, 2], Spread::AsItIs);
        assert_eq!(picture.pixels, [0, 0, 255, 128, 51, 255]);
        assert_eq!(grown_picture(&[0.2], [1, 1], Spread::AsItIs).pixels, [51; 3]);
    }

    #[test]
    fn spread_numbers_lie_around_grey() {
        let picture = grown_picture(&[1.0, 3.0], [1, 2], Spread::AroundGrey);
        assert_eq!(picture.pixels, [102, 102, 102, 153, 153, 153]);
        assert_eq!(grown_picture(&[7.0], [1, 1], Spread::AroundGrey).pixels, [128; 3]);
    }
}
