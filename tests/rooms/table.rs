//! The table at the head of `src/lib.rs`: the rooms from top to bottom, and what each may import.

use std::collections::{BTreeMap, BTreeSet};

/// The rooms that each room may import.
pub struct Table {
    /// From top to bottom.
    pub rooms: Vec<String>,
    pub allowed: BTreeMap<String, BTreeSet<String>>,
}

impl Table {
    /// Reads the rows `//! | [`room`] | … | what it may import |`: names in backticks that are rooms, or "everything below".
    /// A room of which the row says that every room above may import it stands in no other row.
    pub fn parse(text: &str) -> Self {
        let rows: Vec<(String, &str)> = text
            .lines()
            .filter_map(|line| {
                let row = line.strip_prefix("//! | [`")?;
                Some((row.split_once("`]")?.0.to_owned(), row))
            })
            .collect();
        let rooms: Vec<String> = rows.iter().map(|(room, _)| room.clone()).collect();
        let is_for_all = |row: &str| row.contains("every room above may import it");
        let mut allowed = BTreeMap::new();
        for (index, (room, row)) in rows.iter().enumerate() {
            let cell = row.trim_end().trim_end_matches('|').rsplit('|').next().unwrap_or_default();
            let below = &rows[index + 1..];
            let quoted: BTreeSet<&str> = cell.split('`').skip(1).step_by(2).collect();
            let mut these: BTreeSet<String> = if cell.contains("everything below") {
                below.iter().map(|(room, _)| room.clone()).filter(|room| !quoted.contains(room.as_str())).collect()
            } else {
                quoted.iter().filter(|name| rooms.iter().any(|room| room == *name)).map(|&name| name.to_owned()).collect()
            };
            these.extend(below.iter().filter(|(_, row)| is_for_all(row)).map(|(room, _)| room.clone()));
            allowed.insert(room.clone(), these);
        }
        Self { rooms, allowed }
    }
}

#[test]
fn rows_say_what_a_room_may_import() {
    let table = Table::parse(
        "//! | room | what | may import |\n//! |---|---|---|\n//! | [`app`] | a | everything below but `jobs` |\n\
         //! | [`jobs`] | b [`zoo::X`] | nothing |\n//! | [`zoo`] | c | `data` (why), candle |\n\
         //! | [`data`] | d; every room above may import it | `image` |\n",
    );
    assert_eq!(table.rooms, ["app", "jobs", "zoo", "data"]);
    let allowed: Vec<Vec<&str>> =
        table.rooms.iter().map(|room| table.allowed[room].iter().map(String::as_str).collect()).collect();
    assert_eq!(allowed, [vec!["data", "zoo"], vec!["data"], vec!["data"], vec![]]);
}
