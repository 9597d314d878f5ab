//! Where a number comes from: the table of its sum, the way back to what gave it most, and to other positions.

use convscope::{app::command::Command, network::Channel, units::Unit};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{Window, click, click_what_begins, errors, layer, paint_until, press, send, settle, state};

/// Photos on the picture that it starts with, at a position that its strongest channel answers to, and the key of the arithmetic.
fn window_at(place: &'static str, unit: Option<Unit>) -> Window {
    let mut window = super::window();
    send(&mut window, Command::Model("photos".into()));
    settle(&mut window);
    match unit {
        Some(unit) => send(&mut window, Command::LayerUnit(place.into(), unit)),
        None => send(&mut window, Command::Layer(place.into())),
    }
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::A);
    assert_eq!(state(&window).settings.chapter, "network");
    window
}

fn names(window: &Window) -> Vec<String> {
    let nodes: Vec<_> = window.root().children_recursive().map(|node| node.accesskit_node()).collect();
    nodes.iter().flat_map(|node| [node.label(), node.value()]).flatten().collect()
}

/// What the lines of the sum say: what they add, and the total behind them.
fn sums(window: &Window) -> Vec<[f64; 2]> {
    let number = |text: &str| text.trim().replace('−', "-").parse::<f64>().expect("a number");
    let lines = names(window).into_iter().filter(|name| name.contains(", running total "));
    lines
        .map(|name| {
            let (line, total) = name.split_once(", running total ").expect("a total");
            let (_, sum) = line.rsplit_once(": ").expect("a sum");
            [number(sum), number(total)]
        })
        .collect()
}

fn says(window: &Window, beginning: &str) -> bool {
    names(window).iter().any(|name| name.starts_with(beginning))
}

#[test]
fn the_lines_of_a_sum_add_up_to_what_the_norm_takes() {
    let unit = Unit { channel: Channel(53), position: Some([6, 10]) };
    let mut window = window_at("block4.conv1", Some(unit));
    assert!(says(&window, "How block4.conv1:53@6,10 gets "), "{:?}", names(&window));
    let lines = sums(&window);
    assert_eq!(lines.len(), 9, "eight channels and the others");
    let mut total = 0.0;
    for [sum, so_far] in &lines {
        total += sum;
        // Both are written with three digits.
        assert!((total - so_far).abs() < 0.01 * total.abs().max(1.0), "{total} {so_far}");
    }
    assert!(says(&window, "576 products make ") && says(&window, "batch norm, by the mean") && says(&window, "ReLU: "));
    click(&mut window, "Channels: all");
    assert!(sums(&window).len() > 9);
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn a_row_leads_to_what_gave_it_most_and_back_again() {
    let mut window = window_at("block4.conv1", None);
    let before = state(&window).selection.clone();
    let row = names(&window).into_iter().find(|name| name.contains(", running total ")).unwrap();
    click(&mut window, &row);
    assert_eq!(layer(&window), "block3");
    assert!(state(&window).selection.unit.unwrap().position.is_some());
    assert!(says(&window, "How block3:"));
    // A residual sum is two numbers; the path goes on down to the picture.
    assert_eq!(sums(&window).len(), 2);
    click_what_begins(&mut window, "input:");
    assert_eq!(layer(&window), "input");
    for _ in 0..2 {
        press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    }
    assert_eq!(state(&window).selection, before);
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn every_kind_of_layer_says_where_its_number_comes_from() {
    let mut window = window_at("pool1", None);
    assert!(says(&window, "the largest of 9 is "), "{:?}", names(&window));
    let path = state(&window).model.as_ref().unwrap().rows.iter().map(|row| row.layer.node).collect::<Vec<_>>();
    for node in path {
        let name = state(&window).model.as_ref().unwrap().name(node);
        send(&mut window, Command::Layer(name));
        settle(&mut window);
        let title = layer(&window);
        assert!(says(&window, &format!("How {title}:")), "{title}");
        assert!(says(&window, "the layer has "), "{title}");
        assert_eq!(errors(&window), Vec::<String>::new());
    }
}

#[test]
fn a_window_that_slides_says_its_formula_and_why_it_has_no_place() {
    let mut window = super::window();
    send(&mut window, Command::Chapter("network".into()));
    settle(&mut window);
    click(&mut window, "window");
    assert!(says(&window, "4 = (6 + 2·0 − 3) / 1 + 1"), "{:?}", names(&window));
    click(&mut window, "as in conv1");
    assert!(says(&window, "8 = (16 + 2·3 − 7) / 2 + 1"), "{:?}", names(&window));
    assert!(says(&window, "The stride of 2 does not divide the way") && says(&window, "place 1 of 64"));
    click(&mut window, "The window’s next place");
    assert!(says(&window, "place 2 of 64") && says(&window, "The input; the window makes row 0, column 1"));
    let wide = r#"network {"part":"Sliding","sliding":{"size":3,"kernel":3,"dilation":2}}"#;
    send(&mut window, wide.parse::<Command>().unwrap());
    settle(&mut window);
    assert!(says(&window, "The window spans 5 cells, but input and padding are only 3"));
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn the_sum_is_told_act_by_act_and_the_window_moves_on() {
    let unit = Unit { channel: Channel(53), position: Some([6, 10]) };
    let mut window = window_at("block4.conv1", Some(unit));
    assert!(says(&window, "Act 14 of 14: ReLU") && says(&window, "ReLU: "));
    click(&mut window, "One act back");
    assert!(says(&window, "Act 13 of 14") && !says(&window, "ReLU: ") && says(&window, "batch norm, by"));
    click(&mut window, "One act back");
    click(&mut window, "One act back");
    assert!(says(&window, "Act 11 of 14: 4 total") && !says(&window, "576 products make"));
    click(&mut window, "One act on");
    assert!(says(&window, "576 products make"));
    // While it plays nothing settles: a slow machine is still answering when the window moves on.
    let tap = |window: &mut Window, name: &str| {
        window.get_by_label(name).click();
        window.run_steps(2);
    };
    tap(&mut window, "Play");
    let there = |window: &Window| state(window).selection.unit.and_then(|unit| unit.position);
    let is_past = |window: &Window, x: usize| there(window).is_some_and(|[row, column]| row > 6 || column >= x);
    paint_until(&mut window, "the window moves on", |window| is_past(window, 11));
    tap(&mut window, "1 ×");
    tap(&mut window, "2 ×");
    paint_until(&mut window, "and on", |window| is_past(window, 12));
    tap(&mut window, "Hold");
    settle(&mut window);
    // However far it went by itself, one step leads back.
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(there(&window), Some([6, 10]));
    assert_eq!(errors(&window), Vec::<String>::new());
}

/// What the field of a name that begins so says.
fn field(window: &Window, beginning: &str) -> f64 {
    let begins = beginning.to_owned();
    let node = window.get_by(move |node| node.label().is_some_and(|label| label.starts_with(&begins)));
    node.accesskit_node().numeric_value().expect("a field of a number")
}

#[test]
fn a_changed_weight_is_followed_to_the_answer_and_taken_back() {
    let unit = Unit { channel: Channel(53), position: Some([6, 10]) };
    let mut window = window_at("block4.conv1", Some(unit));
    let before = sums(&window);
    assert!(!says(&window, "block4.conv1.weight["));
    send(&mut window, "change block4.conv1.weight 53,12,1,1 5".parse::<Command>().unwrap());
    settle(&mut window);
    assert!(says(&window, "block4.conv1.weight[53,12,1,1] is 5 instead of "), "{:?}", names(&window));
    assert!((sums(&window)[0][0] - before[0][0]).abs() > 5.0, "{:?}", sums(&window)[0]);
    assert!(says(&window, "map now") && says(&window, "difference") && says(&window, "the layer has "));
    let classes = names(&window).into_iter().filter(|name| name.contains(" %, now ")).collect::<Vec<_>>();
    assert_eq!(classes.len(), 5, "{classes:?}");
    // Layers behind it follow too; the map at the right is the one of the network itself.
    send(&mut window, Command::Layer("block5.conv1".into()));
    settle(&mut window);
    assert!(says(&window, "block4.conv1.weight[53,12,1,1] is 5"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(sums(&window), before);
    assert!(!says(&window, "block4.conv1.weight["));
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert!(says(&window, "block4.conv1.weight["));
    click(&mut window, "Reset");
    assert_eq!(sums(&window), before);
    send(&mut window, "change block4.conv1.weight 53,99,1,1 5".parse::<Command>().unwrap());
    assert_eq!(errors(&window).len(), 1);
}

#[test]
fn a_cell_is_dragged_and_the_fields_say_its_numbers() {
    let unit = Unit { channel: Channel(53), position: Some([6, 10]) };
    let mut window = window_at("block4.conv1", Some(unit));
    let row = names(&window).into_iter().find(|name| name.contains(", running total ")).unwrap();
    let place = window.get_by_label(&row).rect();
    // The first cell of the kernel lies at the same height as the first of the patch.
    let patch = egui::pos2(place.left() + 80.0, place.top() + 12.0);
    window.hover_at(patch);
    settle(&mut window);
    assert!(state(&window).seen.is_some(), "what the cell sees is drawn on the picture");
    let value = field(&window, "input, y 5, x ");
    window.drag_at(patch);
    window.step();
    window.hover_at(patch + egui::vec2(60.0, 0.0));
    window.step();
    window.drop_at(patch + egui::vec2(60.0, 0.0));
    settle(&mut window);
    let changed =
        |window: &Window| names(window).into_iter().any(|name| name.starts_with("block3:12@5,") && name.contains(" instead of "));
    assert!(changed(&window), "{:?}", names(&window));
    window.hover_at(patch);
    settle(&mut window);
    assert!(field(&window, "input, y 5, x ") > value);
    // A whole drag is one step.
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(!changed(&window));
    send(&mut window, Command::Chapter("filters".into()));
    assert_eq!(state(&window).seen, None);
    assert_eq!(errors(&window), Vec::<String>::new());
}
