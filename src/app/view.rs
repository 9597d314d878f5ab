//! What panels see of one frame, and the line to whoever acts.

use std::cell::RefCell;

use egui::{Rect, TextureId, pos2, vec2};

use super::{
    card::Card,
    command::{Command, Entry, Request, Suggestion},
    desk::Desk,
    open::Shown,
    sight::Sight,
    state::State,
    textures::{Pixels, Textures},
    tiles::Tiles,
    widgets::WHOLE,
};

/// What a panel sees of one frame, and the line to whoever acts.
pub struct View<'a> {
    /// What the window knows.
    pub state: &'a State,
    /// Questions and answers.
    pub desk: &'a Desk,
    /// What can be painted.
    pub textures: &'a Textures,
    /// The commands that menus, keys and the palette show.
    pub entries: &'a [Entry],
    /// What chapters suggest to the palette.
    pub suggestions: &'a [Suggestion],
    /// The chapters in the order of their tabs.
    pub cards: &'a [&'static Card],
    /// Commands of menus that ask for what is already so.
    pub is_on: &'a dyn Fn(&Command) -> bool,
    requests: RefCell<Vec<Request>>,
}

impl<'a> View<'a> {
    /// A view of one frame.
    pub fn new(
        (state, desk, textures): (&'a State, &'a Desk, &'a Textures),
        (entries, suggestions): (&'a [Entry], &'a [Suggestion]),
        cards: &'a [&'static Card],
        is_on: &'a dyn Fn(&Command) -> bool,
    ) -> Self {
        Self { state, desk, textures, entries, suggestions, cards, is_on, requests: RefCell::default() }
    }

    /// What can be read without changing anything.
    pub fn sight(&self) -> Sight<'a> {
        Sight { state: self.state, desk: self.desk }
    }

    /// Asks for something; it happens after the frame.
    pub fn send(&self, request: impl Into<Request>) {
        self.requests.borrow_mut().push(request.into());
    }

    /// What the panels asked for.
    pub fn into_requests(self) -> Vec<Request> {
        self.requests.into_inner()
    }

    /// The open picture's texture.
    pub fn picture(&self) -> Option<(&'a Shown, TextureId)> {
        let shown = self.state.selection.picture.as_ref()?;
        let texture = self.textures.of("picture", &shown.display, Pixels::of_picture(&shown.display));
        Some((shown.as_ref(), texture))
    }

    /// A tile of values and where it lies in its texture.
    pub fn values(&self, what: &'static str, tiles: &Tiles, index: usize) -> Option<(TextureId, Rect)> {
        self.textures.tile(what, tiles, index, Pixels::Values)
    }

    /// A tile that is a small picture, and where it lies in its texture.
    pub fn small(&self, what: &'static str, tiles: &Tiles, index: usize) -> Option<(TextureId, Rect)> {
        self.textures.tile(what, tiles, index, Pixels::Smooth)
    }

    /// The part of a picture that the network sees, in its texture's coordinates: all of it until there is a model.
    pub fn part_seen(&self, shown: &Shown) -> Rect {
        let (width, height) = (shown.picture.width, shown.picture.height);
        let Some(preprocessing) = &self.state.preprocessing else { return WHOLE };
        let [left, top, wide, high] = preprocessing.region(width, height).map(|side| side as f32);
        let (width, height) = (width as f32, height as f32);
        Rect::from_min_size(pos2(left / width, top / height), vec2(wide / width, high / height))
    }
}
