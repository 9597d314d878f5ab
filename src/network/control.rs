//! Cancelling and watching long work: the one pair of handles that every method takes.
//!
//! It knows neither threads nor windows: whoever starts the work keeps a clone of [`Cancel`] and gives a closure for progress.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use super::{Error, Result};

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

type Watcher = Arc<dyn Fn(f32, &str) + Send + Sync>;

/// What long work checks and reports to.
#[derive(Clone, Default)]
pub struct Control {
    cancel: Cancel,
    watcher: Option<Watcher>,
}

impl Control {
    /// A control that can be cancelled through `cancel`; `watcher` receives the fraction done (0 to 1) and a short text.
    pub fn new(cancel: Cancel, watcher: impl Fn(f32, &str) + Send + Sync + 'static) -> Self {
        Self { cancel, watcher: Some(Arc::new(watcher)) }
    }

    /// The same cancel flag without a watcher: for work inside work that reports by itself.
    pub fn silent(&self) -> Self {
        Self { cancel: self.cancel.clone(), watcher: None }
    }

    /// Errors with [`Error::Cancelled`] once somebody asked to stop.
    pub fn check(&self) -> Result<()> {
        if self.cancel.is_cancelled() { Err(Error::Cancelled) } else { Ok(()) }
    }

    /// Reports `done` of `total` steps and checks for cancellation.
    pub fn step(&self, done: usize, total: usize, text: &str) -> Result<()> {
        if let Some(watcher) = &self.watcher {
            watcher(done as f32 / total.max(1) as f32, text);
        }
        self.check()
    }
}

impl std::fmt::Debug for Control {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Control").field("cancel", &self.cancel).finish_non_exhaustive()
    }
}
