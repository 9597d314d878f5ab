//! A small grid of numbers, each on the colour of its value: a window of a map, a kernel, their products.

use egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Stroke, StrokeKind, pos2, vec2};

use crate::{
    app::theme::{BLACK, ON_PICTURE, SHADOW, ink},
    figures::Table,
    picture::Scale,
    words::Words,
};

/// Cells that are narrower than this show their colour alone.
const NUMBERS_FROM: f32 = 30.0;
/// Height of a cell with a number.
const WITH_NUMBER: f32 = 15.0;

/// How wide and high a cell is.
#[derive(Clone, Copy)]
pub struct CellSize {
    width: f32,
    height: f32,
    magnified: f32,
}

impl CellSize {
    /// The largest that fits: so many columns in so much room.
    pub fn fitting(room: f32, columns: usize, magnified: f32) -> Self {
        // A single number may be wide, so that the column's name has room.
        let widest = if columns == 1 { 58.0 } else { 36.0 };
        let width = (room / columns.max(1) as f32).floor().clamp(4.0, widest * magnified);
        let has_numbers = width >= NUMBERS_FROM * magnified;
        Self { width, height: if has_numbers { WITH_NUMBER * magnified } else { width.min(15.0) }, magnified }
    }

    /// The cell of this row and column in a grid at `corner`.
    pub fn cell(self, corner: Pos2, [row, column]: [usize; 2]) -> Rect {
        let at = pos2(corner.x + column as f32 * self.width, corner.y + row as f32 * self.height);
        Rect::from_min_size(at, vec2(self.width, self.height))
    }

    /// Row and column of the cell at a place in a grid at `corner`.
    pub fn at(self, corner: Pos2, grid: [usize; 2], place: Pos2) -> Option<[usize; 2]> {
        let inside = Rect::from_min_size(corner, self.of_grid(grid)).contains(place);
        inside.then(|| [((place.y - corner.y) / self.height) as usize, ((place.x - corner.x) / self.width) as usize])
    }

    /// Of a grid of rows and columns.
    pub fn of_grid(self, [rows, columns]: [usize; 2]) -> egui::Vec2 {
        vec2(self.width * columns as f32, self.height * rows as f32)
    }
}

/// How numbers become colours and text.
pub struct Paper<'a> {
    /// Colours.
    pub table: &'a Table,
    /// Their ends.
    pub scale: Scale,
    /// The language.
    pub words: Words,
    /// How large the numbers are.
    pub font: FontId,
}

impl Paper<'_> {
    /// Paints numbers with their row and column; answers the place of the whole grid.
    pub fn paint(
        &self,
        painter: &Painter,
        corner: Pos2,
        (size, grid): (CellSize, [usize; 2]),
        numbers: impl Iterator<Item = ([usize; 2], f64)>,
    ) -> Rect {
        for (at, number) in numbers {
            let cell = size.cell(corner, at);
            let colour = self.table.colour(&self.scale, number as f32);
            painter.rect_filled(cell.shrink(0.5), 1.0, ink(colour));
            if size.width >= NUMBERS_FROM * size.magnified {
                let decimals = if number.abs() < 99.5 { 2 } else { 0 };
                // What rounds to zero has no sign.
                let number = if number.abs() < 0.005 { 0.0 } else { number };
                let text = self.words.fixed(number, decimals);
                let at = cell.right_center() - vec2(2.5, 0.0);
                painter.text(at, Align2::RIGHT_CENTER, text, self.font.clone(), readable_on(colour));
            }
        }
        Rect::from_min_size(corner, size.of_grid(grid))
    }
}

/// Outlines a cell that is pointed at.
pub fn outlined(painter: &Painter, cell: Rect) {
    painter.rect_stroke(cell, 1.0, Stroke::new(3.0, SHADOW), StrokeKind::Middle);
    painter.rect_stroke(cell, 1.0, Stroke::new(1.5, ON_PICTURE), StrokeKind::Middle);
}

/// Black on light, white on dark (luma of ITU-R BT.709).
fn readable_on([red, green, blue]: [u8; 3]) -> Color32 {
    let luma = 0.2126 * f32::from(red) + 0.7152 * f32::from(green) + 0.0722 * f32::from(blue);
    if luma > 120.0 { BLACK } else { ON_PICTURE }
}
