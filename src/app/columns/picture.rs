//! The picture that goes in, with what can be done beside it; folds to one line.

use egui::{Align, Color32, Layout, Popup, Rect, RichText, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::{
    app::{
        command::{Command, Switch},
        desk::Seat,
        open::{OPEN_FOLDER, OPEN_PICTURE, OpenPicture, Shown},
        questions::UnitOf,
        recent::entries,
        say::Say,
        theme::{BETWEEN, CARD_CORNER, MAP_CORNER, Theme, WITHIN, caption},
        view::View,
        widgets::{Head, Icon, action, action_height, actions_width, boxed, empty, head},
    },
    data::world,
    units::Unit,
    words::{Phrase, frame},
};

/// The picture is as high as so many rows of actions at most: with enough height, and in a low window.
const ROWS: [usize; 2] = [7, 5];

struct Action {
    icon: Icon,
    name: Phrase,
    about: Phrase,
    does: Does,
}

enum Does {
    Send(Command),
    Recent,
    More,
}

/// Shows the section; in a low window what is needed less hides in a menu.
pub fn show(ui: &mut Ui, view: &View<'_>, is_low: bool) {
    let open = view.state.settings.picture_open;
    let shown = view.picture();
    let name = shown.map_or_else(String::new, |(shown, _)| ui.say(&shown.name));
    let title = ui.say(frame::PICTURE);
    let state = if open { Head::Open } else { Head::Folded };
    let folded = head(ui, &title, &title, state, |ui| {
        let text = RichText::new(&name).text_style(caption()).color(Theme::of(ui).faint);
        ui.add(egui::Label::new(text).truncate().selectable(false));
        if let Some((shown, texture)) = shown.filter(|_| !open) {
            let side = ui.available_height().min(22.0);
            let (rect, _) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
            let small = egui::epaint::RectShape::filled(rect, MAP_CORNER, Color32::WHITE);
            ui.painter().add(small.with_texture(texture, view.part_seen(shown)));
        }
    });
    if folded.on_hover_text(ui.say(frame::FOLD_ABOUT)).clicked() {
        view.send(Command::PictureSection(Switch::Toggle));
    }
    if open {
        ui.add_space(WITHIN);
        show_open(ui, view, shown, is_low);
    }
}

fn show_open(ui: &mut Ui, view: &View<'_>, shown: Option<(&Shown, egui::TextureId)>, is_low: bool) {
    let actions = actions(view, is_low);
    let words: Vec<String> = actions.iter().map(|action| ui.say(&action.name)).collect();
    let beside = actions_width(ui, words.iter().map(String::as_str));
    let most = action_height(ui) * ROWS[usize::from(is_low)] as f32;
    let side = (ui.available_width() - beside - BETWEEN).min(most);
    let height = side.max(action_height(ui) * actions.len() as f32);
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let place = Rect::from_min_size(row.min, vec2(side, side));
    if let Some((shown, texture)) = shown {
        paint_picture(ui, view, shown, texture, place);
    } else if !view.desk.is_busy::<OpenPicture>(Seat::ONE) {
        let mut inside = ui.new_child(UiBuilder::new().max_rect(place));
        empty(&mut inside, &ui.say(frame::NO_PICTURE), None);
    }
    let right = row.with_min_x(place.right() + BETWEEN);
    let mut right = ui.new_child(UiBuilder::new().max_rect(right).layout(Layout::top_down(Align::Min)));
    right.spacing_mut().item_spacing.y = 0.0;
    for action in &actions {
        show_action(&mut right, view, action);
    }
}

fn actions(view: &View<'_>, is_low: bool) -> Vec<Action> {
    let send = |icon, name, about, command| Action { icon, name, about, does: Does::Send(command) };
    let of_folder = view.state.folder.as_ref().is_some_and(|folder| !folder.is_shipped());
    let mut actions = vec![
        send(Icon::Picture, frame::OPEN, frame::OPEN_ABOUT, Command::Ask(OPEN_PICTURE)),
        send(Icon::Folder, frame::FOLDER, frame::FOLDER_ABOUT, Command::Ask(OPEN_FOLDER)),
        send(Icon::World, frame::WORLD, frame::WORLD_ABOUT, Command::World(world::Kind::OneObject)),
        send(Icon::Draw, frame::DRAW, frame::DRAW_ABOUT, Command::Pad(Switch::Toggle)),
    ];
    if is_low {
        actions.push(Action { icon: Icon::More, name: frame::MORE, about: frame::MORE_ABOUT, does: Does::More });
        return actions;
    }
    actions.push(send(Icon::Paste, frame::PASTE, frame::PASTE_ABOUT, Command::PastePicture));
    if !view.state.settings.recent_pictures.is_empty() {
        actions.push(Action { icon: Icon::Recent, name: frame::RECENT, about: frame::PICTURES_SHOWN, does: Does::Recent });
    }
    let next = if of_folder { frame::NEXT } else { frame::SAMPLES };
    actions.push(send(Icon::Next, next, frame::SAMPLES_ABOUT, Command::NextPicture));
    actions
}

fn show_action(ui: &mut Ui, view: &View<'_>, shown: &Action) {
    let is_pad = matches!(shown.does, Does::Send(Command::Pad(_)));
    let response = action(ui, shown.icon, &ui.say(&shown.name), is_pad && view.state.pad.open);
    let response = response.on_hover_text(ui.say(&shown.about));
    let recent = &view.state.settings.recent_pictures;
    match &shown.does {
        Does::Send(command) if response.clicked() => view.send(command.clone()),
        Does::Send(_) => (),
        Does::Recent => _ = Popup::menu(&response).show(|ui| entries(ui, view, recent)),
        Does::More => {
            Popup::menu(&response).show(|ui| {
                for (name, about, command) in [
                    (frame::PASTE, frame::PASTE_ABOUT, Command::PastePicture),
                    (frame::NEXT, frame::SAMPLES_ABOUT, Command::NextPicture),
                ] {
                    if ui.button(ui.say(name)).on_hover_text(ui.say(about)).clicked() {
                        view.send(command);
                        ui.close();
                    }
                }
                if !recent.is_empty() {
                    ui.separator();
                    entries(ui, view, recent);
                }
            });
        }
    }
}

/// The part of the picture that the network sees, with a box around what a position sees, into the square `place`.
fn paint_picture(ui: &Ui, view: &View<'_>, shown: &Shown, texture: egui::TextureId, place: Rect) {
    let (width, height) = (shown.picture.width, shown.picture.height);
    let input = view.state.preprocessing.as_ref().map_or([height, width], |preprocessing| preprocessing.size);
    let scale = place.width() / input[0].max(input[1]).max(1) as f32;
    let size = vec2(input[1] as f32 * scale, input[0] as f32 * scale);
    let rect = Rect::from_min_size(place.min, size);
    let response = ui.interact(rect, ui.scope_id().with("picture"), Sense::hover());
    let words = ui.words();
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words.say(&frame::picture_named(shown.name.clone()))));
    let rounded = egui::epaint::RectShape::filled(rect, CARD_CORNER, Color32::WHITE);
    let rounded = rounded.with_texture(texture, view.part_seen(shown));
    ui.painter().add(rounded);
    paint_receptive_field(ui, view, rect, input);
    let sizes = [width, height, input[1], input[0]].map(|side| side.to_string());
    let [width, height, columns, rows] = &sizes;
    let about = ui.say(frame::picture_size(width, height, columns, rows));
    response.on_hover_text(format!("{}\n{about}", ui.say(&shown.name)));
}

/// The box that the position under the pointer sees, else the selected one's.
fn paint_receptive_field(ui: &Ui, view: &View<'_>, rect: Rect, input: [usize; 2]) {
    let Some(loaded) = &view.state.model else { return };
    let Some(layer) = view.state.selection.layer else { return };
    let selected = view.desk.fresh::<UnitOf>(Seat::ONE).map(|answer| answer.value.field);
    let field = match view.state.hover {
        _ if view.state.seen.is_some() => view.state.seen,
        Some(Unit { position: Some([y, x]), .. }) => Some(loaded.engine.network().receptive_field(layer, y, x)),
        _ => selected,
    };
    let Some(field) = field.map(|field| field.clipped(input[0], input[1])) else { return };
    let at = |[y, x]: [isize; 2]| {
        pos2(rect.left() + x as f32 / input[1] as f32 * rect.width(), rect.top() + y as f32 / input[0] as f32 * rect.height())
    };
    let seen = Rect::from_min_max(at(field.start), at(field.end));
    // A box around everything says nothing.
    if seen.area() < rect.area() * 0.98 {
        boxed(ui.painter(), seen);
    }
}
