//! The order in which a person lists files: `picture2` before `picture10`, whatever the case of the letters.

use std::cmp::Ordering;

/// Compares names with runs of digits as numbers; names that differ in nothing else are ordered byte by byte.
pub fn compare(left: &str, right: &str) -> Ordering {
    let (mut a, mut b) = (left, right);
    loop {
        let (Some(first), Some(second)) = (a.chars().next(), b.chars().next()) else {
            return a.len().cmp(&b.len()).then_with(|| left.cmp(right));
        };
        if first.is_ascii_digit() && second.is_ascii_digit() {
            let (number_a, number_b);
            (number_a, a) = split_number(a);
            (number_b, b) = split_number(b);
            // Without leading zeros, more digits mean a larger number.
            match number_a.len().cmp(&number_b.len()).then_with(|| number_a.cmp(number_b)) {
                Ordering::Equal => {}
                unequal => return unequal,
            }
        } else {
            match first.to_lowercase().cmp(second.to_lowercase()) {
                Ordering::Equal => {
                    a = &a[first.len_utf8()..];
                    b = &b[second.len_utf8()..];
                }
                unequal => return unequal,
            }
        }
    }
}

/// The digits at the start without leading zeros, and what follows them.
fn split_number(text: &str) -> (&str, &str) {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    (text[..end].trim_start_matches('0'), &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_as_numbers() {
        let mut names = ["b10.png", "B2.png", "a", "b2.png", "b002.png", "b.png", "é1", "b10a.png", "a1b12", "a1b2", ""];
        names.sort_by(|left, right| compare(left, right));
        assert_eq!(names, ["", "a", "a1b2", "a1b12", "b.png", "B2.png", "b002.png", "b2.png", "b10.png", "b10a.png", "é1"]);
    }

    #[test]
    fn numbers_of_any_length_compare() {
        let long = "9".repeat(60);
        assert_eq!(compare(&format!("a{long}8"), &format!("a{long}9")), Ordering::Less);
        assert_eq!(compare("0", "00"), Ordering::Less);
    }
}
