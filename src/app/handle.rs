//! Carrying out commands, after the frame and in one place.

use std::{path::PathBuf, sync::Arc};

use super::{
    App,
    command::{Chapter, Command},
    state::{Dialog, Selection, Unit},
    work::{self, Folder, Kind, Output, Purpose, Row, Samples},
};
use crate::{
    data::{self, Dataset, ItemId, Part, WorldOptions},
    jobs::Request,
    zoo::{self, Shipped},
};

/// Pictures of the rendered world that are opened at once: enough to see every class often, few enough to be read in seconds.
const WORLD_PICTURES: usize = 1000;

impl App {
    /// Carries out a command.
    pub fn handle(&mut self, ctx: &egui::Context, command: Command) {
        let walks = matches!(
            command,
            Command::PreviousLayer | Command::NextLayer | Command::PreviousChannel | Command::NextChannel | Command::Hover(_)
        );
        if self.state.dialog != Dialog::None && !matches!(command, Command::Hover(_)) {
            self.state.dialog = Dialog::None;
            if command == Command::Escape {
                return;
            }
        }
        match command {
            Command::OpenPicture => self.ask_for_path(Purpose::OpenPicture),
            Command::OpenModel => self.ask_for_path(Purpose::OpenModel),
            Command::OpenPath => self.state.dialog = Dialog::Path(Purpose::OpenPicture),
            Command::PastePicture => {
                ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste);
            }
            Command::DrawingPad => self.state.pad_open ^= true,
            Command::ClearDrawing => self.state.drawing.clear(),
            Command::Brush(movement) => self.state.drawing.follow(movement, &self.state.settings.pad),
            Command::Pad(settings) => self.state.settings.pad = settings,
            Command::Ask(purpose) => self.ask_for_path(purpose),
            Command::Training(command) => self.handle_training(ctx, command),
            Command::OpenFolder => self.ask_for_path(Purpose::OpenFolder),
            Command::World(kind) => self.open_world(kind),
            Command::NextPicture => self.step_picture(1),
            Command::PreviousPicture => self.step_picture(-1),
            Command::ShippedModel(name) => self.open_shipped_model(name),
            Command::SavePicture => self.ask_for_path(Purpose::SavePicture),
            Command::SaveMap => self.ask_for_path(Purpose::SaveMap),
            Command::SaveNumbers => self.ask_for_path(Purpose::SaveNumbers),
            Command::UsePath(purpose, path) => self.use_path(ctx, purpose, path),
            Command::CopyPicture => {
                if let Some(unit) = &self.state.answers.unit {
                    ctx.copy_image(unit.value.map.as_ref().clone());
                    self.state.say("Copied the unit's map, one pixel a position", false);
                }
            }
            Command::CopyName => {
                if let Some(name) = self.state.unit_name() {
                    self.handle(ctx, Command::CopyText(name));
                }
            }
            Command::CopyText(text) => {
                self.state.say(format!("Copied {text}"), false);
                ctx.copy_text(text);
            }
            Command::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            Command::Theme(choice) => self.state.settings.theme = choice,
            Command::Stage => {
                let settings = &mut self.state.settings;
                settings.stage ^= true;
                // The room belongs to the chapter; the unit comes back with Ctrl+R.
                settings.right_open = !settings.stage;
            }
            Command::LeftColumn => self.state.settings.left_open ^= true,
            Command::RightColumn => self.state.settings.right_open ^= true,
            Command::LargerTiles => self.scale_tiles(1.25),
            Command::SmallerTiles => self.scale_tiles(0.8),
            Command::EditPreprocessing => self.state.dialog = Dialog::Preprocessing,
            Command::Undo if self.state.pad_open && self.state.drawing.undo() => (),
            Command::Redo if self.state.pad_open && self.state.drawing.redo() => (),
            Command::Back | Command::Undo => {
                if let Some(earlier) = self.state.history.back(&self.state.selection) {
                    self.state.selection = earlier;
                }
            }
            Command::Forward | Command::Redo => {
                if let Some(later) = self.state.history.forward(&self.state.selection) {
                    self.state.selection = later;
                }
            }
            Command::Chapter(chapter) => {
                self.state.settings.chapter = chapter;
                if chapter == Chapter::Attribution {
                    self.resume_attribution(|_| true);
                }
            }
            Command::PreviousLayer => self.walk_layers(-1),
            Command::NextLayer => self.walk_layers(1),
            Command::PreviousChannel => self.walk_channels(-1),
            Command::NextChannel => self.walk_channels(1),
            Command::NextClass => self.next_class(),
            Command::Palette => self.state.dialog = Dialog::Palette,
            Command::Keys => self.state.dialog = Dialog::Keys,
            Command::About => self.state.dialog = Dialog::About,
            Command::Escape | Command::CancelAll => self.cancel_all(ctx.theme() == egui::Theme::Dark),
            Command::Open(path) => self.open(path),
            Command::ShowPixels(image) => self.show_pixels(image),
            Command::Item(item, unit) => self.open_item(item, unit),
            Command::Layer(layer) => self.select_layer(layer, None),
            Command::LayerUnit(layer, unit) => self.select_layer(layer, Some(unit)),
            Command::Unit(unit) => self.select(Selection { unit: Some(unit), ..self.state.selection.clone() }),
            Command::Class(class) => {
                self.resume_attribution(|_| true);
                self.select(Selection { class: Some(class), ..self.state.selection.clone() });
            }
            Command::ToggleBlock(block) => {
                if !self.state.open_blocks.remove(&block) {
                    self.state.open_blocks.insert(block);
                }
            }
            Command::Hover(unit) => self.state.hover = unit,
            Command::Maps(settings) => self.state.settings.maps = settings,
            Command::Filters(settings) => self.state.settings.filters = settings,
            Command::Attribution(settings) => {
                let before = std::mem::replace(&mut self.state.settings.attribution, settings);
                // A method that is chosen anew is asked for.
                self.resume_attribution(|method| !before.shown.iter().any(|id| id == method.id));
            }
            Command::Embedding(settings) => self.state.settings.embedding = settings,
            Command::Preprocess(preprocessing) => {
                self.state.preprocessing = Some(preprocessing);
                self.state.dialog = Dialog::Preprocessing;
            }
            Command::Cancel(job) => {
                let kind = self.jobs.running().into_iter().find(|status| status.job == job).map(|status| status.key);
                if let Some(Kind::Attribution(method)) = kind {
                    self.stop_method(method, ctx.theme() == egui::Theme::Dark);
                }
                self.stopped.extend(kind);
                self.jobs.cancel_job(job);
            }
            Command::DismissMessage => {
                self.state.messages.pop();
            }
        }
        self.walking = walks;
    }

    /// Selects, remembering what was selected before.
    pub(super) fn select(&mut self, next: Selection) {
        if next == self.state.selection {
            return;
        }
        let before = std::mem::replace(&mut self.state.selection, next);
        self.state.history.leave(before);
    }

    /// Selects a step of a walk: only the walk's beginning is remembered.
    fn step_to(&mut self, next: Selection) {
        if self.walking {
            self.state.selection = next;
        } else {
            self.select(next);
        }
    }

    fn select_layer(&mut self, layer: crate::network::NodeId, unit: Option<Unit>) {
        let around = self.state.model.as_ref().and_then(|loaded| loaded.row(layer)).map(|row| row.inside.clone());
        self.state.open_blocks.extend(around.into_iter().flatten());
        self.select(Selection { layer: Some(layer), unit, ..self.state.selection.clone() });
    }

    fn walk_layers(&mut self, step: isize) {
        let Some(loaded) = self.state.model.clone() else { return };
        let rows: Vec<&Row> = self.state.visible_rows(&loaded).collect();
        let now = rows.iter().position(|row| Some(row.layer.node) == self.state.selection.layer);
        let next = now.map_or(0, |now| now.saturating_add_signed(step).min(rows.len().saturating_sub(1)));
        if let Some(row) = rows.get(next) {
            self.step_to(Selection { layer: Some(row.layer.node), unit: None, ..self.state.selection.clone() });
        }
    }

    fn walk_channels(&mut self, step: isize) {
        let Some(layer) = self.state.selection.layer else { return };
        let Some([channels, ..]) = self.state.model.as_ref().and_then(|loaded| loaded.map_shape(layer)) else { return };
        let now = self.state.unit().map_or(0, |unit| unit.channel);
        let channel = now.saturating_add_signed(step).min(channels.saturating_sub(1));
        self.step_to(Selection { unit: Some(Unit { channel, position: None }), ..self.state.selection.clone() });
    }

    fn next_class(&mut self) {
        let Some(forward) = &self.state.answers.forward else { return };
        let ranking = &forward.value.ranking;
        let now = self.state.class().and_then(|class| ranking.iter().position(|ranked| *ranked == class));
        if let Some(&class) = ranking.get(now.map_or(0, |now| (now + 1) % ranking.len().clamp(1, 5))) {
            self.select(Selection { class: Some(class), ..self.state.selection.clone() });
        }
    }

    fn scale_tiles(&mut self, factor: f32) {
        let settings = &mut self.state.settings;
        let zoom = match settings.chapter {
            Chapter::Filters => &mut settings.filters.zoom,
            Chapter::FeatureMaps | Chapter::Attribution | Chapter::Embedding | Chapter::Training => &mut settings.maps.zoom,
        };
        *zoom = (*zoom * factor).clamp(0.4, 8.0);
    }

    fn cancel_all(&mut self, dark: bool) {
        self.stop_attribution(dark);
        self.stopped.extend(self.jobs.running().into_iter().map(|status| status.key));
        self.jobs.cancel_all();
    }

    /// Opens the files of the command line, and what comes with Convscope for what they leave out.
    pub(super) fn open_at_start(&mut self, files: Vec<PathBuf>) {
        let (named, files): (Vec<PathBuf>, Vec<PathBuf>) = files.into_iter().partition(|file| Shipped::meant(file).is_some());
        let shipped = named.first().and_then(|name| Shipped::meant(name)).map_or(zoo::DEFAULT_MODEL, |shipped| shipped.name);
        self.samples = Samples::of(shipped);
        if !files.iter().any(|file| work::is_model_file(file)) {
            self.open_shipped_model(shipped);
        }
        if !files.iter().any(|file| !work::is_model_file(file)) {
            self.open_sample();
        }
        if !files.iter().any(|file| work::is_dataset(file)) {
            self.open_gallery();
        }
        for file in files {
            self.open(file);
        }
    }

    fn open_gallery(&mut self) {
        let (id, samples) = (self.new_id(), self.samples);
        self.jobs.start(Request::new(Kind::Folder, "Opening the gallery"), move |_| {
            let dataset = samples.gallery()?;
            Ok::<_, data::Error>(Output::Folder(Arc::new(Folder { id, dataset, shipped: true })))
        });
    }

    /// Opens rendered pictures that no network was trained on.
    fn open_world(&mut self, kind: data::world::Kind) {
        let id = self.new_id();
        self.jobs.start(Request::new(Kind::Folder, "Opening the rendered world"), move |_| {
            let options = WorldOptions { kind, count: WORLD_PICTURES, seed: 0, part: Part::Test };
            let dataset = Dataset::world(options)?;
            Ok::<_, data::Error>(Output::Folder(Arc::new(Folder { id, dataset, shipped: false })))
        });
    }

    /// Opens a model that ships; where pictures that ship are shown, those that it knows take their place.
    pub(super) fn open_shipped_model(&mut self, name: &'static str) {
        if self.samples != Samples::of(name) {
            (self.samples, self.sample) = (Samples::of(name), 0);
            let from_gallery = self.state.folder.as_ref().is_some_and(|folder| folder.shipped);
            if self.state.selection.picture.as_ref().is_some_and(|shown| shown.sample || from_gallery && shown.item.is_some()) {
                self.open_sample();
            }
            if from_gallery {
                self.open_gallery();
            }
        }
        let (id, device) = (self.new_id(), self.device.clone());
        self.jobs.start(Request::new(Kind::Model, "Opening a model that comes with Convscope"), move |_| {
            work::load_shipped(id, name, &device).map(|loaded| Output::Model(Arc::new(loaded)))
        });
    }

    /// The next picture of the open folder, or of the shipped ones.
    fn step_picture(&mut self, step: isize) {
        if let Some(folder) = self.state.folder.as_ref().filter(|folder| !folder.shipped) {
            let now = self.state.selection.picture.as_ref().and_then(|shown| shown.item);
            let last = folder.dataset.len().saturating_sub(1);
            self.open_item(now.map_or(0, |now| now.saturating_add_signed(step).min(last)), None);
        } else {
            let count = self.samples.count();
            self.sample = self.sample.wrapping_add_signed(step).wrapping_add(count) % count;
            self.open_sample();
        }
    }

    /// Shows a picture of the open folder, selecting a unit with it.
    pub(super) fn open_item(&mut self, index: usize, unit: Option<Unit>) {
        let Some(folder) = self.state.folder.clone() else { return };
        let id = self.new_id();
        self.jobs.start(Request::new(Kind::Picture, "Opening a picture"), move |_| {
            work::open_item(id, &folder.dataset, ItemId(index)).map(|shown| Output::Picture(Arc::new(shown), unit))
        });
    }

    pub(super) fn open_sample(&mut self) {
        let (id, samples, index) = (self.new_id(), self.samples, self.sample);
        self.jobs.start(Request::new(Kind::Picture, "Opening a sample"), move |_| {
            samples.open(id, index).map(|shown| Output::Picture(Arc::new(shown), None))
        });
    }

    /// Opens a folder, a model or a picture.
    pub(super) fn open(&mut self, path: PathBuf) {
        let (id, device) = (self.new_id(), self.device.clone());
        let title = format!("Opening {}", path.display());
        if work::is_dataset(&path) {
            self.jobs.start(Request::new(Kind::Folder, title), move |_| {
                let dataset = work::open_dataset(&path)?;
                Ok::<_, data::Error>(Output::Folder(Arc::new(Folder { id, dataset, shipped: false })))
            });
        } else if work::is_model_file(&path) {
            self.jobs.start(Request::new(Kind::Model, title), move |_| {
                work::load(id, &path, &device).map(|loaded| Output::Model(Arc::new(loaded)))
            });
        } else {
            self.jobs.start(Request::new(Kind::Picture, title), move |_| {
                work::open_picture(id, &path).map(|shown| Output::Picture(Arc::new(shown), None))
            });
        }
    }

    fn show_pixels(&mut self, image: Arc<egui::ColorImage>) {
        let id = self.new_id();
        self.jobs.start(Request::new(Kind::Picture, "Opening the pasted picture"), move |_| {
            Ok::<_, String>(Output::Picture(Arc::new(work::from_pixels(id, &image, "pasted picture")), None))
        });
    }
}
