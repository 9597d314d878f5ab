//! Curves over time: what is measured again and again, drawn as lines with their last values beside their names.

use egui::{Color32, Galley, Response, Role, Sense, Stroke, TextStyle, Ui, WidgetInfo, pos2, vec2};
use egui_plot::{AxisHints, GridMark, Line, Plot, PlotPoints};

use super::section;
use crate::{
    app::{
        say::Say,
        theme::{AROUND, Theme, WITHIN, caption, magnification},
    },
    words::{Words, frame},
};

/// One line.
pub struct Curve<'a> {
    /// What is measured.
    pub name: &'a str,
    /// Time and value; empty until something was measured.
    pub points: &'a [[f64; 2]],
    /// Its colour.
    pub colour: Color32,
    /// What stands beside its name; its last value if `None`.
    pub value: Option<f64>,
}

impl Curve<'_> {
    fn number(&self) -> Option<f32> {
        self.value.or_else(|| self.points.last().map(|point| point[1])).map(|value| value as f32)
    }
}

/// Curves of one unit in a picture of their own.
pub struct Curves<'a> {
    /// What they show.
    pub name: &'a str,
    /// The unit of time.
    pub time: &'a str,
    /// How a value is written.
    pub written: fn(Words, f32) -> String,
    /// Where the scale ends at least, below and above.
    pub ends: [f64; 2],
    /// The lines.
    pub curves: &'a [Curve<'a>],
}

impl Curves<'_> {
    /// Shows them, `height` points high.
    pub fn show(&self, ui: &mut Ui, height: f32) -> Response {
        section(ui, self.name, self.time);
        self.legend(ui);
        let theme = Theme::of(ui);
        let magnified = magnification(ui.style());
        let (words, in_words) = (ui.words(), self.written);
        let written = move |value: f32| in_words(words, value);
        let font = caption().resolve(ui.style());
        let whole = move |mark: GridMark, _: &std::ops::RangeInclusive<f64>| {
            if mark.value.fract().abs() < 1e-9 && mark.value >= 0.0 { words.short(mark.value as f32) } else { String::new() }
        };
        let across = AxisHints::new_x().formatter(whole).tick_label_font(font.clone()).tick_label_color(theme.weak);
        let up = AxisHints::new_y()
            .formatter(move |mark, _| written(mark.value as f32))
            .tick_label_font(font)
            .tick_label_color(theme.weak)
            .min_thickness(44.0 * magnified);
        let plot = Plot::new(self.name)
            .height(height)
            .allow_drag(false)
            .allow_zoom(false)
            .allow_scroll(false)
            .allow_boxed_zoom(false)
            .show_crosshair(false)
            .show_background(false)
            .set_margin_fraction(vec2(0.0, 0.05))
            .include_x(0.0)
            .include_y(self.ends[0])
            .include_y(self.ends[1])
            .grid_color(theme.line)
            .custom_x_axes(vec![across])
            .custom_y_axes(vec![up])
            .label_formatter(|_| None);
        let shown = plot.show(ui, |plot| {
            for curve in self.curves {
                let stroke = Stroke::new(1.75 * magnified, curve.colour);
                plot.line(Line::new(curve.name, PlotPoints::Owned(plot_points(curve.points))).stroke(stroke).allow_hover(false));
            }
        });
        let said = self.said(words);
        shown.response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
        let under = shown.response.hover_pos().map(|pointer| shown.transform.value_from_position(pointer).x);
        match under {
            Some(time) => shown.response.on_hover_ui_at_pointer(|ui| self.tooltip(ui, time)),
            None => shown.response,
        }
    }

    fn legend(&self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(WITHIN, 2.0);
            for curve in self.curves {
                let number = curve.number().map(|value| (self.written)(ui.words(), value)).unwrap_or_default();
                let lay = |text: String, font: TextStyle, colour: Color32| {
                    ui.painter().layout_no_wrap(text, font.resolve(ui.style()), colour)
                };
                let name = lay(curve.name.to_owned(), caption(), theme.weak);
                let number = lay(number, TextStyle::Monospace, theme.text);
                // Line, name and number stay together where the row is broken.
                let [line, gap] = [14.0, WITHIN];
                let height = name.size().y.max(number.size().y);
                let size = vec2(line + gap + name.size().x + gap + number.size().x + AROUND, height);
                let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
                let start = rect.left();
                ui.painter().hline(start..=start + line, rect.center().y, Stroke::new(2.0, curve.colour));
                let place = |left: f32, galley: &Galley| pos2(left, rect.center().y - galley.size().y / 2.0);
                let (at, after) = (start + line + gap, start + line + gap + name.size().x + gap);
                let (name_at, number_at) = (place(at, &name), place(after, &number));
                ui.painter().galley(name_at, name, theme.weak);
                ui.painter().galley(number_at, number, theme.text);
            }
        });
    }

    fn said(&self, words: Words) -> String {
        let last = |curve: &Curve<'_>| {
            let value = curve.number().map(|value| (self.written)(words, value));
            let value = value.unwrap_or_else(|| words.say(&frame::NOT_YET));
            format!("{} {value}", curve.name)
        };
        format!("{}: {}", self.name, self.curves.iter().map(last).collect::<Vec<_>>().join(", "))
    }

    fn tooltip(&self, ui: &mut Ui, time: f64) {
        for curve in self.curves {
            if let Some([at, value]) = nearest(curve.points, time) {
                let (at, value) = (ui.words().short(at as f32), (self.written)(ui.words(), value as f32));
                ui.label(format!("{} {at} · {} {value}", self.time, curve.name));
            }
        }
    }
}

fn plot_points(points: &[[f64; 2]]) -> Vec<egui_plot::PlotPoint> {
    points.iter().map(|&point| point.into()).collect()
}

/// The point that was measured nearest to a time.
fn nearest(points: &[[f64; 2]], time: f64) -> Option<[f64; 2]> {
    points.iter().copied().min_by(|a, b| (a[0] - time).abs().total_cmp(&(b[0] - time).abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pointer_finds_the_nearest_time() {
        let points = [[0.0, 5.0], [10.0, 6.0], [20.0, 7.0]];
        assert_eq!(nearest(&points, 13.0), Some([10.0, 6.0]));
        assert_eq!(nearest(&points, 99.0), Some([20.0, 7.0]));
        assert_eq!(nearest(&[], 1.0), None);
    }
}
