//! Names of what is open: each model, picture, folder and training gets one of its own that never comes again.

macro_rules! id {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u64);

        impl $name {
            /// One that was never given before.
            pub fn new() -> Self {
                Self(next())
            }

            /// As a number, for a seat of the desk of its own.
            pub fn number(self) -> usize {
                self.0 as usize
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }
    };
}

fn next() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

id! {
    /// An open model.
    ModelId
}

id! {
    /// A picture that is or was shown.
    PictureId
}

id! {
    /// An open folder of pictures.
    FolderId
}

id! {
    /// A training from its start to its last step.
    SessionId
}

id! {
    /// Something that is done once: opening, saving, asking for a path.
    ErrandId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_given_twice() {
        let names: Vec<PictureId> = (0..100).map(|_| PictureId::new()).collect();
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
