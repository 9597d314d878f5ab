//! Strokes of a round brush as pixels: what is drawn by hand becomes a [`Picture`].
//!
//! A stroke is a line through points, as thick as the brush is wide, anti-aliased by its distance from pixel centres. It covers a
//! pixel once, however often it crosses itself. Knows no window: points and widths are fractions of a square sheet.

use super::Picture;

/// One movement of the brush.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    /// Where it went: x and y as fractions of the sheet's sides, from its upper left corner. One point is a dot.
    pub points: Vec<[f32; 2]>,
    /// Half of the brush's width, as a fraction of the sheet's width.
    pub radius: f32,
    /// Its colour.
    pub colour: [u8; 3],
}

impl Stroke {
    /// Draws it on the part of a picture that is the sheet: left, top, width and height in pixels. What reaches beyond the
    /// picture is cut off.
    pub fn draw(&self, picture: &mut Picture, sheet: [f64; 4]) {
        let covered = self.coverage([picture.width, picture.height], sheet);
        for (place, share) in covered.iter().enumerate().filter(|(_, share)| **share > 0.0) {
            picture.blend_pixel(place % picture.width, place / picture.width, self.colour, *share);
        }
    }

    /// How much of each pixel it covers, 0 to 1, row by row, on the sheet's part of a picture of this width and height. From half
    /// of a pixel on, its centre lies inside the stroke.
    pub fn coverage(&self, [columns, rows]: [usize; 2], sheet: [f64; 4]) -> Vec<f32> {
        let [left, top, width, height] = sheet.map(|side| side as f32);
        let places: Vec<[f32; 2]> = self.points.iter().map(|[x, y]| [left + x * width, top + y * height]).collect();
        let radius = self.radius * width;
        let mut covered = vec![0.0f32; columns * rows];
        for (index, &to) in places.iter().enumerate() {
            let from = places[index.saturating_sub(1)];
            cover(&mut covered, [columns, rows], [from, to], radius);
        }
        covered
    }
}

/// Covers what lies within `radius` of a straight line; the last half pixel at its edge is covered in part.
fn cover(covered: &mut [f32], [width, height]: [usize; 2], [from, to]: [[f32; 2]; 2], radius: f32) {
    let span = |axis: usize, limit: usize| {
        let low = from[axis].min(to[axis]) - radius - 1.0;
        let high = from[axis].max(to[axis]) + radius + 1.0;
        (low.max(0.0) as usize).min(limit)..(high.max(0.0).ceil() as usize).min(limit)
    };
    let along = [to[0] - from[0], to[1] - from[1]];
    let length = along[0] * along[0] + along[1] * along[1];
    for y in span(1, height) {
        for x in span(0, width) {
            let away = [x as f32 + 0.5 - from[0], y as f32 + 0.5 - from[1]];
            let part = if length > 0.0 { ((away[0] * along[0] + away[1] * along[1]) / length).clamp(0.0, 1.0) } else { 0.0 };
            let distance = (away[0] - part * along[0]).hypot(away[1] - part * along[1]);
            let share = (radius + 0.5 - distance).clamp(0.0, 1.0);
            let place = &mut covered[y * width + x];
            *place = place.max(share);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ink(picture: &Picture) -> f64 {
        picture.pixels.iter().step_by(3).map(|&byte| f64::from(byte) / 255.0).sum()
    }

    fn drawn(points: &[[f32; 2]], radius: f32, side: usize) -> Picture {
        let mut picture = Picture::filled(side, side, [0; 3]);
        let whole = [0.0, 0.0, side as f64, side as f64];
        Stroke { points: points.to_vec(), radius, colour: [255; 3] }.draw(&mut picture, whole);
        picture
    }

    #[test]
    fn a_dot_and_a_line_cover_their_areas() {
        let dot = ink(&drawn(&[[0.5, 0.5]], 0.1, 100));
        assert!((dot - std::f64::consts::PI * 100.0).abs() < 3.0, "{dot}");
        let line = ink(&drawn(&[[0.2, 0.5], [0.8, 0.5]], 0.05, 100));
        assert!((line - (60.0 * 10.0 + std::f64::consts::PI * 25.0)).abs() < 3.0, "{line}");
    }

    #[test]
    fn a_stroke_covers_a_pixel_once() {
        let there = drawn(&[[0.2, 0.5], [0.8, 0.45]], 0.03, 64);
        let back = drawn(&[[0.2, 0.5], [0.8, 0.45], [0.2, 0.5], [0.8, 0.45]], 0.03, 64);
        assert_eq!(there, back);
    }

    #[test]
    fn what_lies_beyond_the_picture_is_cut_off() {
        let outside = drawn(&[[-2.0, 0.5], [-1.0, 3.0]], 0.1, 20);
        assert_eq!(ink(&outside), 0.0);
        let half = ink(&drawn(&[[0.0, 0.5]], 0.2, 100));
        assert!((half - std::f64::consts::PI * 200.0).abs() < 3.0, "{half}");
    }

    #[test]
    fn a_sheet_may_be_a_part_of_the_picture() {
        let mut picture = Picture::filled(40, 30, [0; 3]);
        Stroke { points: vec![[0.5, 0.5]], radius: 0.3, colour: [9, 8, 7] }.draw(&mut picture, [20.0, 10.0, 10.0, 10.0]);
        assert_eq!(picture.pixel(24, 14), [9, 8, 7]);
        assert_eq!(picture.pixel(18, 14), [0; 3]);
    }
}
