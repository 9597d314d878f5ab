//! The real application, driven as a person would: clicks by name, keys, dropped files; jobs run on their real threads.

mod arithmetic;
mod attribution;
mod explainer;
mod fits;
mod frame;
mod hand;
mod lecture;
mod looks;
mod pad;
mod painter;
mod picture;
mod scripts;
mod sessions;
mod space;
#[path = "../support/mod.rs"]
mod support;
mod training;
mod visualise;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use convscope::{
    app::{
        App, Start,
        chapters::{embedding::PointsOf, filters::WeightsPaint},
        command::{Command, Request, Signal, Switch},
        desk::{Answer, Question, Seat},
        open::{PathRequest, SAVE_MAP, SAVE_NUMBERS, SAVE_PICTURE},
        questions::{Forward, LayerMaps, StrongestIn, UnitOf},
        settings::{Settings, ThemeChoice},
        state::{Dialog, State},
    },
    network::{Channel, Class},
    picture::ChannelOrder,
    units::Unit,
    words::{Language, Phrase, Words},
};
use egui::{Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};

const PATIENCE: Duration = Duration::from_secs(120);

type Window = Harness<'static, App>;

/// The window with these files; without a model among them, on Shapes and its drawings.
fn open(files: &[PathBuf], settings: Settings) -> Window {
    // Whatever the system speaks.
    let language = settings.language.or(Some(Language::English));
    let settings = Settings { language, ..settings };
    let start = Start { files: [&[PathBuf::from("shapes")], files].concat(), ..Start::default() };
    Harness::builder()
        .with_size([1440.0, 900.0])
        .build_eframe(move |creation| App::new(&creation.egui_ctx, settings, start, Arc::default()))
}

/// The window as it is after everything that comes with Convscope has been answered.
fn window() -> Window {
    let mut window = open(&[], dark());
    settle(&mut window);
    window
}

/// The settings of the first start in the dark.
fn dark() -> Settings {
    Settings { theme: ThemeChoice::Dark, ..Settings::default() }
}

fn state(window: &Window) -> &State {
    window.state().state()
}

/// The last answer to a question, fresh or stale.
fn last<Q: Question>(window: &Window) -> &Answer<Q> {
    window.state().desk().answer::<Q>(Seat::ONE).expect("it was answered")
}

/// Whether what is asked now has its whole answer.
fn is_answered<Q: Question>(window: &Window, seat: Seat) -> bool {
    window.state().desk().fresh::<Q>(seat).is_some_and(|answer| answer.is_whole)
}

/// What the network answers to the picture.
fn pass(window: &Window) -> &Answer<Forward> {
    last::<Forward>(window)
}

/// What a phrase says in the language of these tests.
fn said(phrase: &Phrase) -> String {
    Words::ENGLISH.say(phrase)
}

/// A class in words.
fn class_name(window: &Window, class: Class) -> String {
    said(&window.state().sight().class_name(class))
}

/// Asks as a menu or a panel would.
fn send(window: &mut Window, request: impl Into<Request>) {
    let ctx = window.ctx.clone();
    window.state_mut().handle(&ctx, request);
    window.step();
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
    state(window).messages.iter().filter(|message| message.is_error).map(|message| said(&message.phrase)).collect()
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
    let mut window = window();
    let answer = &pass(&window).value.answer;
    assert!((answer.probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    let best = class_name(&window, answer.ranking[0]);
    assert!(window.query_by_label_contains(&format!("Class {best}, ")).is_some(), "the answer {best} is on screen");
    let model = &state(&window).model.as_ref().unwrap().model;
    let (about, name) = (said(&model.about), format!("Model {}", model.name));
    click(&mut window, &name);
    assert!(window.query_by_label_contains(&about[..20]).is_some(), "the model says what it is");
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn a_layer_a_channel_and_a_class_follow_the_click_and_back_goes_back() {
    let mut window = window();
    let before = layer(&window);
    click_what_begins(&mut window, "Layer conv2,");
    assert_eq!(layer(&window), "conv2");
    let maps = last::<LayerMaps>(&window);
    assert!(maps.is_fresh);
    assert_eq!(Some(maps.value.layer), state(&window).selection.layer);

    click_what_begins(&mut window, "Channel 7,");
    let unit = state(&window).selection.unit.unwrap();
    assert_eq!(unit.channel, Channel(7));
    assert!(unit.position.is_some(), "the click chose a position too");
    let shown = last::<UnitOf>(&window);
    assert_eq!((shown.is_fresh, Some(shown.value.position)), (true, unit.position));

    let second = pass(&window).value.answer.ranking[1];
    let name = class_name(&window, second);
    click_what_begins(&mut window, &format!("Class {name},"));
    assert_eq!(state(&window).selection.class, Some(second));

    click(&mut window, "Back");
    assert_eq!(state(&window).selection.class, None);
    click(&mut window, "Forward");
    assert_eq!(state(&window).selection.class, Some(second));
    // Back and forward are steps too, as everything that was set.
    for _ in 0..5 {
        press(&mut window, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(layer(&window), before);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(layer(&window), "conv2");
}

#[test]
fn digits_choose_chapters_and_arrows_walk() {
    let mut window = window();
    for (key, chapter) in [
        (Key::Num1, "network"),
        (Key::Num2, "filters"),
        (Key::Num3, "feature-maps"),
        (Key::Num4, "attribution"),
        (Key::Num8, "embedding"),
        (Key::Num9, "training"),
        // Nothing is there yet.
        (Key::Num0, "training"),
    ] {
        press(&mut window, Modifiers::NONE, key);
        assert_eq!(state(&window).settings.chapter, chapter);
    }
    press(&mut window, Modifiers::NONE, Key::Num3);
    let first = layer(&window);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert_ne!(layer(&window), first);
    press(&mut window, Modifiers::NONE, Key::ArrowUp);
    assert_eq!(layer(&window), first);
    let channel = window.state().sight().unit().unwrap().channel.index();
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    let largest = last::<LayerMaps>(&window).value.shape[0] - 1;
    assert_eq!(state(&window).selection.unit, Some(Unit::channel(Channel((channel + 1).min(largest)))));
}

#[test]
fn the_first_layer_shows_its_filters() {
    let mut window = window();
    press(&mut window, Modifiers::NONE, Key::Num2);
    let filters = last::<WeightsPaint>(&window);
    assert!(filters.is_fresh && filters.value.drawn == 1);
    click_what_begins(&mut window, "Filter 3,");
    assert_eq!(state(&window).selection.unit.map(|unit| unit.channel), Some(Channel(3)));
    click_what_begins(&mut window, "Layer conv2,");
    assert!(last::<WeightsPaint>(&window).value.drawn > 1);
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
    assert_eq!(state(&window).selection.unit, Some(Unit { channel: Channel(5), position: Some([2, 3]) }));
    assert_eq!(state(&window).dialog, Dialog::None);
}

#[test]
fn a_dropped_picture_is_shown_and_a_broken_one_is_said() {
    let mut window = window();
    drop_file(&mut window, &fixture("wide.png"));
    assert_eq!(said(&state(&window).selection.picture.as_ref().unwrap().name), "wide.png");
    assert!(pass(&window).is_fresh);
    assert_eq!(state(&window).settings.recent_pictures, [fixture("wide.png")]);
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.png");
    std::fs::write(&broken, b"not a picture").unwrap();
    drop_file(&mut window, &broken);
    let complaints = errors(&window);
    assert_eq!(complaints.len(), 1);
    assert!(complaints[0].contains("broken.png"), "{complaints:?}");
    assert_eq!(said(&state(&window).selection.picture.as_ref().unwrap().name), "wide.png");
    // Work in the background ends when it likes, and what lies beside it in the bottom line moves.
    let begin = Instant::now();
    while window.query_by_label("Dismiss").is_some() {
        assert!(begin.elapsed() < PATIENCE, "it cannot be dismissed");
        click(&mut window, "Dismiss");
    }
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn a_dropped_model_is_opened_and_a_broken_one_is_said() {
    let mut window = window();
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/onnx/script-attentive.onnx");
    drop_file(&mut window, &model);
    let shown = &state(&window).model.as_ref().unwrap().model;
    assert_eq!(shown.name, "script-attentive");
    let classes = shown.network.class_count();
    let forward = pass(&window);
    assert!(forward.is_fresh);
    assert_eq!(forward.value.answer.probabilities.len(), classes, "the new model answers");
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
        is_answered::<Forward>(window, Seat::ONE)
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
    assert_eq!((said(&shown.name).as_str(), shown.picture.width, shown.picture.height), ("pasted picture", 40, 30));
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
        let strongest = window.state().desk().answer::<StrongestIn>(Seat::ONE);
        // On a busy machine a short job may still be running beside.
        strongest.is_some_and(|answer| answer.value.seen > 0) && window.query_all_by_label("Cancel").count() == 1
    });
    assert_eq!(said(&state(&window).selection.picture.as_ref().unwrap().name), "0.png");
    window.get_by_label("Cancel").click();
    paint_until(&mut window, "the job says that it was cancelled", |window| {
        state(window).messages.last().is_some_and(|message| said(&message.phrase) == "Cancelled")
    });
    let strongest = last::<StrongestIn>(&window);
    assert!(strongest.value.seen < 3000, "it stopped before the end");
    press(&mut window, Modifiers::NONE, Key::PageDown);
    assert_eq!(said(&state(&window).selection.picture.as_ref().unwrap().name), "1.png");
}

#[test]
fn changed_preprocessing_changes_the_answer() {
    let mut window = window();
    let before = pass(&window).value.answer.scores.clone();
    click_what_begins(&mut window, "Preprocessing:");
    click(&mut window, "Caffe, BGR");
    assert_eq!(state(&window).preprocessing.as_ref().unwrap().order, ChannelOrder::Bgr);
    assert_ne!(pass(&window).value.answer.scores, before);
    click(&mut window, "As the model says");
    assert_eq!(pass(&window).value.answer.scores, before);
}

/// Saves, and waits until the window says that it has.
fn save(window: &mut Window, request: PathRequest, path: &Path) {
    send(window, Command::UsePath(request, path.to_owned()));
    let name = path.display().to_string();
    paint_until(window, "the file", |window| state(window).messages.iter().any(|message| said(&message.phrase).contains(&name)));
    assert!(path.exists());
}

#[test]
fn numbers_and_maps_are_taken_away() {
    let mut window = window();
    let folder = tempfile::tempdir().unwrap();
    let (numbers, map) = (folder.path().join("maps.npy"), folder.path().join("map.png"));
    for (request, path) in [(SAVE_NUMBERS, &numbers), (SAVE_MAP, &map)] {
        save(&mut window, request, path);
    }
    let maps = &last::<LayerMaps>(&window).value;
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
    assert_eq!(said(&state(&window).selection.picture.as_ref().unwrap().name), "tall.png");
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
    let maps = last::<LayerMaps>(&window);
    assert_eq!(maps.is_fresh, Some(maps.value.layer) == state(&window).selection.layer);
    settle(&mut window);
    assert!(last::<LayerMaps>(&window).is_fresh);
}

#[test]
fn a_folder_becomes_points_by_either_method() {
    let mut window = window();
    press(&mut window, Modifiers::NONE, Key::Num8);
    let finished = |window: &Window| is_answered::<PointsOf>(window, Seat::ONE);
    paint_until(&mut window, "t-SNE is done", finished);
    settle(&mut window);
    let count = last::<PointsOf>(&window).value.points.positions.len();
    assert!(count > 10 && window.query_by_label(&format!("Scatter of {count} pictures")).is_some());
    click(&mut window, "Method: PCA");
    paint_until(&mut window, "PCA is done", finished);
    settle(&mut window);
    assert!(window.query_by_label_contains("of the variance").is_some());
    assert_eq!(errors(&window), [""; 0]);
}

#[test]
fn what_lies_under_the_pointer_is_no_step_of_a_walk() {
    let mut window = window();
    click_what_begins(&mut window, "Layer conv2,");
    send(&mut window, Signal::Hover(Some(Unit { channel: Channel(1), position: Some([2, 2]) })));
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    send(&mut window, Signal::Hover(None));
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert_ne!(layer(&window), "conv2");
    // The walk is one step, however often the pointer moved: back leads to the layer that was clicked.
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(layer(&window), "conv2");
}

#[test]
fn a_model_without_an_ending_is_opened_as_the_model_that_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let nameless = folder.path().join("nameless");
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/onnx/script-attentive.onnx");
    std::fs::copy(model, &nameless).unwrap();
    let mut window = window();
    drop_file(&mut window, &nameless);
    assert_eq!(state(&window).model.as_ref().unwrap().path.as_ref(), Some(&nameless));
    assert_eq!(errors(&window), [""; 0]);
}

#[test]
fn every_chapter_is_saved_as_a_figure_with_its_numbers_beside_it() {
    let mut window = window();
    let folder = tempfile::tempdir().unwrap();
    for card in window.state().cards() {
        // A training has nothing to show before it runs; its own tests save it.
        if card.id == "training" {
            continue;
        }
        send(&mut window, Command::Chapter(card.id.into()));
        settle(&mut window);
        paint_until(&mut window, "everything is answered", |window| window.state().is_idle());
        for ending in ["png", "svg"] {
            let path = folder.path().join(format!("{}.{ending}", card.id));
            save(&mut window, SAVE_PICTURE, &path);
            let bytes = std::fs::read(&path).unwrap();
            if ending == "png" {
                let picture = convscope::picture::Picture::open(&path).unwrap();
                assert!(picture.width > 200 && picture.height > 60, "{}: {} x {}", card.id, picture.width, picture.height);
            } else {
                let text = String::from_utf8(bytes).unwrap();
                assert!(text.starts_with("<svg") && text.contains("<text"), "{} has real text", card.id);
            }
        }
    }
    let beside: Vec<String> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    for name in ["network.csv", "filters.npy", "feature-maps.npy", "attribution-gradient.npy", "embedding.csv"] {
        assert!(beside.iter().any(|found| found == name), "{name} lies beside its picture: {beside:?}");
    }
    assert_eq!(errors(&window), [""; 0]);
    send(&mut window, Command::NumbersBeside(Switch::Toggle));
    send(&mut window, Command::Chapter("feature-maps".into()));
    settle(&mut window);
    save(&mut window, SAVE_PICTURE, &folder.path().join("alone.png"));
    assert!(!folder.path().join("alone.npy").exists());
}

#[test]
fn what_one_chapter_cannot_read_falls_back_alone() {
    let mut settings = Settings { chapter: "no such chapter".to_owned(), ..dark() };
    settings.chapters.insert("attribution".to_owned(), "opacity = 'very'".to_owned());
    settings.chapters.insert("feature-maps".to_owned(), "zoom = 2.5".to_owned());
    settings.chapters.insert("of a later version".to_owned(), "anything = 1".to_owned());
    let mut window = open(&[], settings);
    settle(&mut window);
    assert_eq!(state(&window).settings.chapter, "feature-maps", "the chapter to begin with");
    let remembered: Vec<(&str, String)> = window.state().remembered();
    let of = |id: &str| remembered.iter().find(|(chapter, _)| *chapter == id).unwrap().1.clone();
    assert!(of("feature-maps").contains("zoom = 2.5"), "{}", of("feature-maps"));
    assert!(of("attribution").contains("opacity = 0.85"), "{}", of("attribution"));
    assert_eq!(errors(&window), [""; 0]);
}

#[test]
fn the_network_is_a_table_of_its_layers() {
    let mut window = window();
    press(&mut window, Modifiers::NONE, Key::Num1);
    click(&mut window, "layers");
    let weights = state(&window).model.as_ref().unwrap().parameters;
    let written = format!("{} weights", Words::ENGLISH.count(weights));
    assert!(window.query_all_by_label_contains(&written).count() > 0, "{written}");
    click_what_begins(&mut window, "Row conv2,");
    assert_eq!(layer(&window), "conv2");
}
