//! Reading ahead: while one batch of pictures is worked on, the next one is read and prepared.
//!
//! Both share the thread pool, so no core waits for the disk, a decoder or a network as long as either has something to do,
//! and never more than two batches are in memory. Knows neither what is read nor what is done with it.

use std::ops::Range;

use rayon::prelude::*;

/// Pictures in a batch. More cost a network no less time per picture (measured with GoogLeNet), only more memory.
pub const BATCH: usize = 8;

/// A list that is read batch by batch, in order.
pub struct ReadAhead<T, R> {
    count: usize,
    read: R,
    /// The batch that was read last, and where it begins.
    next: Vec<T>,
    first: usize,
}

impl<T: Send, R: Fn(usize) -> T + Sync> ReadAhead<T, R> {
    /// A list of `count` things; `read` gets each one's number. What cannot be read is a value like any other, so that it is
    /// handed over in its place.
    pub fn new(count: usize, read: R) -> Self {
        Self { count, read, next: Vec::new(), first: 0 }
    }

    /// Hands the next batch and the number of its first thing to `work`, and reads the batch behind it meanwhile. `None` once
    /// all are done.
    pub fn batch<V: Send>(&mut self, work: impl FnOnce(usize, Vec<T>) -> V + Send) -> Option<V> {
        if self.first >= self.count {
            return None;
        }
        let span = |first: usize| first..(first + BATCH).min(self.count);
        let (now, behind) = (span(self.first), span((self.first + BATCH).min(self.count)));
        let read = |span: Range<usize>| span.into_par_iter().map(&self.read).collect::<Vec<T>>();
        let batch = if self.first == 0 { read(now.clone()) } else { std::mem::take(&mut self.next) };
        let (next, answer) = rayon::join(|| read(behind), || work(now.start, batch));
        self.next = next;
        self.first = now.end;
        Some(answer)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn everything_comes_once_and_in_order() {
        for count in [0, 1, BATCH, BATCH + 1, 5 * BATCH - 1] {
            let read = AtomicUsize::new(0);
            let mut list = ReadAhead::new(count, |index| {
                read.fetch_add(1, Ordering::Relaxed);
                if index % 7 == 3 { Err(index) } else { Ok(index) }
            });
            let mut seen = Vec::new();
            while let Some((first, batch)) = list.batch(|first, batch| (first, batch)) {
                assert_eq!(first, seen.len());
                assert!(read.load(Ordering::Relaxed) <= first + 2 * BATCH, "no more than two batches are in memory");
                seen.extend(batch);
            }
            let expected: Vec<_> = (0..count).map(|index| if index % 7 == 3 { Err(index) } else { Ok(index) }).collect();
            assert_eq!((seen, read.into_inner()), (expected, count));
        }
    }

    #[test]
    fn who_stops_asking_stops_the_reading() {
        let read = AtomicUsize::new(0);
        let mut list = ReadAhead::new(1000, |_| read.fetch_add(1, Ordering::Relaxed));
        list.batch(|_, _| ());
        drop(list);
        assert_eq!(read.into_inner(), 2 * BATCH);
    }
}
