//! The registry and the rules that every request must pass; PCA on points whose axes are known.

use super::*;
use crate::control::Cancel;
use crate::words::Words;

fn request(rows: &[f32], width: usize) -> Request<'_> {
    Request { rows, width, parameters: Parameters::default(), seed: 0 }
}

fn run(id: &str, request: &Request<'_>) -> Result<Points> {
    METHODS.find(id).unwrap().run(request, &Control::default(), &mut |_| ())
}

#[test]
fn a_method_is_found_by_its_id_however_it_is_written() {
    assert_eq!(METHODS.find("pca").unwrap().name, "PCA");
    assert_eq!(METHODS.find("t-SNE").unwrap().id, "tsne");
    assert_eq!(METHODS.find("umap2").unwrap_err().to_string(), "there is no embedding method \"umap2\"; choose one of pca, tsne");
}

#[test]
fn what_does_not_fit_is_refused_in_a_sentence() {
    let sentence = |request: &Request<'_>| run("tsne", request).unwrap_err().to_string();
    assert!(sentence(&request(&[1.0, 2.0], 1)).contains("at least three pictures, not 2"));
    assert!(sentence(&request(&[], 0)).contains("at least three"));
    assert!(sentence(&request(&[1.0, 2.0, 3.0, f32::NAN, 5.0, 6.0], 2)).contains("picture 1 has values that are not finite"));
    let parameters = Parameters::from_iter([("perplexity", 0.0)]);
    let asked = Request { parameters, ..request(&[1.0, 2.0, 3.0], 1) };
    assert_eq!(sentence(&asked), "perplexity takes a number from 2 to 500, not 0");
}

#[test]
fn cancelled_work_stops() {
    let cancel = Cancel::default();
    cancel.cancel();
    let control = Control::new(cancel, |_, _| ());
    for method in &METHODS {
        let result = method.run(&request(&[1.0, 2.0, 3.0, 5.0], 1), &control, &mut |_| ());
        assert!(matches!(result, Err(Error::Cancelled(_))), "{}", method.id);
    }
}

#[test]
fn pca_lays_a_long_thin_cloud_along_the_first_axis() {
    // Along (0.6, 0.8) from -2 to 2, across it from -0.1 to 0.1, all far from the origin.
    let cloud: Vec<f32> = [(-2.0, 0.1), (-1.0, -0.1), (0.0, 0.0), (1.0, 0.1), (2.0, -0.1)]
        .iter()
        .flat_map(|(along, across)| [1000.0 + 0.6 * along - 0.8 * across, -500.0 + 0.8 * along + 0.6 * across])
        .collect();
    let points = run("pca", &request(&cloud, 2)).unwrap();
    for (index, [x, _]) in points.positions.iter().enumerate() {
        assert!((x - (index as f32 - 2.0)).abs() < 0.01, "point {index} lies at {x}");
    }
    assert_eq!(Words::ENGLISH.line(&points.trust), "100 % + 0 % of the variance");
}

#[test]
fn equal_rows_and_single_numbers_are_no_trouble() {
    for method in &METHODS {
        let equal = run(method.id, &request(&[3.0; 12], 3)).unwrap();
        assert!(equal.positions.iter().flatten().all(|value| value.is_finite()), "{}", method.id);
        let single = run(method.id, &request(&[1.0, 2.0, 4.0, 8.0], 1)).unwrap();
        assert!(single.positions.iter().flatten().all(|value| value.is_finite()), "{}", method.id);
    }
}
