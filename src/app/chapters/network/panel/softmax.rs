//! What becomes of scores: each one's power, the sum of all, and its share; as a list of bars and as the formula itself. Whoever
//! points at a bar lights its term, and the other way round.

use egui::{Align2, Rect, Role, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::boxes;
use crate::{
    app::{
        say::Say,
        theme::{Theme, WITHIN, ink, magnification},
        widgets::{fit_to_width, row_ground, section, weak},
    },
    picture::ColourMap,
    words::{Value, arithmetic as words},
};

/// Scores that are listed one by one; the others are one term.
const LISTED: usize = 10;
/// Letters of a name that have room under a term.
const LETTERS: usize = 12;
/// Larger scores have powers that nobody can read: all are taken relative to the largest.
const READABLE: f64 = 12.0;

/// Scores with what they are called, and which of them is asked about.
pub struct Scores<'a> {
    /// The scores.
    pub values: &'a [f64],
    /// What each is called.
    pub name: &'a dyn Fn(usize) -> String,
    /// The one that is asked about.
    pub chosen: usize,
    /// How many terms of the sum are told.
    pub told: usize,
}

/// How many terms the sum of so many scores has on screen.
pub fn terms(count: usize) -> usize {
    count.min(LISTED) + usize::from(count > LISTED)
}

/// Shows them; answers the score that was clicked.
pub fn show(ui: &mut Ui, scores: &Scores<'_>) -> Option<usize> {
    let values = scores.values;
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let shift = if largest.abs() > READABLE { largest } else { 0.0 };
    let power = |index: usize| (values[index] - shift).exp();
    let sum: f64 = (0..values.len()).map(power).sum();
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]));
    let is_listed = |place: usize, index: usize| place < LISTED || index == scores.chosen;
    let (listed, others): (Vec<_>, Vec<_>) = order.into_iter().enumerate().partition(|(place, index)| is_listed(*place, *index));
    let memory = egui::Id::unique("pointed-score");
    let lit: Option<usize> = ui.data(|data| data.get_temp(memory)).flatten();
    let mut pointed = None;
    let mut clicked = None;
    let how = if shift == 0.0 { ui.say(words::POWERS) } else { ui.say(words::powers_of_differences(shift as f32)) };
    section(ui, &ui.say(words::SOFTMAX), &how);
    let rest: f64 = others.iter().map(|(_, index)| power(*index)).sum();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(WITHIN, WITHIN);
        let chosen = (scores.name)(scores.chosen);
        let response = boxes::number_box(ui, power(scores.chosen), &short(&chosen), lit == Some(scores.chosen));
        if response.hovered() {
            pointed = Some(scores.chosen);
        }
        boxes::show_sign(ui, "÷");
        boxes::show_sign(ui, "(");
        for (place, &(_, index)) in listed.iter().enumerate() {
            if place >= scores.told {
                break;
            }
            if place > 0 {
                boxes::show_sign(ui, "+");
            }
            let (name, is_lit) = ((scores.name)(index), lit == Some(index));
            let response = boxes::number_box(ui, power(index), &short(&name), is_lit);
            let said = ui.say(words::term(name, power(index) as f32));
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_lit, &said));
            if response.on_hover_text(said).hovered() {
                pointed = Some(index);
            }
        }
        if !others.is_empty() && scores.told > listed.len() {
            boxes::show_sign(ui, "+");
            boxes::number_box(ui, rest, &ui.say(words::OTHERS_TERM), false);
        }
        boxes::show_sign(ui, ")");
        if scores.told >= terms(values.len()) {
            boxes::show_sign(ui, "=");
            let part = ui.say(words::share_of_all(Value::Percent(power(scores.chosen) / sum, 1)));
            let response = boxes::number_box(ui, power(scores.chosen) / sum, &part, true);
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &part));
        }
    });
    ui.add_space(WITHIN);
    for &(place, index) in &listed {
        let is_lit = lit == Some(index);
        let numbers = [values[index], power(index), power(index) / sum];
        let response = row(ui, &(scores.name)(index), numbers, (largest, index == scores.chosen, is_lit), place < scores.told);
        if response.hovered() || response.has_focus() {
            pointed = Some(index);
        }
        if response.clicked() {
            clicked = Some(index);
        }
    }
    if !others.is_empty() {
        weak(ui, &ui.say(words::other_scores(others.len(), rest as f32)));
    }
    if pointed != lit {
        ui.data_mut(|data| data.insert_temp(memory, pointed));
        ui.ctx().request_repaint();
    }
    clicked
}

/// As much of a name as fits under its box.
fn short(name: &str) -> String {
    if name.chars().count() > LETTERS { name.chars().take(LETTERS - 1).chain(['…']).collect() } else { name.to_owned() }
}

fn row(
    ui: &mut Ui,
    name: &str,
    [score, power, share]: [f64; 3],
    (largest, is_chosen, is_lit): (f64, bool, bool),
    is_told: bool,
) -> egui::Response {
    let theme = Theme::of(ui);
    let magnified = magnification(ui.style());
    let width = ui.available_width().min(620.0 * magnified);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 21.0 * magnified), Sense::click());
    let words = ui.words();
    let percent = words.percent(share, 1);
    let said = words.say(&words::score(name, score as f32, power as f32, &percent));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_lit, &said));
    row_ground(ui, &response, is_lit);
    let painter = ui.painter();
    let names = (rect.width() * 0.3).min(180.0 * magnified);
    let galley = fit_to_width(ui, name, &TextStyle::Body, names - 6.0);
    let colour = if is_chosen { theme.accent } else { theme.text };
    painter.galley(pos2(rect.left() + WITHIN, rect.center().y - galley.size().y / 2.0), galley, colour);
    let numbers = 66.0 * magnified;
    let font = TextStyle::Monospace.resolve(ui.style());
    let track = egui::Rangef::new(rect.left() + names, rect.right() - 3.0 * numbers);
    let middle = track.min + track.span() * 0.3;
    // Scores above zero to the right, below to the left, by the largest's measure.
    let reach = if score >= 0.0 { track.max - middle } else { middle - track.min };
    let end = middle + (score / largest.abs().max(1e-6)).clamp(-1.0, 1.0) as f32 * reach;
    let bar = Rect::from_x_y_ranges(middle.min(end)..=middle.max(end + 1.0), rect.center().y - 4.0..=rect.center().y + 4.0);
    let signed = ColourMap::signed(ui.visuals().dark_mode);
    painter.rect_filled(bar, 1.0, ink(signed.colour(if score >= 0.0 { 0.78 } else { 0.22 })));
    let texts = [words.short(score as f32), words.short(power as f32), percent];
    for (place, text) in texts.into_iter().enumerate() {
        if place == 0 || is_told {
            let at = pos2(rect.right() - WITHIN - (2 - place) as f32 * numbers, rect.center().y);
            painter.text(at, Align2::RIGHT_CENTER, text, font.clone(), if place == 2 { colour } else { theme.weak });
        }
    }
    response.on_hover_text(said)
}
