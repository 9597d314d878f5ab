//! Attribution: why this answer? A card for each method, side by side: its map over the picture, its scale, how far to trust it.

use egui::{
    Align, Color32, Frame, Layout, Margin, RichText, Role, ScrollArea, Sense, TextFormat, Ui, WidgetInfo, text::LayoutJob, vec2,
};

use super::{View, option_groups, part_seen};
use crate::{
    app::{
        command::Command,
        state::{AttributionSettings, MethodChoice},
        textures::Slot,
        theme::{self, BETWEEN, Theme, WITHIN, caption, title},
        widgets::{WHOLE, chip, choice, colour_bar, empty, fit_to_width, percent, position_at, title_line, trust, weak},
        work::{Answer, Heatmap},
    },
    attribution::{Method, Parameter, registry},
    picture::{number, signed},
};

/// Cards are at least this wide.
const CARD: f32 = 250.0;

/// Shows the chapter.
pub fn show(ui: &mut Ui, view: &View<'_>) {
    heading_line(ui, view);
    ui.add_space(BETWEEN);
    if view.state.answers.forward.is_none() {
        if view.state.model.is_some() && view.state.selection.picture.is_none() {
            empty(ui, "Open a picture to ask why it is seen as what it is.", None);
        }
        return;
    }
    let methods = view.state.methods_shown();
    if methods.is_empty() {
        empty(ui, "No method is shown. Choose some under Methods.", None);
        return;
    }
    let room = ui.available_width() - ui.spacing().scroll.bar_width - WITHIN;
    let gap = AROUND_CARDS;
    let least = CARD * theme::magnification(ui.style());
    let columns = (((room + gap) / (least + gap)) as usize).clamp(1, methods.len());
    let width = (room - gap * (columns - 1) as f32) / columns as f32;
    ScrollArea::vertical().id_salt("attribution").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(gap, gap);
        let mut in_order = methods;
        in_order.sort_unstable();
        for row in in_order.chunks(columns) {
            ui.horizontal_top(|ui| {
                for &method in row {
                    ui.allocate_ui(vec2(width, 0.0), |ui| card(ui, view, method, width));
                }
            });
        }
    });
}

const AROUND_CARDS: f32 = 12.0;

const GROUPS: [fn(&mut Ui, &View<'_>); 3] = [overlay_group, layer_group, methods_group];

fn heading_line(ui: &mut Ui, view: &View<'_>) {
    let theme = Theme::of(ui);
    let state = view.state;
    let class = state.class();
    let name = class.map_or_else(|| "this answer".to_owned(), |class| state.class_name(class));
    let font = title().resolve(ui.style());
    let mut question = LayoutJob::default();
    for (text, colour) in [("Why ", theme.text), (&name, theme.accent), ("?", theme.text)] {
        question.append(text, 0.0, TextFormat::simple(font.clone(), colour));
    }
    let forward = state.answers.forward.as_ref().filter(|answer| answer.fresh).map(|answer| &answer.value);
    let numbers = forward.zip(class).and_then(|(forward, class)| {
        let (score, probability) = (forward.scores.get(class)?, forward.probabilities.get(class)?);
        Some(format!("score {}, {}", number(*score), percent(*probability)))
    });
    title_line(ui, question, &numbers.unwrap_or_default(), 500.0, |ui| option_groups(ui, view, &GROUPS));
}

fn send(view: &View<'_>, change: impl FnOnce(&mut AttributionSettings)) {
    let mut changed = view.state.settings.attribution.clone();
    change(&mut changed);
    view.send(Command::Attribution(changed));
}

fn overlay_group(ui: &mut Ui, view: &View<'_>) {
    let settings = &view.state.settings.attribution;
    let over = [(false, "class maps"), (true, "all maps")];
    if let Some(over_picture) = choice(ui, "Over the picture", &over, settings.over_picture) {
        send(view, |settings| settings.over_picture = over_picture);
    }
    let mut opacity = settings.opacity;
    ui.spacing_mut().slider_width = 64.0;
    let slider = egui::Slider::new(&mut opacity, 0.0..=1.0).show_value(false);
    let response = ui.add(slider).accessible_name("Overlay opacity").on_hover_text("How strongly maps cover the picture");
    if response.changed() {
        send(view, |settings| settings.opacity = opacity);
    }
}

fn layer_group(ui: &mut Ui, view: &View<'_>) {
    let now = view.state.settings.attribution.selected_layer;
    if let Some(selected) = choice(ui, "Layer", &[(false, "last"), (true, "selected")], now) {
        send(view, |settings| settings.selected_layer = selected);
    }
}

fn methods_group(ui: &mut Ui, view: &View<'_>) {
    let button = chip(ui, "Methods…", false).on_hover_text("Choose which methods are shown");
    egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(260.0);
        for method in registry() {
            let mut shown = view.state.settings.attribution.shown.iter().any(|id| id == method.id);
            if ui.checkbox(&mut shown, method.name).on_hover_text(method.about).changed() {
                send(view, |settings| {
                    settings.shown.retain(|id| id != method.id);
                    if shown {
                        settings.shown.push(method.id.to_owned());
                    }
                });
            }
        }
    });
}

fn card(ui: &mut Ui, view: &View<'_>, index: usize, width: f32) {
    let theme = Theme::of(ui);
    let method = &registry()[index];
    let answer = view.state.answers.attribution.get(&index);
    let frame =
        Frame::new().fill(theme.card).stroke(theme.hairline()).corner_radius(theme::CARD_CORNER).inner_margin(Margin::same(8));
    frame.show(ui, |ui| {
        ui.set_width(width - 18.0);
        ui.spacing_mut().item_spacing = vec2(BETWEEN, WITHIN);
        ui.vertical(|ui| {
            heading(ui, view, method, answer);
            if answer.is_some_and(|answer| !answer.fresh) {
                ui.set_opacity(theme::STALE_OPACITY);
            }
            picture(ui, view, index, method, answer);
            match answer.map(|answer| &answer.value) {
                Some(Ok(heatmap)) => scale(ui, view, heatmap),
                Some(Err(problem)) => {
                    trust(ui, problem, false);
                }
                None if view.state.stopped.contains_key(&index) => {
                    weak(ui, "stopped; open the chapter again to go on");
                }
                None => {
                    weak(ui, "to come");
                }
            }
        });
    });
}

fn heading(ui: &mut Ui, view: &View<'_>, method: &Method, answer: Option<&Answer<Result<Heatmap, String>>>) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.label(RichText::new(method.name).color(theme.text)).on_hover_text(method.about);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if method.conventions.len() > 1 || !method.parameters.is_empty() {
                way(ui, view, method);
            }
            let layer = answer.and_then(|answer| answer.value.as_ref().ok()).and_then(|heatmap| heatmap.layer);
            let qualifier = match (layer, &view.state.model) {
                (Some(layer), Some(loaded)) => loaded.title(layer).to_owned(),
                _ => method.paper.to_owned(),
            };
            let text = RichText::new(qualifier).text_style(caption()).color(theme.faint);
            ui.add(egui::Label::new(text).truncate()).on_hover_text(format!("{} ({})", method.name, method.paper));
        });
    });
}

/// The way in which a method is run: its convention and its parameters.
fn way(ui: &mut Ui, view: &View<'_>, method: &Method) {
    let settings = &view.state.settings.attribution;
    let now = settings.choices.get(method.id).cloned().unwrap_or_default();
    let send = |choice: MethodChoice| {
        send(view, |settings| {
            settings.choices.insert(method.id.to_owned(), choice);
        });
    };
    let convention = now.convention.as_deref().unwrap_or(method.conventions[0].id);
    let changed = now != MethodChoice::default();
    let button = chip(ui, if changed { convention } else { "as published" }, changed);
    button.widget_info(|| WidgetInfo::selected(Role::Button, true, changed, format!("How {} is computed", method.name)));
    egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(300.0);
        for option in method.conventions {
            let chosen = convention == option.id;
            if ui.radio(chosen, option.id).on_hover_text(option.about).clicked() {
                send(MethodChoice { convention: Some(option.id.to_owned()), ..now.clone() });
            }
            weak(ui, option.about);
        }
        for parameter in method.parameters {
            if let Some(value) = parameter_slider(ui, parameter, now.parameters.get(parameter.id).copied()) {
                let mut choice = now.clone();
                choice.parameters.insert(parameter.id.to_owned(), value);
                send(choice);
            }
        }
        if chip(ui, "As published", false).clicked() {
            send(MethodChoice::default());
        }
    });
}

/// A parameter's slider; answers the value once the person lets it go.
pub(super) fn parameter_slider(ui: &mut Ui, parameter: &Parameter, set: Option<f64>) -> Option<f64> {
    let memory = ui.scope_id().with(("parameter", parameter.id));
    let before = set.unwrap_or(parameter.default);
    let mut value = ui.data(|data| data.get_temp::<f64>(memory)).unwrap_or(before);
    let [low, high] = parameter.range;
    ui.label(parameter.name).on_hover_text(parameter.about);
    let mut slider = egui::Slider::new(&mut value, low..=high);
    if parameter.whole {
        slider = slider.integer();
    }
    let response = ui.add(slider).accessible_name(parameter.name).on_hover_text(parameter.about);
    if response.dragged() {
        ui.data_mut(|data| data.insert_temp(memory, value));
        return None;
    }
    ui.data_mut(|data| data.remove::<f64>(memory));
    (value != before).then_some(value)
}

fn picture(ui: &mut Ui, view: &View<'_>, index: usize, method: &Method, answer: Option<&Answer<Result<Heatmap, String>>>) {
    let theme = Theme::of(ui);
    let Some(preprocessing) = &view.state.preprocessing else { return };
    let [rows, columns] = preprocessing.size;
    let width = ui.available_width();
    let size = vec2(width, width * rows as f32 / columns.max(1) as f32);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{} map", method.name)));
    let heatmap = answer.and_then(|answer| answer.value.as_ref().ok());
    ui.painter().rect_filled(rect, theme::MAP_CORNER, theme.zero);
    let shown = view.state.selection.picture.as_ref().zip(view.textures.get(Slot::Picture));
    if let Some((shown, texture)) = shown.filter(|_| heatmap.is_none_or(|heatmap| heatmap.over_picture)) {
        // Nothing is known yet: the picture waits, dimmed.
        let tint = if heatmap.is_none() { Color32::WHITE.gamma_multiply(0.35) } else { Color32::WHITE };
        ui.painter().image(texture, rect, part_seen(view, shown), tint);
    }
    let (Some(heatmap), Some(texture)) = (heatmap, view.textures.get(Slot::Attribution(index))) else { return };
    let opacity = if heatmap.over_picture { view.state.settings.attribution.opacity } else { 1.0 };
    ui.painter().image(texture, rect, WHOLE, Color32::WHITE.gamma_multiply(opacity));
    let map = &heatmap.map;
    let under = response.hover_pos().and_then(|pointer| position_at(rect, pointer, map.height, map.width));
    if let Some([y, x]) = under {
        let value = heatmap.plane.get(y * map.width + x).copied().unwrap_or_default();
        response.on_hover_ui_at_pointer(|ui| {
            let value = if map.signed { signed(value) } else { number(value) };
            ui.label(format!("y {y}, x {x} · {value}"));
        });
    }
}

fn scale(ui: &mut Ui, view: &View<'_>, heatmap: &Heatmap) {
    let (low, high) = (heatmap.scale.low, heatmap.scale.high);
    let ends = if heatmap.map.signed {
        [number(low), "0".to_owned(), signed(high)]
    } else {
        [number(low), number((low + high) / 2.0), number(high)]
    };
    colour_bar(ui, view.textures.gradient(heatmap.colours), [&ends[0], &ends[1], &ends[2]]);
    let clipped = heatmap.shown.map(|shown| format!(" · {shown} % of values shown")).unwrap_or_default();
    let theme = Theme::of(ui);
    let colour = if heatmap.map.is_finished() { theme.good } else { theme.warning };
    let line = format!("{}{clipped}", heatmap.map.trust);
    let galley = fit_to_width(ui, &line, &caption(), ui.available_width());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), galley.size().y), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &line));
    ui.painter().galley(rect.min, galley, colour);
    response.on_hover_text(&line);
}
