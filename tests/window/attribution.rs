//! The chapter "Attribution": classes and units explained, and only what depends on a choice computed anew.

use convscope::{
    app::{
        chapters::{
            ChapterCommand,
            attribution::{Explain, Explanation, MapPaint, Settings, Strip, Tested, Tile},
        },
        command::Command,
        desk::{Ending, Seat},
        open::SAVE_NUMBERS,
        settings,
        way::Way,
    },
    attribution::METHODS,
    network::Target,
};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::{
    Window, class_name, click, click_what_begins, dark, errors, open, paint_until, pass, press, said, send, settle, state, window,
};

fn with(attribution: &Settings) -> Window {
    let text = toml::to_string(attribution).expect("settings are written");
    let mut settings = settings::Settings { chapter: "attribution".to_owned(), ..dark() };
    settings.chapters.insert("attribution".to_owned(), text);
    open(&[], settings)
}

fn showing(methods: &[&str]) -> Settings {
    Settings { shown: methods.iter().map(|id| (*id).to_owned()).collect(), ..Settings::default() }
}

fn ask(window: &mut Window, settings: Settings) {
    send(window, Command::Of(ChapterCommand::Attribution(Explain::Like(Box::new(settings)))));
}

fn begun(window: &Window, method: &'static str) -> bool {
    window.state().desk().answer::<Explanation>(Seat::named(method)).is_some()
}

/// Whether a method's whole map of what is selected now is painted, or it says why there is none.
fn is_explained(window: &Window, method: &'static str) -> bool {
    let (desk, seat) = (window.state().desk(), Seat::named(method));
    let failed = matches!(desk.ending::<Explanation>(seat), Some(Ending::Failed(_)));
    let is_whole = desk.fresh::<Explanation>(seat).is_some_and(|answer| answer.is_whole);
    failed || is_whole && desk.fresh::<MapPaint>(seat).is_some()
}

fn all_explained<'a>(methods: &'a [&'static str]) -> impl Fn(&Window) -> bool + 'a {
    move |window| methods.iter().all(|method| is_explained(window, method))
}

const SHOWN: [&str; 6] = ["gradient", "guided-backpropagation", "deconvnet", "grad-cam", "cam", "occlusion"];

/// The values of a method's map, by their address: the same as long as nothing is computed anew.
fn values(window: &Window, method: &'static str) -> *const f32 {
    let answer = window.state().desk().answer::<Explanation>(Seat::named(method));
    answer.expect("it was answered").value.values.as_ptr()
}

#[test]
fn attribution_explains_the_class_that_is_clicked() {
    let mut window = window();
    press(&mut window, Modifiers::NONE, Key::Num4);
    paint_until(&mut window, "all methods answer", all_explained(&SHOWN));
    settle(&mut window);
    assert_eq!(errors(&window), [""; 0]);
    for name in ["Gradient map", "Guided backpropagation map", "Grad-CAM map", "Occlusion map"] {
        assert!(window.query_by_label(name).is_some(), "{name} is on screen");
    }
    assert!(window.query_by_label_contains("ReLUs guided").is_some(), "guided backpropagation says how far to trust it");
    let before = window.state().desk().answer::<Explanation>(Seat::named("gradient")).unwrap().value.values.clone();
    let other = class_name(&window, pass(&window).value.answer.ranking[1]);
    window.get_by(move |node| node.label().is_some_and(|label| label.starts_with(&format!("Class {other}, ")))).click();
    window.step();
    paint_until(&mut window, "the other class is explained", all_explained(&SHOWN));
    assert_ne!(before, window.state().desk().answer::<Explanation>(Seat::named("gradient")).unwrap().value.values);
    // Only the paint changes: the numbers are kept.
    let before = SHOWN.map(|method| values(&window, method));
    click(&mut window, "Over the picture: all maps");
    paint_until(&mut window, "maps are painted again", all_explained(&SHOWN));
    send(&mut window, Command::Theme(settings::ThemeChoice::Light));
    paint_until(&mut window, "maps are painted for light ground", all_explained(&SHOWN));
    assert_eq!(before, SHOWN.map(|method| values(&window, method)));
}

#[test]
fn walking_layers_computes_nothing_anew_for_methods_that_look_at_no_layer() {
    let methods = ["gradient", "grad-cam", "occlusion"];
    let mut window = with(&Settings { selected_layer: true, ..showing(&methods) });
    settle(&mut window);
    paint_until(&mut window, "all methods answer", all_explained(&methods));
    let before = methods.map(|method| values(&window, method));
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    paint_until(&mut window, "all methods answer", all_explained(&methods));
    let after = methods.map(|method| values(&window, method));
    assert_eq!((before[0], before[2]), (after[0], after[2]), "gradient and occlusion are kept");
    assert_ne!(before[1], after[1], "Grad-CAM looks at another layer");
}

#[test]
fn the_selected_unit_can_be_explained_instead_of_a_class() {
    let mut window = with(&showing(&["gradient", "occlusion"]));
    settle(&mut window);
    let best = class_name(&window, pass(&window).value.answer.ranking[0]);
    paint_until(&mut window, "the class is explained", all_explained(&["gradient", "occlusion"]));
    assert!(window.query_by_label_contains(&format!("Why {best}?")).is_some());
    click_what_begins(&mut window, "Layer conv2,");
    click(&mut window, "Explain: unit");
    paint_until(&mut window, "the unit is explained", all_explained(&["gradient", "occlusion"]));
    settle(&mut window);
    let name = window.state().sight().unit_name().unwrap();
    assert!(window.query_by_label_contains(&format!("What excites {name} here?")).is_some(), "{name}");
    let target = &window.state().desk().fresh::<Explanation>(Seat::named("occlusion")).unwrap().question.target;
    assert!(!matches!(target, Target::Class(_)), "{target:?}");
    assert_eq!(errors(&window), [""; 0]);
    click(&mut window, "Explain: class");
    assert!(window.query_by_label_contains(&format!("Why {best}?")).is_some());
}

#[test]
fn escape_stops_the_series_of_methods_until_something_is_asked_again() {
    let methods = ["gradient", "occlusion", "feature-ablation", "kernel-shap"];
    // Occlusion comes before the last two, and takes its time.
    let parameters = [("window", 8.0), ("stride", 1.0)].into_iter().collect();
    let slow = Way { parameters, ..Way::default() };
    let mut settings = showing(&methods);
    settings.ways.insert("occlusion".to_owned(), slow);
    let mut window = with(&settings);
    paint_until(&mut window, "occlusion begins", |window| begun(window, "occlusion"));
    window.key_press(Key::Escape);
    settle(&mut window);
    assert!(state(&window).messages.iter().any(|message| said(&message.phrase) == "Cancelled"));
    let none = |window: &Window| !begun(window, "feature-ablation") && !begun(window, "kernel-shap");
    assert!(!is_explained(&window, "occlusion") && none(&window), "nothing starts after Escape");
    assert_eq!(window.query_all_by_label_contains("stopped").count(), 2, "the cards say so");
    // Neither other paint nor fewer methods ask for anything.
    click(&mut window, "Over the picture: all maps");
    ask(&mut window, Settings { shown: showing(&["gradient", "feature-ablation", "kernel-shap"]).shown, ..settings });
    settle(&mut window);
    assert!(none(&window));
    window.key_press(Key::Num4);
    let rest = ["gradient", "feature-ablation", "kernel-shap"];
    paint_until(&mut window, "the rest is answered", all_explained(&rest));
    assert_eq!(errors(&window), [""; 0]);
}

#[test]
fn the_methods_of_the_tests_exist() {
    assert!(SHOWN.iter().all(|id| METHODS.iter().any(|method| method.id == *id)));
}

fn explained_at(window: &Window, method: &'static str, number: usize) -> bool {
    let (desk, seat) = (window.state().desk(), Seat { name: method, number });
    desk.fresh::<MapPaint>(seat).is_some_and(|answer| answer.is_whole && answer.value.map.is_finished())
}

/// A tile of its own beside Grad-CAM's.
fn beside(window: &mut Window, tile: Tile) {
    beside_of(window, "grad-cam", tile);
}

fn beside_of(window: &mut Window, method: &str, tile: Tile) {
    let tile = Tile { method: method.to_owned(), ..tile };
    send(window, Command::Of(ChapterCommand::Attribution(Explain::Beside(Box::new(tile)))));
}

#[test]
fn tiles_of_their_own_look_at_another_layer_class_picture_and_network() {
    let mut window = with(&showing(&["grad-cam"]));
    settle(&mut window);
    paint_until(&mut window, "Grad-CAM answers", all_explained(&["grad-cam"]));
    beside(&mut window, Tile { layer: Some("conv2".to_owned()), ..Tile::default() });
    beside(&mut window, Tile { target: Some("heart - arrow".to_owned()), ..Tile::default() });
    beside(&mut window, Tile { picture: Some("cross".to_owned()), ..Tile::default() });
    beside(&mut window, Tile { model: Some("photos".to_owned()), ..Tile::default() });
    paint_until(&mut window, "all tiles answer", |window| (1..5).all(|number| explained_at(window, "grad-cam", number)));
    assert_eq!(errors(&window), [""; 0]);
    let desk = window.state().desk();
    let asked = |number| &desk.fresh::<Explanation>(Seat { name: "grad-cam", number }).unwrap().question;
    assert_ne!(asked(1).layer, asked(0).layer);
    assert!(matches!(asked(2).target, Target::Difference { .. }));
    assert!(asked(3).pass.picture != asked(0).pass.picture && asked(3).pass.model == asked(0).pass.model);
    assert!(asked(4).pass.model != asked(0).pass.model && asked(4).pass.picture == asked(0).pass.picture);
    // What is taken away is forgotten, and the others keep their answers.
    send(&mut window, Command::Of(ChapterCommand::Attribution(Explain::Aside("grad-cam".to_owned(), 2))));
    window.step();
    assert!(!explained_at(&window, "grad-cam", 2) && explained_at(&window, "grad-cam", 3));
}

#[test]
fn two_conventions_differ_by_a_map_of_their_own_and_one_scale_holds_for_all() {
    let mut window = with(&showing(&["grad-cam"]));
    settle(&mut window);
    paint_until(&mut window, "Grad-CAM answers", all_explained(&["grad-cam"]));
    let captum = || Way { convention: Some("captum".to_owned()), ..Way::default() };
    beside(&mut window, Tile { way: captum(), ..Tile::default() });
    beside(&mut window, Tile { less: Some(("grad-cam".to_owned(), 1)), ..Tile::default() });
    paint_until(&mut window, "the difference is there", |window| explained_at(window, "grad-cam", 2));
    let painted = |window: &Window, number| {
        let answer = window.state().desk().fresh::<MapPaint>(Seat { name: "grad-cam", number });
        answer.map(|answer| (answer.value.bar.scale.high, answer.value.own_high, answer.value.plane.clone()))
    };
    let (.., difference) = painted(&window, 2).unwrap();
    assert!(window.query_by_label_contains("largest difference").is_some());
    let size = window.state().desk().fresh::<MapPaint>(Seat { name: "grad-cam", number: 2 }).unwrap().question.size;
    assert_eq!(difference.len(), size[0] * size[1]);
    ask(&mut window, Settings { one_scale: true, ..showing(&["grad-cam", "layer-cam", "occlusion"]) });
    let methods = ["grad-cam", "layer-cam", "occlusion"];
    paint_until(&mut window, "all have one scale", |window| {
        let ends: Vec<f32> = methods
            .iter()
            .filter_map(|&method| window.state().desk().fresh::<MapPaint>(Seat::named(method)))
            .map(|answer| answer.value.bar.scale.high)
            .collect();
        all_explained(&methods)(window) && ends.len() == 3 && ends.iter().all(|end| *end == ends[0])
    });
    assert_eq!(errors(&window), [""; 0]);
}

#[test]
fn boxes_say_what_they_hold() {
    let mut window = with(&Settings { boxes: Some(0.2), ..showing(&["grad-cam"]) });
    settle(&mut window);
    paint_until(&mut window, "Grad-CAM answers", all_explained(&["grad-cam"]));
    assert!(window.query_by_label_contains("box holds").is_some());
}

#[test]
fn maps_are_tested_beside_the_controls() {
    let mut window = with(&Settings { truth: true, ..showing(&["grad-cam"]) });
    settle(&mut window);
    let tested = ["grad-cam", "random", "area", "edge", "truth"];
    let verdict = |window: &Window, method: &'static str| {
        let answer = window.state().desk().fresh::<Tested>(Seat::named(method));
        answer.filter(|answer| answer.is_whole).map(|answer| std::sync::Arc::clone(&answer.value))
    };
    // Nobody knows where the object of a drawing is, so that the truth has no map to test.
    paint_until(&mut window, "all are tested", |window| tested[..4].iter().all(|method| verdict(window, method).is_some()));
    settle(&mut window);
    assert_eq!(errors(&window), [""; 0]);
    let [own, edge] = ["grad-cam", "edge"].map(|method| verdict(&window, method).unwrap());
    assert!(own.is_whole && own.deletion.scores.len() == own.insertion.scores.len() && !own.top.is_empty());
    assert!(edge.top.iter().chain(&edge.bottom).all(|frame| (frame.likeness.spearman - 1.0).abs() < 1e-9));
    assert!(own.value("randomised-top").unwrap() < 0.9);
    assert!(window.query_by_label_contains("Deletion: Grad-CAM ").is_some(), "the curves say their numbers");
    // What the page says is taken away as tables.
    let folder = tempfile::tempdir().unwrap();
    let tables = ["measures", "curves", "forgetting"].map(|name| folder.path().join(format!("truth-{name}.csv")));
    send(&mut window, Command::UsePath(SAVE_NUMBERS, folder.path().join("truth.csv")));
    paint_until(&mut window, "the tables are written", |_| tables.iter().all(|path| path.exists()));
    let [measures, curves, forgetting] = tables.map(|path| std::fs::read_to_string(path).unwrap());
    let row = |text: &str, start: &str| text.lines().find_map(|line| line.strip_prefix(start)?.parse::<f64>().ok());
    assert_eq!(row(&measures, "grad-cam,1,,deletion,lower,"), own.value("deletion"));
    assert_eq!(row(&measures, "random,1,,randomised-top,lower,"), verdict(&window, "random").unwrap().value("randomised-top"));
    assert_eq!(curves.matches("grad-cam,1,,insertion,").count(), own.insertion.scores.len());
    assert_eq!(forgetting.matches("grad-cam,1,,top,").count(), own.top.len());
    // Another eraser asks for the curves anew and keeps the maps.
    let before = values(&window, "grad-cam");
    click(&mut window, "Erase with: blur");
    paint_until(&mut window, "Grad-CAM is tested again", |window| verdict(window, "grad-cam").is_some());
    assert_eq!(before, values(&window, "grad-cam"));
    assert_ne!(own.deletion, verdict(&window, "grad-cam").unwrap().deletion);
}

#[test]
fn a_map_of_an_animal_is_judged_by_its_parts() {
    let mut window = with(&Settings { truth: true, ..showing(&["lrp"]) });
    settle(&mut window);
    send(&mut window, Command::Model("fauna".into()));
    let parts = |window: &Window| {
        let answer = window.state().desk().fresh::<Tested>(Seat::named("lrp"));
        answer.and_then(|answer| answer.value.parts.clone().filter(|_| answer.is_whole))
    };
    paint_until(&mut window, "LRP is tested on an animal", |window| parts(window).is_some());
    settle(&mut window);
    assert_eq!(errors(&window), [""; 0]);
    let tried = parts(&window).unwrap();
    assert!(tried.reaction.is_right() && tried.rivals.is_some() == tried.reaction.rivals.is_some());
    for part in ["ears", "nose", "tail", "legs", "wings"] {
        assert!(window.query_all_by_label_contains(&format!("{part} ")).count() >= 2, "{part} has its share and its fall");
    }
}

#[test]
fn one_method_is_shown_at_every_layer_and_a_click_looks_there() {
    let mut window = with(&Settings { strip: true, ..showing(&["gradient", "grad-cam"]) });
    settle(&mut window);
    paint_until(&mut window, "every layer answers", |window| {
        window.state().desk().fresh::<Strip>(Seat::ONE).is_some_and(|answer| answer.is_whole)
    });
    let answer = std::sync::Arc::clone(&window.state().desk().fresh::<Strip>(Seat::ONE).unwrap().value);
    assert!(answer.len() > 3 && answer.iter().all(|(_, image)| image.is_some()));
    assert!(window.query_by_label_contains("Grad-CAM at every layer").is_some());
    click(&mut window, "Grad-CAM · conv2");
    let network = pass_network(&window);
    let layer = network.find("conv2").map(|id| network.shown_for(id)).expect("a layer of Shapes");
    paint_until(&mut window, "Grad-CAM looks there", |window| {
        let asked = window.state().desk().fresh::<Explanation>(Seat::named("grad-cam"));
        asked.is_some_and(|answer| answer.question.layer == Some(layer))
    });
}

fn pass_network(window: &Window) -> std::sync::Arc<convscope::network::Network> {
    state(window).model.as_ref().expect("a model is open").engine.shared_network()
}

#[test]
fn a_tile_that_cannot_be_asked_says_why() {
    let mut window = with(&showing(&["grad-cam"]));
    settle(&mut window);
    beside(&mut window, Tile { layer: Some("nowhere".to_owned()), ..Tile::default() });
    paint_until(&mut window, "Grad-CAM answers", all_explained(&["grad-cam"]));
    assert!(window.query_by_label_contains("no layer \"nowhere\"").is_some());
}

#[test]
fn a_tile_gets_a_class_of_its_own_from_its_menu() {
    let mut window = with(&showing(&["gradient"]));
    settle(&mut window);
    paint_until(&mut window, "the gradient answers", all_explained(&["gradient"]));
    beside_of(&mut window, "gradient", Tile::default());
    paint_until(&mut window, "its tile answers", |window| explained_at(window, "gradient", 1));
    window.get_all_by_label("How Gradient is computed").last().expect("the tile has a menu").click();
    window.run_steps(3);
    click(&mut window, "Explain: as selected");
    let other = class_label(&window);
    window.get_all_by_label(&other).last().expect("the menu in the menu is open").click();
    window.step();
    paint_until(&mut window, "the other class is explained", |window| {
        let asked = window.state().desk().fresh::<Explanation>(Seat { name: "gradient", number: 1 });
        asked.is_some_and(|answer| matches!(answer.question.target, Target::Difference { .. }))
    });
}

/// One class minus another, as the tile's menu offers it.
fn class_label(window: &Window) -> String {
    let model = state(window).model.as_ref().expect("a model is open");
    let label = |place: usize| model.model.labels[pass(window).value.answer.ranking[place].index()].clone();
    format!("{} - {}", label(0), label(1))
}
