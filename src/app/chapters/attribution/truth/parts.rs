//! What a map gives to each part of an animal, beside what the score loses without that part: where the two orders agree, the
//! map knows what the network looks at.

use egui::{Align2, Color32, Rect, Role, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use crate::{
    app::{
        say::Say,
        theme::{self, BETWEEN, Theme, caption},
        widgets::{fit_to_width, section},
    },
    data::world::fauna::PartKind,
    judge::funny_birds::Tried,
    words::{Phrase, attribution as say},
};

/// Breadth of a part's name and of a bar, in points at the usual text size.
const NAME: f32 = 64.0;
const BAR: f32 = 132.0;

/// A row for each part: its share of the map, and how far the score falls when it is left out.
pub fn parts(ui: &mut Ui, tried: &Tried) {
    let theme = Theme::of(ui);
    section(ui, &ui.say(say::PARTS), &ui.say(say::PARTS_ABOUT));
    let total = tried.own.total.abs().max(f64::MIN_POSITIVE);
    let shares = tried.own.parts.map(|part| part / total);
    let falls = tried.reaction.falls;
    let breadth = BAR * theme::magnification(ui.style());
    let height = caption().resolve(ui.style()).size + 3.0;
    let row = |ui: &mut Ui, name: &str, cells: &dyn Fn(&mut Ui)| {
        // A row is as high as its letters: nothing in it is pressed.
        ui.spacing_mut().interact_size.y = 0.0;
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0 * BETWEEN;
            let (rect, _) = ui.allocate_exact_size(vec2(NAME * theme::magnification(ui.style()), height), Sense::hover());
            ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, name, caption().resolve(ui.style()), theme.text);
            cells(ui);
        });
    };
    row(ui, "", &|ui| {
        for (about, colour) in [(say::GIVEN_BY_MAP, theme.accent), (say::LOST_BY_SCORE, theme.text)] {
            let (rect, response) = ui.allocate_exact_size(vec2(breadth, height), Sense::hover());
            let about = ui.say(about);
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &about));
            let galley = fit_to_width(ui, &about, &caption(), breadth);
            ui.painter().galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, colour);
        }
    });
    for kind in PartKind::ALL {
        let place = kind as usize;
        let name = ui.say(name_of(kind));
        row(ui, &name, &|ui| {
            let share = format!("{} %", ui.words().fixed(100.0 * shares[place], 0));
            bar(ui, (&name, &share), shares[place], &shares, (breadth, theme.accent));
            let fall = ui.words().fixed(falls[place], 2);
            bar(ui, (&name, &fall), falls[place], &falls, (breadth, theme.text.gamma_multiply(0.7)));
        });
    }
}

fn name_of(kind: PartKind) -> Phrase {
    match kind {
        PartKind::Ears => say::PART_EARS,
        PartKind::Nose => say::PART_NOSE,
        PartKind::Tail => say::PART_TAIL,
        PartKind::Legs => say::PART_LEGS,
        PartKind::Wings => say::PART_WINGS,
    }
}

/// A bar from zero among others of its kind, with its number behind it.
fn bar(ui: &mut Ui, (name, number): (&str, &str), value: f64, all: &[f64], (breadth, colour): (f32, Color32)) {
    let theme = Theme::of(ui);
    let font = caption().resolve(ui.style());
    let (rect, response) = ui.allocate_exact_size(vec2(breadth, font.size + 3.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name} {number}")));
    let figures = TextStyle::Monospace.resolve(ui.style());
    let room = rect.with_max_x(rect.right() - figures.size * 4.2);
    let (low, high) = (all.iter().copied().fold(0.0, f64::min), all.iter().copied().fold(0.0, f64::max));
    let at = |value: f64| room.left() + room.width() * ((value - low) / (high - low).max(f64::MIN_POSITIVE)) as f32;
    let (from, to) = (at(0.0), at(value));
    let filled =
        Rect::from_min_max(pos2(from.min(to), rect.center().y - 3.0), pos2(from.max(to).max(from + 1.0), rect.center().y + 3.0));
    ui.painter().rect_filled(filled, 1.5, colour);
    ui.painter().vline(from, rect.y_range(), theme.hairline());
    ui.painter().text(rect.right_center(), Align2::RIGHT_CENTER, number, egui::FontId { size: font.size, ..figures }, theme.text);
}
