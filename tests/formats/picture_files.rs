//! Picture files of every kind, and resizing against Pillow and torchvision (`tests/fixtures/picture/make.py`).

use std::path::{Path, PathBuf};

use convscope::{
    formats::npy,
    picture::{Error, Fit, Picture, Preprocessing},
};

use crate::support::files;

fn fixture(name: &str) -> PathBuf {
    files::fixture("picture").join(name)
}

fn open(name: &str) -> Picture {
    Picture::open(&fixture(name)).unwrap()
}

fn largest_difference(left: &Picture, right: &Picture) -> u8 {
    assert_eq!((left.width, left.height), (right.width, right.height));
    left.pixels.iter().zip(&right.pixels).map(|(left, right)| left.abs_diff(*right)).max().unwrap()
}

#[test]
fn resizing_is_pillows() {
    let pattern = open("pattern.png");
    for (width, height) in [(106, 74), (53, 11), (20, 37), (17, 13), (1, 1), (131, 7), (54, 38)] {
        let expected = open(&format!("pattern-{width}x{height}.png"));
        // Where the height shrinks and the width grows, Pillow resizes the columns first: other roundings.
        let tolerance = u8::from(width == 131);
        let difference = largest_difference(&pattern.resized(width, height), &expected);
        assert!(difference <= tolerance, "{width} x {height}: {difference}");
    }
}

#[test]
fn crops_are_torchvisions_to_the_bit() {
    for (name, resize, size) in [("wide", 32, [28, 28]), ("tall", 33, [24, 30]), ("small", 16, [12, 40])] {
        let preprocessing = Preprocessing { size, fit: Fit::Crop(resize), ..Preprocessing::imagenet() };
        let seen = preprocessing.visible(&open(&format!("{name}.png")));
        assert_eq!(largest_difference(&seen, &open(&format!("{name}-cropped.png"))), 0, "{name}");
    }
}

#[test]
fn input_values_are_torchvisions() {
    let preprocessing = Preprocessing { size: [28, 28], fit: Fit::Crop(32), ..Preprocessing::imagenet() };
    let values = preprocessing.apply(&open("wide.png"));
    let expected = npy::read(&fixture("wide-input.npy")).unwrap().values;
    assert_eq!(values.len(), expected.len());
    let difference = values.iter().zip(&expected).map(|(value, expected)| (value - expected).abs()).fold(0.0, f32::max);
    assert!(difference < 1e-6, "{difference}");
}

/// Whether the corners are red, green, blue and white, up to `tolerance`.
fn assert_upright(picture: &Picture, tolerance: u8, name: &str) {
    assert_eq!((picture.width, picture.height), (24, 16), "{name}");
    let expected = [((2, 2), [255, 0, 0]), ((21, 2), [0, 255, 0]), ((2, 13), [0, 0, 255]), ((21, 13), [255, 255, 255])];
    for ((x, y), colour) in expected {
        let found = picture.pixel(x, y);
        let near = (0..3).all(|channel| found[channel].abs_diff(colour[channel]) <= tolerance);
        assert!(near, "{name} at {x},{y}: {found:?} instead of {colour:?}");
    }
}

#[test]
fn every_kind_of_file_opens() {
    for name in ["corners.bmp", "corners.tif", "corners.webp", "palette.png", "animation.gif"] {
        assert_upright(&open(name), 0, name);
    }
    assert_upright(&open("cmyk.jpg"), 8, "cmyk.jpg");
}

#[test]
fn cameras_are_turned_upright() {
    for orientation in [3, 5, 6] {
        let name = format!("orientation-{orientation}.jpg");
        assert_upright(&open(&name), 8, &name);
    }
}

#[test]
fn grey_is_grey_at_any_depth() {
    for (name, tolerance) in [("grey-16.png", 0), ("grey.jpg", 4)] {
        let picture = open(name);
        for ((x, y), luma) in [((2, 2), 76u8), ((21, 2), 150), ((2, 13), 29), ((21, 13), 255)] {
            let [red, green, blue] = picture.pixel(x, y);
            assert!(red == green && green == blue, "{name}");
            assert!(red.abs_diff(luma) <= tolerance, "{name} at {x},{y}: {red} instead of {luma}");
        }
    }
}

#[test]
fn transparency_is_laid_on_white() {
    let picture = open("alpha.png");
    assert_eq!(picture.pixel(0, 0), [255, 255, 255]);
    assert_eq!(picture.pixel(23, 0), [0, 255, 0]);
    let [red, green, blue] = picture.pixel(6, 0);
    assert!(red == 255 && green == blue && (185..195).contains(&green), "{green}");
}

#[test]
fn png_comes_back_as_it_went() {
    let pattern = open("pattern.png");
    assert_eq!(Picture::decode(&pattern.to_png().unwrap(), "pattern").unwrap(), pattern);
}

#[test]
fn what_is_no_picture_is_refused_in_one_line() {
    let whole = std::fs::read(fixture("pattern.png")).unwrap();
    let cases: [(&str, &[u8]); 4] = [
        ("empty.png", b""),
        ("text.jpg", b"not a picture at all"),
        ("half.png", &whole[..whole.len() / 2]),
        ("magic.png", &whole[..8]),
    ];
    for (name, bytes) in cases {
        let message = Picture::decode(bytes, name).unwrap_err().to_string();
        assert!(message.contains(name) && !message.contains('\n'), "{message}");
    }
    let missing = Picture::open(Path::new("no/such/picture.png")).unwrap_err().to_string();
    assert!(missing.contains("no/such/picture.png"), "{missing}");
}

#[test]
fn every_truncation_is_survived() {
    for name in ["cmyk.jpg", "animation.gif", "corners.webp", "corners.tif", "corners.bmp", "grey-16.png", "orientation-6.jpg"] {
        let whole = std::fs::read(fixture(name)).unwrap();
        for length in 0..whole.len() {
            let _ = Picture::decode(&whole[..length], name);
        }
    }
}

#[test]
fn a_picture_that_claims_to_be_huge_is_refused() {
    // The header of a bitmap of 60,000 x 60,000 pixels, and nothing behind it.
    let mut bomb = b"BM".to_vec();
    for word in [54u32, 0, 54, 40, 60_000, 60_000, 24 << 16 | 1, 0, 0, 0, 0, 0, 0] {
        bomb.extend(word.to_le_bytes());
    }
    let error = Picture::decode(&bomb, "bomb.bmp").unwrap_err();
    assert!(matches!(error, Error::TooLarge { width: 60_000, height: 60_000, .. }), "{error}");
    assert!(error.to_string().contains("save it smaller"));
}
