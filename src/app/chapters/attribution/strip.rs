//! One method at every layer at once, as a strip: where in the network does the explanation come to be?

use std::sync::Arc;

use egui::{ColorImage, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::{
    Settings, Tile,
    asking::{self, Seen},
    shown::Shown,
    work::{Explanation, Sources},
};
use crate::{
    app::{
        chapter::Asking,
        command::Command,
        desk::{About, Conduct, Question, Reporter, Seat},
        open::{Folder, Loaded, Shown as Picture},
        questions::ForwardPass,
        say::Say,
        sight::Sight,
        textures::{Pixels, TextureName},
        theme::{self, BETWEEN, Theme, WITHIN},
        tiles::pixels,
        widgets::{WHOLE, weak},
    },
    attribution::Method,
    figures::{Ground, Look, Manner, heatmap_over},
    jobs::Lane,
    network::NodeId,
    words::{Phrase, attribution as say},
};

/// Side of a picture of the strip, in points.
const SIDE: f32 = 76.0;

/// What does a method say at each of these layers?
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// What is asked, at whatever layer.
    pub explained: Explanation,
    /// The layers, in the order of the data.
    pub layers: Vec<NodeId>,
    /// The colours.
    pub look: Look,
}

/// What the work reads.
pub struct Given {
    method: &'static Method,
    loaded: Arc<Loaded>,
    pass: Arc<ForwardPass>,
    shown: Arc<Picture>,
    folder: Option<Arc<Folder>>,
}

impl Question for Strip {
    /// The map over the picture, layer by layer; none where the method has none.
    type Answer = Vec<(NodeId, Option<Arc<ColorImage>>)>;
    type Given = Given;
    type Error = Phrase;

    const CONDUCT: Conduct = Conduct { lane: Lane::narrow("attribution"), ..Conduct::ON_SCREEN };

    fn title(&self, given: &Given) -> Phrase {
        say::at_every_layer(given.method.name)
    }

    fn about(&self) -> About {
        self.explained.about()
    }

    fn work(&self, given: Given, reporter: &Reporter<'_, Self::Answer>) -> Result<Self::Answer, Phrase> {
        let Given { method, loaded, pass, shown, folder } = &given;
        let sources = Sources { loaded, pass, shown, folder: folder.as_deref() };
        let small = pass.visible.resized(SMALL, SMALL);
        let mut found: Self::Answer = Vec::with_capacity(self.layers.len());
        for &layer in &self.layers {
            reporter.control().check()?;
            let asked = Explanation { layer: Some(layer), ..self.explained.clone() };
            let map = asked.with_request(&sources, |request| method.run(request, &reporter.control().silent(), &mut |_| {}));
            let manner = Manner::plain(self.look, false);
            let over = |map| heatmap_over(&map, &small, &manner, Ground::Picture, 1.0).0;
            found.push((layer, map.ok().map(|map| Arc::new(pixels(&over(map))))));
            reporter.partial(|| found.clone());
        }
        Ok(found)
    }
}

/// Pixels along a side of a picture of the strip.
const SMALL: usize = 112;

/// The first method that is shown and looks at a layer.
fn subject(settings: &Settings) -> Option<Tile> {
    settings.tiles().into_iter().find(|tile| tile.number == 0 && tile.method().is_some_and(|method| method.looks_at_layer))
}

/// Asks for the strip while it is shown.
pub fn ask(settings: &Settings, asking: &mut Asking<'_>) {
    let state = asking.state;
    let is_shown = asking.shown && settings.strip && !settings.truth;
    let sight = Sight { state, desk: asking.desk };
    let tile = subject(settings).filter(|_| is_shown);
    let place = tile.as_ref().and_then(|tile| Seen::of(sight, tile));
    let explained =
        tile.as_ref().zip(place.as_ref()).and_then(|(tile, place)| asking::question(settings, sight, tile, place).ok());
    let look = Look::plain(state.settings.colours.map, state.dark);
    let question = explained.zip(place.as_ref()).map(|(explained, place)| {
        let network = place.loaded.engine.network();
        let leads = network.leads_to(&[explained.target.layer(network)]);
        let is_asked = |id: &NodeId| network.has_maps(*id) && leads[id.index()];
        let rows = place.loaded.rows.iter().filter(|row| row.depth == 0 && !row.is_input());
        let layers = rows.map(|row| row.layer.node).filter(is_asked).collect();
        Strip { explained: Explanation { layer: None, ..explained }, layers, look }
    });
    let given = || {
        let Seen { loaded, shown, pass, .. } = place?;
        Some(Given { method: tile?.method()?, loaded, pass, shown, folder: state.folder.clone() })
    };
    asking.desk.ask(Seat::ONE, question, given);
}

/// Shows the strip; a click selects the layer, and the others look at it too.
pub fn strip(ui: &mut Ui, shown: &Shown<'_>) {
    let Some(method) = subject(shown.settings).and_then(|tile| tile.method()) else {
        weak(ui, &ui.say(say::NO_LAYER_METHOD));
        return;
    };
    let theme = Theme::of(ui);
    weak(ui, &ui.say(say::at_every_layer(method.name)));
    let Some(answer) = shown.view.desk.answer::<Strip>(Seat::ONE) else { return };
    let Some(loaded) = &shown.view.state.model else { return };
    let side = SIDE * theme::magnification(ui.style());
    ScrollArea::horizontal().id_salt("attribution-strip").show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing = vec2(BETWEEN, WITHIN);
            for (page, (layer, image)) in answer.value.iter().enumerate() {
                ui.vertical(|ui| {
                    ui.set_width(side);
                    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::click());
                    let name = loaded.title(*layer);
                    let said = format!("{} · {name}", method.name);
                    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
                    ui.painter().rect_filled(rect, theme::MAP_CORNER, theme.zero);
                    if let Some(image) = image {
                        let texture = TextureName { what: "attribution-layers", which: method.id, page };
                        let texture = shown.view.textures.of(texture, image, Pixels::Smooth);
                        ui.painter().image(texture, rect, WHOLE, egui::Color32::WHITE);
                    }
                    let is_chosen = shown.settings.selected_layer && shown.view.state.selection.layer == Some(*layer);
                    if is_chosen || response.hovered() {
                        let colour = if is_chosen { theme.accent } else { theme.weak };
                        ui.painter().rect_stroke(rect, theme::MAP_CORNER, Stroke::new(1.5, colour), StrokeKind::Inside);
                    }
                    if response.clicked() {
                        shown.view.send(Command::Layer(name.to_owned().into()));
                        shown.send(|settings| settings.selected_layer = true);
                    }
                    weak(ui, name);
                });
            }
        });
    });
    ui.add_space(WITHIN);
}
