//! Boxes in columns with lanes between them, for a graph without circles (Sugiyama et al. 1981): columns by the longest way to
//! the end, order in a column by where the neighbours lie, places as near to the neighbours as the order allows.
//!
//! Numbers only: it knows no network.

/// A box, or the lane of a wire that passes a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// Its column.
    pub column: usize,
    /// How high it is.
    pub height: f32,
    /// Where its middle lies, from the upper edge of everything.
    pub middle: f32,
}

/// The way of a wire: where it passes each column between its ends.
pub type Strand = Vec<Piece>;

/// Boxes and wires at their places.
#[derive(Clone, Debug, PartialEq)]
pub struct Layered {
    /// One for each box.
    pub boxes: Vec<Piece>,
    /// One for each wire.
    pub strands: Vec<Strand>,
    /// How many columns.
    pub columns: usize,
    /// How high everything is.
    pub height: f32,
}

/// A wire: from box, to box, breadth. Every wire leads from a lower number to a higher one.
pub type Edge = (usize, usize, f32);

impl Layered {
    /// Lays boxes of these heights out; `sources` of them, the first ones, lie in the first column, the last box in the last one.
    pub fn of(heights: &[f32], sources: usize, edges: &[Edge], gap: f32) -> Self {
        let columns = columns(heights.len(), sources, edges);
        let count = columns.iter().max().map_or(1, |last| last + 1);
        let mut pieces: Vec<Piece> =
            heights.iter().zip(&columns).map(|(&height, &column)| Piece { column, height, middle: 0.0 }).collect();
        // A wire over several columns becomes a chain of links from column to column.
        let mut links: Vec<(usize, usize)> = Vec::new();
        let mut strands: Vec<std::ops::Range<usize>> = Vec::new();
        for &(from, to, breadth) in edges {
            let first = pieces.len();
            let lanes = columns[from] + 1..columns[to].max(columns[from] + 1);
            pieces.extend(lanes.map(|column| Piece { column, height: breadth, middle: 0.0 }));
            let chain: Vec<usize> = std::iter::once(from).chain(first..pieces.len()).chain([to]).collect();
            links.extend(chain.windows(2).map(|pair| (pair[0], pair[1])));
            strands.push(first..pieces.len());
        }
        let mut order: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (index, piece) in pieces.iter().enumerate() {
            order[piece.column].push(index);
        }
        // A lane begins where its reader stands among the boxes, so that branches keep their order.
        let reader = |piece: usize| strands.iter().position(|lanes| lanes.contains(&piece)).map_or(piece, |wire| edges[wire].1);
        for column in &mut order {
            column.sort_by_key(|&piece| reader(piece));
        }
        let neighbours = Neighbours::of(pieces.len(), &links);
        sort(&mut order, &neighbours);
        place(&mut pieces, &order, &neighbours, gap);
        let top = pieces.iter().map(|piece| piece.middle - piece.height / 2.0).fold(f32::INFINITY, f32::min);
        for piece in &mut pieces {
            piece.middle -= top;
        }
        let height = pieces.iter().map(|piece| piece.middle + piece.height / 2.0).fold(0.0, f32::max);
        let strands = strands.into_iter().map(|range| pieces[range].to_vec()).collect();
        pieces.truncate(heights.len());
        Self { boxes: pieces, strands, columns: count, height }
    }
}

/// The column of each box: as late as what reads it allows.
fn columns(count: usize, sources: usize, edges: &[Edge]) -> Vec<usize> {
    let mut before_end = vec![0_usize; count];
    let mut readers: Vec<Vec<usize>> = vec![Vec::new(); count];
    for &(from, to, _) in edges {
        readers[from].push(to);
    }
    for index in (0..count).rev() {
        before_end[index] = readers[index].iter().map(|&to| before_end[to] + 1).max().unwrap_or(0);
    }
    let longest = before_end.iter().max().copied().unwrap_or(0);
    let column = |(index, &rest): (usize, &usize)| match index {
        index if index < sources => 0,
        // What nobody reads lies before the end all the same.
        index if index + 1 < count && rest == 0 => longest.saturating_sub(1),
        _ => longest - rest,
    };
    before_end.iter().enumerate().map(column).collect()
}

struct Neighbours {
    before: Vec<Vec<usize>>,
    behind: Vec<Vec<usize>>,
}

impl Neighbours {
    fn of(count: usize, links: &[(usize, usize)]) -> Self {
        let mut all = Self { before: vec![Vec::new(); count], behind: vec![Vec::new(); count] };
        for &(from, to) in links {
            all.behind[from].push(to);
            all.before[to].push(from);
        }
        all
    }
}

/// Sorts every column by the mean rank of the neighbours, forwards and back.
fn sort(order: &mut [Vec<usize>], neighbours: &Neighbours) {
    let count = neighbours.before.len();
    let mut rank = vec![0.0_f32; count];
    let renew = |column: &[usize], rank: &mut [f32]| {
        for (place, &piece) in column.iter().enumerate() {
            rank[piece] = (place as f32 + 0.5) / column.len() as f32;
        }
    };
    for column in order.iter() {
        renew(column, &mut rank);
    }
    for round in 0..6 {
        let is_forward = round % 2 == 0;
        let side = if is_forward { &neighbours.before } else { &neighbours.behind };
        let last = order.len();
        for step in 0..last {
            let column = &mut order[if is_forward { step } else { last - 1 - step }];
            let key = |piece: &usize| {
                let near = &side[*piece];
                if near.is_empty() {
                    rank[*piece]
                } else {
                    near.iter().map(|&other| rank[other]).sum::<f32>() / near.len() as f32
                }
            };
            let mut keyed: Vec<(f32, usize)> = column.iter().map(|piece| (key(piece), *piece)).collect();
            keyed.sort_by(|one, two| one.0.total_cmp(&two.0));
            *column = keyed.into_iter().map(|(_, piece)| piece).collect();
            renew(column, &mut rank);
        }
    }
}

/// Places every piece as near to its neighbours as its column's order and gaps allow.
fn place(pieces: &mut [Piece], order: &[Vec<usize>], neighbours: &Neighbours, gap: f32) {
    let stack = |column: &[usize], pieces: &[Piece]| -> Vec<f32> {
        let mut at = 0.0;
        let mut offsets = Vec::with_capacity(column.len());
        for (place, &piece) in column.iter().enumerate() {
            let half = pieces[piece].height / 2.0;
            at += if place == 0 { half } else { half + gap };
            offsets.push(at);
            at += half;
        }
        offsets
    };
    for column in order {
        let offsets = stack(column, pieces);
        let whole = offsets.last().copied().unwrap_or(0.0) + column.last().map_or(0.0, |&last| pieces[last].height / 2.0);
        for (&piece, offset) in column.iter().zip(&offsets) {
            pieces[piece].middle = offset - whole / 2.0;
        }
    }
    for round in 0..24 {
        let columns: Vec<&Vec<usize>> = if round % 2 == 0 { order.iter().collect() } else { order.iter().rev().collect() };
        for column in columns {
            let offsets = stack(column, pieces);
            let wished = |(&piece, offset): (&usize, &f32)| {
                let near = neighbours.before[piece].iter().chain(&neighbours.behind[piece]);
                let (sum, count) = near.fold((0.0, 0.0_f32), |(sum, count), &other| (sum + pieces[other].middle, count + 1.0));
                (if count == 0.0 { pieces[piece].middle } else { sum / count }) - offset
            };
            let wishes: Vec<f32> = column.iter().zip(&offsets).map(wished).collect();
            for ((&piece, offset), shift) in column.iter().zip(&offsets).zip(rising(&wishes)) {
                pieces[piece].middle = offset + shift;
            }
        }
    }
}

/// The nearest numbers that never fall (pool adjacent violators; least squares).
fn rising(wishes: &[f32]) -> Vec<f32> {
    let mut pools: Vec<(f32, usize)> = Vec::new();
    for &wish in wishes {
        pools.push((wish, 1));
        while let [.., (before, many), (last, few)] = *pools.as_slice() {
            if before <= last {
                break;
            }
            let mean = (before * many as f32 + last * few as f32) / (many + few) as f32;
            pools.truncate(pools.len() - 2);
            pools.push((mean, many + few));
        }
    }
    pools.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_lie_side_by_side_and_nothing_overlaps() {
        // An inception: one source, 1 x 1 alone, and three branches of two.
        let heights = [80.0, 40.0, 40.0, 40.0, 40.0, 40.0, 40.0, 40.0, 120.0];
        let edges: Vec<Edge> = [(0, 1), (0, 2), (2, 3), (0, 4), (4, 5), (0, 6), (6, 7), (1, 8), (3, 8), (5, 8), (7, 8)]
            .map(|(a, b)| (a, b, 6.0))
            .into();
        let layered = Layered::of(&heights, 1, &edges, 10.0);
        assert_eq!(layered.columns, 4);
        assert_eq!(layered.boxes.iter().map(|piece| piece.column).collect::<Vec<_>>(), [0, 2, 1, 2, 1, 2, 1, 2, 3]);
        for (index, one) in layered.boxes.iter().enumerate() {
            for two in &layered.boxes[index + 1..] {
                let apart = (one.middle - two.middle).abs() >= (one.height + two.height) / 2.0 + 9.9;
                assert!(one.column != two.column || apart, "{one:?} {two:?}");
            }
        }
        assert_eq!(layered.strands.iter().map(Vec::len).collect::<Vec<_>>(), [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert!((layered.boxes[2].middle - layered.boxes[3].middle).abs() < 8.0, "a branch runs nearly straight");
    }

    #[test]
    fn a_shortcut_has_lanes_of_its_own() {
        let edges = [(0, 1, 9.0), (1, 2, 9.0), (0, 3, 9.0), (2, 3, 9.0)];
        let layered = Layered::of(&[40.0, 40.0, 40.0, 20.0], 1, &edges, 8.0);
        assert_eq!(layered.strands[2].len(), 2);
        for lane in &layered.strands[2] {
            let beside = layered.boxes.iter().find(|piece| piece.column == lane.column).unwrap();
            assert!((beside.middle - lane.middle).abs() >= (40.0 + 9.0) / 2.0 + 7.9);
        }
        assert!(layered.height >= 57.0);
    }

    #[test]
    fn numbers_that_fall_are_pooled() {
        assert_eq!(rising(&[1.0, 3.0, 2.0, 4.0]), [1.0, 2.5, 2.5, 4.0]);
        assert_eq!(rising(&[3.0, 2.0, 1.0]), [2.0; 3]);
        assert!(rising(&[]).is_empty());
    }

    #[test]
    fn one_box_and_no_wires_are_laid_out_too() {
        let layered = Layered::of(&[10.0], 0, &[], 5.0);
        assert_eq!((layered.columns, layered.height), (1, 10.0));
        assert!(Layered::of(&[], 0, &[], 5.0).boxes.is_empty());
    }
}
