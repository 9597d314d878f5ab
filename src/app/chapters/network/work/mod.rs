//! What the chapter wants to know, each question in a file of its own.

mod costs;
mod edges;
mod explained;
mod space;

pub use costs::{Cost, Costs, CostsOf};
pub use edges::FlowOf;
pub use explained::{ArithmeticOf, Explained, InputsPaint, SHOWN, grid_of, laid_out, scale};
pub use space::{PaintedPlane, PlanesOf, PlanesPaint, planes_of, wanted_maps};
