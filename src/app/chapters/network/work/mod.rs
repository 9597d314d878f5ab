//! What the chapter wants to know, each question in a file of its own.

mod anatomy;
mod changed;
mod costs;
mod edges;
mod effective;
mod explained;
mod faces;
mod space;

pub use anatomy::{AnatomyOf, BESIDE, Given, Taken, Whose};
pub use changed::{ChangedOf, ChangedPass};
pub use costs::{Costs, CostsOf};
pub use edges::FlowOf;
pub use effective::EffectiveOf;
pub use explained::{ArithmeticOf, Explained, InputsPaint, MapsPaint, SHOWN, grid_of, laid_out, scale};
pub use faces::{BOXES, COLUMNS, FacesPaint, IN_BOX, SheetPaint};
pub use space::{PaintedPlane, PlanesOf, PlanesPaint, planes_of, wanted_maps};
