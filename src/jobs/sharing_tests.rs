//! The promises about sharing the machine, each checked against real threads: pause and resume, what is on screen first, turns
//! among equals, a bounded number at work.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    time::{Duration, Instant},
};

use super::*;
use crate::{control::Cancelled, words::Phrase};

const PATIENCE: Duration = Duration::from_secs(20);

type Numbers = Jobs<&'static str, usize>;

fn until(what: &str, done: impl Fn() -> bool) {
    let begin = Instant::now();
    while !done() {
        assert!(begin.elapsed() < PATIENCE, "never happened: {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Work that counts its steps until it is told to end.
fn counting(
    steps: &Arc<AtomicUsize>,
    end: &Arc<AtomicUsize>,
) -> impl FnOnce(&Reporter<usize>) -> Result<usize, Cancelled> + Send + 'static {
    let (steps, end) = (Arc::clone(steps), Arc::clone(end));
    move |reporter| {
        while end.load(Ordering::SeqCst) == 0 {
            reporter.control().check()?;
            steps.fetch_add(1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(steps.load(Ordering::SeqCst))
    }
}

fn background(key: &'static str) -> Request<&'static str> {
    Request { priority: Priority::Background, ..Request::new(key, Phrase::verbatim(key)) }
}

#[test]
fn a_paused_job_rests_and_goes_on_where_it_was() {
    let jobs = Numbers::new(2, || ());
    let (steps, end) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let id = jobs.start(Request::new("index", Phrase::verbatim("Indexing")), counting(&steps, &end));
    until("the first steps", || steps.load(Ordering::SeqCst) > 5);
    jobs.pause(id);
    until("it says so", || jobs.running()[0].paused);
    until("it rests", || {
        let before = steps.load(Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(20));
        steps.load(Ordering::SeqCst) == before
    });
    let rested = steps.load(Ordering::SeqCst);
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(steps.load(Ordering::SeqCst), rested);
    assert!(!jobs.is_idle(&"index"));
    jobs.resume(id);
    until("it goes on", || steps.load(Ordering::SeqCst) > rested + 5);
    end.store(1, Ordering::SeqCst);
    until("it ends", || jobs.all_idle());
    assert!(matches!(jobs.poll()[..], [Event { outcome: Outcome::Done(_), .. }]));
}

#[test]
fn a_paused_job_can_be_cancelled_and_one_that_waits_does_not_begin_while_it_is_paused() {
    let jobs = Numbers::new(2, || ());
    let (steps, end) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let id = jobs.start(Request::new("index", Phrase::verbatim("")), counting(&steps, &end));
    until("the first steps", || steps.load(Ordering::SeqCst) > 0);
    jobs.pause(id);
    until("it is paused", || jobs.running()[0].paused);
    let lane = Lane::narrow("one");
    let first = jobs.start(Request { lane, ..Request::new("first", Phrase::verbatim("")) }, counting(&steps, &end));
    let second = jobs.start(Request { lane, ..Request::new("second", Phrase::verbatim("")) }, |_| Ok::<_, Cancelled>(2));
    jobs.pause(second);
    jobs.cancel_job(first);
    jobs.cancel_job(id);
    until("both end", || jobs.is_idle(&"index") && jobs.is_idle(&"first"));
    assert!(!jobs.is_idle(&"second"));
    jobs.resume(second);
    until("the second is done", || jobs.all_idle());
    assert_eq!(jobs.poll().last().unwrap().outcome, Outcome::Done(2));
}

#[test]
fn what_is_on_screen_goes_before_the_background_even_when_every_share_is_taken() {
    let jobs = Numbers::new(2, || ());
    let steps: Vec<_> = (0..2).map(|_| Arc::new(AtomicUsize::new(0))).collect();
    let end = Arc::new(AtomicUsize::new(0));
    for (key, steps) in ["one", "two"].into_iter().zip(&steps) {
        jobs.start(background(key), counting(steps, &end));
    }
    until("both work", || steps.iter().all(|steps| steps.load(Ordering::SeqCst) > 3));
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let (sent, begun) = mpsc::channel();
    let looked_at = move |_: &Reporter<usize>| {
        sent.send(()).unwrap();
        may_go_on.recv_timeout(PATIENCE).unwrap();
        Ok::<_, Cancelled>(7)
    };
    jobs.start(Request::new("map", Phrase::verbatim("Painting")), looked_at);
    begun.recv_timeout(PATIENCE).expect("it begins though both shares were taken");
    // One of the two stepped aside; the other works on.
    let before: Vec<usize> = steps.iter().map(|steps| steps.load(Ordering::SeqCst)).collect();
    std::thread::sleep(Duration::from_millis(60));
    let moved = steps.iter().zip(&before).filter(|(steps, before)| steps.load(Ordering::SeqCst) > **before + 1).count();
    assert_eq!(moved, 1);
    go_on.send(()).unwrap();
    until("both work again", || steps.iter().zip(&before).all(|(steps, before)| steps.load(Ordering::SeqCst) > before + 60));
    end.store(1, Ordering::SeqCst);
    until("all end", || jobs.all_idle());
}

#[test]
fn equals_take_turns_and_no_more_work_than_there_are_shares() {
    let jobs = Numbers::new(2, || ());
    let at_work = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let end = Arc::new(AtomicUsize::new(0));
    let steps: Vec<_> = (0..5).map(|_| Arc::new(AtomicUsize::new(0))).collect();
    for (key, steps) in ["a", "b", "c", "d", "e"].into_iter().zip(&steps) {
        let (at_work, most, end, steps) = (Arc::clone(&at_work), Arc::clone(&most), Arc::clone(&end), Arc::clone(steps));
        jobs.start(Request::new(key, Phrase::verbatim(key)), move |reporter| {
            while end.load(Ordering::SeqCst) == 0 {
                reporter.control().check()?;
                most.fetch_max(at_work.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                steps.fetch_add(1, Ordering::SeqCst);
                std::thread::sleep(Duration::from_millis(2));
                at_work.fetch_sub(1, Ordering::SeqCst);
            }
            Ok::<_, Cancelled>(0)
        });
    }
    until("each has had its turns", || steps.iter().all(|steps| steps.load(Ordering::SeqCst) > 80));
    assert!(most.load(Ordering::SeqCst) <= 2, "{most:?} worked at once");
    end.store(1, Ordering::SeqCst);
    until("all end", || jobs.all_idle());
}

#[test]
fn a_narrow_lane_works_off_its_jobs_by_rank() {
    let jobs = Numbers::new(4, || ());
    let order = Arc::new(Mutex::new(Vec::new()));
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let lane = Lane::narrow("methods");
    jobs.start(Request { lane, ..Request::new("first", Phrase::verbatim("")) }, move |_| {
        may_go_on.recv_timeout(PATIENCE).unwrap();
        Ok::<_, Cancelled>(0)
    });
    for (key, rank) in [("late", 3), ("soon", 1), ("next", 2)] {
        let order = Arc::clone(&order);
        jobs.start(Request { lane, rank, ..Request::new(key, Phrase::verbatim("")) }, move |_| {
            order.lock().unwrap().push(key);
            Ok::<_, Cancelled>(0)
        });
    }
    go_on.send(()).unwrap();
    until("all end", || jobs.all_idle());
    assert_eq!(*order.lock().unwrap(), ["soon", "next", "late"]);
}

#[test]
fn helpers_of_a_job_are_never_held() {
    let jobs = Numbers::new(2, || ());
    let (sent, was_sent) = mpsc::channel();
    let id = jobs.start(Request::new("pass", Phrase::verbatim("")), move |reporter| {
        let control = reporter.control();
        std::thread::scope(|scope| {
            let helper = scope.spawn(|| {
                let begin = Instant::now();
                while begin.elapsed() < Duration::from_millis(200) {
                    control.check().unwrap();
                }
                sent.send(()).unwrap();
            });
            helper.join().unwrap();
        });
        Ok::<_, Cancelled>(0)
    });
    jobs.pause(id);
    was_sent.recv_timeout(PATIENCE).expect("the helper was not held");
    jobs.resume(id);
    until("it ends", || jobs.all_idle());
}
