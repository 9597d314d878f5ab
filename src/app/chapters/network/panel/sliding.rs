//! How a window slides: an input with its padding, the window at one place, the output that it makes, and the formula of the
//! size. Any choice can be tried; one that has no place says why.

use egui::{Rect, RichText, Role, Sense, Slider, Stroke, StrokeKind, TextStyle, Ui, WidgetInfo, pos2, vec2};

use crate::{
    app::{
        open::Loaded,
        say::Say,
        theme::{AROUND, BETWEEN, Theme, WITHIN, magnification},
        view::View,
        widgets::{Direction, chip, icon_button, localised_slider, section, trust, weak},
    },
    arithmetic::{Misfit, Sliding},
    words::{Phrase, network as say},
};

/// The largest side that is drawn.
const LARGEST: usize = 16;
/// Seconds at each place while it plays.
const PACE: f64 = 0.5;

/// Which place of the window is looked at, and since when it moves by itself.
#[derive(Clone, Copy, Default)]
struct Walk {
    place: usize,
    since: Option<f64>,
}

/// Shows it; answers what is chosen now.
pub fn show(ui: &mut Ui, view: &View<'_>, loaded: &Loaded, sliding: Sliding) -> Sliding {
    let mut chosen = sliding;
    controls(ui, &mut chosen);
    if let Some((title, of_layer)) = of_layer(view, loaded)
        && chip(ui, &ui.say(say::sliding_as(title)), of_layer == sliding).clicked()
    {
        chosen = of_layer;
    }
    ui.add_space(BETWEEN);
    formula(ui, sliding);
    ui.add_space(BETWEEN);
    if let Ok(output) = sliding.output() {
        grids(ui, sliding, output);
    }
    chosen
}

fn controls(ui: &mut Ui, sliding: &mut Sliding) {
    let width = 130.0 * magnification(ui.style());
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(AROUND, WITHIN);
        let parameters: [(Phrase, &mut usize, usize, usize); 5] = [
            (say::SLIDING_SIZE, &mut sliding.size, 1, LARGEST),
            (say::SLIDING_KERNEL, &mut sliding.kernel, 1, 7),
            (say::SLIDING_STRIDE, &mut sliding.stride, 1, 5),
            (say::SLIDING_PADDING, &mut sliding.padding, 0, 4),
            (say::SLIDING_DILATION, &mut sliding.dilation, 1, 4),
        ];
        for (name, value, least, most) in parameters {
            ui.allocate_ui(vec2(width, 44.0), |ui| {
                ui.vertical(|ui| {
                    ui.set_width(width);
                    let name = ui.say(name);
                    weak(ui, &name);
                    ui.spacing_mut().slider_width = width - 44.0;
                    let slider = localised_slider(Slider::new(value, least..=most), ui.words());
                    ui.add(slider).accessible_name(name);
                });
            });
        }
    });
}

/// The window of the selected layer, on an input that can be drawn; `None` where it has none, or one that is too large.
fn of_layer<'a>(view: &View<'_>, loaded: &'a Loaded) -> Option<(&'a str, Sliding)> {
    let row = loaded.row(view.state.selection.layer?)?;
    let [window, _] = Sliding::of(loaded.engine.network(), &row.layer.members).filter(|_| !row.is_block)?;
    let is_drawable = window.kernel <= 7 && window.stride <= 5 && window.padding <= 4 && window.dilation <= 4;
    is_drawable.then_some((row.layer.title.as_str(), Sliding { size: window.size.min(LARGEST), ..window }))
}

/// The size as it is calculated, and what is to be said of it.
fn formula(ui: &mut Ui, sliding: Sliding) {
    let theme = Theme::of(ui);
    let Sliding { size, stride, .. } = sliding;
    match sliding.formula() {
        Ok(text) => {
            ui.label(
                RichText::new(text).text_style(TextStyle::Monospace).size(18.0 * magnification(ui.style())).color(theme.text),
            );
            let unread = sliding.unread();
            if sliding.left_over() > 0 {
                trust(ui, &ui.say(say::sliding_left_over(stride.to_string())), false);
            }
            if unread > 0 {
                trust(ui, &ui.say(say::sliding_unread(unread, size.to_string())), false);
            }
            if sliding.left_over() == 0 && unread == 0 {
                let output = sliding.output().unwrap_or(0);
                trust(ui, &ui.say(say::sliding_fits(output.to_string())), true);
            }
        }
        Err(Misfit::TooWide { spans, there }) => {
            trust(ui, &ui.say(say::sliding_too_wide(spans.to_string(), there.to_string())), false);
        }
        Err(Misfit::Nothing) => {
            trust(ui, &ui.say(say::SLIDING_NOTHING), false);
        }
    }
}

/// The input with the window on it, and the output with the cell that it makes.
fn grids(ui: &mut Ui, sliding: Sliding, output: usize) {
    let walk = walk(ui, output * output);
    let places = [walk.place / output, walk.place % output];
    let cells = (sliding.padded() + output) as f32;
    let room = ui.available_width() - 4.0 * AROUND;
    let cell = (room / cells).min((ui.available_height() - 60.0) / sliding.padded() as f32).clamp(6.0, 34.0);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 3.0 * AROUND;
        ui.vertical(|ui| {
            ui.set_width(cell * sliding.padded() as f32);
            section(ui, &ui.say(say::INPUT), "");
            input(ui, sliding, places, cell);
        });
        ui.vertical(|ui| {
            ui.set_width((cell * output as f32).max(60.0));
            section(ui, &ui.say(say::OUTPUT), "");
            if let Some(pointed) = made(ui, output, places, cell) {
                ui.data_mut(|data| data.insert_temp(walk_id(), Walk { place: pointed[0] * output + pointed[1], since: None }));
            }
        });
    });
}

/// Where the walk is remembered while the window is open.
fn walk_id() -> egui::Id {
    egui::Id::unique("sliding")
}

/// Buttons that move the window; answers where it is.
fn walk(ui: &mut Ui, count: usize) -> Walk {
    let id = walk_id();
    let mut walk: Walk = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let now = ui.input(|input| input.time);
    if let Some(since) = walk.since {
        let steps = ((now - since) / PACE) as usize;
        walk.place += steps;
        walk.since = Some(since + steps as f64 * PACE);
        ui.ctx().request_repaint_after_secs(PACE as f32 / 2.0);
    }
    walk.place %= count.max(1);
    ui.horizontal(|ui| {
        if icon_button(ui, Direction::Left, &ui.say(say::SLIDING_BACK), true).clicked() {
            walk = Walk { place: (walk.place + count - 1) % count.max(1), since: None };
        }
        let plays = walk.since.is_some();
        let name = ui.say(if plays { say::SLIDING_HOLD } else { say::SLIDING_PLAY });
        if chip(ui, &name, plays).clicked() {
            walk.since = if plays { None } else { Some(now) };
        }
        if icon_button(ui, Direction::Right, &ui.say(say::SLIDING_ON), true).clicked() {
            walk = Walk { place: (walk.place + 1) % count.max(1), since: None };
        }
        weak(ui, &ui.say(say::sliding_place((walk.place + 1).to_string(), count.to_string())));
    });
    ui.data_mut(|data| data.insert_temp(id, walk));
    walk
}

fn input(ui: &mut Ui, sliding: Sliding, places: [usize; 2], cell: f32) {
    let theme = Theme::of(ui);
    let (padded, padding) = (sliding.padded(), sliding.padding as isize);
    let side = cell * padded as f32;
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
    let said = ui.say(say::sliding_input(places[0].to_string(), places[1].to_string()));
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
    let painter = ui.painter();
    let at = |y: isize, x: isize| {
        let corner = pos2(rect.left() + (x + padding) as f32 * cell, rect.top() + (y + padding) as f32 * cell);
        Rect::from_min_size(corner, vec2(cell, cell)).shrink(1.0)
    };
    let size = sliding.size as isize;
    for y in -padding..size + padding {
        for x in -padding..size + padding {
            let is_padding = !(0..size).contains(&y) || !(0..size).contains(&x);
            if is_padding {
                painter.rect_stroke(at(y, x), 1.0, theme.hairline(), StrokeKind::Inside);
                if cell >= 14.0 {
                    let font = TextStyle::Small.resolve(ui.style());
                    painter.text(at(y, x).center(), egui::Align2::CENTER_CENTER, "0", font, theme.faint);
                }
            } else {
                painter.rect_filled(at(y, x), 1.0, theme.line);
            }
        }
    }
    for y in sliding.taps(places[0]) {
        for x in sliding.taps(places[1]) {
            painter.rect_filled(at(y, x), 1.0, theme.accent.gamma_multiply(0.75));
        }
    }
    let ends = |place: usize| (sliding.taps(place).next().unwrap_or(0), sliding.taps(place).last().unwrap_or(0));
    let ((top, bottom), (left, right)) = (ends(places[0]), ends(places[1]));
    let window = at(top, left).union(at(bottom, right)).expand(1.0);
    painter.rect_stroke(window, 2.0, Stroke::new(2.0, theme.accent), StrokeKind::Outside);
}

/// Answers the cell under the pointer.
fn made(ui: &mut Ui, output: usize, places: [usize; 2], cell: f32) -> Option<[usize; 2]> {
    let theme = Theme::of(ui);
    let side = cell * output as f32;
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
    let said = ui.say(say::sliding_output(output.to_string()));
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
    let painter = ui.painter();
    for y in 0..output {
        for x in 0..output {
            let corner = pos2(rect.left() + x as f32 * cell, rect.top() + y as f32 * cell);
            let place = Rect::from_min_size(corner, vec2(cell, cell)).shrink(1.0);
            let is_here = [y, x] == places;
            painter.rect_filled(place, 1.0, if is_here { theme.accent } else { theme.line });
        }
    }
    let pointer = response.hover_pos()?;
    let along = |from: f32, to: f32| (((to - from) / cell) as usize).min(output - 1);
    Some([along(rect.top(), pointer.y), along(rect.left(), pointer.x)])
}
