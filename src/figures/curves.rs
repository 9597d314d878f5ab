//! Curves over time with axes: what is measured again and again.

use super::drawing::{Anchor, Drawing, FAINT, Face, HAIRLINE, INK, Mark, Text};
use crate::words::Words;

const WIDTH: f32 = 560.0;
const HEIGHT: f32 = 260.0;
const LEFT: f32 = 60.0;
const RIGHT: f32 = 16.0;
const TOP: f32 = 28.0;
const BOTTOM: f32 = 40.0;
const LETTERS: f32 = 12.0;
/// About how many marks an axis has.
const MARKS: f64 = 5.0;

/// One line.
#[derive(Clone, Debug)]
pub struct Curve<'a> {
    /// What is measured.
    pub name: &'a str,
    /// Time and value.
    pub points: &'a [[f64; 2]],
    /// Its colour.
    pub colour: [u8; 3],
}

/// Curves of one unit.
#[derive(Clone, Debug)]
pub struct Plot<'a> {
    /// What they show.
    pub name: &'a str,
    /// The unit of time.
    pub time: &'a str,
    /// How a value is written.
    pub written: fn(Words, f32) -> String,
    /// The language of the numbers.
    pub words: Words,
    /// Where the scale ends at least, below and above.
    pub ends: [f64; 2],
    /// The lines.
    pub curves: &'a [Curve<'a>],
}

impl Plot<'_> {
    /// Draws them.
    pub fn drawing(&self) -> Drawing {
        let mut drawing = Drawing::new(WIDTH, HEIGHT);
        let points = || self.curves.iter().flat_map(|curve| curve.points).filter(|point| point[1].is_finite());
        let last = points().map(|point| point[0]).fold(0.0, f64::max);
        let [low, high] = points().fold(self.ends, |[low, high], point| [low.min(point[1]), high.max(point[1])]);
        let across = Axis::new(0.0, last.max(1.0), [LEFT, WIDTH - RIGHT], true);
        let up = Axis::new(low, high, [HEIGHT - BOTTOM, TOP], false);
        for (value, at) in up.marks() {
            drawing.add(Mark::Line { points: vec![[LEFT, at], [WIDTH - RIGHT, at]], colour: HAIRLINE, width: 1.0 });
            drawing.write_number((self.written)(self.words, value as f32), [LEFT - 6.0, at + 4.0], LETTERS, Anchor::End, FAINT);
        }
        for (value, at) in across.marks() {
            drawing.write_number(self.words.short(value as f32), [at, HEIGHT - BOTTOM + 16.0], LETTERS, Anchor::Middle, FAINT);
        }
        drawing.write(self.time, [(LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6.0], LETTERS, Anchor::Middle, FAINT);
        let (text, size, colour) = (self.name.to_owned(), LETTERS, FAINT);
        let at = [14.0, (TOP + HEIGHT - BOTTOM) / 2.0];
        drawing.add(Mark::Text(Text { text, at, size, colour, anchor: Anchor::Middle, face: Face::Words, upright: true }));
        let mut x = LEFT;
        for curve in self.curves {
            let points: Vec<[f32; 2]> = curve.points.iter().map(|point| [across.at(point[0]), up.at(point[1])]).collect();
            match points.as_slice() {
                [only] => drawing.add(Mark::Dot { at: *only, radius: 2.5, colour: curve.colour }),
                _ => drawing.add(Mark::Line { points, colour: curve.colour, width: 1.75 }),
            }
            drawing.add(Mark::Line { points: vec![[x, 12.0], [x + 14.0, 12.0]], colour: curve.colour, width: 2.0 });
            let value = curve.points.last().map(|point| (self.written)(self.words, point[1] as f32)).unwrap_or_default();
            let label = format!("{} {value}", curve.name);
            let width = super::letters::width(&label, LETTERS, Face::Words);
            drawing.write(label, [x + 19.0, 16.0], LETTERS, Anchor::Start, INK);
            x += 19.0 + width + 24.0;
        }
        drawing
    }
}

/// An axis with marks at round values.
struct Axis {
    low: f64,
    high: f64,
    places: [f32; 2],
    step: f64,
}

impl Axis {
    fn new(low: f64, high: f64, places: [f32; 2], whole: bool) -> Self {
        let step = round_step((high - low) / MARKS);
        let step = if whole { step.max(1.0).round() } else { step };
        Self { low, high: if high > low { high } else { low + 1.0 }, places, step }
    }

    fn at(&self, value: f64) -> f32 {
        let share = ((value - self.low) / (self.high - self.low)) as f32;
        self.places[0] + share * (self.places[1] - self.places[0])
    }

    fn marks(&self) -> impl Iterator<Item = (f64, f32)> {
        let first = (self.low / self.step).ceil() as i64;
        let last = (self.high / self.step + 1e-9).floor() as i64;
        (first..=last).take(20).map(|index| index as f64 * self.step).map(|value| (value, self.at(value)))
    }
}

/// 1, 2 or 5 times a power of ten, at least as large.
fn round_step(least: f64) -> f64 {
    if !(least.is_finite() && least > 0.0) {
        return 1.0;
    }
    let power = 10f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|step| *step >= least * 0.999).unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_at_round_values() {
        assert_eq!([0.03, 0.2, 1.1, 6.0, 0.0].map(round_step), [0.05, 0.2, 2.0, 10.0, 1.0]);
        let axis = Axis::new(0.0, 1.0, [200.0, 0.0], false);
        let marks: Vec<(f64, f32)> = axis.marks().collect();
        assert_eq!(marks.len(), 6);
        assert_eq!((marks[0].1, marks[5].1), (200.0, 0.0));
        let steps: Vec<f64> = Axis::new(0.0, 3.0, [0.0, 1.0], true).marks().map(|mark| mark.0).collect();
        assert_eq!(steps, [0.0, 1.0, 2.0, 3.0]);
    }

    #[test]
    fn curves_lie_where_their_values_are() {
        let points = [[0.0, 0.0], [10.0, 1.0]];
        let curves = [Curve { name: "held out", points: &points, colour: [1, 2, 3] }];
        let plot = Plot {
            name: "Accuracy",
            time: "steps",
            written: Words::short,
            words: Words::ENGLISH,
            ends: [0.0, 1.0],
            curves: &curves,
        };
        let drawing = plot.drawing();
        let line = drawing.marks.iter().find_map(|mark| match mark {
            Mark::Line { points, colour: [1, 2, 3], .. } => Some(points.clone()),
            _ => None,
        });
        assert_eq!(line, Some(vec![[LEFT, HEIGHT - BOTTOM], [WIDTH - RIGHT, TOP]]));
        let written = |text: &str| drawing.marks.iter().any(|mark| matches!(mark, Mark::Text(line) if line.text == text));
        assert!(["steps", "Accuracy", "held out 1", "0.4", "10"].into_iter().all(written));
    }

    #[test]
    fn nothing_measured_yet_is_an_empty_plot() {
        let curves = [Curve { name: "training", points: &[], colour: [0; 3] }];
        let plot =
            Plot { name: "Loss", time: "steps", written: Words::short, words: Words::ENGLISH, ends: [0.0, 0.1], curves: &curves };
        assert!(plot.drawing().marks.len() > 4);
    }
}
