//! Between the numbers of a canvas and those of a network's input: channel by channel a factor and an offset, and which channel
//! goes where.
//!
//! Recipes of Caffe's time work on pixels of 0 to 255 less their mean, later ones on pixels of 0 to 1, a few on what the network
//! takes; each keeps its own unit, so that its published constants hold. Channels of a canvas are red, green, blue, or one luma.

use super::Planes;
use crate::picture::{ChannelOrder, Preprocessing};

/// What a number of a canvas means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A pixel, 0 (black) to 1 (white).
    Pixel,
    /// A pixel of 0 to 255.
    Byte,
    /// A pixel of 0 to 255 less the network's mean (Caffe).
    Centred,
    /// What the network itself takes, in the order red, green, blue.
    Input,
}

/// The way from a canvas to a network's input.
#[derive(Clone, Debug, PartialEq)]
pub struct Space {
    /// From which channel of the canvas each channel of the input comes.
    order: Vec<usize>,
    /// By channel of the input.
    scale: Vec<f32>,
    offset: Vec<f32>,
    /// By channel of the canvas: a pixel is `number * pixel_scale + pixel_offset`.
    pixel_scale: Vec<f32>,
    pixel_offset: Vec<f32>,
}

impl Space {
    /// For a network that takes pictures so.
    pub fn new(unit: Unit, preprocessing: &Preprocessing) -> Self {
        let order = match preprocessing.order {
            ChannelOrder::Rgb => vec![0, 1, 2],
            ChannelOrder::Bgr => vec![2, 1, 0],
            ChannelOrder::Grey => vec![0],
        };
        let (range, mean, std) = (preprocessing.range, &preprocessing.mean, &preprocessing.std);
        let (mut pixel_scale, mut pixel_offset) = (vec![1.0; order.len()], vec![0.0; order.len()]);
        let (mut scale, mut offset) = (Vec::new(), Vec::new());
        for (input, &channel) in order.iter().enumerate() {
            let (less, own) = (-mean[input] / std[input], range / std[input]);
            let (to, at, pixel, middle) = match unit {
                Unit::Pixel => (own, less, 1.0, 0.0),
                Unit::Byte => (own / 255.0, less, 1.0 / 255.0, 0.0),
                Unit::Centred => (own / 255.0, 0.0, 1.0 / 255.0, mean[input] / range),
                Unit::Input => (1.0, 0.0, std[input] / range, mean[input] / range),
            };
            scale.push(to);
            offset.push(at);
            pixel_scale[channel] = pixel;
            pixel_offset[channel] = middle;
        }
        Self { order, scale, offset, pixel_scale, pixel_offset }
    }

    /// Channels of a canvas, as many as the input has.
    pub fn channels(&self) -> usize {
        self.order.len()
    }

    /// The network's input.
    pub fn input(&self, canvas: &Planes) -> Planes {
        let mut input = Planes::zeros(canvas.dims());
        let area = canvas.area();
        for (to, from) in input.items_mut().zip(canvas.items()) {
            for (index, plane) in to.chunks_exact_mut(area).enumerate() {
                let (scale, offset) = (self.scale[index], self.offset[index]);
                for (to, from) in plane.iter_mut().zip(&from[self.order[index] * area..][..area]) {
                    *to = from * scale + offset;
                }
            }
        }
        input
    }

    /// A gradient at the network's input as one at the canvas.
    pub fn pull_back(&self, gradient: &Planes) -> Planes {
        let mut result = Planes::zeros(gradient.dims());
        let area = gradient.area();
        for (to, from) in result.items_mut().zip(gradient.items()) {
            for (index, plane) in from.chunks_exact(area).enumerate() {
                for (to, from) in to[self.order[index] * area..][..area].iter_mut().zip(plane) {
                    *to += from * self.scale[index];
                }
            }
        }
        result
    }

    /// The canvas of an input: the inverse of [`Self::input`].
    pub fn canvas(&self, input: &Planes) -> Planes {
        let mut canvas = Planes::zeros(input.dims());
        let area = input.area();
        for (to, from) in canvas.items_mut().zip(input.items()) {
            for (index, plane) in from.chunks_exact(area).enumerate() {
                let (scale, offset) = (self.scale[index], self.offset[index]);
                for (to, from) in to[self.order[index] * area..][..area].iter_mut().zip(plane) {
                    *to = (from - offset) / scale;
                }
            }
        }
        canvas
    }

    /// Pixels of 0 to 1, not clipped.
    pub fn pixels(&self, canvas: &Planes) -> Planes {
        let mut pixels = canvas.clone();
        let channels = self.channels();
        for (index, plane) in pixels.planes_mut().enumerate() {
            let (scale, offset) = (self.pixel_scale[index % channels], self.pixel_offset[index % channels]);
            plane.iter_mut().for_each(|value| *value = *value * scale + offset);
        }
        pixels
    }

    /// The canvas of pixels of 0 to 1.
    pub fn of_pixels(&self, pixels: &Planes) -> Planes {
        let mut canvas = pixels.clone();
        let channels = self.channels();
        for (index, plane) in canvas.planes_mut().enumerate() {
            let (scale, offset) = (self.pixel_scale[index % channels], self.pixel_offset[index % channels]);
            plane.iter_mut().for_each(|value| *value = (*value - offset) / scale);
        }
        canvas
    }

    /// For each channel of the canvas the numbers of black and of white.
    pub fn bounds(&self) -> Vec<[f32; 2]> {
        self.pixel_offset.iter().zip(&self.pixel_scale).map(|(offset, scale)| [-offset / scale, (1.0 - offset) / scale]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_canvas_becomes_what_the_preprocessing_makes_of_the_picture() {
        let picture = crate::picture::Picture { width: 2, height: 1, pixels: vec![10, 120, 250, 0, 255, 60] };
        let pixels = Planes {
            count: 1,
            channels: 3,
            height: 1,
            width: 2,
            values: [10.0, 0.0, 120.0, 255.0, 250.0, 60.0].map(|value: f32| value / 255.0).to_vec(),
        };
        let caffe = Preprocessing::imagenet()
            .with_overrides("size=1x2,resize=stretch,order=bgr,range=255,mean=104:117:123,std=1")
            .unwrap_or_else(|_| unreachable!());
        for preprocessing in
            [Preprocessing { size: [1, 2], fit: crate::picture::Fit::Stretch, ..Preprocessing::imagenet() }, caffe]
        {
            let expected = preprocessing.apply(&picture);
            for unit in [Unit::Pixel, Unit::Byte, Unit::Centred, Unit::Input] {
                let space = Space::new(unit, &preprocessing);
                let canvas = space.of_pixels(&pixels);
                let input = space.input(&canvas);
                for (found, expected) in input.values.iter().zip(&expected) {
                    assert!((found - expected).abs() < 1e-3, "{unit:?}: {found} for {expected}");
                }
                let bytes = canvas.values.iter().zip([10.0, 0.0, 120.0, 255.0, 250.0, 60.0]);
                assert!(unit != Unit::Byte || bytes.into_iter().all(|(found, byte): (&f32, f32)| (found - byte).abs() < 1e-3));
                for (back, pixel) in space.pixels(&space.canvas(&input)).values.iter().zip(&pixels.values) {
                    assert!((back - pixel).abs() < 1e-5);
                }
            }
        }
    }

    #[test]
    fn gradients_go_the_way_back() {
        let preprocessing = Preprocessing { order: ChannelOrder::Bgr, std: [0.2, 0.5, 2.0], ..Preprocessing::imagenet() };
        let space = Space::new(Unit::Centred, &preprocessing);
        let canvas = Planes { values: vec![3.0, -1.0, 2.0], ..Planes::zeros([1, 3, 1, 1]) };
        let gradient = Planes { values: vec![0.5, 2.0, -1.0], ..Planes::zeros([1, 3, 1, 1]) };
        let dot = |a: &Planes, b: &Planes| a.values.iter().zip(&b.values).map(|(a, b)| a * b).sum::<f32>();
        let nothing = space.input(&Planes::zeros([1, 3, 1, 1]));
        let forward = dot(&space.input(&canvas), &gradient) - dot(&nothing, &gradient);
        assert!((forward - dot(&canvas, &space.pull_back(&gradient))).abs() < 1e-6);
        let [black, white] = space.bounds()[0];
        // Red is the last channel of the input here, mean 0.406.
        assert!((black + 255.0 * 0.406).abs() < 1e-3 && (white - black - 255.0).abs() < 1e-3);
    }
}
