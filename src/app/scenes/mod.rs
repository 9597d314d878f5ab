//! Scenes: a lecture in one text file, a view a scene with its title and its notes, walked as slides are.
//!
//! * `lecture.rs`: the text of a lecture; `shipped.rs`: the one that comes with Convscope.
//! * `walk.rs`: where the lecturer is; `errand.rs`: opening one, as a question of the desk.
//!
//! Knows neither panels nor chapters.

mod errand;
mod lecture;
mod shipped;
mod walk;

pub use errand::OpenLecture;
pub use lecture::{Error, Lecture, Problem, Scene, Texts, is_lecture};
pub use shipped::{SHIPPED, shipped};
pub use walk::Walk;
