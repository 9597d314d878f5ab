//! Methods by their ids: one table and one way to find in it, whatever the methods do.

use crate::words::{Phrase, Words};

/// What a registry needs to know of a method.
pub trait Named {
    /// The key on the command line and in settings.
    fn id(&self) -> &'static str;

    /// What it shows, in a sentence.
    fn about(&self) -> Phrase {
        Phrase::named(sentence(self.id()))
    }
}

/// The sentence of `methods.ftl` about a method.
fn sentence(method: &str) -> String {
    format!("method-{}", method.replace('+', "-plus"))
}

/// What `methods.ftl` says of a part of a method: a parameter, a convention, a choice. What it does not say of this method holds
/// for any.
pub fn part_of_method(method: &str, part: &str) -> Phrase {
    let own = Phrase::named(format!("{}.{part}", sentence(method)));
    if Words::ENGLISH.find(&own).is_some() { own } else { Phrase::named(format!("method-any.{part}")) }
}

/// All methods of a chapter, in the order of its menu.
pub struct Registry<Method: 'static> {
    /// What they are, in a word: "attribution", "embedding".
    kind: &'static str,
    methods: &'static [Method],
}

/// There is no such method.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no {kind} method {id:?}; choose one of {}", known.join(", "))]
pub struct Unknown {
    /// What kind of method was looked for.
    pub kind: &'static str,
    /// By what name.
    pub id: String,
    /// What there is.
    pub known: Vec<&'static str>,
}

/// Names as people write them: `Grad-CAM`, `grad_cam` and `gradcam` are one.
fn plain(id: &str) -> String {
    id.chars().filter(|letter| !matches!(letter, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

impl<Method: Named> Registry<Method> {
    /// A registry of methods of a kind.
    pub const fn new(kind: &'static str, methods: &'static [Method]) -> Self {
        Self { kind, methods }
    }

    /// All of them.
    pub fn all(&self) -> &'static [Method] {
        self.methods
    }

    /// The same, one after the other, in the order of the menu.
    pub fn iter(&self) -> std::slice::Iter<'static, Method> {
        self.methods.iter()
    }

    /// The method with this id, however it is written, or the only one whose id begins so ("guided").
    ///
    /// # Errors
    /// None or several are meant; the sentence lists all.
    ///
    /// ```
    /// use convscope::{attribution, embedding};
    ///
    /// assert_eq!(attribution::METHODS.find("Grad_CAM")?.name, "Grad-CAM");
    /// assert_eq!(embedding::METHODS.find("t-SNE")?.id, "tsne");
    /// assert!(embedding::METHODS.find("lime").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn find(&self, id: &str) -> Result<&'static Method, Unknown> {
        let wanted = plain(id);
        if let Some(method) = self.iter().find(|method| plain(method.id()) == wanted) {
            return Ok(method);
        }
        let mut beginning = self.iter().filter(|method| !wanted.is_empty() && plain(method.id()).starts_with(&wanted));
        match (beginning.next(), beginning.next()) {
            (Some(method), None) => Ok(method),
            _ => Err(Unknown { kind: self.kind, id: id.to_owned(), known: self.iter().map(Named::id).collect() }),
        }
    }
}

impl<Method: Named> IntoIterator for &Registry<Method> {
    type Item = &'static Method;
    type IntoIter = std::slice::Iter<'static, Method>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Word(&'static str);

    impl Named for Word {
        fn id(&self) -> &'static str {
            self.0
        }
    }

    static WORDS: Registry<Word> = Registry::new("word", &[Word("grad-cam"), Word("grad-cam-plus-plus"), Word("tsne")]);

    #[test]
    fn ids_are_found_as_people_write_them() {
        for (written, id) in
            [("Grad-CAM", "grad-cam"), ("grad_cam_plus", "grad-cam-plus-plus"), ("t-SNE", "tsne"), ("ts", "tsne")]
        {
            assert_eq!(WORDS.find(written).ok().map(Named::id), Some(id), "{written}");
        }
    }

    #[test]
    fn what_means_none_or_several_is_a_sentence_with_all() {
        for written in ["", "grad", "umap"] {
            let sentence = WORDS.find(written).map(Named::id).unwrap_err().to_string();
            let expected = format!("there is no word method {written:?}; choose one of grad-cam, grad-cam-plus-plus, tsne");
            assert_eq!(sentence, expected);
        }
    }
}
