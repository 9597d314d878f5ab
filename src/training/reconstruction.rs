//! Learning to draw what a network saw: a generator turns a layer's values (the code) back into the picture behind them
//! (Dosovitskiy and Brox 2016).
//!
//! The network is frozen: it says what the code and the features of a picture are, and passes the gradient of the features'
//! difference back to the drawn picture.

use super::{GeneratorSettings, Pictures, Result};
use crate::{
    control::Control,
    network::{self, Device, Engine, Keep, NodeId, Plain, Tensor},
    picture::Preprocessing,
    words::trust,
    zoo::{CodeStatistics, Model, Origin},
};

/// Pictures that go through the networks at once when they are measured.
const BATCH: usize = 32;

/// A frozen network that says what its pictures are made of.
pub(super) struct Encoder {
    pub origin: Origin,
    settings: GeneratorSettings,
    preprocessing: Preprocessing,
    whole: Engine,
    code: NodeId,
    /// The part that the features need, which the gradient passes back through.
    part: Engine,
    features: Vec<Feature>,
}

struct Feature {
    name: String,
    weight: f64,
    /// In the whole network and in the part.
    whole: NodeId,
    part: NodeId,
}

/// What the network says about pictures.
pub(super) struct Seen {
    count: usize,
    /// `N x C x H x W`, as they were given.
    inputs: Vec<f32>,
    /// `N x C x h x w`.
    pub code: Vec<f32>,
    features: Vec<Vec<f32>>,
}

/// How far drawn pictures are from those that they are of, summed up over pictures.
#[derive(Clone, Debug, Default)]
struct Distance {
    /// Of the inputs' numbers, and how many these are.
    pixels: f64,
    numbers: usize,
    /// For each feature the squared difference, and the square of what it should be.
    features: Vec<[f64; 2]>,
}

impl Distance {
    fn loss(&self, encoder: &Encoder) -> f64 {
        let pixels = encoder.settings.pixels * self.pixels / self.numbers.max(1) as f64;
        let features = encoder.features.iter().zip(&self.features);
        pixels + features.map(|(feature, [off, whole])| feature.weight * relative(*off, *whole)).sum::<f64>()
    }
}

/// A square as a share of another, which a dead layer has none of.
fn relative(off: f64, whole: f64) -> f64 {
    off / whole.max(f64::MIN_POSITIVE)
}

impl Encoder {
    /// Takes a model's layer as the code.
    pub fn new(model: &Model, settings: &GeneratorSettings) -> Result<Self> {
        let origin = Origin::new(model, &settings.layer)?;
        let whole = Engine::native(model.network.clone(), false)?;
        let named = settings.features.iter().filter(|(_, weight)| **weight > 0.0);
        let ids = named.map(|(name, weight)| Ok((name, *weight, model.network.find(name)?))).collect::<Result<Vec<_>>>()?;
        let goals: Vec<NodeId> = if ids.is_empty() { vec![model.network.input()] } else { ids.iter().map(|id| id.2).collect() };
        let cone = model.network.cone(&goals, model.preprocessing.size)?;
        let features = ids
            .into_iter()
            .filter_map(|(name, weight, whole)| Some(Feature { name: name.clone(), weight, whole, part: cone.id(whole)? }));
        Ok(Self {
            code: model.network.find(&settings.layer)?,
            features: features.collect(),
            part: Engine::native(cone.network.clone(), false)?,
            settings: settings.clone(),
            preprocessing: model.preprocessing.clone(),
            whole,
            origin,
        })
    }

    /// The network's preprocessing, which a recipe must share.
    pub fn preprocessing(&self) -> &Preprocessing {
        &self.preprocessing
    }

    /// Inputs as the network takes them.
    fn tensor(&self, inputs: &[f32], count: usize) -> Result<Tensor, network::Error> {
        let network = self.whole.network();
        let mut dims = network.node(network.input()).shape.clone();
        dims[0] = count;
        Ok(Tensor::from_slice(inputs, dims, &Device::Cpu)?)
    }

    /// Looks at `count` inputs, `N x C x H x W`.
    pub fn see(&self, inputs: &[f32], count: usize, control: &Control) -> Result<Seen> {
        let mut wanted = vec![self.code];
        wanted.extend(self.features.iter().map(|feature| feature.whole));
        let kept = self.whole.forward(&self.tensor(inputs, count)?, &Keep::Only(wanted), &control.silent())?;
        let values = |id: NodeId| numbers(&kept.get(self.whole.network(), id)?);
        let features = self.features.iter().map(|feature| values(feature.whole)).collect::<Result<_, network::Error>>()?;
        Ok(Seen { count, inputs: inputs.to_vec(), code: values(self.code)?, features })
    }

    /// The loss of pictures that were drawn from what was seen; fills its gradient at them.
    ///
    /// # Errors
    /// The network refuses, or somebody asks to stop.
    pub fn loss(&self, seen: &Seen, drawn: &[f32], gradient: &mut [f32], control: &Control) -> network::Result<f64> {
        let mut distance = Distance { numbers: seen.inputs.len(), ..Distance::default() };
        let factor = (2.0 * self.settings.pixels / seen.inputs.len().max(1) as f64) as f32;
        distance.pixels = difference(drawn, &seen.inputs, factor, gradient);
        if self.features.is_empty() {
            return Ok(distance.loss(self));
        }
        let network = self.part.network();
        let kept = self.part.forward(&self.tensor(drawn, seen.count)?, &Keep::All, &control.silent())?;
        let mut seeds = Vec::new();
        for (feature, expected) in self.features.iter().zip(&seen.features) {
            let value = kept.get(network, feature.part)?;
            let found = numbers(&value)?;
            let whole = expected.iter().map(|number| f64::from(*number).powi(2)).sum();
            let mut seed = vec![0.0; found.len()];
            let off = difference(&found, expected, relative(2.0 * feature.weight, whole) as f32, &mut seed);
            distance.features.push([off, whole]);
            seeds.push((feature.part, Tensor::from_vec(seed, value.dims(), &Device::Cpu)?));
        }
        let back = self.part.pull_back(&kept, &seeds, &[network.input()], &Plain, &control.silent())?;
        let back = numbers(back.get(network, network.input())?)?;
        gradient.iter_mut().zip(back).for_each(|(sum, part)| *sum += part);
        Ok(distance.loss(self))
    }

    /// What codes are like, over the pictures of a part of a data set.
    pub fn statistics(&self, pictures: &Pictures, prepared: &Preprocessing, control: &Control) -> Result<CodeStatistics> {
        let units: usize = self.origin.code.iter().product();
        let mut sums = vec![[0.0_f64; 2]; units];
        for first in (0..pictures.len()).step_by(BATCH) {
            control.step(first, pictures.len(), &trust::pictures_read(first, pictures.len()))?;
            let last = (first + BATCH).min(pictures.len());
            let inputs: Vec<f32> = (first..last).flat_map(|index| prepared.apply(&pictures.picture(index))).collect();
            let kept =
                self.whole.forward(&self.tensor(&inputs, last - first)?, &Keep::Only(vec![self.code]), &control.silent())?;
            let codes = numbers(&kept.get(self.whole.network(), self.code)?)?;
            for (index, code) in codes.into_iter().map(f64::from).enumerate() {
                let [sum, squares] = &mut sums[index % units];
                (*sum, *squares) = (*sum + code, *squares + code * code);
            }
        }
        let count = pictures.len().max(1) as f64;
        let mean = |sum: &[f64; 2]| sum[0] / count;
        Ok(CodeStatistics {
            mean: sums.iter().map(|sum| mean(sum) as f32).collect(),
            deviation: sums.iter().map(|sum| (sum[1] / count - mean(sum).powi(2)).max(0.0).sqrt() as f32).collect(),
        })
    }
}

fn numbers(tensor: &Tensor) -> network::Result<Vec<f32>> {
    Ok(tensor.flatten_all()?.to_vec1()?)
}

/// The squared difference; `gradient` becomes the difference times `factor`.
fn difference(found: &[f32], expected: &[f32], factor: f32, gradient: &mut [f32]) -> f64 {
    let mut sum = 0.0;
    for ((found, expected), gradient) in found.iter().zip(expected).zip(gradient) {
        let off = found - expected;
        *gradient = factor * off;
        sum += f64::from(off).powi(2);
    }
    sum
}

/// How well a generator draws pictures that it has not learned from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reconstruction {
    /// Pictures measured.
    pub count: usize,
    /// The loss over all of them.
    pub loss: f64,
    /// The root mean square difference of their colours, of which white is 1.
    pub error: f64,
    /// For each layer that counts in the loss the square of what is off, as a share of what should be.
    pub features: Vec<(String, f64)>,
    /// The share of pictures of which the drawing gets the answer that the picture gets.
    pub same_answer: f64,
}

impl Reconstruction {
    /// Draws `count` pictures with `generator`; `read` gives each one's input, `C x H x W`.
    pub(super) fn measure(
        encoder: &Encoder,
        generator: &Engine,
        count: usize,
        read: impl Fn(usize) -> Vec<f32>,
        control: &Control,
    ) -> Result<Self> {
        let (network, [channels, rows, columns]) = (encoder.whole.network(), encoder.origin.code);
        let wanted: Vec<NodeId> =
            encoder.features.iter().map(|feature| feature.whole).chain([encoder.code, network.scores()]).collect();
        let mut distance = Distance { features: vec![[0.0; 2]; encoder.features.len()], ..Distance::default() };
        let (mut same, mut colours) = (0, 0.0);
        for first in (0..count).step_by(BATCH) {
            control.step(first, count, &trust::held_out(first, count))?;
            let last = (first + BATCH).min(count);
            let inputs: Vec<f32> = (first..last).flat_map(&read).collect();
            let look = |inputs: &[f32]| {
                encoder.whole.forward(&encoder.tensor(inputs, last - first)?, &Keep::Only(wanted.clone()), &control.silent())
            };
            let seen = look(&inputs)?;
            let code = seen
                .get(network, encoder.code)?
                .reshape((last - first, channels, rows, columns))
                .map_err(network::Error::from)?;
            let picture = generator.network().scores();
            let drawn = generator.forward(&code, &Keep::Only(vec![picture]), &control.silent())?;
            let drawn = numbers(&drawn.get(generator.network(), picture)?)?;
            let again = look(&drawn)?;
            let area = inputs.len() / (last - first) / encoder.preprocessing.channels();
            for (index, (found, expected)) in drawn.iter().zip(&inputs).enumerate() {
                let off = f64::from(found - expected);
                let channel = index / area % encoder.preprocessing.channels();
                distance.pixels += off * off;
                colours += (off * f64::from(encoder.preprocessing.std[channel] / encoder.preprocessing.range)).powi(2);
            }
            distance.numbers += inputs.len();
            for (feature, sums) in encoder.features.iter().zip(&mut distance.features) {
                let [found, expected] = [&again, &seen].map(|kept| numbers(&kept.get(network, feature.whole)?));
                for (found, expected) in found?.into_iter().zip(expected?) {
                    sums[0] += f64::from(found - expected).powi(2);
                    sums[1] += f64::from(expected).powi(2);
                }
            }
            let [answers, expected] = [encoder.whole.scores(&again)?, encoder.whole.scores(&seen)?];
            same += answers.iter().zip(&expected).filter(|(one, other)| largest(one) == largest(other)).count();
        }
        let shares = encoder.features.iter().zip(&distance.features);
        Ok(Self {
            count,
            loss: distance.loss(encoder),
            error: (colours / distance.numbers.max(1) as f64).sqrt(),
            features: shares.map(|(feature, [off, whole])| (feature.name.clone(), relative(*off, *whole))).collect(),
            same_answer: same as f64 / count.max(1) as f64,
        })
    }

    /// What a sidecar says of it.
    pub(super) fn sentence(&self, split: &str) -> String {
        let layers: Vec<String> = self.features.iter().map(|(name, share)| format!("{:.0}% of {name}", share * 100.0)).collect();
        let features = if layers.is_empty() { String::new() } else { format!(", {} off", layers.join(" and ")) };
        let (error, same) = (self.error, self.same_answer * 100.0);
        format!(
            "colours off by {error:.3} of 1{features}, the same answer to {same:.1}% of {} pictures held out ({split})",
            self.count
        )
    }
}

/// The class with the largest score.
fn largest(scores: &[f32]) -> Option<usize> {
    (0..scores.len()).find(|&class| super::evaluation::rank_of(scores, class) == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Numbers;

    fn encoder(pixels: f64, features: &[(&str, f64)]) -> Encoder {
        let model = crate::zoo::open(std::path::Path::new("digits")).unwrap();
        let features = features.iter().map(|(name, weight)| ((*name).to_owned(), *weight)).collect();
        let settings = GeneratorSettings { network: "digits".to_owned(), layer: "conv5".to_owned(), pixels, features };
        Encoder::new(&model, &settings).unwrap()
    }

    #[test]
    fn the_gradient_of_the_loss_matches_finite_differences() {
        let control = Control::default();
        for features in [&[][..], &[("conv3", 0.7), ("pool1", 0.2)], &[("conv5", 1.0)]] {
            let encoder = encoder(0.5, features);
            let mut random = Numbers::new(3);
            let (inputs, drawn) = (random.many(2 * 28 * 28), random.many(2 * 28 * 28));
            let seen = encoder.see(&inputs, 2, &control).unwrap();
            let mut gradient = vec![0.0; drawn.len()];
            let loss = encoder.loss(&seen, &drawn, &mut gradient, &control).unwrap();
            assert!(loss > 0.0 && encoder.loss(&seen, &inputs, &mut vec![0.0; inputs.len()], &control).unwrap() < 1e-9);
            // Along the gradient itself, where the loss changes most, so that f32 is fine enough.
            let length = gradient.iter().map(|number| number * number).sum::<f32>().sqrt();
            let along = |step: f32| {
                let moved: Vec<f32> = drawn.iter().zip(&gradient).map(|(number, by)| number + step * by / length).collect();
                encoder.loss(&seen, &moved, &mut vec![0.0; moved.len()], &control).unwrap()
            };
            let step = 0.02;
            let expected = (along(step) - along(-step)) / (2.0 * f64::from(step));
            assert!((f64::from(length) - expected).abs() < 0.01 * expected, "{features:?}: {length} instead of {expected}");
        }
    }

    #[test]
    fn codes_are_summed_up_unit_by_unit() {
        let encoder = encoder(1.0, &[]);
        let recipe = super::super::Recipe::parse(
            "name = 'x'\ndata = 'world:40'\n[network]\nlayers = [{ linear = 1 }]\n\
             [preprocessing]\nsize = 28\norder = 'grey'\nmean = 0.1307\nstd = 0.3081\n",
        )
        .unwrap();
        let control = Control::default();
        let pictures = super::super::Examples::load(&recipe, None, &control).unwrap().train;
        let prepared = recipe.preprocessing_at(28);
        let statistics = encoder.statistics(&pictures, &prepared, &control).unwrap();
        let units = statistics.mean.len();
        assert_eq!(units, encoder.origin.code.iter().product::<usize>());
        let codes: Vec<Vec<f32>> = (0..pictures.len())
            .map(|index| encoder.see(&prepared.apply(&pictures.picture(index)), 1, &control).unwrap().code)
            .collect();
        for unit in (0..units).step_by(97) {
            let mean = codes.iter().map(|code| f64::from(code[unit])).sum::<f64>() / codes.len() as f64;
            let square = codes.iter().map(|code| (f64::from(code[unit]) - mean).powi(2)).sum::<f64>() / codes.len() as f64;
            let upper = f64::from(statistics.upper()[unit]);
            assert!((f64::from(statistics.mean[unit]) - mean).abs() < 1e-4);
            assert!((upper - mean - 3.0 * square.sqrt()).abs() < 1e-3, "{upper} at unit {unit}");
        }
    }
}
