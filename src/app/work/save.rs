//! Writing what is seen as PNG. The file appears complete or not at all.

use std::path::Path;

use crate::{formats, picture::Picture};

/// Writes a picture as PNG.
pub fn save_picture(path: &Path, picture: &Picture) -> Result<(), String> {
    let png = picture.to_png().map_err(|error| error.to_string())?;
    formats::atomic::write(path, |file| file.write_all(&png)).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.png");
        let picture = Picture { width: 2, height: 1, pixels: vec![1, 2, 3, 250, 251, 252] };
        save_picture(&path, &picture).unwrap();
        assert_eq!(Picture::open(&path).unwrap(), picture);
    }

    #[test]
    fn a_folder_that_is_missing_is_said_in_a_sentence() {
        let path = Path::new("/nowhere/at/all.png");
        let error = save_picture(path, &Picture::filled(1, 1, [0; 3])).unwrap_err();
        assert!(error.contains("/nowhere/at/all.png"), "{error}");
    }
}
