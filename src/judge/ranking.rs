//! Methods side by side: means with standard errors over pictures, the order that a measure gives, Kendall's tau between the
//! orders of two halves of the pictures or of two trainings, and the verdict "not separable" where the order is chance.

use std::collections::BTreeMap;

use super::{Better, Record};

/// Below this Kendall's tau the halves of the pictures disagree about the order too much to speak of one.
pub const HALVES: f64 = 0.8;
/// The same for two trainings of the network.
pub const TRAININGS: f64 = 0.6;

/// What a measure says of a method.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The mean over pictures.
    pub mean: f64,
    /// The standard error of that mean; 0 of a single picture.
    pub standard_error: f64,
    /// Pictures.
    pub count: usize,
}

impl Mean {
    /// Of some numbers; `None` of none.
    pub fn of(values: &[f64]) -> Option<Self> {
        let count = values.len();
        if count == 0 {
            return None;
        }
        let mean = values.iter().sum::<f64>() / count as f64;
        let spread = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count.max(2) - 1) as f64;
        Some(Self { mean, standard_error: (spread / count as f64).sqrt(), count })
    }
}

/// A row of the table: method, measure, what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The method's id.
    pub method: String,
    /// The measure's id.
    pub measure: String,
    /// What the measure says of it.
    pub mean: Mean,
}

/// The numbers of a study by measure and method, in the order of the pictures.
type Numbers<'a> = BTreeMap<(&'a str, &'a str), Vec<(usize, f64)>>;

fn numbers(records: &[Record]) -> Numbers<'_> {
    let mut found = Numbers::new();
    for record in records {
        for (measure, value) in record.values.iter().filter_map(|(measure, value)| Some((measure, (*value)?))) {
            found.entry((measure.as_str(), record.method.as_str())).or_default().push((record.item, value));
        }
    }
    found
}

/// A row for each method and measure of which there is a number; methods in the order given, measures too.
pub fn rows(records: &[Record], methods: &[&str], measures: &[&str]) -> Vec<Row> {
    let numbers = numbers(records);
    let row = |method: &str, measure: &str| {
        let values: Vec<f64> = numbers.get(&(measure, method))?.iter().map(|(_, value)| *value).collect();
        Some(Row { method: method.to_owned(), measure: measure.to_owned(), mean: Mean::of(&values)? })
    };
    methods.iter().flat_map(|method| measures.iter().filter_map(move |measure| row(method, measure))).collect()
}

/// How far the order that a measure gives can be trusted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// Kendall's tau-b between the means of one half of the pictures and those of the other.
    pub halves: f64,
    /// The same between two trainings of the network, where both are known.
    pub trainings: Option<f64>,
}

impl Agreement {
    /// Whether there is an order to speak of.
    pub fn is_separable(self) -> bool {
        self.halves >= HALVES && self.trainings.is_none_or(|tau| tau >= TRAININGS)
    }
}

/// The agreement about a measure, over at least three methods; `other` are the records of another training.
pub fn agreement(records: &[Record], measure: &str, other: Option<&[Record]>) -> Option<Agreement> {
    let own = numbers(records);
    let methods: Vec<&str> = own.keys().filter(|(known, _)| *known == measure).map(|(_, method)| *method).collect();
    let mean = |numbers: &Numbers<'_>, method: &str, keep: &dyn Fn(usize) -> bool| {
        let all = numbers.get(&(measure, method))?;
        // By their place, not by their number: a part of a data set may hold even ones alone.
        let some: Vec<f64> = all.iter().enumerate().filter(|(place, _)| keep(*place)).map(|(_, (_, value))| *value).collect();
        Some(Mean::of(&some)?.mean)
    };
    let tau = |a: &dyn Fn(&str) -> Option<f64>, b: &dyn Fn(&str) -> Option<f64>| {
        let pairs: Vec<(f64, f64)> = methods.iter().filter_map(|method| Some((a(method)?, b(method)?))).collect();
        (pairs.len() > 2).then(|| kendall(&pairs))
    };
    let even = |method: &str| mean(&own, method, &|place| place % 2 == 0);
    let odd = |method: &str| mean(&own, method, &|place| place % 2 == 1);
    let halves = tau(&even, &odd)?;
    let trainings = other.and_then(|other| {
        let other = numbers(other);
        tau(&|method| mean(&own, method, &|_| true), &|method| mean(&other, method, &|_| true))
    });
    Some(Agreement { halves, trainings })
}

/// Kendall's tau-b: how far two orders agree, -1 to 1, ties counted out; 0 where one of both is all ties.
pub fn kendall(pairs: &[(f64, f64)]) -> f64 {
    let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
    for (index, a) in pairs.iter().enumerate() {
        for b in &pairs[..index] {
            let sign = |from: f64, to: f64| if from == to { 0.0 } else { (from - to).signum() };
            let (x, y) = (sign(a.0, b.0), sign(a.1, b.1));
            both += x * y;
            first += x * x;
            second += y * y;
        }
    }
    if first > 0.0 && second > 0.0 { both / f64::sqrt(first * second) } else { 0.0 }
}

/// The methods' ids by a measure, the best first.
pub fn ranked<'a>(rows: &'a [Row], measure: &str, better: Better) -> Vec<&'a Row> {
    let mut own: Vec<&Row> = rows.iter().filter(|row| row.measure == measure).collect();
    own.sort_by(|a, b| match better {
        Better::Higher => b.mean.mean.total_cmp(&a.mean.mean),
        Better::Lower => a.mean.mean.total_cmp(&b.mean.mean),
    });
    own
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(item: usize, method: &str, value: f64) -> Record {
        let values = vec![("deletion".to_owned(), Some(value))];
        Record { item, method: method.to_owned(), values, problem: None, parts: None }
    }

    #[test]
    fn a_mean_has_its_standard_error() {
        let mean = Mean::of(&[1.0, 2.0, 3.0, 4.0]).unwrap();
        assert!((mean.mean - 2.5).abs() < 1e-12 && (mean.standard_error - (5.0f64 / 3.0 / 4.0).sqrt()).abs() < 1e-12);
        assert_eq!((Mean::of(&[]), Mean::of(&[7.0]).unwrap().standard_error), (None, 0.0));
    }

    #[test]
    fn orders_that_agree_can_be_told_apart_and_others_not() {
        let steady: Vec<Record> = (0..8)
            .flat_map(|item| ["a", "b", "c", "d"].into_iter().zip(0..).map(move |(method, place)| (item, method, place)))
            .map(|(item, method, place)| record(item, method, f64::from(place) + 0.01 * item as f64))
            .collect();
        let found = agreement(&steady, "deletion", Some(&steady)).unwrap();
        assert!(found.halves == 1.0 && found.trainings == Some(1.0) && found.is_separable());
        let turned: Vec<Record> = steady
            .iter()
            .map(|one| record(one.item, &one.method, if one.item % 2 == 0 { 1.0 } else { -1.0 } * one.values[0].1.unwrap()))
            .collect();
        assert!(!agreement(&turned, "deletion", None).unwrap().is_separable());
        let rows = rows(&steady, &["a", "b", "c", "d"], &["deletion"]);
        assert_eq!(ranked(&rows, "deletion", Better::Lower)[0].method, "a");
        assert_eq!(ranked(&rows, "deletion", Better::Higher)[0].method, "d");
    }
}
