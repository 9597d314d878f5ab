//! The system's file dialogs. They block, so they run on a job's thread; without a portal they answer as if cancelled.

use std::path::PathBuf;

use super::Picked;

const PICTURES: [&str; 8] = ["png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff"];
const MODELS: [&str; 4] = ["onnx", "safetensors", "pth", "pt"];

/// Asks for a file to open; `first` orders the filters "picture" and "model".
pub fn pick_file(title: &str, first: [&str; 2]) -> Picked {
    let mut dialog = rfd::FileDialog::new().set_title(title);
    for filter in first {
        dialog = if filter == "model" { dialog.add_filter("Models", &MODELS) } else { dialog.add_filter("Pictures", &PICTURES) };
    }
    dialog.pick_file().map_or(Picked::Nothing, Picked::Open)
}

/// Asks for a folder of pictures.
pub fn pick_folder() -> Picked {
    rfd::FileDialog::new().set_title("Open folder").pick_folder().map_or(Picked::Nothing, Picked::Open)
}

/// Asks where to save something that is called `name`.
pub fn pick_save(name: &str, extension: &str) -> Option<PathBuf> {
    let plain: String = name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
    rfd::FileDialog::new()
        .set_title("Save")
        .set_file_name(format!("{plain}.{extension}"))
        .add_filter(extension.to_uppercase(), &[extension])
        .save_file()
}
