//! What the jobs' owner and their threads share: starting, ending, and the gate at which a job steps aside or rests.

use std::{
    any::Any,
    fmt::Debug,
    hash::Hash,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use super::{
    Event, JobId, Outcome, Priority, REPORT_INTERVAL, Reporter, Request, Status,
    attention::Attention,
    schedule::{Stand, decide, has_successor},
    state::{Job, Progress, State, Work},
};
use crate::{
    control::{Cancel, Gate},
    words::{Phrase, frame},
};

/// So long a job works before it lets an equal go on that has stepped aside.
const TURN: Duration = Duration::from_millis(120);

/// Everything that is shared.
pub struct Shared<Key, Output> {
    state: Mutex<State<Key, Output>>,
    /// Somebody who waits at a gate may go on.
    served: Condvar,
    /// Whether anybody waits for a share: else nobody need look at the clock.
    contended: AtomicBool,
    shares: usize,
    epoch: Instant,
    wake: Box<dyn Fn() + Send + Sync>,
}

struct JobGate<Key, Output> {
    shared: Arc<Shared<Key, Output>>,
    job: JobId,
    attention: Arc<Attention>,
}

impl<Key, Output> Gate for JobGate<Key, Output>
where
    Key: Clone + Eq + Hash + Debug + Send + Sync + 'static,
    Output: Send + 'static,
{
    fn pass(&self) {
        let called = self.attention.called.load(Ordering::Relaxed);
        if !called && !self.shared.contended.load(Ordering::Relaxed) {
            return;
        }
        let is_long = self.shared.now().saturating_sub(self.attention.since.load(Ordering::Relaxed)) > TURN.as_micros() as u64;
        if (called || is_long) && self.attention.thread.get() == Some(&std::thread::current().id()) {
            self.shared.at_gate(self.job, is_long);
        }
    }
}

impl<Key, Output> Shared<Key, Output>
where
    Key: Clone + Eq + Hash + Debug + Send + Sync + 'static,
    Output: Send + 'static,
{
    pub fn new(shares: usize, wake: Box<dyn Fn() + Send + Sync>) -> Self {
        let (state, served, contended) = Default::default();
        Self { state, served, contended, shares, epoch: Instant::now(), wake }
    }

    pub fn start(self: &Arc<Self>, request: Request<Key>, work: Work<Output>) -> JobId {
        let mut state = self.lock();
        let key = request.key.clone();
        state.end_unstarted(|job| job.key == key);
        for older in state.jobs.iter().filter(|job| job.key == key) {
            older.cancel.cancel();
            older.attention.called.store(true, Ordering::Relaxed);
        }
        // What an older job said and nobody has polled yet is no longer wanted.
        state.withdraw_answers(&key);
        let id = state.admit(request, work);
        self.serve(&mut state);
        id
    }

    pub fn cancel_where(self: &Arc<Self>, chosen: impl Fn(&Job<Key, Output>) -> bool) {
        let mut state = self.lock();
        for job in state.jobs.iter().filter(|job| chosen(job)) {
            job.cancel.cancel();
            job.attention.called.store(true, Ordering::Relaxed);
        }
        state.end_unstarted(chosen);
        self.serve(&mut state);
        drop(state);
        self.served.notify_all();
        (self.wake)();
    }

    pub fn hold(self: &Arc<Self>, id: JobId, is_held: bool) {
        let mut state = self.lock();
        let Some(job) = state.job(id) else { return };
        job.is_held = is_held;
        match job.stand {
            Stand::Working if is_held => job.attention.called.store(true, Ordering::Relaxed),
            Stand::Aside if is_held => job.stand = Stand::Paused,
            Stand::Paused if !is_held => job.stand = Stand::Aside,
            _ => (),
        }
        self.serve(&mut state);
        drop(state);
        (self.wake)();
    }

    pub fn set_priority(self: &Arc<Self>, key: &Key, priority: Priority) {
        let mut state = self.lock();
        let mut changed = false;
        for job in state.jobs.iter_mut().filter(|job| job.key == *key && job.priority != priority) {
            job.priority = priority;
            changed = true;
        }
        if changed {
            self.serve(&mut state);
        }
    }

    pub fn poll(&self) -> Vec<Event<Key, Output>> {
        std::mem::take(&mut self.lock().events)
    }

    pub fn running(&self) -> Vec<Status<Key>> {
        self.lock().jobs.iter().filter(|job| job.stand.has_begun()).map(Job::status).collect()
    }

    pub fn is_idle(&self, chosen: impl Fn(&Key) -> bool) -> bool {
        !self.lock().jobs.iter().any(|job| chosen(&job.key))
    }

    fn now(&self) -> u64 {
        self.epoch.elapsed().as_micros() as u64
    }

    /// Gives free shares to those who come next, and asks others to step aside.
    fn serve(self: &Arc<Self>, state: &mut State<Key, Output>) {
        let decision = decide(&state.contenders(), self.shares);
        self.contended.store(decision.is_contended, Ordering::Relaxed);
        for id in decision.step_aside {
            if let Some(job) = state.job(id) {
                job.attention.called.store(true, Ordering::Relaxed);
            }
        }
        for id in decision.serve {
            state.served += 1;
            let served = state.served;
            let Some(job) = state.job(id) else { continue };
            job.served = served;
            job.stand = Stand::Working;
            job.attention.since.store(self.now(), Ordering::Relaxed);
            if let Some(work) = job.work.take() {
                job.began = Some(Instant::now());
                let name = format!("{:?}", job.key);
                self.spawn(state, id, name, work);
            }
        }
        self.served.notify_all();
    }

    fn spawn(self: &Arc<Self>, state: &mut State<Key, Output>, id: JobId, name: String, work: Work<Output>) {
        let shared = Arc::clone(self);
        let spawned = std::thread::Builder::new().name(name).spawn(move || shared.work(id, work));
        if let Err(error) = spawned {
            state.end(id, Outcome::Failed(frame::no_thread(error.to_string())));
        }
    }

    /// Runs a job to its end.
    fn work(self: &Arc<Self>, id: JobId, work: Work<Output>) {
        let Some((reporter, cancel, title)) = self.reporter(id) else { return };
        let result = catch_unwind(AssertUnwindSafe(|| work(&reporter)));
        let outcome = match result {
            _ if cancel.is_cancelled() => Outcome::Cancelled,
            Ok(Ok(output)) => Outcome::Done(output),
            Ok(Err(sentence)) => Outcome::Failed(sentence),
            Err(panic) => Outcome::Failed(frame::stopped_unexpectedly(title, panic_message(&*panic))),
        };
        let mut state = self.lock();
        state.end(id, outcome);
        self.serve(&mut state);
        self.unlock_and_wake(state);
    }

    /// A job at its gate: it steps aside while others go first, and rests while it is paused.
    fn at_gate(self: &Arc<Self>, id: JobId, is_long: bool) {
        let mut state = self.lock();
        let contenders = state.contenders();
        let now = self.now();
        let Some(job) = state.job(id) else { return };
        job.attention.called.store(false, Ordering::Relaxed);
        if job.cancel.is_cancelled() {
            job.stand = Stand::Leaving;
            self.serve(&mut state);
            return;
        }
        job.attention.since.store(now, Ordering::Relaxed);
        if job.is_held {
            job.stand = Stand::Paused;
        } else if job.lane.is_work && has_successor(&contenders, id, is_long) {
            job.stand = Stand::Aside;
        } else {
            return;
        }
        self.serve(&mut state);
        self.unlock_and_wake(state);
        let mut state = self.lock();
        while state.job(id).is_some_and(|job| job.stand != Stand::Working && !job.cancel.is_cancelled()) {
            state = self.served.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if let Some(job) = state.job(id).filter(|job| job.cancel.is_cancelled()) {
            job.stand = Stand::Leaving;
            self.serve(&mut state);
        }
    }

    fn reporter(self: &Arc<Self>, id: JobId) -> Option<(Reporter<Output>, Cancel, Phrase)> {
        let mut state = self.lock();
        let job = state.job(id)?;
        let (cancel, title, attention) = (job.cancel.clone(), job.title.clone(), Arc::clone(&job.attention));
        let _ = attention.thread.set(std::thread::current().id());
        let gate = JobGate { shared: Arc::clone(self), job: id, attention };
        let (for_progress, for_partials) = (Arc::clone(self), Arc::clone(self));
        let reporter = Reporter::new(
            cancel.clone(),
            Arc::new(gate),
            move |fraction, step| for_progress.progress(id, fraction, step),
            move |output| for_partials.partial(id, output),
        );
        Some((reporter, cancel, title))
    }

    fn progress(&self, id: JobId, fraction: f32, step: &Phrase) {
        let mut state = self.lock();
        let Some(job) = state.job(id) else { return };
        let now = Instant::now();
        let due = job.woken.is_none_or(|last| now.duration_since(last) >= REPORT_INTERVAL);
        job.progress = Some(Progress { fraction: fraction.clamp(0.0, 1.0), step: step.clone() });
        if due {
            job.woken = Some(now);
            self.unlock_and_wake(state);
        }
    }

    fn partial(&self, id: JobId, output: Output) {
        let mut state = self.lock();
        if !state.is_newest(id) {
            return;
        }
        let Some(job) = state.job(id).filter(|job| !job.cancel.is_cancelled()) else { return };
        let key = job.key.clone();
        state.withdraw_partial(id);
        state.events.push(Event { key, job: id, outcome: Outcome::Partial(output) });
        self.unlock_and_wake(state);
    }

    fn unlock_and_wake(&self, state: MutexGuard<'_, State<Key, Output>>) {
        let closed = state.closed;
        drop(state);
        if !closed {
            (self.wake)();
        }
    }
}

impl<Key, Output> Shared<Key, Output> {
    /// The state; a panic while it was held cannot have left it half-changed, so poisoning is ignored.
    fn lock(&self) -> MutexGuard<'_, State<Key, Output>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks everything to stop; nothing is woken any more.
    pub fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.jobs.retain(|job| job.stand.has_begun());
        for job in &state.jobs {
            job.cancel.cancel();
            job.attention.called.store(true, Ordering::Relaxed);
        }
        drop(state);
        self.served.notify_all();
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no reason was given")
}
