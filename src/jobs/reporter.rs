//! What a job holds while it works: the control to check and report to, and the way out for partial answers.
//!
//! It hides the job's kind, so that work can be written without knowing who started it.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use super::REPORT_INTERVAL;
use crate::{
    control::{Cancel, Control, Gate},
    words::Phrase,
};

/// The line from a running job to whoever asked for it.
pub struct Reporter<Output> {
    control: Control,
    send_partial: Box<dyn Fn(Output) + Send + Sync>,
    last_partial: Mutex<Option<Instant>>,
}

impl<Output> Reporter<Output> {
    pub(super) fn new(
        cancel: Cancel,
        gate: Arc<dyn Gate>,
        progress: impl Fn(f32, &Phrase) + Send + Sync + 'static,
        send_partial: impl Fn(Output) + Send + Sync + 'static,
    ) -> Self {
        let control = Control::new(cancel, progress).through(gate);
        Self { control, send_partial: Box::new(send_partial), last_partial: Mutex::new(None) }
    }

    /// What a method checks for cancellation and reports its progress to.
    pub fn control(&self) -> &Control {
        &self.control
    }

    /// Hands out a first part of the answer, at most about thirty times a second: sooner calls are skipped, and `make`,
    /// which may copy or colour, is not run for them.
    pub fn partial(&self, make: impl FnOnce() -> Output) {
        {
            let mut last = self.last_partial.lock().unwrap_or_else(PoisonError::into_inner);
            if last.is_some_and(|last| last.elapsed() < REPORT_INTERVAL) {
                return;
            }
            *last = Some(Instant::now());
        }
        (self.send_partial)(make());
    }
}
