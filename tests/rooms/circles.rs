//! Files that need one another in a circle.
//!
//! A module's own file may hold what its children share, and put the children together: that is one thought in several files.
//! So an arrow from a module's file down to its children, or theirs, closes no circle.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::house::Arrow;

/// Whether the file cannot be read without the other one.
fn is_need(arrow: &Arrow) -> bool {
    let folder = match arrow.from.strip_suffix("/mod.rs") {
        Some(folder) => folder,
        None if arrow.from == "src/lib.rs" => "src",
        None => arrow.from.trim_end_matches(".rs"),
    };
    let is_below = arrow.to.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    !arrow.is_passing && !is_below
}

/// Files that can each be reached from each other; only those of two files or more.
pub fn circles(arrows: &[Arrow]) -> Vec<BTreeSet<String>> {
    let mut needs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for arrow in arrows.iter().filter(|arrow| is_need(arrow)) {
        needs.entry(&arrow.from).or_default().insert(&arrow.to);
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> = needs.keys().map(|&file| (file, reached(&needs, file))).collect();
    let mut circles = BTreeSet::new();
    for (file, theirs) in &reached {
        let mutual = theirs.iter().filter(|other| reached.get(*other).is_some_and(|back| back.contains(file)));
        let circle: BTreeSet<String> = mutual.map(|&file| file.to_owned()).collect();
        if circle.len() > 1 {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

fn reached<'a>(needs: &BTreeMap<&'a str, BTreeSet<&'a str>>, start: &'a str) -> BTreeSet<&'a str> {
    let (mut seen, mut waiting) = (BTreeSet::new(), VecDeque::from([start]));
    while let Some(file) = waiting.pop_front() {
        for &next in needs.get(file).into_iter().flatten() {
            if seen.insert(next) {
                waiting.push_back(next);
            }
        }
    }
    seen
}

/// The arrows inside a circle, one a line and one for each pair of files.
pub fn described(circle: &BTreeSet<String>, arrows: &[Arrow]) -> String {
    let inside = |arrow: &&Arrow| is_need(arrow) && circle.contains(&arrow.from) && circle.contains(&arrow.to);
    let mut pairs = BTreeSet::new();
    let first = arrows.iter().filter(inside).filter(|arrow| pairs.insert((&arrow.from, &arrow.to)));
    first.map(|arrow| format!("  {}:{} {} -> {}\n", arrow.from, arrow.line, arrow.path.join("::"), arrow.to)).collect()
}

#[test]
fn a_circle_is_all_files_on_it_and_none_behind_it() {
    let house = super::house::sample(&[
        ("src/lib.rs", "mod a; mod b; mod c; mod d;"),
        ("src/a.rs", "use crate::b::B; pub struct A;"),
        ("src/b.rs", "use crate::c::C; pub struct B;"),
        ("src/c.rs", "use crate::{a::A, d::D}; pub struct C;"),
        ("src/d.rs", "pub struct D;"),
    ]);
    let found = circles(&house.arrows());
    assert_eq!(found, [["src/a.rs", "src/b.rs", "src/c.rs"].map(str::to_owned).into()]);
    assert!(described(&found[0], &house.arrows()).contains("src/c.rs:1 a::A -> src/a.rs"));
}
