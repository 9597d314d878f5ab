//! One parameter of a method: what it means, what it may be, what it is unless set.

use std::{borrow::Cow, fmt};

use super::registry::part_of_method;
use crate::words::{Phrase, Words};

/// A value of a parameter.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// On or off.
    Switch(bool),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// One of several, by its id.
    Choice(Cow<'static, str>),
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Switch(on) => f.write_str(if *on { "on" } else { "off" }),
            Self::Whole(number) => write!(f, "{number}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Choice(id) => f.write_str(id),
        }
    }
}

/// One of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The key on the command line.
    pub id: &'static str,
}

/// What a parameter may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Domain {
    /// A number, from the first to the last.
    Number([f64; 2]),
    /// A whole number, from the first to the last.
    Whole([i64; 2]),
    /// On or off.
    Switch,
    /// One of these.
    Choice(&'static [Choice]),
}

impl Domain {
    /// The value as this domain holds it; `None` if it lies outside. A whole number is a number too, and the other way round
    /// where it
    /// is one.
    pub fn admit(&self, value: &Value) -> Option<Value> {
        match (self, value) {
            (Self::Number([low, high]), Value::Number(number)) => {
                (low..=high).contains(&number).then_some(Value::Number(*number))
            }
            (Self::Number(_), Value::Whole(number)) => self.admit(&Value::Number(*number as f64)),
            (Self::Whole([low, high]), Value::Whole(number)) => (low..=high).contains(&number).then_some(Value::Whole(*number)),
            (Self::Whole(_), Value::Number(number)) if number.fract() == 0.0 => self.admit(&Value::Whole(*number as i64)),
            (Self::Switch, Value::Switch(_)) => Some(value.clone()),
            (Self::Choice(choices), Value::Choice(id)) => {
                let choice = choices.iter().find(|choice| choice.id == *id)?;
                Some(Value::Choice(Cow::Borrowed(choice.id)))
            }
            _ => None,
        }
    }

    /// The value that is written so, if there is one.
    pub fn read(&self, text: &str) -> Option<Value> {
        let text = text.trim();
        let value = match self {
            Self::Number(_) => Value::Number(text.parse().ok().filter(|number: &f64| number.is_finite())?),
            Self::Whole(_) => Value::Number(text.parse().ok()?),
            Self::Switch => Value::Switch(match text {
                "on" | "true" | "yes" => true,
                "off" | "false" | "no" => false,
                _ => return None,
            }),
            Self::Choice(_) => Value::Choice(Cow::Owned(text.to_owned())),
        };
        self.admit(&value)
    }
}

impl Choice {
    /// What it means, in a sentence, for a parameter of the method of this id.
    pub fn about(&self, method: &str, parameter: &str) -> Phrase {
        part_of_method(method, &format!("{parameter}-{}", self.id))
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number([low, high]) => write!(f, "a number from {low} to {high}"),
            Self::Whole([low, high]) => write!(f, "a whole number from {low} to {high}"),
            Self::Switch => f.write_str("on or off"),
            Self::Choice(choices) => {
                let ids: Vec<&str> = choices.iter().map(|choice| choice.id).collect();
                f.write_str(&ids.join(" or "))
            }
        }
    }
}

/// One parameter of a method.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// The key on the command line.
    pub id: &'static str,
    /// What it may be.
    pub domain: Domain,
    /// What it is unless set.
    pub default: &'static Value,
    /// Conventions under which it is something else unless set: their ids, and what.
    pub elsewhere: &'static [(&'static str, &'static Value)],
}

impl Parameter {
    /// A number.
    pub const fn number(id: &'static str, range: [f64; 2], default: &'static Value) -> Self {
        Self { id, domain: Domain::Number(range), default, elsewhere: &[] }
    }

    /// A whole number.
    pub const fn whole(id: &'static str, range: [i64; 2], default: &'static Value) -> Self {
        Self { id, domain: Domain::Whole(range), default, elsewhere: &[] }
    }

    /// One of several.
    pub const fn choice(id: &'static str, choices: &'static [Choice], default: &'static Value) -> Self {
        Self { id, domain: Domain::Choice(choices), default, elsewhere: &[] }
    }

    /// On or off.
    pub const fn switch(id: &'static str, default: &'static Value) -> Self {
        Self { id, domain: Domain::Switch, default, elsewhere: &[] }
    }

    /// The same with other defaults under conventions.
    pub const fn elsewhere(self, elsewhere: &'static [(&'static str, &'static Value)]) -> Self {
        Self { elsewhere, ..self }
    }

    /// What it is under a convention unless set.
    pub fn default_in(&self, convention: Option<&str>) -> &'static Value {
        let other = self.elsewhere.iter().find(|(id, _)| Some(*id) == convention);
        other.map_or(self.default, |(_, value)| value)
    }

    /// The name on screen, in the method of this id.
    pub fn title(&self, method: &str) -> Phrase {
        part_of_method(method, self.id)
    }

    /// What it does, in a sentence.
    pub fn about(&self, method: &str) -> Phrase {
        part_of_method(method, &format!("{}-about", self.id))
    }

    /// For the program's own help: `window=0 (a whole number from 0 to 512): what it does`, and what it is elsewhere.
    pub fn describe(&self, method: &str) -> String {
        let elsewhere: String = self.elsewhere.iter().map(|(convention, value)| format!(", {value} in {convention}")).collect();
        format!("{}={}{elsewhere} ({}): {}", self.id, self.default, self.domain, Words::ENGLISH.say(&self.about(method)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: &[Choice] = &[Choice { id: "mean" }, Choice { id: "blur" }];

    #[test]
    fn values_are_read_by_their_domain() {
        let whole = Domain::Whole([0, 512]);
        assert_eq!(whole.read("32"), Some(Value::Whole(32)));
        assert_eq!(whole.read("32.0"), Some(Value::Whole(32)));
        assert_eq!([whole.read("1.5"), whole.read("513"), whole.read("many")], [None, None, None]);
        let number = Domain::Number([-1.0, 1.0]);
        assert_eq!([number.read("1"), number.read("NaN")], [Some(Value::Number(1.0)), None]);
        assert_eq!([Domain::Switch.read("on"), Domain::Switch.read("1")], [Some(Value::Switch(true)), None]);
        assert_eq!(Domain::Choice(KINDS).read("blur"), Some(Value::Choice(Cow::Borrowed("blur"))));
        assert_eq!(Domain::Choice(KINDS).to_string(), "mean or blur");
    }

    #[test]
    fn a_default_may_differ_under_a_convention() {
        let parameter = Parameter {
            elsewhere: &[("captum", &Value::Number(0.5))],
            ..Parameter::number("baseline", [0.0, 1.0], &Value::Number(0.0))
        };
        assert_eq!(parameter.default_in(Some("captum")), &Value::Number(0.5));
        assert_eq!([parameter.default_in(Some("paper")), parameter.default_in(None)], [&Value::Number(0.0); 2]);
        let described = parameter.describe("occlusion");
        assert!(described.starts_with("baseline=0, 0.5 in captum (a number from 0 to 1): The preprocessed"), "{described}");
    }
}
