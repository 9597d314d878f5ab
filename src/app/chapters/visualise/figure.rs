//! What the chapter shows as a figure: the grown pictures with how far to trust them, and how the activation rose.

use super::{
    FRONT, Visualise,
    aim::{self},
    asking::RECIPE_BED,
    command::Shows,
    rivals::standing,
    work::{Bed, GrowPicture},
};
use crate::{
    app::sight::Sight,
    figures::{Curve, Figure, Panel, Plot, grown_picture},
    picture::{Picture, class_colour},
    visualization::PRESETS,
    words::{Phrase, Value, Words, visualise as say},
};

/// The figure, once something has grown.
pub fn figure(chapter: &Visualise, sight: Sight<'_>) -> Option<Figure> {
    let loaded = sight.state.model.as_ref()?;
    let aimed = aim::aimed(&chapter.settings, sight).ok()?;
    let title = say::figure(&loaded.model.name, aimed.name);
    if chapter.settings.shows == Shows::All {
        let bed = sight.desk.answer::<Bed>(RECIPE_BED)?;
        let panels = PRESETS.iter().zip(&bed.value.plots).filter_map(|(preset, plot)| {
            let image = plot.image.as_ref()?;
            let pixels = image.pixels.iter().flat_map(|pixel| [pixel.r(), pixel.g(), pixel.b()]).collect();
            let picture = Picture { width: image.size[0], height: image.size[1], pixels };
            let caption = Some(say::recipe_of(preset.name, usize::from(preset.year).to_string()));
            let mut notes = vec![say::activation_of(plot.score as f32)];
            notes.extend(plot.portrait.as_ref().map(|portrait| say::fine_share(Value::Percent(portrait.high_frequency, 1))));
            Some(Panel { caption, notes, ..Panel::of_picture(picture) })
        });
        return Some(Figure { title, panels: panels.collect() });
    }
    let preset = aim::preset(&chapter.settings);
    let answer = sight.desk.answer::<GrowPicture>(FRONT)?;
    let view = answer.value.as_ref();
    let size = [view.pictures.height, view.pictures.width];
    let mut notes: Vec<Phrase> = vec![say::reached(preset.name, view.score().unwrap_or(0.0) as f32, view.steps[0])];
    let strongest = standing(sight, &aimed.wanted).and_then(|standing| standing.record());
    if let Some((score, strongest)) = view.score().zip(strongest).filter(|(_, strongest)| *strongest > 0.0) {
        notes.push(say::times_strongest(Value::Fixed(score / strongest, 2)));
    }
    notes.extend(view.portrait.as_ref().map(|portrait| say::fine_share(Value::Percent(portrait.high_frequency, 1))));
    let mut panels: Vec<Panel> =
        view.pictures.items().map(|item| Panel::of_picture(grown_picture(item, size, preset.spread))).collect();
    if let Some(first) = panels.first_mut() {
        first.notes = notes;
    }
    let words = sight.state.words;
    let (name, time) = (words.say(&say::ACTIVATION), words.say(&say::STEPS));
    let curves = [Curve { name: &name, points: &view.curve, colour: class_colour(0) }];
    let plot = Plot { name: &name, time: &time, written: Words::short, words, ends: [0.0, 0.1], curves: &curves };
    panels.push(Panel::new(plot.drawing()));
    Some(Figure { title, panels })
}
