//! The lecture that ships, given as a lecturer gives it: forwards, backwards, black, with notes.

use std::time::Instant;

use convscope::app::{Start, command::Command, scenes::SHIPPED, settings::Settings, state::State};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::{Window, click, dark, press, said, send, settle, state, window};

/// What a scene shows: where it is, and what is answered to that.
fn seen(window: &Window) -> String {
    let State { selection, settings, .. } = state(window);
    let picture = selection.picture.as_ref().map(|shown| said(&shown.name));
    let class = window.state().sight().class();
    format!("{} {picture:?} {class:?} {} {:?}", window.state().link(), settings.chapter, window.state().remembered())
}

/// Paints until the scene stands; answers how long that took.
fn stand(window: &mut Window) -> f64 {
    let begin = Instant::now();
    settle(window);
    begin.elapsed().as_secs_f64()
}

#[test]
fn the_lecture_is_the_same_forwards_and_backwards() {
    let mut window = window();
    send(&mut window, Command::Scenes(SHIPPED[0].0.into()));
    stand(&mut window);
    let count = state(&window).scenes.as_ref().unwrap().lecture.scenes.len();
    let mut forwards = vec![seen(&window)];
    for _ in 1..count {
        window.key_press_modifiers(Modifiers::NONE, Key::PageDown);
        window.step();
        stand(&mut window);
        forwards.push(seen(&window));
    }
    press(&mut window, Modifiers::NONE, Key::PageDown);
    assert_eq!(&seen(&window), forwards.last().unwrap(), "there is no scene after the last");
    let errors: Vec<String> =
        state(&window).messages.iter().filter(|message| message.is_error).map(|message| said(&message.phrase)).collect();
    assert_eq!(errors, Vec::<String>::new());
    for index in (0..count - 1).rev() {
        window.key_press_modifiers(Modifiers::NONE, Key::PageUp);
        window.step();
        stand(&mut window);
        assert_eq!(seen(&window), forwards[index], "scene {} backwards", index + 1);
    }
    // Whatever somebody does in between is gone with the next scene.
    for line in ["layer conv1", "class cactus", "chapter embedding", "set occlusion window=8", "scene 9"] {
        send(&mut window, line.parse::<Command>().unwrap());
    }
    stand(&mut window);
    assert_eq!(seen(&window), forwards[8]);
}

#[test]
fn b_makes_it_black_and_notes_have_a_window() {
    let mut window = window();
    send(&mut window, Command::Scenes(SHIPPED[0].0.into()));
    settle(&mut window);
    assert!(window.query_by_label_contains("Scene 3: ").is_some(), "a dot for each scene");
    press(&mut window, Modifiers::NONE, Key::B);
    assert!(window.query_by_label("The screen is black; B brings it back").is_some());
    assert!(window.query_by_label_contains("Scene 3: ").is_none());
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label_contains("Scene 3: ").is_some());
    click(&mut window, "Notes");
    assert!(window.query_by_label_contains("49,152 numbers go in").is_some());
    assert!(window.query_by_label_contains("Next: The first layer").is_some());
    window.get_by_label_contains("Scene 2: ").click();
    settle(&mut window);
    assert!(window.query_by_label_contains("75 numbers").is_some());
    assert_eq!(state(&window).settings.chapter, "filters");
    click(&mut window, "End the lecture");
    assert!(state(&window).scenes.is_none());
    // Without a lecture the same keys are for pictures.
    press(&mut window, Modifiers::NONE, Key::B);
    let before = state(&window).selection.picture.clone();
    press(&mut window, Modifiers::NONE, Key::PageDown);
    assert_ne!(state(&window).selection.picture, before);
}

#[test]
fn a_lecture_is_a_file_that_is_dropped_and_a_broken_one_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.scenes");
    std::fs::write(&path, "convscope-scenes 1\ntitle en Mine\nscene\ntitle en One\nchapter filters\n").unwrap();
    let mut window = window();
    super::drop_file(&mut window, &path);
    settle(&mut window);
    assert_eq!(state(&window).scenes.as_ref().unwrap().lecture.scenes.len(), 1);
    assert_eq!(state(&window).settings.chapter, "filters");
    std::fs::write(&path, "convscope-scenes 1\nscene\nchaptr filters\n").unwrap();
    super::drop_file(&mut window, &path);
    settle(&mut window);
    let message = state(&window).messages.last().unwrap();
    let sentence = said(&message.phrase);
    assert!(message.is_error && sentence.contains("mine.scenes") && sentence.contains("chapter"), "{sentence}");
    send(&mut window, "scene 7".parse::<Command>().unwrap());
    assert!(state(&window).messages.last().unwrap().is_error);
}

/// How long each scene takes until it stands, forwards and backwards: in a release build,
/// `cargo test --release --test window lecture -- --ignored --nocapture`.
#[test]
#[ignore = "measures; meant for a release build"]
fn each_scene_stands_in_under_a_second() {
    let start = Start::default();
    let settings = Settings { language: Some(convscope::words::Language::English), ..dark() };
    let mut window = egui_kittest::Harness::builder()
        .with_size([1440.0, 900.0])
        .build_eframe(move |creation| convscope::app::App::new(&creation.egui_ctx, settings, start, std::sync::Arc::default()));
    settle(&mut window);
    send(&mut window, Command::Scenes(SHIPPED[0].0.into()));
    stand(&mut window);
    let count = state(&window).scenes.as_ref().unwrap().lecture.scenes.len();
    let mut slowest = 0f64;
    for number in (1..=count).chain((1..count).rev()) {
        let begin = Instant::now();
        send(&mut window, Command::Scene(number));
        stand(&mut window);
        let took = begin.elapsed().as_secs_f64();
        println!("scene {number}: {took:.2} s");
        slowest = slowest.max(took);
    }
    println!("slowest: {slowest:.2} s");
    assert!(slowest < 1.0, "{slowest:.2} s");
}
