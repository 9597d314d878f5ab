//! The channel-blocked layout `N x ceil(C / 16) x H x W x 16` and its conversion from and to `N x C x H x W`.

use super::parallel;

/// Channels of a block.
pub const LANES: usize = 16;

/// Values that make a task worth sharing.
const GRAIN: usize = 4096;

/// Blocks that hold `channels` channels.
pub fn block_count(channels: usize) -> usize {
    channels.div_ceil(LANES)
}

/// Values of `batch` maps of `pixels` pixels in the blocked layout.
pub fn blocked_len(batch: usize, channels: usize, pixels: usize) -> usize {
    batch * block_count(channels) * pixels * LANES
}

/// From `N x C x H x W` (`pixels = H * W`) to blocked; lanes without a channel become zero.
///
/// # Panics
/// If a slice is shorter than its shape says.
pub fn to_blocked(plain: &[f32], blocked: &mut [f32], batch: usize, channels: usize, pixels: usize) {
    let blocks = block_count(channels);
    assert!(plain.len() >= batch * channels * pixels, "plain maps are shorter than their shape");
    if pixels == 0 {
        return;
    }
    let blocked = &mut blocked[..batch * blocks * pixels * LANES];
    parallel::chunks(blocked, pixels * LANES, |block, target| {
        let (image, block) = (block / blocks, block % blocks);
        let first = block * LANES;
        let planes: [&[f32]; LANES] = std::array::from_fn(|lane| {
            let channel = first + lane;
            let start = (image * channels + channel) * pixels;
            if channel < channels { &plain[start..start + pixels] } else { &[] }
        });
        let used = LANES.min(channels - first);
        for (pixel, target) in target.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            target[used..].fill(0.0);
            for (value, plane) in target.iter_mut().zip(&planes[..used]) {
                *value = plane[pixel];
            }
        }
    });
}

/// From blocked to `N x C x H x W` (`pixels = H * W`).
///
/// # Panics
/// If a slice is shorter than its shape says.
pub fn to_plain(blocked: &[f32], plain: &mut [f32], batch: usize, channels: usize, pixels: usize) {
    let blocks = block_count(channels);
    assert!(blocked.len() >= batch * blocks * pixels * LANES, "blocked maps are shorter than their shape");
    if pixels == 0 {
        return;
    }
    let plain = &mut plain[..batch * channels * pixels];
    // Whole channels, as many as make a task worth sharing.
    let together = (GRAIN / pixels).max(1);
    parallel::chunks(plain, together * pixels, |first, planes| {
        for (map, plane) in planes.chunks_mut(pixels).enumerate() {
            let map = first * together + map;
            let (image, channel) = (map / channels, map % channels);
            let (block, lane) = (channel / LANES, channel % LANES);
            let start = (image * blocks + block) * pixels * LANES;
            let source = blocked[start..start + pixels * LANES].as_chunks::<LANES>().0;
            for (value, source) in plane.iter_mut().zip(source) {
                *value = source[lane];
            }
        }
    });
}

/// Sets the lanes without a channel to zero, where an operation has filled them with something that is not finite.
pub fn clear_unused_lanes(blocked: &mut [f32], channels: usize, pixels: usize) {
    let used = channels % LANES;
    if used == 0 || pixels == 0 {
        return;
    }
    for maps in blocked.chunks_mut(block_count(channels) * pixels * LANES) {
        let last = maps.len().saturating_sub(pixels * LANES);
        for pixel in maps[last..].as_chunks_mut::<LANES>().0 {
            pixel[used..].fill(0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_is_the_identity() {
        for (batch, channels, pixels) in [(1, 3, 7), (2, 16, 5), (3, 17, 1), (1, 30, 12), (2, 64, 9)] {
            let plain: Vec<f32> = (0..batch * channels * pixels).map(|value| value as f32 + 1.0).collect();
            let mut blocked = vec![f32::NAN; blocked_len(batch, channels, pixels)];
            to_blocked(&plain, &mut blocked, batch, channels, pixels);
            assert_eq!(blocked[LANES * (pixels - 1)], plain[pixels - 1]);
            assert_eq!(blocked.iter().filter(|value| **value == 0.0).count(), blocked.len() - plain.len());
            let mut back = vec![0.0; plain.len()];
            to_plain(&blocked, &mut back, batch, channels, pixels);
            assert_eq!(back, plain);
        }
    }

    #[test]
    fn clears_only_the_lanes_without_a_channel() {
        let mut blocked = vec![1.0; blocked_len(2, 17, 3)];
        clear_unused_lanes(&mut blocked, 17, 3);
        assert_eq!(blocked.iter().filter(|value| **value == 1.0).count(), 2 * 17 * 3);
    }
}
