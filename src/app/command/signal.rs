//! What the mouse and the program say of a moment: it carries pixels and jobs, is not written down and cannot be undone.

use std::{path::PathBuf, sync::Arc};

use super::Command;
use crate::{
    app::{
        open::{Loaded, PictureSource, Saving, Shown},
        pad::Movement,
        settings::Side,
    },
    jobs::JobId,
    network::ReceptiveField,
    units::Unit,
    words::Phrase,
};

/// What is sent to whoever acts.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Do it.
    Do(Command),
    /// Take it in.
    Signal(Signal),
}

impl From<Command> for Request {
    fn from(command: Command) -> Self {
        Self::Do(command)
    }
}

impl From<Signal> for Request {
    fn from(signal: Signal) -> Self {
        Self::Signal(signal)
    }
}

/// Something that happens for a moment.
#[derive(Clone, Debug, PartialEq)]
pub enum Signal {
    /// A picture that lies in no file is to be shown.
    Picture(Picture),
    /// A picture that was open before is to be shown again.
    Show(Arc<Shown>),
    /// A model that lies in no file is to be shown.
    Model(Model),
    /// All of a link has been done, but for these parts; what was said before so many messages has nothing to do with it.
    Followed(Vec<String>, usize),
    /// The brush of the pad touches or moves.
    Brush(Movement),
    /// What lies under the pointer.
    Hover(Option<Unit>),
    /// What the number under the pointer sees of the input.
    Sees(Option<ReceptiveField>),
    /// Where on the picture the pointer is, in fractions of its sides from the upper left corner; nowhere if `None`.
    Point(Option<[f32; 2]>),
    /// A job is to stop.
    Cancel(JobId),
    /// A job is to rest, or to go on.
    Pause(JobId, bool),
    /// Something that is not the chapter's figure or numbers is to be written; the phrase says what is done.
    Save(Phrase, PathBuf, Written),
    /// A column is to be this wide, in points at the usual text size; as wide as usual if `None`.
    Width(Side, Option<f32>),
    /// The message that is shown was read.
    Dismiss,
}

/// A value that a command carries and that is equal only to itself.
macro_rules! carried {
    ($(#[$about:meta])* $name:ident($inner:ty)) => {
        $(#[$about])*
        #[derive(Clone)]
        pub struct $name(Arc<std::sync::Mutex<Option<$inner>>>);

        impl $name {
            /// Wraps it.
            pub fn new(inner: $inner) -> Self {
                Self(Arc::new(std::sync::Mutex::new(Some(inner))))
            }

            /// Takes it out, once.
            pub fn take(&self) -> Option<$inner> {
                self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take()
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                Arc::ptr_eq(&self.0, &other.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    };
}

carried! {
    /// A picture that lies in no file.
    Picture(PictureSource)
}

carried! {
    /// A model that lies in no file.
    Model(Arc<Loaded>)
}

carried! {
    /// Something that is written.
    Written(Saving)
}
