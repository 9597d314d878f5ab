//! How the activation rose, on the film strip's own scale of steps, and the line that a data set's strongest picture draws.

use egui::{Align2, Role, Sense, Shape, Stroke, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::{Scene, strip};
use crate::{
    app::{
        chapters::visualise::{rivals::Standing, work::PlantView},
        say::Say,
        theme::{Theme, caption, magnification},
        widgets::section,
    },
    words::visualise as say,
};

/// Height at the usual text size, in points.
const HEIGHT: f32 = 150.0;
/// Where the words of the dashed line begin, in points from the left.
const LABEL: f32 = 44.0;
/// How far the words beside the last point reach, in points.
const WORDS: f32 = 56.0;
/// Lines across.
const LINES: usize = 3;

/// A round number not below another: 1, 2 or 5 times a power of ten.
fn round_up(value: f64) -> f64 {
    let power = 10f64.powf(value.max(1e-12).log10().floor());
    [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power).into_iter().find(|round| *round >= value).unwrap_or(value)
}

/// Shows it, `width` points broad.
pub fn show(ui: &mut Ui, scene: &Scene<'_>, front: &PlantView, width: f32) {
    let theme = Theme::of(ui);
    let words = ui.words();
    let speed = if front.seconds > 0.0 { ui.say(say::steps_a_second(1.0 / front.seconds as f32)) } else { ui.say(say::AS_SEEN) };
    let name = ui.say(if scene.settings().aim.is_nearness() { say::NEARNESS } else { say::ACTIVATION });
    section(ui, &name, &speed);
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT * magnification(ui.style())), Sense::hover());
    let said = front.score().map(|score| words.short(score as f32)).unwrap_or_default();
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{name}: {said}")));
    let standing = scene.standing();
    let strongest = standing.as_ref().and_then(Standing::record);
    let values = front.curve.iter().map(|point| point[1]).chain(strongest).filter(|value| value.is_finite());
    let (low, high) = values.fold((0.0_f64, 1e-9_f64), |(low, high), value| (low.min(value), high.max(value)));
    let step = round_up((high - low) / LINES as f64);
    let (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
    let y = |value: f64| rect.bottom() - ((value - low) / (high - low).max(1e-12)) as f32 * (rect.height() - 14.0);
    let mono = TextStyle::Monospace.resolve(ui.style());
    let painter = ui.painter();
    let mut at = low;
    while at <= high + step / 2.0 {
        painter.hline(rect.x_range(), y(at), theme.hairline());
        painter.text(pos2(rect.left(), y(at) - 1.0), Align2::LEFT_BOTTOM, words.short(at as f32), mono.clone(), theme.faint);
        at += step;
    }
    let marks = strip::marks(front.steps[1]).len() as f32;
    let across = (width / marks).floor() * marks;
    let x = |step: f64| rect.left() + strip::place(step, front.steps[1], across);
    if let (Some(strongest), Some(standing)) = (strongest, &standing) {
        let ends = [pos2(rect.left(), y(strongest)), pos2(rect.right(), y(strongest))];
        painter.extend(Shape::dashed_line(&ends, Stroke::new(1.0, theme.warning), 4.0, 3.0));
        let text = words.say(&say::strongest_of(standing.seen(), strongest as f32));
        // On the left, where a picture that has just begun lies low; beside the number of a line across.
        let at = pos2(rect.left() + LABEL, y(strongest) - 2.0);
        painter.text(at, Align2::LEFT_BOTTOM, text, caption().resolve(ui.style()), theme.warning);
    }
    let points: Vec<_> = front.curve.iter().map(|[step, value]| pos2(x(step + 1.0), y(*value))).collect();
    if let Some(&last) = points.last() {
        let highest = points.iter().filter(|point| (last.x - point.x).abs() < WORDS).map(|point| point.y).reduce(f32::min);
        painter.add(Shape::line(points, Stroke::new(1.75, theme.text)));
        painter.circle_filled(last, 3.5, theme.accent);
        let right = last.x < rect.center().x;
        let (align, by) = if right { (Align2::LEFT_BOTTOM, 6.0) } else { (Align2::RIGHT_BOTTOM, -6.0) };
        // Above what the curve has been where the words stand.
        let under = highest.unwrap_or(last.y).min(last.y);
        painter.text(pos2(last.x + by, under - 3.0), align, said, mono, theme.text);
    }
    if let Some(after) = scene.chapter.after {
        painter.vline(x(after as f64), rect.y_range(), Stroke::new(1.0, theme.accent));
    }
}

#[cfg(test)]
mod tests {
    use super::round_up;

    #[test]
    fn scales_end_at_round_numbers() {
        assert_eq!([0.7, 1.0, 1.2, 23.0, 480.0].map(round_up), [1.0, 1.0, 2.0, 50.0, 500.0]);
    }
}
