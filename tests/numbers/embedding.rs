//! PCA and t-SNE against scikit-learn 1.9 and openTSNE 1.0 on 300 handwritten digits of 8x8 pixels. The numbers come from
//! `fixtures/embedding/make.py`.

use std::collections::HashMap;

use candle_core::{DType, Device, Tensor};
use convscope::{
    control::Control,
    embedding::{METHODS, Points, Request, principal_components},
    words::Words,
};

use crate::support::files::fixture;

struct Digits {
    rows: Vec<f32>,
    labels: Vec<u8>,
    values: HashMap<String, Tensor>,
}

const WIDTH: usize = 64;

impl Digits {
    fn load() -> Self {
        let file = fixture("embedding/digits.safetensors");
        let values = candle_core::safetensors::load(file, &Device::Cpu).unwrap();
        let rows = values["rows"].to_dtype(DType::F32).unwrap().flatten_all().unwrap().to_vec1().unwrap();
        Self { rows, labels: values["labels"].to_vec1().unwrap(), values }
    }

    fn numbers(&self, key: &str) -> Vec<f32> {
        self.values[key].flatten_all().unwrap().to_vec1().unwrap()
    }

    fn embed(&self, method: &str, parameters: &[(&str, f64)], mut observer: impl FnMut(&Points)) -> Points {
        let parameters = parameters.iter().copied().collect();
        let request = Request { rows: &self.rows, width: WIDTH, parameters, seed: 7 };
        METHODS.find(method).unwrap().run(&request, &Control::default(), &mut observer).unwrap()
    }

    /// How far neighbours in the plane were neighbours before (Venna & Kaski 2001), 1 being always.
    fn trustworthiness(&self, positions: &[[f32; 2]], neighbours: usize) -> f64 {
        let count = positions.len();
        let by_distance = |distance: &dyn Fn(usize) -> f32, own: usize| {
            let mut others: Vec<usize> = (0..count).filter(|&other| other != own).collect();
            others.sort_by(|&a, &b| distance(a).total_cmp(&distance(b)));
            others
        };
        let mut penalty = 0.0;
        for own in 0..count {
            let row = |index: usize| &self.rows[index * WIDTH..][..WIDTH];
            let before = |other: usize| row(own).iter().zip(row(other)).map(|(a, b)| (a - b).powi(2)).sum::<f32>();
            let after = |other: usize| (0..2).map(|axis| (positions[own][axis] - positions[other][axis]).powi(2)).sum::<f32>();
            let ranks = by_distance(&before, own);
            for other in by_distance(&after, own).into_iter().take(neighbours) {
                let rank = ranks.iter().position(|&candidate| candidate == other).unwrap() + 1;
                penalty += rank.saturating_sub(neighbours) as f64;
            }
        }
        let (n, k) = (count as f64, neighbours as f64);
        1.0 - penalty * 2.0 / (n * k * (2.0 * n - 3.0 * k - 1.0))
    }
}

fn assert_near(found: &[f32], expected: &[f32], tolerance: f32, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    let largest = found.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0f32, f32::max);
    assert!(largest <= tolerance, "{what}: off by {largest}");
}

#[test]
fn principal_components_equal_scikit_learns_from_both_sides() {
    let digits = Digits::load();
    for (rows, prefix) in [(&digits.rows[..], "pca"), (&digits.rows[..40 * WIDTH], "pca_of_40")] {
        let found = principal_components(rows, WIDTH, 5, &Control::default()).unwrap();
        assert_near(&found.coordinates, &digits.numbers(&format!("{prefix}.coordinates")), 1e-3, prefix);
        let shares: Vec<f32> = found.shares.iter().map(|share| *share as f32).collect();
        assert_near(&shares, &digits.numbers(&format!("{prefix}.shares")), 1e-6, prefix);
    }
}

#[test]
fn pca_shows_the_first_two_components() {
    let digits = Digits::load();
    let points = digits.embed("pca", &[], |_| ());
    let expected: Vec<f32> = digits.numbers("pca.coordinates").chunks_exact(5).flat_map(|row| row[..2].to_vec()).collect();
    assert_near(&points.positions.concat(), &expected, 1e-3, "pca");
    assert_eq!(Words::ENGLISH.line(&points.trust), "17 % + 15 % of the variance");
}

#[test]
fn tsne_is_as_good_as_open_tsne_and_scikit_learn() {
    let digits = Digits::load();
    let mut steps = 0;
    let points = digits.embed("tsne", &[], |partial| {
        steps += 1;
        assert_eq!(partial.positions.len(), 300);
    });
    assert_eq!(steps, 750);
    let divergence: f32 =
        Words::ENGLISH.line(&points.trust).strip_prefix("Kullback-Leibler divergence ").unwrap().parse().unwrap();
    let theirs = digits.numbers("tsne.divergence");
    let trustworthiness = digits.trustworthiness(&points.positions, 12);
    let reference = digits.numbers("tsne.trustworthiness");
    println!("divergence {divergence}, theirs {theirs:?}; trustworthiness {trustworthiness:.4}, theirs {reference:?}");
    assert!(divergence < 1.05 * theirs[0].max(theirs[1]), "divergence {divergence}, openTSNE and scikit-learn {theirs:?}");
    assert!(trustworthiness > f64::from(reference[0].min(reference[1])) - 0.005, "trustworthiness {trustworthiness}");
}

#[test]
fn tsne_keeps_equal_digits_together() {
    let digits = Digits::load();
    let points = digits.embed("tsne", &[("iterations", 300.0)], |_| ());
    let nearest_has_same_label = |own: usize| {
        let distance = |other: &usize| {
            (0..2).map(|axis| (points.positions[own][axis] - points.positions[*other][axis]).powi(2)).sum::<f32>()
        };
        let nearest = (0..300).filter(|other| *other != own).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap();
        digits.labels[own] == digits.labels[nearest]
    };
    let share = (0..300).filter(|&own| nearest_has_same_label(own)).count() as f64 / 300.0;
    assert!(share > 0.9, "only {share} of the digits lie beside their like");
}
