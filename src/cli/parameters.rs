//! `--param k=v`: parameters of a method, read as the method's own table says before any work begins.

use super::{Error, Result};
use crate::methods::{Parameter, Parameters};

/// For clap: one `key=value`.
pub fn parse(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or_else(|| "write KEY=VALUE".to_owned())?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

/// All of them; one that the method does not have or take is a wrong call.
pub fn collect(method: &'static str, known: &[Parameter], given: &[(String, String)]) -> Result<Parameters> {
    let mut set = Parameters::default();
    for (place, (key, value)) in given.iter().enumerate() {
        if given[..place].iter().any(|(earlier, _)| earlier == key) {
            return Err(Error::Usage("a --param is given twice".to_owned()));
        }
        set.read(method, known, key, value).map_err(|problem| Error::Usage(problem.to_string()))?;
    }
    Ok(set)
}

/// A method's parameters for its help: one line each.
pub fn describe(method: &str, known: &[Parameter]) -> String {
    known.iter().map(|parameter| format!("      --param {}\n", parameter.describe(method))).collect()
}
