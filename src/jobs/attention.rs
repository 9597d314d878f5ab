//! What a job looks at on its way, at every step of its work: no lock is taken for it.

use std::{
    sync::{
        OnceLock,
        atomic::{AtomicBool, AtomicU64},
    },
    thread::ThreadId,
};

/// What a job looks at on its way without taking the lock.
#[derive(Default)]
pub struct Attention {
    /// It is to pause, to step aside or to stop.
    pub called: AtomicBool,
    /// When it was served last, in microseconds since the beginning.
    pub since: AtomicU64,
    /// The job's own thread: helpers of its work are never held.
    pub thread: OnceLock<ThreadId>,
}
