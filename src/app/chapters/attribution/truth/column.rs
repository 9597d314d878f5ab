//! What the right column says of the tested maps: the curves while the picture is erased, and how alike maps stay while the
//! network forgets.

use egui::{Color32, Ui};

use super::Tested;
use crate::{
    app::{
        chapters::attribution::Settings,
        say::Say,
        theme::{BETWEEN, Theme, class_colour},
        view::View,
        widgets::{Curve, Curves, weak},
    },
    attribution::Family,
    judge,
    words::{Words, attribution as say},
};

/// How high a plot is, in points.
const HEIGHT: f32 = 130.0;

fn written(words: Words, value: f32) -> String {
    words.fixed(f64::from(value), 2)
}

/// What a tile's lines are: its name and colour, and for each plot its points and the number beside its name.
struct Lines {
    name: &'static str,
    colour: Color32,
    plots: [(Vec<[f64; 2]>, Option<f64>); 3],
}

/// Controls whose lines are drawn: all of them would hide the rest.
const CONTROLS: [&str; 3] = ["random", "edge", "truth"];

/// Shows the curves while the page is open.
pub fn column(ui: &mut Ui, view: &View<'_>, settings: &Settings) {
    if !settings.truth {
        return;
    }
    let theme = Theme::of(ui);
    let mut lines: Vec<Lines> = Vec::new();
    for tile in settings.tested() {
        let (Some(method), Some(seat)) = (tile.method(), tile.seat()) else { continue };
        let place = CONTROLS.iter().position(|id| *id == method.id);
        if method.family == Family::Controls && place.is_none() {
            continue;
        }
        let Some(answer) = view.desk.fresh::<Tested>(seat) else { continue };
        let verdict = &answer.value;
        let points = |curve: &judge::Curve| curve.shares.iter().zip(&curve.scores).map(|(x, y)| [*x, *y]).collect::<Vec<_>>();
        let forgets: Vec<[f64; 2]> = std::iter::once([0.0, 1.0])
            .chain(verdict.top.iter().zip(1..).map(|(frame, stage)| [f64::from(stage), frame.likeness.spearman]))
            .collect();
        let colour = match place {
            Some(0) => theme.faint,
            Some(1) => theme.weak,
            Some(_) => theme.text,
            None => class_colour(lines.len()),
        };
        let plots = [
            (points(&verdict.deletion), verdict.value("deletion")),
            (points(&verdict.insertion), verdict.value("insertion")),
            (forgets, verdict.value("randomised-top")),
        ];
        lines.push(Lines { name: method.name, colour, plots });
    }
    let [share, stage] = [say::SHARE_ERASED, say::STAGE].map(|phrase| ui.say(phrase));
    for (place, (name, time)) in
        [(say::DELETION, &share), (say::INSERTION, &share), (say::FORGETS_FROM_TOP, &stage)].into_iter().enumerate()
    {
        let name = ui.say(name);
        let mut curves = Vec::with_capacity(lines.len());
        for Lines { name, colour, plots } in &lines {
            let (points, value) = &plots[place];
            curves.push(Curve { name, points, colour: *colour, value: *value });
        }
        Curves { name: &name, time, written, ends: [0.0, 1.0], curves: &curves }.show(ui, HEIGHT);
        ui.add_space(BETWEEN);
    }
    weak(ui, &ui.say(say::TRUTH_READING));
    ui.add_space(BETWEEN);
}
