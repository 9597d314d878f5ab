//! The mean spectrum of a folder's pictures, to be compared with a grown one's.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    app::{
        desk::{About, Conduct, Question, Reporter},
        ids::FolderId,
        open::Folder,
    },
    control::Cancelled,
    data::ItemId,
    visualization::{
        FINE, Planes,
        spectrum::{Spectrum, total_variation},
    },
    words::{Phrase, visualise as say},
};

/// Pictures that are looked at, spread over the folder.
const PICTURES: usize = 24;

/// How fine are the pictures of a folder?
#[derive(Clone, Debug, PartialEq)]
pub struct SpectrumOf {
    /// The folder.
    pub folder: FolderId,
    /// Rows and columns at which they are compared.
    pub size: [usize; 2],
}

/// The mean over some pictures of a folder.
#[derive(Clone, Debug)]
pub struct Photographs {
    /// Frequency (cycles a pixel) and power as a share of all of it.
    pub spectrum: Vec<[f64; 2]>,
    /// The share of power finer than four pixels.
    pub fine: f64,
    /// The total variation, as of a [`Portrait`](crate::visualization::Portrait).
    pub variation: f64,
}

impl Question for SpectrumOf {
    type Answer = Photographs;
    type Given = Arc<Folder>;
    type Error = Cancelled;

    const CONDUCT: Conduct = Conduct::BACKGROUND;

    fn title(&self, _: &Self::Given) -> Phrase {
        say::MEASURING_PHOTOGRAPHS
    }

    fn about(&self) -> About {
        About { model: None, folder: Some(self.folder) }
    }

    fn work(&self, folder: Arc<Folder>, reporter: &Reporter<'_, Photographs>) -> Result<Photographs, Cancelled> {
        let all = folder.dataset.len();
        let some = PICTURES.min(all);
        let mut sums: BTreeMap<u64, [f64; 2]> = BTreeMap::new();
        let (mut fine, mut variation, mut count) = (0.0, 0.0, 0);
        for index in 0..some {
            reporter.control().check()?;
            let Ok(picture) = folder.dataset.picture(ItemId(index * all / some)) else { continue };
            let resized = picture.resized(self.size[1], self.size[0]);
            let values = Planes::of_picture(&resized, 3).values;
            let Some(spectrum) = Spectrum::of(&values, self.size) else { continue };
            for [frequency, power] in shares(&spectrum.radial()) {
                sums.entry(frequency.to_bits()).or_insert([frequency, 0.0])[1] += power;
            }
            fine += spectrum.high_frequency(FINE);
            variation += total_variation(&values, self.size);
            count += 1;
        }
        let mean = |sum: f64| sum / count.max(1) as f64;
        let spectrum = sums.into_values().map(|[frequency, sum]| [frequency, mean(sum)]).collect();
        Ok(Photographs { spectrum, fine: mean(fine), variation: mean(variation) })
    }
}

/// Powers as shares of their sum, so that dark and light pictures are compared by their fineness alone.
pub fn shares(radial: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let sum: f64 = radial.iter().map(|[_, power]| power).sum::<f64>().max(f64::MIN_POSITIVE);
    radial.iter().map(|[frequency, power]| [*frequency, power / sum]).collect()
}
