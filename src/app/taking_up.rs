//! Saving the view as a session, taking one up, and offering the one that a crash left behind: between the window and `session/`.

use std::{path::Path, sync::Arc, time::Duration};

use super::{
    App,
    command::{Request, Signal},
    desk::Seat,
    ids::ErrandId,
    open::{Saving, Shown},
    session::{self, Deed, KeepView, OpenSession, Opened, Recovery, TakingUp, Text, needs},
    state::Dialog,
};
use crate::{
    formats::atomic,
    words::{Phrase, frame},
};

/// How often the view is kept.
const KEPT_EVERY: Duration = Duration::from_secs(1);

/// What is kept while the program runs.
pub struct Keeping {
    recovery: Recovery,
    looked: std::time::Instant,
    /// What was written last.
    written: String,
}

/// The deeds of a retelling and its pictures; what cannot be written down, the network that was trained here, is `None`.
fn deeds(requests: Vec<Request>) -> (Option<Vec<Deed>>, Vec<Arc<Shown>>) {
    let mut pictures = Vec::new();
    let deeds = requests.into_iter().map(|request| match request {
        Request::Do(command) => Some(Deed::Do(command)),
        Request::Signal(Signal::Show(shown)) => {
            let name = crate::words::Words::ENGLISH.say(&shown.name);
            pictures.push(shown);
            Some(Deed::Inside(name))
        }
        Request::Signal(_) => None,
    });
    let deeds = deeds.collect();
    (deeds, pictures)
}

fn commands(deeds: &[Deed]) -> impl Iterator<Item = &super::command::Command> {
    deeds.iter().filter_map(|deed| match deed {
        Deed::Do(command) => Some(command),
        Deed::Inside(_) => None,
    })
}

impl App {
    /// Writes the view as a session.
    pub(super) fn save_session(&mut self, path: &Path) {
        let (Some(deeds), pictures) = deeds(self.retelling()) else {
            self.state.say(frame::failed(frame::SESSION_UNSAVED_MODEL), true);
            return;
        };
        let write = move |path: &Path, control: &crate::control::Control| -> Result<(), Phrase> {
            let needs = needs(commands(&deeds), Some(control))?;
            let bytes = session::bytes(&Text { needs, deeds }, &pictures)?;
            Ok(atomic::write(path, |file| file.write_all(&bytes))?)
        };
        self.save(frame::SAVING_SESSION, path, Saving::Other(Box::new(write)));
    }

    /// Takes up a session that was opened, or asks for what it does not find.
    pub(super) fn take_up(&mut self, opened: Arc<Opened>) {
        self.state.taking_up = Some(TakingUp::new(opened));
        self.go_on_taking_up();
    }

    /// Decides about the file that is asked about, and goes on.
    pub(super) fn decide(&mut self, decide: impl FnOnce(&mut TakingUp)) {
        if let Some(taking_up) = &mut self.state.taking_up {
            decide(taking_up);
            self.go_on_taking_up();
        }
    }

    fn go_on_taking_up(&mut self) {
        let Some(taking_up) = &self.state.taking_up else { return };
        if taking_up.open().is_some() {
            self.state.dialog = Dialog::Missing;
            return;
        }
        let requests = taking_up.requests();
        self.state.taking_up = None;
        if self.script.is_done() {
            self.note_departure(true);
        }
        self.script.begin_with(requests);
    }

    /// Begins to keep the view, and offers the one that a crash left behind.
    pub(super) fn begin_to_keep(&mut self, folder: &Path) {
        // Without a place to keep it the program works as well.
        let Ok((recovery, left)) = Recovery::begin(folder) else { return };
        self.keeping = Some(Keeping { recovery, looked: std::time::Instant::now(), written: String::new() });
        if left.is_some() {
            self.state.recovered = left;
            self.state.dialog = Dialog::Recovered;
        }
    }

    /// Opens the view that a crash left behind.
    pub(super) fn take_up_recovered(&mut self) {
        if let Some(recovered) = &self.state.recovered {
            let question = OpenSession { id: ErrandId::new(), path: recovered.path.clone() };
            self.desk.ask(Seat::ONE, Some(question), || Some(()));
        }
    }

    /// Forgets the view that a crash left behind.
    pub(super) fn forget_recovered(&mut self) {
        if let Some(recovered) = self.state.recovered.take() {
            recovered.forget();
        }
    }

    /// Keeps the view, if it has changed since it was kept.
    pub(super) fn keep(&mut self, ctx: &egui::Context) {
        let Some(keeping) = &self.keeping else { return };
        let since = keeping.looked.elapsed();
        if since < KEPT_EVERY {
            ctx.request_repaint_after(KEPT_EVERY.saturating_sub(since));
            return;
        }
        let is_busy = !self.script.is_done() || self.desk.is_busy::<KeepView>(Seat::ONE) || self.state.model.is_none();
        let told = if is_busy { (None, Vec::new()) } else { deeds(self.retelling()) };
        let Some(keeping) = &mut self.keeping else { return };
        keeping.looked = std::time::Instant::now();
        let (Some(deeds), pictures) = told else { return };
        let needs = needs(commands(&deeds), None).unwrap_or_default();
        let text = Text { needs, deeds };
        let written = format!("{text}{:?}", pictures.iter().map(|shown| shown.id).collect::<Vec<_>>());
        if written != keeping.written {
            keeping.written = written;
            let question = KeepView { id: ErrandId::new(), path: keeping.recovery.path().to_owned() };
            self.desk.ask(Seat::ONE, Some(question), || Some((text, pictures)));
        }
    }
}
