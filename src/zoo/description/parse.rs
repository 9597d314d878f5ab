//! From TOML to a [`Description`]; every mistake is a sentence that says which layer it is in.

use toml::{Table, Value};

use super::{
    super::assembly::Padding,
    Description, Kind, Layer, Pool, Width,
    text::{ACTIVATIONS, NO_ACTIVATION},
};
use crate::network::ops::Activation;

/// Larger numbers are slips of the finger.
const LARGEST: i64 = 65_536;

/// The keys that say what a layer is.
const KINDS: [&str; 10] = [
    "convolution",
    "transposed",
    "upsample",
    "upsample_to",
    "max_pool",
    "average_pool",
    "global_average",
    "linear",
    "residual",
    "concat",
];

impl Description {
    /// Reads the `[network]` table of a recipe, or the whole text of a description.
    ///
    /// # Errors
    /// A sentence with the layer's place: "layer 3 (residual), layer 1: ...".
    pub fn from_table(table: &Table) -> Result<Self, String> {
        if let Some(key) = table.keys().find(|key| *key != "layers") {
            return Err(format!("a network has no key {key:?}; it has layers"));
        }
        let Some(value) = table.get("layers") else {
            return Err("the network has no layers; write layers = [{ convolution = 32 }, ...]".to_owned());
        };
        Ok(Self { layers: layers(value, "")? })
    }

    /// The same from text.
    ///
    /// # Errors
    /// As [`Self::from_table`], and the line of what is not TOML.
    pub fn parse(text: &str) -> Result<Self, String> {
        Self::from_table(&super::super::sidecar::table(text)?)
    }
}

fn layers(value: &Value, place: &str) -> Result<Vec<Layer>, String> {
    let Value::Array(values) = value else { return Err(at(place, "layers stand in a list, as [{ convolution = 32 }]")) };
    if values.is_empty() {
        return Err(at(place, "there are no layers"));
    }
    values.iter().enumerate().map(|(index, value)| layer(value, &format!("{place}layer {}", index + 1))).collect()
}

/// "layer 3 (residual), layer 1" becomes a sentence's beginning.
fn at(place: &str, problem: &str) -> String {
    let place = place.trim_end_matches(", ");
    if place.is_empty() { problem.to_owned() } else { format!("{place}: {problem}") }
}

fn layer(value: &Value, place: &str) -> Result<Layer, String> {
    let Value::Table(table) = value else { return Err(at(place, "a layer is written as { convolution = 32 }")) };
    let kinds: Vec<&str> = KINDS.into_iter().filter(|kind| table.contains_key(*kind)).collect();
    let &[kind] = kinds.as_slice() else {
        let problem = if kinds.is_empty() {
            format!("it says not what it is; it is one of {}", KINDS.join(", "))
        } else {
            format!("it cannot be {} at once", kinds.join(" and "))
        };
        return Err(at(place, &problem));
    };
    let place = format!("{place} ({kind})");
    let fields = Fields { table, kind, place: &place };
    let kind = match kind {
        "convolution" => convolution(&fields)?,
        "transposed" => transposed(&fields)?,
        "upsample" => {
            fields.only(&[])?;
            Kind::Upsample { factor: fields.number(kind, 2, 2)? }
        }
        "upsample_to" => {
            fields.only(&[])?;
            Kind::UpsampleTo { side: fields.number(kind, 1, 1)? }
        }
        "max_pool" => Kind::MaxPool(pool(&fields)?),
        "average_pool" => Kind::AveragePool(pool(&fields)?),
        "global_average" => {
            fields.only(&[])?;
            match table.get(kind) {
                Some(Value::Boolean(true)) => Kind::GlobalAverage,
                _ => return Err(fields.wrong("write global_average = true")),
            }
        }
        "linear" => {
            fields.only(&["activation"])?;
            Kind::Linear { outputs: fields.width()?, activation: fields.activation(None)? }
        }
        "residual" => {
            fields.only(&["activation"])?;
            let inner = layers(&table[kind], &format!("{place}, "))?;
            Kind::Residual { layers: inner, activation: fields.activation(Some(Activation::Relu))? }
        }
        _ => {
            fields.only(&[])?;
            let Value::Array(branches) = &table[kind] else {
                return Err(fields.wrong("branches stand in a list of lists, as [[{ convolution = 8 }], [{ max_pool = 3 }]]"));
            };
            if branches.is_empty() {
                return Err(fields.wrong("there are no branches"));
            }
            let branch = |(index, value): (usize, &Value)| layers(value, &format!("{place}, branch {}, ", index + 1));
            Kind::Concat { branches: branches.iter().enumerate().map(branch).collect::<Result<_, _>>()? }
        }
    };
    Ok(Layer { name: fields.name()?, repeat: fields.number("repeat", 1, 1)?, kind })
}

fn convolution(fields: &Fields<'_>) -> Result<Kind, String> {
    fields.only(&["kernel", "stride", "padding", "groups", "normalization", "activation"])?;
    let padding = match fields.table.get("padding") {
        None => Padding::Half,
        Some(_) => Padding::Each(fields.number("padding", 0, 0)?),
    };
    Ok(Kind::Convolution {
        channels: fields.width()?,
        kernel: fields.number("kernel", 3, 1)?,
        stride: fields.number("stride", 1, 1)?,
        padding,
        groups: fields.number("groups", 1, 1)?,
        normalization: fields.normalization()?,
        activation: fields.activation(Some(Activation::Relu))?,
    })
}

fn transposed(fields: &Fields<'_>) -> Result<Kind, String> {
    fields.only(&["kernel", "stride", "groups", "normalization", "activation"])?;
    let (kernel, stride) = (fields.number("kernel", 4, 1)?, fields.number("stride", 2, 1)?);
    if kernel < stride {
        return Err(fields.wrong("kernel is smaller than stride, which leaves gaps"));
    }
    Ok(Kind::Transposed {
        channels: fields.width()?,
        kernel,
        stride,
        groups: fields.number("groups", 1, 1)?,
        normalization: fields.normalization()?,
        activation: fields.activation(Some(Activation::Relu))?,
    })
}

fn pool(fields: &Fields<'_>) -> Result<Pool, String> {
    fields.only(&["stride", "padding"])?;
    let kernel = fields.number(fields.kind, 2, 1)?;
    let pool = Pool { kernel, stride: fields.number("stride", kernel, 1)?, padding: fields.number("padding", 0, 0)? };
    if pool.padding * 2 > kernel {
        return Err(fields.wrong("padding is more than half the window"));
    }
    Ok(pool)
}

/// The keys of one layer.
struct Fields<'a> {
    table: &'a Table,
    kind: &'a str,
    place: &'a str,
}

impl Fields<'_> {
    fn wrong(&self, problem: &str) -> String {
        at(self.place, problem)
    }

    /// Refuses keys that this kind of layer does not have.
    fn only(&self, keys: &[&str]) -> Result<(), String> {
        let known = |key: &str| key == self.kind || ["name", "repeat"].contains(&key) || keys.contains(&key);
        match self.table.keys().find(|key| !known(key)) {
            Some(key) => {
                let known: Vec<&str> = ["name", "repeat"].iter().chain(keys).copied().collect();
                Err(self.wrong(&format!("it has no key {key:?}; it has {}", known.join(", "))))
            }
            None => Ok(()),
        }
    }

    fn number(&self, key: &str, otherwise: usize, least: i64) -> Result<usize, String> {
        match self.table.get(key) {
            None => Ok(otherwise),
            Some(Value::Integer(number)) if (least..=LARGEST).contains(number) => Ok(*number as usize),
            Some(_) => Err(self.wrong(&format!("{key} is a whole number from {least} to {LARGEST}"))),
        }
    }

    fn width(&self) -> Result<Width, String> {
        match self.table.get(self.kind) {
            Some(Value::String(text)) if text == "classes" => Ok(Width::Classes),
            Some(Value::Integer(_)) => Ok(Width::Number(self.number(self.kind, 1, 1)?)),
            _ => Err(self.wrong(&format!("{} is a number of channels, or \"classes\"", self.kind))),
        }
    }

    fn normalization(&self) -> Result<bool, String> {
        match self.table.get("normalization") {
            None => Ok(true),
            Some(Value::String(text)) if text == "batch" => Ok(true),
            Some(Value::String(text)) if text == "none" => Ok(false),
            Some(_) => Err(self.wrong("normalization is \"batch\" or \"none\"")),
        }
    }

    fn activation(&self, otherwise: Option<Activation>) -> Result<Option<Activation>, String> {
        let known = || ACTIVATIONS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        match self.table.get("activation") {
            None => Ok(otherwise),
            Some(Value::String(text)) if text == NO_ACTIVATION => Ok(None),
            Some(Value::String(text)) => match ACTIVATIONS.iter().find(|(name, _)| name == text) {
                Some((_, activation)) => Ok(Some(activation.clone())),
                None => Err(self.wrong(&format!("there is no activation {text:?}; there are {NO_ACTIVATION}, {}", known()))),
            },
            Some(_) => Err(self.wrong(&format!("activation is one of {NO_ACTIVATION}, {}", known()))),
        }
    }

    fn name(&self) -> Result<Option<String>, String> {
        match self.table.get("name") {
            None => Ok(None),
            Some(Value::String(text))
                if !text.is_empty() && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_') =>
            {
                Ok(Some(text.clone()))
            }
            Some(_) => Err(self.wrong("a name is made of letters, digits and _")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_sentences_with_a_place() {
        for (text, expected) in [
            ("layers = [", "line 1 is not TOML"),
            ("", "the network has no layers"),
            ("layer = []", "no key \"layer\""),
            ("layers = []", "there are no layers"),
            ("layers = [3]", "layer 1: a layer is written as"),
            ("layers = [{ kernel = 3 }]", "layer 1: it says not what it is"),
            ("layers = [{ convolution = 3, max_pool = 2 }]", "layer 1: it cannot be convolution and max_pool at once"),
            (
                "layers = [{ convolution = 3 }, { convolution = 'x' }]",
                "layer 2 (convolution): convolution is a number of channels",
            ),
            ("layers = [{ convolution = 3, kernal = 3 }]", "layer 1 (convolution): it has no key \"kernal\""),
            ("layers = [{ convolution = 3, kernel = 0 }]", "kernel is a whole number from 1 to"),
            ("layers = [{ convolution = 3, activation = 'rlu' }]", "there is no activation \"rlu\"; there are none, relu"),
            ("layers = [{ max_pool = 2, padding = 2 }]", "padding is more than half"),
            (
                "layers = [{ residual = [{ max_pool = 'x' }] }]",
                "layer 1 (residual), layer 1 (max_pool): max_pool is a whole number",
            ),
            ("layers = [{ residual = [] }]", "layer 1 (residual): there are no layers"),
            (
                "layers = [{ concat = [[{ linear = 2, kernel = 1 }]] }]",
                "layer 1 (concat), branch 1, layer 1 (linear): it has no key",
            ),
            ("layers = [{ convolution = 3, name = 'a.b' }]", "a name is made of"),
            ("layers = [{ global_average = 1 }]", "write global_average = true"),
            ("layers = [{ upsample = 1 }]", "upsample is a whole number from 2 to"),
            ("layers = [{ transposed = 8, kernel = 2, stride = 3 }]", "kernel is smaller than stride"),
            ("layers = [{ transposed = 8, padding = 2 }]", "it has no key \"padding\""),
        ] {
            let sentence = Description::parse(text).unwrap_err();
            assert!(sentence.contains(expected) && !sentence.contains('\n'), "{text}: {sentence}");
        }
    }
}
