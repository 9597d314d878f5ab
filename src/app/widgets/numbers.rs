//! Numbers as people read them: the fewest digits that carry the message, a true minus sign, thin units.

/// A value with four significant digits at most: `182.7`, `0.0020`, `−4.6`.
pub fn number(value: f32) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if !value.is_finite() {
        return "not a number".to_owned();
    }
    let magnitude = value.abs();
    let text = match magnitude {
        m if m >= 1e6 => format!("{magnitude:.2e}"),
        m if m >= 1000.0 => format!("{magnitude:.0}"),
        m if m >= 100.0 => format!("{magnitude:.1}"),
        m if m >= 1.0 => format!("{magnitude:.2}"),
        m if m >= 0.01 => format!("{magnitude:.3}"),
        m if m >= 0.0001 => format!("{magnitude:.5}"),
        _ => format!("{magnitude:.1e}"),
    };
    if value < 0.0 { format!("−{text}") } else { text }
}

/// The same with a plus sign before positive values.
pub fn signed(value: f32) -> String {
    if value > 0.0 { format!("+{}", number(value)) } else { number(value) }
}

/// A fraction as a percentage with one digit: `17.7 %`.
pub fn percent(fraction: f32) -> String {
    format!("{:.1} %", fraction * 100.0)
}

/// A count of many things: `6.99 M`, `57.4 k`, `812`.
pub fn count(value: usize) -> String {
    match value {
        v if v >= 1_000_000_000 => format!("{:.2} G", v as f64 / 1e9),
        v if v >= 1_000_000 => format!("{:.2} M", v as f64 / 1e6),
        v if v >= 10_000 => format!("{:.1} k", v as f64 / 1e3),
        v => v.to_string(),
    }
}

/// A size in memory: `412 MB`.
pub fn bytes(value: u64) -> String {
    match value {
        v if v >= 1 << 30 => format!("{:.1} GB", v as f64 / f64::from(1 << 30)),
        v => format!("{} MB", v >> 20),
    }
}

/// A time span: `18 ms`, `2.4 s`.
pub fn seconds(value: f64) -> String {
    if value < 1.0 { format!("{:.0} ms", value * 1000.0) } else { format!("{value:.1} s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_carry_a_true_minus() {
        let written: Vec<String> = [0.0, 182.74, -4.604, 0.00202, -1.5e-7, 12345.6, f32::NAN].map(number).into();
        assert_eq!(written, ["0", "182.7", "−4.60", "0.00202", "−1.5e-7", "12346", "not a number"]);
        assert_eq!(signed(8.31), "+8.31");
        assert_eq!(percent(0.177), "17.7 %");
    }

    #[test]
    fn counts_and_sizes_have_units() {
        assert_eq!([812, 57_400, 6_990_000].map(count), ["812", "57.4 k", "6.99 M"]);
        assert_eq!(bytes(412 << 20), "412 MB");
        assert_eq!(seconds(0.018), "18 ms");
    }
}
