//! A tile as a card: whose map it is, the map over the picture, the number under the cursor, its scale, how far to trust it.

use egui::{
    Align, Color32, Frame, Id, Layout, Margin, Rect, RichText, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::{Explanation, MapPaint, PaintedMap, Tile, asking::Seen, elsewhere::Elsewhere, shown::Shown, tile_menu::tile_menu};
use crate::{
    app::{
        desk::{Answer, Ending},
        say::Say,
        textures::{Pixels, TextureName},
        theme::{self, BETWEEN, ON_PICTURE, SHADOW, Theme, WITHIN, caption},
        view::View,
        widgets::{WHOLE, colour_bar, fit_to_width, position_at, tile_number, trust, weak},
    },
    attribution::Method,
    methods::Named as _,
    words::{Value, attribution as say, figures},
};

/// Shows a tile.
pub fn card(ui: &mut Ui, shown: &Shown<'_>, tile: &Tile, width: f32) {
    let theme = Theme::of(ui);
    let desk = shown.view.desk;
    let (Some(method), Some(seat)) = (tile.method(), tile.seat()) else { return };
    let place = Seen::of(shown.view.sight(), tile);
    // A reason why not belongs to what is asked now; a map may be stale.
    let refused = shown.refusals.iter().find(|(refused, _)| *refused == seat);
    let ending = match refused {
        Some((_, problem)) => Some(Ending::Failed(problem.clone())),
        None if place.is_none() && tile.is_elsewhere() => desk.ending::<Elsewhere>(seat).cloned(),
        None => desk.ending::<Explanation>(seat).cloned(),
    };
    let painted = desk.answer::<MapPaint>(seat).filter(|_| !matches!(ending, Some(Ending::Failed(_))));
    let frame =
        Frame::new().fill(theme.card).stroke(theme.hairline()).corner_radius(theme::CARD_CORNER).inner_margin(Margin::same(8));
    frame.show(ui, |ui| {
        ui.set_width(width - 18.0);
        ui.spacing_mut().item_spacing = vec2(BETWEEN, WITHIN);
        ui.vertical(|ui| {
            heading(ui, shown, (tile, method), place.as_ref(), painted);
            // A growing map is painted again and again, and is fresh all the while.
            let now = desk.fresh::<Explanation>(seat).map(|answer| &answer.question);
            if painted.is_some_and(|painted| Some(&painted.value.answers) != now) {
                ui.set_opacity(theme::STALE_OPACITY);
            }
            picture(ui, shown, (tile, method), place.as_ref(), painted);
            match (painted, ending) {
                (Some(painted), _) => scale(ui, shown.view, &painted.value),
                (None, Some(Ending::Failed(problem))) => {
                    trust(ui, &ui.say(problem), false);
                }
                (None, Some(Ending::Stopped)) => {
                    weak(ui, &ui.say(say::STOPPED));
                }
                (None, None) => {
                    weak(ui, &ui.say(say::TO_COME));
                }
            }
        });
    });
}

fn heading(
    ui: &mut Ui,
    shown: &Shown<'_>,
    (tile, method): (&Tile, &'static Method),
    place: Option<&Seen>,
    painted: Option<&Answer<MapPaint>>,
) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        let about = ui.say(method.about());
        ui.label(RichText::new(method.name).color(theme.text)).on_hover_text(about);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            tile_menu(ui, shown, tile, method);
            let layer = painted.and_then(|painted| painted.value.answers.layer);
            let own = tile.own();
            let qualifier = match (layer, place) {
                _ if tile.less.is_some() => difference(ui, shown, tile),
                _ if tile.number > 0 && !own.is_empty() => own,
                (Some(layer), Some(place)) => place.loaded.title(layer).to_owned(),
                _ => method.paper.to_owned(),
            };
            let text = RichText::new(qualifier).text_style(caption()).color(theme.faint);
            let about = ui.say(figures::of_method(method.name, method.paper));
            ui.add(egui::Label::new(text).truncate()).on_hover_text(about);
        });
    });
}

/// What is taken from what.
fn difference(ui: &Ui, shown: &Shown<'_>, tile: &Tile) -> String {
    let other = tile
        .less
        .as_ref()
        .and_then(|(method, number)| shown.tiles.iter().find(|other| other.method == *method && other.number == *number));
    let name = |tile: &Tile| {
        let own = Tile { less: None, ..tile.clone() }.own();
        if own.is_empty() { ui.say(say::AS_PUBLISHED) } else { own }
    };
    ui.say(say::less(name(tile), other.map(name).unwrap_or_default()))
}

/// The place of the pointer in the picture, from 0 to 1 down and across, and the frame in which it was there.
type Pointed = ([f32; 2], u64);

fn pointed(ui: &Ui) -> Option<Pointed> {
    ui.data(|data| data.get_temp(Id::unique("attribution-cursor")))
}

/// The place of the pointer, one for all tiles.
fn cursor(ui: &Ui) -> Option<[f32; 2]> {
    let now = ui.ctx().cumulative_frame_nr();
    pointed(ui).filter(|(_, frame)| now.saturating_sub(*frame) <= 1).map(|(place, _)| place)
}

fn point(ui: &Ui, place: [f32; 2]) {
    let now = ui.ctx().cumulative_frame_nr();
    if pointed(ui).is_none_or(|(before, _)| before != place) {
        // Tiles that were painted before this one follow in the next frame.
        ui.ctx().request_repaint();
    }
    ui.data_mut(|data| data.insert_temp::<Pointed>(Id::unique("attribution-cursor"), (place, now)));
}

/// Once all tiles are painted: where the pointer has left them, the next frame shows it no longer.
pub fn let_go(ui: &Ui) {
    let now = ui.ctx().cumulative_frame_nr();
    if pointed(ui).is_some_and(|(_, frame)| frame + 1 == now) {
        ui.ctx().request_repaint();
    }
}

fn picture(
    ui: &mut Ui,
    shown: &Shown<'_>,
    (tile, method): (&Tile, &'static Method),
    place: Option<&Seen>,
    painted: Option<&Answer<MapPaint>>,
) {
    let theme = Theme::of(ui);
    let view = shown.view;
    let Some(preprocessing) = place.map_or(view.state.preprocessing.as_ref(), |place| Some(&place.forward.preprocessing)) else {
        return;
    };
    let [rows, columns] = preprocessing.size;
    let width = ui.available_width();
    let size = vec2(width, width * rows as f32 / columns.max(1) as f32);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let words = ui.words();
    let name = say::map_of(method.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words.say(&name)));
    let painted = painted.map(|painted| painted.value.as_ref());
    ui.painter().rect_filled(rect, theme::MAP_CORNER, theme.zero);
    if painted.is_none_or(|painted| painted.over_picture) {
        // Nothing is known yet: the picture waits, dimmed.
        let tint = if painted.is_none() { Color32::WHITE.gamma_multiply(0.35) } else { Color32::WHITE };
        if let Some(place) = place.filter(|_| tile.is_elsewhere()) {
            let name = TextureName { what: "attribution-picture", which: method.id, page: tile.number };
            let texture = view.textures.of(name, &place.shown.display, Pixels::of_picture(&place.shown.display));
            let [left, top, wide, high] =
                preprocessing.region(place.shown.picture.width, place.shown.picture.height).map(|side| side as f32);
            let whole = vec2(place.shown.picture.width as f32, place.shown.picture.height as f32);
            let seen = Rect::from_min_size(pos2(left / whole.x, top / whole.y), vec2(wide / whole.x, high / whole.y));
            ui.painter().image(texture, rect, seen, tint);
        } else if let Some((picture, texture)) = view.picture() {
            ui.painter().image(texture, rect, view.part_seen(picture), tint);
        }
    }
    let Some(painted) = painted else { return };
    let fades = painted.over_picture && shown.settings.drawn_as == crate::figures::DrawnAs::Heat;
    let opacity = if fades { shown.settings.opacity } else { 1.0 };
    let name = TextureName { what: "attribution", which: method.id, page: tile.number };
    let texture = view.textures.of(name, &painted.image, Pixels::Smooth);
    ui.painter().image(texture, rect, WHOLE, Color32::WHITE.gamma_multiply(opacity));
    if let Some(located) = &painted.located {
        let scale = rect.size() / vec2(columns as f32, rows as f32);
        let [left, top, right, bottom] = located.pixels.map(|side| side as f32);
        let corner = |x: f32, y: f32| rect.min + vec2(x, y) * scale;
        let frame = Rect::from_min_max(corner(left, top), corner(right, bottom));
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        painter.rect_stroke(frame, 0.0, Stroke::new(3.0, SHADOW), StrokeKind::Inside);
        painter.rect_stroke(frame, 0.0, Stroke::new(1.5, ON_PICTURE), StrokeKind::Inside);
    }
    if let Some(pointer) = response.hover_pos() {
        point(ui, [(pointer.y - rect.top()) / rect.height(), (pointer.x - rect.left()) / rect.width()]);
    }
    if let Some([down, across]) = cursor(ui) {
        let map = &painted.map;
        let at = pos2(rect.left() + across * rect.width(), rect.top() + down * rect.height());
        let Some([y, x]) = position_at(rect, at, map.height, map.width) else { return };
        for (line, stroke) in [(3.0, SHADOW), (1.0, ON_PICTURE)] {
            for direction in [vec2(5.0, 0.0), vec2(0.0, 5.0)] {
                ui.painter().line_segment([at - direction, at + direction], Stroke::new(line, stroke));
            }
        }
        let value = painted.plane.get(y * map.width + x).copied().unwrap_or_default();
        let value = if map.signed { words.signed(value) } else { words.short(value) };
        let said = words.say(&say::value_at(y.to_string(), x.to_string(), value));
        tile_number(ui.painter(), rect, &said, caption().resolve(ui.style()));
    }
}

fn scale(ui: &mut Ui, view: &View<'_>, painted: &PaintedMap) {
    let (low, high) = (painted.bar.scale.low, painted.bar.scale.high);
    let words = ui.words();
    let ends = if painted.bar.scale.is_signed() {
        [words.short(low), words.short(0.0), words.signed(high)]
    } else {
        [low, (low + high) / 2.0, high].map(|end| words.short(end))
    };
    colour_bar(ui, view.textures.gradient(painted.bar.colours), [&ends[0], &ends[1], &ends[2]]);
    let clipped = painted.shown.map(figures::values_shown);
    let located = painted.located.map(|located| match located.overlap {
        Some(overlap) => say::box_fits(Value::Fixed(f64::from(overlap), 2)),
        None => say::box_holds(Value::Percent(f64::from(located.inside), 0)),
    });
    let theme = Theme::of(ui);
    let colour = if painted.map.is_finished() { theme.good } else { theme.warning };
    let line = words.line(painted.map.trust.iter().chain(&clipped).chain(&located));
    let galley = fit_to_width(ui, &line, &caption(), ui.available_width());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), galley.size().y), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &line));
    ui.painter().galley(rect.min, galley, colour);
    response.on_hover_text(&line);
}
