//! The chapter's panel: points coloured by class. The pointer shows a picture, a click opens it.

use std::collections::BTreeMap;

use egui::{Color32, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};
use egui_plot::{MarkerShape, Plot, Points};

use super::{ALL, Cloud, Embed, GalleryOf, PointsOf, Settings, work::sampled};
use crate::{
    app::{
        chapters::ChapterCommand,
        command::Command,
        desk::Seat,
        open::OPEN_FOLDER,
        say::Say,
        theme::{self, BETWEEN, Theme},
        view::View,
        widgets::{chip, choice, class_mark, empty, option_groups, parameter_control, title_line, trust, weak},
    },
    data::{Dataset, ItemId, world},
    embedding::{METHODS, Method},
    methods::Named as _,
    picture::{CLASS_MARKS, ClassShape, class_shape},
    words::embedding as say,
    zoo::class_phrases,
};

/// How many pictures can be asked for.
const COUNTS: [usize; 3] = [300, 1000, ALL];
/// Side of a point that is a small picture, and of the picture at the pointer.
const THUMBNAIL: f32 = 30.0;
const LARGE: f32 = 128.0;
/// How near the pointer must come.
const REACH: f32 = 14.0;

/// What the panel shows.
pub struct Shown<'a> {
    /// The window.
    pub view: &'a View<'a>,
    /// How the folder becomes points.
    pub settings: &'a Settings,
    /// The method.
    pub method: &'static Method,
}

impl Shown<'_> {
    fn send(&self, change: impl FnOnce(&mut Settings)) {
        let mut changed = self.settings.clone();
        change(&mut changed);
        self.view.send(Command::Of(ChapterCommand::Embedding(Embed(changed))));
    }
}

/// Shows the chapter.
pub fn show(ui: &mut Ui, shown: &Shown<'_>) {
    let view = shown.view;
    heading_line(ui, shown);
    let Some(folder) = view.state.folder.as_ref() else {
        if empty(ui, &ui.say(say::NO_FOLDER), Some(&ui.say(say::OPEN_FOLDER))) {
            view.send(Command::Ask(OPEN_FOLDER));
        }
        return;
    };
    ui.add_space(BETWEEN);
    let Some(answer) = view.desk.answer::<PointsOf>(Seat::ONE) else { return };
    if !answer.is_fresh {
        ui.set_opacity(theme::STALE_OPACITY);
    }
    ui.horizontal(|ui| {
        trust(ui, &ui.words().line(&answer.value.points.trust), answer.is_whole);
        weak(ui, &ui.say(say::HOW_TO_MOVE));
    });
    let dataset = &folder.dataset;
    let names: Vec<String> = class_phrases(&dataset.classes).iter().map(|class| ui.say(class)).collect();
    legend(ui, &names);
    scatter(ui, shown, (dataset, &names), (&answer.value, answer.question.features.gallery.most));
}

fn heading_line(ui: &mut Ui, shown: &Shown<'_>) {
    let view = shown.view;
    let layer = view.sight().looking_layer(shown.settings.selected_layer);
    let layer = view.state.model.as_ref().zip(layer).map(|(loaded, layer)| loaded.title(layer).to_owned());
    let name = match (&view.state.folder, layer) {
        (Some(folder), Some(layer)) => say::as_layer_sees(folder.title.clone(), layer),
        _ => say::NAME,
    };
    let count = view.desk.answer::<PointsOf>(Seat::ONE).map(|answer| answer.value.points.positions.len());
    let what = count.map(|count| ui.say(say::pictures_count(count))).unwrap_or_default();
    title_line(ui, ui.say(name), &what, 640.0, |ui| option_groups(ui, shown, &GROUPS));
}

const GROUPS: [fn(&mut Ui, &Shown<'_>); 5] = [folder_group, method_group, layer_group, count_group, look_group];

fn folder_group(ui: &mut Ui, Shown { view, .. }: &Shown<'_>) {
    if chip(ui, &ui.say(say::OPEN_FOLDER), false).on_hover_text(ui.say(say::OPEN_FOLDER_ABOUT)).clicked() {
        view.send(Command::Ask(OPEN_FOLDER));
    }
    if chip(ui, &ui.say(say::WORLD), false).on_hover_text(ui.say(say::WORLD_ABOUT)).clicked() {
        view.send(Command::World(world::Kind::OneObject));
    }
}

fn method_group(ui: &mut Ui, shown: &Shown<'_>) {
    let methods: Vec<(&str, &str)> = METHODS.iter().map(|method| (method.id, method.name)).collect();
    let method = shown.method;
    if let Some(id) = choice(ui, &ui.say(say::METHOD), &methods, method.id) {
        shown.send(|settings| settings.method = id.to_owned());
    }
    if method.parameters.is_empty() {
        return;
    }
    let set = shown.settings.parameters.get(method.id).cloned().unwrap_or_default();
    let button = chip(ui, &ui.say(say::PARAMETERS), !set.is_empty()).on_hover_text(ui.say(method.about()));
    egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(280.0);
        for parameter in method.parameters {
            if let Some(value) = parameter_control(ui, method.id, parameter, &set.value(parameter, None)) {
                shown.send(|settings| {
                    settings.parameters.entry(method.id.to_owned()).or_default().set(parameter.id, value);
                });
            }
        }
        if chip(ui, &ui.say(say::AS_PUBLISHED), false).clicked() {
            shown.send(|settings| {
                settings.parameters.remove(method.id);
            });
        }
    });
}

fn layer_group(ui: &mut Ui, shown: &Shown<'_>) {
    let [name, last, this] = [say::LAYER, say::LAST, say::SELECTED].map(|phrase| ui.say(phrase));
    if let Some(selected) = choice(ui, &name, &[(false, &last), (true, &this)], shown.settings.selected_layer) {
        shown.send(|settings| settings.selected_layer = selected);
    }
}

fn count_group(ui: &mut Ui, shown: &Shown<'_>) {
    let names = COUNTS.map(|count| if count == ALL { ui.say(say::ALL) } else { ui.words().count(count) });
    let counts: Vec<(usize, &str)> = COUNTS.into_iter().zip(names.iter().map(String::as_str)).collect();
    if let Some(most) = choice(ui, &ui.say(say::PICTURES), &counts, shown.settings.most) {
        shown.send(|settings| settings.most = most);
    }
}

fn look_group(ui: &mut Ui, shown: &Shown<'_>) {
    let [points, thumbnails] = [say::POINTS, say::THUMBNAILS].map(|phrase| ui.say(phrase));
    let looks = [(false, points.as_str()), (true, thumbnails.as_str())];
    if let Some(thumbnails) = choice(ui, "", &looks, shown.settings.thumbnails) {
        shown.send(|settings| settings.thumbnails = thumbnails);
    }
}

fn class_colour(class: Option<usize>, theme: &Theme) -> Color32 {
    class.map_or(theme.accent, theme::class_colour)
}

/// The shape of a class's points.
fn marker(class: Option<usize>) -> MarkerShape {
    match class.map_or(ClassShape::Disc, class_shape) {
        ClassShape::Disc => MarkerShape::Circle,
        ClassShape::Square => MarkerShape::Square,
        ClassShape::Triangle => MarkerShape::Up,
        ClassShape::Diamond => MarkerShape::Diamond,
    }
}

fn legend(ui: &mut Ui, names: &[String]) {
    let theme = Theme::of(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(12.0, 2.0);
        for (class, name) in names.iter().enumerate().take(CLASS_MARKS) {
            let font = theme::caption().resolve(ui.style());
            let text = ui.painter().layout_no_wrap(name.clone(), font, theme.faint);
            // As one piece, so that no name is broken at the end of a line.
            let (rect, _) = ui.allocate_exact_size(vec2(12.0 + text.size().x, text.size().y), Sense::hover());
            class_mark(ui.painter(), rect.left_center() + vec2(4.0, 0.0), 4.0, class);
            ui.painter().galley(rect.min + vec2(12.0, 0.0), text, theme.faint);
        }
    });
}

fn scatter(ui: &mut Ui, shown: &Shown<'_>, (folder, names): (&Dataset, &[String]), (cloud, most): (&Cloud, usize)) {
    let view = shown.view;
    let items = sampled(folder, most);
    let theme = Theme::of(ui);
    let positions = &cloud.points.positions;
    let count = positions.len();
    let item = |point: usize| cloud.features.items.get(point).and_then(|&used| Some((used.index(), *items.get(used.index())?)));
    let class = |point: usize| item(point).and_then(|(_, item)| folder.item(item)).and_then(|item| item.class);
    let small = |point: usize| {
        // Its tiles are numbered as the cloud's pictures only if as many were asked for.
        let gallery = view.desk.answer::<GalleryOf>(Seat::ONE).filter(|gallery| gallery.question.most == most)?;
        view.small("gallery", &gallery.value.tiles, item(point)?.0)
    };
    let thumbnails = shown.settings.thumbnails;
    let mut by_mark: BTreeMap<Option<usize>, Vec<[f64; 2]>> = BTreeMap::new();
    for (point, position) in positions.iter().enumerate() {
        by_mark.entry(class(point).map(|class| class % CLASS_MARKS)).or_default().push(position.map(f64::from));
    }
    let plot = Plot::new("embedding")
        .data_aspect(1.0)
        .set_margin_fraction(vec2(0.06, 0.06))
        .allow_scroll(false)
        .show_axes(false)
        .show_grid(false)
        .show_crosshair(false)
        .show_background(false)
        .label_formatter(|_| None);
    let plotted = plot.show(ui, |plot| {
        for (class, points) in by_mark {
            // Thumbnails are painted above; their points only say what there is to fit into view.
            let radius = if thumbnails { 0.0 } else { 4.0 };
            let name = format!("{class:?}");
            let points = Points::new(name, points).radius(radius).color(class_colour(class, theme)).allow_hover(false);
            plot.points(points.shape(marker(class)));
        }
    });
    let response = plotted.response;
    let words = ui.words();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words.say(&say::scatter_of(count))));
    let place = |position: &[f32; 2]| plotted.transform.position_from_point(&position.map(f64::from).into());
    let places: Vec<Pos2> = positions.iter().map(place).collect();
    let painter = ui.painter().with_clip_rect(response.rect);
    for (point, &place) in places.iter().enumerate().filter(|_| thumbnails) {
        if let Some((texture, uv)) = small(point) {
            let rect = Rect::from_center_size(place, vec2(THUMBNAIL, THUMBNAIL));
            painter.image(texture, rect, uv, Color32::WHITE);
            painter.rect_stroke(rect, 1.0, Stroke::new(1.5, class_colour(class(point), theme)), StrokeKind::Outside);
        }
    }
    let selected: Option<ItemId> =
        view.state.selection.picture.as_ref().and_then(|shown| shown.item_of(view.state.folder.as_ref()?.id));
    if let Some(point) = (0..count).find(|&point| selected.is_some() && item(point).map(|(_, item)| item) == selected) {
        painter.circle_stroke(places[point], 8.0, Stroke::new(2.0, theme.text));
    }
    let Some(pointer) = response.hover_pos() else { return };
    let near = |point: &usize| places[*point].distance(pointer);
    let Some(point) = (0..count).min_by(|a, b| near(a).total_cmp(&near(b))).filter(|point| near(point) < REACH) else { return };
    painter.circle_stroke(places[point], 7.0, Stroke::new(1.5, theme.accent));
    let Some((_, index)) = item(point) else { return };
    if response.clicked() {
        view.send(Command::Item(index, None));
    }
    response.on_hover_ui_at_pointer(|ui| {
        if let Some((texture, uv)) = small(point) {
            let (rect, _) = ui.allocate_exact_size(vec2(LARGE, LARGE), Sense::hover());
            ui.painter().image(texture, rect, uv, Color32::WHITE);
        }
        if let Some(item) = folder.item(index) {
            ui.label(&item.name);
            if let Some(name) = item.class.and_then(|class| names.get(class)) {
                weak(ui, name);
            }
        }
    });
}
