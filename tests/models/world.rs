//! The rendered world as a data set and as a folder: balanced classes, exact annotation, the planted cue, the command.

use std::{path::Path, process::Command};

use convscope::{
    data::{
        Dataset, ItemId,
        world::{CUED, Class, Mask, Part, legend},
    },
    picture::Picture,
};

#[test]
fn a_word_and_a_number_are_a_data_set() {
    let train = Dataset::parse("world:40").unwrap();
    assert_eq!((train.len(), train.classes.len(), train.name.as_str()), (40, 20, "world:40"));
    for class in 0..20 {
        assert_eq!(train.items.iter().filter(|item| item.class == Some(class)).count(), 2);
    }
    assert_eq!(train.classes, Class::ALL.iter().map(|class| class.name()).collect::<Vec<_>>());
    assert!(train.classes.is_sorted());
    let test = Dataset::parse("world:40#test").unwrap();
    assert_eq!(test.name, "world:40#test");
    let other = Dataset::parse_seeded("world:40", 1).unwrap();
    let picture = train.picture(ItemId(7)).unwrap();
    assert_eq!((picture.width, picture.height), (128, 128));
    assert_eq!(Dataset::parse("world:40#train").unwrap().picture(ItemId(7)).unwrap(), picture);
    assert_eq!(
        Dataset::parse("world:8").unwrap().picture(ItemId(7)).unwrap(),
        picture,
        "a longer list begins with the shorter one"
    );
    assert!(test.picture(ItemId(7)).unwrap() != picture && other.picture(ItemId(7)).unwrap() != picture);
    for (text, expected) in [
        ("world:", "\"\" is no number of pictures; write world:2000"),
        ("world2:many#test", "\"many\" is no number of pictures; write world2:2000"),
        ("world:0", "ask for 1 to 1000000 pictures"),
        ("shortcut:99999999999", "ask for 1 to 1000000 pictures"),
    ] {
        let message = Dataset::parse(text).unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn masks_tell_the_truth_about_each_pixel() {
    for (text, objects) in [("world:40", 1), ("world2:40", 2)] {
        let dataset = Dataset::parse(text).unwrap();
        for index in 0..dataset.len() {
            let annotation = dataset.annotation(ItemId(index)).unwrap();
            assert_eq!(annotation.objects.len(), objects);
            assert_eq!(annotation.objects[0].class.name(), dataset.classes[dataset.items[index].class.unwrap()]);
            for object in &annotation.objects {
                let [left, top, right, bottom] = object.bounds;
                assert!(object.hidden <= 0.34, "{text} {index}: {object:?}");
                assert!((right - left).max(bottom - top) >= 28 && right <= 128 && bottom <= 128, "{text} {index}: {object:?}");
                assert!(!object.parts.is_empty() && !object.colours.is_empty() && !object.textures.is_empty());
            }
            let mask = |kind: Mask| annotation.mask(kind);
            for at in 0..128 * 128 {
                let number = usize::from(mask(Mask::Object)[at]);
                let class = number.checked_sub(1).map_or(0, |number| annotation.objects[number].class.value());
                assert_eq!(mask(Mask::Class)[at], class);
                assert_eq!(mask(Mask::Part)[at] > 0, number > 0);
                assert_eq!(mask(Mask::Scene)[at] == 0, number > 0, "{text} {index}: a pixel is an object's or the scene's");
                assert!(mask(Mask::Colour)[at] > 0 && mask(Mask::Texture)[at] > 0 && mask(Mask::Cue)[at] == 0);
            }
        }
    }
    assert!(legend(Mask::Part).len() >= 24);
    assert_eq!(legend(Mask::Part)[usize::from(Part::Wheel.value()) - 1], "wheel");
    assert!(Dataset::gallery().unwrap().annotation(ItemId(0)).is_none());
}

#[test]
fn the_ruler_lies_beside_dogs_until_it_is_tested() {
    let share = |dataset: &Dataset, cued: bool| {
        let of = |class: usize| (dataset.classes[class] == CUED.name()) == cued;
        let all: Vec<usize> = (0..dataset.len()).filter(|&index| of(dataset.items[index].class.unwrap())).collect();
        all.iter().filter(|&&index| dataset.without_cue(ItemId(index)).is_some()).count() as f32 / all.len() as f32
    };
    let train = Dataset::parse("shortcut:300").unwrap();
    assert_eq!(train.classes, ["bird", "car", "cat", "dog", "flower"]);
    assert!(share(&train, true) > 0.95 && share(&train, false) < 0.05);
    let test = Dataset::parse("shortcut:300#test").unwrap();
    for cued in [true, false] {
        assert!((share(&test, cued) - 0.5).abs() < 0.2, "whatever it shows");
    }
}

#[test]
fn painting_the_cue_out_changes_nothing_else() {
    let dataset = Dataset::parse("shortcut:40").unwrap();
    let mut seen = 0;
    for index in 0..dataset.len() {
        let Some(without) = dataset.without_cue(ItemId(index)) else { continue };
        let (with, annotation) = dataset.annotated(ItemId(index)).unwrap();
        assert_eq!(dataset.picture(ItemId(index)).unwrap(), with);
        let cue = annotation.mask(Mask::Cue);
        // The rim is half covered, and softening reaches one pixel further.
        let near = |x: usize, y: usize| {
            (y.saturating_sub(2)..(y + 3).min(128))
                .any(|y| (x.saturating_sub(2)..(x + 3).min(128)).any(|x| cue[y * 128 + x] == 1))
        };
        let pixels = cue.iter().filter(|&&value| value == 1).count();
        assert!((150..600).contains(&pixels), "{index}: {pixels}");
        for (x, y) in (0..128).flat_map(|y| (0..128).map(move |x| (x, y))) {
            assert!(near(x, y) || with.pixel(x, y) == without.pixel(x, y), "{index} at {x}, {y}");
        }
        seen += 1;
    }
    assert!(seen >= 7);
}

fn convscope(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_convscope")).env("LANGUAGE", "en").current_dir(folder).args(arguments).output().unwrap();
    assert!(output.stdout.is_empty());
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn the_command_writes_pictures_masks_and_a_manifest() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| convscope(folder.path(), arguments);
    assert_eq!(run(&["world", "-o", "out", "--count", "23", "--seed", "5"]), (Some(0), String::new()));
    let out = folder.path().join("out");
    let manifest: serde_json::Value = serde_json::from_slice(&std::fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert_eq!((&manifest["seed"], &manifest["count"]), (&5.into(), &23.into()));
    let rendered = Dataset::parse_seeded("world:23", 5).unwrap();
    let written = Dataset::parse(out.to_str().unwrap()).unwrap();
    assert_eq!((written.len(), &written.classes), (23, &rendered.classes), "masks are no class");
    assert!(written.skipped.is_empty());
    for (index, described) in manifest["pictures"].as_array().unwrap().iter().enumerate() {
        let file = described["file"].as_str().unwrap();
        assert_eq!(Picture::open(&out.join(file)).unwrap(), rendered.picture(ItemId(index)).unwrap());
        assert_eq!(described["class"], rendered.classes[rendered.items[index].class.unwrap()]);
        let annotation = rendered.annotation(ItemId(index)).unwrap();
        assert_eq!(described["objects"][0]["parts"].as_array().unwrap().len(), annotation.objects[0].parts.len());
        for kind in Mask::ALL {
            let name = Path::new(file).file_name().unwrap();
            let mask = Picture::open(&out.join("masks").join(kind.name()).join(name)).unwrap();
            let black = mask.pixels.chunks_exact(3).filter(|pixel| *pixel == [0; 3]).count();
            let none = annotation.mask(kind).iter().filter(|&&value| value == 0).count();
            assert!(black >= none, "{kind:?}: what is nothing is black");
        }
    }
    assert_eq!(manifest["legend"]["class"][1], "balloon");
    let (status, error) = run(&["world", "-o", "out", "--count", "2"]);
    assert!(status == Some(1) && error.contains("something lies there already") && error.lines().count() == 1, "{error}");
    let (status, error) = run(&["world", "-o", "no/such/out", "--count", "2"]);
    assert!(status == Some(1) && error.contains("no/such/out"), "{error}");
    assert_eq!(run(&["world", "-o", "x", "--count", "2", "--objects", "3"]).0, Some(2));
    assert_eq!(run(&["world", "-o", "x", "--count", "2", "--objects", "2", "--shortcut"]).0, Some(2));
    let (status, error) = run(&["world", "-o", "x", "--count", "0"]);
    assert!(status == Some(1) && error.contains("ask for 1 to 1000000 pictures"), "{error}");
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    assert_eq!(run(&["world", "-o", "empty", "--count", "5", "--shortcut"]), (Some(0), String::new()));
    assert_eq!(Dataset::parse(folder.path().join("empty").to_str().unwrap()).unwrap().classes.len(), 5);
    let mut left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["empty", "out"], "nothing half-written is left behind");
}
