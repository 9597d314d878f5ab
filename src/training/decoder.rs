//! A recipe for a generator of any network: layers that enlarge a code, step by step, to the network's input.
//!
//! Every step repeats rows and columns and lets a 3x3 convolution with batch normalisation and ReLU tidy up, which leaves none of
//! the checkerboards of transposed convolutions (Odena et al. 2016). Deep steps are wide, for there the picture is decided; large
//! maps are narrow, for they take the time.

use super::{Error, Result};
use crate::{
    picture::Preprocessing,
    zoo::{Model, Origin, preprocessing_table},
};

/// Channels of maps as large as the input, half as large, and so on.
const WIDTHS: [usize; 5] = [16, 32, 64, 96, 128];
/// The input's side as a multiple of the maps' where two convolutions follow each other, for shapes are decided there.
const TWICE: [usize; 2] = [4, 8];
/// Codes of more channels are first brought down by a kernel of one tap.
const MANY: usize = 320;

/// How the recipe goes on in front of its preprocessing: the adversary judges patches of 78 pixels.
const ADVERSARY: &str = r#"
[adversary]
weight = 0.8
learning_rate = 4e-4
layers = [
    { convolution = 32, kernel = 4, stride = 2, padding = 1, normalization = "none" },
    { convolution = 64, kernel = 4, stride = 2, padding = 1, normalization = "none" },
    { convolution = 96, kernel = 4, stride = 2, padding = 1, normalization = "none" },
    { convolution = 128, kernel = 4, stride = 2, padding = 1, normalization = "none" },
    { convolution = 1, normalization = "none", activation = "none" },
]
"#;

/// And behind it.
const TRAINING: &str = r#"
[optimizer]
method = "adam"
learning_rate = 0.0015
betas = [0.5, 0.999]
weight_decay = 0

[schedule]
shape = "one-cycle"
rise = 0.2

[augmentation]
flip = true
"#;

/// The text of a recipe that trains a generator for a model from a layer, on a data set (`world:18000`).
///
/// `network` is how the model is opened again: its file, or the name of one that ships. `features` are layers whose values the
/// drawings should share, such as one in the middle of the network, each with its weight.
///
/// # Errors
/// A layer is missing or has no maps, or the maps are larger than the input or not square.
pub fn generator_recipe(model: &Model, network: &str, layer: &str, features: &[(&str, f64)], data: &str) -> Result<String> {
    let origin = Origin::new(model, layer)?;
    for (feature, _) in features {
        model.network.find(feature)?;
    }
    let layers = decoder(origin.code, &model.preprocessing)?;
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let weights: Vec<String> = features.iter().map(|(feature, weight)| format!("{} = {weight}", quoted(feature))).collect();
    let [rows, columns] = model.preprocessing.size;
    let about = format!("Draws what {layer} of {} says, {rows}x{columns}.", model.name);
    let mut text = String::new();
    for (key, value) in [("name", &format!("{} generator", model.name)), ("about", &about), ("data", &data.to_owned())] {
        text += &format!("{key} = {}\n", quoted(value));
    }
    text += "epochs = 6\nbatch = 16\nseed = 1\naverage = 0.998\nstorage = \"f16\"\n";
    text += &format!("\n[generator]\nnetwork = {}\nlayer = {}\npixels = 0.6\n", quoted(network), quoted(layer));
    text += &format!("features = {{ {} }}\n\n[network]\nlayers = [\n", weights.join(", "));
    for layer in layers {
        text += &format!("    {{ {layer} }},\n");
    }
    Ok(format!("{text}]\n{ADVERSARY}\n{}{TRAINING}", preprocessing_table(&model.preprocessing)))
}

/// The layers from a code to the input that a preprocessing makes, as a recipe writes each.
fn decoder([channels, rows, columns]: [usize; 3], picture: &Preprocessing) -> Result<Vec<String>> {
    let [height, width] = picture.size;
    if height != width || rows != columns || rows > height {
        let problem =
            format!("a code of {rows} x {columns} does not become a picture of {height} x {width}; choose another layer");
        return Err(Error::Recipe(problem));
    }
    let wide = |side: usize| WIDTHS[((height / side).max(1).ilog2() as usize).min(WIDTHS.len() - 1)];
    let mut layers = Vec::new();
    if channels > MANY {
        layers.push(format!("convolution = {}, kernel = 1", wide(rows)));
    }
    layers.push(format!("convolution = {}", wide(rows)));
    let mut side = rows;
    while side < height {
        // What is no power of two times the code's side is reached in one last step.
        let doubles = side * 2 <= height;
        side = if doubles { side * 2 } else { height };
        layers.push(if doubles { "upsample = 2".to_owned() } else { format!("upsample_to = {side}") });
        let repeat = if TWICE.contains(&(height / side)) { "repeat = 2, " } else { "" };
        layers.push(format!("{repeat}convolution = {}", wide(side)));
    }
    layers.push(format!("convolution = {}, normalization = \"none\", activation = \"sigmoid\"", picture.channels()));
    Ok(layers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        training::{Recipe, recipe::GENERATORS},
        zoo::{
            self,
            description::{End, InitialWeights},
        },
    };

    #[test]
    fn the_recipe_that_ships_is_the_one_that_is_written() {
        let model = zoo::default_model().unwrap();
        let features = [("block3", 0.5), ("block7", 0.25)];
        let written = Recipe::parse(&generator_recipe(&model, "world", "block7", &features, "world:18000").unwrap()).unwrap();
        let shipped = Recipe::parse(GENERATORS[0].1).unwrap();
        assert_eq!(Recipe { about: shipped.about.clone(), ..written }, shipped);
    }

    #[test]
    fn codes_of_every_shape_become_inputs() {
        let initial = InitialWeights { seed: 0, zero_residual: false };
        for (code, prepared) in [
            ([1024, 7, 7], "size=224"),
            ([64, 8, 8], "size=32,order=grey,mean=0.5"),
            ([256, 13, 13], "size=227,order=bgr,range=255,mean=104:117:123,std=1"),
            ([5, 6, 6], "size=6"),
        ] {
            let picture = Preprocessing::imagenet().with_overrides(prepared).unwrap();
            let lines: Vec<String> = decoder(code, &picture).unwrap().into_iter().map(|line| format!("{{ {line} }}")).collect();
            let description = zoo::description::Description::parse(&format!("layers = [{}]", lines.join(", "))).unwrap();
            let end = End::Picture(picture.clone());
            let weights = description.initial_weights_between(&initial, code, &end).unwrap();
            let network = description.network_between(&weights, code, &end).unwrap();
            let [rows, columns] = picture.size;
            assert_eq!(network.node(network.scores()).shape, [1, picture.channels(), rows, columns]);
            assert!(network.parameter_count() < 1_000_000, "{code:?}: {}", network.parameter_count());
        }
        let small = Preprocessing::imagenet().with_overrides("size=4").unwrap();
        assert!(decoder([3, 7, 7], &small).unwrap_err().to_string().contains("choose another layer"));
    }
}
