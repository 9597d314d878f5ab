//! A norm and an activation as a line of numbers: each in its box with its name beneath, the signs between them.

use egui::{Align2, Color32, Role, Sense, Stroke, StrokeKind, TextStyle, Ui, WidgetInfo, vec2};

use crate::{
    app::{
        say::Say,
        theme::{CHIP_CORNER, Theme, caption, magnification},
    },
    arithmetic::{Act, Step},
    words::{Phrase, Words, network as say},
};

/// What stands in the line.
enum Item {
    Sign(&'static str),
    Number(f64, Phrase),
}

/// How many of these steps, from the first on, can be shown as boxes in one line.
pub fn count(steps: &[Step]) -> usize {
    let is_curve = |step: &Step| matches!(step.act, Act::Curve { .. });
    let first = steps.first().filter(|step| is_curve(step) || matches!(step.act, Act::Standardised { .. }));
    if first.is_none() { 0 } else { 1 + steps[1..].iter().take_while(|step| is_curve(step)).count() }
}

/// Shows steps in one line, each with what it says for those who hear it. What the line begins with may be a sum; the last number
/// of it may be the one that was asked for.
pub fn show(ui: &mut Ui, steps: &[(&Step, String)], (is_of_sum, is_last): (bool, bool)) {
    let count = steps.len();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for (place, (step, said)) in steps.iter().enumerate() {
            let items = items(step, if is_of_sum { say::BOX_SUM } else { say::BOX_BEFORE });
            // What goes into a curve stands there already, behind a norm.
            let skipped = usize::from(place > 0);
            let last = items.len() - 1;
            for (index, item) in items.iter().enumerate().skip(skipped) {
                let is_result = index == last;
                let response = match item {
                    Item::Sign(sign) => show_sign(ui, sign),
                    Item::Number(number, name) => {
                        number_box(ui, *number, &ui.say(name), is_result && is_last && place + 1 == count)
                    }
                };
                let label = if is_result { said.clone() } else { text_of(item, ui.words()) };
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
                if is_result {
                    response.on_hover_text(said);
                }
            }
        }
    });
}

fn items(step: &Step, before_is: Phrase) -> Vec<Item> {
    use Item::{Number, Sign};
    match &step.act {
        Act::Standardised { before, mean, variance, epsilon, scale, shift, .. } => vec![
            Sign("("),
            Number(*before, before_is),
            Sign(if *mean > 0.0 { "−" } else { "+" }),
            Number(mean.abs(), say::BOX_MEAN),
            Sign(")"),
            Sign("÷"),
            Number((variance + epsilon).sqrt(), say::BOX_DEVIATION),
            Sign("×"),
            Number(*scale, say::BOX_SCALE),
            Sign(if *shift < 0.0 { "−" } else { "+" }),
            Number(shift.abs(), say::BOX_SHIFT),
            Sign("="),
            Number(step.after, say::BOX_NORMALISED),
        ],
        Act::Curve { name, before } => {
            vec![Number(*before, say::BOX_BEFORE), Sign("→"), Number(step.after, Phrase::verbatim(*name))]
        }
        _ => Vec::new(),
    }
}

fn text_of(item: &Item, words: Words) -> String {
    match item {
        Item::Sign(sign) => (*sign).to_owned(),
        Item::Number(number, name) => format!("{} {}", words.say(name), words.short(*number as f32)),
    }
}

/// A sign between numbers.
pub fn show_sign(ui: &mut Ui, sign: &str) -> egui::Response {
    let theme = Theme::of(ui);
    let magnified = magnification(ui.style());
    let (rect, response) = ui.allocate_exact_size(vec2(12.0, 42.0) * magnified, Sense::hover());
    let at = rect.center_top() + vec2(0.0, 12.0 * magnified);
    if sign == "→" {
        // The arrow is in neither of the fonts.
        crate::app::widgets::triangle(ui.painter(), at, 8.0 * magnified, crate::app::widgets::Direction::Right, theme.faint);
    } else {
        ui.painter().text(at, Align2::CENTER_CENTER, sign, TextStyle::Body.resolve(ui.style()), theme.weak);
    }
    response
}

/// A number in its box with its name beneath.
pub fn number_box(ui: &mut Ui, number: f64, name: &str, is_result: bool) -> egui::Response {
    let theme = Theme::of(ui);
    let magnified = magnification(ui.style());
    let font = caption().resolve(ui.style());
    let name = ui.painter().layout_no_wrap(name.to_owned(), font, Color32::PLACEHOLDER);
    let width = name.size().x.max(58.0 * magnified);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 42.0 * magnified), Sense::hover());
    let frame = egui::Rect::from_min_size(rect.min, vec2(width, 24.0 * magnified));
    let (fill, stroke) =
        if is_result { (theme.accent_ground, Stroke::new(1.0, theme.accent)) } else { (theme.card, theme.hairline()) };
    let painter = ui.painter();
    painter.rect(frame, f32::from(CHIP_CORNER), fill, stroke, StrokeKind::Inside);
    let text = ui.words().short(number as f32);
    let at = frame.right_center() - vec2(6.0, 0.0);
    painter.text(at, Align2::RIGHT_CENTER, text, TextStyle::Monospace.resolve(ui.style()), theme.text);
    let at = egui::pos2(frame.center().x - name.size().x / 2.0, frame.bottom() + 2.0);
    painter.galley(at, name, theme.faint);
    response
}
