//! Sessions: a view in one small file that brings it back. The commands that lead there (`retell.rs`), the models and pictures
//! that they need, by path and hash, and pictures that lie in no file.
//!
//! * `text.rs`: the text of a session, line by line; `archive.rs`: the zip archive around it and the pictures beside it.
//! * `needs.rs`: whether the files that it needs are still there and the same; `taking.rs`: what becomes of those that are not.
//! * `errand.rs`: opening one, as a question of the desk; `recovery.rs`: where the view is kept while the program runs.
//!
//! Knows neither panels nor chapters.

mod archive;
mod errand;
mod needs;
mod recovery;
mod taking;
mod text;

pub use archive::{Error, bytes, is_session};
pub use errand::{KeepView, OpenSession, Opened};
pub use needs::{Kind, Look, Need, needs};
pub use recovery::{Recovered, Recovery};
pub use taking::TakingUp;
pub use text::{Deed, Misread, Text};
