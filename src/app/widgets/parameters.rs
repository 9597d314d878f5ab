//! A method's parameter as a control: a slider, a switch, a choice.

use egui::Ui;

use super::{choice, localised_slider};
use crate::{
    app::say::Say,
    methods::{Domain, Parameter, Value},
    words::frame,
};

/// The control of a parameter of the method of this id, `now` being what it is; answers the value once the person has chosen
/// another one.
pub fn parameter_control(ui: &mut Ui, method: &str, parameter: &Parameter, now: &Value) -> Option<Value> {
    let (name, about) = (ui.say(parameter.title(method)), ui.say(parameter.about(method)));
    ui.label(&name).on_hover_text(&about);
    let said = (name.as_str(), about.as_str());
    match (parameter.domain, now) {
        (Domain::Number(range), Value::Number(number)) => {
            slide(ui, parameter.id, said, *number, (range, false)).map(Value::Number)
        }
        (Domain::Whole([low, high]), Value::Whole(number)) => {
            let slid = slide(ui, parameter.id, said, *number as f64, ([low as f64, high as f64], true))?;
            Some(Value::Whole(slid as i64))
        }
        (Domain::Switch, Value::Switch(on)) => {
            let [off, on_] = [frame::OFF, frame::ON].map(|name| ui.say(name));
            let chosen = choice(ui, "", &[(false, &off), (true, &on_)], *on);
            chosen.filter(|chosen| chosen != on).map(Value::Switch)
        }
        (Domain::Choice(choices), Value::Choice(id)) => {
            let options: Vec<(&str, &str)> = choices.iter().map(|choice| (choice.id, choice.id)).collect();
            let chosen = ui.horizontal_wrapped(|ui| choice(ui, "", &options, id.as_ref())).inner;
            chosen.filter(|chosen| chosen != id).map(|chosen| Value::Choice(chosen.to_owned().into()))
        }
        _ => None,
    }
}

/// A range that ends at this many times its beginning is wide.
const MAGNITUDES: f64 = 500.0;

/// A slider; answers the number once the person lets it go.
fn slide(
    ui: &mut Ui,
    id: &str,
    (name, about): (&str, &str),
    before: f64,
    ([low, high], is_whole): ([f64; 2], bool),
) -> Option<f64> {
    let memory = ui.scope_id().with(("parameter", id));
    let mut value = ui.data(|data| data.get_temp::<f64>(memory)).unwrap_or(before);
    let mut slider = egui::Slider::new(&mut value, low..=high);
    if is_whole {
        slider = slider.integer();
    }
    // What ranges over magnitudes is set by its magnitude.
    slider = slider.logarithmic(low > 0.0 && high / low >= MAGNITUDES);
    let slider = localised_slider(slider, ui.words());
    let response = ui.add(slider).accessible_name(name).on_hover_text(about);
    if response.dragged() {
        ui.data_mut(|data| data.insert_temp(memory, value));
        return None;
    }
    ui.data_mut(|data| data.remove::<f64>(memory));
    (value != before).then_some(value)
}
