//! Names in space: of the planes, which are buttons, and of the classes on the plane of the scores.

use egui::{Align2, FontId, Galley, Painter, Rect, Role, Sense, Ui, WidgetInfo, epaint::TextShape, pos2, vec2};

use super::{Space, scene::Scene};
use crate::{
    app::{
        command::Command,
        open::Loaded,
        say::Say,
        theme::{Theme, caption},
        view::View,
        widgets::fit_to_width,
    },
    network::{Class, NodeId},
    words::space as say,
};

/// The chapter that shows the maps of one layer.
const MAPS: &str = "feature-maps";
/// How steeply names stand that do not fit side by side, in radians.
const STEEP: f32 = -0.75;
/// Planes of less than this part of the widest one's breadth are narrow.
const NARROW: f32 = 0.36;
/// The longest name of a class, in points.
const LONGEST: f32 = 76.0;
/// Names that are longer than this, in points, do not fit beside each other.
const FLAT: f32 = 11.0;

/// Names of classes, as the highest plane shows them.
pub struct Names {
    /// The plane, its names in the order of its cells, and which of them is the answer.
    of: Option<(usize, Vec<std::sync::Arc<Galley>>)>,
    best: Option<usize>,
    is_steep: bool,
    font: FontId,
}

impl Names {
    /// The names that are needed.
    pub fn of(ui: &Ui, space: &Space<'_>) -> Self {
        let font = caption().resolve(ui.style());
        let last = space.painted.iter().rposition(|painted| painted.is_scores);
        let of = last.map(|plane| {
            let name = |class: usize| ui.say(space.loaded.class_name(Class(class)));
            let channels = space.painted[plane].channels.iter();
            (plane, channels.map(|channel| fit_to_width(ui, &name(channel.index()), &caption(), LONGEST)).collect::<Vec<_>>())
        });
        let longest = of.iter().flat_map(|(_, names)| names).map(|name| name.size().x).fold(0.0, f32::max);
        let is_best = |plane: usize| {
            let painted = &space.painted[plane];
            let value = |index: &usize| painted.maps.value(painted.channels[*index], [0, 0]).unwrap_or(f32::NEG_INFINITY);
            (0..painted.channels.len()).max_by(|a, b| value(a).total_cmp(&value(b)))
        };
        let best = last.and_then(is_best);
        Self { of, best, is_steep: longest > FLAT, font }
    }

    /// What names take above the highest plane.
    pub fn above(&self) -> f32 {
        let names = self.of.iter().flat_map(|(_, names)| names);
        let longest = names.map(|name| name.size().x).fold(0.0, f32::max);
        if self.is_steep { longest * STEEP.abs().sin() + 8.0 } else { 0.0 }
    }

    /// Writes the classes into their cells, or steeply above them; the answer stands out.
    pub fn classes(&self, ui: &Ui, painter: &Painter, scene: &Scene<'_>, plane: usize) {
        let Some((_, names)) = self.of.as_ref().filter(|(of, _)| *of == plane) else { return };
        let theme = Theme::of(ui);
        for (index, name) in names.iter().enumerate() {
            let Some([left, right, below, other]) = scene.all_seen(scene.planes[plane].corners(index)) else { continue };
            let is_best = self.best == Some(index);
            if is_best {
                let edge = egui::Stroke::new(2.0, theme.accent);
                painter.add(egui::Shape::closed_line(vec![left, right, below, other], edge));
            }
            let ink = if is_best { theme.accent } else { theme.weak };
            let far = left + (right - left) * 0.5;
            if self.is_steep {
                let at = far + vec2(-name.size().y * 0.35, -name.size().y * 0.75);
                painter.add(TextShape::new(at, std::sync::Arc::clone(name), ink).with_override_text_color(ink).with_angle(STEEP));
            } else {
                painter.text(far - vec2(0.0, 2.0), Align2::CENTER_BOTTOM, name.text(), self.font.clone(), ink);
            }
        }
    }
}

/// Opens the maps of a layer.
pub fn open(view: &View<'_>, loaded: &Loaded, layer: NodeId) {
    if view.state.selection.layer != Some(layer) {
        view.send(Command::Layer(loaded.name(layer)));
    }
    view.send(Command::Chapter(MAPS.into()));
}

/// Names every plane at its far left corner, with a button that selects it.
pub fn planes(ui: &mut Ui, space: &Space<'_>, scene: &Scene<'_>, rect: Rect) {
    let theme = Theme::of(ui);
    for (plane, painted) in scene.planes.iter().zip(space.painted) {
        let layer = painted.maps.layer;
        // A narrow plane, and one with names of its own, is named at its left, others above their far left corner.
        let is_beside = painted.is_scores || plane.half()[0] < NARROW * scene.breadth;
        let [far, .., near] = plane.outline();
        let at = if is_beside { [0, 1, 2].map(|axis| f32::midpoint(far[axis], near[axis])) } else { far };
        let Some(at) = scene.seen(at) else { continue };
        let Some(row) = space.loaded.row(layer) else { continue };
        let is_selected = space.view.state.selection.layer == Some(layer);
        let name = fit_to_width(ui, &row.layer.title, &caption(), 160.0);
        let shape = ui.painter().layout_no_wrap(row.shape.clone(), egui::TextStyle::Monospace.resolve(ui.style()), theme.faint);
        let size = vec2(name.size().x + 6.0 + shape.size().x, name.size().y.max(shape.size().y));
        let corner = if is_beside { pos2(at.x - size.x - 10.0, at.y - size.y / 2.0) } else { pos2(at.x, at.y - size.y - 1.0) };
        let left = corner.x.clamp(rect.left() + 2.0, (rect.right() - size.x).max(rect.left() + 2.0));
        let place = Rect::from_min_size(pos2(left, corner.y), size);
        if !rect.contains_rect(place) {
            continue;
        }
        let response = ui.interact(place, ui.scope_id().with(("plane", layer)), Sense::click());
        let said = ui.say(say::plane(&row.layer.title, &row.shape));
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_selected, &said));
        let painter = ui.painter().with_clip_rect(rect);
        painter.rect_filled(place.expand2(vec2(3.0, 0.0)), 2.0, theme.ground.gamma_multiply(0.7));
        let ink = match (is_selected, response.hovered() || response.has_focus()) {
            (true, _) => theme.accent,
            (_, true) => theme.text,
            _ => theme.weak,
        };
        let beside = pos2(place.left() + name.size().x + 6.0, place.bottom() - shape.size().y);
        painter.galley_with_override_text_color(pos2(place.left(), place.bottom() - name.size().y), name, ink);
        painter.galley(beside, shape, theme.faint);
        if response.double_clicked() {
            open(space.view, space.loaded, layer);
        } else if response.clicked() {
            space.view.send(Command::Layer(space.loaded.name(layer)));
        }
        response.on_hover_text(ui.say(say::plane_about(&row.layer.title, &row.shape)));
    }
}
