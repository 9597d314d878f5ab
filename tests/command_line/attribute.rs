//! `attribute`: what a map sums to is said, one class against another, other pictures and masks; and what is missing.

use super::{fail, repository, shape, succeed};
use tempfile::TempDir;

fn sample(name: &str) -> String {
    repository("assets/samples").join(name).display().to_string()
}

#[test]
fn what_a_map_sums_to_is_said() {
    let folder = TempDir::new().unwrap();
    let picture = sample("heart-and-arrow.png");
    let call = |method: &str, more: &[&str]| {
        let call = ["attribute", "shapes", &picture, "--method", method, "--target", "heart", "-o", "map.npy"];
        succeed(folder.path(), &[&call[..], more].concat())
    };
    let said = call("integrated-gradients", &[]);
    assert!(said.starts_with("Integrated gradients") && said.contains("gap ") && said.contains("50 steps"), "{said}");
    assert!(call("lrp", &["--param", "biases=off"]).contains("taken by biases"));
    assert!(call("deeplift", &["--param", "rule=reveal-cancel"]).contains("gap "));
    assert_eq!(shape(&folder.path().join("map.npy"))[0], 1);
}

#[test]
fn one_class_against_another_other_pictures_and_masks() {
    let folder = TempDir::new().unwrap();
    let (picture, other) = (sample("heart-and-arrow.png"), sample("spiral.png"));
    let call = |method: &'static str, more: &[&str]| {
        let call = ["attribute", "shapes", &picture, "--method", method, "-o", "map.npy"];
        [&call[..], more].concat().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let run = |call: &[String]| succeed(folder.path(), &call.iter().map(String::as_str).collect::<Vec<_>>());
    let refused = |call: &[String]| fail(folder.path(), &call.iter().map(String::as_str).collect::<Vec<_>>(), 1);
    let said = run(&call("gradient", &["--target", "heart - arrow"]));
    assert!(said.contains("heart - arrow"), "{said}");
    let without = refused(&call("expected-gradients", &[]));
    assert!(without.contains("--references"), "{without}");
    let said = run(&call("expected-gradients", &["--references", &other, "--param", "samples=8"]));
    assert!(said.contains("compared with 1 picture"), "{said}");
    let without = refused(&call("truth", &[]));
    assert!(without.contains("--truth"), "{without}");
    let said = run(&call("truth", &["--truth", &other]));
    assert!(said.contains("of the picture is the object"), "{said}");
}
