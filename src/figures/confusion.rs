//! A confusion matrix: what things are, line by line, against what they were taken for. Cells are shaded by their share of the
//! line.

use super::{
    drawing::{Anchor, Drawing, FAINT, Face, HAIRLINE, INK, Mark, Text},
    letters::shortened,
};

/// More classes than this are shown without numbers and names.
const NAMED: usize = 24;
const CELL: f32 = 30.0;
const SMALL_CELL: f32 = 8.0;
const NAMES: f32 = 110.0;
const LETTERS: f32 = 11.0;
const RIGHT: [u8; 3] = [0x1F, 0x6F, 0xEB];
const WRONG: [u8; 3] = [0x9A, 0x67, 0x00];

/// Draws the matrix: how many things of a class (line) were taken for a class (column).
pub fn confusion(names: &[String], counts: &[Vec<usize>]) -> Drawing {
    let count = counts.len();
    let named = count <= NAMED;
    let (side, edge) = if named { (CELL, NAMES) } else { (SMALL_CELL, 0.0) };
    let mut drawing = Drawing::new(edge + side * count as f32, edge + side * count as f32);
    for (class, line) in counts.iter().enumerate() {
        let whole = line.iter().sum::<usize>().max(1);
        for (answer, &things) in line.iter().enumerate().filter(|(_, things)| **things > 0) {
            let (x, y) = (edge + answer as f32 * side, edge + class as f32 * side);
            let share = things as f32 / whole as f32;
            let colour = if class == answer { RIGHT } else { WRONG };
            // The square root keeps a single mistake among many visible.
            drawing.add(Mark::Area { at: [x, y, side, side], colour, opacity: 0.12 + 0.88 * share.sqrt() });
            if named {
                let ink = if share > 0.35 { [255; 3] } else { INK };
                let at = [x + side / 2.0, y + side / 2.0 + 4.0];
                drawing.write_number(things.to_string(), at, LETTERS, Anchor::Middle, ink);
            }
        }
    }
    for class in (0..count).filter(|_| named) {
        let name = names.get(class).map_or("", String::as_str);
        let middle = edge + (class as f32 + 0.5) * side + 4.0;
        let text = shortened(name, edge - 8.0, LETTERS, Face::Words);
        drawing.write(text.clone(), [edge - 6.0, middle], LETTERS, Anchor::End, FAINT);
        let (size, colour, face) = (LETTERS, FAINT, Face::Words);
        let above = Text { text, at: [middle, edge - 6.0], size, colour, anchor: Anchor::Start, face, upright: true };
        drawing.add(Mark::Text(above));
    }
    drawing.add(Mark::Edge { at: [edge, edge, side * count as f32, side * count as f32], colour: HAIRLINE, width: 1.0 });
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_shaded_by_their_share_of_the_line() {
        let names = ["cat", "dog"].map(str::to_owned);
        let drawing = confusion(&names, &[vec![3, 1], vec![0, 4]]);
        let opacities: Vec<f32> = drawing
            .marks
            .iter()
            .filter_map(|mark| if let Mark::Area { opacity, .. } = mark { Some(*opacity) } else { None })
            .collect();
        assert_eq!(opacities.len(), 3, "nothing is drawn where nothing is");
        assert!((opacities[2] - 1.0).abs() < 1e-6 && opacities[1] < opacities[0]);
        assert!(confusion(&[], &vec![vec![1; 30]; 30]).marks.iter().all(|mark| !matches!(mark, Mark::Text(_))));
    }
}
