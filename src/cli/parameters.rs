//! `--param k=v`: parameters of a method, checked against the method's own table before any work begins.

use std::collections::BTreeMap;

use super::{Error, Result};
use crate::attribution::{Parameter, check_parameters};

/// For clap: one `key=value`.
pub fn parse(text: &str) -> Result<(String, f64), String> {
    let Some((key, value)) = text.split_once('=') else {
        return Err("write KEY=NUMBER".to_owned());
    };
    match value.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => Ok((key.trim().to_owned(), number)),
        _ => Err(format!("{value:?} is not a number")),
    }
}

/// All of them by key; one that the method does not have or take is a wrong call.
pub fn collect(method: &str, known: &[Parameter], given: &[(String, f64)]) -> Result<BTreeMap<String, f64>> {
    let set: BTreeMap<String, f64> = given.iter().cloned().collect();
    if set.len() < given.len() {
        return Err(Error::Usage("a --param is given twice".to_owned()));
    }
    check_parameters(method, known, &set).map_err(|problem| Error::Usage(problem.to_string()))?;
    Ok(set)
}

/// A method's parameters for its help: one line each.
pub fn describe(known: &[Parameter]) -> String {
    let line = |parameter: &Parameter| {
        let [low, high] = parameter.range;
        format!("      --param {}={} ({low} to {high}): {}\n", parameter.id, parameter.default, parameter.about)
    };
    known.iter().map(line).collect()
}
