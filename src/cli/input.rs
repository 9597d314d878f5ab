//! What goes into the network: a picture, preprocessed, or a `.npy` that holds the preprocessed numbers already.

use std::path::Path;

use super::{Error, Result};
use crate::{
    formats::npy,
    network::{self, Device, Tensor},
    picture::Picture,
    zoo::Model,
};

/// One input of the network.
pub struct Input {
    /// The file; with the item's number behind it where a file holds several.
    pub name: String,
    /// `1 x C x H x W`.
    pub tensor: Tensor,
}

impl Input {
    /// Whether the file holds preprocessed numbers, as its name says.
    pub fn is_numbers(file: &Path) -> bool {
        file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("npy"))
    }

    /// Reads a file: one input of a picture, one or more of a `.npy` (`N x C x H x W` or `C x H x W`).
    pub fn read(model: &Model, file: &Path) -> Result<Vec<Self>> {
        let name = file.display().to_string();
        let shape = &model.network.node(model.network.input()).shape;
        let on_file = Error::on_file(file);
        let tensor = |values: Vec<f32>| Tensor::from_vec(values, shape.as_slice(), &Device::Cpu).map_err(network::Error::from);
        if !Self::is_numbers(file) {
            let tensor = tensor(model.preprocessing.apply(&Picture::open(file)?)).map_err(on_file)?;
            return Ok(vec![Self { name, tensor }]);
        }
        let refused = |failure: crate::formats::Error| Error::OnFile { file: file.to_owned(), problem: failure.to_string() };
        let array = npy::read(file).map_err(refused)?;
        let inner = &shape[1..];
        let count = match array.shape.as_slice() {
            found if found == inner => 1,
            [count, rest @ ..] if *count > 0 && rest == inner => *count,
            found => {
                let refused = network::Error::Input { expected: shape.clone(), found: found.to_vec() };
                let hint = size_hint(inner, found).unwrap_or_default();
                return Err(Error::OnFile { file: file.to_owned(), problem: format!("{refused}{hint}") });
            }
        };
        // Maximum and ReLU turn NaN into ordinary numbers, so the answer would not show it.
        if array.values.iter().any(|value| !value.is_finite()) {
            let problem = "it holds values that are NaN or infinite in float32; mend how it was made".to_owned();
            return Err(Error::OnFile { file: file.to_owned(), problem });
        }
        let item = |(index, values): (usize, &[f32])| {
            let name = if count == 1 { name.clone() } else { format!("{name}[{index}]") };
            Ok(Self { name, tensor: tensor(values.to_vec()).map_err(&on_file)? })
        };
        array.values.chunks_exact(inner.iter().product()).enumerate().map(item).collect()
    }

    /// The same for work that takes one input only.
    pub fn read_one(model: &Model, file: &Path) -> Result<Self> {
        let mut inputs = Self::read(model, file)?;
        match (inputs.pop(), inputs.len()) {
            (Some(input), 0) => Ok(input),
            (_, more) => {
                let problem = format!("it holds {} inputs, but one is taken at a time; save them one by one", more + 1);
                Err(Error::OnFile { file: file.to_owned(), problem })
            }
        }
    }

    /// What the network sees, as a picture.
    pub fn picture(&self, model: &Model) -> Result<Picture> {
        let values = self.tensor.flatten_all().and_then(|flat| flat.to_vec1()).map_err(network::Error::from)?;
        Ok(model.preprocessing.invert(&values))
    }
}

/// What to do where only rows and columns differ from the network's.
fn size_hint(expected: &[usize], found: &[usize]) -> Option<String> {
    let &[channels, _, _] = expected else { return None };
    let &[.., found_channels, height, width] = found else { return None };
    let differs_in_size = (3..=4).contains(&found.len()) && found_channels == channels;
    differs_in_size.then(|| format!("; --preprocess size={height}x{width},resize=stretch opens it for this one"))
}
