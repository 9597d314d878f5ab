//! Every parameterisation beside Lucent and PyTorch's gradients (`tests/fixtures/visualization/canvas.py`), and beside itself.

use rand::SeedableRng as _;
use safetensors::SafeTensors;

use super::*;
use crate::testing::Numbers;

const FIXTURE: &[u8] = include_bytes!("../../../tests/fixtures/visualization/canvas.safetensors");

fn fourier(decay: f64, decorrelate: bool, squash: bool) -> Parameterisation {
    Parameterisation::Fourier { decay, deviation: DEVIATION, decorrelate, squash }
}

fn laplacian(levels: usize) -> Parameterisation {
    Parameterisation::Laplacian { levels, deviation: DEVIATION, decorrelate: true, squash: true }
}

fn pyramid(divisors: &[usize], ends: &[usize]) -> Parameterisation {
    let (divisors, ends) = (divisors.to_vec(), ends.to_vec());
    Parameterisation::Pyramid { divisors, ends, decay: 1.0, deviation: DEVIATION, decorrelate: true, squash: true }
}

fn all() -> [Parameterisation; 6] {
    let cppn = Parameterisation::Cppn { width: 5, layers: 3 };
    [Parameterisation::Pixels, fourier(1.0, true, true), fourier(0.5, true, false), pyramid(&[2], &[3]), laplacian(3), cppn]
}

/// Numbers of the fixture.
fn recorded(name: &str) -> Vec<f32> {
    let tensors = SafeTensors::deserialize(FIXTURE).unwrap();
    let (bytes, _) = tensors.tensor(name).unwrap().data().as_chunks::<4>();
    bytes.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
}

fn furthest(found: &[f32], expected: &[f32]) -> f32 {
    assert_eq!(found.len(), expected.len());
    found.iter().zip(expected).map(|(found, expected)| (found - expected).abs()).fold(0.0, f32::max)
}

fn noise(dims: [usize; 4], numbers: &mut Numbers) -> Planes {
    Planes { values: numbers.many(dims.iter().product()), ..Planes::zeros(dims) }
}

fn inner(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}

fn agrees_with_lucent(name: &str, parameterisation: &Parameterisation, dims: [usize; 4]) {
    let canvas = Canvas::new(parameterisation, dims).unwrap();
    let parameters = recorded(&format!("{name}.parameters"));
    assert_eq!(parameters.len(), canvas.parameter_count(), "{name}");
    let decoded = canvas.decode(&parameters);
    let far = furthest(&decoded.values, &recorded(&format!("{name}.decoded")));
    assert!(far < 3e-6, "{name}: pictures differ by {far}");
    let gradient = Planes { values: recorded(&format!("{name}.gradient")), ..Planes::zeros(dims) };
    let expected = recorded(&format!("{name}.pulled"));
    let far = furthest(&canvas.pull_back(&parameters, &decoded, &gradient), &expected);
    let largest = expected.iter().fold(0.0, |most: f32, value| most.max(value.abs()));
    assert!(far < 3e-6 * largest.max(1.0), "{name}: gradients up to {largest} differ by {far}");
}

#[test]
fn spectra_are_lucents_for_even_and_odd_sides() {
    for [height, width] in [[8, 8], [7, 9], [6, 5], [5, 8], [1, 1], [4, 3]] {
        for channels in [3, 1] {
            let name = format!("fourier-{channels}-{height}x{width}");
            agrees_with_lucent(&name, &fourier(1.0, true, true), [2, channels, height, width]);
        }
    }
    agrees_with_lucent("fourier-unbounded", &fourier(0.85, true, false), [1, 3, 6, 8]);
}

#[test]
fn sums_of_levels_and_networks_are_lucents() {
    agrees_with_lucent("naive", &laplacian(1), [2, 3, 5, 4]);
    agrees_with_lucent("laplacian", &laplacian(4), [1, 3, 13, 10]);
    agrees_with_lucent("pyramid", &pyramid(&[2, 4], &[3, 6]), [3, 3, 12, 9]);
    agrees_with_lucent("cppn", &Parameterisation::Cppn { width: 6, layers: 4 }, [1, 3, 11, 11]);
}

#[test]
fn gradients_are_differences() {
    let mut numbers = Numbers::new(6);
    for parameterisation in all() {
        let canvas = Canvas::new(&parameterisation, [2, 3, 9, 12]).unwrap();
        let parameters = numbers.many(canvas.parameter_count());
        let direction = numbers.many(parameters.len());
        let gradient = noise(canvas.dims(), &mut numbers);
        let moved = |step: f32| -> Vec<f32> {
            let parameters: Vec<f32> = parameters.iter().zip(&direction).map(|(at, along)| at + step * along).collect();
            canvas.decode(&parameters).values
        };
        let step = 1.0 / 256.0;
        let difference = (inner(&moved(step), &gradient.values) - inner(&moved(-step), &gradient.values)) / f64::from(2.0 * step);
        let found = inner(&canvas.pull_back(&parameters, &canvas.decode(&parameters), &gradient), &direction);
        assert!(difference.abs() > 0.1, "a slope that shows, not {difference}");
        assert!((found - difference).abs() < 3e-3 * difference.abs(), "{parameterisation:?}: {found}, not {difference}");
    }
}

#[test]
fn photographs_come_back() {
    let mut numbers = Numbers::new(1);
    for parameterisation in all() {
        for dims in [[2, 3, 16, 16], [1, 3, 7, 5], [1, 1, 4, 9]] {
            let canvas = Canvas::new(&parameterisation, dims).unwrap();
            let picture = noise(dims, &mut numbers).map(|value| 0.5 + 0.45 * value);
            let Some(parameters) = canvas.encode(&picture) else {
                assert!(matches!(parameterisation, Parameterisation::Cppn { .. }));
                continue;
            };
            let far = furthest(&canvas.decode(&parameters).values, &picture.values);
            assert!(far < 2e-6, "{parameterisation:?} {dims:?}: {far}");
            assert_eq!(canvas.encode(&Planes::zeros([1, 3, 2, 2])), None);
        }
    }
}

#[test]
fn the_start_is_grey_with_the_published_deviation() {
    for (parameterisation, expected) in [(fourier(1.0, true, true), 0.01), (laplacian(2), 0.01), (Parameterisation::Pixels, 0.01)]
    {
        let canvas = Canvas::new(&parameterisation, [2, 3, 32, 32]).unwrap();
        let first = canvas.first(&mut ChaCha8Rng::seed_from_u64(3));
        let deviation = (inner(&first, &first) / first.len() as f64).sqrt();
        assert!((deviation / expected - 1.0).abs() < 0.03, "{deviation}");
        assert_eq!(first, canvas.first(&mut ChaCha8Rng::seed_from_u64(3)));
    }
    let canvas = Canvas::new(&Parameterisation::Cppn { width: 24, layers: 8 }, [1, 3, 8, 8]).unwrap();
    let first = canvas.first(&mut ChaCha8Rng::seed_from_u64(3));
    assert_eq!(first.len(), 3 * 24 + 6 * 49 * 24 + 49 * 3);
    assert_eq!(canvas.decode(&first), Planes::filled([1, 3, 8, 8], 0.5));
}

#[test]
fn threads_change_nothing() {
    let run = |threads: usize, canvas: &Canvas| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut numbers = Numbers::new(2);
            let parameters = numbers.many(canvas.parameter_count());
            let decoded = canvas.decode(&parameters);
            let pulled = canvas.pull_back(&parameters, &decoded, &noise(canvas.dims(), &mut numbers));
            (decoded, pulled)
        })
    };
    for parameterisation in all() {
        let canvas = Canvas::new(&parameterisation, [3, 3, 40, 37]).unwrap();
        assert_eq!(run(1, &canvas), run(3, &canvas), "{parameterisation:?}");
    }
}

#[test]
fn pictures_lie_together() {
    for parameterisation in all() {
        let canvas = Canvas::new(&parameterisation, [2, 3, 10, 7]).unwrap();
        let Some(length) = canvas.per_picture() else {
            assert!(matches!(parameterisation, Parameterisation::Pyramid { .. }));
            continue;
        };
        let parameters = Numbers::new(8).many(canvas.parameter_count());
        let alone = Canvas::new(&parameterisation, [1, 3, 10, 7]).unwrap().decode(&parameters[length..]);
        assert_eq!(canvas.decode(&parameters).items().nth(1), Some(&alone.values[..]));
    }
}

#[test]
fn canvases_without_parameters_are_refused() {
    let size = [1, 3, 4, 4];
    assert_eq!(Canvas::new(&Parameterisation::Pixels, [1, 3, 0, 4]).err(), Some(CanvasError::Empty { dims: [1, 3, 0, 4] }));
    assert_eq!(Canvas::new(&pyramid(&[2, 0], &[]), size).err(), Some(CanvasError::NoDivisor));
    assert_eq!(Canvas::new(&laplacian(0), size).err(), Some(CanvasError::NoLevels));
    assert_eq!(Canvas::new(&Parameterisation::Cppn { width: 0, layers: 8 }, size).err(), Some(CanvasError::NoNetwork));
    let huge = Canvas::new(&laplacian(100), size).unwrap();
    assert_eq!(huge.parameter_count(), 3 * (16 + 4 + 98));
}
