//! `convscope models`: what comes with the program, and whose weights it recognises.

use super::{Common, Result, output::print};
use crate::{
    words::results,
    zoo::{SHIPPED, SHIPPED_GENERATORS, architectures::ARCHITECTURES},
};

pub fn run(common: &Common) -> Result<()> {
    let words = common.words();
    let mut text = format!("{}\n", words.say(&results::SHIPPED));
    for shipped in &SHIPPED {
        text += &format!("  {}  {}\n", shipped.name, words.say(&shipped.open("")?.about));
    }
    text += &format!("\n{}\n", words.say(&results::SHIPPED_GENERATORS));
    for shipped in &SHIPPED_GENERATORS {
        text += &format!("  {}  {}\n", shipped.name, words.say(&shipped.open()?.about));
    }
    text += &format!("\n{}\n", words.say(&results::RECOGNISED));
    for family in ARCHITECTURES.iter().filter(|family| family.paper != "this project") {
        text += &format!("  {}: {}\n", family.name, family.variants.join(", "));
    }
    print(&text)
}
