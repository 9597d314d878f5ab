//! The tree of Barnes & Hut 1986, "A hierarchical O(N log N) force-calculation algorithm", in the plane.
//!
//! Knows points and centres of mass, not what is summed over them.

use super::Point;

/// A cell counts as one point when its side is below this share of its distance.
const THETA: f64 = 0.5;

/// Points that share a cell at this depth are never separated: they lie closer than rounding can tell.
const DEEPEST: u32 = 48;

/// Points sorted into squares within squares.
pub struct Quadtree {
    cells: Vec<Cell>,
}

struct Cell {
    side: f64,
    centre_of_mass: Point,
    weight: f64,
    /// The first of four consecutive cells; `None` for a cell of one point, or of several at the same place.
    children: Option<usize>,
}

impl Quadtree {
    /// Sorts the points in; there must be one at least.
    pub fn new(points: &[Point]) -> Self {
        let bound = |axis: usize, pick: fn(f64, f64) -> f64, start: f64| points.iter().map(|point| point[axis]).fold(start, pick);
        let low = [0, 1].map(|axis| bound(axis, f64::min, f64::INFINITY));
        let high = [0, 1].map(|axis| bound(axis, f64::max, f64::NEG_INFINITY));
        let side = (high[0] - low[0]).max(high[1] - low[1]).max(f64::MIN_POSITIVE);
        let mut tree = Self { cells: vec![Cell::EMPTY] };
        let mut members: Vec<Point> = points.to_vec();
        tree.fill(0, &mut members, low, side, DEEPEST);
        tree
    }

    fn fill(&mut self, cell: usize, members: &mut [Point], corner: Point, side: f64, levels_left: u32) {
        let weight = members.len() as f64;
        let mean = |axis: usize| members.iter().map(|point| point[axis]).sum::<f64>() / weight;
        self.cells[cell] = Cell { side, centre_of_mass: [mean(0), mean(1)], weight, children: None };
        if members.len() < 2 || levels_left == 0 {
            return;
        }
        let half = side / 2.0;
        let middle = [corner[0] + half, corner[1] + half];
        let first = self.cells.len();
        self.cells[cell].children = Some(first);
        self.cells.extend([Cell::EMPTY; 4]);
        let (upper, lower) = split(members, |point| point[1] < middle[1]);
        for (row, part) in [upper, lower].into_iter().enumerate() {
            let (left, right) = split(part, |point| point[0] < middle[0]);
            for (column, part) in [left, right].into_iter().enumerate() {
                if !part.is_empty() {
                    let corner = [corner[0] + half * column as f64, corner[1] + half * row as f64];
                    self.fill(first + 2 * row + column, part, corner, half, levels_left - 1);
                }
            }
        }
    }

    /// Calls `meet` with a centre of mass and its number of points for each group that looks like one point from `from`.
    pub fn visit(&self, from: Point, mut meet: impl FnMut(Point, f64)) {
        let mut open = vec![0];
        while let Some(index) = open.pop() {
            let cell = &self.cells[index];
            let apart = [from[0] - cell.centre_of_mass[0], from[1] - cell.centre_of_mass[1]];
            let is_far = cell.side * cell.side < THETA * THETA * (apart[0] * apart[0] + apart[1] * apart[1]);
            match cell.children {
                Some(first) if !is_far => open.extend((first..first + 4).filter(|&child| self.cells[child].weight > 0.0)),
                _ => meet(cell.centre_of_mass, cell.weight),
            }
        }
    }
}

impl Cell {
    const EMPTY: Self = Self { side: 0.0, centre_of_mass: [0.0; 2], weight: 0.0, children: None };
}

/// Brings the points that pass the test to the front.
fn split(points: &mut [Point], passes: impl Fn(&Point) -> bool) -> (&mut [Point], &mut [Point]) {
    let mut front = 0;
    for index in 0..points.len() {
        if passes(&points[index]) {
            points.swap(index, front);
            front += 1;
        }
    }
    points.split_at_mut(front)
}
