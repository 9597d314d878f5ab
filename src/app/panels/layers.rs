//! The layer list: thumbnail, name, kind, shape; blocks fold.

use egui::{Color32, Rect, Role, ScrollArea, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::View;
use crate::{
    app::{
        command::Command,
        textures::Slot,
        theme::{self, CHIP_CORNER, ROW, Theme, caption},
        widgets::{Direction, count, fit_to_width, offset_to_show, triangle},
        work::{Loaded, Row},
    },
    network::NodeId,
};

/// Shows the list, `room` points high at most.
pub fn show(ui: &mut Ui, view: &View<'_>, room: f32) {
    let Some(loaded) = &view.state.model else { return };
    let rows: Vec<&Row> = view.state.visible_rows(loaded).collect();
    let height = ROW.max(TextStyle::Body.resolve(ui.style()).size + 14.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    let selected = rows.iter().position(|row| Some(row.layer.node) == view.state.selection.layer);
    let mut area = ScrollArea::vertical().id_salt("layers").max_height(room).auto_shrink([false, true]);
    if let Some(offset) = offset_to_show(ui, "layers", view.state.selection.layer.map(NodeId::index), selected, height) {
        area = area.vertical_scroll_offset(offset);
    }
    area.show_rows(ui, height, rows.len(), |ui, range| {
        for row in &rows[range] {
            show_row(ui, view, loaded, row, height);
        }
    });
}

fn show_row(ui: &mut Ui, view: &View<'_>, loaded: &Loaded, row: &Row, height: f32) {
    let theme = Theme::of(ui);
    let node = row.layer.node;
    let selected = view.state.selection.layer == Some(node);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let name = format!("Layer {}, {}, {}", row.layer.title, row.layer.kind, row.shape);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, selected, &name));
    let painter = ui.painter();
    if selected {
        painter.rect_filled(rect, CHIP_CORNER, theme.accent_ground);
    } else if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, CHIP_CORNER, theme.raised);
    }
    let side = height - 6.0;
    let left = rect.left() + 4.0 + 14.0 * row.depth as f32;
    paint_thumbnail(ui, view, row, Rect::from_min_size(pos2(left, rect.top() + 3.0), vec2(side, side)));
    let text_left = left + side + 8.0;
    let shape = painter.layout_no_wrap(row.shape.clone(), TextStyle::Monospace.resolve(ui.style()), theme.weak);
    let text_right = rect.right() - 14.0 - shape.size().x - if row.is_block { 18.0 } else { 0.0 };
    painter.galley(pos2(rect.right() - 6.0 - shape.size().x, rect.center().y - shape.size().y / 2.0), shape, theme.weak);
    let room = (text_right - text_left).max(0.0);
    let title = fit_to_width(ui, &row.layer.title, &TextStyle::Body, room);
    let mut end = text_left + title.size().x;
    painter.galley(pos2(text_left, rect.center().y - title.size().y / 2.0), title, theme.text);
    if text_right - end > 40.0 {
        let kind = fit_to_width(ui, &row.layer.kind, &caption(), text_right - end - 8.0);
        let at = pos2(end + 8.0, rect.center().y - kind.size().y / 2.0 + 0.5);
        end = at.x + kind.size().x;
        painter.galley(at, kind, theme.faint);
    }
    if row.is_block {
        show_fold(ui, view, row, Rect::from_center_size(pos2(end + 14.0, rect.center().y), vec2(24.0, 24.0)));
    }
    let weights: usize = row.layer.members.iter().map(|&member| loaded.engine.network().parameters_of(member)).sum();
    let about = format!("{}\n{}, {}, {} weights", row.layer.title, row.layer.kind, row.shape, count(weights));
    let response = response.on_hover_text(about);
    if response.double_clicked() && row.is_block {
        view.send(Command::ToggleBlock(node));
    } else if response.clicked() {
        view.send(Command::Layer(node));
    }
}

fn show_fold(ui: &Ui, view: &View<'_>, row: &Row, rect: Rect) {
    let theme = Theme::of(ui);
    let open = view.state.open_blocks.contains(&row.layer.node);
    let response = ui.interact(rect, ui.scope_id().with(("fold", row.layer.node)), Sense::click());
    let name = format!("{} {}", if open { "Fold" } else { "Open" }, row.layer.title);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, open, &name));
    let colour = if response.hovered() || response.has_focus() { theme.text } else { theme.faint };
    triangle(ui.painter(), rect.center(), 8.0, if open { Direction::Down } else { Direction::Right }, colour);
    if response.on_hover_text(name).clicked() {
        view.send(Command::ToggleBlock(row.layer.node));
    }
}

fn paint_thumbnail(ui: &Ui, view: &View<'_>, row: &Row, rect: Rect) {
    let theme = Theme::of(ui);
    let answer = view.state.answers.thumbnails.as_ref();
    let tile = answer.and_then(|answer| Some((answer, answer.value.atlas.place(answer.value.index(row.layer.node)?))));
    let texture = tile.and_then(|(_, (page, _))| view.textures.get(Slot::Thumbnails(page)));
    let (Some((answer, (_, uv))), Some(texture)) = (tile, texture) else {
        ui.painter().rect_filled(rect, theme::MAP_CORNER, theme.raised);
        return;
    };
    let tint = if answer.fresh { Color32::WHITE } else { Color32::WHITE.gamma_multiply(theme::STALE_OPACITY) };
    ui.painter().add(egui::epaint::RectShape::filled(rect, theme::MAP_CORNER, tint).with_texture(texture, uv));
}
