//! Retelling: the commands that bring the view of this moment back, from whatever is shown then. Sessions, links and the way back
//! over an opened model are made of them.
//!
//! What belongs to the window and not to the view (theme, language, columns, brush) is not retold.

use std::path::{Path, PathBuf};

use super::{
    App, chapters,
    command::{ClassName, Command, Model, Request, Signal, Switch},
    link::Link,
    open::{FolderSource, Loaded, OPEN_FOLDER, OPEN_MODEL, OPEN_PICTURE, Row, Samples},
    pad::Ink,
    selection::Selection,
    settings::{Colours, PadSettings},
};
use crate::zoo;

impl App {
    /// What brings this view back.
    pub(super) fn retelling(&self) -> Vec<Request> {
        let mut told = Vec::new();
        self.retell_sources(&mut told);
        self.retell_looks(&mut told);
        told
    }

    /// A link that leads here, as far as others have the same files.
    pub fn link(&self) -> Link {
        let loaded = self.state.model.as_ref();
        let Selection { layer, unit, class, picture } = &self.state.selection;
        let layer = loaded.zip(*layer).map(|(loaded, layer)| loaded.name(layer).into_owned()).unwrap_or_default();
        let mut link = Link { model: loaded.map(|loaded| file_or_name(loaded)).unwrap_or_default(), layer, ..Link::default() };
        link.unit = unit.filter(|_| !link.layer.is_empty());
        let mut add = |command: &Command| link.add(&command.to_string());
        if let Some(FolderSource::World(kind)) = self.state.folder.as_ref().map(|folder| &folder.source) {
            add(&Command::World(*kind));
        }
        if let Some(shown) = picture {
            let item = self.state.folder.as_ref().and_then(|folder| Some((folder, shown.item_of(folder.id)?)));
            let file = shown.path.as_ref().and_then(|path| path.file_name());
            match (shown.sample, item, file) {
                (Some((_, number)), ..) => add(&Command::Sample(number)),
                (None, Some((folder, item)), _) if !matches!(folder.source, FolderSource::Path(_)) => {
                    add(&Command::Item(item, None));
                }
                (None, Some((folder, item)), _) => {
                    let name = folder.dataset.item(item).map(|item| item.name.clone()).unwrap_or_default();
                    add(&Command::PictureNamed(name.into()));
                }
                (None, None, Some(file)) => add(&Command::PictureNamed(file.to_string_lossy().into_owned().into())),
                // A picture that lies nowhere cannot be named to others.
                (None, None, None) => (),
            }
        }
        if let Some(changed) = self.changed_preprocessing() {
            add(&changed);
        }
        if let Some(class) = class {
            add(&Command::Class(ClassName::Number(*class)));
        }
        if self.state.settings.colours != Colours::default() {
            add(&Command::Colours(self.state.settings.colours));
        }
        if let Some(chapter) = self.chapter() {
            let (id, remembered) = (chapter.card().id, chapter.remembered());
            let usual = chapters::all().into_iter().find(|other| other.card().id == id);
            let usual = usual.map(|usual| usual.remembered()).unwrap_or_default();
            let own = differing(&remembered, &usual);
            if !own.is_empty() {
                add(&Command::Settings(id.into(), own));
            }
            add(&Command::Chapter(id.into()));
        }
        link
    }

    /// Model, folder and picture.
    fn retell_sources(&self, told: &mut Vec<Request>) {
        let mut tell = |command: Command| told.push(command.into());
        let state = &self.state;
        let picture = state.selection.picture.as_ref();
        let folder = state.folder.as_ref();
        // Which pictures ship with the model that was opened last decides what `sample` and `gallery` mean.
        let samples = picture.and_then(|shown| Some(shown.sample?.0)).or_else(|| match folder?.source {
            FolderSource::Gallery(samples) => Some(samples),
            _ => None,
        });
        let of_model = state.model.as_ref().and_then(|loaded| loaded.shipped).map(Samples::of);
        if let Some(samples) = samples.filter(|samples| of_model != Some(*samples)) {
            tell(Command::Model(samples.model().into()));
        }
        match state.model.as_ref() {
            Some(loaded) => match (loaded.shipped, &loaded.path) {
                (Some(name), _) => tell(Command::Model(name.into())),
                (None, Some(path)) => tell(Command::UsePath(OPEN_MODEL, whole(path))),
                (None, None) => told.push(Signal::Model(Model::new(loaded.clone())).into()),
            },
            None => tell(Command::Model(zoo::DEFAULT_MODEL.into())),
        }
        let mut tell = |command: Command| told.push(command.into());
        match folder.map(|folder| &folder.source) {
            Some(FolderSource::Gallery(_)) | None => tell(Command::Gallery),
            Some(FolderSource::World(kind)) => tell(Command::World(*kind)),
            Some(FolderSource::Path(path)) => tell(Command::UsePath(OPEN_FOLDER, whole(path))),
        }
        if let Some(changed) = self.changed_preprocessing() {
            tell(changed);
        }
        self.retell_drawing(told);
        let Some(shown) = picture.filter(|shown| !shown.drawn) else { return };
        let item = folder.and_then(|folder| shown.item_of(folder.id));
        told.push(match (shown.sample, item, &shown.path) {
            (Some((_, number)), ..) => Command::Sample(number).into(),
            (None, Some(item), _) => Command::Item(item, None).into(),
            (None, None, Some(path)) => Command::UsePath(OPEN_PICTURE, whole(path)).into(),
            (None, None, None) => Signal::Show(shown.clone()).into(),
        });
    }

    /// The pad's strokes, each with its brush; in the end the brush that is in use.
    fn retell_drawing(&self, told: &mut Vec<Request>) {
        let (pad, in_use) = (&self.state.pad, self.state.settings.pad);
        let strokes = pad.drawing.strokes();
        if strokes.is_empty() {
            return;
        }
        told.push(Command::ClearDrawing.into());
        let mut brush = None;
        for stroke in strokes {
            let (erases, colour) = match stroke.ink {
                Ink::Colour(colour) => (false, colour),
                Ink::Eraser => (true, PadSettings::default().colour),
            };
            let wanted = PadSettings { brush: stroke.width, colour, erases, place: None };
            if brush != Some(wanted) {
                told.push(Command::Brush(wanted).into());
                brush = Some(wanted);
            }
            told.push(Command::Draw(stroke.points.clone()).into());
        }
        told.push(Command::Brush(PadSettings { place: None, ..in_use }).into());
        let open = if pad.open { Switch::On } else { Switch::Off };
        told.push(Command::Pad(open).into());
    }

    /// What of them is looked at, and how.
    fn retell_looks(&self, told: &mut Vec<Request>) {
        let mut tell = |command: Command| told.push(command.into());
        let state = &self.state;
        if let Some(loaded) = &state.model {
            if let Some(layer) = state.selection.layer {
                tell(match state.selection.unit {
                    Some(unit) => Command::LayerUnit(loaded.name(layer), unit),
                    None => Command::Layer(loaded.name(layer)),
                });
            }
            // Selecting a layer opens the blocks around it.
            let around = state.selection.layer.and_then(|layer| loaded.row(layer)).map_or(&[][..], |row| row.inside.as_slice());
            let is_unlike = |row: &&Row| around.contains(&row.layer.node) != state.open_blocks.contains(&row.layer.node);
            for row in loaded.rows.iter().filter(|row| row.is_block).filter(is_unlike) {
                tell(Command::ToggleBlock(loaded.name(row.layer.node)));
            }
            if let Some(class) = state.selection.class {
                tell(Command::Class(ClassName::Number(class)));
            }
        }
        tell(Command::Colours(state.settings.colours));
        for (id, remembered) in self.remembered() {
            if !remembered.is_empty() {
                tell(Command::Settings(id.into(), remembered));
            }
        }
        if let Some(chapter) = self.chapter() {
            tell(Command::Chapter(chapter.card().id.into()));
        }
    }

    /// How pictures are prepared, if a person changed it.
    fn changed_preprocessing(&self) -> Option<Command> {
        let (now, loaded) = (self.state.preprocessing.as_ref()?, self.state.model.as_ref()?);
        (*now != loaded.model.preprocessing).then(|| Command::Preprocess(now.clone()))
    }
}

/// The name that a model ships by, else its file's, else its own.
fn file_or_name(loaded: &Loaded) -> String {
    let file = loaded.path.as_ref().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    loaded.shipped.map(str::to_owned).or(file).unwrap_or_else(|| loaded.model.name.clone())
}

/// A path that means the same wherever the program is started; what is rendered (`world:2000`) has none.
fn whole(path: &Path) -> PathBuf {
    let lies_there = path.exists();
    std::path::absolute(path).ok().filter(|_| lies_there).unwrap_or_else(|| path.to_owned())
}

/// The entries of a TOML text that another one lacks or has otherwise; tables of the first level are compared whole.
fn differing(text: &str, usual: &str) -> String {
    let read = |text: &str| text.parse::<toml::Table>().unwrap_or_default();
    let (mut own, usual) = (read(text), read(usual));
    own.retain(|key, value| usual.get(key) != Some(value));
    toml::to_string(&own).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_holds_only_the_settings_that_are_not_usual() {
        assert_eq!(differing("zoom = 2.0\nsigned = true\n", "zoom = 1.0\nsigned = true\n"), "zoom = 2.0\n");
        assert_eq!(differing("a = 1\n", "a = 1\n"), "");
    }
}
