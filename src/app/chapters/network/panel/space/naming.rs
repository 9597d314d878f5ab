//! Names in space: of the planes, which are buttons, and of the classes on the plane of the scores.

use egui::{Align2, FontId, Galley, Painter, Pos2, Rect, Role, Sense, Ui, WidgetInfo, epaint::TextShape, pos2, vec2};

use super::{Space, scene::Scene};
use crate::{
    app::{
        command::Command,
        open::{Loaded, Row},
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
/// The longest name of a layer, in points.
const LONGEST_TITLE: f32 = 110.0;
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
        if self.is_steep { longest * STEEP.abs().sin() + 8.0 } else { self.font.size + 6.0 }
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

/// Names every plane at its left, with a button that selects it. Where names would lie over each other, some stand back.
pub fn planes(ui: &mut Ui, space: &Space<'_>, scene: &Scene<'_>, rect: Rect) {
    let selected = space.view.state.selection.layer;
    let mut order: Vec<usize> = (0..scene.planes.len()).collect();
    order.sort_by_key(|index| Some(space.painted[*index].maps.layer) != selected);
    let mut taken: Vec<Rect> = Vec::new();
    for index in order {
        let layer = space.painted[index].maps.layer;
        let (Some(outline), Some(row)) = (scene.all_seen(scene.planes[index].outline()), space.loaded.row(layer)) else {
            continue;
        };
        if let Some(place) = name(ui, space, (row, Some(layer) == selected), (&outline, rect), &taken) {
            taken.push(place);
        }
    }
}

/// Names one plane beside its corner at the left; answers where, if there is room.
fn name(
    ui: &mut Ui,
    space: &Space<'_>,
    (row, is_selected): (&Row, bool),
    (outline, rect): (&[Pos2; 4], Rect),
    taken: &[Rect],
) -> Option<Rect> {
    let theme = Theme::of(ui);
    let title = fit_to_width(ui, &row.layer.title, &caption(), LONGEST_TITLE);
    let number = egui::TextStyle::Small.resolve(ui.style());
    let shape = ui.painter().layout_no_wrap(row.shape.clone(), FontId::monospace(number.size * 0.92), theme.faint);
    let size = vec2(title.size().x + 6.0 + shape.size().x, title.size().y.max(shape.size().y));
    let corner = outline.iter().copied().min_by(|a, b| a.x.total_cmp(&b.x))?;
    let beside = outline.iter().copied().filter(|other| *other != corner).min_by(|a, b| a.x.total_cmp(&b.x))?;
    let middle = corner.y + (beside.y - corner.y) * 0.35;
    let free = rect.left() + 2.0..=(rect.right() - size.x).max(rect.left() + 2.0);
    let left = (corner.x - size.x - 8.0).clamp(*free.start(), *free.end());
    let place = Rect::from_min_size(pos2(left, middle - size.y / 2.0), size);
    if !rect.contains_rect(place) || taken.iter().any(|other| other.intersects(place)) {
        return None;
    }
    let response = ui.interact(place, ui.scope_id().with(("plane", row.layer.node)), Sense::click());
    let said = ui.say(say::plane(&row.layer.title, &row.shape));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_selected, &said));
    let painter = ui.painter().with_clip_rect(rect);
    if place.right() > corner.x {
        painter.rect_filled(place.expand2(vec2(3.0, 1.0)), 2.0, theme.ground.gamma_multiply(0.85));
    }
    let ink = match (is_selected, response.hovered() || response.has_focus()) {
        (true, _) => theme.accent,
        (_, true) => theme.text,
        _ => theme.weak,
    };
    let numbers = pos2(place.right() - shape.size().x, place.bottom() - shape.size().y);
    painter.galley_with_override_text_color(pos2(place.left(), place.bottom() - title.size().y), title, ink);
    painter.galley(numbers, shape, theme.faint);
    if response.double_clicked() {
        open(space.view, space.loaded, row.layer.node);
    } else if response.clicked() {
        space.view.send(Command::Layer(space.loaded.name(row.layer.node)));
    }
    response.on_hover_text(ui.say(say::plane_about(&row.layer.title, &row.shape)));
    Some(place)
}
