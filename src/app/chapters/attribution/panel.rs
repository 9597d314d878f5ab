//! The chapter's panel: a card for each method, side by side, with its map over the picture, its scale, how far to trust it.

use egui::{
    Align, Color32, Frame, Layout, Margin, RichText, Role, ScrollArea, Sense, TextFormat, Ui, WidgetInfo, text::LayoutJob, vec2,
};

use super::{Explain, Explanation, MapPaint, PaintedMap, Settings, Way};
use crate::{
    app::{
        chapters::ChapterCommand,
        command::Command,
        desk::{Answer, Ending, Seat},
        questions::{last_pass, pass},
        textures::Pixels,
        theme::{self, BETWEEN, Theme, WITHIN, caption, title},
        view::View,
        widgets::{
            WHOLE, chip, choice, colour_bar, empty, fit_to_width, option_groups, parameter_control, percent, position_at,
            title_line, trust, weak,
        },
    },
    attribution::{METHODS, Method},
    picture::{number, signed},
};

/// Cards are at least this wide.
const CARD: f32 = 250.0;

/// What the panel shows.
pub struct Shown<'a> {
    /// The window.
    pub view: &'a View<'a>,
    /// How it is explained.
    pub settings: &'a Settings,
    /// The methods, in the order of the menu.
    pub methods: &'a [&'static Method],
    /// What is explained, for people.
    pub target: Option<&'a str>,
}

impl Shown<'_> {
    fn send(&self, change: impl FnOnce(&mut Settings)) {
        let mut changed = self.settings.clone();
        change(&mut changed);
        self.view.send(Command::Of(ChapterCommand::Attribution(Explain(changed))));
    }
}

/// Shows the chapter.
pub fn show(ui: &mut Ui, shown: &Shown<'_>) {
    let Shown { view, methods, .. } = *shown;
    heading_line(ui, shown);
    ui.add_space(BETWEEN);
    if last_pass(view.desk).is_none() {
        if view.state.model.is_some() && view.state.selection.picture.is_none() {
            empty(ui, "Open a picture to ask why it is seen as what it is.", None);
        }
        return;
    }
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
        for row in methods.chunks(columns) {
            ui.horizontal_top(|ui| {
                for &method in row {
                    ui.allocate_ui(vec2(width, 0.0), |ui| card(ui, shown, method, width));
                }
            });
        }
    });
}

const AROUND_CARDS: f32 = 12.0;

const GROUPS: [fn(&mut Ui, &Shown<'_>); 4] = [overlay_group, target_group, layer_group, methods_group];

fn heading_line(ui: &mut Ui, shown: &Shown<'_>) {
    let theme = Theme::of(ui);
    let view = shown.view;
    let font = title().resolve(ui.style());
    let mut question = LayoutJob::default();
    let parts = match (shown.settings.of_unit, shown.target) {
        (false, Some(name)) => [("Why ", theme.text), (name, theme.accent), ("?", theme.text)],
        (false, None) => [("Why ", theme.text), ("this answer", theme.accent), ("?", theme.text)],
        (true, Some(name)) => [("What excites ", theme.text), (name, theme.accent), (" here?", theme.text)],
        (true, None) => [("What excites ", theme.text), ("this unit", theme.accent), (" here?", theme.text)],
    };
    for (text, colour) in parts {
        question.append(text, 0.0, TextFormat::simple(font.clone(), colour));
    }
    let class = view.sight().class().filter(|_| !shown.settings.of_unit);
    let numbers = pass(view.desk).zip(class).and_then(|(pass, class)| {
        let (score, probability) = pass.value.answer.of(class)?;
        Some(format!("score {}, {}", number(score), percent(probability as f32)))
    });
    title_line(ui, question, &numbers.unwrap_or_default(), 640.0, |ui| option_groups(ui, shown, &GROUPS));
}

fn overlay_group(ui: &mut Ui, shown: &Shown<'_>) {
    let over = [(false, "class maps"), (true, "all maps")];
    if let Some(over_picture) = choice(ui, "Over the picture", &over, shown.settings.over_picture) {
        shown.send(|settings| settings.over_picture = over_picture);
    }
    let mut opacity = shown.settings.opacity;
    ui.spacing_mut().slider_width = 64.0;
    let slider = egui::Slider::new(&mut opacity, 0.0..=1.0).show_value(false);
    let response = ui.add(slider).accessible_name("Overlay opacity").on_hover_text("How strongly maps cover the picture");
    if response.changed() {
        shown.send(|settings| settings.opacity = opacity);
    }
}

fn target_group(ui: &mut Ui, shown: &Shown<'_>) {
    if let Some(of_unit) = choice(ui, "Explain", &[(false, "class"), (true, "unit")], shown.settings.of_unit) {
        shown.send(|settings| settings.of_unit = of_unit);
    }
}

fn layer_group(ui: &mut Ui, shown: &Shown<'_>) {
    if let Some(selected) = choice(ui, "Layer", &[(false, "last"), (true, "selected")], shown.settings.selected_layer) {
        shown.send(|settings| settings.selected_layer = selected);
    }
}

fn methods_group(ui: &mut Ui, shown: &Shown<'_>) {
    let button = chip(ui, "Methods…", false).on_hover_text("Choose which methods are shown");
    egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(260.0);
        for method in &METHODS {
            let mut is_shown = shown.settings.shown.iter().any(|id| id == method.id);
            if ui.checkbox(&mut is_shown, method.name).on_hover_text(method.about).changed() {
                shown.send(|settings| {
                    settings.shown.retain(|id| id != method.id);
                    if is_shown {
                        settings.shown.push(method.id.to_owned());
                    }
                });
            }
        }
    });
}

fn card(ui: &mut Ui, shown: &Shown<'_>, method: &'static Method, width: f32) {
    let theme = Theme::of(ui);
    let desk = shown.view.desk;
    let seat = Seat::named(method.id);
    // A reason why not belongs to what is asked now; a map may be stale.
    let ending = desk.ending::<Explanation>(seat);
    let painted = desk.answer::<MapPaint>(seat).filter(|_| !matches!(ending, Some(Ending::Failed(_))));
    let frame =
        Frame::new().fill(theme.card).stroke(theme.hairline()).corner_radius(theme::CARD_CORNER).inner_margin(Margin::same(8));
    frame.show(ui, |ui| {
        ui.set_width(width - 18.0);
        ui.spacing_mut().item_spacing = vec2(BETWEEN, WITHIN);
        ui.vertical(|ui| {
            heading(ui, shown, method, painted);
            // A growing map is painted again and again, and is fresh all the while.
            let now = desk.fresh::<Explanation>(seat).map(|answer| &answer.question);
            if painted.is_some_and(|painted| Some(&painted.value.answers) != now) {
                ui.set_opacity(theme::STALE_OPACITY);
            }
            picture(ui, shown, method, painted);
            match (painted, ending) {
                (Some(painted), _) => scale(ui, shown.view, &painted.value),
                (None, Some(Ending::Failed(problem))) => {
                    trust(ui, problem, false);
                }
                (None, Some(Ending::Stopped)) => {
                    weak(ui, "stopped; open the chapter again to go on");
                }
                (None, None) => {
                    weak(ui, "to come");
                }
            }
        });
    });
}

fn heading(ui: &mut Ui, shown: &Shown<'_>, method: &'static Method, painted: Option<&Answer<MapPaint>>) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.label(RichText::new(method.name).color(theme.text)).on_hover_text(method.about);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if method.conventions.len() > 1 || !method.parameters.is_empty() {
                way(ui, shown, method);
            }
            let layer = painted.and_then(|painted| painted.value.answers.layer);
            let qualifier = match (layer, &shown.view.state.model) {
                (Some(layer), Some(loaded)) => loaded.title(layer).to_owned(),
                _ => method.paper.to_owned(),
            };
            let text = RichText::new(qualifier).text_style(caption()).color(theme.faint);
            ui.add(egui::Label::new(text).truncate()).on_hover_text(format!("{} ({})", method.name, method.paper));
        });
    });
}

/// The way in which a method is run: its convention and its parameters.
fn way(ui: &mut Ui, shown: &Shown<'_>, method: &'static Method) {
    let now = shown.settings.ways.get(method.id).cloned().unwrap_or_default();
    let send = |way: Way| {
        shown.send(|settings| {
            settings.ways.insert(method.id.to_owned(), way);
        });
    };
    let convention = now.convention.as_deref().unwrap_or(method.conventions[0].id);
    let changed = now != Way::default();
    let button = chip(ui, if changed { convention } else { "as published" }, changed);
    button.widget_info(|| WidgetInfo::selected(Role::Button, true, changed, format!("How {} is computed", method.name)));
    egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(300.0);
        for option in method.conventions {
            let chosen = convention == option.id;
            if ui.radio(chosen, option.id).on_hover_text(option.about).clicked() {
                send(Way { convention: Some(option.id.to_owned()), ..now.clone() });
            }
            weak(ui, option.about);
        }
        for parameter in method.parameters {
            if let Some(value) = parameter_control(ui, parameter, &now.parameters.value(parameter, Some(convention))) {
                let mut way = now.clone();
                way.parameters.set(parameter.id, value);
                send(way);
            }
        }
        if chip(ui, "As published", false).clicked() {
            send(Way::default());
        }
    });
}

fn picture(ui: &mut Ui, shown: &Shown<'_>, method: &'static Method, painted: Option<&Answer<MapPaint>>) {
    let theme = Theme::of(ui);
    let view = shown.view;
    let Some(preprocessing) = &view.state.preprocessing else { return };
    let [rows, columns] = preprocessing.size;
    let width = ui.available_width();
    let size = vec2(width, width * rows as f32 / columns.max(1) as f32);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{} map", method.name)));
    let painted = painted.map(|painted| painted.value.as_ref());
    ui.painter().rect_filled(rect, theme::MAP_CORNER, theme.zero);
    if let Some((picture, texture)) = view.picture().filter(|_| painted.is_none_or(|painted| painted.over_picture)) {
        // Nothing is known yet: the picture waits, dimmed.
        let tint = if painted.is_none() { Color32::WHITE.gamma_multiply(0.35) } else { Color32::WHITE };
        ui.painter().image(texture, rect, view.part_seen(picture), tint);
    }
    let Some(painted) = painted else { return };
    let opacity = if painted.over_picture { shown.settings.opacity } else { 1.0 };
    let texture = view.textures.of(("attribution", method.id), &painted.image, Pixels::Smooth);
    ui.painter().image(texture, rect, WHOLE, Color32::WHITE.gamma_multiply(opacity));
    let map = &painted.map;
    let under = response.hover_pos().and_then(|pointer| position_at(rect, pointer, map.height, map.width));
    if let Some([y, x]) = under {
        let value = painted.plane.get(y * map.width + x).copied().unwrap_or_default();
        response.on_hover_ui_at_pointer(|ui| {
            let value = if map.signed { signed(value) } else { number(value) };
            ui.label(format!("y {y}, x {x} · {value}"));
        });
    }
}

fn scale(ui: &mut Ui, view: &View<'_>, painted: &PaintedMap) {
    let (low, high) = (painted.bar.scale.low, painted.bar.scale.high);
    let ends = if painted.map.signed {
        [number(low), "0".to_owned(), signed(high)]
    } else {
        [number(low), number((low + high) / 2.0), number(high)]
    };
    colour_bar(ui, view.textures.gradient(painted.bar.colours), [&ends[0], &ends[1], &ends[2]]);
    let clipped = painted.shown.map(|shown| format!(" · {shown} % of values shown")).unwrap_or_default();
    let theme = Theme::of(ui);
    let colour = if painted.map.is_finished() { theme.good } else { theme.warning };
    let line = format!("{}{clipped}", painted.map.trust);
    let galley = fit_to_width(ui, &line, &caption(), ui.available_width());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), galley.size().y), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &line));
    ui.painter().galley(rect.min, galley, colour);
    response.on_hover_text(&line);
}
