//! `explain`: the parts of one number, as a document and as text, and what cannot be explained.

use super::{fail, json, repository, succeed};
use tempfile::TempDir;

fn call<'a>(picture: &'a str, rest: &[&'a str]) -> Vec<&'a str> {
    [&["explain", "photos", picture][..], rest].concat()
}

#[test]
fn the_parts_make_the_number_that_the_layer_has() {
    let folder = TempDir::new().unwrap();
    let picture = repository("assets/samples/spiral.png").display().to_string();
    let place = ["--layer", "block4.conv1", "--channel", "53", "--position", "6,10"];
    for top in ["8", "0"] {
        let document = json(&succeed(folder.path(), &call(&picture, &[&place[..], &["--top", top, "--json"]].concat())));
        let number = |key: &str| document[key].as_f64().unwrap();
        assert!((number("value") - number("layer_value")).abs() <= number("gap") + 1e-12);
        assert!(number("gap") < 1e-5 * number("layer_value").abs().max(1.0), "{}", document["gap"]);
        let terms = document["terms"].as_array().unwrap();
        let listed = if top == "8" { 8 * 9 } else { 64 * 9 };
        assert_eq!((terms.len(), document["channel_sums"].as_array().unwrap().len()), (listed, listed / 9));
        let products: f64 = terms.iter().map(|term| term["product"].as_f64().unwrap()).sum();
        for term in terms {
            let product = term["value"].as_f64().unwrap() * term["weight"].as_f64().unwrap();
            assert!((product - term["product"].as_f64().unwrap()).abs() < 1e-12);
        }
        let sum = products + document["rest"]["sum"].as_f64().unwrap() + number("bias");
        let norm = &document["normalisation"];
        let of_norm = |key: &str| norm[key].as_f64().unwrap();
        assert!((sum - of_norm("before")).abs() < 1e-9, "{sum} {norm}");
        let normed =
            (sum - of_norm("mean")) / (of_norm("variance") + of_norm("epsilon")).sqrt() * of_norm("scale") + of_norm("shift");
        assert!((normed.max(0.0) - number("value")).abs() < 1e-9, "{normed} {}", document["value"]);
        assert_eq!(document["activation"]["name"], "ReLU");
    }
    let text = succeed(folder.path(), &call(&picture, &place));
    assert!(text.contains("56 others") && text.contains("batch norm") && text.contains("ReLU"), "{text}");
}

#[test]
fn layers_without_maps_need_no_position_and_others_say_so() {
    let folder = TempDir::new().unwrap();
    let picture = repository("assets/samples/spiral.png").display().to_string();
    let document = json(&succeed(folder.path(), &call(&picture, &["--layer", "fc", "--channel", "3", "--json", "--top", "0"])));
    assert_eq!(document["terms"].as_array().unwrap().len(), 192);
    let message = fail(folder.path(), &call(&picture, &["--layer", "conv1", "--channel", "3"]), 1);
    assert!(message.contains("--position Y,X"), "{message}");
    let message = fail(folder.path(), &call(&picture, &["--layer", "conv1", "--channel", "99", "--position", "0,0"]), 1);
    assert!(message.contains("channel 99"), "{message}");
    let message = fail(folder.path(), &call(&picture, &["--layer", "conv1", "--channel", "0", "--position", "64,0"]), 1);
    assert!(message.contains("position 64,0"), "{message}");
    fail(folder.path(), &call(&picture, &["--layer", "conv1", "--channel", "0", "--position", "here"]), 2);
}

#[test]
fn an_architecture_needs_no_file() {
    let folder = TempDir::new().unwrap();
    let document = json(&succeed(folder.path(), &["info", "vgg16", "--architecture", "--json"]));
    assert_eq!((document["parameters"].as_u64(), document["classes"].as_u64()), (Some(138_357_544), Some(1000)));
    // 15.47 thousand million, as in the paper's successors.
    assert_eq!(document["multiply_adds"].as_u64(), Some(15_470_264_320));
    let message = fail(folder.path(), &["info", "vgg17", "--architecture"], 1);
    assert!(message.contains("vgg16"), "{message}");
    fail(folder.path(), &["info", "vgg16", "--architecture", "--guess-preprocessing"], 2);
}
