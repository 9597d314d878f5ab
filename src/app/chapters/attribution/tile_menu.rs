//! The menu of a tile: how its method is run, what it looks at, and what stands beside it.

use egui::{Role, ScrollArea, Ui, WidgetInfo};

use super::{Tile, asking::Seen, elsewhere::sample_name, shown::Shown, tile::next_number};
use crate::{
    app::{
        open::Samples,
        say::Say,
        theme::BETWEEN,
        way::Way,
        widgets::{chip, parameter_control, weak},
    },
    attribution::Method,
    words::attribution as say,
    zoo::SHIPPED,
};

/// Classes that a tile's menu offers.
const CLASSES: usize = 5;
/// How high the menu is at most, in points.
const HIGHEST: f32 = 460.0;

/// Shows the button, and the menu when it is pressed.
pub fn tile_menu(ui: &mut Ui, shown: &Shown<'_>, tile: &Tile, method: &'static Method) {
    let now = &tile.way;
    let convention = now.convention.as_deref().unwrap_or(method.conventions[0].id);
    let changed = *now != Way::default();
    let name = if changed { convention.to_owned() } else { ui.say(say::AS_PUBLISHED) };
    let button = chip(ui, &name, changed);
    let said = ui.say(say::how_computed(method.name));
    button.widget_info(|| WidgetInfo::selected(Role::Button, true, changed, &said));
    egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(300.0);
        ScrollArea::vertical().max_height(HIGHEST).show(ui, |ui| {
            way(ui, shown, tile, method);
            ui.separator();
            if tile.number > 0 {
                looks_at(ui, shown, tile, method);
                ui.separator();
            }
            beside(ui, shown, tile, method);
        });
    });
}

/// Changes the tile in the settings.
fn change(shown: &Shown<'_>, tile: &Tile, change: impl FnOnce(&mut Tile)) {
    let mut changed = tile.clone();
    change(&mut changed);
    shown.send(|settings| {
        if tile.number == 0 {
            settings.ways.insert(tile.method.clone(), changed.way);
        } else if let Some(own) = settings.beside.iter_mut().find(|own| own.method == tile.method && own.number == tile.number) {
            *own = changed;
        }
    });
}

/// Convention and parameters.
fn way(ui: &mut Ui, shown: &Shown<'_>, tile: &Tile, method: &'static Method) {
    let now = &tile.way;
    let convention = now.convention.as_deref().unwrap_or(method.conventions[0].id);
    for option in method.conventions {
        let chosen = convention == option.id;
        let about = ui.say(option.about(method.id));
        if ui.radio(chosen, option.id).on_hover_text(&about).clicked() {
            change(shown, tile, |tile| tile.way.convention = Some(option.id.to_owned()));
        }
        weak(ui, &about);
    }
    for parameter in method.parameters {
        if let Some(value) = parameter_control(ui, method.id, parameter, &now.parameters.value(parameter, Some(convention))) {
            change(shown, tile, |tile| tile.way.parameters.set(parameter.id, value));
        }
    }
    if chip(ui, &ui.say(say::BACK_TO_PUBLISHED), false).clicked() {
        change(shown, tile, |tile| tile.way = Way::default());
    }
}

/// One of several, or what the others look at.
fn pick(ui: &mut Ui, name: &str, now: Option<&String>, options: &[String]) -> Option<Option<String>> {
    let as_selected = ui.say(say::AS_SELECTED);
    let mut chosen = None;
    ui.horizontal(|ui| {
        ui.label(name);
        let text = now.map_or(as_selected.as_str(), String::as_str);
        // A menu inside the menu: a combo box would close the one that it stands in.
        let button = ui.menu_button(text, |ui| {
            ScrollArea::vertical().max_height(HIGHEST).show(ui, |ui| {
                if ui.selectable_label(now.is_none(), &as_selected).clicked() {
                    chosen = Some(None);
                }
                for option in options {
                    if ui.selectable_label(now == Some(option), option).clicked() {
                        chosen = Some(Some(option.clone()));
                    }
                }
            });
        });
        let said = format!("{name}: {text}");
        button.response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    });
    chosen
}

/// Target, layer, picture and network of a tile of its own.
fn looks_at(ui: &mut Ui, shown: &Shown<'_>, tile: &Tile, method: &'static Method) {
    let state = shown.view.state;
    let place = Seen::of(shown.view.sight(), tile);
    let [target, layer, picture, network] =
        [say::TILE_TARGET, say::LAYER, say::TILE_PICTURE, say::TILE_NETWORK].map(|phrase| ui.say(phrase));
    if let Some(place) = &place {
        let label = |class: crate::network::Class| place.loaded.model.labels.get(class.index()).cloned();
        let classes: Vec<String> = place.pass.answer.ranking.iter().take(CLASSES).filter_map(|class| label(*class)).collect();
        let first = classes.first().cloned();
        let against = classes.iter().skip(1).filter_map(|other| Some(format!("{} - {other}", first.as_ref()?)));
        let options: Vec<String> = classes.iter().cloned().chain(against).collect();
        if let Some(chosen) = pick(ui, &target, tile.target.as_ref(), &options) {
            change(shown, tile, |tile| tile.target = chosen);
        }
        if method.looks_at_layer {
            let network = place.loaded.engine.network();
            let rows = place.loaded.rows.iter().filter(|row| !row.is_input() && network.has_maps(row.layer.node));
            let layers: Vec<String> = rows.map(|row| row.layer.title.clone()).collect();
            if let Some(chosen) = pick(ui, &layer, tile.layer.as_ref(), &layers) {
                change(shown, tile, |tile| tile.layer = chosen);
            }
        }
    }
    let path = |path: &std::path::PathBuf| path.display().to_string();
    let shipped = state.model.as_ref().and_then(|loaded| loaded.shipped).unwrap_or_default();
    let samples = Samples::of(shipped);
    let pictures: Vec<String> = (0..samples.count())
        .map(|index| sample_name(samples, index))
        .chain(state.settings.recent_pictures.iter().map(path))
        .collect();
    if let Some(chosen) = pick(ui, &picture, tile.picture.as_ref(), &pictures) {
        change(shown, tile, |tile| tile.picture = chosen);
    }
    let models: Vec<String> =
        SHIPPED.iter().map(|shipped| shipped.name.to_owned()).chain(state.settings.recent_models.iter().map(path)).collect();
    if let Some(chosen) = pick(ui, &network, tile.model.as_ref(), &models) {
        // Another network has other layers and other classes.
        change(shown, tile, |tile| (tile.model, tile.layer, tile.target) = (chosen, None, None));
    }
}

/// What can be put beside the tile, and taking it away.
fn beside(ui: &mut Ui, shown: &Shown<'_>, tile: &Tile, method: &'static Method) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = BETWEEN;
        if chip(ui, &ui.say(say::ANOTHER_BESIDE), false).on_hover_text(ui.say(say::ANOTHER_BESIDE_ABOUT)).clicked() {
            shown.send(|settings| settings.add(tile.clone()));
            ui.close();
        }
        let now = tile.way.convention.as_deref().unwrap_or(method.conventions[0].id);
        for other in method.conventions.iter().filter(|other| other.id != now) {
            let name = ui.say(say::against_convention(other.id));
            if chip(ui, &name, false).on_hover_text(ui.say(say::AGAINST_CONVENTION_ABOUT)).clicked() {
                shown.send(|settings| {
                    let number = next_number(&settings.beside, &tile.method);
                    let way = Way { convention: Some(other.id.to_owned()), ..tile.way.clone() };
                    settings.add(Tile { way, less: None, ..tile.clone() });
                    settings.add(Tile { less: Some((tile.method.clone(), number)), ..tile.clone() });
                });
                ui.close();
            }
        }
        if chip(ui, &ui.say(say::TAKE_AWAY), false).clicked() {
            shown.send(|settings| settings.remove(&tile.method, tile.number));
            ui.close();
        }
    });
}
