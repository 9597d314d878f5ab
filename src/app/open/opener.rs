//! What is opened: the files of the command line, what comes with Convscope for what they leave out, and in place of what cannot
//! be
//! opened. Only asks the desk; what arrives is shown elsewhere.

use std::path::{Path, PathBuf};

use super::{Content, FolderSource, ModelSource, OpenFolder, OpenModel, OpenPicture, PictureSource, Samples};
use crate::{
    app::{
        desk::{Desk, News, Seat},
        ids::{FolderId, ModelId, PictureId},
        state::State,
    },
    data::{ItemId, world},
    network::Device,
    units::Unit,
    words::Words,
    zoo::{self, Shipped},
};

/// Knows what comes with Convscope, and which of it is shown.
#[derive(Debug)]
pub struct Opener {
    device: Device,
    /// The pictures that ship and belong to the model.
    samples: Samples,
    /// Which of them was shown last.
    sample: usize,
    /// Whether the first model, the first picture could not be opened: what ships takes their place once.
    fell_back: [bool; 2],
}

impl Opener {
    /// An opener of models for a device.
    pub fn new(device: Device) -> Self {
        Self { device, samples: Samples::default(), sample: 0, fell_back: [false; 2] }
    }

    /// Opens a model by the name that it ships by, or by its path.
    pub fn open_named(&mut self, name: &str, state: &State, desk: &mut Desk) {
        match Shipped::named(name) {
            Some(shipped) => self.open_shipped(shipped.name, state, desk),
            None => self.open_model(ModelSource::File(name.into()), desk),
        }
    }

    /// Shows one of the pictures that ship.
    pub fn open_sample(&mut self, number: usize, desk: &mut Desk) {
        self.sample = number % self.samples.count();
        self.show_sample(desk);
    }

    /// Opens a picture by its name in the open folder, among those opened lately or among those that ship, or by its path;
    /// answers whether there is one.
    pub fn open_picture_named(&mut self, name: &str, state: &State, desk: &mut Desk) -> bool {
        let in_folder = state.folder.as_ref().and_then(|folder| {
            let dataset = &folder.dataset;
            (0..dataset.len()).map(ItemId).find(|item| dataset.item(*item).is_some_and(|known| known.name == name))
        });
        let is_called_so = |path: &&PathBuf| path.file_name().is_some_and(|file| file.to_string_lossy() == name);
        let sample = || (0..self.samples.count()).find(|number| Words::ENGLISH.say(&self.samples.name(*number)) == name);
        if Path::new(name).is_file() {
            show(PictureSource::File(name.into()), None, desk);
        } else if let Some(item) = in_folder {
            open_item(item, None, state, desk);
        } else if let Some(path) = state.settings.recent_pictures.iter().find(is_called_so) {
            show(PictureSource::File(path.clone()), None, desk);
        } else if let Some(sample) = sample() {
            self.open_sample(sample, desk);
        } else {
            return false;
        }
        true
    }

    /// Opens the pictures that ship and belong to the model, as a folder.
    pub fn open_gallery(&self, desk: &mut Desk) {
        open_folder(FolderSource::Gallery(self.samples), desk);
    }

    /// Which pictures ship and belong to the model.
    pub fn samples(&self) -> Samples {
        self.samples
    }

    /// Opens the files of the command line, and what comes with Convscope for what they leave out.
    pub fn open_at_start(&mut self, files: Vec<PathBuf>, desk: &mut Desk) {
        let (named, files): (Vec<PathBuf>, Vec<PathBuf>) = files.into_iter().partition(|file| Shipped::meant(file).is_some());
        let shipped = named.first().and_then(|name| Shipped::meant(name)).map_or(zoo::DEFAULT_MODEL, |shipped| shipped.name);
        self.samples = Samples::of(shipped);
        let contents: Vec<Content> = files.iter().map(|file| Content::of(file)).collect();
        if !contents.contains(&Content::Model) {
            self.open_model(ModelSource::Shipped(shipped), desk);
        }
        if contents.iter().all(|content| *content == Content::Model) {
            self.show_sample(desk);
        }
        if !contents.contains(&Content::Folder) {
            open_folder(FolderSource::Gallery(self.samples), desk);
        }
        for file in files {
            self.open(file, desk);
        }
    }

    /// Opens a folder, a model or a picture: its content says what it is.
    pub fn open(&mut self, path: PathBuf, desk: &mut Desk) {
        match Content::of(&path) {
            Content::Folder => open_folder(FolderSource::Path(path), desk),
            Content::Model => self.open_model(ModelSource::File(path), desk),
            // Sessions and figures are no single things; whoever has them asks for what they are made of.
            Content::Picture | Content::Session | Content::Lecture | Content::Figure => {
                show(PictureSource::File(path), None, desk);
            }
        }
    }

    /// Opens a model that ships; where pictures that ship are shown, those that it knows take their place.
    pub fn open_shipped(&mut self, name: &'static str, state: &State, desk: &mut Desk) {
        if self.samples != Samples::of(name) {
            (self.samples, self.sample) = (Samples::of(name), 0);
            let from_gallery = state.folder.as_ref().is_some_and(|folder| folder.is_shipped());
            let shown = state.selection.picture.as_ref();
            if shown.is_some_and(|shown| shown.sample.is_some() || from_gallery && shown.item.is_some()) {
                self.show_sample(desk);
            }
            if from_gallery {
                open_folder(FolderSource::Gallery(self.samples), desk);
            }
        }
        self.open_model(ModelSource::Shipped(name), desk);
    }

    /// The next picture of the open folder, or of the shipped ones.
    pub fn step_picture(&mut self, step: isize, state: &State, desk: &mut Desk) {
        if let Some(folder) = state.folder.as_ref().filter(|folder| !folder.is_shipped()) {
            let now = state.selection.picture.as_ref().and_then(|shown| shown.item_of(folder.id));
            let last = folder.dataset.len().saturating_sub(1);
            let next = now.map_or(0, |now| now.index().saturating_add_signed(step).min(last));
            open_item(ItemId(next), None, state, desk);
        } else {
            let count = self.samples.count();
            self.sample = self.sample.wrapping_add_signed(step).wrapping_add(count) % count;
            self.show_sample(desk);
        }
    }

    /// When the first model or picture cannot be opened, what comes with Convscope takes its place, once.
    pub fn fall_back(&mut self, news: &News, state: &State, desk: &mut Desk) {
        let [no_model, no_picture] = &mut self.fell_back;
        if news.fails::<OpenModel>() && state.model.is_none() && !std::mem::replace(no_model, true) {
            self.open_model(ModelSource::Shipped(zoo::DEFAULT_MODEL), desk);
        } else if news.fails::<OpenPicture>() && state.selection.picture.is_none() && !std::mem::replace(no_picture, true) {
            self.show_sample(desk);
        }
    }

    fn show_sample(&self, desk: &mut Desk) {
        show(PictureSource::Sample(self.samples, self.sample), None, desk);
    }

    fn open_model(&self, source: ModelSource, desk: &mut Desk) {
        let device = self.device.clone();
        desk.ask(Seat::ONE, Some(OpenModel { id: ModelId::new(), source }), || Some(device));
    }
}

/// Opens pictures of the rendered world that no network was trained on.
pub fn open_world(kind: world::Kind, desk: &mut Desk) {
    open_folder(FolderSource::World(kind), desk);
}

/// Shows a picture of the open folder, selecting a unit with it.
pub fn open_item(item: ItemId, unit: Option<Unit>, state: &State, desk: &mut Desk) {
    if let Some(folder) = state.folder.clone() {
        show(PictureSource::Item(folder, item), unit, desk);
    }
}

/// Shows a picture, selecting a unit with it.
pub fn show(source: PictureSource, unit: Option<Unit>, desk: &mut Desk) {
    desk.ask(Seat::ONE, Some(OpenPicture { id: PictureId::new(), unit }), || Some(source));
}

fn open_folder(source: FolderSource, desk: &mut Desk) {
    desk.ask(Seat::ONE, Some(OpenFolder { id: FolderId::new(), source }), || Some(()));
}
