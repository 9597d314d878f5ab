//! The columns beside the chapter: what goes in on the left, what is selected on the right. They name no chapter.

mod answer;
mod layers;
pub mod left;
mod model;
mod picture;
pub mod rail;
pub mod unit;
pub mod width;
