//! The product under the cursor, its numbers as fields: which input, which weight, what they make, what part of the sum that is.
//! A number is changed here or by dragging its cell; everything behind it follows.

use egui::{DragValue, Response, Sense, TextStyle, Ui, vec2};

use super::{
    super::{
        command::changing,
        work::{ArithmeticOf, Explained},
    },
    boxes,
    places::place_name,
};
use crate::{
    app::{
        chapters::ChapterCommand,
        command::Command,
        desk::Answer,
        open::Loaded,
        say::Say,
        theme::{Theme, caption, magnification},
        view::View,
        widgets::{fit_to_width, localised, section},
    },
    arithmetic::{Adding, Place, Products, Term},
    words::{Phrase, Value, arithmetic as words},
};

/// So many points of a drag take a number through its whole scale.
const WHOLE_SCALE: f64 = 240.0;

/// What of a sum is pointed at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pointed {
    /// The channel's row.
    pub row: usize,
    /// The product in it: the strongest one if `None`.
    pub cell: Option<usize>,
    /// The bias instead.
    pub is_bias: bool,
}

impl Pointed {
    /// Which product of which row; `None` where it is none.
    pub fn cell_of(self, explained: &Explained) -> Option<usize> {
        let cells = explained.cells.get(self.row).filter(|_| !self.is_bias)?;
        let strongest = || {
            let numbered = cells.iter().enumerate();
            numbered.max_by(|a, b| a.1.1.product().abs().total_cmp(&b.1.1.product().abs())).map(|(cell, _)| cell)
        };
        self.cell.filter(|cell| *cell < cells.len()).or_else(strongest)
    }

    /// The product.
    pub fn term(self, explained: &Explained) -> Option<Term> {
        let cell = self.cell_of(explained)?;
        explained.cells.get(self.row)?.get(cell).map(|(_, term)| *term)
    }
}

fn memory() -> egui::Id {
    egui::Id::unique("pointed-number")
}

/// What was pointed at last in the sum of this place.
pub fn recall(ui: &Ui, place: Place) -> Pointed {
    let last: Option<(Place, Pointed)> = ui.data(|data| data.get_temp(memory()));
    last.filter(|(of, _)| *of == place).map(|(_, pointed)| pointed).unwrap_or_default()
}

/// Remembers it.
pub fn remember(ui: &Ui, place: Place, pointed: Pointed) {
    if recall(ui, place) != pointed {
        ui.ctx().request_repaint();
    }
    ui.data_mut(|data| data.insert_temp(memory(), (place, pointed)));
}

/// A number that is dragged: where it lies, what it was, and how much a point of the way changes it.
#[derive(Clone, Copy)]
struct Drag {
    place: Place,
    from: f64,
    step: f64,
}

/// Lets a number be dragged: `begins` says which one when the pointer goes down, with its value and the extent of its scale.
pub fn drag(ui: &Ui, view: &View<'_>, response: &Response, begins: impl FnOnce() -> Option<(Place, f64, f64)>) {
    let id = egui::Id::unique("dragged-number");
    if response.drag_started() {
        let drag = begins().map(|(place, from, extent)| Drag { place, from, step: extent.max(1e-3) / WHOLE_SCALE });
        ui.data_mut(|data| data.insert_temp(id, drag));
    }
    let drag: Option<Drag> = ui.data(|data| data.get_temp(id)).flatten();
    if let (true, Some(drag), Some(way)) = (response.dragged(), drag, response.total_drag_delta()) {
        ui.set_cursor_icon(egui::CursorIcon::ResizeHorizontal);
        if response.drag_delta() != egui::Vec2::ZERO {
            send(view, drag.place, drag.from + f64::from(way.x - way.y) * drag.step);
        }
    }
}

fn send(view: &View<'_>, place: Place, to: f64) {
    if let Some(loaded) = &view.state.model {
        // Four digits are enough to read, and make a short command.
        let to = format!("{to:.4}").parse().unwrap_or(to as f32);
        view.send(Command::Of(ChapterCommand::Network(changing(loaded.engine.network(), place, to))));
    }
}

/// Shows it.
pub fn show(ui: &mut Ui, view: &View<'_>, (loaded, answer): (&Loaded, &Answer<ArithmeticOf>), products: &Products, at: Pointed) {
    let explained = &answer.value;
    let term = at.term(explained);
    let right = match (&term, products.bias) {
        (Some(Term { from: Some(from), .. }), _) => place_name(loaded, *from),
        _ => String::new(),
    };
    section(ui, &ui.say(words::UNDER_CURSOR), &right);
    let sum = products.sum() + products.bias.map_or(0.0, |(bias, _)| bias);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let part = match (term, products.bias) {
            (Some(term), _) => {
                let extents = explained.scales.map(|scale| f64::from(scale.high - scale.low));
                field(ui, view, (&input_name(&term), term.value), term.from, extents[0]);
                boxes::show_sign(ui, "×");
                field(ui, view, (&weight_name(&term, products.adding), term.weight), term.weight_at, extents[1]);
                boxes::show_sign(ui, "=");
                boxes::number_box(ui, term.product(), &ui.say(words::CELL_PRODUCT), false);
                term.product()
            }
            (None, Some((bias, place))) => {
                field(ui, view, (&words::BIAS, bias), Some(place), bias.abs().max(0.5));
                bias
            }
            (None, None) => return,
        };
        boxes::show_sign(ui, "=");
        share(ui, part / sum);
    });
}

fn share(ui: &mut Ui, part: f64) {
    let magnified = magnification(ui.style());
    let text = ui.say(words::cell_share(Value::Percent(part, 1)));
    let galley = fit_to_width(ui, &text, &TextStyle::Body, 260.0 * magnified);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x, 42.0 * magnified), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &text));
    let at = egui::pos2(rect.left(), rect.top() + 12.0 * magnified - galley.size().y / 2.0);
    ui.painter().galley(at, galley, Theme::of(ui).weak);
}

fn input_name(term: &Term) -> Phrase {
    let [y, x] = term.position.map(|along| along.to_string());
    match term.from {
        None => words::cell_padding(y, x),
        Some(_) => words::cell_input(y, x),
    }
}

fn weight_name(term: &Term, adding: Adding) -> Phrase {
    let [row, column] = term.tap.map(|along| (along + 1).to_string());
    match adding {
        Adding::Kernel => words::cell_weight(row, column),
        Adding::Weights => words::cell_weight_alone(term.channel.to_string()),
        _ => words::CELL_SHARE_OF_MEAN,
    }
}

/// A number in its box: a field where it can be changed.
fn field(ui: &mut Ui, view: &View<'_>, (name, number): (&Phrase, f64), place: Option<Place>, extent: f64) {
    let name = ui.say(name);
    let Some(place) = place else {
        boxes::number_box(ui, number, &name, false);
        return;
    };
    let magnified = magnification(ui.style());
    let caption_width = ui.painter().layout_no_wrap(name.clone(), caption().resolve(ui.style()), egui::Color32::WHITE).size().x;
    let size = vec2(caption_width.max(70.0 * magnified), 42.0 * magnified);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let field = egui::Rect::from_min_size(rect.min, vec2(size.x, 24.0 * magnified));
    let mut now = number;
    let value = localised(DragValue::new(&mut now).speed(extent.max(1e-3) / WHOLE_SCALE).max_decimals(4), ui.words());
    let response = ui.scope(|ui| {
        ui.style_mut().override_text_style = Some(TextStyle::Monospace);
        ui.put(field, value).accessible_name(&name)
    });
    if response.inner.on_hover_text(ui.say(words::DRAG)).changed() {
        send(view, place, now);
    }
    let galley = ui.painter().layout_no_wrap(name, caption().resolve(ui.style()), egui::Color32::PLACEHOLDER);
    let at = egui::pos2(rect.center().x - galley.size().x / 2.0, field.bottom() + 2.0);
    ui.painter().galley(at, galley, Theme::of(ui).faint);
}
