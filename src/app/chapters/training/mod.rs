//! The chapter "Training": a network learns while a person watches, as a recipe says that can be changed here.
//!
//! `work/` trains and looks on jobs' threads, `deeds.rs` does what is asked, `panel/` shows it.

mod command;
mod deeds;
mod panel;
mod paths;
mod work;

use std::{path::Path, sync::Arc};

use egui::{Key, Ui};

pub use command::{Settings, TrainingCommand};
pub use paths::{OPEN_CHECKPOINT, OPEN_DATA, OPEN_RECIPE, REQUESTS, SAVE_CHECKPOINT, SAVE_NETWORK};
pub use work::{
    CatchShortcut, CheckRecipe, Checked, LookPaint, Measured, Mistakes, MistakesOf, PaintedLook, Record, Setting, Shortcut,
    TrainingRun, TrainingView,
};

use crate::{
    app::{
        card::{Card, Group},
        chapter::{Asking, Chapter, Hands, read, written},
        chapters::ChapterCommand,
        command::{Command, Entry, Menu, NONE, entry},
        desk::{Desk, News, Seat, What},
        open::{Numbers, PathRequest},
        sight::Sight,
        view::View,
    },
    figures::{Curve, Figure, Panel, Plot, confusion},
    picture::class_colour,
    words::{Phrase, Value, Words, training as say},
    zoo::class_phrases,
};
use work::{Dials, ReadRecipe, Session};

static CARD: Card = Card { id: "training", digit: 9, name: say::NAME, question: say::QUESTION, group: Group::Learn };

/// The chapter.
#[derive(Default)]
pub struct Training {
    settings: Settings,
    /// What the person turns, also while nothing runs.
    dials: Arc<Dials>,
    /// The training that runs or rests.
    session: Option<Arc<Session>>,
    /// The cell of the confusion matrix whose pictures are shown.
    cell: Option<[usize; 2]>,
    /// How much of the ruler story is told: the picture, where the network looks, what it says without the cue.
    told: usize,
}

impl Training {
    /// The training as it stands, once there is something to show.
    fn shown<'a>(&self, desk: &'a Desk) -> Option<&'a TrainingView> {
        let session = self.session.as_ref()?;
        let answer = desk.answer::<TrainingRun>(Seat::ONE)?;
        (answer.value.session == session.id).then_some(answer.value.as_ref())
    }

    /// Whether steps are being done.
    fn runs(desk: &Desk) -> bool {
        desk.is_busy::<TrainingRun>(Seat::ONE)
    }

    /// What was found out about what is written now.
    fn checked(desk: &Desk) -> Option<&Checked> {
        desk.fresh::<CheckRecipe>(Seat::ONE).map(|answer| answer.value.as_ref())
    }

    /// The pictures of the cell that is chosen.
    fn mistakes(desk: &Desk) -> Option<&Mistakes> {
        desk.fresh::<MistakesOf>(Seat::ONE).map(|answer| answer.value.as_ref())
    }

    /// A picture that a network answers because of its cue.
    fn story(desk: &Desk) -> Option<&Shortcut> {
        desk.answer::<CatchShortcut>(Seat::ONE).map(|answer| answer.value.as_ref())
    }

    fn ask_for_check(&self, Asking { desk, shown, .. }: &mut Asking<'_>) {
        let question = CheckRecipe { text: self.settings.text.clone(), data: self.settings.data.trim().to_owned() };
        let before = desk.answer::<CheckRecipe>(Seat::ONE).map(|answer| Arc::clone(&answer.value));
        let is_wanted = *shown && self.session.is_none();
        desk.ask(Seat::ONE, Some(question), || is_wanted.then_some(before));
    }

    fn ask_for_mistakes(&self, desk: &mut Desk) {
        let evaluation = self.shown(desk).and_then(|shown| Some((shown.session, shown.evaluation.clone()?)));
        let question = evaluation.as_ref().zip(self.cell).map(|((session, (step, _)), cell)| MistakesOf {
            session: *session,
            step: *step,
            cell,
        });
        let examples = self.session.as_ref().and_then(|session| session.examples().cloned());
        desk.ask(Seat::ONE, question, || Some((examples?, evaluation?.1.1)));
    }
}

impl Chapter for Training {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn ask(&mut self, asking: &mut Asking<'_>) {
        self.ask_for_check(asking);
        self.ask_for_mistakes(asking.desk);
        let (desk, shown) = (&mut *asking.desk, asking.shown);
        let look = self.shown(desk).and_then(|shown| shown.look.clone());
        let question = look.as_ref().map(|look| LookPaint { look: look.id, dark: asking.state.dark });
        desk.ask(Seat::ONE, question, || look.filter(|_| shown));
    }

    fn ui(&self, ui: &mut Ui, view: &View<'_>) {
        panel::show(ui, &panel::Scene { view, training: self });
    }

    fn act(&mut self, command: &ChapterCommand, hands: &mut Hands<'_>) {
        if let ChapterCommand::Training(command) = command {
            self.do_as_asked(command, hands);
        }
    }

    fn receive(&mut self, news: &News, hands: &mut Hands<'_>) {
        if news.answers::<ReadRecipe>() {
            if let Some(answer) = hands.desk.take::<ReadRecipe>(Seat::ONE) {
                answer.value.as_ref().clone_into(&mut self.settings.text);
            }
            return;
        }
        let ended = matches!(news.what, What::Failed(_) | What::Stopped);
        if news.key.is::<TrainingRun>() && ended && self.shown(hands.desk).is_none() {
            // It never began: back to what is written.
            self.leave(hands.desk);
        }
    }

    fn use_path(&mut self, request: &PathRequest, path: &Path, hands: &mut Hands<'_>) -> bool {
        match request.id {
            id if id == OPEN_DATA.id => self.settings.data = path.display().to_string(),
            id if id == OPEN_RECIPE.id => deeds::open_recipe(path, hands),
            id if id == OPEN_CHECKPOINT.id => self.resume(path, hands),
            id if id == SAVE_CHECKPOINT.id => self.save_checkpoint(path, hands),
            id if id == SAVE_NETWORK.id => self.save_network(path, hands),
            _ => return false,
        }
        true
    }

    fn entries(&self) -> &'static [Entry] {
        ENTRIES
    }

    fn is_on(&self, command: &ChapterCommand) -> bool {
        *command == ChapterCommand::Training(TrainingCommand::Slowly) && self.dials.setting().slow
    }

    fn figure(&self, sight: Sight<'_>) -> Option<Figure> {
        let shown = self.shown(sight.desk)?;
        let (losses, accuracies) = (shown.record.losses(), shown.record.accuracies());
        let words = sight.state.words;
        let [training, held_out, time] = [say::CURVE_TRAINING, say::CURVE_HELD_OUT, say::STEPS].map(|name| words.say(&name));
        let plot = |name: Phrase, points: &[Vec<[f64; 2]>; 2], written, ends| {
            let curve = |place: usize, name| Curve { name, points: &points[place], colour: class_colour(place) };
            let curves = [curve(0, training.as_str()), curve(1, held_out.as_str())];
            Panel::new(Plot { name: &words.say(&name), time: &time, written, words, ends, curves: &curves }.drawing())
        };
        let percent = |words: Words, value: f32| format!("{} %", words.short(value * 100.0));
        let mut panels =
            vec![plot(say::LOSS, &losses, Words::short, [0.0, 0.1]), plot(say::ACCURACY, &accuracies, percent, [0.0, 1.0])];
        if let Some((step, evaluation)) = &shown.evaluation {
            let names: Vec<String> = class_phrases(&shown.classes).iter().map(|class| words.say(class)).collect();
            let mut panel = Panel::new(confusion(&names, &evaluation.confusion));
            let share = Value::Percent(evaluation.top1, 1);
            panel.caption = Some(say::figure_mistakes(*step, share, evaluation.count));
            panel.notes = vec![say::FIGURE_ROWS];
            panels.push(panel);
        }
        let [step, total, _] = shown.steps;
        Some(Figure { title: say::figure(say::title(&shown.name, &shown.data), step, total), panels })
    }

    fn numbers(&self, sight: Sight<'_>) -> Vec<Numbers> {
        let numbers = self.shown(sight.desk).map(|shown| {
            let rows: Vec<[f32; 4]> = shown.record.rows().collect();
            let mut table = "step,loss,accuracy,held_out\n".to_owned();
            for [step, loss, accuracy, held_out] in &rows {
                table += &format!("{step},{loss},{accuracy},{held_out}\n");
            }
            Numbers { table: Some(table), ..Numbers::new(vec![rows.len(), 4], Arc::new(rows.into_iter().flatten().collect())) }
        });
        numbers.into_iter().collect()
    }

    fn file_name(&self, sight: Sight<'_>) -> String {
        self.shown(sight.desk).map_or_else(|| CARD.id.to_owned(), |shown| shown.name.clone())
    }

    fn remembered(&self) -> String {
        written(&self.settings)
    }

    fn restore(&mut self, text: &str) {
        self.settings = read(text);
    }
}

static ENTRIES: &[Entry] = {
    use Menu::Train;
    use TrainingCommand as T;
    const fn of(command: TrainingCommand) -> Command {
        Command::Of(ChapterCommand::Training(command))
    }
    &[
        entry(of(T::Go), Train, say::GO, say::GO_ABOUT).key(NONE, Key::F9),
        entry(of(T::Steps(1)), Train, say::ONE_BATCH, say::ONE_BATCH_ABOUT).key(NONE, Key::F10),
        entry(of(T::Slowly), Train, say::SLOW_MOTION, say::SLOW_MOTION_ABOUT).key(NONE, Key::F8),
        entry(of(T::Explore), Train, say::EXPLORE, say::EXPLORE_ABOUT),
        entry(Command::Ask(SAVE_NETWORK), Train, say::SAVE_NETWORK, say::SAVE_NETWORK_ABOUT),
        entry(Command::Ask(SAVE_CHECKPOINT), Train, say::SAVE_CHECKPOINT, say::SAVE_CHECKPOINT_ABOUT),
        entry(Command::Ask(OPEN_CHECKPOINT), Train, say::OPEN_CHECKPOINT, say::OPEN_CHECKPOINT_ABOUT),
        entry(of(T::Story), Train, say::STORY, say::STORY_ABOUT),
        entry(of(T::Leave), Train, say::LEAVE, say::LEAVE_ABOUT),
    ]
};
