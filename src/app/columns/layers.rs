//! The layer list: thumbnail, name, kind, shape; blocks fold.

use egui::{Color32, Rect, Role, ScrollArea, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use crate::{
    app::{
        command::Command,
        desk::Seat,
        open::{Loaded, Row},
        questions::ThumbnailsOf,
        say::Say,
        theme::{self, ROW, Theme, caption},
        view::View,
        widgets::{fit_to_width, fold, offset_to_show, row_ground},
    },
    network::NodeId,
    words::{Value, frame},
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
    let name = ui.say(frame::layer_row(&row.layer.title, row.layer.kind.phrase(), &row.shape));
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, selected, &name));
    let painter = ui.painter();
    row_ground(ui, &response, selected);
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
        let kind = fit_to_width(ui, &ui.say(row.layer.kind.phrase()), &caption(), text_right - end - 8.0);
        let at = pos2(end + 8.0, rect.center().y - kind.size().y / 2.0 + 0.5);
        end = at.x + kind.size().x;
        painter.galley(at, kind, theme.faint);
    }
    if row.is_block {
        let triangle = Rect::from_center_size(pos2(end + 14.0, rect.center().y), vec2(24.0, 24.0));
        let open = view.state.open_blocks.contains(&node);
        if fold(ui, ui.scope_id().with(("fold", node)), triangle, open, &row.layer.title) {
            view.send(Command::ToggleBlock(loaded.name(node)));
        }
    }
    let weights: usize = row.layer.members.iter().map(|&member| loaded.engine.network().parameters_of(member)).sum();
    let about = ui.say(frame::layer_about(row.layer.kind.phrase(), &row.shape, Value::Compact(weights)));
    let about = format!("{}\n{about}", row.layer.title);
    let response = response.on_hover_text(about);
    if response.double_clicked() && row.is_block {
        view.send(Command::ToggleBlock(loaded.name(node)));
    } else if response.clicked() {
        view.send(Command::Layer(loaded.name(node)));
    }
}

fn paint_thumbnail(ui: &Ui, view: &View<'_>, row: &Row, rect: Rect) {
    let theme = Theme::of(ui);
    let answer = view.desk.answer::<ThumbnailsOf>(Seat::ONE);
    let tile = answer.and_then(|answer| {
        let place = answer.value.index(row.layer.node)?;
        Some((answer, view.values("thumbnails", &answer.value.tiles, place)?))
    });
    let Some((answer, (texture, uv))) = tile else {
        ui.painter().rect_filled(rect, theme::MAP_CORNER, theme.raised);
        return;
    };
    let tint = if answer.is_fresh { Color32::WHITE } else { Color32::WHITE.gamma_multiply(theme::STALE_OPACITY) };
    ui.painter().add(egui::epaint::RectShape::filled(rect, theme::MAP_CORNER, tint).with_texture(texture, uv));
}
