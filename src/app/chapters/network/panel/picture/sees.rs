//! What the middle position of each part sees, frame in frame on the picture, and how much of it really moves the selected layer.

use egui::{Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::super::{
    super::{
        command::PictureSettings,
        work::{EffectiveOf, Taken},
    },
    Options,
};
use crate::{
    app::{
        desk::Seat,
        open::Loaded,
        say::Say,
        textures::Pixels,
        theme::{self, BESIDE, BETWEEN, ON_PICTURE, SHADOW, Theme, magnification},
        widgets::{WHOLE, chip, section, weak},
    },
    network::ReceptiveField,
    words::{Value, anatomy as say},
};

/// Side of the picture at the usual text size, in points.
const PICTURE: f32 = 190.0;

/// Shows both.
pub fn show(ui: &mut Ui, options: &Options<'_>, loaded: &Loaded, taken: &Taken) {
    section(ui, &ui.say(say::WHAT_A_POSITION_SEES), &ui.say(say::GROWS_WITH_DEPTH));
    ui.horizontal_top(|ui| {
        frames(ui, options, loaded, taken);
        ui.add_space(BESIDE);
        effective(ui, options, loaded, taken);
    });
}

/// Where the picture lies, and how input pixels are turned into points there.
struct Ground {
    rect: Rect,
    size: [f32; 2],
}

impl Ground {
    fn new(ui: &mut Ui, loaded: &Loaded, about: &str) -> Option<Self> {
        let network = loaded.engine.network();
        let &[_, _, height, width] = network.node(network.input()).shape.as_slice() else { return None };
        let side = PICTURE * magnification(ui.style());
        let longest = height.max(width).max(1) as f32;
        let size = vec2(side * width as f32 / longest, side * height as f32 / longest);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, about));
        response.on_hover_text(about);
        Some(Self { rect, size: [height as f32, width as f32] })
    }

    fn frame(&self, field: ReceptiveField) -> Rect {
        let [height, width] = self.size;
        let inside = field.clipped(height as usize, width as usize);
        let at = |[y, x]: [isize; 2]| {
            let share = vec2(x as f32 / width * self.rect.width(), y as f32 / height * self.rect.height());
            self.rect.min + share
        };
        Rect::from_min_max(at(inside.start), at(inside.end))
    }
}

fn frames(ui: &mut Ui, options: &Options<'_>, loaded: &Loaded, taken: &Taken) {
    let view = options.view;
    let Some((shown, texture)) = view.picture() else { return };
    let Some(ground) = Ground::new(ui, loaded, &ui.say(say::FRAMES_ABOUT)) else { return };
    let part = view.part_seen(shown);
    let painter = ui.painter();
    painter
        .add(egui::epaint::RectShape::filled(ground.rect, theme::MAP_CORNER, egui::Color32::WHITE).with_texture(texture, part));
    // Each size once, the first part that has it: more frames than a person can tell apart say nothing.
    let mut seen: Vec<(String, Rect)> = Vec::new();
    for part in &taken.anatomy.parts {
        let Some(rect) = taken.fields.get(&part.node).map(|field| ground.frame(*field)) else { continue };
        let is_new = seen.last().is_none_or(|(_, last)| rect.height() > last.height() + 13.0 * magnification(ui.style()));
        if is_new && rect.height() > 4.0 && rect.height() < ground.rect.height() - 1.0 {
            let name = ui.say(crate::figures::part_title(part));
            let short = name.rsplit('.').next().unwrap_or(&name).to_owned();
            seen.push((format!("{short} {}", part.cost.sees[0]), rect));
        }
    }
    let font = egui::FontId::proportional(9.5 * magnification(ui.style()));
    for (text, rect) in &seen {
        painter.rect_stroke(*rect, 1.0, Stroke::new(2.5, SHADOW), StrokeKind::Inside);
        painter.rect_stroke(*rect, 1.0, Stroke::new(1.0, ON_PICTURE), StrokeKind::Inside);
        if rect.height() > 24.0 {
            let galley = painter.layout_no_wrap(text.clone(), font.clone(), ON_PICTURE);
            let place = pos2(rect.center().x - galley.size().x / 2.0, rect.bottom() - galley.size().y - 1.0);
            painter.rect_filled(Rect::from_min_size(place, galley.size()).expand(1.0), 2.0, SHADOW);
            painter.galley(place, galley, ON_PICTURE);
        }
    }
    if let Some(rect) = view.state.selection.layer.and_then(|layer| taken.fields.get(&layer)).map(|field| ground.frame(*field)) {
        painter.rect_stroke(rect, 1.0, Stroke::new(2.0, Theme::of(ui).accent), StrokeKind::Inside);
    }
}

/// How much of it really moves the layer.
fn effective(ui: &mut Ui, options: &Options<'_>, loaded: &Loaded, taken: &Taken) {
    let picture = options.settings.picture;
    let Some(layer) = options.view.state.selection.layer else { return };
    let Some(&field) = taken.fields.get(&layer) else {
        ui.vertical(|ui| weak(ui, &ui.say(say::SEES_EVERYTHING)));
        return;
    };
    let answer = options.view.desk.answer::<EffectiveOf>(Seat::ONE).filter(|_| picture.effective);
    let found = answer.filter(|answer| answer.question.layer == layer);
    if let Some(image) = found.and_then(|answer| answer.value.image.as_ref()) {
        let texture = options.view.textures.of("effective-field", image, Pixels::Values);
        if let Some(ground) = Ground::new(ui, loaded, &ui.say(say::EFFECTIVE_ABOUT)) {
            ui.painter().image(texture, ground.rect, WHOLE, egui::Color32::WHITE);
            let rect = ground.frame(field);
            ui.painter().rect_stroke(rect, 1.0, Stroke::new(1.5, Theme::of(ui).accent), StrokeKind::Inside);
        }
        ui.add_space(BETWEEN);
    }
    ui.vertical(|ui| {
        let [rows, columns] = field.size();
        weak(ui, &ui.say(say::may_see(loaded.title(layer), rows.to_string(), columns.to_string())));
        if let Some(effective) = found.and_then(|answer| answer.value.field.as_ref()) {
            let [down, right] = effective.holds;
            let share = (down * right) as f64 / (rows * columns).max(1) as f64;
            weak(ui, &ui.say(say::really_moves(down.to_string(), right.to_string(), Value::Percent(share, 0))));
            weak(ui, &ui.say(say::averaged_over(effective.pictures)));
        } else if found.is_some() && !options.view.desk.is_busy::<EffectiveOf>(Seat::ONE) {
            weak(ui, &ui.say(say::NOTHING_ALIVE));
        }
        ui.add_space(BETWEEN);
        let about = ui.say(say::EFFECTIVE_ABOUT);
        if chip(ui, &ui.say(say::MEASURE_EFFECTIVE), picture.effective).on_hover_text(about).clicked() {
            options.send_picture(PictureSettings { effective: !picture.effective, ..picture });
        }
    });
}
