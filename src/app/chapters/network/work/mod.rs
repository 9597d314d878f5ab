//! What the chapter wants to know, each question in a file of its own.

mod changed;
mod costs;
mod explained;

pub use changed::{ChangedOf, ChangedPass};
pub use costs::{Cost, Costs, CostsOf};
pub use explained::{ArithmeticOf, Explained, InputsPaint, MapsPaint, SHOWN, grid_of, laid_out, scale};
