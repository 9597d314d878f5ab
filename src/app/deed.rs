//! What commands are written with: their forms, and how texts and settings stand in a line. Knows no command.

use std::borrow::Cow;

/// A name in a command.
pub type Name = Cow<'static, str>;

/// How a command is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// The word that it begins with.
    pub word: &'static str,
    /// What it takes behind it, by example; empty for nothing.
    pub takes: &'static str,
}

/// Commands of one kind, written down.
pub trait Deed: Sized {
    /// How they are written.
    const FORMS: &'static [Form];

    /// The word and what is behind it.
    fn written(&self) -> String;

    /// Reads what stands behind one of the words; `None` if that makes no sense.
    fn read(word: &str, rest: &str) -> Option<Self>;
}

/// A text as it stands behind a word: quoted where it would not come back otherwise.
pub fn quoted(text: &str) -> String {
    let is_plain = !text.is_empty() && text.trim() == text && !text.starts_with('"') && !text.contains(char::is_control);
    if is_plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// The text that was written so; `None` if it is not there or its quotes do not end.
pub fn unquoted(text: &str) -> Option<String> {
    let text = text.trim();
    match text.strip_prefix('"') {
        Some(_) => serde_json::from_str(text).ok(),
        None => (!text.is_empty()).then(|| text.to_owned()),
    }
}

/// A value as JSON in one line.
pub fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Points, x and y, as they stand in a line: `0.25,0.5 0.3,0.5`.
pub fn written_points(points: &[[f32; 2]]) -> String {
    points.iter().map(|[x, y]| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
}

/// The points that were written so, one at least.
pub fn points(text: &str) -> Option<Vec<[f32; 2]>> {
    let point = |point: &str| {
        let (x, y) = point.split_once(',')?;
        let point = [x.parse::<f32>().ok()?, y.parse::<f32>().ok()?];
        point.iter().all(|side| side.is_finite()).then_some(point)
    };
    let points: Vec<[f32; 2]> = text.split_whitespace().map(point).collect::<Option<_>>()?;
    (!points.is_empty()).then_some(points)
}
