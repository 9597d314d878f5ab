//! What follows where one number is another one, as a question to the desk.

use std::sync::Arc;

use crate::{
    app::{
        desk::{About, Question, Reporter},
        open::Loaded,
        questions::Forward,
    },
    arithmetic::{Change, Changed, change},
    network::{Activations, Answer, Result},
    words::{Phrase, arithmetic as say},
};

/// What follows from another number?
#[derive(Clone, Debug, PartialEq)]
pub struct ChangedOf {
    /// The pass without it.
    pub pass: Forward,
    /// The number.
    pub change: Change,
}

/// What follows.
pub struct ChangedPass {
    /// The network and the values.
    pub changed: Changed,
    /// What the network would answer.
    pub answer: Answer,
}

impl Question for ChangedOf {
    type Answer = ChangedPass;
    type Given = (Arc<Loaded>, Arc<Activations>);
    type Error = crate::network::Error;

    fn title(&self, (loaded, _): &Self::Given) -> Phrase {
        say::following(&loaded.model.name)
    }

    fn about(&self) -> About {
        self.pass.about()
    }

    fn work(&self, (loaded, activations): Self::Given, reporter: &Reporter<'_, ChangedPass>) -> Result<ChangedPass> {
        let changed = change(&loaded.engine, &activations, self.change, reporter.control())?;
        let answer = Answer::new(changed.scores.clone());
        Ok(ChangedPass { changed, answer })
    }
}
