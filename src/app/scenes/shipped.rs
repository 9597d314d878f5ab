//! The lecture that comes with Convscope.

use super::lecture::Lecture;

/// The lectures by the names that commands call them, and their texts.
pub static SHIPPED: [(&str, &str); 1] =
    [("from-pixels-to-flower", include_str!("../../../assets/lectures/from-pixels-to-flower.scenes"))];

/// The lecture of this name.
pub fn shipped(name: &str) -> Option<Lecture> {
    let (_, text) = SHIPPED.iter().find(|(known, _)| *known == name)?;
    Lecture::read(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn every_shipped_lecture_is_whole_in_three_languages() {
        for (name, text) in SHIPPED {
            let lecture = Lecture::read(text).unwrap_or_else(|problem| panic!("{name}: {problem:?}"));
            assert!(lecture.scenes.len() >= 12, "{name}");
            for texts in lecture.scenes.iter().flat_map(|scene| [&scene.title, &scene.notes]).chain([&lecture.title]) {
                assert_eq!(texts.languages().collect::<Vec<_>>(), Language::ALL, "{name}: {texts:?}");
            }
        }
    }
}
