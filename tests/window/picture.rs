//! The picture of a network: links that select, blocks that open, published architectures, and what a position sees.

use std::time::Instant;

use convscope::app::command::Command;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{Window, click, click_what_begins, layer, paint_until, send, settle, state};

fn names(window: &Window) -> Vec<String> {
    let nodes: Vec<_> = window.root().children_recursive().map(|node| node.accesskit_node()).collect();
    nodes.iter().flat_map(|node| [node.label(), node.value()]).flatten().collect()
}

fn says(window: &Window, part: &str) -> bool {
    names(window).iter().any(|name| name.contains(part))
}

fn photos() -> Window {
    let mut window = super::window();
    send(&mut window, Command::Model("photos".into()));
    settle(&mut window);
    send(&mut window, Command::Chapter("network".into()));
    settle(&mut window);
    window
}

#[test]
fn a_click_on_a_volume_selects_it_and_opens_it_below() {
    let mut window = photos();
    assert!(says(&window, "18 layers deep"), "{:?}", names(&window));
    click_what_begins(&mut window, "block6 · Block · 128 × 8 × 8");
    settle(&mut window);
    assert_eq!(layer(&window), "block6");
    assert!(says(&window, "residual block") && says(&window, "conv1 · Conv 3×3"), "{:?}", names(&window));
    // A box inside is a link too; the block stays open around it.
    click_what_begins(&mut window, "block6.conv2 · Conv 3×3");
    settle(&mut window);
    assert_eq!(layer(&window), "block6.conv2");
    assert!(says(&window, "residual block"));
    // One level deeper: the steps of the layer, with the formula of its size; and back by the way above.
    click(&mut window, "Open block6.conv2");
    assert!(says(&window, "Convolution · 128 × 8 × 8") && says(&window, "8 = (8 + 2·1 − 3) / 1 + 1"), "{:?}", names(&window));
    click(&mut window, "Open block6");
    assert!(says(&window, "residual block"));
}

#[test]
fn a_published_architecture_is_drawn_instead_and_one_beside_it() {
    let mut window = photos();
    let drawn = r#"network {"part":"Picture","picture":{"published":"resnet152","beside":"alexnet"}}"#;
    send(&mut window, drawn.parse::<Command>().unwrap());
    settle(&mut window);
    paint_until(&mut window, "the drawing", |window| says(window, "152 layers deep"));
    assert!(says(&window, "8 layers deep") && says(&window, "layer3.1 to layer3.35 (× 35)"), "{:?}", names(&window));
    let before = layer(&window);
    click_what_begins(&mut window, "layer3.1 to layer3.35 (× 35)");
    assert!(says(&window, "layer3.1.conv2 · Conv 3×3"), "{:?}", names(&window));
    assert_eq!(layer(&window), before, "the open network's selection stays");
}

#[test]
fn an_unknown_architecture_in_a_script_is_refused() {
    let wrong = r#"network {"part":"Picture","picture":{"published":"resnet153"}}"#;
    assert!(wrong.parse::<Command>().is_err());
}

#[test]
fn what_really_moves_a_layer_is_measured() {
    let mut window = photos();
    send(&mut window, Command::Layer("block3".into()));
    settle(&mut window);
    // It lies below the fold: as a screen reader presses it.
    window.get_by_label("Measure what moves it").click_accesskit();
    paint_until(&mut window, "the measurement", |window| says(window, "Averaged over 16 pictures."));
    assert!(says(&window, "95 % of what moves it lies within"), "{:?}", names(&window));
    assert_eq!(state(&window).settings.chapter, "network");
}

/// Milliseconds of a frame: the whole network folded, and every part of the deepest ones by itself.
#[test]
#[ignore = "measures; run it alone, in a release build"]
fn a_frame_takes() {
    let published = [("googlenet", "Fitting"), ("resnet152", "Fitting"), ("resnet152", "Every"), ("densenet201", "Every")];
    let published = published.map(|(name, folding)| {
        let drawn =
            format!(r#"network {{"part":"Picture","picture":{{"published":"{name}","folding":"{folding}","opened":40}}}}"#);
        (format!("{name} {folding}"), drawn)
    });
    // And the open one, with its live maps and what a position sees.
    let open = ("photos, live".to_owned(), r#"network {"part":"Picture"}"#.to_owned());
    for (name, drawn) in published.into_iter().chain([open]) {
        let mut window = photos();
        send(&mut window, Command::Layer("block6".into()));
        send(&mut window, drawn.parse::<Command>().unwrap());
        settle(&mut window);
        paint_until(&mut window, "the drawing", |window| says(window, "layers deep"));
        let mut times: Vec<f64> = (0..120)
            .map(|_| {
                let begin = Instant::now();
                window.step();
                let shapes = window.output().shapes.clone();
                let meshes = window.ctx.tessellate(shapes, 1.0);
                assert!(!meshes.is_empty());
                begin.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!("{name}: {:.2} ms a frame with tessellation, {:.2} ms the 95th", times[60], times[114]);
    }
}
