//! `convscope models`: what comes with the program.

use super::{Result, output::print};
use crate::zoo;

pub fn run() -> Result<()> {
    let model = zoo::default_model()?;
    print(&format!("{}  {}\n", zoo::DEFAULT_MODEL, model.about))
}
