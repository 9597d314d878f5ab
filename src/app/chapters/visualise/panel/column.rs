//! What the right column says of the picture: the recipe in a few sentences, how far to trust it, how fine it is, what the
//! network calls it.

use egui::{Align2, RichText, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::Scene;
use crate::{
    app::{
        chapters::visualise::{
            command::Grow,
            rivals::{Standing, photographs},
            work::{PlantView, shares},
        },
        command::Command,
        open::SAVE_PICTURE,
        say::Say,
        theme::{BETWEEN, Theme, WITHIN, caption, magnification},
        widgets::{chip, class_bar, section, trust, weak},
    },
    methods::Named as _,
    visualization::FINE,
    words::{Value, visualise as say},
};

/// Height of the plot of frequencies at the usual text size, in points.
const PLOT: f32 = 96.0;
/// More fine detail or variation than this many times what photographs have speaks for noise.
const NOISY: f64 = 2.0;
/// Frequencies that are marked, in parts of a cycle a pixel.
const MARKS: [u32; 5] = [32, 16, 8, 4, 2];

/// Shows it.
pub fn column(ui: &mut Ui, scene: &Scene<'_>) {
    let theme = Theme::of(ui);
    let preset = scene.preset;
    section(ui, &format!("{} {}", preset.name, preset.year), preset.paper);
    ui.add(egui::Label::new(RichText::new(ui.say(preset.about())).color(theme.weak)).wrap());
    ui.add_space(BETWEEN);
    let Some((front, _)) = scene.front() else { return };
    trusted(ui, scene, front);
    fineness(ui, scene, front);
    called(ui, scene, front);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        if chip(ui, &ui.say(say::SAVE), false).on_hover_text(ui.say(say::SAVE_ABOUT)).clicked() {
            scene.view.send(Command::Ask(SAVE_PICTURE));
        }
        for (name, about, deed) in
            [(say::AS_INPUT, say::AS_INPUT_ABOUT, Grow::AsInput), (say::COPY_CALL, say::COPY_CALL_ABOUT, Grow::CopyCall)]
        {
            if chip(ui, &ui.say(name), false).on_hover_text(ui.say(about)).clicked() {
                scene.send(deed);
            }
        }
    });
    ui.add_space(BETWEEN);
}

/// The picture's activation beside those of the folder's pictures.
fn trusted(ui: &mut Ui, scene: &Scene<'_>, front: &PlantView) {
    let Some(score) = front.score() else { return };
    let (name, unit) = match scene.settings().aim.is_nearness() {
        true => (say::NEARNESS, say::NEARNESS_UNIT),
        false => (say::TRUST, say::ACTIVATION_UNIT),
    };
    section(ui, &ui.say(name), &ui.say(unit));
    let standing = scene.standing();
    let strongest = standing.as_ref().and_then(Standing::record);
    let most = score.max(strongest.unwrap_or(0.0)).max(1e-9);
    let bar = |ui: &mut Ui, name, value: f64, chosen| {
        let written = ui.words().short(value as f32);
        class_bar(ui, &ui.say(name), (value / most) as f32, &written, chosen);
    };
    bar(ui, say::THIS_PICTURE, score, true);
    if let (Some(standing), Some(strongest)) = (&standing, strongest) {
        bar(ui, say::STRONGEST_PHOTO, strongest, false);
        bar(ui, say::MEDIAN_PHOTO, standing.median().unwrap_or(0.0), false);
        if strongest > 0.0 {
            let ratio = score / strongest;
            trust(ui, &ui.say(say::times_of(Value::Fixed(ratio, 1), standing.seen())), ratio >= 1.0);
        }
    }
    if front.redirected > 0 {
        trust(ui, &ui.say(say::redirected(front.redirected)), false);
    }
    ui.add_space(BETWEEN);
}

/// Power by frequency, beside that of photographs.
fn fineness(ui: &mut Ui, scene: &Scene<'_>, front: &PlantView) {
    let theme = Theme::of(ui);
    section(ui, &ui.say(say::FINE_DETAIL), &ui.say(say::FINE_DETAIL_UNIT));
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), PLOT * magnification(ui.style())), Sense::hover());
    let words = ui.words();
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words.say(&say::FINE_DETAIL)));
    let font = caption().resolve(ui.style());
    let inner = rect.with_max_y(rect.bottom() - font.size - 4.0);
    let (coarse, fine) = (1.0 / 48.0_f64, 0.5_f64);
    let x =
        |frequency: f64| inner.left() + inner.width() * ((frequency / coarse).ln() / (fine / coarse).ln()).clamp(0.0, 1.0) as f32;
    let own = shares(&front.spectrum);
    let photographs = photographs(scene.view.sight());
    let logs = |points: &[[f64; 2]]| -> Vec<[f64; 2]> {
        let inside = points.iter().filter(|[frequency, power]| *frequency >= coarse && *frequency <= fine && *power > 0.0);
        inside.map(|[frequency, power]| [*frequency, power.log10()]).collect()
    };
    let (own, theirs) = (logs(&own), photographs.map(|photographs| logs(&photographs.spectrum)).unwrap_or_default());
    let ends = own.iter().chain(&theirs).map(|[_, power]| *power);
    let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), power| (low.min(power), high.max(power)));
    let painter = ui.painter();
    painter.rect_filled(inner.with_min_x(x(FINE)), 0.0, theme.card);
    for mark in MARKS {
        let at = x(1.0 / f64::from(mark));
        painter.vline(at, inner.y_range(), theme.hairline());
        let align = if mark == 2 { Align2::RIGHT_TOP } else { Align2::CENTER_TOP };
        painter.text(pos2(at, inner.bottom() + 2.0), align, format!("1/{mark}"), font.clone(), theme.faint);
    }
    if low < high {
        let y = |power: f64| inner.bottom() - inner.height() * ((power - low) / (high - low)) as f32;
        for (points, colour) in [(&theirs, theme.warning), (&own, theme.accent)] {
            let line = points.iter().map(|[frequency, power]| pos2(x(*frequency), y(*power))).collect();
            painter.add(Shape::line(line, Stroke::new(1.5, colour)));
        }
    }
    if let Some(portrait) = &front.portrait {
        let own = Value::Percent(portrait.high_frequency, 1);
        let variation = Value::Fixed(portrait.total_variation, 2);
        match photographs {
            Some(photographs) => {
                let good = portrait.high_frequency <= NOISY * photographs.fine;
                trust(ui, &ui.say(say::finer_than(own, Value::Percent(photographs.fine, 1))), good);
                let good = portrait.total_variation <= NOISY * photographs.variation;
                let line = say::varies_more_than(variation, Value::Fixed(photographs.variation, 2));
                trust(ui, &ui.say(line), good).on_hover_text(ui.say(say::VARIATION_ABOUT));
            }
            None => {
                weak(ui, &ui.say(say::fine_share(own)));
                weak(ui, &ui.say(say::varies(variation))).on_hover_text(ui.say(say::VARIATION_ABOUT));
            }
        }
    }
    ui.add_space(BETWEEN);
}

/// What the network calls the whole picture.
fn called(ui: &mut Ui, scene: &Scene<'_>, front: &PlantView) {
    let Some(loaded) = &scene.view.state.model else { return };
    if front.calls.is_empty() {
        return;
    }
    section(ui, &ui.say(say::calls_it(&loaded.model.name)), &ui.say(say::AS_A_WHOLE));
    for (place, (class, probability)) in front.calls.iter().enumerate() {
        let (name, written) = (ui.say(loaded.class_name(*class)), ui.words().percent(*probability, 1));
        class_bar(ui, &name, *probability as f32, &written, place == 0);
    }
    ui.add_space(WITHIN);
}
