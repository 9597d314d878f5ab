//! The table of a sum: for each channel its window, its kernel, their products, what they add, and the running total as bars.

use egui::{Align2, FontId, Rect, Role, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::{
    cells::{CellSize, Paper, outlined},
    cursor::{self, Pointed},
    places::{go_to, place_name},
    playing::Told,
};
use crate::{
    app::{
        desk::Answer,
        open::Loaded,
        say::Say,
        theme::{BETWEEN, Theme, caption, ink, magnification},
        view::View,
        widgets::{fit_to_width, row_ground},
    },
    arithmetic::{Adding, ChannelSum, Products, Term},
    figures::{Column, Look, Table},
    picture::{ColourMap, Scale},
    words::{Phrase, Words, arithmetic, network as say},
};

use super::super::work::{ArithmeticOf, Explained, SHOWN};

/// Less room than this, and the running total has no bars: in points at the usual text size.
const BARS_FROM: f32 = 640.0;

/// Where the columns stand, from the left edge.
struct Columns {
    size: CellSize,
    patch: f32,
    kernel: f32,
    products: f32,
    sum: f32,
    total: [f32; 2],
}

/// How many channels have a row.
pub fn rows_shown(explained: &Explained, all: bool) -> usize {
    if all { explained.sums.len() } else { explained.sums.len().min(SHOWN) }
}

/// How many lines the table has: channels, the others together, the bias.
pub fn lines(explained: &Explained, products: &Products, all: bool) -> usize {
    let shown = rows_shown(explained, all);
    shown + usize::from(shown < explained.sums.len()) + usize::from(products.bias.is_some())
}

/// Shows the table of the first `count` channels, as far as it is told; answers what is under the pointer.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    (loaded, answer): (&Loaded, &Answer<ArithmeticOf>),
    (products, told): (&Products, Told),
    (count, pointed): (usize, Pointed),
) -> Option<Pointed> {
    let explained = &answer.value;
    let is_of_branches = products.terms.iter().any(|term| term.branch > 0);
    let grid = explained.grid;
    let has_kernel = matches!(products.adding, Adding::Kernel | Adding::Weights);
    let table = SumTable {
        view,
        loaded,
        columns: columns(ui, grid, has_kernel, if is_of_branches { 150.0 } else { 48.0 }),
        grid,
        has_kernel,
        told,
        pointed,
        totals: totals(explained, products, count),
    };
    table.head(ui);
    let mut hovered = table.rows(ui, explained, count, is_of_branches);
    let others = explained.sums.len() - count;
    let mut at = count;
    if others > 0 {
        let name = ui.say(say::other_channels(others));
        table.line(ui, &name, at);
        at += 1;
    }
    if let Some((bias, place)) = products.bias {
        let name = ui.say(say::BIAS);
        let response = table.line(ui, &name, at);
        cursor::drag(ui, view, &response, || Some((place, bias, bias.abs().max(0.5))));
        if response.hovered() || response.has_focus() {
            hovered = Some(Pointed { is_bias: true, ..Pointed::default() });
        }
    }
    hovered
}

/// What the sum is before and after each line.
fn totals(explained: &Explained, products: &Products, count: usize) -> Vec<[f64; 2]> {
    let of_channels = |sums: &[ChannelSum]| sums.iter().map(|sum| sum.sum).sum::<f64>();
    let (shown, rest) = explained.sums.split_at(count);
    let others = (!rest.is_empty()).then(|| of_channels(rest));
    let mut total = 0.0;
    let added = shown.iter().map(|sum| sum.sum).chain(others).chain(products.bias.map(|(bias, _)| bias));
    added
        .map(|added| {
            let before = total;
            total += added;
            [before, total]
        })
        .collect()
}

/// The sums as a table for people, all of them.
pub fn sum_columns(loaded: &Loaded, explained: &Explained, words: Words) -> Vec<Column> {
    let mut total = 0.0;
    let mut cells: [Vec<String>; 4] = Default::default();
    for sum in &explained.sums {
        total += sum.sum;
        let terms = explained.arithmetic.products().map_or(&[][..], |products| &products.terms);
        let from = sum.terms.iter().find_map(|&index| terms.get(index)?.from);
        let name = from.map(|from| loaded.title(loaded.listed(from.node)).to_owned()).unwrap_or_default();
        let texts = [name, sum.channel.to_string(), words.signed(sum.sum as f32), words.short(total as f32)];
        for (column, text) in cells.iter_mut().zip(texts) {
            column.push(text);
        }
    }
    let names = [say::LAYER, say::CHANNEL, say::SUM, say::RUNNING_TOTAL];
    let column =
        |(index, (name, cells)): (usize, (Phrase, Vec<String>))| Column { name: words.say(&name), is_number: index > 0, cells };
    names.into_iter().zip(cells).enumerate().map(column).collect()
}

fn columns(ui: &Ui, grid: [usize; 2], has_kernel: bool, names: f32) -> Columns {
    let magnified = magnification(ui.style());
    let [names, sum, sign] = [names, 62.0, 16.0].map(|width: f32| width * magnified);
    // In a narrow window the total is a number alone.
    let total = if ui.available_width() < BARS_FROM * magnified { 68.0 } else { 118.0 } * magnified;
    let room = ui.available_width() - names - sum - total;
    let grids = if has_kernel { 3.0 } else { 1.0 };
    let size = CellSize::fitting(((room - 2.0 * sign) / grids).min(180.0 * magnified), grid[1], magnified);
    let width = size.of_grid(grid).x;
    let patch = names + BETWEEN;
    let kernel = patch + width + sign;
    let products = kernel + width + sign;
    let end = if has_kernel { products + width } else { patch + width } + sum;
    Columns { size, patch, kernel, products, sum: end, total: [end + 2.0 * BETWEEN, ui.available_width() - BETWEEN] }
}

struct SumTable<'a> {
    view: &'a View<'a>,
    loaded: &'a Loaded,
    columns: Columns,
    grid: [usize; 2],
    has_kernel: bool,
    told: Told,
    pointed: Pointed,
    totals: Vec<[f64; 2]>,
}

impl SumTable<'_> {
    fn head(&self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        let font = caption().resolve(ui.style());
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), font.size + 8.0), Sense::hover());
        let Columns { patch, kernel, products, sum, total, .. } = self.columns;
        let mut names = vec![(say::INPUT, patch), (say::RUNNING_TOTAL, total[0])];
        if self.has_kernel {
            names.extend([(say::KERNEL, kernel), (say::PRODUCTS, products)]);
        }
        let width = self.columns.size.of_grid(self.grid).x;
        for (name, x) in names {
            let room = if x == total[0] { total[1] - total[0] } else { width + 12.0 };
            let galley = fit_to_width(ui, &ui.say(name), &caption(), room);
            let at = pos2(rect.left() + x, rect.center().y - galley.size().y / 2.0);
            ui.painter().galley(at, galley, theme.faint);
        }
        let at = pos2(rect.left() + sum, rect.center().y);
        ui.painter().text(at, Align2::RIGHT_CENTER, ui.say(say::SUM), font, theme.faint);
    }

    fn rows(&self, ui: &mut Ui, explained: &Explained, count: usize, is_of_branches: bool) -> Option<Pointed> {
        let dark = ui.visuals().dark_mode;
        let look: Look = self.view.state.settings.colours.look(dark);
        let [values, weights, added] = explained.scales;
        let (of_values, of_signed) = (Table::new(look.map(values.is_signed())), Table::new(ColourMap::signed(dark)));
        let size = TextStyle::Monospace.resolve(ui.style()).size * 0.82;
        let paper = |table, scale| Paper { table, scale, words: ui.words(), font: FontId::monospace(size) };
        // Weights and products lie around zero, whatever their signs here.
        let around = |scale: Scale| Scale { low: -scale.high, ..scale };
        let papers = [paper(&of_values, values), paper(&of_signed, around(weights)), paper(&of_signed, around(added))];
        let height = (self.columns.size.of_grid(self.grid).y + 6.0).max(24.0 * magnification(ui.style()));
        let (area, _) = ui.allocate_exact_size(vec2(ui.available_width(), height * count as f32), Sense::hover());
        let mut hovered = None;
        for (index, (sum, terms)) in explained.sums.iter().zip(&explained.cells).take(count).enumerate() {
            let top = area.top() + height * index as f32;
            let rect = Rect::from_min_size(pos2(area.left(), top), vec2(area.width(), height));
            if !ui.clip_rect().intersects(rect) {
                continue;
            }
            let from = terms.iter().find_map(|(_, term)| term.from).filter(|_| is_of_branches);
            let name = from.map_or_else(|| sum.channel.to_string(), |from| place_name(self.loaded, from));
            let shown = self.pointed.cell_of(explained).filter(|_| self.pointed.row == index);
            let under = self.row(ui, (rect, index), (&name, sum.sum, terms), (&papers, shown));
            hovered = under.or(hovered);
        }
        hovered
    }

    /// Answers what of it is under the pointer; the product that was pointed at last is outlined.
    fn row(
        &self,
        ui: &Ui,
        (rect, index): (Rect, usize),
        (name, sum, cells): (&str, f64, &[([usize; 2], Term)]),
        (papers, shown): (&[Paper<'_>; 3], Option<usize>),
    ) -> Option<Pointed> {
        let theme = Theme::of(ui);
        let response = ui.interact(rect, ui.scope_id().with(("sum", index)), Sense::click_and_drag());
        let words = ui.words();
        let total = self.totals.get(index).map_or(0.0, |total| total[1]);
        let said = ui.say(say::channel_adds(name, words.signed(sum as f32), total as f32));
        response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &said));
        row_ground(ui, &response, false);
        let Columns { size, patch, kernel, products, .. } = self.columns;
        let top = rect.center().y - size.of_grid(self.grid).y / 2.0;
        let at = |x: f32| pos2(rect.left() + x, top);
        let painter = ui.painter();
        let terms = || cells.iter();
        let has_products = self.has_kernel && self.told.products;
        papers[0].paint(painter, at(patch), (size, self.grid), terms().map(|(at, term)| (*at, term.value)));
        if has_products {
            papers[1].paint(painter, at(kernel), (size, self.grid), terms().map(|(at, term)| (*at, term.weight)));
            papers[2].paint(painter, at(products), (size, self.grid), terms().map(|(at, term)| (*at, term.product())));
            let font = TextStyle::Body.resolve(ui.style());
            for (x, sign) in [(kernel, "×"), (products, "=")] {
                let at = pos2(rect.left() + x - 8.0 * magnification(ui.style()), rect.center().y);
                painter.text(at, Align2::CENTER_CENTER, sign, font.clone(), theme.faint);
            }
        }
        let grids = if has_products { &[patch, kernel, products][..] } else { &[patch] };
        let under = |place: egui::Pos2| {
            grids.iter().enumerate().find_map(|(column, x)| {
                let there = size.at(at(*x), self.grid, place)?;
                Some((column, cells.iter().position(|(at, _)| *at == there)?))
            })
        };
        let pointed = response.hover_pos().and_then(under);
        if let Some((place, _)) = pointed.map(|(_, cell)| cell).or(shown).and_then(|cell| cells.get(cell)) {
            grids.iter().for_each(|x| outlined(painter, size.cell(at(*x), *place)));
        }
        let name = fit_to_width(ui, name, &TextStyle::Monospace, patch - BETWEEN);
        painter.galley(pos2(rect.left() + 4.0, rect.center().y - name.size().y / 2.0), name, theme.text);
        self.sum_and_total(ui, rect, index);
        let strongest = cells.iter().max_by(|a, b| a.1.product().abs().total_cmp(&b.1.product().abs()));
        let is_on = response.hovered() || response.has_focus() || response.dragged();
        if response.clicked()
            && let Some(from) = strongest.and_then(|(_, term)| term.from)
        {
            go_to(self.view, self.loaded, from);
        }
        // Where the pointer went down, not where it is when the drag is known for one.
        cursor::drag(ui, self.view, &response, || {
            let (column, cell) = ui.input(|input| input.pointer.press_origin()).and_then(under)?;
            let (term, scale) = (cells.get(cell)?.1, papers.get(column)?.scale);
            let (place, number) = if column == 0 { (term.from?, term.value) } else { (term.weight_at?, term.weight) };
            (column < 2).then(|| (place, number, f64::from(scale.high - scale.low)))
        });
        if response.dragged() {
            return Some(Pointed { row: index, cell: shown, is_bias: false });
        }
        response.on_hover_ui_at_pointer(|ui| match pointed.and_then(|(_, cell)| cells.get(cell)).or(strongest) {
            Some((_, term)) => self.about(ui, term),
            None => _ = ui.label(said),
        });
        is_on.then(|| Pointed { row: index, cell: pointed.map(|(_, cell)| cell).or(shown), is_bias: false })
    }

    /// One product, in full.
    fn about(&self, ui: &mut Ui, term: &Term) {
        let [y, x] = term.position.map(|place| place.to_string());
        let from = match term.from {
            Some(from) => say::read_from(place_name(self.loaded, from)),
            None => say::read_padding(y, x),
        };
        ui.label(ui.say(from));
        let (value, weight) = (term.value as f32, term.weight as f32);
        ui.label(ui.say(say::value_by_weight(value, weight, ui.words().signed(term.product() as f32))));
        if term.from.is_some() {
            crate::app::widgets::weak(ui, &ui.say(say::OPEN_ITS_ARITHMETIC));
        }
        if term.from.is_some() || term.weight_at.is_some() {
            crate::app::widgets::weak(ui, &ui.say(arithmetic::DRAG));
        }
    }

    /// A line without numbers of its own: the other channels, the bias.
    fn line(&self, ui: &mut Ui, name: &str, index: usize) -> egui::Response {
        let theme = Theme::of(ui);
        let height = 22.0 * magnification(ui.style());
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::drag());
        let [before, after] = self.totals.get(index).copied().unwrap_or_default();
        let said = ui.say(say::channel_adds(name, ui.words().signed((after - before) as f32), after as f32));
        response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &said));
        let room = self.columns.sum - 62.0 * magnification(ui.style());
        let galley = fit_to_width(ui, name, &TextStyle::Body, room);
        ui.painter().galley(pos2(rect.left() + 4.0, rect.center().y - galley.size().y / 2.0), galley, theme.weak);
        self.sum_and_total(ui, rect, index);
        response
    }

    /// What a line adds, and the bar from the total before it to the total after it.
    fn sum_and_total(&self, ui: &Ui, rect: Rect, index: usize) {
        let theme = Theme::of(ui);
        let [before, after] = self.totals.get(index).copied().unwrap_or_default();
        let rises = after >= before;
        let signed = ColourMap::signed(ui.visuals().dark_mode);
        let colour = ink(signed.colour(if rises { 0.78 } else { 0.22 }));
        let font = TextStyle::Monospace.resolve(ui.style());
        let painter = ui.painter();
        if !self.told.sums {
            return;
        }
        let at = pos2(rect.left() + self.columns.sum, rect.center().y);
        painter.text(at, Align2::RIGHT_CENTER, ui.words().signed((after - before) as f32), font.clone(), colour);
        if index >= self.told.totals {
            return;
        }
        let [left, right] = self.columns.total;
        // The number beside the bar needs its room.
        let number = 52.0 * magnification(ui.style());
        if right - left < number + 20.0 {
            let at = pos2(rect.left() + right, rect.center().y);
            painter.text(at, Align2::RIGHT_CENTER, ui.words().short(after as f32), font, theme.weak);
            return;
        }
        let ends = self.totals.iter().flatten().fold([0.0f64, 0.0], |[low, high], total| [low.min(*total), high.max(*total)]);
        let extent = (ends[1] - ends[0]).max(1e-12);
        let x = |total: f64| rect.left() + left + ((total - ends[0]) / extent) as f32 * (right - left - number);
        let (from, to) = (x(before).min(x(after)), x(before).max(x(after)));
        let bar = Rect::from_min_max(pos2(from, rect.center().y - 6.0), pos2(to.max(from + 1.0), rect.center().y + 6.0));
        painter.rect_filled(bar, 1.0, colour);
        painter.vline(x(0.0), rect.y_range(), theme.hairline());
        if index + 1 < self.totals.len() {
            let below = egui::Rangef::new(bar.bottom(), rect.bottom() + rect.height() / 2.0 - 6.0);
            painter.vline(x(after), below, theme.hairline());
        }
        let text = ui.words().short(after as f32);
        painter.text(pos2(bar.right() + 5.0, rect.center().y), Align2::LEFT_CENTER, text, font, theme.weak);
    }
}
