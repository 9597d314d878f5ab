//! The real program in a real window: it opens, answers, saves a picture of itself and ends.
//!
//! Needs a display, so `cargo test` leaves it out; `.ci/run` runs it under Xvfb:
//! `xvfb-run cargo test --test real_window -- --ignored`. `CONVSCOPE_PROGRAM` names another build of the program.

#![expect(clippy::unwrap_used, reason = "a helper of a test may panic")]

use std::{
    collections::HashSet,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

fn program() -> PathBuf {
    std::env::var_os("CONVSCOPE_PROGRAM").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_convscope")), PathBuf::from)
}

/// Starts the window on one panel and returns the picture that it saved of itself.
fn photograph(panel: &str, theme: &str) -> image::RgbImage {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("window.png");
    let log = folder.path().join("log.txt");
    let mut child = Command::new(program())
        .args(["--screenshot", file.to_str().unwrap(), "--size", "1440x900", "--language", "en"])
        .args(["--do", &format!("chapter {panel}"), "--do", &format!("theme {theme}")])
        .stderr(std::fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if started.elapsed() > Duration::from_secs(120) {
            child.kill().unwrap();
            panic!("the window did not end by itself; it wrote: {}", std::fs::read_to_string(&log).unwrap());
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    // The program ends with 1 when a message of an error was on screen.
    assert!(status.success(), "the window ended with {status}: {}", std::fs::read_to_string(&log).unwrap());
    image::open(&file).unwrap().to_rgb8()
}

/// The different colours inside a box given in fractions of the picture.
fn colours(picture: &image::RgbImage, left: f64, top: f64, right: f64, bottom: f64) -> usize {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let mut seen = HashSet::new();
    for y in (height * top) as u32..(height * bottom) as u32 {
        for x in (width * left) as u32..(width * right) as u32 {
            seen.insert(picture.get_pixel(x, y).0);
        }
    }
    seen.len()
}

#[test]
#[ignore = "needs a display; .ci/run starts it under Xvfb"]
fn every_panel_shows_itself_in_a_real_window() {
    // By digit and by name. A table has fewer colours than maps have.
    let panels = [
        ("1", "light", 30),
        ("filters", "dark", 150),
        ("3", "dark", 150),
        ("attribution", "light", 150),
        ("embedding", "light", 150),
        ("9", "dark", 150),
    ];
    for (panel, theme, least) in panels {
        let picture = photograph(panel, theme);
        assert_eq!(picture.dimensions(), (1440, 900), "panel {panel}");
        // The input picture on the left, the panel in the middle and the unit on the right all bring colours of their own.
        assert!(colours(&picture, 0.0, 0.05, 0.18, 0.4) > 500, "panel {panel}: the picture is missing");
        let centre = colours(&picture, 0.2, 0.12, 0.78, 0.95);
        assert!(centre > least, "panel {panel}: the centre is blank ({centre} colours)");
    }
}
