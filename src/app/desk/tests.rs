//! The promises of the desk, each checked against real threads.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use super::*;
use crate::{app::ids::ModelId, words::Phrase};

const PATIENCE: Duration = Duration::from_secs(20);

/// What a work reads in these tests: how often it began, and whether it may end.
#[derive(Clone, Default)]
struct Given {
    begun: Arc<AtomicUsize>,
    gate: Arc<AtomicUsize>,
}

const HOLD: usize = 1;

/// Twice a number; odd ones have no answer.
#[derive(Clone, Debug, PartialEq)]
struct Double {
    number: i32,
    model: Option<ModelId>,
}

impl Double {
    fn of(number: i32) -> Option<Self> {
        Some(Self { number, model: None })
    }
}

impl Question for Double {
    type Answer = i32;
    type Given = Given;
    type Error = Phrase;

    fn title(&self, _: &Given) -> Phrase {
        Phrase::verbatim(format!("Doubling {}", self.number))
    }

    fn about(&self) -> About {
        About { model: self.model, folder: None }
    }

    fn work(&self, given: Given, reporter: &Reporter<'_, i32>) -> Result<i32, Phrase> {
        given.begun.fetch_add(1, Ordering::SeqCst);
        reporter.partial(|| -1);
        while given.gate.load(Ordering::SeqCst) == HOLD {
            reporter.control().check()?;
            std::thread::sleep(Duration::from_millis(1));
        }
        if self.number % 2 == 1 { Err(Phrase::verbatim(format!("{} is odd", self.number))) } else { Ok(2 * self.number) }
    }

    fn bytes(_: &i32) -> usize {
        100
    }
}

/// Another type at the same seat.
#[derive(Clone, Debug, PartialEq)]
struct Name;

impl Question for Name {
    type Answer = String;
    type Given = ();
    type Error = Phrase;

    fn title(&self, (): &()) -> Phrase {
        Phrase::verbatim("Naming")
    }

    fn work(&self, (): (), _: &Reporter<'_, String>) -> Result<String, Phrase> {
        Ok("desk".to_owned())
    }
}

struct Bench {
    desk: Desk,
    given: Given,
    news: Vec<What>,
}

impl Bench {
    fn new() -> Self {
        Self { desk: Desk::new(|| ()), given: Given::default(), news: Vec::new() }
    }

    fn ask(&mut self, question: Option<Double>) {
        let given = self.given.clone();
        self.desk.ask(Seat::ONE, question, || Some(given));
    }

    fn receive(&mut self) {
        self.news.extend(self.desk.receive().into_iter().map(|news| news.what));
    }

    /// Asks every frame, as the window does, until something holds.
    fn ask_until(&mut self, question: Option<&Double>, what: &str, done: impl Fn(&Self) -> bool) {
        let begin = Instant::now();
        loop {
            self.ask(question.cloned());
            self.receive();
            if done(self) {
                return;
            }
            assert!(begin.elapsed() < PATIENCE, "never happened: {what}; news: {:?}", self.news);
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn settle(&mut self, question: Option<Double>) {
        self.ask_until(question.as_ref(), "it settles", |bench| bench.desk.is_settled());
        self.receive();
        self.ask(question);
    }

    fn begun(&self) -> usize {
        self.given.begun.load(Ordering::SeqCst)
    }

    fn hold(&self) {
        self.given.gate.store(HOLD, Ordering::SeqCst);
    }

    fn let_go(&self) {
        self.given.gate.store(0, Ordering::SeqCst);
    }

    fn answer(&self) -> Option<(i32, bool)> {
        self.desk.answer::<Double>(Seat::ONE).map(|answer| (*answer.value, answer.is_fresh))
    }
}

#[test]
fn every_type_has_seats_of_its_own_and_is_answered_once() {
    let mut bench = Bench::new();
    bench.desk.ask(Seat::ONE, Some(Name), || Some(()));
    bench.settle(Double::of(4));
    bench.settle(Double::of(4));
    assert_eq!((bench.answer(), bench.begun()), (Some((8, true)), 1));
    assert_eq!(*bench.desk.fresh::<Name>(Seat::ONE).unwrap().value, "desk");
    assert_eq!(bench.news.iter().filter(|what| **what == What::Whole).count(), 2);
}

#[test]
fn nothing_starts_before_there_is_something_to_read() {
    let mut bench = Bench::new();
    bench.desk.ask(Seat::ONE, Double::of(2), || None);
    assert!(bench.desk.is_settled());
    bench.settle(Double::of(2));
    assert_eq!(bench.answer(), Some((4, true)));
}

#[test]
fn the_latest_question_wins_and_the_earlier_answer_is_stale_until_then() {
    let mut bench = Bench::new();
    bench.settle(Double::of(2));
    bench.hold();
    bench.ask_until(Double::of(6).as_ref(), "six begins", |bench| bench.begun() == 2);
    bench.let_go();
    bench.settle(Double::of(8));
    assert_eq!(bench.answer(), Some((16, true)));
    bench.ask(None);
    assert_eq!(bench.answer(), Some((16, false)), "nobody wants it any more, but it can still be shown");
    assert!(bench.desk.fresh::<Double>(Seat::ONE).is_none());
}

#[test]
fn parts_of_an_answer_are_fresh_but_not_whole() {
    let mut bench = Bench::new();
    bench.hold();
    bench.ask_until(Double::of(2).as_ref(), "a part", |bench| bench.answer().is_some());
    let part = bench.desk.fresh::<Double>(Seat::ONE).unwrap();
    assert_eq!((*part.value, part.is_whole), (-1, false));
    bench.let_go();
    bench.settle(Double::of(2));
    assert!(bench.desk.fresh::<Double>(Seat::ONE).unwrap().is_whole);
}

#[test]
fn a_failure_is_told_once_and_not_tried_again_until_something_else_was_asked() {
    let mut bench = Bench::new();
    bench.settle(Double::of(3));
    bench.settle(Double::of(3));
    let failure = Phrase::verbatim("3 is odd");
    assert_eq!(bench.desk.ending::<Double>(Seat::ONE), Some(&Ending::Failed(failure.clone())));
    assert_eq!((bench.begun(), bench.news.iter().filter(|what| **what == What::Failed(failure.clone())).count()), (1, 1));
    bench.settle(Double::of(2));
    bench.settle(Double::of(3));
    assert_eq!(bench.begun(), 3);
}

#[test]
fn what_a_person_stopped_rests_until_it_is_asked_anew() {
    let mut bench = Bench::new();
    bench.hold();
    let question = Double::of(2);
    bench.ask_until(question.as_ref(), "it begins", |bench| bench.begun() == 1);
    bench.desk.stop_all();
    bench.settle(question.clone());
    assert_eq!(bench.desk.ending::<Double>(Seat::ONE), Some(&Ending::Stopped));
    assert_eq!((bench.begun(), bench.news.last()), (1, Some(&What::Stopped)));
    bench.let_go();
    bench.desk.resume::<Double>(Seat::ONE);
    bench.settle(question);
    assert_eq!((bench.begun(), bench.answer()), (2, Some((4, true))));
}

#[test]
fn a_question_that_comes_back_while_its_work_stops_is_asked_anew() {
    let mut bench = Bench::new();
    bench.hold();
    let question = Double::of(2);
    bench.ask_until(question.as_ref(), "it begins", |bench| bench.begun() == 1);
    bench.ask(None);
    bench.ask(question.clone());
    bench.let_go();
    bench.settle(question);
    assert_eq!((bench.begun(), bench.answer()), (2, Some((4, true))));
    assert!(!bench.news.contains(&What::Stopped), "nobody stopped anything: {:?}", bench.news);
}

#[test]
fn what_is_about_something_closed_is_forgotten_with_its_work() {
    let mut bench = Bench::new();
    let (closed, open) = (ModelId::new(), ModelId::new());
    bench.settle(Some(Double { number: 2, model: Some(closed) }));
    bench.desk.forget(&About { model: Some(open), folder: None });
    assert!(bench.answer().is_some());
    bench.desk.forget(&About { model: Some(closed), folder: None });
    assert!(bench.answer().is_none());
    bench.hold();
    bench.ask_until(Some(&Double { number: 4, model: Some(closed) }), "it begins", |bench| bench.begun() == 2);
    bench.desk.forget(&About { model: Some(closed), folder: None });
    let begin = Instant::now();
    while !bench.desk.is_settled() {
        assert!(begin.elapsed() < PATIENCE, "the work never ended");
        std::thread::sleep(Duration::from_millis(1));
    }
    bench.receive();
    assert!(bench.answer().is_none());
}

#[test]
fn an_earlier_answer_comes_back_without_work_until_its_room_is_needed() {
    let mut bench = Bench::new();
    bench.desk.kept_bytes = 250;
    for number in [2, 4, 2] {
        bench.settle(Double::of(number));
    }
    assert_eq!((bench.begun(), bench.answer()), (2, Some((4, true))), "two is found again");
    // Room for two: of two and four, four was wanted longer ago.
    bench.settle(Double::of(6));
    bench.settle(Double::of(2));
    assert_eq!(bench.begun(), 3);
    bench.settle(Double::of(4));
    assert_eq!(bench.begun(), 4);
}

#[test]
fn seats_of_one_type_are_answered_side_by_side() {
    let mut desk = Desk::new(|| ());
    let given = Given::default();
    given.gate.store(HOLD, Ordering::SeqCst);
    for name in ["left", "right"] {
        desk.ask(Seat::named(name), Double::of(2), || Some(given.clone()));
    }
    let begin = Instant::now();
    while given.begun.load(Ordering::SeqCst) < 2 {
        assert!(begin.elapsed() < PATIENCE, "the second never began beside the first");
        std::thread::sleep(Duration::from_millis(1));
    }
    given.gate.store(0, Ordering::SeqCst);
    while !desk.is_settled() {
        desk.receive();
        std::thread::sleep(Duration::from_millis(1));
    }
    desk.receive();
    assert!(["left", "right"].iter().all(|name| desk.answer::<Double>(Seat::named(name)).is_some()));
}

#[test]
fn held_work_waits_and_goes_on() {
    let mut bench = Bench::new();
    bench.hold();
    let question = Double::of(2);
    bench.ask_until(question.as_ref(), "it runs", |bench| bench.desk.status::<Double>(Seat::ONE).is_some());
    let job = bench.desk.status::<Double>(Seat::ONE).unwrap().job;
    bench.desk.pause(job, true);
    bench.ask_until(question.as_ref(), "it is held", |bench| {
        bench.desk.status::<Double>(Seat::ONE).is_some_and(|status| status.paused)
    });
    bench.desk.pause(job, false);
    bench.let_go();
    bench.settle(question);
    assert_eq!(bench.answer(), Some((4, true)));
}
