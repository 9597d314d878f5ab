//! `judge`: a table of how true maps are, the controls where they belong, going on after a break, and what is refused.

use super::{fail, succeed};
use tempfile::TempDir;

const SMALL: [&str; 9] =
    ["judge", "world", "world:8", "--count", "2", "--reruns", "1", "--methods", "grad-cam,random,area,truth"];

fn value(table: &str, method: &str, metric: &str) -> f64 {
    let line = table.lines().find(|line| line.starts_with(&format!("{method},{metric},"))).expect(table);
    line.split(',').nth(2).unwrap().parse().unwrap()
}

#[test]
fn controls_are_floor_and_ceiling() {
    let folder = TempDir::new().unwrap();
    let said = succeed(folder.path(), &[&SMALL[..], &["-o", "table.csv"]].concat());
    assert!(said.contains("Pointing game") && said.contains("judged on 2 pictures of world:8#test"), "{said}");
    let table = std::fs::read_to_string(folder.path().join("table.csv")).unwrap();
    for measure in ["pointing-game", "energy-inside", "rank-accuracy", "best-overlap"] {
        let [truth, area] = ["truth", "area"].map(|method| value(&table, method, measure));
        assert!((truth - 1.0).abs() < 1e-9 && area < 0.7, "{measure}: {truth} {area}");
    }
    // What knows no network does not notice that it was randomised.
    for method in ["random", "area", "truth"] {
        assert!((value(&table, method, "randomised-top") - 1.0).abs() < 1e-9, "{method}");
        assert!(value(&table, method, "efficient-mprt").abs() < 1e-9, "{method}");
    }
    assert!(value(&table, "grad-cam", "randomised-top") < 0.7);
    assert!(!folder.path().join("table.csv.part").exists(), "what is done is told, and need not be kept");
}

#[test]
fn json_and_a_table_for_people_and_going_on() {
    let folder = TempDir::new().unwrap();
    let some = ["--metrics", "energy-inside,deletion,infidelity"];
    let text = succeed(folder.path(), &[&SMALL[..], &some, &["--json", "-o", "table.md"]].concat());
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let rows = json["rows"].as_array().unwrap();
    assert_eq!((rows.len(), json["pictures"].as_u64()), (12, Some(2)));
    assert!(rows.iter().all(|row| row["mean"].is_number() && row["standard_error"].is_number() && row["count"] == 2));
    assert_eq!(json["orders"].as_array().unwrap().len(), 3);
    let table = std::fs::read_to_string(folder.path().join("table.md")).unwrap();
    assert!(table.starts_with("| method | energy-inside ↑ | deletion ↓ | infidelity ↓ |"), "{table}");

    // What another study left is not taken for this one's.
    std::fs::write(folder.path().join("table.csv.part"), "{\"model\":\"another\"}\n").unwrap();
    let refused = fail(folder.path(), &[&SMALL[..], &some, &["-o", "table.csv"]].concat(), 1);
    assert!(refused.contains("table.csv.part") && refused.contains("delete the file"), "{refused}");
}

#[test]
fn animals_are_judged_by_their_parts() {
    let folder = TempDir::new().unwrap();
    let call = ["judge", "fauna", "fauna:48", "--count", "8", "--methods", "lrp,area"];
    let some = ["--metrics", "completeness,correctness,contrastivity", "--json", "-o", "table.md"];
    let text = succeed(folder.path(), &[&call[..], &some].concat());
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let [lrp, area] = json["funny_birds"].as_array().unwrap().as_slice() else { panic!("{text}") };
    assert_eq!((&lrp["method"], &area["target-sensitivity"]), (&"lrp".into(), &0.5.into()));
    assert!(lrp["overall"].as_f64().unwrap() > area["overall"].as_f64().unwrap() + 0.1);
    let of_three = ["completeness", "correctness", "contrastivity"].map(|name| lrp[name].as_f64().unwrap());
    assert!((of_three.iter().sum::<f64>() / 3.0 - lrp["overall"].as_f64().unwrap()).abs() < 1e-12);
    let table = std::fs::read_to_string(folder.path().join("table.md")).unwrap();
    assert!(table.contains("| FunnyBirds | accuracy | csdc |"), "{table}");
    succeed(folder.path(), &[&call[..], &["--metrics", "correctness", "-o", "table.csv"]].concat());
    let table = std::fs::read_to_string(folder.path().join("table.csv")).unwrap();
    assert!((value(&table, "lrp", "correctness") - lrp["correctness"].as_f64().unwrap()).abs() < 1e-9);
}

#[test]
fn masks_beside_pictures_are_read_and_wrong_calls_are_told() {
    let folder = TempDir::new().unwrap();
    succeed(folder.path(), &["world", "-o", "scenes", "--count", "20"]);
    let call = ["judge", "world", "scenes", "--count", "1", "--methods", "truth", "--metrics", "rank-accuracy", "-o", "t.csv"];
    succeed(folder.path(), &call);
    let table = std::fs::read_to_string(folder.path().join("t.csv")).unwrap();
    assert!((value(&table, "truth", "rank-accuracy") - 1.0).abs() < 1e-9);
    let refused = fail(folder.path(), &[&SMALL[..], &["--metrics", "beauty", "-o", "t.csv"]].concat(), 2);
    assert!(refused.contains("beauty") && refused.contains("pointing-game"), "{refused}");
    let refused = fail(folder.path(), &[&SMALL[..], &["--other", "digits", "-o", "t.csv"]].concat(), 1);
    assert!(refused.contains("--other"), "{refused}");
}
