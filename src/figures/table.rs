//! A table as a drawing: a head, a line, and rows; words to the left, numbers to the right.

use super::{
    drawing::{Anchor, Drawing, FAINT, Face, HAIRLINE, INK, Mark},
    letters::{shortened, width},
};

const ROW: f32 = 19.0;
const LETTERS: f32 = 12.0;
const GAP: f32 = 22.0;
/// A column at most.
const WIDEST: f32 = 280.0;

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// What stands above it.
    pub name: String,
    /// Whether its cells are numbers.
    pub is_number: bool,
    /// Its cells, from the first row to the last.
    pub cells: Vec<String>,
}

/// Draws the columns beside each other.
pub fn table(columns: &[Column]) -> Drawing {
    let face = |column: &Column| if column.is_number { Face::Numbers } else { Face::Words };
    let breadth = |column: &Column| {
        let cells = column.cells.iter().map(|cell| width(cell, LETTERS, face(column)));
        cells.chain([width(&column.name, LETTERS, Face::Words)]).fold(0.0, f32::max).min(WIDEST)
    };
    let widths: Vec<f32> = columns.iter().map(breadth).collect();
    let whole = widths.iter().sum::<f32>() + GAP * columns.len().saturating_sub(1) as f32;
    let rows = columns.iter().map(|column| column.cells.len()).max().unwrap_or_default();
    let mut drawing = Drawing::new(whole, ROW * (rows + 1) as f32 + 4.0);
    drawing.add(Mark::Line { points: vec![[0.0, ROW + 0.5], [whole, ROW + 0.5]], colour: HAIRLINE, width: 1.0 });
    let mut left = 0.0;
    for (column, width) in columns.iter().zip(widths) {
        let (at, anchor) = if column.is_number { (left + width, Anchor::End) } else { (left, Anchor::Start) };
        drawing.write(column.name.clone(), [at, 13.0], LETTERS, anchor, FAINT);
        for (row, cell) in column.cells.iter().enumerate() {
            let base = (row + 1) as f32 * ROW + 17.0;
            let cell = shortened(cell, WIDEST, LETTERS, face(column));
            if column.is_number {
                drawing.write_number(cell, [at, base], LETTERS, anchor, INK);
            } else {
                drawing.write(cell, [at, base], LETTERS, anchor, INK);
            }
        }
        left += width + GAP;
    }
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_where_their_column_ends() {
        let column = |name: &str, is_number, cells: [&str; 2]| Column {
            name: name.to_owned(),
            is_number,
            cells: cells.map(str::to_owned).to_vec(),
        };
        let drawing = table(&[column("layer", false, ["conv1", "fc"]), column("weights", true, ["9 408", "513 000"])]);
        let numbers: Vec<f32> = drawing
            .marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Text(text) if text.face == Face::Numbers => Some(text.at[0]),
                _ => None,
            })
            .collect();
        assert_eq!(numbers, [drawing.size[0]; 2]);
    }
}
