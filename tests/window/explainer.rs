//! What CNN Explainer lets a person do, on a network that ships instead of a toy: seven interactions, a test each.

use convscope::{app::command::Command, network::Channel, units::Unit};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{Window, click, click_what_begins, errors, layer, paint_until, pass, press, send, settle, state};

/// Digits on its first picture, in a chapter.
fn window_in(chapter: &'static str) -> Window {
    let mut window = super::window();
    for command in [Command::Model("digits".into()), Command::Sample(0), Command::Chapter(chapter.into())] {
        send(&mut window, command);
        settle(&mut window);
    }
    window
}

/// The arithmetic of a unit.
fn arithmetic_of(layer: &'static str, channel: usize, position: Option<[usize; 2]>) -> Window {
    let mut window = window_in("feature-maps");
    send(&mut window, Command::LayerUnit(layer.into(), Unit { channel: Channel(channel), position }));
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::A);
    window
}

fn names(window: &Window) -> Vec<String> {
    let nodes: Vec<_> = window.root().children_recursive().map(|node| node.accesskit_node()).collect();
    nodes.iter().flat_map(|node| [node.label(), node.value()]).flatten().collect()
}

fn says(window: &Window, beginning: &str) -> bool {
    names(window).iter().any(|name| name.starts_with(beginning))
}

/// Where something of a name that begins so is painted.
fn place(window: &Window, beginning: &str) -> egui::Rect {
    let begins = beginning.to_owned();
    let mut found = window
        .root()
        .children_recursive()
        .filter(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with(&begins)));
    found.next().expect(beginning).rect()
}

/// Whether what begins so is lit.
fn is_lit(window: &Window, beginning: &str) -> bool {
    let nodes: Vec<_> = window.root().children_recursive().map(|node| node.accesskit_node()).collect();
    let found = nodes.iter().find(|node| node.label().is_some_and(|label| label.starts_with(beginning)));
    found.is_some_and(|node| node.toggled() == Some(egui::accesskit::Toggled::True))
}

fn hover(window: &mut Window, place: egui::Pos2) {
    window.hover_at(place);
    settle(window);
}

#[test]
fn the_overview_names_what_is_pointed_at() {
    let mut window = window_in("feature-maps");
    click_what_begins(&mut window, "Layer conv2,");
    assert!(says(&window, "Layer conv2, ") && says(&window, "Layer pool1, "));
    let tile = place(&window, "Channel 3,");
    hover(&mut window, tile.center());
    assert_eq!(state(&window).hover.map(|unit| unit.channel), Some(Channel(3)));
    // A class of the answer is a name with its share.
    assert!(says(&window, "Class "));
}

#[test]
fn colours_follow_one_map_or_the_whole_layer() {
    let mut window = window_in("feature-maps");
    click_what_begins(&mut window, "Layer conv2,");
    let before = window.state().remembered();
    click(&mut window, "Scale: whole layer");
    assert_ne!(window.state().remembered(), before);
    click(&mut window, "Scale: each map");
    assert_eq!(window.state().remembered(), before);
}

#[test]
fn a_map_opens_into_its_inputs_and_kernels_and_the_window_slides() {
    let mut window = arithmetic_of("conv2", 5, Some([10, 10]));
    let rows = names(&window).into_iter().filter(|name| name.contains(", running total ")).count();
    assert_eq!(rows, 9, "eight of sixteen inputs with their kernels, and the others");
    let there = |window: &Window| state(window).selection.unit.and_then(|unit| unit.position);
    for _ in 0..2 {
        let speed = names(&window).into_iter().find(|name| name.ends_with(" ×")).expect("the speed");
        click(&mut window, &speed);
    }
    // The pointer rests on the panel: the space bar plays, and holds.
    let panel = place(&window, "Act ").center() + egui::vec2(0.0, 60.0);
    hover(&mut window, panel);
    window.key_press(Key::Space);
    paint_until(&mut window, "it slides", |window| there(window) == Some([10, 11]));
    window.key_press(Key::Space);
    settle(&mut window);
    let held = there(&window);
    for _ in 0..20 {
        window.step();
    }
    assert_eq!(there(&window), held);
    window.key_press(Key::Home);
    settle(&mut window);
    assert!(says(&window, "Act 1 of "));
    window.key_press(Key::Period);
    settle(&mut window);
    assert!(says(&window, "Act 2 of "));
    window.key_press(Key::Comma);
    settle(&mut window);
    assert!(says(&window, "Act 1 of "));
    window.key_press(Key::End);
    settle(&mut window);
    assert!(!says(&window, "Act 1 of ") && !says(&window, "Act 2 of "));
    // A plain arrow is still the next channel.
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(state(&window).selection.unit.map(|unit| unit.channel), Some(Channel(6)));
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn a_cell_says_its_formula_and_the_output_jumps_to_another_position() {
    let mut window = arithmetic_of("conv2", 5, Some([10, 10]));
    let row = names(&window).into_iter().find(|name| name.contains(", running total ")).expect("a row");
    let patch = place(&window, &row).left_top() + egui::vec2(80.0, 12.0);
    hover(&mut window, patch);
    let first = names(&window).into_iter().find(|name| name.starts_with("input, y ")).expect("the input");
    hover(&mut window, patch + egui::vec2(0.0, 16.0));
    let second = names(&window).into_iter().find(|name| name.starts_with("input, y ")).expect("the input");
    assert!(first.starts_with("input, y 9,") && second.starts_with("input, y 10,"), "{first} {second}");
    assert!(state(&window).seen.is_some() && names(&window).iter().any(|name| name.ends_with(" of the sum")));
    click_what_begins(&mut window, "The map of channel 5");
    assert_eq!(state(&window).selection.unit.and_then(|unit| unit.position), Some([14, 14]));
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn the_output_shows_its_features_and_the_softmax_lights_both_ways() {
    let mut window = arithmetic_of("fc", 0, None);
    assert!(says(&window, "64 products in the order of the features"), "{:?}", names(&window));
    let best = super::class_name(&window, pass(&window).value.answer.ranking[0]);
    assert!(says(&window, &format!("Score of {best}: ")));
    // The first time the sum adds itself up.
    let strip = place(&window, "64 products in the order");
    window.hover_at(strip.center());
    window.step();
    window.step();
    let terms = |window: &Window| names(window).iter().filter(|name| name.starts_with("Term of ")).count();
    assert!(terms(&window) < 10);
    paint_until(&mut window, "all ten terms", |window| terms(window) == 10);
    assert!(names(&window).iter().any(|name| name.ends_with(" % of all")));
    let (score, term) = (format!("Score of {best}: "), format!("Term of {best}: "));
    assert!(!is_lit(&window, &term));
    window.get_by_label(&names(&window).into_iter().find(|name| name.starts_with(&score)).unwrap()).scroll_to_me();
    settle(&mut window);
    let bar = place(&window, &score).center();
    hover(&mut window, bar);
    assert!(is_lit(&window, &term), "a bar lights its term");
    window.get_by_label(&names(&window).into_iter().find(|name| name.starts_with(&term)).unwrap()).scroll_to_me();
    settle(&mut window);
    let second = super::class_name(&window, pass(&window).value.answer.ranking[1]);
    let other = place(&window, &format!("Term of {second}: ")).center();
    hover(&mut window, other);
    assert!(is_lit(&window, &format!("Score of {second}: ")) && !is_lit(&window, &score), "a term lights its bar");
    click_what_begins(&mut window, &format!("Score of {second}: "));
    let class = pass(&window).value.answer.ranking[1];
    assert_eq!(state(&window).selection.unit.map(|unit| unit.channel.index()), Some(class.index()));
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn a_choice_of_the_sliding_window_that_does_not_fit_is_explained() {
    let mut window = window_in("network");
    click(&mut window, "window");
    let choose = |window: &mut Window, sliding: &str| {
        let command = format!(r#"network {{"part":"Sliding","sliding":{sliding}}}"#);
        send(window, command.parse::<Command>().expect("a command"));
        settle(window);
    };
    choose(&mut window, r#"{"size":5,"kernel":2,"padding":0,"stride":2}"#);
    assert!(says(&window, "The stride of 2 does not divide the way"), "{:?}", names(&window));
    choose(&mut window, r#"{"size":3,"kernel":5}"#);
    assert!(says(&window, "The window spans 5 cells, but input and padding are only 3"));
    choose(&mut window, r#"{"size":5,"kernel":2,"padding":0,"stride":1}"#);
    assert!(says(&window, "4 = (5 + 2·0 − 2) / 1 + 1"));
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn escape_and_empty_space_lead_one_level_back() {
    let mut window = arithmetic_of("conv2", 5, Some([10, 10]));
    let row = names(&window).into_iter().find(|name| name.contains(", running total ")).expect("a row");
    click(&mut window, &row);
    assert_ne!(layer(&window), "conv2");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!((layer(&window).as_str(), state(&window).settings.chapter.as_str()), ("conv2", "network"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(state(&window).settings.chapter, "feature-maps", "to where it was asked for");
    press(&mut window, Modifiers::NONE, Key::A);
    click(&mut window, &row);
    assert_ne!(layer(&window), "conv2");
    // Beside the output, under the few lines of this sum, there is nothing.
    let output = place(&window, "The map of channel");
    let empty = output.right_bottom() + egui::vec2(400.0, -6.0);
    hover(&mut window, empty);
    window.drag_at(empty);
    window.step();
    window.drop_at(empty);
    settle(&mut window);
    assert_eq!((layer(&window).as_str(), state(&window).settings.chapter.as_str()), ("conv2", "network"));
    assert_eq!(errors(&window), Vec::<String>::new());
}
