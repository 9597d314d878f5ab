//! Links: where somebody stands, as one line of text that others can follow.
//!
//! `convscope:MODEL/LAYER:UNIT@Y,X?KEY=VALUE&…`, percent-encoded (RFC 3986). A key is the word of a command and its value what
//! stands behind that word (`chapter=feature-maps`). Knows no commands and no window: what of it is there turns out when it is
//! followed.

use std::{fmt, path::Path, str::FromStr};

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::units::Unit;

/// What every link begins with.
pub const SCHEME: &str = "convscope:";

const RESERVED: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'&').add(b'+').add(b'<').add(b'>').add(b'?').add(b'`').add(b'\\');
const IN_LAYER: &AsciiSet = &RESERVED.add(b':');
const IN_MODEL: &AsciiSet = &IN_LAYER.add(b'/');
const IN_KEY: &AsciiSet = &RESERVED.add(b'=');

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The name that the model ships by, or its file's; empty for the one that is open.
    pub model: String,
    /// The layer's name; empty for none.
    pub layer: String,
    /// The unit of the layer.
    pub unit: Option<Unit>,
    /// Commands: their words and what stands behind them.
    pub rest: Vec<(String, String)>,
}

/// A text is no link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a link begins with convscope:")]
pub struct NoLink;

impl Link {
    /// Adds what a written command asks for.
    pub fn add(&mut self, written: &str) {
        let (word, rest) = written.split_once(' ').unwrap_or((written, ""));
        self.rest.push((word.to_owned(), rest.to_owned()));
    }

    /// Whether a text looks like a link.
    pub fn is_one(text: &str) -> bool {
        text.trim_start().starts_with(SCHEME)
    }

    /// The link that a path is in truth: the command line's arguments and what is typed into the field for paths.
    pub fn of_path(path: &Path) -> Option<Self> {
        path.to_str().filter(|text| Self::is_one(text))?.parse().ok()
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}", utf8_percent_encode(&self.model, IN_MODEL))?;
        if !self.layer.is_empty() {
            write!(f, "/{}", utf8_percent_encode(&self.layer, IN_LAYER))?;
        }
        if let Some(unit) = self.unit {
            write!(f, "{unit}")?;
        }
        for (index, (key, value)) in self.rest.iter().enumerate() {
            let before = if index == 0 { '?' } else { '&' };
            write!(f, "{before}{}", utf8_percent_encode(key, IN_KEY))?;
            if !value.is_empty() {
                write!(f, "={}", utf8_percent_encode(value, RESERVED))?;
            }
        }
        Ok(())
    }
}

impl FromStr for Link {
    type Err = NoLink;

    fn from_str(text: &str) -> Result<Self, NoLink> {
        let text = text.trim().strip_prefix(SCHEME).ok_or(NoLink)?;
        let decoded = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
        let (place, rest) = text.split_once('?').unwrap_or((text, ""));
        let unit = place.rfind(':').and_then(|at| Some((at, place[at..].parse::<Unit>().ok()?)));
        let (place, unit) = unit.map_or((place, None), |(at, unit)| (&place[..at], Some(unit)));
        let (model, layer) = place.split_once('/').unwrap_or((place, ""));
        let pair = |pair: &str| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(key), decoded(value))
        };
        let rest = rest.split('&').filter(|pair| !pair.is_empty()).map(pair).collect();
        Ok(Self { model: decoded(model), layer: decoded(layer), unit, rest })
    }
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng as _, seq::IndexedRandom as _};
    use rand_chacha::ChaCha8Rng;

    use super::*;
    use crate::network::Channel;

    fn text(random: &mut ChaCha8Rng, least: usize) -> String {
        let letters = ['a', 'Z', '0', ' ', '"', '\\', '\n', '.', '/', ':', '@', ',', '=', '&', '?', '#', '%', '+', 'ç', '→', '{'];
        (0..random.random_range(least..10)).map(|_| *letters.choose(random).unwrap()).collect()
    }

    #[test]
    fn a_thousand_random_links_come_back() {
        let random = &mut ChaCha8Rng::seed_from_u64(11);
        for _ in 0..1000 {
            let layer = text(random, 0);
            let position = random.random::<bool>().then(|| [random.random_range(0..99), random.random_range(0..99)]);
            let unit = Unit { channel: Channel(random.random_range(0..2048)), position };
            let link = Link {
                model: text(random, 0),
                unit: (!layer.is_empty() && random.random::<bool>()).then_some(unit),
                layer,
                rest: (0..random.random_range(0..5)).map(|_| (text(random, 1), text(random, 0))).collect(),
            };
            let written = link.to_string();
            assert!(!written.contains(char::is_whitespace) && written.is_ascii(), "{written}");
            assert_eq!(written.parse(), Ok(link), "{written}");
        }
    }

    #[test]
    fn a_link_names_model_layer_unit_and_what_else_is_seen() {
        let link: Link = " convscope:googlenet/inception4c/3x3:447@7,7?chapter=maps&gallery\n".parse().unwrap();
        assert_eq!((link.model.as_str(), link.layer.as_str()), ("googlenet", "inception4c/3x3"));
        assert_eq!(link.unit, Some(Unit { channel: Channel(447), position: Some([7, 7]) }));
        assert_eq!(link.rest, [("chapter".to_owned(), "maps".to_owned()), ("gallery".to_owned(), String::new())]);
        assert_eq!("https://example.org".parse::<Link>(), Err(NoLink));
    }
}
