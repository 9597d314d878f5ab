//! The chapter's panel: a card for each method, side by side, with its map over the picture, its scale, how far to trust it.

use egui::{
    Align, Color32, Frame, Layout, Margin, RichText, Role, ScrollArea, Sense, TextFormat, Ui, WidgetInfo, text::LayoutJob, vec2,
};

use super::{Cover, Explain, Explanation, MapPaint, PaintedMap, Settings};
use crate::{
    app::{
        chapters::ChapterCommand,
        command::Command,
        desk::{Answer, Ending, Seat},
        questions::{last_pass, pass},
        say::Say,
        textures::Pixels,
        theme::{self, BETWEEN, Theme, WITHIN, caption, title},
        view::View,
        way::Way,
        widgets::{
            WHOLE, chip, choice, colour_bar, empty, fit_to_width, option_groups, parameter_control, position_at, title_line,
            trust, weak,
        },
    },
    attribution::{Family, METHODS, Method},
    methods::Named as _,
    words::{Phrase, Value, attribution as say, figures},
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
    pub target: Option<Phrase>,
}

impl Shown<'_> {
    fn send(&self, change: impl FnOnce(&mut Settings)) {
        let mut changed = self.settings.clone();
        change(&mut changed);
        self.view.send(Command::Of(ChapterCommand::Attribution(Explain::Like(changed))));
    }
}

/// Shows the chapter.
pub fn show(ui: &mut Ui, shown: &Shown<'_>) {
    let Shown { view, methods, .. } = shown;
    heading_line(ui, shown);
    ui.add_space(BETWEEN);
    if last_pass(view.desk).is_none() {
        if view.state.model.is_some() && view.state.selection.picture.is_none() {
            empty(ui, &ui.say(say::NO_PICTURE), None);
        }
        return;
    }
    if methods.is_empty() {
        empty(ui, &ui.say(say::NO_METHOD), None);
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
    let of_unit = shown.settings.of_unit;
    let unknown = || if of_unit { say::THIS_UNIT } else { say::WHY_THIS_ANSWER };
    let name = ui.say(shown.target.clone().unwrap_or_else(unknown));
    let asked = ui.say(if of_unit { say::what_excites(&name) } else { say::why(&name) });
    // What is explained is coloured, wherever a language puts it.
    let (before, behind) = asked.split_once(&name).unwrap_or((&asked, ""));
    let said = if before.len() < asked.len() { name.as_str() } else { "" };
    for (text, colour) in [(before, theme.text), (said, theme.accent), (behind, theme.text)] {
        question.append(text, 0.0, TextFormat::simple(font.clone(), colour));
    }
    let class = view.sight().class().filter(|_| !shown.settings.of_unit);
    let numbers = pass(view.desk).zip(class).and_then(|(pass, class)| {
        let (score, probability) = pass.value.answer.of(class)?;
        Some(ui.say(say::score(score, Value::Percent(probability, 1))))
    });
    title_line(ui, question, &numbers.unwrap_or_default(), 700.0, |ui| option_groups(ui, shown, &GROUPS));
}

fn overlay_group(ui: &mut Ui, shown: &Shown<'_>) {
    let [name, class, all] = [say::OVER_THE_PICTURE, say::CLASS_MAPS, say::ALL_MAPS].map(|phrase| ui.say(phrase));
    let over = [(false, class.as_str()), (true, all.as_str())];
    if let Some(over_picture) = choice(ui, &name, &over, shown.settings.over_picture) {
        shown.send(|settings| settings.over_picture = over_picture);
    }
    let mut opacity = shown.settings.opacity;
    ui.spacing_mut().slider_width = 64.0;
    let slider = egui::Slider::new(&mut opacity, 0.0..=1.0).show_value(false);
    let response = ui.add(slider).accessible_name(ui.say(say::OPACITY)).on_hover_text(ui.say(say::OPACITY_ABOUT));
    if response.changed() {
        shown.send(|settings| settings.opacity = opacity);
    }
}

fn target_group(ui: &mut Ui, shown: &Shown<'_>) {
    let [name, class, unit] = [say::EXPLAIN, say::A_CLASS, say::A_UNIT].map(|phrase| ui.say(phrase));
    if let Some(of_unit) = choice(ui, &name, &[(false, &class), (true, &unit)], shown.settings.of_unit) {
        shown.send(|settings| settings.of_unit = of_unit);
    }
}

fn layer_group(ui: &mut Ui, shown: &Shown<'_>) {
    let [name, last, this] = [say::LAYER, say::LAST, say::SELECTED].map(|phrase| ui.say(phrase));
    if let Some(selected) = choice(ui, &name, &[(false, &last), (true, &this)], shown.settings.selected_layer) {
        shown.send(|settings| settings.selected_layer = selected);
    }
}

fn methods_group(ui: &mut Ui, shown: &Shown<'_>) {
    let button = chip(ui, &ui.say(say::METHODS), false).on_hover_text(ui.say(say::METHODS_ABOUT));
    egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        let widest = ui.ctx().content_rect().width() - 4.0 * AROUND_CARDS;
        let columns = ((widest / METHODS_COLUMN) as usize).clamp(1, METHOD_COLUMNS.len());
        ui.set_width(METHODS_COLUMN * columns as f32);
        ScrollArea::vertical().max_height(METHODS_HEIGHT).show(ui, |ui| {
            for row in METHOD_COLUMNS.chunks(columns) {
                ui.horizontal_top(|ui| {
                    for families in row {
                        ui.vertical(|ui| {
                            ui.set_width(METHODS_COLUMN - AROUND_CARDS);
                            families.iter().for_each(|&family| methods_of(ui, shown, family));
                        });
                    }
                });
            }
        });
    });
    hand_chip(ui, shown);
}

fn hand_chip(ui: &mut Ui, shown: &Shown<'_>) {
    if chip(ui, &ui.say(say::HAND), false).on_hover_text(ui.say(say::HAND_ABOUT)).clicked() {
        shown.view.send(Command::Of(ChapterCommand::Hand(Cover::Open(Some(true)))));
    }
}

/// The families of methods side by side, the long ones by themselves.
const METHOD_COLUMNS: [&[Family]; 4] =
    [&[Family::Gradients], &[Family::Layers], &[Family::Relevance, Family::Controls], &[Family::Coverings]];
/// How wide a column of methods is, and how high the menu at most.
const METHODS_COLUMN: f32 = 200.0;
const METHODS_HEIGHT: f32 = 480.0;

/// A family's methods, each to be shown or hidden.
fn methods_of(ui: &mut Ui, shown: &Shown<'_>, family: Family) {
    let name = match family {
        Family::Gradients => say::FAMILY_GRADIENTS,
        Family::Relevance => say::FAMILY_RELEVANCE,
        Family::Layers => say::FAMILY_LAYERS,
        Family::Coverings => say::FAMILY_COVERINGS,
        Family::Controls => say::FAMILY_CONTROLS,
    };
    ui.add_space(WITHIN);
    weak(ui, &ui.say(name));
    for method in METHODS.iter().filter(|method| method.family == family) {
        let mut is_shown = shown.settings.shown.iter().any(|id| id == method.id);
        let about = ui.say(method.about());
        if ui.checkbox(&mut is_shown, method.name).on_hover_text(about).changed() {
            shown.send(|settings| {
                settings.shown.retain(|id| id != method.id);
                if is_shown {
                    settings.shown.push(method.id.to_owned());
                }
            });
        }
    }
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
                    trust(ui, &ui.say(problem), false);
                }
                (None, Some(Ending::Stopped)) => {
                    weak(ui, &ui.say(say::STOPPED));
                }
                (None, None) => {
                    weak(ui, &ui.say(say::TO_COME));
                }
            }
        });
    });
}

fn heading(ui: &mut Ui, shown: &Shown<'_>, method: &'static Method, painted: Option<&Answer<MapPaint>>) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        let about = ui.say(method.about());
        ui.label(RichText::new(method.name).color(theme.text)).on_hover_text(about);
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
            let about = ui.say(figures::of_method(method.name, method.paper));
            ui.add(egui::Label::new(text).truncate()).on_hover_text(about);
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
    let name = if changed { convention.to_owned() } else { ui.say(say::AS_PUBLISHED) };
    let button = chip(ui, &name, changed);
    let said = ui.say(say::how_computed(method.name));
    button.widget_info(|| WidgetInfo::selected(Role::Button, true, changed, &said));
    egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(300.0);
        for option in method.conventions {
            let chosen = convention == option.id;
            let about = ui.say(option.about(method.id));
            if ui.radio(chosen, option.id).on_hover_text(&about).clicked() {
                send(Way { convention: Some(option.id.to_owned()), ..now.clone() });
            }
            weak(ui, &about);
        }
        for parameter in method.parameters {
            if let Some(value) = parameter_control(ui, method.id, parameter, &now.parameters.value(parameter, Some(convention))) {
                let mut way = now.clone();
                way.parameters.set(parameter.id, value);
                send(way);
            }
        }
        if chip(ui, &ui.say(say::BACK_TO_PUBLISHED), false).clicked() {
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
    let words = ui.words();
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words.say(&say::map_of(method.name))));
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
            let value = if map.signed { ui.words().signed(value) } else { ui.words().short(value) };
            ui.label(ui.say(say::value_at(y.to_string(), x.to_string(), value)));
        });
    }
}

fn scale(ui: &mut Ui, view: &View<'_>, painted: &PaintedMap) {
    let (low, high) = (painted.bar.scale.low, painted.bar.scale.high);
    let words = ui.words();
    let ends = if painted.map.signed {
        [words.short(low), words.short(0.0), words.signed(high)]
    } else {
        [low, (low + high) / 2.0, high].map(|end| words.short(end))
    };
    colour_bar(ui, view.textures.gradient(painted.bar.colours), [&ends[0], &ends[1], &ends[2]]);
    let clipped = painted.shown.map(figures::values_shown);
    let theme = Theme::of(ui);
    let colour = if painted.map.is_finished() { theme.good } else { theme.warning };
    let line = words.line(painted.map.trust.iter().chain(&clipped));
    let galley = fit_to_width(ui, &line, &caption(), ui.available_width());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), galley.size().y), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &line));
    ui.painter().galley(rect.min, galley, colour);
    response.on_hover_text(&line);
}
