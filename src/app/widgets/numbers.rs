//! Controls of numbers that write and read them as the window's language does: a decimal comma, where it has one.

use egui::{DragValue, Slider};

use crate::words::Words;

/// A field of a number.
pub fn localised(field: DragValue<'_>, words: Words) -> DragValue<'_> {
    field.custom_formatter(move |value, decimals| written(value, *decimals.end(), words)).custom_parser(read)
}

/// A slider of a number.
pub fn localised_slider(slider: Slider<'_>, words: Words) -> Slider<'_> {
    slider.custom_formatter(move |value, decimals| written(value, *decimals.end(), words)).custom_parser(read)
}

/// As many decimals as say something, `decimals` at most.
fn written(value: f64, decimals: usize, words: Words) -> String {
    let fewest = (0..decimals).find(|&fewer| {
        let scale = 10f64.powi(fewer as i32);
        ((value * scale).round() / scale - value).abs() < 1e-9
    });
    words.fixed(value, fewest.unwrap_or(decimals))
}

fn read(text: &str) -> Option<f64> {
    text.trim().replace(',', ".").replace('−', "-").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn what_is_written_can_be_read() {
        let spanish = Words(Language::Spanish);
        assert_eq!([written(0.25, 4, spanish), written(-3.0, 4, spanish)], ["0,25", "−3"]);
        assert_eq!(["0,25", "−3", " 0.5 "].map(read), [Some(0.25), Some(-3.0), Some(0.5)]);
    }
}
