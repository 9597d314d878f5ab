//! The chapter "Network": what the layers are, what they cost and how much of the picture they see; and where any one number of
//! them comes from.

mod asking;
mod command;
mod figure;
mod levels;
mod orbit;
mod panel;
mod work;

use std::{fmt::Write as _, sync::Arc};

use egui::{Key, Ui};

use crate::{
    app::{
        card::{Card, Group},
        chapter::{Asking, Chapter, Hands, read, written},
        chapters::ChapterCommand,
        command::{Command, Entry, Menu, NONE, entry},
        desk::{Answer, News, Seat},
        open::{Loaded, Numbers, OpenModel},
        questions::{UnitOf, pass},
        sight::Sight,
        view::View,
    },
    figures::{Column, Figure, Panel, table},
    formats::csv,
    words::{Phrase, Words, arithmetic, frame, network as say},
};
use command::Edit;
pub use command::{Opening, Part, PictureSettings, Settings, Show};
use levels::{Level, Levels};
pub use orbit::{Orbit, Stand};
use work::{ArithmeticOf, ChangedOf, Costs, CostsOf, InputsPaint, MapsPaint};

static CARD: Card = Card { id: "network", digit: 1, name: say::NAME, question: say::QUESTION, group: Group::Look };

/// The chapter.
#[derive(Default)]
pub struct NetworkChapter {
    settings: Settings,
    levels: Levels,
}

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

static ENTRIES: &[Entry] = &[{
    let of_selected = Command::Of(ChapterCommand::Network(Show::Arithmetic));
    entry(of_selected, Menu::Go, say::SHOW_ARITHMETIC, say::SHOW_ARITHMETIC_ABOUT).key(NONE, Key::A).of_unit()
}];

/// The model with its costs, once they are counted.
fn counted<'a>(sight: Sight<'a>) -> Option<(&'a Loaded, &'a Costs)> {
    let (loaded, answer) = (sight.state.model.as_ref()?, sight.desk.fresh::<CostsOf>(Seat::ONE)?);
    Some((loaded.as_ref(), answer.value.as_ref()))
}

/// The model with where the selected number comes from, once that is known.
fn explained<'a>(sight: Sight<'a>) -> Option<(&'a Loaded, &'a Answer<ArithmeticOf>)> {
    Some((sight.state.model.as_ref()?.as_ref(), sight.desk.fresh::<ArithmeticOf>(Seat::ONE)?))
}

/// Every number that is read, as CSV.
fn terms_as_csv(loaded: &Loaded, answer: &Answer<ArithmeticOf>) -> String {
    let mut text = "from,branch,channel,y,x,value,weight,product\n".to_owned();
    for term in answer.value.arithmetic.terms() {
        let from = term.from.map_or("", |from| loaded.title(loaded.listed(from.node)));
        let [y, x] = term.position;
        let product = term.product();
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "{},{},{},{y},{x},{},{},{product}",
            csv::field(from),
            term.branch,
            term.channel,
            term.value,
            term.weight
        );
    }
    text
}

/// What the whole network costs, in a line.
fn summary(costs: &Costs) -> Phrase {
    say::summary(costs.weights, costs.multiply_adds as usize)
}

impl NetworkChapter {
    /// Makes a number another one, or says that there is none.
    fn change(&mut self, node: &str, index: &[usize], to: f32, hands: &mut Hands<'_>) {
        let Some(loaded) = &hands.state.model else { return };
        match Edit::named(loaded.engine.network(), node, index, to) {
            Some(edit) => self.settings.change = Some(edit),
            None => {
                let index: Vec<String> = index.iter().map(usize::to_string).collect();
                hands.state.say(frame::failed(arithmetic::no_such_number(node, index.join(","))), true);
            }
        }
    }
}

impl Chapter for NetworkChapter {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn ask(&mut self, Asking { state, desk, shown }: &mut Asking<'_>) {
        let question = state.model.as_ref().map(|loaded| CostsOf { model: loaded.id });
        desk.ask(Seat::ONE, question, || state.model.clone().filter(|_| *shown));
        asking::picture(state, desk, &self.settings.picture, *shown && self.settings.part == Part::Picture);
        if *shown && self.settings.part == Part::Space {
            asking::space(state, desk, self.settings.space);
        }
        let shown = *shown && self.settings.part == Part::Arithmetic;
        let change = self.settings.change.and_then(|edit| edit.on(state.model.as_ref()?.engine.network()));
        let of = desk.fresh::<UnitOf>(Seat::ONE).map(|answer| (answer.question.clone(), answer.value.position));
        let activations = pass(desk).map(|answer| Arc::clone(&answer.value.activations));
        let given = || Some((state.model.clone()?, activations.clone()?)).filter(|_| shown);
        let changed = of.as_ref().zip(change).map(|((of, _), change)| ChangedOf { pass: of.pass.clone(), change });
        desk.ask(Seat::ONE, changed, given);
        let changed = desk.fresh::<ChangedOf>(Seat::ONE).map(|answer| Arc::clone(&answer.value));
        let is_there = change.is_none() || changed.is_some();
        let unit = of.map(|(UnitOf { pass, layer, unit }, position)| {
            let channel = unit.channel;
            ArithmeticOf { pass, layer, channel, position, change }
        });
        desk.ask(Seat::ONE, unit, || given().filter(|_| is_there).map(|(loaded, pass)| (loaded, pass, changed)));
        let explained = desk.fresh::<ArithmeticOf>(Seat::ONE).map(|answer| (answer.stamp, Arc::clone(&answer.value)));
        let look = state.settings.colours.look(state.dark);
        let paint = explained.as_ref().map(|(explained, _)| InputsPaint { explained: *explained, look });
        let maps = explained.as_ref().filter(|(_, explained)| explained.before.is_some());
        let maps = maps.map(|(explained, _)| MapsPaint { explained: *explained, look });
        let values = explained.map(|(_, explained)| explained);
        desk.ask(Seat::ONE, paint, || values.clone());
        desk.ask(Seat::ONE, maps, || values);
    }

    fn ui(&self, ui: &mut Ui, view: &View<'_>) {
        panel::show(ui, view, &self.settings);
    }

    fn act(&mut self, command: &ChapterCommand, hands: &mut Hands<'_>) {
        match command {
            ChapterCommand::Network(Show::Like(settings)) => self.settings = *settings,
            ChapterCommand::Network(Show::Arithmetic) => {
                self.levels.enter(&hands.state.settings.chapter, self.settings.part);
                self.settings.part = Part::Arithmetic;
                hands.next.push(Command::Chapter(CARD.id.into()).into());
            }
            ChapterCommand::Network(Show::Change { node, index, to }) => self.change(node, index, *to, hands),
            ChapterCommand::Network(Show::Reset) => self.settings.change = None,
            ChapterCommand::Network(Show::Leave) => _ = self.one_level_back(hands),
            _ => {}
        }
    }

    fn after(&mut self, command: &Command, hands: &mut Hands<'_>) {
        hands.state.seen = None;
        if *command == Command::Escape && self.settings.part == Part::Space && hands.state.shows(CARD.id) {
            self.settings.space = self.settings.space.at(Stand::Front);
        }
        if hands.state.shows(CARD.id) && self.settings.part == Part::Arithmetic {
            self.levels.follow(command);
        }
    }

    fn receive(&mut self, news: &News, _: &mut Hands<'_>) {
        // A place among the nodes of one model means nothing in another.
        if news.answers::<OpenModel>() {
            self.settings.change = None;
        }
    }

    fn one_level_back(&mut self, hands: &mut Hands<'_>) -> bool {
        let picture = &mut self.settings.picture;
        match self.settings.part {
            Part::Arithmetic => match self.levels.back() {
                Level::Number => hands.next.push(Command::Back.into()),
                Level::Chapter(chapter) => hands.next.push(Command::Chapter(chapter.into()).into()),
                Level::Part(part) => self.settings.part = part,
            },
            Part::Picture if picture.level == Opening::Layer => picture.level = Opening::Block,
            _ => return false,
        }
        true
    }

    fn entries(&self) -> &'static [Entry] {
        ENTRIES
    }

    fn figure(&self, sight: Sight<'_>) -> Option<Figure> {
        let words = sight.state.words;
        match self.settings.part {
            Part::Layers => {
                let (loaded, costs) = counted(sight)?;
                let title = say::figure(&loaded.model.name, summary(costs));
                Some(Figure::of(title, Panel::new(table(&columns(loaded, costs, words)))))
            }
            Part::Sliding | Part::Space => None,
            Part::Picture => figure::picture(sight, &self.settings.picture),
            Part::Arithmetic => {
                let (loaded, answer) = explained(sight)?;
                let arithmetic = &answer.value.arithmetic;
                let place = panel::place_name(loaded, arithmetic.place);
                let title = say::figure(&loaded.model.name, say::how(place, arithmetic.layer_value as f32));
                let notes = arithmetic.steps.iter().map(|step| step.phrase(&|place| panel::place_name(loaded, place))).collect();
                let content = table(&panel::sum_columns(loaded, &answer.value, words));
                Some(Figure::of(title, Panel { notes, ..Panel::new(content) }))
            }
        }
    }

    fn numbers(&self, sight: Sight<'_>) -> Vec<Numbers> {
        let text = match self.settings.part {
            Part::Picture | Part::Layers => counted(sight).map(|(loaded, costs)| as_csv(loaded, costs)),
            Part::Sliding | Part::Space => None,
            Part::Arithmetic => explained(sight).map(|(loaded, answer)| terms_as_csv(loaded, answer)),
        };
        text.map(Numbers::of_table).into_iter().collect()
    }

    fn remembered(&self) -> String {
        written(&self.settings)
    }

    fn restore(&mut self, text: &str) {
        self.settings = read(text);
    }

    fn file_name(&self, sight: Sight<'_>) -> String {
        if self.settings.part == Part::Arithmetic {
            return format!("{}-arithmetic", sight.layer_name());
        }
        let what = if self.settings.part == Part::Picture { "network" } else { "layers" };
        if let Some(name) = self.settings.picture.published.filter(|_| self.settings.part == Part::Picture) {
            return format!("{}-{what}", name.name());
        }
        let name = sight.state.model.as_ref().map(|loaded| format!("{}-{what}", loaded.model.name));
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
        let cost = crate::anatomy::Cost { weights: 2, multiply_adds: 3, sees: [5, 7] };
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
