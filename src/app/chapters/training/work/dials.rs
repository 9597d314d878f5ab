//! What a person turns while a network trains: slow motion, the learning rate, what is looked at, pause. The one place where they
//! stand: the panel shows them, and the thread that trains reads them between two steps.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::control::Cancel;

/// The dials as they stand.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Setting {
    /// Multiplies the recipe's learning rate.
    pub learning_rate: f32,
    /// Whether to wait after every step, so that each is seen.
    pub slow: bool,
    /// The layer whose maps are shown, by its title; the first one if `None` or unknown.
    pub layer: Option<String>,
    /// The number of the held-out picture whose maps are shown.
    pub example: usize,
}

impl Default for Setting {
    fn default() -> Self {
        Self { learning_rate: 1.0, slow: false, layer: None, example: 0 }
    }
}

/// Dials that two threads hold.
#[derive(Debug, Default)]
pub struct Dials {
    setting: Mutex<Setting>,
    pause: Mutex<Cancel>,
}

impl Dials {
    /// The dials as they stand.
    pub fn setting(&self) -> Setting {
        locked(&self.setting).clone()
    }

    /// Turns them.
    pub fn turn(&self, setting: Setting) {
        *locked(&self.setting) = setting;
    }

    /// Asks for a pause after the step that is being done.
    pub fn pause(&self) {
        locked(&self.pause).cancel();
    }

    /// Forgets an earlier wish to pause; answers the flag of the next one.
    pub fn go_on(&self) -> Cancel {
        let fresh = Cancel::default();
        *locked(&self.pause) = fresh.clone();
        fresh
    }
}

/// The value behind a lock; a panic cannot have left it half-changed.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_holds_until_somebody_goes_on() {
        let dials = Dials::default();
        let first = dials.go_on();
        dials.pause();
        assert!(first.is_cancelled());
        let second = dials.go_on();
        assert!(!second.is_cancelled() && first.is_cancelled());
    }
}
