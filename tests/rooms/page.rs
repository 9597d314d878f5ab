//! The paths that `ARCHITECTURE.md` names are there.

use std::path::Path;

/// Paths in backticks: what begins with a folder of the repository. A part in capitals, as NAME, or with a * stands for
/// any name.
fn named(text: &str) -> Vec<String> {
    const FOLDERS: [&str; 6] = ["src", "tests", "benches", "assets", "models", ".ci"];
    let mut is_code = false;
    let lines = text.lines().filter(|line| {
        is_code ^= line.starts_with("```");
        !is_code
    });
    let quoted = lines.flat_map(|line| line.split('`').skip(1).step_by(2));
    let is_path = |text: &&str| text.split_once('/').is_some_and(|(folder, _)| FOLDERS.contains(&folder));
    quoted.filter(is_path).filter(|text| !text.contains(char::is_whitespace)).map(str::to_owned).collect()
}

/// Whether something lies there; a test binary may be named without its ending.
fn exists(root: &Path, path: &str) -> bool {
    let is_placeholder = |part: &&str| part.contains('*') || !part.is_empty() && part.chars().all(char::is_uppercase);
    let known: Vec<&str> = path.split('/').take_while(|part| !is_placeholder(part)).collect();
    let path = root.join(known.join("/"));
    path.exists() || path.with_extension("rs").exists()
}

#[test]
fn the_page_names_files_that_are_there() {
    let root = super::house::House::open().root;
    for page in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"] {
        let Ok(text) = std::fs::read_to_string(root.join(page)) else { continue };
        let missing: Vec<String> = named(&text).into_iter().filter(|path| !exists(&root, path)).collect();
        assert!(missing.is_empty(), "{page} names what is not there: {}", missing.join(", "));
    }
}

#[test]
fn paths_are_told_from_other_words() {
    let text = "`src/lib.rs` and `src/app/NAME/` but `a/b`, `cargo doc src/x`\n```\n`src/code`\n```\n`tests/rooms`";
    assert_eq!(named(text), ["src/lib.rs", "src/app/NAME/", "tests/rooms"]);
}
