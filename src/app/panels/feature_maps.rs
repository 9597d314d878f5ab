//! Feature maps: what every channel of the layer answers to the picture.

use egui::{RichText, Ui};

use super::{View, option_groups, vector};
use crate::app::{
    command::Command,
    state::{MapSettings, ScaleBy, Sort, Unit},
    textures::Slot,
    theme::{self, BETWEEN, Theme},
    widgets::{Grid, caption_label, chip, choice, empty, position_at, title_line},
    work::{Kind, Loaded, Maps},
};
use crate::{
    network::NodeId,
    picture::{ColourMap, number},
};

/// Colour maps for values without a sign, in the order of the menu.
const SEQUENTIAL: [ColourMap; 5] = [ColourMap::Magma, ColourMap::Viridis, ColourMap::Cividis, ColourMap::Grey, ColourMap::Jet];

/// A tile is at least this wide unless the person wants smaller ones, in points.
const SMALLEST_TILE: f32 = 70.0;

/// Shows the chapter.
pub fn show(ui: &mut Ui, view: &View<'_>) {
    let state = view.state;
    let (Some(loaded), Some(layer)) = (&state.model, state.selection.layer) else {
        waiting(ui, view);
        return;
    };
    let Some(shape) = loaded.map_shape(layer) else {
        title_line(ui, loaded.title(layer), "no maps", 0.0, |_| ());
        empty(ui, "The value of this layer has no channels to show one by one; choose another layer.", None);
        return;
    };
    let [channels, height, width] = shape;
    let is_vector = height * width == 1;
    let what = if is_vector { format!("{channels} values") } else { format!("{channels} maps of {height} × {width}") };
    let what = format!("{what}{}", after(loaded, layer));
    let options_width = if is_vector { 160.0 } else { 550.0 };
    title_line(ui, loaded.title(layer), &what, options_width, |ui| {
        option_groups(ui, view, if is_vector { &VECTOR_GROUPS } else { &GROUPS });
    });
    ui.add_space(BETWEEN);
    let Some(answer) = state.answers.maps.as_ref().filter(|answer| answer.value.shape == shape || !answer.fresh) else {
        waiting(ui, view);
        return;
    };
    if !answer.fresh {
        ui.set_opacity(theme::STALE_OPACITY);
    }
    if answer.value.is_vector() {
        vector::show(ui, view, loaded, &answer.value);
    } else {
        grid(ui, view, loaded, &answer.value);
    }
}

/// What there is to do while nothing is there.
fn waiting(ui: &mut Ui, view: &View<'_>) {
    let opening = [Kind::Model, Kind::Picture, Kind::Forward, Kind::Maps].into_iter().any(|kind| view.is_running(kind));
    if opening {
        return;
    }
    if view.state.model.is_none() {
        if empty(ui, "No model is open. Drop an ONNX or safetensors file anywhere, or open one.", Some("Open model…")) {
            view.send(Command::OpenModel);
        }
    } else if view.state.selection.picture.is_none()
        && empty(ui, "No picture is open. Drop one anywhere, or open one.", Some("Open picture…"))
    {
        view.send(Command::OpenPicture);
    }
}

/// " after ReLU", if the shown value comes out of an activation.
fn after(loaded: &Loaded, layer: NodeId) -> String {
    let operator = &loaded.engine.network().node(layer).operator;
    if matches!(operator, crate::network::Operator::Activation(_)) {
        format!(" after {}", operator.name())
    } else {
        String::new()
    }
}

/// The options of maps.
const GROUPS: [fn(&mut Ui, &View<'_>); 4] = [sort_group, scale_group, colours_group, tile_group];
/// The options of vectors.
const VECTOR_GROUPS: [fn(&mut Ui, &View<'_>); 1] = [sort_values_group];

/// A vector has one value a channel: its mean and its maximum.
fn sort_values_group(ui: &mut Ui, view: &View<'_>) {
    let maps = view.state.settings.maps;
    let sort = if maps.sort == Sort::Channel { Sort::Channel } else { Sort::Maximum };
    if let Some(sort) = choice(ui, "Sort", &[(Sort::Channel, "channel"), (Sort::Maximum, "value")], sort) {
        view.send(Command::Maps(MapSettings { sort, ..maps }));
    }
}

fn sort_group(ui: &mut Ui, view: &View<'_>) {
    let maps = view.state.settings.maps;
    let options = [(Sort::Channel, "channel"), (Sort::Mean, "mean"), (Sort::Maximum, "maximum")];
    if let Some(sort) = choice(ui, "Sort", &options, maps.sort) {
        view.send(Command::Maps(MapSettings { sort, ..maps }));
    }
}

fn scale_group(ui: &mut Ui, view: &View<'_>) {
    let maps = view.state.settings.maps;
    let options = [(ScaleBy::Map, "each map"), (ScaleBy::Layer, "whole layer")];
    if let Some(scale) = choice(ui, "Scale", &options, maps.scale) {
        view.send(Command::Maps(MapSettings { scale, ..maps }));
    }
}

fn colours_group(ui: &mut Ui, view: &View<'_>) {
    let maps = view.state.settings.maps;
    let changed = maps.contrast != 1.0 || maps.gamma != 1.0;
    let from_right = ui.layout().prefer_right_to_left();
    if !from_right {
        caption_label(ui, "Colours");
    }
    let button = chip(ui, maps.colours.name(), changed).on_hover_text("Colour map, contrast and gamma");
    if from_right {
        caption_label(ui, "Colours");
    }
    egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(240.0);
        for colours in SEQUENTIAL {
            if colour_map_row(ui, view, colours, maps.colours == colours) {
                view.send(Command::Maps(MapSettings { colours, ..maps }));
            }
        }
        ui.separator();
        let mut changed = maps;
        slider(ui, "Contrast", &mut changed.contrast, 0.25..=16.0);
        slider(ui, "Gamma", &mut changed.gamma, 0.25..=4.0);
        if chip(ui, "Reset", false).clicked() {
            changed = MapSettings { contrast: 1.0, gamma: 1.0, ..maps };
        }
        if changed != maps {
            view.send(Command::Maps(changed));
        }
    });
}

fn slider(ui: &mut Ui, name: &str, value: &mut f32, range: std::ops::RangeInclusive<f32>) {
    ui.horizontal(|ui| {
        ui.add_sized([64.0, 20.0], egui::Label::new(name).selectable(false));
        let slider = egui::Slider::new(value, range).logarithmic(true).max_decimals(2);
        ui.add(slider).accessible_name(name);
    });
}

fn colour_map_row(ui: &mut Ui, view: &View<'_>, colours: ColourMap, chosen: bool) -> bool {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 24.0), egui::Sense::click());
    let name = colours.name();
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, chosen, format!("Colours: {name}")));
    if chosen || response.hovered() || response.has_focus() {
        let ground = if chosen { theme.accent_ground } else { theme.raised };
        ui.painter().rect_filled(rect, theme::CHIP_CORNER, ground);
    }
    let bar = rect.shrink2(egui::vec2(6.0, 7.0)).with_max_x(rect.left() + 130.0);
    crate::app::widgets::image(ui, view.textures.gradient(colours), bar);
    let font = egui::TextStyle::Body.resolve(ui.style());
    let at = egui::pos2(bar.right() + 10.0, rect.center().y);
    ui.painter().text(at, egui::Align2::LEFT_CENTER, name, font, theme.text);
    response.clicked()
}

fn tile_group(ui: &mut Ui, view: &View<'_>) {
    let mut buttons = [("−", "Smaller tiles (-)", Command::SmallerTiles), ("+", "Larger tiles (+)", Command::LargerTiles)];
    if ui.layout().prefer_right_to_left() {
        buttons.reverse();
    }
    for (sign, about, command) in buttons {
        if chip(ui, sign, false).on_hover_text(about).clicked() {
            view.send(command);
        }
    }
}

/// The channels in the order that the person chose.
pub fn sorted(maps: &Maps, sort: Sort) -> Vec<usize> {
    let mut order: Vec<usize> = (0..maps.statistics.len()).collect();
    let falling = |key: fn(&crate::app::work::ChannelStatistics) -> f32| {
        move |a: &usize, b: &usize| key(&maps.statistics[*b]).total_cmp(&key(&maps.statistics[*a]))
    };
    match sort {
        Sort::Channel => (),
        Sort::Mean => order.sort_by(falling(|channel| channel.mean)),
        Sort::Maximum => order.sort_by(falling(|channel| channel.maximum)),
    }
    order
}

fn grid(ui: &mut Ui, view: &View<'_>, loaded: &Loaded, maps: &Maps) {
    let settings = view.state.settings.maps;
    let [_, height, width] = maps.shape;
    let order = sorted(maps, settings.sort);
    let selected = view.state.unit().and_then(|unit| order.iter().position(|channel| *channel == unit.channel));
    let pointed = Grid {
        id: "feature maps",
        count: order.len(),
        smallest: SMALLEST_TILE,
        zoom: settings.zoom,
        aspect: height as f32 / width as f32,
        selected,
        follow: view.state.selection.unit.is_some(),
        number: &|place| order[place],
        name: &|place| {
            let statistics = maps.statistics[order[place]];
            format!("Channel {}, mean {}, maximum {}", order[place], number(statistics.mean), number(statistics.maximum))
        },
        texture: &|place| {
            let (page, uv) = maps.atlas.place(order[place]);
            Some((view.textures.get(Slot::Maps(page))?, uv))
        },
    }
    .show(ui);
    let under = pointed.as_ref().and_then(|pointed| {
        let position = position_at(pointed.rect, ui.input(|input| input.pointer.hover_pos())?, height, width)?;
        Some(Unit { channel: order[pointed.place], position: Some(position) })
    });
    if under != view.state.hover {
        view.send(Command::Hover(under));
    }
    let Some(pointed) = pointed else { return };
    if pointed.response.clicked() {
        let channel = order[pointed.place];
        view.send(Command::Unit(under.unwrap_or(Unit { channel, position: None })));
    }
    if let Some(Unit { channel, position: Some(position) }) = under {
        pointed.response.on_hover_ui_at_pointer(|ui| tooltip(ui, loaded, maps, channel, position));
    }
}

fn tooltip(ui: &mut Ui, loaded: &Loaded, maps: &Maps, channel: usize, position: [usize; 2]) {
    let theme = Theme::of(ui);
    let [y, x] = position;
    ui.label(format!("channel {channel} · y {y}, x {x}"));
    let strongest = if maps.statistics[channel].peak == position { " · strongest here" } else { "" };
    let [rows, columns] = loaded.engine.network().receptive_field(maps.layer, y, x).size();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let value = maps.value(channel, position).map(number).unwrap_or_default();
        ui.label(RichText::new(value).monospace().strong().color(theme.text));
        ui.label(format!("{strongest} · sees {rows} × {columns} pixels"));
    });
}
