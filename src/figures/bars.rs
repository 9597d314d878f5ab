//! The values of a layer without maps as bars: class scores with their names, other vectors with their numbers.

use super::{
    drawing::{Anchor, Drawing, FAINT, Face, INK, Mark},
    letters::{shortened, width},
};
use crate::{
    network::Channel,
    words::{Words, figures},
};

/// Bars at most; more would not be read.
const MOST: usize = 40;
const WIDTH: f32 = 560.0;
const ROW: f32 = 20.0;
const LETTERS: f32 = 12.0;
const POSITIVE: [u8; 3] = [0x1F, 0x6F, 0xEB];

/// One bar for each of the first channels, in a language; what they are called may be empty. Values with a sign grow from the
/// middle.
pub fn bars(rows: &[(Channel, String, f32)], words: Words) -> Drawing {
    let shown = &rows[..rows.len().min(MOST)];
    let rest = rows.len() - shown.len();
    let mut drawing = Drawing::new(WIDTH, ROW * (shown.len() + usize::from(rest > 0)).max(1) as f32);
    let names = shown.iter().map(|(_, name, _)| width(name, LETTERS, Face::Words)).fold(0.0f32, f32::max).min(200.0);
    let (left, right) = (44.0 + names + if names > 0.0 { 12.0 } else { 0.0 }, WIDTH - 70.0);
    let largest = rows.iter().fold(f32::MIN_POSITIVE, |largest, (_, _, value)| largest.max(value.abs()));
    let signed = rows.iter().any(|(_, _, value)| *value < 0.0);
    let zero = if signed { (left + right) / 2.0 } else { left };
    let room = if signed { (right - left) / 2.0 } else { right - left };
    for (index, (channel, name, value)) in shown.iter().enumerate() {
        let (top, base) = (index as f32 * ROW, index as f32 * ROW + 14.0);
        drawing.write_number(channel.to_string(), [36.0, base], LETTERS, Anchor::End, FAINT);
        drawing.write(shortened(name, names, LETTERS, Face::Words), [44.0, base], LETTERS, Anchor::Start, INK);
        let end = zero + value / largest * room;
        let (from, to) = (zero.min(end), zero.max(end));
        let colour = if *value < 0.0 { FAINT } else { POSITIVE };
        drawing.add(Mark::Area { at: [from, top + 6.0, (to - from).max(1.0), 8.0], colour, opacity: 1.0 });
        drawing.write_number(words.short(*value), [WIDTH, base], LETTERS, Anchor::End, INK);
    }
    if rest > 0 {
        let text = words.say(&figures::more(rest));
        drawing.write(text, [44.0, shown.len() as f32 * ROW + 14.0], LETTERS, Anchor::Start, FAINT);
    }
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_grow_from_zero_and_the_rest_is_counted() {
        let rows: Vec<(Channel, String, f32)> =
            (0..50).map(|index| (Channel(index), format!("class {index}"), 2.0 - index as f32 * 0.1)).collect();
        let drawing = bars(&rows, Words::ENGLISH);
        let areas: Vec<[f32; 4]> =
            drawing.marks.iter().filter_map(|mark| if let Mark::Area { at, .. } = mark { Some(*at) } else { None }).collect();
        assert_eq!(areas.len(), MOST);
        let zero = areas[0][0];
        assert!(areas[30][0] < zero && (areas[30][0] + areas[30][2] - zero).abs() < 1e-3, "a negative value grows to the left");
        assert!(drawing.marks.iter().any(|mark| matches!(mark, Mark::Text(text) if text.text == "and 10 more")));
    }
}
