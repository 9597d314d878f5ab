//! A picture with its question and its scale, as one file: title, picture, colour bar with numbers, notes.

use super::{
    ColourMap, Picture, Scale,
    lettering::{line_height, text_width, wrapped},
};

const GROUND: [u8; 3] = [255; 3];
const INK: [u8; 3] = [0x1B, 0x1F, 0x24];
const FAINT: [u8; 3] = [0x6D, 0x76, 0x81];
const MARGIN: usize = 16;
const SPACE: usize = 8;
/// Between lines of text.
const LEADING: usize = 2;
const BAR_HEIGHT: usize = 12;
/// Letters are twice their smallest size.
const FACTOR: usize = 2;
/// Smaller pictures are enlarged, so that a line of text has room beside them.
const SMALLEST_WIDTH: usize = 448;

/// What stands in the file.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What is shown, above the picture; a word too many begins another line.
    pub title: String,
    /// The picture, overlay or montage.
    pub picture: Picture,
    /// The colour map and the values at its ends; `None` where colours are no numbers.
    pub bar: Option<(ColourMap, Scale)>,
    /// How far to trust it, below. May be empty.
    pub note: String,
}

impl Figure {
    /// Draws it, on white.
    pub fn render(&self) -> Picture {
        let picture = self.picture.enlarged(SMALLEST_WIDTH.div_ceil(self.picture.width.max(1)).min(16));
        let inner = picture.width.max(SMALLEST_WIDTH);
        let (title, note) = (wrapped(&self.title, inner, FACTOR), wrapped(&self.note, inner, FACTOR));
        let line = line_height(FACTOR) + LEADING;
        let bar_height = if self.bar.is_some() { SPACE + BAR_HEIGHT + SPACE / 2 + line } else { SPACE };
        let height = MARGIN + title.len() * line + SPACE + picture.height + bar_height + note.len() * line + MARGIN;
        let mut figure = Picture::filled(inner + 2 * MARGIN, height, GROUND);
        let mut y = MARGIN;
        for text in title {
            figure.write(&text, MARGIN, y, FACTOR, INK);
            y += line;
        }
        y += SPACE;
        figure.draw(&picture, MARGIN as isize, y as isize);
        y += picture.height + SPACE;
        if let Some((map, scale)) = &self.bar {
            figure.draw(&bar(*map, inner), MARGIN as isize, y as isize);
            y += BAR_HEIGHT + SPACE / 2;
            let high = if scale.is_signed() { signed(scale.high) } else { number(scale.high) };
            figure.write(&number(scale.low), MARGIN, y, FACTOR, INK);
            figure.write(&high, MARGIN + inner - text_width(&high, FACTOR), y, FACTOR, INK);
            if scale.is_signed() {
                figure.write("0", MARGIN + inner / 2 - text_width("0", FACTOR) / 2, y, FACTOR, INK);
            }
            y += line;
        }
        for text in note {
            figure.write(&text, MARGIN, y, FACTOR, FAINT);
            y += line;
        }
        figure
    }
}

/// All colours of a map from its low end to its high one.
fn bar(map: ColourMap, width: usize) -> Picture {
    let row: Vec<u8> = (0..width).flat_map(|x| map.colour(x as f32 / (width - 1).max(1) as f32)).collect();
    Picture { width, height: BAR_HEIGHT, pixels: row.repeat(BAR_HEIGHT) }
}

/// A number in three significant digits with a true minus sign: "0", "0.674", "−0.00202", "183", "1.2e7".
pub fn number(value: f32) -> String {
    if value == 0.0 || !value.is_finite() {
        return if value.is_nan() { "no number".to_owned() } else { format!("{value}").replace('-', "−") };
    }
    let magnitude = value.abs().log10().floor() as i32;
    let text = if (-4..6).contains(&magnitude) {
        let decimals = (2 - magnitude).max(0) as usize;
        let digits = format!("{value:.decimals$}");
        if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.').to_owned() } else { digits }
    } else {
        format!("{value:.1e}")
    };
    text.replace('-', "−")
}

/// The same with a plus sign before positive values.
pub fn signed(value: f32) -> String {
    if value > 0.0 { format!("+{}", number(value)) } else { number(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let cases = [
            (0.0, "0"),
            (0.674, "0.674"),
            (-0.00202, "−0.00202"),
            (182.74, "183"),
            (4.5, "4.5"),
            (4.0, "4"),
            (100.0, "100"),
            (123_456.0, "123456"),
            (1.2e7, "1.2e7"),
            (-3.0e-9, "−3.0e−9"),
        ];
        for (value, expected) in cases {
            assert_eq!(number(value), expected);
        }
        assert_eq!([-4.604, 0.0, 8.31, f32::NAN].map(signed), ["−4.6", "0", "+8.31", "no number"]);
    }

    #[test]
    fn a_figure_holds_picture_and_bar() {
        let scale = Scale::signed(&[-2.0, 1.0], 100.0);
        let figure = Figure {
            title: "Gradient · tiger cat".to_owned(),
            picture: Picture::filled(224, 100, [10, 20, 30]),
            bar: Some((ColourMap::SignedLight, scale)),
            note: "99 % of values shown".to_owned(),
        };
        let drawn = figure.render();
        assert_eq!(drawn.width, 448 + 2 * MARGIN);
        let top = MARGIN + line_height(FACTOR) + LEADING + SPACE;
        assert_eq!(drawn.pixel(MARGIN, top), [10, 20, 30]);
        assert_eq!(drawn.pixel(MARGIN + 447, top + 199), [10, 20, 30]);
        let bar_top = top + 200 + SPACE;
        assert_eq!(drawn.pixel(MARGIN, bar_top), ColourMap::SignedLight.colour(0.0));
        assert_eq!(drawn.pixel(MARGIN + 447, bar_top + BAR_HEIGHT - 1), ColourMap::SignedLight.colour(1.0));
        let without = Figure { bar: None, note: String::new(), ..figure }.render();
        assert!(without.height < drawn.height);
    }
}
