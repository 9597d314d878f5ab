//! Broken files: bytes cut off, changed and added, the same in every run. Whoever reads them may refuse them in one sentence, or
//! accept them; it may never panic.

use std::{
    fmt::Display,
    panic::{AssertUnwindSafe, catch_unwind},
};

use super::numbers::Numbers;

/// Files made from a whole one.
pub struct Damage {
    /// How many lengths it is cut to, spread evenly.
    pub cuts: usize,
    /// How many times one to four bytes are changed, or new ones are put in between or behind.
    pub changes: usize,
}

impl Damage {
    /// Hands each broken file to `read`, and checks what comes back.
    ///
    /// # Panics
    ///
    /// When `read` panics, or its error is not one line.
    pub fn check<T, E: Display>(&self, name: &str, whole: &[u8], mut read: impl FnMut(&[u8]) -> Result<T, E>) {
        let mut check = |bytes: &[u8], how: &str| match catch_unwind(AssertUnwindSafe(|| read(bytes).map(drop))) {
            Err(_) => panic!("{name}, {how}: a panic"),
            Ok(Err(failure)) => {
                let sentence = failure.to_string();
                assert!(!sentence.is_empty() && !sentence.contains('\n'), "{name}, {how}: {sentence:?}");
            }
            Ok(Ok(())) => {}
        };
        check(whole, "whole");
        for length in (0..whole.len()).step_by(whole.len().div_ceil(self.cuts).max(1)) {
            check(&whole[..length], &format!("cut to {length} bytes"));
        }
        let mut numbers = Numbers::new(whole.len() as u64);
        for round in 0..self.changes {
            let mut bytes = whole.to_vec();
            let byte =
                |numbers: &mut Numbers| if numbers.below(2) == 0 { numbers.below(256) as u8 } else { EXTREMES[numbers.below(4)] };
            // Headers say what follows: they are hit as often as all the rest.
            let place = |numbers: &mut Numbers| {
                let end = if numbers.below(2) == 0 { whole.len().min(64) } else { whole.len() };
                numbers.below(end.max(1)).min(whole.len())
            };
            let how = if round % 3 < 2 {
                for _ in 0..=numbers.below(4) {
                    let at = place(&mut numbers);
                    if let Some(changed) = bytes.get_mut(at) {
                        *changed = byte(&mut numbers);
                    }
                }
                "changed"
            } else {
                let at = if numbers.below(2) == 0 { whole.len() } else { place(&mut numbers) };
                let more: Vec<u8> = (0..=numbers.below(20)).map(|_| byte(&mut numbers)).collect();
                bytes.splice(at..at, more);
                "lengthened"
            };
            check(&bytes, &format!("{how} in round {round}"));
        }
    }
}

/// Bytes that end, begin or overflow something, in numbers and in text.
const EXTREMES: [u8; 4] = [0, 0xFF, 0x80, b'\n'];
