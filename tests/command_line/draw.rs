//! `draw`: a network as SVG with text and as PNG, at each level, with maps, and what cannot be drawn.

use super::{fail, repository, succeed};
use convscope::picture::Picture;
use tempfile::TempDir;

fn svg(folder: &TempDir, arguments: &[&str]) -> String {
    let file = folder.path().join("drawn.svg");
    let file_name = file.display().to_string();
    succeed(folder.path(), &[&["draw", "-o", &file_name], arguments].concat());
    std::fs::read_to_string(file).unwrap()
}

#[test]
fn a_published_network_is_drawn_without_a_download() {
    let folder = TempDir::new().unwrap();
    let text = svg(&folder, &["--architecture", "resnet152"]);
    for written in ["resnet152 · 60.2 M weights", "152 layers deep", ">× 35<", ">multiply-adds<", ">224<", ">fc<"] {
        assert!(text.contains(written), "{written}");
    }
    let every = svg(&folder, &["--architecture", "resnet152", "--every"]);
    assert!(!every.contains(">× 35<") && every.len() > text.len());
    let catalan = svg(&folder, &["--architecture", "vgg16", "--language", "ca"]);
    assert!(catalan.contains(">multiplicacions<"), "its words are the person's");
}

#[test]
fn a_block_and_a_layer_are_drawn_opened() {
    let folder = TempDir::new().unwrap();
    let block = svg(&folder, &["--architecture", "googlenet", "--level", "block", "--block", "inception4c"]);
    for written in ["branches side by side", ">3 × 3 → 256<", ">128–383<", "<path d="] {
        assert!(block.contains(written), "{written}");
    }
    // Without a name the one that costs most; its own end names it too.
    let costly = svg(&folder, &["--architecture", "googlenet", "--level", "block"]);
    assert!(costly.contains("inception3b"));
    let layer = svg(&folder, &["photos", "--level", "layer", "--block", "block4.conv1"]);
    for written in [">Convolution<", ">Batch normalization<", ">ReLU<"] {
        assert!(layer.contains(written), "{written}");
    }
}

#[test]
fn maps_lie_on_the_faces_where_a_picture_is_given() {
    let folder = TempDir::new().unwrap();
    let picture = repository("assets/samples/spiral.png").display().to_string();
    let (bare, live) = (svg(&folder, &["digits"]), svg(&folder, &["digits", "--input", &picture]));
    assert_eq!((bare.matches("<image").count(), live.matches("matrix(").count()), (0, 8));
    let file = folder.path().join("drawn.png");
    succeed(folder.path(), &["draw", "digits", "--level", "block", "--block", "conv2", "-o", &file.display().to_string()]);
    assert!(Picture::open(&file).unwrap().width > 1000);
}

#[test]
fn what_cannot_be_drawn_is_said_in_a_sentence() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("a.svg").display().to_string();
    let message = fail(folder.path(), &["draw", "--architecture", "resnet", "-o", &out], 1);
    assert!(message.contains("resnet152"), "{message}");
    let message = fail(folder.path(), &["draw", "photos", "--level", "block", "--block", "block99", "-o", &out], 1);
    assert!(message.contains("block99") && message.contains("block1"), "{message}");
    let message = fail(folder.path(), &["draw", "digits", "--level", "block", "-o", &out], 1);
    assert!(message.contains("--level layer"), "{message}");
    succeed(folder.path(), &["draw", "photos", "--level", "layer", "--block", "conv1", "-o", &out]);
    let message = fail(folder.path(), &["draw", "photos", "--level", "layer", "--block", "conv2", "-o", &out], 1);
    assert!(message.contains("block1.conv2"), "{message}");
    fail(folder.path(), &["draw", "-o", &out], 2);
    fail(folder.path(), &["draw", "photos", "--architecture", "vgg16", "-o", &out], 2);
    fail(folder.path(), &["draw", "photos", "-o", &folder.path().join("a.jpg").display().to_string()], 2);
}
