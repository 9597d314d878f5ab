//! Bars: class bars, colour bars, progress.

use egui::{Align2, CornerRadius, Rect, Response, Role, Sense, TextStyle, TextureId, Ui, WidgetInfo, pos2, vec2};

use super::text::fit_to_width;
use crate::{
    app::{
        say::Say,
        theme::{CHIP_CORNER, Theme, caption},
    },
    words::frame,
};

/// One class of the answer: name, bar, number. `selected` is the target that is explained.
pub fn class_bar(ui: &mut Ui, label: &str, fraction: f32, value: &str, selected: bool) -> Response {
    let theme = Theme::of(ui);
    let height = TextStyle::Body.resolve(ui.style()).size + 10.0;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height.max(24.0)), Sense::click());
    let words = ui.words();
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, words.say(&frame::class_bar(label, value))));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let painter = ui.painter();
    if response.hovered() || response.has_focus() {
        painter.rect_filled(rect.expand2(vec2(4.0, 0.0)), CornerRadius::same(CHIP_CORNER), theme.raised);
    }
    let colour = if selected { theme.accent } else { theme.text };
    let number_width = TextStyle::Monospace.resolve(ui.style()).size * 4.5;
    let label_width = (rect.width() * 0.42).min(rect.width() - number_width - 40.0).max(40.0);
    let galley = fit_to_width(ui, label, &TextStyle::Body, label_width - 6.0);
    painter.galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, colour);
    let track = Rect::from_min_max(
        pos2(rect.left() + label_width, rect.center().y - 4.0),
        pos2(rect.right() - number_width, rect.center().y + 4.0),
    );
    let filled = track.with_max_x(track.left() + (track.width() * fraction.clamp(0.0, 1.0)).max(1.0));
    painter.rect_filled(track, 2.0, theme.raised.gamma_multiply(0.6));
    painter.rect_filled(filled, 2.0, if selected { theme.accent } else { theme.accent.gamma_multiply(0.8) });
    painter.text(rect.right_center(), Align2::RIGHT_CENTER, value, TextStyle::Monospace.resolve(ui.style()), colour);
    response
}

/// A colour bar as wide as the room with numbers at its ends and its middle.
pub fn colour_bar(ui: &mut Ui, gradient: TextureId, ends: [&str; 3]) -> Response {
    let theme = Theme::of(ui);
    let font = TextStyle::Monospace.resolve(ui.style());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 10.0 + font.size + 4.0), Sense::hover());
    let words = ui.words();
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words.say(&frame::scale(ends[0], ends[2]))));
    let bar = rect.with_max_y(rect.top() + 8.0);
    let painter = ui.painter();
    painter.image(gradient, bar, Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0)), egui::Color32::WHITE);
    let y = bar.bottom() + 2.0;
    painter.text(pos2(bar.left(), y), Align2::LEFT_TOP, ends[0], font.clone(), theme.weak);
    painter.text(pos2(bar.center().x, y), Align2::CENTER_TOP, ends[1], font.clone(), theme.weak);
    painter.text(pos2(bar.right(), y), Align2::RIGHT_TOP, ends[2], font, theme.weak);
    response
}

/// A thin bar of progress, 0 to 1.
pub fn progress(ui: &mut Ui, name: &str, fraction: f32, width: f32) -> Response {
    let theme = Theme::of(ui);
    let height = caption().resolve(ui.style()).size;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, name);
        info.value = Some(f64::from(fraction) * 100.0);
        info
    });
    let track = Rect::from_center_size(rect.center(), vec2(rect.width(), 4.0));
    ui.painter().rect_filled(track, 2.0, theme.raised);
    let filled = track.with_max_x(track.left() + track.width() * fraction.clamp(0.0, 1.0));
    ui.painter().rect_filled(filled, 2.0, theme.accent);
    response
}
