//! The network in space: planes of live maps, edges of the selected number, moving about, and a pad that is answered at every
//! stroke.

use std::time::Instant;

use convscope::{
    app::{
        chapters::network::{Orbit, Part, Settings},
        command::{Command, Switch},
    },
    network::Channel,
    units::Unit,
};
use egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, Rect, pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{Window, click, click_what_begins, errors, layer, pass, press, send, settle, state};

fn window_on(model: &'static str) -> Window {
    let mut window = super::window();
    send(&mut window, Command::Model(model.into()));
    settle(&mut window);
    send(&mut window, Command::Chapter("network".into()));
    click(&mut window, "space");
    window
}

fn settings(window: &Window) -> Settings {
    let remembered = window.state().remembered();
    let (_, text) = remembered.iter().find(|(chapter, _)| *chapter == "network").expect("the chapter remembers");
    toml::from_str(text).expect("its settings are read back")
}

fn orbit(window: &Window) -> Orbit {
    settings(window).space
}

/// What the canvas says of itself, and where it lies.
fn canvas(window: &Window) -> (String, Rect) {
    let node = window.get_by(|node| node.label().is_some_and(|label| label.starts_with("The network in space:")));
    (node.accesskit_node().label().expect("it has a name"), node.rect())
}

fn edges(window: &Window) -> usize {
    let (told, _) = canvas(window);
    let number = told.split(", ").nth(1).and_then(|part| part.split(' ').next());
    number.and_then(|number| number.replace(',', "").parse().ok()).expect("it says how many edges")
}

fn button(at: Pos2, button: PointerButton, pressed: bool) -> Event {
    Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE }
}

fn drag(window: &mut Window, from: Pos2, by: egui::Vec2) {
    window.event(Event::PointerMoved(from));
    window.event(button(from, PointerButton::Primary, true));
    window.step();
    for part in 1..=4 {
        window.event(Event::PointerMoved(from + by * (part as f32 / 4.0)));
        window.step();
    }
    window.event(button(from + by, PointerButton::Primary, false));
    window.step();
    settle(window);
}

#[test]
fn it_opens_with_a_plane_for_each_layer_and_edges_down_to_the_input() {
    let mut window = window_on("digits");
    send(&mut window, Command::LayerUnit("conv5".into(), Unit { channel: Channel(8), position: Some([3, 3]) }));
    settle(&mut window);
    assert_eq!(settings(&window).part, Part::Space);
    let all = state(&window).model.as_ref().unwrap().rows.len();
    assert!(canvas(&window).0.starts_with(&format!("The network in space: {all} layers, ")), "{}", canvas(&window).0);
    assert!(window.query_by_label("What makes conv5:8@3,3 fire").is_some());
    let to_input = edges(&window);
    click(&mut window, "Down to: one layer");
    let one_layer = edges(&window);
    assert!(one_layer == 18 && to_input > 2 * one_layer, "{one_layer} {to_input}");
    click(&mut window, "Edges: all");
    assert!(edges(&window) > one_layer);
    click_what_begins(&mut window, "Plane conv3,");
    assert_eq!(layer(&window), "conv3");
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn a_click_selects_what_is_under_the_pointer_and_a_double_click_opens_its_layer() {
    let mut window = window_on("digits");
    let (_, rect) = canvas(&window);
    let mut found = std::collections::HashSet::new();
    for row in 1..12 {
        let at = pos2(rect.center().x + 14.0, rect.top() + rect.height() * row as f32 / 12.0);
        window.event(Event::PointerMoved(at));
        window.step();
        window.event(button(at, PointerButton::Primary, true));
        window.step();
        window.event(button(at, PointerButton::Primary, false));
        window.step();
        settle(&mut window);
        if state(&window).selection.unit.is_some() {
            found.insert(layer(&window));
        }
        // Two clicks of one place are no double click after so many frames.
        for _ in 0..40 {
            window.step();
        }
    }
    assert!(found.len() >= 4, "{found:?}");
    assert_eq!(state(&window).settings.chapter, "network");
    let (at, layer_before) =
        (window.get_by(|node| node.label().is_some_and(|label| label.starts_with("Plane conv2,"))).rect(), "conv2");
    window.event(Event::PointerMoved(at.center()));
    window.step();
    // In one frame: a frame of these tests is longer than a double click may be.
    for pressed in [true, false, true, false] {
        let event = button(at.center(), PointerButton::Primary, pressed);
        window.input_mut().events.push(event);
    }
    window.step();
    settle(&mut window);
    assert_eq!((layer(&window).as_str(), state(&window).settings.chapter.as_str()), (layer_before, "feature-maps"));
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn dragging_turns_the_wheel_nears_and_escape_leads_to_the_front() {
    let mut window = window_on("digits");
    let begin = orbit(&window);
    let (_, rect) = canvas(&window);
    drag(&mut window, rect.center(), vec2(100.0, 40.0));
    let turned = orbit(&window);
    assert_eq!((turned.yaw, turned.pitch), (begin.yaw + 30, begin.pitch + 12));
    let wheel = |window: &mut Window, modifiers: Modifiers| {
        window.event(Event::PointerMoved(rect.center() + vec2(60.0, 60.0)));
        window.event(Event::MouseWheel {
            unit: MouseWheelUnit::Line,
            delta: vec2(0.0, 2.0),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers,
        });
        window.step();
        settle(window);
    };
    wheel(&mut window, Modifiers::NONE);
    let near = orbit(&window);
    assert!(near.zoom > turned.zoom && near.aside > turned.aside && near.flight < turned.flight, "{near:?}");
    wheel(&mut window, Modifiers::SHIFT);
    assert_eq!((orbit(&window).flight, orbit(&window).zoom), (near.flight + 80, near.zoom));
    // A drag is one step back.
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(orbit(&window), begin);
    window.get_by(|node| node.label().is_some_and(|label| label.starts_with("The network in space:"))).focus();
    window.step();
    window.step();
    window.key_press(Key::ArrowRight);
    window.key_press(Key::Plus);
    settle(&mut window);
    assert!(orbit(&window).yaw > begin.yaw && orbit(&window).zoom > begin.zoom, "{:?}", orbit(&window));
    click(&mut window, "View: top");
    assert!(orbit(&window).pitch > 50);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!((orbit(&window).yaw, orbit(&window).zoom), (0, 1_000));
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn every_stroke_of_the_pad_is_answered_by_planes_and_edges() {
    let mut window = window_on("digits");
    send(&mut window, Command::LayerUnit("fc".into(), Unit { channel: Channel(3), position: None }));
    send(&mut window, Command::Pad(Switch::On));
    settle(&mut window);
    send(&mut window, Command::Draw(vec![[0.3, 0.2], [0.7, 0.2], [0.45, 0.45], [0.7, 0.7], [0.3, 0.8]]));
    settle(&mut window);
    let (first, edges_first) = (pass(&window).value.answer.scores.clone(), edges(&window));
    assert!(edges_first > 0);
    send(&mut window, Command::Draw(vec![[0.3, 0.2], [0.3, 0.8]]));
    settle(&mut window);
    assert_ne!(pass(&window).value.answer.scores, first);
    assert!(window.query_by_label("What makes fc:3 fire").is_some());
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn every_network_draws_something_sensible_from_everywhere() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/onnx");
    let mut window = window_on("world");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "onnx"));
    files.sort();
    for file in files.iter().step_by(6) {
        send(&mut window, Command::Model(file.display().to_string().into()));
        settle(&mut window);
        let Some(loaded) = state(&window).model.clone() else { continue };
        let last = loaded.rows.last().map(|row| loaded.name(row.layer.node)).expect("it has layers");
        send(&mut window, Command::Layer(last));
        for pitch in [6, 88] {
            let space = Orbit { pitch, yaw: 120, zoom: 8_000, ..Orbit::default() };
            let like =
                convscope::app::chapters::network::Show::Like(Settings { part: Part::Space, space, ..Settings::default() });
            send(&mut window, Command::Of(convscope::app::chapters::ChapterCommand::Network(like)));
            settle(&mut window);
        }
    }
}

/// Painting alone: everything of a frame but the graphics card's part, tessellation included.
#[test]
#[ignore = "measures; run with --ignored --nocapture"]
fn a_frame_takes() {
    for (model, layer, channel) in [("digits", "conv5", 8), ("world", "block7", 3)] {
        let mut window = window_on(model);
        send(&mut window, Command::LayerUnit(layer.into(), Unit { channel: Channel(channel), position: Some([1, 1]) }));
        settle(&mut window);
        let (mut steps, mut tessellations) = (Vec::new(), Vec::new());
        for frame in 0..120 {
            let space = Orbit { yaw: frame % 60 - 30, ..Orbit::default() };
            let like =
                convscope::app::chapters::network::Show::Like(Settings { part: Part::Space, space, ..Settings::default() });
            send(&mut window, Command::Of(convscope::app::chapters::ChapterCommand::Network(like)));
            let begin = Instant::now();
            window.step();
            steps.push(begin.elapsed().as_secs_f64() * 1e3);
            let shapes = window.output().shapes.clone();
            let begin = Instant::now();
            let meshes = window.ctx.tessellate(shapes, 1.0);
            tessellations.push(begin.elapsed().as_secs_f64() * 1e3);
            assert!(!meshes.is_empty());
        }
        for times in [&mut steps, &mut tessellations] {
            times.sort_by(f64::total_cmp);
        }
        let worst = steps.len() * 95 / 100;
        println!(
            "{model}: {:.2} ms a frame, {:.2} ms the 95th of a hundred; tessellation {:.2} ms",
            steps[steps.len() / 2],
            steps[worst],
            tessellations[tessellations.len() / 2]
        );
    }
}
