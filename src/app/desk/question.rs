//! What a question is: a value that holds exactly what its answer depends on, beside the work that answers it.
//!
//! A new kind of question is a type that implements [`Question`]; there is no list of them anywhere.

use std::{any::TypeId, fmt, sync::Arc};

use crate::{
    app::ids::{FolderId, ModelId},
    control::Control,
    jobs::{self, Lane, Priority},
    words::Phrase,
};

/// A question that work in the background answers.
pub trait Question: Clone + PartialEq + Send + Sync + 'static {
    /// What the work makes.
    type Answer: Send + Sync + 'static;
    /// What the work reads beside the question: models, pictures, answers to other questions.
    type Given: Send + 'static;
    /// Why there is no answer, in one sentence.
    type Error: Into<Phrase> + 'static;

    /// How its work takes part in the sharing of the machine.
    const CONDUCT: Conduct = Conduct::ON_SCREEN;

    /// What is done, for people.
    fn title(&self, given: &Self::Given) -> Phrase;

    /// What it is about: when that is closed, the answer means nothing any more.
    fn about(&self) -> About {
        About::default()
    }

    /// Among questions of one lane the lowest rank is answered first.
    fn rank(&self, _given: &Self::Given) -> u32 {
        0
    }

    /// Answers it. Runs on a job's thread.
    ///
    /// # Errors
    /// One sentence for people; cancellation.
    fn work(&self, given: Self::Given, reporter: &Reporter<'_, Self::Answer>) -> Result<Self::Answer, Self::Error>;

    /// Bytes that a whole answer holds, if it is worth keeping for the case that the question comes back; 0 if it is not.
    fn bytes(_answer: &Self::Answer) -> usize {
        0
    }
}

/// How work takes part in the sharing of the machine, and what becomes of its failures.
#[derive(Clone, Copy, Debug)]
pub struct Conduct {
    /// What it does not run beside.
    pub lane: Lane,
    /// How much somebody waits for it.
    pub priority: Priority,
    /// Whether whoever asked shows why there is no answer; otherwise the bottom line says it.
    pub shows_failure: bool,
    /// Whether a person can hold it and let it go on.
    pub can_pause: bool,
    /// Whether it ends when a person stops everything: not the paint of what was answered before.
    pub can_stop: bool,
}

impl Conduct {
    /// Looked at; beside anything.
    pub const ON_SCREEN: Self =
        Self { lane: Lane::WIDE, priority: Priority::OnScreen, shows_failure: false, can_pause: false, can_stop: true };
    /// Paints what is known already.
    pub const PAINT: Self = Self { can_stop: false, ..Self::ON_SCREEN };
    /// Nobody waits for it: it steps aside for what is on screen.
    pub const BACKGROUND: Self = Self { priority: Priority::Background, can_pause: true, ..Self::ON_SCREEN };
    /// Waits for a person or a disk.
    pub const WAITING: Self = Self { lane: Lane::WAITING, ..Self::ON_SCREEN };
}

/// What a question is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The model.
    pub model: Option<ModelId>,
    /// The folder of pictures.
    pub folder: Option<FolderId>,
}

/// Which of several questions of one type: they are answered side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Seat {
    /// A name: the id of a method, for example.
    pub name: &'static str,
    /// A number.
    pub number: usize,
}

impl Seat {
    /// The only one.
    pub const ONE: Self = Self { name: "", number: 0 };

    /// The one of this name.
    pub const fn named(name: &'static str) -> Self {
        Self { name, number: 0 }
    }
}

/// A seat of a question's type.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    question: TypeId,
    name: &'static str,
    /// Which one.
    pub seat: Seat,
}

impl Key {
    /// The seat of a type.
    pub fn of<Q: Question>(seat: Seat) -> Self {
        Self { question: TypeId::of::<Q>(), name: std::any::type_name::<Q>(), seat }
    }

    /// Whether this is a seat of this type.
    pub fn is<Q: Question>(&self) -> bool {
        self.question == TypeId::of::<Q>()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name.rsplit("::").next().unwrap_or(self.name))?;
        match self.seat {
            Seat { name: "", number: 0 } => Ok(()),
            Seat { name, number: 0 } => write!(f, " {name}"),
            Seat { name, number } => write!(f, " {name}{number}"),
        }
    }
}

/// Different for every answer that arrived, so that a question about an answer's paint can say which answer it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub(super) number: u64,
    /// What the answer is about, and with it its paint.
    pub about: About,
}

/// A result together with its question.
pub struct Answer<Q: Question> {
    /// What it answers.
    pub question: Q,
    /// The result.
    pub value: Arc<Q::Answer>,
    /// Whether nothing is to be added to it.
    pub is_whole: bool,
    /// Whether this is what is asked now; a stale answer is shown greyed until its successor arrives.
    pub is_fresh: bool,
    /// Its name.
    pub stamp: Stamp,
}

impl<Q: Question> Clone for Answer<Q> {
    fn clone(&self) -> Self {
        Self { question: self.question.clone(), value: Arc::clone(&self.value), ..*self }
    }
}

/// What travels from a job to the desk.
pub(super) type Parcel = Box<dyn std::any::Any + Send>;

/// The line from work to the desk: the control to check and report to, and the way out for partial answers.
pub struct Reporter<'a, Answer> {
    inner: &'a jobs::Reporter<Parcel>,
    answer: std::marker::PhantomData<fn(Answer)>,
}

impl<'a, Answer: Send + 'static> Reporter<'a, Answer> {
    pub(super) fn new(inner: &'a jobs::Reporter<Parcel>) -> Self {
        Self { inner, answer: std::marker::PhantomData }
    }

    /// What a method checks for cancellation and reports its progress to.
    pub fn control(&self) -> &Control {
        self.inner.control()
    }

    /// Hands out a first part of the answer, at most about thirty times a second: sooner calls are skipped, and `make`, which may
    /// copy, is not run for them.
    pub fn partial(&self, make: impl FnOnce() -> Answer) {
        self.inner.partial(|| Box::new(make()));
    }
}
