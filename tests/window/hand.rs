//! Occlusion by hand: what the pointer covers is answered while it moves, exactly, and can be taken back.

#![expect(clippy::unwrap_used, reason = "a helper of a test may panic")]

use std::time::{Duration, Instant};

use convscope::{
    app::{
        chapters::{
            ChapterCommand,
            attribution::{ByHand, CanvasOf, Cover, Covered, HandSettings, Place, Settings, Tool},
        },
        command::Command,
        desk::Seat,
    },
    control::Control,
    network::{Device, Keep, Tensor},
};
use egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, Rect, TouchPhase, pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{
    Window, click, dark, errors, is_answered, last, open, paint_until, pass, press, send, settle, state, support::files::shared,
    window,
};

fn hand(asked: Cover) -> Command {
    Command::Of(ChapterCommand::Hand(asked))
}

fn settings(window: &Window) -> HandSettings {
    let remembered = window.state().remembered();
    let (_, text) = remembered.iter().find(|(id, _)| *id == "attribution").expect("the chapter remembers");
    toml::from_str::<Settings>(text).expect("it is read").hand
}

fn canvas(window: &Window) -> Rect {
    let node = window.get_by_label("Picture under the hand");
    let bounds = node.accesskit_node().bounding_box().expect("it has a place");
    Rect::from_min_max(pos2(bounds.x0 as f32, bounds.y0 as f32), pos2(bounds.x1 as f32, bounds.y1 as f32))
}

fn at(window: &Window, [x, y]: [f32; 2]) -> Pos2 {
    let rect = canvas(window);
    rect.min + rect.size() * vec2(x, y)
}

fn go_to(window: &mut Window, place: [f32; 2]) {
    let place = at(window, place);
    window.event(Event::PointerMoved(place));
    window.step();
    window.step();
}

fn button(window: &mut Window, place: [f32; 2], button: PointerButton, pressed: bool) {
    let pos = at(window, place);
    window.event(Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE });
    window.step();
}

/// Presses a button, goes from place to place, and lets it go.
fn drag(window: &mut Window, which: PointerButton, places: &[[f32; 2]]) {
    go_to(window, places[0]);
    button(window, places[0], which, true);
    places[1..].iter().for_each(|&place| go_to(window, place));
    button(window, places[places.len() - 1], which, false);
    settle(window);
}

/// The hand over the picture, with nothing covered.
fn opened() -> Window {
    let mut window = window();
    press(&mut window, Modifiers::NONE, Key::Num4);
    press(&mut window, Modifiers::NONE, Key::H);
    paint_until(&mut window, "the picture is there", |window| is_answered::<CanvasOf>(window, Seat::ONE));
    settle(&mut window);
    window
}

fn is_covered(window: &Window) -> bool {
    is_answered::<ByHand>(window, Seat::ONE)
}

fn covered(window: &Window) -> &Covered {
    &last::<ByHand>(window).value
}

/// What the bars say: "…: 98.0 % before, 3.1 % now".
fn bars(window: &Window) -> Vec<String> {
    let nodes = window.query_all_by_label_contains(" before, ");
    nodes.filter_map(|node| node.accesskit_node().label()).collect()
}

/// Whether every bar says the same before and now.
fn is_untouched(window: &Window) -> bool {
    let same = |bar: &String| {
        let (_, numbers) = bar.rsplit_once(": ").expect("a name first");
        let (before, now) = numbers.split_once(" before, ").expect("both numbers");
        now.strip_suffix(" now") == Some(before)
    };
    bars(window).iter().all(same)
}

/// The scores of a whole pass over the picture with the patch that was asked for, filled with zeros.
fn by_a_whole_pass(window: &Window) -> Vec<f32> {
    let question = &last::<ByHand>(window).question;
    let [top, left, rows, columns] = question.patch.expect("a patch");
    let input = &pass(window).value.input;
    let (_, _, height, width) = input.dims4().unwrap();
    let mut values: Vec<f32> = input.flatten_all().unwrap().to_vec1().unwrap();
    for (index, value) in values.iter_mut().enumerate() {
        let (y, x) = (index / width % height, index % width);
        if (top..top + rows).contains(&y) && (left..left + columns).contains(&x) {
            *value = 0.0;
        }
    }
    let input = Tensor::from_vec(values, input.dims(), &Device::Cpu).unwrap();
    let engine = &state(window).model.as_ref().unwrap().engine;
    engine.scores(&engine.forward(&input, &Keep::Scores, &Control::default()).unwrap()).unwrap().remove(0)
}

#[test]
fn the_bars_follow_the_patch_under_the_pointer_and_come_back_when_it_leaves() {
    let mut window = opened();
    assert_eq!((bars(&window).len(), is_untouched(&window)), (5, true));
    let mut seen = Vec::new();
    for place in [[0.3, 0.3], [0.5, 0.5], [0.52, 0.6]] {
        go_to(&mut window, place);
        paint_until(&mut window, "the place is answered", is_covered);
        settle(&mut window);
        assert!(!is_untouched(&window) && bars(&window).len() >= 5);
        let (found, expected) = (covered(&window).answer.scores.clone(), by_a_whole_pass(&window));
        assert!(found.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-4 * (1.0 + b.abs())), "{found:?} {expected:?}");
        seen.push(found);
    }
    assert!(seen[0] != seen[1] && seen[1] != seen[2]);
    assert!(window.query_by_label_contains("covered: 6.2 % of the picture").is_some(), "a quarter of each side");
    // The wheel makes it larger, the key fills it otherwise.
    let before = last::<ByHand>(&window).question.patch;
    let delta = vec2(0.0, 2.0);
    let (unit, phase, modifiers) = (MouseWheelUnit::Line, TouchPhase::Move, Modifiers::NONE);
    window.event(Event::MouseWheel { unit, delta, phase, modifiers, source: egui::MouseWheelSource::Wheel });
    window.step();
    settle(&mut window);
    assert!(last::<ByHand>(&window).question.patch.unwrap()[2] > before.unwrap()[2]);
    press(&mut window, Modifiers::NONE, Key::F);
    assert_eq!(last::<ByHand>(&window).question.place, Place::Picture("grey".to_owned()));
    window.event(Event::PointerMoved(pos2(3.0, 3.0)));
    window.step();
    settle(&mut window);
    assert!(is_untouched(&window), "{:?}", bars(&window));
    assert_eq!(errors(&window), [""; 0]);
}

#[test]
fn a_patch_is_laid_down_carried_on_and_taken_back() {
    let mut window = opened();
    drag(&mut window, PointerButton::Primary, &[[0.2, 0.2], [0.4, 0.4], [0.5, 0.5]]);
    let laid = settings(&window).laid.expect("it lies there");
    assert!((laid[0] - 0.5).abs() < 0.01 && (laid[1] - 0.5).abs() < 0.01, "{laid:?}");
    window.event(Event::PointerMoved(pos2(3.0, 3.0)));
    window.step();
    settle(&mut window);
    assert!(is_covered(&window) && !is_untouched(&window), "it stays when the pointer leaves");
    // The methods wait; Escape goes back to them, and the key here again.
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("Gradient map").is_some() && !settings(&window).open);
    press(&mut window, Modifiers::NONE, Key::H);
    paint_until(&mut window, "the patch is still there", is_covered);
    click(&mut window, "Uncover");
    assert!(is_untouched(&window) && settings(&window).laid.is_none());
    press(&mut window, Modifiers::COMMAND, Key::Z);
    paint_until(&mut window, "what was taken away is there again", is_covered);
    assert_eq!(settings(&window).laid, Some(laid));
    assert_eq!(errors(&window), [""; 0]);
}

#[test]
fn a_brush_erases_and_restores_a_stroke_is_a_step_and_maps_are_covered_too() {
    let mut window = opened();
    click(&mut window, "with: brush");
    assert_eq!(settings(&window).tool, Tool::Brush);
    drag(&mut window, PointerButton::Primary, &[[0.3, 0.5], [0.5, 0.55], [0.7, 0.5]]);
    let erased = covered(&window).share;
    assert_eq!((settings(&window).strokes.len(), is_untouched(&window)), (1, false));
    assert!((0.03..0.08).contains(&erased), "{erased}");
    drag(&mut window, PointerButton::Secondary, &[[0.5, 0.4], [0.5, 0.7]]);
    assert_eq!(settings(&window).strokes.len(), 2);
    assert!(covered(&window).share < erased);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    paint_until(&mut window, "one stroke is left", |window| is_covered(window) && settings(window).strokes.len() == 1);
    assert_eq!(covered(&window).share, erased);
    // The same stroke over the layer's maps.
    send(&mut window, "layer conv2".parse::<Command>().unwrap());
    settle(&mut window);
    let of_picture = covered(&window).answer.scores.clone();
    click(&mut window, "Cover: this map");
    paint_until(&mut window, "the map is covered", is_covered);
    let of_channel = covered(&window).answer.scores.clone();
    click(&mut window, "Cover: all maps");
    paint_until(&mut window, "all maps are covered", is_covered);
    let of_layer = covered(&window).answer.scores.clone();
    assert!(of_picture != of_channel && of_channel != of_layer && of_layer != of_picture);
    assert!(matches!(last::<ByHand>(&window).question.place, Place::Maps(_, None)));
    assert!(!covered(&window).cells.is_empty() && window.query_by_label_contains("of the map, with 0").is_some());
    send(&mut window, hand(Cover::Nothing));
    settle(&mut window);
    assert!(is_untouched(&window));
    assert_eq!(errors(&window), [""; 0]);
}

/// `cargo test --release --test window -- --ignored --nocapture how_often`: answers a second while the pointer moves.
#[test]
#[ignore = "measures"]
fn how_often_the_bars_follow_the_pointer() {
    for model in ["models/squeezenet1_1.safetensors", "models/googlenet.onnx"] {
        let Some(file) = shared(model) else { continue };
        let mut window = open(&[file], dark());
        settle(&mut window);
        send(&mut window, hand(Cover::Open(Some(true))));
        settle(&mut window);
        let (begin, mut answers, mut frames) = (Instant::now(), 0, 0u16);
        let mut seen = None;
        while begin.elapsed() < Duration::from_secs(4) {
            let frame = Instant::now();
            let angle = f32::from(frames) * 0.05;
            let place = at(&window, [0.5 + 0.3 * angle.cos(), 0.5 + 0.3 * angle.sin()]);
            window.event(Event::PointerMoved(place));
            window.step();
            frames += 1;
            let patch = window.state().desk().answer::<ByHand>(Seat::ONE).and_then(|answer| answer.question.patch);
            answers += usize::from(patch.is_some() && patch != seen);
            seen = patch;
            std::thread::sleep(Duration::from_millis(16).saturating_sub(frame.elapsed()));
        }
        let seconds = begin.elapsed().as_secs_f64();
        println!("{model}: {:.1} answers and {:.1} frames a second", answers as f64 / seconds, f64::from(frames) / seconds);
        assert!(answers > 20);
    }
}
