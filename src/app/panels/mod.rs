//! The panels, one file each. They read a [`View`] and send commands; none calls another, and none changes the state.
//!
//! This file only says where they lie. A new chapter is a file here, a variant of [`Chapter`] and a line in [`chapter`].

mod about;
mod attribution;
mod bottom;
mod deep_filters;
mod embedding;
mod feature_maps;
mod filters;
mod keys;
mod layers;
mod left;
mod pad;
mod palette;
mod path;
mod preprocessing;
mod recent;
mod tabs;
mod top;
mod training;
mod unit;
mod vector;

use std::cell::{Cell, RefCell};

use egui::{CentralPanel, Frame, Margin, Panel, Rect, Ui, pos2, vec2};

use super::{
    command::{Chapter, Command},
    state::{Dialog, State},
    textures::Textures,
    theme::{self, AROUND, BESIDE, Theme},
    widgets::WHOLE,
    work::{Kind, Shown},
};
use crate::jobs::Status;

/// What a panel sees, and the line to whoever acts.
pub struct View<'a> {
    /// What the window knows.
    pub state: &'a State,
    /// What can be painted.
    pub textures: &'a Textures,
    /// The jobs at work.
    pub jobs: &'a [Status<Kind>],
    /// Where the chapter was painted.
    pub chapter: Cell<Rect>,
    commands: RefCell<Vec<Command>>,
}

impl<'a> View<'a> {
    /// A view of one frame.
    pub fn new(state: &'a State, textures: &'a Textures, jobs: &'a [Status<Kind>]) -> Self {
        Self { state, textures, jobs, chapter: Cell::new(Rect::NOTHING), commands: RefCell::default() }
    }

    /// Asks for something; it happens after the frame.
    pub fn send(&self, command: Command) {
        self.commands.borrow_mut().push(command);
    }

    /// What the panels asked for.
    pub fn into_commands(self) -> Vec<Command> {
        self.commands.into_inner()
    }

    /// Whether work of this kind is running.
    pub fn is_running(&self, kind: Kind) -> bool {
        self.jobs.iter().any(|job| job.key == kind)
    }
}

/// Lays out the window.
pub fn show(ui: &mut Ui, view: &View<'_>) {
    let theme = Theme::of(ui);
    let settings = &view.state.settings;
    let bar = Frame::new().fill(theme.panel).inner_margin(Margin::symmetric(AROUND as i8, 6));
    Panel::top("top").frame(bar).show(ui, |ui| top::show(ui, view));
    Panel::bottom("bottom").frame(bar).show(ui, |ui| bottom::show(ui, view));
    // On the stage the columns are wider, and each keeps the widths that it was given.
    let (left, right, wider) = if settings.stage { ("left on stage", "right on stage", 1.3) } else { ("left", "right", 1.0) };
    let left = Panel::left(left).default_size(272.0 * wider).size_range(220.0..=480.0);
    column(ui, left, settings.left_open, &Command::LeftColumn, view, left::show);
    let right = Panel::right(right).default_size(308.0 * wider).size_range(240.0..=640.0);
    column(ui, right, settings.right_open, &Command::RightColumn, view, unit::show);
    let centre = Frame::new().fill(theme.ground);
    CentralPanel::default().frame(centre).show(ui, |ui| {
        tabs::show(ui, view);
        Frame::new().inner_margin(Margin::symmetric(BESIDE as i8, AROUND as i8)).show(ui, |ui| {
            view.chapter.set(ui.max_rect().expand2(vec2(BESIDE, AROUND)));
            ui.take_available_space();
            chapter(settings.chapter)(ui, view);
        });
    });
    if view.state.pad_open {
        pad::show(ui, view);
    }
    if ui.input(|input| !input.raw.hovered_files.is_empty()) {
        invite_to_drop(ui);
    }
    match view.state.dialog {
        Dialog::None => (),
        Dialog::Keys => keys::show(ui, view),
        Dialog::Palette => palette::show(ui, view),
        Dialog::Preprocessing => preprocessing::show(ui, view),
        Dialog::Path(purpose) => path::show(ui, view, purpose),
        Dialog::About => about::show(ui, view),
    }
}

/// Says, while a file hangs over the window, what may be dropped.
fn invite_to_drop(ui: &Ui) {
    let theme = Theme::of(ui);
    let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("invitation to drop"));
    let painter = ui.ctx().layer_painter(layer);
    let area = ui.ctx().content_rect();
    painter.rect_filled(area, 0.0, theme.ground.gamma_multiply(0.8));
    let inner = area.shrink(BESIDE);
    painter.rect_stroke(inner, theme::CARD_CORNER, egui::Stroke::new(2.0, theme.accent), egui::StrokeKind::Inside);
    let font = theme::title().resolve(ui.style());
    let text = "Drop a picture, a folder of pictures or a model";
    painter.text(area.center(), egui::Align2::CENTER_CENTER, text, font, theme.text);
}

/// The panel of a chapter.
fn chapter(chapter: Chapter) -> fn(&mut Ui, &View<'_>) {
    match chapter {
        Chapter::Filters => filters::show,
        Chapter::FeatureMaps => feature_maps::show,
        Chapter::Attribution => attribution::show,
        Chapter::Embedding => embedding::show,
        Chapter::Training => training::show,
    }
}

/// About the width of the widest groups of chips at the usual text size, in points.
const GROUP_WIDTH: f32 = 215.0;

/// The options of a chapter as groups of chips: from the right beside the title, a few a row under it.
fn option_groups(ui: &mut Ui, view: &View<'_>, groups: &[fn(&mut Ui, &View<'_>)]) {
    let show = |ui: &mut Ui, groups: &mut dyn Iterator<Item = &fn(&mut Ui, &View<'_>)>| {
        ui.spacing_mut().item_spacing.x = theme::WITHIN;
        for group in groups {
            group(ui, view);
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

/// The part of a picture that the network sees, in its texture's coordinates: all of it until there is a model.
fn part_seen(view: &View<'_>, shown: &Shown) -> Rect {
    let (width, height) = (shown.picture.width, shown.picture.height);
    let Some(preprocessing) = &view.state.preprocessing else { return WHOLE };
    let [left, top, wide, high] = preprocessing.region(width, height).map(|side| side as f32);
    let (width, height) = (width as f32, height as f32);
    Rect::from_min_size(pos2(left / width, top / height), vec2(wide / width, high / height))
}

/// A side column that resizes and folds, by its edge or by a command.
fn column(ui: &mut Ui, panel: Panel, open: bool, fold: &Command, view: &View<'_>, show: fn(&mut Ui, &View<'_>)) {
    let mut still_open = open;
    let frame = theme::column_frame(Theme::of(ui));
    panel.frame(frame).show_collapsible(ui, &mut still_open, |ui| {
        ui.take_available_width();
        show(ui, view);
    });
    if still_open != open {
        view.send(fold.clone());
    }
}

/// A window over everything with a title and a way to close it; `content` may send commands.
fn dialog(ui: &Ui, view: &View<'_>, title: &str, width: f32, content: impl FnOnce(&mut Ui)) {
    let frame = Frame::popup(ui.style()).inner_margin(Margin::same(BESIDE as i8));
    let modal = egui::Modal::new(egui::Id::unique(title)).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(width.min(ui.ctx().content_rect().width() - 64.0));
        ui.horizontal(|ui| {
            ui.heading(title);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if super::widgets::chip(ui, "Close", false).on_hover_text("Esc").clicked() {
                    view.send(Command::Escape);
                }
            });
        });
        ui.add_space(theme::BETWEEN);
        content(ui);
    });
    if modal.backdrop_response.clicked() {
        view.send(Command::Escape);
    }
}
