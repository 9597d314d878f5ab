//! What is known about every job; guarded by one lock, never held while work runs.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    Event, JobId, Outcome, Priority, Reporter, Request, Status,
    attention::Attention,
    schedule::{Contender, Lane, Stand},
};
use crate::{control::Cancel, words::Phrase};

/// A job's work: its errors are sentences already.
pub type Work<Output> = Box<dyn FnOnce(&Reporter<Output>) -> Result<Output, Phrase> + Send>;

/// Everything behind the lock.
pub struct State<Key, Output> {
    /// Jobs that have not ended, by falling age.
    pub jobs: Vec<Job<Key, Output>>,
    pub events: Vec<Event<Key, Output>>,
    pub requests: u64,
    /// Counts how often anybody was served.
    pub served: u64,
    /// Nobody polls any more: no waking.
    pub closed: bool,
}

/// A job that has not ended.
pub struct Job<Key, Output> {
    pub id: JobId,
    pub key: Key,
    pub title: Phrase,
    pub lane: Lane,
    pub priority: Priority,
    pub rank: u32,
    /// Taken when it begins.
    pub work: Option<Work<Output>>,
    pub cancel: Cancel,
    pub attention: Arc<Attention>,
    pub stand: Stand,
    pub served: u64,
    /// Whether a person paused it.
    pub is_held: bool,
    pub progress: Option<Progress>,
    /// When its progress last woke whoever paints.
    pub woken: Option<Instant>,
    pub began: Option<Instant>,
}

/// The last thing that a job said of itself.
pub struct Progress {
    pub fraction: f32,
    pub step: Phrase,
}

impl<Key, Output> Default for State<Key, Output> {
    fn default() -> Self {
        Self { jobs: Vec::new(), events: Vec::new(), requests: 0, served: 0, closed: false }
    }
}

impl<Key: Clone + Eq, Output> State<Key, Output> {
    /// Takes a request in; the job waits until it is served.
    pub fn admit(&mut self, request: Request<Key>, work: Work<Output>) -> JobId {
        self.requests += 1;
        let id = JobId(self.requests);
        let Request { key, title, lane, priority, rank } = request;
        let (cancel, attention) = Default::default();
        let job = Job {
            id,
            key,
            title,
            lane,
            priority,
            rank,
            work: Some(work),
            cancel,
            attention,
            stand: Stand::Waiting,
            served: 0,
            is_held: false,
            progress: None,
            woken: None,
            began: None,
        };
        self.jobs.push(job);
        id
    }

    pub fn job(&mut self, id: JobId) -> Option<&mut Job<Key, Output>> {
        self.jobs.iter_mut().find(|job| job.id == id)
    }

    /// Whether this is the latest request of its seat: only its answers are wanted.
    pub fn is_newest(&self, id: JobId) -> bool {
        let Some(own) = self.jobs.iter().find(|job| job.id == id) else { return false };
        !self.jobs.iter().any(|job| job.key == own.key && job.id > id)
    }

    /// Removes a job and says how it ended; a newer request of its seat makes it cancelled.
    pub fn end(&mut self, id: JobId, outcome: Outcome<Output>) {
        let outcome = if self.is_newest(id) { outcome } else { Outcome::Cancelled };
        self.withdraw_partial(id);
        let Some(place) = self.jobs.iter().position(|job| job.id == id) else { return };
        let job = self.jobs.remove(place);
        self.events.push(Event { key: job.key, job: id, outcome });
    }

    /// Removes jobs that never began, and tells that they never will.
    pub fn end_unstarted(&mut self, chosen: impl Fn(&Job<Key, Output>) -> bool) {
        let mut kept = Vec::with_capacity(self.jobs.len());
        for job in self.jobs.drain(..) {
            if job.stand == Stand::Waiting && chosen(&job) {
                self.events.push(Event { key: job.key, job: job.id, outcome: Outcome::Cancelled });
            } else {
                kept.push(job);
            }
        }
        self.jobs = kept;
    }

    /// Takes back what older jobs of a seat answered but nobody has polled: partial answers vanish, answers become cancelled.
    pub fn withdraw_answers(&mut self, key: &Key) {
        self.events.retain(|event| event.key != *key || !matches!(event.outcome, Outcome::Partial(_)));
        for event in self.events.iter_mut().filter(|event| event.key == *key) {
            event.outcome = Outcome::Cancelled;
        }
    }

    /// Takes back a job's partial answer that nobody has polled: a better one follows.
    pub fn withdraw_partial(&mut self, job: JobId) {
        self.events.retain(|event| event.job != job || !matches!(event.outcome, Outcome::Partial(_)));
    }

    /// The jobs as the schedule looks at them.
    pub fn contenders(&self) -> Vec<Contender> {
        let blocked = |job: &Job<Key, Output>| {
            self.jobs.iter().any(|other| other.id != job.id && other.key == job.key && other.stand.has_begun())
        };
        let contender = |job: &Job<Key, Output>| Contender {
            job: job.id,
            lane: job.lane,
            priority: job.priority,
            rank: job.rank,
            served: job.served,
            stand: job.stand,
            is_held: job.is_held,
            is_blocked: blocked(job),
        };
        self.jobs.iter().map(contender).collect()
    }
}

impl<Key: Clone, Output> Job<Key, Output> {
    pub fn status(&self) -> Status<Key> {
        Status {
            key: self.key.clone(),
            job: self.id,
            title: self.title.clone(),
            priority: self.priority,
            fraction: self.progress.as_ref().map(|progress| progress.fraction),
            step: self.progress.as_ref().map(|progress| progress.step.clone()),
            elapsed: self.began.map_or(Duration::ZERO, |began| began.elapsed()),
            stopping: self.cancel.is_cancelled(),
            paused: self.is_held,
        }
    }
}
