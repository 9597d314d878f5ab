//! Draws planes with what lies on them: a ground, one textured mesh of all maps, the outline of what is selected.

use egui::{Color32, Mesh, Painter, Pos2, Shape, Stroke, Ui, epaint::Vertex};

use super::{
    Space,
    layout::Spot,
    naming::Names,
    scene::{Pointed, Scene},
};
use crate::app::{
    desk::Seat,
    questions::UnitOf,
    textures::{Pixels, TextureName},
    theme::{ON_PICTURE, SHADOW, Theme},
};

/// How much of what lies behind a plane is hidden by it.
const GROUND: f32 = 0.82;
/// Radius of the ring around the selected number, in points.
const RING: f32 = 6.0;

/// Draws all planes, the lowest first: one looks down on them.
pub fn planes(ui: &Ui, painter: &Painter, space: &Space<'_>, (scene, names): (&Scene<'_>, &Names), pointed: Option<Pointed>) {
    let theme = Theme::of(ui);
    for (index, plane) in scene.planes.iter().enumerate() {
        let painted = &space.painted[index];
        let Some(outline) = scene.all_seen(plane.outline()) else { continue };
        let is_selected = space.view.state.selection.layer == Some(painted.maps.layer);
        let is_pointed = pointed.is_some_and(|pointed| pointed.plane == index);
        let edge = match (is_selected, is_pointed) {
            (true, _) => Stroke::new(1.5, theme.accent),
            (_, true) => Stroke::new(1.0, theme.faint),
            _ => theme.hairline(),
        };
        painter.add(Shape::convex_polygon(outline.to_vec(), theme.card.gamma_multiply(GROUND), edge));
        if let Some(mesh) = maps(space, scene, index, ui.opacity()) {
            painter.add(Shape::mesh(mesh));
        }
        if let Some(spot) = pointed.filter(|_| is_pointed).and_then(|pointed| pointed.spot)
            && let Some(corners) = scene.all_seen(plane.corners(spot.index))
        {
            painter.add(Shape::closed_line(corners.to_vec(), Stroke::new(1.5, theme.text)));
        }
        if painted.is_scores {
            names.classes(ui, painter, scene, index);
        }
    }
}

/// All maps of a plane as one mesh.
fn maps(space: &Space<'_>, scene: &Scene<'_>, index: usize, opacity: f32) -> Option<Mesh> {
    let (painted, plane) = (&space.painted[index], &scene.planes[index]);
    // A plane holds so few maps that they all lie on the first page.
    let image = painted.tiles.pages.first()?;
    let look = if painted.is_input { Pixels::of_picture(image) } else { Pixels::Values };
    let name = TextureName { what: "space", which: "", page: index };
    let texture = space.view.textures.of(name, image, look);
    let mut mesh = Mesh::with_texture(texture);
    let [wide, high] = image.size.map(|side| 0.5 / side.max(1) as f32);
    let color = Color32::WHITE.gamma_multiply(opacity);
    for tile in 0..painted.channels.len() {
        let (Some(corners), Some((0, uv))) = (scene.all_seen(plane.corners(tile)), painted.tiles.place(tile)) else { continue };
        // Half a pixel inside, so that no neighbour shines in.
        let uv = uv.shrink2(egui::vec2(wide, high));
        let first = mesh.vertices.len() as u32;
        let places = [uv.left_top(), uv.right_top(), uv.right_bottom(), uv.left_bottom()];
        mesh.vertices.extend(corners.into_iter().zip(places).map(|(pos, uv)| Vertex { pos, uv, color }));
        mesh.indices.extend([0, 1, 2, 0, 2, 3].map(|corner| first + corner));
    }
    (!mesh.is_empty()).then_some(mesh)
}

/// The ring around the selected number.
pub fn selected(painter: &Painter, space: &Space<'_>, scene: &Scene<'_>) {
    let Some(at) = selected_at(space, scene) else { return };
    painter.circle_stroke(at, RING, Stroke::new(3.5, SHADOW));
    painter.circle_stroke(at, RING, Stroke::new(1.5, ON_PICTURE));
}

fn selected_at(space: &Space<'_>, scene: &Scene<'_>) -> Option<Pos2> {
    let answer = space.view.desk.answer::<UnitOf>(Seat::ONE)?;
    let plane = scene.plane_of(answer.question.layer)?;
    let spot: Spot = scene.spot_of(plane, answer.question.unit.channel, answer.value.position)?;
    scene.seen(scene.planes[plane].point(spot))
}
