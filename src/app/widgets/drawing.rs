//! A drawing of `figures` in the window: the same marks as in a saved file, painted by egui.

use egui::{
    Align2, Color32, FontFamily, FontId, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, epaint::Vertex, pos2, vec2,
};

use crate::{
    app::theme::ink,
    figures::{Anchor, Drawing, Letters, Mark},
};

/// Parts of a bent band.
const STEPS: usize = 18;

/// Paints a drawing with its corner at a place. Pictures are left out: whoever has their textures paints them.
pub fn paint(painter: &Painter, corner: Pos2, drawing: &Drawing) {
    let clip = painter.clip_rect();
    let at = |[x, y]: [f32; 2]| corner + vec2(x, y);
    let rect = |[left, top, width, height]: [f32; 4]| Rect::from_min_size(at([left, top]), vec2(width, height));
    for mark in &drawing.marks {
        match mark {
            Mark::Area { at: area, colour, opacity } => {
                if rect(*area).intersects(clip) {
                    painter.rect_filled(rect(*area), 0.0, ink(*colour).gamma_multiply(*opacity));
                }
            }
            Mark::Edge { at: area, colour, width } => {
                painter.rect_stroke(rect(*area), 0.0, Stroke::new(*width, ink(*colour)), StrokeKind::Middle);
            }
            Mark::Line { points, colour, width } => {
                let points: Vec<Pos2> = points.iter().copied().map(at).collect();
                painter.add(Shape::line(points, Stroke::new(*width, ink(*colour))));
            }
            Mark::Shape { corners, colour } => {
                painter.add(Shape::convex_polygon(corners.iter().copied().map(at).collect(), ink(*colour), Stroke::NONE));
            }
            Mark::Dot { at: centre, radius, colour } => {
                painter.circle_filled(at(*centre), *radius, ink(*colour));
            }
            Mark::Ribbon { from, to, breadth, colour } => {
                painter.add(Shape::mesh(ribbon(at(*from), at(*to), *breadth, ink(*colour))));
            }
            Mark::Text(text) => {
                let family = if text.face == Letters::Numbers { FontFamily::Monospace } else { FontFamily::Proportional };
                let galley = painter.layout_no_wrap(text.text.clone(), FontId::new(text.size, family), ink(text.colour));
                let place = at(text.at);
                if !clip.intersects(Rect::from_center_size(place, galley.size() * 2.0)) {
                    continue;
                }
                // The place lies on the base line.
                let ascent = galley.rows.first().and_then(|row| row.glyphs.first()).map_or(0.0, |glyph| glyph.font_ascent);
                let align = match text.anchor {
                    Anchor::Start => Align2::LEFT_TOP,
                    Anchor::Middle => Align2::CENTER_TOP,
                    Anchor::End => Align2::RIGHT_TOP,
                };
                let placed = align.anchor_size(pos2(place.x, place.y - ascent), galley.size());
                painter.galley(placed.min, galley, ink(text.colour));
            }
            Mark::Slanted { .. } | Mark::Picture { .. } => {}
        }
    }
}

/// A band, bent like the curve that a saved file has.
fn ribbon(from: Pos2, to: Pos2, [near, far]: [f32; 2], colour: Color32) -> Mesh {
    let mut mesh = Mesh::default();
    let middle = f32::midpoint(from.x, to.x);
    for step in 0..=STEPS {
        let share = step as f32 / STEPS as f32;
        let rest = 1.0 - share;
        let x = rest * rest * rest * from.x + 3.0 * rest * share * middle + share * share * share * to.x;
        // Both inner points of the curve lie at the height of their ends.
        let bent = share * share * (3.0 - 2.0 * share);
        let y = from.y + (to.y - from.y) * bent;
        let half = (near + (far - near) * bent) / 2.0;
        for place in [pos2(x, y - half), pos2(x, y + half)] {
            mesh.vertices.push(Vertex { pos: place, uv: egui::epaint::WHITE_UV, color: colour });
        }
        if step > 0 {
            let last = 2 * step as u32;
            mesh.add_triangle(last - 2, last - 1, last);
            mesh.add_triangle(last - 1, last, last + 1);
        }
    }
    mesh
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ribbon_ends_where_it_is_told_to() {
        let mesh = ribbon(pos2(0.0, 10.0), pos2(100.0, 50.0), [4.0, 20.0], Color32::WHITE);
        let places: Vec<Pos2> = mesh.vertices.iter().map(|vertex| vertex.pos).collect();
        assert_eq!([places[0], places[1]], [pos2(0.0, 8.0), pos2(0.0, 12.0)]);
        assert_eq!(places[places.len() - 2..], [pos2(100.0, 40.0), pos2(100.0, 60.0)]);
        assert!(mesh.is_valid());
    }
}
