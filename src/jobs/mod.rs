//! Background work: progress, cancellation, pause, partial results, latest request wins, a bounded number of shares of the
//! machine.
//!
//! Every request takes a seat, named by its key. A newer request for a seat cancels the one that runs there and replaces the one
//! that waits; whatever an older job still says is dropped, so an answer never arrives after a later question. Jobs of different
//! seats run side by side, as many as there are shares; `schedule.rs` says who comes first. Knows no window: somebody who paints
//! hands in a `wake` closure, and asks [`Jobs::poll`] for what happened since the last frame.

mod attention;
mod reporter;
mod schedule;
mod shared;
mod state;

use std::{fmt::Debug, hash::Hash, sync::Arc, time::Duration};

pub use reporter::Reporter;
pub use schedule::{Lane, Priority};

use shared::Shared;
use state::Work;

use crate::words::Phrase;

/// Shortest time between two reports of one job to whoever paints: about thirty a second.
pub const REPORT_INTERVAL: Duration = Duration::from_millis(33);

/// The name of one request; later requests have larger ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JobId(u64);

/// What is asked of the background.
#[derive(Clone, Debug, PartialEq)]
pub struct Request<Key> {
    /// The seat: one job runs and one waits for each.
    pub key: Key,
    /// What is done, for people.
    pub title: Phrase,
    /// What it does not run beside.
    pub lane: Lane,
    /// How much somebody waits for it.
    pub priority: Priority,
    /// Among jobs of one priority the lowest rank comes first.
    pub rank: u32,
}

impl<Key> Request<Key> {
    /// On screen, in no lane of its own.
    pub fn new(key: Key, title: Phrase) -> Self {
        Self { key, title, lane: Lane::WIDE, priority: Priority::OnScreen, rank: 0 }
    }
}

/// Something that happened to a job.
#[derive(Clone, Debug, PartialEq)]
pub struct Event<Key, Output> {
    /// The seat that it was started for.
    pub key: Key,
    /// The request that it answers.
    pub job: JobId,
    /// What happened.
    pub outcome: Outcome<Output>,
}

/// What happened to a job. Every job ends in exactly one of the last three.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome<Output> {
    /// A first part of the answer; later parts replace it.
    Partial(Output),
    /// The answer.
    Done(Output),
    /// Why there is no answer, in a sentence for people.
    Failed(Phrase),
    /// It was cancelled, or a newer request took its place.
    Cancelled,
}

/// A job as the list of running work shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Status<Key> {
    /// The seat that it was started for.
    pub key: Key,
    /// The request.
    pub job: JobId,
    /// What is being done, for people.
    pub title: Phrase,
    /// Whether it is in the background.
    pub priority: Priority,
    /// The fraction done, 0 to 1; `None` until the job says something.
    pub fraction: Option<f32>,
    /// The step it is at, for people; `None` until the job says something.
    pub step: Option<Phrase>,
    /// Time since it began.
    pub elapsed: Duration,
    /// Whether it was asked to stop and has not noticed yet.
    pub stopping: bool,
    /// Whether a person paused it.
    pub paused: bool,
}

/// Background work for many seats. Dropping it asks everything to stop and waits for nothing.
pub struct Jobs<Key, Output> {
    shared: Arc<Shared<Key, Output>>,
}

impl<Key, Output> Jobs<Key, Output>
where
    Key: Clone + Eq + Hash + Debug + Send + Sync + 'static,
    Output: Send + 'static,
{
    /// No work yet, and `shares` shares of the machine for it (two at least: something may wait while it holds one). `wake` is
    /// called from the working threads whenever there is something new to poll or to show.
    pub fn new(shares: usize, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self { shared: Arc::new(Shared::new(shares.max(2), Box::new(wake))) }
    }

    /// Starts `work` as soon as it may, or lets it wait for the running job of its seat, which is cancelled; a waiting one is
    /// replaced.
    ///
    /// An error that `work` returns becomes [`Outcome::Failed`] with its text, a panic too; once a job was asked to stop,
    /// it ends as [`Outcome::Cancelled`] whatever it returns.
    pub fn start<Error: Into<Phrase>>(
        &self,
        request: Request<Key>,
        work: impl FnOnce(&Reporter<Output>) -> Result<Output, Error> + Send + 'static,
    ) -> JobId {
        let work: Work<Output> = Box::new(move |reporter| work(reporter).map_err(Into::into));
        self.shared.start(request, work)
    }

    /// Asks the work of a seat to stop, and forgets the job that waits.
    pub fn cancel(&self, key: &Key) {
        self.shared.cancel_where(|job| job.key == *key);
    }

    /// Asks one job to stop.
    pub fn cancel_job(&self, job: JobId) {
        self.shared.cancel_where(|other| other.id == job);
    }

    /// Asks everything to stop.
    pub fn cancel_all(&self) {
        self.shared.cancel_where(|_| true);
    }

    /// Holds a job at its next check, or before it begins; its share goes to others.
    pub fn pause(&self, job: JobId) {
        self.shared.hold(job, true);
    }

    /// Lets a paused job go on.
    pub fn resume(&self, job: JobId) {
        self.shared.hold(job, false);
    }

    /// Says how much somebody waits for the work of a seat now.
    pub fn set_priority(&self, key: &Key, priority: Priority) {
        self.shared.set_priority(key, priority);
    }

    /// What happened since the last call, in the order in which it happened.
    pub fn poll(&self) -> Vec<Event<Key, Output>> {
        self.shared.poll()
    }

    /// What has begun and not ended, the longest-running first.
    pub fn running(&self) -> Vec<Status<Key>> {
        self.shared.running()
    }

    /// Whether nothing runs or waits for this seat.
    pub fn is_idle(&self, key: &Key) -> bool {
        self.shared.is_idle(|other| other == key)
    }

    /// Whether nothing at all runs or waits.
    pub fn all_idle(&self) -> bool {
        self.shared.is_idle(|_| true)
    }

    /// Whether nothing of these seats runs or waits.
    pub fn are_idle(&self, chosen: impl Fn(&Key) -> bool) -> bool {
        self.shared.is_idle(chosen)
    }
}

impl<Key, Output> Drop for Jobs<Key, Output> {
    fn drop(&mut self) {
        self.shared.close();
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod sharing_tests;
