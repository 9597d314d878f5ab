//! What the desk keeps for one seat: what is wanted there, what is asked, how it ended, the answer, and earlier answers that may
//! be
//! wanted again.
//!
//! The one place where a type is found again behind `dyn`: [`typed`] and [`typed_mut`].

use std::{any::Any, sync::Arc};

use super::question::{About, Answer, Parcel, Question, Stamp};
use crate::{
    jobs::{JobId, Outcome, Priority},
    words::Phrase,
};

/// A seat with its type hidden.
pub trait AnyEntry: Any {
    /// Takes in what happened to a job; answers what is to be told of it.
    fn settle(&mut self, job: JobId, outcome: Outcome<Parcel>, number: u64) -> Option<What>;
    /// Keeps what runs or waits here from being asked again until somebody asks for it anew; answers the job.
    fn stop(&mut self) -> Option<JobId>;
    /// Whether it ends when a person stops everything.
    fn can_stop(&self) -> bool;
    /// Whether the work was started by this job.
    fn is_asked_by(&self, job: JobId) -> bool;
    /// Whether it is about something that is closed.
    fn is_about(&self, closed: &About) -> bool;
    /// Whether work for it runs or waits.
    fn is_busy(&self) -> bool;
    /// The same, unless nobody waits for questions of its type.
    fn is_awaited(&self) -> bool;
    /// Whether whoever asks shows why there is no answer.
    fn shows_failure(&self) -> bool;
    /// Whether a person can hold its work.
    fn can_pause(&self) -> bool;
    /// When the earlier answer that was wanted longest ago was wanted last, if there is one.
    fn oldest(&self) -> Option<u64>;
    /// Forgets that answer.
    fn drop_oldest(&mut self);
    /// Bytes that earlier answers hold.
    fn bytes(&self) -> usize;
}

/// What happened at a seat.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A first part of an answer arrived.
    Partial,
    /// An answer arrived.
    Whole,
    /// There is no answer, for this reason.
    Failed(Phrase),
    /// A person stopped it.
    Stopped,
}

/// How a question ended without a whole answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Ending {
    /// For this reason.
    Failed(Phrase),
    /// A person stopped it.
    Stopped,
}

/// A seat.
pub struct Entry<Q: Question> {
    /// What is asked for now.
    pub wanted: Option<Q>,
    /// What is being answered.
    pub asked: Option<(Q, JobId)>,
    /// What is not asked again by itself.
    pub ended: Option<(Q, Ending)>,
    /// The last answer.
    pub answer: Option<Answer<Q>>,
    earlier: Vec<Kept<Q>>,
}

struct Kept<Q: Question> {
    answer: Answer<Q>,
    bytes: usize,
    used: u64,
}

impl<Q: Question> Default for Entry<Q> {
    fn default() -> Self {
        Self { wanted: None, asked: None, ended: None, answer: None, earlier: Vec::new() }
    }
}

impl<Q: Question> Entry<Q> {
    /// Says what is wanted now, and judges the answer by it.
    pub fn want(&mut self, question: Option<Q>) {
        if let Some(answer) = &mut self.answer {
            answer.is_fresh = question.as_ref() == Some(&answer.question);
        }
        // What was stopped may be asked again once something else was wanted.
        if self.ended.as_ref().is_some_and(|(ended, _)| question.as_ref() != Some(ended)) && question.is_some() {
            self.ended = None;
        }
        self.wanted = question;
    }

    /// Whether the work that goes on answers something else.
    pub fn is_outdated(&self) -> bool {
        self.asked.as_ref().is_some_and(|(asked, _)| self.wanted.as_ref() != Some(asked))
    }

    /// Whether nothing need be started for what is wanted.
    pub fn rests(&self) -> bool {
        let Some(wanted) = &self.wanted else { return true };
        let is_answered = self.answer.as_ref().is_some_and(|answer| answer.is_fresh && answer.is_whole);
        let is_asked = self.asked.as_ref().is_some_and(|(asked, _)| asked == wanted);
        is_answered || is_asked || self.ended.as_ref().is_some_and(|(ended, _)| ended == wanted)
    }

    /// Brings an earlier answer to what is wanted back, if there is one; `used` is now.
    pub fn recall(&mut self, used: u64) -> bool {
        let Some(wanted) = &self.wanted else { return false };
        let Some(kept) = self.earlier.iter_mut().find(|kept| kept.answer.question == *wanted) else { return false };
        kept.used = used;
        self.answer = Some(Answer { is_fresh: true, ..kept.answer.clone() });
        true
    }

    fn keep(&mut self, answer: Answer<Q>, used: u64) {
        let bytes = Q::bytes(&answer.value);
        if bytes > 0 {
            self.earlier.retain(|kept| kept.answer.question != answer.question);
            self.earlier.push(Kept { answer, bytes, used });
        }
    }

    fn questions(&self) -> impl Iterator<Item = &Q> {
        let asked = self.asked.as_ref().map(|(question, _)| question);
        let answered = self.answer.as_ref().map(|answer| &answer.question);
        let earlier = self.earlier.iter().map(|kept| &kept.answer.question);
        self.wanted.iter().chain(asked).chain(answered).chain(earlier)
    }

    fn take_in(&mut self, parcel: Parcel, is_whole: bool, number: u64) -> bool {
        let (Some((question, _)), Ok(value)) = (&self.asked, parcel.downcast::<Q::Answer>()) else { return false };
        let is_fresh = self.wanted.as_ref() == Some(question);
        let stamp = Stamp { number, about: question.about() };
        let answer = Answer { question: question.clone(), value: Arc::from(value), is_whole, is_fresh, stamp };
        if is_whole {
            self.keep(answer.clone(), number);
        }
        self.answer = Some(answer);
        true
    }
}

impl<Q: Question> AnyEntry for Entry<Q> {
    fn settle(&mut self, job: JobId, outcome: Outcome<Parcel>, number: u64) -> Option<What> {
        if !self.is_asked_by(job) {
            return None;
        }
        match outcome {
            Outcome::Partial(parcel) => self.take_in(parcel, false, number).then_some(What::Partial),
            Outcome::Done(parcel) => {
                let arrived = self.take_in(parcel, true, number);
                // It was done before it noticed that it should stop.
                self.asked = None;
                self.ended = None;
                arrived.then_some(What::Whole)
            }
            Outcome::Failed(sentence) => {
                let (question, _) = self.asked.take()?;
                self.ended = Some((question, Ending::Failed(sentence.clone())));
                Some(What::Failed(sentence))
            }
            Outcome::Cancelled => {
                let (question, _) = self.asked.take()?;
                let was_stopped = self.ended.as_ref().is_some_and(|(ended, _)| *ended == question);
                was_stopped.then_some(What::Stopped)
            }
        }
    }

    fn stop(&mut self) -> Option<JobId> {
        let (question, job) = self.asked.as_ref()?;
        self.ended = Some((question.clone(), Ending::Stopped));
        Some(*job)
    }

    fn can_stop(&self) -> bool {
        Q::CONDUCT.can_stop
    }

    fn is_asked_by(&self, job: JobId) -> bool {
        self.asked.as_ref().is_some_and(|(_, asked)| *asked == job)
    }

    fn is_about(&self, closed: &About) -> bool {
        self.questions().any(|question| {
            let about = question.about();
            (closed.model.is_some() && about.model == closed.model) || (closed.folder.is_some() && about.folder == closed.folder)
        })
    }

    fn is_busy(&self) -> bool {
        self.asked.is_some()
    }

    fn is_awaited(&self) -> bool {
        self.is_busy() && Q::CONDUCT.priority == Priority::OnScreen
    }

    fn shows_failure(&self) -> bool {
        Q::CONDUCT.shows_failure
    }

    fn can_pause(&self) -> bool {
        Q::CONDUCT.can_pause
    }

    fn oldest(&self) -> Option<u64> {
        self.earlier.iter().map(|kept| kept.used).min()
    }

    fn drop_oldest(&mut self) {
        if let Some(oldest) = self.oldest() {
            self.earlier.retain(|kept| kept.used != oldest);
        }
    }

    fn bytes(&self) -> usize {
        self.earlier.iter().map(|kept| kept.bytes).sum()
    }
}

/// The seat with its type.
pub fn typed<Q: Question>(entry: &dyn AnyEntry) -> Option<&Entry<Q>> {
    (entry as &dyn Any).downcast_ref()
}

/// The same, to be changed.
pub fn typed_mut<Q: Question>(entry: &mut dyn AnyEntry) -> Option<&mut Entry<Q>> {
    (entry as &mut dyn Any).downcast_mut()
}
