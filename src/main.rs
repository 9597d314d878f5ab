//! The program: `convscope [FILE...]` opens the window, `convscope SUBCOMMAND ...` works without one.

fn main() {}
