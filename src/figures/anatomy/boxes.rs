//! The boxes of an opened part: what comes in, a layer or a block with its strongest maps, one step of a layer, a sum or a gate.

use super::{
    given::{DISC, Opened},
    scene::{Face, Link, Palette, Scene, Shows},
    short::{kind_name, part_title},
};
use crate::{
    anatomy::{Inner, Merge, Role},
    figures::{
        drawing::{Anchor, Drawing, Face as Letters, Mark},
        letters,
    },
    network::Network,
    words::{Words, anatomy as say},
};

/// How a box is drawn.
pub struct Look<'a> {
    /// What is opened.
    pub of: &'a Opened<'a>,
    /// Whether it is selected.
    pub is_selected: bool,
}

/// Side of a small map.
const MAP: f32 = 23.0;
const LETTERS: f32 = 11.0;

/// Adds a piece at left, top, width, height.
pub fn add(scene: &mut Scene, look: &Look<'_>, piece: &Inner<'_>, area: [f32; 4]) {
    match piece.role {
        Role::Source => source(scene, look, piece, area),
        Role::Merge(merge) => {
            let Opened { palette, larger, .. } = *look.of;
            disc(&mut scene.over, palette, merge, ([area[0] + area[2] / 2.0, area[1] + area[3] / 2.0], larger));
        }
        Role::Part | Role::Step => layer(scene, look, piece, area),
        Role::Out(_) => {}
    }
    let is_block = piece.part.is_some_and(crate::anatomy::Part::is_block);
    let about = about(look.of.words, look.of.network, piece);
    scene.links.push(Link { at: area, node: piece.node, is_block, about });
}

fn ground(scene: &mut Scene, look: &Look<'_>, area: [f32; 4]) {
    let palette = look.of.palette;
    let (colour, edge, width) =
        if look.is_selected { (palette.accent_ground, palette.accent, 1.5) } else { (palette.card, palette.line, 1.0) };
    scene.under.add(Mark::Area { at: area, colour, opacity: 1.0 });
    scene.over.add(Mark::Edge { at: area, colour: edge, width });
}

fn source(scene: &mut Scene, look: &Look<'_>, piece: &Inner<'_>, area: [f32; 4]) {
    let Opened { palette, larger, has_maps, .. } = *look.of;
    ground(scene, look, area);
    let [left, top, width, height] = area;
    let [channels, rows, columns] = piece.volume;
    let side = width - 10.0 * larger;
    let middle = left + width / 2.0;
    let mut y = top + height / 2.0 - if has_maps && rows * columns > 1 { side / 2.0 + 6.0 * larger } else { 6.0 * larger };
    if has_maps && rows * columns > 1 {
        let shows = Shows::Strongest { node: piece.node, rank: 0 };
        scene.faces.push(Face::upright([left + 5.0 * larger, y, side, side], shows));
        y += side;
    }
    let size = LETTERS * larger;
    scene.over.write_number(channels.to_string(), [middle, y + 1.3 * size], size, Anchor::Middle, palette.ink);
    if rows * columns > 1 {
        let maps = format!("{rows} × {columns}");
        scene.over.write_number(maps, [middle, y + 2.5 * size], size * 0.88, Anchor::Middle, palette.faint);
    }
}

fn layer(scene: &mut Scene, look: &Look<'_>, piece: &Inner<'_>, area: [f32; 4]) {
    let Opened { network, palette, larger, words, has_maps, .. } = *look.of;
    ground(scene, look, area);
    let [left, top, width, height] = area;
    let inner = 6.0 * larger;
    let size = LETTERS * larger;
    let room = width - 2.0 * inner;
    let (name, title) = match piece.part {
        Some(part) => (kind_name(part, words), words.say(&part_title(part))),
        None => (network.node(piece.node).operator.name().to_owned(), String::new()),
    };
    // The arrow is in one typeface alone.
    let face = if name.contains('→') { Letters::Numbers } else { Letters::Words };
    // In a narrow box without the spaces.
    let fits = letters::width(&name, size, face) <= room;
    let name = if fits { name } else { name.replace(" × ", "×").replace(" → ", "→") };
    let name = letters::shortened(&name, room, size, face);
    let taken = letters::width(&name, size, face) + 10.0 * larger;
    let at = [left + inner, top + inner + size * 0.8];
    match face {
        Letters::Numbers => scene.over.write_number(name, at, size, Anchor::Start, palette.ink),
        Letters::Words => scene.over.write(name, at, size, Anchor::Start, palette.ink),
    }
    // Its own name without the block's, where there is room.
    let around = look.of.inside.part.title.name();
    let own = title.strip_prefix(&around).and_then(|rest| rest.strip_prefix('.')).unwrap_or(&title);
    let is_block = piece.part.is_some_and(crate::anatomy::Part::is_block);
    if !is_block && letters::width(own, size * 0.9, Letters::Words) <= room - taken {
        scene.over.write(own, [left + width - inner, top + inner + size * 0.8], size * 0.9, Anchor::End, palette.faint);
    }
    let operations = match piece.part {
        Some(part) => part.cost.multiply_adds,
        None => network.multiply_adds_of(piece.node),
    };
    let number = if operations == 0 { String::new() } else { words.brief(operations as usize) };
    let wide = letters::width(&number, size, Letters::Numbers);
    scene.over.write_number(number, [left + width - inner, top + height - inner], size * 0.95, Anchor::End, palette.ink);
    let [channels, rows, columns] = piece.volume;
    if has_maps && rows * columns > 1 {
        let side = MAP * larger;
        let fits = (((room - wide - 4.0) / (side + 3.0)).floor() as usize).clamp(1, 4).min(channels);
        for rank in 0..fits {
            let at = [left + inner + rank as f32 * (side + 3.0), top + height - inner - side, side, side];
            scene.faces.push(Face::upright(at, Shows::Strongest { node: piece.node, rank }));
        }
    }
}

/// A sum or a gate: a disc with its sign, around a middle.
pub fn disc(over: &mut Drawing, palette: Palette, merge: Merge, ([x, y], larger): ([f32; 2], f32)) {
    let radius = DISC / 2.0 * larger;
    over.add(Mark::Dot { at: [x, y], radius, colour: palette.bar });
    over.add(Mark::Dot { at: [x, y], radius: radius - 1.2, colour: palette.card });
    let arm = radius * 0.5;
    let (one, two) = match merge {
        Merge::Sum => ([[x - arm, y], [x + arm, y]], [[x, y - arm], [x, y + arm]]),
        Merge::Gate => {
            let arm = arm * 0.75;
            ([[x - arm, y - arm], [x + arm, y + arm]], [[x - arm, y + arm], [x + arm, y - arm]])
        }
        Merge::Concatenation => {
            ([[x - arm, y - arm * 0.5], [x + arm, y - arm * 0.5]], [[x - arm, y + arm * 0.5], [x + arm, y + arm * 0.5]])
        }
    };
    for line in [one, two] {
        over.add(Mark::Line { points: line.to_vec(), colour: palette.ink, width: 1.6 });
    }
}

/// A piece in words.
pub fn about(words: Words, network: &Network, piece: &Inner<'_>) -> String {
    let [channels, rows, columns] = piece.volume;
    let size = if rows * columns == 1 { channels.to_string() } else { format!("{channels} × {rows} × {columns}") };
    let node = network.node(piece.node);
    let what = match (piece.role, piece.part) {
        (Role::Source, _) => say::comes_in(&node.name, size),
        (Role::Merge(Merge::Sum), _) => say::sum_about(size),
        (Role::Merge(Merge::Gate), _) => say::gate_about(size),
        (Role::Merge(Merge::Concatenation), _) => say::concatenation_about(size),
        (Role::Out(_), _) => say::leaves(size),
        (_, Some(part)) => say::column(part_title(part), part.kind.phrase(), size),
        (_, None) => say::step(node.operator.name(), size),
    };
    let mut lines = vec![words.say(&what)];
    if let Some(part) = piece.part.filter(|_| piece.role == Role::Part) {
        let (operations, weights) = (part.cost.multiply_adds, part.cost.weights);
        if operations > 0 || weights > 0 {
            lines.push(words.say(&say::operations_and_weights(words.brief(operations as usize), words.brief(weights))));
        }
        let [down, right] = part.cost.sees;
        lines.push(words.say(&say::one_position_sees(format!("{down} × {right}"))));
    }
    lines.extend(crate::arithmetic::Sliding::formulas(network, part_members(piece)));
    lines.join("\n")
}

fn part_members<'a>(piece: &'a Inner<'_>) -> &'a [crate::network::NodeId] {
    match piece.part {
        Some(part) if piece.role == Role::Part && !part.is_block() => &part.members,
        _ => std::slice::from_ref(&piece.node),
    }
}
