//! The answer: the classes that the network deems likeliest, a click explains one; folds to one line.

use egui::{RichText, Sense, Ui, vec2};

use crate::{
    app::{
        command::{ClassName, Command, Switch},
        questions::last_pass,
        say::Say,
        theme::{self, Theme, caption},
        view::View,
        widgets::{Head, class_bar, head, mono},
    },
    network::Class,
    words::{Value, frame},
};

/// Classes of the answer that are shown.
const CLASSES: usize = 5;

/// Shows the section.
pub fn show(ui: &mut Ui, view: &View<'_>) {
    let open = view.state.settings.answer_open;
    show_head(ui, view, open);
    if !open {
        return;
    }
    let Some(pass) = last_pass(view.desk) else {
        // The room that the bars will take: nothing jumps when they arrive.
        ui.allocate_exact_size(vec2(ui.available_width(), 24.0 * CLASSES as f32), Sense::hover());
        return;
    };
    let sight = view.sight();
    let target = sight.class();
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if !pass.is_fresh {
            ui.set_opacity(theme::STALE_OPACITY);
        }
        let answer = &pass.value.answer;
        let mut classes: Vec<Class> = answer.ranking.iter().copied().take(CLASSES).collect();
        if let Some(target) = target.filter(|target| !classes.contains(target)) {
            classes.pop();
            classes.push(target);
        }
        let largest =
            classes.iter().filter_map(|class| answer.of(*class)).map(|(_, probability)| probability).fold(0.0, f64::max);
        for class in classes {
            let Some((score, probability)) = answer.of(class) else { continue };
            let name = ui.say(sight.class_name(class));
            let chosen = target == Some(class);
            let share = (probability / largest.max(f64::MIN_POSITIVE)) as f32;
            let bar = class_bar(ui, &name, share, &ui.words().percent(probability, 1), chosen);
            let about = ui.say(frame::class_about(class.to_string(), Value::Fixed(f64::from(score), 3)));
            let about = format!("{name}\n{about}\n{}", ui.say(frame::CLICK_TO_EXPLAIN));
            if bar.on_hover_text(about).clicked() {
                view.send(Command::Class(ClassName::Number(class)));
            }
        }
    });
}

/// The caption; at its right the class that is explained, with its probability where the bars do not show it.
fn show_head(ui: &mut Ui, view: &View<'_>, open: bool) {
    let sight = view.sight();
    let explained = sight.class().map(|class| ui.say(sight.class_name(class)));
    let probability = last_pass(view.desk).zip(sight.class()).and_then(|(pass, class)| pass.value.answer.of(class));
    let title = ui.say(frame::ANSWER);
    let state = if open { Head::Open } else { Head::Folded };
    let folded = head(ui, &title, &title, state, |ui| {
        let theme = Theme::of(ui);
        let Some(name) = explained else { return };
        if open {
            let text = RichText::new(ui.say(frame::explained(name))).text_style(caption()).color(theme.faint);
            ui.add(egui::Label::new(text).truncate().selectable(false));
        } else {
            if let Some((_, probability)) = probability {
                let number = mono(ui, ui.words().percent(probability, 1)).color(theme.accent);
                ui.add(egui::Label::new(number).selectable(false));
            }
            ui.add(egui::Label::new(RichText::new(name).color(theme.accent)).truncate().selectable(false));
        }
    });
    if folded.on_hover_text(ui.say(frame::FOLD_ABOUT)).clicked() {
        view.send(Command::AnswerSection(Switch::Toggle));
    }
}
