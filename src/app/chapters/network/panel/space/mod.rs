//! The network in space: its layers as planes of live maps that one turns, nears and flies along, with what flows into the
//! selected number as edges (after Harley 2015).
//!
//! `layout.rs` says where things stand, `camera.rs` where they are seen, `turning.rs` how a person moves, `painting.rs` and
//! `edges.rs` draw. Knows no work.

mod camera;
mod edges;
mod layout;
mod legend;
mod naming;
mod painting;
mod scene;
mod turning;

use egui::{Rect, Role, Sense, Ui, WidgetInfo, vec2};

use super::{
    super::{
        Settings,
        orbit::{Orbit, Stand},
        work::{FlowOf, PaintedPlane, PlanesPaint},
    },
    Options, part_group,
};
use crate::{
    app::{
        command::Command,
        desk::{Answer, Seat},
        open::{Loaded, OPEN_PICTURE},
        say::Say,
        theme::{self, BETWEEN, Theme},
        view::View,
        widgets::{choice, empty, option_groups, title_line},
    },
    words::{menu, network, space as say},
};
use scene::Scene;

/// Height of the line below the planes at the usual text size.
const LINE: f32 = 20.0;

/// What is drawn, from what.
struct Space<'a> {
    view: &'a View<'a>,
    loaded: &'a Loaded,
    painted: &'a [PaintedPlane],
    flow: Option<&'a Answer<FlowOf>>,
    orbit: Orbit,
}

/// Shows it.
pub fn show(ui: &mut Ui, view: &View<'_>, loaded: &Loaded, settings: &Settings) {
    let options = Options { view, settings };
    let painted = view.desk.answer::<PlanesPaint>(Seat::ONE);
    let name = view.sight().unit_name().filter(|_| painted.is_some());
    let how = ui.say(name.map_or(say::NETWORK, say::what_fires));
    let count = |planes: &Answer<PlanesPaint>| planes.value.iter().map(|plane| plane.maps.values.len()).sum::<usize>();
    let live = painted.map_or_else(String::new, |planes| ui.say(say::live(count(planes))));
    title_line(ui, how, &live, 290.0, |ui| option_groups(ui, &options, &[part_group]));
    ui.horizontal_wrapped(|ui| {
        for group in [edges_group, down_group, view_group] {
            group(ui, &options);
            ui.add_space(BETWEEN);
        }
    });
    ui.add_space(BETWEEN);
    let Some(painted) = painted else {
        if view.state.selection.picture.is_none() && empty(ui, &ui.say(network::NO_PICTURE), Some(&ui.say(menu::OPEN_PICTURE))) {
            view.send(Command::Ask(OPEN_PICTURE));
        }
        return;
    };
    let orbit = settings.space;
    let flow = view.desk.answer::<FlowOf>(Seat::ONE);
    let space = Space { view, loaded, painted: &painted.value, flow, orbit };
    // What a stroke of the pen makes stale for a moment does not flicker.
    let is_live = painted.is_fresh || view.state.pad.open;
    let freshness = ui.ctx().animate_bool_with_time(ui.scope_id().with("fresh"), is_live, 0.6);
    let line = LINE * theme::magnification(ui.style());
    let size = vec2(ui.available_width(), (ui.available_height() - line - BETWEEN).max(80.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let told = ui.say(say::canvas(painted.value.len(), flow.map_or(0, |flow| flow.value.edges.len())));
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, &told));
    ui.scope(|ui| {
        ui.set_opacity(theme::STALE_OPACITY + (1.0 - theme::STALE_OPACITY) * freshness);
        let moved = space.canvas(ui, rect, response);
        if moved != orbit {
            options.send(Settings { space: moved, ..*settings });
        }
    });
    legend::show(ui, &space, line);
}

impl Space<'_> {
    /// Draws everything; answers where the person goes.
    fn canvas(&self, ui: &mut Ui, rect: Rect, response: egui::Response) -> Orbit {
        let magnified = theme::magnification(ui.style());
        let names = naming::Names::of(ui, self);
        let eye = turning::eye(ui, response.id, self.orbit, response.dragged());
        let scene = Scene::new(self.painted, eye, rect, (magnified, names.above()));
        let painter = ui.painter().with_clip_rect(rect);
        let pointed = response.hover_pos().filter(|_| !response.dragged()).and_then(|pointer| scene.pointed(pointer));
        painting::planes(ui, &painter, self, (&scene, &names), pointed);
        if let Some(flow) = self.flow {
            let is_live = flow.is_fresh || self.view.state.pad.open;
            let clear = if is_live { 1.0 } else { theme::STALE_OPACITY };
            edges::show(ui, &painter, (self.loaded, &scene), (&flow.value, clear));
        }
        painting::selected(&painter, self, &scene);
        if response.has_focus() {
            painter.rect_stroke(rect, 2.0, egui::Stroke::new(1.0, Theme::of(ui).accent), egui::StrokeKind::Inside);
        }
        naming::planes(ui, self, &scene, rect);
        let moved = turning::turn(ui, &response, self.orbit, (&scene, rect));
        if let Some(pointed) = pointed {
            self.follow(ui, &scene, pointed, response);
        }
        moved
    }

    /// What is under the pointer is told, and followed by a click.
    fn follow(&self, ui: &Ui, scene: &Scene<'_>, pointed: scene::Pointed, response: egui::Response) {
        let painted = &self.painted[pointed.plane];
        let layer = painted.maps.layer;
        let unit = pointed.spot.and_then(|spot| scene.unit(pointed.plane, spot));
        if response.double_clicked() {
            naming::open(self.view, self.loaded, layer);
        } else if response.clicked() {
            self.view.send(match unit {
                Some(unit) => Command::LayerUnit(self.loaded.name(layer), unit),
                None => Command::Layer(self.loaded.name(layer)),
            });
        }
        let Some(unit) = unit else { return };
        let value = painted.maps.value(unit.channel, unit.position.unwrap_or_default()).unwrap_or_default();
        let name = match painted.is_scores {
            true => ui.say(self.loaded.class_name(crate::network::Class(unit.channel.index()))),
            false => format!("{}{unit}", self.loaded.title(layer)),
        };
        response.on_hover_text_at_pointer(ui.say(say::spot(name, value)));
    }
}

fn send(options: &Options<'_>, space: Orbit) {
    options.send(Settings { space, ..*options.settings });
}

fn edges_group(ui: &mut Ui, options: &Options<'_>) {
    let [name, strongest, all] = [say::EDGES, say::STRONGEST, say::ALL].map(|name| ui.say(name));
    let space = options.settings.space;
    if let Some(all) = choice(ui, &name, &[(false, strongest.as_str()), (true, all.as_str())], space.all) {
        send(options, Orbit { all, ..space });
    }
}

fn down_group(ui: &mut Ui, options: &Options<'_>) {
    let [name, one, input] = [say::DOWN_TO, say::ONE_LAYER, say::THE_INPUT].map(|name| ui.say(name));
    let space = options.settings.space;
    if let Some(one_layer) = choice(ui, &name, &[(true, one.as_str()), (false, input.as_str())], space.one_layer) {
        send(options, Orbit { one_layer, ..space });
    }
}

fn view_group(ui: &mut Ui, options: &Options<'_>) {
    let [name, front, turned, top] = [say::VIEW, say::FRONT, say::TURNED, say::TOP].map(|name| ui.say(name));
    let space = options.settings.space;
    let stands = [(Some(Stand::Front), front), (Some(Stand::Turned), turned), (Some(Stand::Top), top)];
    let stands = stands.each_ref().map(|(stand, name)| (*stand, name.as_str()));
    if let Some(Some(stand)) = choice(ui, &name, &stands, space.stand()) {
        send(options, space.at(stand));
    }
}
