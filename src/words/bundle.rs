//! A language's sentences, parsed when the first of them is said.

use std::{borrow::Cow, sync::OnceLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle, types::FluentNumber};

use super::{Language, Phrase, SOURCES, Value, Words, phrase::What};

type Bundle = FluentBundle<FluentResource>;

/// The sentences of a language.
fn bundle(language: Language) -> &'static Bundle {
    static BUNDLES: [OnceLock<Bundle>; Language::ALL.len()] = [const { OnceLock::new() }; Language::ALL.len()];
    BUNDLES[language.index()].get_or_init(|| {
        let tag = language.code().parse().unwrap_or_default();
        let mut bundle = Bundle::new_concurrent(vec![tag]);
        // Marks around values are for texts that mix directions of writing; fonts show them as boxes.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::English => |value, _| written(value, Words(Language::English)),
            Language::Catalan => |value, _| written(value, Words(Language::Catalan)),
            Language::Spanish => |value, _| written(value, Words(Language::Spanish)),
        }));
        for source in SOURCES[language.index()] {
            // What a file cannot say, `build.rs` has found.
            let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        bundle
    })
}

/// A count as the language writes it.
fn written(value: &FluentValue<'_>, words: Words) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(words.count(number.value as usize)),
        _ => None,
    }
}

impl Words {
    /// What a phrase says in this language. The name of a sentence that does not exist is said itself.
    pub fn say(self, phrase: &Phrase) -> String {
        match &phrase.what {
            What::Verbatim(text) => text.to_string(),
            What::Sentence(name) => self.find(phrase).unwrap_or_else(|| name.to_string()),
        }
    }

    /// Several phrases in one line.
    pub fn line<'a>(self, phrases: impl IntoIterator<Item = &'a Phrase>) -> String {
        let said: Vec<String> = phrases.into_iter().map(|phrase| self.say(phrase)).collect();
        said.join(" · ")
    }

    /// What a sentence says, if there is one of that name.
    pub fn find(self, phrase: &Phrase) -> Option<String> {
        let What::Sentence(name) = &phrase.what else { return None };
        let bundle = bundle(self.0);
        let (sentence, attribute) = name.split_once('.').map_or((name.as_ref(), None), |(name, rest)| (name, Some(rest)));
        let message = bundle.get_message(sentence)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(attribute) => message.get_attribute(attribute)?.value(),
        };
        let mut arguments = FluentArgs::new();
        for (variable, value) in &phrase.values {
            arguments.set(*variable, self.argument(value));
        }
        let mut problems = Vec::new();
        let said = bundle.format_pattern(pattern, Some(&arguments), &mut problems);
        debug_assert!(problems.is_empty(), "{name}: {problems:?}");
        Some(said.into_owned())
    }

    fn argument(self, value: &Value) -> FluentValue<'static> {
        let text = |text: String| FluentValue::String(Cow::Owned(text));
        match value {
            Value::Text(said) => text(said.clone()),
            Value::Phrase(phrase) => text(self.say(phrase)),
            // Only a number chooses between singular and plural.
            Value::Count(count) => FluentValue::Number(FluentNumber::new(*count as f64, Default::default())),
            Value::Compact(count) => text(self.compact(*count)),
            Value::Short(number) => text(self.short(*number)),
            Value::Added(number) => text(self.added(*number)),
            Value::Fixed(number, decimals) => text(self.fixed(*number, *decimals)),
            Value::Percent(fraction, decimals) => text(self.percent(*fraction, *decimals)),
            Value::Bytes(bytes) => text(self.bytes(*bytes)),
            Value::Seconds(seconds) => text(self.seconds(*seconds)),
        }
    }
}
