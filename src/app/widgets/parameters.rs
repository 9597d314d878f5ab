//! A method's parameter as a control.

use egui::Ui;

use crate::attribution::Parameter;

/// A parameter's slider; answers the value once the person lets it go.
pub fn parameter_slider(ui: &mut Ui, parameter: &Parameter, set: Option<f64>) -> Option<f64> {
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
