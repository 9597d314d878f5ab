//! How the picture is drawn: its view, its sizes, whether alike parts are folded, which network, and which one beside it.

use egui::{RichText, ScrollArea, Ui};

use super::super::{super::command::PictureSettings, Options};
use crate::{
    anatomy::Folding,
    app::{
        say::Say,
        theme::{Theme, caption},
        widgets::choice,
    },
    words::anatomy as say,
    zoo::ArchitectureName,
};

/// Shows them in rows.
pub fn show(ui: &mut Ui, options: &Options<'_>) {
    let picture = options.settings.picture;
    ui.horizontal_wrapped(|ui| {
        let [drawn, solid, flat] = [say::DRAWN, say::SOLID, say::FLAT].map(|name| ui.say(name));
        if let Some(flat) = choice(ui, &drawn, &[(false, solid.as_str()), (true, flat.as_str())], picture.flat) {
            options.send_picture(PictureSettings { flat, ..picture });
        }
        let [sizes, softened, exact] = [say::SIZES, say::SOFTENED, say::TRUE].map(|name| ui.say(name));
        if let Some(true_sizes) = choice(ui, &sizes, &[(false, softened.as_str()), (true, exact.as_str())], picture.true_sizes) {
            options.send_picture(PictureSettings { true_sizes, ..picture });
        }
        let [alike, fitting, folded, every] = [say::ALIKE, say::FITTING, say::FOLDED, say::EVERY].map(|name| ui.say(name));
        let ways = [(Folding::Fitting, fitting.as_str()), (Folding::Folded, folded.as_str()), (Folding::Every, every.as_str())];
        if let Some(folding) = choice(ui, &alike, &ways, picture.folding) {
            options.send_picture(PictureSettings { folding, ..picture });
        }
        let has_model = options.view.state.model.is_some();
        let own = ui.say(if has_model { say::THE_OPEN_ONE } else { say::CHOOSE_ONE });
        architectures(ui, "drawn", picture.published, &own, |published| {
            options.send_picture(PictureSettings { published, opened: None, ..picture });
        });
        architectures(ui, "beside", picture.beside, &ui.say(say::NONE_BESIDE), |beside| {
            options.send_picture(PictureSettings { beside, ..picture });
        });
    });
}

/// A menu of published architectures by name, families together.
fn architectures(
    ui: &mut Ui,
    id: &str,
    chosen: Option<ArchitectureName>,
    none: &str,
    mut choose: impl FnMut(Option<ArchitectureName>),
) {
    let theme = Theme::of(ui);
    let (name, title) = match id {
        "beside" => (ui.say(say::BESIDE), chosen.map_or(none, |name| name.name())),
        _ => (ui.say(say::NETWORK), chosen.map_or(none, |name| name.name())),
    };
    let text = RichText::new(format!("{name}: {title} …")).text_style(caption()).color(theme.weak);
    ui.menu_button(text, |ui| {
        ui.set_min_width(180.0);
        ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            if ui.selectable_label(chosen.is_none(), none).clicked() {
                choose(None);
                ui.close();
            }
            ui.separator();
            for name in ArchitectureName::all() {
                if ui.selectable_label(chosen == Some(name), name.name()).clicked() {
                    choose(Some(name));
                    ui.close();
                }
            }
        });
    });
}
