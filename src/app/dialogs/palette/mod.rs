//! The way to anything: commands, layers, units, classes, pictures, methods and what can be set of them, by a part of their
//! names.

mod goals;

use egui::{Key, Modifiers, RichText, ScrollArea, TextEdit, Ui, vec2};

use crate::{
    app::{
        command::{Command, Leads},
        say::Say,
        theme::{self, BETWEEN, Theme, caption},
        view::View,
        widgets::{fit_to_width, row_ground},
    },
    words::frame,
};
use goals::{Goal, goals};

/// How wide it is, at the usual text size, where the window is.
const WIDTH: f32 = 720.0;

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
    let mut taken = goals.get(typed.chosen).filter(|_| enter);
    let frame = egui::Frame::popup(ui.style()).inner_margin(egui::Margin::same(12));
    let area = egui::Modal::default_area(id.with("modal")).anchor(egui::Align2::CENTER_TOP, vec2(0.0, 64.0));
    let edit_id = id.with("text");
    let modal = egui::Modal::new(id.with("modal")).area(area).frame(frame).show(ui.ctx(), |ui| {
        let window = ui.ctx().content_rect();
        ui.set_width((WIDTH * theme::magnification(ui.style())).min(window.width() - 48.0));
        let edit = TextEdit::singleline(&mut typed.text)
            .id(edit_id)
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
        ScrollArea::vertical().max_height((window.height() - 200.0).clamp(120.0, 460.0)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (index, goal) in goals.iter().enumerate() {
                let response = show_goal(ui, goal, index == typed.chosen);
                if index == typed.chosen && (down || up) {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    taken = Some(goal);
                }
            }
        });
    });
    if let Some(goal) = taken {
        take(ui.ctx(), view, goal, &mut typed, edit_id);
    } else if modal.backdrop_response.clicked() {
        view.send(Command::Escape);
    }
    ui.data_mut(|data| data.insert_temp(id, typed));
}

/// Goes there, or begins the command that is typed on.
fn take(ctx: &egui::Context, view: &View<'_>, goal: &Goal, typed: &mut Typed, edit: egui::Id) {
    match &goal.leads {
        Leads::To(commands) => commands.iter().for_each(|command| view.send(command.clone())),
        Leads::On(text) => {
            typed.text.clone_from(text);
            typed.chosen = 0;
            let mut state = egui::text_edit::TextEditState::load(ctx, edit).unwrap_or_default();
            let end = egui::text::CCursor::new(text.chars().count());
            state.cursor.set_char_range(Some(egui::text::CCursorRange::one(end)));
            state.store(ctx, edit);
            ctx.memory_mut(|memory| memory.request_focus(edit));
        }
    }
}

fn show_goal(ui: &mut Ui, goal: &Goal, chosen: bool) -> egui::Response {
    let theme = Theme::of(ui);
    let height = 26.0 * theme::magnification(ui.style());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), egui::Sense::click());
    let kind = ui.say(goal.kind.name());
    let name = format!("{}, {kind}", goal.name);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListItem, true, chosen, &name));
    row_ground(ui, &response, chosen);
    let right = if goal.key.is_empty() { kind } else { format!("{}   {kind}", goal.key) };
    let right = fit_to_width(ui, &right, &caption(), rect.width() / 2.0);
    let room = rect.width() - right.size().x - 32.0;
    let title = fit_to_width(ui, &goal.name, &egui::TextStyle::Body, room);
    let about = fit_to_width(ui, &goal.about, &caption(), (room - title.size().x - 12.0).max(0.0));
    let has_room = room - title.size().x > 60.0;
    let middle = |size: egui::Vec2| rect.center().y - size.y / 2.0;
    let painter = ui.painter();
    let mut x = rect.left() + 8.0;
    let (title_size, about_size, right_size) = (title.size(), about.size(), right.size());
    painter.galley(egui::pos2(x, middle(title_size)), title, theme.text);
    x += title_size.x + 12.0;
    if has_room {
        painter.galley(egui::pos2(x, middle(about_size)), about, theme.weak);
    }
    painter.galley(egui::pos2(rect.right() - 8.0 - right_size.x, middle(right_size)), right, theme.faint);
    if goal.about.is_empty() { response } else { response.on_hover_text(&goal.about) }
}
