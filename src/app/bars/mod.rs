//! The bars around the chapter: menus and ways above, jobs and messages below, the chapters' tabs. They name no chapter.

pub mod bottom;
pub mod scenes;
pub mod tabs;
pub mod top;
