//! What classes are called: in the person's language where they are those of a model that ships, else as the model has them.

use super::labels;
use crate::words::{Phrase, Words, frame};

/// The name of a class in words; as it stands if no language has it.
pub fn class_phrase(label: &str) -> Phrase {
    let phrase = Phrase::named(format!("class-{}", label.to_lowercase().replace(' ', "-")));
    if Words::ENGLISH.find(&phrase).is_some() { phrase } else { Phrase::verbatim(label) }
}

/// The names of a network's or a data set's classes; a folder named by WordNet id is called as ImageNet has it. They are
/// translated if all of them can be: a list of a thousand, of which twenty happen to
/// be known, stays in one language.
pub fn class_phrases(labels: &[String]) -> Vec<Phrase> {
    let is_number = |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit());
    let labels: Vec<&str> = labels.iter().map(|label| labels::of_folder(label)).collect();
    let phrases: Vec<Phrase> = labels.iter().map(|label| class_phrase(label)).collect();
    let known = |(label, phrase): (&&str, &Phrase)| is_number(label) || *phrase != Phrase::verbatim(*label);
    if labels.iter().zip(&phrases).all(known) {
        return phrases;
    }
    let own = |(class, label): (usize, &&str)| {
        let is_counted = *label == format!("class {class}");
        if is_counted { frame::class_number(class.to_string()) } else { Phrase::verbatim(*label) }
    };
    labels.iter().enumerate().map(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{words::Language, zoo::SHIPPED};

    #[test]
    fn classes_of_models_that_ship_are_translated_and_those_of_imagenet_are_not() {
        let catalan = Words(Language::Catalan);
        for shipped in &SHIPPED {
            let labels = shipped.open("").unwrap().labels;
            for (label, phrase) in labels.iter().zip(class_phrases(&labels)) {
                assert_eq!(&Words::ENGLISH.say(&phrase), label);
                assert!(shipped.name == "digits" || catalan.find(&phrase).is_some(), "{label}");
            }
        }
        let imagenet = labels::imagenet();
        assert_eq!(catalan.say(&class_phrases(&imagenet)[0]), "tench");
        let counted = labels::built_in(3, &[1, 3, 9, 9]);
        assert_eq!(catalan.say(&class_phrases(&counted)[2]), "classe 2");
    }
}
