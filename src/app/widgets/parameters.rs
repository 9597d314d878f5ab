//! A method's parameter as a control: a slider, a switch, a choice.

use egui::Ui;

use super::choice;
use crate::methods::{Domain, Parameter, Value};

/// A parameter's control, `now` being what it is; answers the value once the person has chosen another one.
pub fn parameter_control(ui: &mut Ui, parameter: &Parameter, now: &Value) -> Option<Value> {
    ui.label(parameter.name).on_hover_text(parameter.about);
    match (parameter.domain, now) {
        (Domain::Number(range), Value::Number(number)) => slide(ui, parameter, *number, range, false).map(Value::Number),
        (Domain::Whole([low, high]), Value::Whole(number)) => {
            let slid = slide(ui, parameter, *number as f64, [low as f64, high as f64], true)?;
            Some(Value::Whole(slid as i64))
        }
        (Domain::Switch, Value::Switch(on)) => {
            let chosen = choice(ui, "", &[(false, "off"), (true, "on")], *on);
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

/// A slider; answers the number once the person lets it go.
fn slide(ui: &mut Ui, parameter: &Parameter, before: f64, [low, high]: [f64; 2], is_whole: bool) -> Option<f64> {
    let memory = ui.scope_id().with(("parameter", parameter.id));
    let mut value = ui.data(|data| data.get_temp::<f64>(memory)).unwrap_or(before);
    let mut slider = egui::Slider::new(&mut value, low..=high);
    if is_whole {
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
