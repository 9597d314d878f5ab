//! The options of a chapter as groups of chips.

use egui::Ui;

use crate::app::theme;

/// About the width of the widest groups of chips at the usual text size, in points.
const GROUP_WIDTH: f32 = 215.0;

/// Shows groups, each from the same context: from the right beside the title, a few a row under it.
pub fn option_groups<Context, Group: Fn(&mut Ui, &Context)>(ui: &mut Ui, context: &Context, groups: &[Group]) {
    let show = |ui: &mut Ui, groups: &mut dyn Iterator<Item = &Group>| {
        ui.spacing_mut().item_spacing.x = theme::WITHIN;
        for group in groups {
            group(ui, context);
            ui.add_space(theme::BETWEEN);
        }
    };
    if ui.layout().prefer_right_to_left() {
        show(ui, &mut groups.iter().rev());
    } else {
        let magnified = theme::magnification(ui.style());
        let a_row = (ui.available_width() / (GROUP_WIDTH * magnified)) as usize;
        for row in groups.chunks(a_row.max(1)) {
            ui.horizontal(|ui| show(ui, &mut row.iter()));
        }
    }
}
