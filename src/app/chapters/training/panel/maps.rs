//! What the network so far is made of and makes: its first filters, and the maps of a layer for one held-out picture with the
//! gradients at them.

use egui::{Color32, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use super::{Scene, class_name};
use crate::{
    app::{
        chapters::training::{PaintedLook, Setting, TrainingCommand, TrainingView},
        say::Say,
        textures::Pixels,
        theme::{self, BETWEEN, MAP_CORNER, TILE_GAP, Theme, WITHIN},
        tiles::Tiles,
        view::View,
        widgets::{WHOLE, caption_label, chip, colour_bar, section, weak},
    },
    units::Maps,
    words::{Phrase, training as say},
};

/// Width of a tile at the usual text size, and how many are shown.
const TILE: f32 = 40.0;
const MOST: usize = 32;
/// Side of the example.
const EXAMPLE: f32 = 92.0;

/// Tiles in rows.
fn rows(ui: &mut Ui, view: &View<'_>, name: &str, tiles: &Tiles, (count, texture): (usize, &'static str)) {
    let shown = count.min(MOST);
    let aspect = tiles.tile[1] as f32 / tiles.tile[0].max(1) as f32;
    let wanted = TILE * theme::magnification(ui.style());
    let columns = ((ui.available_width() + TILE_GAP) / (wanted + TILE_GAP)).floor().max(1.0) as usize;
    let width = (ui.available_width() - TILE_GAP * (columns - 1) as f32) / columns as f32;
    let size = vec2(width, width * aspect);
    let rows = shown.div_ceil(columns);
    let (area, response) = ui.allocate_exact_size(vec2(ui.available_width(), rows as f32 * (size.y + TILE_GAP)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    for place in 0..shown {
        let corner = vec2((place % columns) as f32 * (size.x + TILE_GAP), (place / columns) as f32 * (size.y + TILE_GAP));
        if let Some((texture, uv)) = view.values(texture, tiles, place) {
            ui.painter().image(texture, Rect::from_min_size(area.min + corner, size), uv, Color32::WHITE);
        }
    }
}

fn number_of(count: usize) -> Phrase {
    if count > MOST { say::first_of(MOST, count) } else { Phrase::verbatim(count.to_string()) }
}

/// The first convolution's filters.
pub fn filters(ui: &mut Ui, view: &View<'_>, painted: &PaintedLook) {
    let (Some((tiles, end, colours)), Some(filters)) = (&painted.filters, &painted.look.filters) else { return };
    let name = painted.look.first.map(|first| painted.look.loaded.title(first)).unwrap_or_default();
    let count = filters.shape[0];
    section(ui, &ui.say(say::filters_of(name)), &ui.say(say::one_scale(number_of(count))));
    rows(ui, view, &ui.say(say::FIRST_FILTERS), tiles, (count, "trained-filters"));
    colour_bar(ui, view.textures.gradient(*colours), [&ui.words().short(-end), "0", &ui.words().signed(*end)]);
}

/// The example, the layer's maps for it, and the gradients at them.
pub fn of_example(ui: &mut Ui, scene: &Scene<'_>, training: &TrainingView, painted: &PaintedLook) {
    let (view, look) = (scene.view, painted.look.as_ref());
    let layer = look.layer.map(|layer| look.loaded.title(layer).to_owned()).unwrap_or_default();
    section(ui, &ui.say(say::one_picture_in(&layer)), &ui.say(say::ALWAYS_THE_SAME));
    ui.horizontal_top(|ui| {
        let side = EXAMPLE * theme::magnification(ui.style());
        let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
        let words = ui.words();
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words.say(&say::EXAMPLE)));
        let texture = view.textures.of("trained-example", &painted.example, Pixels::Smooth);
        ui.painter().add(egui::epaint::RectShape::filled(rect, MAP_CORNER, Color32::WHITE).with_texture(texture, WHOLE));
        ui.vertical(|ui| {
            let (answer, probability) = look.example.answer;
            let theme = Theme::of(ui);
            let right = answer.index() == look.example.class;
            let colour = if right { theme.good } else { theme.warning };
            let text = format!("{} {}", class_name(ui, training, answer.index()), ui.words().percent(f64::from(probability), 1));
            ui.label(egui::RichText::new(text).text_style(theme::title()).color(colour));
            let truth = class_name(ui, training, look.example.class);
            weak(ui, &ui.say(if right { say::THAT_IS_RIGHT } else { say::it_is(truth) }));
            layers(ui, scene, painted, &layer);
            if chip(ui, &ui.say(say::ANOTHER), false).on_hover_text(ui.say(say::ANOTHER_ABOUT)).clicked() {
                scene.send(TrainingCommand::HeldOut(look.example.index + 1));
            }
        });
    });
    ui.add_space(WITHIN);
    let truth = class_name(ui, training, look.example.class);
    row(ui, view, &ui.say(say::MAPS), (look.values.as_ref(), painted.values.as_ref(), "trained-maps"));
    let name = ui.say(say::gradient_at_them(truth));
    row(ui, view, &name, (look.gradients.as_ref(), painted.gradients.as_ref(), "trained-gradients"));
}

fn row(ui: &mut Ui, view: &View<'_>, name: &str, (maps, tiles, texture): (Option<&Maps>, Option<&Tiles>, &'static str)) {
    let (Some(maps), Some(tiles)) = (maps, tiles) else { return };
    let [channels, height, width] = maps.shape;
    section(ui, name, &ui.say(say::count_of_size(number_of(channels), height, width)));
    if maps.is_vector() {
        weak(ui, &ui.say(say::SINGLE_NUMBERS));
    } else {
        rows(ui, view, name, tiles, (channels, texture));
    }
    ui.add_space(BETWEEN);
}

/// The layers with maps, to choose from.
fn layers(ui: &mut Ui, scene: &Scene<'_>, painted: &PaintedLook, now: &str) {
    let loaded = &painted.look.loaded;
    ui.horizontal(|ui| {
        caption_label(ui, &ui.say(say::LAYER));
        let button = chip(ui, now, false).on_hover_text(ui.say(say::LAYER_ABOUT));
        egui::Popup::menu(&button).show(|ui| {
            let has_maps = |shape: Option<[usize; 3]>| shape.is_some_and(|[_, height, width]| height * width > 1);
            for row in loaded.rows.iter().filter(|row| has_maps(loaded.map_shape(row.layer.node))) {
                let title = &row.layer.title;
                if ui.selectable_label(title == now, format!("{title}  {}", row.shape)).clicked() {
                    let setting = scene.training.dials.setting();
                    scene.send(TrainingCommand::Turn(Setting { layer: Some(title.clone()), ..setting }));
                    ui.close();
                }
            }
        });
    });
}
