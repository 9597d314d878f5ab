//! Filters with many input channels: the selected filter with one tile per input channel, and under it every filter as a row.

use egui::{Color32, Rect, Role, ScrollArea, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::{PaintedWeights, Settings};
use crate::{
    app::{
        command::Command,
        say::Say,
        theme::{self, BETWEEN, Theme},
        view::View,
        widgets::{offset_to_show, position_at, row_ground, section},
    },
    network::Channel,
    units::Unit,
    words::{Phrase, filters as say},
};

/// Room of the selected filter, as a part of the height.
const SELECTED_ROOM: f32 = 0.42;

/// Shows both.
pub fn show(ui: &mut Ui, view: &View<'_>, settings: &Settings, weights: &PaintedWeights) {
    let [outputs, inputs, ..] = weights.filters.shape;
    let channel = view.sight().unit().map_or(0, |unit| unit.channel.index()).min(outputs.saturating_sub(1));
    let cut =
        if weights.drawn < inputs { say::first_of(weights.drawn, inputs) } else { Phrase::verbatim(ui.words().count(inputs)) };
    section(ui, &ui.say(say::filter(channel.to_string())), &ui.say(say::channels(cut)));
    show_selected(ui, view, settings, (weights, channel));
    ui.add_space(BETWEEN);
    section(ui, &ui.say(say::ALL), &ui.say(say::rows(outputs)));
    show_rows(ui, view, settings, (weights, channel));
}

/// Side of a tile in points: weights stay squares.
fn tile_size(weights: &PaintedWeights, side: f32) -> egui::Vec2 {
    let [_, _, rows, columns] = weights.filters.shape;
    let cell = side / rows.max(columns) as f32;
    vec2(cell * columns as f32, cell * rows as f32)
}

/// The part of a filter's tile that holds one input channel.
fn input_tile(view: &View<'_>, weights: &PaintedWeights, channel: usize, input: usize) -> Option<(egui::TextureId, Rect)> {
    let (texture, uv) = view.values("filters", &weights.tiles, channel)?;
    let width = uv.width() / weights.drawn as f32;
    let left = uv.left() + width * input as f32;
    Some((texture, Rect::from_min_max(pos2(left, uv.top()), pos2(left + width, uv.bottom()))))
}

fn show_selected(ui: &mut Ui, view: &View<'_>, settings: &Settings, (weights, channel): (&PaintedWeights, usize)) {
    let filters = &weights.filters;
    let room = vec2(ui.available_width(), ui.available_height() * SELECTED_ROOM);
    let is_point = filters.shape[2] * filters.shape[3] == 1;
    let largest = if is_point { 16.0 } else { 48.0 * settings.zoom };
    // The largest tile with which all input channels fit.
    let gap = if is_point { 1.0 } else { 3.0 };
    let mut side = largest;
    let columns_for = |size: egui::Vec2| ((room.x / (size.x + gap)).floor() as usize).max(1);
    while side > 5.0 {
        let size = tile_size(weights, side);
        if weights.drawn.div_ceil(columns_for(size)) as f32 * (size.y + gap) <= room.y {
            break;
        }
        side -= 1.0;
    }
    let size = tile_size(weights, side);
    let columns = columns_for(size);
    let height = weights.drawn.div_ceil(columns) as f32 * (size.y + gap);
    let (rect, response) = ui.allocate_exact_size(vec2(room.x, height.min(room.y)), Sense::hover());
    let words = ui.words();
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words.say(&say::selected(channel.to_string()))));
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let pointer = response.hover_pos();
    let mut under = None;
    for input in 0..weights.drawn {
        let corner = rect.min + vec2((input % columns) as f32 * (size.x + gap), (input / columns) as f32 * (size.y + gap));
        let tile = Rect::from_min_size(corner, size);
        if let Some((texture, uv)) = input_tile(view, weights, channel, input) {
            painter.image(texture, tile, uv, Color32::WHITE);
        }
        if let Some(at) = pointer.and_then(|pointer| position_at(tile, pointer, filters.shape[2], filters.shape[3])) {
            under = Some((input, at));
        }
    }
    if let Some((input, [y, x])) = under {
        let [_, inputs, rows, columns] = filters.shape;
        let value = filters.values[((channel * inputs + input) * rows + y) * columns + x];
        response.on_hover_ui_at_pointer(|ui| {
            let weight = ui.words().signed(value);
            ui.label(ui.say(say::from_channel(input.to_string(), y.to_string(), x.to_string(), weight)));
        });
    }
}

fn show_rows(ui: &mut Ui, view: &View<'_>, settings: &Settings, (weights, selected): (&PaintedWeights, usize)) {
    let filters = &weights.filters;
    let is_point = filters.shape[2] * filters.shape[3] == 1;
    let side = if is_point { 5.0 } else { (21.0 * settings.zoom).clamp(9.0, 96.0) };
    let size = tile_size(weights, side);
    let gap = if is_point { 0.0 } else { 2.0 };
    let height = size.y.max(14.0) + 4.0;
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut area = ScrollArea::vertical().id_salt("deep-filters").auto_shrink(false);
    let chosen = view.state.selection.unit.map(|_| selected);
    if let Some(offset) = offset_to_show(ui, "deep-filters", chosen, chosen, height) {
        area = area.vertical_scroll_offset(offset);
    }
    area.show_rows(ui, height, filters.shape[0], |ui, range| {
        for channel in range {
            show_row(ui, view, (weights, channel), (size, gap, height, channel == selected));
        }
    });
}

fn show_row(
    ui: &mut Ui,
    view: &View<'_>,
    (weights, channel): (&PaintedWeights, usize),
    (size, gap, height, selected): (egui::Vec2, f32, f32, bool),
) {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 12.0, height), Sense::click());
    let words = ui.words();
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, selected, words.say(&say::filter(channel.to_string()))));
    row_ground(ui, &response, selected);
    let font = TextStyle::Monospace.resolve(ui.style());
    let label = ui.painter().layout_no_wrap(channel.to_string(), font.clone(), theme.faint);
    let left = rect.left() + font.size * 3.0;
    ui.painter().galley(pos2(left - 8.0 - label.size().x, rect.center().y - label.size().y / 2.0), label, theme.faint);
    let room = rect.right() - left - theme::BETWEEN;
    let fitting = ((room / (size.x + gap)).floor() as usize).min(weights.drawn);
    for input in 0..fitting {
        let corner = pos2(left + input as f32 * (size.x + gap), rect.center().y - size.y / 2.0);
        if let Some((texture, uv)) = input_tile(view, weights, channel, input) {
            ui.painter().image(texture, Rect::from_min_size(corner, size), uv, Color32::WHITE);
        }
    }
    if response.clicked() {
        view.send(Command::Unit(Unit::channel(Channel(channel))));
    }
}
