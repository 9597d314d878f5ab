//! The promises of background work, each checked against real threads.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    time::{Duration, Instant},
};

use super::*;
use crate::{
    network::Error,
    words::{Phrase, Words},
};

const PATIENCE: Duration = Duration::from_secs(20);

type Numbers = Jobs<&'static str, i32>;

/// Polls until every job has ended, and returns all that happened.
fn drain(jobs: &Numbers) -> Vec<Event<&'static str, i32>> {
    let begin = Instant::now();
    let mut events = Vec::new();
    loop {
        let idle = jobs.all_idle();
        events.extend(jobs.poll());
        if idle {
            return events;
        }
        assert!(begin.elapsed() < PATIENCE, "the jobs never ended; so far: {events:?}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn quiet() -> Numbers {
    Jobs::new(2, || ())
}

/// Work that runs until it is cancelled, saying so when it begins.
fn endless(began: mpsc::Sender<()>) -> impl FnOnce(&Reporter<i32>) -> Result<i32, Error> + Send + 'static {
    move |reporter| {
        began.send(()).unwrap();
        loop {
            reporter.control().check()?;
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

#[test]
fn an_answer_arrives_with_the_name_of_its_request() {
    let jobs = quiet();
    let id = jobs.start(Request::new("double", Phrase::verbatim("Doubling")), |_| Ok::<_, Error>(2 * 21));
    assert_eq!(drain(&jobs), [Event { key: "double", job: id, outcome: Outcome::Done(42) }]);
    assert!(jobs.is_idle(&"double"));
}

#[test]
fn the_thread_is_named_after_the_seat() {
    let jobs: Jobs<&str, Option<String>> = quiet_names();
    jobs.start(Request::new("predict", Phrase::verbatim("")), |_| {
        Ok::<_, Error>(std::thread::current().name().map(str::to_owned))
    });
    while !jobs.all_idle() {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(jobs.poll()[0].outcome, Outcome::Done(Some("\"predict\"".to_owned())));
}

fn quiet_names() -> Jobs<&'static str, Option<String>> {
    Jobs::new(2, || ())
}

#[test]
fn the_latest_request_wins() {
    let jobs = quiet();
    let (began, has_begun) = mpsc::channel();
    let first = jobs.start(Request::new("map", Phrase::verbatim("first")), endless(began));
    has_begun.recv_timeout(PATIENCE).unwrap();
    let waiting: Vec<JobId> = (0..5)
        .map(|number| jobs.start(Request::new("map", Phrase::verbatim("waiting")), move |_| Ok::<_, Error>(number)))
        .collect();
    let events = drain(&jobs);
    let answers: Vec<_> = events.iter().filter(|event| event.outcome != Outcome::Cancelled).collect();
    assert_eq!(answers, [&Event { key: "map", job: waiting[4], outcome: Outcome::Done(4) }]);
    let mut ended: Vec<JobId> = events.iter().map(|event| event.job).collect();
    ended.sort();
    assert_eq!(ended, [&[first][..], &waiting[..]].concat(), "every job ends exactly once");
}

#[test]
fn an_answer_that_nobody_polled_is_withdrawn_by_a_later_question() {
    let jobs = quiet();
    let old = jobs.start(Request::new("map", Phrase::verbatim("")), |_| Ok::<_, Error>(1));
    while !jobs.all_idle() {
        std::thread::sleep(Duration::from_millis(1));
    }
    let new = jobs.start(Request::new("map", Phrase::verbatim("")), |_| Ok::<_, Error>(2));
    let events = drain(&jobs);
    assert_eq!(events[0], Event { key: "map", job: old, outcome: Outcome::Cancelled });
    assert_eq!(events[1], Event { key: "map", job: new, outcome: Outcome::Done(2) });
}

#[test]
fn an_answer_never_arrives_after_a_later_question() {
    let jobs = quiet();
    let mut newest = None;
    for number in 0..300 {
        let id = jobs.start(Request::new("map", Phrase::verbatim("")), move |reporter| {
            reporter.partial(|| -number);
            Ok::<_, Error>(number)
        });
        assert!(newest < Some(id));
        newest = Some(id);
        if number % 3 == 0 {
            std::thread::sleep(Duration::from_micros(50));
        }
        for event in jobs.poll() {
            assert!(event.outcome == Outcome::Cancelled || Some(event.job) == newest, "{event:?} answers an older question");
        }
    }
    let last = drain(&jobs).pop().unwrap();
    assert_eq!((Some(last.job), last.outcome), (newest, Outcome::Done(299)));
}

#[test]
fn seats_do_not_disturb_each_other() {
    let jobs = quiet();
    let (began, has_begun) = mpsc::channel();
    jobs.start(Request::new("slow", Phrase::verbatim("A long one")), endless(began));
    has_begun.recv_timeout(PATIENCE).unwrap();
    jobs.start(Request::new("fast", Phrase::verbatim("")), |_| Ok::<_, Error>(7));
    while !jobs.is_idle(&"fast") {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(jobs.poll()[0].outcome, Outcome::Done(7));
    assert_eq!(jobs.running().iter().map(|status| status.title.clone()).collect::<Vec<_>>(), [Phrase::verbatim("A long one")]);
    jobs.cancel(&"slow");
    assert_eq!(drain(&jobs)[0].outcome, Outcome::Cancelled);
}

#[test]
fn cancelling_one_job_ends_it_and_forgets_none_of_another_seat() {
    let jobs = quiet();
    let (began, has_begun) = mpsc::channel();
    let id = jobs.start(Request::new("slow", Phrase::verbatim("")), endless(began.clone()));
    let other = jobs.start(Request::new("other", Phrase::verbatim("")), endless(began));
    has_begun.recv_timeout(PATIENCE).unwrap();
    has_begun.recv_timeout(PATIENCE).unwrap();
    jobs.cancel_job(id);
    let begin = Instant::now();
    while !jobs.is_idle(&"slow") {
        assert!(begin.elapsed() < PATIENCE);
    }
    let running = jobs.running();
    assert_eq!((running.len(), running[0].job, running[0].stopping), (1, other, false));
    jobs.cancel_all();
    let events = drain(&jobs);
    assert_eq!(events.iter().map(|event| event.job).collect::<Vec<_>>(), [id, other]);
    assert!(events.iter().all(|event| event.outcome == Outcome::Cancelled));
}

#[test]
fn a_panic_becomes_a_sentence_and_the_next_job_runs() {
    let jobs = quiet();
    jobs.start(Request::new("map", Phrase::verbatim("Grad-CAM")), |_| -> Result<i32, Error> {
        panic!("index {} is out of bounds", 7)
    });
    let failure = drain(&jobs).remove(0).outcome;
    let Outcome::Failed(failure) = failure else { panic!("{failure:?}") };
    assert_eq!(Words::ENGLISH.say(&failure), "Grad-CAM stopped unexpectedly: index 7 is out of bounds");
    jobs.start(Request::new("map", Phrase::verbatim("")), |_| Ok::<_, Error>(1));
    assert_eq!(drain(&jobs)[0].outcome, Outcome::Done(1));
}

#[test]
fn an_error_becomes_its_own_sentence() {
    let jobs = quiet();
    jobs.start(Request::new("map", Phrase::verbatim("")), |_| Err::<i32, _>(Phrase::verbatim("this network has no such layer")));
    assert_eq!(drain(&jobs)[0].outcome, Outcome::Failed(Phrase::verbatim("this network has no such layer")));
}

#[test]
fn progress_shows_in_the_list_and_wakes_at_most_thirty_times_a_second() {
    let wakes = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&wakes);
    let jobs: Numbers = Jobs::new(2, move || {
        counter.fetch_add(1, Ordering::SeqCst);
    });
    let (done, is_done) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    jobs.start(Request::new("map", Phrase::verbatim("Occlusion")), move |reporter| {
        let begin = Instant::now();
        for step in 0..20_000 {
            reporter.control().step(step, 20_000, &Phrase::verbatim("window 1"))?;
        }
        reporter.control().step(1, 2, &Phrase::verbatim("half of it"))?;
        done.send(begin.elapsed()).unwrap();
        may_go_on.recv_timeout(PATIENCE).unwrap();
        Ok::<_, Error>(0)
    });
    let spent = is_done.recv_timeout(PATIENCE).unwrap();
    let woken = wakes.load(Ordering::SeqCst);
    let allowed = spent.as_millis() as usize / REPORT_INTERVAL.as_millis() as usize + 1;
    assert!((1..=allowed).contains(&woken), "{woken} wakes in {spent:?}, allowed {allowed}");
    let status = &jobs.running()[0];
    assert_eq!((status.fraction, &status.step), (Some(0.5), &Some(Phrase::verbatim("half of it"))));
    assert_eq!(status.title, Phrase::verbatim("Occlusion"));
    assert!(status.elapsed >= spent);
    go_on.send(()).unwrap();
    drain(&jobs);
}

#[test]
fn partial_answers_come_before_the_answer_and_are_not_heaped_up() {
    let jobs = quiet();
    let (sent, was_sent) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let id = jobs.start(Request::new("map", Phrase::verbatim("")), move |reporter| {
        for number in 0..4 {
            reporter.partial(|| number);
            std::thread::sleep(REPORT_INTERVAL + Duration::from_millis(5));
        }
        sent.send(()).unwrap();
        may_go_on.recv_timeout(PATIENCE).unwrap();
        Ok::<_, Error>(100)
    });
    was_sent.recv_timeout(PATIENCE).unwrap();
    assert_eq!(jobs.poll(), [Event { key: "map", job: id, outcome: Outcome::Partial(3) }], "only the newest part waits");
    go_on.send(()).unwrap();
    assert_eq!(drain(&jobs), [Event { key: "map", job: id, outcome: Outcome::Done(100) }]);
}

#[test]
fn partial_answers_that_come_too_fast_are_not_even_made() {
    let jobs = quiet();
    let made = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&made);
    jobs.start(Request::new("map", Phrase::verbatim("")), move |reporter| {
        let begin = Instant::now();
        for number in 0..10_000 {
            reporter.partial(|| {
                counter.fetch_add(1, Ordering::SeqCst);
                number
            });
        }
        Ok::<_, Error>(begin.elapsed().as_millis() as i32)
    });
    let Outcome::Done(spent) = drain(&jobs).pop().unwrap().outcome else { panic!("no answer") };
    let allowed = spent as usize / REPORT_INTERVAL.as_millis() as usize + 1;
    assert!((1..=allowed).contains(&made.load(Ordering::SeqCst)));
}

#[test]
fn dropping_stops_the_work_waits_for_nothing_and_wakes_nobody() {
    let wakes = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&wakes);
    let jobs: Numbers = Jobs::new(2, move || {
        counter.fetch_add(1, Ordering::SeqCst);
    });
    let (began, has_begun) = mpsc::channel();
    let (stopped, has_stopped) = mpsc::channel();
    let work = endless(began);
    jobs.start(Request::new("slow", Phrase::verbatim("")), move |reporter| {
        let result = work(reporter);
        // A job may take its time to notice; nobody must wait for it.
        std::thread::sleep(Duration::from_millis(300));
        stopped.send(()).unwrap();
        result
    });
    jobs.start(Request::new("slow", Phrase::verbatim("never begins")), |_| -> Result<i32, Error> {
        panic!("a waiting job began after the end")
    });
    has_begun.recv_timeout(PATIENCE).unwrap();
    let begin = Instant::now();
    drop(jobs);
    assert!(begin.elapsed() < Duration::from_millis(200), "dropping took {:?}", begin.elapsed());
    let woken = wakes.load(Ordering::SeqCst);
    has_stopped.recv_timeout(PATIENCE).unwrap();
    std::thread::sleep(Duration::from_millis(20));
    assert_eq!(wakes.load(Ordering::SeqCst), woken);
}
