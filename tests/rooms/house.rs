//! All files under `src`: their text, their modules, and which file each path leads to.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::{
    module::Module,
    tokens::{Token, tokens},
};

/// A module's names from the root down; the root has none.
pub type ModulePath = Vec<String>;

pub struct File {
    /// From the repository's root, with `/`.
    pub path: String,
    pub text: String,
    pub tokens: Vec<Token>,
}

pub struct House {
    pub root: PathBuf,
    pub files: Vec<File>,
    modules: BTreeMap<ModulePath, Module>,
    /// The file of each module.
    homes: BTreeMap<ModulePath, String>,
}

/// That one file names something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrow {
    pub from: String,
    pub line: usize,
    /// From the root down, as written: before re-exports are followed.
    pub path: Vec<String>,
    /// Where it is defined.
    pub to: String,
    /// Whether it is a module or a re-export that the file does not use itself: no need of what stands there.
    pub is_passing: bool,
}

impl House {
    /// Reads the house that stands here.
    pub fn open() -> Self {
        // At run time, so that the same test can look at another tree.
        let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the package is"));
        let mut paths = Vec::new();
        collect(&root.join("src"), &mut paths);
        paths.sort();
        let files = paths.iter().map(|path| {
            let text = std::fs::read_to_string(path).expect("a source file is text");
            let path = path.strip_prefix(&root).expect("a file of the repository").display().to_string().replace('\\', "/");
            (path, text)
        });
        Self::new(root.clone(), files)
    }

    /// Of these files; those behind a `#[cfg(test)] mod` are kept, but are no modules.
    pub fn new(root: PathBuf, files: impl IntoIterator<Item = (String, String)>) -> Self {
        let files: Vec<File> = files.into_iter().map(|(path, text)| File { tokens: tokens(&text), path, text }).collect();
        let mut house = Self { root, files, modules: BTreeMap::new(), homes: BTreeMap::new() };
        house.enter(Vec::new(), "src/lib.rs");
        house
    }

    fn enter(&mut self, path: ModulePath, file: &str) {
        let Some(found) = self.files.iter().find(|candidate| candidate.path == file) else { return };
        let module = Module::parse(&found.tokens);
        self.settle(path, module, file);
    }

    fn settle(&mut self, path: ModulePath, mut module: Module, file: &str) {
        let folder = if path.is_empty() { "src".to_owned() } else { format!("src/{}", path.join("/")) };
        for name in std::mem::take(&mut module.children) {
            let child = [&path[..], std::slice::from_ref(&name)].concat();
            self.enter(child.clone(), &format!("{folder}/{name}.rs"));
            self.enter(child, &format!("{folder}/{name}/mod.rs"));
        }
        for (name, inline) in std::mem::take(&mut module.inline) {
            self.settle([&path[..], &[name]].concat(), inline, file);
        }
        self.homes.insert(path.clone(), file.to_owned());
        self.modules.insert(path, module);
    }

    /// Every arrow of every file, once.
    pub fn arrows(&self) -> Vec<Arrow> {
        let mut arrows = BTreeSet::new();
        for (place, module) in &self.modules {
            for import in &module.imports {
                let Some(path) = self.absolute(place, &import.path) else { continue };
                let is_passing = import.is_public && !module.words.contains(&import.name);
                let is_all = import.name == "*";
                arrows.extend(self.arrow(place, import.line, path, is_passing, is_all));
            }
            for named in &module.paths {
                let head = &named.path[0];
                let imported = module.imports.iter().find(|import| import.name == *head);
                let path = match imported {
                    Some(import) => self.absolute(place, &[&import.path[..], &named.path[1..]].concat()),
                    None => self.absolute(place, &named.path),
                };
                if let Some(path) = path {
                    arrows.extend(self.arrow(place, named.line, path, false, false));
                }
            }
        }
        arrows.into_iter().collect()
    }

    fn arrow(&self, place: &ModulePath, line: usize, path: ModulePath, is_passing: bool, is_all: bool) -> Option<Arrow> {
        let from = self.homes[place].clone();
        let (to, is_module) = self.find(&path, 0)?;
        (from != to).then_some(Arrow { from, line, path, to, is_passing: is_passing || is_module && !is_all })
    }

    /// The path from the root, or nothing for what is not of this house.
    fn absolute(&self, place: &ModulePath, path: &[String]) -> Option<ModulePath> {
        let mut at = place.clone();
        let mut rest = path;
        match rest.first()?.as_str() {
            "crate" => (at, rest) = (Vec::new(), &rest[1..]),
            "self" => rest = &rest[1..],
            "super" => {
                while rest.first().is_some_and(|name| name == "super") {
                    at.pop();
                    rest = &rest[1..];
                }
            }
            head => {
                let child = [&place[..], &[head.to_owned()]].concat();
                if !self.modules.contains_key(&child) {
                    return None;
                }
            }
        }
        Some([&at[..], rest].concat())
    }

    /// The file that defines what a path from the root names, and whether that is a whole module.
    fn find(&self, path: &[String], depth: usize) -> Option<(String, bool)> {
        let mut place = ModulePath::new();
        for (index, name) in path.iter().enumerate() {
            let module = &self.modules[&place];
            let child = [&place[..], std::slice::from_ref(name)].concat();
            let is_last = index + 1 == path.len();
            let import = module.imports.iter().find(|import| import.name == *name);
            let is_child = self.modules.contains_key(&child);
            if is_child && !(is_last && (import.is_some() || module.items.contains(name))) {
                place = child;
            } else if let Some(import) = import.filter(|_| depth < 20) {
                let target = self.absolute(&place, &import.path)?;
                return self.find(&[&target[..], &path[index + 1..]].concat(), depth + 1);
            } else if module.items.contains(name) {
                return Some((self.homes[&place].clone(), false));
            } else {
                let all = module.imports.iter().filter(|import| import.name == "*");
                let through =
                    all.filter_map(|import| self.absolute(&place, &import.path)).find(|target| self.holds(target, name));
                return match through.filter(|_| depth < 20) {
                    Some(target) => self.find(&[&target[..], &path[index..]].concat(), depth + 1),
                    // Made by a macro: it stands where the path ends.
                    None => Some((self.homes[&place].clone(), false)),
                };
            }
        }
        Some((self.homes[&place].clone(), true))
    }

    fn holds(&self, place: &ModulePath, name: &str) -> bool {
        let child = [&place[..], &[name.to_owned()]].concat();
        self.modules.contains_key(&child)
            || self
                .modules
                .get(place)
                .is_some_and(|module| module.items.contains(name) || module.imports.iter().any(|import| import.name == name))
    }
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of source files") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

/// A house of a few lines.
#[cfg(test)]
pub fn sample(files: &[(&str, &str)]) -> House {
    House::new(PathBuf::new(), files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())))
}

#[test]
fn arrows_lead_through_re_exports_to_the_defining_file() {
    let house = sample(&[
        ("src/lib.rs", "pub mod a; pub mod b; #[cfg(test)] mod t;"),
        ("src/a/mod.rs", "mod c; mod d; pub use c::{One, make}; pub use d::*; fn own() -> One { d::two() }"),
        ("src/a/c.rs", "pub struct One; pub fn make() { super::d::two() }"),
        ("src/a/d.rs", "pub fn two() {} pub struct Three;"),
        ("src/b.rs", "use crate::a::{self, One, Three as Four}; fn f() { a::make(); std::mem::take(x); }"),
        ("src/t.rs", "use crate::b::f;"),
    ]);
    let needs = |passing: bool| -> Vec<String> {
        let arrows = house.arrows().into_iter().filter(|arrow| arrow.is_passing == passing);
        arrows.map(|arrow| format!("{} {} {}", arrow.from, arrow.path.join("::"), arrow.to)).collect()
    };
    let expected = [
        "src/a/c.rs a::d::two src/a/d.rs",
        "src/a/mod.rs a::c::One src/a/c.rs",
        "src/a/mod.rs a::d::two src/a/d.rs",
        "src/b.rs a::One src/a/c.rs",
        "src/b.rs a::Three src/a/d.rs",
        "src/b.rs a::make src/a/c.rs",
    ];
    assert_eq!(needs(false), expected);
    assert_eq!(needs(true), ["src/a/mod.rs a::c::make src/a/c.rs", "src/a/mod.rs a::d src/a/d.rs", "src/b.rs a src/a/mod.rs"]);
}
