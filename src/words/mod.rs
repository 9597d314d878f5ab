//! Every sentence that a person reads, in three languages, and numbers as each of them writes them.
//!
//! The texts lie in `assets/words/LANGUAGE/*.ftl`, in the syntax of Project Fluent (<https://projectfluent.org>); `build.rs`
//! checks that all languages say the same and makes a name for each sentence: `training-done` of `training.ftl` is
//! `words::training::DONE`, or a function where it has variables. What is to be said travels as a [`Phrase`], a name with its
//! values, through any room; [`Words`] makes a text of it at the edge, where a person reads it.
//!
//! Knows nothing of windows, files and networks.

mod bundle;
mod language;
mod numbers;
mod phrase;

pub use language::Language;
pub use numbers::Words;
pub use phrase::{Phrase, Value};

include!(concat!(env!("OUT_DIR"), "/words.rs"));

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// A sentence with `value` in place of every variable.
    fn filled(name: &'static str, variables: &[&'static str], value: &Value) -> Phrase {
        Phrase::with(name, variables.iter().map(|variable| (*variable, value.clone())).collect())
    }

    #[test]
    fn every_sentence_can_be_said_in_every_language() {
        for (name, variables) in ALL.iter().copied().flatten() {
            for language in Language::ALL {
                for value in [Value::from(0), Value::from(1), Value::from(2), Value::from(1_000_000), Value::from("text")] {
                    let said = Words(language).say(&filled(name, variables, &value));
                    assert!(!said.trim().is_empty() && !said.contains(['{', '}']), "{name} in {language:?}: {said}");
                }
            }
        }
    }

    /// The names of a file that is looked up by name.
    fn names(all: &[(&'static str, &[&str])]) -> BTreeSet<String> {
        all.iter().map(|(name, _)| (*name).to_owned()).collect()
    }

    #[test]
    fn methods_have_the_sentences_that_the_registries_ask_for_and_no_others() {
        use crate::{attribution, embedding, judge, methods::Domain, visualization};
        let mut wanted = BTreeSet::new();
        // What is said of no method in particular holds for any.
        let own_or_any = |method: &str, part: &str| {
            let own = format!("{method}.{part}");
            let is_own = ALL_OF_METHODS.iter().any(|(name, _)| *name == own);
            if is_own { own } else { format!("method-any.{part}") }
        };
        let mut of_method = |id: &str, parameters: &[crate::methods::Parameter], conventions: &[crate::methods::Convention]| {
            let method = format!("method-{}", id.replace('+', "-plus"));
            wanted.insert(method.clone());
            for parameter in parameters {
                wanted.insert(own_or_any(&method, parameter.id));
                wanted.insert(own_or_any(&method, &format!("{}-about", parameter.id)));
                if let Domain::Choice(choices) = parameter.domain {
                    let sentence = |choice: &crate::methods::Choice| format!("{}-{}", parameter.id, choice.id);
                    wanted.extend(choices.iter().map(|choice| own_or_any(&method, &sentence(choice))));
                }
            }
            for convention in conventions {
                wanted.insert(own_or_any(&method, convention.id));
            }
        };
        attribution::METHODS.iter().for_each(|method| of_method(method.id, method.parameters, method.conventions));
        embedding::METHODS.iter().for_each(|method| of_method(method.id, method.parameters, &[]));
        judge::MEASURES.iter().for_each(|measure| of_method(measure.id, &[], &[]));
        visualization::PRESETS.iter().for_each(|recipe| of_method(recipe.id, recipe.parameters, recipe.conventions));
        assert_eq!(names(ALL_OF_METHODS), wanted);
    }

    #[test]
    fn models_that_ship_and_their_classes_have_their_sentences() {
        use crate::zoo::{SHIPPED, SHIPPED_GENERATORS};
        let mut models = BTreeSet::new();
        let mut classes = BTreeSet::new();
        for shipped in &SHIPPED {
            models.extend([format!("model-{}", shipped.name), format!("model-{}.about", shipped.name)]);
            classes.extend(shipped.open("").unwrap().labels);
        }
        for shipped in &SHIPPED_GENERATORS {
            models.extend([format!("model-{}", shipped.name), format!("model-{}.about", shipped.name)]);
        }
        let class = |label: &String| format!("class-{}", label.to_lowercase().replace(' ', "-"));
        let is_word = |label: &&String| label.parse::<usize>().is_err();
        assert_eq!(names(ALL_OF_MODELS), models);
        assert_eq!(names(ALL_OF_CLASSES), classes.iter().filter(is_word).map(class).collect());
    }

    #[test]
    fn a_language_is_not_another_one_with_few_exceptions() {
        let plain = ALL.iter().copied().flatten().filter(|(_, variables)| variables.is_empty());
        let (mut same, mut count) = (BTreeSet::new(), 0);
        for (name, _) in plain {
            let said = Language::ALL.map(|language| Words(language).say(&Phrase::plain(name)));
            count += 1;
            if said[1] == said[0] || said[2] == said[0] {
                same.insert(*name);
            }
        }
        assert!(same.len() * 8 < count, "{} of {count} are as in English: {same:?}", same.len());
    }
}
