//! From a picture to what a network takes: size, fit, channel order, range, mean and standard deviation.
//!
//! The same description travels in a sidecar file, on the command line (`--preprocess`, `overrides.rs`) and in the window.
//! Resizing and cropping are torchvision's, to the pixel.

use super::Picture;

/// Order of the colour channels in the network's input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChannelOrder {
    /// Red, green, blue.
    #[default]
    Rgb,
    /// Blue, green, red (Caffe).
    Bgr,
    /// One channel of luma (ITU-R 601, as Pillow's mode "L").
    Grey,
}

/// How a picture of another aspect ratio is brought to size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Both sides are resized to the input's size.
    Stretch,
    /// The shorter side is resized to this many pixels, then the centre is cut out (torchvision).
    Crop(usize),
}

/// From a picture to a network's input.
#[derive(Clone, Debug, PartialEq)]
pub struct Preprocessing {
    /// Rows and columns of the input.
    pub size: [usize; 2],
    /// How other aspect ratios are treated.
    pub fit: Fit,
    /// Order of the channels.
    pub order: ChannelOrder,
    /// The value of white before mean and deviation: 1 or 255.
    pub range: f32,
    /// Subtracted, in the channel order above (grey uses the first).
    pub mean: [f32; 3],
    /// Divided by, in the channel order above (grey uses the first).
    pub std: [f32; 3],
}

impl Preprocessing {
    /// torchvision's: 224 out of 256, RGB, mean and deviation of ImageNet.
    pub fn imagenet() -> Self {
        Self {
            size: [224, 224],
            fit: Fit::Crop(256),
            order: ChannelOrder::Rgb,
            range: 1.0,
            mean: [0.485, 0.456, 0.406],
            std: [0.229, 0.224, 0.225],
        }
    }

    /// The number of channels (1 or 3).
    pub fn channels(&self) -> usize {
        if self.order == ChannelOrder::Grey { 1 } else { 3 }
    }

    /// Black and white as the input holds them, a number for each channel.
    pub fn levels(&self) -> [Vec<f32>; 2] {
        let level = |value: f32| (0..self.channels()).map(|channel| (value - self.mean[channel]) / self.std[channel]).collect();
        [level(0.0), level(self.range)]
    }

    /// Which of red, green, blue each channel of the input takes; `None` for luma.
    fn colour_order(&self) -> Option<[usize; 3]> {
        match self.order {
            ChannelOrder::Rgb => Some([0, 1, 2]),
            ChannelOrder::Bgr => Some([2, 1, 0]),
            ChannelOrder::Grey => None,
        }
    }

    /// What the network sees, as a picture of the input's size.
    pub fn visible(&self, picture: &Picture) -> Picture {
        let [height, width] = self.size;
        let mut seen = match self.fit {
            Fit::Stretch => picture.resized(width, height),
            Fit::Crop(shorter) => {
                let [wide, high] = shorter_side_to(picture.width, picture.height, shorter);
                picture.resized_part([wide, high], centred(wide, width), centred(high, height), width, height)
            }
        };
        if self.order == ChannelOrder::Grey {
            for pixel in seen.pixels.chunks_exact_mut(3) {
                pixel.fill(luma(pixel));
            }
        }
        seen
    }

    /// The input values, `C x H x W`.
    pub fn apply(&self, picture: &Picture) -> Vec<f32> {
        let seen = self.visible(picture);
        let order = self.colour_order().unwrap_or_default();
        let mut values = Vec::with_capacity(self.channels() * seen.width * seen.height);
        for (channel, &colour) in order.iter().enumerate().take(self.channels()) {
            let (mean, std) = (self.mean[channel], self.std[channel]);
            let normalised: [f32; 256] = std::array::from_fn(|byte| (byte as f32 * self.range / 255.0 - mean) / std);
            values.extend(seen.pixels.as_chunks::<3>().0.iter().map(|pixel| normalised[usize::from(pixel[colour])]));
        }
        values
    }

    /// The picture behind input values (`C x H x W` of [`Self::size`]), for inputs that came as numbers.
    pub fn invert(&self, values: &[f32]) -> Picture {
        let [height, width] = self.size;
        let mut picture = Picture::filled(width, height, [0; 3]);
        for (channel, plane) in values.chunks_exact(height * width).enumerate().take(self.channels()) {
            let (mean, std) = (self.mean[channel], self.std[channel]);
            for (pixel, value) in picture.pixels.chunks_exact_mut(3).zip(plane) {
                let byte = ((value * std + mean) * 255.0 / self.range).round() as u8;
                match self.colour_order() {
                    Some(order) => pixel[order[channel]] = byte,
                    None => pixel.fill(byte),
                }
            }
        }
        picture
    }

    /// Where the input's pixels lie in the original picture: left, top, width, height in the picture's pixels.
    /// A crop that is larger than the resized picture reaches outside of it.
    pub fn region(&self, picture_width: usize, picture_height: usize) -> [f64; 4] {
        let [height, width] = self.size;
        let Fit::Crop(shorter) = self.fit else {
            return [0.0, 0.0, picture_width as f64, picture_height as f64];
        };
        let [wide, high] = shorter_side_to(picture_width, picture_height, shorter);
        let (across, down) = (picture_width as f64 / wide as f64, picture_height as f64 / high as f64);
        [centred(wide, width) as f64 * across, centred(high, height) as f64 * down, width as f64 * across, height as f64 * down]
    }
}

/// Width and height after torchvision's `Resize(shorter)`: the longer side is rounded down.
fn shorter_side_to(width: usize, height: usize, shorter: usize) -> [usize; 2] {
    let longer = |long: usize, short: usize| ((shorter as f64 * long as f64) / short as f64) as usize;
    if width <= height { [shorter, longer(height, width)] } else { [longer(width, height), shorter] }
}

/// Where torchvision's `CenterCrop` begins: halves are rounded to even, and padding has its smaller half first.
fn centred(length: usize, cut: usize) -> isize {
    if cut > length { -(((cut - length) / 2) as isize) } else { ((length - cut) as f64 / 2.0).round_ties_even() as isize }
}

/// Pillow's conversion to mode "L".
fn luma(pixel: &[u8]) -> u8 {
    let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(u32::from);
    ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caffe() -> Preprocessing {
        Preprocessing {
            size: [2, 2],
            fit: Fit::Stretch,
            order: ChannelOrder::Bgr,
            range: 255.0,
            mean: [104.0, 117.0, 123.0],
            std: [1.0; 3],
        }
    }

    #[test]
    fn bgr_comes_in_planes_of_blue_green_red() {
        let picture = Picture::filled(2, 2, [200, 150, 100]);
        let values = caffe().apply(&picture);
        assert_eq!(values, [[-4.0; 4], [33.0; 4], [77.0; 4]].concat());
        assert_eq!(caffe().invert(&values), picture);
    }

    #[test]
    fn inverting_gives_back_what_was_seen() {
        let pixels: Vec<u8> = (0..227 * 227 * 3).map(|index| (index * 7 % 256) as u8).collect();
        let picture = Picture { width: 227, height: 227, pixels };
        for order in [ChannelOrder::Rgb, ChannelOrder::Bgr, ChannelOrder::Grey] {
            let preprocessing = Preprocessing { order, ..Preprocessing::imagenet() };
            let values = preprocessing.apply(&picture);
            assert_eq!(values.len(), preprocessing.channels() * 224 * 224);
            assert_eq!(preprocessing.invert(&values), preprocessing.visible(&picture));
        }
    }

    #[test]
    fn crops_are_placed_as_torchvision_places_them() {
        assert_eq!([256, 257, 259, 261].map(|length| centred(length, 256)), [0, 0, 2, 2]);
        assert_eq!([255, 253].map(|length| centred(length, 256)), [0, -1]);
        assert_eq!(shorter_side_to(500, 333, 256), [384, 256]);
        assert_eq!(shorter_side_to(333, 500, 256), [256, 384]);
    }

    #[test]
    fn region_is_where_the_input_lies_in_the_picture() {
        let imagenet = Preprocessing::imagenet();
        assert_eq!(imagenet.region(512, 512), [32.0, 32.0, 448.0, 448.0]);
        assert_eq!(imagenet.region(1024, 512), [288.0, 32.0, 448.0, 448.0]);
        assert_eq!(caffe().region(640, 480), [0.0, 0.0, 640.0, 480.0]);
    }
}
