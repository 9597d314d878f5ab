//! The play bar of a sum: its acts one after the other, to be played, stepped through and dragged. What is still to come is not
//! painted; at rest everything is.

use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::{
    app::{
        say::Say,
        theme::{BETWEEN, Theme, caption, magnification},
        widgets::{Direction, chip, icon_button},
    },
    arithmetic::{Act, Place, Step},
    words::{Phrase, network as say},
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
}

/// The acts of a sum of so many lines with so many steps behind it: window, kernel, sums, every line's total, every step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acts {
    /// Lines of the running total.
    pub lines: usize,
    /// Steps behind the sum.
    pub steps: usize,
}

impl Acts {
    /// The last act, when all is told.
    pub fn last(self) -> usize {
        2 + self.lines + self.steps
    }

    /// Where an act lies on the bar, from 0 to 1: those with a name of their own take more room than the lines of the total.
    fn along(self, act: usize) -> f32 {
        let upto = |act: usize| {
            let lines = act.saturating_sub(3).min(self.lines.saturating_sub(1));
            let named = act - lines;
            named as f32 * 4.0 + lines as f32
        };
        upto(act) / upto(self.last()).max(1.0)
    }

    /// What is told in an act and before.
    pub fn told(self, act: usize) -> Told {
        let behind = act.saturating_sub(2);
        Told {
            products: act >= 1,
            sums: act >= 2,
            totals: behind.min(self.lines),
            steps: behind.saturating_sub(self.lines).min(self.steps),
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

/// Shows the bar; answers what is told, and whether the window is to move on to the next position.
pub fn show(ui: &mut Ui, place: Place, acts: Acts, steps: &[Step]) -> (Told, bool) {
    let id = egui::Id::unique("play-bar");
    let rest = Progress { place, act: acts.last(), since: None, speed: 0 };
    let mut progress: Progress = ui.data(|data| data.get_temp(id)).unwrap_or(rest);
    let now = ui.input(|input| input.time);
    if progress.place != place {
        let plays = progress.since.is_some();
        progress = Progress { place, act: if plays { 0 } else { acts.last() }, since: plays.then_some(now), ..progress };
    }
    progress.act = progress.act.min(acts.last());
    let mut moves_on = false;
    if let Some(since) = progress.since {
        let pace = PACE / SPEEDS[progress.speed];
        if now - since >= pace {
            moves_on = progress.act == acts.last();
            progress.act = (progress.act + 1).min(acts.last());
            progress.since = Some(now);
        }
        ui.ctx().request_repaint_after_secs(pace as f32 / 4.0);
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        if icon_button(ui, Direction::Left, &ui.say(say::PLAY_BACK), progress.act > 0).clicked() {
            progress = Progress { act: progress.act.saturating_sub(1), since: None, ..progress };
        }
        let plays = progress.since.is_some();
        if chip(ui, &ui.say(if plays { say::SLIDING_HOLD } else { say::SLIDING_PLAY }), plays).clicked() {
            let act = if !plays && progress.act == acts.last() { 0 } else { progress.act };
            progress = Progress { act, since: (!plays).then_some(now), ..progress };
        }
        if icon_button(ui, Direction::Right, &ui.say(say::PLAY_ON), progress.act < acts.last()).clicked() {
            progress = Progress { act: (progress.act + 1).min(acts.last()), since: None, ..progress };
        }
        let speed = format!("{} ×", SPEEDS[progress.speed]);
        if chip(ui, &speed, progress.speed > 0).on_hover_text(ui.say(say::PLAY_SPEED)).clicked() {
            progress.speed = (progress.speed + 1) % SPEEDS.len();
        }
        ui.add_space(BETWEEN);
        if let Some(act) = track(ui, acts, progress.act, steps) {
            progress = Progress { act, since: None, ..progress };
        }
    });
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
    let heads = (0..=2).chain([3]).chain((0..acts.steps).map(|step| 3 + acts.lines + step));
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
        let acts = Acts { lines: 9, steps: 2 };
        let all: Vec<Told> = (0..=acts.last()).map(|act| acts.told(act)).collect();
        assert_eq!(all[0], Told { products: false, sums: false, totals: 0, steps: 0 });
        assert_eq!(all[2], Told { products: true, sums: true, totals: 0, steps: 0 });
        assert_eq!(all[11], Told { products: true, sums: true, totals: 9, steps: 0 });
        assert_eq!(*all.last().unwrap(), Told { products: true, sums: true, totals: 9, steps: 2 });
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]));
        let places: Vec<f32> = (0..=acts.last()).map(|act| acts.along(act)).collect();
        assert_eq!((places[0], *places.last().unwrap()), (0.0, 1.0));
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{places:?}");
    }
}
