//! Background work: one named thread, one running and one waiting job per kind, progress, cancellation, partial results,
//! latest request wins.
//!
//! A newer request of a kind cancels the one that runs and replaces the one that waits; whatever an older job still says is
//! dropped, so an answer never arrives after a later question. Knows no window: somebody who paints hands in a `wake`
//! closure, and asks [`Jobs::poll`] for what happened since the last frame.

mod reporter;
mod state;

use std::{
    fmt::{Debug, Display},
    hash::Hash,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

pub use reporter::Reporter;

use crate::control::Cancel;
use state::{Lane, Progress, Running, State, Waiting, Work};

/// Shortest time between two reports of one job to whoever paints: about thirty a second.
pub const REPORT_INTERVAL: Duration = Duration::from_millis(33);

/// The name of one request; later requests have larger ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JobId(u64);

/// Something that happened to a job.
#[derive(Clone, Debug, PartialEq)]
pub struct Event<Kind, Output> {
    /// The kind it was started as.
    pub kind: Kind,
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
    Failed(String),
    /// It was cancelled, or a newer request took its place.
    Cancelled,
}

/// A job as the list of running work shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Status<Kind> {
    /// The kind it was started as.
    pub kind: Kind,
    /// The request.
    pub job: JobId,
    /// What is being done, for people.
    pub title: String,
    /// The fraction done, 0 to 1; `None` until the job says something.
    pub fraction: Option<f32>,
    /// The step it is at, for people; may be empty.
    pub text: String,
    /// Time since it began.
    pub elapsed: Duration,
    /// Whether it was asked to stop and has not noticed yet.
    pub stopping: bool,
}

/// Background work of several kinds. Dropping it asks everything to stop and waits for nothing.
pub struct Jobs<Kind, Output> {
    shared: Arc<Shared<Kind, Output>>,
}

struct Shared<Kind, Output> {
    state: Mutex<State<Kind, Output>>,
    wake: Box<dyn Fn() + Send + Sync>,
}

impl<Kind, Output> Jobs<Kind, Output>
where
    Kind: Copy + Eq + Hash + Debug + Send + Sync + 'static,
    Output: Send + 'static,
{
    /// No work yet. `wake` is called from the working threads whenever there is something new to poll or to show.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self { shared: Arc::new(Shared { state: Mutex::new(State::default()), wake: Box::new(wake) }) }
    }

    /// Starts `work`, or lets it wait for the running job of its kind, which is cancelled; a waiting one is replaced.
    ///
    /// An error that `work` returns becomes [`Outcome::Failed`] with its text, a panic too; once a job was asked to stop,
    /// it ends as [`Outcome::Cancelled`] whatever it returns.
    pub fn start<Error: Display>(
        &self,
        kind: Kind,
        title: impl Into<String>,
        work: impl FnOnce(&Reporter<Output>) -> Result<Output, Error> + Send + 'static,
    ) -> JobId {
        let mut state = self.shared.lock();
        state.requests += 1;
        let id = JobId(state.requests);
        let work: Work<Output> = Box::new(move |reporter| work(reporter).map_err(|error| error.to_string()));
        let waiting = Waiting { id, title: title.into(), work };
        let lane = state.lanes.entry(kind).or_insert_with(|| Lane { newest: id, running: None, waiting: None });
        lane.newest = id;
        if let Some(running) = &lane.running {
            running.cancel.cancel();
            let replaced = lane.waiting.replace(waiting);
            state.end_unstarted(kind, replaced);
            // What the older job said and nobody has polled yet is no longer wanted.
            state.withdraw_answers(kind);
        } else {
            let cancel = Cancel::default();
            lane.running = Some(Running::new(&waiting, cancel.clone()));
            state.withdraw_answers(kind);
            drop(state);
            self.spawn(kind, waiting, cancel);
        }
        id
    }

    /// Asks the work of a kind to stop, and forgets the job that waits.
    pub fn cancel(&self, kind: Kind) {
        self.cancel_where(|lane_kind, _| lane_kind == kind);
    }

    /// Asks one job to stop.
    pub fn cancel_job(&self, job: JobId) {
        self.cancel_where(|_, id| id == job);
    }

    /// Asks everything to stop.
    pub fn cancel_all(&self) {
        self.cancel_where(|_, _| true);
    }

    /// What happened since the last call, in the order in which it happened.
    pub fn poll(&self) -> Vec<Event<Kind, Output>> {
        std::mem::take(&mut self.shared.lock().events)
    }

    /// What runs now, the longest-running first.
    pub fn running(&self) -> Vec<Status<Kind>> {
        let state = self.shared.lock();
        let mut list: Vec<_> =
            state.lanes.iter().filter_map(|(kind, lane)| lane.running.as_ref().map(|running| running.status(*kind))).collect();
        list.sort_by_key(|status| status.job);
        list
    }

    /// Whether nothing of this kind runs or waits.
    pub fn is_idle(&self, kind: Kind) -> bool {
        self.shared.lock().lanes.get(&kind).is_none_or(|lane| lane.running.is_none())
    }

    /// Whether nothing at all runs or waits.
    pub fn all_idle(&self) -> bool {
        self.shared.lock().lanes.values().all(|lane| lane.running.is_none())
    }

    fn cancel_where(&self, chosen: impl Fn(Kind, JobId) -> bool) {
        let mut state = self.shared.lock();
        let kinds: Vec<Kind> = state.lanes.keys().copied().collect();
        for kind in kinds {
            let Some(lane) = state.lanes.get_mut(&kind) else { continue };
            if let Some(running) = lane.running.as_ref().filter(|running| chosen(kind, running.id)) {
                running.cancel.cancel();
            }
            let dropped = lane.waiting.take_if(|waiting| chosen(kind, waiting.id));
            state.end_unstarted(kind, dropped);
        }
        drop(state);
        (self.shared.wake)();
    }

    fn spawn(&self, kind: Kind, first: Waiting<Output>, cancel: Cancel) {
        let shared = Arc::clone(&self.shared);
        let id = first.id;
        let spawned =
            std::thread::Builder::new().name(format!("{kind:?}")).spawn(move || shared.work_through(kind, first, cancel));
        if let Err(error) = spawned {
            self.shared.finish(kind, id, Outcome::Failed(format!("no thread could be started for this work: {error}")));
        }
    }
}

impl<Kind, Output> Shared<Kind, Output>
where
    Kind: Copy + Eq + Hash + Debug + Send + Sync + 'static,
    Output: Send + 'static,
{
    /// Runs a job and then whichever one waits, until none does.
    fn work_through(self: &Arc<Self>, kind: Kind, first: Waiting<Output>, first_cancel: Cancel) {
        let mut next = Some((first, first_cancel));
        while let Some((Waiting { id, title, work }, cancel)) = next {
            let reporter = self.reporter(kind, id, cancel.clone());
            let result = catch_unwind(AssertUnwindSafe(|| work(&reporter)));
            let outcome = match result {
                _ if cancel.is_cancelled() => Outcome::Cancelled,
                Ok(Ok(output)) => Outcome::Done(output),
                Ok(Err(sentence)) => Outcome::Failed(sentence),
                Err(panic) => Outcome::Failed(format!("{title} stopped unexpectedly: {}", panic_message(&*panic))),
            };
            next = self.finish(kind, id, outcome);
        }
    }

    /// Ends the running job of a kind and makes the waiting one the running one.
    fn finish(&self, kind: Kind, id: JobId, outcome: Outcome<Output>) -> Option<(Waiting<Output>, Cancel)> {
        let mut state = self.lock();
        let lane = state.lanes.get_mut(&kind)?;
        let outcome = if lane.newest == id { outcome } else { Outcome::Cancelled };
        let next = lane.waiting.take().map(|waiting| (waiting, Cancel::default()));
        lane.running = next.as_ref().map(|(waiting, cancel)| Running::new(waiting, cancel.clone()));
        state.withdraw_partial(id);
        state.events.push(Event { kind, job: id, outcome });
        self.unlock_and_wake(state);
        next
    }

    fn reporter(self: &Arc<Self>, kind: Kind, id: JobId, cancel: Cancel) -> Reporter<Output> {
        let (for_progress, for_partials) = (Arc::clone(self), Arc::clone(self));
        Reporter::new(
            cancel,
            move |fraction, text| for_progress.progress(kind, id, fraction, text),
            move |output| for_partials.partial(kind, id, output),
        )
    }

    fn progress(&self, kind: Kind, id: JobId, fraction: f32, text: &str) {
        let mut state = self.lock();
        let Some(running) = state.lanes.get_mut(&kind).and_then(|lane| lane.running.as_mut()).filter(|running| running.id == id)
        else {
            return;
        };
        let now = Instant::now();
        let due = running.woken.is_none_or(|last| now.duration_since(last) >= REPORT_INTERVAL);
        running.progress = Some(Progress { fraction: fraction.clamp(0.0, 1.0), text: text.to_owned() });
        if due {
            running.woken = Some(now);
            self.unlock_and_wake(state);
        }
    }

    fn partial(&self, kind: Kind, id: JobId, output: Output) {
        let mut state = self.lock();
        let wanted = state
            .lanes
            .get(&kind)
            .is_some_and(|lane| lane.newest == id && lane.running.as_ref().is_some_and(|running| !running.cancel.is_cancelled()));
        if wanted {
            state.withdraw_partial(id);
            state.events.push(Event { kind, job: id, outcome: Outcome::Partial(output) });
            self.unlock_and_wake(state);
        }
    }

    fn unlock_and_wake(&self, state: MutexGuard<'_, State<Kind, Output>>) {
        let closed = state.closed;
        drop(state);
        if !closed {
            (self.wake)();
        }
    }
}

impl<Kind, Output> Shared<Kind, Output> {
    /// The state; a panic while it was held cannot have left it half-changed, so poisoning is ignored.
    fn lock(&self) -> MutexGuard<'_, State<Kind, Output>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<Kind, Output> Drop for Jobs<Kind, Output> {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.closed = true;
        for lane in state.lanes.values_mut() {
            lane.waiting = None;
            if let Some(running) = &lane.running {
                running.cancel.cancel();
            }
        }
    }
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no reason was given")
}

#[cfg(test)]
mod tests;
