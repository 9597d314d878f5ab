//! What many methods have alike: a library's name, the seed of chance, the numbers of a value, and how a map is shown while it
//! grows.

/// The numbers of a value, in reading order.
pub use crate::network::numbers;

use super::{Convention, Map, Parameter, Result, Value};
use crate::{control::Control, words::Phrase};

pub const CAPTUM: Convention = Convention { id: "captum" };

pub const SEED: Parameter = Parameter::whole("seed", [0, 1_000_000], &Value::Whole(0));

/// A point of the straight way from one input to another, at a share of it.
pub fn between(from: &[f32], to: &[f32], share: f64) -> Vec<f32> {
    let one = |(&from, &to): (&f32, &f32)| (f64::from(from) + share * (f64::from(to) - f64::from(from))) as f32;
    from.iter().zip(to).map(one).collect()
}

/// A map is shown so often while it grows.
const SHOWN: usize = 64;

/// A map on its way: says how far it is, and shows it now and then.
pub struct Growth<'a> {
    control: &'a Control,
    observer: &'a mut dyn FnMut(&Map),
    total: usize,
    /// How far it is, in words.
    said: fn(usize, usize) -> Phrase,
    shown: Option<usize>,
}

impl<'a> Growth<'a> {
    /// A map of `total` steps.
    pub fn new(control: &'a Control, observer: &'a mut dyn FnMut(&Map), total: usize, said: fn(usize, usize) -> Phrase) -> Self {
        Self { control, observer, total, said, shown: None }
    }

    /// So many steps are done; `map` is what there is of it, where it is worth showing.
    ///
    /// # Errors
    /// Cancellation.
    pub fn reach(&mut self, done: usize, map: impl FnOnce() -> Result<Map>) -> Result<()> {
        let said = (self.said)(done, self.total);
        self.control.step(done, self.total, &said)?;
        let news = self.shown.is_none_or(|shown| (done - shown) * SHOWN >= self.total);
        if done < self.total && news {
            self.shown = Some(done);
            (self.observer)(&Map { trust: vec![said], done: done as f32 / self.total as f32, ..map()? });
        }
        Ok(())
    }
}
