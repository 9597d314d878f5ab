//! The frame around the chapters: in every window, language and chapter all controls lie inside their part of the window and
//! apart from each other; the layer list shows enough; columns give way, are dragged and remembered.

use std::{path::PathBuf, sync::Arc};

use convscope::{
    app::{
        App, Start,
        chapters::HOME,
        command::{Command, Signal, Switch},
        settings::{Settings, Side},
    },
    words::Language,
};
use egui::{Rect, Vec2, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use super::{Window, dark, errors, press, send, settle, state, window};

/// The window without its settling checks.
fn frame(size: Vec2, scale: f32, settings: Settings) -> Window {
    let settings = Settings { language: Some(Language::English), ..settings };
    let start = Start { files: vec![PathBuf::from("world")], ..Start::default() };
    Harness::builder()
        .with_size(size)
        .with_pixels_per_point(scale)
        .build_eframe(move |creation| App::new(&creation.egui_ctx, settings, start, Arc::default()))
}

struct Control {
    role: Role,
    name: String,
    rect: Rect,
}

/// What can be used or read, and lies in the window at least in part.
fn controls(window: &Window) -> Vec<Control> {
    let screen = window.ctx.content_rect();
    let shown = [
        Role::Button,
        Role::Tab,
        Role::Slider,
        Role::TextInput,
        Role::MultilineTextInput,
        Role::CheckBox,
        Role::ComboBox,
        Role::ListItem,
        Role::Image,
        Role::Label,
        Role::SpinButton,
        Role::Splitter,
    ];
    // The root has a role and no place.
    let nodes = window.root().children_recursive().filter(|node| shown.contains(&node.accesskit_node().role()));
    let control = nodes.map(|node| Control {
        role: node.accesskit_node().role(),
        name: node.accesskit_node().label().unwrap_or_default(),
        rect: node.rect(),
    });
    control.filter(|control| control.rect.intersects(screen) && control.rect.is_positive()).collect()
}

/// What is cut off: it crosses the window's sides or an edge between two columns.
fn cut_off(window: &Window, controls: &[Control]) -> Vec<String> {
    let screen = window.ctx.content_rect();
    let edges: Vec<f32> =
        controls.iter().filter(|control| control.role == Role::Splitter).map(|control| control.rect.center().x).collect();
    let top = controls.iter().filter(|control| control.role == Role::Tab).map(|tab| tab.rect.top()).fold(f32::INFINITY, f32::min);
    let crosses = |control: &&Control| {
        let [left, right] = [control.rect.left(), control.rect.right()];
        let beside = left < screen.left() - 1.0 || right > screen.right() + 1.0;
        let below_top = control.rect.top() >= top - 1.0 && control.rect.center().y < screen.bottom() - 36.0;
        let across = edges.iter().any(|edge| left < edge - 4.0 && right > edge + 4.0);
        control.role != Role::Splitter && (beside || (below_top && across))
    };
    controls.iter().filter(crosses).map(|control| format!("{:?} {:?} {:?}", control.role, control.name, control.rect)).collect()
}

/// Buttons that lie over one another, one of them not inside the other.
fn overlaps(controls: &[Control]) -> Vec<String> {
    let buttons: Vec<&Control> = controls
        .iter()
        .filter(|control| matches!(control.role, Role::Button | Role::Tab | Role::Slider | Role::CheckBox | Role::ComboBox))
        .collect();
    let mut found = Vec::new();
    for (place, one) in buttons.iter().enumerate() {
        for other in &buttons[place + 1..] {
            let shared = one.rect.intersect(other.rect);
            let nested = one.rect.expand(1.0).contains_rect(other.rect) || other.rect.expand(1.0).contains_rect(one.rect);
            if !nested && shared.is_positive() && shared.width() > 3.0 && shared.height() > 3.0 {
                found.push(format!("{:?} {:?} over {:?} {:?}", one.name, one.rect, other.name, other.rect));
            }
        }
    }
    found
}

#[test]
fn no_control_is_cut_off_and_none_lies_over_another_in_any_chapter_language_and_window() {
    let sizes = [
        (vec2(1440.0, 900.0), 1.0),
        (vec2(1440.0, 900.0), 2.0),
        (vec2(1280.0, 720.0), 1.0),
        (vec2(1024.0, 768.0), 1.0),
        (vec2(960.0, 540.0), 2.0),
        (vec2(800.0, 500.0), 1.0),
    ];
    let mut problems = Vec::new();
    let mut looked_at = 0;
    for (size, scale) in sizes {
        let mut window = frame(size, scale, dark());
        // Every chapter as it opens, and the parts of the first one that it does not open with.
        let chapters = window.state().cards().iter().map(|card| vec![format!("chapter {}", card.id)]).collect::<Vec<_>>();
        let parts = ["layer conv1", "layer pool1"].map(|layer| vec![layer.to_owned(), "arithmetic".to_owned()]);
        let sliding = vec![r#"network {"part":"Sliding"}"#.to_owned()];
        let layers = vec![r#"network {"part":"Layers"}"#.to_owned()];
        for lines in chapters.into_iter().chain(parts).chain([sliding, layers]) {
            for line in &lines {
                send(&mut window, line.parse::<Command>().unwrap());
                settle(&mut window);
            }
            for language in Language::ALL {
                send(&mut window, Command::Language(Some(language)));
                window.run_steps(4);
                let controls = controls(&window);
                looked_at += controls.len();
                let mut said = cut_off(&window, &controls);
                said.extend(overlaps(&controls));
                let place = format!("{lines:?} in {language:?}, {size:?}");
                problems.extend(said.into_iter().map(|problem| format!("{place}: {problem}")));
            }
            send(&mut window, Command::Language(Some(Language::English)));
        }
    }
    assert!(looked_at > 5000, "{looked_at}");
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

/// Layers whose rows lie wholly above the bottom bar.
fn layer_rows(window: &Window) -> usize {
    let bottom = window.ctx.content_rect().bottom() - 34.0;
    controls(window).iter().filter(|control| control.role == Role::ListItem && control.rect.bottom() <= bottom + 0.5).count()
}

#[test]
fn the_layer_list_shows_enough_rows() {
    for (size, least, folded) in [([1440.0, 900.0], 12, 19), ([1280.0, 720.0], 8, 14), ([1024.0, 700.0], 6, 14)] {
        let mut window = frame(Vec2::from(size), 1.0, dark());
        settle(&mut window);
        for block in ["block1", "block2", "block3"] {
            send(&mut window, Command::ToggleBlock(block.into()));
        }
        settle(&mut window);
        let rows = layer_rows(&window);
        println!("{size:?}: {rows} layers");
        assert!(rows >= least, "{size:?}: {rows} rows");
        send(&mut window, Command::PictureSection(Switch::Off));
        send(&mut window, Command::AnswerSection(Switch::Off));
        settle(&mut window);
        let rows = layer_rows(&window);
        println!("{size:?}, picture and answer folded: {rows} layers");
        assert!(rows >= folded, "{size:?}, folded: {rows} rows");
    }
}

#[test]
fn columns_are_dragged_folded_and_remembered() {
    let mut window = window();
    send(&mut window, Signal::Width(Side::Left, Some(400.0)));
    settle(&mut window);
    let edge = |window: &Window| {
        let controls = controls(window);
        let edges = controls.iter().filter(|control| control.role == Role::Splitter).map(|control| control.rect.center().x);
        edges.fold(f32::INFINITY, f32::min)
    };
    assert!((edge(&window) - 400.0).abs() < 2.0, "{}", edge(&window));
    let written = serde_json::to_string(&state(&window).settings).unwrap();
    let again: Settings = serde_json::from_str(&written).unwrap();
    assert_eq!(again.left_width, Some(400.0));
    // The mouse takes the edge along, and far inwards folds the column.
    for (to, left_open) in [(300.0, true), (100.0, false)] {
        window.drag_at(egui::pos2(edge(&window), 500.0));
        window.step();
        for x in [edge(&window) - 5.0, to] {
            window.hover_at(egui::pos2(x, 500.0));
            window.step();
        }
        window.drop_at(egui::pos2(to, 500.0));
        settle(&mut window);
        assert_eq!(state(&window).settings.left_open, left_open, "dragged to {to}");
        if left_open {
            assert!((edge(&window) - to).abs() < 6.0, "{} is not {to}", edge(&window));
        }
    }
    assert_eq!(errors(&window), [""; 0]);
}

#[test]
fn in_a_narrow_window_the_unit_lies_over_the_chapter_on_request() {
    let mut window = frame(vec2(960.0, 600.0), 1.0, Settings { chapter: HOME.to_owned(), ..dark() });
    settle(&mut window);
    assert!(window.query_by_label("Copy name").is_none());
    window.get_by_label("Unit").click();
    settle(&mut window);
    assert!(state(&window).right_over && window.query_by_label("Copy name").is_some());
    press(&mut window, egui::Modifiers::NONE, egui::Key::Escape);
    assert!(!state(&window).right_over && window.query_by_label("Copy name").is_none());
    // The setting of wider windows is another.
    assert!(state(&window).settings.right_open);
}

#[test]
fn the_line_of_a_lecture_fits_into_every_window_and_language() {
    for (size, scale) in [(vec2(800.0, 500.0), 1.0), (vec2(960.0, 540.0), 2.0), (vec2(1440.0, 900.0), 1.0)] {
        let mut window = frame(size, scale, dark());
        settle(&mut window);
        send(&mut window, Command::Scenes("from-pixels-to-flower".into()));
        settle(&mut window);
        for (language, stage) in Language::ALL.into_iter().flat_map(|language| [(language, Switch::Off), (language, Switch::On)])
        {
            let words = std::fs::read_to_string(format!("assets/words/{}/scenes.ftl", language.code())).unwrap();
            let said = |id: &str| words.lines().find_map(|line| line.strip_prefix(&format!("{id} = "))).unwrap().to_owned();
            let names = ["scenes-end", "scenes-presenter", "scenes-black", "scenes-next", "scenes-previous"].map(said);
            let dot = said("scenes-dot").split('{').next().unwrap().to_owned();
            send(&mut window, Command::Language(Some(language)));
            send(&mut window, Command::Stage(stage));
            window.run_steps(4);
            let controls = controls(&window);
            let screen = window.ctx.content_rect();
            // What scrolls away beneath the line is no part of it.
            let is_part = |control: &Control| names.contains(&control.name) || control.name.starts_with(&dot);
            let line: Vec<Control> = controls.into_iter().filter(is_part).collect();
            assert!(line.len() >= 5, "{size:?} {language:?}");
            for control in &line {
                assert!(screen.expand(0.5).contains_rect(control.rect), "{size:?} {language:?} {:?}", control.name);
            }
            assert_eq!(overlaps(&line), Vec::<String>::new(), "{size:?} {language:?}");
        }
    }
}
