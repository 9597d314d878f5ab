//! What is open: models, pictures, folders, and how they come in and go out. Knows no panel and no chapter.
//!
//! * `model.rs`, `picture.rs`, `folder.rs`: a model with its layer list, a picture that is shown, a folder of pictures.
//! * `content.rs`: what a file is, by its content; `samples.rs`: what comes with the models that ship.
//! * `errands.rs`: opening as questions of the desk; `opener.rs`: what is opened in the first place and in place of what fails.
//! * `path.rs`: asking for a path; `save.rs`: writing pictures and numbers.

mod content;
mod errands;
mod folder;
mod model;
mod opener;
mod path;
mod picture;
mod samples;
mod save;

pub use content::Content;
pub use errands::{ModelSource, OpenFolder, OpenModel, OpenPicture, PictureSource};
pub use folder::{Folder, FolderSource};
pub use model::{Loaded, Row};
pub use opener::{Opener, open_item, open_world, show};
pub use path::{
    AskPath, FIND_FILE, FIND_FOLDER, OPEN_FOLDER, OPEN_MODEL, OPEN_PICTURE, OPEN_SESSION, PathKind, PathRequest, Picked,
    REQUESTS, SAVE_MAP, SAVE_NUMBERS, SAVE_PICTURE, SAVE_SESSION,
};
pub use picture::{Shown, on_white};
pub use samples::{ANIMALS, Samples};
pub use save::{Numbers, Save, Saving};
