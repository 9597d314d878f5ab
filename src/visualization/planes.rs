//! Pictures while they are being optimised: plain numbers, picture by picture, channel by channel, row by row.
//!
//! It knows no network and no method.

use crate::picture::Picture;

/// `count x channels x height x width` numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Planes {
    /// Pictures in the batch.
    pub count: usize,
    /// Channels of each.
    pub channels: usize,
    /// Rows.
    pub height: usize,
    /// Columns.
    pub width: usize,
    /// The numbers.
    pub values: Vec<f32>,
}

impl Planes {
    /// As many numbers of one value.
    pub fn filled([count, channels, height, width]: [usize; 4], value: f32) -> Self {
        Self { count, channels, height, width, values: vec![value; count * channels * height * width] }
    }

    /// Zeros.
    pub fn zeros(dims: [usize; 4]) -> Self {
        Self::filled(dims, 0.0)
    }

    /// All pictures of several batches of one shape; `None` of none.
    pub fn one_after_the_other<'a>(batches: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        batches.into_iter().fold(None, |all: Option<Self>, batch| match all {
            Some(mut all) => {
                all.count += batch.count;
                all.values.extend_from_slice(&batch.values);
                Some(all)
            }
            None => Some(batch.clone()),
        })
    }

    /// The same pictures with other numbers, `f` of each.
    pub fn map(&self, f: impl Fn(f32) -> f32) -> Self {
        Self { values: self.values.iter().map(|&value| f(value)).collect(), ..self.shaped() }
    }

    /// Of the same shape, without numbers.
    fn shaped(&self) -> Self {
        Self { count: self.count, channels: self.channels, height: self.height, width: self.width, values: Vec::new() }
    }

    /// Pictures, channels, rows, columns.
    pub fn dims(&self) -> [usize; 4] {
        [self.count, self.channels, self.height, self.width]
    }

    /// Numbers in one channel of one picture.
    pub fn area(&self) -> usize {
        self.height * self.width
    }

    /// Numbers in one picture.
    pub fn item_len(&self) -> usize {
        self.channels * self.area()
    }

    /// Every channel of every picture (`height * width` numbers).
    pub fn planes(&self) -> std::slice::ChunksExact<'_, f32> {
        self.values.chunks_exact(self.area().max(1))
    }

    /// The same, to change.
    pub fn planes_mut(&mut self) -> std::slice::ChunksExactMut<'_, f32> {
        let area = self.area().max(1);
        self.values.chunks_exact_mut(area)
    }

    /// The pixels of a picture, 0 to 1, in three channels or as one luma (the mean of three equal ones).
    pub fn of_picture(picture: &Picture, channels: usize) -> Self {
        let (height, width) = (picture.height, picture.width);
        let mut planes = Self::zeros([1, channels.max(1), height, width]);
        for (index, pixel) in picture.pixels.chunks_exact(3).enumerate() {
            for channel in 0..planes.channels {
                planes.values[channel * height * width + index] = f32::from(pixel[channel.min(2)]) / 255.0;
            }
        }
        planes
    }

    /// One picture by itself.
    pub fn item(&self, index: usize) -> Self {
        let values = self.items().nth(index).unwrap_or_default().to_vec();
        Self { count: 1, values, ..self.shaped() }
    }

    /// Every picture (`channels * height * width` numbers).
    pub fn items(&self) -> std::slice::ChunksExact<'_, f32> {
        self.values.chunks_exact(self.item_len().max(1))
    }

    /// The same, to change.
    pub fn items_mut(&mut self) -> std::slice::ChunksExactMut<'_, f32> {
        let length = self.item_len().max(1);
        self.values.chunks_exact_mut(length)
    }

    /// Adds numbers of the same shape.
    pub fn add(&mut self, other: &Self) {
        debug_assert_eq!(self.dims(), other.dims());
        for (sum, value) in self.values.iter_mut().zip(&other.values) {
            *sum += value;
        }
    }
}
