//! The desk: the one place where questions are asked and answers kept.
//!
//! Whoever wants to know something says every frame what it is ([`Desk::ask`]); the desk alone starts, replaces, stops, resumes
//! and
//! forgets work, and marks what is stale. A question is a value of its own type ([`Question`], in `question.rs`), so the desk
//! knows none of them by name: no chapter, no method, no panel.
//!
//! An answer to a question that comes back is found again: earlier answers are kept up to `KEPT_BYTES`, those wanted longest
//! ago
//! go first.

mod entry;
mod question;

use std::{collections::HashMap, sync::Arc};

pub use entry::{Ending, What};
pub use question::{About, Answer, Conduct, Key, Question, Reporter, Seat, Stamp};

use crate::jobs::{JobId, Jobs, Priority, Request, Status};
use entry::{AnyEntry, Entry, typed, typed_mut};
use question::Parcel;

/// Bytes that earlier answers may hold.
const KEPT_BYTES: usize = 256 << 20;

/// Something that happened at a seat since the last frame.
#[derive(Clone, Debug)]
pub struct News {
    /// Where.
    pub key: Key,
    /// What.
    pub what: What,
    /// Whether whoever asked shows a failure.
    pub shows_failure: bool,
}

impl News {
    /// Whether an answer to a question of this type arrived whole.
    pub fn answers<Q: Question>(&self) -> bool {
        self.key.is::<Q>() && self.what == What::Whole
    }

    /// Whether something arrived for a question of this type.
    pub fn brings<Q: Question>(&self) -> bool {
        self.key.is::<Q>() && matches!(self.what, What::Whole | What::Partial)
    }

    /// Whether a question of this type failed.
    pub fn fails<Q: Question>(&self) -> bool {
        self.key.is::<Q>() && matches!(self.what, What::Failed(_))
    }
}

/// Questions and answers.
pub struct Desk {
    jobs: Jobs<Key, Parcel>,
    entries: HashMap<Key, Box<dyn AnyEntry>>,
    running: Vec<Status<Key>>,
    stamps: u64,
    kept_bytes: usize,
}

impl Desk {
    /// An empty desk; `wake` is called from other threads when there is news.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let shares = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self { jobs: Jobs::new(shares, wake), entries: HashMap::new(), running: Vec::new(), stamps: 0, kept_bytes: KEPT_BYTES }
    }

    /// Says what is wanted at a seat now. Work that answers something else is stopped; what is wanted is started unless it is
    /// answered, on
    /// its way, has failed or was stopped. `given` is what the work reads; without it nothing is started yet.
    ///
    /// Called every frame: it costs a comparison where nothing changed.
    pub fn ask<Q: Question>(&mut self, seat: Seat, question: Option<Q>, given: impl FnOnce() -> Option<Q::Given>) {
        let key = Key::of::<Q>(seat);
        let now = self.stamps + 1;
        let entry = self.entries.entry(key).or_insert_with(|| Box::new(Entry::<Q>::default()));
        let Some(entry) = typed_mut::<Q>(entry.as_mut()) else { return };
        entry.want(question);
        if entry.is_outdated() {
            entry.asked = None;
            self.jobs.cancel(&key);
        }
        if entry.rests() {
            return;
        }
        if entry.recall(now) {
            self.stamps = now;
            return;
        }
        let (Some(question), Some(given)) = (entry.wanted.clone(), given()) else { return };
        let Conduct { lane, priority, .. } = Q::CONDUCT;
        let request = Request { key, title: question.title(&given), lane, priority, rank: question.rank(&given) };
        let asked = question.clone();
        let job = self.jobs.start(request, move |reporter| {
            let answer = question.work(given, &Reporter::new(reporter));
            answer.map(|answer| Box::new(answer) as Parcel)
        });
        entry.asked = Some((asked, job));
    }

    /// What a seat was answered last, fresh or stale.
    pub fn answer<Q: Question>(&self, seat: Seat) -> Option<&Answer<Q>> {
        self.entry(seat)?.answer.as_ref()
    }

    /// The answer to what is wanted now.
    pub fn fresh<Q: Question>(&self, seat: Seat) -> Option<&Answer<Q>> {
        self.answer(seat).filter(|answer| answer.is_fresh)
    }

    /// How what is wanted ended, if it ended without a whole answer.
    pub fn ending<Q: Question>(&self, seat: Seat) -> Option<&Ending> {
        let entry = self.entry::<Q>(seat)?;
        entry.ended.as_ref().filter(|(ended, _)| entry.wanted.as_ref() == Some(ended)).map(|(_, ending)| ending)
    }

    /// Takes an answer away and forgets the seat: for what is done once, as opening a file.
    pub fn take<Q: Question>(&mut self, seat: Seat) -> Option<Answer<Q>> {
        let key = Key::of::<Q>(seat);
        let mut entry = self.entries.remove(&key)?;
        typed_mut::<Q>(entry.as_mut())?.answer.take()
    }

    /// What has begun and not ended, the longest-running first; as of [`Self::receive`].
    pub fn running(&self) -> &[Status<Key>] {
        &self.running
    }

    /// The work at a seat, once it has begun.
    pub fn status<Q: Question>(&self, seat: Seat) -> Option<&Status<Key>> {
        let key = Key::of::<Q>(seat);
        self.running.iter().find(|status| status.key == key)
    }

    /// Whether work for a seat runs or waits.
    pub fn is_busy<Q: Question>(&self, seat: Seat) -> bool {
        self.entry::<Q>(seat).is_some_and(|entry| entry.asked.is_some())
    }

    /// Says how much somebody waits for the work of a seat now.
    pub fn attend<Q: Question>(&self, seat: Seat, is_on_screen: bool) {
        let priority = if is_on_screen { Priority::OnScreen } else { Priority::Background };
        self.jobs.set_priority(&Key::of::<Q>(seat), priority);
    }

    /// Stops one job for a person: it is not asked again until somebody asks anew.
    pub fn stop(&mut self, job: JobId) {
        for entry in self.entries.values_mut().filter(|entry| entry.is_asked_by(job)) {
            entry.stop();
        }
        self.jobs.cancel_job(job);
    }

    /// Stops everything that runs or waits; what was answered before is still painted.
    pub fn stop_all(&mut self) {
        for entry in self.entries.values_mut().filter(|entry| entry.can_stop()) {
            if let Some(job) = entry.stop() {
                self.jobs.cancel_job(job);
            }
        }
    }

    /// Whether a person can hold this work.
    pub fn can_pause(&self, key: &Key) -> bool {
        self.entries.get(key).is_some_and(|entry| entry.can_pause())
    }

    /// Holds a job, or lets it go on.
    pub fn pause(&self, job: JobId, pause: bool) {
        if pause { self.jobs.pause(job) } else { self.jobs.resume(job) }
    }

    /// Lets what was stopped at a seat be asked again.
    pub fn resume<Q: Question>(&mut self, seat: Seat) {
        let entry = self.entries.get_mut(&Key::of::<Q>(seat)).and_then(|entry| typed_mut::<Q>(entry.as_mut()));
        if let Some(entry) = entry
            && matches!(entry.ended, Some((_, Ending::Stopped)))
            && entry.asked.is_none()
        {
            entry.ended = None;
        }
    }

    /// Forgets questions and answers about what is closed, and stops their work.
    pub fn forget(&mut self, closed: &About) {
        let keys: Vec<Key> = self.entries.iter().filter(|(_, entry)| entry.is_about(closed)).map(|(key, _)| *key).collect();
        for key in keys {
            self.entries.remove(&key);
            self.jobs.cancel(&key);
        }
    }

    /// Forgets one seat, and stops its work.
    pub fn forget_seat<Q: Question>(&mut self, seat: Seat) {
        let key = Key::of::<Q>(seat);
        self.entries.remove(&key);
        self.jobs.cancel(&key);
    }

    /// Takes in what happened since the last call.
    pub fn receive(&mut self) -> Vec<News> {
        let mut news = Vec::new();
        for event in self.jobs.poll() {
            self.stamps += 1;
            let Some(entry) = self.entries.get_mut(&event.key) else { continue };
            if let Some(what) = entry.settle(event.job, event.outcome, self.stamps) {
                news.push(News { key: event.key, what, shows_failure: entry.shows_failure() });
            }
        }
        if !news.is_empty() {
            self.drop_oldest();
        }
        self.running = self.jobs.running();
        news
    }

    /// Whether nothing runs or waits.
    pub fn is_settled(&self) -> bool {
        self.jobs.all_idle() && self.entries.values().all(|entry| !entry.is_busy())
    }

    /// The same, leaving out what nobody waits for.
    pub fn is_answered(&self) -> bool {
        !self.entries.values().any(|entry| entry.is_awaited())
    }

    fn entry<Q: Question>(&self, seat: Seat) -> Option<&Entry<Q>> {
        typed::<Q>(self.entries.get(&Key::of::<Q>(seat))?.as_ref())
    }

    /// Forgets earlier answers until the rest fits.
    fn drop_oldest(&mut self) {
        while self.entries.values().map(|entry| entry.bytes()).sum::<usize>() > self.kept_bytes {
            let oldest =
                self.entries.values_mut().filter_map(|entry| Some((entry.oldest()?, entry))).min_by_key(|(used, _)| *used);
            let Some((_, entry)) = oldest else { return };
            entry.drop_oldest();
        }
    }
}

/// An answer's value, if there is one: short for the common way to read.
pub fn value<Q: Question>(answer: Option<&Answer<Q>>) -> Option<Arc<Q::Answer>> {
    answer.map(|answer| Arc::clone(&answer.value))
}

#[cfg(test)]
mod tests;
