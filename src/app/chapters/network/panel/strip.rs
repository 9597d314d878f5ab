//! The features that a linear layer reads, as a strip in their own order, each in the colour of its product: those of one map lie
//! together.

use egui::{Mesh, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{super::work::Explained, cells::outlined, cursor::Pointed};
use crate::{
    app::{
        say::Say,
        theme::{WITHIN, ink, magnification},
    },
    arithmetic::{Adding, Products},
    figures::Table,
    picture::{ColourMap, Scale},
    words::arithmetic as words,
};

/// So many features are seen one by one; of more each is only a dash.
const FEW: usize = 2000;

/// Shows it where weights are learned for features; answers the one under the pointer.
pub fn show(ui: &mut Ui, explained: &Explained, products: &Products, pointed: Pointed) -> Option<Pointed> {
    if products.adding != Adding::Weights || explained.strip.len() <= super::super::work::SHOWN {
        return None;
    }
    let count = explained.strip.len();
    let magnified = magnification(ui.style());
    let height = if count > FEW { 5.0 } else { 18.0 * magnified };
    let room = ui.available_width();
    let width = (room / count as f32).floor().clamp(3.0, 12.0 * magnified);
    let columns = ((room / width) as usize).max(1);
    let size = vec2(width * columns.min(count) as f32, (height + 1.0) * count.div_ceil(columns) as f32);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let said = ui.say(words::strip(count));
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
    let table = Table::new(ColourMap::signed(ui.visuals().dark_mode));
    let scale = Scale { low: -explained.scales[2].high, ..explained.scales[2] };
    let place = |index: usize| {
        let corner = pos2((index % columns) as f32 * width, (index / columns) as f32 * (height + 1.0));
        Rect::from_min_size(rect.min + corner.to_vec2(), vec2(width, height))
    };
    let mut mesh = Mesh::default();
    let mut lit = None;
    for (index, &[row, cell]) in explained.strip.iter().enumerate() {
        let Some((_, term)) = explained.cells.get(row).and_then(|cells| cells.get(cell)) else { continue };
        mesh.add_colored_rect(place(index).shrink2(vec2(0.5, 0.0)), ink(table.colour(&scale, term.product() as f32)));
        if row == pointed.row && Some(cell) == pointed.cell_of(explained) {
            lit = Some(index);
        }
    }
    ui.painter().add(mesh);
    let under = response.hover_pos().and_then(|pointer| {
        let [row, column] = [(pointer.y - rect.top()) / (height + 1.0), (pointer.x - rect.left()) / width].map(|at| at as usize);
        let index = row * columns + column;
        (column < columns && index < count).then_some(index)
    });
    if let Some(index) = under.or(lit) {
        outlined(ui.painter(), place(index));
    }
    response.on_hover_text(said);
    ui.add_space(WITHIN);
    under.and_then(|index| explained.strip.get(index)).map(|&[row, cell]| Pointed { row, cell: Some(cell), is_bias: false })
}
