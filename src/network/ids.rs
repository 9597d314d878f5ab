//! Numbers that speak: which class and which channel is meant. Nodes have [`super::NodeId`].

use std::fmt;

macro_rules! number {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub usize);

        impl $name {
            /// The plain number.
            pub const fn index(self) -> usize {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number! {
    /// A class that a network tells apart: the place of its score among the scores.
    Class
}

number! {
    /// A channel of a layer's value: one map, or one number of a vector.
    Channel
}
