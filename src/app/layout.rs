//! How the parts of the window lie around the chapter that is shown.

use egui::{CentralPanel, CursorIcon, Frame, Margin, Panel, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use super::{
    bars::{bottom, scenes, tabs, top},
    chapter::Chapter,
    columns::{left, rail, unit, width},
    command::{Command, Signal, Switch},
    dialogs, pad,
    say::Say,
    settings::Side,
    theme::{self, AROUND, BESIDE, Theme, WITHIN},
    view::View,
};
use crate::words::{frame, scenes as say};

/// Breadth of the edge by which a column is dragged.
const EDGE: f32 = 6.0;

/// Lays out the window around a chapter.
pub fn show(ui: &mut Ui, view: &View<'_>, chapter: &dyn Chapter) {
    let theme = Theme::of(ui);
    if view.state.scenes.as_ref().is_some_and(|walk| walk.is_black) {
        black(ui);
        return;
    }
    let bar = Frame::new().fill(theme.panel).inner_margin(Margin::symmetric(AROUND as i8, 6));
    Panel::top("top").frame(bar).show(ui, |ui| top::show(ui, view));
    Panel::bottom("bottom").frame(bar).show(ui, |ui| bottom::show(ui, view));
    if let Some(walk) = &view.state.scenes {
        Panel::bottom("scenes").frame(bar).show(ui, |ui| scenes::show(ui, view, walk));
    }
    let has_rail = width::has_rail(width::of_window(ui.ctx()));
    column(ui, view, Side::Left, &left::show);
    if has_rail {
        show_rail(ui, view);
    } else {
        column(ui, view, Side::Right, &|ui, view| unit::show(ui, view, chapter));
    }
    let centre = Frame::new().fill(theme.ground);
    let centre = CentralPanel::default().frame(centre).show(ui, |ui| {
        tabs::show(ui, view);
        Frame::new().inner_margin(Margin::symmetric(BESIDE as i8, AROUND as i8)).show(ui, |ui| {
            ui.take_available_space();
            chapter.ui(ui, view);
        });
    });
    if has_rail && view.state.right_over {
        let wanted = view.state.settings.right_width.unwrap_or(width::usual(Side::Right));
        rail::lay_over(ui, (view, chapter), centre.response.rect, wanted * theme::magnification(ui.style()));
    }
    if view.state.pad.open {
        pad::show(ui, view);
    }
    if ui.input(|input| !input.raw.hovered_files.is_empty()) {
        invite_to_drop(ui);
    }
    dialogs::show(ui, view);
}

/// Nothing at all, so that everybody looks at the lecturer.
fn black(ui: &mut Ui) {
    let centre = CentralPanel::default().frame(Frame::new().fill(theme::BLACK)).show(ui, Ui::take_available_space);
    let said = ui.say(say::IS_BLACK);
    centre.response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
}

/// Says, while a file hangs over the window, what may be dropped.
fn invite_to_drop(ui: &Ui) {
    let theme = Theme::of(ui);
    let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("invitation-to-drop"));
    let painter = ui.ctx().layer_painter(layer);
    let area = ui.ctx().content_rect();
    painter.rect_filled(area, 0.0, theme.ground.gamma_multiply(0.8));
    let inner = area.shrink(BESIDE);
    painter.rect_stroke(inner, theme::CARD_CORNER, egui::Stroke::new(2.0, theme.accent), egui::StrokeKind::Inside);
    let font = theme::title().resolve(ui.style());
    let text = ui.say(frame::DROP_HERE);
    painter.text(area.center(), egui::Align2::CENTER_CENTER, text, font, theme.text);
}

fn show_rail(ui: &mut Ui, view: &View<'_>) {
    if view.state.settings.right_open {
        let frame = Frame::new().fill(Theme::of(ui).panel).inner_margin(Margin::same(WITHIN as i8));
        let rail = Panel::right("rail").resizable(false).exact_size(width::RAIL * theme::magnification(ui.style()));
        rail.frame(frame).show(ui, |ui| rail::show(ui, view));
    }
}

/// A side column, whose edge is dragged to another width and folds it.
fn column(ui: &mut Ui, view: &View<'_>, side: Side, show: &dyn Fn(&mut Ui, &View<'_>)) {
    let settings = &view.state.settings;
    let (panel, open, wanted) = match side {
        Side::Left => (Panel::left("left"), settings.left_open, settings.left_width),
        Side::Right => (Panel::right("right"), settings.right_open, settings.right_width),
    };
    let magnified = theme::magnification(ui.style());
    let around = ui.available_rect_before_wrap();
    let shown = width::shown(width::of_window(ui.ctx()), wanted.unwrap_or(width::usual(side))) * magnified;
    let panel = panel.resizable(false).exact_size(shown).frame(theme::column_frame(Theme::of(ui)));
    let mut still_open = open;
    let column = panel.show_collapsible(ui, &mut still_open, |ui| {
        ui.take_available_width();
        show(ui, view);
    });
    edge(ui, view, side, open, around, column.map(|column| column.response.rect));
}

/// The edge by which a column is dragged; of a folded one, the window's edge.
fn edge(ui: &Ui, view: &View<'_>, side: Side, open: bool, around: Rect, column: Option<Rect>) {
    let theme = Theme::of(ui);
    let x = match (side, column) {
        (Side::Left, Some(column)) => column.right(),
        (Side::Left, None) => around.left(),
        (Side::Right, Some(column)) => column.left(),
        (Side::Right, None) => around.right(),
    };
    let rect = Rect::from_center_size(egui::pos2(x, around.center().y), vec2(EDGE, around.height())).intersect(around);
    let response = ui.interact(rect, ui.scope_id().with(("edge", side)), Sense::click_and_drag());
    let about = ui.say(if open { frame::COLUMN_EDGE } else { frame::COLUMN_FOLDED });
    response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, &about));
    if response.hovered() || response.dragged() || response.has_focus() {
        ui.painter().vline(x, around.y_range(), egui::Stroke::new(2.0, theme.faint));
    }
    let switch = match side {
        Side::Left => Command::LeftColumn,
        Side::Right => Command::RightColumn,
    };
    let response = response.on_hover_cursor(CursorIcon::ResizeHorizontal);
    if response.double_clicked() {
        view.send(Signal::Width(side, None));
    } else if !open && (response.clicked() || response.drag_started()) {
        view.send(switch(Switch::On));
    } else if let Some(pointer) = response.interact_pointer_pos().filter(|_| open && response.dragged()) {
        let dragged = match side {
            Side::Left => pointer.x - around.left(),
            Side::Right => around.right() - pointer.x,
        } / theme::magnification(ui.style());
        if width::wants_to_fold(dragged) {
            view.send(switch(Switch::Off));
        } else {
            view.send(Signal::Width(side, Some(width::wanted(width::of_window(ui.ctx()), dragged))));
        }
    }
    response.on_hover_text(about);
}
