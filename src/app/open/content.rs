//! What a file is, decided by its content: one rule for the command line, for dialogs and for what is dropped.

use std::path::Path;

use crate::{
    app::{scenes::is_lecture, session::is_session},
    data::Dataset,
    figures, formats,
    picture::Picture,
};

/// What is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// A model.
    Model,
    /// A picture.
    Picture,
    /// A data set: a folder, or what is rendered (`world:2000`).
    Folder,
    /// A view that was saved.
    Session,
    /// A lecture of scenes.
    Lecture,
    /// A figure that leads back to the view it shows.
    Figure,
}

impl Content {
    /// Whether it is opened by itself and not with what ships beside it.
    pub fn is_of_window(self) -> bool {
        matches!(self, Self::Model | Self::Picture | Self::Folder)
    }

    /// What lies at a path. Reads a few bytes; what is neither picture nor model is opened as what its name promises, so that the
    /// error says what is wrong with that.
    pub fn of(path: &Path) -> Self {
        let is_rendered = !path.exists() && path.to_str().is_some_and(Dataset::is_rendered);
        if path.is_dir() || is_rendered {
            return Self::Folder;
        }
        if is_session(path) {
            return Self::Session;
        }
        if is_lecture(path) {
            return Self::Lecture;
        }
        if figures::link_of(path).is_some() {
            return Self::Figure;
        }
        if Picture::is_file(path) {
            return Self::Picture;
        }
        let is_model = formats::detect(path).is_ok() || formats::is_model_name(path);
        if is_model { Self::Model } else { Self::Picture }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_and_names_only_where_it_says_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            path
        };
        let png = Picture::filled(2, 2, [1, 2, 3]).to_png().unwrap();
        let model = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/drawing/grey-28.onnx")).unwrap();
        assert_eq!(Content::of(&write("without-an-ending", &model)), Content::Model);
        assert_eq!(Content::of(&write("picture.onnx", &png)), Content::Picture);
        assert_eq!(Content::of(&write("broken.onnx", b"not a model")), Content::Model);
        assert_eq!(Content::of(&write("broken.png", b"not a picture")), Content::Picture);
        assert_eq!(Content::of(folder.path()), Content::Folder);
        assert_eq!(Content::of(Path::new("world:20#test")), Content::Folder);
        assert_eq!(Content::of(Path::new("/no/such/file.safetensors")), Content::Model);
    }
}
