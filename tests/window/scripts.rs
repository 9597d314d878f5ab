//! Commands that were written down: done one after the other, each as soon as what it needs has arrived.

use std::{path::PathBuf, sync::Arc};

use convscope::{
    app::{App, Start, command::Command},
    network::Class,
    units::Unit,
    words::Language,
};
use egui_kittest::Harness;

use super::{Window, dark, errors, pass, settle, state};

/// The window that does what is written.
fn doing(lines: &[&str]) -> Window {
    let commands = lines.iter().map(|line| line.parse::<Command>().expect("a command")).collect();
    let start = Start { files: vec![PathBuf::from("shapes")], commands, ..Start::default() };
    let settings = convscope::app::settings::Settings { language: Some(Language::English), ..dark() };
    let mut window: Window = Harness::builder()
        .with_size([1440.0, 900.0])
        .build_eframe(move |creation| App::new(&creation.egui_ctx, settings, start, Arc::default()));
    settle(&mut window);
    window
}

#[test]
fn a_script_goes_where_it_says_though_models_and_pictures_take_their_time() {
    let window = doing(&[
        "chapter attribution",
        "model digits",
        "layer conv3",
        "unit :5@2,3",
        "class 7",
        "hide occlusion",
        "show layer-cam",
        "set grad-cam convention=captum",
        "stage on",
    ]);
    assert_eq!(errors(&window), Vec::<String>::new());
    let state = state(&window);
    assert_eq!(state.model.as_ref().and_then(|loaded| loaded.shipped), Some("digits"));
    let layer = state.selection.layer.and_then(|layer| Some(state.model.as_ref()?.title(layer).to_owned()));
    assert_eq!(layer.as_deref(), Some("conv3"));
    assert_eq!((state.selection.unit, state.selection.class), (":5@2,3".parse::<Unit>().ok(), Some(Class(7))));
    assert!(state.settings.stage && state.shows("attribution"));
    let remembered = window.state().remembered();
    let attribution = &remembered.iter().find(|(id, _)| *id == "attribution").expect("the chapter").1;
    assert!(attribution.contains("layer-cam") && !attribution.contains("\"occlusion\""), "{attribution}");
    assert!(attribution.contains("captum"), "{attribution}");
    assert!(pass(&window).is_fresh);
}

#[test]
fn what_a_script_names_and_is_not_there_is_said_and_the_rest_is_done() {
    let window = doing(&["layer no-such-layer", "class no such class", "chapter no-such-chapter", "show no-cam", "theme light"]);
    let said = errors(&window);
    assert_eq!(said.len(), 4, "{said:?}");
    let names = ["no-such-layer", "no such class", "no-such-chapter", "no-cam"];
    assert!(said.iter().zip(names).all(|(sentence, name)| sentence.contains(name)), "{said:?}");
    assert_eq!(state(&window).settings.theme, convscope::app::settings::ThemeChoice::Light);
}

#[test]
fn a_script_walks_on_from_a_unit_that_is_not_there_yet() {
    let window = doing(&["model digits", "layer conv3", "unit :5@2,3", "next-position", "next-position"]);
    assert_eq!(state(&window).selection.unit, ":5@2,5".parse::<Unit>().ok());
    assert_eq!(errors(&window), Vec::<String>::new());
}
