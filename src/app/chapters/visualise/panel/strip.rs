//! The history as a film strip: the picture after 1, 2, 4, 8 … steps. A click shows it again; steps to come are outlined.

use egui::{Align2, Color32, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::Scene;
use crate::{
    app::{
        chapters::visualise::{command::Grow, work::PlantView},
        say::Say,
        textures::{Pixels, TextureName},
        theme::{MAP_CORNER, Theme, caption},
        widgets::WHOLE,
    },
    words::visualise as say,
};

/// Distance between frames, in points.
const GAP: f32 = 4.0;

/// Steps that have a frame: 1, 2, 4 … and the last.
pub fn marks(steps: usize) -> Vec<usize> {
    let mut marks: Vec<usize> = (0..).map(|power| 1 << power).take_while(|&step| step < steps).collect();
    marks.push(steps.max(1));
    marks
}

/// Where a step lies on the strip and on the curve under it, from the left end of `width`: evenly between the middles of frames.
pub fn place(step: f64, steps: usize, width: f32) -> f32 {
    let marks = marks(steps);
    let each = width / marks.len() as f32;
    let after = marks.partition_point(|&mark| (mark as f64) < step);
    let along = match (after.checked_sub(1).and_then(|before| marks.get(before)), marks.get(after)) {
        (Some(&low), Some(&high)) if high > low => after as f64 - 1.0 + (step - low as f64) / (high - low) as f64,
        (None, _) => step.max(0.0) - 1.0,
        _ => marks.len() as f64 - 1.0,
    };
    ((along as f32 + 0.5) * each).clamp(0.0, width)
}

/// Shows it, `width` points broad.
pub fn show(ui: &mut Ui, scene: &Scene<'_>, front: &PlantView, width: f32) {
    let theme = Theme::of(ui);
    let marks = marks(front.steps[1]);
    let each = (width / marks.len() as f32).floor();
    let side = each - GAP;
    let font = caption().resolve(ui.style());
    let (area, _) = ui.allocate_exact_size(vec2(width, side + font.size + 8.0), Sense::hover());
    let shown = scene.chapter.after;
    for (index, &mark) in marks.iter().enumerate() {
        let rect = Rect::from_min_size(area.min + vec2(index as f32 * each, 4.0), vec2(side, side));
        let colour = if shown == Some(mark) { theme.accent } else { theme.faint };
        ui.painter().text(pos2(rect.center().x, rect.bottom() + 2.0), Align2::CENTER_TOP, mark.to_string(), font.clone(), colour);
        let Some(frame) = front.frames.iter().find(|frame| frame.step == mark) else {
            let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
            ui.painter().extend(Shape::dashed_line(&corners, theme.hairline(), 3.0, 3.0));
            continue;
        };
        let name = TextureName { what: "grown-frame", which: "", page: index };
        let texture = scene.view.textures.of(name, &frame.image, Pixels::Smooth);
        let shape = egui::epaint::RectShape::filled(rect, MAP_CORNER, Color32::WHITE);
        ui.painter().add(shape.with_texture(texture, WHOLE));
        let response = ui.interact(rect, ui.scope_id().with(("frame", mark)), Sense::click());
        let words = ui.words();
        let chosen = shown == Some(mark);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, words.say(&say::after_steps(mark))));
        if chosen || response.hovered() || response.has_focus() {
            let stroke = Stroke::new(1.5, if chosen { theme.accent } else { theme.text });
            ui.painter().rect_stroke(rect, f32::from(MAP_CORNER), stroke, egui::StrokeKind::Outside);
        }
        if response.on_hover_text(ui.say(say::after_steps(mark))).clicked() {
            scene.send(Grow::After((!chosen).then_some(mark)));
        }
    }
    // Where it stands, at the strip's upper edge.
    let x = area.left() + place(front.steps[0] as f64, front.steps[1], each * marks.len() as f32) - GAP / 2.0;
    let tip = [pos2(x - 4.0, area.top() - 2.0), pos2(x + 4.0, area.top() - 2.0), pos2(x, area.top() + 4.0)];
    ui.painter().add(Shape::convex_polygon(tip.to_vec(), theme.accent, Stroke::NONE));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_lie_evenly_and_steps_between_them() {
        assert_eq!(marks(512), [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
        assert_eq!(marks(300).last(), Some(&300));
        assert_eq!(marks(0), [1]);
        let width = 100.0;
        assert!((place(1.0, 512, width) - 5.0).abs() < 1e-4);
        assert!((place(2.0, 512, width) - 15.0).abs() < 1e-4);
        assert!((place(3.0, 512, width) - 20.0).abs() < 1e-4);
        assert!((place(512.0, 512, width) - 95.0).abs() < 1e-4);
        assert!(place(0.0, 512, width) >= 0.0);
    }
}
