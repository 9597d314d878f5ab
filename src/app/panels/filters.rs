//! Filters: the weights that the layer has learned. Whole pictures where there are one or three input channels, else `deep_filters.rs`.

use egui::Ui;

use super::{View, deep_filters, option_groups};
use crate::app::{
    command::Command,
    state::{FilterSettings, ScaleBy, Unit},
    textures::Slot,
    theme::{self, BETWEEN},
    widgets::{Grid, choice, colour_bar, empty, title_line},
    work::{Filters, Kind, Loaded},
};
use crate::{
    network::NodeId,
    picture::{ColourMap, number, signed},
};

/// A filter is at least this wide unless the person wants smaller ones, in points.
const SMALLEST_TILE: f32 = 48.0;

/// Shows the chapter.
pub fn show(ui: &mut Ui, view: &View<'_>) {
    let state = view.state;
    let (Some(loaded), Some(layer)) = (&state.model, state.selection.layer) else {
        if !view.is_running(Kind::Model) && empty(ui, "No model is open. Drop one anywhere, or open one.", Some("Open model…"))
        {
            view.send(Command::OpenModel);
        }
        return;
    };
    if loaded.weight(layer).is_none() {
        title_line(ui, loaded.title(layer), "no weights of its own", 0.0, |_| ());
        without_weights(ui, view, loaded, layer);
        return;
    }
    let answer = state.answers.filters.as_ref().filter(|answer| answer.value.layer == layer || !answer.fresh);
    let Some(answer) = answer else {
        title_line(ui, loaded.title(layer), "", 0.0, |_| ());
        return;
    };
    let filters = &answer.value;
    heading(ui, view, loaded.title(filters.layer), filters);
    ui.add_space(BETWEEN);
    if !answer.fresh {
        ui.set_opacity(theme::STALE_OPACITY);
    }
    if filters.drawn == 1 {
        grid(ui, view, filters);
    } else {
        deep_filters::show(ui, view, filters);
    }
}

/// A block or a pool: says so, and offers the nearest layers that have weights.
fn without_weights(ui: &mut Ui, view: &View<'_>, loaded: &Loaded, layer: NodeId) {
    let inside = loaded.rows.iter().filter(|row| row.inside.contains(&layer) && loaded.weight(row.layer.node).is_some());
    let choices: Vec<_> = inside.take(8).collect();
    let sentence = if choices.is_empty() {
        "This layer computes without weights; choose a convolution or a linear layer."
    } else {
        "A block is made of layers; these have weights:"
    };
    empty(ui, sentence, None);
    ui.horizontal_wrapped(|ui| {
        for row in choices {
            if crate::app::widgets::chip(ui, &row.layer.title, false).clicked() {
                view.send(Command::Layer(row.layer.node));
            }
        }
    });
}

fn heading(ui: &mut Ui, view: &View<'_>, name: &str, filters: &Filters) {
    let [outputs, inputs, rows, columns] = filters.shape;
    let what = if rows * columns == 1 {
        format!("{outputs} × {inputs} weights")
    } else {
        format!("{outputs} filters of {inputs} × {rows} × {columns}")
    };
    let options_width = if filters.rgb { 190.0 } else { 340.0 };
    title_line(ui, name, &what, options_width, |ui| {
        option_groups(ui, view, if filters.rgb { &GROUPS[1..] } else { &GROUPS });
    });
    scale_line(ui, view, filters);
}

/// The options of filters; RGB filters have their own colours.
const GROUPS: [fn(&mut Ui, &View<'_>); 2] = [colours_group, scale_group];

fn scale_group(ui: &mut Ui, view: &View<'_>) {
    let settings = view.state.settings.filters;
    let options = [(ScaleBy::Map, "each filter"), (ScaleBy::Layer, "whole layer")];
    if let Some(scale) = choice(ui, "Scale", &options, settings.scale) {
        view.send(Command::Filters(FilterSettings { scale, ..settings }));
    }
}

fn colours_group(ui: &mut Ui, view: &View<'_>) {
    let settings = view.state.settings.filters;
    let options = [(false, "grey"), (true, "signed")];
    if let Some(signed_colours) = choice(ui, "Colours", &options, settings.signed_colours) {
        view.send(Command::Filters(FilterSettings { signed_colours, ..settings }));
    }
}

/// The scale of the selected filter, or of the layer.
fn scale_line(ui: &mut Ui, view: &View<'_>, filters: &Filters) {
    let settings = view.state.settings.filters;
    let channel = view.state.unit().map_or(0, |unit| unit.channel);
    let Some(&end) = filters.ends.get(channel).or(filters.ends.first()) else { return };
    let whose = match settings.scale {
        ScaleBy::Layer => "whole layer".to_owned(),
        ScaleBy::Map => format!("filter {channel}"),
    };
    ui.horizontal(|ui| {
        let colours = match (settings.signed_colours && !filters.rgb, ui.visuals().dark_mode) {
            (false, _) => ColourMap::Grey,
            (true, true) => ColourMap::SignedDark,
            (true, false) => ColourMap::SignedLight,
        };
        ui.allocate_ui(egui::vec2(280.0, 28.0), |ui| {
            colour_bar(ui, view.textures.gradient(colours), [&number(-end), "0", &signed(end)]);
        });
        let colour = if filters.rgb { " · red, green and blue each on this scale" } else { "" };
        crate::app::widgets::weak(ui, &format!("{whose}{colour}"));
    });
}

fn grid(ui: &mut Ui, view: &View<'_>, filters: &Filters) {
    let [outputs, _, rows, columns] = filters.shape;
    let selected = view.state.unit().map(|unit| unit.channel).filter(|channel| *channel < outputs);
    let pointed = Grid {
        id: "filters",
        count: outputs,
        smallest: SMALLEST_TILE,
        zoom: view.state.settings.filters.zoom,
        aspect: rows as f32 / columns as f32,
        selected,
        follow: view.state.selection.unit.is_some(),
        number: &|place| place,
        name: &|place| format!("Filter {place}, largest weight {}", number(filters.ends[place])),
        texture: &|place| {
            let (page, uv) = filters.atlas.place(place);
            Some((view.textures.get(Slot::Filters(page))?, uv))
        },
    }
    .show(ui);
    let Some(pointed) = pointed else { return };
    let channel = pointed.place;
    if pointed.response.clicked() {
        view.send(Command::Unit(Unit { channel, position: None }));
    }
    pointed.response.on_hover_ui_at_pointer(|ui| {
        ui.label(format!("filter {channel} · largest weight {}", number(filters.ends[channel])));
    });
}
