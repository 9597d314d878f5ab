//! The values of a layer without maps as bars: class scores with their names, other vectors with their numbers.

use egui::{Rect, Role, ScrollArea, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use crate::{
    app::{
        command::{ClassName, Command},
        open::Loaded,
        say::Say,
        theme::Theme,
        view::View,
        widgets::{fit_to_width, offset_to_show, row_ground},
    },
    network::{Channel, Class},
    units::{Maps, Sort, Unit},
    words::feature_maps as say,
};

/// Shows the bars; a click selects the unit, and the class where the values are class scores.
pub fn show(ui: &mut Ui, view: &View<'_>, sort: Sort, loaded: &Loaded, maps: &Maps) {
    let order = maps.sorted(sort);
    let largest = maps.values.iter().fold(f32::MIN_POSITIVE, |largest, value| largest.max(value.abs()));
    let is_scores = loaded.is_scores(maps.layer);
    let height = TextStyle::Body.resolve(ui.style()).size + 11.0;
    ui.spacing_mut().item_spacing.y = 0.0;
    let selected = view.sight().unit().map(|unit| unit.channel);
    let chosen = view.state.selection.unit.map(|unit| unit.channel);
    let row = chosen.and_then(|selected| order.iter().position(|channel| *channel == selected));
    let chosen = chosen.map(Channel::index);
    let mut area = ScrollArea::vertical().id_salt("vector").auto_shrink(false);
    if let Some(offset) = offset_to_show(ui, "vector", chosen, row, height) {
        area = area.vertical_scroll_offset(offset);
    }
    area.show_rows(ui, height, order.len(), |ui, range| {
        for &channel in &order[range] {
            let class = Class(channel.index());
            let name = if is_scores { ui.say(loaded.class_name(class)) } else { String::new() };
            let bar = Bar { channel, name, value: maps.values[channel.index()], largest, signed: maps.signed };
            if show_bar(ui, &bar, height, selected == Some(channel)) {
                view.send(Command::Unit(Unit::channel(channel)));
                if is_scores {
                    view.send(Command::Class(ClassName::Number(class)));
                }
            }
        }
    });
}

struct Bar {
    channel: Channel,
    name: String,
    value: f32,
    largest: f32,
    signed: bool,
}

fn show_bar(ui: &mut Ui, bar: &Bar, height: f32, selected: bool) -> bool {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 14.0, height), Sense::click());
    let said = ui.say(say::bar_said(bar.channel.to_string(), &bar.name, bar.value));
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, selected, &said));
    row_ground(ui, &response, selected);
    let painter = ui.painter();
    let mono = TextStyle::Monospace.resolve(ui.style());
    let index = painter.layout_no_wrap(bar.channel.to_string(), mono.clone(), theme.faint);
    let index_right = rect.left() + mono.size * 3.2;
    painter.galley(pos2(index_right - index.size().x, rect.center().y - index.size().y / 2.0), index, theme.faint);
    let label_width = if bar.name.is_empty() { 0.0 } else { (rect.width() * 0.3).min(220.0) };
    let label = fit_to_width(ui, &bar.name, &TextStyle::Body, label_width);
    painter.galley(pos2(index_right + 10.0, rect.center().y - label.size().y / 2.0), label, theme.text);
    let value = painter.layout_no_wrap(ui.words().short(bar.value), mono.clone(), theme.text);
    let value_left = rect.right() - 6.0 - value.size().x;
    painter.galley(pos2(value_left, rect.center().y - value.size().y / 2.0), value, theme.text);
    let left = index_right + 20.0 + label_width;
    let track =
        Rect::from_min_max(pos2(left, rect.center().y - 4.0), pos2(rect.right() - mono.size * 6.0, rect.center().y + 4.0));
    // Signed values grow from the middle.
    let zero = if bar.signed { track.center().x } else { track.left() };
    let room = if bar.signed { track.width() / 2.0 } else { track.width() };
    let end = zero + bar.value / bar.largest * room;
    let filled =
        Rect::from_min_max(pos2(zero.min(end), track.top()), pos2(zero.max(end).max(zero.min(end) + 1.0), track.bottom()));
    painter.rect_filled(filled, 2.0, if bar.value < 0.0 { theme.faint } else { theme.accent });
    response.clicked()
}
