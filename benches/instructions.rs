//! Guards the kernels against regressions by counting instructions, which are the same however busy the machine is.
//!
//! cargo bench -p convscope-benches --bench instructions              compares with benches/instructions.toml; fails beyond 3 %
//! more
//!     cargo bench -p convscope-benches --bench instructions -- --write   writes what it counts there
//!
//! Each layer of `layers.rs` runs once, on one thread, under `valgrind --tool=callgrind`. Valgrind knows AVX2 but not
//! AVX-512, whose kernels are compiled from the same source.

use std::{collections::BTreeMap, path::Path, process::Command};

use convscope::kernels::{Direction, Level};
use convscope_benches as layers;

/// How many more instructions than recorded are let pass: other releases of the compiler differ a little.
const MORE: f64 = 1.03;

const RECORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/instructions.toml");

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(place) = arguments.iter().position(|argument| argument == "--one") {
        return run_one(&arguments[place + 1..]);
    }
    let counted: BTreeMap<String, u64> = measured().into_iter().map(|name| (name.clone(), count(&name))).collect();
    if arguments.iter().any(|argument| argument == "--write") {
        let lines: String = counted.iter().map(|(name, count)| format!("\"{name}\" = {count}\n")).collect();
        let head = "# Instructions of one run of each layer (AVX2, one thread), counted by `cargo bench -p convscope-benches \
        --bench instructions -- --write`.\n";
        std::fs::write(RECORD, format!("{head}{lines}")).expect("the record can be written");
        return;
    }
    let text = std::fs::read_to_string(Path::new(RECORD)).expect("the record, benches/instructions.toml");
    let record: BTreeMap<String, u64> = toml::from_str(&text).expect("a count for each name");
    let mut worse = 0;
    for (name, count) in &counted {
        let recorded = record.get(name).copied().unwrap_or(0);
        let ratio = *count as f64 / recorded as f64;
        let verdict = if ratio <= MORE { "" } else { "   MORE THAN RECORDED" };
        worse += usize::from(ratio > MORE);
        println!("{name:<45} {count:>12} {ratio:>6.3}{verdict}");
    }
    if worse > 0 {
        eprintln!(
            "{worse} layers take more instructions than benches/instructions.toml says; find out why, or record them with --write"
        );
        std::process::exit(1);
    }
}

/// A name for each layer and direction.
fn measured() -> Vec<String> {
    let directions = |case: &layers::Case| [format!("{} forward", case.name), format!("{} gradient", case.name)];
    layers::all().iter().flat_map(directions).collect()
}

/// Runs one layer, the only thing that callgrind counts.
fn run_one(name: &[String]) {
    let name = name.first().map_or("", String::as_str);
    let found = layers::all().into_iter().find(|case| name.starts_with(case.name)).expect("a layer's name");
    let direction = if name.ends_with("forward") { Direction::Forward } else { Direction::InputGradient };
    let level = Level::available().into_iter().find(|level| level.name() == "AVX2").expect("a processor with AVX2");
    found.prepare(direction, level).run();
}

/// The instructions of one layer.
fn count(name: &str) -> u64 {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("callgrind.out");
    let status = Command::new("valgrind")
        .args(["--tool=callgrind", "--quiet", "--collect-atstart=no", "--toggle-collect=*convscope_benches::Layer::run*"])
        .arg(format!("--callgrind-out-file={}", output.display()))
        .arg(std::env::current_exe().expect("this program's path"))
        .args(["--one", name])
        .env("RAYON_NUM_THREADS", "1")
        .status()
        .expect("valgrind, which counts the instructions, can be started");
    assert!(status.success(), "valgrind failed on {name}");
    let text = std::fs::read_to_string(&output).expect("callgrind's output");
    let totals = text.lines().find_map(|line| line.strip_prefix("totals: ").or_else(|| line.strip_prefix("summary: ")));
    totals.and_then(|count| count.trim().parse().ok()).filter(|count| *count > 0).expect("callgrind's total")
}
