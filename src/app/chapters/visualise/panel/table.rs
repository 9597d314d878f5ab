//! All recipes for the same goal, as the lecture's table: filled row by row, each with the numbers that tell it from noise.

use egui::{Sense, Ui, vec2};

use super::{Scene, around::square};
use crate::{
    app::{
        chapters::visualise::{asking::RECIPE_BED, command::Shows, rivals::Standing, work::Bed},
        say::Say,
        theme::{BETWEEN, Theme, WITHIN, magnification},
        widgets::{mono, section, weak},
    },
    methods::Named as _,
    visualization::PRESETS,
    words::{Value, visualise as say},
};

/// A card is at least this broad at the usual text size, in points.
const CARD: f32 = 150.0;

/// Shows it.
pub fn show(ui: &mut Ui, scene: &Scene<'_>) {
    let theme = Theme::of(ui);
    let answer = scene.view.desk.answer::<Bed>(RECIPE_BED);
    let (done, all) = (answer.map_or(0, |answer| answer.value.done()), PRESETS.all().len());
    section(ui, &ui.say(say::TABLE), &ui.say(say::grown_of(done, all)));
    let standing = scene.standing();
    let strongest = standing.as_ref().and_then(Standing::record);
    let columns = ((ui.available_width() + BETWEEN) / (CARD * magnification(ui.style()) + BETWEEN)).floor().max(1.0) as usize;
    let side = ((ui.available_width() - BETWEEN * (columns - 1) as f32) / columns as f32).floor();
    let presets = PRESETS.all();
    for (row, chunk) in presets.chunks(columns).enumerate() {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = BETWEEN;
            for (column, preset) in chunk.iter().enumerate() {
                let place = row * columns + column;
                let plot = answer.and_then(|answer| answer.value.plots.get(place));
                ui.vertical(|ui| {
                    ui.set_width(side);
                    ui.spacing_mut().item_spacing.y = 2.0;
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = 5.0;
                        ui.label(mono(ui, preset.year.to_string()));
                        ui.label(egui::RichText::new(preset.name).color(theme.text));
                    });
                    let (rect, _) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
                    if square(ui, scene, ("recipe", place), rect, plot, preset.name) {
                        scene.set(|settings| {
                            preset.id().clone_into(&mut settings.recipe);
                            settings.shows = Shows::One;
                        });
                    }
                    match plot {
                        Some(plot) if plot.failure.is_some() => {
                            weak(ui, &plot.failure.as_ref().map(|failure| ui.say(failure)).unwrap_or_default());
                        }
                        Some(plot) if plot.is_done() => {
                            let ratio = strongest.filter(|strongest| *strongest > 0.0).map(|strongest| plot.score / strongest);
                            let mut line = ui.words().short(plot.score as f32);
                            if let Some(ratio) = ratio {
                                line = format!("{line} · {}", ui.say(say::times(Value::Fixed(ratio, 1))));
                            }
                            weak(ui, &line);
                            if let Some(portrait) = &plot.portrait {
                                weak(ui, &ui.say(say::fine_short(Value::Percent(portrait.high_frequency, 0))));
                                let variation = ui.say(say::varies(Value::Fixed(portrait.total_variation, 2)));
                                weak(ui, &variation).on_hover_text(ui.say(say::VARIATION_ABOUT));
                            }
                        }
                        Some(plot) if plot.steps[1] > 0 => {
                            weak(ui, &ui.say(say::step_of(plot.steps[0], plot.steps[1])));
                        }
                        _ => _ = weak(ui, ""),
                    }
                });
            }
        });
        ui.add_space(WITHIN);
    }
}
