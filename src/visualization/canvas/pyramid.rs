//! Pictures that resemble each other: a spectrum for each, and coarse pictures that all of a batch share.
//!
//! The parameters of Lucid's notebooks on interpolation between channels: first the spectra (see `spectrum`), then the levels of
//! one coarse picture, then those of two, which are blended linearly over the batch; each `channels x rows x columns`. It knows
//! no colours.

use super::{lowres::Enlarging, spectrum::Spectrum};
use crate::visualization::Planes;

/// The parameters of a batch.
pub struct Pyramid {
    spectrum: Spectrum,
    count: usize,
    channels: usize,
    /// Coarse pictures of the whole batch.
    shared: Vec<Enlarging>,
    /// Pairs of coarse pictures.
    ends: Vec<Enlarging>,
}

impl Pyramid {
    /// Levels that are `divisors` and `ends` times smaller than the picture, at least one pixel. No divisor may be 0.
    pub fn new(spectrum: Spectrum, [count, channels, height, width]: [usize; 4], divisors: &[usize], ends: &[usize]) -> Self {
        let level = |divisor: &usize| Enlarging::new([height, width].map(|side| (side / divisor).max(1)), [height, width]);
        let [shared, ends] = [divisors, ends].map(|divisors| divisors.iter().map(level).collect());
        Self { spectrum, count, channels, shared, ends }
    }

    /// Parameters of the batch.
    pub fn len(&self) -> usize {
        let numbers = |levels: &[Enlarging]| levels.iter().map(|level| self.channels * level.len()).sum::<usize>();
        self.unique() + numbers(&self.shared) + 2 * numbers(&self.ends)
    }

    /// Parameters that belong to one picture, of all.
    fn unique(&self) -> usize {
        self.count * self.channels * self.spectrum.len()
    }

    /// How much of the second of a pair a picture has.
    fn share(&self, picture: usize) -> f32 {
        picture as f32 / (self.count - 1).max(1) as f32
    }

    /// Spectra and levels become pictures; `pictures` are zero before.
    pub fn decode(&self, parameters: &[f32], pictures: &mut Planes) {
        let (spectra, mut rest) = parameters.split_at(self.unique());
        self.spectrum.decode(spectra, &mut pictures.values);
        let length = pictures.item_len();
        let mut common = vec![0.0; length];
        for level in &self.shared {
            let (coarse, other) = rest.split_at(self.channels * level.len());
            level.add(coarse, &mut common);
            rest = other;
        }
        let mut pair = vec![0.0; 2 * length];
        for level in &self.ends {
            let (coarse, other) = rest.split_at(2 * self.channels * level.len());
            level.add(coarse, &mut pair);
            rest = other;
        }
        let (first, second) = pair.split_at(length);
        for (index, picture) in pictures.items_mut().enumerate() {
            let share = self.share(index);
            for (((pixel, common), first), second) in picture.iter_mut().zip(&common).zip(first).zip(second) {
                *pixel += common + (first + share * (second - first));
            }
        }
    }

    /// The adjoint of [`Self::decode`]; `result` is zero before.
    pub fn pull_back(&self, gradient: &Planes, result: &mut [f32]) {
        let (spectra, mut rest) = result.split_at_mut(self.unique());
        self.spectrum.pull_back(&gradient.values, spectra);
        let length = gradient.item_len();
        let (mut common, mut pair) = (vec![0.0; length], vec![0.0; 2 * length]);
        let (first, second) = pair.split_at_mut(length);
        for (index, picture) in gradient.items().enumerate() {
            let share = self.share(index);
            let sums = common.iter_mut().zip(first.iter_mut().zip(second.iter_mut()));
            for (pixel, (common, (first, second))) in picture.iter().zip(sums) {
                *common += pixel;
                *first += (1.0 - share) * pixel;
                *second += share * pixel;
            }
        }
        for level in &self.shared {
            let (coarse, other) = rest.split_at_mut(self.channels * level.len());
            level.add_adjoint(&common, coarse);
            rest = other;
        }
        for level in &self.ends {
            let (coarse, other) = rest.split_at_mut(2 * self.channels * level.len());
            level.add_adjoint(&pair, coarse);
            rest = other;
        }
    }

    /// Puts pictures into their spectra and leaves the levels; `parameters` are zero before.
    pub fn encode(&self, pictures: &Planes, parameters: &mut [f32]) {
        let unique = self.unique();
        self.spectrum.encode(&pictures.values, &mut parameters[..unique]);
    }
}
