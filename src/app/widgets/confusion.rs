//! A confusion matrix: what things are, line by line, against what they were taken for, column by column.
//!
//! Cells are shaded by their share of the line, so that classes of different sizes compare; right answers and mistakes have
//! colours of their own.

use egui::{Align2, FontId, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, epaint::TextShape, pos2, vec2};

use super::fit_to_width;
use crate::{
    app::{
        say::Say,
        theme::{Theme, caption, magnification},
    },
    words::{Words, frame},
};

/// More classes than this are shown without numbers and named only under the pointer.
const NAMED: usize = 24;
/// A cell's side at most.
const LARGEST_CELL: f32 = 44.0;

/// A matrix to show.
pub struct Confusion<'a> {
    /// The classes' names.
    pub classes: &'a [String],
    /// How many things of a class (line) were taken for a class (column).
    pub counts: &'a [Vec<usize>],
    /// The cell whose things are shown: class and answer.
    pub selected: Option<[usize; 2]>,
}

impl Confusion<'_> {
    /// Shows it as wide as the room; answers the cell that was clicked.
    pub fn show(&self, ui: &mut Ui) -> Option<[usize; 2]> {
        let theme = Theme::of(ui);
        let count = self.counts.len();
        if count == 0 {
            return None;
        }
        let named = count <= NAMED;
        let font = caption().resolve(ui.style());
        let names_width = if named { 96.0 * magnification(ui.style()) } else { 0.0 };
        let side = ((ui.available_width() - names_width) / count as f32).min(LARGEST_CELL * magnification(ui.style()));
        // Names of columns stand upright unless the columns are wide enough.
        let width = |class: usize| ui.painter().layout_no_wrap(self.name(class), font.clone(), theme.weak).size().x;
        let widest = if named { (0..count).map(width).fold(0.0, f32::max) } else { 0.0 };
        let names_height = match (named, widest < side) {
            (false, _) => 0.0,
            (true, true) => font.size + 6.0,
            (true, false) => widest.min(names_width) + 6.0,
        };
        let size = vec2(ui.available_width(), names_height + side * count as f32);
        let (area, response) = ui.allocate_exact_size(size, Sense::hover());
        let words = ui.words();
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words.say(&frame::confusion_of(count))));
        let corner = area.min + vec2(names_width, names_height);
        let cells = Rect::from_min_size(corner, vec2(side, side) * count as f32);
        if !ui.is_rect_visible(area) {
            return None;
        }
        ui.painter().rect_filled(cells, 0.0, theme.card);
        let mut clicked = None;
        for (class, line) in self.counts.iter().enumerate() {
            let whole = line.iter().sum::<usize>();
            for (answer, &things) in line.iter().enumerate().take(count) {
                let rect = Rect::from_min_size(corner + vec2(answer as f32, class as f32) * side, vec2(side, side));
                self.paint(ui, rect, [class, answer], (things, whole));
            }
        }
        if named {
            self.names(ui, area, corner, (side, widest < side));
        }
        // Empty cells have nothing to open.
        let filled = |class: usize, answer: usize| self.counts[class].get(answer).is_some_and(|&things| things > 0);
        for class in 0..count {
            for answer in (0..count).filter(|&answer| named && filled(class, answer)) {
                let rect = Rect::from_min_size(corner + vec2(answer as f32, class as f32) * side, vec2(side, side));
                let cell = ui.interact(rect, ui.scope_id().with(("confusion", class, answer)), Sense::click());
                let said = self.said([class, answer], ui.words());
                cell.widget_info(|| WidgetInfo::selected(Role::Button, true, self.selected == Some([class, answer]), &said));
                if cell.hovered() || cell.has_focus() {
                    ui.painter().rect_stroke(rect, 0.0, Stroke::new(1.5, theme.text), StrokeKind::Inside);
                }
                if cell.on_hover_text(said).clicked() {
                    clicked = Some([class, answer]);
                }
            }
        }
        if !named {
            clicked = self.anywhere(ui, cells, count);
        }
        clicked
    }

    /// Many classes share one field under the pointer.
    fn anywhere(&self, ui: &Ui, cells: Rect, count: usize) -> Option<[usize; 2]> {
        let response = ui.interact(cells, ui.scope_id().with("confusion"), Sense::click());
        let cell = response.hover_pos().and_then(|pointer| super::position_at(cells, pointer, count, count))?;
        let clicked = response.clicked() && self.counts[cell[0]].get(cell[1]).is_some_and(|&things| things > 0);
        response.on_hover_text_at_pointer(self.said(cell, ui.words()));
        clicked.then_some(cell)
    }

    fn paint(&self, ui: &Ui, rect: Rect, [class, answer]: [usize; 2], (things, whole): (usize, usize)) {
        let theme = Theme::of(ui);
        let painter = ui.painter();
        let share = things as f32 / whole.max(1) as f32;
        let colour = if class == answer { theme.accent } else { theme.warning };
        let inner = rect.shrink(if rect.width() > 8.0 { 0.5 } else { 0.0 });
        if things > 0 {
            // The square root keeps a single mistake among many visible.
            painter.rect_filled(inner, 0.0, colour.gamma_multiply(0.12 + 0.88 * share.sqrt()));
        }
        if things > 0 && rect.width() >= 20.0 {
            let font = FontId::monospace((rect.width() * 0.36).min(12.0 * magnification(ui.style())));
            let ink = if share > 0.35 { theme.ground } else { theme.text };
            painter.text(rect.center(), Align2::CENTER_CENTER, things.to_string(), font, ink);
        }
        if self.selected == Some([class, answer]) {
            painter.rect_stroke(rect, 0.0, Stroke::new(2.0, theme.text), StrokeKind::Inside);
        }
    }

    fn names(&self, ui: &Ui, area: Rect, corner: egui::Pos2, (side, fit): (f32, bool)) {
        let theme = Theme::of(ui);
        for class in 0..self.counts.len() {
            let name = self.name(class);
            let chosen = self.selected.is_some_and(|cell| cell.contains(&class));
            let ink = if chosen { theme.text } else { theme.weak };
            let galley = fit_to_width(ui, &name, &caption(), corner.x - area.left() - 6.0);
            let middle = corner.y + (class as f32 + 0.5) * side;
            ui.painter().galley(pos2(corner.x - 6.0 - galley.size().x, middle - galley.size().y / 2.0), galley, ink);
            let column = corner.x + (class as f32 + 0.5) * side;
            let above = fit_to_width(ui, &name, &caption(), if fit { side } else { corner.y - area.top() - 4.0 });
            let size = above.size();
            if fit {
                ui.painter().galley(pos2(column - size.x / 2.0, area.top()), above, ink);
            } else {
                let upright = TextShape::new(pos2(column - size.y / 2.0, corner.y - 4.0), above, ink);
                ui.painter().add(upright.with_angle(-std::f32::consts::FRAC_PI_2));
            }
        }
    }

    fn name(&self, class: usize) -> String {
        self.classes.get(class).cloned().unwrap_or_else(|| class.to_string())
    }

    /// A cell in words.
    fn said(&self, [class, answer]: [usize; 2], words: Words) -> String {
        let line = &self.counts[class];
        let (things, whole) = (line.get(answer).copied().unwrap_or(0), line.iter().sum::<usize>());
        words.say(&if class == answer {
            frame::cell_recognised(things, whole, self.name(class))
        } else {
            frame::cell_taken_for(things, whole, self.name(class), self.name(answer))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_speak() {
        let classes = ["cat", "dog"].map(str::to_owned);
        let counts = vec![vec![3, 1], vec![0, 4]];
        let matrix = Confusion { classes: &classes, counts: &counts, selected: None };
        assert_eq!(matrix.said([0, 0], Words::ENGLISH), "3 of 4 cat recognised");
        assert_eq!(matrix.said([0, 1], Words::ENGLISH), "1 of 4 cat taken for dog");
    }
}
