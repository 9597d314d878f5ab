//! What is done when somebody asks for it: beginning, going on, resting, leaving, exploring, catching, saving.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    CARD, Training, TrainingCommand,
    work::{CatchShortcut, CheckRecipe, Dials, LookPaint, MistakesOf, ReadRecipe, Session, Setting, Suspect, TrainingRun, Way},
};
use crate::{
    app::{
        card::Group,
        chapter::Hands,
        command::{Command, Model, Picture, Signal, Written},
        desk::{Desk, Seat},
        ids::ErrandId,
        open::{PictureSource, Saving},
        state::State,
    },
    control::Control,
    data::{Dataset, ItemId},
    training::Recipe,
    words::{Phrase, frame, training as say},
};

impl Training {
    pub(super) fn do_as_asked(&mut self, command: &TrainingCommand, hands: &mut Hands<'_>) {
        use TrainingCommand as T;
        match command {
            T::Prepare(settings) => self.settings = settings.clone(),
            T::Data(data) => self.settings.data.clone_from(data),
            T::Go => self.go(hands),
            T::Steps(count) => {
                hands.next.push(Command::Chapter(CARD.id.into()).into());
                self.train(Way::Steps(*count), None, hands);
            }
            T::Slowly => {
                let setting = self.dials.setting();
                self.turn(Setting { slow: !setting.slow, ..setting }, hands);
            }
            T::Turn(setting) => self.turn(setting.clone(), hands),
            T::Leave => self.leave(hands.desk),
            T::Explore => self.explore(hands),
            T::Cell(cell) => self.cell = *cell,
            T::Story => {
                hands.next.push(Command::Chapter(CARD.id.into()).into());
                self.look_for_shortcut(Suspect::Shipped, hands);
            }
            T::Catch => self.catch(hands),
            T::Tell => self.told += 1,
            T::EndStory => hands.desk.forget_seat::<CatchShortcut>(Seat::ONE),
            T::ExplainShortcut => explain_shortcut(hands),
            T::HeldOut(index) => self.show_held_out(*index, hands),
        }
    }

    /// Begins, goes on or pauses.
    fn go(&mut self, hands: &mut Hands<'_>) {
        hands.next.push(Command::Chapter(CARD.id.into()).into());
        if self.session.is_some() && Self::runs(hands.desk) {
            self.dials.pause();
        } else {
            self.train(Way::ToTheEnd, None, hands);
        }
    }

    /// Trains on, or begins if nothing has begun.
    fn train(&mut self, way: Way, checkpoint: Option<PathBuf>, hands: &mut Hands<'_>) {
        let session = self.session.clone().or_else(|| self.begin(checkpoint, hands.state));
        let Some(session) = session else { return };
        let question = TrainingRun { session: session.id, run: ErrandId::new(), way };
        hands.desk.ask(Seat::ONE, Some(question), || Some(session));
    }

    /// A new training of what is written.
    fn begin(&mut self, checkpoint: Option<PathBuf>, state: &mut State) -> Option<Arc<Session>> {
        match Recipe::parse(&self.settings.text) {
            Err(failure) => {
                state.say(frame::failed(failure.to_string()), true);
                None
            }
            Ok(recipe) => {
                let slow = self.dials.setting().slow;
                self.dials = Arc::new(Dials::default());
                self.dials.turn(Setting { slow, ..Setting::default() });
                let data = self.settings.data.trim().to_owned();
                let session = Arc::new(Session::new(Arc::clone(&self.dials), recipe, data, checkpoint));
                (self.cell, self.told) = (None, 0);
                self.session = Some(Arc::clone(&session));
                Some(session)
            }
        }
    }

    /// Forgets the training; what was written stays.
    pub(super) fn leave(&mut self, desk: &mut Desk) {
        desk.forget_seat::<TrainingRun>(Seat::ONE);
        desk.forget_seat::<MistakesOf>(Seat::ONE);
        desk.forget_seat::<LookPaint>(Seat::ONE);
        desk.forget_seat::<CatchShortcut>(Seat::ONE);
        // The folder may have changed meanwhile.
        desk.forget_seat::<CheckRecipe>(Seat::ONE);
        let slow = self.dials.setting().slow;
        (self.session, self.cell, self.told) = (None, None, 0);
        self.dials.turn(Setting { slow, ..Setting::default() });
    }

    fn turn(&mut self, setting: Setting, hands: &mut Hands<'_>) {
        let before = self.dials.setting();
        let looks = setting.layer != before.layer || setting.example != before.example;
        self.dials.turn(setting);
        // While it rests, nobody else looks at the network anew.
        if looks && !Self::runs(hands.desk) && self.shown(hands.desk).is_some() {
            self.train(Way::Steps(0), None, hands);
        }
    }

    fn explore(&self, hands: &mut Hands<'_>) {
        let Some(look) = self.shown(hands.desk).and_then(|shown| shown.look.clone()) else { return };
        hands.next.push(Signal::Model(Model::new(Arc::clone(&look.loaded))).into());
        hands.next.extend(self.held_out(look.example.index).map(Into::into));
        hands.next.push(Command::Home.into());
    }

    fn show_held_out(&mut self, index: usize, hands: &mut Hands<'_>) {
        let count = self.session.as_ref().and_then(|session| Some(session.examples()?.test.len()));
        // After the last one comes the first.
        let example = index % count.unwrap_or(1).max(1);
        hands.next.extend(self.held_out(example).map(Into::into));
        self.turn(Setting { example, ..self.dials.setting() }, hands);
    }

    /// The way to show a held-out picture.
    fn held_out(&self, index: usize) -> Option<Signal> {
        let test = &self.session.as_ref()?.examples()?.test;
        Some(show(&Arc::new(test.dataset.clone()), test.item(index)))
    }

    /// The network so far, caught at its shortcut.
    fn catch(&mut self, hands: &mut Hands<'_>) {
        let look = self.shown(hands.desk).and_then(|shown| shown.look.clone());
        let examples = self.session.as_ref().and_then(|session| session.examples().cloned());
        let (Some(look), Some(examples)) = (look, examples) else { return };
        let suspect = Suspect::SoFar(Arc::clone(&look.loaded), Arc::new(examples.test.dataset.clone()));
        self.look_for_shortcut(suspect, hands);
    }

    fn look_for_shortcut(&mut self, suspect: Suspect, hands: &mut Hands<'_>) {
        self.told = 0;
        hands.desk.forget_seat::<CatchShortcut>(Seat::ONE);
        let question = CatchShortcut { id: ErrandId::new(), dark: hands.state.dark };
        hands.desk.ask(Seat::ONE, Some(question), || Some(suspect));
    }

    /// Writes the network so far.
    pub(super) fn save_network(&self, path: &Path, hands: &mut Hands<'_>) {
        self.save(say::SAVING_NETWORK, path, hands, Session::save_network);
    }

    /// Writes what is needed to go on later.
    pub(super) fn save_checkpoint(&self, path: &Path, hands: &mut Hands<'_>) {
        self.save(say::SAVING_CHECKPOINT, path, hands, |session, path, _| session.save_checkpoint(path));
    }

    fn save(
        &self,
        title: Phrase,
        path: &Path,
        hands: &mut Hands<'_>,
        write: fn(&Session, &Path, &Control) -> Result<(), Phrase>,
    ) {
        let Some(session) = self.session.clone() else {
            hands.state.say(say::NOTHING_TRAINED, true);
            return;
        };
        let saving = Saving::Other(Box::new(move |path, control| write(&session, path, control)));
        hands.next.push(Signal::Save(title, path.to_owned(), Written::new(saving)).into());
    }

    /// Goes on from a checkpoint of what is written.
    pub(super) fn resume(&mut self, checkpoint: &Path, hands: &mut Hands<'_>) {
        self.leave(hands.desk);
        self.train(Way::Steps(0), Some(checkpoint.to_owned()), hands);
    }
}

/// Reads a recipe's file into the field.
pub(super) fn open_recipe(path: &Path, hands: &mut Hands<'_>) {
    let question = ReadRecipe { id: ErrandId::new(), path: path.to_owned() };
    hands.desk.ask(Seat::ONE, Some(question), || Some(()));
}

/// The story's network and its picture become what all chapters look at.
fn explain_shortcut(hands: &mut Hands<'_>) {
    let Some(shortcut) = Training::story(hands.desk) else { return };
    hands.next.push(Signal::Model(Model::new(Arc::clone(&shortcut.loaded))).into());
    hands.next.push(show(&shortcut.dataset, shortcut.item).into());
    hands.next.push(Command::Group(Group::Why).into());
}

fn show(dataset: &Arc<Dataset>, item: ItemId) -> Signal {
    Signal::Picture(Picture::new(PictureSource::Elsewhere(Arc::clone(dataset), item)))
}
