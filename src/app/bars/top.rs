//! The top bar: name, menus, back and forward, where we are, the way to anything, the device.

use egui::{Align, Button, Layout, Popup, RichText, Role, ScrollArea, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use crate::{
    app::{
        columns::width,
        command::{Command, Menu, Switch},
        questions::last_pass,
        recent::entries,
        say::Say,
        theme::{self, BETWEEN, CARD_CORNER, Theme, caption, title},
        view::View,
        widgets::{Direction, Icon, chip, fit_to_width, icon, icon_button, icon_chip, mono, square},
    },
    words::{Phrase, Value, frame, menu},
};

/// Shows the bar.
pub fn show(ui: &mut Ui, view: &View<'_>) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.set_height(28.0 * theme::magnification(ui.style()).min(1.3));
        ui.add(egui::Label::new(RichText::new("Convscope").text_style(title()).color(theme.text)).selectable(false));
        ui.spacing_mut().item_spacing.x = 14.0;
        let is_roomy = width::is_roomy(width::of_window(ui.ctx()));
        if is_roomy {
            for menu in Menu::ALL {
                show_menu(ui, view, menu);
            }
        } else {
            one_menu(ui, view);
        }
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(BETWEEN);
        let (can_go_back, can_go_forward) = view.state.history.reach();
        if icon_button(ui, Direction::Left, &ui.say(menu::BACK), can_go_back).clicked() {
            view.send(Command::Back);
        }
        if icon_button(ui, Direction::Right, &ui.say(menu::FORWARD), can_go_forward).clicked() {
            view.send(Command::Forward);
        }
        ui.spacing_mut().item_spacing.x = BETWEEN;
        let crumbs = breadcrumb(view);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let about = ui.say(frame::with_key(menu::STAGE_ABOUT, "F5"));
            if chip(ui, &ui.say(menu::STAGE), view.state.settings.stage).on_hover_text(about).clicked() {
                view.send(Command::Stage(Switch::Toggle));
            }
            device(ui, view, is_roomy);
            go_to_field(ui, view);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| show_crumbs(ui, &crumbs));
        });
    });
}

/// All menus behind one button.
fn one_menu(ui: &mut Ui, view: &View<'_>) {
    let button = icon_chip(ui, Icon::Menu, &ui.say(menu::MENU));
    Popup::menu(&button).show(|ui| {
        for menu in Menu::ALL {
            show_menu(ui, view, menu);
        }
    });
}

fn show_menu(ui: &mut Ui, view: &View<'_>, menu: Menu) {
    let theme = Theme::of(ui);
    ui.scope(|ui| {
        ui.visuals_mut().button_frame = false;
        ui.menu_button(RichText::new(ui.say(menu.name())).color(theme.weak), |ui| {
            ui.set_min_width(250.0);
            // A long menu in a low window.
            let room = ui.ctx().content_rect().height() - 80.0;
            ScrollArea::vertical().max_height(room).show(ui, |ui| menu_entries(ui, view, menu));
        });
    });
}

fn menu_entries(ui: &mut Ui, view: &View<'_>, menu: Menu) {
    for entry in view.entries.iter().filter(|entry| entry.menu == menu) {
        let chosen = (view.is_on)(&entry.command);
        let key = entry.key_text(ui.ctx());
        let name = ui.say(&entry.name);
        let button = Button::new(name).shortcut_text(mono(ui, key)).frame_when_inactive(false).selected(chosen);
        let about = ui.say(&entry.about);
        if ui.add(button).on_hover_text(about).clicked() {
            view.send(entry.command.clone());
            ui.close();
        }
    }
    if menu == Menu::File {
        recent_files(ui, view);
    }
}

fn recent_files(ui: &mut Ui, view: &View<'_>) {
    let settings = &view.state.settings;
    let lists = [(frame::RECENT_MODELS, &settings.recent_models), (frame::RECENT_PICTURES, &settings.recent_pictures)];
    for (title, list) in lists {
        if !list.is_empty() {
            ui.menu_button(ui.say(title), |ui| entries(ui, view, list));
        }
    }
}

/// Model, layer and unit.
fn breadcrumb(view: &View<'_>) -> Vec<String> {
    let state = view.state;
    let Some(loaded) = &state.model else { return Vec::new() };
    let layer = state.selection.layer.map(|layer| loaded.title(layer).to_owned());
    let channel = view.sight().unit().map(|unit| unit.channel.to_string());
    [Some(loaded.model.name.clone()), layer, channel].into_iter().flatten().collect()
}

fn show_crumbs(ui: &mut Ui, crumbs: &[String]) {
    let theme = Theme::of(ui);
    ui.spacing_mut().item_spacing.x = 5.0;
    for (index, text) in crumbs.iter().enumerate() {
        if index > 0 {
            ui.add(egui::Label::new(RichText::new("/").color(theme.faint)).selectable(false));
        }
        let colour = if index == 0 { theme.faint } else { theme.text };
        ui.add(egui::Label::new(RichText::new(text).color(colour)).truncate().selectable(false));
    }
}

/// The device and how long its last pass took; the time alone in a narrow window.
fn device(ui: &mut Ui, view: &View<'_>, is_roomy: bool) {
    let theme = Theme::of(ui);
    let Some(loaded) = &view.state.model else { return };
    let pass = last_pass(view.desk);
    let time = pass.map(|answer| frame::forward(Value::Seconds(answer.value.seconds)));
    let said: Vec<Phrase> = loaded.engine.device().into_iter().chain(time).collect();
    let all = ui.words().line(&said);
    let short = pass.map(|answer| ui.words().seconds(answer.value.seconds)).unwrap_or_default();
    let label = RichText::new(if is_roomy { &all } else { &short }).text_style(caption()).color(theme.weak);
    let about = format!("{}\n{all}", ui.say(frame::DEVICE));
    ui.add(egui::Label::new(label).selectable(false)).on_hover_text(about);
}

/// Looks like the field that it opens.
fn go_to_field(ui: &mut Ui, view: &View<'_>) {
    let hint = ui.say(frame::GO_TO_HINT);
    let theme = Theme::of(ui);
    let width = (ui.available_width() * 0.55).clamp(120.0, 318.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 26.0_f32.max(ui.available_height() - 4.0)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &hint));
    let edge = if response.hovered() || response.has_focus() { theme.faint } else { theme.line };
    let painter = ui.painter();
    painter.rect(rect, CARD_CORNER, theme.card, egui::Stroke::new(1.0, edge), egui::StrokeKind::Inside);
    let key = painter.layout_no_wrap("Ctrl K".to_owned(), TextStyle::Monospace.resolve(ui.style()), theme.weak);
    let key_width = if width > 260.0 { key.size().x + 8.0 } else { 0.0 };
    let glass = TextStyle::Body.resolve(ui.style()).size;
    icon(painter, square(pos2(rect.left() + 9.0 + glass / 2.0, rect.center().y), glass), Icon::Search, theme.faint);
    let text = fit_to_width(ui, &hint, &TextStyle::Body, width - 24.0 - glass - key_width);
    painter.galley(pos2(rect.left() + 15.0 + glass, rect.center().y - text.size().y / 2.0), text, theme.faint);
    if key_width > 0.0 {
        let at = pos2(rect.right() - 8.0 - key.size().x, rect.center().y - key.size().y / 2.0);
        painter.galley(at, key, theme.weak);
    }
    if response.clicked() {
        view.send(Command::Palette);
    }
}
