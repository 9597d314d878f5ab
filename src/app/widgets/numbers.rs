//! Counts, shares, sizes and times as people read them; plain numbers are `picture::number`.

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
    fn counts_sizes_and_shares_have_units() {
        assert_eq!([812, 57_400, 6_990_000].map(count), ["812", "57.4 k", "6.99 M"]);
        assert_eq!(bytes(412 << 20), "412 MB");
        assert_eq!(seconds(0.018), "18 ms");
        assert_eq!(percent(0.177), "17.7 %");
    }
}
