//! `convscope models`: what comes with the program, and whose weights it recognises.

use super::{Result, output::print};
use crate::zoo::{self, architectures::ARCHITECTURES};

pub fn run() -> Result<()> {
    let model = zoo::default_model()?;
    let mut text = format!("Shipped, by name:\n  {}  {}\n", zoo::DEFAULT_MODEL, model.about);
    text += "\nRecognised from the keys and shapes of a safetensors file:\n";
    for family in ARCHITECTURES.iter().filter(|family| !family.variants.contains(&zoo::DEFAULT_MODEL)) {
        text += &format!("  {}: {}\n", family.name, family.variants.join(", "));
    }
    print(&text)
}
