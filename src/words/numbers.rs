//! Numbers as a language writes them in prose; in files they stay as every program reads them.

use super::{Language, frame};

/// A language, speaking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words(pub Language);

impl Words {
    /// English: where a text is data, as in the program's own help.
    pub const ENGLISH: Self = Self(Language::English);

    /// A number as Rust writes it, as this language does: its decimal sign, and a true minus.
    fn localised(self, text: &str) -> String {
        let text = text.replace('-', "−");
        if self.0 == Language::English { text } else { text.replace('.', ",") }
    }

    /// A number with the digits that carry the message: three that count, `12.3`, `0.0457`, `1.2e-7`.
    pub fn short(self, value: f32) -> String {
        if value.is_nan() { self.say(&frame::NO_NUMBER) } else { self.localised(&short(value)) }
    }

    /// The same with a plus sign before positive values.
    pub fn signed(self, value: f32) -> String {
        if value > 0.0 { format!("+{}", self.short(value)) } else { self.short(value) }
    }

    /// A further number of a sum: `+ 2.14`, `− 0.91`.
    pub fn added(self, value: f32) -> String {
        format!("{} {}", if value.is_sign_negative() { '−' } else { '+' }, self.short(value.abs()))
    }

    /// A number with so many decimals.
    pub fn fixed(self, value: f64, decimals: usize) -> String {
        self.localised(&format!("{value:.decimals$}"))
    }

    /// A fraction as a percentage: `17.7 %`.
    pub fn percent(self, fraction: f64, decimals: usize) -> String {
        format!("{} %", self.fixed(fraction * 100.0, decimals))
    }

    /// How many there are, digits in groups: `1,244,564`, `1.244.564`. Spanish leaves four digits together.
    pub fn count(self, count: usize) -> String {
        let digits = count.to_string();
        if digits.len() < 4 || (self.0 == Language::Spanish && digits.len() == 4) {
            return digits;
        }
        let sign = if self.0 == Language::English { ',' } else { '.' };
        let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(sign);
            }
            text.push(digit);
        }
        text
    }

    /// A count of many things in short: `6.99 M`, `57.4 k`, `812`.
    pub fn compact(self, count: usize) -> String {
        match count {
            v if v >= 1_000_000_000 => format!("{} G", self.fixed(v as f64 / 1e9, 2)),
            v if v >= 1_000_000 => format!("{} M", self.fixed(v as f64 / 1e6, 2)),
            v if v >= 10_000 => format!("{} k", self.fixed(v as f64 / 1e3, 1)),
            v => v.to_string(),
        }
    }

    /// A count of many things with three digits: `347 M`, `1.58 G`, `812`.
    pub fn brief(self, count: usize) -> String {
        let (unit, sign) = match count {
            v if v >= 999_500_000 => (1e9, " G"),
            v if v >= 999_500 => (1e6, " M"),
            v if v >= 10_000 => (1e3, " k"),
            v => return v.to_string(),
        };
        format!("{}{sign}", self.short((count as f64 / unit) as f32))
    }

    /// A size in memory: `412 MB`.
    pub fn bytes(self, bytes: u64) -> String {
        match bytes {
            v if v >= 1 << 30 => format!("{} GB", self.fixed(v as f64 / f64::from(1 << 30), 1)),
            v => format!("{} MB", v >> 20),
        }
    }

    /// A time span: `18 ms`, `2.4 s`.
    pub fn seconds(self, seconds: f64) -> String {
        if seconds < 1.0 { format!("{} ms", self.fixed(seconds * 1000.0, 0)) } else { format!("{} s", self.fixed(seconds, 1)) }
    }
}

/// Three digits that count, as Rust writes them.
fn short(value: f32) -> String {
    if value == 0.0 || !value.is_finite() {
        return value.to_string();
    }
    let magnitude = value.abs().log10().floor() as i32;
    if !(-4..6).contains(&magnitude) {
        return format!("{value:.1e}");
    }
    let decimals = (2 - magnitude).max(0) as usize;
    let digits = format!("{value:.decimals$}");
    if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.').to_owned() } else { digits }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CATALAN: Words = Words(Language::Catalan);
    const SPANISH: Words = Words(Language::Spanish);

    #[test]
    fn numbers_are_short() {
        let said = [0.0, 1.0, -12.345, 0.045_678, 1234.5, 1.234e-7, f32::INFINITY].map(|value| Words::ENGLISH.short(value));
        assert_eq!(said, ["0", "1", "−12.3", "0.0457", "1234", "1.2e−7", "inf"]);
        assert_eq!(Words::ENGLISH.signed(1.5), "+1.5");
        assert_eq!(CATALAN.short(-12.345), "−12,3");
    }

    #[test]
    fn each_language_has_its_signs() {
        let said = [Words::ENGLISH, CATALAN, SPANISH].map(|words| words.count(1_244_564));
        assert_eq!(said, ["1,244,564", "1.244.564", "1.244.564"]);
        let said = [Words::ENGLISH, CATALAN, SPANISH].map(|words| words.count(2464));
        assert_eq!(said, ["2,464", "2.464", "2464"]);
        let said = [Words::ENGLISH, CATALAN, SPANISH].map(|words| words.percent(0.745, 1));
        assert_eq!(said, ["74.5 %", "74,5 %", "74,5 %"]);
    }

    #[test]
    fn counts_sizes_and_times_have_units() {
        assert_eq!([812, 57_400, 6_990_000].map(|count| Words::ENGLISH.compact(count)), ["812", "57.4 k", "6.99 M"]);
        let brief = [812, 57_449, 999_600, 346_800_000, 1_580_000_000].map(|count| Words::ENGLISH.brief(count));
        assert_eq!(brief, ["812", "57.4 k", "1 M", "347 M", "1.58 G"]);
        assert_eq!(Words::ENGLISH.bytes(412 << 20), "412 MB");
        assert_eq!(Words::ENGLISH.seconds(0.018), "18 ms");
        assert_eq!(SPANISH.seconds(2.44), "2,4 s");
    }
}
