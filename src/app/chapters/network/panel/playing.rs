//! The play bar of a sum: its acts one after the other, to be played, stepped through and dragged. What is still to come is not
//! painted; at rest everything is.

use egui::{Key, Modifiers, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::{
    app::{
        say::Say,
        theme::{BETWEEN, Theme, caption, magnification},
        widgets::{Direction, chip, icon_button},
    },
    arithmetic::{Act, Place, Step},
    words::{Phrase, arithmetic, network as say},
};

/// Seconds for an act at the usual speed.
const PACE: f64 = 0.7;
/// How much faster it can be.
const SPEEDS: [f64; 3] = [1.0, 2.0, 4.0];

/// How far a sum is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// Whether the kernel and its products are there.
    pub products: bool,
    /// Whether each channel's sum is.
    pub sums: bool,
    /// How many lines of the running total.
    pub totals: usize,
    /// How many steps behind the sum.
    pub steps: usize,
    /// How many terms of a softmax behind them.
    pub terms: usize,
}

/// The acts of a sum of so many lines with so many steps behind it: window, kernel, sums, every line's total, every step, every
/// term of a softmax. What is no sum begins with one act in place of those of the sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acts {
    /// Lines of the running total.
    pub lines: usize,
    /// Steps behind the sum.
    pub steps: usize,
    /// Terms of a softmax behind them.
    pub terms: usize,
    /// Whether it begins with a sum.
    pub is_sum: bool,
}

impl Acts {
    /// The act before the first line or term.
    const fn begin(self) -> usize {
        if self.is_sum { 2 } else { 0 }
    }

    /// The act before the first term of a softmax.
    const fn before_terms(self) -> usize {
        self.begin() + self.lines + self.steps
    }

    /// The last act, when all is told.
    pub fn last(self) -> usize {
        self.before_terms() + self.terms
    }

    /// Where an act lies on the bar, from 0 to 1: those with a name of their own take more room than the lines of the total.
    fn along(self, act: usize) -> f32 {
        let upto = |act: usize| {
            let lines = act.saturating_sub(self.begin() + 1).min(self.lines.saturating_sub(1));
            let terms = act.saturating_sub(self.before_terms() + 1);
            let named = act - lines - terms;
            named as f32 * 4.0 + (lines + terms) as f32
        };
        upto(act) / upto(self.last()).max(1.0)
    }

    /// What is told in an act and before.
    pub fn told(self, act: usize) -> Told {
        let behind = act.saturating_sub(self.begin());
        Told {
            products: act >= 1,
            sums: act >= 2,
            totals: behind.min(self.lines),
            steps: behind.saturating_sub(self.lines).min(self.steps),
            terms: behind.saturating_sub(self.lines + self.steps),
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Progress {
    place: Place,
    /// The act; beyond the last one at rest.
    act: usize,
    /// When the act began, while it plays.
    since: Option<f64>,
    speed: usize,
}

/// What a button or a key asks of the bar.
#[derive(Clone, Copy)]
enum Wish {
    Play,
    Step(isize),
    Speed(usize),
    Act(usize),
}

impl Progress {
    fn with(self, wish: Wish, acts: Acts, now: f64) -> Self {
        match wish {
            Wish::Play => {
                let plays = self.since.is_some();
                let act = if !plays && self.act == acts.last() { 0 } else { self.act };
                Self { act, since: (!plays).then_some(now), ..self }
            }
            Wish::Step(step) => Self { act: self.act.saturating_add_signed(step).min(acts.last()), since: None, ..self },
            Wish::Speed(speed) => Self { speed, ..self },
            Wish::Act(act) => Self { act, since: None, ..self },
        }
    }
}

/// What the keys ask, while the pointer is on the panel and nothing else has the keyboard. The arrows walk through layers and
/// channels everywhere; a step is where players of films have it.
fn of_keys(ui: &Ui, bar: Rect, acts: Acts, speed: usize) -> Option<Wish> {
    let panel = ui.clip_rect().union(bar);
    let is_here = ui.input(|input| input.pointer.hover_pos()).is_some_and(|pointer| panel.contains(pointer));
    let is_free = ui.memory(egui::Memory::focused).is_none();
    if !is_here || !is_free {
        return None;
    }
    let pressed = |modifiers: Modifiers, key: Key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let faster = (speed + 1).min(SPEEDS.len() - 1);
    // The signs < and > lie on comma and full stop, or on a key of their own.
    let keys = [
        (Modifiers::SHIFT, Key::Comma, Wish::Speed(speed.saturating_sub(1))),
        (Modifiers::SHIFT, Key::Period, Wish::Speed(faster)),
        (Modifiers::NONE, Key::Comma, Wish::Step(-1)),
        (Modifiers::NONE, Key::Period, Wish::Step(1)),
        (Modifiers::NONE, Key::Space, Wish::Play),
        (Modifiers::NONE, Key::Home, Wish::Act(0)),
        (Modifiers::NONE, Key::End, Wish::Act(acts.last())),
    ];
    keys.into_iter().find(|(modifiers, key, _)| pressed(*modifiers, *key)).map(|(.., wish)| wish)
}

/// Shows the bar; answers what is told, and whether the window is to move on to the next position.
pub fn show(ui: &mut Ui, place: Place, acts: Acts, steps: &[Step]) -> (Told, bool) {
    let id = egui::Id::unique("play-bar");
    let rest = Progress { place, act: acts.last(), since: None, speed: 0 };
    let mut progress: Progress = ui.data(|data| data.get_temp(id)).unwrap_or(rest);
    let now = ui.input(|input| input.time);
    // The first softmax that a person opens adds itself up.
    let seen = egui::Id::unique("softmax-was-seen");
    let is_first = acts.terms > 0 && !ui.data(|data| data.get_temp(seen)).unwrap_or(false);
    if is_first && ui.input(|input| input.pointer.has_pointer()) {
        ui.data_mut(|data| data.insert_temp(seen, true));
        progress = Progress { place, act: acts.before_terms(), since: Some(now), ..progress };
    }
    if progress.place != place {
        let plays = progress.since.is_some();
        progress = Progress { place, act: if plays { 0 } else { acts.last() }, since: plays.then_some(now), ..progress };
    }
    progress.act = progress.act.min(acts.last());
    let mut moves_on = false;
    if let Some(since) = progress.since {
        let pace = PACE / SPEEDS[progress.speed];
        if now - since >= pace {
            let is_over = progress.act == acts.last();
            // A vector has no next position.
            moves_on = is_over && acts.terms == 0;
            progress.act = (progress.act + 1).min(acts.last());
            progress.since = (!is_over || moves_on).then_some(now);
        }
        ui.ctx().request_repaint_after_secs(pace as f32 / 4.0);
    }
    let mut wish = None;
    let bar = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let with_key = |ui: &Ui, name: Phrase, keys: &str| format!("{} ({keys})", ui.say(name));
        if icon_button(ui, Direction::Left, &ui.say(say::PLAY_BACK), progress.act > 0).on_hover_text(",").clicked() {
            wish = Some(Wish::Step(-1));
        }
        let plays = progress.since.is_some();
        let name = if plays { say::SLIDING_HOLD } else { say::SLIDING_PLAY };
        let about = with_key(ui, name.clone(), &ui.say(arithmetic::SPACE_BAR));
        if chip(ui, &ui.say(name), plays).on_hover_text(about).clicked() {
            wish = Some(Wish::Play);
        }
        if icon_button(ui, Direction::Right, &ui.say(say::PLAY_ON), progress.act < acts.last()).on_hover_text(".").clicked() {
            wish = Some(Wish::Step(1));
        }
        let speed = format!("{} ×", SPEEDS[progress.speed]);
        let about = with_key(ui, say::PLAY_SPEED, "< >");
        if chip(ui, &speed, progress.speed > 0).on_hover_text(about).clicked() {
            wish = Some(Wish::Speed((progress.speed + 1) % SPEEDS.len()));
        }
        ui.add_space(BETWEEN);
        if let Some(act) = track(ui, acts, progress.act, steps) {
            wish = Some(Wish::Act(act));
        }
    });
    if let Some(wish) = wish.or_else(|| of_keys(ui, bar.response.rect, acts, progress.speed)) {
        progress = progress.with(wish, acts, now);
    }
    ui.data_mut(|data| data.insert_temp(id, progress));
    (acts.told(progress.act), moves_on)
}

/// The acts on a line with their names; answers the one that is dragged to.
fn track(ui: &mut Ui, acts: Acts, act: usize, steps: &[Step]) -> Option<usize> {
    let theme = Theme::of(ui);
    let height = 32.0 * magnification(ui.style());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - BETWEEN, height), Sense::click_and_drag());
    let said = ui.say(name_of(acts, act, steps));
    let about = ui.say(say::play_act((act + 1).to_string(), (acts.last() + 1).to_string(), said));
    response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, &about));
    let x = |act: usize| rect.left() + 4.0 + acts.along(act) * (rect.width() - 8.0);
    let line = rect.bottom() - 8.0;
    let painter = ui.painter();
    let bar = |to: f32| Rect::from_min_max(pos2(rect.left() + 4.0, line - 1.5), pos2(to, line + 1.5));
    painter.rect_filled(bar(rect.right() - 4.0), 1.0, theme.raised);
    painter.rect_filled(bar(x(act)), 1.0, theme.accent);
    let font = caption().resolve(ui.style());
    let mut free = rect.left();
    let first = acts.begin() + 1;
    let of_sum = if acts.is_sum { (0..=2).chain(3..4) } else { (0..=0).chain(0..0) };
    let softmax = (acts.terms > 0).then_some(acts.before_terms() + 1);
    let heads = of_sum.chain((0..acts.steps).map(|step| first + acts.lines + step)).chain(softmax);
    for head in heads.filter(|head| *head <= acts.last()) {
        let colour = if head <= act { theme.weak } else { theme.faint };
        let galley = painter.layout_no_wrap(ui.say(name_of(acts, head, steps)), font.clone(), colour);
        painter.vline(x(head), line - 4.0..=line + 4.0, egui::Stroke::new(1.0, theme.line));
        let left = x(head).min(rect.right() - galley.size().x);
        if left >= free {
            free = left + galley.size().x + BETWEEN;
            painter.galley(pos2(left, rect.top()), galley, colour);
        }
    }
    let knob = Rect::from_center_size(pos2(x(act), line), vec2(8.0, 14.0));
    painter.rect(knob, 3.0, theme.card, egui::Stroke::new(1.5, theme.accent), egui::StrokeKind::Inside);
    let pointer = response.interact_pointer_pos()?;
    (0..=acts.last()).min_by(|a, b| (x(*a) - pointer.x).abs().total_cmp(&(x(*b) - pointer.x).abs()))
}

fn name_of(acts: Acts, act: usize, steps: &[Step]) -> Phrase {
    match act {
        act if act > acts.before_terms() => arithmetic::PLAY_SOFTMAX,
        0 if !acts.is_sum => arithmetic::PLAY_SCORES,
        0 => say::PLAY_WINDOW,
        1 => say::PLAY_KERNEL,
        2 => say::PLAY_SUMS,
        act if act < 3 + acts.lines => say::PLAY_TOTAL,
        act => match steps.get(act - 2 - acts.lines).map(|step| &step.act) {
            Some(act) if act.is_norm() => say::PLAY_NORM,
            Some(Act::Curve { name, .. }) => Phrase::verbatim(*name),
            _ => say::PLAY_ON_IT_GOES,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_act_tells_one_thing_more() {
        let acts = Acts { lines: 9, steps: 2, terms: 0, is_sum: true };
        let all: Vec<Told> = (0..=acts.last()).map(|act| acts.told(act)).collect();
        assert_eq!(all[0], Told { products: false, sums: false, totals: 0, steps: 0, terms: 0 });
        assert_eq!(all[2], Told { products: true, sums: true, totals: 0, steps: 0, terms: 0 });
        assert_eq!(all[11], Told { products: true, sums: true, totals: 9, steps: 0, terms: 0 });
        assert_eq!(*all.last().unwrap(), Told { products: true, sums: true, totals: 9, steps: 2, terms: 0 });
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]));
        let places: Vec<f32> = (0..=acts.last()).map(|act| acts.along(act)).collect();
        assert_eq!((places[0], *places.last().unwrap()), (0.0, 1.0));
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{places:?}");
        let softmax = Acts { lines: 0, steps: 0, terms: 10, is_sum: false };
        assert_eq!((softmax.last(), softmax.told(0).terms, softmax.told(4).terms), (10, 0, 4));
    }
}
