//! A preprocessing that is wrong is found: by itself where it was assumed, else when somebody asks.

use convscope::{
    app::{
        command::Command,
        desk::Seat,
        questions::{FitsOf, TriedOn},
        state::Dialog,
    },
    picture::ChannelOrder,
};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::support::files::shared;
use super::{click, click_what_begins, dark, errors, is_answered, open, paint_until, pass, said, send, settle, state, window};

fn says(window: &super::Window, text: &str) -> bool {
    state(window).messages.iter().any(|message| said(&message.phrase).contains(text))
}

#[test]
fn where_the_model_says_how_it_is_compared_when_somebody_asks() {
    let mut window = window();
    assert!(!window.state().desk().is_busy::<FitsOf>(Seat::ONE), "nobody asked");
    send(&mut window, Command::EditPreprocessing);
    settle(&mut window);
    click(&mut window, "Compare");
    paint_until(&mut window, "compared", |window| {
        is_answered::<FitsOf>(window, Seat::ONE) && is_answered::<TriedOn>(window, Seat::ONE)
    });
    settle(&mut window);
    assert_eq!(state(&window).dialog, Dialog::Preprocessing);
    click_what_begins(&mut window, "BGR, Caffe: ");
    assert_eq!(state(&window).preprocessing.as_ref().map(|now| now.order), Some(ChannelOrder::Bgr));
    assert_eq!(state(&window).dialog, Dialog::Preprocessing, "one can go on comparing");
    assert!(pass(&window).is_fresh);
    // It ships: there is no file beside which anything could be written.
    let remember = window.get_by_label("Remember for this model");
    assert!(remember.accesskit_node().is_disabled());
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn a_wrong_assumption_is_said_and_shown_taken_back_with_a_click_and_remembered() {
    let Some(model) = shared("models/googlenet.onnx") else { return };
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("net.onnx");
    std::fs::copy(model, &copy).unwrap();
    let mut window = open(&[copy], dark());
    settle(&mut window);
    paint_until(&mut window, "the usual ways are compared", |window| is_answered::<FitsOf>(window, Seat::ONE));
    settle(&mut window);
    assert!(says(&window, "“BGR, Caffe” clearly fits better than “RGB, ImageNet”"), "{:?}", state(&window).messages);
    assert!(window.query_by_label_contains("Preprocessing: RGB 224: BGR, Caffe?").is_some());
    click_what_begins(&mut window, "Preprocessing: RGB 224");
    click_what_begins(&mut window, "BGR, Caffe: fits best");
    let now = state(&window).preprocessing.clone().unwrap();
    assert_eq!((now.order, now.range, now.mean), (ChannelOrder::Bgr, 255.0, [104.0, 117.0, 123.0]));
    assert!(window.query_by_label_contains("“BGR, Caffe”, which is in use, clearly fits best.").is_some());
    click(&mut window, "Remember for this model");
    let sidecar = folder.path().join("net.toml");
    paint_until(&mut window, "it is written", |window| sidecar.exists() && says(window, "net.toml"));
    assert!(std::fs::read_to_string(&sidecar).unwrap().contains("order = \"bgr\""));
    assert_eq!(errors(&window), Vec::<String>::new());
}
