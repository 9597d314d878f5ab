//! Tables as RFC 4180 writes them: one field at a time.

use std::borrow::Cow;

/// A field, in quotes where it needs them.
pub fn field(text: &str) -> Cow<'_, str> {
    if text.contains([',', '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_needs_quotes_gets_them() {
        assert_eq!(field("tiger cat"), "tiger cat");
        assert_eq!(field("a, \"b\""), "\"a, \"\"b\"\"\"");
    }
}
