//! The methods and their parameters, for the palette. Knows the registry alone.

use super::command::Explain;
use crate::{
    app::{
        chapters::ChapterCommand,
        command::{Command, Leads, Suggestion},
    },
    attribution::{METHODS, Method},
    methods::{Domain, Named as _, Parameter},
    words::{Phrase, frame},
};

/// A line for each method, and for everything that can be set of it.
pub fn suggestions(chapter: &'static str) -> Vec<Suggestion> {
    let of_method = |method: &'static Method| {
        let shows = Command::Of(ChapterCommand::Attribution(Explain::Show(method.id.to_owned())));
        let itself = Suggestion {
            name: Phrase::verbatim(method.name),
            about: method.about(),
            is_parameter: false,
            leads: Leads::To(vec![Command::Chapter(chapter.into()), shows]),
        };
        let parameters = method.parameters.iter().flat_map(move |parameter| of_parameter(chapter, method, parameter));
        std::iter::once(itself).chain(parameters)
    };
    METHODS.all().iter().flat_map(of_method).collect()
}

/// A line for each value where there are few, else one that is typed on.
fn of_parameter(chapter: &'static str, method: &'static Method, parameter: &'static Parameter) -> Vec<Suggestion> {
    let title = || parameter.title(method.id);
    let suggestion = |value: Option<String>| {
        let name = match &value {
            Some(value) => frame::parameter_value(method.name, title(), value),
            None => frame::parameter_of(method.name, title()),
        };
        let leads = match value {
            Some(value) => {
                let set = Explain::Set(method.id.to_owned(), vec![(parameter.id.to_owned(), value)]);
                let show = Explain::Show(method.id.to_owned());
                let deeds = [show, set].map(|deed| Command::Of(ChapterCommand::Attribution(deed)));
                Leads::To(std::iter::once(Command::Chapter(chapter.into())).chain(deeds).collect())
            }
            None => Leads::On(format!("set {} {}=", method.id, parameter.id)),
        };
        Suggestion { name, about: parameter.about(method.id), is_parameter: true, leads }
    };
    match parameter.domain {
        Domain::Switch => ["on", "off"].map(|value| suggestion(Some(value.to_owned()))).to_vec(),
        Domain::Choice(choices) => choices.iter().map(|choice| suggestion(Some(choice.id.to_owned()))).collect(),
        Domain::Number(_) | Domain::Whole(_) => vec![suggestion(None)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_suggestion_is_a_command_or_the_beginning_of_one() {
        let all = suggestions("attribution");
        assert!(all.iter().filter(|suggestion| !suggestion.is_parameter).count() == METHODS.all().len());
        for suggestion in all {
            match suggestion.leads {
                Leads::To(commands) => {
                    for command in commands {
                        assert_eq!(command.to_string().parse(), Ok(command));
                    }
                }
                Leads::On(text) => assert!(format!("{text}1").parse::<Command>().is_ok(), "{text}"),
            }
        }
    }
}
