//! A value inside the native backend: feature maps in the blocked layout, or a plain tensor; each becomes the other on demand.

use std::{borrow::Cow, sync::Arc};

use crate::{
    kernels::{
        LANES, Maps, MapsMut, block_count, elementwise,
        layout::{to_blocked, to_plain},
    },
    network::with_slices,
};
use candle_core::{Device, Result, Tensor};

use super::memory::{Buffer, Pool};

/// A value of a forward pass, or a gradient.
#[derive(Clone)]
pub(super) enum Value {
    /// `N x C x H x W`, blocked.
    Maps(FeatureMaps),
    /// Anything, laid out as everywhere else.
    Plain(Tensor),
}

/// Blocked feature maps: some blocks of channels of a buffer that others may share.
#[derive(Clone)]
pub(super) struct FeatureMaps {
    buffer: Arc<Buffer>,
    /// Blocks per image of the whole buffer.
    blocks: usize,
    /// The first block that belongs to these maps.
    first: usize,
    /// `N x C x H x W`.
    dims: [usize; 4],
}

/// Values of maps of these dimensions in the blocked layout.
pub(super) fn blocked_len([batch, channels, height, width]: [usize; 4]) -> usize {
    batch * block_count(channels) * height * width * LANES
}

impl FeatureMaps {
    /// Maps that fill a buffer.
    pub fn new(buffer: Buffer, dims: [usize; 4]) -> Self {
        Self { buffer: Arc::new(buffer), blocks: block_count(dims[1]), first: 0, dims }
    }

    /// `channels` channels from block `first` of these maps on.
    pub fn part(&self, first: usize, channels: usize) -> Self {
        let [batch, _, height, width] = self.dims;
        Self { first: self.first + first, dims: [batch, channels, height, width], ..self.clone() }
    }

    /// From a tensor of four axes.
    pub fn from_tensor(tensor: &Tensor, pool: &Arc<Pool>) -> Result<Self> {
        let (batch, channels, height, width) = tensor.dims4()?;
        let dims = [batch, channels, height, width];
        let mut buffer = pool.take(blocked_len(dims));
        with_slice(tensor, |values| to_blocked(values, &mut buffer, batch, channels, height * width))?;
        Ok(Self::new(buffer, dims))
    }

    /// `N x C x H x W` as everywhere else.
    pub fn to_tensor(&self) -> Result<Tensor> {
        let [batch, channels, height, width] = self.dims;
        let per_image = channels * height * width;
        let mut values = vec![0.0; batch * per_image];
        for (image, values) in values.chunks_mut(per_image.max(1)).enumerate() {
            to_plain(self.image(image), values, 1, channels, height * width);
        }
        Tensor::from_vec(values, &self.dims, &Device::Cpu)
    }

    pub fn dims(&self) -> [usize; 4] {
        self.dims
    }

    pub fn batch(&self) -> usize {
        self.dims[0]
    }

    pub fn size(&self) -> [usize; 2] {
        [self.dims[2], self.dims[3]]
    }

    pub fn pixels(&self) -> usize {
        self.dims[2] * self.dims[3]
    }

    /// Blocks of channels in use.
    pub fn used_blocks(&self) -> usize {
        block_count(self.dims[1])
    }

    pub fn view(&self) -> Maps<'_> {
        Maps::new(&self.buffer, self.blocks, self.first)
    }

    /// The blocks of one image, which lie side by side.
    pub fn image(&self, image: usize) -> &[f32] {
        let block = self.pixels() * LANES;
        &self.buffer[(image * self.blocks + self.first) * block..][..self.used_blocks() * block]
    }

    /// The images, to go through beside other maps of the same dimensions.
    pub fn images(&self) -> impl Iterator<Item = &[f32]> {
        (0..self.batch()).map(|image| self.image(image))
    }

    /// The values of all images; where the maps are a part of others, a copy.
    pub fn all(&self) -> Cow<'_, [f32]> {
        if self.blocks == self.used_blocks() {
            return Cow::Borrowed(&self.buffer[..blocked_len(self.dims)]);
        }
        Cow::Owned(self.images().flatten().copied().collect())
    }

    /// A buffer of its own with these maps and nothing else: the one at hand if nobody shares it, else a copy.
    pub fn into_buffer(self, pool: &Arc<Pool>) -> Buffer {
        let length = blocked_len(self.dims);
        if length != self.buffer.len() {
            return self.copy(pool);
        }
        match Arc::try_unwrap(self.buffer) {
            Ok(buffer) => buffer,
            Err(buffer) => Self { buffer, ..self }.copy(pool),
        }
    }

    fn copy(&self, pool: &Arc<Pool>) -> Buffer {
        let mut copy = pool.take(blocked_len(self.dims));
        let per_image = (self.used_blocks() * self.pixels() * LANES).max(1);
        for (copy, image) in copy.chunks_mut(per_image).zip(self.images()) {
            elementwise::copy(image, copy);
        }
        copy
    }

    /// Copies the maps into the blocks from `first` on of a buffer of `blocks` blocks per image.
    pub fn copy_into(&self, target: &mut [f32], blocks: usize, first: usize) {
        let block = self.pixels() * LANES;
        for (image, source) in self.images().enumerate() {
            elementwise::copy(source, &mut target[(image * blocks + first) * block..][..source.len()]);
        }
    }
}

/// A buffer of maps that fill it, to write.
pub(super) fn whole(buffer: &mut Buffer, channels: usize) -> MapsMut<'_> {
    MapsMut::new(buffer, block_count(channels), 0)
}

impl Value {
    /// The value as a tensor.
    pub fn to_tensor(&self) -> Result<Tensor> {
        match self {
            Self::Maps(maps) => maps.to_tensor(),
            Self::Plain(tensor) => Ok(tensor.clone()),
        }
    }

    /// The value as blocked maps.
    pub fn to_maps(&self, pool: &Arc<Pool>) -> Result<FeatureMaps> {
        match self {
            Self::Maps(maps) => Ok(maps.clone()),
            Self::Plain(tensor) => FeatureMaps::from_tensor(tensor, pool),
        }
    }

    /// The same, without a copy of blocked maps that nobody else holds.
    pub fn into_maps(self, pool: &Arc<Pool>) -> Result<FeatureMaps> {
        match self {
            Self::Maps(maps) => Ok(maps),
            Self::Plain(tensor) => FeatureMaps::from_tensor(&tensor, pool),
        }
    }

    pub fn dims(&self) -> &[usize] {
        match self {
            Self::Maps(maps) => &maps.dims,
            Self::Plain(tensor) => tensor.dims(),
        }
    }
}

/// Hands out a tensor's numbers in reading order.
pub(super) fn with_slice<R>(tensor: &Tensor, function: impl FnOnce(&[f32]) -> R) -> Result<R> {
    with_slices([tensor], |[values]| function(values))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_views_until_somebody_needs_them_alone() -> Result<()> {
        let pool = Arc::new(Pool::default());
        let tensor = Tensor::arange(0f32, 2.0 * 40.0 * 6.0, &Device::Cpu)?.reshape((2, 40, 2, 3))?;
        let maps = FeatureMaps::from_tensor(&tensor, &pool)?;
        let part = maps.part(1, 24);
        let expected = tensor.narrow(1, 16, 24)?.flatten_all()?.to_vec1::<f32>()?;
        assert_eq!(part.to_tensor()?.flatten_all()?.to_vec1::<f32>()?, expected);
        let alone = FeatureMaps::new(part.into_buffer(&pool), [2, 24, 2, 3]);
        assert_eq!(alone.to_tensor()?.flatten_all()?.to_vec1::<f32>()?, expected);
        let address = alone.image(0).as_ptr();
        assert_eq!(alone.into_buffer(&pool).as_ptr(), address);
        Ok(())
    }
}
