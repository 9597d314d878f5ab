//! Taking results away: the chapter as it is seen, the selected unit's map as a figure, the raw numbers behind a chapter.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use egui::{ColorImage, Rect};

use super::{
    App,
    command::Chapter,
    state::State,
    work::{self, Kind, Output, Purpose},
};
use crate::{
    attribution,
    figures::{Bar, Figure, Panel},
    jobs::Request,
    picture::{Scale, number},
};

/// A picture of the window that is on its way, and where the chapter in it goes.
#[derive(Default)]
pub struct Snapshot {
    arrived: Arc<Mutex<Option<Arc<ColorImage>>>>,
    destination: Option<PathBuf>,
}

/// Numbers with their shape, and what to add to the file's name where there are several.
struct Numbers {
    suffix: String,
    shape: Vec<usize>,
    values: Arc<Vec<f32>>,
}

impl State {
    /// What a saved file is called unless the person says otherwise.
    fn file_name(&self, purpose: Purpose) -> String {
        let chapter = self.settings.chapter;
        let unit = self.unit_name().unwrap_or_else(|| "convscope".to_owned());
        let layer = unit.split(':').next().unwrap_or_default();
        let name = match (purpose, chapter) {
            (Purpose::SaveMap, _) => unit.clone(),
            (Purpose::SaveTrained | Purpose::SaveCheckpoint, _) | (_, Chapter::Training) => {
                self.training.view.as_ref().map_or_else(|| "training".to_owned(), |view| view.name.clone())
            }
            (_, Chapter::Filters) => format!("{layer} filters"),
            (_, Chapter::FeatureMaps) => format!("{layer} maps"),
            (_, Chapter::Attribution) => self.class().map(|class| self.class_name(class)).unwrap_or_default(),
            (_, Chapter::Embedding) => format!("{} embedding", self.settings.embedding.method),
        };
        let plain = |letter: char| if letter.is_alphanumeric() || letter == '.' { letter } else { '-' };
        let plain: String = name.chars().map(plain).collect();
        format!("{plain}.{}", purpose.extension().unwrap_or_default())
    }

    /// The raw numbers behind the chapter.
    fn numbers(&self) -> Vec<Numbers> {
        let one = |shape: Vec<usize>, values: &Arc<Vec<f32>>| {
            vec![Numbers { suffix: String::new(), shape, values: Arc::clone(values) }]
        };
        let answers = &self.answers;
        match self.settings.chapter {
            Chapter::Filters => {
                answers.filters.as_ref().map(|answer| one(answer.value.shape.to_vec(), &answer.value.values)).unwrap_or_default()
            }
            Chapter::FeatureMaps => answers.maps.as_ref().map_or_else(Vec::new, |answer| {
                let [channels, height, width] = answer.value.shape;
                one(vec![1, channels, height, width], &answer.value.values)
            }),
            Chapter::Attribution => {
                let shown = self.methods_shown().into_iter();
                let maps = shown.filter_map(|index| Some((index, answers.attribution.get(&index)?.value.as_ref().ok()?)));
                let numbers = maps.filter_map(|(index, heatmap)| {
                    let (map, method) = (&heatmap.map, attribution::registry().get(index)?);
                    Some(Numbers {
                        suffix: format!("-{}", method.id),
                        shape: vec![1, map.channels, map.height, map.width],
                        values: Arc::new(map.values.clone()),
                    })
                });
                numbers.collect()
            }
            Chapter::Training => self.training.view.as_ref().map_or_else(Vec::new, |view| {
                let rows: Vec<f32> = view.record.rows().flatten().collect();
                one(vec![rows.len() / 4, 4], &Arc::new(rows))
            }),
            Chapter::Embedding => answers.embedding.as_ref().map_or_else(Vec::new, |answer| {
                let positions = &answer.value.points.positions;
                one(vec![positions.len(), 2], &Arc::new(positions.iter().flatten().copied().collect()))
            }),
        }
    }

    /// The selected unit's map with its question and scale.
    fn unit_figure(&self) -> Option<Figure> {
        let (unit, maps) = (self.answers.unit.as_ref()?, self.answers.maps.as_ref()?);
        let [low, high] = unit.value.ends;
        let shown = self.selection.picture.as_ref().map(|shown| shown.name.as_str()).unwrap_or_default();
        let bar = Bar { colours: maps.value.colours, scale: Scale { low, high, gamma: self.settings.maps.gamma } };
        let note = format!("mean {}", number(unit.value.spread.mean));
        let panel = Panel { bar: Some(bar), note, ..Panel::of_picture(work::on_white(&unit.value.map)) };
        Some(Figure::of(format!("{} of {} for {shown}", self.unit_name()?, self.model.as_ref()?.model.name), panel))
    }
}

/// The path with something put before its extension.
fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let is_npy = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("npy"));
    let stem = if is_npy { path.file_stem() } else { path.file_name() }.unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}{suffix}.npy"))
}

impl App {
    /// Asks where to save, or what to open.
    pub(super) fn ask_for_path(&mut self, purpose: Purpose) {
        let name = self.state.file_name(purpose);
        self.jobs.start(Request::new(Kind::Dialog, purpose.title()), move |_| {
            Ok::<_, String>(Output::Picked(work::ask_for_path(purpose, &name)))
        });
    }

    /// Does with a path what it was asked for.
    pub(super) fn use_path(&mut self, ctx: &egui::Context, purpose: Purpose, path: PathBuf) {
        match purpose {
            Purpose::OpenPicture | Purpose::OpenModel | Purpose::OpenFolder => self.open(path),
            Purpose::SavePicture => self.photograph_chapter(ctx, path),
            Purpose::SaveMap => self.save_map(path),
            Purpose::SaveNumbers => self.save_numbers(path),
            Purpose::OpenTrainingData => self.state.settings.training.data = path.display().to_string(),
            Purpose::OpenRecipe => self.open_recipe(path),
            Purpose::OpenCheckpoint => self.resume_training(path),
            Purpose::SaveCheckpoint => self.save_checkpoint(path),
            Purpose::SaveTrained => self.save_trained(path),
        }
    }

    fn photograph_chapter(&mut self, ctx: &egui::Context, path: PathBuf) {
        self.snapshot.destination = Some(path);
        let (arrived, wake) = (Arc::clone(&self.snapshot.arrived), ctx.clone());
        ctx.request_screenshot(move |image| {
            *arrived.lock().unwrap_or_else(PoisonError::into_inner) = Some(image);
            wake.request_repaint();
        });
    }

    /// Saves the chapter out of a picture of the window that has arrived.
    pub(super) fn save_snapshot(&mut self, ctx: &egui::Context, chapter: Rect) {
        let arrived = self.snapshot.arrived.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(image) = arrived else { return };
        let Some(path) = self.snapshot.destination.take() else { return };
        let scale = ctx.pixels_per_point();
        self.jobs.start(Request::new(Kind::Save, "Saving the picture"), move |_| {
            let picture = work::on_white(&image.region(&chapter, Some(scale)));
            work::save_picture(&path, &picture).map(|()| Output::Saved(path))
        });
    }

    fn save_map(&mut self, path: PathBuf) {
        let Some(figure) = self.state.unit_figure() else {
            self.state.say("No unit is selected yet whose map could be saved", true);
            return;
        };
        self.jobs.start(Request::new(Kind::Save, "Saving the map"), move |_| figure.write(&path).map(|()| Output::Saved(path)));
    }

    fn save_numbers(&mut self, path: PathBuf) {
        let numbers = self.state.numbers();
        if numbers.is_empty() {
            self.state.say("This chapter has no numbers yet that could be saved", true);
            return;
        }
        self.jobs.start(Request::new(Kind::Save, "Saving the numbers"), move |_| {
            for Numbers { suffix, shape, values } in &numbers {
                crate::formats::npy::write(&with_suffix(&path, suffix), shape, values)?;
            }
            Ok::<_, crate::formats::Error>(Output::Saved(path))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_files_differ_before_their_extension() {
        assert_eq!(with_suffix(Path::new("a/star.npy"), "-cam"), Path::new("a/star-cam.npy"));
        assert_eq!(with_suffix(Path::new("a/features.3"), ""), Path::new("a/features.3.npy"));
    }
}
