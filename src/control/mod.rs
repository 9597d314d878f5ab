//! Stopping, holding and watching long work: the one pair of handles that every method and every pass takes.
//!
//! It knows neither threads nor windows: whoever starts the work keeps a clone of [`Cancel`], gives a closure for progress, and
//! may put a [`Gate`] on the way, at which the work waits while it is paused or while others go first.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use crate::words::Phrase;

/// The work stopped because somebody asked it to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// A flag that asks running work to stop; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks the work to stop at its next check.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether [`Self::cancel`] was called.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A place on the work's way where it may be held.
pub trait Gate: Send + Sync {
    /// Returns when the work may go on. Called at every check, so that it must cost next to nothing while nobody holds the work.
    fn pass(&self);
}

type Watcher = Arc<dyn Fn(f32, &Phrase) + Send + Sync>;

/// What long work checks and reports to.
#[derive(Clone, Default)]
pub struct Control {
    cancel: Cancel,
    watcher: Option<Watcher>,
    gate: Option<Arc<dyn Gate>>,
}

impl Control {
    /// A control that can be cancelled through `cancel`; `watcher` receives the fraction done (0 to 1) and what is being done.
    pub fn new(cancel: Cancel, watcher: impl Fn(f32, &Phrase) + Send + Sync + 'static) -> Self {
        Self { cancel, watcher: Some(Arc::new(watcher)), gate: None }
    }

    /// The same with a gate on the way.
    pub fn through(self, gate: Arc<dyn Gate>) -> Self {
        Self { gate: Some(gate), ..self }
    }

    /// The same cancel flag and gate without a watcher: for work inside work that reports by itself.
    pub fn silent(&self) -> Self {
        Self { watcher: None, ..self.clone() }
    }

    /// Waits while the work is held, then errors with [`Cancelled`] if somebody asked to stop.
    pub fn check(&self) -> Result<(), Cancelled> {
        if let Some(gate) = &self.gate {
            gate.pass();
        }
        if self.cancel.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }

    /// Reports `done` of `total` steps, then checks.
    pub fn step(&self, done: usize, total: usize, what: &Phrase) -> Result<(), Cancelled> {
        if let Some(watcher) = &self.watcher {
            watcher(done as f32 / total.max(1) as f32, what);
        }
        self.check()
    }
}

impl std::fmt::Debug for Control {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Control").field("cancel", &self.cancel).finish_non_exhaustive()
    }
}
