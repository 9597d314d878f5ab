//! How much the answers to one view of a picture say about the answers to another view of the same picture.
//!
//! Being decided is not enough. Numbers that are fifty times too large make a network without normalisation layers answer with
//! 100 % whatever it sees, and numbers that are far too small make it answer the same to everything. What only pictures that
//! are prepared as the network learned them give is an answer that is decided, differs from picture to picture and is still the
//! same for the mirrored picture or a part of it. One number says all three: for two views a and b of picture i, with answers p,
//!
//! `sum over classes of p(a) * (log p(b) - log of the mean answer)`, in nats,
//!
//! the mean over pairs of views; a lower bound of the mutual information of the two views' classes (Barber & Agakov 2003), at
//! most the logarithm of the number of pictures. An answer that is sure and that the other view contradicts costs as much as it
//! was sure. It must never know where the answers come from.

/// A class that the other view rules out altogether costs this much, not more: one picture does not outvote all others.
const FLOOR: f64 = -50.0;

/// The information of each picture in nats. `scores` are a network's scores before softmax: pictures, views of each, classes.
///
/// Scores that are no numbers cost what a contradiction costs.
pub fn of_each(scores: &[Vec<Vec<f32>>]) -> Vec<f64> {
    let logs: Vec<Vec<Option<Vec<f64>>>> =
        scores.iter().map(|views| views.iter().map(|view| log_softmax(view)).collect()).collect();
    let known = logs.iter().flatten().flatten();
    let count = known.clone().count().max(1) as f64;
    let classes = known.clone().map(Vec::len).max().unwrap_or(0);
    let mut mean = vec![0.0; classes];
    for view in known {
        for (sum, log) in mean.iter_mut().zip(view) {
            *sum += log.exp() / count;
        }
    }
    let information = |views: &Vec<Option<Vec<f64>>>| {
        let mut sum = 0.0;
        let mut pairs = 0.0;
        for (index, one) in views.iter().enumerate() {
            for other in views.iter().enumerate().filter(|(place, _)| *place != index).map(|(_, other)| other) {
                pairs += 1.0;
                sum += one.as_ref().zip(other.as_ref()).map_or(FLOOR, |(one, other)| shared(one, other, &mean));
            }
        }
        sum / f64::max(pairs, 1.0)
    };
    logs.iter().map(information).collect()
}

/// What one view's answer says of the other's, beyond the mean of all answers.
fn shared(one: &[f64], other: &[f64], mean: &[f64]) -> f64 {
    let terms = one.iter().zip(other).zip(mean).filter(|(_, mean)| **mean > 0.0);
    terms.map(|((one, other), mean)| one.exp() * (other.max(FLOOR) - mean.ln())).sum()
}

fn log_softmax(scores: &[f32]) -> Option<Vec<f64>> {
    if scores.is_empty() || scores.iter().any(|score| !score.is_finite()) {
        return None;
    }
    let largest = f64::from(scores.iter().copied().fold(f32::NEG_INFINITY, f32::max));
    let sum: f64 = scores.iter().map(|&score| (f64::from(score) - largest).exp()).sum();
    Some(scores.iter().map(|&score| f64::from(score) - largest - sum.ln()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two views of each of four pictures; `score` of the class that a view is for.
    fn answers(score: f32, class: impl Fn(usize, usize) -> usize) -> Vec<Vec<Vec<f32>>> {
        let view = |picture, view| {
            let mut scores = vec![0.0; 4];
            scores[class(picture, view)] = score;
            scores
        };
        (0..4).map(|picture| (0..2).map(|number| view(picture, number)).collect()).collect()
    }

    fn mean(scores: &[Vec<Vec<f32>>]) -> f64 {
        of_each(scores).iter().sum::<f64>() / scores.len() as f64
    }

    #[test]
    fn answers_that_differ_and_stay_say_all_there_is_to_say() {
        assert!((mean(&answers(50.0, |picture, _| picture)) - 4f64.ln()).abs() < 1e-9);
    }

    #[test]
    fn one_answer_to_everything_says_nothing_however_sure_it_is() {
        assert!(mean(&answers(50.0, |_, _| 2)).abs() < 1e-9);
        assert!(mean(&answers(0.0, |picture, _| picture)).abs() < 1e-9);
    }

    #[test]
    fn sureness_that_the_other_view_contradicts_costs_more_than_doubt() {
        // The first picture's mirror is taken for the second.
        let class = |picture: usize, view: usize| if picture == 0 { view } else { picture };
        let [doubtful, sure, certain] = [2.0, 20.0, 1000.0].map(|score| mean(&answers(score, class)));
        assert!(doubtful > sure && sure > certain, "{doubtful} {sure} {certain}");
        assert!(certain > FLOOR, "one picture does not outvote all others");
    }

    #[test]
    fn scores_that_are_no_numbers_count_as_contradictions() {
        let mut scores = answers(5.0, |picture, _| picture);
        scores[1][0][0] = f32::NAN;
        let each = of_each(&scores);
        assert_eq!(each[1], FLOOR);
        assert!(each[0] > 0.0);
    }
}
