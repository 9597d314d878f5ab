//! Giving a lecture: between the window and `scenes/`. Every scene begins from the same state, so that it looks the same wherever
//! the lecturer comes from.

use std::{collections::HashSet, path::Path, sync::Arc};

use super::{
    App,
    command::{Command, Request, Switch},
    desk::Seat,
    ids::ErrandId,
    open::FolderSource,
    scenes::{Lecture, OpenLecture, Walk, shipped},
    selection::Selection,
    settings::Colours,
    state::Dialog,
};
use crate::words::{frame, scenes};

impl App {
    /// Opens a lecture by the name that it ships by, or by its path.
    pub(super) fn open_lecture(&mut self, name: &str) {
        match shipped(name) {
            Some(lecture) => self.begin_lecture(Arc::new(lecture)),
            None if Path::new(name).is_file() => {
                let question = OpenLecture { id: ErrandId::new(), path: name.into() };
                self.desk.ask(Seat::ONE, Some(question), || Some(()));
            }
            None => self.state.say(frame::failed(scenes::no_such(name)), true),
        }
    }

    /// Shows a lecture's first scene.
    pub(super) fn begin_lecture(&mut self, lecture: Arc<Lecture>) {
        if self.script.is_done() && self.state.model.is_some() {
            self.note_departure(true);
        }
        self.state.scenes = Some(Walk::new(lecture));
        self.show_scene(0);
    }

    /// A scene so many steps on.
    pub(super) fn step_scene(&mut self, step: isize) {
        let Some(walk) = &self.state.scenes else { return };
        let next = walk.after(step);
        // Past the end, and back out of the black, nothing is set anew.
        if next != walk.at || walk.is_black {
            self.show_scene(next);
        }
    }

    /// The scene of this number, from 1.
    pub(super) fn jump_to_scene(&mut self, number: usize) {
        match &self.state.scenes {
            None => self.state.say(frame::failed(scenes::NONE_OPEN), true),
            Some(walk) if !(1..=walk.lecture.scenes.len()).contains(&number) => {
                let count = walk.lecture.scenes.len();
                self.state.say(frame::failed(scenes::no_scene(count)), true);
            }
            Some(_) => self.show_scene(number - 1),
        }
    }

    fn show_scene(&mut self, index: usize) {
        let Some(walk) = &mut self.state.scenes else { return };
        walk.at = index;
        walk.is_black = false;
        let lecture = Arc::clone(&walk.lecture);
        let Some(scene) = lecture.scenes.get(index) else { return };
        self.begin_from_nothing();
        let mut commands: Vec<Command> = lecture.beginning.iter().chain(&scene.commands).cloned().collect();
        // Of several models, pictures and folders in a row, the last is meant.
        let kinds: Vec<_> = commands.iter().map(source).collect();
        let mut index = 0;
        commands.retain(|_| {
            index += 1;
            kinds[index - 1].is_none_or(|kind| !kinds[index..].contains(&Some(kind)))
        });
        let mut is_open = true;
        commands.retain(|command| {
            // What follows another model depends on it.
            is_open &= source(command).is_none() || self.is_open_already(command);
            source(command).is_none() || !is_open
        });
        self.script.begin_scene(commands.into_iter().map(Request::from).collect());
    }

    /// What every scene begins from: nothing selected, every chapter as at the first start, the same colours.
    fn begin_from_nothing(&mut self) {
        let state = &mut self.state;
        let layer = state.model.as_ref().and_then(|loaded| loaded.first_layer());
        state.selection = Selection { layer, picture: state.selection.picture.clone(), ..Selection::default() };
        state.preprocessing = state.model.as_ref().map(|loaded| loaded.model.preprocessing.clone());
        (state.open_blocks, state.hover) = (HashSet::new(), None);
        (state.dialog, state.right_over, state.pad.open) = (Dialog::None, false, false);
        state.settings.colours = Colours::default();
        for chapter in &mut self.chapters {
            if !chapter.remembered().is_empty() {
                chapter.restore("");
            }
        }
    }

    /// Whether a model, a folder or a picture is the one that is open.
    fn is_open_already(&self, command: &Command) -> bool {
        let state = &self.state;
        match command {
            Command::Model(name) => state.model.as_ref().is_some_and(|loaded| loaded.shipped == Some(name.as_ref())),
            Command::Sample(number) => {
                let shown = state.selection.picture.as_ref().and_then(|shown| shown.sample);
                shown == Some((self.opener.samples(), *number))
            }
            Command::Gallery => {
                let source = state.folder.as_ref().map(|folder| &folder.source);
                source == Some(&FolderSource::Gallery(self.opener.samples()))
            }
            _ => false,
        }
    }

    /// Turns the screen black, or back.
    pub(super) fn black(&mut self, switch: Switch) {
        if let Some(walk) = &mut self.state.scenes {
            walk.is_black = switch.turn(walk.is_black);
        }
    }

    /// Opens or closes the lecturer's own window.
    pub(super) fn presenter(&mut self, switch: Switch) {
        match &mut self.state.scenes {
            Some(walk) => walk.has_presenter = switch.turn(walk.has_presenter),
            None => self.state.say(frame::failed(scenes::NONE_OPEN), true),
        }
    }
}

/// What kind of thing a command opens, of which one is open at a time.
fn source(command: &Command) -> Option<u8> {
    match command {
        Command::Model(_) => Some(0),
        Command::Gallery | Command::World(_) => Some(1),
        Command::Sample(_) | Command::PictureNamed(_) | Command::Item(..) => Some(2),
        _ => None,
    }
}
