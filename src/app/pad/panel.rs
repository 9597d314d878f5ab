//! The drawing pad: a sheet that lies over the window, beside it what the network sees of the drawing.

use egui::{Color32, Pos2, Rect, Role, Sense, Slider, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{Ink, Movement, draws_digits};
use crate::{
    app::{
        command::{Command, Signal, Switch},
        questions::last_pass,
        say::Say,
        settings::PadSettings,
        theme::{self, BETWEEN, Theme, WITHIN},
        view::View,
        widgets::{WHOLE, caption_label, chip, choice, section, swatch, weak},
    },
    picture::class_colour,
    words::{Phrase, frame},
};

/// Side of the sheet, and of what the network sees beside it, at the usual text size, in points.
const SHEET: f32 = 300.0;
const SEEN: f32 = 132.0;
/// Widths of the brush as fractions of the sheet's.
const BRUSHES: std::ops::RangeInclusive<f32> = 0.01..=0.25;
/// Where the pad lies until it is moved: beside the left column.
const PLACE: [f32; 2] = [300.0, 130.0];

/// Shows the pad.
pub fn show(ui: &Ui, view: &View<'_>) {
    let settings = view.state.settings.pad;
    let place = Pos2::from(settings.place.unwrap_or(PLACE));
    let mut open = true;
    let window = egui::Window::new(ui.say(frame::PAD))
        .id(egui::Id::unique("pad"))
        .default_pos(place)
        .resizable(false)
        .collapsible(false)
        .open(&mut open);
    let shown = window.show(ui.ctx(), |ui| content(ui, view));
    if !open {
        view.send(Command::Pad(Switch::Off));
    }
    let Some(shown) = shown else { return };
    let corner = shown.response.rect.min;
    if shown.response.drag_stopped() && corner != place {
        view.send(Command::Brush(PadSettings { place: Some(corner.into()), ..settings }));
    }
}

fn content(ui: &mut Ui, view: &View<'_>) {
    let magnified = theme::magnification(ui.style());
    let is_digit = view.state.preprocessing.as_ref().is_some_and(draws_digits);
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(SHEET * magnified);
            sheet(ui, view, is_digit, SHEET * magnified);
            ui.add_space(WITHIN);
            tools(ui, view);
            if !is_digit {
                colours(ui, view);
            }
        });
        ui.add_space(BETWEEN);
        ui.vertical(|ui| {
            ui.set_width(SEEN * magnified);
            seen(ui, view, is_digit, SEEN * magnified);
        });
    });
}

/// The sheet, which follows the brush.
fn sheet(ui: &mut Ui, view: &View<'_>, is_digit: bool, longest: f32) {
    let theme = Theme::of(ui);
    let [rows, columns] = view.state.preprocessing.as_ref().map_or([1, 1], |preprocessing| preprocessing.size);
    let size = if is_digit { vec2(1.0, 1.0) } else { vec2(columns as f32, rows as f32) / rows.max(columns).max(1) as f32 };
    let (rect, response) = ui.allocate_exact_size(size * longest, Sense::drag());
    let words = ui.words();
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, words.say(&frame::SHEET)));
    let paper = if is_digit { Color32::BLACK } else { Color32::WHITE };
    let painter = ui.painter().with_clip_rect(rect);
    painter.rect_filled(rect, 0.0, paper);
    let at = |[x, y]: [f32; 2]| pos2(rect.left() + x * rect.width(), rect.top() + y * rect.height());
    for stroke in view.state.pad.drawing.strokes() {
        let colour = match stroke.ink {
            Ink::Eraser => paper,
            Ink::Colour(_) if is_digit => Color32::WHITE,
            Ink::Colour(colour) => theme::ink(colour),
        };
        let width = stroke.width * rect.width();
        for (index, &point) in stroke.points.iter().enumerate() {
            // Round ends, and no gaps where the line turns.
            painter.circle_filled(at(point), width / 2.0, colour);
            painter.line_segment([at(stroke.points[index.saturating_sub(1)]), at(point)], Stroke::new(width, colour));
        }
    }
    if view.state.pad.drawing.strokes().is_empty() {
        let text = ui.say(if is_digit { frame::DRAW_A_DIGIT_HERE } else { frame::DRAW_HERE });
        let font = egui::TextStyle::Body.resolve(ui.style());
        painter.text(rect.center(), egui::Align2::CENTER_CENTER, text, font, Color32::GRAY);
    }
    ui.painter().rect_stroke(rect, 0.0, theme.hairline(), StrokeKind::Outside);
    follow(ui, view, rect, &response);
    if let Some(pointer) = response.hover_pos() {
        let radius = view.state.settings.pad.brush * rect.width() / 2.0;
        painter.circle_stroke(pointer, radius, Stroke::new(1.0, Color32::GRAY));
    }
    response.on_hover_cursor(egui::CursorIcon::Crosshair);
}

/// Sends where the brush went, point by point: fast strokes have several in a frame.
fn follow(ui: &Ui, view: &View<'_>, rect: Rect, response: &egui::Response) {
    let within = |at: Pos2| [(at.x - rect.left()) / rect.width(), (at.y - rect.top()) / rect.height()];
    if response.drag_started()
        && let Some(at) = ui.input(|input| input.pointer.press_origin())
    {
        view.send(Signal::Brush(Movement::Touch(within(at))));
    } else if response.dragged() {
        let moved = ui.input(|input| {
            let moves = input.events.iter().filter_map(|event| match event {
                egui::Event::PointerMoved(at) => Some(*at),
                _ => None,
            });
            moves.collect::<Vec<_>>()
        });
        for at in moved {
            view.send(Signal::Brush(Movement::To(within(at))));
        }
    }
}

fn tools(ui: &mut Ui, view: &View<'_>) {
    let settings = view.state.settings.pad;
    let drawing = &view.state.pad.drawing;
    let (can_undo, can_redo) = drawing.reach();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(WITHIN, 6.0);
        let [brush, eraser] = [frame::BRUSH, frame::ERASER].map(|name| ui.say(name));
        if let Some(erases) = choice(ui, "", &[(false, &brush), (true, &eraser)], settings.erases) {
            view.send(Command::Brush(PadSettings { erases, ..settings }));
        }
        let buttons = [
            (frame::UNDO, frame::UNDO_ABOUT, Command::Undo, can_undo),
            (frame::REDO, frame::REDO_ABOUT, Command::Redo, can_redo),
            (frame::CLEAR, frame::CLEAR_ABOUT, Command::ClearDrawing, !drawing.strokes().is_empty()),
        ];
        for (name, about, command, possible) in buttons {
            ui.add_enabled_ui(possible, |ui| {
                if chip(ui, &ui.say(name), false).on_hover_text(ui.say(about)).clicked() {
                    view.send(command);
                }
            });
        }
    });
    ui.horizontal(|ui| {
        caption_label(ui, &ui.say(frame::WIDTH));
        let mut width = settings.brush * 100.0;
        let range = *BRUSHES.start() * 100.0..=*BRUSHES.end() * 100.0;
        let slider = Slider::new(&mut width, range).suffix(" %").fixed_decimals(0);
        let response = ui.add(slider).accessible_name(ui.say(frame::BRUSH_WIDTH));
        if response.on_hover_text(ui.say(frame::BRUSH_WIDTH_ABOUT)).changed() {
            view.send(Command::Brush(PadSettings { brush: width / 100.0, ..settings }));
        }
    });
}

/// Black, and what the colours of classes are called.
const COLOURS: [Phrase; 9] = [
    frame::BLACK,
    frame::BLUE,
    frame::ORANGE,
    frame::GREEN,
    frame::PURPLE,
    frame::SKY_BLUE,
    frame::VERMILION,
    frame::YELLOW,
    frame::GREY,
];

fn colours(ui: &mut Ui, view: &View<'_>) {
    let settings = view.state.settings.pad;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(WITHIN, WITHIN);
        for (index, name) in COLOURS.into_iter().enumerate() {
            let colour = index.checked_sub(1).map_or([0; 3], class_colour);
            if swatch(ui, colour, &ui.say(name), settings.colour == colour && !settings.erases).clicked() {
                view.send(Command::Brush(PadSettings { colour, erases: false, ..settings }));
            }
        }
    });
}

/// What the network gets, pixel by pixel.
fn seen(ui: &mut Ui, view: &View<'_>, is_digit: bool, side: f32) {
    let theme = Theme::of(ui);
    section(ui, &ui.say(frame::WHAT_IT_SEES), "");
    let (area, response) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
    let words = ui.words();
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words.say(&frame::SEEN_OF_DRAWING)));
    let shown = view.state.selection.picture.as_ref().filter(|shown| shown.drawn);
    ui.painter().rect_filled(area, f32::from(theme::MAP_CORNER), theme.zero);
    if let Some((shown, texture)) = shown.and_then(|_| view.picture()) {
        let part = view.part_seen(shown);
        let [rows, columns] = view.state.preprocessing.as_ref().map_or([1, 1], |preprocessing| preprocessing.size);
        let size = vec2(columns as f32, rows as f32) * (side / rows.max(columns).max(1) as f32);
        ui.painter().image(texture, Rect::from_min_size(area.min, size), part.intersect(WHOLE), Color32::WHITE);
    }
    let [rows, columns] = view.state.preprocessing.as_ref().map_or([0, 0], |preprocessing| preprocessing.size);
    let how = if is_digit {
        frame::seen_as_digit(rows.to_string(), columns.to_string())
    } else {
        frame::seen_in_colour(rows.to_string(), columns.to_string())
    };
    weak(ui, &ui.say(how));
    ui.add_space(BETWEEN);
    answer(ui, view);
}

/// The best class, large enough for the last row.
fn answer(ui: &mut Ui, view: &View<'_>) {
    let Some(pass) = last_pass(view.desk).filter(|_| is_drawn(view)) else { return };
    section(ui, &ui.say(frame::ANSWER), "");
    if !pass.is_fresh {
        ui.set_opacity(theme::STALE_OPACITY);
    }
    let answer = &pass.value.answer;
    for (place, &class) in answer.ranking.iter().take(3).enumerate() {
        let probability = answer.of(class).map_or(0.0, |(_, probability)| probability);
        let text = format!("{} {}", ui.say(view.sight().class_name(class)), ui.words().percent(probability, 1));
        if place == 0 {
            ui.heading(text);
        } else {
            weak(ui, &text);
        }
    }
}

fn is_drawn(view: &View<'_>) -> bool {
    view.state.selection.picture.as_ref().is_some_and(|shown| shown.drawn)
}
