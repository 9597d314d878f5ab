//! Loops shared by threads that stay awake from one loop to the next.
//!
//! A layer of a small network takes 50 microseconds; putting threads to sleep between layers and waking them takes as long.
//! During a [`pass`], the threads of the current rayon pool wait actively for the next loop. Each begins with a range of indices
//! of its own, the same in every loop of that length, so that a layer finds in its core's cache what the layer before has left
//! there, and then helps the others. Threads go back to the pool when no loop comes for a while, so that other work of the pool
//! goes on.

use std::{
    any::Any,
    cell::{Cell, RefCell, UnsafeCell},
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    thread::{self, ThreadId},
    time::{Duration, Instant},
};

use rayon::prelude::*;

use super::shared::Shared;

/// How long a thread waits for the next loop before it goes back to the pool.
const PATIENCE: Duration = Duration::from_micros(100);
/// Looks at the state between two looks at the clock.
const LOOKS: usize = 256;

thread_local! {
    /// The team whose pass this thread runs, unless one of its loops is running.
    static TEAM: RefCell<Option<Arc<Team>>> = const { RefCell::new(None) };
    /// Whether this thread runs a pass.
    static IN_PASS: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` on this thread; threads of the current rayon pool share the loops in it without sleeping in between.
///
/// With this thread they are as many as the pool has: to move into the pool would mean to wait until one of its threads wakes up.
pub fn pass<R>(work: impl FnOnce() -> R) -> R {
    if IN_PASS.get() || rayon::current_num_threads() == 1 {
        return work();
    }
    let _dismissal = Dismissal::begin();
    work()
}

/// Ends a pass, also when it panics.
struct Dismissal(Arc<Team>);

impl Dismissal {
    fn begin() -> Self {
        let team = Arc::new(Team::new());
        TEAM.set(Some(Arc::clone(&team)));
        IN_PASS.set(true);
        Self(team)
    }
}

impl Drop for Dismissal {
    fn drop(&mut self) {
        self.0.dismissed.store(true, SeqCst);
        TEAM.set(None);
        IN_PASS.set(false);
    }
}

/// Calls `work` for every index below `count`, in any order, on all threads.
pub(super) fn each(count: usize, work: impl Fn(usize) + Sync) {
    if count <= 1 || rayon::current_num_threads() == 1 {
        (0..count).for_each(work);
        return;
    }
    match TEAM.take() {
        Some(team) => {
            let again = PutBack(Some(Arc::clone(&team)));
            team.run(count, &work);
            drop(again);
        }
        None => (0..count).into_par_iter().for_each(&work),
    }
}

/// Gives the thread its team back after a loop, also when that panics.
struct PutBack(Option<Arc<Team>>);

impl Drop for PutBack {
    fn drop(&mut self) {
        TEAM.set(self.0.take());
    }
}

/// Calls `work(index, chunk)` for every chunk of `length` values; the last may be shorter.
pub(super) fn chunks<T: Send>(values: &mut [T], length: usize, work: impl Fn(usize, &mut [T]) + Sync) {
    let (total, length) = (values.len(), length.max(1));
    let values = Shared::new(values);
    each(total.div_ceil(length), |index| {
        let start = index * length;
        let count = length.min(total - start);
        // SAFETY: inside of `values`; every index has a chunk of its own.
        work(index, unsafe { std::slice::from_raw_parts_mut(values.start().add(start), count) });
    });
}

/// A loop's body, with its lifetime erased: [`Team::run`] returns only when nobody holds it any more.
#[derive(Clone, Copy)]
struct Loop {
    count: usize,
    work: &'static (dyn Fn(usize) + Sync),
}

/// A number in a cache line of its own.
#[repr(align(128))]
struct Counter(AtomicUsize);

/// The threads that share the loops of one pass.
struct Team {
    owner: ThreadId,
    /// Odd while a loop is open; grows by one whenever a loop opens or closes.
    state: AtomicUsize,
    /// The open loop. Written by the owner while no loop is open and nobody is `active`.
    open: UnsafeCell<Option<Loop>>,
    /// The next index in each thread's range of the open loop.
    next: Vec<Counter>,
    /// Threads beside the owner that may be looking at `open`.
    active: AtomicUsize,
    /// Threads that wait for loops, or will when the pool has time; the owner is the first.
    invited: Vec<AtomicBool>,
    dismissed: AtomicBool,
    /// What a helper panicked with.
    panic: Mutex<Option<Box<dyn Any + Send>>>,
}

// SAFETY: `open` is written by the owner alone, while `state` is even and `active` is 0; a helper reads it after it has raised
// `active` and found `state` odd. All of these are sequentially consistent, so that either the helper sees the loop closed or the
// owner sees the helper.
unsafe impl Sync for Team {}

impl Team {
    fn new() -> Self {
        let threads = rayon::current_num_threads();
        Self {
            owner: thread::current().id(),
            state: AtomicUsize::new(0),
            open: UnsafeCell::new(None),
            next: (0..threads).map(|_| Counter(AtomicUsize::new(0))).collect(),
            active: AtomicUsize::new(0),
            invited: (0..threads).map(|thread| AtomicBool::new(thread == 0)).collect(),
            dismissed: AtomicBool::new(false),
            panic: Mutex::default(),
        }
    }

    /// Runs a loop; only the owner calls this.
    fn run(self: &Arc<Self>, count: usize, work: &(dyn Fn(usize) + Sync)) {
        // SAFETY: the reference outlives its use: `Closing` waits until no helper looks at it, also when a body panics.
        let work: &'static (dyn Fn(usize) + Sync) = unsafe { std::mem::transmute(work) };
        // SAFETY: no loop is open and no helper active, as the `Closing` of the loop before has seen.
        unsafe { *self.open.get() = Some(Loop { count, work }) };
        for (thread, next) in self.next.iter().enumerate() {
            next.0.store(self.start(thread, count), SeqCst);
        }
        self.state.fetch_add(1, SeqCst);
        let closing = Closing(self);
        self.invite();
        self.take_indices(0, Loop { count, work });
        drop(closing);
        let panic = self.panic.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(panic) = panic {
            resume_unwind(panic);
        }
    }

    /// Where a thread's range of a loop begins.
    fn start(&self, thread: usize, count: usize) -> usize {
        thread * count / self.next.len()
    }

    /// Asks the pool for the threads that are missing.
    fn invite(self: &Arc<Self>) {
        for (thread, invited) in self.invited.iter().enumerate() {
            if !invited.load(SeqCst) && !invited.swap(true, SeqCst) {
                let team = Arc::clone(self);
                rayon::spawn(move || team.help(thread));
            }
        }
    }

    /// Runs the indices of a thread's range, then what is left of the others'.
    fn take_indices(&self, thread: usize, Loop { count, work }: Loop) {
        let threads = self.next.len();
        for range in (thread..threads).chain(0..thread) {
            let (next, end) = (&self.next[range].0, self.start(range + 1, count));
            while next.load(SeqCst) < end {
                let index = next.fetch_add(1, SeqCst);
                if index < end {
                    work(index);
                }
            }
        }
    }

    /// Takes part in loops until none comes for a while or the pass ends.
    fn help(&self, thread: usize) {
        let mut last = 0;
        let mut waiting = Instant::now();
        // The owner itself may find the invitation while it waits for other work of the pool.
        while thread::current().id() != self.owner {
            let state = (0..LOOKS).find_map(|_| {
                let state = self.state.load(SeqCst);
                if state % 2 == 1 && state != last {
                    return Some(state);
                }
                std::hint::spin_loop();
                None
            });
            if let Some(state) = state {
                self.join(thread, state);
                last = state;
                waiting = Instant::now();
            } else if self.dismissed.load(SeqCst) || waiting.elapsed() > PATIENCE {
                break;
            } else {
                // Where threads outnumber processors the owner may be waiting for this one.
                thread::yield_now();
            }
        }
        self.invited[thread].store(false, SeqCst);
    }

    /// Shares the loop that `state` stands for, if it is still open.
    fn join(&self, thread: usize, state: usize) {
        self.active.fetch_add(1, SeqCst);
        if self.state.load(SeqCst) == state {
            // SAFETY: the loop is open and this helper is active, so that the owner does not write and the body is alive.
            let open = unsafe { *self.open.get() };
            if let Some(open) = open {
                let outcome = catch_unwind(AssertUnwindSafe(|| self.take_indices(thread, open)));
                if let Err(panic) = outcome {
                    self.panic.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(panic);
                }
            }
        }
        self.active.fetch_sub(1, SeqCst);
    }
}

/// Closes a loop and waits for those who still take part in it.
struct Closing<'a>(&'a Team);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.state.fetch_add(1, SeqCst);
        let mut looks = 0;
        while self.0.active.load(SeqCst) > 0 {
            looks += 1;
            if looks % LOOKS == 0 {
                thread::yield_now();
            }
            std::hint::spin_loop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(loops: usize, count: usize) {
        for _ in 0..loops {
            let seen: Vec<AtomicUsize> = (0..count).map(|_| AtomicUsize::new(0)).collect();
            each(count, |index| {
                seen[index].fetch_add(1, SeqCst);
            });
            assert!(seen.iter().all(|seen| seen.load(SeqCst) == 1));
        }
    }

    fn on(threads: usize, work: impl FnOnce() + Send) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(work);
    }

    #[test]
    fn every_index_once_inside_and_outside_of_a_pass() {
        for threads in [1, 2, 4] {
            on(threads, || {
                counts(10, 33);
                pass(|| counts(2000, 33));
                // After a pause longer than the helpers' patience, and beside other work of the pool.
                pass(|| {
                    counts(1, 5);
                    thread::sleep(2 * PATIENCE);
                    rayon::join(|| counts(3, 100), || counts(3, 100));
                    counts(1, 5);
                });
            });
        }
    }

    #[test]
    fn a_loop_in_a_loop_and_a_pass_in_a_pass_run_to_their_end() {
        on(3, || {
            let total = AtomicUsize::new(0);
            pass(|| {
                each(8, |_| {
                    pass(|| {
                        each(8, |_| {
                            total.fetch_add(1, SeqCst);
                        });
                    });
                });
            });
            assert_eq!(total.load(SeqCst), 64);
        });
    }

    #[test]
    fn passes_side_by_side() {
        on(2, || {
            rayon::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|_| pass(|| counts(300, 17)));
                }
            });
        });
    }

    #[test]
    fn a_panic_ends_the_loop_and_leaves_the_team_usable() {
        on(2, || {
            pass(|| {
                for failing in [0, 7, 99] {
                    let outcome = catch_unwind(AssertUnwindSafe(|| {
                        each(100, |index| {
                            assert_ne!(index, failing, "told to");
                            thread::yield_now();
                        });
                    }));
                    assert!(outcome.is_err());
                    counts(5, 20);
                }
            });
        });
    }

    #[test]
    fn chunks_cover_the_slice() {
        let mut values = vec![0; 103];
        on(2, || {
            pass(|| chunks(&mut values, 10, |index, chunk| chunk.fill(index + 1)));
        });
        assert!(values.iter().enumerate().all(|(place, value)| *value == place / 10 + 1));
    }
}
