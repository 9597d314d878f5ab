//! What is to be said, before any language: a sentence's name and the values in it.

use std::borrow::Cow;

/// Something to be said: a sentence by its name with the values in it, or a text that is the same in every language.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    pub(super) what: What,
    /// The variables' names and values.
    pub(super) values: Vec<(&'static str, Value)>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// `training-done`, or `menu-undo.about` for what belongs to a sentence.
    Sentence(Cow<'static, str>),
    /// A text as it stands.
    Verbatim(Cow<'static, str>),
}

impl Phrase {
    /// A sentence without variables.
    pub(super) const fn plain(name: &'static str) -> Self {
        Self { what: What::Sentence(Cow::Borrowed(name)), values: Vec::new() }
    }

    /// A sentence with variables.
    pub(super) const fn with(name: &'static str, values: Vec<(&'static str, Value)>) -> Self {
        Self { what: What::Sentence(Cow::Borrowed(name)), values }
    }

    /// A sentence without variables that is called after what it is about, as `method-occlusion`.
    pub fn named(name: impl Into<Cow<'static, str>>) -> Self {
        Self { what: What::Sentence(name.into()), values: Vec::new() }
    }

    /// The same with variables.
    pub fn named_with(name: impl Into<Cow<'static, str>>, values: Vec<(&'static str, Value)>) -> Self {
        Self { what: What::Sentence(name.into()), values }
    }

    /// A text that is the same in every language: a file's name, a layer's, the error of a deep room.
    pub fn verbatim(text: impl Into<String>) -> Self {
        Self { what: What::Verbatim(Cow::Owned(text.into())), values: Vec::new() }
    }
}

/// What a deep room says of its failure stays as it said it, in English.
impl<Failure: std::error::Error> From<Failure> for Phrase {
    fn from(failure: Failure) -> Self {
        Self::verbatim(failure.to_string())
    }
}

/// A value in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text as it stands.
    Text(String),
    /// Another sentence.
    Phrase(Phrase),
    /// How many there are: `1,024`; decides between singular and plural.
    Count(usize),
    /// A large number in short: `6.99 M`.
    Compact(usize),
    /// A number with three digits that carry the message.
    Short(f32),
    /// A further number of a sum, with its sign before it: `+ 2.14`, `− 0.91`.
    Added(f32),
    /// A number with so many decimals.
    Fixed(f64, usize),
    /// A fraction as a percentage with so many decimals.
    Percent(f64, usize),
    /// A size in memory.
    Bytes(u64),
    /// A time span.
    Seconds(f64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Phrase> for Value {
    fn from(phrase: Phrase) -> Self {
        Self::Phrase(phrase)
    }
}

impl From<usize> for Value {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

impl From<f32> for Value {
    fn from(number: f32) -> Self {
        Self::Short(number)
    }
}
