//! What classes are called: the built-in lists (ImageNet-1k, MNIST, CIFAR-10) and label files of every usual layout.
//!
//! ImageNet's classes stand in the order of their WordNet ids, as torchvision, timm and Caffe have them; names are torchvision's.

use std::{collections::HashMap, sync::LazyLock};

/// Names of ImageNet's 1000 classes, one per line.
const IMAGENET: &str = include_str!("../../assets/labels/imagenet.txt");

/// WordNet ids of ImageNet's 1000 classes, sorted, one per line.
const IMAGENET_IDS: &str = include_str!("../../assets/labels/imagenet-wnids.txt");

/// CIFAR-10's classes in the order of its files.
const CIFAR_10: &str = include_str!("../../assets/labels/cifar-10.txt");

/// The names of ImageNet's 1000 classes.
pub fn imagenet() -> Vec<String> {
    IMAGENET.lines().map(str::to_owned).collect()
}

/// The position among ImageNet's classes of a folder named by WordNet id (`n02102040`).
pub fn class_of_folder(name: &str) -> Option<usize> {
    IMAGENET_IDS.lines().position(|id| id == name)
}

/// What pictures of a folder show: ImageNet's name for a folder named by WordNet id ("tench" for `n01440764`), else the
/// folder's own name.
pub fn of_folder(name: &str) -> &str {
    static NAMES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| IMAGENET_IDS.lines().zip(IMAGENET.lines()).collect());
    NAMES.get(name).copied().unwrap_or(name)
}

/// The names for a network with so many classes and such an input (`1 x C x H x W`): ImageNet's for 1000, the digits for
/// 10 out of 28 x 28 grey pixels, CIFAR-10's for 10 out of 32 x 32 coloured ones, otherwise "class 0", "class 1", ...
pub fn built_in(classes: usize, input: &[usize]) -> Vec<String> {
    match (classes, input) {
        (1000, _) => imagenet(),
        (10, [_, 1, 28, 28]) => (0..10).map(|digit| digit.to_string()).collect(),
        (10, [_, 3, 32, 32]) => CIFAR_10.lines().map(str::to_owned).collect(),
        _ => (0..classes).map(|class| format!("class {class}")).collect(),
    }
}

/// Which of a model's labels each class of a data set is: by name, whatever the case of its letters; a folder named by WordNet id
/// also by ImageNet's name for it or by the id itself.
///
/// # Errors
/// A sentence with the first class that no label matches.
pub fn matched(classes: &[String], labels: &[String]) -> Result<Vec<usize>, String> {
    if classes.is_empty() {
        return Err("it has no classes; put the pictures of each class into a folder of its own".to_owned());
    }
    let names: Vec<String> = labels.iter().map(|label| label.to_lowercase()).collect();
    let is_imagenet = labels.len() == IMAGENET.lines().count();
    let find = |class: &String| {
        let (own, known) = (class.to_lowercase(), of_folder(class).to_lowercase());
        let position = class_of_folder(class).filter(|_| is_imagenet);
        // Two classes of ImageNet are called crane: the id, where there is one, tells them apart.
        position.or_else(|| names.iter().position(|name| *name == own || *name == known)).ok_or_else(|| {
            let some: Vec<&str> = labels.iter().take(3).map(String::as_str).collect();
            format!("no label of the model is called {:?}; its labels are {} and so on", of_folder(class), some.join(", "))
        })
    };
    classes.iter().map(find).collect()
}

/// Reads a label file: one name per line (a WordNet id before it is left out), `index: 'name'` lines with or without braces
/// around them, or JSON, a list of names or an object from indices to names or to lists that end in the name.
pub fn parse(text: &str) -> Result<Vec<String>, String> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let names = match serde_json::from_str(text) {
        Ok(serde_json::Value::Array(names)) => names.iter().map(json_name).collect::<Option<_>>(),
        Ok(serde_json::Value::Object(names)) => {
            ordered(names.iter().filter_map(|(index, name)| Some((index.parse().ok()?, json_name(name)?))).collect())
        }
        _ => text_names(text),
    };
    match names {
        Some(names) if !names.is_empty() => Ok(names),
        Some(_) => Err("it holds no names; write one per line".to_owned()),
        None => Err("its indices do not count up from 0 without gaps; write one name per line instead".to_owned()),
    }
}

fn json_name(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(name) => Some(name.clone()),
        serde_json::Value::Array(parts) => json_name(parts.last()?),
        _ => None,
    }
}

fn text_names(text: &str) -> Option<Vec<String>> {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty() && !matches!(*line, "{" | "}"));
    let indexed: Option<Vec<_>> = lines().map(indexed_name).collect();
    match indexed {
        Some(indexed) => ordered(indexed),
        None => Some(lines().map(|line| without_id(line).to_owned()).collect()),
    }
}

/// `{12: 'house finch, linnet',` is 12 and the name without its quotes.
fn indexed_name(line: &str) -> Option<(usize, String)> {
    let (index, name) = line.trim_start_matches('{').split_once(':')?;
    let index = index.trim().trim_matches(['\'', '"']).parse().ok()?;
    let name = name.trim().trim_end_matches('}').trim_end_matches(',').trim();
    let quoted = ['\'', '"'].iter().find_map(|quote| name.strip_prefix(*quote)?.strip_suffix(*quote));
    Some((index, quoted.unwrap_or(name).replace("\\'", "'")))
}

/// A line of Caffe's lists begins with the WordNet id: `n01440764 tench, Tinca tinca`.
fn without_id(line: &str) -> &str {
    match line.split_once(char::is_whitespace) {
        Some((id, name)) if class_of_folder(id).is_some() => name.trim(),
        _ => line,
    }
}

/// The names by index, if the indices are 0, 1, 2, ... in any order.
fn ordered(mut names: Vec<(usize, String)>) -> Option<Vec<String>> {
    names.sort_by_key(|(index, _)| *index);
    names
        .iter()
        .enumerate()
        .all(|(position, (index, _))| position == *index)
        .then(|| names.into_iter().map(|(_, name)| name).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imagenet_is_in_the_order_of_wordnet_ids() {
        let names = imagenet();
        assert_eq!(names.len(), 1000);
        assert_eq!(IMAGENET_IDS.lines().count(), 1000);
        for (id, name) in [
            ("n01440764", "tench"),
            ("n02102040", "English springer"),
            ("n02979186", "cassette player"),
            ("n03888257", "parachute"),
        ] {
            assert_eq!(names[class_of_folder(id).unwrap()], name);
        }
        assert_eq!(class_of_folder("dogs"), None);
        assert_eq!(of_folder("n01440764"), "tench");
        assert_eq!(of_folder("dogs"), "dogs");
    }

    #[test]
    fn ten_classes_are_told_apart_by_the_input() {
        assert_eq!(built_in(10, &[1, 1, 28, 28])[7], "7");
        assert_eq!(built_in(10, &[1, 3, 32, 32])[6], "frog");
        assert_eq!(built_in(10, &[1, 3, 224, 224])[6], "class 6");
    }

    #[test]
    fn classes_are_matched_by_name_or_wordnet_id() {
        let text = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(matched(&text(&["n03888257", "n01440764"]), &imagenet()), Ok(vec![701, 0]));
        assert_eq!(matched(&text(&["n03888257", "Tench"]), &text(&["tench", "parachute"])), Ok(vec![1, 0]));
        assert_eq!(matched(&text(&["n02012849"]), &imagenet()), Ok(vec![class_of_folder("n02012849").unwrap()]));
        let sentence = matched(&text(&["cat", "dog"]), &text(&["cat", "hen"])).unwrap_err();
        assert!(sentence.contains("no label of the model is called \"dog\"; its labels are cat, hen"), "{sentence}");
        assert!(matched(&[], &imagenet()).unwrap_err().contains("no classes"));
    }

    #[test]
    fn every_layout_gives_the_same_names() {
        let expected = ["tench, Tinca tinca", "hen", "jay"];
        for text in [
            "tench, Tinca tinca\nhen\r\njay\n",
            "\u{feff}n01440764 tench, Tinca tinca\nn01514859 hen\nn01580077 jay",
            "{0: 'tench, Tinca tinca',\n 1: 'hen',\n 2: 'jay'}",
            "{\n0: \"tench, Tinca tinca\",\n2: 'jay',\n1: 'hen'\n}",
            r#"["tench, Tinca tinca", "hen", "jay"]"#,
            r#"{"0": ["n01440764", "tench, Tinca tinca"], "2": "jay", "1": ["n01514859", "hen"]}"#,
        ] {
            assert_eq!(parse(text).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn gaps_and_emptiness_are_refused() {
        assert!(parse("0: 'hen'\n2: 'jay'").unwrap_err().contains("gaps"));
        assert!(parse("[1, 2]").is_err());
        assert!(parse(" \n").unwrap_err().contains("no names"));
    }
}
