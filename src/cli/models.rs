//! `convscope models`: what comes with the program, and whose weights it recognises.

use super::{Result, output::print};
use crate::zoo::{SHIPPED, architectures::ARCHITECTURES};

pub fn run() -> Result<()> {
    let mut text = "Shipped, by name:\n".to_owned();
    for shipped in &SHIPPED {
        text += &format!("  {}  {}\n", shipped.name, shipped.open("")?.about);
    }
    text += "\nRecognised from the keys and shapes of a safetensors file:\n";
    for family in ARCHITECTURES.iter().filter(|family| family.paper != "this project") {
        text += &format!("  {}: {}\n", family.name, family.variants.join(", "));
    }
    print(&text)
}
