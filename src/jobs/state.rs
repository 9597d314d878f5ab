//! What is known about the jobs of every kind; guarded by one lock, never held while work runs.

use std::{collections::HashMap, hash::Hash, time::Instant};

use super::{Event, JobId, Outcome, Reporter, Status};
use crate::control::Cancel;

/// A job's work: its errors are sentences already.
pub type Work<Output> = Box<dyn FnOnce(&Reporter<Output>) -> Result<Output, String> + Send>;

/// Everything behind the lock.
pub struct State<Kind, Output> {
    pub lanes: HashMap<Kind, Lane<Output>>,
    pub events: Vec<Event<Kind, Output>>,
    pub requests: u64,
    /// Nobody polls any more: no waking.
    pub closed: bool,
}

/// The jobs of one kind.
pub struct Lane<Output> {
    /// The latest request; only its answers are wanted.
    pub newest: JobId,
    pub running: Option<Running>,
    pub waiting: Option<Waiting<Output>>,
}

/// A job that has not begun.
pub struct Waiting<Output> {
    pub id: JobId,
    pub title: String,
    pub work: Work<Output>,
}

/// A job at work.
pub struct Running {
    pub id: JobId,
    pub cancel: Cancel,
    pub progress: Option<Progress>,
    /// When its progress last woke whoever paints.
    pub woken: Option<Instant>,
    title: String,
    began: Instant,
}

/// The last thing that a job said of itself.
pub struct Progress {
    pub fraction: f32,
    pub text: String,
}

impl<Kind, Output> Default for State<Kind, Output> {
    fn default() -> Self {
        Self { lanes: HashMap::new(), events: Vec::new(), requests: 0, closed: false }
    }
}

impl<Kind: Copy + Eq + Hash, Output> State<Kind, Output> {
    /// Tells that a waiting job will never begin.
    pub fn end_unstarted(&mut self, kind: Kind, job: Option<Waiting<Output>>) {
        self.events.extend(job.map(|job| Event { kind, job: job.id, outcome: Outcome::Cancelled }));
    }

    /// Takes back what older jobs of a kind answered but nobody has polled: partial answers vanish, answers become cancelled.
    pub fn withdraw_answers(&mut self, kind: Kind) {
        self.events.retain(|event| event.kind != kind || !matches!(event.outcome, Outcome::Partial(_)));
        for event in self.events.iter_mut().filter(|event| event.kind == kind) {
            event.outcome = Outcome::Cancelled;
        }
    }

    /// Takes back a job's partial answer that nobody has polled: a better one follows.
    pub fn withdraw_partial(&mut self, job: JobId) {
        self.events.retain(|event| event.job != job || !matches!(event.outcome, Outcome::Partial(_)));
    }
}

impl Running {
    pub fn new<Output>(job: &Waiting<Output>, cancel: Cancel) -> Self {
        Self { id: job.id, cancel, progress: None, woken: None, title: job.title.clone(), began: Instant::now() }
    }

    pub fn status<Kind>(&self, kind: Kind) -> Status<Kind> {
        Status {
            kind,
            job: self.id,
            title: self.title.clone(),
            fraction: self.progress.as_ref().map(|progress| progress.fraction),
            text: self.progress.as_ref().map(|progress| progress.text.clone()).unwrap_or_default(),
            elapsed: self.began.elapsed(),
            stopping: self.cancel.is_cancelled(),
        }
    }
}
