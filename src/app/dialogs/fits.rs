//! "Which one fits?": the usual ways to prepare pictures side by side, with what the network answers to each; a click takes one.
//!
//! Knows answers, not how they come about (`questions/fits.rs`).

use egui::{Align2, Rect, Response, Role, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use crate::{
    app::{
        command::{Command, Signal, Written},
        desk::{Ending, Seat},
        open::{Loaded, Saving},
        questions::{FitsOf, fits, tried},
        say::Say,
        theme::{BETWEEN, Theme, magnification},
        view::View,
        widgets::{chip, fit_to_width, progress, row_ground, section, trust, weak},
    },
    picture::{Fit, Preprocessing},
    words::{Phrase, frame, results},
    zoo::{
        self,
        guess::{Guess, Trial, Verdict},
    },
};

/// What one line of the comparison says.
struct Line {
    name: String,
    /// The strongest class of the picture that is shown with its probability; empty until it is known.
    answer: String,
    fit: f64,
    best: bool,
    used: bool,
}

/// Shows the section.
pub fn show(ui: &mut Ui, view: &View<'_>, loaded: &Loaded, now: &Preprocessing) {
    section(ui, &ui.say(frame::WHICH_FITS), "");
    match fits(view.desk) {
        Some(answer) => compared(ui, view, loaded, now, &answer.value),
        None => not_compared(ui, view),
    }
    ui.add_space(BETWEEN);
    remember(ui, view, loaded, now);
}

fn not_compared(ui: &mut Ui, view: &View<'_>) {
    if let Some(Ending::Failed(why)) = view.desk.ending::<FitsOf>(Seat::ONE) {
        trust(ui, &ui.say(why), false);
        return;
    }
    if view.desk.is_busy::<FitsOf>(Seat::ONE) {
        let fraction = view.desk.status::<FitsOf>(Seat::ONE).and_then(|status| status.fraction);
        ui.horizontal(|ui| {
            weak(ui, &ui.say(frame::WHICH_FITS_SOON));
            progress(ui, &ui.say(frame::WHICH_FITS), fraction.unwrap_or(0.0), 120.0);
        });
        return;
    }
    if chip(ui, &ui.say(frame::COMPARE), false).on_hover_text(ui.say(frame::COMPARE_ABOUT)).clicked() {
        view.send(Command::ComparePreprocessings);
    }
}

fn compared(ui: &mut Ui, view: &View<'_>, loaded: &Loaded, now: &Preprocessing, guess: &Guess) {
    let answers = tried(view.desk).filter(|answer| answer.is_fresh);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for (index, trial) in guess.trials.iter().enumerate() {
            let top = answers.and_then(|answer| answer.value.get(index).copied().flatten());
            let answer = top.map(|(class, probability)| {
                format!("{}  {}", ui.words().percent(probability, 1), ui.say(loaded.class_name(class)))
            });
            let line = Line {
                name: ui.say(name(trial, loaded)),
                answer: answer.unwrap_or_default(),
                fit: trial.fit(),
                best: index == guess.best,
                used: trial.candidate.preprocessing == *now,
            };
            let about = format!("{}\n{}", trial.candidate.preprocessing.to_overrides(), ui.say(frame::FITS_ABOUT));
            if row(ui, &line).on_hover_text(about).clicked() && !line.used {
                view.send(Command::Preprocess(trial.candidate.preprocessing.clone()));
            }
        }
    });
    verdict(ui, guess, now);
}

/// What follows from the comparison.
fn verdict(ui: &mut Ui, guess: &Guess, now: &Preprocessing) {
    let used = guess.in_use(now).and_then(|index| guess.trials.get(index));
    match (guess.verdict(now), used) {
        (Verdict::Better(index), Some(used)) => {
            let better = guess.trials.get(index).unwrap_or_else(|| guess.best());
            trust(ui, &ui.say(frame::fits_better(better.candidate.name(), used.candidate.name())), false);
            if let Some(rival) = guess.rival() {
                weak(ui, &ui.say(frame::fits_rival(rival.candidate.name())));
            }
        }
        (Verdict::Confirmed, Some(used)) => _ = trust(ui, &ui.say(frame::fits_best(used.candidate.name())), true),
        (_, Some(_)) => _ = weak(ui, &ui.say(frame::FITS_UNCLEAR)),
        (_, None) => _ = weak(ui, &ui.say(frame::FITS_BY_HAND)),
    }
}

/// The convention; with the fit where that is not the model's.
fn name(trial: &Trial, loaded: &Loaded) -> Phrase {
    let fit = trial.candidate.preprocessing.fit;
    if fit == loaded.model.preprocessing.fit {
        return trial.candidate.name();
    }
    let fit = match fit {
        Fit::Stretch => results::STRETCHED,
        Fit::Crop(shorter) => results::cut_out_of(shorter.to_string()),
    };
    frame::fits_with(trial.candidate.name(), fit)
}

/// A line: name, a bar of how decided the answers are, the answer to the picture that is shown.
fn row(ui: &mut Ui, line: &Line) -> Response {
    let theme = Theme::of(ui);
    let magnified = magnification(ui.style());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0 * magnified), Sense::click());
    let words = ui.words();
    let fit = words.percent(line.fit, 0);
    response.widget_info(|| {
        let named = if line.best { frame::fits_row_best } else { frame::fits_row };
        WidgetInfo::selected(Role::Button, true, line.used, words.say(&named(&line.name, &fit, &line.answer)))
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    row_ground(ui, &response, line.used);
    let inner = rect.shrink2(vec2(6.0, 0.0));
    let (name_width, bar_width, number_width) = (inner.width() * 0.36, inner.width() * 0.12, 44.0 * magnified);
    let colour = if line.best { theme.accent } else { theme.text };
    let middle = inner.center().y;
    let text = fit_to_width(ui, &line.name, &TextStyle::Body, name_width - BETWEEN);
    ui.painter().galley(pos2(inner.left(), middle - text.size().y / 2.0), text, colour);
    let track = Rect::from_min_size(pos2(inner.left() + name_width, middle - 4.0), vec2(bar_width, 8.0));
    let filled = track.with_max_x(track.left() + (track.width() * line.fit.clamp(0.0, 1.0) as f32).max(1.0));
    ui.painter().rect_filled(track, 2.0, theme.line);
    ui.painter().rect_filled(filled, 2.0, if line.best { theme.accent } else { theme.faint });
    let number = pos2(track.right() + number_width, middle);
    ui.painter().text(number, Align2::RIGHT_CENTER, fit, TextStyle::Monospace.resolve(ui.style()), colour);
    let start = number.x + BETWEEN * 2.0;
    let answer = fit_to_width(ui, &line.answer, &TextStyle::Body, inner.right() - start);
    ui.painter().galley(pos2(start, middle - answer.size().y / 2.0), answer, theme.weak);
    response
}

/// Writes what is in use down beside the model's file.
fn remember(ui: &mut Ui, view: &View<'_>, loaded: &Loaded, now: &Preprocessing) {
    let file = loaded.path.as_deref();
    ui.add_enabled_ui(file.is_some(), |ui| {
        let about = match file.map(zoo::sidecar_path) {
            Some(sidecar) => {
                let sidecar = sidecar.file_name().unwrap_or_default().to_string_lossy().into_owned();
                frame::remember_about(sidecar)
            }
            None => frame::REMEMBER_NO_FILE,
        };
        let about = ui.say(about);
        let button = chip(ui, &ui.say(frame::REMEMBER), false).on_hover_text(&about).on_disabled_hover_text(about);
        let Some(file) = file.filter(|_| button.clicked()) else { return };
        let (model, preprocessing) = (file.to_owned(), now.clone());
        let write = move |_: &std::path::Path, _: &crate::control::Control| {
            zoo::remember(&model, &preprocessing).map(drop).map_err(Phrase::from)
        };
        let written = Written::new(Saving::Other(Box::new(write)));
        view.send(Signal::Save(frame::REMEMBERING, zoo::sidecar_path(file), written));
    });
}
