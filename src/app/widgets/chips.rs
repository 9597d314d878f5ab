//! Small buttons: chips, groups of chips of which one is chosen, and buttons that show a painted shape.

use egui::{Button, CornerRadius, Response, RichText, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::{Direction, triangle};
use crate::app::theme::{CHIP_CORNER, Theme, WITHIN, caption, ink};

/// A small button; filled with the accent's ground when chosen.
pub fn chip(ui: &mut Ui, text: &str, chosen: bool) -> Response {
    chip_if(ui, text, chosen, true)
}

/// The same, which can be pressed only if `enabled`.
pub fn chip_if(ui: &mut Ui, text: &str, chosen: bool, enabled: bool) -> Response {
    let theme = Theme::of(ui);
    let (fill, stroke, colour) = if chosen {
        (theme.accent_ground, Stroke::new(1.0, theme.accent), theme.text)
    } else {
        (theme.card, theme.hairline(), theme.weak)
    };
    let label = RichText::new(text).text_style(caption()).color(colour);
    let button = Button::new(label)
        .fill(fill)
        .stroke(stroke)
        .corner_radius(CornerRadius::same(CHIP_CORNER))
        .min_size(vec2(0.0, 22.0))
        .selected(false);
    let response = ui.add_enabled(enabled, button);
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled && ui.is_enabled(), chosen, text));
    response
}

/// The chip that does what the panel is for.
pub fn primary_chip(ui: &mut Ui, text: &str) -> Response {
    let theme = Theme::of(ui);
    let label = RichText::new(text).text_style(caption()).color(theme.ground);
    let button = Button::new(label).fill(theme.accent).stroke(Stroke::new(1.0, theme.accent)).min_size(vec2(0.0, 22.0));
    ui.add(button.corner_radius(CornerRadius::same(CHIP_CORNER)))
}

/// A chip that asks for attention.
pub fn warning_chip(ui: &mut Ui, text: &str) -> Response {
    let theme = Theme::of(ui);
    let label = RichText::new(text).text_style(caption()).color(theme.warning);
    let button = Button::new(label).fill(theme.card).stroke(Stroke::new(1.0, theme.warning)).min_size(vec2(0.0, 22.0));
    ui.add(button.corner_radius(CornerRadius::same(CHIP_CORNER)))
}

/// A named group of chips of which one is chosen; answers the newly chosen one.
pub fn choice<T: Copy + PartialEq>(ui: &mut Ui, name: &str, options: &[(T, &str)], chosen: T) -> Option<T> {
    let mut answer = None;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = WITHIN;
        // In a row that is laid out from the right, the last option comes first and the name last.
        let from_right = ui.layout().prefer_right_to_left();
        if !from_right && !name.is_empty() {
            super::caption_label(ui, name);
        }
        let count = options.len();
        for place in 0..count {
            let (value, text) = &options[if from_right { count - 1 - place } else { place }];
            let response = chip(ui, text, *value == chosen);
            let full_name = if name.is_empty() { (*text).to_owned() } else { format!("{name}: {text}") };
            let selected = *value == chosen;
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, &full_name));
            if response.clicked() && !selected {
                answer = Some(*value);
            }
        }
        if from_right && !name.is_empty() {
            super::caption_label(ui, name);
        }
    });
    answer
}

/// A button without a frame that shows a triangle; `name` is what screen readers say.
pub fn icon_button(ui: &mut Ui, direction: Direction, name: &str, enabled: bool) -> Response {
    let theme = Theme::of(ui);
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(18.0, 24.0), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    let colour = match (enabled, response.hovered() || response.has_focus()) {
        (false, _) => theme.line,
        (true, true) => theme.text,
        (true, false) => theme.weak,
    };
    triangle(ui.painter(), rect.center(), 10.0, direction, colour);
    response.on_hover_text(name)
}

/// A small square of one colour to choose; `name` is what screen readers say.
pub fn swatch(ui: &mut Ui, colour: [u8; 3], name: &str, chosen: bool) -> Response {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(24.0, 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, name));
    let emphasised = response.hovered() || response.has_focus();
    let edge =
        if chosen { Stroke::new(2.0, theme.accent) } else { Stroke::new(1.0, if emphasised { theme.text } else { theme.line }) };
    let inner = rect.shrink(3.0);
    ui.painter().rect_filled(inner, CHIP_CORNER, ink(colour));
    ui.painter().rect_stroke(inner.expand(1.0), CHIP_CORNER, edge, egui::StrokeKind::Outside);
    response.on_hover_text(name)
}
