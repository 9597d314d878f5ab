//! What the columns cost and see, as bars on the same axis: multiply-adds, weights, and what a position sees (logarithmic).

use super::given::Row;
use crate::{
    anatomy::Cost,
    figures::{
        drawing::{Anchor, Drawing, Face, Mark},
        letters,
    },
    words::anatomy as say,
};

/// A column of the row.
#[derive(Clone, Copy)]
pub struct Column {
    /// Where its middle lies.
    pub middle: f32,
    /// How broad it is.
    pub broad: f32,
    /// What it costs and sees.
    pub cost: Cost,
    /// Whether it is selected.
    pub is_selected: bool,
}

/// The height of one row of bars, with its numbers.
const STRIP: f32 = 40.0;
/// Of which the bars take at most.
const TALLEST: f32 = 25.0;
const LETTERS: f32 = 10.5;

/// How high all rows of bars are.
pub fn height(larger: f32) -> f32 {
    3.0 * STRIP * larger
}

/// Adds the bars from a height downwards.
pub fn add(over: &mut Drawing, row: &Row<'_>, columns: &[Column], top: f32) {
    let (measures, words) = (row.measures, row.words);
    let operations: Vec<(f32, String)> = columns
        .iter()
        .map(|column| {
            let count = column.cost.multiply_adds;
            (count as f32 / measures.multiply_adds.max(1) as f32, words.brief(count as usize))
        })
        .collect();
    strip(over, row, columns, &operations, (words.say(&say::MULTIPLY_ADDS), top));
    let weights: Vec<(f32, String)> = columns
        .iter()
        .map(|column| (column.cost.weights as f32 / measures.weights.max(1) as f32, words.brief(column.cost.weights)))
        .collect();
    strip(over, row, columns, &weights, (words.say(&say::WEIGHTS), top + STRIP * row.larger));
    let height = row.anatomy.parts.first().map_or(1, |input| input.volume[1]);
    let largest = (measures.sees.max(measures.side) as f32).max(2.0).ln();
    let seen = |sees: usize| if sees <= 1 { 0.0 } else { (sees as f32).ln() / largest };
    let sees: Vec<(f32, String)> =
        columns.iter().map(|column| (seen(column.cost.sees[0]), column.cost.sees[0].to_string())).collect();
    let lowest = top + 2.0 * STRIP * row.larger;
    // From here on a position can see the whole picture.
    let y = lowest + (STRIP - TALLEST * seen(height)) * row.larger;
    let end = columns.last().map_or(0.0, |last| last.middle + last.broad / 2.0);
    let note = words.say(&say::the_picture(height.to_string()));
    let start = letters::width(&note, LETTERS * row.larger * 0.92, Face::Words) + 4.0;
    over.write(note, [0.0, y + 3.0 * row.larger], LETTERS * row.larger * 0.92, Anchor::Start, row.palette.faint);
    let mut x = start;
    while x < end {
        over.add(Mark::Line { points: vec![[x, y], [(x + 2.0).min(end), y]], colour: row.palette.faint, width: 1.0 });
        x += 5.0;
    }
    strip(over, row, columns, &sees, (words.say(&say::SEES), lowest));
}

fn strip(over: &mut Drawing, row: &Row<'_>, columns: &[Column], bars: &[(f32, String)], (name, top): (String, f32)) {
    let (palette, larger) = (row.palette, row.larger);
    let base = top + STRIP * larger;
    let size = LETTERS * larger;
    over.write(name, [0.0, base - 4.0 * larger], size, Anchor::Start, palette.faint);
    let end = columns.last().map_or(0.0, |last| last.middle + last.broad / 2.0);
    over.add(Mark::Line { points: vec![[0.0, base], [end, base]], colour: palette.line, width: 1.0 });
    // Numbers that would meet give way to the larger one; the selected one's always stands.
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by(|&one, &two| {
        let key = |index: usize| (columns[index].is_selected, bars[index].0);
        key(two).partial_cmp(&key(one)).unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut written: Vec<[f32; 2]> = Vec::new();
    for index in order {
        let (column, (share, number)) = (&columns[index], &bars[index]);
        if *share <= 0.0 {
            continue;
        }
        let colour = if column.is_selected { palette.accent } else { palette.bar };
        let tall = (TALLEST * share).max(1.0) * larger;
        let broad = (column.broad * 0.46).min(26.0 * larger);
        over.add(Mark::Area { at: [column.middle - broad / 2.0, base - tall, broad, tall], colour, opacity: 1.0 });
        let wide = letters::width(number, size, Face::Numbers);
        // The last column's number stays on the sheet.
        let half = wide / 2.0 + 2.0;
        let middle = column.middle.min(end - half);
        let span = [middle - half, middle + half];
        let is_free = written.iter().all(|[start, stop]| span[1] <= *start || span[0] >= *stop);
        if is_free && (*share > 0.12 || column.is_selected) {
            let colour = if column.is_selected { palette.accent } else { palette.ink };
            let top = base - tall - 3.0 * larger - size * 0.8;
            over.add(Mark::Area { at: [span[0], top, span[1] - span[0], size * 0.9], colour: palette.paper, opacity: 0.85 });
            over.write_number(number.clone(), [middle, base - tall - 3.0 * larger], size, Anchor::Middle, colour);
            written.push(span);
        }
    }
}
