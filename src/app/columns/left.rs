//! The left column, what goes in: the picture, the answer, the layers in the order of the data.

use egui::Ui;

use super::{answer, layers, model, picture};
use crate::app::{
    theme::{self, BETWEEN, WITHIN},
    view::View,
};

/// A window whose column is lower than this hides what is needed less, in magnified points.
const LOW: f32 = 700.0;
/// The layer list keeps at least this, in magnified points: else the whole column scrolls.
const LEAST_LIST: f32 = 160.0;

/// Shows the column.
pub fn show(ui: &mut Ui, view: &View<'_>) {
    let magnified = theme::magnification(ui.style());
    let is_low = ui.available_height() < LOW * magnified;
    // What stands above the list keeps its height from frame to frame; where it leaves the list too little, all of it scrolls.
    let id = ui.scope_id().with("height-of-what-goes-in");
    let above: f32 = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let fits = ui.available_height() - above >= LEAST_LIST * magnified;
    let content = |ui: &mut Ui| {
        let top = ui.cursor().top();
        what_goes_in(ui, view, is_low);
        let above = ui.cursor().top() - top;
        ui.data_mut(|data| data.insert_temp(id, above));
    };
    if fits {
        content(ui);
        layers::show(ui, view, ui.available_height());
    } else {
        egui::ScrollArea::vertical().id_salt("left").show(ui, |ui| {
            content(ui);
            layers::show(ui, view, LEAST_LIST * magnified * 1.5);
        });
    }
}

fn what_goes_in(ui: &mut Ui, view: &View<'_>, is_low: bool) {
    picture::show(ui, view, is_low);
    ui.add_space(WITHIN);
    answer::show(ui, view);
    model::ask_photos(ui, view);
    ui.add_space(BETWEEN);
    model::show(ui, view);
}
