//! How a convolution's work is cut into tasks: chunks of output tiles, bands of pixel tiles.

use std::ops::Range;

/// Tasks for each thread, so that one that is held up leaves something to the others.
const TASKS: usize = 4;

/// Equal chunks of output tiles, and equal bands of pixel tiles, of all images.
#[derive(Clone, Copy)]
pub(super) struct Share {
    groups: usize,
    output_tiles: usize,
    pixel_tiles: usize,
    chunks: usize,
    bands: usize,
}

/// One task: output tiles of a group at pixel tiles.
pub(super) struct Portion {
    pub group: usize,
    pub output_tiles: Range<usize>,
    pub pixel_tiles: Range<usize>,
}

impl Share {
    /// Cuts `output_tiles` x `pixel_tiles` for each of `groups`. Every task reads the weights of its chunk and the input of its
    /// band, so that what is larger is cut first.
    pub fn new(groups: usize, output_tiles: usize, pixel_tiles: usize, weights_outweigh: bool) -> Self {
        let wanted = (TASKS * rayon::current_num_threads()).div_ceil(groups.max(1));
        let (chunks, bands) = if weights_outweigh {
            let chunks = wanted.min(output_tiles);
            (chunks, wanted.div_ceil(chunks.max(1)).min(pixel_tiles))
        } else {
            let bands = wanted.min(pixel_tiles);
            (wanted.div_ceil(bands.max(1)).min(output_tiles), bands)
        };
        Self { groups, output_tiles, pixel_tiles, chunks, bands }
    }

    /// How many tasks there are.
    pub fn count(&self) -> usize {
        self.groups * self.chunks * self.bands
    }

    /// A task; those of one chunk follow each other.
    pub fn portion(&self, task: usize) -> Portion {
        let (rest, band) = (task / self.bands, task % self.bands);
        let (group, chunk) = (rest / self.chunks, rest % self.chunks);
        let part = |index: usize, parts: usize, total: usize| index * total / parts..(index + 1) * total / parts;
        Portion {
            group,
            output_tiles: part(chunk, self.chunks, self.output_tiles),
            pixel_tiles: part(band, self.bands, self.pixel_tiles),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_tiles_is_one_tasks() {
        for (groups, outputs, pixels) in [(1, 5, 4), (1, 1, 1), (3, 2, 100), (1, 64, 3), (2, 7, 13), (1, 0, 4)] {
            for weights_outweigh in [false, true] {
                let share = Share::new(groups, outputs, pixels, weights_outweigh);
                let mut seen = vec![0; groups * outputs * pixels];
                for portion in (0..share.count()).map(|task| share.portion(task)) {
                    for output in portion.output_tiles {
                        for pixel in portion.pixel_tiles.clone() {
                            seen[(portion.group * outputs + output) * pixels + pixel] += 1;
                        }
                    }
                }
                assert!(seen.iter().all(|seen| *seen == 1));
            }
        }
    }
}
