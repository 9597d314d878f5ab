//! Where the object of a picture is, as far as somebody knows: the rendered world does; a folder does with masks beside its
//! pictures.
//!
//! A mask is a picture of the same size that is not black where the object is: `masks/` beside the class folders holds them by
//! the pictures' own paths with the ending `.png` (`masks/dog/one.png` for `dog/one.jpg`). What `convscope world` writes is read
//! too: `masks/class/000001.png`, whose colours are classes.

use std::path::Path;

use super::{
    Dataset, ItemId, Result,
    world::{Mask, legend},
};
use crate::picture::{Picture, class_colour};

impl Dataset {
    /// White where the picture's own class is, black elsewhere; `None` where nobody knows.
    ///
    /// # Errors
    /// A mask that is there and cannot be read.
    pub fn object(&self, item: ItemId) -> Result<Option<Picture>> {
        if let Some(annotation) = self.annotation(item) {
            let name = self.item(item).and_then(|item| self.classes.get(item.class?));
            let value = name.and_then(|name| class_value(name)).unwrap_or_default();
            let is_object = |own: &u8| *own != 0 && (value == 0 || usize::from(*own) == value);
            let mask = annotation.mask(Mask::Class).iter().map(is_object);
            return Ok(Some(Picture::of_mask(annotation.size, annotation.size, mask)));
        }
        if let Some((fauna, index)) = self.animal(item) {
            return Ok(Some(fauna.object(index)));
        }
        let Some((entry, path)) = self.item(item).and_then(|entry| Some((entry, entry.path()?))) else { return Ok(None) };
        let inner = Path::new(&entry.name);
        // The folder is what is left of the path when the item's own name is taken away.
        let Some(folder) = path.ancestors().nth(inner.components().count()) else { return Ok(None) };
        let own = folder.join(MASKS).join(inner).with_extension("png");
        if own.is_file() {
            return Ok(Some(white_where(&Picture::open(&own)?, |pixel| pixel.iter().any(|&byte| byte > 127))));
        }
        let Some(stem) = inner.file_stem() else { return Ok(None) };
        let of_class = folder.join(MASKS).join("class").join(stem).with_extension("png");
        let value = entry.class.and_then(|class| class_value(self.classes.get(class)?));
        let (Some(value), true) = (value, of_class.is_file()) else { return Ok(None) };
        let colour = class_colour(value - 1);
        Ok(Some(white_where(&Picture::open(&of_class)?, |pixel| *pixel == colour)))
    }
}

/// The folder of the masks.
pub(super) const MASKS: &str = "masks";

/// A class's number in the masks of the rendered world.
fn class_value(name: &str) -> Option<usize> {
    legend(Mask::Class).iter().position(|known| known.eq_ignore_ascii_case(name)).map(|position| position + 1)
}

fn white_where(picture: &Picture, is_object: impl Fn(&[u8; 3]) -> bool) -> Picture {
    Picture::of_mask(picture.width, picture.height, picture.pixels.as_chunks::<3>().0.iter().map(is_object))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_world_knows_and_a_folder_knows_what_lies_in_masks() {
        let world = Dataset::parse("world:4#test").unwrap();
        let mask = world.object(ItemId(0)).unwrap().unwrap();
        let white = mask.pixels.iter().filter(|&&byte| byte == 255).count() / 3;
        assert!(white > 100 && white < mask.width * mask.height / 2, "{white}");

        let folder = tempfile::tempdir().unwrap();
        let picture = Picture::filled(8, 8, [200, 10, 10]);
        let mut object = Picture::filled(8, 8, [0; 3]);
        object.blend_pixel(3, 2, [255; 3], 1.0);
        for (path, picture) in [("dog/one.png", &picture), ("cat/two.png", &picture), ("masks/dog/one.png", &object)] {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, picture.to_png().unwrap()).unwrap();
        }
        let dataset = Dataset::open(folder.path(), None).unwrap();
        assert_eq!(dataset.classes, ["cat", "dog"], "masks are no class");
        let found: Vec<_> = dataset.ids().map(|item| dataset.object(item).unwrap()).collect();
        assert_eq!(found[0], None);
        assert_eq!(found[1].as_ref().unwrap().pixels.iter().filter(|&&byte| byte == 255).count(), 3);
    }
}
