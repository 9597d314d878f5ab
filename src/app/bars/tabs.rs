//! The chapters' tabs in the lecture's order, each with its digit. They give way: names with room around them, names closer
//! together, and in a narrow window digits at one pitch with the name of one chapter behind them.

use std::sync::Arc;

use egui::{Color32, Galley, Painter, Rect, Response, Role, Sense, Stroke, TextStyle, Ui, WidgetInfo, pos2, vec2};

use crate::app::{
    card::Card,
    command::Command,
    say::Say,
    theme::{self, BESIDE, BETWEEN, Theme, caption},
    view::View,
    widgets::fit_to_width,
};

/// Room around digit and name, in points: at ease, and closer together.
const AROUND: [f32; 2] = [24.0, 16.0];
/// Between digit and name, in points.
const INSIDE: f32 = 6.0;
/// The least and the largest pitch of digits alone, in points at the usual text size.
const PITCH: [f32; 2] = [26.0, 36.0];
/// What a name behind the digits needs, in points at the usual text size.
const NAME: f32 = 110.0;

struct Tab<'a> {
    card: &'a Card,
    chosen: bool,
    said: String,
    digit: Arc<Galley>,
    name: Arc<Galley>,
}

/// Shows the tabs and the hairline under them.
pub fn show(ui: &mut Ui, view: &View<'_>) {
    let theme = Theme::of(ui);
    let height = TextStyle::Body.resolve(ui.style()).size + 24.0;
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    ui.painter().hline(row.x_range(), row.bottom(), theme.hairline());
    let tabs: Vec<Tab<'_>> = view.cards.iter().map(|card| lay_out(ui, view, card)).collect();
    let inner = row.with_min_x(row.left() + BESIDE - BETWEEN).with_max_x(row.right() - BETWEEN);
    let needed = |around: f32| tabs.iter().map(|tab| tab.digit.size().x + tab.name.size().x + INSIDE + around).sum::<f32>();
    match AROUND.into_iter().find(|around| needed(*around) <= inner.width()) {
        Some(around) => with_names(ui, view, &tabs, inner, around),
        None => with_digits(ui, view, &tabs, inner),
    }
}

fn lay_out<'a>(ui: &Ui, view: &View<'_>, card: &'a Card) -> Tab<'a> {
    let theme = Theme::of(ui);
    let said = ui.say(&card.name);
    let (small, body) = (caption().resolve(ui.style()), TextStyle::Body.resolve(ui.style()));
    let digit = ui.painter().layout_no_wrap(card.digit.to_string(), small, theme.faint);
    let name = ui.painter().layout_no_wrap(said.clone(), body, Color32::PLACEHOLDER);
    Tab { card, chosen: view.state.shows(card.id), said, digit, name }
}

fn with_names(ui: &Ui, view: &View<'_>, tabs: &[Tab<'_>], inner: Rect, around: f32) {
    let theme = Theme::of(ui);
    let mut x = inner.left();
    for tab in tabs {
        let (digit, name) = (tab.digit.size(), tab.name.size());
        let rect = Rect::from_min_size(pos2(x, inner.top()), vec2(digit.x + name.x + INSIDE + around, inner.height()));
        let (emphasised, response) = button(ui, tab, rect);
        let left = rect.left() + around / 2.0;
        let painter = ui.painter();
        painter.galley(pos2(left, rect.center().y - digit.y / 2.0 + 1.0), Arc::clone(&tab.digit), theme.faint);
        let colour = if emphasised { theme.text } else { theme.weak };
        painter.galley(pos2(left + INSIDE + digit.x, rect.center().y - name.y / 2.0), Arc::clone(&tab.name), colour);
        underline(painter, theme, tab, rect);
        act(ui, view, tab, response);
        x = rect.right();
    }
}

/// Digits alone: the name of the one under the pointer, else of the chosen one, stands behind them, and nothing moves.
fn with_digits(ui: &Ui, view: &View<'_>, tabs: &[Tab<'_>], inner: Rect) {
    let theme = Theme::of(ui);
    let magnified = theme::magnification(ui.style());
    let room = inner.width() - NAME * magnified;
    let pitch = (room / tabs.len().max(1) as f32).clamp(PITCH[0] * magnified, PITCH[1] * magnified);
    let mut named = tabs.iter().find(|tab| tab.chosen);
    for (place, tab) in tabs.iter().enumerate() {
        let rect = Rect::from_min_size(inner.min + vec2(pitch * place as f32, 0.0), vec2(pitch, inner.height()));
        let (emphasised, response) = button(ui, tab, rect);
        let font = TextStyle::Body.resolve(ui.style());
        let colour = if emphasised { theme.text } else { theme.weak };
        ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, tab.card.digit, font, colour);
        underline(ui.painter(), theme, tab, rect);
        if response.hovered() || response.has_focus() {
            named = Some(tab);
        }
        act(ui, view, tab, response);
    }
    let Some(named) = named else { return };
    let left = inner.left() + pitch * tabs.len() as f32 + BETWEEN;
    let line = egui::Rangef::point(inner.center().y).expand(inner.height() * 0.2);
    ui.painter().vline(left, line, theme.hairline());
    let name = fit_to_width(ui, &named.said, &TextStyle::Body, inner.right() - left - BETWEEN);
    let at = pos2(left + BETWEEN + 2.0, inner.center().y - name.size().y / 2.0);
    ui.painter().galley(at, name, if named.chosen { theme.text } else { theme.weak });
}

fn button(ui: &Ui, tab: &Tab<'_>, rect: Rect) -> (bool, Response) {
    let response = ui.interact(rect, ui.scope_id().with(("tab", tab.card.id)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, tab.chosen, &tab.said));
    (tab.chosen || response.hovered() || response.has_focus(), response)
}

fn underline(painter: &Painter, theme: &Theme, tab: &Tab<'_>, rect: Rect) {
    if tab.chosen {
        painter.hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(2.0, theme.accent));
    }
}

fn act(ui: &Ui, view: &View<'_>, tab: &Tab<'_>, response: Response) {
    if response.on_hover_text(ui.say(&tab.card.question)).clicked() {
        view.send(Command::Chapter(tab.card.id.into()));
    }
}
