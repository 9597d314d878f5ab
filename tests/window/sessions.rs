//! Sessions, links, figures that lead back, what a crash leaves, and the way back: each brings the same view, in another window
//! too.

use std::path::{Path, PathBuf};

use convscope::{
    app::{
        App, Start,
        command::{Command, Signal},
        open::{Content, PictureSource, SAVE_PICTURE, SAVE_SESSION},
        settings::Settings,
        state::Dialog,
    },
    picture::Picture,
    words::Language,
};
use egui::{Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};

use super::{Window, click, dark, drop_file, errors, open, press, said, send, settle, state, window};

/// Does what is written, one after the other, and waits.
fn try_script(window: &mut Window, lines: &[&str]) {
    for line in lines {
        send(window, line.parse::<Command>().expect("a command"));
        settle(window);
    }
}

/// The same; everything succeeds.
fn script(window: &mut Window, lines: &[&str]) {
    let before = errors(window).len();
    try_script(window, lines);
    assert_eq!(errors(window).get(before..), Some(&[][..]), "{lines:?}");
}

/// Where the window stands: what a link says, and what it cannot say.
fn view(window: &Window) -> String {
    let picture = state(window).selection.picture.as_ref().map(|shown| {
        let sum: usize = shown.picture.pixels.iter().enumerate().map(|(place, &value)| (place % 97) * usize::from(value)).sum();
        (said(&shown.name), shown.picture.width, sum)
    });
    let remembered = window.state().remembered();
    let model = state(window).model.as_ref().map(|loaded| loaded.model.name.clone());
    let (colours, blocks) = (state(window).settings.colours, state(window).open_blocks.len());
    format!("{} {model:?} {picture:?} {remembered:?} {colours:?} {blocks}", window.state().link())
}

fn save(window: &mut Window, path: &Path) -> Vec<u8> {
    send(window, Command::UsePath(SAVE_SESSION, path.to_owned()));
    settle(window);
    std::fs::read(path).unwrap_or_else(|_| panic!("no session; messages: {:?}", state(window).messages))
}

/// Another window, on the first model, that opens these.
fn another(files: &[PathBuf]) -> Window {
    let start = Start { files: files.to_vec(), ..Start::default() };
    starting(start)
}

fn starting(start: Start) -> Window {
    let settings = Settings { language: Some(Language::English), ..Settings::default() };
    let mut window = Harness::builder()
        .with_size([1440.0, 900.0])
        .build_eframe(move |creation| App::new(&creation.egui_ctx, settings, start, std::sync::Arc::default()));
    settle(&mut window);
    window
}

fn comes_back(lines: &[&str]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut first = window();
    script(&mut first, lines);
    let path = folder.path().join("first.convscope");
    let bytes = save(&mut first, &path);
    assert_eq!(Content::of(&path), Content::Session);
    let mut second = another(std::slice::from_ref(&path));
    assert_eq!(view(&second), view(&first), "{lines:?}");
    assert_eq!(save(&mut second, &folder.path().join("second.convscope")), bytes, "{lines:?}");
}

#[test]
fn a_session_brings_models_pictures_units_and_settings_back() {
    comes_back(&[]);
    comes_back(&[
        "model world",
        "sample 4",
        "chapter attribution",
        "hide gradient",
        "set occlusion window=16",
        "layer block2.conv1",
        "unit :3",
        "class 2",
        "colours viridis contrast=2 gamma=0.5",
        "filters {\"zoom\":2.5}",
    ]);
    comes_back(&["model world", "world two-objects", "item 3", "chapter filters", "block block3"]);
    comes_back(&[
        "model photos",
        "preprocess size=128,resize=140,order=bgr,range=255,mean=104:117:123,std=1:1:1",
        "gallery",
        "item 7",
        "chapter maps",
    ]);
}

#[test]
fn a_session_holds_drawings_and_pictures_that_lie_in_no_file() {
    comes_back(&[
        "model digits",
        "brush {\"brush\":0.1,\"colour\":[0,0,0]}",
        "draw 0.3,0.2 0.5,0.8",
        "brush {\"brush\":0.2,\"erases\":true}",
        "draw 0.4,0.4 0.6,0.4",
        "class 7",
        "pad off",
    ]);
    let folder = tempfile::tempdir().unwrap();
    let mut first = window();
    let pixels = egui::ColorImage::filled([20, 10], egui::Color32::RED);
    let pasted = PictureSource::Pixels(std::sync::Arc::new(pixels));
    send(&mut first, Signal::Picture(convscope::app::command::Picture::new(pasted)));
    settle(&mut first);
    let path = folder.path().join("x");
    let bytes = save(&mut first, &path);
    let mut second = another(&[path]);
    assert_eq!(view(&second), view(&first));
    assert_eq!(save(&mut second, &folder.path().join("y")), bytes);
}

#[test]
fn a_link_leads_there_from_anywhere_and_says_what_it_does_not_find() {
    let mut first = window();
    script(
        &mut first,
        &["model world", "sample 3", "layer block2.conv1", "unit :5", "class 4", "show gradient", "chapter attribution"],
    );
    let link = first.state().link().to_string();
    assert!(link.starts_with("convscope:world/block2.conv1"), "{link}");

    let mut second = window();
    second.event(egui::Event::Paste(format!("  {link}\n")));
    settle(&mut second);
    assert_eq!(second.state().link().to_string(), link);
    let third = another(&[PathBuf::from(&link)]);
    assert_eq!(third.state().link().to_string(), link);

    let before = state(&second).messages.len();
    try_script(&mut second, &["link convscope:world/no.such.layer:3?chapter=maps&wings=two&class=unicorn"]);
    let messages = &state(&second).messages[before..];
    assert_eq!(messages.len(), 1, "one sentence: {messages:?}");
    let sentence = said(&messages[0].phrase);
    for part in ["wings=two", "no.such.layer", "unicorn"] {
        assert!(sentence.contains(part), "{sentence}");
    }
    assert_eq!(state(&second).settings.chapter, "feature-maps", "the rest was done");
    try_script(&mut second, &["link convscope:elsewhere.onnx/conv1"]);
    let sentence = said(&state(&second).messages.last().unwrap().phrase);
    assert!(sentence.contains("elsewhere.onnx"), "{sentence}");
}

#[test]
fn a_saved_figure_leads_back_to_its_view() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = window();
    script(&mut first, &["sample 2", "layer conv2", "unit :4", "chapter maps"]);
    for name in ["figure.png", "figure.svg"] {
        let path = folder.path().join(name);
        send(&mut first, Command::UsePath(SAVE_PICTURE, path.clone()));
        settle(&mut first);
        assert_eq!(Content::of(&path), Content::Figure);
        let mut second = another(&[]);
        drop_file(&mut second, &path);
        settle(&mut second);
        assert_eq!(second.state().link(), first.state().link());
    }
}

#[test]
fn a_session_asks_for_what_moved_and_goes_on_without_what_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let (here, there) = (folder.path().join("cat.png"), folder.path().join("elsewhere.png"));
    std::fs::write(&here, Picture::filled(40, 30, [250, 120, 10]).to_png().unwrap()).unwrap();
    let mut first = open(std::slice::from_ref(&here), dark());
    settle(&mut first);
    script(&mut first, &["class 1", "chapter filters"]);
    let session = folder.path().join("a.convscope");
    save(&mut first, &session);

    std::fs::rename(&here, &there).unwrap();
    let mut second = another(std::slice::from_ref(&session));
    assert_eq!(state(&second).dialog, Dialog::Missing);
    assert!(second.query_by_label("Where is cat.png?").is_some());
    script(&mut second, &[&format!("find-file {}", there.display())]);
    assert_eq!(state(&second).selection.picture.as_ref().unwrap().path.as_deref(), Some(there.as_path()));
    assert_eq!((state(&second).settings.chapter.as_str(), state(&second).dialog == Dialog::None), ("filters", true));

    let mut third = another(std::slice::from_ref(&session));
    click(&mut third, "Go on without it");
    assert_eq!(state(&third).settings.chapter, "filters");
    assert_eq!(state(&third).selection.picture.as_ref().unwrap().path, None);

    // Another file in its place, which may be used.
    std::fs::write(&here, Picture::filled(4, 3, [1, 2, 3]).to_png().unwrap()).unwrap();
    let mut fourth = another(&[session]);
    click(&mut fourth, "Use it as it is");
    assert_eq!(state(&fourth).selection.picture.as_ref().unwrap().picture.width, 4);
}

#[test]
fn a_broken_session_gives_one_sentence_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window();
    let path = folder.path().join("a.convscope");
    let whole = save(&mut window, &path);
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let before = view(&window);
    try_script(&mut window, &[&format!("open {}", path.display())]);
    let message = state(&window).messages.last().unwrap();
    let sentence = said(&message.phrase);
    assert!(message.is_error && sentence.contains("a.convscope") && sentence.contains("damaged"), "{sentence}");
    assert_eq!(view(&window), before);
}

#[test]
fn what_a_killed_program_had_open_is_offered_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let (running, next) = (folder.path().join("running"), folder.path().join("next"));
    let mut first = starting(Start { files: vec!["digits".into()], recovery: Some(running.clone()), ..Start::default() });
    script(&mut first, &["draw 0.3,0.2 0.5,0.8", "chapter attribution", "class 3"]);
    let begin = std::time::Instant::now();
    let kept = || std::fs::read_dir(&running).unwrap().filter_map(Result::ok).map(|entry| entry.path());
    while begin.elapsed().as_secs_f32() < 4.5 {
        first.step();
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    // What a kill leaves: the files, and no lock on them.
    std::fs::create_dir(&next).unwrap();
    for path in kept() {
        std::fs::copy(&path, next.join(path.file_name().unwrap())).unwrap();
    }
    let mut second = starting(Start { recovery: Some(next.clone()), ..Start::default() });
    assert_eq!(state(&second).dialog, Dialog::Recovered);
    click(&mut second, "Take it up");
    assert_eq!(view(&second), view(&first));
    drop(second);
    assert_eq!(std::fs::read_dir(&next).unwrap().count(), 0, "a window that is closed leaves nothing");
    drop(first);
    assert_eq!(kept().count(), 0);
}

#[test]
fn everything_that_was_set_is_taken_back_and_done_again() {
    let mut window = window();
    let lines = [
        "theme light",
        "chapter attribution",
        "hide gradient",
        "set occlusion window=16",
        "sample 2",
        "layer conv2",
        "unit :3",
        "class 1",
        "colours viridis contrast=2 gamma=1",
        "preprocess size=96,resize=120",
        "left-column off",
        "world two-objects",
        "model world",
        "stage on",
        "layer block2.conv1",
    ];
    let whole = |window: &Window| {
        let settings = &state(window).settings;
        format!("{} {:?} {} {}", view(window), settings.theme, settings.stage, settings.left_open)
    };
    let mut views = vec![whole(&window)];
    for line in lines {
        script(&mut window, &[line]);
        views.push(whole(&window));
    }
    for expected in views.iter().rev().skip(1) {
        press(&mut window, Modifiers::COMMAND, Key::Z);
        assert_eq!(&whole(&window), expected);
    }
    for expected in views.iter().skip(1) {
        press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
        assert_eq!(&whole(&window), expected);
    }
}
