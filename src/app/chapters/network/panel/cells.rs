//! A small grid of numbers, each on the colour of its value: a window of a map, a kernel, their products.

use egui::{Align2, Color32, FontId, Painter, Pos2, Rect, pos2, vec2};

use crate::{
    app::theme::{BLACK, ON_PICTURE, ink},
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
        for ([row, column], number) in numbers {
            let at = pos2(corner.x + column as f32 * size.width, corner.y + row as f32 * size.height);
            let cell = Rect::from_min_size(at, vec2(size.width, size.height));
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

/// Black on light, white on dark (luma of ITU-R BT.709).
fn readable_on([red, green, blue]: [u8; 3]) -> Color32 {
    let luma = 0.2126 * f32::from(red) + 0.7152 * f32::from(green) + 0.0722 * f32::from(blue);
    if luma > 120.0 { BLACK } else { ON_PICTURE }
}
