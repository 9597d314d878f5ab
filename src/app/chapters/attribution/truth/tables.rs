//! What the page says as tables to take away: a row for each number, in English whatever is spoken.

use std::fmt::Write as _;

use super::{Tested, Verdict, work::Frame};
use crate::{
    app::{chapters::attribution::Settings, desk::Desk, open::Numbers},
    formats::csv,
    judge::{Better, Curve, MEASURES},
};

/// The measures, the curves while the picture is erased, and how alike maps stay while the network forgets; what is known by
/// now.
pub fn tables(settings: &Settings, desk: &Desk) -> Vec<Numbers> {
    let mut measures = "method,tile,way,measure,better,value\n".to_owned();
    let mut curves = "method,tile,way,curve,share,score\n".to_owned();
    let mut forgetting = "method,tile,way,order,layer,spearman,structural,gradients\n".to_owned();
    for tile in settings.tested() {
        let Some(answer) = tile.seat().and_then(|seat| desk.fresh::<Tested>(seat)) else { continue };
        let (verdict, who) =
            (&answer.value, format!("{},{},{}", csv::field(&tile.method), tile.number + 1, csv::field(&tile.own())));
        write_measures(&mut measures, &who, verdict);
        for (name, curve) in [("deletion", &verdict.deletion), ("insertion", &verdict.insertion)] {
            write_curve(&mut curves, &format!("{who},{name}"), curve);
        }
        for (name, frames) in ["top", "bottom", "alone"].into_iter().zip(verdict.strips()) {
            write_frames(&mut forgetting, &format!("{who},{name}"), frames);
        }
    }
    let tables = [("-measures", measures), ("-curves", curves), ("-forgetting", forgetting)];
    let known = tables.into_iter().filter(|(_, text)| text.lines().count() > 1);
    known.map(|(suffix, text)| Numbers { suffix: suffix.to_owned(), ..Numbers::of_table(text) }).collect()
}

// Writing into a String cannot fail.

fn write_measures(text: &mut String, who: &str, verdict: &Verdict) {
    for measure in &MEASURES {
        if let Some(value) = verdict.value(measure.id) {
            let better = if measure.better == Better::Higher { "higher" } else { "lower" };
            let _ = writeln!(text, "{who},{},{better},{value}", measure.id);
        }
    }
}

fn write_curve(text: &mut String, who: &str, curve: &Curve) {
    for (share, score) in curve.shares.iter().zip(&curve.scores) {
        let _ = writeln!(text, "{who},{share},{score}");
    }
}

fn write_frames(text: &mut String, who: &str, frames: &[Frame]) {
    for Frame { edge, likeness, .. } in frames {
        let (spearman, structural, gradients) = (likeness.spearman, likeness.structural, likeness.gradients);
        let _ = writeln!(text, "{who},{},{spearman},{structural},{gradients}", csv::field(edge));
    }
}
