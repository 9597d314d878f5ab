//! What becomes of the answer: the strongest classes of the untouched picture, before and now, and how much is covered.

use egui::{Align2, Rect, Response, Role, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::{
    command::{Cover, Surface, Tool},
    scene::Scene,
    work::ByHand,
};
use crate::{
    app::{
        command::{ClassName, Command},
        desk::{Ending, Seat},
        questions::last_pass,
        say::Say,
        theme::{self, BETWEEN, CHIP_CORNER, Theme, WITHIN, magnification},
        view::View,
        widgets::{chip, chip_if, fit_to_width, section, trust, weak},
    },
    network::{Answer, Class},
    words::{Value, Words, attribution as say, frame},
};

/// Classes of the untouched picture that are shown; the one that leads now comes to them if it is another.
const CLASSES: usize = 5;
/// Height of a class, in points at the usual text size.
const ROW: f32 = 30.0;

/// Shows it.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>) {
    let Some(pass) = last_pass(scene.view.desk) else { return };
    let (before, covered) = (&pass.value.answer, scene.covered());
    let now = covered.map_or(before.as_ref(), |covered| &covered.answer);
    section(ui, &ui.say(frame::ANSWER), &ui.say(say::HAND_COLUMNS));
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if !pass.is_fresh {
            ui.set_opacity(theme::STALE_OPACITY);
        }
        classes(ui, scene.view, before, now);
    });
    ui.add_space(BETWEEN);
    let is_map = scene.settings.surface != Surface::Picture;
    match (covered, scene.view.desk.ending::<ByHand>(Seat::ONE)) {
        (_, Some(Ending::Failed(problem))) if scene.asked.is_some() => _ = trust(ui, &ui.say(problem), false),
        (Some(covered), _) => {
            let share = Value::Percent(covered.share, 1);
            ui.label(ui.say(if is_map { say::hand_covered_of_map(share) } else { say::hand_covered(share) }));
            let exact = if is_map { say::HAND_EXACT_OF_MAP } else { say::HAND_EXACT };
            trust(ui, &format!("{} · {}", ui.say(exact), ui.words().seconds(covered.seconds)), true);
        }
        (None, _) => _ = ui.label(ui.say(say::HAND_NOTHING)),
    }
    ui.add_space(BETWEEN);
    buttons(ui, scene);
    ui.add_space(BETWEEN);
    weak(ui, &ui.say(if scene.settings.tool == Tool::Patch { say::HAND_PATCH_HELP } else { say::HAND_BRUSH_HELP }));
    if !is_map {
        weak(ui, &ui.say(say::HAND_FILL_HELP));
    }
}

fn buttons(ui: &mut Ui, scene: &Scene<'_>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = WITHIN;
        let is_covered = scene.settings.is_covered();
        if chip_if(ui, &ui.say(say::HAND_RESET), false, is_covered).on_hover_text(ui.say(say::HAND_RESET_ABOUT)).clicked() {
            scene.send(Cover::Nothing);
        }
        if chip(ui, &ui.say(frame::UNDO), false).on_hover_text(ui.say(frame::UNDO_ABOUT)).clicked() {
            scene.view.send(Command::Undo);
        }
    });
}

fn classes(ui: &mut Ui, view: &View<'_>, before: &Answer, now: &Answer) {
    let mut shown: Vec<Class> = before.ranking.iter().copied().take(CLASSES).collect();
    shown.extend(now.best().filter(|best| !shown.contains(best)));
    let sight = view.sight();
    let target = sight.class();
    for &class in &shown {
        let (Some((_, was)), Some((_, is))) = (before.of(class), now.of(class)) else { continue };
        let name = ui.say(sight.class_name(class));
        if row(ui, &name, [was, is], target == Some(class)).clicked() {
            view.send(Command::Class(ClassName::Number(class)));
        }
    }
    // Nothing jumps when another class takes the lead.
    if shown.len() <= CLASSES && before.ranking.len() > shown.len() {
        ui.allocate_exact_size(vec2(ui.available_width(), ROW * magnification(ui.style())), Sense::hover());
    }
}

/// By how many points a probability changed, with its sign.
fn change([was, is]: [f64; 2], words: Words) -> String {
    let text = words.fixed((is - was) * 100.0, 1);
    match text.strip_prefix('−') {
        Some(zero) if !zero.contains(|digit: char| ('1'..='9').contains(&digit)) => zero.to_owned(),
        Some(_) => text,
        None if text.contains(|digit: char| ('1'..='9').contains(&digit)) => format!("+{text}"),
        None => text,
    }
}

/// One class: its name, a bar from 0 to 100 % with a mark where it was, what it is now and by how much it changed.
fn row(ui: &mut Ui, name: &str, [was, is]: [f64; 2], selected: bool) -> Response {
    let theme = Theme::of(ui);
    let magnified = magnification(ui.style());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW * magnified), Sense::click());
    let words = ui.words();
    let (percent, changed) = (words.percent(is, 1), change([was, is], words));
    response.widget_info(|| {
        let said = say::hand_class(name, Value::Percent(was, 1), Value::Percent(is, 1));
        WidgetInfo::selected(Role::Button, true, selected, words.say(&said))
    });
    let painter = ui.painter();
    if response.hovered() || response.has_focus() {
        painter.rect_filled(rect.expand2(vec2(4.0, 0.0)), CHIP_CORNER, theme.raised);
    }
    let font = TextStyle::Monospace.resolve(ui.style());
    let (change_width, percent_width) = (font.size * 4.0, font.size * 4.5);
    let name_width = (rect.width() * 0.34).max(60.0);
    let colour = if selected { theme.accent } else { theme.text };
    let galley = fit_to_width(ui, name, &TextStyle::Body, name_width - 6.0);
    painter.galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, colour);
    let half = 5.0 * magnified;
    let track = Rect::from_min_max(
        pos2(rect.left() + name_width, rect.center().y - half),
        pos2((rect.right() - change_width - percent_width).max(rect.left() + name_width), rect.center().y + half),
    );
    let place = |share: f64| track.left() + track.width() * share.clamp(0.0, 1.0) as f32;
    painter.rect_filled(track, 2.0, theme.line);
    let own = if selected { theme.accent } else { theme.accent.gamma_multiply(0.8) };
    painter.rect_filled(track.with_max_x(place(is).max(track.left() + 1.0)), 2.0, own);
    if is < was {
        let lost = Rect::from_min_max(pos2(place(is), track.top()), pos2(place(was), track.bottom()));
        painter.rect_filled(lost, 0.0, theme.accent.gamma_multiply(0.25));
    }
    let mark = Rect::from_center_size(pos2(place(was), track.center().y), vec2(2.0, track.height() + 6.0 * magnified));
    painter.rect_filled(mark, 0.0, theme.text);
    let numbers = [
        (percent, rect.right() - change_width, colour),
        (changed.clone(), rect.right(), if changed.starts_with(['+', '−']) { theme.text } else { theme.faint }),
    ];
    for (text, right, colour) in numbers {
        painter.text(pos2(right, rect.center().y), Align2::RIGHT_CENTER, text, font.clone(), colour);
    }
    let about = words.say(&say::hand_class(name, Value::Percent(was, 2), Value::Percent(is, 2)));
    response.on_hover_text(format!("{about}\n{}", words.say(&frame::CLICK_TO_EXPLAIN)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn changes_have_a_true_sign_and_none_where_nothing_changed() {
        let said = [[0.5, 0.257], [0.1, 0.1234], [0.3, 0.3], [0.3, 0.29999]].map(|pair| change(pair, Words::ENGLISH));
        assert_eq!(said, ["−24.3", "+2.3", "0.0", "0.0"]);
        assert_eq!(change([0.9, 0.05], Words(Language::Catalan)), "−85,0");
    }
}
