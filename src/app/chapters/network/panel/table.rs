//! A table of the layers. Bars say at a glance where the weights lie and where the arithmetic is done.

use egui::{Align2, FontId, Rect, Role, ScrollArea, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::super::{field, some, work::Costs};
use crate::{
    anatomy::Cost,
    app::{
        command::Command,
        open::{Loaded, Row},
        say::Say,
        theme::{AROUND, BESIDE, BETWEEN, CHIP_CORNER, Theme, caption, magnification},
        view::View,
        widgets::{fit_to_width, fold, offset_to_show, row_ground},
    },
    arithmetic::Sliding,
    network::NodeId,
    words::{Value, Words, network as say},
};

/// Shows the table.
pub fn show(ui: &mut Ui, view: &View<'_>, loaded: &Loaded, costs: &Costs) {
    Table { view, loaded, costs, columns: Columns::of(ui) }.show(ui);
}

/// Where the columns end, in points from the table's left edge.
#[derive(Clone, Copy)]
struct Columns {
    output: f32,
    weights: f32,
    multiply_adds: f32,
    sees: f32,
    /// Whether numbers are written in short, so that names have room.
    is_short: bool,
}

/// Less room than this for names, and numbers are written in short: in points at the usual text size.
const NAMES: f32 = 170.0;

impl Columns {
    fn of(ui: &Ui) -> Self {
        let larger = magnification(ui.style());
        // The scroll bar lies beside the last column.
        let sees = ui.available_width() - AROUND;
        let ends = |multiply_adds: f32, weights: f32, output: f32| {
            let multiply_adds = sees - multiply_adds * larger;
            let weights = multiply_adds - weights * larger;
            (multiply_adds, weights, weights - output * larger)
        };
        let whole = ends(92.0, 122.0, 108.0);
        // What the output itself takes lies left of where it ends.
        let is_short = whole.2 - 84.0 * larger < NAMES * larger;
        let (multiply_adds, weights, output) = if is_short { ends(84.0, 92.0, 76.0) } else { whole };
        Self { output, weights, multiply_adds, sees, is_short }
    }
}

struct Table<'a> {
    view: &'a View<'a>,
    loaded: &'a Loaded,
    costs: &'a Costs,
    columns: Columns,
}

impl Table<'_> {
    fn show(&self, ui: &mut Ui) {
        self.head(ui);
        let state = self.view.state;
        let all = self.loaded.rows.iter().zip(&self.costs.rows);
        let rows: Vec<(&Row, &Cost)> = all.filter(|(row, _)| state.is_visible(row)).collect();
        let height = TextStyle::Body.resolve(ui.style()).size + 13.0;
        ui.spacing_mut().item_spacing.y = 0.0;
        let selected = rows.iter().position(|(row, _)| Some(row.layer.node) == state.selection.layer);
        let mut area = ScrollArea::vertical().id_salt("network").auto_shrink([false, true]);
        if let Some(offset) = offset_to_show(ui, "network", state.selection.layer.map(NodeId::index), selected, height) {
            area = area.vertical_scroll_offset(offset);
        }
        area.show_rows(ui, height, rows.len(), |ui, range| {
            for (row, cost) in &rows[range] {
                self.row(ui, row, cost, height);
            }
        });
    }

    fn head(&self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        let font = caption().resolve(ui.style());
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), font.size + 10.0), Sense::hover());
        let Columns { output, weights, multiply_adds, sees, .. } = self.columns;
        let painter = ui.painter();
        painter.text(pos2(rect.left() + 8.0, rect.center().y), Align2::LEFT_CENTER, ui.say(say::LAYER), font, theme.faint);
        for (name, begin, end) in [
            (say::OUTPUT, output - 84.0 * magnification(ui.style()), output),
            (say::WEIGHTS, output, weights),
            (say::MULTIPLY_ADDS, weights, multiply_adds),
            (say::SEES, multiply_adds, sees),
        ] {
            let whole = ui.say(name);
            let [begin, end] = [begin + BETWEEN, end].map(|x| rect.left() + x);
            let galley = fit_to_width(ui, &whole, &caption(), end - begin);
            let at = pos2(end - galley.size().x, rect.center().y - galley.size().y / 2.0);
            let is_cut = galley.elided;
            painter.galley(at, galley, theme.faint);
            if is_cut {
                let place = Rect::from_x_y_ranges(begin..=end, rect.y_range());
                ui.interact(place, ui.scope_id().with(("head", &whole)), Sense::hover()).on_hover_text(whole);
            }
        }
        painter.hline(rect.x_range(), rect.bottom(), theme.hairline());
    }

    fn row(&self, ui: &mut Ui, row: &Row, cost: &Cost, height: f32) {
        let node = row.layer.node;
        let is_selected = self.view.state.selection.layer == Some(node);
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
        let about = self.about(row, cost, ui.words());
        let words = ui.words();
        response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_selected, words.say(&say::row(&about))));
        row_ground(ui, &response, is_selected);
        let Columns { output, weights, multiply_adds, sees, .. } = self.columns;
        let left = rect.left() + 8.0 + BESIDE * row.depth as f32;
        let right = rect.left() + output - 84.0 * magnification(ui.style());
        let end = name_and_kind(ui, row, [left, right], rect);
        if row.is_block {
            let triangle = Rect::from_center_size(pos2(end + 14.0, rect.center().y), vec2(24.0, 24.0));
            let is_open = self.view.state.open_blocks.contains(&node);
            let title = ui.say(say::rows_of(&row.layer.title));
            if fold(ui, ui.scope_id().with(("fold", node)), triangle, is_open, &title) {
                self.view.send(Command::ToggleBlock(self.loaded.name(node)));
            }
        }
        let font = TextStyle::Monospace.resolve(ui.style());
        let numbers = [
            (output, row.shape.clone(), None),
            (weights, self.written(cost.weights as u64, ui.words()), Some(share(cost.weights as u64, self.costs.weights as u64))),
            (
                multiply_adds,
                self.written(cost.multiply_adds, ui.words()),
                Some(share(cost.multiply_adds, self.costs.multiply_adds)),
            ),
            (sees, field(cost.sees), None),
        ];
        for (x, text, share) in numbers {
            self.number(ui, rect, (rect.left() + x, &text), share, &font);
        }
        let response = response.on_hover_text(about);
        if response.double_clicked() && row.is_block {
            self.view.send(Command::ToggleBlock(self.loaded.name(node)));
        } else if response.clicked() {
            self.view.send(Command::Layer(self.loaded.name(node)));
        }
    }

    fn written(&self, number: u64, words: Words) -> String {
        if self.columns.is_short && number > 0 { words.compact(number as usize) } else { some(number, words) }
    }

    /// A number that ends at `x`, over a bar as long as its share of the whole.
    fn number(&self, ui: &Ui, rect: Rect, (x, text): (f32, &str), share: Option<f32>, font: &FontId) {
        let theme = Theme::of(ui);
        if let Some(share) = share.filter(|share| *share > 0.0) {
            let longest = (self.columns.weights - self.columns.output - BESIDE).max(1.0);
            let long = (longest * share).max(1.0);
            let bar = Rect::from_min_max(pos2(x - long, rect.bottom() - 4.0), pos2(x, rect.bottom() - 2.0));
            ui.painter().rect_filled(bar, CHIP_CORNER, theme.accent);
        }
        ui.painter().text(pos2(x, rect.center().y), Align2::RIGHT_CENTER, text, font.clone(), theme.text);
    }

    /// The row in words, for those who point at it or hear it.
    fn about(&self, row: &Row, cost: &Cost, words: Words) -> String {
        let part = |part: u64, whole: u64| Value::Percent(f64::from(share(part, whole)), 1);
        let mut lines = vec![say::layer_about(&row.layer.title, row.layer.kind.phrase(), &row.shape)];
        if cost.weights > 0 {
            lines.push(say::weights_of_all(cost.weights, part(cost.weights as u64, self.costs.weights as u64)));
        }
        if cost.multiply_adds > 0 {
            let share = part(cost.multiply_adds, self.costs.multiply_adds);
            lines.push(say::operations_of_all(cost.multiply_adds as usize, share));
        }
        lines.push(say::one_position_sees(field(cost.sees)));
        let mut lines: Vec<String> = lines.iter().map(|line| words.say(line)).collect();
        if !row.is_block {
            lines.extend(Sliding::formulas(self.loaded.engine.network(), &row.layer.members));
        }
        lines.join("\n")
    }
}

/// The layer's name and kind between two edges; answers where they end.
fn name_and_kind(ui: &Ui, row: &Row, [left, right]: [f32; 2], rect: Rect) -> f32 {
    let theme = Theme::of(ui);
    let room = right - left - if row.is_block { 26.0 } else { 0.0 };
    let title = fit_to_width(ui, &row.layer.title, &TextStyle::Body, room.max(0.0));
    let end = left + title.size().x;
    ui.painter().galley(pos2(left, rect.center().y - title.size().y / 2.0), title, theme.text);
    let rest = left + room - end - BETWEEN;
    if rest < 32.0 {
        return end;
    }
    let kind = fit_to_width(ui, &ui.say(row.layer.kind.phrase()), &caption(), rest);
    let at = pos2(end + BETWEEN, rect.center().y - kind.size().y / 2.0 + 0.5);
    let end = at.x + kind.size().x;
    ui.painter().galley(at, kind, theme.faint);
    end
}

fn share(part: u64, whole: u64) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}
