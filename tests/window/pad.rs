//! The drawing pad: strokes of the mouse become the picture, and the network answers to each.

use std::path::Path;

use convscope::app::command::{Command, Switch};
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, pos2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{Window, click, drop_file, errors, paint_until, pass, press, said, send, settle, state, window};

fn sheet(window: &Window) -> Rect {
    let node = window.get_by_label("Sheet to draw on");
    let bounds = node.accesskit_node().bounding_box().expect("it has a place");
    Rect::from_min_max(pos2(bounds.x0 as f32, bounds.y0 as f32), pos2(bounds.x1 as f32, bounds.y1 as f32))
}

fn button(at: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

/// Draws a line with the mouse: points as fractions of the sheet.
fn draw(window: &mut Window, points: &[[f32; 2]]) {
    let sheet = sheet(window);
    let places: Vec<Pos2> = points.iter().map(|[x, y]| sheet.min + sheet.size() * egui::vec2(*x, *y)).collect();
    window.event(Event::PointerMoved(places[0]));
    window.event(button(places[0], true));
    window.step();
    for &place in &places[1..] {
        window.event(Event::PointerMoved(place));
        window.step();
    }
    window.event(button(places[places.len() - 1], false));
    window.step();
    settle(window);
}

fn is_drawn(window: &Window) -> bool {
    state(window).selection.picture.as_ref().is_some_and(|shown| shown.drawn) && pass(window).is_fresh
}

fn scores(window: &Window) -> Vec<f32> {
    pass(window).value.answer.scores.clone()
}

#[test]
fn every_stroke_is_answered_and_can_be_taken_back() {
    let mut window = window();
    let sample = state(&window).selection.picture.as_ref().unwrap().name.clone();
    press(&mut window, Modifiers::COMMAND, Key::D);
    assert!(window.query_by_label("Drawing pad").is_some());
    assert!(!is_drawn(&window), "an empty sheet changes nothing");
    draw(&mut window, &[[0.2, 0.2], [0.8, 0.2], [0.4, 0.8]]);
    assert!(is_drawn(&window));
    let first = scores(&window);
    draw(&mut window, &[[0.3, 0.5], [0.7, 0.5]]);
    assert_ne!(scores(&window), first);
    assert_eq!(state(&window).pad.drawing.strokes().len(), 2);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    paint_until(&mut window, "the first stroke alone is answered again", |window| scores(window) == first);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(state(&window).pad.drawing.strokes().len(), 2);
    click(&mut window, "Clear");
    let shown = state(&window).selection.picture.clone().unwrap();
    assert!(shown.picture.pixels.iter().all(|byte| *byte == 255), "the sheet is white again");
    // However many strokes it had, the drawing is one step of the history.
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(said(&state(&window).selection.picture.as_ref().unwrap().name), said(&sample));
    assert_eq!(errors(&window), [""; 0]);
}

#[test]
fn colours_and_the_eraser_are_seen_by_the_network() {
    let mut window = window();
    click(&mut window, "Draw");
    click(&mut window, "vermilion");
    draw(&mut window, &[[0.1, 0.5], [0.9, 0.5]]);
    let middle = |window: &Window| {
        let visible = &pass(window).value.visible;
        visible.pixel(visible.width / 2, visible.height / 2)
    };
    assert_eq!(middle(&window), convscope::picture::class_colour(5));
    click(&mut window, "eraser");
    draw(&mut window, &[[0.5, 0.4], [0.5, 0.6]]);
    assert_eq!(middle(&window), [255; 3]);
}

#[test]
fn a_network_of_one_channel_gets_a_digit_as_mnist_centres_it() {
    let mut window = window();
    drop_file(&mut window, &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/drawing/grey-28.onnx"));
    send(&mut window, Command::Pad(Switch::Toggle));
    settle(&mut window);
    draw(&mut window, &[[0.05, 0.05], [0.3, 0.05], [0.1, 0.35]]);
    assert!(is_drawn(&window));
    let picture = &state(&window).selection.picture.as_ref().unwrap().picture;
    assert_eq!((picture.width, picture.height), (28, 28));
    let ink: Vec<usize> = (0..28 * 28).filter(|place| picture.pixels[place * 3] > 0).collect();
    let rows = ink.iter().map(|place| place / 28);
    assert_eq!(rows.clone().max().unwrap() - rows.min().unwrap() + 1, 20, "the box is 20 pixels high");
    let centre = ink.iter().map(|place| f64::from(picture.pixels[place * 3]) * (place % 28) as f64).sum::<f64>()
        / ink.iter().map(|place| f64::from(picture.pixels[place * 3])).sum::<f64>();
    assert!((13.5..14.5).contains(&centre), "{centre}");
    assert!(window.query_by_label_contains("as MNIST").is_some());
}
