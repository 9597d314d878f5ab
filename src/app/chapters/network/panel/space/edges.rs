//! Edges of a flow, as curves from the number that is read up to the one that reads it.

use egui::{Color32, Painter, Pos2, Shape, Stroke, Ui, vec2};

use super::scene::Scene;
use crate::{
    app::{open::Loaded, theme::ink},
    arithmetic::{Edge, Flow},
    picture::ColourMap,
};

/// Where the colours of what raises and of what lowers a number lie on the map of signed values.
pub const RAISES: f32 = 0.78;
/// The other one.
pub const LOWERS: f32 = 0.22;

/// Points of a curve.
const POINTS: usize = 14;
/// Thinnest and thickest, in points of the screen.
const THICK: [f32; 2] = [0.6, 2.6];
/// Faintest and clearest, on a dark and on a light ground.
const ON_DARK: [f32; 2] = [0.16, 0.92];
const ON_LIGHT: [f32; 2] = [0.34, 1.0];
/// How much of an edge's strength is seen a layer further down.
const FADES: f32 = 0.78;

/// Draws all of them, the strongest last; `clear` is less than 1 while they answer something else.
pub fn show(ui: &Ui, painter: &Painter, (loaded, scene): (&Loaded, &Scene<'_>), (flow, clear): (&Flow, f32)) {
    let network = loaded.engine.network();
    let is_dark = ui.visuals().dark_mode;
    let (signed, ends) = (ColourMap::signed(is_dark), if is_dark { ON_DARK } else { ON_LIGHT });
    let [raises, lowers] = [RAISES, LOWERS].map(|position| ink(signed.colour(position)));
    let strength = |edge: &Edge| edge.strength.min(1.0) as f32 * FADES.powi(edge.depth as i32);
    let mut curves: Vec<(f32, Shape)> = flow
        .edges
        .iter()
        .filter_map(|edge| {
            let (from, to) = (scene.place(network, edge.from)?, scene.place(network, edge.to)?);
            let strength = strength(edge);
            let colour: Color32 = if edge.gives > 0.0 { raises } else { lowers };
            let between = |[least, most]: [f32; 2]| least + (most - least) * strength;
            let stroke = Stroke::new(between(THICK), colour.gamma_multiply(between(ends) * clear));
            Some((strength, Shape::line(curve(from, to), stroke)))
        })
        .collect();
    curves.sort_by(|a, b| a.0.total_cmp(&b.0));
    painter.extend(curves.into_iter().map(|(_, shape)| shape));
}

/// Leaves upwards and arrives from below.
fn curve(from: Pos2, to: Pos2) -> Vec<Pos2> {
    let rise = vec2(0.0, (from.y - to.y) * 0.5);
    let ([a, b], [c, d]) = ([from, from - rise], [to + rise, to]);
    let point = |at: f32| {
        let rest = 1.0 - at;
        let weights = [rest * rest * rest, 3.0 * rest * rest * at, 3.0 * rest * at * at, at * at * at];
        let sum =
            [a, b, c, d].into_iter().zip(weights).fold(egui::Vec2::ZERO, |sum, (point, weight)| sum + point.to_vec2() * weight);
        sum.to_pos2()
    };
    (0..POINTS).map(|number| point(number as f32 / (POINTS - 1) as f32)).collect()
}
