//! The chapter "Network": what the layers are, what they cost and how much of the picture they see.

mod panel;
mod work;

use std::fmt::Write as _;

use egui::Ui;

use crate::{
    app::{
        card::{Card, Group},
        chapter::{Asking, Chapter},
        desk::Seat,
        open::{Loaded, Numbers},
        sight::Sight,
        view::View,
    },
    figures::{Column, Figure, Panel, table},
    formats::csv,
    words::{Phrase, Words, network as say},
};
use work::{Costs, CostsOf};

static CARD: Card = Card { id: "network", digit: 1, name: say::NAME, question: say::QUESTION, group: Group::Look };

/// The chapter.
#[derive(Default)]
pub struct NetworkChapter;

/// `11 × 11`, or `11 × 1` where height and width differ.
fn field(sees: [usize; 2]) -> String {
    let [height, width] = sees;
    format!("{height} × {width}")
}

/// A number with its digits in groups; nothing for none.
fn some(number: u64, words: Words) -> String {
    if number == 0 { String::new() } else { words.count(number as usize) }
}

/// The whole list as a table for people, what is inside blocks included.
fn columns(loaded: &Loaded, costs: &Costs, words: Words) -> Vec<Column> {
    let column = |name: Phrase, is_number, cells: Vec<String>| Column { name: words.say(&name), is_number, cells };
    let rows = &loaded.rows;
    // A figure has no folds: what is inside a block is set in.
    let title = |row: &crate::app::open::Row| format!("{}{}", "\u{2003}".repeat(row.depth), row.layer.title);
    vec![
        column(say::LAYER, false, rows.iter().map(title).collect()),
        column(say::KIND, false, rows.iter().map(|row| words.say(&row.layer.kind.phrase())).collect()),
        column(say::OUTPUT, true, rows.iter().map(|row| row.shape.clone()).collect()),
        column(say::WEIGHTS, true, costs.rows.iter().map(|cost| some(cost.weights as u64, words)).collect()),
        column(say::MULTIPLY_ADDS, true, costs.rows.iter().map(|cost| some(cost.multiply_adds, words)).collect()),
        column(say::SEES, true, costs.rows.iter().map(|cost| field(cost.sees)).collect()),
    ]
}

/// The same as CSV.
fn as_csv(loaded: &Loaded, costs: &Costs) -> String {
    let mut text = "layer,kind,inside,output,weights,multiply_adds,sees_rows,sees_columns\n".to_owned();
    for (row, cost) in loaded.rows.iter().zip(&costs.rows) {
        let shape = &loaded.engine.network().node(row.layer.node).shape;
        let shape: Vec<String> = shape.iter().skip(1).map(usize::to_string).collect();
        let inside = row.inside.last().map_or("", |block| loaded.title(*block));
        let [rows, columns] = cost.sees;
        let words = [&row.layer.title, &row.layer.kind.to_string(), inside].map(|word| csv::field(word).into_owned());
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "{},{},{},{rows},{columns}",
            words.join(","),
            shape.join(" "),
            format_args!("{},{}", cost.weights, cost.multiply_adds),
        );
    }
    text
}

/// The model with its costs, once they are counted.
fn counted<'a>(sight: Sight<'a>) -> Option<(&'a Loaded, &'a Costs)> {
    let (loaded, answer) = (sight.state.model.as_ref()?, sight.desk.fresh::<CostsOf>(Seat::ONE)?);
    Some((loaded.as_ref(), answer.value.as_ref()))
}

/// What the whole network costs, in a line.
fn summary(costs: &Costs) -> Phrase {
    say::summary(costs.weights, costs.multiply_adds as usize)
}

impl Chapter for NetworkChapter {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn ask(&mut self, Asking { state, desk, shown }: &mut Asking<'_>) {
        let question = state.model.as_ref().map(|loaded| CostsOf { model: loaded.id });
        desk.ask(Seat::ONE, question, || state.model.clone().filter(|_| *shown));
    }

    fn ui(&self, ui: &mut Ui, view: &View<'_>) {
        panel::show(ui, view);
    }

    fn figure(&self, sight: Sight<'_>) -> Option<Figure> {
        let (loaded, costs) = counted(sight)?;
        let title = say::figure(&loaded.model.name, summary(costs));
        Some(Figure::of(title, Panel::new(table(&columns(loaded, costs, sight.state.words)))))
    }

    fn numbers(&self, sight: Sight<'_>) -> Vec<Numbers> {
        counted(sight).map(|(loaded, costs)| Numbers::of_table(as_csv(loaded, costs))).into_iter().collect()
    }

    fn file_name(&self, sight: Sight<'_>) -> String {
        let name = sight.state.model.as_ref().map(|loaded| format!("{}-layers", loaded.model.name));
        name.unwrap_or_else(|| CARD.id.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{app::ids::ModelId, network::Device, zoo::Shipped};

    #[test]
    fn the_table_has_a_row_for_each_layer_and_names_its_block() {
        let model = Shipped::named("photos").unwrap().open("").unwrap();
        let loaded = Loaded::prepare(ModelId::new(), model, None, &Device::Cpu).unwrap();
        let cost = work::Cost { weights: 2, multiply_adds: 3, sees: [5, 7] };
        let costs = Costs { rows: vec![cost; loaded.rows.len()], weights: 1_000, multiply_adds: 2_000_000 };
        let text = as_csv(&loaded, &costs);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), loaded.rows.len() + 1);
        assert!(lines[1..].iter().all(|line| line.ends_with(",2,3,5,7")), "{text}");
        assert_eq!(lines[1].split(',').count(), lines[0].split(',').count());
        assert_eq!(columns(&loaded, &costs, Words::ENGLISH).len(), 6);
        assert_eq!(field(cost.sees), "5 × 7");
    }
}
