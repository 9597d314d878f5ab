//! What a person writes to say what is explained: a class by index or label, a class and not another, a channel of
//! a layer, one position of it.

use super::{Error, Model, Result};
use crate::network::{Channel, Class, Target};

/// Between a class and the one that it is compared with.
const MINUS: &str = " - ";

impl Model {
    /// Reads a target: a class index or label (`282`, `tiger cat`), one class minus another (`tiger cat - tiger`),
    /// `LAYER:CHANNEL` or `LAYER:CHANNEL@Y,X`.
    ///
    /// A label is matched whatever its case; part of one will do if only one class has it.
    ///
    /// # Errors
    /// A sentence that says what does not exist, or between what to choose.
    ///
    /// ```
    /// use convscope::network::{Class, Target};
    ///
    /// let model = convscope::zoo::default_model()?;
    /// assert!(matches!(model.target("flower")?, Target::Class(_)));
    /// assert!(matches!(model.target("conv1:17@3,4")?, Target::Position { y: 3, x: 4, .. }));
    /// assert_eq!(model.target("0")?, Target::Class(Class(0)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn target(&self, text: &str) -> Result<Target> {
        let text = text.trim();
        let target = match self.class_by_name(text) {
            Some(class) => Target::Class(class?),
            None => match unit(text) {
                Some((layer, channel, position)) => {
                    let layer = self.network.find(layer)?;
                    match position {
                        None => Target::Channel { layer, channel: Channel(channel) },
                        Some([y, x]) => Target::Position { layer, channel: Channel(channel), y, x },
                    }
                }
                None => match self.difference(text) {
                    Some(target) => target,
                    None => Target::Class(self.class_by_part(text)?),
                },
            },
        };
        target.check(&self.network)?;
        Ok(target)
    }

    /// A target in words: "tiger cat", "features.12:7", "features.12:7@3,4".
    pub fn describe(&self, target: &Target) -> String {
        let layer = &self.network.node(target.layer(&self.network)).name;
        match target {
            Target::Class(class) => self.label(*class),
            Target::Difference { class, against } => format!("{}{MINUS}{}", self.label(*class), self.label(*against)),
            Target::Channel { channel, .. } => format!("{layer}:{channel}"),
            Target::Position { channel, y, x, .. } => format!("{layer}:{channel}@{y},{x}"),
        }
    }

    fn label(&self, class: Class) -> String {
        self.labels.get(class.index()).cloned().unwrap_or_else(|| format!("class {class}"))
    }

    /// One class minus another, wherever the sign stands; labels may hold it too.
    fn difference(&self, text: &str) -> Option<Target> {
        let splits = text.match_indices(MINUS).map(|(at, _)| (&text[..at], &text[at + MINUS.len()..]));
        let both = |(class, against)| Some((self.class(class).ok()?, self.class(against).ok()?));
        splits.filter_map(both).map(|(class, against)| Target::Difference { class, against }).next()
    }

    /// A class by its label, whatever its case; part of one will do if only one class has it.
    ///
    /// # Errors
    /// A sentence that says that there is none, or between what to choose.
    pub fn class(&self, label: &str) -> Result<Class> {
        self.class_by_name(label.trim()).unwrap_or_else(|| self.class_by_part(label.trim()))
    }

    /// A class by its index or its whole label; `None` if the text is neither.
    fn class_by_name(&self, text: &str) -> Option<Result<Class>> {
        if let Ok(index) = text.parse() {
            return Some(Ok(Class(index)));
        }
        let same = |label: &str| label.to_lowercase() == text.to_lowercase();
        let matches = self.classes_where(same);
        (!matches.is_empty()).then(|| self.only(text, &matches))
    }

    fn class_by_part(&self, text: &str) -> Result<Class> {
        let part = text.to_lowercase();
        let matches = if part.is_empty() { Vec::new() } else { self.classes_where(|label| label.to_lowercase().contains(&part)) };
        self.only(text, &matches)
    }

    fn classes_where(&self, test: impl Fn(&str) -> bool) -> Vec<Class> {
        (0..self.labels.len()).map(Class).filter(|class| test(&self.labels[class.index()])).collect()
    }

    fn only(&self, text: &str, matches: &[Class]) -> Result<Class> {
        match matches {
            [class] => Ok(*class),
            [] => Err(Error::NoSuchTarget { text: text.to_owned() }),
            several => {
                let named = several.iter().take(5).map(|&class| format!("{class} ({})", self.labels[class.index()]));
                let named = named.collect::<Vec<_>>().join(", ");
                Err(Error::SeveralTargets { text: text.to_owned(), count: several.len(), some: named })
            }
        }
    }
}

/// The parts of `LAYER:CHANNEL` or `LAYER:CHANNEL@Y,X`; layers' own names may hold colons.
fn unit(text: &str) -> Option<(&str, usize, Option<[usize; 2]>)> {
    let (layer, unit) = text.rsplit_once(':')?;
    let Some((channel, position)) = unit.split_once('@') else {
        return Some((layer, unit.trim().parse().ok()?, None));
    };
    let (y, x) = position.split_once(',')?;
    Some((layer, channel.trim().parse().ok()?, Some([y.trim().parse().ok()?, x.trim().parse().ok()?])))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        network::{Device, NetworkBuilder, Operator, Tensor, ops::Linear},
        picture::Preprocessing,
    };

    fn model() -> Model {
        let mut builder = NetworkBuilder::new();
        let input = builder.input("input", &[1, 3, 2, 2]);
        let maps = builder.node("block.maps:0", Operator::Identity, &[input]).unwrap();
        let flat = crate::network::ops::Reshape { target: vec![0, -1] };
        let flat = builder.node("flat", Operator::Reshape(flat), &[maps]).unwrap();
        let weight = builder.constant("weight", Tensor::zeros((4, 12), crate::network::DType::F32, &Device::Cpu).unwrap());
        let scores = builder.node("fc", Operator::Linear(Linear), &[flat, weight]).unwrap();
        Model {
            name: "toy".to_owned(),
            network: Arc::new(builder.finish(input, &[scores]).unwrap()),
            preprocessing: Preprocessing::imagenet(),
            preprocessing_source: crate::zoo::PreprocessingSource::Itself,
            labels: ["tiger", "tiger cat", "crane", "crane"].map(str::to_owned).to_vec(),
            about: crate::words::Phrase::verbatim(""),
        }
    }

    #[test]
    fn classes_by_index_label_and_part() {
        let model = model();
        for (text, class) in [("1", 1), ("Tiger", 0), ("tiger cat", 1), (" cat ", 1), ("3", 3)] {
            assert_eq!(model.target(text).unwrap(), Target::Class(Class(class)), "{text}");
        }
        assert_eq!(model.describe(&Target::Class(Class(1))), "tiger cat");
    }

    #[test]
    fn one_class_minus_another() {
        let model = model();
        let difference = Target::Difference { class: Class(1), against: Class(0) };
        for text in ["tiger cat - tiger", "1 - 0", "cat - 0"] {
            assert_eq!(model.target(text).unwrap(), difference, "{text}");
        }
        assert_eq!(model.describe(&difference), "tiger cat - tiger");
        assert!(model.target("tiger - dog").is_err());
    }

    #[test]
    fn units_of_layers() {
        let model = model();
        let layer = model.network.find("block.maps:0").unwrap();
        let channel = model.target("maps:0:2").unwrap();
        assert_eq!(channel, Target::Channel { layer, channel: Channel(2) });
        let position = model.target("block.maps:0:1@1,0").unwrap();
        assert_eq!(position, Target::Position { layer, channel: Channel(1), y: 1, x: 0 });
        assert_eq!(model.describe(&position), "block.maps:0:1@1,0");
    }

    #[test]
    fn what_does_not_exist_is_said() {
        let cases = [
            ("4", "4 classes"),
            ("dog", "no class is called \"dog\""),
            ("", "no class is called"),
            ("crane", "2 (crane), 3 (crane); give the number"),
            ("nowhere:1", "no layer \"nowhere\""),
            ("block.maps:0:3", "no channel 3"),
            ("block.maps:0:1@2,0", "no position 2,0"),
        ];
        for (text, expected) in cases {
            let message = model().target(text).unwrap_err().to_string();
            assert!(message.contains(expected), "{text}: {message}");
        }
    }
}
