//! Writing what is seen: pictures as PNG, numbers as NPY. A file appears complete or not at all.

use std::{io::Write as _, path::Path};

use egui::ColorImage;

fn in_place(path: &Path, write: impl FnOnce(&mut tempfile::NamedTempFile) -> Result<(), String>) -> Result<(), String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let say = |error: &dyn std::fmt::Display| format!("cannot write {}: {error}", path.display());
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| say(&error))?;
    write(&mut file).map_err(|error| say(&error))?;
    file.flush().map_err(|error| say(&error))?;
    file.persist(path).map_err(|error| say(&error))?;
    Ok(())
}

/// Writes a picture as PNG.
pub fn save_picture(path: &Path, image: &ColorImage) -> Result<(), String> {
    in_place(path, |file| {
        let [width, height] = image.size;
        image::write_buffer_with_format(
            &mut *file,
            image.as_raw(),
            width as u32,
            height as u32,
            image::ExtendedColorType::Rgba8,
            image::ImageFormat::Png,
        )
        .map_err(|error| error.to_string())
    })
}

/// Writes numbers as NPY (f32, C order).
pub fn save_numbers(path: &Path, shape: &[usize], values: &[f32]) -> Result<(), String> {
    use npyz::WriterBuilder as _;
    in_place(path, |file| {
        let shape: Vec<u64> = shape.iter().map(|&side| side as u64).collect();
        let mut writer =
            npyz::WriteOptions::new().default_dtype().shape(&shape).writer(file).begin_nd().map_err(|error| error.to_string())?;
        writer.extend(values.iter().copied()).map_err(|error| error.to_string())?;
        writer.finish().map_err(|error| error.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("maps.npy");
        save_numbers(&path, &[2, 3], &[1.0, 2.0, 3.0, -4.0, 5.0, 6.5]).unwrap();
        let read = npyz::NpyFile::new(std::fs::File::open(&path).unwrap()).unwrap();
        assert_eq!(read.shape(), [2, 3]);
        assert_eq!(read.into_vec::<f32>().unwrap(), [1.0, 2.0, 3.0, -4.0, 5.0, 6.5]);
    }

    #[test]
    fn a_folder_that_is_missing_is_said_in_a_sentence() {
        let image = ColorImage::from_rgb([1, 1], &[1, 2, 3]);
        let error = save_picture(Path::new("/nowhere/at/all.png"), &image).unwrap_err();
        assert!(error.starts_with("cannot write /nowhere/at/all.png: "), "{error}");
    }
}
