//! The chapter's panel: a grid of maps, or bars where the layer is a vector.

use egui::{RichText, Ui};

use super::{
    Settings, Show, vector,
    work::{MapsPaint, PaintedMaps},
};
use crate::{
    app::{
        chapters::ChapterCommand,
        command::{Command, Signal},
        desk::Seat,
        open::{Loaded, OPEN_MODEL, OPEN_PICTURE, OpenModel, OpenPicture},
        questions::{Forward, LayerMaps},
        say::Say,
        settings::Colours,
        theme::{self, BETWEEN, Theme},
        view::View,
        widgets::{
            Grid, caption_label, chip, choice, empty, image, localised_slider, option_groups, position_at, row_ground, title_line,
        },
    },
    figures::ScaleBy,
    network::{Channel, NodeId, Operator},
    picture::ColourMap,
    units::{Maps, Sort, Unit},
    words::{Phrase, feature_maps as say, frame, menu},
};

/// Colour maps for values without a sign, in the order of the menu.
const SEQUENTIAL: [ColourMap; 5] = [ColourMap::Magma, ColourMap::Viridis, ColourMap::Cividis, ColourMap::Grey, ColourMap::Jet];

/// A tile is at least this wide unless the person wants smaller ones, in points.
const SMALLEST_TILE: f32 = 70.0;

/// Shows the chapter.
pub fn show(ui: &mut Ui, view: &View<'_>, settings: &Settings) {
    let state = view.state;
    let (Some(loaded), Some(layer)) = (&state.model, state.selection.layer) else {
        waiting(ui, view);
        return;
    };
    let Some(shape) = loaded.map_shape(layer) else {
        title_line(ui, loaded.title(layer), &ui.say(say::NO_MAPS), 0.0, |_| ());
        empty(ui, &ui.say(say::NO_CHANNELS), None);
        return;
    };
    let [channels, height, width] = shape;
    let is_vector = height * width == 1;
    let what = if is_vector { say::values(channels) } else { say::maps(channels, height, width) };
    let what = ui.say(after(what, loaded, layer));
    let options_width = if is_vector { 160.0 } else { 550.0 };
    let options = Options { view, settings };
    title_line(ui, loaded.title(layer), &what, options_width, |ui| {
        option_groups(ui, &options, if is_vector { &VECTOR_GROUPS } else { &GROUPS });
    });
    ui.add_space(BETWEEN);
    // A vector has no paint: its values are the picture.
    if is_vector && let Some(maps) = view.desk.fresh::<LayerMaps>(Seat::ONE) {
        vector::show(ui, view, settings.sort, loaded, &maps.value);
        return;
    }
    let Some(answer) = view.desk.answer::<MapsPaint>(Seat::ONE) else {
        waiting(ui, view);
        return;
    };
    if !answer.is_fresh {
        ui.set_opacity(theme::STALE_OPACITY);
    }
    if answer.value.maps.is_vector() {
        vector::show(ui, view, settings.sort, loaded, &answer.value.maps);
    } else {
        grid(ui, view, settings, (loaded, &answer.value));
    }
}

/// What there is to do while nothing is there.
fn waiting(ui: &mut Ui, view: &View<'_>) {
    let desk = view.desk;
    let is_opening = desk.is_busy::<OpenModel>(Seat::ONE) || desk.is_busy::<OpenPicture>(Seat::ONE);
    if is_opening || desk.is_busy::<Forward>(Seat::ONE) || desk.is_busy::<LayerMaps>(Seat::ONE) {
        return;
    }
    if view.state.model.is_none() {
        if empty(ui, &ui.say(say::NO_MODEL), Some(&ui.say(frame::OPEN_MODEL))) {
            view.send(Command::Ask(OPEN_MODEL));
        }
    } else if view.state.selection.picture.is_none() && empty(ui, &ui.say(say::NO_PICTURE), Some(&ui.say(menu::OPEN_PICTURE))) {
        view.send(Command::Ask(OPEN_PICTURE));
    }
}

/// "… after ReLU", if the shown value comes out of an activation.
fn after(what: Phrase, loaded: &Loaded, layer: NodeId) -> Phrase {
    let operator = &loaded.engine.network().node(layer).operator;
    if matches!(operator, Operator::Activation(_)) { say::after(what, operator.name()) } else { what }
}

/// What the options are shown from.
struct Options<'a> {
    view: &'a View<'a>,
    settings: &'a Settings,
}

impl Options<'_> {
    fn send(&self, settings: Settings) {
        self.view.send(Command::Of(ChapterCommand::FeatureMaps(Show(settings))));
    }
}

/// The options of maps.
const GROUPS: [fn(&mut Ui, &Options<'_>); 4] = [sort_group, scale_group, colours_group, tile_group];
/// The options of vectors.
const VECTOR_GROUPS: [fn(&mut Ui, &Options<'_>); 1] = [sort_values_group];

/// A vector has one value a channel: its mean and its maximum.
fn sort_values_group(ui: &mut Ui, options: &Options<'_>) {
    let sort = if options.settings.sort == Sort::Channel { Sort::Channel } else { Sort::Maximum };
    let [name, channel, value] = [say::SORT, say::BY_CHANNEL, say::BY_VALUE].map(|phrase| ui.say(phrase));
    if let Some(sort) = choice(ui, &name, &[(Sort::Channel, &channel), (Sort::Maximum, &value)], sort) {
        options.send(Settings { sort, ..*options.settings });
    }
}

fn sort_group(ui: &mut Ui, options: &Options<'_>) {
    let [name, channel, mean, maximum] = [say::SORT, say::BY_CHANNEL, say::BY_MEAN, say::BY_MAXIMUM].map(|phrase| ui.say(phrase));
    let choices = [(Sort::Channel, channel.as_str()), (Sort::Mean, mean.as_str()), (Sort::Maximum, maximum.as_str())];
    if let Some(sort) = choice(ui, &name, &choices, options.settings.sort) {
        options.send(Settings { sort, ..*options.settings });
    }
}

fn scale_group(ui: &mut Ui, options: &Options<'_>) {
    let [name, each, whole] = [say::SCALE, say::EACH_MAP, say::WHOLE_LAYER].map(|phrase| ui.say(phrase));
    let choices = [(ScaleBy::Map, each.as_str()), (ScaleBy::Layer, whole.as_str())];
    if let Some(scale) = choice(ui, &name, &choices, options.settings.scale) {
        options.send(Settings { scale, ..*options.settings });
    }
}

fn colours_group(ui: &mut Ui, Options { view, .. }: &Options<'_>) {
    let colours = view.state.settings.colours;
    let changed = colours.contrast != 1.0 || colours.gamma != 1.0;
    let from_right = ui.layout().prefer_right_to_left();
    if !from_right {
        caption_label(ui, &ui.say(say::COLOURS));
    }
    let button = chip(ui, colours.map.name(), changed).on_hover_text(ui.say(say::COLOURS_ABOUT));
    if from_right {
        caption_label(ui, &ui.say(say::COLOURS));
    }
    egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(240.0);
        for map in SEQUENTIAL {
            if colour_map_row(ui, view, map, colours.map == map) {
                view.send(Command::Colours(Colours { map, ..colours }));
            }
        }
        ui.separator();
        let mut changed = colours;
        slider(ui, &ui.say(say::CONTRAST), &mut changed.contrast, 0.25..=16.0);
        slider(ui, &ui.say(say::GAMMA), &mut changed.gamma, 0.25..=4.0);
        if chip(ui, &ui.say(say::RESET), false).clicked() {
            changed = Colours { contrast: 1.0, gamma: 1.0, ..colours };
        }
        if changed != colours {
            view.send(Command::Colours(changed));
        }
    });
}

fn slider(ui: &mut Ui, name: &str, value: &mut f32, range: std::ops::RangeInclusive<f32>) {
    ui.horizontal(|ui| {
        ui.add_sized([64.0, 20.0], egui::Label::new(name).selectable(false));
        let slider = egui::Slider::new(value, range).logarithmic(true).max_decimals(2);
        let slider = localised_slider(slider, ui.words());
        ui.add(slider).accessible_name(name);
    });
}

fn colour_map_row(ui: &mut Ui, view: &View<'_>, colours: ColourMap, chosen: bool) -> bool {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 24.0), egui::Sense::click());
    let name = colours.name();
    let words = ui.words();
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, chosen, words.say(&say::colours_named(name))));
    row_ground(ui, &response, chosen);
    let bar = rect.shrink2(egui::vec2(6.0, 7.0)).with_max_x(rect.left() + 130.0);
    image(ui, view.textures.gradient(colours), bar);
    let font = egui::TextStyle::Body.resolve(ui.style());
    let at = egui::pos2(bar.right() + 10.0, rect.center().y);
    ui.painter().text(at, egui::Align2::LEFT_CENTER, name, font, theme.text);
    response.clicked()
}

fn tile_group(ui: &mut Ui, Options { view, .. }: &Options<'_>) {
    let mut buttons = [("−", say::SMALLER, Command::SmallerTiles), ("+", say::LARGER, Command::LargerTiles)];
    if ui.layout().prefer_right_to_left() {
        buttons.reverse();
    }
    for (sign, about, command) in buttons {
        if chip(ui, sign, false).on_hover_text(ui.say(about)).clicked() {
            view.send(command);
        }
    }
}

fn grid(ui: &mut Ui, view: &View<'_>, settings: &Settings, (loaded, painted): (&Loaded, &PaintedMaps)) {
    let maps = painted.maps.as_ref();
    let [_, height, width] = maps.shape;
    let order = maps.sorted(settings.sort);
    let selected = view.sight().unit().and_then(|unit| order.iter().position(|channel| *channel == unit.channel));
    let words = ui.words();
    let pointed = Grid {
        id: "feature-maps",
        count: order.len(),
        smallest: SMALLEST_TILE,
        zoom: settings.zoom,
        aspect: height as f32 / width as f32,
        selected,
        follow: view.state.selection.unit.is_some(),
        number: &|place| order[place].index(),
        name: &|place| {
            let statistics = maps.statistics[order[place].index()];
            words.say(&say::channel_said(order[place].to_string(), statistics.mean, statistics.maximum))
        },
        texture: &|place| view.values("maps", &painted.tiles, order[place].index()),
    }
    .show(ui);
    let under = pointed.as_ref().and_then(|pointed| {
        let position = position_at(pointed.rect, ui.input(|input| input.pointer.hover_pos())?, height, width)?;
        Some(Unit { channel: order[pointed.place], position: Some(position) })
    });
    if under != view.state.hover {
        view.send(Signal::Hover(under));
    }
    let Some(pointed) = pointed else { return };
    if pointed.response.clicked() {
        view.send(Command::Unit(under.unwrap_or(Unit::channel(order[pointed.place]))));
    }
    if let Some(Unit { channel, position: Some(position) }) = under {
        pointed.response.on_hover_ui_at_pointer(|ui| tooltip(ui, loaded, maps, channel, position));
    }
}

fn tooltip(ui: &mut Ui, loaded: &Loaded, maps: &Maps, channel: Channel, position: [usize; 2]) {
    let theme = Theme::of(ui);
    let [y, x] = position;
    ui.label(ui.say(say::under_pointer(channel.to_string(), y.to_string(), x.to_string())));
    let is_peak = maps.of_channel(channel).is_some_and(|channel| channel.peak == position);
    let [rows, columns] = loaded.engine.network().receptive_field(maps.layer, y, x).size();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let value = maps.value(channel, position).map(|value| ui.words().short(value)).unwrap_or_default();
        ui.label(RichText::new(value).monospace().strong().color(theme.text));
        let facts = is_peak.then_some(say::STRONGEST_HERE).into_iter();
        let facts: Vec<Phrase> = facts.chain([say::sees(rows.to_string(), columns.to_string())]).collect();
        ui.label(format!(" · {}", ui.words().line(&facts)));
    });
}
