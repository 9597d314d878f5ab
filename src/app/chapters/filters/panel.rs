//! The chapter's panel. Whole pictures where there are one or three input channels, else `deep.rs`.

use egui::Ui;

use super::{PaintedWeights, Settings, Show, WeightsPaint, deep};
use crate::{
    app::{
        chapters::ChapterCommand,
        command::Command,
        desk::Seat,
        open::{Loaded, OPEN_MODEL, OpenModel},
        say::Say,
        theme::{self, BETWEEN},
        view::View,
        widgets::{Grid, chip, choice, colour_bar, empty, option_groups, title_line, weak},
    },
    figures::ScaleBy,
    network::{Channel, NodeId},
    units::Unit,
    words::{filters as say, frame},
};

/// A filter is at least this wide unless the person wants smaller ones, in points.
const SMALLEST_TILE: f32 = 48.0;

/// Shows the chapter.
pub fn show(ui: &mut Ui, view: &View<'_>, settings: &Settings) {
    let state = view.state;
    let (Some(loaded), Some(layer)) = (&state.model, state.selection.layer) else {
        let is_opening = view.desk.is_busy::<OpenModel>(Seat::ONE);
        if !is_opening && empty(ui, &ui.say(say::NO_MODEL), Some(&ui.say(frame::OPEN_MODEL))) {
            view.send(Command::Ask(OPEN_MODEL));
        }
        return;
    };
    if loaded.weight(layer).is_none() {
        title_line(ui, loaded.title(layer), &ui.say(say::NO_WEIGHTS), 0.0, |_| ());
        without_weights(ui, view, loaded, layer);
        return;
    }
    let Some(answer) = view.desk.answer::<WeightsPaint>(Seat::ONE) else {
        title_line(ui, loaded.title(layer), "", 0.0, |_| ());
        return;
    };
    let weights = answer.value.as_ref();
    heading(ui, &Options { view, settings }, loaded.title(weights.layer), weights);
    ui.add_space(BETWEEN);
    if !answer.is_fresh {
        ui.set_opacity(theme::STALE_OPACITY);
    }
    if weights.drawn == 1 {
        grid(ui, view, settings, weights);
    } else {
        deep::show(ui, view, settings, weights);
    }
}

/// A block or a pool: says so, and offers the nearest layers that have weights.
fn without_weights(ui: &mut Ui, view: &View<'_>, loaded: &Loaded, layer: NodeId) {
    let inside = loaded.rows.iter().filter(|row| row.inside.contains(&layer) && loaded.weight(row.layer.node).is_some());
    let choices: Vec<_> = inside.take(8).collect();
    let sentence = if choices.is_empty() { say::CHOOSE_ANOTHER } else { say::THESE_HAVE_WEIGHTS };
    empty(ui, &ui.say(sentence), None);
    ui.horizontal_wrapped(|ui| {
        for row in choices {
            if chip(ui, &row.layer.title, false).clicked() {
                view.send(Command::Layer(loaded.name(row.layer.node)));
            }
        }
    });
}

/// What the options are shown from.
struct Options<'a> {
    view: &'a View<'a>,
    settings: &'a Settings,
}

impl Options<'_> {
    fn send(&self, settings: Settings) {
        self.view.send(Command::Of(ChapterCommand::Filters(Show(settings))));
    }
}

fn heading(ui: &mut Ui, options: &Options<'_>, name: &str, weights: &PaintedWeights) {
    let [outputs, inputs, rows, columns] = weights.filters.shape;
    let what =
        if rows * columns == 1 { say::shape_of_points(outputs, inputs) } else { say::shape(outputs, inputs, rows, columns) };
    let on_colours = weights.filters.on_colours;
    let options_width = if on_colours { 190.0 } else { 340.0 };
    title_line(ui, name, &ui.say(what), options_width, |ui| {
        option_groups(ui, options, if on_colours { &GROUPS[1..] } else { &GROUPS });
    });
    scale_line(ui, options, weights);
}

/// The options of filters; colour filters have their own colours.
const GROUPS: [fn(&mut Ui, &Options<'_>); 2] = [colours_group, scale_group];

fn scale_group(ui: &mut Ui, options: &Options<'_>) {
    let [name, each, whole] = [say::SCALE, say::EACH_FILTER, say::WHOLE_LAYER].map(|phrase| ui.say(phrase));
    let choices = [(ScaleBy::Map, each.as_str()), (ScaleBy::Layer, whole.as_str())];
    if let Some(scale) = choice(ui, &name, &choices, options.settings.scale) {
        options.send(Settings { scale, ..*options.settings });
    }
}

fn colours_group(ui: &mut Ui, options: &Options<'_>) {
    let [name, grey, signed] = [say::COLOURS, say::GREY, say::SIGNED].map(|phrase| ui.say(phrase));
    let choices = [(false, grey.as_str()), (true, signed.as_str())];
    if let Some(signed_colours) = choice(ui, &name, &choices, options.settings.signed_colours) {
        options.send(Settings { signed_colours, ..*options.settings });
    }
}

/// The scale of the selected filter, or of the layer.
fn scale_line(ui: &mut Ui, options: &Options<'_>, weights: &PaintedWeights) {
    let channel = options.view.sight().unit().map_or(Channel(0), |unit| unit.channel);
    let Some(&end) = weights.ends.get(channel.index()).or(weights.ends.first()) else { return };
    let whose = match options.settings.scale {
        ScaleBy::Layer => say::WHOLE_LAYER,
        ScaleBy::Map => say::this_filter(channel.to_string()),
    };
    ui.horizontal(|ui| {
        ui.allocate_ui(egui::vec2(280.0, 28.0), |ui| {
            let gradient = options.view.textures.gradient(weights.colours);
            colour_bar(ui, gradient, [&ui.words().short(-end), "0", &ui.words().signed(end)]);
        });
        let colour = weights.filters.on_colours.then_some(say::COLOURS_ON_THIS_SCALE);
        let line: Vec<_> = [whose].into_iter().chain(colour).collect();
        weak(ui, &ui.words().line(&line));
    });
}

fn grid(ui: &mut Ui, view: &View<'_>, settings: &Settings, weights: &PaintedWeights) {
    let [outputs, _, rows, columns] = weights.filters.shape;
    let selected = view.sight().unit().map(|unit| unit.channel.index()).filter(|channel| *channel < outputs);
    let words = ui.words();
    let pointed = Grid {
        id: "filters",
        count: outputs,
        smallest: SMALLEST_TILE,
        zoom: settings.zoom,
        aspect: rows as f32 / columns as f32,
        selected,
        follow: view.state.selection.unit.is_some(),
        number: &|place| place,
        name: &|place| words.say(&say::largest_weight(place.to_string(), weights.ends[place])),
        texture: &|place| view.values("filters", &weights.tiles, place),
    }
    .show(ui);
    let Some(pointed) = pointed else { return };
    let channel = pointed.place;
    if pointed.response.clicked() {
        view.send(Command::Unit(Unit::channel(Channel(channel))));
    }
    pointed.response.on_hover_ui_at_pointer(|ui| {
        ui.label(ui.say(say::under_pointer(channel.to_string(), weights.ends[channel])));
    });
}
