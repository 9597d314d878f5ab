//! What lies on the faces of a scene: a strongest map on its own scale, or many maps of a value beside each other on one.

use std::{collections::HashMap, sync::Arc};

use super::scene::{Scene, Shows};
use crate::{
    figures::{
        drawing::Drawing,
        look::{Look, Table, averaged},
        maps::LAYER_PERCENTILE,
    },
    network::{Channel, NodeId},
    picture::Picture,
    units::Maps,
};

/// The longer side of a sheet of maps in pixels, at most.
const SHEET: usize = 1024;
/// The longer side of one map.
const MAP: usize = 128;
/// Maps of so many pixels have a line between them.
const APART: usize = 6;

/// The channels with the largest values, the largest first.
fn strongest(maps: &Maps, count: usize) -> Vec<Channel> {
    maps.sorted(crate::units::Sort::Maximum).into_iter().take(count).collect()
}

/// A scene with its maps: `maps_of` gives those of a value, `input` is the picture with the value that it enters by.
pub fn with_maps(
    scene: &Scene,
    input: Option<&(NodeId, Arc<Picture>)>,
    look: &Look,
    mut maps_of: impl FnMut(NodeId) -> Option<Maps>,
) -> Drawing {
    let mut known: HashMap<NodeId, Option<Maps>> = HashMap::new();
    scene.drawing(|shows| {
        let node = shows.node();
        match input {
            Some((at, picture)) if *at == node => Some(Arc::clone(picture)),
            _ => {
                let maps = known.entry(node).or_insert_with(|| maps_of(node)).as_ref()?;
                face_picture(shows, maps, look).map(Arc::new)
            }
        }
    })
}

/// The picture of a face.
pub fn face_picture(shows: &Shows, maps: &Maps, look: &Look) -> Option<Picture> {
    match shows {
        Shows::Strongest { rank, .. } => {
            let channel = strongest(maps, rank + 1).get(*rank).copied()?;
            let map = maps.map(channel)?;
            let (small, [_, width]) = averaged(map, [maps.shape[1], maps.shape[2]], MAP);
            let scale = look.scale(map, maps.signed, 100.0);
            Some(Table::new(look.map(maps.signed)).picture(&scale, &small, width))
        }
        Shows::Sheet { channels, columns, .. } => sheet(maps, channels.clone(), *columns, look),
    }
}

fn sheet(maps: &Maps, channels: std::ops::Range<usize>, columns: usize, look: &Look) -> Option<Picture> {
    let columns = columns.max(1);
    let rows = channels.len().div_ceil(columns).max(1);
    let [_, height, width] = maps.shape;
    let longest = (SHEET / columns.max(rows)).clamp(1, MAP);
    let table = Table::new(look.map(maps.signed));
    let scale = look.scale(&maps.values, maps.signed, LAYER_PERCENTILE);
    let mut page: Option<(Picture, [usize; 2])> = None;
    for (place, channel) in channels.enumerate() {
        let (small, [down, across]) = averaged(maps.map(Channel(channel))?, [height, width], longest);
        let gap = usize::from(down.max(across) >= APART);
        let pitch = [across + gap, down + gap];
        let zero = table.colour(&scale, 0.0);
        let new = || (Picture::filled(columns * pitch[0], rows * pitch[1], zero), pitch);
        let (page, pitch) = page.get_or_insert_with(new);
        let tile = table.picture(&scale, &small, across);
        page.draw(&tile, (place % columns * pitch[0]) as isize, (place / columns * pitch[1]) as isize);
    }
    page.map(|(page, _)| page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::{NetworkBuilder, Operator};

    fn maps() -> (Maps, NodeId) {
        let mut builder = NetworkBuilder::new();
        let input = builder.input("input", &[1, 5, 2, 2]);
        let same = builder.node("same", Operator::Identity, &[input]).unwrap();
        let network = builder.finish(input, &[same]).unwrap();
        let node = network.find("same").unwrap();
        let values = (0..5).flat_map(|channel| [0.0, 0.0, 0.0, ((channel * 2) % 5) as f32]).collect();
        (Maps::new(&network, node, values).unwrap(), node)
    }

    #[test]
    fn the_strongest_comes_first_and_a_sheet_holds_each_map_at_its_place() {
        let (maps, node) = maps();
        assert_eq!(strongest(&maps, 3), [2, 4, 1].map(Channel));
        let look = Look::default();
        let first = face_picture(&Shows::Strongest { node, rank: 0 }, &maps, &look).unwrap();
        let last = face_picture(&Shows::Strongest { node, rank: 4 }, &maps, &look).unwrap();
        assert_eq!((first.width, first.height), (2, 2));
        assert!(first.pixel(1, 1) != first.pixel(0, 0) && last.pixel(1, 1) == last.pixel(0, 0));
        assert!(face_picture(&Shows::Strongest { node, rank: 5 }, &maps, &look).is_none());
        let sheet = face_picture(&Shows::Sheet { node, channels: 1..5, columns: 3 }, &maps, &look).unwrap();
        assert_eq!((sheet.width, sheet.height), (6, 4));
        // Channel 2 is the brightest: second in the first row.
        let brightest = look.map(false).colour(1.0);
        assert_eq!(sheet.pixel(3, 1), brightest);
        assert_ne!(sheet.pixel(1, 1), brightest);
    }
}
