//! The two typefaces of figures, and how wide a text will be: egui's own Ubuntu Light and Hack, so that a saved figure reads as
//! the window does.

use std::sync::LazyLock;

use epaint_default_fonts::{HACK_REGULAR, UBUNTU_LIGHT};
use skrifa::{
    FontRef, MetadataProvider as _,
    instance::{LocationRef, Size},
};

use super::drawing::Face;

/// The families as files name them; viewers without them take what comes behind.
pub const FAMILIES: [(&str, &str); 2] =
    [("Ubuntu", "'Noto Sans', Helvetica, Arial, sans-serif"), ("Hack", "'DejaVu Sans Mono', monospace")];

/// The typefaces' files.
pub const FILES: [&[u8]; 2] = [UBUNTU_LIGHT, HACK_REGULAR];

static FONTS: LazyLock<[Option<FontRef<'static>>; 2]> = LazyLock::new(|| FILES.map(|file| FontRef::new(file).ok()));

/// The width of a text in points; letters that no typeface has count as half their height.
pub fn width(text: &str, size: f32, face: Face) -> f32 {
    let Some(font) = &FONTS[face as usize] else { return text.chars().count() as f32 * size * 0.5 };
    let (letters, metrics) = (font.charmap(), font.glyph_metrics(Size::new(size), LocationRef::default()));
    let advance = |letter: char| letters.map(letter).and_then(|glyph| metrics.advance_width(glyph)).unwrap_or(size * 0.5);
    text.chars().map(advance).sum()
}

/// As much of a text as fits into a width, with an ellipsis if something is missing.
pub fn shortened(text: &str, room: f32, size: f32, face: Face) -> String {
    if width(text, size, face) <= room {
        return text.to_owned();
    }
    let mut short = text.to_owned();
    while !short.is_empty() && width(&format!("{short}…"), size, face) > room {
        short.pop();
    }
    format!("{}…", short.trim_end())
}

/// A text in lines that fit into a width, broken between words; words that are longer are shortened.
pub fn wrapped(text: &str, room: f32, size: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = shortened(word, room, size, Face::Words);
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), size, Face::Words) <= room => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_that_figures_use_is_in_the_typefaces() {
        for (font, (family, _)) in FONTS.iter().zip(FAMILIES) {
            let letters = font.as_ref().unwrap().charmap();
            for letter in ('!'..='~').chain("×−·…–“”’äöüéàçñíóú%µ".chars()) {
                assert!(letters.map(letter).is_some(), "{family} lacks {letter:?}");
            }
        }
    }

    #[test]
    fn long_lines_are_shortened_and_broken() {
        assert_eq!(shortened("tiger cat", 1000.0, 15.0, Face::Words), "tiger cat");
        let short = shortened("a very long caption", 60.0, 15.0, Face::Words);
        assert!(short.ends_with('…') && width(&short, 15.0, Face::Words) <= 60.0, "{short}");
        let lines = wrapped("why tiger cat and not tabby", 100.0, 15.0);
        assert!(lines.len() > 1 && lines.iter().all(|line| width(line, 15.0, Face::Words) <= 100.0), "{lines:?}");
        assert_eq!(lines.join(" "), "why tiger cat and not tabby");
        assert!(wrapped("  ", 60.0, 15.0).is_empty());
        assert_eq!(width("", 15.0, Face::Words), 0.0);
    }

    #[test]
    fn numbers_are_equally_wide() {
        assert_eq!(width("111", 12.0, Face::Numbers), width("888", 12.0, Face::Numbers));
        assert!(width("iii", 12.0, Face::Words) < width("mmm", 12.0, Face::Words));
    }
}
