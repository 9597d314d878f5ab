//! The plan of the house, checked against every `use` and every path under `src`: rooms import what the table in `src/lib.rs`
//! says, files need one another in no circle, and the invariants of the window's rooms hold.
//!
//! Reads text alone and links nothing of the house.

mod circles;
mod house;
mod invariants;
mod module;
mod page;
mod sentences;
mod standing;
mod table;
mod tokens;

use std::collections::BTreeSet;

use house::House;
use standing::CIRCLES;
use table::Table;

#[test]
fn a_room_imports_what_the_table_says() {
    let house = House::open();
    let map = &house.files.iter().find(|file| file.path == "src/lib.rs").expect("the map of the house").text;
    let table = Table::parse(map);
    let mut wrong = Vec::new();
    let declared: BTreeSet<&str> = map.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    for room in &declared {
        if !table.rooms.iter().any(|known| known == room) {
            wrong.push(format!("src/lib.rs: {room} has no row in the table"));
        }
    }
    for (index, room) in table.rooms.iter().enumerate() {
        for other in table.allowed[room].iter().filter(|other| !table.rooms[index + 1..].contains(other)) {
            wrong.push(format!("src/lib.rs: the table lets {room} import {other}, which does not stand below it"));
        }
    }
    for arrow in house.arrows() {
        let Some(from) = room(&arrow.from) else { continue };
        let to = arrow.path.first().map_or("the root", String::as_str);
        if from != to && table.allowed.get(from).is_some_and(|allowed| !allowed.contains(to)) {
            wrong.push(format!("{}:{}: {from} -> {to}, by {}", arrow.from, arrow.line, arrow.path.join("::")));
        }
    }
    assert!(wrong.is_empty(), "a room may import only what its row in src/lib.rs names:\n{}", wrong.join("\n"));
}

/// The room of a file under `src`; `lib.rs` and `main.rs` stand outside.
fn room(file: &str) -> Option<&str> {
    let inside = file.strip_prefix("src/")?;
    let (room, _) = inside.split_once('/').or_else(|| inside.split_once('.'))?;
    (room != "lib" && room != "main").then_some(room)
}

#[test]
fn files_need_one_another_in_no_circle() {
    let arrows = House::open().arrows();
    let found = circles::circles(&arrows);
    let standing: Vec<BTreeSet<String>> =
        CIRCLES.iter().map(|circle| circle.iter().map(|file| (*file).to_owned()).collect()).collect();
    let list = |circle: &BTreeSet<String>| circle.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let mut wrong = Vec::new();
    for circle in &found {
        if standing.iter().any(|known| circle.is_subset(known)) {
            continue;
        }
        wrong.push(format!("a new circle: {}\n{}", list(circle), circles::described(circle, &arrows)));
    }
    for known in standing.iter().filter(|known| !found.contains(known)) {
        let left: Vec<String> = found.iter().filter(|circle| circle.is_subset(known)).map(list).collect();
        let left = if left.is_empty() { "nothing".to_owned() } else { left.join("; ") };
        wrong.push(format!("a circle was opened: in tests/rooms/standing.rs write {left} instead of {}", list(known)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
