//! What a module of Rust holds: the names it defines, its child modules, what it imports, the paths it names. Items for tests are
//! left out.

use std::collections::{BTreeMap, BTreeSet};

use super::tokens::Token;

/// A name that `use` brings in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// As written, without the last `self`; empty names stand nowhere.
    pub path: Vec<String>,
    /// What it is called here; `*` for all names.
    pub name: String,
    /// `pub use`, with whatever reach.
    pub is_public: bool,
    pub line: usize,
}

/// A path of two names or more, where it stands.
#[derive(Clone, Debug)]
pub struct Named {
    pub path: Vec<String>,
    pub line: usize,
}

/// A module, in a file of its own or inside one.
#[derive(Debug, Default)]
pub struct Module {
    pub items: BTreeSet<String>,
    pub imports: Vec<Import>,
    pub paths: Vec<Named>,
    /// Every word outside of imports.
    pub words: BTreeSet<String>,
    /// Child modules in files of their own.
    pub children: BTreeSet<String>,
    /// Child modules written here, in braces.
    pub inline: BTreeMap<String, Module>,
}

impl Module {
    pub fn parse(tokens: &[Token]) -> Self {
        let mut module = Self::default();
        let mut at = 0;
        while at < tokens.len() {
            at = module.item(tokens, at);
        }
        module
    }

    /// Takes in the item that begins at `at`; returns where the next one begins.
    fn item(&mut self, tokens: &[Token], start: usize) -> usize {
        let (at, is_for_tests) = attributes(tokens, start);
        let end = item_end(tokens, at);
        if is_for_tests {
            return end;
        }
        let head = after_visibility(tokens, at);
        let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
        match text(head) {
            "use" => return self.import(tokens, head, head > at),
            "mod" if text(head + 2) == ";" => {
                self.children.insert(text(head + 1).to_owned());
                return end;
            }
            "mod" if text(head + 2) == "{" => {
                self.inline.insert(text(head + 1).to_owned(), Self::parse(&tokens[head + 3..end.saturating_sub(1)]));
                return end;
            }
            "macro_rules" => _ = self.items.insert(text(head + 2).to_owned()),
            "impl" => {}
            _ => {
                const KINDS: [&str; 8] = ["fn", "struct", "enum", "union", "trait", "type", "static", "const"];
                let is_kind = |at: &usize| KINDS.contains(&text(*at)) && !KINDS.contains(&text(at + 1));
                if let Some(kind) = (head..end.min(head + 6)).find(is_kind) {
                    self.items.insert(text(kind + 1).to_owned());
                }
            }
        }
        self.body(tokens, start, end);
        end
    }

    /// Takes in what an item names: also imports inside of functions.
    fn body(&mut self, tokens: &[Token], start: usize, end: usize) {
        let mut at = start;
        while at < end {
            let token = &tokens[at];
            if token.text == "#" {
                let (after, is_for_tests) = attributes(tokens, at);
                // Of other attributes only the words are of interest, as of any token.
                at = if is_for_tests { item_end(tokens, after) } else { at + 1 };
            } else if token.text == "use" {
                at = self.import(tokens, at, false);
            } else if token.is_word() {
                let mut path = vec![token.text.clone()];
                let mut after = at + 1;
                while after + 1 < end && tokens[after].text == "::" && tokens[after + 1].is_word() {
                    path.push(tokens[after + 1].text.clone());
                    after += 2;
                }
                let is_tail = at > 0 && tokens[at - 1].text == "::";
                self.words.extend(path.iter().cloned());
                if path.len() > 1 && !is_tail {
                    self.paths.push(Named { path, line: token.line });
                }
                at = after;
            } else {
                at += 1;
            }
        }
    }

    fn import(&mut self, tokens: &[Token], at: usize, is_public: bool) -> usize {
        let end = (at..tokens.len()).find(|&at| tokens[at].text == ";").unwrap_or(tokens.len());
        let mut rest = &tokens[at + 1..end];
        self.tree(&mut rest, &[], is_public);
        end + 1
    }

    /// A tree of imports: `a::{b, c as d, e::*}`.
    fn tree(&mut self, rest: &mut &[Token], prefix: &[String], is_public: bool) {
        let mut path = prefix.to_vec();
        while let Some(token) = rest.first() {
            let line = token.line;
            match token.text.as_str() {
                "::" => *rest = &rest[1..],
                "{" => {
                    *rest = &rest[1..];
                    while rest.first().is_some_and(|token| token.text != "}") {
                        self.tree(rest, &path, is_public);
                        if rest.first().is_some_and(|token| token.text == ",") {
                            *rest = &rest[1..];
                        }
                    }
                    *rest = rest.get(1..).unwrap_or(&[]);
                    return;
                }
                "*" => {
                    *rest = &rest[1..];
                    return self.imports.push(Import { path, name: "*".to_owned(), is_public, line });
                }
                word => {
                    if word != "self" || path.is_empty() {
                        path.push(word.to_owned());
                    }
                    *rest = &rest[1..];
                    if rest.first().is_none_or(|token| token.text != "::") {
                        let mut name = path.last().cloned().unwrap_or_default();
                        if rest.first().is_some_and(|token| token.text == "as") {
                            name = rest.get(1).map(|token| token.text.clone()).unwrap_or_default();
                            *rest = rest.get(2..).unwrap_or(&[]);
                        }
                        return self.imports.push(Import { path, name, is_public, line });
                    }
                }
            }
        }
    }
}

/// Where the attributes that begin at `at` end, and whether they say that what follows is for tests.
fn attributes(tokens: &[Token], mut at: usize) -> (usize, bool) {
    let mut is_for_tests = false;
    while at < tokens.len() && tokens[at].text == "#" {
        let open = (at + 1..tokens.len()).find(|&at| tokens[at].text == "[").unwrap_or(at);
        let end = closed(tokens, open);
        let has = |word: &str| tokens[open..end].iter().any(|token| token.text == word);
        let first = tokens.get(open + 1).map_or("", |token| token.text.as_str());
        is_for_tests |= first == "test" || first == "cfg" && has("test") && !has("not");
        at = end;
    }
    (at, is_for_tests)
}

fn after_visibility(tokens: &[Token], at: usize) -> usize {
    match (tokens.get(at), tokens.get(at + 1)) {
        (Some(word), Some(open)) if word.text == "pub" && open.text == "(" => closed(tokens, at + 1),
        (Some(word), _) if word.text == "pub" => at + 1,
        _ => at,
    }
}

/// Behind the bracket that closes the one at `open`.
fn closed(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

/// Behind the `;`, the closing brace or the comma that ends the item, the field or the statement at `at`.
fn item_end(tokens: &[Token], mut at: usize) -> usize {
    let is_import = tokens.get(after_visibility(tokens, at)).is_some_and(|token| token.text == "use");
    while let Some(token) = tokens.get(at) {
        match token.text.as_str() {
            ";" => return at + 1,
            "{" if !is_import => return closed(tokens, at),
            "(" | "[" | "{" => at = closed(tokens, at),
            // The end of what the item stands in: fields and arms end without a mark of their own.
            ")" | "]" | "}" => return at.max(1),
            _ => at += 1,
        }
    }
    tokens.len()
}

#[test]
fn imports_items_and_paths_are_found_and_those_of_tests_are_not() {
    let text = "pub use super::{a::{self, B as C}, d::*}; use crate::e;\n\
        /// use crate::no;\n#[derive(Debug)] pub(crate) struct One<'a> { x: &'a e::Two }\n\
        impl One<'_> { #[cfg(test)] fn f() { crate::no::No; } pub const fn g() -> [u8; 2] { use super::h::H; crate::i::j::<u8>() } }\n\
        mod inside { pub fn k() {} } pub const fn l() {} #[cfg(test)] mod tests { use crate::no::No; }\n\
        macro_rules! m { () => { $crate::n::o() } }";
    let module = Module::parse(&super::tokens::tokens(text));
    let imports: Vec<String> = module
        .imports
        .iter()
        .map(|i| format!("{}{} {}", if i.is_public { "pub " } else { "" }, i.path.join("::"), i.name))
        .collect();
    assert_eq!(imports, ["pub super::a a", "pub super::a::B C", "pub super::d *", "crate::e e", "super::h::H H"]);
    assert_eq!(module.items.iter().map(String::as_str).collect::<Vec<_>>(), ["One", "l", "m"]);
    let paths: Vec<String> = module.paths.iter().map(|named| named.path.join("::")).collect();
    assert_eq!(paths, ["e::Two", "crate::i::j", "crate::n::o"]);
    assert!(module.inline["inside"].items.contains("k") && !module.words.contains("No"));
}
