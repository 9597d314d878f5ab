//! Windows cut out of maps that differ from known ones inside one rectangle per image: what an image has of its own is laid over
//! what all of them share, and what lies outside of the map is filled.

use super::{
    layout::LANES,
    maps::{Maps, MapsMut},
    parallel,
};

/// Maps of many images that differ from those of one only inside a rectangle per image. Rows before columns everywhere.
#[derive(Clone, Copy, Debug)]
pub struct ChangedMaps<'a> {
    /// The maps of the one, `1 x blocks x H x W x 16` (or plain `1 x C x H x W`).
    pub base: Maps<'a>,
    /// `H x W`.
    pub size: [usize; 2],
    /// What stands in the rectangles, `N x blocks x h x w x 16` (or plain `N x C x h x w`).
    pub changed: Maps<'a>,
    /// `h x w`.
    pub part: [usize; 2],
    /// First row and column of each image's rectangle, which lies inside of the map.
    pub origins: &'a [[usize; 2]],
}

/// Windows of one size, one per image; they may reach outside of the map.
#[derive(Clone, Copy, Debug)]
pub struct Cut<'a> {
    /// Rows and columns.
    pub size: [usize; 2],
    /// First row and column of each image's window.
    pub starts: &'a [[isize; 2]],
    /// What stands outside of the map.
    pub outside: f32,
}

/// Cuts windows out of `blocks` blocks of blocked maps: `output` becomes `N x blocks x window x 16`.
///
/// # Panics
/// If a buffer is too short or a rectangle does not lie inside of the map.
pub fn cut_windows(maps: &ChangedMaps<'_>, blocks: usize, cut: &Cut<'_>, output: MapsMut<'_>) {
    let (pixels, part) = (maps.size[0] * maps.size[1], maps.part[0] * maps.part[1]);
    maps.base.check(1, blocks, pixels);
    maps.changed.check(maps.origins.len(), blocks, part);
    output.each_block(maps.origins.len(), blocks, cut.size[0] * cut.size[1], |image, block, output| {
        let (base, changed) = (maps.base.block(0, block, pixels), maps.changed.block(image, block, part));
        Rows::new(maps, cut, image).copy(base, changed, [cut.outside; LANES], output);
    });
}

/// Cuts windows out of plain maps of `channels` channels: `output` becomes `N x C x window`.
///
/// # Panics
/// If a buffer is too short or a rectangle does not lie inside of the map.
pub fn cut_plain_windows(maps: &ChangedMaps<'_>, channels: usize, cut: &Cut<'_>, output: &mut [f32]) {
    let (pixels, part) = (maps.size[0] * maps.size[1], maps.part[0] * maps.part[1]);
    let window = cut.size[0] * cut.size[1];
    let output = &mut output[..maps.origins.len() * channels * window];
    parallel::chunks(output, window, |index, output| {
        let (image, channel) = (index / channels, index % channels);
        let (base, changed) = (&maps.base.values[channel * pixels..][..pixels], &maps.changed.values[index * part..][..part]);
        Rows::new(maps, cut, image).copy(base, changed, cut.outside, output);
    });
}

/// Where the rows of one image's window come from.
struct Rows {
    width: usize,
    part_width: usize,
    /// First row and column of the window and of the rectangle.
    start: [isize; 2],
    origin: [usize; 2],
    /// Rows and columns of the window: outside before, base before, changed, base after, outside after.
    bounds: [[usize; 4]; 2],
    columns: usize,
}

impl Rows {
    fn new(maps: &ChangedMaps<'_>, cut: &Cut<'_>, image: usize) -> Self {
        let (start, origin) = (cut.starts[image], maps.origins[image]);
        let bounds = std::array::from_fn(|axis| {
            assert!(origin[axis] + maps.part[axis] <= maps.size[axis], "a rectangle that reaches outside of its map");
            let inside = |at: usize| (at as isize - start[axis]).clamp(0, cut.size[axis] as isize) as usize;
            [inside(0), inside(origin[axis]), inside(origin[axis] + maps.part[axis]), inside(maps.size[axis])]
        });
        Self { width: maps.size[1], part_width: maps.part[1], start, origin, bounds, columns: cut.size[1] }
    }

    fn copy<P: Copy>(&self, base: &[P], changed: &[P], outside: P, output: &mut [P]) {
        let [[top, changed_top, changed_bottom, bottom], [left, changed_left, changed_right, right]] = self.bounds;
        // A column of the window inside of the map or of the rectangle.
        let at = |column: usize, from: usize| (column as isize + self.start[1]) as usize - from;
        for (row, target) in output.chunks_exact_mut(self.columns.max(1)).enumerate() {
            if !(top..bottom).contains(&row) {
                target.fill(outside);
                continue;
            }
            target[..left].fill(outside);
            target[right..].fill(outside);
            let map_row = (row as isize + self.start[0]) as usize;
            let mut copy_base = |columns: std::ops::Range<usize>| {
                if !columns.is_empty() {
                    let source = &base[map_row * self.width + at(columns.start, 0)..][..columns.len()];
                    target[columns].copy_from_slice(source);
                }
            };
            if (changed_top..changed_bottom).contains(&row) && changed_left < changed_right {
                copy_base(left..changed_left);
                copy_base(changed_right..right);
                let source = (map_row - self.origin[0]) * self.part_width + at(changed_left, self.origin[1]);
                target[changed_left..changed_right].copy_from_slice(&changed[source..][..changed_right - changed_left]);
            } else {
                copy_base(left..right);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::reference::{Numbers, blocked, plain};

    /// Value by value: what a window shows.
    fn expected(base: &[f32], changed: &[f32], channels: usize, maps: &ChangedMaps<'_>, cut: &Cut<'_>) -> Vec<f32> {
        let ([height, width], [rows, columns]) = (maps.size, maps.part);
        let mut values = Vec::new();
        for (image, (start, origin)) in cut.starts.iter().zip(maps.origins).enumerate() {
            for channel in 0..channels {
                for row in 0..cut.size[0] {
                    for column in 0..cut.size[1] {
                        let (y, x) = (row as isize + start[0], column as isize + start[1]);
                        let (down, across) = (y - origin[0] as isize, x - origin[1] as isize);
                        values.push(if y < 0 || x < 0 || y >= height as isize || x >= width as isize {
                            cut.outside
                        } else if (0..rows as isize).contains(&down) && (0..columns as isize).contains(&across) {
                            changed[((image * channels + channel) * rows + down as usize) * columns + across as usize]
                        } else {
                            base[(channel * height + y as usize) * width + x as usize]
                        });
                    }
                }
            }
        }
        values
    }

    #[test]
    fn windows_show_the_rectangle_the_rest_and_the_outside() {
        let mut numbers = Numbers::new(21);
        let (size, channels, images) = ([7, 9], 20, 5);
        for part in [[1, 1], [3, 4], [7, 9], [7, 2]] {
            let (base, changed) = (numbers.many(channels * 63), numbers.many(images * channels * part[0] * part[1]));
            let origins: Vec<[usize; 2]> =
                (0..images).map(|_| [0, 1].map(|axis| numbers.below(size[axis] + 1 - part[axis]))).collect();
            for window in [[1, 1], [4, 5], [7, 9], [12, 3]] {
                let starts: Vec<[isize; 2]> =
                    (0..images).map(|_| [0, 1].map(|axis| numbers.below(size[axis] + 6) as isize - 5)).collect();
                let cut = Cut { size: window, starts: &starts, outside: -3.5 };
                let pixels = window[0] * window[1];
                let maps = |base, changed| ChangedMaps { base, size, changed, part, origins: &origins };

                let unblocked = maps(Maps::plain(&base), Maps::plain(&changed));
                let expected = expected(&base, &changed, channels, &unblocked, &cut);
                let mut found = vec![f32::NAN; images * channels * pixels];
                cut_plain_windows(&unblocked, channels, &cut, &mut found);
                assert_eq!(found, expected, "{part:?} in windows of {window:?}, plain");

                let base = blocked(&base, 1, channels, 63);
                let changed = blocked(&changed, images, channels, part[0] * part[1]);
                let mut found = vec![f32::NAN; images * 3 * pixels * LANES];
                let target = MapsMut::new(&mut found, 3, 1);
                cut_windows(&maps(Maps::new(&base, 2, 0), Maps::new(&changed, 2, 0)), 2, &cut, target);
                for (image, expected) in found.chunks(3 * pixels * LANES).zip(expected.chunks(channels * pixels)) {
                    assert!(image[..pixels * LANES].iter().all(|value| value.is_nan()), "a block of somebody else");
                    assert_eq!(plain(&image[pixels * LANES..], 1, channels, pixels), expected, "{part:?} in {window:?}");
                }
            }
        }
    }
}
