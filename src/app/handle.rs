//! Carrying out commands, after the frame and in one place. What belongs to a chapter is the chapter's; every chapter hears of
//! what the
//! window has carried out.

use std::collections::VecDeque;

use super::{
    App,
    card::Group,
    chapters,
    columns::width,
    command::{ClassName, Command, Request, Signal, Switch},
    desk::{About, Seat},
    dialogs,
    open::{self, OPEN_PICTURE},
    questions::{UnitOf, UnitPaint, last_pass},
    selection::Selection,
    session::TakingUp,
    settings::Side,
    state::{Dialog, State},
};
use crate::{
    network::NodeId,
    units::{Unit, next_position},
    words::{Phrase, frame},
};

impl App {
    /// Carries out what is asked for, and what chapters ask for because of it.
    pub fn handle(&mut self, ctx: &egui::Context, request: impl Into<Request>) {
        let mut queue = VecDeque::from([request.into()]);
        while let Some(request) = queue.pop_front() {
            let command = match request {
                Request::Do(command) => command,
                Request::Signal(signal) => {
                    self.take_signal(ctx, &signal);
                    continue;
                }
            };
            if self.state.dialog != Dialog::None && !dialogs::keeps_open(&self.state.dialog, &command) {
                self.state.dialog = Dialog::None;
                if command == Command::Escape {
                    continue;
                }
            }
            let view = self.view_before(&command);
            let next = self.carry_out(ctx, &command);
            self.leave(view);
            queue.extend(next);
            queue.extend(self.each_chapter(ctx, |chapter, hands| chapter.after(&command, hands)));
            self.state.walking = is_step_of_a_walk(&command);
            // A step that was taken back or done again is none.
            if !matches!(command, Command::Undo | Command::Redo) {
                self.note(self.cause(ctx));
            }
        }
    }

    /// Takes in what happens for a moment.
    fn take_signal(&mut self, ctx: &egui::Context, signal: &Signal) {
        let (state, desk) = (&mut self.state, &mut self.desk);
        match signal {
            Signal::Picture(picture) => {
                if let Some(source) = picture.take() {
                    open::show(source, None, desk);
                }
            }
            Signal::Model(model) => {
                if let Some(loaded) = model.take() {
                    self.show_model(ctx, loaded);
                }
            }
            Signal::Brush(movement) => state.pad.drawing.follow(*movement, &state.settings.pad),
            Signal::Hover(unit) => state.hover = *unit,
            Signal::Sees(field) => state.seen = *field,
            Signal::Point(at) => state.pointed = *at,
            Signal::Cancel(job) => desk.stop(*job),
            Signal::Pause(job, pause) => desk.pause(*job, *pause),
            Signal::Save(title, path, written) => self.save_written(title.clone(), path, written),
            Signal::Width(side, width) => {
                match side {
                    Side::Left => state.settings.left_width = *width,
                    Side::Right => state.settings.right_width = *width,
                }
                self.note(self.cause(ctx));
            }
            Signal::Show(shown) => self.show_picture(shown.clone(), None),
            Signal::Followed(unknown, said) => self.say_how_far(unknown, *said),
            Signal::Dismiss => _ = state.messages.pop(),
        }
    }

    /// Does it; answers what has to follow.
    fn carry_out(&mut self, ctx: &egui::Context, command: &Command) -> Vec<Request> {
        use Command as C;
        let (state, desk) = (&mut self.state, &mut self.desk);
        match command {
            C::Ask(request) => self.ask_for_path(request),
            C::UsePath(request, path) => return self.use_path(ctx, request, path),
            C::OpenPath => state.dialog = Dialog::Path(OPEN_PICTURE),
            C::Open(path) => self.open(path),
            C::PastePicture => ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste),
            C::Pad(switch) => state.pad.open = switch.turn(state.pad.open),
            C::Draw(points) => state.pad.draw(points, &state.settings.pad),
            C::ClearDrawing => state.pad.drawing.clear(),
            C::Brush(settings) => state.settings.pad = *settings,
            C::World(kind) => open::open_world(*kind, desk),
            C::NextPicture if state.scenes.is_some() => self.step_scene(1),
            C::PreviousPicture if state.scenes.is_some() => self.step_scene(-1),
            C::NextPicture => self.opener.step_picture(1, state, desk),
            C::PreviousPicture => self.opener.step_picture(-1, state, desk),
            C::Item(item, unit) => open::open_item(*item, *unit, state, desk),
            C::Sample(number) => self.opener.open_sample(*number, desk),
            C::PictureNamed(name) => {
                if !self.opener.open_picture_named(name, state, desk) {
                    state.say(frame::failed(frame::no_such_picture(name.as_ref())), true);
                }
            }
            C::Gallery => self.opener.open_gallery(desk),
            C::CopyLink => return vec![C::CopyText(self.link().to_string()).into()],
            C::Follow(link) => self.follow(link),
            C::Scenes(name) => self.open_lecture(name),
            C::Scene(number) => self.jump_to_scene(*number),
            C::NextScene => self.step_scene(1),
            C::PreviousScene => self.step_scene(-1),
            C::Black(switch) => self.black(*switch),
            C::Presenter(switch) => self.presenter(*switch),
            C::EndScenes => state.scenes = None,
            C::TakeAsItIs => self.decide(TakingUp::use_as_it_is),
            C::LeaveOut => self.decide(TakingUp::leave_out),
            C::TakeUp => self.take_up_recovered(),
            C::StartAnew => self.forget_recovered(),
            C::Settings(chapter, text) => self.set_chapter(chapter, text),
            C::Model(name) => self.opener.open_named(name, state, desk),
            C::NumbersBeside(switch) => state.settings.numbers_beside = switch.turn(state.settings.numbers_beside),
            C::CopyPicture => self.copy_map(ctx),
            C::CopyName => return self.sight().unit_name().map(|name| C::CopyText(name).into()).into_iter().collect(),
            C::CopyText(text) => {
                state.say(frame::copied(text), false);
                ctx.copy_text(text.clone());
            }
            C::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            C::Theme(choice) => state.settings.theme = *choice,
            C::Language(language) => state.settings.language = *language,
            C::Stage(switch) => {
                let stage = switch.turn(state.settings.stage);
                if stage != state.settings.stage {
                    // The room belongs to the chapter; the unit comes back with Ctrl+R.
                    (state.settings.stage, state.settings.right_open) = (stage, !stage);
                }
            }
            C::LeftColumn(switch) => state.settings.left_open = switch.turn(state.settings.left_open),
            C::RightColumn(switch) if width::has_rail(width::of_window(ctx)) => state.right_over = switch.turn(state.right_over),
            C::RightColumn(switch) => state.settings.right_open = switch.turn(state.settings.right_open),
            C::PictureSection(switch) => state.settings.picture_open = switch.turn(state.settings.picture_open),
            C::AnswerSection(switch) => state.settings.answer_open = switch.turn(state.settings.answer_open),
            C::Colours(colours) => state.settings.colours = *colours,
            C::EditPreprocessing => state.dialog = Dialog::Preprocessing,
            C::ComparePreprocessings => {
                state.compared = state.model.as_ref().map(|loaded| loaded.id);
                state.dialog = Dialog::Preprocessing;
            }
            C::Preprocess(preprocessing) => state.preprocessing = Some(preprocessing.clone()),
            C::Undo if state.pad.open && state.pad.drawing.reach().0 => _ = state.pad.drawing.undo(),
            C::Redo if state.pad.open && state.pad.drawing.reach().1 => _ = state.pad.drawing.redo(),
            C::Undo => self.take_back(true),
            C::Redo => self.take_back(false),
            C::Back => self.travel(true),
            C::Forward => self.travel(false),
            C::Chapter(chapter) => self.show_chapter(chapter),
            C::Home => return vec![C::Chapter(chapters::HOME.into()).into()],
            C::Group(group) => return self.first_of(*group).map(|id| C::Chapter(id.into()).into()).into_iter().collect(),
            C::Of(command) => return self.each_chapter(ctx, |chapter, hands| chapter.act(command, hands)),
            C::PreviousLayer => self.walk_layers(-1),
            C::NextLayer => self.walk_layers(1),
            C::PreviousChannel => self.walk_channels(-1),
            C::NextChannel => self.walk_channels(1),
            C::NextPosition => self.walk_positions(),
            C::NextClass => return self.next_class().into_iter().collect(),
            C::Layer(layer) => self.with_layer(layer, |state, layer| state.select_layer(layer, None)),
            C::LayerUnit(layer, unit) => self.with_layer(layer, |state, layer| state.select_layer(layer, Some(*unit))),
            C::Unit(unit) => state.select(Selection { unit: Some(*unit), ..state.selection.clone() }),
            C::Class(name) => self.select_class(name),
            C::ToggleBlock(block) => self.with_layer(block, State::toggle_block),
            C::Palette => state.dialog = Dialog::Palette,
            C::Keys => state.dialog = Dialog::Keys,
            C::About => state.dialog = Dialog::About,
            C::Escape if state.scenes.as_ref().is_some_and(|walk| walk.is_black) => self.black(Switch::Off),
            C::Escape if state.right_over => state.right_over = false,
            C::Escape => {
                let (shown, mut went) = (state.settings.chapter.clone(), false);
                let next = self.each_chapter(ctx, |chapter, hands| {
                    went |= chapter.card().id == shown && chapter.one_level_back(hands);
                });
                if !went {
                    self.desk.stop_all();
                }
                return next;
            }
            C::CancelAll => desk.stop_all(),
            // Each chapter's tiles have a size of their own.
            C::LargerTiles | C::SmallerTiles => (),
        }
        Vec::new()
    }

    fn travel(&mut self, backwards: bool) {
        let (state, history) = (&self.state.selection, &mut self.state.history);
        let found = if backwards { history.back(state) } else { history.forward(state) };
        if let Some(selection) = found {
            self.state.selection = selection;
        }
    }

    /// Shows the chapter of this id or digit, or says that there is none.
    fn show_chapter(&mut self, name: &str) {
        match self.known_chapter(name) {
            Some(card) => card.id.clone_into(&mut self.state.settings.chapter),
            None => self.state.say(frame::failed(frame::no_such_chapter(name)), true),
        }
    }

    /// Does something with the layer of this name, or says that there is none.
    fn with_layer(&mut self, name: &str, deed: impl FnOnce(&mut State, NodeId)) {
        let Some(loaded) = self.state.model.clone() else { return };
        match loaded.engine.network().find(name) {
            Ok(node) => deed(&mut self.state, loaded.listed(node)),
            Err(problem) => self.state.say(frame::failed(Phrase::from(problem)), true),
        }
    }

    /// Explains a class, or says that there is none of that name.
    fn select_class(&mut self, name: &ClassName) {
        let found = match (name, &self.state.model) {
            (ClassName::Number(class), _) => Ok(*class),
            (ClassName::Label(label), Some(loaded)) => loaded.model.class(label).map_err(Phrase::from),
            (ClassName::Label(_), None) => return,
        };
        match found {
            Ok(class) => self.state.select(Selection { class: Some(class), ..self.state.selection.clone() }),
            Err(problem) => self.state.say(frame::failed(problem), true),
        }
    }

    fn first_of(&self, group: Group) -> Option<&'static str> {
        self.cards().into_iter().find(|card| card.group == group).map(|card| card.id)
    }

    fn walk_layers(&mut self, step: isize) {
        let Some(loaded) = self.state.model.clone() else { return };
        let rows: Vec<NodeId> = self.state.visible_rows(&loaded).map(|row| row.layer.node).collect();
        let now = rows.iter().position(|row| Some(*row) == self.state.selection.layer);
        let next = now.map_or(0, |now| now.saturating_add_signed(step).min(rows.len().saturating_sub(1)));
        if let Some(&layer) = rows.get(next) {
            self.state.step_to(Selection { layer: Some(layer), unit: None, ..self.state.selection.clone() });
        }
    }

    fn walk_channels(&mut self, step: isize) {
        let Some(layer) = self.state.selection.layer else { return };
        let Some([channels, ..]) = self.state.model.as_ref().and_then(|loaded| loaded.map_shape(layer)) else { return };
        let now = self.sight().unit().map_or(0, |unit| unit.channel.index());
        let channel = now.saturating_add_signed(step).min(channels.saturating_sub(1));
        let unit = Some(Unit::channel(crate::network::Channel(channel)));
        self.state.step_to(Selection { unit, ..self.state.selection.clone() });
    }

    /// To the position behind the one that is shown.
    fn walk_positions(&mut self) {
        let Some(now) = self.desk.fresh::<UnitOf>(Seat::ONE) else { return };
        let [_, height, width] = now.value.maps.shape;
        let position = Some(next_position(now.value.position, [height, width]));
        let unit = Some(Unit { channel: now.question.unit.channel, position });
        self.state.step_to(Selection { unit, ..self.state.selection.clone() });
    }

    fn next_class(&self) -> Option<Request> {
        let ranking = &last_pass(&self.desk)?.value.answer.ranking;
        let now = self.sight().class().and_then(|class| ranking.iter().position(|ranked| *ranked == class));
        ranking
            .get(now.map_or(0, |now| (now + 1) % ranking.len().clamp(1, 5)))
            .copied()
            .map(|class| Command::Class(ClassName::Number(class)).into())
    }

    fn copy_map(&mut self, ctx: &egui::Context) {
        if let Some(paint) = self.desk.answer::<UnitPaint>(Seat::ONE) {
            ctx.copy_image(paint.value.0.as_ref().clone());
            self.state.say(frame::COPIED_MAP, false);
        }
    }

    /// Closes a model: what was asked about its layers and classes means nothing any more.
    pub(super) fn forget_model(&mut self) {
        if let Some(loaded) = &self.state.model {
            self.desk.forget(&About { model: Some(loaded.id), folder: None });
        }
    }
}

/// Whether a command walks through layers or channels: a walk is one step of the history.
fn is_step_of_a_walk(command: &Command) -> bool {
    use Command as C;
    matches!(command, C::PreviousLayer | C::NextLayer | C::PreviousChannel | C::NextChannel | C::NextPosition)
}
