//! The columns beside the chapter: what goes in on the left, what is selected on the right. They name no chapter.

mod layers;
pub mod left;
pub mod unit;
