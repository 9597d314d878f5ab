//! Occlusion by hand: a person covers a part of the picture, or of a layer's maps, and sees at once what becomes of the answer.
//!
//! `command.rs` says what is asked and remembered, `stroke.rs` what a brush and a patch cover, `work.rs` asks the network,
//! `panel.rs` shows the picture under the hand and `answer.rs` what becomes of the classes, both of one `scene.rs`. Knows no
//! method.

mod answer;
mod command;
mod panel;
mod scene;
mod stroke;
mod work;

use std::sync::Arc;

pub use command::{Cover, Settings, Surface, Tool};
pub use work::{ByHand, CanvasOf, Covered, Place};

use egui::{Key, Ui};

use scene::{Scene, layer};

use crate::{
    app::{
        chapter::{Asking, Hands},
        chapters::ChapterCommand,
        command::{Command, Entry, Menu, NONE, entry},
        desk::Seat,
        open::Numbers,
        questions::{last_pass, pass},
        sight::Sight,
        view::View,
    },
    figures::{Figure, Panel},
    words::{Value, attribution as say},
};

/// The chapter that it belongs to.
const CHAPTER: &str = "attribution";
/// How much larger the next size of a tool is.
const STEP: f32 = 1.15;
/// Classes that a saved figure lists.
const CLASSES: usize = 5;

/// The hand's lines in menus and palette.
pub static ENTRIES: &[Entry] = {
    const fn of(command: Cover) -> Command {
        Command::Of(ChapterCommand::Hand(command))
    }
    &[
        entry(of(Cover::Open(None)), Menu::View, say::HAND_ENTRY, say::HAND_ENTRY_ABOUT).key(NONE, Key::H),
        entry(of(Cover::With(None)), Menu::View, say::HAND_FILL_ENTRY, say::HAND_FILL_ENTRY_ABOUT).key(NONE, Key::F),
        entry(of(Cover::Nothing), Menu::View, say::HAND_RESET_ENTRY, say::HAND_RESET_ENTRY_ABOUT),
    ]
};

/// Does what is asked, in the chapter that shows it.
pub fn act(settings: &mut Settings, asked: &Cover, hands: &mut Hands<'_>) {
    // From elsewhere the key leads here, even if the hand was open before; the other keys belong to what is seen.
    let is_elsewhere = !hands.state.shows(CHAPTER);
    if matches!(asked, Cover::With(None)) && (is_elsewhere || !settings.open) {
        return;
    }
    let leads_here = matches!(asked, Cover::Open(None | Some(true))) && is_elsewhere;
    settings.act(if leads_here { &Cover::Open(Some(true)) } else { asked });
    if leads_here {
        hands.next.push(Command::Chapter(CHAPTER.into()).into());
    }
}

/// Hears of a command that the window has carried out: the tool in use grows and shrinks as tiles do.
pub fn after(settings: &mut Settings, command: &Command) {
    match command {
        Command::LargerTiles if settings.open => settings.scale(STEP),
        Command::SmallerTiles if settings.open => settings.scale(1.0 / STEP),
        _ => (),
    }
}

/// The hand, as far as it is of a moment.
#[derive(Default)]
pub struct Hand {
    /// What is being asked.
    asked: Option<ByHand>,
}

/// What a person wants to know now; nothing while nothing is covered.
fn wanted(settings: &Settings, sight: Sight<'_>) -> Option<ByHand> {
    let pass = pass(sight.desk)?.question.clone();
    let (place, size) = match settings.surface {
        Surface::Picture => (Place::Picture(settings.fill.clone()), pass.preprocessing.size),
        Surface::Channel => {
            let (layer, size) = layer(sight)?;
            (Place::Maps(layer, Some(sight.unit()?.channel)), size)
        }
        Surface::Layer => {
            let (layer, size) = layer(sight)?;
            (Place::Maps(layer, None), size)
        }
    };
    let under = sight.state.pointed.filter(|_| settings.tool == Tool::Patch);
    let patch = settings.laid.or(under).map(|at| stroke::patch(settings.patch, at, size));
    let strokes = settings.strokes.clone();
    (patch.is_some() || !strokes.is_empty()).then_some(ByHand { pass, place, patch, strokes })
}

impl Hand {
    /// Shows the picture under the hand and what becomes of the answer.
    pub fn show(&self, ui: &mut Ui, view: &View<'_>, settings: &Settings) {
        panel::show(ui, &Scene { view, settings, asked: self.asked.as_ref() });
    }

    /// The covered picture, with what became of the strongest classes; nothing while nothing of the picture is covered.
    pub fn figure(&self, sight: Sight<'_>) -> Option<Figure> {
        let (loaded, pass) = (sight.state.model.as_ref()?, last_pass(sight.desk)?);
        let answer = sight.desk.answer::<ByHand>(Seat::ONE).filter(|answer| Some(&answer.question) == self.asked.as_ref())?;
        let covered = answer.value.as_ref();
        let mut picture = (*pass.value.visible).clone();
        let ([top, left, ..], image) = covered.instead.as_ref()?;
        for (index, pixel) in image.pixels.iter().enumerate().filter(|(_, pixel)| pixel.a() > 0) {
            let (y, x) = (top + index / image.width(), left + index % image.width());
            picture.blend_pixel(x, y, [pixel.r(), pixel.g(), pixel.b()], 1.0);
        }
        let class = |class| {
            let ((_, was), (_, is)) = (pass.value.answer.of(class)?, covered.answer.of(class)?);
            Some(say::hand_class(sight.class_name(class), Value::Percent(was, 1), Value::Percent(is, 1)))
        };
        let mut notes = vec![say::hand_covered(Value::Percent(covered.share, 1))];
        notes.extend(pass.value.answer.ranking.iter().take(CLASSES).copied().filter_map(class));
        let title = say::figure(say::HAND_TITLE, &loaded.model.name, sight.picture_name());
        Some(Figure::of(title, Panel { notes, ..Panel::of_picture(picture) }))
    }

    /// The scores before and now, `2 x classes`.
    pub fn numbers(&self, sight: Sight<'_>) -> Vec<Numbers> {
        let scores = || {
            let answer = sight.desk.answer::<ByHand>(Seat::ONE).filter(|answer| Some(&answer.question) == self.asked.as_ref())?;
            let rows = [&last_pass(sight.desk)?.value.answer.scores, &answer.value.answer.scores];
            Some(Numbers::new(vec![rows.len(), rows[0].len()], Arc::new(rows.map(Vec::as_slice).concat())))
        };
        scores().into_iter().collect()
    }

    /// Asks what becomes of the answer.
    pub fn ask(&mut self, settings: &Settings, asking: &mut Asking<'_>) {
        let (state, is_shown) = (asking.state, asking.shown && settings.open);
        let pass = pass(asking.desk).map(|answer| (answer.question.clone(), Arc::clone(&answer.value)));
        let given = pass.as_ref().zip(state.model.clone()).filter(|_| is_shown);
        let given = given.map(|((_, pass), loaded)| (loaded, Arc::clone(pass)));
        let canvas = pass.map(|(pass, _)| CanvasOf { pass, fill: settings.fill.clone() });
        asking.desk.ask(Seat::ONE, canvas, || given.clone());
        let wanted = if is_shown { wanted(settings, Sight { state, desk: asking.desk }) } else { None };
        // While one place is being answered the next ones wait: else none would be answered as long as the hand moves.
        let goes_on = |asked: &ByHand| {
            let is_of_now = wanted.as_ref().is_some_and(|wanted| wanted.pass == asked.pass);
            is_of_now && asking.desk.is_busy::<ByHand>(Seat::ONE)
        };
        self.asked = self.asked.take().filter(goes_on).or(wanted);
        let canvas = asking.desk.fresh::<CanvasOf>(Seat::ONE).map(|answer| Arc::clone(&answer.value));
        let is_ready = canvas.is_some() || self.asked.as_ref().is_none_or(|asked| !matches!(asked.place, Place::Picture(_)));
        asking.desk.ask(Seat::ONE, self.asked.clone(), || {
            let (loaded, pass) = given.filter(|_| is_ready)?;
            Some((loaded, pass, canvas))
        });
    }
}
