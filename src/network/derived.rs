//! What methods make of a network and want to find again, such as its layers with other weights: kept beside the engine, within
//! bounds, as long as the engine lives.

use std::{
    any::Any,
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Numbers that are kept at most (96 MiB; a layer that kernels packed for both directions takes three times as much).
const MOST: usize = 24 << 20;

/// Things by name, of one group at a time.
#[derive(Default)]
pub struct Derived(Mutex<Group>);

#[derive(Default)]
struct Group {
    name: String,
    things: HashMap<String, Arc<dyn Any + Send + Sync>>,
    numbers: usize,
}

impl Derived {
    /// The thing of a name in a group; made if it is not there. Kept while it and what is there of its group are not larger
    /// than 24 million numbers; another group's things go, whether or not this one can be kept.
    pub fn find<T: Any + Send + Sync, E>(
        &self,
        group: &str,
        name: &str,
        numbers: usize,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = |kept: &Group| (kept.name == group).then(|| kept.things.get(name).cloned()).flatten();
        if let Some(Ok(thing)) = known(&lock()).map(Arc::downcast) {
            return Ok(thing);
        }
        let made = Arc::new(make()?);
        let mut kept = lock();
        if kept.name != group {
            *kept = Group { name: group.to_owned(), ..Group::default() };
        }
        if kept.numbers + numbers <= MOST && !kept.things.contains_key(name) {
            kept.numbers += numbers;
            kept.things.insert(name.to_owned(), made.clone());
        }
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(derived: &Derived, group: &str, name: &str, numbers: usize, value: u32) -> u32 {
        *derived.find::<u32, ()>(group, name, numbers, || Ok(value)).unwrap()
    }

    #[test]
    fn what_was_made_is_found_again_until_another_group_comes() {
        let derived = Derived::default();
        assert_eq!(find(&derived, "a", "x", 1, 1), 1);
        assert_eq!(find(&derived, "a", "x", 1, 2), 1);
        assert_eq!(find(&derived, "a", "y", 1, 3), 3);
        assert_eq!(find(&derived, "b", "x", 1, 4), 4);
        assert_eq!(find(&derived, "a", "x", 1, 5), 5, "made room");
    }

    #[test]
    fn what_is_too_large_is_made_anew_and_failures_are_not_kept() {
        let derived = Derived::default();
        assert_eq!(find(&derived, "a", "x", MOST, 1), 1);
        assert_eq!(find(&derived, "a", "y", 1, 2), 2);
        assert_eq!(find(&derived, "a", "y", 1, 3), 3);
        assert_eq!(find(&derived, "a", "x", MOST, 4), 1);
        assert_eq!(derived.find::<u32, &str>("b", "x", 1, || Err("no")), Err("no"));
        assert_eq!(find(&derived, "a", "x", MOST, 5), 1, "a failure makes no room");
    }
}
