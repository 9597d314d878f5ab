//! What `convscope judge` found, as the tables that it writes and what it says.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use crate::{
    attribution::Method,
    data::Dataset,
    judge::{
        Better, MEASURES, Measure, Needs, Record,
        protocol::Scores,
        ranking::{self, Agreement, Mean, Row},
    },
    words::{Phrase, Value, Words, results},
};

/// What was found.
pub(super) struct Found<'a> {
    methods: &'a [&'static Method],
    measures: &'a [&'static Measure],
    /// A row for each method and measure.
    rows: Vec<Row>,
    /// How far each measure's order can be trusted.
    agreements: Vec<(&'static Measure, Agreement)>,
    /// FunnyBirds' scores of each method, where the pictures are animals.
    protocol: Vec<(&'static str, Scores)>,
    /// Methods without a map somewhere, and why, each once.
    pub problems: Vec<(String, String)>,
    /// Pictures.
    count: usize,
}

/// What the scores of FunnyBirds' protocol are called in a table that holds others too.
const PROTOCOL: &str = "funny-birds";

impl<'a> Found<'a> {
    /// Of all that was written down about one training of the network, and about another.
    pub fn of(
        records: &[Record],
        others: Option<&[Record]>,
        methods: &'a [&'static Method],
        measures: &'a [&'static Measure],
    ) -> Self {
        let ids: Vec<&str> = methods.iter().map(|method| method.id).collect();
        let names: Vec<&str> = measures.iter().map(|measure| measure.id).collect();
        let agreement = |measure: &&'static Measure| Some((*measure, ranking::agreement(records, measure.id, others)?));
        let scores = |method: &&'static Method| Some((method.id, Scores::of_method(records, method.id)?));
        let mut problems: Vec<(String, String)> = Vec::new();
        for record in records {
            if let Some(problem) = &record.problem
                && !problems.iter().any(|(method, _)| *method == record.method)
            {
                problems.push((record.method.clone(), problem.clone()));
            }
        }
        Self {
            methods,
            measures,
            rows: ranking::rows(records, &ids, &names),
            agreements: measures.iter().filter_map(agreement).collect(),
            protocol: methods.iter().filter_map(scores).collect(),
            problems,
            count: records.iter().map(|record| record.item + 1).max().unwrap_or_default(),
        }
    }

    /// Why measures have no number at all.
    pub fn without_numbers(&self) -> impl Iterator<Item = Phrase> {
        let silent = self.measures.iter().filter(|measure| !self.rows.iter().any(|row| row.measure == measure.id));
        silent.filter_map(|measure| match measure.needs {
            Needs::Object => Some(results::no_masks(measure.id)),
            Needs::Shuffled => Some(results::no_shuffled(measure.id)),
            Needs::Animal => Some(results::no_animals(measure.id)),
            Needs::Answers | Needs::Again | Needs::Stages => None,
        })
    }

    fn agreement(&self, measure: &str) -> Option<Agreement> {
        self.agreements.iter().find(|(known, _)| known.id == measure).map(|(_, agreement)| *agreement)
    }

    /// One JSON document.
    pub fn json(&self) -> Json {
        let row = |row: &Row| {
            let Mean { mean, standard_error, count } = row.mean;
            json!({"method": row.method, "metric": row.measure, "mean": mean, "standard_error": standard_error, "count": count})
        };
        let order = |(measure, agreement): &(&Measure, Agreement)| {
            json!({
                "metric": measure.id,
                "tau_halves": agreement.halves,
                "tau_trainings": agreement.trainings,
                "separable": agreement.is_separable(),
            })
        };
        let scores = |(method, scores): &(&str, Scores)| {
            let own = scores.named().map(|(name, mean)| (name.to_owned(), json!(mean.mean)));
            let method = ("method".to_owned(), json!(method));
            Json::Object(std::iter::once(method).chain(own).collect())
        };
        let problem = |(method, problem): &(String, String)| json!({"method": method, "problem": problem});
        json!({
            "pictures": self.count,
            "rows": self.rows.iter().map(row).collect::<Vec<_>>(),
            "orders": self.agreements.iter().map(order).collect::<Vec<_>>(),
            "funny_birds": self.protocol.iter().map(scores).collect::<Vec<_>>(),
            "not_judged": self.problems.iter().map(problem).collect::<Vec<_>>(),
        })
    }

    /// A row for each method and measure, and for each method and score of FunnyBirds' protocol.
    pub fn comma_separated(&self) -> String {
        let mut text = "method,metric,mean,standard_error,count,tau_halves,tau_trainings,separable\n".to_owned();
        let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let mut line = |method: &str, measure: &str, mean: &Mean, agreement: Option<Agreement>| {
            // Writing into a String cannot fail.
            let _ = writeln!(
                text,
                "{method},{measure},{},{},{},{},{},{}",
                mean.mean,
                mean.standard_error,
                mean.count,
                number(agreement.map(|agreement| agreement.halves)),
                number(agreement.and_then(|agreement| agreement.trainings)),
                agreement.map(|agreement| agreement.is_separable().to_string()).unwrap_or_default(),
            );
        };
        for Row { method, measure, mean } in &self.rows {
            line(method, measure, mean, self.agreement(measure));
        }
        for (method, scores) in &self.protocol {
            for (name, mean) in &scores.named() {
                line(method, &format!("{PROTOCOL}:{name}"), mean, None);
            }
        }
        text
    }

    /// A row for each method, a column for each measure, and below how far each order can be trusted; then FunnyBirds' scores.
    pub fn markdown(&self) -> String {
        let measures: Vec<_> =
            self.measures.iter().filter(|measure| self.rows.iter().any(|row| row.measure == measure.id)).collect();
        let arrow = |measure: &Measure| if measure.better == Better::Higher { "↑" } else { "↓" };
        let line = |first: &str, cells: Vec<String>| format!("| {first} | {} |\n", cells.join(" | "));
        let mut text = line("method", measures.iter().map(|measure| format!("{} {}", measure.id, arrow(measure))).collect());
        text += &line("---", vec!["---:".to_owned(); measures.len()]);
        for method in self.methods {
            let cell = |measure: &&&'static Measure| {
                let row = self.rows.iter().find(|row| row.method == method.id && row.measure == measure.id);
                row.map_or_else(String::new, |row| format!("{:.2} ± {:.2}", row.mean.mean, row.mean.standard_error))
            };
            let cells: Vec<String> = measures.iter().map(cell).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                text += &line(method.id, cells);
            }
        }
        let tau = |measure: &&&'static Measure| {
            self.agreement(measure.id).map_or_else(String::new, |agreement| {
                let trainings = agreement.trainings.map(|tau| format!(", {tau:.2}")).unwrap_or_default();
                let verdict = if agreement.is_separable() { "" } else { ": not separable" };
                format!("{:.2}{trainings}{verdict}", agreement.halves)
            })
        };
        text += &line("Kendall's tau", measures.iter().map(tau).collect());
        let Some((_, first)) = self.protocol.first() else { return text };
        let names = first.named().map(|(name, _)| name.to_owned());
        text += &format!("\n{}", line("FunnyBirds", names.to_vec()));
        text += &line("---", vec!["---:".to_owned(); names.len()]);
        for (method, scores) in &self.protocol {
            text += &line(method, scores.named().map(|(_, mean)| format!("{:.3}", mean.mean)).to_vec());
        }
        text
    }

    /// The best and the worst of each measure, for people.
    pub fn said(&self, dataset: &Dataset, words: Words) -> String {
        let mut text = String::new();
        for measure in &MEASURES {
            let ranked = ranking::ranked(&self.rows, measure.id, measure.better);
            let (Some(first), Some(last)) = (ranked.first(), ranked.last()) else { continue };
            let value = |row: &Row| Value::Fixed(row.mean.mean, 3);
            let line = results::judged(measure.name, first.method.as_str(), value(first), last.method.as_str(), value(last));
            text += &words.say(&line);
            if let Some(agreement) = self.agreement(measure.id) {
                let tau = Value::Fixed(agreement.halves, 2);
                let verdict = if agreement.is_separable() { results::order_holds(tau) } else { results::not_separable(tau) };
                text += &format!("; {}", words.say(&verdict));
            }
            text.push('\n');
        }
        let mut protocol: Vec<(&str, f64)> = self.protocol.iter().map(|(method, scores)| (*method, scores.overall())).collect();
        protocol.sort_by(|one, other| other.1.total_cmp(&one.1));
        if let [first, .., last] = protocol.as_slice() {
            let value = |of: &(&str, f64)| Value::Fixed(of.1, 3);
            text += &words.say(&results::funny_birds(first.0, value(first), last.0, value(last)));
            text.push('\n');
        }
        let count = self.rows.iter().map(|row| row.mean.count).max().unwrap_or_default();
        text + &words.say(&results::judged_on(count, dataset.name.as_str())) + "\n"
    }
}
