//! What always holds in the files under `src`, beside the table of rooms.

use super::{
    house::{Arrow, File, House},
    standing::WIDE,
};

const LONGEST_FILE: usize = 420;
const LONGEST_LINE: usize = 130;

/// The chapter of a file: `attribution` of `src/app/chapters/attribution/panel.rs`. A chapter is a folder; the files beside the
/// folders are their table.
fn chapter(file: &str) -> Option<&str> {
    Some(file.strip_prefix(CHAPTERS)?.strip_prefix('/')?.split_once('/')?.0)
}

/// Whether a folder or the file itself has that name.
fn is_in(file: &str, name: &str) -> bool {
    file.trim_end_matches(".rs").split('/').any(|part| part == name)
}

/// Fails with every arrow of the house that `is_wrong`.
fn check_arrows(rule: &str, is_wrong: impl Fn(&Arrow) -> bool) {
    let arrows = House::open().arrows();
    let wrong = arrows.iter().filter(|arrow| is_wrong(arrow));
    let wrong: Vec<String> =
        wrong.map(|arrow| format!("{}:{} {} -> {}", arrow.from, arrow.line, arrow.path.join("::"), arrow.to)).collect();
    assert!(wrong.is_empty(), "{rule}:\n{}", wrong.join("\n"));
}

/// Fails with what `problem` says about a file of the house.
fn check_files(rule: &str, problem: impl Fn(&File) -> Option<String>) {
    let house = House::open();
    let wrong = house.files.iter().filter_map(|file| problem(file).map(|problem| format!("{}{problem}", file.path)));
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{rule}:\n{}", wrong.join("\n"));
}

/// The line of the first word that is one of these, outside of comments and texts.
fn word(file: &File, words: &[&str]) -> Option<String> {
    let token = file.tokens.iter().find(|token| words.contains(&token.text.as_str()))?;
    Some(format!(":{} {}", token.line, token.text))
}

const CHAPTERS: &str = "src/app/chapters";

#[test]
fn a_chapter_never_names_another() {
    check_arrows("what two chapters need stands above or below both", |arrow| {
        let chapters = (chapter(&arrow.from), chapter(&arrow.to));
        matches!(chapters, (Some(from), Some(to)) if from != to)
    });
}

#[test]
fn the_desk_never_names_a_chapter() {
    check_arrows("the desk knows questions and answers, not whose they are", |arrow| {
        (arrow.from == "src/app/desk.rs" || arrow.from.starts_with("src/app/desk/")) && arrow.to.starts_with(CHAPTERS)
    });
}

#[test]
fn work_never_imports_a_panel() {
    check_arrows("work never touches the window", |arrow| {
        arrow.from.starts_with("src/app/")
            && is_in(&arrow.from, "work")
            && (is_in(&arrow.to, "panel") || is_in(&arrow.to, "panels"))
    });
}

#[test]
fn figures_never_import_egui() {
    check_files("figures are made without a window", |file| {
        file.path.starts_with("src/figures").then(|| word(file, &["egui", "eframe", "egui_plot", "egui_kittest"])).flatten()
    });
}

#[test]
fn unsafe_stands_in_kernels_alone() {
    check_files("unsafe belongs to src/kernels", |file| {
        if file.path.starts_with("src/kernels") { None } else { word(file, &["unsafe"]) }
    });
}

#[test]
fn nothing_names_a_path_into_shared() {
    check_files("a clone has no ../shared", |file| {
        let names_it = |line: &str| {
            line.match_indices("shared/")
                .any(|(at, _)| !line[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_'))
        };
        let line = file.text.lines().position(names_it)?;
        Some(format!(":{}", line + 1))
    });
}

#[test]
fn every_file_opens_by_saying_what_it_is() {
    check_files("the first line begins with //!", |file| (!file.text.starts_with("//!")).then(String::new));
}

#[test]
fn no_file_is_long() {
    check_files("a file is one idea", |file| {
        let lines = file.text.lines().count();
        (lines > LONGEST_FILE).then(|| format!(": {lines} lines, more than {LONGEST_FILE}"))
    });
}

#[test]
fn files_that_stand_against_a_rule_are_there() {
    let house = House::open();
    let gone: Vec<&&str> = WIDE.iter().filter(|known| house.files.iter().all(|file| file.path != **known)).collect();
    assert!(gone.is_empty(), "take out of WIDE in tests/rooms/standing.rs what is gone: {gone:?}");
}

#[test]
fn no_line_is_wide() {
    // A row of a table cannot be broken.
    let is_wide = |line: &str| line.chars().count() > LONGEST_LINE && !line.starts_with("//! |");
    check_files("lines fit rustfmt's width, comments too", |file| {
        let wide = file.text.lines().position(is_wide);
        let is_known = WIDE.contains(&file.path.as_str());
        match (wide, is_known) {
            (Some(line), false) => Some(format!(":{}", line + 1)),
            (None, true) => Some(": no line is wide any more; take it out of WIDE in tests/rooms/standing.rs".to_owned()),
            _ => None,
        }
    });
}
