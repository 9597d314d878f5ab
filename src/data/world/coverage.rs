//! How much of each pixel an outline covers: exact areas, summed edge by edge. Knows no colours.

use super::geometry::{Point, bounds};

/// Shares (0 to 1) of the pixels of a box.
#[derive(Clone, Debug, Default)]
pub(super) struct Coverage {
    /// First column and row of the box.
    pub left: usize,
    pub top: usize,
    /// Columns and rows of the box; 0 where nothing is covered.
    pub width: usize,
    pub height: usize,
    /// Row by row.
    pub shares: Vec<f32>,
}

impl Coverage {
    /// Fills contours that are in pixels, clipped to a picture, with `margin` empty pixels around them where there is room.
    pub fn of(contours: &[Vec<Point>], [width, height]: [usize; 2], margin: usize) -> Self {
        let Some([left, top, right, bottom]) = bounds(contours.iter().flatten()) else { return Self::default() };
        let span = |low: f32, high: f32, limit: usize| {
            let first = (low.floor().max(0.0) as usize).saturating_sub(margin).min(limit);
            let end = ((high.ceil().max(0.0) as usize) + margin).min(limit);
            (first, end.max(first))
        };
        let ((left, right), (top, bottom)) = (span(left, right, width), span(top, bottom, height));
        let (width, height) = (right - left, bottom - top);
        if width == 0 || height == 0 {
            return Self::default();
        }
        // One column more takes what lies beyond the right edge.
        let stride = width + 2;
        let mut sums = vec![0.0; stride * height];
        let local = |[x, y]: Point| [x - left as f32, y - top as f32];
        for contour in contours {
            let Some(&last) = contour.last() else { continue };
            let mut from = local(last);
            for &point in contour {
                let to = local(point);
                add_edge(&mut sums, stride, height, from, to);
                from = to;
            }
        }
        let mut shares = Vec::with_capacity(width * height);
        for row in sums.chunks_exact(stride) {
            let mut sum = 0.0;
            shares.extend(row[..width].iter().map(|change| {
                sum += change;
                f32::min(sum.abs(), 1.0)
            }));
        }
        Self { left, top, width, height, shares }
    }

    /// The same, smoothed by a box of `2 radius + 1` pixels in both directions (outside counts as empty).
    pub fn blurred(&self, radius: usize) -> Self {
        if radius == 0 || self.shares.is_empty() {
            return self.clone();
        }
        let mut across = vec![0.0; self.shares.len()];
        for (row, out) in self.shares.chunks_exact(self.width).zip(across.chunks_exact_mut(self.width)) {
            blur_line(|at| row[at], |at, value| out[at] = value, self.width, radius);
        }
        let mut both = vec![0.0; self.shares.len()];
        for column in 0..self.width {
            let at = |row: usize| row * self.width + column;
            blur_line(|row| across[at(row)], |row, value| both[at(row)] = value, self.height, radius);
        }
        Self { shares: both, ..*self }
    }

    /// The share of a pixel of the box, 0 outside of it.
    pub fn at(&self, x: isize, y: isize) -> f32 {
        let inside = x >= 0 && y >= 0 && (x as usize) < self.width && (y as usize) < self.height;
        if inside { self.shares[y as usize * self.width + x as usize] } else { 0.0 }
    }
}

fn blur_line(read: impl Fn(usize) -> f32, mut write: impl FnMut(usize, f32), length: usize, radius: usize) {
    let share = 1.0 / (2 * radius + 1) as f32;
    let mut sum: f32 = (0..radius.min(length)).map(&read).sum();
    for at in 0..length {
        if at + radius < length {
            sum += read(at + radius);
        }
        write(at, sum.max(0.0) * share);
        if at >= radius {
            sum -= read(at - radius);
        }
    }
}

/// Adds an edge to the changes along each row: summed from the left they give the share of each pixel that lies right of it.
fn add_edge(sums: &mut [f32], stride: usize, height: usize, from: Point, to: Point) {
    let (sign, [ax, ay], [bx, by]) = if from[1] <= to[1] { (1.0, from, to) } else { (-1.0, to, from) };
    let (top, bottom) = (ay.max(0.0), by.min(height as f32));
    if bottom <= top {
        return;
    }
    let slope = (bx - ax) / (by - ay);
    let limit = (stride - 2) as f32;
    for row in top as usize..(bottom.ceil() as usize).min(height) {
        let (above, below) = (top.max(row as f32), bottom.min((row + 1) as f32));
        let ends = [above, below].map(|y| (ax + (y - ay) * slope).clamp(0.0, limit));
        let (low, high) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
        let signed_height = sign * (below - above);
        let line = &mut sums[row * stride..(row + 1) * stride];
        // The area left of `x` and right of the edge, for an edge of height 1.
        let area = |x: f32| {
            if x <= low {
                0.0
            } else if x >= high {
                x - 0.5 * (low + high)
            } else {
                (x - low) * (x - low) / (2.0 * (high - low))
            }
        };
        let (first, last) = (low as usize, (high as usize + 1).min(stride - 1));
        for (change, column) in line[first..=last].iter_mut().zip(first..) {
            let x = column as f32;
            *change += signed_height * (area(x + 1.0) - 2.0 * area(x) + area(x - 1.0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_exact() {
        let square = Coverage::of(&[vec![[1.25, 1.5], [3.25, 1.5], [3.25, 3.0], [1.25, 3.0]]], [8, 8], 0);
        assert_eq!((square.left, square.top, square.width, square.height), (1, 1, 3, 2));
        assert_eq!(square.shares, [0.375, 0.5, 0.125, 0.75, 1.0, 0.25]);
        let triangle = Coverage::of(&[vec![[0.0, 0.0], [7.0, 2.0], [1.0, 6.0]]], [8, 8], 1);
        let total: f32 = triangle.shares.iter().sum();
        assert!((total - 20.0).abs() < 1.0e-4, "{total}");
    }

    #[test]
    fn what_lies_outside_is_cut_off() {
        let around = Coverage::of(&[vec![[-5.0, -5.0], [20.0, -5.0], [20.0, 20.0], [-5.0, 20.0]]], [4, 4], 2);
        assert_eq!((around.width, around.height), (4, 4));
        assert!(around.shares.iter().all(|&share| (share - 1.0).abs() < 1.0e-6));
        assert_eq!(Coverage::of(&[vec![[9.0, 0.0], [12.0, 0.0], [12.0, 3.0]]], [4, 4], 0).shares, [0.0; 0]);
    }
}
