//! The way to anything: layers, units, classes and commands by a part of their names.

use egui::{Key, Modifiers, RichText, ScrollArea, TextEdit, Ui, vec2};

use crate::{
    app::{
        command::{ClassName, Command},
        say::Say,
        theme::{BETWEEN, Theme, caption},
        view::View,
        widgets::row_ground,
    },
    network::{Channel, Class},
    units::Unit,
    words::{Phrase, frame},
};

/// Most matches shown.
const SHOWN: usize = 60;

/// What is gone to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Unit,
    Layer,
    Command,
    RecentModel,
    RecentPicture,
    Class,
}

impl Kind {
    const fn name(self) -> Phrase {
        match self {
            Self::Unit => frame::KIND_UNIT,
            Self::Layer => frame::KIND_LAYER,
            Self::Command => frame::KIND_COMMAND,
            Self::RecentModel => frame::KIND_RECENT_MODEL,
            Self::RecentPicture => frame::KIND_RECENT_PICTURE,
            Self::Class => frame::KIND_CLASS,
        }
    }
}

/// Something to go to.
struct Goal {
    name: String,
    kind: Kind,
    key: String,
    command: Command,
}

/// What is typed and chosen; lives as long as the palette is open.
#[derive(Clone, Default)]
struct Typed {
    text: String,
    chosen: usize,
    frame: u64,
}

/// Shows the palette.
pub fn show(ui: &Ui, view: &View<'_>) {
    let theme = Theme::of(ui);
    let id = egui::Id::unique("palette");
    let frame = ui.ctx().cumulative_frame_nr();
    let mut typed = ui.data(|data| data.get_temp::<Typed>(id)).unwrap_or_default();
    let is_new = typed.frame + 1 < frame;
    if is_new {
        typed = Typed::default();
    }
    typed.frame = frame;
    let goals = goals(view, &typed.text, ui.ctx());
    let (down, up, enter) = ui.ctx().input_mut(|input| {
        (
            input.consume_key(Modifiers::NONE, Key::ArrowDown),
            input.consume_key(Modifiers::NONE, Key::ArrowUp),
            input.consume_key(Modifiers::NONE, Key::Enter),
        )
    });
    let last = goals.len().saturating_sub(1);
    typed.chosen = (typed.chosen + usize::from(down)).saturating_sub(usize::from(up)).min(last);
    let frame = egui::Frame::popup(ui.style()).inner_margin(egui::Margin::same(12));
    let area = egui::Modal::default_area(id.with("modal")).anchor(egui::Align2::CENTER_TOP, vec2(0.0, 64.0));
    let modal = egui::Modal::new(id.with("modal")).area(area).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(520.0);
        let edit = TextEdit::singleline(&mut typed.text)
            .hint_text(ui.say(frame::GO_TO_HINT))
            .desired_width(f32::INFINITY)
            .margin(egui::Margin::symmetric(8, 6));
        let response = ui.add(edit).accessible_name(ui.say(frame::GO_TO));
        if is_new {
            response.request_focus();
        }
        if response.changed() {
            typed.chosen = 0;
        }
        ui.add_space(BETWEEN);
        if goals.is_empty() {
            ui.label(RichText::new(ui.say(frame::NOTHING_CALLED_THAT)).color(theme.weak));
        }
        ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (index, goal) in goals.iter().enumerate() {
                let response = show_goal(ui, goal, index == typed.chosen);
                if index == typed.chosen && (down || up) {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    view.send(goal.command.clone());
                }
            }
        });
    });
    if enter && let Some(goal) = goals.get(typed.chosen) {
        view.send(goal.command.clone());
    } else if modal.backdrop_response.clicked() {
        view.send(Command::Escape);
    }
    ui.data_mut(|data| data.insert_temp(id, typed));
}

fn show_goal(ui: &mut Ui, goal: &Goal, chosen: bool) -> egui::Response {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), egui::Sense::click());
    let kind = ui.say(goal.kind.name());
    let name = format!("{}, {kind}", goal.name);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListItem, true, chosen, &name));
    row_ground(ui, &response, chosen);
    let body = egui::TextStyle::Body.resolve(ui.style());
    let small = caption().resolve(ui.style());
    let painter = ui.painter();
    painter.text(rect.left_center() + vec2(8.0, 0.0), egui::Align2::LEFT_CENTER, &goal.name, body, theme.text);
    let right = if goal.key.is_empty() { kind } else { format!("{}   {kind}", goal.key) };
    painter.text(rect.right_center() - vec2(8.0, 0.0), egui::Align2::RIGHT_CENTER, right, small, theme.faint);
    response
}

/// Everything whose name holds all typed words, layers first.
fn goals(view: &View<'_>, text: &str, ctx: &egui::Context) -> Vec<Goal> {
    let words: Vec<String> = text.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let fits = |name: &str| {
        let name = name.to_lowercase();
        words.iter().all(|word| name.contains(word.as_str()))
    };
    let mut found = Vec::new();
    let plain = |name: String, kind: Kind, command: Command| Goal { name, kind, key: String::new(), command };
    if let Some(loaded) = &view.state.model {
        found.extend(unit(view, text));
        let layers = loaded.rows.iter().filter(|row| fits(&row.layer.title));
        found.extend(layers.map(|row| plain(row.layer.title.clone(), Kind::Layer, Command::Layer(loaded.name(row.layer.node)))));
    }
    let entries = view.entries.iter().map(|entry| (entry, ctx.say(&entry.name), ctx.say(&entry.about)));
    let entries = entries.filter(|(_, name, about)| fits(name) || fits(about));
    found.extend(entries.map(|(entry, name, _)| Goal {
        name,
        kind: Kind::Command,
        key: entry.key_text(ctx),
        command: entry.command.clone(),
    }));
    let settings = &view.state.settings;
    for (list, kind) in [(&settings.recent_models, Kind::RecentModel), (&settings.recent_pictures, Kind::RecentPicture)] {
        let known = list.iter().map(|path| (path, path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()));
        let matching = known.filter(|(_, name)| fits(name));
        found.extend(matching.map(|(path, name)| plain(name, kind, Command::Open(path.clone()))));
    }
    if let Some(loaded) = view.state.model.as_ref().filter(|_| !words.is_empty()) {
        let classes = loaded.model.labels.iter().enumerate().filter(|(_, label)| fits(label));
        found.extend(
            classes.map(|(class, label)| plain(label.clone(), Kind::Class, Command::Class(ClassName::Number(Class(class))))),
        );
    }
    // What begins with the typed text comes first, what merely mentions it last.
    let typed = text.trim().to_lowercase();
    found.sort_by_key(|goal| {
        let name = goal.name.to_lowercase();
        (goal.kind != Kind::Unit, !name.starts_with(&typed), !fits(&name))
    });
    found.truncate(SHOWN);
    found
}

/// `conv3:114`, `conv3:114@5,20`, or `:114` and `114` in the selected layer.
fn unit(view: &View<'_>, text: &str) -> Option<Goal> {
    let loaded = view.state.model.as_ref()?;
    let text = text.trim();
    let (layer, rest) = match text.rsplit_once(':') {
        Some(("", rest)) => (view.state.selection.layer?, rest),
        Some((name, rest)) => (loaded.listed(loaded.engine.network().find(name.trim()).ok()?), rest),
        None => (view.state.selection.layer?, text),
    };
    let (channel, position) = rest.split_once('@').map_or((rest, None), |(channel, position)| (channel, Some(position)));
    let channel: usize = channel.trim().parse().ok()?;
    let position = match position {
        None => None,
        Some(position) => {
            let (y, x) = position.split_once(',')?;
            Some([y.trim().parse().ok()?, x.trim().parse().ok()?])
        }
    };
    let [channels, height, width] = loaded.map_shape(layer)?;
    let inside = channel < channels && position.is_none_or(|[y, x]: [usize; 2]| y < height && x < width);
    inside.then(|| Goal {
        name: format!("{} : {rest}", loaded.title(layer)),
        kind: Kind::Unit,
        key: String::new(),
        command: Command::LayerUnit(loaded.name(layer), Unit { channel: Channel(channel), position }),
    })
}
