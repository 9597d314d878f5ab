//! Lists what `cargo test` skipped, at its end: the other test binaries write that down under `target/tmp/skipped`
//! (`tests/support/files.rs`). No test harness, since a harness hides what a passing test prints.

use std::{collections::BTreeSet, path::Path};

fn main() {
    // Who asks a test binary for its tests, as cargo-nextest does, gets none.
    if std::env::args().any(|argument| argument == "--list") {
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("skipped");
    let mut skipped = BTreeSet::new();
    for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
        let lines = std::fs::read_to_string(entry.path()).expect("a record of skipped tests can be read");
        skipped.extend(lines.lines().map(str::to_owned));
        // Listed once: the next run writes its own.
        std::fs::remove_file(entry.path()).expect("a record of skipped tests can be removed");
    }
    if skipped.is_empty() {
        println!("\nno test was skipped for want of a file");
        return;
    }
    println!("\nskipped, so not checked (CONVSCOPE_ALL=1 makes an error of it where ../shared is missing):");
    for line in skipped {
        println!("  {line}");
    }
}
