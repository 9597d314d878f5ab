//! The model's one line: its name with a menu of others, its weights, and how pictures are prepared for it.

use egui::{Popup, RichText, Role, Ui, WidgetInfo};

use crate::{
    app::{
        command::Command,
        desk::Seat,
        open::{Loaded, OPEN_MODEL, OpenModel},
        questions::{better, fits},
        recent::entries,
        say::Say,
        theme::{self, Theme, caption},
        view::View,
        widgets::{Head, chip, empty, head, section, warning_chip},
    },
    picture::{ChannelOrder, Preprocessing},
    words::{Phrase, Value, frame},
    zoo::{SHIPPED, Sees, Shipped, guess::Verdict},
};

/// Shows the line; without a model, how to get one.
pub fn show(ui: &mut Ui, view: &View<'_>) {
    let Some(loaded) = &view.state.model else {
        section(ui, &ui.say(frame::MODEL), "");
        let is_opening = view.desk.is_busy::<OpenModel>(Seat::ONE);
        if !is_opening && empty(ui, &ui.say(frame::NO_MODEL), Some(&ui.say(frame::OPEN_MODEL))) {
            view.send(Command::Ask(OPEN_MODEL));
        }
        return;
    };
    let magnified = theme::magnification(ui.style());
    let name = ui.say(frame::model_named(&loaded.model.name));
    let opened = head(ui, &loaded.model.name, &name, Head::Menu, |ui| {
        preprocessing_chip(ui, view, loaded);
        let weights = Value::Compact(loaded.parameters);
        let said = if ui.available_width() > 90.0 * magnified { frame::weights(weights) } else { frame::weights_short(weights) };
        let text = RichText::new(ui.say(said)).text_style(caption()).color(Theme::of(ui).faint);
        ui.add(egui::Label::new(text).truncate().selectable(false));
    });
    let about = ui.say(&loaded.model.about);
    let opened = opened.on_hover_text(format!("{}\n{about}", loaded.model.name));
    Popup::menu(&opened).show(|ui| menu(ui, view, &about));
}

/// What the model is, and the way to others.
fn menu(ui: &mut Ui, view: &View<'_>, about: &str) {
    let theme = Theme::of(ui);
    ui.set_max_width(300.0 * theme::magnification(ui.style()));
    let text = RichText::new(about).text_style(caption()).color(theme.weak);
    ui.add(egui::Label::new(text).wrap().selectable(false));
    ui.separator();
    if ui.button(ui.say(frame::OPEN_MODEL)).on_hover_text(ui.say(frame::ANOTHER_MODEL_ABOUT)).clicked() {
        view.send(Command::Ask(OPEN_MODEL));
        ui.close();
    }
    ui.separator();
    let now = view.state.model.as_ref().and_then(|loaded| loaded.shipped);
    for shipped in &SHIPPED {
        let text = ui.say(frame::shipped_model(shipped.title, shipped.knows()));
        if ui.selectable_label(now == Some(shipped.name), text).on_hover_text(ui.say(frame::SHIPPED_ABOUT)).clicked() {
            view.send(Command::Model(shipped.name.into()));
            ui.close();
        }
    }
    let recent = &view.state.settings.recent_models;
    if !recent.is_empty() {
        ui.separator();
        entries(ui, view, recent);
    }
}

/// Order and size in short; in the colour of a warning while nobody said how and nothing speaks for it, or while another way
/// clearly fits better.
fn preprocessing_chip(ui: &mut Ui, view: &View<'_>, loaded: &Loaded) {
    let Some(preprocessing) = &view.state.preprocessing else { return };
    let changed = *preprocessing != loaded.model.preprocessing;
    let assumed = loaded.model.preprocessing_source.is_assumed();
    let better = better(view.state, view.desk);
    let confirmed = fits(view.desk).is_some_and(|answer| answer.value.verdict(preprocessing) == Verdict::Confirmed);
    let short = in_short(preprocessing);
    let short = ui.say(match better {
        Some((trial, _)) => frame::preprocessing_better(short, trial.candidate.name()),
        None => short,
    });
    let warns = better.is_some() || (assumed && !changed && !confirmed);
    let response = if warns { warning_chip(ui, &short) } else { chip(ui, &short, false) };
    let words = ui.words();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words.say(&frame::preprocessing_named(&short))));
    let state = match (changed, assumed) {
        (true, _) => frame::PREPROCESSING_CHANGED,
        (false, true) => frame::PREPROCESSING_ASSUMED,
        (false, false) => frame::PREPROCESSING,
    };
    let mut about = format!("{}\n{}", ui.say(state), ui.say(loaded.model.preprocessing_source.phrase()));
    let found = match better {
        Some((trial, used)) => Some(frame::fits_better(trial.candidate.name(), used.candidate.name())),
        None => confirmed.then_some(frame::FITS_CONFIRMED),
    };
    if let Some(found) = found {
        about = format!("{about}\n{}", ui.say(found));
    }
    if response.on_hover_text(about).clicked() {
        view.send(Command::EditPreprocessing);
    }
}

fn in_short(preprocessing: &Preprocessing) -> Phrase {
    let [rows, columns] = preprocessing.size;
    let size = if rows == columns { rows.to_string() } else { format!("{rows}×{columns}") };
    let order = match preprocessing.order {
        ChannelOrder::Rgb => Phrase::verbatim("RGB"),
        ChannelOrder::Bgr => Phrase::verbatim("BGR"),
        ChannelOrder::Grey => frame::GREY,
    };
    frame::preprocessing_short(order, size)
}

/// A model of drawings knows nothing of photographs: the one that does is a click away.
pub fn ask_photos(ui: &mut Ui, view: &View<'_>) {
    let shipped = view.state.model.as_ref().and_then(|loaded| loaded.shipped);
    let from_file = view.state.selection.picture.as_ref().is_some_and(|shown| shown.path.is_some());
    let Some(photos) = Shipped::that_sees(Sees::Photographs) else { return };
    if from_file && shipped.is_some_and(|name| name != photos.name) {
        let about = ui.say(frame::ask_photos_about(photos.title, photos.knows()));
        if chip(ui, &ui.say(frame::ask_photos(photos.title)), false).on_hover_text(about).clicked() {
            view.send(Command::Model(photos.name.into()));
        }
    }
}
