//! Small letters for pictures that leave the program: numbers beside a colour bar, a line of caption.
//!
//! The letters are our own, 5 pixels wide on a line 9 high, drawn as text in `assets/lettering/letters.txt`: a line of characters,
//! then nine lines of their pixels. The window sets its text in real fonts; this is for files only.

use std::{collections::HashMap, sync::LazyLock};

use super::Picture;

const LETTER_WIDTH: usize = 5;
const LETTER_HEIGHT: usize = 9;
/// From one letter to the next.
const ADVANCE: usize = LETTER_WIDTH + 1;

type Letter = [u8; LETTER_HEIGHT];

static LETTERS: LazyLock<HashMap<char, Letter>> = LazyLock::new(|| parse(include_str!("../../assets/lettering/letters.txt")));

/// What stands for a character that was never drawn: a box.
const UNKNOWN: Letter = [0b11111, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b11111, 0, 0];

fn parse(text: &str) -> HashMap<char, Letter> {
    let lines: Vec<&str> = text.lines().collect();
    let mut letters = HashMap::from([(' ', [0; LETTER_HEIGHT])]);
    for band in lines.chunks_exact(LETTER_HEIGHT + 1) {
        for (index, character) in band[0].chars().step_by(ADVANCE).enumerate() {
            let row = |line: &&str| {
                let pixels = line.bytes().skip(index * ADVANCE).take(LETTER_WIDTH);
                pixels.fold(0, |bits, pixel| bits << 1 | u8::from(pixel == b'#'))
            };
            let mut letter = [0; LETTER_HEIGHT];
            for (bits, line) in letter.iter_mut().zip(&band[1..]) {
                *bits = row(line);
            }
            letters.insert(character, letter);
        }
    }
    letters
}

/// The height of a line of text, letters enlarged `factor` times.
pub fn line_height(factor: usize) -> usize {
    LETTER_HEIGHT * factor
}

/// The width of a line of text, letters enlarged `factor` times.
pub fn text_width(text: &str, factor: usize) -> usize {
    (text.chars().count() * ADVANCE).saturating_sub(1) * factor
}

/// As much of a text as fits into `width` pixels, with an ellipsis if something is missing.
pub fn shortened(text: &str, width: usize, factor: usize) -> String {
    if text_width(text, factor) <= width {
        return text.to_owned();
    }
    let fitting = (width / factor.max(1) + 1) / ADVANCE;
    text.chars().take(fitting.saturating_sub(1)).chain(['…']).collect()
}

/// A text in lines of at most `width` pixels, broken between words; words that are longer are shortened.
pub fn wrapped(text: &str, width: usize, factor: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = shortened(word, width, factor);
        match lines.last_mut() {
            Some(line) if text_width(&format!("{line} {word}"), factor) <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

impl Picture {
    /// Writes one line with its upper left corner at `x`, `y`; what does not fit is cut off.
    pub fn write(&mut self, text: &str, x: usize, y: usize, factor: usize, colour: [u8; 3]) {
        for (index, character) in text.chars().enumerate() {
            let letter = LETTERS.get(&character).unwrap_or(&UNKNOWN);
            let left = x + index * ADVANCE * factor;
            for row in 0..LETTER_HEIGHT * factor {
                for column in 0..LETTER_WIDTH * factor {
                    let inked = letter[row / factor] >> (LETTER_WIDTH - 1 - column / factor) & 1 == 1;
                    if inked && left + column < self.width && y + row < self.height {
                        let at = ((y + row) * self.width + left + column) * 3;
                        self.pixels[at..at + 3].copy_from_slice(&colour);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_printable_character_is_drawn_and_none_twice() {
        let mut seen: HashMap<Letter, char> = HashMap::new();
        for character in ('!'..='~').chain("×−·…".chars()) {
            let letter = LETTERS.get(&character).unwrap_or_else(|| panic!("{character:?} is missing"));
            assert!(letter.iter().any(|row| *row != 0), "{character:?} is empty");
            if let Some(twin) = seen.insert(*letter, character) {
                panic!("{character:?} looks like {twin:?}");
            }
        }
    }

    #[test]
    fn letters_land_where_they_are_written() {
        let mut picture = Picture::filled(20, 20, [255; 3]);
        picture.write("L", 2, 1, 2, [0; 3]);
        assert_eq!(picture.pixel(2, 1), [0; 3]);
        assert_eq!(picture.pixel(3, 14), [0; 3]);
        assert_eq!(picture.pixel(11, 14), [0; 3]);
        assert_eq!(picture.pixel(11, 1), [255; 3]);
        picture.write("far outside", 15, 15, 2, [0; 3]);
    }

    #[test]
    fn long_lines_are_shortened() {
        assert_eq!(shortened("tiger cat", 1000, 2), "tiger cat");
        let short = shortened("a very long caption", 100, 2);
        assert!(short.ends_with('…') && text_width(&short, 2) <= 100, "{short}");
        assert_eq!(text_width("", 2), 0);
    }

    #[test]
    fn text_is_broken_between_words() {
        assert_eq!(wrapped("why tiger cat and not tabby", 14 * 6, 1), ["why tiger cat", "and not tabby"]);
        assert_eq!(wrapped("incomprehensibilities", 60, 1), ["incompreh…"]);
        assert!(wrapped("  ", 60, 1).is_empty());
    }
}
