//! Files that tests read: those of the repository, and real models and pictures of `../shared`, which a clone lacks.
//!
//! What is skipped for want of a file is written down under `target/tmp/skipped`, which `tests/skipped.rs` lists at the end of
//! `cargo test`; with `CONVSCOPE_ALL=1` it is a failure instead.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    sync::OnceLock,
};

/// A file or folder of `tests/fixtures`.
pub fn fixture(path: &str) -> PathBuf {
    repository("tests/fixtures").join(path)
}

/// A file or folder of the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A file or folder of `../shared`, or nothing where that is missing: the test then returns, and is listed as skipped.
pub fn shared(path: &str) -> Option<PathBuf> {
    let _ = record();
    let shared = repository("../shared");
    let file = shared.join(path);
    if file.exists() {
        return Some(file);
    }
    let missing = if shared.exists() { format!("../shared/{path} is missing") } else { "../shared is missing".to_owned() };
    let all = std::env::var_os("CONVSCOPE_ALL").is_some_and(|value| value == "1");
    assert!(!all, "{missing}, and CONVSCOPE_ALL=1 lets no test be skipped");
    skip(&missing);
    None
}

/// Writes down that the running test checked nothing, or less than it can, and why.
pub fn skip(reason: &str) {
    // The threads of libtest bear the name of their test.
    let thread = std::thread::current();
    let line = format!("{} {}: {reason}\n", env!("CARGO_CRATE_NAME"), thread.name().unwrap_or("a test"));
    let mut file = std::fs::OpenOptions::new().append(true).create(true).open(record()).expect("target/tmp can be written to");
    file.write_all(line.as_bytes()).expect("target/tmp can be written to");
}

/// Where this binary writes down what it skips; what it skipped in an earlier run is forgotten first.
fn record() -> &'static Path {
    static RECORD: OnceLock<PathBuf> = OnceLock::new();
    RECORD.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("skipped");
        std::fs::create_dir_all(&folder).expect("target/tmp can be written to");
        let file = folder.join(env!("CARGO_CRATE_NAME")).with_extension("txt");
        std::fs::write(&file, "").expect("target/tmp can be written to");
        file
    })
}
