//! The strongest path, from a number back to the picture, each time to what gives most: its places as links, and on the picture
//! what each of them sees, frame in frame.

use egui::{Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{
    super::work::{ArithmeticOf, Explained},
    places::{go_to, place_name},
};
use crate::{
    app::{
        desk::Answer,
        open::Loaded,
        say::Say,
        theme::{self, BESIDE, ON_PICTURE, SHADOW, Theme},
        view::View,
        widgets::{Direction, chip, section, triangle},
    },
    words::network as say,
};

/// Side of the picture at the usual text size, in points.
const PICTURE: f32 = 150.0;

/// Shows it.
pub fn show(ui: &mut Ui, view: &View<'_>, (loaded, answer): (&Loaded, &Answer<ArithmeticOf>)) {
    section(ui, &ui.say(say::STRONGEST_PATH), &ui.say(say::STRONGEST_PATH_ABOUT));
    let id = ui.scope_id().with("pointed-link");
    let pointed: Option<usize> = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    ui.horizontal_top(|ui| {
        frames(ui, view, loaded, &answer.value, pointed);
        ui.add_space(BESIDE);
        let now = links(ui, view, (loaded, answer));
        ui.data_mut(|data| data.insert_temp(id, now));
    });
}

/// Answers the link under the pointer.
fn links(ui: &mut Ui, view: &View<'_>, (loaded, answer): (&Loaded, &Answer<ArithmeticOf>)) -> Option<usize> {
    let mut pointed = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for (index, link) in answer.value.path.iter().enumerate() {
            if index > 0 {
                let (rect, _) = ui.allocate_exact_size(vec2(10.0, 22.0), Sense::hover());
                triangle(ui.painter(), rect.center(), 8.0, Direction::Left, Theme::of(ui).faint);
            }
            let text = format!("{} {}", place_name(loaded, link.place), ui.words().short(link.value as f32));
            let response = chip(ui, &text, index == 0);
            if response.hovered() || response.has_focus() {
                pointed = Some(index);
            }
            let sees = answer.value.fields.get(index).map(|field| field.size().map(|side| side.to_string()));
            let [rows, columns] = sees.unwrap_or_default();
            let about = format!("{}\n{}", ui.say(say::gives(link.gives as f32)), ui.say(say::link_sees(rows, columns)));
            if response.on_hover_text(about).clicked() && index > 0 {
                go_to(view, loaded, link.place);
            }
        }
    });
    pointed
}

/// What each place sees, frame in frame on what the network sees of the picture.
fn frames(ui: &mut Ui, view: &View<'_>, loaded: &Loaded, explained: &Explained, pointed: Option<usize>) {
    let network = loaded.engine.network();
    let (Some((shown, texture)), [_, _, height, width]) = (view.picture(), network.node(network.input()).shape.as_slice()) else {
        return;
    };
    let side = PICTURE * theme::magnification(ui.style());
    let longest = (*height).max(*width).max(1) as f32;
    let size = vec2(side * *width as f32 / longest, side * *height as f32 / longest);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let said = ui.say(say::FRAMES);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
    let part = view.part_seen(shown);
    ui.painter().add(egui::epaint::RectShape::filled(rect, theme::MAP_CORNER, egui::Color32::WHITE).with_texture(texture, part));
    let at = |[y, x]: [isize; 2]| {
        pos2(rect.left() + x as f32 / *width as f32 * rect.width(), rect.top() + y as f32 / *height as f32 * rect.height())
    };
    let frame = |index: usize, colour, thickness: f32| {
        if let Some(field) = explained.fields.get(index) {
            let seen = Rect::from_min_max(at(field.start), at(field.end)).intersect(rect);
            let painter = ui.painter();
            painter.rect_stroke(seen, 1.0, Stroke::new(thickness + 1.5, SHADOW), StrokeKind::Inside);
            painter.rect_stroke(seen, 1.0, Stroke::new(thickness, colour), StrokeKind::Inside);
        }
    };
    for index in 0..explained.fields.len() {
        frame(index, ON_PICTURE.gamma_multiply(0.8), 1.0);
    }
    frame(pointed.unwrap_or(0), Theme::of(ui).accent, 2.0);
    response.on_hover_text(said);
}
