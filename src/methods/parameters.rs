//! The values of parameters that were set; the others take their defaults.

use std::collections::BTreeMap;

use super::parameter::{Parameter, Value};

/// Why a method cannot be run with these parameters.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ParameterError {
    /// There is no such parameter.
    #[error("{method} has no parameter {id:?}; {}", has(known))]
    Unknown {
        /// The method's name.
        method: &'static str,
        /// What was set.
        id: String,
        /// What can be set.
        known: Vec<&'static str>,
    },
    /// A value that the parameter cannot have.
    #[error("{id} takes {domain}, not {found}")]
    Outside {
        /// The parameter.
        id: &'static str,
        /// What it may be, in words.
        domain: String,
        /// What was set.
        found: String,
    },
}

fn has(known: &[&'static str]) -> String {
    if known.is_empty() { "it has none".to_owned() } else { format!("it has {}", known.join(", ")) }
}

/// Values by parameters' ids.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Parameters(BTreeMap<String, Value>);

impl Parameters {
    /// Sets one.
    pub fn set(&mut self, id: impl Into<String>, value: Value) {
        self.0.insert(id.into(), value);
    }

    /// What is set, by the parameters' ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(id, value)| (id.as_str(), value))
    }

    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this one is set to something that it may be.
    pub fn is_set(&self, parameter: &Parameter) -> bool {
        self.0.get(parameter.id).is_some_and(|value| parameter.domain.admit(value).is_some())
    }

    /// Those of them that a method with these parameters takes.
    pub fn known_to(&self, known: &[Parameter]) -> Self {
        let takes = |(id, value): &(&String, &Value)| {
            known.iter().any(|parameter| parameter.id == *id && parameter.domain.admit(value).is_some())
        };
        Self(self.0.iter().filter(takes).map(|(id, value)| (id.clone(), value.clone())).collect())
    }

    /// The value of a parameter under a convention: as set, else its default.
    pub fn value(&self, parameter: &Parameter, convention: Option<&str>) -> Value {
        let set = self.0.get(parameter.id).and_then(|value| parameter.domain.admit(value));
        set.unwrap_or_else(|| parameter.default_in(convention).clone())
    }

    /// The value of a number or a whole number; 0 for anything else.
    pub fn number(&self, parameter: &Parameter, convention: Option<&str>) -> f64 {
        match self.value(parameter, convention) {
            Value::Number(number) => number,
            Value::Whole(number) => number as f64,
            Value::Switch(_) | Value::Choice(_) => 0.0,
        }
    }

    /// Whether this choice is made.
    pub fn chooses(&self, parameter: &Parameter, convention: Option<&str>, choice: &str) -> bool {
        matches!(self.value(parameter, convention), Value::Choice(id) if id == choice)
    }

    /// Reads `id=value` as the method's parameter takes it.
    ///
    /// # Errors
    /// A parameter that does not exist, a value that it cannot have, in one sentence.
    pub fn read(&mut self, method: &'static str, known: &[Parameter], id: &str, text: &str) -> Result<(), ParameterError> {
        let parameter = find(method, known, id)?;
        let value = parameter.domain.read(text).ok_or_else(|| outside(parameter, text.trim().to_owned()))?;
        self.set(id, value);
        Ok(())
    }

    /// Checks all that was set.
    ///
    /// # Errors
    /// A parameter that does not exist, a value that it cannot have, in one sentence.
    pub fn check(&self, method: &'static str, known: &[Parameter]) -> Result<(), ParameterError> {
        for (id, value) in &self.0 {
            let parameter = find(method, known, id)?;
            if parameter.domain.admit(value).is_none() {
                return Err(outside(parameter, value.to_string()));
            }
        }
        Ok(())
    }
}

impl<Id: Into<String>, Set: Into<Value>> FromIterator<(Id, Set)> for Parameters {
    fn from_iter<All: IntoIterator<Item = (Id, Set)>>(all: All) -> Self {
        Self(all.into_iter().map(|(id, value)| (id.into(), value.into())).collect())
    }
}

fn find<'a>(method: &'static str, known: &'a [Parameter], id: &str) -> Result<&'a Parameter, ParameterError> {
    known.iter().find(|parameter| parameter.id == id).ok_or_else(|| ParameterError::Unknown {
        method,
        id: id.to_owned(),
        known: known.iter().map(|parameter| parameter.id).collect(),
    })
}

fn outside(parameter: &Parameter, found: String) -> ParameterError {
    ParameterError::Outside { id: parameter.id, domain: parameter.domain.to_string(), found }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Parameter = Parameter::whole("window", [0, 512], &Value::Whole(0));

    #[test]
    fn what_was_set_counts_and_the_rest_takes_its_default() {
        let mut set = Parameters::default();
        assert_eq!(set.number(&WINDOW, None), 0.0);
        assert!(!set.is_set(&WINDOW));
        set.read("Occlusion", &[WINDOW], "window", "8").unwrap();
        assert_eq!(set.value(&WINDOW, None), Value::Whole(8));
        assert_eq!(set.number(&WINDOW, None), 8.0);
        assert!(set.is_set(&WINDOW));
    }

    #[test]
    fn mistakes_name_what_there_is() {
        let mut set = Parameters::default();
        let sentence = |result: Result<(), ParameterError>| result.unwrap_err().to_string();
        let unknown = set.read("Occlusion", &[WINDOW], "width", "8");
        assert_eq!(sentence(unknown), "Occlusion has no parameter \"width\"; it has window");
        let outside = set.read("Occlusion", &[WINDOW], "window", "1.5");
        assert_eq!(sentence(outside), "window takes a whole number from 0 to 512, not 1.5");
        let set: Parameters = [("window", Value::Number(900.0))].into_iter().collect();
        assert_eq!(sentence(set.check("Occlusion", &[WINDOW])), "window takes a whole number from 0 to 512, not 900");
        let set: Parameters = [("k", Value::Switch(true))].into_iter().collect();
        assert_eq!(sentence(set.check("CAM", &[])), "CAM has no parameter \"k\"; it has none");
    }

    #[test]
    fn settings_of_an_earlier_version_are_read() {
        let set: Parameters = toml::from_str("window = 8.0\nbaseline = -1.5\nfill = 'mean'\nsmooth = true\n").unwrap();
        assert_eq!(set.value(&WINDOW, None), Value::Whole(8));
        let written = toml::to_string(&set).unwrap();
        assert_eq!(toml::from_str::<Parameters>(&written).unwrap(), set);
    }
}
