//! The menus of the heading: which methods are shown, and how all maps are drawn.

use egui::{ScrollArea, Ui};

use super::shown::{AROUND_CARDS, Shown};
use crate::{
    app::{
        say::Say,
        theme::WITHIN,
        widgets::{chip, choice, weak},
    },
    attribution::{Family, METHODS},
    figures::{DrawnAs, Sign},
    methods::Named as _,
    words::{Value, attribution as say},
};

/// Above which share of the largest number a box is drawn at first (Zhou et al. 2016).
const BOX: f32 = 0.2;

/// The methods that are shown.
pub fn methods_group(ui: &mut Ui, shown: &Shown<'_>) {
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

/// How all maps are drawn.
pub fn display_group(ui: &mut Ui, shown: &Shown<'_>) {
    let settings = shown.settings;
    let is_changed =
        settings.one_scale || settings.sign != Sign::Both || settings.drawn_as != DrawnAs::Heat || settings.boxes.is_some();
    let button = chip(ui, &ui.say(say::DISPLAY), is_changed).on_hover_text(ui.say(say::DISPLAY_ABOUT));
    egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(280.0);
        ui.horizontal(|ui| {
            let [name, each, one] = [say::SCALE, say::SCALE_EACH, say::SCALE_ONE].map(|phrase| ui.say(phrase));
            if let Some(one_scale) = choice(ui, &name, &[(false, &each), (true, &one)], settings.one_scale) {
                shown.send(|settings| settings.one_scale = one_scale);
            }
        });
        ui.horizontal(|ui| {
            let [name, both, magnitude, positive] =
                [say::SIGN, say::SIGN_BOTH, say::SIGN_MAGNITUDE, say::SIGN_POSITIVE].map(|phrase| ui.say(phrase));
            let options = [(Sign::Both, both.as_str()), (Sign::Magnitude, &magnitude), (Sign::Positive, &positive)];
            if let Some(sign) = choice(ui, &name, &options, settings.sign) {
                shown.send(|settings| settings.sign = sign);
            }
        });
        ui.horizontal_wrapped(|ui| {
            let [name, heat, contours, masked, edges] =
                [say::DRAWN_AS, say::DRAWN_HEAT, say::DRAWN_CONTOURS, say::DRAWN_MASKED, say::DRAWN_EDGES]
                    .map(|phrase| ui.say(phrase));
            let options = [
                (DrawnAs::Heat, heat.as_str()),
                (DrawnAs::Contours, &contours),
                (DrawnAs::Masked, &masked),
                (DrawnAs::Edges, &edges),
            ];
            if let Some(drawn_as) = choice(ui, &name, &options, settings.drawn_as) {
                shown.send(|settings| settings.drawn_as = drawn_as);
            }
        });
        boxes(ui, shown);
    });
}

/// Boxes from a threshold.
fn boxes(ui: &mut Ui, shown: &Shown<'_>) {
    let now = shown.settings.boxes;
    ui.add_space(WITHIN);
    let mut is_on = now.is_some();
    if ui.checkbox(&mut is_on, ui.say(say::BOXES)).on_hover_text(ui.say(say::BOXES_ABOUT)).changed() {
        shown.send(|settings| settings.boxes = is_on.then_some(BOX));
    }
    if let Some(share) = now {
        let mut threshold = share;
        let slider = egui::Slider::new(&mut threshold, 0.05..=0.95).show_value(false);
        let response = ui.add(slider).accessible_name(ui.say(say::THRESHOLD));
        weak(ui, &ui.say(say::above(Value::Percent(f64::from(threshold), 0))));
        if response.changed() {
            shown.send(|settings| settings.boxes = Some(threshold));
        }
    }
}
