//! Where planes stand in space and where maps lie on them. Knows counts and sizes, no egui, no camera and no network.

/// How many maps stand beside each other on a full plane: the fewer, the higher the whole becomes.
pub const COLUMNS: [usize; 3] = [16, 24, 32];
/// Gaps and pictures have their size where so many do.
const USUAL: f32 = 16.0;
/// The largest side of a map where a plane has few.
const LARGEST: f32 = 1.5;
/// The side of a picture.
const PICTURE: f32 = 2.4;
/// Between maps, as a part of their side.
const GAP: f32 = 0.1;
/// How much of a plane's depth is seen as height, and what is free between planes.
const SEEN: f32 = 0.43;
const FREE: f32 = 0.36;
/// Around the maps of a plane.
pub const MARGIN: f32 = 0.16;
/// No map is flatter than this part of its longer side.
const FLATTEST: f32 = 0.12;

/// What lies on a plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One picture.
    Picture,
    /// Maps.
    Maps,
    /// Cells of a vector.
    Cells,
    /// Cells with a name each.
    Scores,
}

/// A plane as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    /// What lies on it.
    pub kind: Kind,
    /// How many.
    pub count: usize,
    /// Rows and columns of each.
    pub size: [usize; 2],
}

/// A plane in space.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plane {
    /// How high it stands.
    pub y: f32,
    count: usize,
    columns: usize,
    /// Breadth and depth of a map.
    tile: [f32; 2],
    gap: f32,
}

/// A place on a plane: which map, and where in it, as parts of its breadth and depth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// The map.
    pub index: usize,
    /// Where in it.
    pub within: [f32; 2],
}

impl Plane {
    fn rows(&self) -> usize {
        self.count.div_ceil(self.columns).max(1)
    }

    /// Half of breadth and depth, with its margin.
    pub fn half(&self) -> [f32; 2] {
        let along = |count: usize, side: f32| (count as f32 * (side + self.gap) - self.gap) / 2.0 + MARGIN;
        [along(self.columns, self.tile[0]), along(self.rows(), self.tile[1])]
    }

    /// The point of space at a place.
    pub fn point(&self, spot: Spot) -> [f32; 3] {
        let [half_x, half_z] = self.half();
        let (column, row) = (spot.index % self.columns, spot.index / self.columns);
        let along = |number: usize, side: f32, within: f32| MARGIN + number as f32 * (side + self.gap) + side * within;
        let [tile_x, tile_z] = self.tile;
        let [x, z] = [along(column, tile_x, spot.within[0]) - half_x, along(row, tile_z, spot.within[1]) - half_z];
        [x, self.y, z]
    }

    /// The four corners of a map, round from the one far left.
    pub fn corners(&self, index: usize) -> [[f32; 3]; 4] {
        [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]].map(|within| self.point(Spot { index, within }))
    }

    /// The four corners of the whole, round from the one far left.
    pub fn outline(&self) -> [[f32; 3]; 4] {
        let [x, z] = self.half();
        [[-x, -z], [x, -z], [x, z], [-x, z]].map(|[x, z]| [x, self.y, z])
    }

    /// What lies at a point of the plane; the plane's ground is no place.
    pub fn spot(&self, [x, z]: [f32; 2]) -> Option<Spot> {
        let [half_x, half_z] = self.half();
        let along = |at: f32, side: f32| {
            let number = (at / (side + self.gap)).floor();
            (number as usize, (at - number * (side + self.gap)) / side, number >= 0.0)
        };
        let (column, across, is_right) = along(x + half_x - MARGIN, self.tile[0]);
        let (row, down, is_below) = along(z + half_z - MARGIN, self.tile[1]);
        let index = row * self.columns + column;
        let is_there = is_right && is_below && across <= 1.0 && down <= 1.0 && column < self.columns && index < self.count;
        is_there.then_some(Spot { index, within: [across, down] })
    }

    /// Whether a point lies on the plane at all.
    pub fn has(&self, [x, z]: [f32; 2]) -> bool {
        let [half_x, half_z] = self.half();
        x.abs() <= half_x && z.abs() <= half_z
    }
}

/// Stands planes above each other, the first one lowest, none more than `widest` maps wide.
pub fn stack(asked: &[Asked], widest: usize) -> Vec<Plane> {
    let mut planes: Vec<Plane> = asked.iter().map(|asked| plane(*asked, widest)).collect();
    let mut height = 0.0;
    for index in 1..planes.len() {
        let [below, above] = [index - 1, index].map(|at| planes[at].half()[1]);
        height += FREE * (widest as f32 / USUAL).sqrt() + SEEN * (below + above);
        planes[index].y = height;
    }
    planes
}

fn plane(Asked { kind, count, size: [rows, columns] }: Asked, widest: usize) -> Plane {
    let count = count.max(1);
    let room = widest as f32;
    let of_longest = |side: usize| (side as f32 / rows.max(columns).max(1) as f32).max(FLATTEST);
    let shape = [of_longest(columns), of_longest(rows)];
    let (in_a_row, side, gap) = match kind {
        Kind::Picture => (1, PICTURE * (room / USUAL).sqrt(), 0.0),
        Kind::Maps => {
            // Rows of equal length, and two of them rather than one that is as long as all others.
            let rows = if count <= widest / 2 { 1 } else { count.div_ceil(widest).max(2) };
            let in_a_row = count.div_ceil(rows);
            let side = (room / in_a_row as f32 / (1.0 + GAP)).min(LARGEST);
            (in_a_row, side, side * GAP)
        }
        Kind::Cells => {
            let in_a_row = count.min(64);
            let pitch = (room / in_a_row as f32).min(0.8);
            (in_a_row, pitch * 0.86, pitch * 0.14)
        }
        Kind::Scores => {
            let pitch = (room * 0.8 / count as f32).min(1.4);
            (count, pitch * 0.8, pitch * 0.2)
        }
    };
    let tile = match kind {
        Kind::Scores => [side, side.clamp(0.5, 0.9)],
        _ => shape.map(|part| part * side),
    };
    Plane { y: 0.0, count, columns: in_a_row, tile, gap }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Plane> {
        let maps = |count, side| Asked { kind: Kind::Maps, count, size: [side, side] };
        stack(
            &[
                Asked { kind: Kind::Picture, count: 1, size: [28, 28] },
                maps(16, 28),
                maps(48, 14),
                maps(64, 1),
                Asked { kind: Kind::Maps, count: 5, size: [1, 300] },
                Asked { kind: Kind::Cells, count: 200, size: [1, 1] },
                Asked { kind: Kind::Scores, count: 10, size: [1, 1] },
            ],
            16,
        )
    }

    #[test]
    fn every_place_of_every_map_is_found_again() {
        for plane in all() {
            for index in 0..plane.count {
                let spot = Spot { index, within: [0.25, 0.75] };
                let [x, _, z] = plane.point(spot);
                let found = plane.spot([x, z]).unwrap();
                assert_eq!(found.index, index);
                assert!((found.within[0] - 0.25).abs() < 1e-2 && (found.within[1] - 0.75).abs() < 1e-2, "{found:?}");
                assert!(plane.has([x, z]));
            }
            let [half_x, half_z] = plane.half();
            assert_eq!(plane.spot([half_x - 0.01, half_z - 0.01]), None, "the margin is no map");
            assert!(!plane.has([half_x + 0.1, 0.0]) && plane.spot([-half_x - 9.0, 0.0]).is_none());
        }
    }

    #[test]
    fn planes_stand_above_each_other_and_are_about_as_wide() {
        let planes = all();
        assert!(planes.windows(2).all(|pair| pair[1].y > pair[0].y + 0.5));
        assert!(planes.iter().all(|plane| plane.half()[0] < 9.0));
        let [maps, row] = [planes[2], planes[5]];
        assert_eq!((maps.rows(), maps.columns, row.rows(), row.columns), (3, 16, 4, 64));
        assert!(stack(&[], 16).is_empty());
    }
}
