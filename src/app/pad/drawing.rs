//! What is drawn on the pad: strokes that can be taken back and done again. Knows neither pixels nor networks.

use crate::app::settings::PadSettings;

/// What the brush does, in fractions of the sheet's sides from its upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Movement {
    /// It touches the sheet.
    Touch([f32; 2]),
    /// It moves on the sheet.
    To([f32; 2]),
}

/// What a stroke leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// This colour; where the network sees only brightness, white.
    Colour([u8; 3]),
    /// The bare sheet.
    Eraser,
}

/// One movement of the brush.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    /// Where it went.
    pub points: Vec<[f32; 2]>,
    /// The brush's width as a fraction of the sheet's.
    pub width: f32,
    /// What it left.
    pub ink: Ink,
}

/// The strokes, and what was taken back.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    strokes: Vec<Stroke>,
    /// The number of strokes that were cleared away.
    cleared: usize,
    past: Vec<Extent>,
    future: Vec<(Extent, Vec<Stroke>)>,
    revision: u64,
}

/// Which strokes are seen: those from the first number up to the second.
type Extent = [usize; 2];

impl Drawing {
    /// The strokes on the sheet, the first one lowest.
    pub fn strokes(&self) -> &[Stroke] {
        &self.strokes[self.cleared..]
    }

    /// Grows with every change; 0 as long as nothing was drawn.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether there is something to take back, and something to do again.
    pub fn reach(&self) -> (bool, bool) {
        (!self.past.is_empty(), !self.future.is_empty())
    }

    /// Follows the brush.
    pub fn follow(&mut self, movement: Movement, brush: &PadSettings) {
        match movement {
            Movement::Touch(at) => {
                self.leave();
                let ink = if brush.erases { Ink::Eraser } else { Ink::Colour(brush.colour) };
                self.strokes.push(Stroke { points: vec![at], width: brush.brush, ink });
            }
            Movement::To(at) => {
                let Some(stroke) = self.strokes.last_mut().filter(|stroke| stroke.points.last() != Some(&at)) else { return };
                stroke.points.push(at);
            }
        }
        self.revision += 1;
    }

    /// A whole stroke.
    pub fn draw(&mut self, points: &[[f32; 2]], brush: &PadSettings) {
        for (index, &at) in points.iter().enumerate() {
            self.follow(if index == 0 { Movement::Touch(at) } else { Movement::To(at) }, brush);
        }
    }

    /// An empty sheet; it can be taken back.
    pub fn clear(&mut self) {
        if !self.strokes().is_empty() {
            self.leave();
            self.cleared = self.strokes.len();
            self.revision += 1;
        }
    }

    /// Takes the last change back; answers whether there was one.
    pub fn undo(&mut self) -> bool {
        let Some(earlier) = self.past.pop() else { return false };
        let now = self.extent();
        let taken = self.strokes.split_off(earlier[1]);
        self.future.push((now, taken));
        self.cleared = earlier[0];
        self.revision += 1;
        true
    }

    /// Does again what was taken back; answers whether there was anything.
    pub fn redo(&mut self) -> bool {
        let Some((later, strokes)) = self.future.pop() else { return false };
        self.past.push(self.extent());
        self.strokes.extend(strokes);
        self.cleared = later[0];
        self.revision += 1;
        true
    }

    fn extent(&self) -> Extent {
        [self.cleared, self.strokes.len()]
    }

    fn leave(&mut self) {
        self.past.push(self.extent());
        self.future.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(drawing: &mut Drawing, x: f32) {
        drawing.draw(&[[x, 0.0], [x, 1.0]], &PadSettings::default());
    }

    fn places(drawing: &Drawing) -> Vec<f32> {
        drawing.strokes().iter().map(|stroke| stroke.points[0][0]).collect()
    }

    #[test]
    fn strokes_and_clearing_are_taken_back_and_done_again() {
        let mut drawing = Drawing::default();
        assert_eq!((drawing.undo(), drawing.revision()), (false, 0));
        draw(&mut drawing, 0.1);
        draw(&mut drawing, 0.2);
        drawing.clear();
        draw(&mut drawing, 0.3);
        assert_eq!(places(&drawing), [0.3]);
        let mut seen = Vec::new();
        while drawing.undo() {
            seen.push(places(&drawing));
        }
        assert_eq!(seen, [vec![], vec![0.1, 0.2], vec![0.1], vec![]]);
        for expected in [vec![0.1], vec![0.1, 0.2], vec![], vec![0.3]] {
            assert!(drawing.redo());
            assert_eq!(places(&drawing), expected);
        }
        assert!(!drawing.redo());
    }

    #[test]
    fn a_new_stroke_forgets_what_was_taken_back() {
        let mut drawing = Drawing::default();
        draw(&mut drawing, 0.1);
        draw(&mut drawing, 0.2);
        drawing.undo();
        draw(&mut drawing, 0.4);
        assert_eq!(drawing.reach(), (true, false));
        assert_eq!(places(&drawing), [0.1, 0.4]);
    }

    #[test]
    fn a_brush_that_rests_changes_nothing() {
        let mut drawing = Drawing::default();
        draw(&mut drawing, 0.1);
        let before = drawing.revision();
        drawing.follow(Movement::To([0.1, 1.0]), &PadSettings::default());
        assert_eq!(drawing.revision(), before);
    }
}
