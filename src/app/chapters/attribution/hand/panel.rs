//! The picture under the hand: what is covered of it, the patch or the brush at the pointer, and what the mouse does.

use egui::{
    Color32, MouseWheelUnit, PointerButton, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::{
    answer,
    command::{Cover, Surface, Tool},
    scene::Scene,
    stroke,
    work::CanvasOf,
};
use crate::{
    app::{
        command::{Command, Signal},
        desk::Seat,
        questions::{UnitPaint, last_pass},
        say::Say,
        textures::Pixels,
        theme::{self, BESIDE, BETWEEN, ON_PICTURE, SHADOW, Theme},
        widgets::{WHOLE, caption_label, chip, choice, empty, option_groups, title_line, trust},
    },
    attribution::FILLS,
    words::{Phrase, attribution as say},
};

/// Breadth of the answer beside the picture, in points at the usual text size: at least, and at most.
const ANSWER: [f32; 2] = [260.0, 460.0];
/// The share of the height that a picture takes above its answer, where it would be smaller beside it.
const ABOVE: f32 = 0.5;
/// How strongly the shown map lies over the picture where all maps of a layer are covered.
const OVER_PICTURE: f32 = 0.6;
/// About the width of the options.
const OPTIONS: f32 = 540.0;
/// Points of a smooth wheel that count as one step.
const STEP: f32 = 40.0;

/// Shows the picture under the hand and what becomes of the answer.
pub fn show(ui: &mut Ui, scene: &Scene<'_>) {
    let view = scene.view;
    title_line(ui, ui.say(say::HAND_TITLE), "", OPTIONS, |ui| option_groups(ui, scene, &GROUPS));
    ui.add_space(BETWEEN);
    if last_pass(view.desk).is_none() {
        if view.state.model.is_some() && view.state.selection.picture.is_none() {
            empty(ui, &ui.say(say::NO_PICTURE), None);
        }
        return;
    }
    let Some(size) = scene.size() else {
        trust(ui, &ui.say(say::HAND_NO_MAPS), false);
        return;
    };
    let magnified = theme::magnification(ui.style());
    let [least, most] = ANSWER.map(|breadth| breadth * magnified);
    let room = ui.available_size();
    let fitted = |breadth: f32, height: f32| {
        let [rows, columns] = size.map(|side| side.max(1) as f32);
        vec2(columns, rows) * (breadth / columns).min(height / rows).max(0.0)
    };
    let (beside, above) = (fitted(room.x - least - BESIDE, room.y), fitted(room.x, room.y * ABOVE));
    if beside.x >= above.x {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = BESIDE;
            picture(ui, scene, beside, size);
            ui.vertical(|ui| {
                ui.set_width(ui.available_width().min(most));
                answer::show(ui, scene);
            });
        });
    } else {
        picture(ui, scene, above, size);
        ui.add_space(BETWEEN);
        egui::ScrollArea::vertical().id_salt("hand").auto_shrink(false).show(ui, |ui| answer::show(ui, scene));
    }
}

const GROUPS: [fn(&mut Ui, &Scene<'_>); 3] = [ground_group, tool_group, fill_group];

fn ground_group(ui: &mut Ui, scene: &Scene<'_>) {
    let phrases = [say::HAND_COVER, say::HAND_PICTURE, say::HAND_CHANNEL, say::HAND_LAYER];
    let [name, picture, channel, layer] = phrases.map(|phrase| ui.say(phrase));
    let grounds = [(Surface::Picture, picture.as_str()), (Surface::Channel, channel.as_str()), (Surface::Layer, layer.as_str())];
    if let Some(ground) = choice(ui, &name, &grounds, scene.settings.surface) {
        scene.change(|settings| settings.surface = ground);
    }
}

fn tool_group(ui: &mut Ui, scene: &Scene<'_>) {
    let [name, patch, brush] = [say::HAND_WITH, say::HAND_PATCH, say::HAND_BRUSH].map(|phrase| ui.say(phrase));
    let tools = [(Tool::Patch, patch.as_str()), (Tool::Brush, brush.as_str())];
    if let Some(tool) = choice(ui, &name, &tools, scene.settings.tool) {
        scene.change(|settings| settings.tool = tool);
    }
}

/// What a fill is called, in the order of [`FILLS`].
const FILL_NAMES: [Phrase; 7] = [
    say::HAND_FILL_MEAN,
    say::HAND_FILL_GREY,
    say::HAND_FILL_BLACK,
    say::HAND_FILL_WHITE,
    say::HAND_FILL_BLUR,
    say::HAND_FILL_NOISE,
    say::HAND_FILL_IN_PAINTED,
];

/// What covers the picture, and the way back; maps are covered with zeros.
fn fill_group(ui: &mut Ui, scene: &Scene<'_>) {
    let from_right = ui.layout().prefer_right_to_left();
    if from_right {
        back(ui, scene);
    }
    if scene.settings.surface == Surface::Picture {
        fill(ui, scene, from_right);
    }
    if !from_right {
        back(ui, scene);
    }
}

fn fill(ui: &mut Ui, scene: &Scene<'_>, from_right: bool) {
    let now = FILLS.iter().zip(FILL_NAMES).find(|(fill, _)| fill.id == scene.settings.fill);
    let [caption, name, about] = [say::HAND_FILL, now.map_or(say::HAND_FILL_MEAN, |(_, name)| name), say::HAND_FILL_ABOUT];
    let [caption, name, about] = [caption, name, about].map(|phrase| ui.say(phrase));
    if !from_right {
        caption_label(ui, &caption);
    }
    let button = chip(ui, &name, false);
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{caption}: {name}")));
    if from_right {
        caption_label(ui, &caption);
    }
    egui::Popup::menu(&button).show(|ui| {
        for (fill, name) in FILLS.iter().zip(FILL_NAMES) {
            let about = ui.say(fill.about("occlusion", "fill"));
            if ui.radio(fill.id == scene.settings.fill, ui.say(name)).on_hover_text(about).clicked() {
                scene.send(Cover::With(Some(fill.id.to_owned())));
            }
        }
    });
    button.on_hover_text(about);
}

fn back(ui: &mut Ui, scene: &Scene<'_>) {
    if chip(ui, &ui.say(say::HAND), true).on_hover_text(ui.say(say::HAND_BACK)).clicked() {
        scene.send(Cover::Open(Some(false)));
    }
}

/// What is covered, under the tool.
fn picture(ui: &mut Ui, scene: &Scene<'_>, size: egui::Vec2, positions: [usize; 2]) {
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let words = ui.words();
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words.say(&say::HAND_CANVAS)));
    ui.painter().rect_filled(rect, theme::MAP_CORNER, Theme::of(ui).zero);
    let zero = ground(ui, scene, rect);
    covering(ui, scene, rect, zero);
    let painter = ui.painter().with_clip_rect(rect);
    let under = pointer(ui, &response).filter(|_| response.contains_pointer() || response.dragged());
    let at = under.map(|at| fraction(rect, at));
    tool(ui, scene, &painter, rect, (at, positions));
    if at != scene.view.state.pointed {
        scene.view.send(Signal::Point(at));
    }
    match scene.settings.tool {
        Tool::Patch => lay_patch(scene, &response, at),
        Tool::Brush => brush(ui, scene, rect, &response),
    }
    if response.contains_pointer() {
        wheel(ui, scene);
    }
    response.on_hover_cursor(egui::CursorIcon::Crosshair);
}

fn pointer(ui: &Ui, response: &Response) -> Option<Pos2> {
    response.interact_pointer_pos().or_else(|| ui.input(|input| input.pointer.hover_pos()))
}

/// A place as fractions of the sides, with as many digits as count.
fn fraction(rect: Rect, at: Pos2) -> [f32; 2] {
    let [x, y] = [(at.x - rect.left()) / rect.width(), (at.y - rect.top()) / rect.height()];
    [x, y].map(|side| (side * 1e4).round() / 1e4)
}

/// The bare picture, the map, or both where all maps are covered; answers the colour of zero on a map.
fn ground(ui: &Ui, scene: &Scene<'_>, rect: Rect) -> Color32 {
    let (view, surface) = (scene.view, scene.settings.surface);
    let canvas = view.desk.answer::<CanvasOf>(Seat::ONE).filter(|_| surface != Surface::Channel);
    if let Some(canvas) = canvas {
        let seen = &canvas.value.seen;
        let texture = view.textures.of(("hand", "seen"), seen, Pixels::of_picture(seen));
        ui.painter().image(texture, rect, WHOLE, Color32::WHITE);
    }
    let paint = view.desk.answer::<UnitPaint>(Seat::ONE).filter(|_| surface != Surface::Picture);
    let Some(paint) = paint else { return Theme::of(ui).zero };
    let (image, bar) = paint.value.as_ref();
    let texture = view.textures.of(("hand", "map"), image, Pixels::Values);
    let opacity = if surface == Surface::Layer { OVER_PICTURE } else { 1.0 };
    ui.painter().image(texture, rect, WHOLE, Color32::WHITE.gamma_multiply(opacity));
    theme::ink(bar.colours.colour(bar.scale.position(0.0)))
}

/// What is covered, as the answer has it.
fn covering(ui: &Ui, scene: &Scene<'_>, rect: Rect, zero: Color32) {
    let Some(covered) = scene.covered() else { return };
    let cell = vec2(rect.width() / covered.size[1] as f32, rect.height() / covered.size[0] as f32);
    let place = |y: usize, x: usize| pos2(rect.left() + x as f32 * cell.x, rect.top() + y as f32 * cell.y);
    if let Some(([top, left, rows, columns], image)) = &covered.instead {
        let seen = scene.view.desk.answer::<CanvasOf>(Seat::ONE);
        let look = seen.map_or(Pixels::Smooth, |canvas| Pixels::of_picture(&canvas.value.seen));
        let texture = scene.view.textures.of(("hand", "instead"), image, look);
        let part = Rect::from_min_max(place(*top, *left), place(top + rows, left + columns));
        ui.painter().image(texture, part, WHOLE, Color32::WHITE);
    }
    for &[y, x, below, right] in &covered.cells {
        ui.painter().rect_filled(Rect::from_min_max(place(y, x), place(below, right)), 0.0, zero);
    }
    // A patch alone has its outline at the pointer, ahead of the answer.
    if scene.settings.strokes.is_empty() {
        return;
    }
    for stroke in [Stroke::new(3.0, SHADOW), Stroke::new(1.0, ON_PICTURE)] {
        for &[y, x, below, right] in &covered.edges {
            ui.painter().line_segment([place(y, x), place(below, right)], stroke);
        }
    }
}

/// The patch or the brush; a patch that was laid down stays where it is.
fn tool(ui: &Ui, scene: &Scene<'_>, painter: &egui::Painter, rect: Rect, (at, size): (Option<[f32; 2]>, [usize; 2])) {
    let settings = scene.settings;
    let hovering = at.filter(|_| settings.tool == Tool::Patch);
    if let Some(middle) = settings.laid.or(hovering) {
        let [top, left, rows, columns] = stroke::patch(settings.patch, middle, size);
        let cell = vec2(rect.width() / size[1] as f32, rect.height() / size[0] as f32);
        let corner = pos2(rect.left() + left as f32 * cell.x, rect.top() + top as f32 * cell.y);
        let outline = Rect::from_min_size(corner, vec2(columns as f32 * cell.x, rows as f32 * cell.y));
        let colour = if settings.laid.is_some() { Theme::of(ui).accent } else { ON_PICTURE };
        painter.rect_stroke(outline, 0.0, Stroke::new(3.5, SHADOW), StrokeKind::Middle);
        painter.rect_stroke(outline, 0.0, Stroke::new(1.5, colour), StrokeKind::Middle);
    }
    if let Some([x, y]) = at.filter(|_| settings.tool == Tool::Brush) {
        let centre = pos2(rect.left() + x * rect.width(), rect.top() + y * rect.height());
        let radius = settings.brush * rect.width() / 2.0;
        painter.circle_stroke(centre, radius, Stroke::new(3.5, SHADOW));
        painter.circle_stroke(centre, radius, Stroke::new(1.5, ON_PICTURE));
    }
}

/// A click lays the patch down, a drag takes it along, the right button takes it up again.
fn lay_patch(scene: &Scene<'_>, response: &Response, at: Option<[f32; 2]>) {
    if response.secondary_clicked() {
        scene.change(|settings| settings.laid = None);
    } else if (response.clicked() || response.dragged_by(PointerButton::Primary)) && at != scene.settings.laid {
        at.into_iter().for_each(|at| scene.send(Cover::Patch(at)));
    }
}

/// Sends where the brush went, point by point: fast strokes have several in a frame.
fn brush(ui: &Ui, scene: &Scene<'_>, rect: Rect, response: &Response) {
    let restores =
        response.dragged_by(PointerButton::Secondary) || response.secondary_clicked() || ui.input(|input| input.modifiers.shift);
    let moved = || {
        ui.input(|input| {
            let moves = input.events.iter().filter_map(|event| match event {
                egui::Event::PointerMoved(at) => Some(*at),
                _ => None,
            });
            moves.collect::<Vec<_>>()
        })
    };
    let mut points = Vec::new();
    if response.drag_started() {
        points.extend(ui.input(|input| input.pointer.press_origin()).map(|at| fraction(rect, at)));
        points.extend(moved().into_iter().map(|at| fraction(rect, at)));
    } else if response.dragged() {
        points.extend(moved().into_iter().map(|at| fraction(rect, at)));
        let last = scene.settings.strokes.last().and_then(|stroke| stroke.points.last().copied());
        if let Some(last) = last.filter(|_| !points.is_empty()) {
            points.insert(0, last);
        }
    } else if response.clicked() || response.secondary_clicked() {
        points.extend(pointer(ui, response).map(|at| fraction(rect, at)));
    }
    points.dedup();
    if !points.is_empty() {
        scene.send(if restores { Cover::Restore(points) } else { Cover::Erase(points) });
    }
}

/// The wheel makes the tool larger or smaller, a step at a time.
fn wheel(ui: &Ui, scene: &Scene<'_>) {
    let turned = ui.input(|input| {
        let turned = input.events.iter().map(|event| match event {
            egui::Event::MouseWheel { unit: MouseWheelUnit::Point, delta, modifiers, .. } if !modifiers.command => delta.y / STEP,
            egui::Event::MouseWheel { delta, modifiers, .. } if !modifiers.command => delta.y,
            _ => 0.0,
        });
        turned.sum::<f32>()
    });
    if turned == 0.0 {
        return;
    }
    let memory = ui.scope_id().with("hand-wheel");
    let turned = turned + ui.data(|data| data.get_temp::<f32>(memory)).unwrap_or_default();
    ui.data_mut(|data| data.insert_temp(memory, turned.fract()));
    for _ in 0..turned.abs() as usize {
        scene.view.send(if turned > 0.0 { Command::LargerTiles } else { Command::SmallerTiles });
    }
}
