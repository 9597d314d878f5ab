//! No sentence for people stands in the code of the window, the figures and the registries: all of them are in `assets/words`.

use super::house::{File, House};

/// Where sentences would be seen by people.
const ROOMS: [&str; 4] = ["src/app/", "src/figures/", "src/attribution/", "src/embedding/"];

/// Names that are the same in every language, and what only programs and developers read.
const NAMES: [&str; 8] =
    ["Convscope", "Ctrl K", "Esc", "VmRSS:", "first frame", "first prediction", "trained in the window", "Method"];

/// The texts of a file in front of its tests, with their lines: what stands between quotes and is neither a comment nor an
/// attribute.
fn texts(file: &File) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut in_attribute = false;
    for (index, line) in file.text.lines().enumerate() {
        let code = line.trim_start();
        if code.starts_with("#[cfg(test)]") {
            break;
        }
        // What a deep room says of its failures stays English; the attribute that says it may have several lines.
        in_attribute |= code.starts_with("#[") && !code.contains(']');
        if in_attribute {
            in_attribute = !code.ends_with(")]");
            continue;
        }
        if code.starts_with("//") || code.starts_with("#[") || code.starts_with("#![") || code.contains("eprintln!") {
            continue;
        }
        let mut rest = code;
        while let Some((_, opened)) = rest.split_once('"') {
            let mut end = 0;
            let bytes = opened.as_bytes();
            while end < bytes.len() && bytes[end] != b'"' {
                end += if bytes[end] == b'\\' { 2 } else { 1 };
            }
            found.push((index + 1, opened.get(..end).unwrap_or(opened).to_owned()));
            rest = opened.get(end + 1..).unwrap_or("");
        }
    }
    found
}

/// Whether it reads as a sentence or as a word on a button, apart from what is filled in.
fn is_for_people(text: &str) -> bool {
    // A paper, by its authors and its year.
    let is_paper = text.len() > 4 && text.bytes().rev().take(4).all(|byte| byte.is_ascii_digit());
    if NAMES.contains(&text) || text.starts_with(['<', '\'']) || is_paper {
        return false;
    }
    let plain: String = text.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect();
    let words: Vec<&str> = plain.split(' ').collect();
    let is_word = |word: &&str| word.len() > 1 && word.chars().all(char::is_lowercase);
    words.windows(2).any(|pair| pair.iter().all(is_word))
}

/// Whether it reads as a word on a button of the window.
fn is_a_label(text: &str) -> bool {
    let mut letters = text.chars();
    let is_word = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    is_word && !NAMES.contains(&text)
}

#[test]
fn no_sentence_for_people_stands_in_code() {
    let house = House::open();
    let mut wrong = Vec::new();
    for file in house.files.iter().filter(|file| ROOMS.iter().any(|room| file.path.starts_with(room))) {
        let is_test = file.path.ends_with("tests.rs");
        let is_window = file.path.starts_with("src/app/");
        for (line, text) in texts(file).into_iter().filter(|_| !is_test) {
            if is_for_people(&text) || is_window && is_a_label(&text) {
                wrong.push(format!("{}:{line} {text:?}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "what people read belongs into assets/words, in every language:\n{}", wrong.join("\n"));
}

#[test]
fn sentences_are_told_from_names() {
    assert!(is_for_people("nothing is shown") && is_for_people("{} of {count} pictures were left out"));
    assert!(!is_for_people("Zeiler & Fergus 2013") && !is_for_people("left-on-stage") && !is_for_people("{} × {}"));
    assert!(is_a_label("Cancel") && is_a_label("Save map…") && !is_a_label("Convscope") && !is_a_label("PNG"));
}
