//! The right column: the selected unit, its map, its value, what it sees.

use egui::{Rect, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use crate::{
    app::{
        chapter::Chapter,
        command::Command,
        desk::{Answer, Seat},
        exemplars::exemplars,
        open::{Loaded, SAVE_MAP},
        questions::{GrownOf, StrongestIn, UnitOf, UnitPaint, UnitView},
        say::Say,
        textures::Pixels,
        theme::{self, BETWEEN, Theme, WITHIN, title},
        view::View,
        widgets::{WHOLE, chip, colour_bar, empty, ends, histogram, image, position_at, ring, section, weak},
    },
    units::Unit,
    words::{Value, frame},
};

/// Shows the column: what the chapter says, and the unit.
pub fn show(ui: &mut Ui, view: &View<'_>, chapter: &dyn Chapter) {
    let state = view.state;
    let (Some(loaded), Some(unit)) = (&state.model, view.sight().unit()) else {
        section(ui, &ui.say(frame::UNIT), "");
        empty(ui, &ui.say(frame::NO_UNIT), None);
        return;
    };
    let Some(layer) = state.selection.layer else { return };
    heading(ui, view, loaded.title(layer), unit);
    ScrollArea::vertical().id_salt("unit").auto_shrink(false).show(ui, |ui| {
        let shows_grown = chapter.column(ui, view);
        let Some(answer) = view.desk.answer::<UnitOf>(Seat::ONE) else { return };
        if !answer.is_fresh {
            ui.set_opacity(theme::STALE_OPACITY);
        }
        let is_vector = answer.value.maps.is_vector();
        if !is_vector && let Some(paint) = view.desk.answer::<UnitPaint>(Seat::ONE) {
            show_map(ui, view, paint, &answer.value, unit);
            ui.add_space(WITHIN);
            scale(ui, view, paint, answer.value.maps.signed);
        }
        value_line(ui, view, &answer.value);
        ui.add_space(BETWEEN);
        show_crop(ui, view, loaded, &answer.value);
        ui.add_space(BETWEEN);
        if !shows_grown {
            show_grown(ui, view);
        }
        show_strongest(ui, view);
        if !is_vector {
            show_spread(ui, &answer.value);
        }
        buttons(ui, view);
    });
}

fn heading(ui: &mut Ui, view: &View<'_>, layer: &str, unit: Unit) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let name = RichText::new(format!("{layer} : {}", unit.channel)).text_style(title()).color(theme.text);
        ui.add(egui::Label::new(name).truncate());
        let what = match (view.state.selection.unit, unit.position) {
            (None, _) => frame::A_STRONGEST_CHANNEL,
            (Some(_), None) => frame::A_CHANNEL,
            (Some(_), Some(_)) => frame::A_UNIT,
        };
        weak(ui, &ui.say(what));
    });
    ui.add_space(WITHIN);
}

fn show_map(ui: &mut Ui, view: &View<'_>, paint: &Answer<UnitPaint>, shown: &UnitView, unit: Unit) {
    let texture = view.textures.of("unit", &paint.value.0, Pixels::Values);
    let [_, height, width] = shown.maps.shape;
    let side = ui.available_width();
    let size = vec2(side, side * height as f32 / width as f32).min(vec2(side, side * 1.5));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let words = ui.words();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words.say(&frame::map_of_channel(unit.channel.to_string()))));
    image(ui, texture, rect);
    ring(ui.painter(), rect, shown.position, [height, width]);
    let under = response.hover_pos().and_then(|pointer| position_at(rect, pointer, height, width));
    if let Some(position) = under {
        let here = Unit { channel: unit.channel, position: Some(position) };
        if response.clicked() {
            view.send(Command::Unit(here));
        }
        let value = shown.maps.value(unit.channel, position).map(|value| ui.words().short(value)).unwrap_or_default();
        response.on_hover_ui_at_pointer(|ui| {
            let place = ui.say(frame::position(position[0].to_string(), position[1].to_string()));
            ui.label(format!("{place} · {value}"));
        });
    }
}

fn scale(ui: &mut Ui, view: &View<'_>, paint: &Answer<UnitPaint>, is_signed: bool) {
    let bar = &paint.value.1;
    let (low, high) = (bar.scale.low, bar.scale.high);
    let middle = if is_signed { 0.0 } else { (low + high) / 2.0 };
    let [low, middle, high] = [low, middle, high].map(|value| ui.words().short(value));
    colour_bar(ui, view.textures.gradient(bar.colours), [&low, &middle, &high]);
}

fn value_line(ui: &mut Ui, view: &View<'_>, shown: &UnitView) {
    let theme = Theme::of(ui);
    let [y, x] = shown.position.map(|place| place.to_string());
    let chosen = view.state.selection.unit.is_some_and(|unit| unit.position.is_some());
    ui.horizontal(|ui| {
        let place = match (shown.maps.is_vector(), chosen) {
            (true, _) => frame::VALUE,
            (false, true) => frame::at(y, x),
            (false, false) => frame::strongest_at(y, x),
        };
        weak(ui, &ui.say(place));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(RichText::new(ui.words().short(shown.value)).monospace().color(theme.text));
        });
    });
}

/// The part of the input that the position sees, next to what that means.
fn show_crop(ui: &mut Ui, view: &View<'_>, loaded: &Loaded, shown: &UnitView) {
    let texture = view.textures.of("unit's field", &shown.crop, Pixels::Smooth);
    let [rows, columns] = shown.field.size();
    let size = ui.say(frame::field_size(rows.to_string(), columns.to_string()));
    section(ui, &ui.say(frame::WHAT_IT_SEES), &size);
    let [width, height] = shown.crop.size;
    let longest = width.max(height).max(1) as f32;
    let side = (ui.available_width() * 0.5).min(160.0);
    let size = vec2(side * width as f32 / longest, side * height as f32 / longest);
    ui.horizontal_top(|ui| {
        let (area, response) = ui.allocate_exact_size(vec2(side, size.y), Sense::hover());
        let words = ui.words();
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words.say(&frame::WHAT_POSITION_SEES)));
        let rect = Rect::from_min_size(area.min, size);
        let rounded = egui::epaint::RectShape::filled(rect, theme::CARD_CORNER, egui::Color32::WHITE);
        ui.painter().add(rounded.with_texture(texture, WHOLE));
        ui.vertical(|ui| {
            let shape = &loaded.engine.network().node(loaded.engine.network().input()).shape;
            let input = [shape.get(2).copied().unwrap_or(1), shape.get(3).copied().unwrap_or(1)];
            let text = if shown.field.clipped(input[0], input[1]).size() == input {
                frame::SEES_EVERYTHING
            } else if rows > input[0] || columns > input[1] {
                frame::FIELD_LARGER
            } else {
                frame::NOTHING_OUTSIDE
            };
            weak(ui, &ui.say(text));
        });
    });
}

/// The picture that was grown for the unit, if one is kept.
fn show_grown(ui: &mut Ui, view: &View<'_>) {
    let Some(Some(grown)) = view.desk.fresh::<GrownOf>(Seat::ONE).map(|answer| answer.value.as_ref()) else { return };
    section(ui, &ui.say(frame::WOULD_LOVE), &grown.recipe);
    let texture = view.textures.of("kept-picture", &grown.image, Pixels::Smooth);
    let [width, height] = grown.image.size;
    let side = (ui.available_width() * 0.5).min(160.0);
    let size = vec2(side, side * height as f32 / width.max(1) as f32);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let words = ui.words();
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words.say(&frame::WOULD_LOVE)));
    let rounded = egui::epaint::RectShape::filled(rect, theme::CARD_CORNER, egui::Color32::WHITE);
    ui.painter().add(rounded.with_texture(texture, WHOLE));
    response.on_hover_text(ui.say(frame::WOULD_LOVE_ABOUT));
    ui.add_space(BETWEEN);
}

/// The pictures of the folder that excite the channel most.
fn show_strongest(ui: &mut Ui, view: &View<'_>) {
    let state = view.state;
    let (Some(folder), Some(found)) = (&state.folder, view.desk.answer::<StrongestIn>(Seat::ONE)) else { return };
    let seen = if found.is_fresh { ui.say(frame::seen(found.value.seen, folder.dataset.len())) } else { String::new() };
    section(ui, &ui.say(frame::strongest_in(folder.title.clone())), &seen);
    exemplars(ui, view, Seat::ONE, |_, _, _| ());
    ui.add_space(WITHIN);
}

/// How the map's values are spread.
fn show_spread(ui: &mut Ui, unit: &UnitView) {
    let theme = Theme::of(ui);
    let spread = &unit.spread;
    let zeros = Value::Percent(f64::from(spread.zeros), 1);
    section(ui, &ui.say(frame::VALUES), &ui.say(frame::mean_and_zeros(spread.mean, zeros)));
    let (name, about) = (ui.say(frame::HISTOGRAM), ui.say(frame::HISTOGRAM_ABOUT));
    histogram(ui, &name, &spread.bins, 44.0, theme.faint).on_hover_text(about);
    let [low, high] = spread.range.map(|end| ui.words().short(end));
    ends(ui, &low, &high);
    ui.add_space(BETWEEN);
}

fn buttons(ui: &mut Ui, view: &View<'_>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for entry in view.entries.iter().filter(|entry| entry.is_of_unit) {
            let is_on = (view.is_on)(&entry.command);
            if chip(ui, &ui.say(&entry.name), is_on).on_hover_text(ui.say(&entry.about)).clicked() {
                view.send(entry.command.clone());
            }
        }
        for (name, about, command) in [
            (frame::COPY_NAME, frame::COPY_NAME_ABOUT, Command::CopyName),
            (frame::COPY_MAP, frame::COPY_MAP_ABOUT, Command::CopyPicture),
            (frame::SAVE_MAP, frame::SAVE_MAP_ABOUT, Command::Ask(SAVE_MAP)),
        ] {
            if chip(ui, &ui.say(name), false).on_hover_text(ui.say(about)).clicked() {
                view.send(command);
            }
        }
    });
}
