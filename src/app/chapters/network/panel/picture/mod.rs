//! The picture of a network: volumes in a row with bars under them, the selected part opened below, and what a position sees. A
//! published architecture may be drawn instead, or beside it.

pub mod choices;
mod scene;
mod sees;

use egui::{Role, ScrollArea, Ui, WidgetInfo};

use self::scene::{Maps, Whole};
use super::{
    super::{
        command::{Opening, PictureSettings},
        work::{AnatomyOf, BESIDE, Taken, Whose},
    },
    Options, part_group,
};
use crate::{
    anatomy::{Anatomy, Inside, Part, Pattern, Run},
    app::{
        command::Command,
        desk::Seat,
        open::Loaded,
        say::Say,
        theme::{BETWEEN, WITHIN, magnification},
        view::View,
        widgets::{chip, option_groups, section, title_line, trust, weak},
    },
    arithmetic::Sliding,
    figures::{Measures, Opened, Palette, Row, opened, part_title, volumes},
    network::NodeId,
    words::{Phrase, anatomy as say},
};

/// The picture of one network.
pub struct Drawn<'a> {
    /// The network, taken apart.
    pub taken: &'a Taken,
    /// The open model, where it is the one that is drawn.
    pub loaded: Option<&'a Loaded>,
    /// The value that is selected in it.
    pub selected: Option<NodeId>,
}

impl<'a> Drawn<'a> {
    /// The one that is drawn, once it is taken apart.
    pub fn of(view: &'a View<'_>, picture: &PictureSettings) -> Option<Self> {
        let answer = view.desk.answer::<AnatomyOf>(Seat::ONE)?;
        let taken = answer.value.as_ref();
        // The last answer may be of the network before: its values are not those of the open one.
        let is_open = |loaded: &&Loaded| answer.question.whose == Whose::Open(loaded.id);
        let loaded = view.state.model.as_deref().filter(is_open);
        let selected = match loaded {
            Some(_) => view.state.selection.layer,
            None => picture.opened.and_then(|index| taken.network.ids().nth(index)),
        };
        Some(Self { taken, loaded, selected })
    }

    /// What is opened below: the block around what is selected, or the layer itself.
    pub fn opened(&self, level: Opening) -> Option<&'a Part> {
        level.opened(&self.taken.anatomy, self.selected?)
    }
}

/// Shows it.
pub fn show(ui: &mut Ui, options: &Options<'_>) {
    let (view, picture) = (options.view, &options.settings.picture);
    let Some(drawn) = Drawn::of(view, picture) else {
        title_line(ui, ui.say(say::PICTURE), "", 300.0, |ui| option_groups(ui, options, &[part_group]));
        return;
    };
    let what = ui.say(facts(&drawn.taken.anatomy, ui));
    title_line(ui, &drawn.taken.name, &what, 300.0, |ui| option_groups(ui, options, &[part_group]));
    choices::show(ui, options);
    ui.add_space(WITHIN);
    let width = ui.available_width() - BETWEEN;
    ScrollArea::both().id_salt("network's picture").auto_shrink(false).show(ui, |ui| {
        let beside = view.desk.answer::<AnatomyOf>(BESIDE).filter(|_| picture.beside.is_some());
        let own = drawn.taken.anatomy.runs(picture.folding);
        let mut measures = Measures::of(&drawn.taken.anatomy, &own);
        let other = beside.map(|answer| (answer.value.as_ref(), answer.value.anatomy.runs(picture.folding)));
        if let Some((taken, runs)) = &other {
            measures = measures.and(Measures::of(&taken.anatomy, runs));
        }
        let whole = Whole { options, width, measures };
        row(ui, &whole, (&drawn, "drawn"), &own);
        if drawn.taken.anatomy.is_in_stages(picture.folding) {
            trust(ui, &ui.say(say::in_stages(drawn.taken.anatomy.parts.len())), false);
        }
        if let Some((taken, runs)) = &other {
            ui.add_space(BETWEEN);
            section(ui, &taken.name, &ui.say(facts(&taken.anatomy, ui)));
            row(ui, &whole, (&Drawn { taken, loaded: None, selected: None }, "beside"), runs);
        }
        ui.add_space(BETWEEN);
        if let Some(part) = drawn.opened(picture.level) {
            open(ui, &whole, &drawn, part);
            if let Some(loaded) = drawn.loaded {
                ui.add_space(BETWEEN);
                sees::show(ui, options, loaded, drawn.taken);
            }
        }
    });
}

/// What the whole network costs.
fn facts(anatomy: &Anatomy, ui: &Ui) -> Phrase {
    let words = ui.words();
    let whole = &anatomy.whole;
    say::facts(words.brief(whole.weights), words.brief(whole.multiply_adds as usize), anatomy.depth)
}

/// The row of volumes.
fn row(ui: &mut Ui, whole: &Whole<'_>, (drawn, name): (&Drawn<'_>, &str), runs: &[Run]) {
    let picture = &whole.options.settings.picture;
    let anatomy = &drawn.taken.anatomy;
    let selected = drawn.selected.and_then(|node| anatomy.part_of(node));
    let scene = volumes(&Row {
        anatomy,
        runs,
        selected,
        measures: whole.measures,
        is_true: picture.true_sizes,
        is_flat: picture.flat,
        width: whole.width,
        larger: magnification(ui.style()),
        palette: scene::palette(ui),
        words: ui.words(),
    });
    let maps = Maps::of(whole.options.view, drawn, None);
    scene::show(ui, whole.options, drawn, (name, &scene), &maps);
}

/// A part opened, under a line that says what it is.
fn open(ui: &mut Ui, whole: &Whole<'_>, drawn: &Drawn<'_>, part: &Part) {
    let network = &drawn.taken.network;
    let inside = Inside::of(network, part);
    let palette: Palette = scene::palette(ui);
    crumbs(ui, whole.options, drawn, part);
    let maps = Maps::of(whole.options.view, drawn, Some(part));
    let scene = opened(&Opened {
        network,
        inside: &inside,
        selected: drawn.selected,
        has_maps: maps.has_any(),
        width: whole.width,
        larger: magnification(ui.style()),
        palette,
        words: ui.words(),
    });
    scene::show(ui, whole.options, drawn, ("opened", &scene), &maps);
}

/// The way from the network to what is opened; each step is one level back.
fn crumbs(ui: &mut Ui, options: &Options<'_>, drawn: &Drawn<'_>, part: &Part) {
    let picture = options.settings.picture;
    let network = &drawn.taken.network;
    let what = if part.is_block() { Pattern::of(network, part).phrase() } else { part.kind.phrase() };
    let formulas = if part.is_block() { Vec::new() } else { Sliding::formulas(network, &part.members) };
    ui.horizontal_wrapped(|ui| {
        ui.set_max_width(ui.available_width());
        ui.spacing_mut().item_spacing.x = WITHIN;
        let way = drawn.selected.map(|node| drawn.taken.anatomy.way_to(node)).unwrap_or_default();
        for step in way {
            let is_here = std::ptr::eq(step, part);
            let name = ui.say(part_title(step));
            let response = chip(ui, &name, is_here);
            let open = ui.say(say::open_part(&name));
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_here, &open));
            if response.on_hover_text(&open).clicked() && !is_here {
                if step.is_block() {
                    options.send_picture(PictureSettings { level: Opening::Block, ..picture });
                    if drawn.loaded.is_some() {
                        scene::select(options, drawn, step.node);
                    }
                } else {
                    options.send_picture(PictureSettings { level: Opening::Layer, ..picture });
                }
            }
        }
        ui.add_space(WITHIN);
        let ribbons = if part.is_block() { ui.say(say::RIBBONS) } else { String::new() };
        let about = [ui.say(what), formulas.join(" · "), ribbons];
        let about: Vec<String> = about.into_iter().filter(|text| !text.is_empty()).collect();
        weak(ui, &about.join(" · "));
    });
    ui.add_space(WITHIN);
}

/// Selects a layer of the open model by its value.
pub fn layer_command(loaded: &Loaded, node: NodeId) -> Command {
    Command::Layer(loaded.name(loaded.listed(node)))
}
