//! The picture that grows, or four seeds of it, or two recipes beside each other; its history under it.

use std::sync::Arc;

use egui::{Align2, Color32, ColorImage, Rect, Role, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::{Scene, curve, strip};
use crate::{
    app::{
        chapters::visualise::{
            BESIDE,
            command::Shows,
            work::{GrowPicture, PlantView},
        },
        say::Say,
        textures::Pixels,
        theme::{self, BETWEEN, CARD_CORNER, CHIP_CORNER, Theme, WITHIN},
        widgets::{WHOLE, weak},
    },
    visualization::PRESETS,
    words::visualise as say,
};

/// Names of the textures of several pictures.
const TEXTURES: [&str; 4] = ["grown-1", "grown-2", "grown-3", "grown-4"];

/// Shows it, `side` points broad.
pub fn show(ui: &mut Ui, scene: &Scene<'_>, side: f32) {
    let Some((front, is_fresh)) = scene.front() else {
        blank(ui, side);
        return;
    };
    ui.scope(|ui| {
        if !is_fresh {
            ui.set_opacity(theme::STALE_OPACITY);
        }
        match &scene.settings().shows {
            Shows::Beside(id) => two(ui, scene, (front, id), side),
            _ => pictures(ui, scene, front, side),
        }
        ui.add_space(WITHIN);
        strip::show(ui, scene, front, side);
        ui.add_space(BETWEEN);
        curve::show(ui, scene, front, side);
    });
}

fn blank(ui: &mut Ui, side: f32) {
    let theme = Theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
    ui.painter().rect_filled(rect, CARD_CORNER, theme.card);
    let font = TextStyle::Body.resolve(ui.style());
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, ui.say(say::BEGINNING), font, theme.faint);
}

/// The picture after the step that is looked at.
fn looked_at<'a>(scene: &Scene<'_>, front: &'a PlantView) -> (Option<&'a Arc<ColorImage>>, usize) {
    let frame = scene.chapter.after.and_then(|after| front.frames.iter().find(|frame| frame.step == after));
    match frame {
        Some(frame) => (Some(&frame.image), frame.step),
        None => (front.images.first(), front.steps[0]),
    }
}

fn pictures(ui: &mut Ui, scene: &Scene<'_>, front: &PlantView, side: f32) {
    if front.images.len() > 1 {
        let each = ((side - WITHIN) / 2.0).floor();
        let aspect = aspect(&front.images[0]);
        let rows = front.images.len().min(TEXTURES.len()).div_ceil(2) as f32;
        let (area, _) = ui.allocate_exact_size(vec2(side, rows * (each * aspect + WITHIN) - WITHIN), Sense::hover());
        for (place, image) in front.images.iter().enumerate().take(TEXTURES.len()) {
            let corner = vec2((place % 2) as f32 * (each + WITHIN), (place / 2) as f32 * (each * aspect + WITHIN));
            let rect = Rect::from_min_size(area.min + corner, vec2(each, each * aspect));
            paint(ui, scene, TEXTURES[place], image, rect);
            let score = front.scores.get(place).map(|&score| ui.words().short(score as f32)).unwrap_or_default();
            label(ui, rect, &score);
        }
        return;
    }
    let (image, step) = looked_at(scene, front);
    let Some(image) = image else { return };
    let (rect, response) = ui.allocate_exact_size(vec2(side, side * aspect(image)), Sense::hover());
    let words = ui.words();
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words.say(&say::GROWN_PICTURE)));
    paint(ui, scene, TEXTURES[0], image, rect);
    label(ui, rect, &ui.say(say::step_of(step, front.steps[1])));
}

/// The picture in front and that of the second recipe.
fn two(ui: &mut Ui, scene: &Scene<'_>, (front, id): (&PlantView, &str), side: f32) {
    let each = ((side - BETWEEN) / 2.0).floor();
    let second = scene.view.desk.answer::<GrowPicture>(BESIDE);
    let name = PRESETS.find(id).map_or("", |preset| preset.name);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = BETWEEN;
        for (place, (view, name)) in
            [(Some(front), scene.preset.name), (second.map(|answer| answer.value.as_ref()), name)].into_iter().enumerate()
        {
            ui.vertical(|ui| {
                ui.set_width(each);
                let Some((view, image)) = view.and_then(|view| Some((view, view.images.first()?))) else {
                    blank(ui, each);
                    return;
                };
                let (rect, _) = ui.allocate_exact_size(vec2(each, each * aspect(image)), Sense::hover());
                paint(ui, scene, TEXTURES[place], image, rect);
                label(ui, rect, &ui.say(say::step_of(view.steps[0], view.steps[1])));
                let score = view.score().map(|score| ui.words().short(score as f32)).unwrap_or_default();
                weak(ui, &format!("{name} · {score}"));
            });
        }
    });
}

/// Height by width.
fn aspect(image: &ColorImage) -> f32 {
    image.size[1] as f32 / image.size[0].max(1) as f32
}

fn paint(ui: &Ui, scene: &Scene<'_>, name: &'static str, image: &Arc<ColorImage>, rect: Rect) {
    let texture = scene.view.textures.of(name, image, Pixels::Smooth);
    let shape = egui::epaint::RectShape::filled(rect, CARD_CORNER, Color32::WHITE);
    ui.painter().add(shape.with_texture(texture, WHOLE));
}

/// A few words in the lower left corner of a picture.
pub fn label(ui: &Ui, rect: Rect, text: &str) {
    written(ui, rect, text, false);
}

/// The same in the lower right corner.
pub fn label_right(ui: &Ui, rect: Rect, text: &str) {
    written(ui, rect, text, true);
}

fn written(ui: &Ui, rect: Rect, text: &str, is_right: bool) {
    if text.is_empty() {
        return;
    }
    let font = TextStyle::Monospace.resolve(ui.style());
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, theme::ON_PICTURE);
    let inner = galley.size() + vec2(10.0, 6.0);
    let inset = (rect.width() * 0.03).min(6.0);
    let left = if is_right { rect.right() - inset - inner.x } else { rect.left() + inset };
    let ground = Rect::from_min_size(pos2(left, rect.bottom() - inner.y - inset), inner);
    ui.painter().rect_filled(ground, CHIP_CORNER, theme::SHADOW);
    ui.painter().galley(ground.min + vec2(5.0, 3.0), galley, theme::ON_PICTURE);
}
