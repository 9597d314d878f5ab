//! Numbers as people read them, short.

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
}
