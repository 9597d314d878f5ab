//! The chapter "Attribution": why this answer? A class, or the selected unit, explained by the methods that are shown.

mod beside;
mod command;
mod hand;
mod panel;
mod suggestions;
mod work;

use std::sync::Arc;

use egui::Ui;

pub use command::{Explain, Settings};
pub use hand::{ByHand, CanvasOf, Cover, Covered, Place, Settings as HandSettings, Surface, Tool};
pub use work::{Explanation, MapPaint, PaintedMap};

use crate::{
    app::{
        card::{Card, Group},
        chapter::{Asking, Chapter, Hands, read, written},
        chapters::ChapterCommand,
        command::{Command, Entry, Suggestion},
        desk::{Desk, Seat},
        open::Numbers,
        questions::{last_pass, pass},
        sight::Sight,
        view::View,
        way::Way,
    },
    attribution::{METHODS, Map, Method, last_maps},
    figures::{Figure, Ground, Look, heatmap_panel},
    methods::{Convention, Cost},
    network::Target,
    words::{Phrase, Value, attribution as say, figures as captions, frame},
};
use work::Given;

static CARD: Card = Card { id: "attribution", digit: 4, name: say::NAME, question: say::QUESTION, group: Group::Why };

/// The chapter.
#[derive(Default)]
pub struct Attribution {
    settings: Settings,
    hand: hand::Hand,
}

impl Attribution {
    /// What is explained: a class, or the selected unit.
    fn target(&self, sight: Sight<'_>) -> Option<Target> {
        if self.settings.of_unit {
            return Some(sight.unit()?.target(sight.state.selection.layer?));
        }
        sight.class().map(Target::Class)
    }

    /// The question to one method.
    fn question(&self, sight: Sight<'_>, method: &'static Method) -> Option<Explanation> {
        let target = self.target(sight)?;
        let network = sight.state.model.as_ref()?.engine.network();
        // A method that looks at no layer does not care which one is selected.
        let chosen = || sight.state.selection.layer.filter(|_| self.settings.selected_layer);
        let layer = if method.looks_at_layer { chosen().or_else(|| last_maps(network, &target)) } else { None };
        let Way { convention, parameters } = self.settings.ways.get(method.id).cloned().unwrap_or_default();
        Some(Explanation { pass: pass(sight.desk)?.question.clone(), method: method.id, target, layer, convention, parameters })
    }

    /// The methods that are shown, in the order of the menu.
    fn shown(&self) -> impl Iterator<Item = &'static Method> {
        METHODS.iter().filter(|method| self.settings.shown.iter().any(|id| id == method.id))
    }

    fn look(sight: Sight<'_>) -> Look {
        Look::plain(sight.state.settings.colours.map, sight.state.dark)
    }

    /// Every map that is shown, with its method.
    fn maps(&self, desk: &Desk) -> Vec<(&'static Method, Arc<Map>)> {
        let map = |method: &'static Method| {
            let answer = desk.fresh::<Explanation>(Seat::named(method.id))?;
            Some((method, Arc::clone(&answer.value)))
        };
        self.shown().filter_map(map).collect()
    }

    /// The settings that come of what is asked.
    fn asked(&self, asked: &Explain) -> Result<Settings, Phrase> {
        let mut settings = self.settings.clone();
        match asked {
            Explain::Like(settings) => return Ok(settings.clone()),
            Explain::Show(method) => {
                let method = METHODS.find(method)?;
                settings.shown.retain(|id| id != method.id);
                settings.shown.push(method.id.to_owned());
            }
            Explain::Hide(method) => {
                let method = METHODS.find(method)?;
                settings.shown.retain(|id| id != method.id);
            }
            Explain::Set(method, values) => {
                let method = METHODS.find(method)?;
                let mut way = settings.ways.remove(method.id).filter(|_| !values.is_empty()).unwrap_or_default();
                for (key, value) in values {
                    if key == "convention" {
                        let convention = Convention::find(method.name, method.conventions, Some(value))?;
                        way.convention = Some(convention.id.to_owned());
                    } else {
                        way.parameters.read(method.name, method.parameters, key, value)?;
                    }
                }
                if way != Way::default() {
                    settings.ways.insert(method.id.to_owned(), way);
                }
            }
        }
        Ok(settings)
    }

    /// What is explained, for people.
    fn target_name(&self, sight: Sight<'_>) -> Option<Phrase> {
        let unit = || sight.unit_name().map(Phrase::verbatim);
        if self.settings.of_unit { unit() } else { sight.class().map(|class| sight.class_name(class)) }
    }

    fn resume(desk: &mut Desk, chosen: impl Fn(&Method) -> bool) {
        for method in METHODS.iter().filter(|method| chosen(method)) {
            desk.resume::<Explanation>(Seat::named(method.id));
        }
    }
}

/// Quick methods first, each group in the order of the menu.
fn rank(place: usize, method: &Method) -> u32 {
    place as u32 + if method.cost == Cost::Pass { 0 } else { 1000 }
}

impl Chapter for Attribution {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn ask(&mut self, asking: &mut Asking<'_>) {
        let state = asking.state;
        let look = Look::plain(state.settings.colours.map, state.dark);
        self.hand.ask(&self.settings.hand, asking);
        let shown = asking.shown && !self.settings.hand.open;
        for (place, method) in METHODS.iter().enumerate() {
            let seat = Seat::named(method.id);
            let sight = Sight { state, desk: asking.desk };
            let is_shown = shown && self.settings.shown.iter().any(|id| id == method.id);
            let (question, pass) = (self.question(sight, method), pass(sight.desk).map(|answer| Arc::clone(&answer.value)));
            let target = self.target_name(sight).unwrap_or(say::WHY_THIS_ANSWER);
            let given = || {
                let (loaded, shown) = (state.model.clone()?, state.selection.picture.clone()?);
                let (folder, rank) = (state.folder.clone(), rank(place, method));
                Some(Given { method, loaded, pass: pass?, shown, folder, target, rank })
            };
            asking.desk.ask(seat, question, || if is_shown { given() } else { None });
            if asking.desk.is_busy::<Explanation>(seat) {
                asking.desk.attend::<Explanation>(seat, shown);
            }
            let map = asking.desk.fresh::<Explanation>(seat);
            let map = map.map(|answer| (answer.stamp, answer.question.clone(), Arc::clone(&answer.value)));
            let size = state.preprocessing.as_ref().map(|preprocessing| preprocessing.size);
            let opaque = !self.settings.over_picture;
            let paint = map.as_ref().zip(size).map(|((map, ..), size)| MapPaint { map: *map, size, look, opaque });
            asking.desk.ask(seat, paint, || map.filter(|_| is_shown).map(|(_, answers, map)| (map, answers)));
        }
    }

    fn ui(&self, ui: &mut Ui, view: &View<'_>) {
        if self.settings.hand.open {
            return self.hand.show(ui, view, &self.settings.hand);
        }
        let methods: Vec<&'static Method> = self.shown().collect();
        let target = self.target_name(view.sight());
        panel::show(ui, &panel::Shown { view, settings: &self.settings, methods: &methods, target });
    }

    fn act(&mut self, command: &ChapterCommand, hands: &mut Hands<'_>) {
        if let ChapterCommand::Hand(asked) = command {
            return hand::act(&mut self.settings.hand, asked, hands);
        }
        let ChapterCommand::Attribution(asked) = command else { return };
        let changed = match self.asked(asked) {
            Ok(changed) => changed,
            Err(problem) => return hands.state.say(frame::failed(problem), true),
        };
        let before = std::mem::replace(&mut self.settings, changed);
        // A method that is chosen anew is asked for.
        Self::resume(hands.desk, |method| !before.shown.iter().any(|id| id == method.id));
    }

    fn after(&mut self, command: &Command, hands: &mut Hands<'_>) {
        // Whoever asks again wants what was stopped.
        if matches!(command, Command::Class(_)) || matches!(command, Command::Chapter(id) if id == CARD.id) {
            Self::resume(hands.desk, |_| true);
        }
        if hands.state.shows(CARD.id) {
            hand::after(&mut self.settings.hand, command);
        }
    }

    fn one_level_back(&mut self, _: &mut Hands<'_>) -> bool {
        std::mem::take(&mut self.settings.hand.open)
    }

    fn entries(&self) -> &'static [Entry] {
        hand::ENTRIES
    }

    fn is_on(&self, command: &ChapterCommand) -> bool {
        self.settings.hand.open && matches!(command, ChapterCommand::Hand(Cover::Open(_)))
    }

    fn figure(&self, sight: Sight<'_>) -> Option<Figure> {
        if self.settings.hand.open {
            return self.hand.figure(sight);
        }
        let (loaded, pass) = (sight.state.model.as_ref()?, last_pass(sight.desk)?);
        let look = Self::look(sight);
        let ground = if self.settings.over_picture { Ground::Picture } else { Ground::Bare };
        let maps = self.maps(sight.desk);
        let panels = maps.iter().map(|(method, map)| {
            let mut panel = heatmap_panel(map, &pass.value.visible, &look, ground, self.settings.opacity);
            panel.caption = Some(captions::of_method(method.name, method.paper));
            panel
        });
        let panels: Vec<_> = panels.collect();
        let target = self.target_name(sight)?;
        let asked = match sight.class().filter(|_| !self.settings.of_unit).and_then(|class| pass.value.answer.of(class)) {
            Some((score, probability)) => {
                let numbers = say::score(score, Value::Percent(probability, 1));
                say::asked_with_score(say::why(target), numbers)
            }
            None => say::what_excites(target),
        };
        let title = say::figure(asked, &loaded.model.name, sight.picture_name());
        (!panels.is_empty()).then_some(Figure { title, panels })
    }

    fn numbers(&self, sight: Sight<'_>) -> Vec<Numbers> {
        if self.settings.hand.open {
            return self.hand.numbers(sight);
        }
        let numbers = |(method, map): (&'static Method, Arc<Map>)| Numbers {
            suffix: format!("-{}", method.id),
            ..Numbers::new(vec![1, map.channels, map.height, map.width], Arc::new(map.values.clone()))
        };
        self.maps(sight.desk).into_iter().map(numbers).collect()
    }

    fn file_name(&self, sight: Sight<'_>) -> String {
        self.target_name(sight).map_or_else(|| CARD.id.to_owned(), |target| sight.state.words.say(&target))
    }

    fn suggestions(&self) -> Vec<Suggestion> {
        suggestions::suggestions(CARD.id)
    }

    fn remembered(&self) -> String {
        written(&self.settings)
    }

    fn restore(&mut self, text: &str) {
        self.settings = read(text);
    }
}
