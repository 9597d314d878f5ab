//! The row of volumes: height by map size, depth by channels, the strongest map on the face; their names, channels and sizes.

use super::{
    bars::{self, Column},
    given::Row,
    scene::{Face, Link, Scene, Shows},
    short::{self, part_title},
};
use crate::{
    anatomy::{Bond, Part, Run},
    figures::{
        drawing::{Anchor, Drawing, Mark},
        letters,
    },
    network::LayerKind,
    words::{Value, anatomy as say},
};

/// Room for the volumes alone, at the usual text size.
const TALL: f32 = 176.0;
/// Between two columns at least.
const GAP: f32 = 9.0;
/// A column with its name takes at least so much.
const NARROWEST: f32 = 35.0;
/// The first column has the names of the bars under it.
const FIRST: f32 = 84.0;
/// Letters of names and numbers.
const LETTERS: f32 = 11.0;
/// How much of a map's breadth is seen from the side, and how far it rises.
const SEEN: f32 = 0.34;
const RISES: f32 = 0.26;

impl Row<'_> {
    /// Softened, half the height of a map is more than half the height of its volume.
    fn bent(&self, share: f32) -> f32 {
        if self.is_true { share } else { share.sqrt() }
    }

    /// Depth, height and seen breadth of a part's volume.
    fn sizes(&self, part: &Part) -> [f32; 3] {
        let [channels, rows, columns] = part.volume;
        if rows * columns == 1 {
            let share = channels as f32 / self.measures.vector.max(1) as f32;
            return [9.0, (100.0 * self.bent(share)).max(3.0), 0.0].map(|size| size * self.larger);
        }
        let share = rows as f32 / self.measures.side.max(1) as f32;
        let height =
            (TALL / if self.is_flat { 1.35 } else { 1.0 + RISES } * self.bent(share)).max(if self.is_true { 2.0 } else { 20.0 });
        // A picture's three channels are a sheet; they are not told by a depth that nobody could compare.
        let share = channels as f32 / self.measures.channels.max(1) as f32;
        let depth = (46.0 * self.bent(share)).max(1.5);
        let broad = height * columns as f32 / rows.max(1) as f32;
        [depth, height, if self.is_flat { broad } else { broad * SEEN }].map(|size| size * self.larger)
    }
}

/// The row of volumes, their names, and bars with what they cost and see.
pub fn row(row: &Row<'_>) -> Scene {
    let Row { anatomy, runs, larger, words, .. } = *row;
    let names = short::columns(anatomy, runs, words);
    let parts: Vec<&Part> = runs.iter().map(|run| &anatomy.parts[run.first]).collect();
    let sizes: Vec<[f32; 3]> = parts.iter().map(|part| row.sizes(part)).collect();
    let sizes = fitted(row, &sizes);
    let natural: Vec<f32> = sizes.iter().enumerate().map(|(index, size)| taken(size, index, larger)).collect();
    let whole: f32 = natural.iter().sum();
    let spare = ((row.width - whole) / runs.len().max(1) as f32).max(0.0);
    let names_top = (TALL + 22.0) * larger;
    let bars_top = names_top + 3.0 * 15.0 * larger + 14.0 * larger;
    let height = bars_top + bars::height(larger);
    let mut scene = Scene::new(whole.max(row.width), height);
    let mut left = 0.0;
    let mut columns = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        let broad = natural[index] + spare;
        let is_selected = row.selected.is_some_and(|part| run.range().contains(&part));
        let place = Place { left, broad, is_selected };
        volume(&mut scene, row, (parts[index], *run), sizes[index], place);
        label(&mut scene.over, row, (parts[index], *run), &names[index], (place, names_top));
        let [_, rows, wide] = parts[index].volume;
        let mut cost = anatomy.cost(*run);
        if rows * wide == 1 {
            // A vector has no position that could see less than everything.
            cost.sees = [0; 2];
        }
        columns.push(Column { middle: left + broad / 2.0, broad, cost, is_selected });
        let about = about(row, *run).join("\n");
        let (node, is_block) = (parts[index].node, parts[index].is_block());
        scene.links.push(Link { at: [left, 0.0, broad, height], node, is_block, about });
        left += broad;
    }
    skips(&mut scene, row, &columns);
    bars::add(&mut scene.over, row, &columns, bars_top);
    scene
}

/// What a column takes: its volume, or its name.
fn taken([depth, _, broad]: &[f32; 3], index: usize, larger: f32) -> f32 {
    (depth + broad + GAP * larger).max(if index == 0 { FIRST } else { NARROWEST } * larger)
}

/// Narrower volumes where there are many columns, as far as they can still be read.
fn fitted(row: &Row<'_>, sizes: &[[f32; 3]]) -> Vec<[f32; 3]> {
    let narrowed = |share: f32| -> Vec<[f32; 3]> {
        sizes.iter().map(|[depth, height, broad]| [depth * share, *height, broad * share]).collect()
    };
    let takes =
        |sizes: &[[f32; 3]]| -> f32 { sizes.iter().enumerate().map(|(index, size)| taken(size, index, row.larger)).sum() };
    let shares = (0..=9).map(|step| 1.0 - 0.05 * step as f32);
    let fitting = shares.map(narrowed).find(|sizes| takes(sizes) <= row.width);
    fitting.unwrap_or_else(|| narrowed(0.55))
}

/// Where a column lies.
#[derive(Clone, Copy)]
struct Place {
    left: f32,
    broad: f32,
    is_selected: bool,
}

fn volume(scene: &mut Scene, row: &Row<'_>, (part, run): (&Part, Run), [depth, height, broad]: [f32; 3], place: Place) {
    let Row { palette, larger, is_flat, .. } = *row;
    let rise = if is_flat { 0.0 } else { RISES / SEEN * broad };
    let left = place.left + (place.broad - depth - broad) / 2.0;
    let middle = (TALL / 2.0 + 12.0) * larger;
    let top = middle - (height - rise) / 2.0;
    let edge = if place.is_selected { palette.accent } else { palette.line };
    let width = if place.is_selected { 2.0 } else { 1.0 };
    let slab = if place.is_selected { palette.accent_ground } else { palette.slab };
    // Alike parts lie behind each other.
    for behind in (1..run.count.min(3)).rev() {
        let moved = behind as f32 * 3.0 * larger;
        let at = [left + moved, top - moved];
        scene.under.add(Mark::Shape { corners: front(at, depth, height), colour: palette.top });
        scene.under.add(Mark::Line {
            points: closed(&outline(at, [depth, height, broad], rise)),
            colour: palette.line,
            width: 1.0,
        });
    }
    scene.under.add(Mark::Shape { corners: front([left, top], depth, height), colour: slab });
    if broad > 0.0 {
        let face = Face {
            corner: [left + depth, top],
            across: [broad, -rise],
            down: [0.0, height],
            shows: Shows::Strongest { node: part.node, rank: 0 },
        };
        scene.under.add(Mark::Shape { corners: face.corners().to_vec(), colour: palette.card });
        if rise > 0.0 && depth > 2.0 {
            let corners = vec![[left, top], [left + broad, top - rise], [left + depth + broad, top - rise], [left + depth, top]];
            scene.under.add(Mark::Shape { corners: corners.clone(), colour: palette.top });
            scene.over.add(Mark::Line { points: closed(&corners), colour: edge, width: width / 2.0 });
        }
        scene.over.add(Mark::Line { points: closed(&face.corners()), colour: edge, width: width / 2.0 });
        scene.faces.push(face);
    }
    scene.over.add(Mark::Line { points: closed(&front([left, top], depth, height)), colour: edge, width });
    if broad > 0.0 {
        let points = closed(&outline([left, top], [depth, height, broad], rise));
        scene.over.add(Mark::Line { points, colour: edge, width });
    }
    if run.count > 1 && run.bond != Bond::Size {
        let colour = if place.is_selected { palette.accent } else { palette.ink };
        let at = [place.left + place.broad / 2.0, 11.0 * larger];
        scene.over.write(format!("× {}", run.count), at, (LETTERS + 1.0) * larger, Anchor::Middle, colour);
    }
}

/// The side that counts the channels.
fn front([left, top]: [f32; 2], depth: f32, height: f32) -> Vec<[f32; 2]> {
    vec![[left, top], [left + depth, top], [left + depth, top + height], [left, top + height]]
}

/// Around everything.
fn outline([left, top]: [f32; 2], [depth, height, broad]: [f32; 3], rise: f32) -> Vec<[f32; 2]> {
    let right = left + depth + broad;
    let start = if rise > 0.0 && depth > 2.0 { [left + broad, top - rise] } else { [left + depth, top] };
    vec![
        [left, top],
        start,
        [right, top - rise],
        [right, top - rise + height],
        [left + depth, top + height],
        [left, top + height],
    ]
}

fn closed(corners: &[[f32; 2]]) -> Vec<[f32; 2]> {
    corners.iter().copied().chain(corners.first().copied()).collect()
}

fn label(over: &mut Drawing, row: &Row<'_>, (part, run): (&Part, Run), name: &str, (place, top): (Place, f32)) {
    let Row { palette, larger, .. } = *row;
    let [_, rows, columns] = part.volume;
    let middle = place.left + place.broad / 2.0;
    let size = LETTERS * larger;
    let is_plain = part.cost.weights == 0 && part.kind != LayerKind::Input;
    let colour = match (place.is_selected, is_plain) {
        (true, _) => palette.accent,
        (false, true) => palette.faint,
        (false, false) => palette.ink,
    };
    let room = place.broad - 2.0;
    let name = letters::shortened(name, room, size, super::super::drawing::Face::Words);
    over.write(name, [middle, top + size], size, Anchor::Middle, colour);
    let last = &row.anatomy.parts[run.first + run.count - 1].volume;
    // What leaves the last of them.
    let channels = last[0].to_string();
    let channels = letters::shortened(&channels, room, size, super::super::drawing::Face::Numbers);
    over.write_number(channels, [middle, top + 2.3 * size], size, Anchor::Middle, palette.ink);
    if rows * columns > 1 {
        let (maps, small) = if rows == columns { (rows.to_string(), true) } else { (format!("{rows}×{columns}"), false) };
        let wide = letters::width(&maps, size, super::super::drawing::Face::Numbers);
        over.write_number(maps, [middle, top + 3.6 * size], size, Anchor::Middle, palette.faint);
        if small {
            let at = [middle + wide / 2.0 + 1.0, top + 3.2 * size];
            over.write_number("2", at, size * 0.7, Anchor::Start, palette.faint);
        }
    }
}

/// Skips over whole parts as arcs under the volumes' names.
fn skips(scene: &mut Scene, row: &Row<'_>, columns: &[Column]) {
    let column_of = |part: usize| row.runs.iter().position(|run| run.range().contains(&part));
    for wire in &row.anatomy.skips {
        let ends = wire.from.and_then(column_of).zip(column_of(wire.to)).filter(|(from, to)| to > from);
        let Some((from, to)) = ends.and_then(|(from, to)| columns.get(from).zip(columns.get(to))) else { continue };
        let (start, end) = (from.middle, to.middle);
        let steps = 24;
        let points = (0..=steps).map(|step| {
            let share = step as f32 / steps as f32;
            let high = (end - start).sqrt() * 4.0 * share * (1.0 - share);
            [start + (end - start) * share, (14.0 * row.larger - high * 0.6).max(1.0)]
        });
        scene.over.add(Mark::Line { points: points.collect(), colour: row.palette.bar, width: 1.0 });
    }
}

/// A column in words.
fn about(row: &Row<'_>, run: Run) -> Vec<String> {
    let Row { anatomy, words, .. } = *row;
    let (first, last) = (&anatomy.parts[run.first], &anatomy.parts[run.first + run.count - 1]);
    let cost = anatomy.cost(run);
    let share = |part: f64, whole: f64| Value::Percent(part / whole.max(1.0), 1);
    let title = if run.count == 1 { part_title(first) } else { say::from_to(part_title(first), part_title(last), run.count) };
    let [channels, rows, columns] = first.volume;
    let size = if rows * columns == 1 { channels.to_string() } else { format!("{channels} × {rows} × {columns}") };
    let mut lines = vec![say::column(title, first.kind.phrase(), size)];
    if cost.multiply_adds > 0 {
        let of_all = share(cost.multiply_adds as f64, anatomy.whole.multiply_adds as f64);
        lines.push(say::operations(words.brief(cost.multiply_adds as usize), of_all));
    }
    if cost.weights > 0 {
        let of_all = share(cost.weights as f64, anatomy.whole.weights as f64);
        lines.push(say::weights_and_share(words.brief(cost.weights), of_all));
    }
    if rows * columns > 1 {
        let [down, right] = cost.sees;
        lines.push(say::one_position_sees(format!("{down} × {right}")));
    }
    lines.iter().map(|line| words.say(line)).collect()
}
