//! A histogram: how many values lie in each of equal parts of a range.

use egui::{Color32, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::theme::Theme;

/// Bars as wide as the room, as high as the square root of their counts, so that few values are seen beside many. `name` is what
/// screen readers say.
pub fn histogram(ui: &mut Ui, name: &str, bins: &[usize], height: f32, colour: Color32) -> Response {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    let highest = bins.iter().copied().max().unwrap_or(0).max(1) as f32;
    let width = rect.width() / bins.len().max(1) as f32;
    for (bin, count) in bins.iter().enumerate() {
        let left = rect.left() + bin as f32 * width;
        let top = rect.bottom() - 1.0 - (rect.height() - 2.0) * (*count as f32 / highest).sqrt();
        let bar = Rect::from_min_max(pos2(left, top), pos2((left + width - 1.0).max(left + 0.5), rect.bottom() - 1.0));
        ui.painter().rect_filled(bar, 0.0, colour);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), theme.hairline());
    response
}
