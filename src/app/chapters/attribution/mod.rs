//! The chapter "Attribution": why this answer? A class, or the selected unit, explained by the methods that are shown.

mod asking;
mod beside;
mod boxes;
mod cards;
mod command;
mod elsewhere;
mod hand;
mod menu;
mod panel;
mod shown;
mod strip;
mod suggestions;
mod tile;
mod tile_menu;
mod truth;
mod work;

use std::sync::Arc;

use egui::Ui;

pub use command::{Explain, Settings};
pub use hand::{ByHand, CanvasOf, Cover, Covered, Place, Settings as HandSettings, Surface, Tool};
pub use strip::Strip;
pub use tile::Tile;
pub use truth::{Tested, Verdict};
pub use work::{Explanation, MapPaint, PaintedMap};

use crate::{
    app::{
        card::{Card, Group},
        chapter::{Asking, Chapter, Hands, read, written},
        chapters::ChapterCommand,
        command::{Command, Entry, Suggestion},
        desk::{Desk, Seat},
        open::Numbers,
        questions::last_pass,
        sight::Sight,
        view::View,
        way::Way,
    },
    attribution::{METHODS, Map, Method},
    figures::{Figure, Ground, Look, Manner, heatmap_panel},
    methods::Convention,
    words::{Phrase, Value, attribution as say, figures as captions, frame},
};

static CARD: Card = Card { id: "attribution", digit: 4, name: say::NAME, question: say::QUESTION, group: Group::Why };

/// The chapter.
#[derive(Default)]
pub struct Attribution {
    settings: Settings,
    hand: hand::Hand,
    /// Why tiles could not be asked for in this frame.
    refusals: asking::Refusals,
}

impl Attribution {
    fn look(sight: Sight<'_>) -> Look {
        Look::plain(sight.state.settings.colours.map, sight.state.dark)
    }

    /// Every map that is shown, with its tile.
    fn maps(&self, desk: &Desk) -> Vec<(Tile, &'static Method, Arc<Map>)> {
        let map = |tile: Tile| {
            let (method, map) = (tile.method()?, asking::map(desk, &tile)?);
            Some((tile, method, map))
        };
        self.settings.tiles().into_iter().filter_map(map).collect()
    }

    /// The settings that come of what is asked.
    fn asked(&self, asked: &Explain) -> Result<Settings, Phrase> {
        let mut settings = self.settings.clone();
        match asked {
            Explain::Like(settings) => return Ok((**settings).clone()),
            Explain::Show(method) => {
                let method = METHODS.find(method)?;
                settings.shown.retain(|id| id != method.id);
                settings.shown.push(method.id.to_owned());
            }
            Explain::Hide(method) => {
                let method = METHODS.find(method)?;
                settings.shown.retain(|id| id != method.id);
            }
            Explain::Beside(tile) => {
                let method = METHODS.find(&tile.method)?;
                Convention::find(method.name, method.conventions, tile.way.convention.as_deref())?;
                tile.way.parameters.check(method.name, method.parameters)?;
                settings.add(Tile { method: method.id.to_owned(), ..(**tile).clone() });
            }
            Explain::Aside(method, number) => settings.remove(METHODS.find(method)?.id, *number),
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

    fn resume(desk: &mut Desk, chosen: impl Fn(&Method) -> bool) {
        for method in METHODS.iter().filter(|method| chosen(method)) {
            desk.resume::<Explanation>(Seat::named(method.id));
        }
    }
}

impl Chapter for Attribution {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn ask(&mut self, asking: &mut Asking<'_>) {
        self.hand.ask(&self.settings.hand, asking);
        // Nobody waits for maps while the picture is covered by hand.
        let asking = &mut Asking { state: asking.state, desk: asking.desk, shown: asking.shown && !self.settings.hand.open };
        self.refusals = asking::ask(&self.settings, asking);
        truth::ask(&self.settings, asking);
        strip::ask(&self.settings, asking);
    }

    fn column(&self, ui: &mut Ui, view: &View<'_>) -> bool {
        if !self.settings.hand.open {
            truth::column(ui, view, &self.settings);
        }
        false
    }

    fn ui(&self, ui: &mut Ui, view: &View<'_>) {
        if self.settings.hand.open {
            return self.hand.show(ui, view, &self.settings.hand);
        }
        let tiles = self.settings.tiles();
        let target = asking::target_name(&self.settings, view.sight());
        panel::show(ui, &shown::Shown { view, settings: &self.settings, tiles: &tiles, refusals: &self.refusals, target });
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
        let gone = before.beside.iter().filter(|tile| !self.settings.beside.iter().any(|now| now.seat() == tile.seat()));
        for seat in gone.filter_map(Tile::seat) {
            hands.desk.forget_seat::<elsewhere::Elsewhere>(seat);
            hands.desk.forget_seat::<Explanation>(seat);
            hands.desk.forget_seat::<work::Less>(seat);
            hands.desk.forget_seat::<MapPaint>(seat);
        }
        if before.truth && !self.settings.truth {
            // Randomised networks are as large as the network itself.
            hands.desk.forget_seat::<truth::Randomised>(Seat::ONE);
        }
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
        let Settings { sign, drawn_as, .. } = self.settings;
        let high = self.settings.one_scale.then(|| asking::highest(sight.desk, &self.settings.tiles())).flatten();
        let manner = Manner { sign, drawn_as, ..Manner::plain(Self::look(sight), false) };
        let ground = if self.settings.over_picture { Ground::Picture } else { Ground::Bare };
        let maps = self.maps(sight.desk);
        let panels = maps.iter().filter_map(|(tile, method, map)| {
            let place = asking::Seen::of(sight, tile)?;
            let manner = Manner { high: high.filter(|_| tile.less.is_none()), ..manner };
            let mut panel = heatmap_panel(map, &place.pass.visible, &manner, ground, self.settings.opacity);
            let own = tile.own();
            let caption = captions::of_method(method.name, method.paper);
            panel.caption = Some(if own.is_empty() { caption } else { say::tile_caption(caption, own) });
            Some(panel)
        });
        let panels: Vec<_> = panels.collect();
        let target = asking::target_name(&self.settings, sight)?;
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
        let numbers = |(tile, method, map): (Tile, &'static Method, Arc<Map>)| Numbers {
            suffix: if tile.number == 0 { format!("-{}", method.id) } else { format!("-{}-{}", method.id, tile.number + 1) },
            ..Numbers::new(vec![1, map.channels, map.height, map.width], Arc::new(map.values.clone()))
        };
        let tables = if self.settings.truth { truth::tables(&self.settings, sight.desk) } else { Vec::new() };
        self.maps(sight.desk).into_iter().map(numbers).chain(tables).collect()
    }

    fn file_name(&self, sight: Sight<'_>) -> String {
        asking::target_name(&self.settings, sight).map_or_else(|| CARD.id.to_owned(), |target| sight.state.words.say(&target))
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
