//! How every chapter looks, beside pictures that a person has looked at: in the dark, in the light and on the stage; with a network of the
//! rendered world, one that reads digits and one that has no maps.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --test window looks` renews the pictures in `tests/snapshots`. They are painted on the processor
//! (`painter.rs`) and kept at half their size; what a clock or a machine decides is painted over.

use std::{path::PathBuf, sync::Arc};

use convscope::app::{
    App, Start,
    command::Command,
    settings::{Settings, ThemeChoice},
};
use egui_kittest::{
    Harness, SnapshotResults,
    kittest::{NodeT as _, Queryable as _},
    try_image_snapshot_options,
};
use image::{Rgba, RgbaImage, imageops};

use super::{Window, errors, paint_until, painter::Painter, send, settle, state};

/// The window's size in points.
const SIZE: [f32; 2] = [1200.0, 760.0];

fn window(network: &str) -> Window {
    let mut settings = Settings { theme: ThemeChoice::Dark, ..Settings::default() };
    // t-SNE makes much of the last digits, in which machines differ.
    settings.chapters.insert("embedding".to_owned(), "method = 'pca'".to_owned());
    let shown = ["gradient", "guided-backpropagation", "grad-cam", "occlusion"];
    settings.chapters.insert("attribution".to_owned(), format!("shown = {shown:?}"));
    let start = Start { files: vec![PathBuf::from(network)], ..Start::default() };
    Harness::builder()
        .with_size(SIZE)
        .renderer(Painter::default())
        .build_eframe(move |creation| App::new(&creation.egui_ctx, settings, start, Arc::default()))
}

/// Paints over what differs from one run or machine to the next.
fn cover(window: &Window, picture: &mut RgbaImage) {
    for words in [" · forward ", " MB", " GB", " in memory"] {
        for node in window.query_all_by_label_contains(words) {
            let Some(bounds) = node.accesskit_node().bounding_box() else { continue };
            for y in bounds.y0.max(0.0) as u32..(bounds.y1.ceil() as u32).min(picture.height()) {
                for x in bounds.x0.max(0.0) as u32..(bounds.x1.ceil() as u32).min(picture.width()) {
                    picture.put_pixel(x, y, Rgba([128, 128, 128, 255]));
                }
            }
        }
    }
}

fn photograph(window: &mut Window) -> RgbaImage {
    settle(window);
    paint_until(window, "everything is answered", |window| window.state().is_idle());
    settle(window);
    let mut picture = window.render().expect("the window is painted");
    cover(window, &mut picture);
    let (width, height) = picture.dimensions();
    imageops::thumbnail(&picture, width / 2, height / 2)
}

fn looks(name: &str, network: &str) {
    let mut window = window(network);
    settle(&mut window);
    let mut results = SnapshotResults::new();
    for (look, theme, stage) in
        [("dark", ThemeChoice::Dark, false), ("light", ThemeChoice::Light, false), ("stage", ThemeChoice::Dark, true)]
    {
        send(&mut window, Command::Theme(theme));
        if state(&window).settings.stage != stage {
            send(&mut window, Command::Stage);
        }
        for card in window.state().cards() {
            send(&mut window, Command::Chapter(card.id));
            let picture = photograph(&mut window);
            let options = egui_kittest::SnapshotOptions::new().max_failed_pixels(12usize);
            results.add(try_image_snapshot_options(&picture, format!("{name}/{}-{look}", card.id), &options));
        }
    }
    assert_eq!(errors(&window), [""; 0]);
    results.unwrap();
}

#[test]
fn a_network_of_the_rendered_world() {
    looks("world", "world");
}

#[test]
fn a_network_that_reads_digits() {
    looks("digits", "digits");
}

#[test]
fn a_network_without_maps() {
    looks("without-maps", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/drawing/grey-28.onnx"));
}
