//! What a person does to what grows.

use std::sync::Arc;

use super::{
    FRONT, Visualise,
    aim::{self},
    command::{Grow, Settings},
    work::{GrowPicture, Wanted},
};
use crate::{
    app::{
        chapter::Hands,
        ids::{ErrandId, PictureId},
        open::{FolderSource, Shown},
        selection::Selection,
        sight::Sight,
    },
    figures::grown_picture,
    methods::Value,
    words::visualise as say,
};

/// Scenes that a generator learns from where the rendered world is open.
const SCENES: &str = "world:6000";

/// Does it.
pub fn act(chapter: &mut Visualise, command: &Grow, hands: &mut Hands<'_>) {
    let sight = Sight { state: hands.state, desk: hands.desk };
    let step = Visualise::front(sight).map_or(0, |front| front.steps[0]);
    let runs = hands.desk.is_busy::<GrowPicture>(FRONT);
    match command {
        Grow::Like(settings) => {
            if settings.recipe != chapter.settings.recipe || settings.aim != chapter.settings.aim {
                chapter.after = None;
            }
            chapter.settings = settings.clone();
        }
        Grow::Pause => rest_at(chapter, if runs { step } else { usize::MAX }),
        Grow::Steps(count) => rest_at(chapter, step + count),
        Grow::More(count) => {
            let preset = aim::preset(&chapter.settings);
            let all = Visualise::front(sight).map_or(0, |front| front.steps[1]);
            let mut way = chapter.settings.way(preset.id);
            way.parameters.set("steps", Value::Whole((all + count) as i64));
            chapter.settings.ways.insert(preset.id.to_owned(), way);
            rest_at(chapter, usize::MAX);
        }
        Grow::Anew => {
            chapter.plants.turn += 1;
            chapter.after = None;
        }
        Grow::After(after) => chapter.after = *after,
        Grow::Recipe(id) => {
            chapter.settings = Settings { recipe: id.clone(), ..chapter.settings.clone() };
            chapter.after = None;
        }
        Grow::Set(values) => set(chapter, values, hands),
        Grow::AsInput => as_input(chapter, hands),
        Grow::Learn => learn(chapter, hands),
        Grow::CopyCall => {
            if let Some(call) = call(chapter, sight) {
                hands.ctx.copy_text(call);
                hands.state.say(say::CALL_COPIED, false);
            }
        }
    }
}

fn rest_at(chapter: &mut Visualise, step: usize) {
    for rooted in chapter.plants.rooted.iter_mut().flatten() {
        rooted.until = step;
    }
    chapter.after = None;
}

fn set(chapter: &mut Visualise, values: &[(String, String)], hands: &mut Hands<'_>) {
    let preset = aim::preset(&chapter.settings);
    if values.is_empty() {
        chapter.settings.ways.remove(preset.id);
        return;
    }
    let mut way = chapter.settings.way(preset.id);
    for (key, value) in values {
        if key == "convention" {
            way.convention = preset.conventions.iter().find(|known| known.id == value).map(|known| known.id.to_owned());
        } else if let Err(problem) = way.parameters.read(preset.name, preset.parameters, key, value) {
            hands.state.say(crate::words::Phrase::verbatim(problem.to_string()), true);
            return;
        }
    }
    chapter.settings.ways.insert(preset.id.to_owned(), way);
}

/// Begins to train a generator, or goes on with one.
fn learn(chapter: &mut Visualise, hands: &mut Hands<'_>) {
    let source = hands.state.folder.as_ref().map(|folder| &folder.source);
    let data = match source {
        Some(FolderSource::Path(path)) => path.display().to_string(),
        Some(FolderSource::World(_)) => SCENES.to_owned(),
        Some(FolderSource::Gallery(_)) | None => {
            hands.state.say(say::LEARN_NEEDS_FOLDER, true);
            return;
        }
    };
    if hands.state.shelf.is_none() {
        hands.state.say(say::LEARN_NEEDS_DISK, true);
        return;
    }
    if let Some(loaded) = &hands.state.model {
        chapter.learning = Some((loaded.id, ErrandId::new(), data));
    }
}

/// Shows the grown picture to the network.
fn as_input(chapter: &Visualise, hands: &mut Hands<'_>) {
    let sight = Sight { state: hands.state, desk: hands.desk };
    let Some(front) = Visualise::front(sight) else { return };
    let size = [front.pictures.height, front.pictures.width];
    let Some(item) = front.pictures.items().next() else { return };
    let picture = grown_picture(item, size, aim::preset(&chapter.settings).spread);
    let name = aim::aimed(&chapter.settings, sight).map_or(say::A_GROWN_PICTURE, |aimed| say::grown_for(aimed.name));
    let shown = Arc::new(Shown::new(PictureId::new(), name, picture));
    let next = Selection { picture: Some(shown), ..hands.state.selection.clone() };
    hands.state.select(next);
}

/// The same on the command line.
pub fn call(chapter: &Visualise, sight: Sight<'_>) -> Option<String> {
    let loaded = sight.state.model.as_ref()?;
    let Wanted::Goal(goal) = aim::aimed(&chapter.settings, sight).ok()?.wanted else { return None };
    let model = match (&loaded.path, loaded.shipped) {
        (Some(path), _) => path.display().to_string(),
        (None, Some(name)) => name.to_owned(),
        (None, None) => return None,
    };
    let preset = aim::preset(&chapter.settings);
    let way = chapter.settings.way(preset.id);
    let mut words: Vec<String> = ["convscope", "visualize"].map(str::to_owned).to_vec();
    words.push(format!("{model:?}"));
    let mut option = |name: &str, value: String| words.extend([format!("--{name}"), value]);
    option("target", format!("{:?}", goal.write(&loaded.model)));
    option("recipe", preset.id.to_owned());
    if let Some(convention) = &way.convention {
        option("convention", convention.clone());
    }
    for parameter in preset.parameters {
        let value = way.parameters.value(parameter, None);
        if value != *parameter.default {
            option("param", format!("{}={value}", parameter.id));
        }
    }
    option("seed", chapter.settings.seed.to_string());
    words.extend(["-o", "grown.png"].map(str::to_owned));
    Some(words.join(" "))
}
