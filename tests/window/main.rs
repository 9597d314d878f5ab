//! The real application, driven as a person would: clicks by name, keys, dropped files; jobs run on their real threads.

mod pad;
mod training;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use convscope::{
    app::{
        App, Start,
        command::{Chapter, Command, Purpose},
        state::{AttributionSettings, Dialog, MethodChoice, Settings, State, ThemeChoice, Unit},
    },
    picture::ChannelOrder,
};
use egui::{Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};

const PATIENCE: Duration = Duration::from_secs(120);

type Window = Harness<'static, App>;

/// The window with these files; without a model among them, on Shapes and its drawings.
fn open(files: &[PathBuf], settings: Settings) -> Window {
    let start = Start { files: [&[PathBuf::from("shapes")], files].concat(), ..Start::default() };
    Harness::builder().with_size([1440.0, 900.0]).build_eframe(move |creation| App::new(&creation.egui_ctx, settings, start))
}

/// The window as it is after everything that comes with Convscope has been answered.
fn window() -> Window {
    let mut window = open(&[], Settings { theme: ThemeChoice::Dark, ..Settings::default() });
    settle(&mut window);
    window
}

fn state(window: &Window) -> &State {
    window.state().state()
}

/// Paints until `done`, or fails.
fn paint_until(window: &mut Window, what: &str, done: impl Fn(&Window) -> bool) {
    let begin = Instant::now();
    while !done(window) {
        assert!(begin.elapsed() < PATIENCE, "never happened: {what}; messages: {:?}", state(window).messages);
        window.step();
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Paints until what is selected is answered; then checks that every control has a name and every letter a glyph.
fn settle(window: &mut Window) {
    let begin = Instant::now();
    let mut quiet = 0;
    while quiet < 4 {
        assert!(begin.elapsed() < PATIENCE, "never settled; messages: {:?}", state(window).messages);
        window.step();
        quiet = if window.state().is_answered() { quiet + 1 } else { 0 };
        std::thread::sleep(Duration::from_millis(2));
    }
    window.run_ok();
}

fn click(window: &mut Window, name: &str) {
    window.get_by_label(name).click();
    settle(window);
}

fn click_what_begins(window: &mut Window, beginning: &str) {
    let begins = beginning.to_owned();
    window.get_by(move |node| node.label().is_some_and(|label| label.starts_with(&begins))).click();
    settle(window);
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    settle(window);
}

fn layer(window: &Window) -> String {
    let state = state(window);
    let loaded = state.model.as_ref().expect("a model is open");
    loaded.title(state.selection.layer.expect("a layer is selected")).to_owned()
}

fn errors(window: &Window) -> Vec<String> {
    state(window).messages.iter().filter(|message| message.is_error).map(|message| message.text.clone()).collect()
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

fn drop_file(window: &mut Window, path: &Path) {
    window.input_mut().dropped_files.push(Arc::new(Dropped(path.to_owned())));
    settle(window);
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/picture").join(name)
}

#[test]
fn it_starts_with_an_answer_and_says_what_the_model_is() {
    let window = window();
    let state = state(&window);
    let forward = &state.answers.forward.as_ref().unwrap().value;
    assert!((forward.probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-4);
    let best = state.class_name(forward.ranking[0]);
    assert!(window.query_by_label_contains(&format!("Class {best}, ")).is_some(), "the answer {best} is on screen");
    let about = &state.model.as_ref().unwrap().model.about;
    assert!(window.query_by_label_contains(&about[..20]).is_some(), "the model says what it is");
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn a_layer_a_channel_and_a_class_follow_the_click_and_back_goes_back() {
    let mut window = window();
    let before = layer(&window);
    click_what_begins(&mut window, "Layer conv2,");
    assert_eq!(layer(&window), "conv2");
    let maps = state(&window).answers.maps.as_ref().unwrap();
    assert!(maps.fresh);
    assert_eq!(Some(maps.value.layer), state(&window).selection.layer);

    click_what_begins(&mut window, "Channel 7,");
    let unit = state(&window).selection.unit.unwrap();
    assert_eq!(unit.channel, 7);
    assert!(unit.position.is_some(), "the click chose a position too");
    let shown = state(&window).answers.unit.as_ref().unwrap();
    assert_eq!((shown.fresh, Some(shown.value.position)), (true, unit.position));

    let second = state(&window).answers.forward.as_ref().unwrap().value.ranking[1];
    let name = state(&window).class_name(second);
    click_what_begins(&mut window, &format!("Class {name},"));
    assert_eq!(state(&window).selection.class, Some(second));

    click(&mut window, "Back");
    assert_eq!(state(&window).selection.class, None);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(layer(&window), before);
    click(&mut window, "Forward");
    assert_eq!(layer(&window), "conv2");
}

#[test]
fn digits_choose_chapters_and_arrows_walk() {
    let mut window = window();
    for (key, chapter) in [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5].into_iter().zip(Chapter::ALL) {
        press(&mut window, Modifiers::NONE, key);
        assert_eq!(state(&window).settings.chapter, chapter);
    }
    press(&mut window, Modifiers::NONE, Key::Num2);
    let first = layer(&window);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert_ne!(layer(&window), first);
    press(&mut window, Modifiers::NONE, Key::ArrowUp);
    assert_eq!(layer(&window), first);
    let channel = state(&window).unit().unwrap().channel;
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    let last = state(&window).answers.maps.as_ref().unwrap().value.shape[0] - 1;
    assert_eq!(state(&window).selection.unit, Some(Unit { channel: (channel + 1).min(last), position: None }));
}

#[test]
fn the_first_layer_shows_its_filters() {
    let mut window = window();
    press(&mut window, Modifiers::NONE, Key::Num1);
    let filters = state(&window).answers.filters.as_ref().unwrap();
    assert!(filters.fresh && filters.value.rgb);
    click_what_begins(&mut window, "Filter 3,");
    assert_eq!(state(&window).selection.unit.map(|unit| unit.channel), Some(3));
    click_what_begins(&mut window, "Layer conv2,");
    assert!(!state(&window).answers.filters.as_ref().unwrap().value.rgb);
}

#[test]
fn f1_lists_the_keys_and_escape_closes_them() {
    let mut window = window();
    press(&mut window, Modifiers::NONE, Key::F1);
    assert_eq!(state(&window).dialog, Dialog::Keys);
    assert!(window.query_by_label("Ctrl+K").is_some());
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(state(&window).dialog, Dialog::None);
}

#[test]
fn the_palette_goes_to_a_unit() {
    let mut window = window();
    press(&mut window, Modifiers::COMMAND, Key::K);
    window.get_by_label("Go to").type_text("conv3:5@2,3");
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(layer(&window), "conv3");
    assert_eq!(state(&window).selection.unit, Some(Unit { channel: 5, position: Some([2, 3]) }));
    assert_eq!(state(&window).dialog, Dialog::None);
}

#[test]
fn a_dropped_picture_is_shown_and_a_broken_one_is_said() {
    let mut window = window();
    drop_file(&mut window, &fixture("wide.png"));
    assert_eq!(state(&window).selection.picture.as_ref().unwrap().name, "wide.png");
    assert!(state(&window).answers.forward.as_ref().unwrap().fresh);
    assert_eq!(state(&window).settings.recent_pictures, [fixture("wide.png")]);
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.png");
    std::fs::write(&broken, b"not a picture").unwrap();
    drop_file(&mut window, &broken);
    let said = errors(&window);
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("broken.png"), "{said:?}");
    assert_eq!(state(&window).selection.picture.as_ref().unwrap().name, "wide.png");
    click(&mut window, "Dismiss");
    assert!(window.query_by_label("Dismiss").is_none());
}

#[test]
fn a_dropped_model_is_opened_and_a_broken_one_is_said() {
    let mut window = window();
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/onnx/script-attentive.onnx");
    drop_file(&mut window, &model);
    let shown = &state(&window).model.as_ref().unwrap().model;
    assert_eq!(shown.name, "script-attentive");
    let classes = shown.network.class_count();
    let forward = state(&window).answers.forward.as_ref().unwrap();
    assert!(forward.fresh);
    assert_eq!(forward.value.probabilities.len(), classes, "the new model answers");
    assert_eq!(state(&window).settings.recent_models, [model]);
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.onnx");
    std::fs::write(&broken, b"not a model").unwrap();
    drop_file(&mut window, &broken);
    let said = errors(&window);
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("broken.onnx"), "{said:?}");
    assert_eq!(state(&window).model.as_ref().unwrap().model.name, "script-attentive");
}

#[test]
fn files_that_cannot_be_opened_at_the_start_leave_what_is_shipped() {
    let folder = tempfile::tempdir().unwrap();
    let broken = [folder.path().join("broken.onnx"), folder.path().join("broken.png")];
    for path in &broken {
        std::fs::write(path, b"neither a model nor a picture").unwrap();
    }
    let mut window = open(&broken, Settings::default());
    paint_until(&mut window, "the shipped model answers for a shipped picture", |window| {
        state(window).answers.forward.as_ref().is_some_and(|answer| answer.fresh)
    });
    assert_eq!(state(&window).model.as_ref().unwrap().model.name, "World");
    let said = errors(&window);
    assert!(
        said.iter().any(|text| text.contains("broken.onnx")) && said.iter().any(|text| text.contains("broken.png")),
        "{said:?}"
    );
}

#[test]
fn a_pasted_picture_is_shown() {
    let mut window = window();
    let image = Arc::new(egui::ColorImage::from_rgb([40, 30], &[90; 40 * 30 * 3]));
    window.event(egui::Event::PasteImage(image));
    window.step();
    settle(&mut window);
    let shown = state(&window).selection.picture.as_ref().unwrap();
    assert_eq!((shown.name.as_str(), shown.picture.width, shown.picture.height), ("pasted picture", 40, 30));
}

#[test]
fn a_folder_shows_its_pictures_and_a_job_can_be_cancelled() {
    let folder = tempfile::tempdir().unwrap();
    for index in 0..3000 {
        std::fs::hard_link(fixture("wide.png"), folder.path().join(format!("{index}.png")))
            .or_else(|_| std::fs::copy(fixture("wide.png"), folder.path().join(format!("{index}.png"))).map(drop))
            .unwrap();
    }
    let mut window = open(&[folder.path().to_owned()], Settings { theme: ThemeChoice::Light, ..Settings::default() });
    paint_until(&mut window, "a way to cancel", |window| {
        let strongest = state(window).answers.strongest.as_ref();
        // On a busy machine a short job may still be running beside.
        strongest.is_some_and(|answer| answer.value.seen > 0) && window.query_all_by_label("Cancel").count() == 1
    });
    assert_eq!(state(&window).selection.picture.as_ref().unwrap().name, "0.png");
    window.get_by_label("Cancel").click();
    paint_until(&mut window, "the job says that it was cancelled", |window| {
        state(window).messages.last().is_some_and(|message| message.text == "Cancelled")
    });
    let strongest = state(&window).answers.strongest.as_ref().unwrap();
    assert!(strongest.value.seen < 3000, "it stopped before the end");
    press(&mut window, Modifiers::NONE, Key::PageDown);
    assert_eq!(state(&window).selection.picture.as_ref().unwrap().name, "1.png");
}

#[test]
fn changed_preprocessing_changes_the_answer() {
    let mut window = window();
    let before = state(&window).answers.forward.as_ref().unwrap().value.scores.clone();
    click(&mut window, "Preprocessing");
    click(&mut window, "Caffe, BGR");
    assert_eq!(state(&window).preprocessing.as_ref().unwrap().order, ChannelOrder::Bgr);
    assert_ne!(state(&window).answers.forward.as_ref().unwrap().value.scores, before);
    click(&mut window, "As the model says");
    assert_eq!(state(&window).answers.forward.as_ref().unwrap().value.scores, before);
}

#[test]
fn numbers_and_maps_are_taken_away() {
    let mut window = window();
    let folder = tempfile::tempdir().unwrap();
    let (numbers, map) = (folder.path().join("maps.npy"), folder.path().join("map.png"));
    for (purpose, path) in [(Purpose::SaveNumbers, &numbers), (Purpose::SaveMap, &map)] {
        let ctx = window.ctx.clone();
        window.state_mut().handle(&ctx, Command::UsePath(purpose, path.clone()));
        paint_until(&mut window, "the file", |_| path.exists());
    }
    let maps = &state(&window).answers.maps.as_ref().unwrap().value;
    let array = convscope::formats::npy::read(&numbers).unwrap();
    assert_eq!(array.shape, [1, maps.shape[0], maps.shape[1], maps.shape[2]]);
    assert_eq!(&array.values, maps.values.as_ref());
    assert!(convscope::picture::Picture::open(&map).unwrap().width >= 448);
}

#[test]
fn a_typed_path_is_opened() {
    let mut window = window();
    press(&mut window, Modifiers::COMMAND, Key::L);
    window.get_by_label("Path").type_text(fixture("tall.png").to_str().unwrap());
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(state(&window).selection.picture.as_ref().unwrap().name, "tall.png");
}

#[test]
fn columns_fold_and_the_stage_enlarges() {
    let mut window = window();
    press(&mut window, Modifiers::COMMAND, Key::R);
    assert!(!state(&window).settings.right_open);
    assert!(window.query_by_label("Save numbers…").is_none());
    press(&mut window, Modifiers::NONE, Key::F5);
    assert!(state(&window).settings.stage);
}

#[test]
fn another_layer_makes_answers_stale_until_theirs_arrive() {
    let mut window = window();
    window.get_by_label_contains("Layer conv3,").click();
    window.step();
    window.step();
    let maps = state(&window).answers.maps.as_ref().unwrap();
    assert_eq!(maps.fresh, Some(maps.value.layer) == state(&window).selection.layer);
    settle(&mut window);
    assert!(state(&window).answers.maps.as_ref().unwrap().fresh);
}

/// Whether every attribution method that is shown has a whole map of what is selected now, or says why it has none.
fn explained(window: &Window) -> bool {
    let state = state(window);
    state.methods_shown().iter().all(|method| {
        let answer = state.answers.attribution.get(method).filter(|answer| answer.fresh);
        answer.is_some_and(|answer| answer.value.as_ref().map_or(true, |heatmap| heatmap.map.is_finished()))
    })
}

#[test]
fn attribution_explains_the_class_that_is_clicked() {
    let mut window = window();
    press(&mut window, Modifiers::NONE, Key::Num3);
    paint_until(&mut window, "all methods answer", explained);
    assert_eq!(errors(&window), [""; 0]);
    for name in ["Gradient map", "Guided backpropagation map", "Grad-CAM map", "Occlusion map"] {
        assert!(window.query_by_label(name).is_some(), "{name} is on screen");
    }
    assert!(window.query_by_label_contains("ReLUs guided").is_some(), "guided backpropagation says how far to trust it");
    let map = |window: &Window| {
        let method = convscope::attribution::registry().iter().position(|method| method.id == "gradient").unwrap();
        Arc::clone(&state(window).answers.attribution[&method].value.as_ref().unwrap().map)
    };
    let before = map(&window);
    let other = state(&window).class_name(state(&window).answers.forward.as_ref().unwrap().value.ranking[1]);
    window.get_by(move |node| node.label().is_some_and(|label| label.starts_with(&format!("Class {other}, ")))).click();
    window.step();
    paint_until(&mut window, "the other class is explained", explained);
    assert_ne!(before.values, map(&window).values);
    // Only the paint changes: the numbers are kept.
    let before = map(&window);
    click(&mut window, "Over the picture: all maps");
    paint_until(&mut window, "maps are painted again", explained);
    assert!(Arc::ptr_eq(&before, &map(&window)));
}

#[test]
fn escape_stops_the_series_of_methods_until_something_is_asked_again() {
    let shown = ["gradient", "occlusion", "ablation-cam", "score-cam"].map(str::to_owned).to_vec();
    // Occlusion comes before the last two, and takes its time.
    let slow = BTreeMap::from([("window".to_owned(), 8.0), ("stride".to_owned(), 1.0)]);
    let choices = BTreeMap::from([("occlusion".to_owned(), MethodChoice { parameters: slow, convention: None })]);
    let attribution = AttributionSettings { shown, choices, ..AttributionSettings::default() };
    let mut window = open(&[], Settings { attribution, theme: ThemeChoice::Dark, ..Settings::default() });
    settle(&mut window);
    let number = |id: &str| convscope::attribution::registry().iter().position(|method| method.id == id).unwrap();
    let [occlusion, ablation, score] = ["occlusion", "ablation-cam", "score-cam"].map(number);
    let begun = |window: &Window, method: usize| state(window).answers.attribution.contains_key(&method);
    window.key_press(Key::Num3);
    paint_until(&mut window, "occlusion begins", |window| begun(window, occlusion));
    window.key_press(Key::Escape);
    settle(&mut window);
    assert!(state(&window).messages.iter().any(|message| message.text == "Cancelled"));
    assert!(!explained(&window) && !begun(&window, ablation) && !begun(&window, score), "nothing starts after Escape");
    assert_eq!(window.query_all_by_label_contains("stopped").count(), 2, "the cards say so");
    // Neither other paint nor fewer methods ask for anything.
    click(&mut window, "Over the picture: all maps");
    let quick = AttributionSettings {
        shown: ["gradient", "ablation-cam", "score-cam"].map(str::to_owned).to_vec(),
        ..state(&window).settings.attribution.clone()
    };
    let ctx = window.ctx.clone();
    window.state_mut().handle(&ctx, Command::Attribution(quick));
    settle(&mut window);
    assert!(!begun(&window, ablation) && !begun(&window, score));
    window.key_press(Key::Num3);
    paint_until(&mut window, "the rest is answered", explained);
    assert_eq!(errors(&window), [""; 0]);
}

#[test]
fn a_folder_becomes_points_by_either_method() {
    let mut window = window();
    press(&mut window, Modifiers::NONE, Key::Num4);
    let finished =
        |window: &Window| state(window).answers.embedding.as_ref().is_some_and(|answer| answer.fresh && answer.value.finished);
    paint_until(&mut window, "t-SNE is done", finished);
    let count = state(&window).answers.embedding.as_ref().unwrap().value.points.positions.len();
    assert!(count > 10 && window.query_by_label(&format!("Scatter of {count} pictures")).is_some());
    click(&mut window, "Method: PCA");
    paint_until(&mut window, "PCA is done", finished);
    assert!(window.query_by_label_contains("of the variance").is_some());
    assert_eq!(errors(&window), [""; 0]);
}
