//! The left column, what goes in: the picture, the answer, the layers in the order of the data.

use egui::{Color32, Popup, Rect, RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::layers;
use crate::{
    app::{
        command::{ClassName, Command, Switch},
        desk::Seat,
        open::{OPEN_FOLDER, OPEN_MODEL, OPEN_PICTURE, OpenModel, OpenPicture, Shown},
        questions::{UnitOf, last_pass},
        recent::recent_chip,
        say::Say,
        theme::{self, BETWEEN, CARD_CORNER, Theme, WITHIN},
        view::View,
        widgets::{boxed, chip, class_bar, empty, section, warning_chip},
    },
    data::world,
    network::Class,
    units::Unit,
    words::{Value, frame},
    zoo::{SHIPPED, Sees, Shipped},
};

/// With less than this the whole column scrolls, so that the layer list keeps [`LIST_HEIGHT`].
const ENOUGH_HEIGHT: f32 = 700.0;
/// Height of the layer list in a low window.
const LIST_HEIGHT: f32 = 300.0;
/// Classes of the answer that are shown.
const CLASSES: usize = 5;

/// Shows the column.
pub fn show(ui: &mut Ui, view: &View<'_>) {
    let magnified = theme::magnification(ui.style());
    if ui.available_height() >= ENOUGH_HEIGHT * magnified {
        what_goes_in(ui, view);
        layers::show(ui, view, ui.available_height());
    } else {
        egui::ScrollArea::vertical().id_salt("left").show(ui, |ui| {
            what_goes_in(ui, view);
            layers::show(ui, view, LIST_HEIGHT * magnified);
        });
    }
}

fn what_goes_in(ui: &mut Ui, view: &View<'_>) {
    show_picture(ui, view);
    ui.add_space(BETWEEN);
    show_answer(ui, view);
    ask_photos(ui, view);
    ui.add_space(BETWEEN);
    show_model(ui, view);
}

fn show_picture(ui: &mut Ui, view: &View<'_>) {
    let shown = view.state.selection.picture.as_ref();
    let name = shown.map_or_else(String::new, |shown| ui.say(&shown.name));
    section(ui, &ui.say(frame::PICTURE), &name);
    let side = ui.available_width().min(ui.ctx().content_rect().height() * 0.27);
    if let Some((shown, texture)) = view.picture() {
        paint_picture(ui, view, shown, texture, side);
    } else if view.desk.is_busy::<OpenPicture>(Seat::ONE) {
        ui.allocate_exact_size(vec2(side, side), Sense::hover());
    } else {
        empty(ui, &ui.say(frame::NO_PICTURE), None);
    }
    ui.add_space(WITHIN);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        let next = if view.state.folder.as_ref().is_some_and(|folder| !folder.shipped) { frame::NEXT } else { frame::SAMPLES };
        for (name, about, command) in [
            (frame::OPEN, frame::OPEN_ABOUT, Command::Ask(OPEN_PICTURE)),
            (frame::DRAW, frame::DRAW_ABOUT, Command::Pad(Switch::Toggle)),
            (frame::PASTE, frame::PASTE_ABOUT, Command::PastePicture),
            (frame::FOLDER, frame::FOLDER_ABOUT, Command::Ask(OPEN_FOLDER)),
            (frame::WORLD, frame::WORLD_ABOUT, Command::World(world::Kind::OneObject)),
            (next, frame::SAMPLES_ABOUT, Command::NextPicture),
        ] {
            let open = command == Command::Pad(Switch::Toggle) && view.state.pad.open;
            if chip(ui, &ui.say(name), open).on_hover_text(ui.say(about)).clicked() {
                view.send(command);
            }
        }
        recent_chip(ui, view, &frame::PICTURES_SHOWN, &view.state.settings.recent_pictures);
    });
}

/// The part of the picture that the network sees, with a box around what a position sees.
fn paint_picture(ui: &mut Ui, view: &View<'_>, shown: &Shown, texture: egui::TextureId, side: f32) {
    let (width, height) = (shown.picture.width, shown.picture.height);
    let input = view.state.preprocessing.as_ref().map_or([height, width], |preprocessing| preprocessing.size);
    let scale = side / input[0].max(input[1]).max(1) as f32;
    let size = vec2(input[1] as f32 * scale, input[0] as f32 * scale);
    let (area, response) = ui.allocate_exact_size(vec2(ui.available_width(), size.y), Sense::hover());
    let rect = Rect::from_min_size(area.min, size);
    let words = ui.words();
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words.say(&frame::picture_named(shown.name.clone()))));
    let rounded = egui::epaint::RectShape::filled(rect, CARD_CORNER, Color32::WHITE);
    let rounded = rounded.with_texture(texture, view.part_seen(shown));
    ui.painter().add(rounded);
    paint_receptive_field(ui, view, rect, input);
    let sizes = [width, height, input[1], input[0]].map(|side| side.to_string());
    let [width, height, columns, rows] = &sizes;
    let about = ui.say(frame::picture_size(width, height, columns, rows));
    response.on_hover_text(format!("{}\n{about}", ui.say(&shown.name)));
}

/// The box that the position under the pointer sees, else the selected one's.
fn paint_receptive_field(ui: &Ui, view: &View<'_>, rect: Rect, input: [usize; 2]) {
    let Some(loaded) = &view.state.model else { return };
    let Some(layer) = view.state.selection.layer else { return };
    let selected = view.desk.fresh::<UnitOf>(Seat::ONE).map(|answer| answer.value.field);
    let field = match view.state.hover {
        Some(Unit { position: Some([y, x]), .. }) => Some(loaded.engine.network().receptive_field(layer, y, x)),
        _ => selected,
    };
    let Some(field) = field.map(|field| field.clipped(input[0], input[1])) else { return };
    let at = |[y, x]: [isize; 2]| {
        pos2(rect.left() + x as f32 / input[1] as f32 * rect.width(), rect.top() + y as f32 / input[0] as f32 * rect.height())
    };
    let seen = Rect::from_min_max(at(field.start), at(field.end));
    // A box around everything says nothing.
    if seen.area() < rect.area() * 0.98 {
        boxed(ui.painter(), seen);
    }
}

/// A model of drawings knows nothing of photographs: the one that does is a click away.
fn ask_photos(ui: &mut Ui, view: &View<'_>) {
    let shipped = view.state.model.as_ref().and_then(|loaded| loaded.shipped);
    let from_file = view.state.selection.picture.as_ref().is_some_and(|shown| shown.path.is_some());
    let Some(photos) = Shipped::that_sees(Sees::Photographs) else { return };
    if from_file && shipped.is_some_and(|name| name != photos.name) {
        let about = ui.say(frame::ask_photos_about(photos.title, photos.knows()));
        if chip(ui, &ui.say(frame::ask_photos(photos.title)), false).on_hover_text(about).clicked() {
            view.send(Command::Model(photos.name.into()));
        }
    }
}

fn show_answer(ui: &mut Ui, view: &View<'_>) {
    let sight = view.sight();
    let Some(pass) = last_pass(view.desk) else {
        section(ui, &ui.say(frame::ANSWER), "");
        // The room that the bars will take: nothing jumps when they arrive.
        ui.allocate_exact_size(vec2(ui.available_width(), 24.0 * CLASSES as f32), Sense::hover());
        return;
    };
    let target = sight.class();
    let explained = target.map(|class| ui.say(frame::explained(sight.class_name(class)))).unwrap_or_default();
    section(ui, &ui.say(frame::ANSWER), &explained);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if !pass.is_fresh {
            ui.set_opacity(theme::STALE_OPACITY);
        }
        let answer = &pass.value.answer;
        let mut classes: Vec<Class> = answer.ranking.iter().copied().take(CLASSES).collect();
        if let Some(target) = target.filter(|target| !classes.contains(target)) {
            classes.pop();
            classes.push(target);
        }
        let largest =
            classes.iter().filter_map(|class| answer.of(*class)).map(|(_, probability)| probability).fold(0.0, f64::max);
        for class in classes {
            let Some((score, probability)) = answer.of(class) else { continue };
            let name = ui.say(sight.class_name(class));
            let chosen = target == Some(class);
            let share = (probability / largest.max(f64::MIN_POSITIVE)) as f32;
            let bar = class_bar(ui, &name, share, &ui.words().percent(probability, 1), chosen);
            let about = ui.say(frame::class_about(class.to_string(), Value::Fixed(f64::from(score), 3)));
            let about = format!("{name}\n{about}\n{}", ui.say(frame::CLICK_TO_EXPLAIN));
            if bar.on_hover_text(about).clicked() {
                view.send(Command::Class(ClassName::Number(class)));
            }
        }
    });
}

/// A chip that opens a menu of the models that ship.
fn shipped_chip(ui: &mut Ui, view: &View<'_>) {
    let button = chip(ui, &ui.say(frame::SHIPPED), false).on_hover_text(ui.say(frame::SHIPPED_ABOUT));
    let now = view.state.model.as_ref().and_then(|loaded| loaded.shipped);
    Popup::menu(&button).show(|ui| {
        for shipped in &SHIPPED {
            let text = ui.say(frame::shipped_model(shipped.title, shipped.knows()));
            let entry = ui.selectable_label(now == Some(shipped.name), text);
            if entry.clicked() {
                view.send(Command::Model(shipped.name.into()));
                ui.close();
            }
        }
    });
}

fn show_model(ui: &mut Ui, view: &View<'_>) {
    let theme = Theme::of(ui);
    let Some(loaded) = &view.state.model else {
        section(ui, &ui.say(frame::MODEL), "");
        let is_opening = view.desk.is_busy::<OpenModel>(Seat::ONE);
        if !is_opening && empty(ui, &ui.say(frame::NO_MODEL), Some(&ui.say(frame::OPEN_MODEL))) {
            view.send(Command::Ask(OPEN_MODEL));
        }
        return;
    };
    section(ui, &loaded.model.name, &ui.say(frame::weights(Value::Compact(loaded.parameters))));
    let about = ui.say(&loaded.model.about);
    let text = RichText::new(&about).text_style(theme::caption()).color(theme.weak);
    ui.add(egui::Label::new(text).wrap().selectable(false)).on_hover_text(about);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        let about = ui.say(frame::ANOTHER_MODEL_ABOUT);
        if chip(ui, &ui.say(frame::ANOTHER_MODEL), false).on_hover_text(about).clicked() {
            view.send(Command::Ask(OPEN_MODEL));
        }
        shipped_chip(ui, view);
        recent_chip(ui, view, &frame::MODELS_OPENED, &view.state.settings.recent_models);
        let source = ui.say(loaded.model.preprocessing_source.phrase());
        let changed = view.state.preprocessing.as_ref() != Some(&loaded.model.preprocessing);
        let assumed = loaded.model.preprocessing_source.is_assumed();
        let name = match (changed, assumed) {
            (true, _) => frame::PREPROCESSING_CHANGED,
            (false, true) => frame::PREPROCESSING_ASSUMED,
            (false, false) => frame::PREPROCESSING,
        };
        let name = ui.say(name);
        let warns = !changed && assumed;
        let response = if warns { warning_chip(ui, &name) } else { chip(ui, &name, false) };
        if response.on_hover_text(source).clicked() {
            view.send(Command::EditPreprocessing);
        }
    });
    ui.add_space(WITHIN);
}
