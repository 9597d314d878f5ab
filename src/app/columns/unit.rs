//! The right column: the selected unit, its map, its value, what it sees.

use egui::{Rect, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use crate::{
    app::{
        command::Command,
        desk::{Answer, Seat},
        open::{Loaded, SAVE_MAP},
        questions::{ExemplarsOf, StrongestIn, UnitOf, UnitPaint, UnitView},
        textures::Pixels,
        theme::{self, BETWEEN, Theme, WITHIN, title},
        view::View,
        widgets::{WHOLE, chip, colour_bar, empty, ends, histogram, image, percent, position_at, ring, section, weak},
    },
    picture::number,
    units::Unit,
};

/// Shows the column.
pub fn show(ui: &mut Ui, view: &View<'_>) {
    let state = view.state;
    let (Some(loaded), Some(unit)) = (&state.model, view.sight().unit()) else {
        section(ui, "Unit", "");
        empty(ui, "Click a map to see it here, large.", None);
        return;
    };
    let Some(layer) = state.selection.layer else { return };
    heading(ui, view, loaded.title(layer), unit);
    let Some(answer) = view.desk.answer::<UnitOf>(Seat::ONE) else { return };
    ScrollArea::vertical().id_salt("unit").auto_shrink(false).show(ui, |ui| {
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
        show_strongest(ui, view, unit);
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
            (None, _) => "strongest channel",
            (Some(_), None) => "channel",
            (Some(_), Some(_)) => "unit",
        };
        weak(ui, what);
    });
    ui.add_space(WITHIN);
}

fn show_map(ui: &mut Ui, view: &View<'_>, paint: &Answer<UnitPaint>, shown: &UnitView, unit: Unit) {
    let texture = view.textures.of("unit", &paint.value.0, Pixels::Values);
    let [_, height, width] = shown.maps.shape;
    let side = ui.available_width();
    let size = vec2(side, side * height as f32 / width as f32).min(vec2(side, side * 1.5));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Map of channel {}", unit.channel)));
    image(ui, texture, rect);
    ring(ui.painter(), rect, shown.position, [height, width]);
    let under = response.hover_pos().and_then(|pointer| position_at(rect, pointer, height, width));
    if let Some(position) = under {
        let here = Unit { channel: unit.channel, position: Some(position) };
        if response.clicked() {
            view.send(Command::Unit(here));
        }
        let value = shown.maps.value(unit.channel, position).map(number).unwrap_or_default();
        response.on_hover_ui_at_pointer(|ui| {
            ui.label(format!("y {}, x {} · {value}", position[0], position[1]));
        });
    }
}

fn scale(ui: &mut Ui, view: &View<'_>, paint: &Answer<UnitPaint>, is_signed: bool) {
    let bar = &paint.value.1;
    let (low, high) = (bar.scale.low, bar.scale.high);
    let middle = if is_signed { "0".to_owned() } else { number((low + high) / 2.0) };
    colour_bar(ui, view.textures.gradient(bar.colours), [&number(low), &middle, &number(high)]);
}

fn value_line(ui: &mut Ui, view: &View<'_>, shown: &UnitView) {
    let theme = Theme::of(ui);
    let [y, x] = shown.position;
    let chosen = view.state.selection.unit.is_some_and(|unit| unit.position.is_some());
    ui.horizontal(|ui| {
        let place = match (shown.maps.is_vector(), chosen) {
            (true, _) => "value".to_owned(),
            (false, true) => format!("at y {y}, x {x}"),
            (false, false) => format!("strongest at y {y}, x {x}"),
        };
        weak(ui, &place);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(RichText::new(number(shown.value)).monospace().color(theme.text));
        });
    });
}

/// The part of the input that the position sees, next to what that means.
fn show_crop(ui: &mut Ui, view: &View<'_>, loaded: &Loaded, shown: &UnitView) {
    let texture = view.textures.of("unit's field", &shown.crop, Pixels::Smooth);
    let [rows, columns] = shown.field.size();
    section(ui, "What it sees", &format!("{rows} × {columns} pixels"));
    let [width, height] = shown.crop.size;
    let longest = width.max(height).max(1) as f32;
    let side = (ui.available_width() * 0.5).min(160.0);
    let size = vec2(side * width as f32 / longest, side * height as f32 / longest);
    ui.horizontal_top(|ui| {
        let (area, response) = ui.allocate_exact_size(vec2(side, size.y), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "What the position sees of the picture"));
        let rect = Rect::from_min_size(area.min, size);
        let rounded = egui::epaint::RectShape::filled(rect, theme::CARD_CORNER, egui::Color32::WHITE);
        ui.painter().add(rounded.with_texture(texture, WHOLE));
        ui.vertical(|ui| {
            let shape = &loaded.engine.network().node(loaded.engine.network().input()).shape;
            let input = [shape.get(2).copied().unwrap_or(1), shape.get(3).copied().unwrap_or(1)];
            let text = if shown.field.clipped(input[0], input[1]).size() == input {
                "It can see the whole picture."
            } else if rows > input[0] || columns > input[1] {
                "Its field is larger than the picture; the box at the left is the part of it that lies inside."
            } else {
                "Nothing outside this part of the picture changes the value."
            };
            weak(ui, text);
        });
    });
}

/// The pictures of the folder that excite the channel most.
fn show_strongest(ui: &mut Ui, view: &View<'_>, unit: Unit) {
    let theme = Theme::of(ui);
    let state = view.state;
    let (Some(folder), Some(found)) = (&state.folder, view.desk.answer::<StrongestIn>(Seat::ONE)) else { return };
    let seen = if found.is_fresh { format!("{} of {} seen", found.value.seen, folder.dataset.len()) } else { String::new() };
    section(ui, &format!("Strongest in “{}”", folder.dataset.name), &seen);
    let Some(answer) = view.desk.answer::<ExemplarsOf>(Seat::ONE) else { return };
    let columns = 4;
    let side = ((ui.available_width() - WITHIN * (columns - 1) as f32) / columns as f32).floor();
    let rows = answer.value.excitations.len().div_ceil(columns);
    let (area, _) = ui.allocate_exact_size(vec2(ui.available_width(), rows as f32 * (side + WITHIN)), Sense::hover());
    for (place, excitation) in answer.value.excitations.iter().enumerate() {
        let corner = vec2((place % columns) as f32, (place / columns) as f32) * (side + WITHIN);
        let rect = Rect::from_min_size(area.min + corner, vec2(side, side));
        let Some((texture, uv)) = view.small("exemplars", &answer.value.tiles, place) else { continue };
        let tint = if answer.is_fresh { egui::Color32::WHITE } else { egui::Color32::WHITE.gamma_multiply(theme::STALE_OPACITY) };
        ui.painter().add(egui::epaint::RectShape::filled(rect, theme::MAP_CORNER, tint).with_texture(texture, uv));
        let response = ui.interact(rect, ui.scope_id().with(("strongest", place)), Sense::click());
        let name = folder.dataset.item(excitation.item).map_or("", |item| item.name.as_str());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Strongest picture {}: {name}", place + 1)));
        if response.hovered() || response.has_focus() {
            let stroke = egui::Stroke::new(1.0, theme.text);
            ui.painter().rect_stroke(rect, f32::from(theme::MAP_CORNER), stroke, egui::StrokeKind::Outside);
        }
        let about = format!("{name}\n{} at y {}, x {}\nClick to open it", number(excitation.value), excitation.y, excitation.x);
        if response.on_hover_text(about).clicked() && answer.is_fresh {
            let position = Some([excitation.y, excitation.x]);
            view.send(Command::Item(excitation.item, Some(Unit { channel: unit.channel, position })));
        }
    }
    ui.add_space(WITHIN);
}

/// How the map's values are spread.
fn show_spread(ui: &mut Ui, unit: &UnitView) {
    let theme = Theme::of(ui);
    let spread = &unit.spread;
    section(ui, "Values", &format!("mean {} · {} are 0", number(spread.mean), percent(spread.zeros)));
    let name = "Histogram of the map's values other than 0";
    histogram(ui, name, &spread.bins, 44.0, theme.faint).on_hover_text(
        "How many values of the map lie where, from the smallest to the largest (heights by square root, zeros not drawn)",
    );
    ends(ui, &number(spread.range[0]), &number(spread.range[1]));
    ui.add_space(BETWEEN);
}

fn buttons(ui: &mut Ui, view: &View<'_>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for (name, about, command) in [
            ("Copy name", "Put the unit's name on the clipboard", Command::CopyName),
            ("Copy map", "Put the map on the clipboard, one pixel a position (Ctrl+Shift+C)", Command::CopyPicture),
            ("Save map…", "Write the map with its scale as a PNG or SVG file", Command::Ask(SAVE_MAP)),
        ] {
            if chip(ui, name, false).on_hover_text(about).clicked() {
                view.send(command);
            }
        }
    });
}
