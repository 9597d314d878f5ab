//! A part opened: what comes in at the left, boxes with ribbons as broad as their channels between them, sums and gates as discs,
//! and what leaves at the right as one sheet of maps, branch by branch.

use std::ops::Range;

use super::{
    boxes::{self, Look},
    given::{DISC, Opened},
    scene::{Face, Link, Scene, Shows},
};
use crate::{
    anatomy::{Layered, Merge, Role},
    figures::{
        drawing::{Anchor, Mark},
        letters,
    },
};

/// The broadest ribbon.
const BROADEST: f32 = 42.0;
/// Between boxes of a column.
const GAP: f32 = 11.0;
/// Between columns at least: room for ribbons to bend.
const BEND: f32 = 26.0;
/// What comes in.
const SOURCE: f32 = 58.0;
/// A box.
const NARROWEST: f32 = 78.0;
const WIDEST: f32 = 168.0;

/// Draws it.
pub fn opened(of: &Opened<'_>) -> Scene {
    let Opened { inside, larger, .. } = *of;
    let branches = inside.branches();
    let out = inside.out();
    let most = inside.pieces.iter().map(|piece| piece.volume[0]).max().unwrap_or(1).max(1);
    let breadth = |channels: usize| (BROADEST * channels as f32 / most as f32).max(1.5) * larger;
    let mut heights: Vec<f32> = inside.pieces.iter().map(|piece| height(of, piece.role)).collect();
    let edges: Vec<(usize, usize, f32)> =
        inside.wires.iter().filter_map(|wire| Some((wire.from?, wire.to, breadth(wire.channels)))).collect();
    let sources = inside.pieces.iter().take_while(|piece| piece.role == Role::Source).count();
    heights[out] = sheet_height(of, branches.len());
    let layered = Layered::of(&heights, sources, &edges, GAP * larger);
    let places = columns(of, &layered);
    let width = places.last().map_or(of.width, |last| last.end).max(of.width);
    let mut scene = Scene::new(width, layered.height + 24.0 * larger);
    let segments = segments(&layered, out, &branches, larger);
    let sheet_at = |branch: usize| segments.get(branch).map(|(_, span)| (span.start + span.end) / 2.0);
    let top = 18.0 * larger;
    // Ribbons first, those that touch what is selected over the others.
    let mut drawn: Vec<(bool, Mark)> = Vec::new();
    for (wire, strand) in inside.wires.iter().filter(|wire| wire.from.is_some()).zip(&layered.strands) {
        let Some(from) = wire.from else { continue };
        let touches = |piece: usize| of.selected == Some(inside.pieces[piece].node) && piece != out;
        let is_selected = touches(from) || (touches(wire.to) && inside.pieces[from].role != Role::Source);
        let colour = if is_selected { of.palette.accent_ground } else { of.palette.ribbon };
        let broad = breadth(wire.channels);
        let rank = branches.iter().position(|(piece, range)| *piece == from && wire.to == out && range.len() == wire.channels);
        let end_broad = rank.and_then(|rank| segments.get(rank)).map_or(broad, |(_, span)| span.end - span.start);
        let end_at = rank.and_then(sheet_at).unwrap_or(layered.boxes[wire.to].middle);
        let from_role = inside.pieces[from].role;
        let start_broad = if matches!(from_role, Role::Merge(_)) { broad.min(DISC * larger) } else { broad };
        let start = places[layered.boxes[from].column].end_of(from_role, larger);
        let mut at = ([start, layered.boxes[from].middle], start_broad);
        for lane in strand {
            let place = &places[lane.column];
            drawn.push((is_selected, ribbon(at, ([place.start, lane.middle], broad), top, colour)));
            drawn
                .push((is_selected, ribbon(([place.start, lane.middle], broad), ([place.end, lane.middle], broad), top, colour)));
            at = ([place.end, lane.middle], broad);
        }
        let start = places[layered.boxes[wire.to].column].start_of(inside.pieces[wire.to].role, larger);
        let end_broad = if matches!(inside.pieces[wire.to].role, Role::Merge(_)) { broad.min(DISC * larger) } else { end_broad };
        drawn.push((is_selected, ribbon(at, ([start, end_at], end_broad), top, colour)));
    }
    drawn.sort_by_key(|(is_selected, _)| *is_selected);
    scene.under.marks.extend(drawn.into_iter().map(|(_, mark)| mark));
    for (index, (piece, at)) in inside.pieces.iter().zip(&layered.boxes).enumerate() {
        let place = places[at.column];
        let (start, end) = (place.start_of(piece.role, larger), place.end_of(piece.role, larger));
        let area = [start, at.middle - at.height / 2.0 + top, end - start, at.height];
        let look = Look { of, is_selected: of.selected == Some(piece.node) };
        if index == out {
            sheet(&mut scene, of, &segments, area, top);
        } else {
            boxes::add(&mut scene, &look, piece, area);
        }
    }
    scene
}

fn ribbon((from, near): ([f32; 2], f32), (to, far): ([f32; 2], f32), top: f32, colour: [u8; 3]) -> Mark {
    let lowered = |[x, y]: [f32; 2]| [x, y + top];
    Mark::Ribbon { from: lowered(from), to: lowered(to), breadth: [near, far], colour }
}

fn height(of: &Opened<'_>, role: Role) -> f32 {
    let points = match role {
        Role::Source => 112.0,
        Role::Merge(_) => DISC,
        Role::Part | Role::Step if of.has_maps => 56.0,
        Role::Part | Role::Step => 42.0,
        Role::Out(_) => 200.0,
    };
    points * of.larger
}

/// What leaves is as high as its branches need.
fn sheet_height(of: &Opened<'_>, branches: usize) -> f32 {
    (190.0_f32).max(branches as f32 * 30.0).min(420.0) * of.larger
}

/// The branches of what leaves with their channels and where each lies, from the upper edge of everything; one for all where it
/// is not a concatenation.
fn segments(layered: &Layered, out: usize, branches: &[(usize, Range<usize>)], larger: f32) -> Vec<(Range<usize>, Range<f32>)> {
    let at = layered.boxes[out];
    let mut top = at.middle - at.height / 2.0;
    let whole: usize = branches.iter().map(|(_, range)| range.len()).sum();
    let gap = 3.0 * larger;
    let least = 16.0 * larger;
    let room = at.height - gap * branches.len().saturating_sub(1) as f32 - least * branches.len() as f32;
    let mut all = Vec::new();
    for (_, range) in branches {
        let high = least + room.max(0.0) * range.len() as f32 / whole.max(1) as f32;
        all.push((range.clone(), top..top + high));
        top += high + gap;
    }
    all
}

/// Where a column lies.
#[derive(Clone, Copy)]
struct Column {
    start: f32,
    end: f32,
}

impl Column {
    /// Where a piece begins in it: a disc lies in its middle.
    fn start_of(&self, role: Role, larger: f32) -> f32 {
        if matches!(role, Role::Merge(_)) { (self.start + self.end - DISC * larger) / 2.0 } else { self.start }
    }

    fn end_of(&self, role: Role, larger: f32) -> f32 {
        if matches!(role, Role::Merge(_)) { (self.start + self.end + DISC * larger) / 2.0 } else { self.end }
    }
}

fn columns(of: &Opened<'_>, layered: &Layered) -> Vec<Column> {
    let larger = of.larger;
    let is_narrow = |column: usize| {
        let mut pieces = of.inside.pieces.iter().zip(&layered.boxes).filter(|(_, at)| at.column == column).peekable();
        pieces.peek().is_some() && pieces.all(|(piece, _)| matches!(piece.role, Role::Merge(_)))
    };
    let last = layered.columns.saturating_sub(1);
    let narrow = (1..last).filter(|&column| is_narrow(column)).count();
    let boxes = (last.saturating_sub(1) - narrow.min(last.saturating_sub(1))) as f32;
    let gaps = BEND * larger * last as f32;
    let fixed = (SOURCE + narrow as f32 * DISC) * larger + gaps;
    let wished = (of.width * 0.3).clamp(90.0 * larger, 250.0 * larger);
    let broad = if boxes > 0.0 {
        ((of.width - fixed - wished) / boxes).clamp(NARROWEST * larger, WIDEST * larger)
    } else {
        WIDEST * larger
    };
    let used = fixed + boxes * broad;
    let sheet = (of.width - used).clamp(90.0 * larger, 330.0 * larger);
    let spare = (of.width - used - sheet).max(0.0) / last.max(1) as f32;
    let bend = BEND * larger + spare.min(60.0 * larger);
    let mut start = 0.0;
    (0..layered.columns)
        .map(|column| {
            let wide = match column {
                0 => SOURCE * larger,
                column if column == last => sheet,
                column if is_narrow(column) => DISC * larger,
                _ => broad,
            };
            let place = Column { start, end: start + wide };
            start += wide + bend;
            place
        })
        .collect()
}

/// What leaves, all of its maps.
fn sheet(
    scene: &mut Scene,
    of: &Opened<'_>,
    segments: &[(Range<usize>, Range<f32>)],
    [left, top, width, height]: [f32; 4],
    lowered: f32,
) {
    let Opened { inside, palette, larger, words, .. } = *of;
    let piece = &inside.pieces[inside.out()];
    let [channels, rows, columns] = piece.volume;
    let all = [(0..channels, top - lowered..top - lowered + height)];
    let pieces: &[(Range<usize>, Range<f32>)] = if segments.is_empty() { &all } else { segments };
    let size = 10.5 * larger;
    for (range, span) in pieces {
        let area = [left, span.start + lowered, width, span.end - span.start];
        scene.under.add(Mark::Area { at: area, colour: palette.card, opacity: 1.0 });
        let beside = beside(range.len(), [area[2] / columns as f32, area[3] / rows as f32]);
        if of.has_maps {
            let shows = Shows::Sheet { node: piece.node, channels: range.clone(), columns: beside };
            scene.faces.push(Face::upright(area, shows));
        }
        scene.over.add(Mark::Edge { at: area, colour: palette.line, width: 1.0 });
        let text =
            if range.len() == 1 { range.start.to_string() } else { format!("{}–{}", range.start, range.end.saturating_sub(1)) };
        let wide = letters::width(&text, size, crate::figures::drawing::Face::Numbers);
        if of.has_maps {
            scene.over.add(Mark::Area { at: [left, area[1], wide + 6.0, size + 4.0], colour: [0; 3], opacity: 0.6 });
            scene.over.write_number(text, [left + 3.0, area[1] + size + 1.0], size, Anchor::Start, [0xE0, 0xE4, 0xE9]);
        } else {
            scene.over.write_number(text, [left + 5.0, area[1] + size + 2.0], size, Anchor::Start, palette.faint);
        }
    }
    let size_text = if rows * columns == 1 { channels.to_string() } else { format!("{channels} × {rows} × {columns}") };
    scene.over.write_number(size_text, [left + width, top - 5.0 * larger], size, Anchor::End, palette.ink);
    if let Role::Out(Some(merge)) = piece.role
        && merge != Merge::Concatenation
    {
        boxes::disc(&mut scene.over, palette, merge, ([left, top + height / 2.0], larger));
    }
    let about = boxes::about(words, of.network, piece);
    scene.links.push(Link { at: [left, top, width, height], node: piece.node, is_block: false, about });
}

/// How many of `count` maps lie beside each other in a room of so many maps' breadths and heights: nearly square ones, and few
/// empty places.
fn beside(count: usize, [breadths, heights]: [f32; 2]) -> usize {
    let cost = |columns: usize| {
        let rows = count.div_ceil(columns);
        let aspect = (breadths / columns as f32) / (heights / rows as f32);
        let empty = 1.0 - count as f32 / (rows * columns) as f32;
        aspect.ln().abs() * 0.5 + empty
    };
    (1..=count.max(1)).min_by(|&one, &two| cost(one).total_cmp(&cost(two))).unwrap_or(1)
}
