//! The chapter's panel: the question with its options, and below it the tiles side by side.

use egui::{ScrollArea, TextFormat, Ui, text::LayoutJob, vec2};

use super::{
    Cover,
    cards::{card, let_go},
    menu::{display_group, methods_group},
    shown::{AROUND_CARDS, Shown},
    strip::strip,
    truth,
};
use crate::{
    app::{
        chapters::ChapterCommand,
        command::Command,
        questions::{last_pass, pass},
        say::Say,
        theme::{self, BETWEEN, Theme, WITHIN, title},
        widgets::{chip, choice, empty, option_groups, title_line},
    },
    words::{Value, attribution as say},
};

/// Cards are at least this wide.
const CARD: f32 = 250.0;

/// Shows the chapter.
pub fn show(ui: &mut Ui, shown: &Shown<'_>) {
    let Shown { view, tiles, .. } = shown;
    heading_line(ui, shown);
    ui.add_space(BETWEEN);
    if last_pass(view.desk).is_none() {
        if view.state.model.is_some() && view.state.selection.picture.is_none() {
            empty(ui, &ui.say(say::NO_PICTURE), None);
        }
        return;
    }
    if shown.settings.truth {
        truth::page(ui, shown);
        return;
    }
    if tiles.is_empty() {
        empty(ui, &ui.say(say::NO_METHOD), None);
        return;
    }
    if shown.settings.strip {
        strip(ui, shown);
    }
    let room = ui.available_width() - ui.spacing().scroll.bar_width - WITHIN;
    let gap = AROUND_CARDS;
    let least = CARD * theme::magnification(ui.style());
    let columns = (((room + gap) / (least + gap)) as usize).clamp(1, tiles.len());
    let width = (room - gap * (columns - 1) as f32) / columns as f32;
    ScrollArea::vertical().id_salt("attribution").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(gap, gap);
        for row in tiles.chunks(columns) {
            ui.horizontal_top(|ui| {
                for tile in row {
                    ui.allocate_ui(vec2(width, 0.0), |ui| card(ui, shown, tile, width));
                }
            });
        }
    });
    let_go(ui);
}

const GROUPS: [fn(&mut Ui, &Shown<'_>); 4] = [overlay_group, target_group, layer_group, menus_group];

fn heading_line(ui: &mut Ui, shown: &Shown<'_>) {
    let theme = Theme::of(ui);
    let view = shown.view;
    let font = title().resolve(ui.style());
    let mut question = LayoutJob::default();
    let of_unit = shown.settings.of_unit;
    let unknown = || if of_unit { say::THIS_UNIT } else { say::WHY_THIS_ANSWER };
    let name = ui.say(shown.target.clone().unwrap_or_else(unknown));
    let asked = ui.say(if of_unit { say::what_excites(&name) } else { say::why(&name) });
    // What is explained is coloured, wherever a language puts it.
    let (before, behind) = asked.split_once(&name).unwrap_or((&asked, ""));
    let said = if before.len() < asked.len() { name.as_str() } else { "" };
    for (text, colour) in [(before, theme.text), (said, theme.accent), (behind, theme.text)] {
        question.append(text, 0.0, TextFormat::simple(font.clone(), colour));
    }
    let class = view.sight().class().filter(|_| !shown.settings.of_unit);
    let numbers = pass(view.desk).zip(class).and_then(|(pass, class)| {
        let (score, probability) = pass.value.answer.of(class)?;
        Some(ui.say(say::score(score, Value::Percent(probability, 1))))
    });
    title_line(ui, question, &numbers.unwrap_or_default(), 860.0, |ui| option_groups(ui, shown, &GROUPS));
}

fn overlay_group(ui: &mut Ui, shown: &Shown<'_>) {
    let [name, class, all] = [say::OVER_THE_PICTURE, say::CLASS_MAPS, say::ALL_MAPS].map(|phrase| ui.say(phrase));
    let over = [(false, class.as_str()), (true, all.as_str())];
    if let Some(over_picture) = choice(ui, &name, &over, shown.settings.over_picture) {
        shown.send(|settings| settings.over_picture = over_picture);
    }
    let mut opacity = shown.settings.opacity;
    ui.spacing_mut().slider_width = 64.0;
    let slider = egui::Slider::new(&mut opacity, 0.0..=1.0).show_value(false);
    let response = ui.add(slider).accessible_name(ui.say(say::OPACITY)).on_hover_text(ui.say(say::OPACITY_ABOUT));
    if response.changed() {
        shown.send(|settings| settings.opacity = opacity);
    }
}

fn target_group(ui: &mut Ui, shown: &Shown<'_>) {
    let [name, class, unit] = [say::EXPLAIN, say::A_CLASS, say::A_UNIT].map(|phrase| ui.say(phrase));
    if let Some(of_unit) = choice(ui, &name, &[(false, &class), (true, &unit)], shown.settings.of_unit) {
        shown.send(|settings| settings.of_unit = of_unit);
    }
}

/// The menus, and the page that tests the maps.
fn menus_group(ui: &mut Ui, shown: &Shown<'_>) {
    let groups = [truth_chip, hand_chip, display_group, methods_group];
    // In a row that is laid out from the right, the last one comes first.
    let from_right = ui.layout().prefer_right_to_left();
    for place in 0..groups.len() {
        groups[if from_right { groups.len() - 1 - place } else { place }](ui, shown);
    }
}

fn hand_chip(ui: &mut Ui, shown: &Shown<'_>) {
    if chip(ui, &ui.say(say::HAND), false).on_hover_text(ui.say(say::HAND_ABOUT)).clicked() {
        shown.view.send(Command::Of(ChapterCommand::Hand(Cover::Open(Some(true)))));
    }
}

fn truth_chip(ui: &mut Ui, shown: &Shown<'_>) {
    let is_open = shown.settings.truth;
    if chip(ui, &ui.say(say::IS_IT_TRUE), is_open).on_hover_text(ui.say(say::IS_IT_TRUE_ABOUT)).clicked() {
        shown.send(|settings| settings.truth = !is_open);
    }
}

fn layer_group(ui: &mut Ui, shown: &Shown<'_>) {
    let [name, last, this] = [say::LAYER, say::LAST, say::SELECTED].map(|phrase| ui.say(phrase));
    if let Some(selected) = choice(ui, &name, &[(false, &last), (true, &this)], shown.settings.selected_layer) {
        shown.send(|settings| settings.selected_layer = selected);
    }
    let every = shown.settings.strip;
    if chip(ui, &ui.say(say::EVERY), every).on_hover_text(ui.say(say::EVERY_ABOUT)).clicked() {
        shown.send(|settings| settings.strip = !every);
    }
}
