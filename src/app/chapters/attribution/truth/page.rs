//! The page "Is it true?": a row for each map and each control, with the picture as it is erased, the numbers, and the maps
//! of the network as it forgets.

use egui::{Align, Frame as Card, Layout, Margin, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::{Erasing, StripPaint, Tested, Verdict, parts::parts};
use crate::{
    app::{
        chapters::attribution::{MapPaint, Tile, shown::Shown},
        desk::Ending,
        say::Say,
        textures::{Pixels, TextureName},
        theme::{self, BETWEEN, Theme, WITHIN, caption},
        widgets::{Direction, Icon, WHOLE, choice, icon, section, square, triangle, trust, weak},
    },
    attribution::Family,
    judge::{Better, MEASURES},
    methods::Named as _,
    words::attribution as say,
};

/// Side of the map and of the picture that is erased, and of a frame of the strip, in points.
const PICTURE: f32 = 92.0;
const FRAME: f32 = 64.0;
/// Around what a row shows, in points.
const INSET: i8 = 8;

/// Shows the page.
pub fn page(ui: &mut Ui, shown: &Shown<'_>) {
    weak(ui, &ui.say(say::TRUTH_ABOUT));
    ui.horizontal(|ui| {
        let [name, grey, blur, around] =
            [say::ERASE_WITH, say::ERASE_GREY, say::ERASE_BLUR, say::ERASE_AROUND].map(|phrase| ui.say(phrase));
        let options = [(Erasing::Grey, grey.as_str()), (Erasing::Blur, &blur), (Erasing::Surroundings, &around)];
        if let Some(eraser) = choice(ui, &name, &options, shown.settings.eraser) {
            shown.send(|settings| settings.eraser = eraser);
        }
    });
    ui.add_space(WITHIN);
    ScrollArea::vertical().id_salt("truth").auto_shrink(false).show(ui, |ui| {
        let tested = shown.settings.tested();
        for tile in &tested {
            row(ui, shown, tile);
        }
    });
}

fn row(ui: &mut Ui, shown: &Shown<'_>, tile: &Tile) {
    let theme = Theme::of(ui);
    let desk = shown.view.desk;
    let (Some(method), Some(seat)) = (tile.method(), tile.seat()) else { return };
    let answer = desk.answer::<Tested>(seat);
    let ending = desk.ending::<Tested>(seat);
    let frame =
        Card::new().fill(theme.card).stroke(theme.hairline()).corner_radius(theme::CARD_CORNER).inner_margin(Margin::same(INSET));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width() - ui.spacing().scroll.bar_width - 2.0 * f32::from(INSET));
        ui.horizontal(|ui| {
            ui.label(RichText::new(method.name).color(theme.text)).on_hover_text(ui.say(method.about()));
            let own = tile.own();
            let qualifier = if method.family == Family::Controls { ui.say(say::A_CONTROL) } else { own };
            weak(ui, &qualifier);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if answer.is_some_and(|answer| !answer.value.is_whole && answer.is_fresh) {
                    weak(ui, &ui.say(say::STILL_TESTING));
                }
            });
        });
        if let Some(Ending::Failed(problem)) = ending {
            trust(ui, &ui.say(problem), false);
            return;
        }
        let Some(answer) = answer else {
            weak(ui, &ui.say(say::TO_COME));
            return;
        };
        if !answer.is_fresh {
            ui.set_opacity(theme::STALE_OPACITY);
        }
        let verdict = &answer.value;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing = vec2(BETWEEN, WITHIN);
            if let Some(painted) = desk.answer::<MapPaint>(seat) {
                let name = TextureName { what: "attribution", which: method.id, page: tile.number };
                let texture = shown.view.textures.of(name, &painted.value.image, Pixels::Smooth);
                let (rect, response) = ui.allocate_exact_size(vec2(PICTURE, PICTURE), Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(Role::Image, true, method.name));
                ui.painter().rect_filled(rect, theme::MAP_CORNER, theme.zero);
                ui.painter().image(texture, rect, WHOLE, egui::Color32::WHITE);
            }
            if let Some(erased) = &verdict.erased {
                let name = TextureName { what: "attribution-erased", which: method.id, page: tile.number };
                let texture = shown.view.textures.of(name, erased, Pixels::Smooth);
                let (rect, response) = ui.allocate_exact_size(vec2(PICTURE, PICTURE), Sense::hover());
                let said = ui.say(say::ERASED);
                response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
                ui.painter().image(texture, rect, WHOLE, egui::Color32::WHITE);
            }
            ui.vertical(|ui| numbers(ui, verdict));
        });
        if let Some(tried) = &verdict.parts {
            ui.add_space(WITHIN);
            ui.scope(|ui| parts(ui, tried));
        }
        strips(ui, shown, (tile, method.id), verdict);
    });
    ui.add_space(BETWEEN);
}

/// Breadth of a number with its name, in points at the usual text size.
const NUMBER: f32 = 132.0;

/// The numbers as small columns: name above, value below, a triangle that says which way is better.
fn numbers(ui: &mut Ui, verdict: &Verdict) {
    let theme = Theme::of(ui);
    let breadth = NUMBER * theme::magnification(ui.style());
    let columns = ((ui.available_width() / breadth) as usize).max(1);
    let known: Vec<_> = MEASURES.iter().filter_map(|measure| Some((measure, verdict.value(measure.id)?))).collect();
    for row in known.chunks(columns) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for (measure, value) in row {
                let about = ui.say(measure.about());
                ui.vertical(|ui| {
                    ui.set_width(breadth);
                    ui.spacing_mut().item_spacing.y = 1.0;
                    ui.add(egui::Label::new(RichText::new(measure.name).text_style(caption()).color(theme.faint)).truncate())
                        .on_hover_text(&about);
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = WITHIN;
                        ui.label(RichText::new(ui.words().fixed(*value, 2)).monospace().color(theme.text));
                        let (rect, response) = ui.allocate_exact_size(vec2(9.0, 9.0), Sense::hover());
                        let is_higher = measure.better == Better::Higher;
                        let direction = if is_higher { Direction::Up } else { Direction::Down };
                        triangle(ui.painter(), rect.center(), 8.0, direction, theme.faint);
                        response.on_hover_text(ui.say(if is_higher { say::HIGHER_IS_BETTER } else { say::LOWER_IS_BETTER }));
                    });
                });
            }
        });
    }
}

/// The maps of the network while it forgets, from the top, from the bottom and part by part.
fn strips(ui: &mut Ui, shown: &Shown<'_>, (tile, method): (&Tile, &'static str), verdict: &Verdict) {
    let Some(seat) = tile.seat() else { return };
    let Some(paint) = shown.view.desk.answer::<StripPaint>(seat) else { return };
    let names = [say::FORGETS_FROM_TOP, say::FORGETS_FROM_BOTTOM, say::FORGETS_ALONE];
    for (place, (name, frames)) in names.into_iter().zip(verdict.strips()).enumerate() {
        if frames.is_empty() {
            continue;
        }
        ui.add_space(WITHIN);
        section(ui, &ui.say(name), &ui.say(say::RANK_CORRELATION));
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(BETWEEN, WITHIN);
            for (index, (frame, image)) in frames.iter().zip(&paint.value[place]).enumerate() {
                let page = (tile.number * 3 + place) * 64 + index;
                let texture =
                    shown.view.textures.of(TextureName { what: "attribution-strip", which: method, page }, image, Pixels::Smooth);
                ui.vertical(|ui| {
                    ui.set_width(FRAME);
                    ui.spacing_mut().item_spacing.y = 1.0;
                    let (rect, response) = ui.allocate_exact_size(vec2(FRAME, FRAME), Sense::hover());
                    let words = ui.words();
                    let likeness = frame.likeness;
                    let said = words.say(&say::frame_of(
                        frame.edge.as_str(),
                        words.fixed(likeness.spearman, 2),
                        words.fixed(likeness.structural, 2),
                        words.fixed(likeness.gradients, 2),
                    ));
                    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
                    ui.painter().image(texture, rect, WHOLE, egui::Color32::WHITE);
                    response.on_hover_text(&said);
                    ui.label(RichText::new(words.fixed(likeness.spearman, 2)).monospace().text_style(caption()));
                });
                if index + 1 < frames.len() {
                    let (rect, _) = ui.allocate_exact_size(vec2(10.0, FRAME), Sense::hover());
                    icon(ui.painter(), square(rect.center(), 10.0), Icon::Next, Theme::of(ui).faint);
                }
            }
        });
    }
}
