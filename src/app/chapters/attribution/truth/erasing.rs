//! With what the picture is erased on the page, as a person chooses it.

use crate::judge::Eraser;

/// With what the picture is erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Erasing {
    /// Grey.
    #[default]
    Grey,
    /// The picture out of focus.
    Blur,
    /// What surrounds it.
    Surroundings,
}

impl Erasing {
    /// What takes the place of pixels of an input of this size.
    pub fn eraser(self, size: [usize; 2]) -> Eraser {
        match self {
            Self::Grey => Eraser::Grey,
            Self::Blur => Eraser::blur(size),
            Self::Surroundings => Eraser::Surroundings(0.01),
        }
    }
}
