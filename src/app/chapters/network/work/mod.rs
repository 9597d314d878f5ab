//! What the chapter wants to know, each question in a file of its own.

mod costs;
mod explained;

pub use costs::{Cost, Costs, CostsOf};
pub use explained::{ArithmeticOf, Explained, InputsPaint, SHOWN, grid_of, laid_out, scale};
