//! What follows where one number is another one: the unit's value and its map, and what the network would answer, each before and
//! after.

use egui::{Align2, Rect, Role, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::{
    super::{
        Show,
        work::{ArithmeticOf, ChangedOf, MapsPaint},
    },
    boxes,
    places::place_name,
};
use crate::{
    app::{
        chapters::ChapterCommand,
        command::Command,
        desk::{Answer, Seat},
        open::Loaded,
        questions::pass,
        say::Say,
        theme::{self, BESIDE, BETWEEN, Theme, WITHIN, caption, magnification},
        view::View,
        widgets::{Direction, chip, fit_to_width, triangle},
    },
    arithmetic::Place,
    network::{Answer as Classes, Class},
    words::{Phrase, arithmetic as words},
};

/// Classes that are listed.
const LISTED: usize = 5;
/// Side of a map at the usual text size, in points.
const MAP: f32 = 84.0;

/// Less room than this, and one thing stands under the other: in points at the usual text size.
const BESIDE_EACH_OTHER_FROM: f32 = 400.0;

/// Shows it, if a number is changed.
pub fn show(ui: &mut Ui, view: &View<'_>, (loaded, answer): (&Loaded, &Answer<ArithmeticOf>)) {
    let (Some(change), Some([before, was])) = (answer.question.change, answer.value.before) else { return };
    let is_wide = ui.available_width() >= BESIDE_EACH_OTHER_FROM * magnification(ui.style());
    ui.add_space(BETWEEN);
    ui.horizontal(|ui| {
        ui.add(egui::Label::new(words_in_capitals(ui)).selectable(false));
        if chip(ui, &ui.say(words::RESET), false).on_hover_text(ui.say(words::RESET_ABOUT)).clicked() {
            view.send(Command::Of(ChapterCommand::Network(Show::Reset)));
        }
    });
    let name = number_name(loaded, change.place);
    let text = egui::RichText::new(ui.say(words::changed(name, change.to, was as f32)));
    let text = if is_wide { text } else { text.text_style(caption()) };
    ui.add(egui::Label::new(text.color(Theme::of(ui).weak)).wrap());
    ui.add_space(WITHIN);
    let values = |ui: &mut Ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = WITHIN;
            boxes::number_box(ui, before, &ui.say(words::BEFORE), false);
            boxes::show_sign(ui, "→");
            boxes::number_box(ui, answer.value.arithmetic.layer_value, &ui.say(words::AFTER), true);
        });
    };
    let answers = pass(view.desk).zip(view.desk.answer::<ChangedOf>(Seat::ONE));
    if is_wide {
        ui.horizontal_top(|ui| {
            ui.vertical(values);
            ui.add_space(BESIDE);
            maps(ui, view, &[words::MAP_BEFORE, words::MAP_AFTER, words::MAP_DIFFERENCE], 0);
            ui.add_space(BESIDE);
            if let Some((pass, changed)) = answers {
                ui.vertical(|ui| classes(ui, view, &pass.value.answer, &changed.value.answer));
            }
        });
    } else {
        values(ui);
        // The map before stands above.
        ui.horizontal_top(|ui| maps(ui, view, &[words::MAP_AFTER, words::MAP_DIFFERENCE], 1));
        if let Some((pass, changed)) = answers {
            classes(ui, view, &pass.value.answer, &changed.value.answer);
        }
    }
}

fn words_in_capitals(ui: &Ui) -> egui::RichText {
    let name = ui.say(words::WHAT_FOLLOWS).to_uppercase();
    egui::RichText::new(name).text_style(caption()).color(Theme::of(ui).faint).extra_letter_spacing(0.4)
}

/// What a number is called: a unit of a layer, or a weight by its place among the others.
fn number_name(loaded: &Loaded, place: Place) -> String {
    let network = loaded.engine.network();
    if network.constant(place.node).is_none() {
        return place_name(loaded, place);
    }
    let index: Vec<String> = place.index(network).iter().map(usize::to_string).collect();
    format!("{}[{}]", network.node(place.node).name, index.join(","))
}

/// Maps from the tile `first` on, by their names.
fn maps(ui: &mut Ui, view: &View<'_>, names: &[Phrase], first: usize) {
    let Some(painted) = view.desk.answer::<MapsPaint>(Seat::ONE) else { return };
    let Some(tiles) = painted.value.as_ref() else { return };
    let room = (ui.available_width() - BETWEEN * (names.len() - 1) as f32) / names.len() as f32;
    let side = room.min(MAP * magnification(ui.style()));
    for (index, name) in names.iter().enumerate() {
        let Some((texture, uv)) = view.values("changed-maps", tiles, first + index) else { continue };
        ui.vertical(|ui| {
            let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
            let said = ui.say(name);
            response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
            let shape = egui::epaint::RectShape::filled(rect, theme::MAP_CORNER, egui::Color32::WHITE);
            ui.painter().add(shape.with_texture(texture, uv));
            let galley = fit_to_width(ui, &said, &caption(), side);
            let (below, _) = ui.allocate_exact_size(galley.size(), Sense::hover());
            ui.painter().galley(below.min, galley, Theme::of(ui).faint);
        });
    }
}

/// The classes that lead before or after, with both shares.
fn classes(ui: &mut Ui, view: &View<'_>, before: &Classes, after: &Classes) {
    let share = |answer: &Classes, class: Class| answer.of(class).map_or(0.0, |(_, share)| share);
    let mut listed: Vec<Class> = (0..before.scores.len()).map(Class).collect();
    let leading = |class: &Class| share(before, *class).max(share(after, *class));
    listed.sort_by(|a, b| leading(b).total_cmp(&leading(a)));
    for class in listed.into_iter().take(LISTED) {
        let name = ui.say(view.sight().class_name(class));
        one_class(ui, &name, [share(before, class), share(after, class)]);
    }
}

/// Name, shares, and a bar for each: beside the name, or under it where there is little room.
fn one_class(ui: &mut Ui, name: &str, shares: [f64; 2]) {
    let theme = Theme::of(ui);
    let magnified = magnification(ui.style());
    let is_narrow = ui.available_width() < 200.0 * magnified;
    let width = ui.available_width().min(360.0 * magnified);
    let (rect, response) = ui.allocate_exact_size(vec2(width, if is_narrow { 28.0 } else { 20.0 } * magnified), Sense::hover());
    let [was, is] = shares.map(|share| ui.words().percent(share, 1));
    let said = ui.say(words::class_becomes(name, &was, &is));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    let painter = ui.painter();
    let style = if is_narrow { caption() } else { TextStyle::Body };
    let font = if is_narrow { caption().resolve(ui.style()) } else { TextStyle::Monospace.resolve(ui.style()) };
    let numbers = if is_narrow { 92.0 } else { 124.0 } * magnified;
    let names = if is_narrow { rect.width() - numbers } else { ((rect.width() - numbers) * 0.5).max(40.0) };
    let galley = fit_to_width(ui, name, &style, names - 6.0);
    let line = if is_narrow { rect.top() + 9.0 * magnified } else { rect.center().y };
    painter.galley(pos2(rect.left(), line - galley.size().y / 2.0), galley, theme.text);
    let track = if is_narrow { rect.x_range() } else { egui::Rangef::new(rect.left() + names, rect.right() - numbers) };
    let top = if is_narrow { line + 8.0 * magnified } else { line - 5.0 };
    for (index, (share, colour)) in shares.into_iter().zip([theme.faint, theme.accent]).enumerate() {
        let corner = pos2(track.min, top + 5.0 * index as f32);
        painter.rect_filled(Rect::from_min_size(corner, vec2((track.span() * share as f32).max(1.0), 4.0)), 1.0, colour);
    }
    let middle = rect.right() - numbers / 2.0;
    painter.text(pos2(middle - 4.0, line), Align2::RIGHT_CENTER, was, font.clone(), theme.weak);
    triangle(painter, pos2(middle + 3.0, line), 7.0, Direction::Right, theme.faint);
    painter.text(pos2(rect.right(), line), Align2::RIGHT_CENTER, is, font, theme.text);
    response.on_hover_text(said);
}
