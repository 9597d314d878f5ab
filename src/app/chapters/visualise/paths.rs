//! The path that the chapter asks for.

use crate::{
    app::open::{PathKind, PathRequest},
    picture::EXTENSIONS,
};

/// A second picture: what is dreamt of, or whose texture is grown.
pub const OPEN_SECOND: PathRequest = PathRequest {
    id: "open-second-picture",
    kind: PathKind::Open(&[("path-pictures", &EXTENSIONS)]),
    hint: "/home/me/picture.jpg",
};
