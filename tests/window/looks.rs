//! How every chapter looks, beside pictures that a person has looked at: in the dark, in the light and on the stage; with a
//! network of the
//! rendered world, one that reads digits and one that has no maps.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --test window looks` renews the pictures in `tests/snapshots`. They are painted on the
//! processor
//! (`painter.rs`) and kept at half their size; what a clock or a machine decides is painted over.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use convscope::{
    app::{
        App, Start,
        command::{Command, Switch},
        settings::{Settings, ThemeChoice},
    },
    picture::{Fit, Preprocessing},
    zoo::description::{Description, InitialWeights, Trained},
};
use egui::{Key, Modifiers};
use egui_kittest::{Harness, SnapshotResults, try_image_snapshot_options};
use image::{
    Rgba, RgbaImage,
    codecs::png::{CompressionType, FilterType, PngEncoder},
    imageops,
};

use super::{Window, errors, paint_until, painter::Painter, press, send, settle, state};

/// The window's size in points.
const SIZE: [f32; 2] = [1120.0, 700.0];

fn window(network: PathBuf) -> Window {
    let mut settings = Settings { theme: ThemeChoice::Dark, ..Settings::default() };
    // t-SNE makes much of the last digits, in which machines differ.
    settings.chapters.insert("embedding".to_owned(), "method = 'pca'".to_owned());
    let shown = ["gradient", "guided-backpropagation", "grad-cam", "occlusion"];
    settings.chapters.insert("attribution".to_owned(), format!("shown = {shown:?}"));
    let start = Start { files: vec![network], ..Start::default() };
    Harness::builder()
        .with_size(SIZE)
        .renderer(Painter::default())
        .build_eframe(move |creation| App::new(&creation.egui_ctx, settings, start, Arc::default()))
}

/// Paints over what differs from one run or machine to the next: the device with its time, and what is laid out around it; the
/// memory.
fn cover(picture: &mut RgbaImage) {
    let (width, height) = picture.dimensions();
    for [left, top, right, bottom] in [[300, 0, width - 60, 40], [width - 170, height - 34, width, height]] {
        for y in top..bottom {
            for x in left..right {
                picture.put_pixel(x, y, Rgba([128, 128, 128, 255]));
            }
        }
    }
}

fn photograph(window: &mut Window) -> RgbaImage {
    settle(window);
    paint_until(window, "everything is answered", |window| window.state().is_idle());
    settle(window);
    let mut picture = window.render().expect("the window is painted");
    cover(&mut picture);
    let (width, height) = picture.dimensions();
    imageops::thumbnail(&picture, width / 2, height / 2)
}

fn looks(name: &str, network: PathBuf) {
    let mut window = window(network);
    settle(&mut window);
    paint_until(&mut window, "everything is answered", |window| window.state().is_idle());
    // How far the layer list was scrolled depends on what arrived first; a step there and back makes it the same.
    for key in [Key::ArrowDown, Key::ArrowUp] {
        press(&mut window, Modifiers::NONE, key);
    }
    let mut results = SnapshotResults::new();
    for (look, theme, stage) in
        [("dark", ThemeChoice::Dark, false), ("light", ThemeChoice::Light, false), ("stage", ThemeChoice::Dark, true)]
    {
        send(&mut window, Command::Theme(theme));
        if state(&window).settings.stage != stage {
            send(&mut window, Command::Stage(Switch::Toggle));
        }
        // Pictures that grow make much of the last digits too, and say how fast they grew; `visualise.rs` looks at them.
        for card in window.state().cards().into_iter().filter(|card| card.id != "visualise") {
            send(&mut window, Command::Chapter(card.id.into()));
            let picture = photograph(&mut window);
            let options = egui_kittest::SnapshotOptions::new().threshold(1.5).max_failed_pixels(60usize);
            results.add(try_image_snapshot_options(&picture, format!("{name}/{}-{look}", card.id), &options));
        }
    }
    assert_eq!(errors(&window), [""; 0]);
    results.unwrap();
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        compress(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(name));
    }
}

/// Writes a folder's pictures as small as PNG allows.
fn compress(folder: &Path) {
    for entry in std::fs::read_dir(folder).expect("the pictures") {
        let path = entry.expect("a picture").path();
        let picture = image::open(&path).expect("a picture").to_rgb8();
        let file = std::fs::File::create(&path).expect("a file");
        let encoder = PngEncoder::new_with_quality(file, CompressionType::Best, FilterType::Adaptive);
        picture.write_with_encoder(encoder).expect("the picture is written");
    }
}

#[test]
fn a_network_of_the_rendered_world() {
    looks("world", "world".into());
}

#[test]
fn a_network_that_reads_digits() {
    looks("digits", "digits".into());
}

#[test]
fn a_network_without_maps() {
    let description = Description::parse("layers = [{ linear = 24 }, { linear = 'classes' }]").expect("two layers");
    let labels: Vec<String> = ["bird", "boat", "bus", "cat", "cup"].map(str::to_owned).to_vec();
    let preprocessing = Preprocessing { size: [24, 24], fit: Fit::Stretch, ..Preprocessing::imagenet() };
    let weights = description.initial_weights(&InitialWeights { seed: 5, zero_residual: false }, 3, [24, 24], labels.len());
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("dense.safetensors");
    let network = Trained { description, weights: weights.expect("weights"), labels, preprocessing };
    network.write(&path).expect("a file");
    looks("without-maps", path);
}
