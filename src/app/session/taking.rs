//! Taking a session up: what is done about each file that it needs and does not find, until nothing is left to decide. Knows no
//! window.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    errand::Opened,
    needs::{Kind, Look, Need},
};
use crate::app::command::{Command, Request};

/// What is done about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Decision {
    /// Nothing is decided.
    Open,
    /// It is used where it was.
    AsItIs,
    /// It is used from here.
    At(PathBuf),
    /// It is left out.
    Without,
}

/// A session that is being taken up.
#[derive(Clone, Debug)]
pub struct TakingUp {
    opened: Arc<Opened>,
    decisions: Vec<Decision>,
}

impl TakingUp {
    /// Decides for itself what needs no person.
    pub fn new(opened: Arc<Opened>) -> Self {
        let decide = |(_, look): &(Need, Look)| match look {
            Look::Same => Decision::AsItIs,
            Look::Beside(path) => Decision::At(path.clone()),
            Look::Changed | Look::Missing => Decision::Open,
        };
        let decisions = opened.needs.iter().map(decide).collect();
        Self { opened, decisions }
    }

    /// The file that a person has to decide about: the need, what became of it, its place among those and how many there are.
    pub fn open(&self) -> Option<(&Need, &Look)> {
        let index = self.decisions.iter().position(|decision| *decision == Decision::Open)?;
        self.opened.needs.get(index).map(|(need, look)| (need, look))
    }

    /// Uses this file in place of the one that is asked about.
    pub fn use_path(&mut self, path: &Path) {
        self.decide(Decision::At(path.to_owned()));
    }

    /// Uses the changed file.
    pub fn use_as_it_is(&mut self) {
        if self.open().is_some_and(|(_, look)| *look == Look::Changed) {
            self.decide(Decision::AsItIs);
        }
    }

    /// Does without the file.
    pub fn leave_out(&mut self) {
        self.decide(Decision::Without);
    }

    fn decide(&mut self, decision: Decision) {
        if let Some(open) = self.decisions.iter_mut().find(|decision| **decision == Decision::Open) {
            *open = decision;
        }
    }

    /// What brings the view back, once everything is decided.
    pub fn requests(&self) -> Vec<Request> {
        let decided = || self.opened.needs.iter().map(|(need, _)| need).zip(&self.decisions);
        let without = |kind: Kind| decided().any(|(need, decision)| need.kind == kind && *decision == Decision::Without);
        let (no_model, no_folder) = (without(Kind::Model), without(Kind::Folder));
        let requests = self.opened.requests.iter().filter_map(|request| match request {
            Request::Do(Command::UsePath(asked, path)) => {
                let about = decided().find(|(need, _)| need.path == *path);
                match about.map(|(_, decision)| decision) {
                    Some(Decision::Without) => None,
                    Some(Decision::At(elsewhere)) => Some(Command::UsePath(*asked, elsewhere.clone()).into()),
                    _ => Some(request.clone()),
                }
            }
            Request::Do(command) if no_model && is_of_model(command) => None,
            Request::Do(Command::Item(..)) if no_folder => None,
            _ => Some(request.clone()),
        });
        requests.collect()
    }
}

/// Whether a command means nothing for another model.
fn is_of_model(command: &Command) -> bool {
    use Command as C;
    matches!(command, C::Layer(_) | C::LayerUnit(..) | C::Unit(_) | C::Class(_) | C::ToggleBlock(_) | C::Preprocess(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::open::{OPEN_MODEL, OPEN_PICTURE};

    fn taking(looks: [Look; 2]) -> TakingUp {
        let need = |kind, path: &str| Need { kind, mark: "1".to_owned(), path: path.into() };
        let needs = [need(Kind::Model, "/m.onnx"), need(Kind::Picture, "/p.png")].into_iter().zip(looks).collect();
        let commands = [
            Command::UsePath(OPEN_MODEL, "/m.onnx".into()),
            Command::UsePath(OPEN_PICTURE, "/p.png".into()),
            Command::Layer("conv1".into()),
            Command::Chapter("filters".into()),
        ];
        TakingUp::new(Arc::new(Opened { needs, requests: commands.map(Request::from).to_vec() }))
    }

    fn written(taking: &TakingUp) -> Vec<String> {
        let written = |request: &Request| match request {
            Request::Do(command) => command.to_string(),
            Request::Signal(signal) => format!("{signal:?}"),
        };
        taking.requests().iter().map(written).collect()
    }

    #[test]
    fn what_is_there_or_moved_along_is_not_asked_about() {
        let taking = taking([Look::Same, Look::Beside("/s/p.png".into())]);
        assert_eq!(taking.open(), None);
        assert_eq!(written(&taking), ["open-model /m.onnx", "open-picture /s/p.png", "layer conv1", "chapter filters"]);
    }

    #[test]
    fn each_missing_file_is_asked_about_and_what_depends_on_it_goes_with_it() {
        let mut taking = taking([Look::Missing, Look::Changed]);
        assert_eq!(taking.open().unwrap().0.name(), "m.onnx");
        taking.use_as_it_is();
        assert_eq!(taking.open().unwrap().0.name(), "m.onnx", "nothing is there to be used");
        taking.leave_out();
        assert_eq!(taking.open().unwrap().0.name(), "p.png");
        taking.use_path(Path::new("/q.png"));
        assert_eq!(taking.open(), None);
        assert_eq!(written(&taking), ["open-picture /q.png", "chapter filters"]);
    }
}
